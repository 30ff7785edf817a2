"""Accounts now: blocked, locked, hidden or unknown (one and the same), and what could not be asked."""

import asyncio
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import CouldNotCheck, Gone, LiveState, Place, There
from app.domain.wikis import Wiki
from app.mediawiki.account_states import AccountStates
from app.mediawiki.accounts import Accounts
from app.mediawiki.client import WikiClient
from app.mediawiki.global_account_states import GlobalAccountStates
from app.mediawiki.outcomes import Unreachable
from app.mediawiki.sites import Sites
from tests.mediawiki.scripted import BIG, CENTRAL_INDEX, USER_AGENT, Scripted, global_account, local_id, scripted_farm
from tests.mediawiki.test_remembered import Clock

QUESTION = {"action": "query", "format": "json", "formatversion": "2"}
REASON = "Invented reason"
BLOCK = {"blockid": 9, "blockedby": "Invented Admin", "blockreason": REASON, "blockexpiry": "infinite"}
MISSING = {"name": "Invented Name", "missing": True}


def row(number: int, name: str = "Invented Name", attached: bool = True, **more: Any) -> dict[str, Any]:
    return {
        "userid": number,
        "name": name,
        "centralids": {"CentralAuth": number * 100, "local": number},
        "attachedlocal": {"CentralAuth": attached, "local": True},
        **more,
    }


def farm_of(*rows: dict[str, Any], central: Any = None) -> Scripted:
    wikis = scripted_farm()
    wikis.answers["big.example", "users"] = {"query": {"users": list(rows)}}
    wikis.answers["meta.example", "globaluserinfo"] = central or global_account(500, "Invented Name", {})
    return wikis


def account(number: int) -> Pointer:
    return Pointer("bigwiki", TargetKind.ACCOUNT, number)


def named(name: str) -> Pointer:
    return Pointer("bigwiki", TargetKind.ACCOUNT, name=name)


def asker(wikis: Scripted) -> AccountStates:
    client = WikiClient(USER_AGENT, Clock(), wikis.client())
    return AccountStates(client, Accounts(client, Sites(client, CENTRAL_INDEX, Clock()), Clock()))


async def states_of(wikis: Scripted, *pointers: Pointer) -> dict[Pointer, LiveState]:
    states: dict[Pointer, LiveState] = dict.fromkeys(pointers, CouldNotCheck())
    await asker(wikis).fill(states, BIG, pointers, True)
    return states


def asked(wikis: Scripted, host: str) -> Sequence[dict[str, str]]:
    return [question.params for question in wikis.asked if question.host == host and "meta" not in question.params]


async def test_one_question_on_the_wiki_and_one_on_the_central_wiki() -> None:
    wikis = farm_of(row(5))
    assert await states_of(wikis, account(5)) == {
        account(5): There(user=5, is_blocked=False, is_locked=False, central=500)
    }
    which = {"list": "users", "usprop": "blockinfo|centralids", "ususerids": "5"}
    assert asked(wikis, "big.example") == [QUESTION | which], "neither names nor rights are asked for"
    central = [each.params for each in wikis.asked if each.params.get("meta") == "globaluserinfo"]
    assert central == [QUESTION | {"meta": "globaluserinfo", "guiid": "500"}]


@pytest.mark.parametrize(
    ("more", "blocked"),
    [
        ({}, False),
        (BLOCK, True),
        ({**BLOCK, "blockpartial": False}, True),
        ({**BLOCK, "blockpartial": True}, False),
    ],
)
async def test_blocks(more: dict[str, Any], blocked: bool) -> None:
    states = await states_of(farm_of(row(5, **more)), account(5))
    assert states == {account(5): There(user=5, is_blocked=blocked, is_locked=False, central=500)}
    assert "Invented" not in repr(states), "neither the reason nor who blocked nor the name"


@pytest.mark.parametrize("locked", [True, ""])
async def test_locks(locked: Any) -> None:
    central = global_account(500, "Invented Name", {}, locked=locked)
    states = await states_of(farm_of(row(5), central=central), account(5))
    assert states == {account(5): There(user=5, is_blocked=False, is_locked=True, central=500)}


