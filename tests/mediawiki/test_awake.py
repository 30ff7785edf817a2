"""Who is awake: a count of a team, in few questions, never of the one who asks; and silence is no "nobody"."""

import asyncio
from typing import Any

import httpx
import pytest

from app.domain.queues import Team
from app.domain.wikis import Wiki
from app.mediawiki.awake import COUNT_KEPT_SECONDS, FAILURE_KEPT_SECONDS, Awake, AwakeTeams
from app.mediawiki.client import WikiClient
from app.mediawiki.sites import Sites
from app.mediawiki.teams import Teams
from tests.mediawiki.scripted import BIG, CENTRAL_INDEX, META, USER_AGENT, Scripted, scripted_farm
from tests.mediawiki.test_accounts_and_teams import row
from tests.mediawiki.test_remembered import Clock

NOBODY = 1
"""A central id of somebody who is in no team."""


class World:
    def __init__(self, members: int = 30, edited: tuple[int, ...] = (3, 3, 4, 9)) -> None:
        self.clock = Clock()
        self.clock.at = 1_767_398_400
        self.wikis: Scripted = scripted_farm()
        self.members, self.edited, self.more = members, edited, False
        self.wikis.answers["big.example", "allusers"] = self._members
        self.wikis.answers["big.example", "usercontribs"] = self._edits
        self.wikis.answers["meta.example", "usercontribs"] = self._edits
        self.wikis.answers["meta.example", "globalallusers"] = lambda _: {
            "query": {"globalallusers": [{"id": 100 * each, "name": f"P{each}"} for each in range(1, members + 1)]}
        }
        self.awake = self.open(self.wikis.client())

    def open(self, http: httpx.AsyncClient, seconds: float = 4.0) -> AwakeTeams:
        client = WikiClient(USER_AGENT, self.clock, http, total_seconds=600)
        sites = Sites(client, CENTRAL_INDEX, self.clock)
        return AwakeTeams(client, sites, Teams(client, sites, self.clock), self.clock, seconds)

    def _members(self, params: dict[str, str]) -> Any:
        rows = [row(each, f"P{each}") for each in range(1, self.members + 1)]
        if "auactiveusers" in params:
            rows = [each | {"recentactions": each["userid"]} for each in rows]
        return {"batchcomplete": True, "query": {"allusers": rows}}

    def _edits(self, params: dict[str, str]) -> Any:
        asked = params["ucuser"].split("|")
        assert len(asked) <= 50
        rows = [{"userid": each, "user": f"P{each}", "timestamp": "x"} for each in self.edited if f"P{each}" in asked]
        return {"query": {"usercontribs": rows}} | ({"continue": {"uccontinue": "x"}} if self.more else {})


async def test_how_many_of_a_team_edited_of_late_in_two_questions() -> None:
    world = World()
    assert await world.awake.of(BIG, Team.OVERSIGHTERS, NOBODY) == Awake(3, 30)
    assert [each.params["list"] for each in world.wikis.asked] == ["allusers", "usercontribs"]
    question = world.wikis.asked[-1].params
    assert question["ucend"] == "2026-01-02T23:45:00Z"
    assert (question["ucprop"], question["uclimit"]) == ("timestamp", "500"), "no title, no comment, no number"


async def test_only_the_count_is_kept_and_for_a_minute() -> None:
    world = World()
    await world.awake.of(BIG, Team.OVERSIGHTERS, NOBODY)
    assert "P3" not in repr(vars(world.awake._counts))
    world.edited = ()
    world.clock.at += COUNT_KEPT_SECONDS - 1
    asked = len(world.wikis.asked)
    assert await world.awake.of(BIG, Team.OVERSIGHTERS, NOBODY) == Awake(3, 30)
    assert len(world.wikis.asked) == asked
    world.clock.at += 1
    assert await world.awake.of(BIG, Team.OVERSIGHTERS, NOBODY) == Awake(0, 30)


async def test_whoever_asks_is_not_counted() -> None:
    assert await World().awake.of(BIG, Team.OVERSIGHTERS, 300) == Awake(2, 29), "P3 asked for it"


async def test_of_a_large_team_the_fifty_most_active_are_looked_at() -> None:
    world = World(members=120, edited=(3, 71, 120, 120))
    assert await world.awake.of(BIG, Team.ADMINISTRATORS, NOBODY) == Awake(2, 50, is_whole=False)
    assert [each.params["list"] for each in world.wikis.asked] == ["allusers", "allusers", "usercontribs"]
    assert world.wikis.asked[1].params["auactiveusers"] == "1"
    assert await world.awake.of(BIG, Team.ADMINISTRATORS, 12_000) == Awake(1, 50, is_whole=False)


async def test_a_cut_answer_says_at_least() -> None:
    world = World()
    world.more = True
    assert await world.awake.of(BIG, Team.OVERSIGHTERS, NOBODY) == Awake(3, 30, at_least=True)


async def test_stewards_are_looked_at_on_the_central_wiki_alone() -> None:
    world = World()
    assert await world.awake.of(META, Team.STEWARDS, 400) == Awake(2, 29)
    assert {each.host for each in world.wikis.asked} == {"meta.example"}


async def test_an_empty_team_and_one_whose_rights_never_count_are_nobody() -> None:
    assert await World(members=0).awake.of(BIG, Team.OVERSIGHTERS, NOBODY) == Awake(0, 0)
    world = World()
    closed = Wiki("shut", "https://big.example", closed=True)
    assert await world.awake.of(closed, Team.OVERSIGHTERS, NOBODY) == Awake(0, 0)
    assert world.wikis.asked == []


@pytest.mark.parametrize("module", ["allusers", "usercontribs"])
async def test_a_failure_is_not_nobody_and_is_asked_again_soon(module: str) -> None:
    world = World()
    working = world.wikis.answers["big.example", module]
    world.wikis.answers["big.example", module] = httpx.Response(503)
    assert await world.awake.of(BIG, Team.OVERSIGHTERS, NOBODY) is None
    world.wikis.answers["big.example", module] = working
    asked = len(world.wikis.asked)
    assert await world.awake.of(BIG, Team.OVERSIGHTERS, NOBODY) is None
    assert len(world.wikis.asked) == asked, "a wiki that is down is not asked by everybody who reloads"
    world.clock.at += FAILURE_KEPT_SECONDS
    assert await world.awake.of(BIG, Team.OVERSIGHTERS, NOBODY) == Awake(3, 30)


async def test_a_large_team_of_which_nobody_is_listed_as_active_could_not_be_checked() -> None:
    world = World(members=60)
    everybody = world.wikis.answers["big.example", "allusers"]
    assert callable(everybody)
    world.wikis.answers["big.example", "allusers"] = lambda params: (
        {"query": {"allusers": []}} if "auactiveusers" in params else everybody(params)
    )
    assert await world.awake.of(BIG, Team.ADMINISTRATORS, NOBODY) is None


async def test_a_silent_wiki_holds_a_page_up_no_longer_than_the_deadline() -> None:
    async def silence(request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        return httpx.Response(200)

    world = World()
    awake = world.open(httpx.AsyncClient(transport=httpx.MockTransport(silence)), seconds=0.01)
    assert await awake.of(BIG, Team.OVERSIGHTERS, NOBODY) is None
