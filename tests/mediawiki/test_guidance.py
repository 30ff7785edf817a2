"""What visitors learn of a wiki: counts as they are now, kept a while, and never more questions than all may cause."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx

from app.domain.wikis import Farm, Wiki
from app.mediawiki.client import WikiClient
from app.mediawiki.guidance import FAILURE_KEPT_SECONDS, KEPT_SECONDS, MINUTE, Guidance, Seen
from app.mediawiki.outcomes import Failed
from app.mediawiki.report_contacts import ReportContacts
from app.mediawiki.sites import Sites
from app.mediawiki.teams import Teams
from tests.mediawiki.scripted import BIG, CENTRAL_INDEX, SMALL, USER_AGENT, Scripted, scripted_farm
from tests.mediawiki.test_remembered import Clock


class World:
    """A farm by script, and the guidance over it."""

    def __init__(self, looks_a_minute: int = 60) -> None:
        self.wikis: Scripted = scripted_farm()
        self.clock = Clock()
        self.people = {"suppressrevision": 2, "deleterevision": 5}
        for host in ("big", "small"):
            self.wikis.answers[f"{host}.example", "allusers"] = self._members
            self.wikis.answers[f"{host}.example", "allmessages"] = {
                "query": {"allmessages": [{"name": "x", "missing": True}]}
            }
        self.guidance = self._open(self.wikis.client(), looks_a_minute)

    def _open(self, http: httpx.AsyncClient, looks_a_minute: int, seconds: float = 4.0) -> Guidance:
        client = WikiClient(USER_AGENT, self.clock, http, total_seconds=600)
        sites = Sites(client, CENTRAL_INDEX, self.clock)
        teams = Teams(client, sites, self.clock)
        contacts = ReportContacts(client, self.clock)
        return Guidance(sites, teams, contacts, self.clock, looks_a_minute=looks_a_minute, seconds=seconds)

    def silent(self) -> Guidance:
        async def silence(request: httpx.Request) -> httpx.Response:
            await asyncio.Event().wait()
            return httpx.Response(200)

        return self._open(httpx.AsyncClient(transport=httpx.MockTransport(silence)), 60, seconds=0.01)

    def _members(self, params: dict[str, str]) -> Any:
        number = self.people[params["aurights"]]
        return {"query": {"allusers": [{"userid": each, "name": f"P{each}"} for each in range(number)]}}


async def test_how_many_hold_the_right() -> None:
    assert await World().guidance.of(BIG) == Seen(2, 5)


async def test_what_was_answered_is_kept_some_minutes_and_then_asked_again() -> None:
    world = World()
    await world.guidance.of(BIG)
    world.people["suppressrevision"] = 3
    asked = len(world.wikis.asked)
    world.clock.at += KEPT_SECONDS - 1
    assert (await world.guidance.of(BIG)).oversighters == 2
    assert len(world.wikis.asked) == asked
    world.clock.at += 1
    assert (await world.guidance.of(BIG)).oversighters == 3


async def test_a_failure_is_not_a_zero_and_is_asked_again_soon() -> None:
    world = World()
    working = world.wikis.answers["big.example", "allusers"]
    world.wikis.answers["big.example", "allusers"] = httpx.Response(503)
    assert await world.guidance.of(BIG) == Seen(None, None)
    world.wikis.answers["big.example", "allusers"] = working
    asked = len(world.wikis.asked)
    assert await world.guidance.of(BIG) == Seen(None, None)
    assert len(world.wikis.asked) == asked, "a wiki that is down is not asked by everybody who reloads"
    world.clock.at += FAILURE_KEPT_SECONDS
    assert await world.guidance.of(BIG) == Seen(2, 5)


async def test_all_visitors_together_cause_only_so_many_looks_a_minute() -> None:
    world = World(looks_a_minute=1)
    assert await world.guidance.of(BIG) == Seen(2, 5)
    asked = len(world.wikis.asked)
    assert await world.guidance.of(SMALL) == Seen(None, None)
    assert len(world.wikis.asked) == asked
    assert await world.guidance.of(BIG) == Seen(2, 5), "what is known is still told"
    world.clock.at += MINUTE
    assert await world.guidance.of(SMALL) == Seen(2, 5)


async def test_rights_that_never_count_are_nobodys_and_nobody_is_asked() -> None:
    world = World()
    never_count: list[Callable[[Wiki], Wiki]] = [
        lambda wiki: replace(wiki, closed=True),
        lambda wiki: replace(wiki, fishbowl=True),
        lambda wiki: replace(wiki, dbname="testwiki"),
    ]
    assert [await world.guidance.of(change(BIG)) for change in never_count] == [Seen(0, 0)] * 3
    assert world.wikis.asked == []


async def test_a_list_of_wikis_that_failed_is_not_asked_for_again_at_once() -> None:
    world = World()
    working = world.wikis.answers["meta.example", "sitematrix"]
    world.wikis.answers["meta.example", "sitematrix"] = httpx.Response(503)
    assert isinstance(await world.guidance.farm(), Failed)
    world.wikis.answers["meta.example", "sitematrix"] = working
    asked = len(world.wikis.asked)
    assert isinstance(await world.guidance.farm(), Failed)
    assert len(world.wikis.asked) == asked
    world.clock.at += FAILURE_KEPT_SECONDS
    assert isinstance(await world.guidance.farm(), Farm)


async def test_nobody_waits_for_a_silent_farm() -> None:
    guidance = World().silent()
    assert isinstance(await asyncio.wait_for(guidance.farm(), 10), Failed)
    assert await asyncio.wait_for(guidance.of(BIG), 10) == Seen(None, None)
