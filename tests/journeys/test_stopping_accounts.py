"""Accounts stopped on all wikis: asked for by a sender, done by a steward in the central wiki's own forms, and closed
by what the wikis show of them; said by the steward where the public cannot see it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from bs4 import BeautifulSoup

from app.sandbox.people import ATTACKING_NAME, LOCKED_NAME, TEMPORARY_NAME
from app.sandbox.wiki import Wiki
from tests.journeys.cases import harbour
from tests.journeys.pastes import (
    account_link,
    diff,
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
from tests.sandbox.asking import Asker
from tests.sandbox.filling import open_form
from tests.support.haven import SUPPRESSION, Client, Haven, open_haven
from tests.support.page_checks import read, words
from tests.support.sandbox import in_process

LOCK = {"danger": "no", "kind": "lock", "criterion": "xw-vandalism", "urgency": "today"}
LOCK_AND_HIDE = LOCK | {"kind": "lock-and-hide", "criterion": "xw-attack-name"}
GLOBAL_BLOCK = LOCK | {"kind": "global-block"}
STEWARD, VANDAL, SECOND = "Sunniva Aldous", "Marlow Quince", "Corin Ashby"
DONE, BY_HAND = "Done: the wiki shows it", "Done: said by the handler"


@pytest.fixture
def wiki(haven: Haven) -> Wiki:
    return haven.farm.wiki("enwiki")


@pytest.fixture
async def tamsin(haven: Haven) -> Client:
    return await haven.client("Tamsin Vale")


def account(haven: Haven, name: str, dbname: str = "enwiki") -> str:
    """The address of an account, by its number on that wiki alone."""
    return account_link(haven.farm.wiki(dbname), haven.farm.accounts[name].local[dbname].user_id)


async def file(client: Client, answers: dict[str, str], *addresses: str) -> str:
    """One request; its path."""
    draft = await paste(client, *addresses)
    filed = await client.post(f"{draft}/file", answers)
    assert filed.status_code == 303, words(filed)
    assert filed.headers["location"].startswith("/requests/H-"), filed.headers["location"]
    return str(filed.headers["location"])


async def refused(client: Client, answers: dict[str, str], *addresses: str) -> str:
    """What the page says when it comes again."""
    draft = await paste(client, *addresses)
    answer = await client.post(f"{draft}/file", answers)
    assert answer.status_code == 422, answer.status_code
    return words(answer)


async def taken(haven: Haven, path: str, name: str = STEWARD) -> tuple[Client, httpx.Response]:
    client = await haven.client(name)
    return client, await client.follow(await client.post(f"{path}/take", {"not_my_own": "yes"}))


async def ask_wiki(haven: Haven, client: Client, path: str) -> httpx.Response:
    """Some minutes later."""
    haven.clock.move(minutes=6)
    return await client.follow(await client.post(f"{path}/check"))


@asynccontextmanager
async def wikis(haven: Haven) -> AsyncIterator[Asker]:
    """The wikis themselves, as a browser of somebody signed in there sees them."""
    _, transport = in_process(haven.farm)
    async with httpx.AsyncClient(transport=transport) as client:
        yield Asker(haven.farm, client)


async def save_form(haven: Haven, link: str) -> None:
    """Open a link of Haven's as the steward, and press the button of the form as it is filled in."""
    central = haven.farm.central
    assert link.startswith(central.server)
    async with wikis(haven) as ask:
        form = await open_form(ask, central.dbname, link.removeprefix(central.server), STEWARD)
        saved = await form.save(wpReason="neutral")
    assert saved.status_code == 200, saved.text


