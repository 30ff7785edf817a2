"""The sandbox's forms about accounts and the filter log: block, lock, hide, global block, Nuke, AbuseLog."""

from __future__ import annotations

import pytest

from app.sandbox.abuse_log import Hit, add_hit
from app.sandbox.accounts import Account
from app.sandbox.people import TEMPORARY_NAME
from app.sandbox.visibility import SUPPRESSED, USER
from app.sandbox.wiki import Wiki
from tests.sandbox.asking import Asker
from tests.sandbox.filling import open_form

ADMIN, OVERSIGHTER, BOTH, STEWARD, EDITOR = (
    "Ilse Norrby",
    "Odile Farr",
    "Piet Wander",
    "Sunniva Aldous",
    "Wilma Tarn",
)
INDEX = "/w/index.php?title="


def wiki(ask: Asker, dbname: str = "enwiki") -> Wiki:
    return ask.farm.wiki(dbname)


def target(ask: Asker) -> Account:
    """An invented account with one edit."""
    account = ask.farm.add_account("Invented Target")
    page = wiki(ask).add_page("Invented page of the target")
    wiki(ask).add_revision(page, account, "hello", "Invented.")
    return account


@pytest.mark.parametrize(
    ("dbname", "address", "may"),
    [
        ("enwiki", "Special:Block/Invented_Target", {ADMIN, OVERSIGHTER, BOTH, STEWARD}),
        ("metawiki", "Special:GlobalBlock/Invented_Target", {STEWARD}),
        ("enwiki", "Special:Nuke/Invented_Target", {ADMIN, BOTH, STEWARD}),
        ("enwiki", "Special:AbuseReview", {OVERSIGHTER, BOTH, STEWARD}),
        ("enwiki", "Special:AbuseLog/hide", {OVERSIGHTER, BOTH, STEWARD}),
    ],
)
async def test_who_may_open_what(ask: Asker, dbname: str, address: str, may: set[str]) -> None:
    target(ask)
    for viewer in (ADMIN, OVERSIGHTER, BOTH, STEWARD, EDITOR, None):
        form = await open_form(ask, dbname, INDEX + address, viewer)
        assert (viewer, form.status) == (viewer, 200 if viewer in may else 403)
        if viewer not in may:
            assert (form.heading, form.fields) == ("Permission error", {})


# Blocks

FILLED = "&wpExpiry=infinite&wpReason=neutral&wpDisableUTEdit=1&wpDisableEmail=1&wpHideUser=1"


@pytest.mark.parametrize("address", ["Special:Block&wpTarget=Invented_Target", "Special:Block/Invented_Target&x=1"])
async def test_a_block_is_filled_in_and_saved(ask: Asker, address: str) -> None:
    account = target(ask)
    form = await open_form(ask, "enwiki", INDEX + address + FILLED, ADMIN)
    ticked = {"wpDisableUTEdit": True, "wpDisableEmail": True, "wpConfirm": False}
    assert form.boxes == ticked, "no name to hide for administrators"
    assert (form.fields["wpExpiry"], form.fields["wpReason"]) == ("infinite", "neutral")
    await form.save(wpHideUser="1")
    block = account.local["enwiki"].block
    assert block is not None
    assert (block.by, block.reason, block.hides_name) == (ADMIN, "neutral", False)
    body = await ask.api("enwiki", list="users", ususers="Invented Target", usprop="blockinfo")
    assert body["query"]["users"][0]["blockedby"] == ADMIN


async def test_a_form_at_the_short_address_is_saved_as_well(ask: Asker) -> None:
    account = target(ask)
    form = await open_form(ask, "enwiki", "/wiki/Special:Block/Invented_Target", ADMIN)
    await form.save()
    assert account.local["enwiki"].block is not None


async def test_a_form_under_its_local_name(ask: Asker) -> None:
    account = target(ask)
    form = await open_form(ask, "dewikibooks", INDEX + "Special:Block&wpTarget=Invented_Target", "Bruno Halm")
    await form.save()
    assert account.local["dewikibooks"].block is not None
    assert account.local["enwiki"].block is None


