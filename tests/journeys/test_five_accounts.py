"""Scenario S6: five accounts follow somebody over several wikis, one of them temporary and one locked already. An
administrator writes the two public requests and saves one of them in the wiki's own editor."""

import mwparserfromhell
import pytest
from bs4 import BeautifulSoup

from tests.journeys.pastes import account_link, diff, paste
from tests.journeys.test_attack_names import editor_of, shown, text_of
from tests.journeys.test_stopping_accounts import wikis
from tests.support.haven import Client, Haven
from tests.support.page_checks import words

FOLLOWERS = ["Pale Heron", "Pale Stork", "Pale Egret"]
LOCKED, TEMPORARY, TARGET = "Pale Crane", "~2026-66602-22", "Wilma Tarn"
PAGE = "Steward requests/Global"


@pytest.fixture
async def ilse(haven: Haven) -> Client:
    for name in (*FOLLOWERS, LOCKED):
        haven.farm.add_account(name, edits=4)
    haven.farm.add_account(TEMPORARY, edits=2, temporary=True)
    haven.farm.lock(LOCKED, by="Sunniva Aldous")
    return await haven.client("Ilse Norrby")


async def sort(haven: Haven, client: Client, *names: str) -> str:
    wiki = haven.farm.wiki("enwiki")
    links = [account_link(wiki, haven.farm.accounts[name].local["enwiki"].user_id) for name in names]
    draft = await paste(client, *links)
    asks = await client.get(f"{draft}/stewards")
    said = await client.post(f"{draft}/stewards", {"harms": "none", "evidence": "public", "shown": shown(asks)})
    assert said.status_code == 303, words(said)
    return draft


async def save_in_editor(haven: Haven, name: str, fields: dict[str, str]) -> None:
    """Send the form that opens the editor, and press the editor's own button there."""
    central, address = haven.farm.central_dbname, "/w/index.php?title=Steward_requests/Global&action=submit"
    async with wikis(haven) as ask:
        opened = await ask.page(central, address, name, **fields)
        form = BeautifulSoup(opened.text, "html5lib").select_one("form:has(textarea)")
        assert form is not None, words(opened)
        sent = {str(each["name"]): str(each.get("value", "")) for each in form.select("input[name]")}
        sent |= {str(each["name"]): each.get_text().removeprefix("\n") for each in form.select("textarea[name]")}
        sent = {field: value for field, value in sent.items() if field not in ("wpPreview", "wpDiff")}
        saved = await ask.page(central, address, **(sent | {"wpSave": "Save"}))
        assert saved.status_code == 302, words(saved)


async def test_two_requests_at_the_right_places_and_the_locked_one_is_dropped(haven: Haven, ilse: Client) -> None:
    draft = await sort(haven, ilse, *FOLLOWERS, LOCKED, TEMPORARY)
    ways = await ilse.get(f"{draft}/stewards/ways")
    assert "Global lock: 3 accounts" in words(ways) and "Global block: one account" in words(ways)
    assert LOCKED in words(ways).partition("Nothing left to do")[2]
    revids = [haven.farm.edit(name, "enwiki").rev_id for name in FOLLOWERS]
    links = "\n".join(diff(haven.farm.wiki("enwiki"), revid) for revid in revids)
    asked = {"reason": "harassment", "links": links, "kept_out": TARGET}
    lock = await ilse.post(f"{draft}/stewards/public/lock", asked)
    block = await ilse.post(f"{draft}/stewards/public/global-block", {"reason": "harassment"})
    for page, part, names in ((lock, "lock and (un)hiding", FOLLOWERS), (block, "(un)block", [TEMPORARY])):
        written = mwparserfromhell.parse(text_of(page))
        assert len([each for each in written.filter_templates() if each.name.matches("status")]) == 1
        assert all(name in text_of(page) for name in names) and TARGET not in text_of(page)
        whole = editor_of(page)["wpTextbox1"]
        assert whole.partition("\n")[0].endswith(f"{part} ==") and whole.rstrip().endswith(text_of(page).rstrip())
        assert LOCKED not in text_of(page)
    assert TEMPORARY not in text_of(lock)
    assert all(str(revid) in text_of(lock) for revid in revids)


async def test_the_person_it_is_about_is_not_named_in_public(haven: Haven, ilse: Client) -> None:
    draft = await sort(haven, ilse, *FOLLOWERS)
    asked = {"reason": "harassment", "kept_out": TARGET}
    text = text_of(await ilse.post(f"{draft}/stewards/public/lock", asked))
    answer = await ilse.post(
        f"{draft}/stewards/public/lock", asked | {"do": "check", "text": f"{text} They follow {TARGET.upper()}."}
    )
    assert answer.status_code == 422 and editor_of(answer) == {}
    address = await ilse.post(
        f"{draft}/stewards/public/lock", asked | {"do": "check", "text": f"{text} 192.0.2.44, +44 1632 960123"}
    )
    assert address.status_code == 422
    assert "network address" in words(address) and "telephone" in words(address)


async def test_what_is_asked_already_is_not_asked_twice(haven: Haven, ilse: Client) -> None:
    draft = await sort(haven, ilse, *FOLLOWERS)
    made = await ilse.post(f"{draft}/stewards/public/lock", {"reason": "harassment"})
    await save_in_editor(haven, "Ilse Norrby", editor_of(made))
    page = haven.farm.central.page_titled((0, PAGE))
    assert page is not None and all(name in page.latest.text for name in FOLLOWERS)
    haven.farm.add_account("Pale Ibis", edits=3)
    more = await sort(haven, ilse, *FOLLOWERS, "Pale Ibis")
    again = await ilse.post(f"{more}/stewards/public/lock", {"reason": "harassment"})
    assert "These stand on the page already" in words(again) and "Global lock for 3 accounts" in words(again)
    assert text_of(again).startswith("=== Global lock for [[Special:CentralAuth/Pale Ibis")
    assert not any(name in text_of(again) for name in FOLLOWERS)
    anyway = await ilse.post(f"{more}/stewards/public/lock", {"reason": "harassment", "again": "yes"})
    assert all(name in text_of(anyway) for name in FOLLOWERS)
    nothing_left = await ilse.post(f"{draft}/stewards/public/lock", {"reason": "harassment"})
    assert "nothing to add" in words(nothing_left) and text_of(nothing_left) == ""


async def test_a_page_whose_part_was_renamed_is_refused_loudly(haven: Haven, ilse: Client) -> None:
    draft = await sort(haven, ilse, *FOLLOWERS)
    page = haven.farm.central.page_titled((0, PAGE))
    assert page is not None
    renamed = page.latest.text.replace("Requests for global (un)lock and (un)hiding", "Locks")
    haven.farm.central.add_revision(page, "Wilma Tarn", "renamed", renamed)
    answer = await ilse.post(f"{draft}/stewards/public/lock", {"reason": "harassment"})
    assert editor_of(answer) == {} and "has no part" in words(answer)
    assert all(name in text_of(answer) for name in FOLLOWERS), "the text can still be copied"


async def test_a_silent_central_wiki_still_gives_the_text(haven: Haven, ilse: Client) -> None:
    draft = await sort(haven, ilse, *FOLLOWERS)
    haven.farm.faults.set(haven.farm.central_dbname, "down")
    answer = await ilse.post(f"{draft}/stewards/public/lock", {"reason": "harassment"})
    assert editor_of(answer) == {} and "could not be read" in words(answer)
    assert all(name in text_of(answer) for name in FOLLOWERS)