async def test_a_vandal_is_locked_by_a_steward_and_the_request_closes_by_itself(haven: Haven, tamsin: Client) -> None:
    path = await file(tamsin, LOCK, account(haven, VANDAL))
    own = words(await tamsin.get(path))
    assert "Global lock (accounts on all wikis)" in own
    assert "the stewards" in own
    steward, opened = await taken(haven, path)
    assert "Vandalism on several wikis" in words(opened)
    [form] = forms_to(opened, "Special:CentralAuth")
    assert "target=Marlow%20Quince" in form
    assert "wpStatusLocked=1" in form
    assert "wpStatusHidden" not in form
    assert not forms_to(opened, "Special:Block"), "nobody asked for a block on one wiki"
    assert DONE not in words(await ask_wiki(haven, steward, path))
    await save_form(haven, form)
    assert haven.farm.accounts[VANDAL].locked
    assert DONE in words(await ask_wiki(haven, steward, path))
    assert DONE in words(await tamsin.get(path))


async def test_a_temporary_account_is_blocked_globally_whatever_was_asked(haven: Haven, tamsin: Client) -> None:
    path = await file(tamsin, LOCK, account(haven, TEMPORARY_NAME))
    assert "Global block (accounts" in words(await tamsin.get(path))
    steward, opened = await taken(haven, path)
    assert not forms_to(opened, "Special:CentralAuth"), "the software would refuse"
    [form] = forms_to(opened, "Special:GlobalBlock")
    await save_form(haven, form)
    page = await ask_wiki(haven, steward, path)
    assert DONE in words(page)
    assert not haven.farm.accounts[TEMPORARY_NAME].locked


async def test_both_kinds_in_one_paste_become_two_requests_of_one_group(haven: Haven, tamsin: Client) -> None:
    draft = await paste(tamsin, account(haven, VANDAL), account(haven, TEMPORARY_NAME), account(haven, SECOND))
    checked = await tamsin.follow(await tamsin.post(f"{draft}/file", LOCK))
    assert "2 targets" in row_with(checked, "Global lock (")
    assert "1 target" in row_with(checked, "Global block (")
    sent = await tamsin.follow(await tamsin.post(f"{draft}/check"))
    assert len(rows(sent)) == 2
    sunniva = await haven.client(STEWARD)
    assert len(rows(await sunniva.get("/queues"))) == 2


def everywhere(haven: Haven, name: str) -> list[str]:
    """Its address on every wiki where it is attached."""
    return [account(haven, name, dbname) for dbname in haven.farm.accounts[name].local]


async def test_one_account_linked_from_many_wikis_is_asked_for_once(haven: Haven, tamsin: Client) -> None:
    links = everywhere(haven, VANDAL)
    assert len(links) > 2
    draft = await paste(tamsin, *links, account(haven, SECOND, "commonswiki"))
    checked = await tamsin.follow(await tamsin.post(f"{draft}/file", LOCK))
    assert f"{len(links) - 1} links lead to an account that another link names, too" in words(checked)
    assert "This becomes one request." in words(checked)
    assert len(rows(checked)) == 1
    assert "2 targets" in row_with(checked, "Global lock (")
    sent = await tamsin.post(f"{draft}/check", {"shown": digests(checked)})
    path = sent.headers["location"]
    sunniva = await haven.client(STEWARD)
    assert len(rows(await sunniva.get("/queues"))) == 1
    haven.farm.lock(VANDAL)
    assert DONE not in words(await ask_wiki(haven, tamsin, path))
    haven.farm.lock(SECOND)
    assert DONE in words(await ask_wiki(haven, tamsin, path))


def digests(page: httpx.Response) -> list[str]:
    return [str(each["value"]) for each in read(page).select('input[name="shown"]')]


async def test_asked_from_another_wiki_it_waits_once(haven: Haven, tamsin: Client) -> None:
    first, *others = everywhere(haven, VANDAL)
    path = await file(tamsin, LOCK, first)
    for link in others:
        again = await tamsin.post(f"{await paste(tamsin, link)}/file", LOCK)
        assert again.status_code == 409
        assert path in again.text


async def test_a_steward_blocked_on_the_wiki_of_the_link_can_lock(haven: Haven, tamsin: Client) -> None:
    path = await file(tamsin, LOCK, account(haven, VANDAL))
    haven.farm.block(STEWARD, "enwiki", by="Ilse Norrby")
    _, opened = await taken(haven, path)
    assert forms_to(opened, "Special:CentralAuth")


