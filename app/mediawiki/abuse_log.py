"""Whether the public can see AbuseLog entries now, and which ones an account or a page left around a time.

A hidden entry simply disappears, as if it had never been: then the public cannot tell. Ids and times only; names and
titles go out in the request body and are forgotten.
"""

from asyncio import gather
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import Gone, LiveState, There
from app.domain.wikis import Wiki
from app.mediawiki.client import Params, WikiClient
from app.mediawiki.hidden_flags import fourteen_digits, read_moment
from app.mediawiki.outcomes import Failed

MOST_HITS = 50


class AbuseLog:
    """The API takes one entry's number at a time."""

    kinds = frozenset({TargetKind.ABUSE_LOG})

    def __init__(self, client: WikiClient) -> None:
        self._client = client

    async def fill(
        self, states: dict[Pointer, LiveState], wiki: Wiki, pointers: Sequence[Pointer], with_summary: bool
    ) -> None:
        """Writes the state of every entry that could be asked about into `states`."""

        async def ask(pointer: Pointer) -> None:
            found = await self._ask(wiki, {"afllogid": pointer.id, "afllimit": 1})
            if not isinstance(found, Failed):
                states[pointer] = There(at=found[pointer.id]) if pointer.id in found else Gone()

        await gather(*map(ask, pointers))

    async def hits(self, wiki: Wiki, by: Params, start: int, end: int) -> dict[int, int] | Failed:
        """Entries between two times (seconds) by id, with their times. `by`: `afluser` or `afltitle`."""
        within: Params = {"aflstart": fourteen_digits(end), "aflend": fourteen_digits(start), "afllimit": MOST_HITS}
        return await self._ask(wiki, {**by, **within})

    async def _ask(self, wiki: Wiki, which: Params) -> dict[int, int] | Failed:
        question: Params = {"action": "query", "list": "abuselog", "aflprop": "ids|timestamp", **which}
        return await self._client.read(wiki, question, _read_entries)


def _read_entries(data: Mapping[str, Any]) -> dict[int, int]:
    return {int(row["id"]): read_moment(row["timestamp"]) for row in data["query"]["abuselog"]}
