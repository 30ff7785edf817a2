"""The whole door against the sandbox farm: what its people are, what its revisions show, and how few calls it takes."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from math import ceil

import httpx
import pytest

from app.domain.people import HeldRole, Role
from app.domain.queues import Team
from app.domain.targets import Relation, Target, TargetKind
from app.domain.visibility import CouldNotCheck, Gone, LiveState, Parts, Shown
from app.domain.wikis import Farm, Wiki
from app.mediawiki.client import WikiClient
from app.mediawiki.door import Wikis, open_wikis
from app.mediawiki.live import LiveStates
from app.mediawiki.outcomes import Failed, Garbled, NotFound, RateLimited, TooSlow, Unreachable
from app.mediawiki.revisions import Revisions
from app.mediawiki.rights import Identity
from app.sandbox import build_farm
from app.sandbox.cases import TO_HIDE, add_bulk
from app.sandbox.farm import Farm as SandboxFarm
from app.sandbox.oauth.tokens import SANDBOX_KEY, SANDBOX_SECRET
from tests.support.haven import pointers
from tests.support.sandbox import IN_PROCESS_PORT, USER_AGENT, Sandbox, in_process, start_sandbox

NOW = 1_790_000_000


class Desk:
    """Haven's door, and the farm behind it."""

    def __init__(self, extra_wikis: int = 0) -> None:
        self.sandbox, transport = in_process(build_farm(IN_PROCESS_PORT, extra_wikis))
        self.log = self.sandbox.access_log
        self.wikis = _open(self.sandbox, httpx.AsyncClient(transport=transport))
        self.farm = Farm({}, "")

    async def learn_the_farm(self) -> None:
        farm = await self.wikis.sites.farm()
        assert isinstance(farm, Farm)
        self.farm = farm

    def wiki(self, dbname: str) -> Wiki:
        return self.farm.wikis[dbname]

    async def states(self, dbname: str, ids: Sequence[int], with_summary: bool) -> dict[int, LiveState]:
        """Live states of revisions by their numbers."""
        found = await self.wikis.live.of(self.wiki(dbname), pointers(dbname, ids), with_summary)
        return {pointer.id: state for pointer, state in found.items()}

    async def standing(self, name: str) -> Identity:
        identity = await self.wikis.rights.standing_of(self.central_id(name))
        assert isinstance(identity, Identity)
        return identity

    def central_id(self, name: str) -> int:
        return self.sandbox.account(name).central_id


def _open(farm: SandboxFarm, http: httpx.AsyncClient | None = None) -> Wikis:
    index = f"{farm.central.server}/w/index.php"
    return open_wikis(index, USER_AGENT, SANDBOX_KEY, SANDBOX_SECRET, "Opted-in small wikis", lambda: NOW, http=http)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    opened = Desk()
    await opened.learn_the_farm()
    yield opened
    await opened.wikis.aclose()


def on(wiki: str, *roles: Role) -> set[HeldRole]:
    return {HeldRole(role, wiki) for role in roles} | {HeldRole(Role.SENDER)}


PEOPLE = {
    "Marlow Quince": set(),
    "Tamsin Vale": {HeldRole(Role.SENDER)},
    "Ilse Norrby": on("enwiki", Role.ADMINISTRATOR),
    "Bruno Halm": on("dewikibooks", Role.ADMINISTRATOR),
    "Odile Farr": on("enwiki", Role.ADMINISTRATOR, Role.OVERSIGHTER),
    "Caro Lindqvist": on("commonswiki", Role.ADMINISTRATOR, Role.OVERSIGHTER),
    "Sunniva Aldous": on("", Role.STEWARD),
    "Gael Timmer": on("dewikibooks", Role.GLOBAL_SYSOP) | on("arwikibooks", Role.GLOBAL_SYSOP),
    "Lasse Brook": {HeldRole(Role.SENDER)},
    "Oona Brack": {HeldRole(Role.OMBUDS)},
    "Roderick Sloe": set(),
    "Tessa Probe": set(),
}


