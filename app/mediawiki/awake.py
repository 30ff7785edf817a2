"""How many of a team edited in the last minutes, by public edits: a count, and never who.

Asked live: the team (kept a minute, as everywhere), of a large one those with most actions of late, and the edits of at
most fifty of them in one question. Everything within one deadline; a minute's memory holds the count alone.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.domain.queues import Team
from app.domain.wikis import Wiki
from app.mediawiki.client import IDS_A_REQUEST, Params, WikiClient
from app.mediawiki.global_account import read_central_id
from app.mediawiki.outcomes import Failed, TooLarge, TooSlow
from app.mediawiki.remembered import Remembered
from app.mediawiki.sites import Sites
from app.mediawiki.teams import TEAM_RIGHTS, Teams

MINUTES = 15
LOOKED_AT = IDS_A_REQUEST
"""Members at most: what one question takes."""
EDITS_AT_MOST = 500
ACTIVE_AT_MOST = 500
"""Of a very large team: what one answer holds, in the order of their names."""
COUNT_KEPT_SECONDS = 60
FAILURE_KEPT_SECONDS = 20
DEADLINE = 4.0


@dataclass(frozen=True)
class Awake:
    """`edited` of `looked_at` members edited within MINUTES. `is_whole`: that is all of the team, else those with most
    actions of late. `at_least`: one answer did not hold all their edits, so that there may be more of them."""

    edited: int
    looked_at: int
    is_whole: bool = True
    at_least: bool = False


@dataclass(frozen=True)
class _Unknown:
    """Could not be checked; for a while nobody asks again."""


class AwakeTeams:
    """`seconds` is the deadline of everything that one page waits for."""

    def __init__(
        self, client: WikiClient, sites: Sites, teams: Teams, now: Callable[[], int], seconds: float = DEADLINE
    ) -> None:
        self._client = client
        self._sites = sites
        self._teams = teams
        self._now = now
        self._seconds = seconds
        self._counts: Remembered[tuple[str, Team, int], Awake | _Unknown] = Remembered(
            now, lambda count: COUNT_KEPT_SECONDS if isinstance(count, Awake) else FAILURE_KEPT_SECONDS, most=1000
        )

    async def of(self, wiki: Wiki, team: Team, asker: int) -> Awake | None:
        """None: could not be checked. `asker` (a central id) is not counted: nobody handles what they asked for.

        Stewards are looked at on the central wiki alone; for them `wiki` does not matter.
        """
        home = wiki if team.is_local else self._sites.central
        if not wiki.counts_for_rights and team.is_local:
            return Awake(0, 0)
        try:
            async with asyncio.timeout(self._seconds):
                found = await self._counts.get((home.dbname, team, asker), lambda: self._count(home, team, asker))
        except TimeoutError:
            return None
        return found if isinstance(found, Awake) else None

    async def _count(self, home: Wiki, team: Team, asker: int) -> Awake | _Unknown | Failed:
        try:
            async with asyncio.timeout(2 * self._seconds):
                found = await self._ask(home, team, asker)
        except TimeoutError:
            found = TooSlow()
        return _Unknown() if isinstance(found, Failed) else found

    async def _ask(self, home: Wiki, team: Team, asker: int) -> Awake | Failed:
        everybody = await self._teams.names_but(home, team, asker)
        if isinstance(everybody, Failed):
            return everybody
        is_whole = len(everybody) <= LOOKED_AT
        looked_at = sorted(everybody) if is_whole else await self._most_active(home, team, asker)
        if isinstance(looked_at, Failed) or not looked_at:
            return looked_at if isinstance(looked_at, Failed) else Awake(0, 0)
        found = await self._editors(home, looked_at)
        return found if isinstance(found, Failed) else Awake(found[0], len(looked_at), is_whole, found[1])

    async def _most_active(self, home: Wiki, team: Team, asker: int) -> list[str] | Failed:
        """Of a local team. The wiki keeps a list of who was active in the last 30 days; an empty one was never made."""
        if not team.is_local:
            return TooLarge()
        question: Params = {
            "action": "query",
            "list": "allusers",
            "aurights": TEAM_RIGHTS[team],
            "auactiveusers": 1,
            "auprop": "centralids",
            "aulimit": ACTIVE_AT_MOST,
        }
        rows = await self._client.read(home, question, lambda data: list(data["query"]["allusers"]))
        if isinstance(rows, Failed):
            return rows
        others = [row for row in rows if read_central_id(row) != asker]
        others.sort(key=lambda row: (-int(row["recentactions"]), str(row["name"])))
        return [str(row["name"]) for row in others[:LOOKED_AT]] or TooLarge()

    async def _editors(self, home: Wiki, names: Iterable[str]) -> tuple[int, bool] | Failed:
        """How many of these edited, and whether there may be more."""
        since = datetime.fromtimestamp(self._now() - MINUTES * 60, UTC)
        question: Params = {
            "action": "query",
            "list": "usercontribs",
            "ucuser": "|".join(names),
            "ucprop": "timestamp",
            "ucend": since.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "uclimit": EDITS_AT_MOST,
        }
        return await self._client.read(home, question, read_editors)


def read_editors(data: Mapping[str, Any]) -> tuple[int, bool]:
    """Of several accounts the wiki tells one after the other, each one's newest first: a cut hides the last ones."""
    rows = data["query"]["usercontribs"]
    return len({int(row["userid"]) for row in rows}), "continue" in data