@pytest.mark.parametrize(
    "central",
    [
        httpx.Response(500),
        {"query": {}},
        {"error": {"code": "readapidenied"}},
        {"error": {"code": "maxlag"}},
    ],
)
async def test_a_lock_that_could_not_be_asked_is_not_known(central: Any) -> None:
    states = await states_of(farm_of(row(5, **BLOCK), central=central), account(5))
    assert states == {account(5): There(user=5, is_blocked=True, is_locked=None, central=500)}


@pytest.mark.parametrize(
    "central", [{"query": {"globaluserinfo": {"missing": True}}}, {"error": {"code": "nosuchuserid"}}]
)
async def test_hidden_from_lists_only_the_wiki_shows_it_and_the_central_one_does_not(central: Any) -> None:
    states = await states_of(farm_of(row(5), central=central), account(5))
    assert states == {account(5): There(user=5, is_locked=None, is_gone_centrally=True, central=500)}


async def test_a_central_number_of_nobody_is_an_account_hidden_from_lists() -> None:
    """It is attached: a local account would not be."""
    wikis = farm_of({**row(5), "centralids": {"CentralAuth": 0, "local": 5}})
    states = await states_of(wikis, account(5))
    assert states == {account(5): There(user=5, is_locked=None, is_gone_centrally=True)}
    assert wikis.count("globaluserinfo") == 0


FIRST, SECOND = "~2026-10482-07", "~2026-90001-11"


def blocks(*names: str) -> dict[str, Any]:
    return {"query": {"globalblocks": [{"target": name} for name in names]}}


async def test_temporary_accounts_are_asked_about_in_one_question_and_never_for_a_lock() -> None:
    wikis = farm_of(row(5, FIRST), row(6, SECOND), row(7))
    wikis.answers["meta.example", "globalblocks"] = blocks(SECOND)
    states = await states_of(wikis, account(5), account(6), account(7))
    assert states == {
        account(5): There(user=5, is_temporary=True, is_globally_blocked=False, central=500),
        account(6): There(user=6, is_temporary=True, is_globally_blocked=True, central=600),
        account(7): There(user=7, central=700),
    }
    [central] = [each.params for each in wikis.asked if each.params.get("list") == "globalblocks"]
    which = {"list": "globalblocks", "bgprop": "target", "bgtargets": f"{FIRST}|{SECOND}", "bglimit": "max"}
    assert central == QUESTION | which, "without a limit of its own the answer ends after ten"
    assert wikis.count("globaluserinfo") == 1, "of the registered one"
    assert all(name not in each.address for each in wikis.asked for name in (FIRST, SECOND))


async def test_registered_accounts_cost_no_question_about_global_blocks() -> None:
    wikis = farm_of(row(5), row(6))
    await states_of(wikis, account(5), account(6))
    assert wikis.count("globalblocks") == 0


@pytest.mark.parametrize("answer", [httpx.Response(500), {"error": {"code": "readonly"}}, {"query": {}}])
async def test_a_global_block_that_could_not_be_asked_is_not_known(answer: Any) -> None:
    wikis = farm_of(row(5, FIRST))
    wikis.answers["meta.example", "globalblocks"] = answer
    states = await states_of(wikis, account(5))
    assert states == {account(5): There(user=5, is_temporary=True, is_globally_blocked=None, central=500)}


async def test_a_hidden_name_is_not_asked_with_the_others() -> None:
    """What the central wiki does not tell the public of is not known to be blocked or not."""
    wikis = farm_of({**row(5, FIRST), "centralids": {"CentralAuth": 0, "local": 5}}, row(6, SECOND))
    wikis.answers["meta.example", "globalblocks"] = lambda params: (
        blocks(SECOND) if params["bgtargets"] == SECOND else {"error": {"code": "readonly"}}
    )
    states = await states_of(wikis, account(5), account(6))
    assert states[account(6)] == There(user=6, is_temporary=True, is_globally_blocked=True, central=600)
    assert states[account(5)] == There(user=5, is_locked=False, is_temporary=True, is_gone_centrally=True)


async def test_a_local_account_cannot_be_locked_and_is_not_asked_about() -> None:
    """The central id of an account that is not attached would be a stranger's of the same name."""
    wikis = farm_of(row(5, attached=False), central=global_account(500, "Invented Name", {}, locked=True))
    assert await states_of(wikis, account(5)) == {
        account(5): There(user=5, is_blocked=False, is_locked=False, is_local_only=True)
    }
    assert wikis.count("globaluserinfo") == 0