@pytest.mark.parametrize("name", PEOPLE)
async def test_what_people_are(desk: Desk, name: str) -> None:
    identity = await desk.standing(name)
    assert identity.name == name
    assert set(identity.standing.held) == {HeldRole(Role.EDITOR)} | PEOPLE[name]
    assert identity.standing.unasked == frozenset()


@pytest.mark.parametrize("name", PEOPLE)
async def test_a_fresh_check_says_the_same_of_each_wiki(desk: Desk, name: str) -> None:
    for wiki in ("metawiki", "enwiki", "dewikibooks", "testwiki"):
        fresh = await desk.wikis.rights.fresh(desk.central_id(name), wiki)
        assert isinstance(fresh, Identity)
        here = {role for role in fresh.standing.held if role.wiki == wiki}
        assert here == {role for role in PEOPLE[name] if role.wiki == wiki}


async def test_locked_and_hidden(desk: Desk) -> None:
    assert (await desk.standing("Lona Merrit")).locked
    hidden = await desk.standing("Hollow Vane")
    assert (hidden.hidden_or_missing, hidden.name) == (True, "")
    nobody = await desk.wikis.rights.standing_of(4)
    assert isinstance(nobody, Identity)
    assert nobody.hidden_or_missing


async def test_a_right_that_is_lost_is_seen_at_once(desk: Desk) -> None:
    await desk.wikis.rights.standing_cached(desk.central_id("Ilse Norrby"))
    desk.sandbox.account("Ilse Norrby").local["enwiki"].groups.discard("sysop")
    fresh = await desk.wikis.rights.fresh(desk.central_id("Ilse Norrby"), "enwiki")
    assert isinstance(fresh, Identity)
    assert not fresh.standing.holds(Role.ADMINISTRATOR, "enwiki")


async def test_how_much_rights_cost(desk: Desk) -> None:
    desk.sandbox.grant("Piet Wander", "sysop", "commonswiki")
    await desk.standing("Piet Wander")
    desk.log.clear()
    await desk.standing("Piet Wander")
    assert (desk.log.count(), desk.log.count("metawiki", "globaluserinfo")) == (1 + 2, 1)
    desk.log.clear()
    await desk.wikis.rights.fresh(desk.central_id("Piet Wander"), "enwiki")
    assert [(entry.wiki, entry.modules) for entry in desk.log.entries()] == [
        ("metawiki", ("globaluserinfo",)),
        ("enwiki", ("users",)),
    ]


async def test_live_states(desk: Desk) -> None:
    wiki = desk.sandbox.wiki("enwiki")
    page = wiki.add_page("Contract page")
    ids = [
        wiki.add_revision(page, "Wilma Tarn", f"step {n}", f"{TO_HIDE} {n}", at=wiki.ago(minutes=9 - n)).rev_id
        for n in range(6)
    ]
    wiki.hide([ids[1]], text=True, by="Ilse Norrby")
    wiki.hide([ids[2]], summary=True, by="Ilse Norrby")
    wiki.hide([ids[3]], user=True, text=True, suppressed=True, by="Piet Wander")
    gone = wiki.add_page("Contract page that was deleted")
    deleted = wiki.add_revision(gone, "Wilma Tarn", "draft").rev_id
    wiki.delete_page(gone, "Ilse Norrby", "not needed")
    with_summary = await desk.states("enwiki", [*ids, deleted, 3], with_summary=True)
    assert [_hidden(with_summary[number]) for number in ids] == [
        Parts.NONE,
        Parts.TEXT,
        Parts.SUMMARY,
        Parts.TEXT | Parts.USER_NAME,
        Parts.NONE,
        Parts.NONE,
    ]
    shown = [state for state in with_summary.values() if isinstance(state, Shown)]
    assert [state.is_current for state in shown] == [False] * 5 + [True]
    assert [state.suppressed for state in shown] == [False, False, False, True, False, False]
    assert {state.page for state in shown} == {page.page_id}
    assert shown[0].author == desk.sandbox.account("Wilma Tarn").local["enwiki"].user_id
    assert shown[3].author is None
    assert (with_summary[deleted], with_summary[3]) == (Gone(), Gone())
    without = await desk.states("enwiki", ids, with_summary=False)
    assert _hidden(without[ids[2]]) == Parts.NONE
    assert all(isinstance(state, Shown) and Parts.SUMMARY not in state.asked for state in without.values())