@pytest.mark.parametrize("name", [VANDAL, TEMPORARY_NAME])
async def test_a_wiki_that_is_down_and_has_no_part_in_it_stops_nobody(haven: Haven, tamsin: Client, name: str) -> None:
    path = await file(tamsin, LOCK, account(haven, name))
    for dbname in haven.farm.accounts[name].local:
        if dbname != "metawiki":
            haven.farm.faults.set(dbname, "down")
    steward, opened = await taken(haven, path)
    forms = [*forms_to(opened, "Special:CentralAuth"), *forms_to(opened, "Special:GlobalBlock")]
    await save_form(haven, forms[0])
    assert DONE in words(await ask_wiki(haven, steward, path))


async def test_an_account_without_the_central_wiki_can_be_locked(haven: Haven, tamsin: Client) -> None:
    local = haven.farm.accounts[VANDAL].local
    del local["metawiki"]
    path = await file(tamsin, LOCK, account(haven, VANDAL))
    steward, opened = await taken(haven, path)
    [form] = forms_to(opened, "Special:CentralAuth")
    await save_form(haven, form)
    assert DONE in words(await ask_wiki(haven, steward, path))


async def test_several_accounts_are_locked_in_one_form(haven: Haven, tamsin: Client) -> None:
    path = await file(tamsin, LOCK, account(haven, VANDAL), account(haven, SECOND, "commonswiki"))
    steward, opened = await taken(haven, path)
    [form] = forms_to(opened, "Special:MultiLock")
    assert "Marlow%20Quince%0ACorin%20Ashby" in form
    assert len(forms_to(opened, "Special:CentralAuth")) == 2
    haven.farm.lock(VANDAL)
    assert not forms_to(await ask_wiki(haven, steward, path), "Special:MultiLock"), "one is left"


async def test_afterwards_only_wikis_with_edits_are_looked_through(haven: Haven, tamsin: Client) -> None:
    for dbname in haven.farm.accounts[VANDAL].local:
        haven.farm.set_edit_count(VANDAL, dbname, 5 if dbname in {"enwiki", "dewikibooks"} else 0)
    path = await file(tamsin, LOCK, account(haven, VANDAL))
    steward, opened = await taken(haven, path)
    assert "What else to do about these accounts" in words(opened)
    haven.farm.lock(VANDAL)
    after = await steward.get(f"{path}/after")
    assert len(forms_to(after, "Special:Contributions")) == 2
    assert not forms_to(after, "Special:CentralAuth"), "it is locked"
    assert "First stop the accounts" in words(after)
    for page in (opened, after):
        assert "hid" not in words(page).replace("hide your", "").split("Sign out")[-1], words(page)


async def test_a_name_marked_on_one_of_its_links_is_in_no_link(haven: Haven, tamsin: Client) -> None:
    draft = await paste(tamsin, *everywhere(haven, VANDAL)[:3])
    await tamsin.post(f"{draft}/mark", {"mark": "2", "take": ["0", "1", "2"]})
    checked = await tamsin.follow(await tamsin.post(f"{draft}/file", LOCK))
    sent = await tamsin.post(f"{draft}/check", {"shown": digests(checked)})
    _, opened = await taken(haven, sent.headers["location"])
    assert not forms_to(opened, "Special:CentralAuth")
    assert [form["wpTarget"] for form in kept_forms(opened)] == [VANDAL]
    assert "Marlow" not in outside_kept(opened)