@pytest.mark.parametrize(
    "answer",
    [
        {"userid": 5, "missing": True},  # never existed, or hidden: the public is told the same
        {"userid": 5, "name": "", "missing": ""},
        {"userid": 5, "invalid": True},
    ],
)
async def test_hidden_and_unknown_accounts_look_the_same(answer: dict[str, Any]) -> None:
    wikis = farm_of(answer)
    assert await states_of(wikis, account(5)) == {account(5): Gone()}
    assert wikis.count("globaluserinfo") == 0


async def test_by_name_where_there_is_no_number() -> None:
    wikis = farm_of(row(5), {"name": "Second Invented", "missing": True})
    found = await states_of(wikis, named("Invented Name"), named("Second Invented"))
    assert found == {
        named("Invented Name"): There(user=5, is_blocked=False, is_locked=False, central=500),
        named("Second Invented"): Gone(),
    }
    which = {"list": "users", "usprop": "blockinfo|centralids", "ususers": "Invented Name|Second Invented"}
    assert asked(wikis, "big.example") == [QUESTION | which]
    assert all("nvented" not in question.address for question in wikis.asked)


async def test_fifty_a_question() -> None:
    wikis = farm_of()
    wikis.answers["big.example", "users"] = lambda params: {
        "query": {"users": [row(int(number), attached=False) for number in params["ususerids"].split("|")]}
    }
    numbers = [*range(1, 61), 7]
    states = await states_of(wikis, *map(account, numbers))
    assert states == {account(number): There(user=number, is_local_only=True) for number in numbers}
    assert [len(params["ususerids"].split("|")) for params in asked(wikis, "big.example")] == [50, 10]


async def test_a_failed_batch_costs_its_own_accounts_only() -> None:
    wikis = farm_of()
    wikis.answers["big.example", "users"] = lambda params: (
        httpx.Response(500)
        if "ususers" in params
        else {"query": {"users": [row(int(number), attached=False) for number in params["ususerids"].split("|")]}}
    )
    states = await states_of(wikis, account(5), named("Invented Name"))
    assert states == {account(5): There(user=5, is_local_only=True), named("Invented Name"): CouldNotCheck()}


async def test_names_of_numbers_leave_out_the_hidden() -> None:
    wikis = farm_of(row(5), {"userid": 6, "missing": True})
    assert await asker(wikis).names(BIG, [5, 6]) == {5: "Invented Name"}
    wikis.answers["big.example", "users"] = httpx.Response(500)
    assert await asker(wikis).names(BIG, [5]) == Unreachable()


async def test_until_the_central_wiki_has_answered_a_lock_is_not_known() -> None:
    """A deadline may cut off what is still under way: what is told then must not be "not locked"."""
    asked, never = asyncio.Event(), asyncio.Event()

    async def respond(request: httpx.Request) -> httpx.Response:
        if request.url.host == "big.example":
            return httpx.Response(200, json={"query": {"users": [row(5)]}})
        asked.set()
        await never.wait()
        raise AssertionError

    client = WikiClient(USER_AGENT, Clock(), httpx.AsyncClient(transport=httpx.MockTransport(respond)))
    accounts = Accounts(client, Sites(client, CENTRAL_INDEX, Clock()), Clock())
    states: dict[Pointer, LiveState] = {account(5): CouldNotCheck()}
    filling = asyncio.create_task(AccountStates(client, accounts).fill(states, BIG, [account(5)], True))
    await asked.wait()
    assert states == {account(5): There(user=5, is_blocked=False, is_locked=None, central=500)}
    filling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await filling
    await client.aclose()


async def globally(wikis: Scripted, number: int = 500) -> LiveState:
    pointer = Pointer("metawiki", TargetKind.GLOBAL_ACCOUNT, number)
    client = WikiClient(USER_AGENT, Clock(), wikis.client())
    accounts = Accounts(client, Sites(client, CENTRAL_INDEX, Clock()), Clock())
    states: dict[Pointer, LiveState] = {pointer: CouldNotCheck()}
    central = Wiki("metawiki", "https://meta.example")
    await GlobalAccountStates(accounts).fill(states, central, [pointer], True)
    return states[pointer]


