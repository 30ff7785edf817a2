"""The sandbox's API about files, the filter log, log entries by number, comments, and its short links."""

from __future__ import annotations

from typing import Any

import pytest

from app.sandbox import build_farm
from app.sandbox.abuse_log import add_hit
from app.sandbox.files import FileVersion, upload
from app.sandbox.more_cases import comment_id
from app.sandbox.visibility import SUMMARY, SUPPRESSED, TEXT, USER
from app.sandbox.wiki import Page, Wiki
from tests.sandbox.asking import Asker
from tests.support.sandbox import IN_PROCESS_PORT

ADMIN, OVERSIGHTER, EDITOR = "Ilse Norrby", "Odile Farr", "Wilma Tarn"


def wiki(ask: Asker) -> Wiki:
    return ask.farm.wiki("enwiki")


# Files


def file(ask: Asker) -> tuple[Page, list[FileVersion]]:
    page = wiki(ask).add_page("Invented.png", 6)
    wiki(ask).add_revision(page, EDITOR, "first", "Invented.")
    times = [wiki(ask).ago(minutes=9 - number) for number in range(3)]
    return page, [upload(wiki(ask), page, EDITOR, f"version {n}", f"bytes {n}", at) for n, at in enumerate(times)]


ALL_OF_A_FILE = "timestamp|archivename|user|userid|sha1|comment"


async def versions(ask: Asker, page: Page, viewer: str | None = None, **more: object) -> list[dict[str, Any]]:
    given = {"prop": "imageinfo", "pageids": page.page_id, "iilimit": 500, "iiprop": ALL_OF_A_FILE} | more
    body = await ask.api("enwiki", viewer, **given)
    rows: list[dict[str, Any]] = body["query"]["pages"][0].get("imageinfo", [])
    return rows


async def test_an_earlier_version_is_named_by_the_time_at_which_the_next_took_its_place(ask: Asker) -> None:
    page, made = file(ask)
    rows = await versions(ask, page)
    stamps = [each.at.strftime("%Y%m%d%H%M%S") for each in made]
    assert [row.get("archivename") for row in rows] == [None, f"{stamps[2]}!Invented.png", f"{stamps[1]}!Invented.png"]
    assert [row["sha1"] for row in rows] == [each.sha1 for each in reversed(made)]
    assert not any({"filehidden", "userhidden", "commenthidden", "suppressed"} & row.keys() for row in rows)


async def test_of_a_hidden_version_neither_sum_nor_archive_name_is_told(ask: Asker) -> None:
    page, made = file(ask)
    made[0].hidden, made[1].hidden = TEXT, TEXT | SUMMARY | USER | SUPPRESSED
    _, suppressed, hidden = await versions(ask, page)
    assert hidden == {
        "timestamp": made[0].at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "filehidden": True,
        "user": EDITOR,
        "userid": ask.farm.account(EDITOR).local["enwiki"].user_id,
        "comment": "version 0",
    }
    flags = {"filehidden", "userhidden", "commenthidden", "suppressed"}
    assert suppressed.keys() == {"timestamp"} | flags
    mine = (await versions(ask, page, ADMIN))[2]
    assert (mine["filehidden"], "sha1" in mine, "archivename" in mine) == (True, True, True)
    assert (await versions(ask, page, ADMIN))[1].keys() == {"timestamp"} | flags, "suppressed from administrators too"
    assert "sha1" in (await versions(ask, page, OVERSIGHTER))[1]


async def test_what_is_not_asked_for_shows_no_flag(ask: Asker) -> None:
    page, made = file(ask)
    made[0].hidden = TEXT | SUMMARY | USER
    assert (await versions(ask, page, iiprop="timestamp"))[2].keys() == {"timestamp"}


async def test_versions_within_times_and_newest_first(ask: Asker) -> None:
    page, made = file(ask)
    at = made[1].at.strftime("%Y%m%d%H%M%S")
    assert len(await versions(ask, page, iilimit=1)) == 1
    assert [row["sha1"] for row in await versions(ask, page, iistart=at, iiend=at)] == [made[1].sha1]


async def test_only_pages_of_files_have_versions(ask: Asker) -> None:
    assert await versions(ask, wiki(ask).page("Lanternfish")) == []
    page, _ = file(ask)
    wiki(ask).delete_page(page, ADMIN)
    assert await versions(ask, page) == []


# The filter log


async def hits(ask: Asker, viewer: str | None = None, **given: object) -> list[dict[str, Any]]:
    body = await ask.api("enwiki", viewer, list="abuselog", aflprop="ids|timestamp|hidden", afllimit=500, **given)
    rows: list[dict[str, Any]] = body["query"]["abuselog"]
    return rows


async def test_a_hidden_entry_disappears_for_nearly_everybody(ask: Asker) -> None:
    hit = add_hit(wiki(ask), EDITOR, (0, "Invented page"), wiki(ask).ago(minutes=5))
    assert [row["id"] for row in await hits(ask, afllogid=hit.hit_id)] == [hit.hit_id]
    hit.hidden = True
    for viewer in (None, EDITOR, ADMIN):
        assert await hits(ask, viewer, afllogid=hit.hit_id) == await hits(ask, viewer, afllogid=7) == []
        assert hit.hit_id not in [row["id"] for row in await hits(ask, viewer)]
    (row,) = await hits(ask, OVERSIGHTER, afllogid=hit.hit_id)
    assert row["hidden"] is True


