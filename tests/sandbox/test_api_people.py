"""Accounts, groups and rights as the sandbox's API shows them."""

from __future__ import annotations

from typing import Any

import pytest

from app.sandbox.people import HIDDEN_NAME, LOCKED_NAME, TEMPORARY_NAME
from tests.sandbox.asking import Asker

EVERYTHING = "groups|rights|merged|unattached|editcount"


async def info(ask: Asker, dbname: str = "metawiki", **given: Any) -> dict[str, object]:
    body = await ask.api(dbname, meta="globaluserinfo", guiprop=EVERYTHING, **given)
    found: dict[str, object] = body["query"]["globaluserinfo"]
    return found


async def user(ask: Asker, dbname: str, name: str) -> dict[str, object]:
    body = await ask.api(
        dbname,
        list="users",
        ususers=name,
        usprop="groups|groupmemberships|rights|blockinfo|emailable|centralids|editcount|registration",
    )
    found: dict[str, object] = body["query"]["users"][0]
    return found


async def test_one_request_tells_all_local_groups(ask: Asker) -> None:
    found = await info(ask, guiuser="Caro Lindqvist")
    merged = {row["wiki"]: row for row in found["merged"]}  # type: ignore[attr-defined]
    assert set(merged) == {"metawiki", "enwiki", "commonswiki", "dewikibooks", "testwiki", "arwikibooks"}
    assert merged["commonswiki"]["groups"] == ["suppress", "sysop"]
    assert "groups" not in merged["enwiki"]
    assert "blocked" not in merged["enwiki"]
    assert merged["enwiki"]["url"] == "http://127.0.0.3:8123"
    assert "locked" not in found


async def test_blocks_and_locks_show_and_groups_stay(ask: Asker) -> None:
    found = await info(ask, guiuser="Roderick Sloe")
    row = next(row for row in found["merged"] if row["wiki"] == "enwiki")  # type: ignore[attr-defined]
    assert row["groups"] == ["sysop"]
    assert row["blocked"]["expiry"] == "infinity"
    assert (await info(ask, guiuser=LOCKED_NAME))["locked"] is True


async def test_what_decides_whether_an_account_may_be_followed(ask: Asker) -> None:
    body = await ask.api("metawiki", meta="globaluserinfo", guiprop="merged|editcount", guiuser="Roderick Sloe")
    found = body["query"]["globaluserinfo"]
    merged = {row["wiki"]: row for row in found["merged"]}
    assert (found["home"], found["editcount"], merged["enwiki"]["editcount"]) == ("enwiki", 12_086, 12_086)
    assert found["registration"].endswith("Z")
    assert "blocked" in merged["enwiki"]
    assert "blocked" not in merged["dewikibooks"]


async def test_by_central_number(ask: Asker) -> None:
    account = ask.farm.account("Odile Farr")
    assert (await info(ask, guiid=account.central_id))["name"] == "Odile Farr"
    ask.farm.rename(account, "Odile Farr-Renamed")
    assert (await info(ask, guiid=account.central_id))["name"] == "Odile Farr-Renamed"
    body = await ask.api("metawiki", meta="globaluserinfo", guiid=1)
    assert body["error"]["code"] == "invaliduserid"


@pytest.mark.parametrize("name", ["Nobody At All", HIDDEN_NAME])
async def test_unknown_and_hidden_are_the_same(ask: Asker, name: str) -> None:
    assert await info(ask, guiuser=name) == {"missing": True}
    assert await user(ask, "enwiki", name) == {"name": name, "missing": True}


async def test_addresses_are_no_accounts(ask: Asker) -> None:
    body = await ask.api("metawiki", meta="globaluserinfo", guiuser="192.0.2.7")
    assert body["error"]["code"] == "baduser"
    assert (await user(ask, "enwiki", "192.0.2.7"))["invalid"] is True


async def test_local_numbers_differ_from_central_ones(ask: Asker) -> None:
    found = await user(ask, "enwiki", "Piet Wander")
    account = ask.farm.account("Piet Wander")
    assert found["centralids"] == {"CentralAuth": account.central_id, "local": found["userid"]}
    assert found["userid"] != account.central_id
    body = await ask.api("enwiki", list="users", ususerids=found["userid"])
    assert body["query"]["users"][0]["name"] == "Piet Wander"


@pytest.mark.parametrize(
    ("name", "dbname", "right", "held"),
    [
        ("Ilse Norrby", "enwiki", "deleterevision", True),
        ("Ilse Norrby", "enwiki", "suppressrevision", False),
        ("Ilse Norrby", "dewikibooks", "deleterevision", False),
        ("Odile Farr", "enwiki", "suppressrevision", True),
        ("Odile Farr", "enwiki", "block", False),
        ("Caro Lindqvist", "commonswiki", "suppressrevision", True),
        ("Sunniva Aldous", "dewikibooks", "suppressrevision", True),
        ("Sunniva Aldous", "metawiki", "centralauth-lock", True),
        ("Sunniva Aldous", "enwiki", "centralauth-lock", False),
        ("Gael Timmer", "dewikibooks", "deleterevision", True),
        ("Gael Timmer", "enwiki", "deleterevision", False),
        ("Lasse Brook", "commonswiki", "rollback", True),
        ("Tamsin Vale", "enwiki", "rollback", True),
        ("Roderick Sloe", "enwiki", "deleterevision", True),
        ("Tessa Probe", "testwiki", "deleterevision", True),
        ("Oona Brack", "enwiki", "suppressionlog", True),
    ],
)
async def test_effective_rights(ask: Asker, name: str, dbname: str, right: str, held: bool) -> None:
    assert (right in (await user(ask, dbname, name))["rights"]) is held  # type: ignore[operator]


