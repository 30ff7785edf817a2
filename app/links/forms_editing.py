"""The wiki's editor, opened with a part of a page written anew: a form that the person sends there from Haven's page.

No link can do it: in an address the wiki ignores the text. What is sent carries no token, so the wiki shows its editor
with a preview and saves nothing; the person reads, and saves there under their own name.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from app.domain.public_pages import PageText, Part
from app.domain.wikis import Wiki
from app.links.build import PostedForm, plain_link


def prefilled_editor(wiki: Wiki, page: PageText, part: Part, text: str, summary: str) -> PostedForm:
    """The editor of `part` with `text` in it: what the part was (but for blanks at its end), with one piece put in.

    ValueError for a text that lacks anything of the part: nobody else's request goes away by an error of ours.
    """
    written = _as_edited(text)
    if not _holds(written, _as_edited(part.text).rstrip()):
        raise ValueError
    fields = (
        ("wpSection", str(part.index)),
        ("wpTextbox1", written),
        ("wpSummary", summary),
        # SECURITY: numbers of parts shift. Only this makes the wiki look the number up in the version that was read
        # and merge the two, or show a conflict; without it, the part with this number today would be overwritten.
        ("editRevId", str(page.revision)),
        # The wiki warns where the page was deleted after this: saving would begin it anew.
        ("wpStarttime", datetime.fromtimestamp(page.saved_at, UTC).strftime("%Y%m%d%H%M%S")),
        ("wpPreview", "1"),
        # The last field: without it the wiki says that parts of the form did not arrive.
        ("wpUltimateParam", "1"),
    )
    return PostedForm(plain_link(wiki, [("title", page.title), ("action", "submit")]), fields)


def _as_edited(text: str) -> str:
    """Line ends as an edit form sends them and a wiki saves them; a page that was imported may have others."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _holds(new: str, old: str) -> bool:
    """Whether the new text is the old one with at most one piece put in."""
    from_start = _common(new, old)
    return from_start + _common(new[from_start:][::-1], old[from_start:][::-1]) >= len(old)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = zip(one, other, strict=False)
    return next((place for place, (mine, theirs) in enumerate(pairs) if mine != theirs), min(len(one), len(other)))