def _hidden(state: LiveState) -> Parts | None:
    return state.hidden if isinstance(state, Shown) else None


async def test_how_much_five_hundred_revisions_on_twelve_wikis_cost() -> None:
    desk = Desk(extra_wikis=6)
    await desk.learn_the_farm()
    made = {dbname: [revision.rev_id for revision in found] for dbname, found in add_bulk(desk.sandbox).items()}
    assert (len(made), sum(map(len, made.values()))) == (12, 500)
    desk.log.clear()
    asks = {dbname: pointers(dbname, ids) for dbname, ids in made.items()}
    asked = desk.wikis.live.by_wiki(asks, desk.farm, with_summary=False)
    found = {dbname: states async for dbname, states in asked}
    assert all(isinstance(state, Shown) for states in found.values() for state in states.values())
    assert {dbname: list(states) for dbname, states in found.items()} == asks
    assert desk.log.count() == sum(ceil(len(ids) / 50) for ids in made.values())
    assert all(entry.values_of("revids") <= 50 for entry in desk.log.entries())
    await desk.wikis.aclose()


async def test_two_hundred_revisions_of_one_wiki_cost_four_calls_two_at_a_time(desk: Desk) -> None:
    revisions = add_bulk(desk.sandbox, 200, 1)
    ((dbname, made),) = revisions.items()
    desk.sandbox.faults.set(dbname, "slow", 0.02)
    desk.log.clear()
    ids = [revision.rev_id for revision in made]
    await desk.states(dbname, ids, with_summary=True)
    assert (desk.log.count(), desk.log.most_parallel[dbname]) == (4, 2)


async def test_relative_links(desk: Desk) -> None:
    wiki = desk.sandbox.wiki("enwiki")
    page = wiki.add_page("Relative page")
    made = [wiki.add_revision(page, "Wilma Tarn", "x", f"{n}", at=wiki.ago(minutes=9 - n)) for n in range(3)]
    first, second, third = (revision.rev_id for revision in made)

    def relative(relation: Relation, number: int | None = None, title: str | None = None) -> Target:
        return Target(TargetKind.REVISION, "enwiki", id=number, title=title, relation=relation)

    expected = {
        relative(Relation.NEXT, first): second,
        relative(Relation.NEXT, third): Gone(),
        relative(Relation.PREVIOUS, third): second,
        relative(Relation.PREVIOUS, first): Gone(),
        relative(Relation.LATEST, first): third,
        relative(Relation.LATEST, title="Relative page"): third,
        relative(Relation.LATEST, title="relative_page"): third,
        relative(Relation.LATEST, title="No such page at all"): Gone(),
        relative(Relation.NEXT, 3): Gone(),
    }
    assert await desk.wikis.pointing.relations.resolve(desk.wiki("enwiki"), list(expected)) == expected


async def test_accounts(desk: Desk) -> None:
    accounts, enwiki = desk.wikis.accounts, desk.wiki("enwiki")
    corin = desk.sandbox.account("Corin Ashby")
    local = corin.local["enwiki"].user_id
    hidden = desk.sandbox.account("Hollow Vane").local["enwiki"].user_id
    assert await accounts.central_ids_of_local(enwiki, [local, hidden, 1]) == {local: corin.central_id}
    talk = next(page for page in desk.sandbox.wiki("enwiki").pages.values() if page.title[0] == 3)
    assert await accounts.page_owners(enwiki, [talk.page_id, 1]) == {talk.page_id: corin.central_id}
    assert await accounts.central_id_of("Corin Ashby") == corin.central_id
    assert await accounts.central_id_of("Hollow Vane") == NotFound()
    assert await accounts.central_id_of("No Such Person") == NotFound()
    assert await accounts.central_id_of("192.0.2.7") == NotFound()
    names = await accounts.names_of([corin.central_id, desk.central_id("Hollow Vane"), 4])
    assert names == {corin.central_id: "Corin Ashby"}