async def test_a_private_filter_keeps_its_number_to_itself(ask: Asker) -> None:
    made = [
        add_hit(wiki(ask), EDITOR, (0, "Invented page"), wiki(ask).ago(minutes=5), private=private)
        for private in (False, True)
    ]
    for viewer, told in ((None, ["", ""]), (OVERSIGHTER, ["7", ""])):
        rows = {row["id"]: row for row in await hits(ask, viewer)}
        assert [rows[each.hit_id]["filter_id"] for each in made] == told


async def test_entries_by_account_by_page_and_between_times(ask: Asker) -> None:
    at = [wiki(ask).ago(minutes=minutes) for minutes in (30, 20, 10)]
    made = [add_hit(wiki(ask), name, (0, title), when) for name, title, when in zip(
        (EDITOR, EDITOR, "Corin Ashby"), ("Invented page", "Other", "Invented page"), at, strict=True
    )]  # fmt: skip
    numbers = [each.hit_id for each in made]
    assert [row["id"] for row in await hits(ask, afltitle="invented_page")] == [numbers[2], numbers[0]], "newest first"
    within = {"aflstart": at[1].strftime("%Y%m%d%H%M%S"), "aflend": at[0].strftime("%Y%m%d%H%M%S")}
    assert [row["id"] for row in await hits(ask, afluser=EDITOR, **within)] == [numbers[1], numbers[0]]


# Log entries by number


async def test_log_entries_by_number_where_the_wiki_can(ask: Asker) -> None:
    entries = [wiki(ask).add_log("move", "move", EDITOR, (0, f"Invented {n}")) for n in range(3)]
    meant = f"{entries[0].log_id}|{entries[2].log_id}|7"
    body = await ask.api("enwiki", list="logevents", leids=meant, leprop="ids")
    assert {row["logid"] for row in body["query"]["logevents"]} == {entries[0].log_id, entries[2].log_id}
    assert "warnings" not in body


async def test_older_wikis_warn_and_answer_with_their_newest_entries(ask: Asker) -> None:
    ask.farm.release = "1.43"
    entries = [wiki(ask).add_log("move", "move", EDITOR, (0, f"Invented {n}")) for n in range(3)]
    body = await ask.api("enwiki", list="logevents", leids=entries[0].log_id, lelimit=1)
    assert "leids" in body["warnings"]["main"]["warnings"]
    assert [row["logid"] for row in body["query"]["logevents"]] == [entries[2].log_id]


async def test_entries_that_only_some_may_know_of_are_not_told_by_number_either(ask: Asker) -> None:
    entry = wiki(ask).add_log("suppress", "revision", "Piet Wander", (0, "Invented"))
    for viewer, count in ((None, 0), (ADMIN, 0), (OVERSIGHTER, 1)):
        body = await ask.api("enwiki", viewer, list="logevents", leids=entry.log_id)
        assert len(body["query"]["logevents"]) == count


# Comments


async def test_a_comment_tells_its_page_and_not_its_edit(ask: Asker) -> None:
    name, _ = comment_id(wiki(ask))
    body = await ask.api("enwiki", action="discussiontoolsfindcomment", idorname=name)
    (found,) = body["discussiontoolsfindcomment"]
    assert (found["title"], found["oldid"], found["id"]) == ("Talk:Tide tables", None, name)


@pytest.mark.parametrize("name", ["c-Nobody_at_all-20260101000000", "Invented", "c-Wilma_Tarn-1999"])
async def test_a_comment_that_is_nowhere(ask: Asker, name: str) -> None:
    body = await ask.api("enwiki", action="discussiontoolsfindcomment", idorname=name)
    assert "discussiontoolsfindcomment" not in body
    assert "error" not in body


async def test_a_comment_has_to_be_named(ask: Asker) -> None:
    assert (await ask.api("enwiki", action="discussiontoolsfindcomment"))["error"]["code"] == "missingparam"


# Short links


@pytest.mark.parametrize("method", ["HEAD", "GET"])
async def test_a_short_link_is_one_redirect_and_counts_letter_by_letter(ask: Asker, method: str) -> None:
    host = f"http://{ask.farm.short_link_host}"
    answer = await ask.client.request(method, f"{host}/Tide1")
    assert (answer.status_code, answer.headers["Location"]) == (302, ask.farm.short_links["Tide1"])
    for code in ("tide1", "Tide1/", "Nowhere", ""):
        missing = await ask.client.request(method, f"{host}/{code}")
        assert (missing.status_code, "Location" in missing.headers) == (404, False)


def test_the_service_for_short_links_lives_at_no_wikis_address() -> None:
    farm = build_farm(IN_PROCESS_PORT, extra_wikis=200)
    assert farm.short_host not in {each.place.address for each in farm.wikis.values()}
