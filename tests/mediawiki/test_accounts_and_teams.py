"""Whose is it, and who is in a team: numbers and names from recorded shapes, with every trap of the lists."""

from typing import Any

import httpx
import pytest

from app.domain.queues import Team
from app.mediawiki.accounts import NAME_SECONDS, Accounts
from app.mediawiki.client import WikiClient
from app.mediawiki.outcomes import Failed, Garbled, NotFound, Refused, Unreachable, Warned
from app.mediawiki.sites import Sites
from app.mediawiki.teams import LIST_SECONDS, Teams
from tests.mediawiki.scripted import BIG, CENTRAL_INDEX, USER_AGENT, Scripted, global_account, scripted_farm
from tests.mediawiki.test_remembered import Clock


class Desk:
    def __init__(self) -> None:
        self.clock = Clock()
        self.wikis: Scripted = scripted_farm()
        client = WikiClient(USER_AGENT, self.clock, self.wikis.client())
        sites = Sites(client, CENTRAL_INDEX, self.clock)
        self.accounts = Accounts(client, sites, self.clock)
        self.teams = Teams(client, sites, self.clock)


def row(user_id: int, name: str, attached: bool = True) -> dict[str, Any]:
    return {
        "userid": user_id,
        "name": name,
        "centralids": {"CentralAuth": user_id * 100, "local": user_id},
        "attachedlocal": {"CentralAuth": attached, "local": True},
    }


def users(params: dict[str, str]) -> dict[str, Any]:
    if "ususerids" in params:
        numbers = [int(number) for number in params["ususerids"].split("|")]
        assert len(numbers) <= 50
        rows = [{"userid": n, "missing": True} if n == 3 else row(n, f"User {n}", attached=n != 4) for n in numbers]
    else:
        known = {"Corin": 1, "Wilma": 2}
        rows = [
            row(known[name], name) if name in known else {"name": name, "missing": True}
            for name in params["ususers"].split("|")
        ]
    return {"batchcomplete": True, "query": {"users": rows}}


async def test_central_ids_of_local_accounts() -> None:
    desk = Desk()
    desk.wikis.answers["big.example", "users"] = users
    assert await desk.accounts.central_ids_of_local(BIG, [1, 2, 3, 4, 0, 1]) == {1: 100, 2: 200}
    desk.wikis.asked.clear()
    found = await desk.accounts.central_ids_of_local(BIG, range(10, 130))
    assert found == {number: number * 100 for number in range(10, 130)}
    assert len(desk.wikis.asked) == 3
    assert await desk.accounts.central_ids_of_local(BIG, []) == {}
    assert len(desk.wikis.asked) == 3, "nobody is nothing to ask about"


async def test_one_failed_batch_fails_the_whole() -> None:
    desk = Desk()
    desk.wikis.answers["big.example", "users"] = lambda params: (
        httpx.Response(500) if params["ususerids"].startswith("60") else users(params)
    )
    assert await desk.accounts.central_ids_of_local(BIG, range(10, 130)) == Unreachable()


async def test_page_owners() -> None:
    desk = Desk()
    desk.wikis.answers["big.example", "users"] = users
    desk.wikis.answers["big.example", "query"] = {
        "query": {
            "pages": [
                {"pageid": 5, "ns": 3, "title": "Benutzer Diskussion:Corin/Archiv/2: Rest"},
                {"pageid": 6, "ns": 2, "title": "Benutzer:Wilma"},
                {"pageid": 7, "ns": 0, "title": "Wilma"},
                {"pageid": 8, "ns": 3, "title": "Benutzer Diskussion:192.0.2.1"},
                {"pageid": 9, "missing": True},
            ]
        }
    }
    assert await desk.accounts.page_owners(BIG, [5, 6, 7, 8, 9]) == {5: 100, 6: 200}
    assert len(desk.wikis.asked) == 2
    assert all("Corin" not in ask.address for ask in desk.wikis.asked)


async def test_page_owners_that_cannot_be_asked() -> None:
    desk = Desk()
    assert isinstance(await desk.accounts.page_owners(BIG, [5]), Failed)
    assert await desk.accounts.page_owners(BIG, []) == {}


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (global_account(7, "Invented", {}), 7),
        ({"query": {"globaluserinfo": {"missing": True}}}, NotFound()),
        ({"error": {"code": "baduser"}}, NotFound()),
        ({"error": {"code": "readapidenied"}}, Refused("readapidenied")),
        (httpx.Response(500), Unreachable()),
        ({"query": {}}, Garbled()),
    ],
)
async def test_the_central_id_of_a_name(answer: Any, found: Any) -> None:
    desk = Desk()
    desk.wikis.answers["meta.example", "globaluserinfo"] = answer
    assert await desk.accounts.central_id_of("Invented") == found


