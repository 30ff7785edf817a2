"""AbuseLog entries, versions of files and whole pages now: the very questions, and what each answer means."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import CouldNotCheck, Gone, LiveState, Parts, Shown, There
from app.mediawiki.abuse_log import MOST_QUESTIONS, AbuseLog
from app.mediawiki.client import WikiClient
from app.mediawiki.file_versions import FileVersions
from app.mediawiki.hidden_flags import moment_of
from app.mediawiki.live import Asker
from app.mediawiki.outcomes import Garbled
from app.mediawiki.pages import Pages
from tests.mediawiki.scripted import BIG, USER_AGENT, Scripted
from tests.mediawiki.test_remembered import Clock

QUESTION = {"action": "query", "format": "json", "formatversion": "2"}
EVERYTHING = Parts.TEXT | Parts.SUMMARY | Parts.USER_NAME
MIDNIGHT = 1785542400
"""1 August 2026, 00:00 UTC."""


def wikis(module: str, response: Any) -> Scripted:
    return Scripted({("big.example", module): response})


def client(farm: Scripted) -> WikiClient:
    return WikiClient(USER_AGENT, Clock(), farm.client())


def asked(farm: Scripted) -> Sequence[dict[str, str]]:
    return [question.params for question in farm.asked]


def iso(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


async def states_of(asker: Asker, *pointers: Pointer, with_summary: bool = True) -> dict[Pointer, LiveState]:
    states: dict[Pointer, LiveState] = dict.fromkeys(pointers, CouldNotCheck())
    await asker.fill(states, BIG, pointers, with_summary)
    return states


# The filter log


def hit(number: int) -> Pointer:
    return Pointer("bigwiki", TargetKind.ABUSE_LOG, number)


def hits(*numbers: int) -> dict[str, Any]:
    return {"query": {"abuselog": [{"id": number, "timestamp": "2026-08-01T00:00:00Z"} for number in numbers]}}


async def test_each_filter_log_entry_costs_one_question_that_names_nobody() -> None:
    farm = wikis("abuselog", lambda params: hits(*[int(params["afllogid"])] * (params["afllogid"] != "404")))
    states = await states_of(AbuseLog(client(farm)), hit(1), hit(404))
    assert states == {hit(1): There(at=MIDNIGHT), hit(404): Gone()}
    which = {"list": "abuselog", "aflprop": "ids|timestamp", "afllimit": "1"}
    assert asked(farm) == [QUESTION | which | {"afllogid": "1"}, QUESTION | which | {"afllogid": "404"}]


def log_of(newest: int, hidden: frozenset[int] = frozenset()) -> Scripted:
    """A log with one entry a second, numbered from 1 on, of which some are hidden."""

    def answer(params: dict[str, str]) -> dict[str, Any]:
        if "afllogid" in params:
            numbers = [int(params["afllogid"])]
        else:
            first = moment_of(params["aflstart"]) - MIDNIGHT if "aflstart" in params else newest
            numbers = list(range(first, 0, -1))
        there = [number for number in numbers if 0 < number <= newest and number not in hidden]
        rows = [
            {"id": number, "timestamp": iso(MIDNIGHT + number), "user": "Invented Name"}
            for number in there[: int(params["afllimit"])]
        ]
        return {"query": {"abuselog": rows}}

    return wikis("abuselog", answer)


async def test_many_filter_log_entries_in_a_row_cost_few_questions() -> None:
    farm = log_of(newest=2_000, hidden=frozenset({1_900, 1_200}))
    meant = [hit(number) for number in (*range(1_001, 2_001, 2), 1_900, 1_200, 3_000)]
    states = await states_of(AbuseLog(client(farm)), *meant)
    expected = {each: Gone() if each.id in {1_900, 1_200, 3_000} else There(at=MIDNIGHT + each.id) for each in meant}
    assert states == expected
    assert len(farm.asked) <= 5


async def test_filter_log_entries_far_apart_cost_fifty_questions_and_no_more() -> None:
    """The newest entries are told first; of the others nothing is known, and that is what is said."""
    farm = log_of(newest=500_000)
    meant = [hit(number) for number in range(1_000, 500_000, 1_000)]
    states = await states_of(AbuseLog(client(farm)), *meant)
    assert len(farm.asked) == MOST_QUESTIONS == 50
    told = [each for each, state in states.items() if state != CouldNotCheck()]
    assert told == meant[-len(told) :]
    assert 20 < len(told) < len(meant)
    assert {states[each] for each in told} == {There(at=MIDNIGHT + each.id) for each in told}


async def test_a_filter_log_that_stops_answering_leaves_the_rest_unknown() -> None:
    farm = wikis("abuselog", httpx.Response(500))
    meant = [hit(number) for number in range(1, 60)]
    assert set((await states_of(AbuseLog(client(farm)), *meant)).values()) == {CouldNotCheck()}
    assert len(farm.asked) == 1


async def test_another_filter_log_entry_in_the_answer_says_nothing() -> None:
    farm = wikis("abuselog", hits(2))
    assert await states_of(AbuseLog(client(farm)), hit(1)) == {hit(1): Gone()}


async def test_hits_around_a_time() -> None:
    farm = wikis("abuselog", hits(1, 2))
    found = await AbuseLog(client(farm)).hits(BIG, {"afluser": "Invented Name"}, MIDNIGHT - 60, MIDNIGHT + 60)
    assert found == {1: MIDNIGHT, 2: MIDNIGHT}
    within = {"aflstart": "20260801000100", "aflend": "20260731235900", "afllimit": "50", "afluser": "Invented Name"}
    assert asked(farm) == [QUESTION | {"list": "abuselog", "aflprop": "ids|timestamp"} | within]
    assert "Invented" not in farm.asked[0].address


# Versions of files

NEWEST = {"timestamp": "2026-08-01T00:03:00Z", "userid": 5, "sha1": "ccc", "comment": "Invented summary"}
MIDDLE = {**NEWEST, "timestamp": "2026-08-01T00:02:00Z", "sha1": "bbb", "archivename": "20260801000300!Invented.png"}
OLDEST = {**NEWEST, "timestamp": "2026-08-01T00:01:00Z", "sha1": "aaa", "archivename": "20260801000200!Invented.png"}


def file(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"query": {"pages": [{"pageid": 7, "ns": 6, "title": "File:Invented.png", "imageinfo": list(rows)}]}}


def version(at: str) -> Pointer:
    return Pointer("bigwiki", TargetKind.FILE_VERSION, 7, at)


def hidden_file(row: dict[str, Any], **flags: Any) -> dict[str, Any]:
    """As the public sees it: neither checksum nor archive name is told."""
    return {name: value for name, value in row.items() if name not in ("sha1", "archivename")} | {
        "filehidden": True,
        **flags,
    }


def shown(at: int, hidden: Parts = Parts.NONE, author: int | None = 5, **changes: Any) -> Shown:
    told: dict[str, Any] = {"is_current": False, "suppressed": False, "asked": EVERYTHING, "namespace": 6, **changes}
    return Shown(page=7, at=at, author=author, hidden=hidden, **told)


@pytest.mark.parametrize(("with_summary", "more"), [(True, "|comment"), (False, "")])
async def test_all_versions_of_one_file_cost_one_question(with_summary: bool, more: str) -> None:
    farm = wikis("imageinfo|info", file(NEWEST, MIDDLE, OLDEST))
    meant = [version(at) for at in ("20260801000300", "20260801000200", "")]
    await states_of(FileVersions(client(farm)), *meant, with_summary=with_summary)
    which = {"prop": "imageinfo|info", "pageids": "7", "iilimit": "500"}
    fields = {"iiprop": f"timestamp|archivename|userid|sha1{more}"}
    assert asked(farm) == [QUESTION | which | fields], "no title, no name, no address of a picture"


async def test_two_files_cost_two_questions() -> None:
    farm = wikis("imageinfo|info", file(NEWEST))
    other = Pointer("bigwiki", TargetKind.FILE_VERSION, 8)
    await states_of(FileVersions(client(farm)), version(""), other)
    assert [params["pageids"] for params in asked(farm)] == ["7", "8"]


async def test_a_version_is_told_by_the_time_in_its_archive_name() -> None:
    farm = wikis("imageinfo|info", file(NEWEST, MIDDLE, OLDEST))
    own_time, nowhere = version("20260801000100"), version("20250101000000")
    meant = [version(""), version("20260801000300"), version("20260801000200"), own_time, nowhere]
    states = await states_of(FileVersions(client(farm)), *meant)
    assert states == {
        version(""): shown(MIDNIGHT + 180, is_current=True),
        version("20260801000300"): shown(MIDNIGHT + 120),
        version("20260801000200"): shown(MIDNIGHT + 60),
        own_time: Gone(),
        nowhere: Gone(),
    }
    assert "Invented" not in repr(states)


async def test_a_hidden_version_is_told_by_the_time_of_the_one_that_followed() -> None:
    oldest = hidden_file(OLDEST, userhidden=True, suppressed=True)
    del oldest["userid"]
    farm = wikis("imageinfo|info", file(NEWEST, hidden_file(MIDDLE), oldest))
    states = await states_of(FileVersions(client(farm)), version("20260801000300"), version("20260801000200"))
    assert states == {
        version("20260801000300"): shown(MIDNIGHT + 120, Parts.TEXT),
        version("20260801000200"): shown(MIDNIGHT + 60, Parts.TEXT | Parts.USER_NAME, author=None, suppressed=True),
    }


async def test_an_archive_name_outranks_the_time_of_the_one_that_followed() -> None:
    """A version that was restored follows out of turn: what the wiki names itself is right."""
    odd = {**MIDDLE, "archivename": "20260801000259!Invented.png"}
    farm = wikis("imageinfo|info", file(NEWEST, odd))
    states = await states_of(FileVersions(client(farm)), version("20260801000259"), version("20260801000300"))
    assert states == {version("20260801000259"): shown(MIDNIGHT + 120), version("20260801000300"): Gone()}


async def test_of_a_version_beyond_the_newest_five_hundred_nothing_is_known() -> None:
    farm = wikis("imageinfo|info", {**file(NEWEST, MIDDLE), "continue": {"iistart": "x", "continue": "||"}})
    states = await states_of(FileVersions(client(farm)), version("20260801000300"), version("20260801000200"))
    assert states == {version("20260801000300"): shown(MIDNIGHT + 120), version("20260801000200"): CouldNotCheck()}


async def test_a_page_without_a_file_has_no_version() -> None:
    farm = wikis("imageinfo|info", {"query": {"pages": [{"pageid": 7, "missing": True}]}})
    assert await states_of(FileVersions(client(farm)), version("")) == {version(""): Gone()}


async def test_a_deleted_file_is_gone_without_asking() -> None:
    deleted = Pointer("bigwiki", TargetKind.FILE_VERSION, 7, title="File:Invented.png")
    farm = wikis("imageinfo|info", file(NEWEST))
    assert await states_of(FileVersions(client(farm)), deleted) == {deleted: Gone()}
    assert farm.asked == []


# Pages


def page(number: int = 0, title: str = "") -> Pointer:
    return Pointer("bigwiki", TargetKind.PAGE, number, title=title)


def pages(params: dict[str, str]) -> dict[str, Any]:
    """Numbers below 400 exist, and titles that begin with an I; first letters are made upper case."""
    if "pageids" in params:
        numbers = [int(number) for number in params["pageids"].split("|")]
        return {
            "query": {"pages": [there(n, f"Page {n}") if n < 400 else {"pageid": n, "missing": True} for n in numbers]}
        }
    asked = params["titles"].removeprefix("\x1f").split("\x1f" if params["titles"].startswith("\x1f") else "|")
    spelled = [{"fromencoded": False, "from": title, "to": title.capitalize()} for title in asked if title[0].islower()]
    titles = [title[0].upper() + title[1:] for title in asked]
    found = [there(n, t) if t[0] == "I" else {"ns": 0, "title": t, "missing": True} for n, t in enumerate(titles, 30)]
    return {"query": {"normalized": spelled, "pages": found}}


def there(number: int, title: str) -> dict[str, Any]:
    return {"pageid": number, "ns": 1, "title": title, "lastrevid": 900}


async def test_pages_by_number_fifty_a_question() -> None:
    farm = wikis("info", pages)
    meant = [page(number) for number in [*range(1, 61), 404]]
    states = await states_of(Pages(client(farm)), *meant)
    assert states == {each: There(each.id, 1) if each.id < 400 else Gone() for each in meant}
    assert [len(params["pageids"].split("|")) for params in asked(farm)] == [50, 11]
    assert asked(farm)[1].keys() == QUESTION.keys() | {"prop", "pageids"}
    assert asked(farm)[1]["prop"] == "info"


async def test_pages_by_title_go_in_the_body_and_come_back_as_they_were_asked() -> None:
    farm = wikis("info", pages)
    meant = [page(title="invented"), page(title="Invented Two"), page(title="Nowhere")]
    states = await states_of(Pages(client(farm)), *meant)
    assert states == {meant[0]: There(30, 1), meant[1]: There(31, 1), meant[2]: Gone()}
    assert asked(farm) == [QUESTION | {"prop": "info", "titles": "invented|Invented Two|Nowhere"}]
    assert "nvented" not in farm.asked[0].address
    assert "nvented" not in repr(list(states.values()))


async def test_a_title_with_a_bar_stays_one_title() -> None:
    farm = wikis("info", pages)
    assert await Pages(client(farm)).titled(BIG, ["Invented|Two"]) == {"Invented|Two": There(30, 1)}
    assert asked(farm)[0]["titles"] == "\x1fInvented|Two"


async def test_an_invalid_title_is_no_page() -> None:
    farm = wikis("info", {"query": {"pages": [{"title": "<Invented>", "invalid": True, "invalidreason": "x"}]}})
    assert await states_of(Pages(client(farm)), page(title="<Invented>")) == {page(title="<Invented>"): Gone()}


async def test_deleted_revisions_are_gone_without_asking() -> None:
    deleted = Pointer("bigwiki", TargetKind.DELETED_REVISION, 0, "20260801000000", "Invented")
    farm = wikis("info", pages)
    assert await states_of(Pages(client(farm)), deleted) == {deleted: Gone()}
    assert farm.asked == []


async def test_titles_of_numbers() -> None:
    farm = wikis("info", pages)
    assert await Pages(client(farm)).titles(BIG, [3, 404]) == {3: "Page 3"}
    farm.answers["big.example", "info"] = {}
    assert await Pages(client(farm)).titles(BIG, [3]) == Garbled()
