"""Revisions and logs: which answer tells that something is hidden, to whom."""

from __future__ import annotations

from typing import Any

import pytest

from app.sandbox.people import HIDDEN_NAME
from app.sandbox.wiki import Revision
from tests.sandbox.asking import Asker


def harbour(ask: Asker) -> list[Revision]:
    return ask.farm.wiki("enwiki").page("Talk:Harbour lights").revisions


async def rows(ask: Asker, found: list[Revision], parts: str, viewer: str | None = None) -> list[dict[str, Any]]:
    body = await ask.api(
        "enwiki", viewer, prop="revisions", revids="|".join(str(r.rev_id) for r in found), rvprop=parts
    )
    return [row for page in body["query"]["pages"] for row in page["revisions"]]


async def test_the_case_has_what_a_functionary_would_find(ask: Asker) -> None:
    found = harbour(ask)
    assert len(found) == 12
    assert sum(r.author.name == "Marlow Quince" for r in found) == 5
    answer = await rows(ask, found, "ids|sha1")
    assert answer[-1]["sha1"] == answer[3]["sha1"]
    assert len({row["sha1"] for row in answer[3:11]}) == 8


@pytest.mark.parametrize(
    ("hidden", "parts", "flag"),
    [
        ({"text": True}, "ids|sha1", "sha1hidden"),
        ({"user": True}, "ids|userid", "userhidden"),
        ({"user": True}, "ids|user", "userhidden"),
        ({"summary": True}, "ids|comment", "commenthidden"),
    ],
)
async def test_flags_show_only_when_the_field_is_asked(
    ask: Asker, hidden: dict[str, Any], parts: str, flag: str
) -> None:
    target = harbour(ask)[5:6]
    ask.farm.wiki("enwiki").hide([target[0].rev_id], **hidden)
    shown = await rows(ask, target, parts)
    assert shown[0][flag] is True
    assert "suppressed" not in shown[0]
    assert set(shown[0]) == {"revid", "parentid", flag}
    plain = await rows(ask, target, "ids|flags|timestamp|size|tags")
    assert not any(key.endswith("hidden") for key in plain[0])
    ask.farm.wiki("enwiki").hide([target[0].rev_id], suppressed=True)
    assert (await rows(ask, target, parts))[0]["suppressed"] is True
    assert "suppressed" not in (await rows(ask, target, "ids|flags"))[0]


async def test_administrators_see_what_is_deleted_and_not_what_is_suppressed(ask: Asker) -> None:
    target = harbour(ask)[5:6]
    wiki = ask.farm.wiki("enwiki")
    wiki.hide([target[0].rev_id], text=True)
    row = (await rows(ask, target, "ids|sha1", "Ilse Norrby"))[0]
    assert row["sha1hidden"] is True
    assert row["sha1"] == target[0].sha1
    wiki.hide([target[0].rev_id], suppressed=True)
    assert "sha1" not in (await rows(ask, target, "ids|sha1", "Ilse Norrby"))[0]
    assert (await rows(ask, target, "ids|sha1", "Piet Wander"))[0]["sha1"] == target[0].sha1


async def test_deleted_and_never_existing_are_the_same_for_the_public(ask: Asker) -> None:
    deleted = next(iter(ask.farm.wiki("enwiki").deleted_revisions))
    body = await ask.api("enwiki", prop="revisions", revids=f"{deleted}|5|-1|0")
    assert body["query"]["badrevids"] == {
        str(number): {"revid": number, "missing": True} for number in (deleted, 5, -1, 0)
    }
    assert "pages" not in body["query"]
    body = await ask.api("enwiki", "Ilse Norrby", prop="deletedrevisions", revids=f"{deleted}|5", drvprop="ids|sha1")
    assert set(body["query"]["badrevids"]) == {"5"}
    assert body["query"]["pages"][0]["deletedrevisions"][0]["revid"] == deleted