async def test_global_sysop_rights_depend_on_the_wiki_asked(ask: Asker) -> None:
    assert (await info(ask, "metawiki", guiuser="Gael Timmer"))["rights"] == []
    assert "deleterevision" in (await info(ask, "dewikibooks", guiuser="Gael Timmer"))["rights"]  # type: ignore[operator]


async def test_blockinfo_and_mail(ask: Asker) -> None:
    found = await user(ask, "enwiki", "Roderick Sloe")
    assert found["blockedby"] == "Hedda Moor"
    assert found["blockpartial"] is False
    assert found["emailable"] is True
    assert (await user(ask, "enwiki", LOCKED_NAME))["emailable"] is False
    assert (await user(ask, "enwiki", TEMPORARY_NAME))["groups"] == ["*", "temp"]


@pytest.mark.parametrize(
    ("dbname", "names"),
    [
        ("enwiki", ["Keeva Strand", "Odile Farr", "Piet Wander"]),
        ("commonswiki", ["Caro Lindqvist"]),
        ("dewikibooks", []),
        ("arwikibooks", []),
    ],
)
async def test_which_wikis_have_suppressors(ask: Asker, dbname: str, names: list[str]) -> None:
    for condition in ({"augroup": "suppress"}, {"aurights": "suppressrevision"}):
        body = await ask.api(dbname, list="allusers", aulimit=50, **condition)
        assert [row["name"] for row in body["query"]["allusers"]] == names
        assert "warnings" not in body


async def test_members_of_global_groups(ask: Asker) -> None:
    body = await ask.api(
        "metawiki", list="globalallusers|globalgroups", agugroup="steward", aguprop="groups|lockinfo", ggpprop="rights"
    )
    assert [row["name"] for row in body["query"]["globalallusers"]] == ["Ines Torvald", "Sunniva Aldous"]
    ask.farm.lock("Ines Torvald")
    body = await ask.api("metawiki", list="globalallusers", agugroup="steward", aguprop="lockinfo")
    assert body["query"]["globalallusers"][0]["locked"] == ""


async def test_blocks_of_hidden_accounts_are_left_out(ask: Asker) -> None:
    names = [row["user"] for row in (await ask.api("enwiki", list="blocks"))["query"]["blocks"]]
    assert "Roderick Sloe" in names
    assert HIDDEN_NAME not in names
    names = [row["user"] for row in (await ask.api("enwiki", "Odile Farr", list="blocks"))["query"]["blocks"]]
    assert HIDDEN_NAME in names


async def test_global_blocks(ask: Asker) -> None:
    ask.farm.add_global_block(TEMPORARY_NAME, "Ines Torvald", "Cross-wiki abuse")
    body = await ask.api("metawiki", list="globalblocks", bgtargets=f"{TEMPORARY_NAME}|Wilma Tarn")
    assert [row["target"] for row in body["query"]["globalblocks"]] == [TEMPORARY_NAME]
    unknown = await ask.api("metawiki", list="globalblocks", bgtargets=f"{TEMPORARY_NAME}|Nobody of that name")
    assert [row["target"] for row in unknown["query"]["globalblocks"]] == [TEMPORARY_NAME], "passed over"
    alone = await ask.api("metawiki", list="globalblocks", bgtargets="Nobody of that name")
    assert alone["query"]["globalblocks"] == [], "and not all that there are"
    least = await ask.api("metawiki", list="globalblocks", bgtargets=TEMPORARY_NAME, bgprop="target", bglimit="max")
    assert least["query"]["globalblocks"] == [{"target": TEMPORARY_NAME}]


async def test_global_blocks_that_ran_out_are_not_told(ask: Asker) -> None:
    ask.farm.add_global_block(TEMPORARY_NAME, "Ines Torvald", expiry=ask.farm.now())
    body = await ask.api("metawiki", list="globalblocks", bgtargets=TEMPORARY_NAME)
    assert body["query"]["globalblocks"] == []


async def test_of_global_blocks_ten_are_told_unless_more_are_asked_for(ask: Asker) -> None:
    names = [f"~2026-77{number:03}-01" for number in range(12)]
    for name in names:
        ask.farm.add_account(name, temporary=True)
        ask.farm.add_global_block(name, "Ines Torvald")
    for limit, told in (({}, 10), ({"bglimit": "max"}, 12)):
        body = await ask.api("metawiki", list="globalblocks", bgtargets="|".join(names), **limit)
        assert len(body["query"]["globalblocks"]) == told


async def test_hidden_from_lists_has_no_central_number_and_is_attached(ask: Asker) -> None:
    ask.farm.hide_account("Marlow Quince", "lists")
    body = await ask.api("enwiki", list="users", ususers="Marlow Quince", usprop="centralids")
    [row] = body["query"]["users"]
    assert row["centralids"]["CentralAuth"] == 0
    assert row["attachedlocal"]["CentralAuth"] is True


async def test_account_hidden_on_one_wiki_only_still_has_global_info(ask: Asker) -> None:
    ask.farm.block("Marlow Quince", "enwiki", "Odile Farr", "invented", hides_name=True)
    assert (await user(ask, "enwiki", "Marlow Quince"))["missing"] is True
    assert (await info(ask, guiuser="Marlow Quince"))["name"] == "Marlow Quince"
    body = await ask.api("enwiki", list="usercontribs", ucuser="Marlow Quince")
    assert body["query"]["usercontribs"] == []
