"""What a steward sees of accounts to be stopped: one table, forms for what is left, names that harm only to copy."""

import logging
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import cast
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import pytest

from app.domain.requests import RequestKind
from app.flows.packs import Pack
from app.links.build import MOST_BYTES, MOST_BYTES_THROUGH_SIGN_IN
from app.mediawiki.client import Params
from app.mediawiki.global_account import GlobalAccount
from app.mediawiki.outcomes import Failed, TooSlow
from tests.journeys.pastes import (
    forms_to,
    kept_forms,
    kept_names,
    outgoing,
    outside_kept,
    paste,
    raw_database,
    row_with,
    rows,
)
from tests.journeys.test_speed import asked
from tests.journeys.test_stopping_accounts import (
    BY_HAND,
    DONE,
    GLOBAL_BLOCK,
    LOCK,
    LOCK_AND_HIDE,
    SECOND,
    STEWARD,
    VANDAL,
    account,
    ask_wiki,
    file,
    taken,
)
from tests.support.haven import Client, Haven
from tests.support.page_checks import words

UNKNOWN = "could not check"


@pytest.fixture
async def tamsin(haven: Haven) -> Client:
    return await haven.client("Tamsin Vale")


def named(link: str, field: str) -> list[str]:
    return parse_qs(urlsplit(link).query).get(field, [""])[0].split("\n")


def many(haven: Haven, number: int, temporary: bool = False) -> list[str]:
    """That many invented accounts of one wiki."""
    names = [f"~2026-{40_000 + each}-1" if temporary else f"Invented sock {each}" for each in range(number)]
    for name in names:
        haven.farm.add_account(name, edits=0, temporary=temporary)
    return names


async def test_a_row_says_what_the_wikis_show_of_an_account(haven: Haven, tamsin: Client) -> None:
    farm = haven.farm
    farm.add_account("Invented Heron", edits=0)
    for dbname, edits in (("enwiki", 41), ("dewikibooks", 7), ("commonswiki", 2)):
        farm.set_edit_count("Invented Heron", dbname, edits)
    farm.block("Invented Heron", "dewikibooks", by="Bruno Halm", reason="Words about somebody")
    _, page = await taken(haven, await file(tamsin, LOCK, account(haven, "Invented Heron")))
    row = row_with(page, "global account")
    assert f"global account {haven.central_id('Invented Heron')}" in row
    assert "Invented Heron visible no one wiki dewikibooks 50 3 wikis enwiki , dewikibooks , commonswiki" in row
    assert row.endswith("not yet")
    assert "Words about" not in page.text, "why somebody was blocked is never read"
    assert "Blocked globally" not in words(page), "asked of temporary accounts alone"
    assert "Newest edit" not in row, "nothing is asked for it"


async def test_of_a_temporary_account_the_global_block_counts(haven: Haven, tamsin: Client) -> None:
    [name] = many(haven, 1, temporary=True)
    _, page = await taken(haven, await file(tamsin, GLOBAL_BLOCK, account(haven, name)))
    assert "Blocked globally" in words(page)
    assert f"{name} visible no" in row_with(page, "global account")
    assert "Locked" not in words(page).split("The accounts")[1].split("What")[0]


