"""Accounts on all wikis: what is read of the answers and what never is, what is asked, and what a failure leaves."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import httpx
import pytest

from app.domain.accounts import Account, Blocked, LastEdits, Looked, Meant, NotVisible, OnWiki, Pair
from app.domain.activity import Activity
from app.domain.visibility import CouldNotCheck
from app.domain.wikis import Farm, Wiki
from app.mediawiki.accounts import Accounts
from app.mediawiki.accounts_everywhere import KEPT_SECONDS, AccountsEverywhere, read_account, read_activity
from app.mediawiki.client import WikiClient
from app.mediawiki.sites import Sites
from tests.mediawiki.scripted import (
    BIG,
    CENTRAL_INDEX,
    META,
    SMALL,
    USER_AGENT,
    Scripted,
    global_account,
    scripted_farm,
)
from tests.mediawiki.test_remembered import Clock

REASON = "Invented reason"
FARM = Farm({each.dbname: each for each in (META, BIG, SMALL)} | {"shut": Wiki("shut", "https://x", private=True)}, "m")
ALPHA, NOBODY = Meant(name="Alpha"), Meant(name="Nobody")
QUESTION = {"action": "query", "format": "json", "formatversion": "2"}


def merged(wiki: str, edits: int = 3, **more: Any) -> dict[str, Any]:
    times = {"timestamp": "2026-02-02T00:00:00Z", "registration": "2026-01-01T00:00:00Z"}
    return {"wiki": wiki, "url": "https://x.example", "id": 17, "editcount": edits, "method": "login"} | times | more


def answer(*on: dict[str, Any], **more: Any) -> dict[str, Any]:
    info = {"home": "bigwiki", "id": 7, "name": "Alpha", "registration": "2026-01-01T00:00:00Z", "groups": [],
            "editcount": 12, "merged": list(on)}  # fmt: skip
    return {"batchcomplete": True, "query": {"globaluserinfo": info | more}}


def contributions(*times: str, more: bool = False) -> dict[str, Any]:
    rows = [{"userid": 17, "user": "Alpha", "timestamp": each} for each in times]
    going_on = {"continue": {"uccontinue": "x", "continue": "-||"}} if more else {}
    return {"batchcomplete": not more, **going_on, "query": {"usercontribs": rows}}


def everywhere(wikis: Scripted, clock: Clock | None = None) -> AccountsEverywhere:
    now = clock or Clock()
    client = WikiClient(USER_AGENT, now, wikis.client())
    sites = Sites(client, CENTRAL_INDEX, now)
    return AccountsEverywhere(client, sites, Accounts(client, sites, now), now)


def wikis_with(central: Any, **contributed: Any) -> Scripted:
    wikis = scripted_farm()
    wikis.answers["meta.example", "globaluserinfo"] = central
    wikis.answers |= {(f"{host}.example", "usercontribs"): given for host, given in contributed.items()}
    return wikis


async def looked(asker: AccountsEverywhere, *meant: Meant) -> dict[Meant, Looked]:
    return {each: found async for each, found in asker.look(meant)}


async def edits(asker: AccountsEverywhere, *pairs: Pair) -> dict[Pair, LastEdits]:
    places = {pair: OnWiki(pair[1], 17, 3, None) for pair in pairs}
    return {pair: found async for pair, found in asker.last_edits(FARM, places)}


def test_everything_that_is_read_of_an_account() -> None:
    found = read_account(
        answer(
            merged("bigwiki", 9, groups=["sysop"], blocked={"expiry": "infinity", "reason": REASON}),
            merged("smallwiki", 0, blocked={"expiry": "2026-12-01T00:00:00Z", "reason": REASON}, registration=None),
            locked=True,
            groups=["global-rollbacker"],
        )
    )
    assert isinstance(found, Account)
    assert (found.central_id, found.name, found.locked, found.groups, found.edits) == (
        7, "Alpha", True, ("global-rollbacker",), 12,
    )  # fmt: skip
    big, small = found.on
    assert (big.edits, big.groups, big.blocked, big.is_home) == (9, ("sysop",), Blocked(None), True)
    assert (small.blocked, small.is_home) == (Blocked(1_796_083_200), False)
    # Without a date of its own it is when the account came to this wiki.
    assert (big.since, small.since) == (1_767_225_600, 1_769_990_400)


def test_a_block_reason_is_read_nowhere() -> None:
    found = read_account(answer(merged("bigwiki", blocked={"expiry": "infinity", "reason": REASON})))
    assert REASON not in repr(found)
    assert [each.name for each in dataclasses.fields(Blocked)] == ["until"]


@pytest.mark.parametrize("flag", [{"missing": True}, {"missing": ""}, {"invalid": True}, {"hidden": True}])
def test_hidden_and_missing_accounts_are_one_and_the_same(flag: Mapping[str, Any]) -> None:
    assert read_account({"query": {"globaluserinfo": {"id": 7, "name": "Alpha", **flag}}}) == NotVisible()


def test_the_times_of_edits_newest_first_and_whether_they_are_all() -> None:
    times = ("2026-01-03T00:00:00Z", "2026-01-02T00:00:00Z")
    found = read_activity(contributions(*reversed(times)))
    assert (found.times, found.is_whole) == ((1_767_398_400, 1_767_312_000), True)
    assert not read_activity(contributions(*times, more=True)).is_whole
    assert read_activity(contributions()) == Activity((), True)


async def test_the_questions_are_exactly_these_and_nothing_is_asked_by_name_twice() -> None:
    wikis = wikis_with(answer(merged("bigwiki")), big=contributions("2026-01-03T00:00:00Z"))
    asker = everywhere(wikis)
    assert isinstance((await looked(asker, ALPHA))[ALPHA], Account)
    assert isinstance((await looked(asker, Meant(central_id=7)))[Meant(central_id=7)], Account)
    assert await edits(asker, (7, "bigwiki")) == {(7, "bigwiki"): Activity((1_767_398_400,), True)}
    account = {"meta": "globaluserinfo", "guiprop": "groups|merged|editcount"}
    contributed = {"list": "usercontribs", "ucuserids": "17", "ucprop": "timestamp", "uclimit": "500"}
    assert [each.params for each in wikis.asked] == [
        QUESTION | account | {"guiuser": "Alpha"},
        QUESTION | account | {"guiid": "7"},
        QUESTION | contributed,
    ]


async def test_what_was_told_is_remembered_for_some_minutes_and_asked_again_when_told_to() -> None:
    clock = Clock()
    wikis = wikis_with(answer(merged("bigwiki")), big=contributions())
    asker = everywhere(wikis, clock)
    for _ in range(2):
        await looked(asker, ALPHA)
        await edits(asker, (7, "bigwiki"))
    assert (wikis.count("globaluserinfo"), wikis.count("usercontribs")) == (1, 1)
    assert (asker.to_ask([ALPHA, NOBODY]), asker.edits_to_ask([(7, "bigwiki"), (7, "x")])) == (1, [(7, "x")])
    asker.forget([ALPHA], [(7, "bigwiki")])
    await looked(asker, ALPHA)
    await edits(asker, (7, "bigwiki"))
    clock.at += KEPT_SECONDS
    assert (asker.to_ask([ALPHA]), asker.edits_to_ask([(7, "bigwiki")])) == (1, [(7, "bigwiki")])
    await looked(asker, ALPHA)
    assert (wikis.count("globaluserinfo"), wikis.count("usercontribs")) == (3, 2)


@pytest.mark.parametrize(
    "broken", [httpx.Response(503), httpx.Response(200, text="no JSON"), {"query": {}}, {"error": {"code": "internal"}}]
)
async def test_what_could_not_be_asked_is_no_account_and_not_missing_either(broken: Any) -> None:
    wikis = wikis_with(broken)
    asker = everywhere(wikis)
    assert await looked(asker, ALPHA) == {ALPHA: CouldNotCheck()}
    wikis.answers["meta.example", "globaluserinfo"] = answer(merged("bigwiki"))
    assert isinstance((await looked(asker, ALPHA))[ALPHA], Account), "a failure is not remembered"


@pytest.mark.parametrize("code", ["invaliduserid", "baduser", "nosuchuserid", "invaliduser"])
async def test_a_number_or_name_that_nobody_can_have_is_not_visible(code: str) -> None:
    asker = everywhere(wikis_with({"error": {"code": code}}))
    assert await looked(asker, Meant(central_id=7)) == {Meant(central_id=7): NotVisible()}


async def test_one_wiki_in_trouble_leaves_the_others() -> None:
    wikis = wikis_with(answer(), big=contributions("2026-01-03T00:00:00Z"), small=httpx.Response(503))
    found = await edits(everywhere(wikis), (7, "bigwiki"), (7, "smallwiki"), (7, "shut"), (7, "unheard-of"))
    assert isinstance(found[7, "bigwiki"], Activity)
    assert {pair for pair, each in found.items() if each == CouldNotCheck()} == {
        (7, "smallwiki"), (7, "shut"), (7, "unheard-of"),
    }  # fmt: skip


async def resolved(wikis: Scripted, *meant: Meant) -> Sequence[object]:
    return list((await everywhere(wikis).resolve(FARM, meant)).values())


async def test_a_number_of_one_wiki_becomes_the_central_one_in_one_question() -> None:
    wikis = scripted_farm()
    row = {"userid": 17, "name": "Alpha", "centralids": {"CentralAuth": 7}, "attachedlocal": {"CentralAuth": True}}
    namesake = {"userid": 18, "name": "B", "centralids": {"CentralAuth": 8}, "attachedlocal": {"CentralAuth": False}}
    wikis.answers["big.example", "users"] = {"query": {"users": [row, namesake]}}
    meant = [Meant(wiki="bigwiki", local_id=number) for number in (17, 18, 19)]
    assert await resolved(wikis, *meant, ALPHA) == [Meant(central_id=7), NotVisible(), NotVisible(), ALPHA]
    assert wikis.count("users") == 1
    wikis.answers["big.example", "users"] = httpx.Response(503)
    assert await resolved(wikis, meant[0], Meant(wiki="x", local_id=1)) == [CouldNotCheck(), CouldNotCheck()]


async def test_the_central_wiki_is_asked_for_each_account_once() -> None:
    wikis = wikis_with(lambda params: global_account(7, params["guiuser"], {}))
    found = await looked(everywhere(wikis), *(Meant(name=f"N{number}") for number in range(50)), Meant(name="N3"))
    assert len(found) == wikis.count("globaluserinfo") == 50
