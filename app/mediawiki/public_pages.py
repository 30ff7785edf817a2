"""A public page on which requests stand, as the wiki has it now: its text, and where its parts begin.

SECURITY: the one place where Haven reads the text of a page. Nothing asks here but for the request pages that Haven
itself names; what is read passes through memory, and is neither kept nor logged.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.public_pages import PageText, Section
from app.domain.wikis import Wiki
from app.mediawiki.client import Params, WikiClient
from app.mediawiki.hidden_flags import read_moment
from app.mediawiki.outcomes import Failed, NoSuchPage, Refused

NOT_THERE = frozenset({"missingtitle", "invalidtitle", "pagecannotexist"})
"""What the API calls a title that has no page, is no title, or names what is no page."""


@dataclass(frozen=True)
class _Parsed:
    title: str
    revision: int
    text: str
    sections: tuple[Section, ...]


class PublicPages:
    def __init__(self, client: WikiClient) -> None:
        self._client = client

    async def read(self, wiki: Wiki, title: str) -> PageText | NoSuchPage | Failed:
        """The page with its parts. A redirect is followed, and `title` says where it led: request pages are moved at
        times, and whoever looks for a part by its anchor notices when it is another page.

        Two questions: parsing tells everything but the time, which is asked for the very revision that was parsed.
        """
        # Not `sections`: deprecated since 1.46, and a warning is a failure.
        question: Params = {"action": "parse", "page": title, "redirects": 1, "prop": "tocdata|wikitext|revid"}
        parsed = await self._client.read(wiki, question, _read_parsed)
        if isinstance(parsed, Failed):
            return NoSuchPage() if isinstance(parsed, Refused) and parsed.reason in NOT_THERE else parsed
        saved: Params = {"action": "query", "prop": "revisions", "revids": parsed.revision, "rvprop": "ids|timestamp"}
        saved_at = await self._client.read(wiki, saved, _read_time)
        if isinstance(saved_at, Failed):
            return saved_at
        return PageText(parsed.title, parsed.revision, saved_at, parsed.text, parsed.sections)


def _read_parsed(data: Mapping[str, Any]) -> _Parsed:
    parsed = data["parse"]
    text = str(parsed["wikitext"])
    return _Parsed(
        str(parsed["title"]), int(parsed["revid"]), text, tuple(_read_sections(parsed["tocdata"]["sections"], text))
    )


def _read_sections(rows: Iterable[Mapping[str, Any]], text: str) -> Iterable[Section]:
    """ValueError unless every editable heading stands in the text where the wiki says it does: a part cut at another
    place would put a request into somebody else's."""
    start = 0
    for row in rows:
        index, level = str(row.get("index", "")), int(row["hLevel"])
        editable = index.isascii() and index.isdecimal()
        if editable:
            # Code points, whatever the older name of it, `byteoffset`, says; tried with emoji and Hebrew before it.
            start = int(row["codepointOffset"])
            if not f"\n{text}".startswith("\n" + "=" * level, start):
                raise ValueError
        yield Section(int(index) if editable else None, level, str(row.get("anchor", "")), start)


def _read_time(data: Mapping[str, Any]) -> int:
    return read_moment(data["query"]["pages"][0]["revisions"][0]["timestamp"])
