"""Who the members of a team are: a wiki's administrators and oversighters, and the stewards. By right, not by group.

It tells names and central ids to whoever asks in code; what of that may be shown is decided elsewhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.people import Role
from app.domain.queues import Team
from app.domain.wikis import Wiki
from app.mediawiki.client import Params, WikiClient
from app.mediawiki.global_account import read_central_id
from app.mediawiki.outcomes import Failed, Garbled
from app.mediawiki.remembered import Remembered
from app.mediawiki.roles import RIGHT_OF
from app.mediawiki.sites import Sites

TEAM_RIGHTS = {Team.ADMINISTRATORS: RIGHT_OF[Role.ADMINISTRATOR], Team.OVERSIGHTERS: RIGHT_OF[Role.OVERSIGHTER]}
LIST_SECONDS = 60
MOST_PAGES = 10
"""Pages of 500 members each: more than any wiki has; a longer list is taken for garbled."""


@dataclass(frozen=True)
class _Member:
    central_id: int | None
    name: str


class Teams:
    def __init__(self, client: WikiClient, sites: Sites, now: Callable[[], int]) -> None:
        self._client = client
        self._sites = sites
        self._lists: Remembered[tuple[str, Team], tuple[_Member, ...]] = Remembered(now, LIST_SECONDS, most=500)

    async def members(self, wiki: Wiki, team: Team) -> frozenset[str] | Failed:
        """Their names today. For the stewards `wiki` does not matter."""
        found = await self._list(wiki, team)
        return found if isinstance(found, Failed) else frozenset(member.name for member in found)

    async def member_central_ids(self, wiki: Wiki, team: Team) -> frozenset[int] | Failed:
        """Their central ids. A local account that is not attached has none and is left out."""
        found = await self._list(wiki, team)
        if isinstance(found, Failed):
            return found
        return frozenset(member.central_id for member in found if member.central_id is not None)

    async def names_but(self, wiki: Wiki, team: Team, central_id: int) -> frozenset[str] | Failed:
        """Names of all but one of them."""
        found = await self._list(wiki, team)
        if isinstance(found, Failed):
            return found
        return frozenset(member.name for member in found if member.central_id != central_id)

    async def anybody_in(self, wiki: Wiki, group: str) -> bool | Failed:
        """Whether a local group has members. A group that the wiki does not know lists everybody, with a warning: that
        is a failure, as everywhere."""
        question: Params = {"action": "query", "list": "allusers", "augroup": group, "aulimit": 1}
        return await self._client.read(wiki, question, lambda data: bool(data["query"]["allusers"]))

    async def has_checkusers(self, wiki: Wiki) -> bool | Failed:
        """Whether the wiki has checkusers of its own. Stewards and ombuds, who check everywhere, are none of them.

        A wiki that does not know the right lists everybody, with a warning: that is a failure, as everywhere.
        """
        question: Params = {"action": "query", "list": "allusers", "aurights": "checkuser", "aulimit": 1}
        return await self._client.read(wiki, question, lambda data: bool(data["query"]["allusers"]))

    async def _list(self, wiki: Wiki, team: Team) -> tuple[_Member, ...] | Failed:
        """Kept a minute: a page that shows where a request would go, and the form it sends, ask once."""
        return await self._lists.get((wiki.dbname, team), lambda: self._ask_list(wiki, team))

    async def _ask_list(self, wiki: Wiki, team: Team) -> tuple[_Member, ...] | Failed:
        home, question, reader = self._question(wiki, team, limit=500)
        members: list[_Member] = []
        onward: Params = {}
        for _ in range(MOST_PAGES):
            found = await self._client.read(home, {**question, **onward}, reader)
            if isinstance(found, Failed):
                return found
            members += found[0]
            if not found[1]:
                return tuple(members)
            onward = found[1]
        return Garbled()

    def _question(self, wiki: Wiki, team: Team, limit: int) -> tuple[Wiki, Params, "_Reader"]:
        """Where it is asked, the question, and how to read the answer.

        Any warning in the answer is a failure: an unknown group or right lists EVERYBODY (`outcomes.Warned`).
        """
        if team.is_local:
            local: Params = {
                "action": "query",
                "list": "allusers",
                "aurights": TEAM_RIGHTS[team],
                "auprop": "centralids",
                "aulimit": limit,
            }
            return wiki, local, _read_local
        stewards: Params = {
            "action": "query",
            "list": "globalallusers",
            "agugroup": "steward",
            "aguprop": "lockinfo",
            "agulimit": limit,
        }
        return self._sites.central, stewards, _read_global


_Page = tuple[list[_Member], Params]
_Reader = Callable[[Mapping[str, Any]], _Page]


def _read_local(data: Mapping[str, Any]) -> _Page:
    rows = data["query"]["allusers"]
    return [_Member(read_central_id(row), str(row["name"])) for row in rows], data.get("continue", {})


def _read_global(data: Mapping[str, Any]) -> _Page:
    """Locked accounts carry a `locked` that is an empty string: its presence counts."""
    rows = data["query"]["globalallusers"]
    free = [row for row in rows if row.get("locked", False) is False]
    return [_Member(int(row["id"]), str(row["name"])) for row in free], data.get("continue", {})