async def test_a_hidden_name_is_gone_for_the_public_everywhere_on_that_wiki(ask: Asker) -> None:
    account = target(ask)
    form = await open_form(ask, "enwiki", INDEX + "Special:Block&wpTarget=Invented_Target" + FILLED, BOTH)
    assert form.boxes["wpHideUser"] is True
    await form.save(wpConfirm="1")
    number = account.local["enwiki"].user_id
    users = (await ask.api("enwiki", list="users", ususerids=number, usprop="blockinfo"))["query"]["users"]
    unknown = (await ask.api("enwiki", list="users", ususerids=7, usprop="blockinfo"))["query"]["users"]
    assert [users[0] | {"userid": 0}] == [unknown[0] | {"userid": 0}], "hidden and unknown are told alike"
    revision = next(each for each in wiki(ask).revisions.values() if each.author is account)
    assert revision.hidden == USER | SUPPRESSED
    assert (await ask.api("enwiki", list="blocks", bklimit=500, bkusers="Invented Target"))["query"]["blocks"] == []
    assert (await ask.api("enwiki", list="logevents", letype="suppress"))["query"]["logevents"] == []
    assert wiki(ask).log[-1].kind == "suppress"


@pytest.mark.parametrize("expiry", ["1 day", "", "indefinite-ish"])
async def test_a_name_is_hidden_by_a_block_without_end_only(ask: Asker, expiry: str) -> None:
    account = target(ask)
    form = await open_form(ask, "enwiki", INDEX + "Special:Block&wpTarget=Invented_Target&wpHideUser=1", BOTH)
    await form.save(wpExpiry=expiry)
    block = account.local["enwiki"].block
    assert block is not None
    assert not block.hides_name


@pytest.mark.parametrize("token", ["", "+\\", "another"])
async def test_without_its_token_no_form_does_anything(ask: Asker, token: str) -> None:
    account = target(ask)
    blocks = len(ask.farm.global_blocks)
    for dbname, address in (
        ("enwiki", "Special:Block&wpTarget=Invented_Target&wpSubmit=1"),
        ("metawiki", "Special:CentralAuth&target=Invented_Target&wpStatusLocked=1&wpStatusHidden=2&wpSubmit=1"),
        ("metawiki", "Special:GlobalBlock&wpAddress=Invented_Target&wpSubmit=1"),
    ):
        form = await open_form(ask, dbname, INDEX + address, STEWARD)
        await form.save(wpEditToken=token)
    assert (account.local["enwiki"].block, account.locked, account.hidden) == (None, False, "")
    assert len(ask.farm.global_blocks) == blocks


# Locks and global blocks


async def test_a_lock(ask: Asker) -> None:
    account = target(ask)
    lock = INDEX + "Special:CentralAuth&target=Invented_Target&wpStatusLocked=1"
    form = await open_form(ask, "metawiki", lock, STEWARD)
    assert form.boxes == {"wpStatusLocked": True}
    assert form.fields["wpStatusHidden"] == "0"
    await form.save()
    assert (account.locked, account.hidden) == (True, "")
    entry = (await ask.api("metawiki", list="logevents", letype="globalauth"))["query"]["logevents"][0]
    assert entry["title"] == "User:Invented Target@global"
    assert entry["params"] == {"added": ["locked"], "removed": []}


async def test_a_temporary_account_is_not_locked(ask: Asker) -> None:
    form = await open_form(ask, "metawiki", f"{INDEX}Special:CentralAuth&target={TEMPORARY_NAME}", STEWARD)
    saved = await form.save(wpStatusLocked="1", wpStatusHidden="2")
    assert saved.status_code == 400
    account = ask.farm.accounts[TEMPORARY_NAME]
    assert (account.locked, account.hidden) == (False, "")