async def test_a_name_to_be_hidden_is_in_no_link_and_the_steward_says_that_it_is_hidden(
    haven: Haven, tamsin: Client, tmp_path: Path
) -> None:
    path = await file(tamsin, LOCK_AND_HIDE, account(haven, ATTACKING_NAME))
    steward, opened = await taken(haven, path)
    assert not forms_to(opened, "Special:CentralAuth")
    [form] = kept_forms(opened)
    assert (form["wpActionLock"], form["wpActionHide"], form["wpTarget"]) == ("lock", "2", ATTACKING_NAME)
    assert "The name of one account is in no link: this page sends it straight into the form" in words(opened)
    assert kept_names(opened) == [ATTACKING_NAME]
    haven.farm.lock(ATTACKING_NAME)
    half = await ask_wiki(haven, steward, path)
    assert "yes" in row_with(half, "account")
    assert DONE not in words(half), "its name can be seen still"
    assert 'value="done"' not in half.text
    early = await steward.post(f"{path}/close", {"closing": "done"})
    assert early.status_code == 422
    haven.farm.hide_account(ATTACKING_NAME)
    gone = await ask_wiki(haven, steward, path)
    assert "not found or not visible" in row_with(gone, "account")
    assert "the wiki does not tell" in row_with(gone, "account")
    assert DONE not in words(gone)
    closed = await steward.follow(await steward.post(f"{path}/close", {"closing": "done"}))
    assert BY_HAND in words(closed)
    for page in tamsin.seen:
        assert "Placeholder" not in page.text, page.url.path
    for page in steward.seen:
        assert "Placeholder" not in outside_kept(page), page.url.path
    for page in (*tamsin.seen, *steward.seen):
        assert not [link for link in outgoing(page) if "Placeholder" in link]
    assert b"Placeholder" not in raw_database(tmp_path)


async def test_hidden_from_lists_only_is_the_stewards_word_too(haven: Haven, tamsin: Client) -> None:
    path = await file(tamsin, LOCK_AND_HIDE, account(haven, ATTACKING_NAME))
    steward, _ = await taken(haven, path)
    haven.farm.lock(ATTACKING_NAME)
    haven.farm.hide_account(ATTACKING_NAME, "lists")
    page = await ask_wiki(haven, steward, path)
    assert "the wiki does not tell" in row_with(page, "account")
    assert DONE not in words(page)
    assert (await steward.post(f"{path}/close", {"closing": "done"})).status_code == 303


async def test_a_name_that_can_be_seen_again_is_asked_about_once_more(haven: Haven, tamsin: Client) -> None:
    path = await file(tamsin, LOCK_AND_HIDE, account(haven, ATTACKING_NAME))
    steward, _ = await taken(haven, path)
    haven.farm.lock(ATTACKING_NAME)
    haven.farm.hide_account(ATTACKING_NAME)
    await steward.post(f"{path}/close", {"closing": "done"})
    hidden = haven.farm.accounts[ATTACKING_NAME]
    hidden.hidden = ""
    for here in hidden.local.values():
        here.block = None
    assert "it can be seen again" in words(await ask_wiki(haven, tamsin, path))


async def test_a_lock_that_ends_is_nobodys_mistake(haven: Haven, tamsin: Client) -> None:
    path = await file(tamsin, LOCK, account(haven, VANDAL))
    haven.farm.lock(VANDAL)
    assert DONE in words(await ask_wiki(haven, tamsin, path))
    haven.farm.unlock(VANDAL)
    page = await ask_wiki(haven, tamsin, path)
    assert DONE in words(page)
    assert f"{path}/check" not in page.text


async def test_an_account_that_hides_before_anybody_looked_is_the_stewards_word(haven: Haven, tamsin: Client) -> None:
    """Whose it is cannot be known any more: whoever takes it declares that it is not their own."""
    gone = account(haven, VANDAL)
    haven.farm.hide_account(VANDAL)
    path = await file(tamsin, LOCK, gone)
    sunniva = await haven.client(STEWARD)
    assert (await sunniva.post(f"{path}/take")).status_code == 422
    steward, opened = await taken(haven, path)
    assert "the wiki does not tell" in row_with(opened, "account")
    assert DONE not in words(await ask_wiki(haven, steward, path))
    assert (await steward.post(f"{path}/close", {"closing": "done"})).status_code == 303