async def test_a_hundred_accounts_cost_a_question_each_and_their_links_stay_in_length(
    haven: Haven, tamsin: Client
) -> None:
    names = many(haven, 100)
    path = await file(tamsin, LOCK, *(account(haven, name) for name in names))
    sunniva = await haven.client(STEWARD)
    haven.farm.access_log.clear()
    taking = await sunniva.post(f"{path}/take", {"not_my_own": "yes"})
    assert haven.farm.access_log.count(wiki="metawiki", module="globaluserinfo") <= len(names) + 2, "and who asks"
    assert haven.farm.access_log.most_parallel["metawiki"] <= 2
    haven.farm.access_log.clear()
    page = await sunniva.follow(taking)
    assert asked(haven.farm) == Counter(globaluserinfo=1), "what was seen a moment ago is shown; who asked is asked"
    assert sum("global account" in row for row in rows(page)) == len(names)
    locks = forms_to(page, "Special:MultiLock")
    assert [name for link in locks for name in named(link, "wpTarget")] == names
    for link in outgoing(page):
        assert len(link) <= (MOST_BYTES_THROUGH_SIGN_IN if "Special:UserLogin" in link else MOST_BYTES)
    assert all("wpActionLock=lock" in link and "wpActionHide" not in link for link in locks)
    for name in names[:60]:
        haven.farm.lock(name)
    left = await ask_wiki(haven, sunniva, path)
    assert [name for link in forms_to(left, "Special:MultiLock") for name in named(link, "wpTarget")] == names[60:]
    assert len(forms_to(left, "Special:CentralAuth")) == 40


async def test_temporary_accounts_are_blocked_in_one_form(haven: Haven, tamsin: Client) -> None:
    names = many(haven, 3, temporary=True)
    _, page = await taken(haven, await file(tamsin, LOCK, *(account(haven, name) for name in names)))
    [form] = forms_to(page, "Special:MassGlobalBlock")
    assert named(form, "wpTargets") == names
    assert len(forms_to(page, "Special:GlobalBlock", "wpAddress=")) == 3
    assert not forms_to(page, "Special:MultiLock")


