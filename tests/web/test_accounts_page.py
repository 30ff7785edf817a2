"""The accounts page: what can be pasted, what the table says, sorting and filtering without script, and who may."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from bs4 import Tag

from app.actions import looking_up
from app.actions.limits import ACCOUNTS, ACCOUNTS_A_PASTE, EDIT_LOOKS
from app.sandbox.people import HIDDEN_NAME, LOCKED_NAME
from app.sandbox.sock_case import LOOK_ALIKE, OTHER_SOCK, SOCK, SOCK_TEMPORARY
from tests.journeys.pastes import account_link, paste, raw_database
from tests.support.haven import Client, Haven
from tests.support.page_checks import heading, read, words

FOUND = "What the wikis tell of these accounts"
SOCKS = "\n".join((SOCK, LOOK_ALIKE, OTHER_SOCK, SOCK_TEMPORARY))


@pytest.fixture
async def tamsin(haven: Haven) -> Client:
    return await haven.client("Tamsin Vale")


async def look_up(client: Client, text: str, **fields: str) -> httpx.Response:
    page = await client.post("/accounts", {"text": text, **fields})
    assert page.status_code == 200, words(page)
    assert heading(page) == FOUND
    return page


def rows(page: httpx.Response) -> list[list[str]]:
    """The cells of the table, as they read."""
    table = read(page).select_one("#all-asked > .table table")
    if not isinstance(table, Tag):
        return []
    return [[_read(cell) for cell in row.select("td")] for row in table.select("tbody tr")]


def _read(cell: Tag) -> str:
    return " ".join(cell.get_text(" ", strip=True).split()).replace(" :", ":")


def pairs(page: httpx.Response) -> list[tuple[str, str]]:
    return [(row[0].split(" l")[0], row[1].split()[0]) for row in rows(page)]


def row(page: httpx.Response, name: str, wiki: str) -> list[str]:
    return next(each for each in rows(page) if each[0].startswith(name) and each[1].startswith(wiki))


def found_list(page: httpx.Response) -> Tag:
    part = read(page).select_one("#all-asked")
    assert part is not None
    return part


def card(page: httpx.Response, name: str) -> Tag:
    cards = read(page).select("ul.accounts > li")
    return next(each for each in cards if (title := each.find("h3")) and title.get_text() == name)


def buttons(page: httpx.Response) -> Mapping[str, str]:
    found = read(page).select("button[name=view]")
    return {each.get_text(strip=True): str(each["value"]) for each in found}


# What the table says --------------------------------------------------------------------------------------------------


async def test_account_by_wiki_with_edits_blocks_and_groups(haven: Haven, tamsin: Client) -> None:
    page = await look_up(tamsin, f"{SOCKS}\nIlse Norrby")
    blocked = row(page, SOCK, "enwiki")
    assert blocked[:3] == [f"{SOCK} locked look-alike", "enwiki home", "8"]
    first = min(each.at for each in haven.farm.wiki("enwiki").revisions.values() if each.author.name == SOCK)
    assert blocked[3] == first.strftime("%Y-%m-%d")
    assert blocked[5] == "blocked there without end"
    in_part = row(page, OTHER_SOCK, "dewikibooks")
    assert in_part[5].startswith("blocked there until ")
    assert row(page, "Ilse Norrby", "enwiki")[5] == "sysop"
    assert "whether a block is for the whole wiki" in words(page)
    assert "12 edits in all, attached on 6 wikis" in _read(card(page, SOCK))


async def test_a_block_s_reason_is_nowhere(tamsin: Client) -> None:
    page = await look_up(tamsin, SOCKS)
    assert "Invented reason" not in page.text
    assert "Cross-wiki abuse" not in page.text


async def test_names_that_look_alike_stand_beside_each_other_with_why(tamsin: Client) -> None:
    page = await look_up(tamsin, SOCKS)
    assert f"Looks like another name of this list: {LOOK_ALIKE} (similar letters)" in _read(card(page, SOCK))
    assert f"{SOCK} (similar letters)" in _read(card(page, LOOK_ALIKE))
    assert "Looks like" not in _read(card(page, OTHER_SOCK))


async def test_of_many_look_alikes_it_says_how_many_more_there_are(haven: Haven, tamsin: Client) -> None:
    names = ["L" + "I" * number + "l" * (9 - number) for number in range(8)]
    numbers = [f"#{haven.farm.add_account(name).central_id}" for name in names]
    page = await look_up(tamsin, "\n".join(numbers))
    items = read(page).select("ul.accounts > li .edit-first")
    assert {len(each.select("li")) for each in items} == {6}
    assert {_read(each.select("li")[-1]) for each in items} == {"and 2 more"}


async def test_hidden_and_missing_accounts_are_one_and_the_same_line(tamsin: Client) -> None:
    page = await look_up(tamsin, f"{HIDDEN_NAME}\nNo Such Person\n#4711")
    items = [_read(each) for each in read(page).select("#all-asked > ul > li")]
    assert items == [f"{each}: not found or not visible" for each in (HIDDEN_NAME, "No Such Person", "#4711")]
    assert rows(page) == []
    assert "hidden" not in words(page).replace("or it is hidden: the public cannot tell these apart", "")


async def test_the_same_account_by_name_and_by_every_number_is_one(haven: Haven, tamsin: Client) -> None:
    account = haven.farm.account(SOCK)
    local = account_link(haven.farm.wiki("enwiki"), account.local["enwiki"].user_id)
    page = await look_up(tamsin, f"{SOCK}\n#{account.central_id}\n{local}")
    assert len(read(page).select("ul.accounts > li")) == 1
    assert len(rows(page)) == 3


async def test_edits_that_are_not_public_are_not_denied(haven: Haven, tamsin: Client) -> None:
    haven.farm.set_edit_count(OTHER_SOCK, "enwiki", 9)
    haven.farm.set_edit_count(OTHER_SOCK, "testwiki", 2)
    page = await look_up(tamsin, OTHER_SOCK)
    assert row(page, OTHER_SOCK, "enwiki")[3].startswith("the first public one: ")
    assert row(page, OTHER_SOCK, "testwiki")[3].startswith("here since ")
    assert row(page, OTHER_SOCK, "testwiki")[4] == "none that the public can see"


async def test_with_more_edits_than_one_answer_holds_the_first_is_not_claimed(haven: Haven, tamsin: Client) -> None:
    wiki = haven.farm.wiki("enwiki")
    target = wiki.add_page("Many")
    for number in range(510):
        wiki.add_revision(target, OTHER_SOCK, "x", "y", at=wiki.ago(hours=number))
    page = await look_up(tamsin, f"{OTHER_SOCK}\n{SOCK}")
    assert row(page, OTHER_SOCK, "enwiki")[3].startswith("here since ")
    strips = read(page).select(".strip")
    not_whole = [each for each in strips if each.select("rect.unknown")]
    assert [_read(each).startswith(f"{OTHER_SOCK} enwiki (only the newest 500 edits") for each in not_whole] == [True]


async def test_addresses_get_links_and_are_not_looked_up(haven: Haven, tamsin: Client) -> None:
    haven.farm.access_log.clear()
    page = await look_up(tamsin, "192.0.2.7\n2001:db8::/32")
    assert "Addresses are not looked up here" in words(page)
    assert "Special:GlobalBlock&amp;wpAddress=192.0.2.7" in page.text
    assert haven.farm.access_log.count(module="usercontribs") == 0
    assert {each.modules for each in haven.farm.access_log.entries(wiki="metawiki", module="globaluserinfo")} == {
        ("globaluserinfo",)
    }, "who asks"
    assert haven.farm.access_log.count(module="globaluserinfo") == 1


async def test_what_is_no_account_is_shown_back_once(haven: Haven, tamsin: Client) -> None:
    server = haven.farm.wiki("enwiki").server
    page = await look_up(tamsin, f"{server}/wiki/Special:Diff/5\nName{{with}}braces\n{SOCK}")
    assert "This points at something else than an account" in words(page)
    assert "No account can be called that" in words(page)


# Sorting, filtering ---------------------------------------------------------------------------------------------------


async def test_sorting_and_filtering_ask_no_wiki_again_and_carry_the_list(haven: Haven, tamsin: Client) -> None:
    page = await look_up(tamsin, SOCKS)
    assert pairs(page)[0] == (OTHER_SOCK, "enwiki")
    haven.farm.access_log.clear()
    by_edits = await look_up(tamsin, SOCKS, view=buttons(page)["most edits"])
    assert [int(each[2]) for each in rows(by_edits)] == sorted((int(each[2]) for each in rows(page)), reverse=True)
    newest = await look_up(tamsin, SOCKS, view=buttons(page)["newest edit"])
    assert [each[4] for each in rows(newest)] == sorted((each[4] for each in rows(page)), reverse=True)
    by_wiki = await look_up(tamsin, SOCKS, view=buttons(page)["wiki"])
    assert [each[1] for each in rows(by_wiki)] == sorted(each[1] for each in rows(page))
    recent = await look_up(tamsin, SOCKS, view=buttons(by_wiki)["in the last 7 days"])
    assert {each for each, _ in pairs(recent)} == {OTHER_SOCK, SOCK_TEMPORARY}
    assert "rows are left away by this filter" in words(recent)
    assert [each[1] for each in rows(recent)] == sorted(each[1] for each in rows(recent)), "still by wiki"
    assert haven.farm.access_log.entries(path="/w/api.php") == ()
    for each in (page, by_edits, recent):
        form = read(each).select_one("form.viewing input[name=text]")
        assert isinstance(form, Tag)
        assert form["value"] == SOCKS


async def test_asked_again_from_the_box_or_the_button_the_wikis_answer_anew(haven: Haven, tamsin: Client) -> None:
    page = await look_up(tamsin, OTHER_SOCK)
    for again in ({}, {"view": buttons(page)["Ask the wikis again"]}):
        haven.farm.access_log.clear()
        await look_up(tamsin, OTHER_SOCK, **again)
        assert haven.farm.access_log.count(module="usercontribs") == 2


async def test_the_list_can_be_changed(tamsin: Client) -> None:
    page = await tamsin.post("/accounts", {"text": SOCKS, "view": "change"})
    assert (page.status_code, heading(page)) == (200, "Accounts on all wikis")
    box = read(page).select_one("textarea#text")
    assert isinstance(box, Tag)
    assert box.get_text().strip() == SOCKS


@pytest.mark.parametrize("view", ["edits", "edits.5.some", "edits.all.some\n", "x.all.some", "<script>", "edits.all.x"])
async def test_a_view_that_no_button_sends_is_the_first_one(tamsin: Client, view: str) -> None:
    assert pairs(await look_up(tamsin, SOCKS, view=view)) == pairs(await look_up(tamsin, SOCKS))


# Wikis in trouble -----------------------------------------------------------------------------------------------------


async def test_one_silent_wiki_is_not_taken_for_inactive(haven: Haven, tamsin: Client) -> None:
    haven.farm.faults.set("dewikibooks", "down")
    page = await look_up(tamsin, SOCKS)
    assert row(page, SOCK, "dewikibooks")[4] == "could not check"
    assert row(page, SOCK, "enwiki")[4].endswith("UTC")
    assert "These wikis could not be asked about all accounts. What is missing is not nothing: dewikibooks" in words(
        page
    )
    recent = await look_up(tamsin, SOCKS, view="account.7.some")
    assert (SOCK, "dewikibooks") in pairs(recent)
    assert (SOCK, "enwiki") not in pairs(recent)
    haven.farm.faults.clear()
    healed = await look_up(tamsin, SOCKS, view="account.all.some")
    assert row(healed, SOCK, "dewikibooks")[4].endswith("UTC"), "a failure is asked again, even when sorting"


async def test_a_silent_central_wiki_is_could_not_check_and_never_missing(haven: Haven, tamsin: Client) -> None:
    await tamsin.get("/accounts")
    haven.farm.faults.set("metawiki", "garbage")
    page = await look_up(tamsin, f"{SOCK}\n#4711")
    items = [_read(each) for each in read(page).select("#all-asked .message li")]
    assert items == [f"{SOCK}: could not check", "#4711: could not check"]
    assert "not found" not in words(page)


# Limits, bad input ----------------------------------------------------------------------------------------------------


async def again(client: Client, text: str, status: int) -> str:
    """The box again, with nothing that was typed lost; what it says is wrong."""
    page = await client.post("/accounts", {"text": text})
    assert (page.status_code, heading(page)) == (status, "Accounts on all wikis")
    box = read(page).select_one("textarea#text")
    assert isinstance(box, Tag)
    assert box.get_text().strip() == text.strip()
    return words(page)


async def test_an_empty_box(tamsin: Client) -> None:
    assert "Paste the names of accounts, one a line" in await again(tamsin, "  \n ", 422)


async def test_two_hundred_accounts_and_one_more(haven: Haven, tamsin: Client) -> None:
    names = [f"Invented {number}" for number in range(ACCOUNTS_A_PASTE + 1)]
    haven.farm.access_log.clear()
    assert f"These are {len(names)} accounts" in await again(tamsin, "\n".join(names), 422)
    assert haven.farm.access_log.count(module="globaluserinfo") == 1, "who asks"
    page = await look_up(tamsin, "\n".join(names[1:]))
    assert _read(found_list(page)).count(": not found or not visible") == ACCOUNTS_A_PASTE


async def test_a_text_too_long(tamsin: Client) -> None:
    assert "longer than" in await again(tamsin, "x" * 200_001, 422)


async def test_a_text_is_not_sent_to_a_wiki(haven: Haven, tamsin: Client) -> None:
    await tamsin.get("/accounts")
    haven.farm.access_log.clear()
    said = await again(tamsin, "Tide Watcher\nI am Jane Doe\nhe posted my address", 422)
    assert "This looks like a text, not like a list of names (see line 2): nothing of it was sent to a wiki" in said
    assert haven.farm.access_log.entries(path="/w/api.php") == ()


async def test_of_a_text_the_links_are_looked_up_and_the_lines_left_out_are_shown(haven: Haven, tamsin: Client) -> None:
    wiki = haven.farm.wiki("enwiki")
    link = account_link(wiki, haven.farm.account(OTHER_SOCK).local["enwiki"].user_id)
    text = f"Jane Doe\n12 Oak Lane, Bristol\n{link}\njane@example.org"
    await look_up(tamsin, link)
    haven.farm.access_log.clear()
    page = await look_up(tamsin, text)
    asked = haven.farm.access_log.count(wiki="metawiki", module="globaluserinfo")
    assert (asked, set(ticks(page))) == (1, {OTHER_SOCK})
    cells = [_read(each) for each in read(page).select("main > .table td")]
    assert cells == [
        "2", "12 Oak Lane, Bristol", "more words than a name mostly has",
        "4", "jane@example.org", "signs of a sentence or an address",
    ]  # fmt: skip
    assert "One more line without a link was left out with them Jane Doe" in words(page)
    change = await tamsin.post("/accounts", {"text": text, "view": "change"})
    assert text in change.text


async def test_the_limit_of_a_person(haven: Haven, tamsin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ACCOUNTS.at_most == 2000
    monkeypatch.setattr(looking_up, "ACCOUNTS", replace(ACCOUNTS, at_most=2 * ACCOUNTS_A_PASTE))
    names = "\n".join(f"Invented {number}" for number in range(ACCOUNTS_A_PASTE))
    for _ in range(2):
        await look_up(tamsin, names)
    assert "as many accounts as one person may within an hour" in await again(tamsin, SOCK, 429)
    assert (await tamsin.post("/accounts", {"text": names, "view": "wiki.all.some"})).status_code == 200, "remembered"
    await look_up(await haven.client("Ilse Norrby"), SOCK)
    haven.clock.move(hours=1)
    await look_up(tamsin, SOCK)


async def test_beyond_a_hundred_rows_the_last_edits_are_asked_on_demand(
    haven: Haven, tamsin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking_up, "EDITS_BY_THEMSELVES", 8)
    haven.farm.access_log.clear()
    page = await look_up(tamsin, SOCKS)
    assert {each[4] for each in rows(page)} == {"not asked yet"}
    assert haven.farm.access_log.count(module="usercontribs") == 0
    assert "For 9 rows the last edit was not asked" in words(page)
    assert pairs(await look_up(tamsin, SOCKS, view="account.7.some")) == pairs(page), "unknown is not inactive"
    loaded = await look_up(tamsin, SOCKS, view=buttons(page)["Load the last edits"])
    assert haven.farm.access_log.count(module="usercontribs") == 9
    assert all(each[4].endswith("UTC") for each in rows(loaded))
    sorted_now = await look_up(tamsin, SOCKS, view=buttons(loaded)["newest edit"])
    assert haven.farm.access_log.count(module="usercontribs") == 9
    assert all(each[4].endswith("UTC") for each in rows(sorted_now))


async def test_the_limit_of_last_edits_leaves_the_table(tamsin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking_up, "EDIT_LOOKS", replace(EDIT_LOOKS, at_most=3))
    page = await look_up(tamsin, SOCKS)
    assert "you have asked as much as one person may" in words(page)
    assert "Load the last edits" not in buttons(page)
    assert len(rows(page)) == 9


# Who may, and what is left behind -------------------------------------------------------------------------------------


async def test_only_people_who_may_send(haven: Haven) -> None:
    for name in ("Marlow Quince", "Oona Brack"):
        client = await haven.client(name, is_sender=False)
        assert (await client.post("/accounts", {"text": SOCK})).status_code == 403
        assert "/accounts" not in (await client.get("/")).text
    nobody = await haven.client()
    assert (await nobody.get("/accounts")).status_code in (303, 401, 403)


async def test_the_menu_leads_there(tamsin: Client) -> None:
    assert '<a href="/accounts">Accounts</a>' in (await tamsin.get("/")).text


async def test_nothing_of_it_is_stored_logged_or_in_an_address(
    haven: Haven, tamsin: Client, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    name = haven.farm.add_account("Qwertzuiop Asdfghjkl").name
    caplog.set_level(0)
    page = await look_up(tamsin, name)
    await look_up(tamsin, name, view="edits.30.more")
    await tamsin.post("/accounts", {"text": name + "\n" + "x" * 300})
    assert "Qwertzuiop" not in caplog.text
    assert b"Qwertzuiop" not in raw_database(tmp_path)
    title = read(page).title
    assert title is not None
    assert "Qwertzuiop" not in title.get_text()
    assert page.headers["cache-control"] == "no-store"


async def test_from_the_targets_of_a_paste(haven: Haven, tamsin: Client) -> None:
    wiki, account = haven.farm.wiki("enwiki"), haven.farm.account(SOCK)
    link = account_link(wiki, account.local["enwiki"].user_id)
    draft = await paste(tamsin, link, f"{wiki.server}/?diff={next(iter(wiki.revisions))}")
    page = await tamsin.get(draft)
    button = next(each for each in read(page).select("button[formaction='/accounts']"))
    assert (button["name"], button["value"]) == ("draft", draft.rpartition("/")[2])
    found = await tamsin.post("/accounts", {"draft": str(button["value"])})
    assert pairs(found)[0][0] == SOCK
    other = await haven.client("Ilse Norrby")
    assert (await other.post("/accounts", {"draft": str(button["value"])})).status_code == 404
    no_accounts = await tamsin.get(await paste(tamsin, f"{wiki.server}/?diff={next(iter(wiki.revisions))}"))
    assert "formaction='/accounts'" not in no_accounts.text.replace('"', "'")


async def test_a_marked_account_of_a_draft_is_not_named(haven: Haven, tamsin: Client) -> None:
    wiki, account = haven.farm.wiki("enwiki"), haven.farm.account(SOCK)
    draft = await paste(tamsin, account_link(wiki, account.local["enwiki"].user_id))
    await tamsin.post(f"{draft}/mark", {"mark": "0", "take": "0"})
    assert 'formaction="/accounts"' not in (await tamsin.get(draft)).text
    page = await tamsin.post("/accounts", {"draft": draft.rpartition("/")[2]})
    assert page.status_code == 422
    assert SOCK not in page.text


async def test_a_locked_account_is_in_no_list_to_lock_and_a_temporary_one_is_blocked(haven: Haven) -> None:
    sunniva = await haven.client("Sunniva Aldous")
    page = await look_up(sunniva, f"{SOCKS}\n{LOCKED_NAME}")
    soup = read(page)
    links = [str(each["href"]) for each in soup.select("a.button")]
    assert [each.partition("wpTarget=")[2].split("%0A") for each in links if "MultiLock" in each] == [
        ["T%D1%96de%20Watcher", "Saltmarsh%20Fen"]
    ]
    assert [each.partition("wpTargets=")[2] for each in links if "MassGlobalBlock" in each] == [SOCK_TEMPORARY]
    assert "Block it globally" in _read(card(page, SOCK_TEMPORARY))
    assert "Lock it globally" not in _read(card(page, SOCK_TEMPORARY))
    assert "Lock it globally" not in _read(card(page, SOCK))
    assert "Lock it globally" in _read(card(page, OTHER_SOCK))


async def test_forms_are_for_whoever_can_act_there(haven: Haven, tamsin: Client) -> None:
    assert "Special:Block&amp;" not in (await look_up(tamsin, OTHER_SOCK)).text
    page = await look_up(await haven.client("Ilse Norrby"), OTHER_SOCK)
    assert "Block here" in row(page, OTHER_SOCK, "enwiki")[6]
    assert "Block here" not in row(page, OTHER_SOCK, "dewikibooks")[6]
    assert "wpReason" not in page.text
    assert "MultiLock" not in page.text


# The picture ----------------------------------------------------------------------------------------------------------


async def test_whoever_may_follow_goes_on_from_here(haven: Haven, tamsin: Client) -> None:
    assert "Follow it" not in words(await look_up(tamsin, SOCK))
    ilse = await haven.client("Ilse Norrby")
    found = await look_up(ilse, SOCK)
    button = found_list(found).select_one('form[action="/trackings/start"] button[name="account"]')
    assert button is not None
    form = await ilse.post("/trackings/start", {"account": str(button["value"])})
    assert (form.status_code, heading(form)) == (200, "Follow an account")
    assert SOCK in words(form)


async def test_the_picture_and_its_table_say_the_same(tamsin: Client) -> None:
    page = read(await look_up(tamsin, SOCKS))
    strips = page.select(".strip svg")
    assert len(strips) == 9
    for strip in strips:
        assert strip["role"] == "img"
        title, desc = (page.select_one(f"#{each}") for each in str(strip["aria-labelledby"]).split())
        assert title is not None
        assert title.name == "title"
        assert desc is not None
        assert desc.name == "desc"
    bars = sum(len(strip.select("rect:not(.unknown)")) for strip in strips)
    assert bars == len(page.select("details.strips-table tbody tr"))
    counted = sum(int(cell.get_text()) for cell in page.select("details.strips-table td.number"))
    assert counted == 29
    assert page.select("[style]") == []


async def test_a_filter_draws_only_its_days(tamsin: Client) -> None:
    page = read(await look_up(tamsin, SOCKS, view="account.7.some"))
    assert {str(each["viewbox" if each.has_attr("viewbox") else "viewBox"]) for each in page.select(".strip svg")} == {
        "0 0 80 40"
    }


async def test_what_could_not_be_checked_is_not_drawn_and_said_to_be_missing(haven: Haven, tamsin: Client) -> None:
    assert "not drawn" not in words(await look_up(tamsin, SOCKS))
    haven.farm.faults.set("dewikibooks", "down")
    page = await look_up(tamsin, SOCKS)
    unchecked = [each for each in rows(page) if each[4] == "could not check"]
    assert len(unchecked) > 1
    assert f"{len(unchecked)} rows of the table could not be checked and are not drawn. That does not" in words(page)


# The way on -----------------------------------------------------------------------------------------------------------


def ticks(page: httpx.Response) -> dict[str, str]:
    """By name: what the tick beside a card sends; only those that are ticked."""
    cards = read(page).select("ul.accounts > li")
    found = {str(card.select("h3")[0].get_text()): card.select("input[form='ask-others'][checked]") for card in cards}
    return {name: str(boxes[0]["value"]) for name, boxes in found.items() if boxes}


async def test_whoever_cannot_lock_goes_on_to_those_who_can(haven: Haven, tamsin: Client) -> None:
    page = await look_up(tamsin, SOCKS)
    form = read(page).select_one("form#ask-others")
    assert form is not None
    assert form["action"] == "/box"
    ticked = ticks(page)
    assert set(ticked) == {LOOK_ALIKE, OTHER_SOCK, SOCK_TEMPORARY}, "who is locked already is not ticked"
    assert not any(name in value for name, value in ticked.items()), "numbers, no names"
    went = await tamsin.post("/box", {"text": [ticked[OTHER_SOCK], ticked[LOOK_ALIKE]]})
    draft = await tamsin.follow(went)
    assert "2 targets" in words(draft)
    filed = await tamsin.post(
        f"{went.headers['location']}/file",
        {"danger": "no", "kind": "lock", "criterion": "xw-vandalism", "urgency": "today"},
    )
    assert filed.status_code == 303, words(filed)


async def test_with_nothing_ticked_the_box_says_so(tamsin: Client) -> None:
    assert (await tamsin.post("/box", {})).status_code == 422


async def test_global_blocks_are_a_form_for_stewards(haven: Haven, tamsin: Client) -> None:
    for client in (tamsin, await haven.client("Ilse Norrby")):
        page = await look_up(client, SOCK_TEMPORARY)
        assert "Special:GlobalBlock" not in page.text
        assert SOCK_TEMPORARY in ticks(page)
    assert "Special:GlobalBlock&amp;" in (await look_up(await haven.client("Sunniva Aldous"), SOCK_TEMPORARY)).text
