"""What the public can see of log entries now.

By number where the wiki can be asked so (`leids`); a wiki that does not know the parameter warns and answers with its
newest entries instead, and then an entry is found by its time. Never by title or user: that leaves out what is hidden
(facts, mediawiki.md 3). Summaries are looked at for being there and dropped.
"""

from asyncio import gather
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import UNTOLD, Gone, LiveState, Parts, Shown
from app.domain.wikis import Wiki
from app.mediawiki.client import IDS_A_REQUEST, Params, WikiClient, batches, listed
from app.mediawiki.hidden_flags import Flags, read_hidden, read_moment
from app.mediawiki.outcomes import Failed, Warned

T = TypeVar("T")

SAME_SECOND = 500
"""Entries of one second that are looked through; no wiki writes more."""

_FLAGS: Flags = {
    Parts.TEXT: ("actionhidden", "logpage"),
    Parts.SUMMARY: ("commenthidden", "comment"),
    Parts.USER_NAME: ("userhidden", "userid"),
}


class LogEntries:
    """50 entries a request; one request for each entry on wikis that know no `leids`."""

    kinds = frozenset({TargetKind.LOG})

    def __init__(self, client: WikiClient) -> None:
        self._client = client

    async def fill(
        self, states: dict[Pointer, LiveState], wiki: Wiki, pointers: Sequence[Pointer], with_summary: bool
    ) -> None:
        """Writes the state of every entry that could be asked about into `states`."""
        # SECURITY: `comment` returns public summaries in full; asked for only where a hidden summary matters.
        fields = "ids|type|userid|timestamp" + ("|comment" if with_summary else "")

        def tell(mine: Sequence[Pointer], found: Mapping[int, Shown]) -> None:
            states.update((pointer, found.get(pointer.id, Gone())) for pointer in mine)

        await self._each(wiki, pointers, fields, read_log_entries, tell)

    async def titles(self, wiki: Wiki, pointers: Sequence[Pointer]) -> dict[Pointer, tuple[int, str] | None]:
        """What each entry is about: the namespace and the title, in memory; None where that is hidden. What could not
        be asked is left out."""
        titles: dict[Pointer, tuple[int, str] | None] = {}

        def tell(mine: Sequence[Pointer], found: Mapping[int, tuple[int, str]]) -> None:
            titles.update((pointer, found.get(pointer.id)) for pointer in mine)

        await self._each(wiki, pointers, "ids|title", _read_titles, tell)
        return titles

    async def _each(
        self,
        wiki: Wiki,
        pointers: Sequence[Pointer],
        fields: str,
        read: Callable[[Mapping[str, Any]], dict[int, T]],
        tell: Callable[[Sequence[Pointer], Mapping[int, T]], None],
    ) -> None:
        """Asks by number, or by time where the wiki knows no numbers, and tells each answer with those it is about."""

        async def ask(mine: Sequence[Pointer], which: Params) -> bool:
            question: Params = {"action": "query", "list": "logevents", "leprop": fields, **which}
            found = await self._client.read(wiki, question, read)
            if not isinstance(found, Failed):
                tell(mine, found)
            return isinstance(found, Warned)

        async def ask_batch(batch: Sequence[int]) -> None:
            mine = [pointer for pointer in pointers if pointer.id in batch]
            if await ask(mine, {"leids": listed(batch), "lelimit": IDS_A_REQUEST}):
                timed = [pointer for pointer in mine if pointer.timestamp]
                await gather(*(ask([each], _in_second(each.timestamp)) for each in timed))

        await gather(*map(ask_batch, batches(pointer.id for pointer in pointers)))


def _in_second(timestamp: str) -> Params:
    return {"lestart": timestamp, "leend": timestamp, "lelimit": SAME_SECOND}


def _read_titles(data: Mapping[str, Any]) -> dict[int, tuple[int, str]]:
    rows = data["query"]["logevents"]
    return {int(row["logid"]): (int(row["ns"]), str(row["title"])) for row in rows if "title" in row}


def read_log_entries(data: Mapping[str, Any]) -> dict[int, Shown]:
    """Every entry of an answer by its number."""
    return {int(row["logid"]): _read_entry(row) for row in data["query"]["logevents"]}


def _read_entry(row: Mapping[str, Any]) -> Shown:
    hidden, asked = read_hidden(row, _FLAGS)
    return Shown(
        page=int(row.get("logpage", 0)),
        at=read_moment(row["timestamp"]),
        author=int(row["userid"]) if "userid" in row and Parts.USER_NAME not in hidden else None,
        is_current=False,
        hidden=hidden,
        suppressed=bool(row.get("suppressed")),
        asked=asked,
        namespace=UNTOLD,
    )
