"""Reading pages: a page, an old revision, a difference between two, and the history."""

from __future__ import annotations

import difflib

from starlette.responses import Response

from app.sandbox.pages.render import notice, render
from app.sandbox.pages.wikitext import blocks
from app.sandbox.visibility import SUMMARY, TEXT, USER, may_see
from app.sandbox.visit import Visit
from app.sandbox.wiki import Page, Revision

WORDS = ("prev", "next", "cur")


def number(value: str | None) -> int | None:
    """A positive number from a parameter; PHP is more lenient, the links that matter are plain."""
    return int(value) if value and value.isascii() and value.isdigit() else None


def line_of(visit: Visit, revision: Revision) -> dict[str, object]:
    """What a list of revisions shows of one, for this reader."""

    def sees(part: int) -> bool:
        return may_see(visit.viewer, visit.wiki, revision.hidden, part)

    return {
        "revision": revision,
        "id": revision.rev_id,
        "at": revision.at,
        "hidden": revision.hidden,
        "author": revision.author.name if sees(USER) else None,
        "comment": revision.comment if sees(SUMMARY) else None,
        "text": revision.text if sees(TEXT) else None,
        "title": visit.wiki.titles.prefixed(revision.page.title),
    }


def read(visit: Visit) -> Response:
    """index.php without an action: diff, oldid, curid or title."""
    given = visit.given
    if "diff" in given:
        return _difference(visit)
    old = number(given.get("oldid"))
    if old is not None:
        revision = visit.wiki.revisions.get(old)
        if revision is None:
            return notice(visit, "Error", "The revision does not exist or is not visible to you.", 404)
        if given.get("direction") in ("prev", "next"):
            revision = _shift(revision, given["direction"]) or revision
        return _show(visit, revision)
    page = _page_asked_for(visit)
    if page is None:
        return notice(visit, visit.title.replace("_", " ") or "Bad title", "There is no page with this name.", 404)
    return _show(visit, page.latest)


def _page_asked_for(visit: Visit) -> Page | None:
    page_id = number(visit.given.get("curid"))
    if page_id is not None:
        return visit.wiki.pages.get(page_id)
    return visit.wiki.page_titled(visit.wiki.titles.parse(visit.title))


def _shift(revision: Revision, direction: str) -> Revision | None:
    siblings = revision.page.revisions
    place = siblings.index(revision) + (1 if direction == "next" else -1)
    return siblings[place] if 0 <= place < len(siblings) else None


def _show(visit: Visit, revision: Revision) -> Response:
    heading = visit.wiki.titles.prefixed(revision.page.title)
    return render(
        visit,
        "page.html",
        heading,
        line=line_of(visit, revision),
        current=revision is revision.page.latest,
        page=revision.page,
        blocks=blocks(revision.text),
    )


def find_sides(visit: Visit) -> tuple[Revision | None, Revision | None]:
    """(older side, newer side) as the wiki reads diff and oldid; (None, None) when nothing fits."""
    diff, old = visit.given.get("diff", ""), number(visit.given.get("oldid"))
    base = visit.wiki.revisions.get(old) if old is not None else None
    target = number(diff)
    if target:
        newer = visit.wiki.revisions.get(target)
        if newer is None:
            return None, None
        return (base if base is not None else _shift(newer, "prev")), newer
    if base is None:
        page = _page_asked_for(visit)
        return (_shift(page.latest, "prev"), page.latest) if page and old is None else (None, None)
    if diff == "prev":
        return _shift(base, "prev"), base
    if diff == "next":
        return base, _shift(base, "next")
    return base, base.page.latest


def _difference(visit: Visit) -> Response:
    older, newer = find_sides(visit)
    if newer is None:
        return notice(visit, "Error", "One of the revisions of this difference was not found.", 404)
    right, left = line_of(visit, newer), line_of(visit, older) if older else None
    readable = right["text"] is not None and (left is None or left["text"] is not None)
    changes: list[tuple[str, str]] = []
    if readable:
        before = older.text.splitlines() if older else []
        changes = [(row[:1], row[2:]) for row in difflib.ndiff(before, newer.text.splitlines()) if row[:1] in "+- "]
    heading = f"Difference between revisions of “{visit.wiki.titles.prefixed(newer.page.title)}”"
    return render(visit, "difference.html", heading, left=left, right=right, readable=readable, changes=changes)


def history(visit: Visit) -> Response:
    page = _page_asked_for(visit)
    if page is None:
        return notice(visit, "Revision history", "There is no page with this name.", 404)
    heading = f"{visit.wiki.titles.prefixed(page.title)}: Revision history"
    lines = [line_of(visit, revision) for revision in reversed(page.revisions)]
    return render(visit, "history.html", heading, page=page, lines=lines)
