"""What the public can see of log entries now.

By number where the wiki can be asked so (`leids`); a wiki that does not know the parameter warns and answers with its
newest entries instead, and then an entry is found by its time. Never by title or user: that leaves out what is hidden
(facts, mediawiki.md 3). Summaries are looked at for being there and dropped.
"""

from asyncio import gather
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import UNTOLD, Gone, LiveState, Parts, Shown
from app.domain.wikis import Wiki
from app.mediawiki.client import IDS_A_REQUEST, Params, WikiClient, batches, listed
from app.mediawiki.hidden_flags import Flags, read_hidden, read_moment
from app.mediawiki.outcomes import Failed, Warned

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

        async def ask(batch: Sequence[int]) -> None:
            mine = [pointer for pointer in pointers if pointer.id in batch]
            which: Params = {"leids": listed(batch), "lelimit": IDS_A_REQUEST}
            found = await self._ask(wiki, which, with_summary)
            if isinstance(found, Warned):
                await gather(*(self._ask_by_time(states, wiki, pointer, with_summary) for pointer in mine))
            elif not isinstance(found, Failed):
                states.update((pointer, found.get(pointer.id, Gone())) for pointer in mine)

        await gather(*map(ask, batches(pointer.id for pointer in pointers)))

    async def _ask_by_time(
        self, states: dict[Pointer, LiveState], wiki: Wiki, pointer: Pointer, with_summary: bool
    ) -> None:
        if not pointer.timestamp:
            return
        which: Params = {"lestart": pointer.timestamp, "leend": pointer.timestamp, "lelimit": SAME_SECOND}
        found = await self._ask(wiki, which, with_summary)
        if not isinstance(found, Failed):
            states[pointer] = found.get(pointer.id, Gone())

    async def _ask(self, wiki: Wiki, which: Params, with_summary: bool) -> dict[int, Shown] | Failed:
        # SECURITY: `comment` returns public summaries in full; asked for only where a hidden summary matters.
        fields = "ids|type|userid|timestamp" + ("|comment" if with_summary else "")
        question: Params = {"action": "query", "list": "logevents", "leprop": fields, **which}
        return await self._client.read(wiki, question, read_log_entries)


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
