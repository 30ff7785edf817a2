"""Which revision added a comment of a talk page, by the id that DiscussionTools gives it.

The wiki tells on which page the comment stands, not which edit made it: the history around its time is searched for its
author (facts, mediawiki.md 6). The author's name stands in the id; it is compared in memory and forgotten.
"""

import re
from asyncio import gather
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.targets import Pointer, Target, TargetKind
from app.domain.visibility import CouldNotCheck, Gone
from app.domain.wikis import Wiki
from app.mediawiki.client import Params, WikiClient
from app.mediawiki.hidden_flags import fourteen_digits, moment_of
from app.mediawiki.outcomes import Failed

MINUTE = 60
"""A signature tells the minute, not the second."""
MOST_EDITS = 50

_SIGNED = re.compile(r"[ch]-(?P<author>.+?)-(?P<time>[0-9]{14})(?:-|$)", re.ASCII)


class Comments:
    def __init__(self, client: WikiClient) -> None:
        self._client = client

    async def find(self, wiki: Wiki, targets: Sequence[Target]) -> dict[Target, Pointer | Gone | CouldNotCheck]:
        """The revision of each comment; its page where the revision cannot be told."""
        return dict(zip(targets, await gather(*(self._find(wiki, target) for target in targets)), strict=True))

    async def _find(self, wiki: Wiki, target: Target) -> Pointer | Gone | CouldNotCheck:
        question: Params = {"action": "discussiontoolsfindcomment", "idorname": target.name or ""}
        title = await self._client.read(wiki, question, _read_title)
        if isinstance(title, Failed):
            return CouldNotCheck()
        if title is None:
            return Gone()
        edits = await self._edits_around(wiki, title, target.name or "")
        if isinstance(edits, Failed):
            return CouldNotCheck()
        page, revision = edits
        if revision is not None:
            return Pointer(wiki.dbname, TargetKind.REVISION, revision)
        return Pointer(wiki.dbname, TargetKind.PAGE, page) if page else Gone()

    async def _edits_around(self, wiki: Wiki, title: str, comment: str) -> tuple[int, int | None] | Failed:
        """The page's id, and the one edit of that minute by that author, or the only edit of that minute."""
        signed = _SIGNED.match(comment)
        question: Params = {"action": "query", "prop": "revisions", "titles": title, "rvprop": "ids|user"}
        start = _moment(signed)
        if signed is None or start is None:
            return await self._client.read(wiki, question, lambda data: (_read_page(data), None))
        within: Params = {
            "rvdir": "newer",
            "rvstart": fourteen_digits(start),
            "rvend": fourteen_digits(start + MINUTE - 1),
            "rvlimit": MOST_EDITS,
        }
        return await self._client.read(wiki, {**question, **within}, lambda data: _read_edit(data, signed["author"]))


def _moment(signed: re.Match[str] | None) -> int | None:
    try:
        return moment_of(signed["time"]) if signed else None
    except ValueError:
        return None


def _read_title(data: Mapping[str, Any]) -> str | None:
    found = data.get("discussiontoolsfindcomment", ())
    return str(found[0]["title"]) if found else None


def _read_page(data: Mapping[str, Any]) -> int:
    return int(data["query"]["pages"][0].get("pageid", 0))


def _read_edit(data: Mapping[str, Any], author: str) -> tuple[int, int | None]:
    edits = data["query"]["pages"][0].get("revisions", ())
    by_author = [edit for edit in edits if str(edit.get("user", "")).replace(" ", "_") == author.replace(" ", "_")]
    chosen = by_author or (edits if len(edits) == 1 else [])
    return _read_page(data), int(chosen[0]["revid"]) if chosen else None
