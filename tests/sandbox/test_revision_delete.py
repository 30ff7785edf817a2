"""Special:RevisionDelete of the sandbox: the real parameter names, and every trap of the real page."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag

from app.sandbox.cases import add_history
from app.sandbox.wiki import Page, Wiki
from tests.sandbox.asking import Asker

PAGE = "/w/index.php?title=Special:RevisionDelete&type=revision"


def wiki(ask: Asker) -> Wiki:
    return ask.farm.wiki("enwiki")


def harbour(ask: Asker) -> Page:
    return wiki(ask).page("Talk:Harbour lights")


def numbers(ask: Asker, *places: int) -> list[int]:
    return [harbour(ask).revisions[place].rev_id for place in places]


def link(found: list[int], more: str = "") -> str:
    return f"{PAGE}&ids={','.join(map(str, found))}{more}"


async def soup(ask: Asker, address: str, viewer: str = "Ilse Norrby") -> BeautifulSoup:
    return BeautifulSoup((await ask.page("enwiki", address, viewer)).text, "html5lib")


def is_on(page: BeautifulSoup, name: str, value: str = "1") -> bool:
    field = page.select(f'input[name={name}][value="{value}"]')[0]
    return field.has_attr("checked")


def fields(page: BeautifulSoup) -> dict[str, str]:
    """What a browser would send if Apply were pressed now."""
    form = page.select("#mw-revdel-form-revisions")[0]
    sent: dict[str, str] = {"wpSubmit": "1"}
    for field in form.select("input"):
        if field.get("type") in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        sent[str(field["name"])] = str(field["value"])
    chosen = form.select("option[selected]")
    sent["wpRevDeleteReasonList"] = str(chosen[0].get("value", chosen[0].get_text())) if chosen else "other"
    return sent


async def save(ask: Asker, page: BeautifulSoup, **changes: str) -> BeautifulSoup:
    form = page.select("#mw-revdel-form-revisions")[0]
    assert isinstance(form, Tag)
    answer = await ask.page("enwiki", str(form["action"]), **(fields(page) | changes))
    return BeautifulSoup(answer.text, "html5lib")


async def test_a_link_opens_the_filled_in_form_and_saving_is_one_click(ask: Asker) -> None:
    found = numbers(ask, 4, 5, 7)
    page = await soup(ask, link(found, "&wpHidePrimary=1&wpHideUser=1"))
    assert is_on(page, "wpHidePrimary")
    assert is_on(page, "wpHideUser")
    assert is_on(page, "wpHideComment", "-1")
    assert not page.select("input[name=wpHideRestricted]")
    done = await save(ask, page)
    assert done.select(".success")
    assert [wiki(ask).revisions[number].hidden for number in found] == [5, 5, 5]
    entry = wiki(ask).log[-1]
    assert (entry.kind, entry.action, entry.params["ids"]) == ("delete", "revision", found)
    assert (entry.params["old"]["bitmask"], entry.params["new"]["bitmask"]) == (0, 5)


@pytest.mark.parametrize("shape", ["commas", "spaces", "keys", "page"])
async def test_ids_in_every_form(ask: Asker, shape: str) -> None:
    one, two = numbers(ask, 4, 5)
    address = {
        "commas": link([one, two]),
        "spaces": f"{PAGE}&ids={one},%20{two}",
        "keys": f"{PAGE}&ids[{one}]=1&ids[{two}]=1",
        "page": f"/w/index.php?title=Talk:Harbour_lights&action=revisiondelete&type=revision&ids={one},{two}",
    }[shape]
    page = await soup(ask, address)
    assert page.select("input[name=ids]")[0]["value"] == f"{one},{two}"


async def test_wrong_forms_of_ids(ask: Asker) -> None:
    one, two = numbers(ask, 4, 5)
    assert "not specified any target" in (await soup(ask, f"{PAGE}&ids[]={one}&ids[]={two}")).get_text()
    assert "not specified any target" in (await soup(ask, PAGE)).get_text()
    page = await soup(ask, f"{PAGE}&ids={one}%7C{two}")
    assert page.select("input[name=ids]")[0]["value"] == str(one)


async def test_signed_out_people_get_a_bare_refusal(ask: Asker) -> None:
    answer = await ask.page("enwiki", link(numbers(ask, 4)))
    page = BeautifulSoup(answer.text, "html5lib")
    assert page.h1 is not None
    assert page.h1.get_text() == "Permission error"
    assert not page.select("main a")


@pytest.mark.parametrize("name", ["Marlow Quince", "Tamsin Vale", "Bruno Halm", "Gael Timmer", "Roderick Sloe"])
async def test_people_without_the_right_here(ask: Asker, name: str) -> None:
    page = await soup(ask, link(numbers(ask, 4)), name)
    assert not page.select("#mw-revdel-form-revisions")


async def test_one_item_gives_check_boxes_with_their_traps(ask: Asker) -> None:
    found = numbers(ask, 4)
    assert is_on(await soup(ask, link(found, "&wpHidePrimary=-1")), "wpHidePrimary")
    assert is_on(await soup(ask, link(found, "&wpHidePrimary=true")), "wpHidePrimary")
    wiki(ask).hide(found, text=True)
    assert is_on(await soup(ask, link(found)), "wpHidePrimary")
    assert not is_on(await soup(ask, link(found, "&wpHidePrimary=0")), "wpHidePrimary")


async def test_several_items_give_radios_that_know_three_values(ask: Asker) -> None:
    found = numbers(ask, 4, 5)
    assert is_on(await soup(ask, link(found, "&wpHidePrimary=true")), "wpHidePrimary", "-1")
    assert is_on(await soup(ask, link(found, "&wpHidePrimary=0")), "wpHidePrimary", "0")


async def test_the_mode_depends_on_how_many_were_found(ask: Asker) -> None:
    one = numbers(ask, 4)[0]
    elsewhere = wiki(ask).page("Lanternfish").revisions[1].rev_id
    page = await soup(ask, link([one, elsewhere, 5], "&wpHidePrimary=1"))
    assert page.select("input[type=checkbox][name=wpHidePrimary]")
    assert page.select("input[name=ids]")[0]["value"] == f"{one},{elsewhere},5"
    await save(ask, page)
    assert wiki(ask).revisions[one].hidden == 1
    assert wiki(ask).revisions[elsewhere].hidden == 0


async def test_suppression(ask: Asker) -> None:
    found = numbers(ask, 4, 5)
    page = await soup(ask, link(found, "&wpHidePrimary=1&wpHideRestricted=1"), "Odile Farr")
    assert is_on(page, "wpHideRestricted")
    await save(ask, page)
    assert [wiki(ask).revisions[number].hidden for number in found] == [9, 9]
    assert (wiki(ask).log[-1].kind, wiki(ask).log[-1].action) == ("suppress", "revision")
    refused = await soup(ask, link(numbers(ask, 4, 7)))
    assert refused.h1 is not None
    assert refused.h1.get_text() == "Permission error"


async def test_administrators_cannot_suppress(ask: Asker) -> None:
    found = numbers(ask, 4, 5)
    page = await soup(ask, link(found, "&wpHidePrimary=1&wpHideRestricted=1"))
    await save(ask, page, wpHideRestricted="1")
    assert [wiki(ask).revisions[number].hidden for number in found] == [1, 1]


async def test_the_text_of_the_current_revision_cannot_be_hidden(ask: Asker) -> None:
    found = numbers(ask, 5, 11)
    done = await save(ask, await soup(ask, link(found, "&wpHidePrimary=1")))
    assert done.select(".error")
    assert [wiki(ask).revisions[number].hidden for number in found] == [1, 0]
    done = await save(ask, await soup(ask, link(found[1:], "&wpHideComment=1&wpHideUser=1")))
    assert done.select(".success")
    assert wiki(ask).revisions[found[1]].hidden == 6


async def test_settings_already_in_force_are_a_failure(ask: Asker) -> None:
    found = numbers(ask, 4, 5)
    wiki(ask).hide(found, text=True)
    entries = len(wiki(ask).log)
    done = await save(ask, await soup(ask, link(found, "&wpHidePrimary=1")))
    assert done.select(".error")
    assert len(wiki(ask).log) == entries


async def test_reasons(ask: Asker) -> None:
    more = "&wpReason=short+words&wpRevDeleteReasonList=Copyright+violation&wpHideUser=1"
    await save(ask, await soup(ask, link(numbers(ask, 4), more)))
    assert wiki(ask).log[-1].comment == "Copyright violation: short words"
    page = await soup(ask, link(numbers(ask, 5), "&wpRevDeleteReasonList=No+such+option"))
    assert not page.select("option[selected]")


async def test_nothing_is_saved_without_the_token_or_by_a_link(ask: Asker) -> None:
    found = numbers(ask, 4)
    await save(ask, await soup(ask, link(found, "&wpHidePrimary=1")), wpEditToken="+\\")
    await ask.page("enwiki", link(found, "&wpHidePrimary=1&wpSubmit=1"), "Ilse Norrby")
    assert wiki(ask).revisions[found[0]].hidden == 0


async def test_deleted_revisions_are_found_by_number(ask: Asker) -> None:
    deleted = list(wiki(ask).deleted_revisions)[:2]
    page = await soup(ask, link(deleted, "&target=Driftwood_notes&wpHideUser=1"))
    await save(ask, page)
    assert [wiki(ask).deleted_revisions[number].hidden for number in deleted] == [4, 4]


async def test_log_entries(ask: Asker) -> None:
    entry = wiki(ask).log[0]
    page = await soup(ask, f"/w/index.php?title=Special:RevisionDelete&type=logging&ids={entry.log_id}&wpHidePrimary=1")
    await save(ask, page)
    assert entry.hidden == 1
    assert (wiki(ask).log[-1].action, wiki(ask).log[-1].params["ids"]) == ("event", [entry.log_id])


async def test_five_hundred_ids_in_one_link(ask: Asker) -> None:
    found = [revision.rev_id for revision in add_history(wiki(ask), "Long history", 500).revisions[:-1]]
    await save(ask, await soup(ask, link(found, "&wpHidePrimary=1")))
    assert all(wiki(ask).revisions[number].hidden == 1 for number in found)