@pytest.mark.parametrize("name", [VANDAL, TEMPORARY_NAME])
async def test_the_central_wikis_silence_ends_nothing(haven: Haven, tamsin: Client, name: str) -> None:
    """Of two accounts one is stopped, and of the other nobody knows: that is not done."""
    stopped = (
        haven.farm.add_account("Invented First")
        if name == VANDAL
        else haven.farm.add_account("~2026-77001-02", temporary=True)
    )
    path = await file(tamsin, LOCK, account(haven, stopped.name), account(haven, name))
    steward, _ = await taken(haven, path)
    haven.farm.lock(stopped) if name == VANDAL else haven.farm.add_global_block(stopped.name, STEWARD)
    haven.clock.move(minutes=6)
    haven.farm.faults.set("metawiki", "down")
    assert (await tamsin.post(f"{path}/check")).status_code == 503
    haven.farm.faults.clear()
    haven.clock.move(minutes=1)
    assert "2 targets, 1 done" in words(await ask_wiki(haven, steward, path))


async def test_with_all_wikis_silent_it_is_sent_and_sorted_out_by_whoever_takes_it(
    haven: Haven, tamsin: Client
) -> None:
    """That one of them is temporary nobody could see then: it counts as stopped when it is blocked globally."""
    await tamsin.get("/account")
    draft = await paste(tamsin, account(haven, VANDAL), account(haven, TEMPORARY_NAME))
    for dbname in ("enwiki", "metawiki"):
        haven.farm.faults.set(dbname, "down")
    filed = await tamsin.post(f"{draft}/file", LOCK)
    assert filed.status_code == 303, words(filed)
    haven.farm.faults.clear()
    haven.clock.move(minutes=6)
    path = filed.headers["location"]
    steward, opened = await taken(haven, path)
    for form in (*forms_to(opened, "Special:CentralAuth"), *forms_to(opened, "Special:GlobalBlock")):
        await save_form(haven, form)
    assert DONE in words(await ask_wiki(haven, steward, path))


async def test_what_is_locked_already_is_not_asked_for(haven: Haven, tamsin: Client) -> None:
    said = await refused(tamsin, LOCK, account(haven, LOCKED_NAME))
    assert "stopped already" in said
    draft = await paste(tamsin, account(haven, LOCKED_NAME), account(haven, VANDAL))
    checked = await tamsin.follow(await tamsin.post(f"{draft}/file", LOCK))
    assert "One link leads to an account that is stopped already" in words(checked)
    assert "1 target" in row_with(checked, "Global lock (")


async def test_a_locked_account_can_still_be_hidden(haven: Haven, tamsin: Client) -> None:
    await file(tamsin, LOCK_AND_HIDE, account(haven, LOCKED_NAME))


async def test_registered_accounts_are_not_blocked_globally(haven: Haven, tamsin: Client) -> None:
    said = await refused(tamsin, GLOBAL_BLOCK, account(haven, VANDAL), account(haven, TEMPORARY_NAME))
    assert "One of the accounts is registered, and registered accounts are locked" in said


async def test_a_reason_that_only_names_have_does_not_fit_temporary_accounts(haven: Haven, tamsin: Client) -> None:
    said = await refused(tamsin, LOCK_AND_HIDE, account(haven, ATTACKING_NAME), account(haven, TEMPORARY_NAME))
    assert "One of the accounts is temporary and can only be blocked globally" in said


async def test_only_accounts_are_stopped(haven: Haven, wiki: Wiki, tamsin: Client) -> None:
    addresses = (account(haven, VANDAL), diff(wiki, harbour(wiki)[0]))
    said = await refused(tamsin, LOCK, *addresses)
    assert "one of the targets is none" in said
    page = await tamsin.get(f"{await paste(tamsin, *addresses)}/file")
    assert 'value="lock"' not in page.text
    assert "go back and tick accounts only" in words(page)
    assert "tick accounts only" not in words(await tamsin.get(f"{await paste(tamsin, addresses[1])}/file"))