async def test_teams(desk: Desk) -> None:
    teams, enwiki, small = desk.wikis.teams, desk.wiki("enwiki"), desk.wiki("arwikibooks")
    assert await teams.members(enwiki, Team.OVERSIGHTERS) == frozenset({"Odile Farr", "Piet Wander", "Keeva Strand"})
    assert await teams.member_central_ids(enwiki, Team.OVERSIGHTERS) == frozenset(
        desk.central_id(name) for name in ("Odile Farr", "Piet Wander", "Keeva Strand")
    )
    administrators = await teams.members(enwiki, Team.ADMINISTRATORS)
    assert not isinstance(administrators, Failed)
    assert {"Ilse Norrby", "Piet Wander"} <= administrators
    assert [bool(await teams.members(wiki, Team.OVERSIGHTERS)) for wiki in (enwiki, small)] == [True, False]
    assert await teams.members(small, Team.OVERSIGHTERS) == frozenset()
    stewards = frozenset({"Sunniva Aldous", "Ines Torvald"})
    assert await teams.members(enwiki, Team.STEWARDS) == stewards
    assert await teams.member_central_ids(enwiki, Team.STEWARDS) == frozenset(map(desk.central_id, stewards))
    assert await teams.members(small, Team.STEWARDS)
    assert [await teams.has_checkusers(wiki) for wiki in (enwiki, small)] == [True, False]


async def test_names_of_wikis_and_the_wiki_set(desk: Desk) -> None:
    farm = await desk.wikis.sites.with_names(["dewikibooks", "enwiki"])
    assert isinstance(farm, Farm)
    assert farm.central == "metawiki"
    assert farm.names_of("dewikibooks").special_pages["diff"] == "Diff"
    assert farm.names_of("dewikibooks").namespaces["spezial"] == -1
    assert farm.wikis["arwikibooks"].direction == "rtl"
    covered = await desk.wikis.sites.global_sysop_wikis("Opted-in small wikis")
    assert covered == frozenset({"dewikibooks", "arwikibooks"})


@pytest.mark.parametrize(
    ("fault", "ending"),
    [("down", Unreachable()), ("garbage", Garbled()), ("ratelimited", RateLimited()), ("http429", RateLimited(1))],
)
async def test_faults(desk: Desk, fault: str, ending: Failed) -> None:
    desk.sandbox.faults.set("enwiki", fault)
    _, transport = in_process(desk.sandbox)

    async def no_pause(seconds: float) -> None:
        return None

    client = WikiClient(USER_AGENT, lambda: NOW, httpx.AsyncClient(transport=transport), pause=no_pause)
    assert await client.ask(desk.wiki("enwiki"), {"action": "query", "meta": "siteinfo"}) == ending
    await client.aclose()
    if fault != "http429":  # would pause for real
        states = await desk.states("enwiki", [5], with_summary=False)
        assert states == {5: CouldNotCheck()}


@pytest.fixture
def running() -> Iterator[Sandbox]:
    with start_sandbox() as sandbox:
        yield sandbox


async def test_over_sockets_a_silent_wiki_costs_its_own_ids_only(running: Sandbox) -> None:
    client = WikiClient(USER_AGENT, lambda: NOW, total_seconds=0.2)
    wikis = _open(running.farm)
    farm = await wikis.sites.farm()
    assert isinstance(farm, Farm)
    assert isinstance(await wikis.rights.standing_of(running.farm.account("Odile Farr").central_id), Identity)
    running.farm.faults.set("enwiki", "silent")
    quick = LiveStates((Revisions(client),))
    made = {
        dbname: pointers(dbname, [page.revisions[0].rev_id for page in wiki.pages.values() if page.revisions][:1])
        for dbname, wiki in running.farm.wikis.items()
        if dbname in ("enwiki", "dewikibooks")
    }
    found = {wiki: states async for wiki, states in quick.by_wiki(made, farm, with_summary=False)}
    assert [type(state) for state in found["dewikibooks"].values()] == [Shown]
    assert list(found["enwiki"].values()) == [CouldNotCheck()]
    assert await client.ask(farm.wikis["enwiki"], {"action": "query", "meta": "siteinfo"}) == TooSlow()
    await asyncio.gather(client.aclose(), wikis.aclose())