async def test_an_empty_name_is_nobody() -> None:
    desk = Desk()
    assert await desk.accounts.central_id_of(" ") == NotFound()
    assert desk.wikis.asked == [], "the wiki would answer about whoever asks"


async def test_names_of_central_ids() -> None:
    desk = Desk()

    def who(params: dict[str, str]) -> Any:
        number = int(params["guiid"])
        if number == 2:
            return {"query": {"globaluserinfo": {"missing": True}}}
        return httpx.Response(500) if number == 3 else global_account(number, f"Person {number}", {})

    desk.wikis.answers["meta.example", "globaluserinfo"] = who
    assert await desk.accounts.names_of([1, 2, 3, 1]) == {1: "Person 1"}
    assert await desk.accounts.names_of([1, 2]) == {1: "Person 1"}
    assert desk.wikis.count("globaluserinfo") == 3
    desk.clock.at += NAME_SECONDS
    assert await desk.accounts.names_of([1]) == {1: "Person 1"}
    assert desk.wikis.count("globaluserinfo") == 4


def team(params: dict[str, str]) -> dict[str, Any]:
    assert params["aurights"] in {"suppressrevision", "deleterevision"}
    if params["aurights"] == "suppressrevision" or "aucontinue" in params:
        return {"batchcomplete": True, "query": {"allusers": [row(1, "Odile"), row(2, "Not Attached", attached=False)]}}
    rows = [row(9, "Ilse")]
    onward = {"aucontinue": "Odile", "continue": "-||"}
    return {"continue": onward, "query": {"allusers": rows}}


async def test_members_of_a_local_team() -> None:
    desk = Desk()
    desk.wikis.answers["big.example", "allusers"] = team
    assert await desk.teams.members(BIG, Team.OVERSIGHTERS) == frozenset({"Odile", "Not Attached"})
    assert await desk.teams.member_central_ids(BIG, Team.OVERSIGHTERS) == frozenset({100})
    assert await desk.teams.members(BIG, Team.ADMINISTRATORS) == frozenset({"Ilse", "Odile", "Not Attached"})
    assert len(desk.wikis.asked) == 3, "kept a minute; the second list came in two parts"


async def test_the_stewards_without_the_locked() -> None:
    desk = Desk()
    rows = [{"id": 5, "name": "Sunniva"}, {"id": 6, "name": "Locked", "locked": ""}]
    desk.wikis.answers["meta.example", "globalallusers"] = {"query": {"globalallusers": rows}}
    assert await desk.teams.members(BIG, Team.STEWARDS) == frozenset({"Sunniva"})
    assert await desk.teams.member_central_ids(BIG, Team.STEWARDS) == frozenset({5})
    assert desk.wikis.asked[0].params["agugroup"] == "steward"


async def test_a_warning_is_not_everybody() -> None:
    desk = Desk()
    desk.wikis.answers["big.example", "allusers"] = {
        "warnings": {"allusers": {"warnings": 'Unrecognized value for parameter "aurights"'}},
        "query": {"allusers": [row(1, "Everybody")]},
    }
    assert await desk.teams.members(BIG, Team.OVERSIGHTERS) == Warned()


async def test_an_endless_list_is_garbled() -> None:
    desk = Desk()
    desk.wikis.answers["big.example", "allusers"] = {
        "continue": {"aucontinue": "Ilse", "continue": "-||"},
        "query": {"allusers": [row(9, "Ilse")]},
    }
    assert await desk.teams.members(BIG, Team.OVERSIGHTERS) == Garbled()


async def test_who_is_on_a_team_is_kept_a_minute_and_no_list_is_not_an_empty_list() -> None:
    desk = Desk()
    desk.wikis.answers["big.example", "allusers"] = {"query": {"allusers": []}}
    assert await desk.teams.members(BIG, Team.OVERSIGHTERS) == frozenset()
    assert await desk.teams.members(BIG, Team.OVERSIGHTERS) == frozenset()
    assert len(desk.wikis.asked) == 1
    desk.wikis.answers["big.example", "allusers"] = {"query": {}}
    desk.clock.at += LIST_SECONDS
    assert await desk.teams.members(BIG, Team.OVERSIGHTERS) == Garbled()