@pytest.mark.parametrize("criterion", ["os-private-information", "rd3-disruptive", "xw-attack-name", "no-such"])
async def test_the_criterion_must_be_one_for_it(haven: Haven, tamsin: Client, criterion: str) -> None:
    fields = {"kind": "global-block", "criterion": criterion}
    assert "criterion" in (await refused(tamsin, LOCK | fields, account(haven, TEMPORARY_NAME))).lower()


async def test_nothing_but_what_and_how_soon_need_be_said(haven: Haven, tamsin: Client) -> None:
    draft = await paste(tamsin, account(haven, VANDAL))
    said = await tamsin.post(f"{draft}/file", {"kind": "lock", "danger": "no"})
    assert said.status_code == 422
    assert {"criterion", "urgency"} == _problems(said)
    bad = await tamsin.post(f"{draft}/file", LOCK | {"whose": "nobodys", "exposed": "x"})
    assert {"whose", "exposed"} == _problems(bad), "what is said must still be one of the list"


def _problems(page: httpx.Response) -> set[str]:
    soup = read(page)
    return {str(link["href"]).removeprefix("#") for link in soup.select(".error-summary a")}


async def test_the_name_can_be_suppressed_on_its_wiki_as_before(haven: Haven, tamsin: Client) -> None:
    path = await file(tamsin, SUPPRESSION, account(haven, VANDAL))
    assert "the oversighters of enwiki" in words(await tamsin.get(path))


async def test_for_the_account_itself_the_request_does_not_exist(haven: Haven, tamsin: Client) -> None:
    """Even a steward, if it is their own account."""
    path = await file(tamsin, LOCK, account(haven, "Ines Torvald"))
    ines = await haven.client("Ines Torvald")
    assert rows(await ines.get("/queues")) == []
    unknown = await ines.get("/requests/H-2222-2222")
    own = await ines.get(path)
    assert (own.status_code, words(own)) == (404, words(unknown))
    assert (await ines.post(f"{path}/take", {"not_my_own": "yes"})).status_code == 404
    sunniva = await haven.client(STEWARD)
    assert len(rows(await sunniva.get("/queues"))) == 1


async def test_nobody_but_stewards_sees_it(haven: Haven, tamsin: Client) -> None:
    path = await file(tamsin, LOCK, account(haven, VANDAL))
    for name in ("Ilse Norrby", "Odile Farr", "Gael Timmer", "Lasse Brook"):
        client = await haven.client(name)
        assert (await client.get(path)).status_code == 404, name


async def test_codes_of_hiding_do_not_end_it_and_its_own_do(haven: Haven, tamsin: Client) -> None:
    path = await file(tamsin, LOCK, account(haven, VANDAL))
    steward, opened = await taken(haven, path)
    for code in (
        "not-suppressible",
        "lower-level-suffices",
        "already-public",
        "declined-wrong-wiki",
        "locked-not-hidden",
    ):
        assert f'value="{code}"' not in opened.text
        assert (await steward.post(f"{path}/close", {"closing": code})).status_code == 422
    closed = await steward.follow(await steward.post(f"{path}/close", {"closing": "local-block-suffices"}))
    assert "Closed by the handler: A block on one wiki is enough" in words(closed)


async def test_asked_twice_it_waits_once(haven: Haven, tamsin: Client) -> None:
    path = await file(tamsin, LOCK, account(haven, VANDAL))
    draft = await paste(tamsin, account(haven, VANDAL))
    again = await tamsin.post(f"{draft}/file", LOCK)
    assert again.status_code == 409
    assert path in again.text


async def test_stewards_have_the_right_form_on_their_own_page(haven: Haven) -> None:
    sunniva = await haven.client(STEWARD)
    page = await sunniva.get(await paste(sunniva, account(haven, VANDAL), account(haven, TEMPORARY_NAME)))
    [lock], [block] = forms_to(page, "Special:CentralAuth"), forms_to(page, "Special:GlobalBlock")
    assert "Marlow" in lock
    assert "2026-10482-07" in block


