"""From one revision, all later ones that still carry what it inserted, by checksum. Pages of five hundred at a time.

Checksums are compared in memory and dropped; they are never kept, shown or logged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile, pairwise
from typing import Any

from app.domain.surroundings import Range, RangeEnd, Step
from app.domain.wikis import Wiki
from app.mediawiki.client import Params, WikiClient
from app.mediawiki.hidden_flags import read_moment
from app.mediawiki.outcomes import Failed

A_PAGE = 500
MOST_PAGES = 10


@dataclass(frozen=True)
class Edit:
    """One revision in memory. `text` is its checksum, None where the text is hidden; `author` None where hidden."""

    id: int
    parent: int
    at: int
    author: int | None
    text: str | None


@dataclass(frozen=True)
class Carried:
    """A range, the later revisions that carry the same text as one of it again, and those that changed no text.

    The last are what moving or protecting a page leaves in its history: an entry of a log stands beside each.
    """

    range: Range
    again: tuple[Edit, ...]
    unchanged: tuple[Edit, ...]


class Ranges:
    def __init__(self, client: WikiClient) -> None:
        self._client = client

    async def find(self, wiki: Wiki, page: int, inserted: Edit) -> Carried | Failed:
        """The range that begins with `inserted`; the request asks from the revision before it on."""
        edits: list[Edit] = []
        onward: Params = {}
        is_whole = False
        for _ in range(MOST_PAGES):
            found = await self._ask(wiki, page, inserted.parent or inserted.id, onward)
            if isinstance(found, Failed):
                return found
            edits += found[0]
            onward = found[1]
            is_whole = not onward
            if is_whole or _restoring(edits, inserted) is not None:
                break
        return carried_of(page, edits, inserted, is_whole)

    async def history(self, wiki: Wiki, page: int, start: int) -> list[int] | Failed:
        """The page's revisions from `start` on, oldest first: at most 500 numbers."""
        found = await self._ask(wiki, page, start, {})
        return found if isinstance(found, Failed) else [edit.id for edit in found[0]]

    async def _ask(self, wiki: Wiki, page: int, start: int, onward: Params) -> tuple[list[Edit], Params] | Failed:
        question: Params = {
            "action": "query",
            "prop": "revisions",
            "pageids": page,
            "rvprop": "ids|timestamp|sha1|userid",
            "rvdir": "newer",
            "rvstartid": start,
            "rvlimit": A_PAGE,
        }
        return await self._client.read(wiki, {**question, **onward}, _read_history)


def carried_of(page: int, edits: Sequence[Edit], inserted: Edit, is_whole: bool) -> Carried:
    """Works out the range in a page's history from the revision before the insertion on (oldest first)."""
    before = _before(edits, inserted)
    later = _from_insertion_on(edits, inserted)
    restoring = _restoring(edits, inserted)
    length = later.index(restoring) if restoring else len(later)
    carrying = later[:length]
    steps = tuple(_step(edit, inserted) for edit in carrying)
    texts = {edit.text for edit in carrying if edit.text is not None}
    again = tuple(edit for edit in later[length + 1 :] if edit.text in texts)
    unchanged = tuple(edit for former, edit in pairwise(edits) if edit.text is not None and edit.text == former.text)
    end = _end_of(before, restoring, inserted, is_whole)
    return Carried(Range(page, steps, end, _step(restoring, inserted) if restoring else None), again, unchanged)


def _step(edit: Edit, inserted: Edit) -> Step:
    return Step(edit.id, edit.at, edit.author is not None and edit.author == inserted.author, edit.text is None)


def _restoring(edits: Sequence[Edit], inserted: Edit) -> Edit | None:
    """The first later revision with the same text as the one before the insertion."""
    before = _before(edits, inserted)
    if before is None or before.text is None:
        return None
    return next((edit for edit in _from_insertion_on(edits, inserted)[1:] if edit.text == before.text), None)


def _before(edits: Sequence[Edit], inserted: Edit) -> Edit | None:
    return next((edit for edit in edits if edit.id == inserted.parent), None)


def _from_insertion_on(edits: Sequence[Edit], inserted: Edit) -> list[Edit]:
    """Where histories were merged, edits of another page stand between the insertion and the one before it."""
    return list(dropwhile(lambda edit: edit.id != inserted.id, edits))


def _end_of(before: Edit | None, restoring: Edit | None, inserted: Edit, is_whole: bool) -> RangeEnd:
    if restoring is not None:
        return RangeEnd.RESTORED
    if not inserted.parent:
        return RangeEnd.NEW_PAGE
    if before is None or before.text is None:
        return RangeEnd.BEFORE_HIDDEN
    return RangeEnd.NEVER_RESTORED if is_whole else RangeEnd.TOO_LONG


def _read_history(data: Mapping[str, Any]) -> tuple[list[Edit], Params]:
    rows = data["query"]["pages"][0].get("revisions", ())
    return [read_edit(row) for row in rows], data.get("continue", {})


def read_edit(row: Mapping[str, Any]) -> Edit:
    """One revision of an answer with `ids|timestamp|sha1|userid`."""
    return Edit(
        id=int(row["revid"]),
        parent=int(row["parentid"]),
        at=read_moment(row["timestamp"]),
        author=int(row["userid"]) if "userid" in row and not row.get("userhidden") else None,
        text=str(row["sha1"]) if "sha1" in row and not row.get("sha1hidden") else None,
    )