async def test_what_could_not_be_asked_is_said_of_its_own_row_and_the_others_are_told(
    haven: Haven, tamsin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = many(haven, 3)
    path = await file(tamsin, LOCK, *(account(haven, name) for name in names))
    steward, _ = await taken(haven, path)
    accounts, silent = haven.desk.wikis.accounts, haven.central_id(names[1])
    ask = accounts.global_account

    async def ask_but_one(who: Params) -> GlobalAccount | Failed | None:
        return TooSlow() if who.get("guiid") == silent else await ask(who)

    monkeypatch.setattr(accounts, "global_account", ask_but_one)
    haven.clock.move(minutes=2)
    page = await steward.get(path)
    assert "Of 1 of the 3 accounts not everything could be asked just now" in words(page)
    row = row_with(page, f"global account {silent}")
    assert row.count(UNKNOWN) == 2, row
    assert not {"no", "yes", "visible", "done"} & set(row.split())
    assert [named(form, "wpTarget") for form in forms_to(page, "Special:MultiLock")] == [[names[0], names[2]]]


async def test_what_a_slow_wiki_told_in_time_is_not_asked_again(
    haven: Haven, tamsin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a hundred accounts some answers come too late, each time; trying again ends."""
    names = many(haven, 6)
    path = await file(tamsin, LOCK, *(account(haven, name) for name in names))
    accounts, told, asked_about = haven.desk.wikis.accounts, 3, list[object]()
    ask = accounts.global_account

    async def ask_in_time(who: Params) -> GlobalAccount | Failed | None:
        if who.get("guiprop") != "merged|editcount":
            return await ask(who)
        asked_about.append(who["guiid"])
        return await ask(who) if len(asked_about) <= told else TooSlow()

    monkeypatch.setattr(accounts, "global_account", ask_in_time)
    steward = await haven.client(STEWARD)
    taking = await steward.post(f"{path}/take", {"not_my_own": "yes"})
    assert taking.status_code == 503
    assert "Not every target could be asked about in time" in words(taking)
    assert "global account" not in words(await steward.get(path)), "nothing is shown for it"
    told = 99
    first, asked_about = asked_about[:3], []
    opened = await steward.follow(await steward.post(f"{path}/take", {"not_my_own": "yes"}))
    assert sorted(map(str, [*first, *asked_about])) == sorted(str(haven.central_id(name)) for name in names)
    assert sum("global account" in row for row in rows(opened)) == 6
    await steward.post(f"{path}/release")
    asked_about = []
    haven.farm.lock(names[0])
    ines = await haven.client("Ines Torvald")
    again = await ines.follow(await ines.post(f"{path}/take", {"not_my_own": "yes"}))
    assert len(asked_about) == 6, "whatever was told in full is asked anew"
    assert "done" in row_with(again, str(haven.central_id(names[0])))


async def test_a_neutral_reason_is_filled_in_where_the_pack_marks_one(
    haven: Haven, tamsin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = await file(tamsin, LOCK, account(haven, VANDAL), account(haven, SECOND))
    steward, page = await taken(haven, path)
    assert not [link for link in outgoing(page) if "eason" in link], "none without"
    reasons = {RequestKind.LOCK: "Long-term abuse"}
    pack = replace(haven.desk.packs.everywhere, wiki="metawiki", neutral_reasons=reasons)
    monkeypatch.setitem(cast(dict[str, Pack], haven.desk.packs.by_wiki), "metawiki", pack)
    page = await steward.get(path)
    assert all("wpReasonList=Long-term%20abuse" in link for link in forms_to(page, "Special:MultiLock"))
    assert all("wpReason=Long-term%20abuse" in link for link in forms_to(page, "Special:CentralAuth"))


# --- names that harm ---

HARMING = "Vexing Heron of Nowhere"


@pytest.fixture
def harming(haven: Haven) -> list[str]:
    """Two accounts with edits whose names harm."""
    names = [HARMING, f"{HARMING} again"]
    for name in names:
        haven.farm.add_account(name, edits=0)
        for dbname in ("enwiki", "dewikibooks"):
            haven.farm.edit(name, dbname, "Invented tides")
    return names


async def test_names_that_harm_are_to_be_copied_by_whoever_holds_it_and_nowhere_else(
    haven: Haven, tamsin: Client, harming: list[str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    path = await file(tamsin, LOCK_AND_HIDE, *(account(haven, name) for name in harming))
    steward, opened = await taken(haven, path)
    after = await steward.get(f"{path}/after")
    assert kept_names(opened) == harming
    assert kept_names(after) == harming
    queries = {urlsplit(form).query for form in forms_to(opened, "Special:MultiLock")}
    assert queries == {"title=Special:MultiLock"}, "what a link chose would be forgotten with the names"
    [sent] = kept_forms(opened)
    assert urlsplit(sent.pop("action")).query == "title=Special:MultiLock"
    names = "\n".join(harming)
    assert sent == {"wpMethod": "search", "wpActionLock": "lock", "wpActionHide": "2", "wpTarget": names}
    origin = haven.farm.central.server
    assert opened.headers["content-security-policy"].endswith(f"form-action 'self' {origin}")
    ines = await haven.client("Ines Torvald")
    await ines.post(f"{path}/open", {"purpose": "second-look", "not_my_own": "yes"})
    looked = [await ines.get(path), await ines.get(f"{path}/after")]
    assert [kept_names(page) for page in looked] == [[], []], "they do not hold it"
    assert [kept_forms(page) for page in looked] == [[], []]
    assert all(page.headers["content-security-policy"].endswith("form-action 'self'") for page in looked)
    for page in (*tamsin.seen, *steward.seen, *ines.seen):
        assert "Heron" not in unquote(outside_kept(page)), page.url.path
        assert "Heron" not in unquote(str(page.url)) + str(page.headers), page.url.path
    for page in (*tamsin.seen, *ines.seen):
        assert "Heron" not in unquote(page.text), page.url.path
    assert b"Heron" not in raw_database(tmp_path)
    assert "Heron" not in caplog.text


async def test_an_unmarked_name_that_holds_a_marked_one_is_in_no_link_either(haven: Haven, tamsin: Client) -> None:
    haven.farm.add_account("Marsh")
    haven.farm.add_account("Old Warden")
    draft = await paste(tamsin, account(haven, "Marsh"), account(haven, "Old Warden"), account(haven, VANDAL))
    await tamsin.post(f"{draft}/mark", {"mark": "0", "take": ["0", "1", "2"]})
    sent = await tamsin.post(f"{draft}/file", LOCK)
    # It is called so only since it was asked for.
    person = haven.farm.accounts.pop("Old Warden")
    person.name = "Warden of the MARSH"
    haven.farm.accounts[person.name] = person
    haven.clock.move(minutes=6)
    _, opened = await taken(haven, sent.headers["location"])
    assert "marsh" not in unquote(outside_kept(opened)).lower()
    assert kept_names(opened) == ["Marsh", "Warden of the MARSH"]
    assert [named(form, "target") for form in forms_to(opened, "Special:CentralAuth", "target=")] == [[VANDAL]]


async def test_where_a_marked_name_cannot_be_learnt_any_more_no_name_is_in_a_link(haven: Haven, tamsin: Client) -> None:
    """A colleague has hidden it: what else is called so cannot be told then."""
    haven.farm.add_account("Marsh")
    haven.farm.add_account("Old Warden")
    draft = await paste(tamsin, account(haven, "Marsh"), account(haven, "Old Warden"), account(haven, VANDAL))
    await tamsin.post(f"{draft}/mark", {"mark": "0", "take": ["0", "1", "2"]})
    sent = await tamsin.post(f"{draft}/file", LOCK)
    haven.farm.rename(haven.farm.accounts["Old Warden"], "Warden of the MARSH")
    haven.farm.hide_account("Marsh")
    haven.clock.move(minutes=6)
    steward, opened = await taken(haven, sent.headers["location"])
    for page in (opened, await steward.get(f"{sent.headers['location']}/after")):
        assert "marsh" not in unquote(outside_kept(page)).lower()
    assert kept_names(opened) == ["Warden of the MARSH", VANDAL]


async def test_too_many_edits_are_said_with_what_to_do_and_the_form_only_locks(
    haven: Haven, tamsin: Client, harming: list[str]
) -> None:
    haven.farm.set_edit_count(harming[0], "enwiki", 1_001)
    path = await file(tamsin, LOCK_AND_HIDE, *(account(haven, name) for name in harming))
    steward, page = await taken(haven, path)
    assert "the software refuses to hide it" in row_with(page, str(haven.central_id(harming[0])))
    assert "the software refuses" not in row_with(page, str(haven.central_id(harming[1])))
    assert "ask Wikimedia Foundation, Trust and Safety (ca@wikimedia.org)" in words(page)
    assert {form["wpTarget"]: form.get("wpActionHide") for form in kept_forms(page)} == {
        harming[0]: None,
        harming[1]: "2",
    }
    haven.farm.lock(harming[0])
    haven.farm.lock(harming[1])
    haven.farm.hide_account(harming[1])
    page = await ask_wiki(haven, steward, path)
    assert not kept_forms(page), "what is left no form of theirs can do"
    assert 'value="done"' not in page.text, "the name can be seen"
    closed = await steward.follow(await steward.post(f"{path}/close", {"closing": "partly"}))
    assert "Closed by the handler: Partly done" in words(closed)


@pytest.mark.parametrize(("edits", "hides"), [(1_000, True), (1_001, False)])
async def test_the_sandbox_refuses_to_hide_as_the_software_does(
    haven: Haven, tamsin: Client, harming: list[str], edits: int, hides: bool
) -> None:
    name = harming[0]
    haven.farm.set_edit_count(name, "enwiki", edits)
    haven.farm.set_edit_count(name, "dewikibooks", 0)
    _, page = await taken(haven, await file(tamsin, LOCK_AND_HIDE, account(haven, name)))
    assert [form.get("wpActionHide") == "2" for form in kept_forms(page)] == [hides]


# --- how it ends ---


async def test_locked_and_hidden_by_somebody_else_together_are_said_by_the_handler(
    haven: Haven, tamsin: Client
) -> None:
    path = await file(tamsin, LOCK, account(haven, VANDAL), account(haven, SECOND))
    steward, _ = await taken(haven, path)
    haven.farm.lock(VANDAL)
    haven.farm.lock(SECOND)
    haven.farm.hide_account(SECOND)
    page = await ask_wiki(haven, steward, path)
    assert DONE not in words(page), "of the hidden one the wikis tell nothing"
    assert "done" in row_with(page, str(haven.central_id(VANDAL)))
    hidden = row_with(page, str(haven.central_id(SECOND)))
    assert "not found or not visible" in hidden
    assert "the wiki does not tell" in hidden
    assert SECOND not in unquote(page.text), "who was hidden is not named"
    closed = await steward.follow(await steward.post(f"{path}/close", {"closing": "done"}))
    assert BY_HAND in words(closed)


async def test_an_open_page_learns_of_what_became_done(haven: Haven, tamsin: Client) -> None:
    path = await file(tamsin, LOCK, account(haven, VANDAL), account(haven, SECOND))
    steward, page = await taken(haven, path)
    mark = page.text.split('data-mark="')[1].split('"')[0]
    haven.farm.lock(VANDAL)
    await ask_wiki(haven, tamsin, path)
    told = await steward.get(f"{path}/changes", params={"since": mark}, headers={"Sec-Fetch-Dest": "empty"})
    assert told.json()["changes"] >= 1
    again = await steward.get(path, params={"since": mark})
    assert "done changed" in row_with(again, str(haven.central_id(VANDAL)))
    assert "changed" not in row_with(again, str(haven.central_id(SECOND)))


# --- afterwards ---


def wikis_of(page: httpx.Response) -> list[str]:
    return [
        each for each in ("enwiki", "dewikibooks", "commonswiki", "arwikibooks") if f"<bdi>{each}</bdi>" in page.text
    ]


async def test_afterwards_every_wiki_with_fresh_edits_the_newest_first(haven: Haven, tamsin: Client) -> None:
    farm = haven.farm
    farm.add_account("Invented Heron", edits=0)
    for dbname, days in (("enwiki", 12), ("dewikibooks", 2), ("commonswiki", 120)):
        wiki = farm.wiki(dbname)
        wiki.add_revision(wiki.add_page("Invented tides"), "Invented Heron", at=wiki.ago(days=days))
    path = await file(tamsin, LOCK, account(haven, "Invented Heron"))
    steward, _ = await taken(haven, path)
    page = await steward.get(f"{path}/after")
    text = words(page)
    assert text.index("dewikibooks Newest edit") < text.index("enwiki Newest edit")
    assert "commonswiki" not in text
    assert "One account on a wiki with edits of which none is of the last 90 days." in text
    for form in ("Special:Contributions", "Special:Log", "Special:Nuke", "Special:Block"):
        assert len(forms_to(page, f"title={form}&", "Invented%20Heron")) == 2, form
    haven.farm.access_log.clear()
    await steward.get(f"{path}/after")
    assert haven.farm.access_log.count(module="usercontribs") == 0, "asked a moment ago"
    assert "Newest edit" in row_with(await steward.get(path), "global account"), "and known now"


async def test_of_a_silent_wiki_it_is_not_said_that_nothing_was_done_there(haven: Haven, tamsin: Client) -> None:
    haven.farm.add_account("Invented Heron", edits=0)
    for dbname in ("enwiki", "dewikibooks"):
        haven.farm.edit("Invented Heron", dbname)
    path = await file(tamsin, LOCK, account(haven, "Invented Heron"))
    steward, _ = await taken(haven, path)
    haven.farm.faults.set("dewikibooks", "down")
    haven.farm.access_log.clear()
    page = await steward.get(f"{path}/after")
    assert "dewikibooks" in words(page)
    assert UNKNOWN in words(page)
    assert "Not everything could be asked on this wiki" in words(page)
    asked_there = [each.modules for each in haven.farm.access_log.entries() if each.wiki == "dewikibooks"]
    assert set(asked_there) == {("usercontribs",)}, "it is not waited for a second time"


async def test_with_all_wikis_silent_nothing_is_called_done_or_quiet(haven: Haven, tamsin: Client) -> None:
    haven.farm.add_account("Invented Heron", edits=0)
    haven.farm.edit("Invented Heron", "dewikibooks")
    path = await file(tamsin, LOCK, account(haven, "Invented Heron"))
    steward, _ = await taken(haven, path)
    haven.clock.move(minutes=2)
    for dbname in haven.farm.wikis:
        haven.farm.faults.set(dbname, "down")
    page = await steward.get(path)
    assert "not everything could be asked just now" in words(page)
    assert "Nothing is left for a form to do" not in words(page)
    after = await steward.get(f"{path}/after")
    assert "could not be asked about just now" in words(after)
    assert "The wikis show no edits" not in words(after)


async def test_a_wiki_without_oversighters_is_the_stewards_to_suppress_by_numbers(
    haven: Haven, tamsin: Client, harming: list[str]
) -> None:
    path = await file(tamsin, LOCK_AND_HIDE, *(account(haven, name) for name in harming))
    steward, opened = await taken(haven, path)
    assert "First look through what they did" in words(opened)
    page = await steward.get(f"{path}/after")
    forms = forms_to(page, "Special:RevisionDelete")
    books = haven.farm.wiki("dewikibooks")
    meant = {each.rev_id for each in books.revisions.values() if each.author.name in harming}
    assert {form[: len(books.server)] for form in forms} == {books.server}, "enwiki has oversighters of its own"
    assert {int(each) for form in forms for each in named(form, "ids")[0].split(",")} == meant
    assert all("wpHideUser=1&wpHideRestricted=1" in form and "wpHidePrimary" not in form for form in forms)
    assert "This wiki has oversighters of its own." in words(page)
    assert "This wiki has no oversighters" in words(page)
    for form in ("Special:Contributions", "Special:Log", "Special:Nuke"):
        assert forms_to(page, form), form
    haven.farm.grant("Bruno Halm", "suppress", "dewikibooks")
    haven.clock.move(minutes=2)
    assert not forms_to(await steward.get(f"{path}/after"), "Special:RevisionDelete"), "asked live"


async def test_for_a_lock_alone_nothing_is_offered_to_be_suppressed(haven: Haven, tamsin: Client) -> None:
    haven.farm.add_account("Invented Heron", edits=0)
    haven.farm.edit("Invented Heron", "dewikibooks")
    path = await file(tamsin, LOCK, account(haven, "Invented Heron"))
    steward, _ = await taken(haven, path)
    page = await steward.get(f"{path}/after")
    assert "uppress" not in words(page)
    assert not forms_to(page, "Special:RevisionDelete")


async def test_of_hidden_accounts_it_is_said_that_no_list_tells_of_them(
    haven: Haven, tamsin: Client, harming: list[str]
) -> None:
    path = await file(tamsin, LOCK_AND_HIDE, *(account(haven, name) for name in harming))
    steward, _ = await taken(haven, path)
    haven.farm.hide_account(harming[0])
    haven.clock.move(minutes=2)
    page = await steward.get(f"{path}/after")
    assert "One account is not visible to the public (any more)" in words(page)
    assert kept_names(page) == [harming[1]]


async def test_without_a_live_view_there_is_nothing_of_it(haven: Haven, tamsin: Client, harming: list[str]) -> None:
    path = await file(tamsin, LOCK_AND_HIDE, account(haven, harming[0]))
    ines = await haven.client("Ines Torvald")
    page = await ines.get(path)
    assert "global account" not in words(page)
    assert (await ines.get(f"{path}/after")).status_code == 303
    assert (await tamsin.get(f"{path}/after")).status_code in {303, 403}
