"""Whether the public can see AbuseLog entries now, and which ones an account or a page left around a time.

A hidden entry simply disappears, as if it had never been: then the public cannot tell. Ids and times only; names and
titles go out in the request body and are forgotten.
"""

from asyncio import gather
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import Gone, LiveState, There
from app.domain.wikis import Wiki
from app.mediawiki.client import Params, WikiClient
from app.mediawiki.hidden_flags import fourteen_digits, read_moment
from app.mediawiki.outcomes import Failed

MOST_HITS = 50
MOST_ONE_BY_ONE = 10
"""Entries that are asked about side by side, each by its own number."""
A_STRETCH = 500
MOST_QUESTIONS = 50
"""Questions for the entries of one wiki: what is not told by then could not be checked."""

TIMES, NAMES = "ids|timestamp", "ids|timestamp|user"


@dataclass(frozen=True)
class Hit:
    """One entry that stands for all to see: when, in seconds; and whose, where that was asked."""

    at: int
    user: str = ""


class AbuseLog:
    """The API takes one entry's number at a time, but tells of five hundred in a row."""

    kinds = frozenset({TargetKind.ABUSE_LOG})

    def __init__(self, client: WikiClient) -> None:
        self._client = client

    async def fill(
        self, states: dict[Pointer, LiveState], wiki: Wiki, pointers: Sequence[Pointer], with_summary: bool
    ) -> None:
        """Writes the state of every entry that could be asked about into `states`."""
        told = await self._each(wiki, [pointer.id for pointer in pointers], TIMES)
        for pointer in pointers:
            if pointer.id in told:
                found = told[pointer.id]
                states[pointer] = There(at=found.at) if found else Gone()

    async def users(self, wiki: Wiki, numbers: Sequence[int]) -> dict[int, str]:
        """The name of the account of each entry, in memory; empty where the public cannot see it. What could not be
        asked is left out."""
        told = await self._each(wiki, numbers, NAMES)
        return {number: found.user if found else "" for number, found in told.items()}

    async def hits(self, wiki: Wiki, by: Params, start: int, end: int) -> dict[int, int] | Failed:
        """Entries between two times (seconds) by id, with their times. `by`: `afluser` or `afltitle`."""
        within: Params = {"aflstart": fourteen_digits(end), "aflend": fourteen_digits(start), "afllimit": MOST_HITS}
        found = await self._ask(wiki, {**by, **within}, TIMES)
        return found if isinstance(found, Failed) else {number: hit.at for number, hit in found.items()}

    async def _each(self, wiki: Wiki, numbers: Sequence[int], fields: str) -> dict[int, Hit | None]:
        """What is told of each number, None where the public cannot see it; what could not be asked is left out."""
        once = list(dict.fromkeys(numbers))
        if len(once) > MOST_ONE_BY_ONE:
            return await self._in_stretches(wiki, sorted(once, reverse=True), fields)
        told = await gather(*(self._one(wiki, number, fields) for number in once))
        return {number: hit for number, hit in zip(once, told, strict=True) if not isinstance(hit, Failed)}

    async def _in_stretches(self, wiki: Wiki, left: list[int], fields: str) -> dict[int, Hit | None]:
        """`left`, the newest first: a stretch of the log from the newest entry on, and then again from the newest one
        that lies before the end of it. Numbers grow with time."""
        told: dict[int, Hit | None] = {}
        start: Params | None = {}
        for _ in range(MOST_QUESTIONS):
            if start is None:
                hit = await self._one(wiki, left[0], fields)
                if isinstance(hit, Failed):
                    break
                told[left.pop(0)] = hit
                start = {"aflstart": fourteen_digits(hit.at)} if hit else None
            else:
                found = await self._ask(wiki, {**start, "afllimit": A_STRETCH}, fields)
                if isinstance(found, Failed):
                    break
                lowest = min(found) if len(found) >= A_STRETCH else 0
                told |= {number: found.get(number) for number in left if number >= lowest}
                left = [number for number in left if number < lowest]
                start = None
            if not left:
                break
        return told

    async def _one(self, wiki: Wiki, number: int, fields: str) -> Hit | Failed | None:
        found = await self._ask(wiki, {"afllogid": number, "afllimit": 1}, fields)
        return found if isinstance(found, Failed) else found.get(number)

    async def _ask(self, wiki: Wiki, which: Params, fields: str) -> dict[int, Hit] | Failed:
        question: Params = {"action": "query", "list": "abuselog", "aflprop": fields, **which}
        return await self._client.read(wiki, question, _read_entries)


def _read_entries(data: Mapping[str, Any]) -> dict[int, Hit]:
    return {
        int(row["id"]): Hit(read_moment(row["timestamp"]), str(row.get("user", "")))
        for row in data["query"]["abuselog"]
    }