@pytest.fixture
async def without_queues(tmp_path: Path) -> AsyncIterator[Haven]:
    (tmp_path / "off").mkdir()
    async with open_haven(tmp_path / "off", queues_on=False) as running:
        yield running


@pytest.mark.parametrize(("answers", "name", "form"), [
    (LOCK, VANDAL, "title=Special:CentralAuth&target=Marlow%20Quince&wpStatusLocked=1"),
    (LOCK, TEMPORARY_NAME, "title=Special:GlobalBlock&wpAddress=~2026-10482-07"),
    (LOCK_AND_HIDE, ATTACKING_NAME, "title=Special:CentralAuth&wpStatusLocked=1&wpStatusHidden=2"),
])  # fmt: skip
async def test_without_queues_a_finished_mail_to_the_stewards_says_it_all(
    without_queues: Haven, answers: dict[str, str], name: str, form: str
) -> None:
    haven = without_queues
    tamsin = await haven.client("Tamsin Vale")
    draft = await paste(tamsin, account(haven, name))
    assert "Queues are turned off here" in words(await tamsin.get(f"{draft}/file"))
    letter = await tamsin.post(f"{draft}/file", answers)
    body = max((each.get_text() for each in read(letter).find_all("textarea")), key=len)
    assert form in body
    assert f"Special:Redirect/user/{haven.farm.accounts[name].local['enwiki'].user_id}" in body
    assert "To be hidden" not in body
    assert "Published by the person" not in body
    assert "mailto:stewards@" in letter.text
    assert named_in_the_body_alone(letter, name)


def named_in_the_body_alone(letter: httpx.Response, name: str) -> bool:
    """A steward has to know whom to stop; the body goes by the clipboard, and nothing else of the page names anyone."""
    page = BeautifulSoup(letter.text, "html5lib")
    (body,) = page.select("textarea[id^=body]")
    is_named = f"\n{name}\n" in body.get_text()
    body.decompose()
    return is_named and name not in str(page)


async def test_a_mail_names_nobody_by_a_number_of_another_wiki(without_queues: Haven) -> None:
    """An account that the central wiki does not show any more is meant by its number on the wiki of the link; on the
    central wiki that number is a stranger's."""
    haven = without_queues
    haven.farm.hide_account(VANDAL, "lists")
    number = haven.farm.accounts[VANDAL].local["enwiki"].user_id
    stranger = haven.farm.add_account("Somebody Uninvolved")
    haven.farm.accounts[stranger.name].local["metawiki"].user_id = number
    tamsin = await haven.client("Tamsin Vale")
    draft = await paste(tamsin, account(haven, VANDAL))
    letter = await tamsin.post(f"{draft}/file", LOCK)
    body = max((each.get_text() for each in read(letter).find_all("textarea")), key=len)
    assert stranger.name not in letter.text
    assert f"\n{VANDAL}\n" in body


async def test_without_queues_one_account_linked_from_many_wikis_is_one_mail(without_queues: Haven) -> None:
    haven = without_queues
    tamsin = await haven.client("Tamsin Vale")
    draft = await paste(tamsin, *everywhere(haven, ATTACKING_NAME), *everywhere(haven, VANDAL))
    await tamsin.post(f"{draft}/mark", {"mark": "1", "take": [str(place) for place in range(500)]})
    checked = await tamsin.follow(await tamsin.post(f"{draft}/file", LOCK))
    letter = await tamsin.post(f"{draft}/check", {"shown": digests(checked)})
    soup = read(letter)
    subject, body = (each.get_text() for each in soup.find_all("textarea"))
    assert subject == "A request for the stewards"
    assert body.count("Special:Redirect/user/") == 2
    assert body.count("title=Special:CentralAuth") == 2
    assert "Wiki:" not in body
    assert "hidden" not in body
    assert named_in_the_body_alone(letter, ATTACKING_NAME)
    assert "Marlow" not in subject
