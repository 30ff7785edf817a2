"""What the public logs say around a target: entries about a page or an account, and when something was hidden.

Ids, types and times only. Titles go out in the request body and are forgotten. Entries hidden in their title do not
come in answers by title (facts, mediawiki.md 3): a log is a hint, its silence is none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.visibility import Parts
from app.domain.wikis import Wiki
from app.mediawiki.client import Params, WikiClient
from app.mediawiki.hidden_flags import read_moment
from app.mediawiki.outcomes import Failed

MOST_ENTRIES = 50


@dataclass(frozen=True)
class Entry:
    """One entry: `page` is the number of the page it was about then (0: none)."""

    id: int
    type: str
    action: str
    at: int
    page: int


@dataclass(frozen=True)
class Hidden:
    """Somebody changed what can be seen of these revisions, at this time: the parts that are hidden since."""

    at: int
    ids: frozenset[int]
    parts: Parts


class PublicLogs:
    def __init__(self, client: WikiClient) -> None:
        self._client = client

    async def about(self, wiki: Wiki, title: str, type_: str = "") -> list[Entry] | Failed:
        """The newest entries about a page by its title."""
        only: Params = {"letype": type_} if type_ else {}
        return await self._ask(wiki, {"letitle": title, **only})

    async def in_second(self, wiki: Wiki, timestamp: str) -> list[Entry] | Failed:
        """Every entry written in this second (14 digits)."""
        return await self._ask(wiki, {"lestart": timestamp, "leend": timestamp})

    async def hidings(self, wiki: Wiki, title: str) -> list[Hidden] | Failed:
        """Revision deletions on a page as the public log tells them, the newest first. Suppressions are not in it."""
        question: Params = {
            "action": "query",
            "list": "logevents",
            "leaction": "delete/revision",
            "letitle": title,
            "leprop": "timestamp|details",
            "lelimit": MOST_ENTRIES,
        }
        return await self._client.read(wiki, question, _read_hidings)

    async def _ask(self, wiki: Wiki, which: Params) -> list[Entry] | Failed:
        question: Params = {"action": "query", "list": "logevents", "leprop": "ids|type|timestamp"}
        return await self._client.read(wiki, {**question, "lelimit": MOST_ENTRIES, **which}, _read_entries)


def _read_entries(data: Mapping[str, Any]) -> list[Entry]:
    return [
        Entry(int(row["logid"]), row["type"], row["action"], read_moment(row["timestamp"]), int(row.get("logpage", 0)))
        for row in data["query"]["logevents"]
    ]


def _read_hidings(data: Mapping[str, Any]) -> list[Hidden]:
    return [
        Hidden(
            at=read_moment(row["timestamp"]),
            ids=frozenset(map(int, row["params"]["ids"])),
            parts=Parts(int(row["params"]["new"]["bitmask"]) & 7),
        )
        for row in data["query"]["logevents"]
        if "params" in row and row["params"].get("type") in {"revision", "oldid"}
    ]