async def test_revisions_of_a_hidden_account_are_suppressed(ask: Asker) -> None:
    page = ask.farm.wiki("enwiki").page("User talk:Corin Ashby")
    mine = [r for r in page.revisions if r.author.name == HIDDEN_NAME]
    row = (await rows(ask, mine, "ids|userid"))[0]
    assert row["userhidden"] is True
    assert row["suppressed"] is True


async def test_info_and_revisions_together(ask: Asker) -> None:
    found = harbour(ask)
    body = await ask.api(
        "enwiki", prop="info|revisions", revids=f"{found[1].rev_id}|{found[2].rev_id}", rvprop="ids|timestamp"
    )
    page = body["query"]["pages"][0]
    assert page["lastrevid"] == found[-1].rev_id
    assert page["title"] == "Talk:Harbour lights"
    assert page["ns"] == 1
    assert [row["revid"] for row in page["revisions"]] == [found[1].rev_id, found[2].rev_id]
    assert page["revisions"][0]["parentid"] == found[0].rev_id


async def test_the_following_revision(ask: Asker) -> None:
    found = harbour(ask)
    body = await ask.api(
        "enwiki",
        prop="revisions",
        titles="Talk:Harbour_lights",
        rvstartid=found[4].rev_id,
        rvdir="newer",
        rvlimit=2,
        rvprop="ids",
    )
    page = body["query"]["pages"][0]
    assert [row["revid"] for row in page["revisions"]] == [found[4].rev_id, found[5].rev_id]
    assert body["query"]["normalized"][0]["to"] == "Talk:Harbour lights"
    assert "batchcomplete" not in body


async def test_a_long_history_comes_in_pieces(ask: Asker) -> None:
    page_id = harbour(ask)[0].page.page_id
    seen: list[int] = []
    resume: dict[str, str] = {}
    while True:
        body = await ask.api("enwiki", prop="revisions", pageids=page_id, rvlimit=5, rvprop="ids", **resume)
        seen += [row["revid"] for row in body["query"]["pages"][0]["revisions"]]
        if "continue" not in body:
            break
        resume = {"rvcontinue": body["continue"]["rvcontinue"]}
    assert seen == [r.rev_id for r in reversed(harbour(ask))]


async def test_list_options_do_not_go_with_numbers_or_several_pages(ask: Asker) -> None:
    first = harbour(ask)[0].rev_id
    assert (await ask.api("enwiki", prop="revisions", revids=first, rvlimit=2))["error"]["code"] == "revids"
    body = await ask.api("enwiki", prop="revisions", titles="Talk:Harbour lights|Lanternfish", rvlimit=2)
    assert body["error"]["code"] == "multpages"


async def test_texts_are_never_served(ask: Asker) -> None:
    body = await ask.api("enwiki", prop="revisions", revids=harbour(ask)[5].rev_id, rvprop="ids|content")
    assert "Unrecognized value" in body["warnings"]["revisions"]["warnings"]
    assert "placeholder" not in str(body)


async def test_titles_missing_invalid_and_interwiki(ask: Asker) -> None:
    query = (await ask.api("enwiki", prop="info", titles="No such page|a[b|m:Some page", iwurl="1"))["query"]
    assert query["pages"][0]["missing"] is True
    assert query["pages"][1]["invalid"] is True
    assert query["interwiki"] == [{"title": "m:Some page", "iw": "m", "url": "http://127.0.0.2:8123/wiki/Some_page"}]


async def test_contributions(ask: Asker) -> None:
    body = await ask.api("enwiki", list="usercontribs", ucuser="Marlow Quince|Wilma Tarn", uclimit=500)
    names = {row["user"] for row in body["query"]["usercontribs"]}
    assert names == {"Marlow Quince", "Wilma Tarn"}
    top = next(row for row in body["query"]["usercontribs"] if row["new"])
    assert {"revid", "parentid", "pageid", "ns", "title", "timestamp", "comment", "size", "top"} <= set(top)


