"""Special:RevisionDelete of the sandbox for earlier files, deleted revisions and log entries, trap by trap."""

from __future__ import annotations

import pytest

from app.sandbox.files import FileVersion, upload
from app.sandbox.visibility import SUMMARY, SUPPRESSED, TEXT, USER
from app.sandbox.wiki import Page, Wiki
from tests.sandbox.asking import Asker
from tests.sandbox.test_revision_delete import save, soup

ADMIN, BOTH, EDITOR = "Ilse Norrby", "Piet Wander", "Wilma Tarn"
FORM = "/w/index.php?title=Special:RevisionDelete"
INVALID = "Invalid target revision"


def wiki(ask: Asker) -> Wiki:
    return ask.farm.wiki("enwiki")


def file(ask: Asker) -> list[FileVersion]:
    page = wiki(ask).add_page("Invented.png", 6)
    wiki(ask).add_revision(page, EDITOR, "first", "Invented.")
    times = [wiki(ask).ago(minutes=9 - number) for number in range(3)]
    return [upload(wiki(ask), page, EDITOR, f"version {n}", f"bytes {n}", at) for n, at in enumerate(times)]


def deleted(ask: Asker) -> Page:
    page = wiki(ask).add_page("Invented deleted page")
    for minutes in (9, 8, 8):
        wiki(ask).add_revision(page, EDITOR, "step", at=wiki(ask).ago(minutes=minutes))
    wiki(ask).delete_page(page, ADMIN)
    return page


async def heading(ask: Asker, address: str, viewer: str = ADMIN) -> str:
    page = await soup(ask, address, viewer)
    assert page.h1 is not None
    return page.h1.get_text()


async def test_an_earlier_version_by_the_time_in_its_archive_name(ask: Asker) -> None:
    made = file(ask)
    address = f"{FORM}&type=oldimage&target=File:Invented.png&ids={made[1].archive_time}&wpHidePrimary=1"
    page = await soup(ask, address)
    assert "File content" in page.get_text()
    await save(ask, page)
    assert [each.hidden for each in made] == [0, TEXT, 0]
    entry = wiki(ask).log[-1]
    assert (entry.kind, entry.action, entry.params["type"]) == ("delete", "revision", "oldimage")


@pytest.mark.parametrize(
    "wrong",
    [
        "target=File:Invented.png&ids={archive}!Invented.png",  # the whole archive name
        "target=File:Invented.png&ids={own}",  # its own time
        "target=File:Invented.png&ids={current}",  # the newest version has no such name
        "ids={archive}",  # no file named
        "target=Lanternfish&ids={archive}",
        "curid={page}&ids={archive}",  # the form takes a title only
    ],
)
async def test_a_version_is_found_in_no_other_way(ask: Asker, wrong: str) -> None:
    made = file(ask)
    asked = wrong.format(
        archive=made[0].archive_time,
        own=made[0].at.strftime("%Y%m%d%H%M%S"),
        current=made[2].at.replace(second=(made[2].at.second + 1) % 60).strftime("%Y%m%d%H%M%S"),
        page=made[0].page.page_id,
    )
    assert await heading(ask, f"{FORM}&type=oldimage&{asked}") == INVALID


async def test_deleted_revisions_by_number_need_a_page_and_any_will_do(ask: Asker) -> None:
    page = deleted(ask)
    number = page.revisions[0].rev_id
    assert await heading(ask, f"{FORM}&type=revision&ids={number}") == INVALID
    form = await soup(ask, f"{FORM}&type=revision&target=Elsewhere&ids={number}&wpHideComment=1")
    await save(ask, form)
    assert [each.hidden for each in page.revisions] == [SUMMARY, 0, 0]
    assert wiki(ask).log[-1].title == (0, "Elsewhere"), "the log line stands under the page that was named"


async def test_deleted_revisions_of_one_second_are_taken_together(ask: Asker) -> None:
    page = deleted(ask)
    at = page.revisions[1].at.strftime("%Y%m%d%H%M%S")
    form = await soup(ask, f"{FORM}&type=archive&target=Invented_deleted_page&ids={at}&wpHideUser=1")
    await save(ask, form)
    assert [each.hidden for each in page.revisions] == [0, USER, USER]
    number = page.revisions[0].rev_id
    assert await heading(ask, f"{FORM}&type=archive&target=Invented_deleted_page&ids={number}") == INVALID
    assert await heading(ask, f"{FORM}&type=archive&target=Lanternfish&ids={at}") == INVALID


@pytest.mark.parametrize("type_", ["oldimage", "archive", "logging", "revision"])
@pytest.mark.parametrize("viewer", [EDITOR, "Roderick Sloe", "Caro Lindqvist"])
async def test_editors_the_blocked_and_people_of_other_wikis_are_refused(ask: Asker, type_: str, viewer: str) -> None:
    made = file(ask)
    ids = {
        "oldimage": made[0].archive_time,
        "archive": "20260101000000",
        "logging": str(wiki(ask).log[0].log_id),
        "revision": str(made[0].page.revisions[0].rev_id),
    }
    answer = await ask.page("enwiki", f"{FORM}&type={type_}&target=File:Invented.png&ids={ids[type_]}", viewer)
    answer = await ask.page("enwiki", answer.headers.get("Location", ""), viewer) if answer.is_redirect else answer
    assert answer.status_code == 403
    assert "wpHidePrimary" not in answer.text


async def test_one_suppressed_item_refuses_the_whole_form_to_administrators(ask: Asker) -> None:
    made = file(ask)
    made[0].hidden = TEXT | SUPPRESSED
    both = f"{FORM}&type=oldimage&target=File:Invented.png&ids={made[0].archive_time},{made[1].archive_time}"
    assert await heading(ask, both) == "Permission error"
    assert await heading(ask, both, BOTH) == "Delete/undelete revisions"


async def test_an_entry_of_the_suppression_log_is_not_for_administrators(ask: Asker) -> None:
    entry = wiki(ask).add_log("suppress", "revision", BOTH, (0, "Invented"))
    plain = wiki(ask).add_log("move", "move", EDITOR, (0, "Invented"))
    both = f"{FORM}&type=logging&ids={entry.log_id},{plain.log_id}"
    assert await heading(ask, both) == "Permission error"
    assert await heading(ask, both, BOTH) == "Delete/undelete revisions"
    assert await heading(ask, f"{FORM}&type=logging&ids={plain.log_id}") == "Delete/undelete revisions"


async def test_suppressing_goes_to_the_suppression_log(ask: Asker) -> None:
    made = file(ask)
    address = f"{FORM}&type=oldimage&target=File:Invented.png&ids={made[0].archive_time}"
    await save(ask, await soup(ask, f"{address}&wpHidePrimary=1&wpHideRestricted=1", BOTH))
    assert made[0].hidden == TEXT | SUPPRESSED
    assert (wiki(ask).log[-1].kind, wiki(ask).log[-1].action) == ("suppress", "revision")
    public = await ask.api("enwiki", list="logevents", letype="delete", letitle="File:Invented.png")
    assert public["query"]["logevents"] == []
