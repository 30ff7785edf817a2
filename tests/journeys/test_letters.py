"""Finished mails: they reach nobody who is kept out, mix no pages, and are there again after a reload."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from app.mediawiki.report_contacts import HELP
from tests.journeys.cases import harbour, newest
from tests.journeys.pastes import references
from tests.support.haven import REVISION_DELETION, SUPPRESSION, Client, Haven, open_haven
from tests.support.page_checks import links, read, words


@pytest.fixture
async def haven(tmp_path: Path) -> AsyncIterator[Haven]:
    async with open_haven(tmp_path, queues_on=False) as running:
        yield running


async def letter(haven: Haven, client: Client, revids: list[int], **answers: str) -> tuple[str, list[str], str]:
    """The finished mail: its body, the forms in it, and the words of the page."""
    wiki = haven.farm.wiki("enwiki")
    text = "\n".join(f"{wiki.server}/wiki/Special:Diff/{revid}" for revid in revids)
    draft = (await client.post("/box", {"text": text})).headers["location"]
    page = await client.post(f"{draft}/file", SUPPRESSION | answers)
    assert page.status_code == 200, words(page)
    body = max((each.get_text() for each in read(page).find_all("textarea")), key=len)
    return body, re.findall(r"\S*title=Special:RevisionDelete\S*", body), " ".join([words(page), *links(page)])


async def test_mail_never_goes_to_a_team_with_somebody_who_is_kept_out(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    revids = harbour(haven.farm.wiki("enwiki"))
    _, _, to_team = await letter(haven, ilse, revids)
    assert "oversighters-enwiki@" in to_team
    _, _, one_up = await letter(haven, ilse, revids, keep_out_1="Piet Wander")
    assert "oversighters-enwiki@" not in one_up
    assert "stewards@" in one_up


async def test_nor_to_a_team_with_the_author_in_it(haven: Haven) -> None:
    wiki = haven.farm.wiki("enwiki")
    own = wiki.add_revision(wiki.page("Talk:Harbour lights"), "Odile Farr", "by an oversighter")
    wiki.add_revision(wiki.page("Talk:Harbour lights"), "Wilma Tarn", "after it")
    _, _, page = await letter(haven, await haven.client("Ilse Norrby"), [own.rev_id])
    assert "oversighters-enwiki@" not in page


async def test_nor_where_the_team_cannot_be_asked_and_somebody_is_kept_out(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    wiki = haven.farm.wiki("enwiki")
    await ilse.get("/account")
    draft = (await ilse.post("/box", {"text": f"{wiki.server}/wiki/Special:Diff/{harbour(wiki)[0]}"})).headers[
        "location"
    ]
    haven.farm.faults.set("enwiki", "down")
    page = await ilse.post(f"{draft}/file", SUPPRESSION | {"keep_out_1": "Piet Wander"})
    assert "oversighters-enwiki@" not in page.text


async def test_each_form_is_for_one_page_and_leaves_out_what_cannot_be_hidden_yet(haven: Haven) -> None:
    wiki = haven.farm.wiki("enwiki")
    other = wiki.add_page("Another page", 0)
    first = wiki.add_revision(other, "Marlow Quince", "elsewhere")
    wiki.add_revision(other, "Wilma Tarn", "after it")
    current = newest(wiki, "Talk:Harbour lights")
    here = harbour(wiki)
    body, forms, _ = await letter(haven, await haven.client("Ilse Norrby"), [*here, first.rev_id, current])
    ids = [set(parse_qs(urlsplit(form).query)["ids"][0].split(",")) for form in forms]
    assert sorted(map(len, ids)) == [1, len(here)]
    assert not any(str(current) in each for each in ids)
    assert f"Special:Diff/{current}" in body
    assert "action=edit" in body


async def test_a_mixed_paste_files_once_and_shows_its_mail_again_on_reload(tmp_path: Path) -> None:
    async with open_haven(tmp_path) as haven:
        ilse = await haven.client("Ilse Norrby")
        english, commons = haven.farm.wiki("enwiki"), haven.farm.wiki("commonswiki")
        file = next(each for each in commons.revisions.values() if each.author.name == "Marlow Quince")
        text = (
            f"{english.server}/wiki/Special:Diff/{harbour(english)[0]} {commons.server}/wiki/Special:Diff/{file.rev_id}"
        )
        draft = (await ilse.post("/box", {"text": text})).headers["location"]
        assert (await ilse.post(f"{draft}/file", SUPPRESSION)).headers["location"] == f"{draft}/check"
        first = await ilse.post(f"{draft}/check")
        again = await ilse.post(f"{draft}/check")
        for page in (first, again):
            assert page.status_code == 200
            assert "oversighters-commons@" in page.text
        assert len(references(await ilse.get("/requests"))) == 1


async def test_an_address_that_the_wiki_names_instead_is_told_and_never_used(haven: Haven) -> None:
    """The demo's large wiki sends its own reports elsewhere than the reviewed contact."""
    ilse, revids = await haven.client("Ilse Norrby"), harbour(haven.farm.wiki("enwiki"))
    body, _, page = await letter(haven, ilse, revids)
    assert "names another address: reports-enwiki@sandbox.invalid" in page
    assert "mailto:oversighters-enwiki@sandbox.invalid?" in page
    assert "mailto:reports-enwiki" not in page
    assert "reports-enwiki" not in body
    _, _, deletion = await letter(haven, ilse, revids, **REVISION_DELETION)
    assert "names another address" not in deletion, "the wiki names it for private information only"


@pytest.mark.parametrize("mail", ["oversighters-enwiki@sandbox.invalid", "", None])
async def test_the_same_address_or_a_page_that_cannot_be_read_adds_nothing(haven: Haven, mail: str | None) -> None:
    wiki = haven.farm.wiki("enwiki")
    settings = {HELP: {"Email": mail}} if mail is not None else "[]"
    wiki.add_revision(wiki.page("MediaWiki:IncidentReportingConfig.json"), "Hedda Moor", "", json.dumps(settings))
    _, _, page = await letter(haven, await haven.client("Ilse Norrby"), harbour(wiki))
    assert "oversighters-enwiki@" in page
    assert "names another address" not in page


async def test_what_looks_like_nobodys_role_is_not_shown(haven: Haven) -> None:
    wiki = haven.farm.wiki("enwiki")
    settings = {HELP: {"Email": '<a href="x">private@mail.invalid</a>'}}
    wiki.add_revision(wiki.page("MediaWiki:IncidentReportingConfig.json"), "Hedda Moor", "", json.dumps(settings))
    _, _, page = await letter(haven, await haven.client("Ilse Norrby"), harbour(wiki))
    assert "names another address" in page
    assert "mail.invalid" not in page