@pytest.mark.parametrize(("level", "hidden"), [("1", "lists"), ("2", "suppressed")])
async def test_hidden_globally(ask: Asker, level: str, hidden: str) -> None:
    account = target(ask)
    address = INDEX + f"Special:CentralAuth&target=Invented_Target&wpStatusHidden={level}"
    await (await open_form(ask, "metawiki", address, STEWARD)).save()
    assert (account.hidden, account.locked) == (hidden, False)
    central = await ask.api("metawiki", meta="globaluserinfo", guiuser="Invented Target")
    assert "missing" in central["query"]["globaluserinfo"]
    users = (await ask.api("enwiki", list="users", ususers="Invented Target", usprop="centralids"))["query"]["users"]
    assert ("missing" in users[0]) is (hidden == "suppressed"), "hidden from lists only, the wiki still shows it"


@pytest.mark.parametrize(
    ("dbname", "viewer"), [("metawiki", ADMIN), ("metawiki", None), ("enwiki", STEWARD), ("metawiki", "Oona Brack")]
)
async def test_everybody_else_sees_the_read_only_page(ask: Asker, dbname: str, viewer: str | None) -> None:
    """The right to lock is the stewards' on the central wiki, and nowhere else."""
    target(ask)
    form = await open_form(ask, dbname, INDEX + "Special:CentralAuth/Invented_Target&wpStatusLocked=1", viewer)
    assert (form.status, form.boxes) == (200, {})
    assert "Invented Target" in form.heading
    ask.farm.hide_account("Invented Target", "lists")
    form = await open_form(ask, dbname, INDEX + "Special:CentralAuth/Invented_Target&x=1", viewer)
    assert form.status == 404


async def test_a_global_block(ask: Asker) -> None:
    form = await open_form(ask, "metawiki", INDEX + "Special:GlobalBlock&wpAddress=192.0.2.7", STEWARD)
    await form.save(wpReason="neutral")
    found = (await ask.api("metawiki", list="globalblocks", bgtargets="192.0.2.7"))["query"]["globalblocks"]
    assert len(found) == 1


async def test_nuke_is_opened_and_does_nothing(ask: Asker) -> None:
    account = target(ask)
    form = await open_form(ask, "enwiki", INDEX + "Special:Nuke&target=Invented_Target", ADMIN)
    assert all(form.boxes.values())
    await form.save()
    assert any(each.author is account for each in wiki(ask).revisions.values())


# The filter log


def hits(ask: Asker) -> list[Hit]:
    return [add_hit(wiki(ask), EDITOR, (0, "Invented page"), wiki(ask).ago(minutes=9 - n)) for n in range(3)]


async def test_entries_are_hidden_by_number_and_shown_again(ask: Asker) -> None:
    made = hits(ask)
    ticked = "".join(f"&hideids[{hit.hit_id}]=1" for hit in made[:2])
    form = await open_form(ask, "enwiki", INDEX + "Special:AbuseLog/hide&wpshoworhide=hide" + ticked, OVERSIGHTER)
    assert form.fields["wpshoworhide"] == "hide"
    await form.save()
    assert [hit.hidden for hit in made] == [True, True, False]
    form = await open_form(ask, "enwiki", INDEX + "Special:AbuseLog/hide&wpshoworhide=show" + ticked, OVERSIGHTER)
    await form.save()
    assert [hit.hidden for hit in made] == [False, False, False]


async def test_a_hidden_entry_is_as_if_it_had_never_been(ask: Asker) -> None:
    hit = hits(ask)[0]
    hit.hidden = True
    for viewer in (None, EDITOR, ADMIN):
        hidden = await open_form(ask, "enwiki", f"{INDEX}Special:AbuseLog/{hit.hit_id}", viewer)
        never = await open_form(ask, "enwiki", f"{INDEX}Special:AbuseLog/7", viewer)
        assert (hidden.status, hidden.heading) == (never.status, never.heading) == (404, "Abuse log")
    assert (await open_form(ask, "enwiki", f"{INDEX}Special:AbuseLog/{hit.hit_id}", OVERSIGHTER)).status == 200
