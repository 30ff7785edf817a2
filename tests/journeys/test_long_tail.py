"""S4: a name that forty later revisions still carry. What was linked and the newest are never held up; from ten further
revisions on the others wait for a word, at nine they do not."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.sandbox.cases import TO_HIDE
from app.sandbox.wiki import Page, Wiki
from tests.journeys.pastes import diff, forms_to, paste, raw_database, ticked
from tests.support.haven import SUPPRESSION, Client, Haven
from tests.support.page_checks import words


@pytest.fixture
async def odile(haven: Haven) -> Client:
    return await haven.client("Odile Farr")


@pytest.fixture
def wiki(haven: Haven) -> Wiki:
    return haven.farm.wiki("enwiki")


def write(wiki: Wiki, later: int) -> Page:
    """A page into which the second edit puts it; so many later edits still carry it, and a last one takes it out."""
    page = wiki.add_page("Invented lane")
    wiki.add_revision(page, "Wilma Tarn", "begun", "Clean.", at=wiki.ago(hours=9))
    for number in range(later + 1):
        text = f"Clean. {TO_HIDE} {number}"
        wiki.add_revision(page, "Corin Ashby", f"edit {number}", text, at=wiki.ago(minutes=500 - number))
    wiki.add_revision(page, "Wilma Tarn", "back", "Clean.", at=wiki.ago(minutes=5))
    return page


async def with_tail(client: Client, wiki: Wiki, page: Page) -> str:
    """A draft of the linked revision and everything that still carries it."""
    draft = await paste(client, diff(wiki, page.revisions[1].rev_id))
    found = await client.get(f"{draft}/around/0")
    added = await client.post(f"{draft}/around/0", {"take": ticked(found)})
    assert added.status_code == 303
    return draft


def ids_in_forms(page: httpx.Response) -> list[int]:
    """Every id of every form, those that suppress: as often as it stands there."""
    links = forms_to(page, "RevisionDelete", "wpHideRestricted=1")
    return [int(number) for link in links for number in parse_qs(urlsplit(link).query)["ids"][0].split(",")]


def ids(page: Page, first: int, last: int) -> list[int]:
    return [each.rev_id for each in page.revisions[first - 1 : last]]


async def test_at_nine_further_revisions_nothing_waits(odile: Client, wiki: Wiki) -> None:
    page = write(wiki, later=9)
    found = await odile.get(await with_tail(odile, wiki, page))
    assert sorted(ids_in_forms(found)) == ids(page, 2, 11)
    assert "wait" not in words(found)


async def test_at_ten_all_but_the_linked_and_the_newest_wait(odile: Client, wiki: Wiki) -> None:
    page = write(wiki, later=10)
    found = await odile.get(await with_tail(odile, wiki, page))
    assert sorted(ids_in_forms(found)) == [*ids(page, 2, 2), *ids(page, 12, 12)]
    assert "9 later revisions wait." in words(found)


@pytest.mark.parametrize("said", ["agreed", "not-reachable", "necessary"])
async def test_one_tap_and_the_links_cover_forty_ids_exactly_once(odile: Client, wiki: Wiki, said: str) -> None:
    page = write(wiki, later=39)
    draft = await with_tail(odile, wiki, page)
    answer = await odile.post(f"{draft}/tail", {"tail": said})
    assert answer.status_code == 303
    found = await odile.follow(answer)
    assert sorted(ids_in_forms(found)) == ids(page, 2, 41)
    assert len(set(ids_in_forms(found))) == 40
    for link in forms_to(found, "RevisionDelete"):
        assert "wpHideUser" not in link and "wpHideComment" not in link, "only the text is ticked"


async def test_a_word_outside_the_list_is_no_word(odile: Client, wiki: Wiki) -> None:
    page = write(wiki, later=20)
    draft = await with_tail(odile, wiki, page)
    assert (await odile.post(f"{draft}/tail", {"tail": "Invented assent of somebody"})).status_code == 404
    assert "19 later revisions wait." in words(await odile.get(draft))


async def test_a_request_needs_the_word_or_goes_without_them(
    haven: Haven, odile: Client, wiki: Wiki, tmp_path: Path
) -> None:
    page = write(wiki, later=20)
    tamsin = await haven.client("Tamsin Vale")
    draft = await with_tail(tamsin, wiki, page)
    missing = await tamsin.post(f"{draft}/file", SUPPRESSION)
    assert missing.status_code == 422
    assert "Say what came of asking about the many later revisions" in words(missing)
    sent = await tamsin.follow(await tamsin.post(f"{draft}/file", {**SUPPRESSION, "tail": "later"}))
    assert "2 targets, 0 done" in words(sent)
    assert b"assent" not in raw_database(tmp_path)


async def test_the_handler_reads_what_was_said_and_gets_every_id(haven: Haven, odile: Client, wiki: Wiki) -> None:
    page = write(wiki, later=20)
    tamsin = await haven.client("Tamsin Vale")
    draft = await with_tail(tamsin, wiki, page)
    sent = await tamsin.post(f"{draft}/file", {**SUPPRESSION, "tail": "not-reachable"})
    path = sent.headers["location"]
    assert re.fullmatch(r"/requests/H-[0-9A-Z]{4}-[0-9A-Z]{4}", path)
    opened = await odile.follow(await odile.post(f"{path}/take"))
    assert "They cannot be reached" in words(opened)
    assert sorted(ids_in_forms(opened)) == ids(page, 2, 22)