async def test_revision_deletion_is_public_and_suppression_is_not(ask: Asker) -> None:
    wiki = ask.farm.wiki("enwiki")
    numbers = [r.rev_id for r in harbour(ask)[4:6]]
    wiki.hide(numbers, text=True, user=True, by="Ilse Norrby", reason="invented")
    wiki.hide(numbers, text=True, suppressed=True, by="Piet Wander", reason="invented")
    events = (await ask.api("enwiki", list="logevents", leaction="delete/revision"))["query"]["logevents"]
    assert len(events) == 1
    assert events[0]["params"]["ids"] == numbers
    assert events[0]["params"]["old"]["bitmask"] == 0
    assert events[0]["params"]["new"] == {
        "bitmask": 5,
        "content": True,
        "comment": False,
        "user": True,
        "restricted": False,
    }
    assert (await ask.api("enwiki", list="logevents", letype="suppress"))["query"]["logevents"] == []
    mine = (await ask.api("enwiki", "Odile Farr", list="logevents", letype="suppress"))["query"]["logevents"]
    assert (mine[0]["type"], mine[0]["action"]) == ("suppress", "revision")
    assert mine[0]["params"]["new"]["bitmask"] == 8


async def test_hidden_log_entries(ask: Asker) -> None:
    wiki = ask.farm.wiki("enwiki")
    entry = wiki.add_log("move", "move", "Marlow Quince", (0, "Lanternfish"), "invented")
    entry.hidden = 1 | 4
    row = await ask.api("enwiki", list="logevents", letype="move", leprop="ids|type|userid|timestamp")
    found = row["query"]["logevents"][0]
    assert found["actionhidden"] is True
    assert found["userhidden"] is True
    assert found["logid"] == entry.log_id
    assert (await ask.api("enwiki", list="logevents", letitle="Lanternfish"))["query"]["logevents"] == []
    assert (await ask.api("enwiki", list="logevents", leuser="Marlow Quince"))["query"]["logevents"] == []
    at = entry.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    body = await ask.api("enwiki", list="logevents", lestart=at, leend=at, letype="move")
    assert [event["logid"] for event in body["query"]["logevents"]] == [entry.log_id]


async def test_locks_are_in_the_central_log(ask: Asker) -> None:
    events = (await ask.api("metawiki", list="logevents", letype="globalauth"))["query"]["logevents"]
    [locked] = [event for event in events if event["title"] == "User:Lona Merrit@global"]
    assert locked["params"] == {"added": ["locked"], "removed": []}


async def test_a_broken_continuation_is_an_error(ask: Asker) -> None:
    page_id = harbour(ask)[0].page.page_id
    body = await ask.api("enwiki", prop="revisions", pageids=page_id, rvcontinue="nonsense")
    assert body["error"]["code"] == "badcontinue"
    assert (await ask.api("enwiki", list="logevents", lecontinue="x|y"))["error"]["code"] == "badcontinue"


async def test_contributions_go_on_where_they_stopped(ask: Asker) -> None:
    first = await ask.api("enwiki", list="usercontribs", ucuser="Marlow Quince", uclimit=3)
    rest = await ask.api(
        "enwiki",
        list="usercontribs",
        ucuser="Marlow Quince",
        uclimit=500,
        uccontinue=first["continue"]["uccontinue"],
    )
    seen = [row["revid"] for body in (first, rest) for row in body["query"]["usercontribs"]]
    mine = [r for r in ask.farm.wiki("enwiki").revisions.values() if r.author.name == "Marlow Quince"]
    assert sorted(seen) == sorted(r.rev_id for r in mine)


async def test_log_entries_by_number(ask: Asker) -> None:
    """As wikis newer than 1.43 answer; the older ones are in the contract suite."""
    first, second = (entry.log_id for entry in ask.farm.wiki("enwiki").log[:2])
    body = await ask.api("enwiki", list="logevents", leids=f"{first}|{second}|1", lelimit=50, leprop="ids|type")
    assert {entry["logid"] for entry in body["query"]["logevents"]} == {first, second}
    assert "warnings" not in body