@pytest.mark.parametrize(("on", "where"), [
    (("otherwiki", "bigwiki", "metawiki"), "metawiki"),
    (("otherwiki", "bigwiki"), "bigwiki"),
    (("otherwiki",), "otherwiki"),
    ((), ""),
])  # fmt: skip
async def test_a_global_account_is_asked_of_the_central_wiki_alone(on: tuple[str, ...], where: str) -> None:
    """And looked at there, or where it was made, or anywhere."""
    wikis = farm_of(central=global_account(500, "Invented Name", {dbname: [] for dbname in on}))
    user = local_id(500) if on else 0
    found = await globally(wikis)
    assert isinstance(found, There)
    assert found == There(user=user, is_locked=False, central=500, on=where, places=found.places)
    assert {question.host for question in wikis.asked} == {"meta.example"}


async def test_a_global_account_that_is_hidden_is_gone_and_silence_is_no_answer() -> None:
    hidden = {"query": {"globaluserinfo": {"missing": True}}}
    assert await globally(farm_of(central=hidden)) == Gone()
    assert await globally(farm_of(central=httpx.Response(500))) == CouldNotCheck()
    assert await globally(farm_of(), number=501) == CouldNotCheck(), "an answer about somebody else"


@pytest.mark.parametrize("blocked", [True, False])
async def test_a_global_temporary_account_is_blocked_never_locked(blocked: bool) -> None:
    name = "~2026-1"
    wikis = farm_of(central=global_account(500, name, {}, locked=True))
    wikis.answers["meta.example", "globalblocks"] = {"query": {"globalblocks": [{"target": name}] * blocked}}
    state = await globally(wikis)
    assert state == There(is_temporary=True, is_globally_blocked=blocked, central=500)


async def test_where_a_global_account_did_something_is_told_with_the_rest_in_one_question() -> None:
    merged = [
        {"wiki": "aawiki", "id": 1, "editcount": 0},
        {"wiki": "bbwiki", "id": 2, "editcount": 4, "blocked": {"expiry": "infinity", "reason": REASON}},
        {"wiki": "ccwiki", "id": 3, "editcount": 9},
        {"wiki": "ddwiki", "id": 4, "editcount": 0, "blocked": {"expiry": "infinity", "reason": REASON}},
    ]
    info = {"id": 500, "name": "Invented Name", "home": "aawiki", "editcount": 13, "merged": merged}
    wikis = farm_of(central={"query": {"globaluserinfo": info}})
    found = await globally(wikis)
    assert isinstance(found, There)
    assert found.edits == 13
    assert found.places == (Place("ccwiki", 3, 9), Place("bbwiki", 2, 4, True), Place("ddwiki", 4, 0, True))
    assert [question.params["guiprop"] for question in wikis.asked] == ["merged|editcount"]
    assert REASON not in str(found)


async def test_a_deadline_leaves_what_was_told_and_the_rest_is_not_known() -> None:
    """Two at a time, and never all at once: the queue of the central wiki is everybody's."""
    under_way, most, never = 0, 0, asyncio.Event()

    async def respond(request: httpx.Request) -> httpx.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        number = int(parse_qs(request.content.decode())["guiid"][0])
        if number >= 505:
            await never.wait()
        under_way -= 1
        return httpx.Response(200, json=global_account(number, f"Invented {number}", {}))

    client = WikiClient(USER_AGENT, Clock(), httpx.AsyncClient(transport=httpx.MockTransport(respond)), at_a_time=50)
    accounts = Accounts(client, Sites(client, CENTRAL_INDEX, Clock()), Clock())
    pointers = [Pointer("metawiki", TargetKind.GLOBAL_ACCOUNT, number) for number in range(500, 510)]
    states: dict[Pointer, LiveState] = dict.fromkeys(pointers, CouldNotCheck())
    await GlobalAccountStates(accounts, seconds=0.2).fill(
        states, Wiki("metawiki", "https://meta.example"), pointers, True
    )
    assert [isinstance(states[each], There) for each in pointers] == [True] * 5 + [False] * 5
    assert most == 2
    await client.aclose()
