"""What open pages are told by their polls: how much changed, to whoever may know it then, and nothing else."""

import json
from collections.abc import Awaitable, Callable
from urllib.parse import quote

import httpx
import pytest
from bs4 import Tag
from sqlalchemy import select

from app.domain.references import read_reference
from app.domain.requests import TargetState
from app.store import requests as stored
from app.store.exclusions import exclude
from app.store.tables import EVENTS, REQUESTS, SIGN_INS, TARGETS, VIEWS
from tests.journeys.cases import harbour
from tests.support.haven import Client, Haven
from tests.support.page_checks import read, words
from tests.web.test_own_case import calls, essence

BY_SCRIPT = {"Sec-Fetch-Dest": "empty"}
TYPED = ("", "x", "A" * 694, "é" * 694, "A" * 30_000, "../../etc", "<script>", "%00", "=" * 694)


async def filed(haven: Haven, by: str = "Ilse Norrby", **answers: str) -> str:
    return await haven.file(await haven.client(by), "enwiki", harbour(haven.farm.wiki("enwiki")), answers)


def signs(reference: str) -> str:
    found = read_reference(reference)
    assert found is not None
    return found


def live(page: httpx.Response) -> Tag:
    found = read(page).find(id="live")
    assert isinstance(found, Tag), words(page)
    return found


class Open:
    """A page that somebody has open, as its script would see it."""

    def __init__(self, client: Client, page: httpx.Response) -> None:
        self.client, place = client, live(page)
        self.ask, self.mark = str(place["data-ask"]), str(place["data-mark"])

    async def poll(self, mark: str | None = None) -> httpx.Response:
        since = quote(self.mark if mark is None else mark)
        return await self.client.get(f"{self.ask}{'&' if '?' in self.ask else '?'}since={since}", headers=BY_SCRIPT)

    async def changes(self) -> int:
        answer = await self.poll()
        assert answer.status_code == 200, words(answer)
        told = answer.json()
        assert set(told) == {"changes", "mark"}
        return int(told["changes"])


async def opened(client: Client, path: str) -> Open:
    page = await client.get(path)
    assert page.status_code == 200, words(page)
    return Open(client, page)


async def test_what_a_page_showed_is_no_change_and_the_answer_is_kept_by_nobody(haven: Haven) -> None:
    reference = await filed(haven)
    odile, ilse = await haven.client("Odile Farr"), await haven.client("Ilse Norrby")
    for client, path in ((odile, "/queues"), (odile, f"/requests/{reference}"), (ilse, "/requests"),
                         (odile, "/queues?queue=oversighters.enwiki"), (ilse, f"/requests/{reference}")):  # fmt: skip
        page = await opened(client, path)
        haven.clock.move(seconds=59)
        answer = await page.poll()
        assert answer.json() == {"changes": 0, "mark": page.mark}, path
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-type"] == "application/json"


Step = Callable[[Haven, Client, str], Awaitable[object]]


async def _take(haven: Haven, odile: Client, reference: str) -> object:
    return await odile.post(f"/requests/{reference}/take")


async def _release(haven: Haven, odile: Client, reference: str) -> object:
    return await odile.post(f"/requests/{reference}/release")


async def _close(haven: Haven, odile: Client, reference: str) -> object:
    return await odile.post(f"/requests/{reference}/close", {"closing": "mistake"})


async def _done(haven: Haven, odile: Client, reference: str) -> object:
    haven.farm.wiki("enwiki").hide(harbour(haven.farm.wiki("enwiki")), text=True, suppressed=True)
    return await odile.post(f"/requests/{reference}/check")


@pytest.mark.parametrize("step", [_release, _close, _done])
async def test_a_claim_and_whatever_ends_it_is_told_to_everybody_who_has_it_open(haven: Haven, step: Step) -> None:
    reference = await filed(haven)
    odile, keeva, ilse = [await haven.client(name) for name in ("Odile Farr", "Keeva Strand", "Ilse Norrby")]
    for done in (_take, step):
        pages = [await opened(keeva, path) for path in ("/queues", f"/requests/{reference}")]
        pages += [await opened(ilse, path) for path in ("/requests", f"/requests/{reference}")]
        await done(haven, odile, reference)
        counts = [await page.changes() for page in pages]
        assert counts[0] == counts[2] == 1, "one row of each list"
        assert counts[1] >= 2 and counts[3] >= 2, "at least the claim or state, and a line of the timeline"


async def test_what_a_job_notes_of_a_target_is_told(haven: Haven) -> None:
    reference = await filed(haven)
    page = await opened(await haven.client("Keeva Strand"), f"/requests/{reference}")
    async with haven.desk.database.writing() as session:
        await stored.record_check(session, signs(reference), {2: TargetState.DONE}, haven.clock())
    assert await page.changes() == 1


async def test_a_lease_that_ends_by_itself_is_a_change_and_growing_older_is_none(haven: Haven) -> None:
    reference = await filed(haven, urgency="today")
    odile, keeva = await haven.client("Odile Farr"), await haven.client("Keeva Strand")
    await odile.post(f"/requests/{reference}/take")
    page = await opened(keeva, "/queues")
    haven.clock.move(minutes=29)
    assert await page.changes() == 0
    haven.clock.move(minutes=2)
    assert await page.changes() == 1


async def test_a_requester_is_not_told_that_it_went_from_one_handler_to_another(haven: Haven) -> None:
    reference = await filed(haven)
    odile, keeva, ilse = [await haven.client(name) for name in ("Odile Farr", "Keeva Strand", "Ilse Norrby")]
    await odile.post(f"/requests/{reference}/take")
    own, queue = await opened(ilse, "/requests"), await opened(keeva, "/queues")
    seen = {"holder_seen": str(haven.central_id("Odile Farr"))}
    assert (await keeva.post(f"/requests/{reference}/take-over", seen)).status_code == 303
    assert await own.changes() == 0
    assert await queue.changes() == 1


async def test_a_poll_writes_nothing_and_asks_no_wiki_while_nothing_changed(haven: Haven) -> None:
    reference = await filed(haven)
    odile = await haven.client("Odile Farr")
    await odile.post(f"/requests/{reference}/take")
    pages = [await opened(odile, path) for path in ("/queues", "/requests", f"/requests/{reference}")]
    haven.clock.move(minutes=4)
    before = await everything(haven)
    haven.farm.access_log.clear()
    for page in pages:
        assert await page.changes() == 0
    assert not haven.farm.access_log.entries()
    assert await everything(haven) == before


async def everything(haven: Haven) -> list[str]:
    async with haven.desk.database.reading() as session:
        tables = (REQUESTS, TARGETS, EVENTS, VIEWS, SIGN_INS)
        return [str(row) for table in tables for row in await session.execute(select(table))]


@pytest.mark.parametrize("typed", TYPED)
async def test_what_is_no_mark_means_that_everything_changed(haven: Haven, typed: str) -> None:
    reference = await filed(haven)
    odile = await haven.client("Odile Farr")
    for path in ("/queues", "/requests", f"/requests/{reference}"):
        page = await opened(odile, path)
        answer = await page.poll(typed)
        assert answer.status_code == 200
        assert answer.json()["changes"] >= 1
        assert answer.json()["mark"] == page.mark
        shown = await odile.get(path, params={"since": typed})
        assert shown.status_code == 200
        assert "since you last looked" in words(shown)
        assert typed not in words(shown) or len(typed) < 2


async def test_without_a_mark_everything_is_new(haven: Haven) -> None:
    await filed(haven)
    odile = await haven.client("Odile Farr")
    assert (await odile.get("/queues/changes")).json()["changes"] == 1


async def test_the_mark_of_an_empty_page_is_as_long_as_that_of_a_full_one_and_anothers_is_worth_nothing(
    haven: Haven,
) -> None:
    odile, keeva = await haven.client("Odile Farr"), await haven.client("Keeva Strand")
    empty = await opened(odile, "/queues")
    reference = await filed(haven)
    full, theirs = await opened(odile, "/queues"), await opened(keeva, "/queues")
    request = await opened(odile, f"/requests/{reference}")
    assert len({len(page.mark) for page in (empty, full, request)}) == 1
    assert full.mark != theirs.mark
    assert (await full.poll(theirs.mark)).json()["changes"] == 1


# Who is told ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Caro Lindqvist", "Bruno Halm", "Tamsin Vale", "Piet Wander"])
async def test_unknown_foreign_and_kept_out_references_are_told_the_same(haven: Haven, name: str) -> None:
    """Piet Wander is of the right team but kept out; the others are strangers to the wiki or to the queue."""
    reference = await filed(haven, keep_out_1="Piet Wander")
    client = await haven.client(name)
    await client.get("/account")
    mark = (await opened(await haven.client("Odile Farr"), f"/requests/{reference}")).mark
    for since in ("", "?since=", f"?since={mark}"):
        known = await calls(haven, client, f"/requests/{reference}/changes{since}", None)
        unknown = await calls(haven, client, f"/requests/H-2222-2222/changes{since}", None)
        assert known[1].status_code == 404
        assert known[0] == unknown[0]
        assert essence(known[1], reference) == essence(unknown[1], "H-2222-2222")


async def test_a_list_of_somebody_kept_out_never_changes_by_it(haven: Haven) -> None:
    piet = await haven.client("Piet Wander")
    page = await opened(piet, "/queues")
    reference = await filed(haven, keep_out_1="Piet Wander")
    assert (await page.poll()).json() == {"changes": 0, "mark": page.mark}
    await (await haven.client("Odile Farr")).post(f"/requests/{reference}/take")
    assert (await page.poll()).json() == {"changes": 0, "mark": page.mark}
    known = await calls(haven, piet, f"/queues/changes?after={reference}", None)
    unknown = await calls(haven, piet, "/queues/changes?after=H-2222-2222", None)
    assert known[0] == unknown[0]
    assert known[1].json()["changes"] == unknown[1].json()["changes"] == 1, "no mark: everything, which is nothing"


async def test_whose_right_ended_between_two_polls_is_told_nothing_new(haven: Haven) -> None:
    reference = await filed(haven)
    keeva, odile = await haven.client("Keeva Strand"), await haven.client("Odile Farr")
    queue, request = await opened(keeva, "/queues"), await opened(keeva, f"/requests/{reference}")
    haven.farm.revoke("Keeva Strand", "suppress", "enwiki")
    assert await queue.changes() == 0, "what was known of them decides while there is nothing to tell"
    assert await request.changes() == 0
    await odile.post(f"/requests/{reference}/take")
    told = await request.poll()
    assert told.status_code == 404
    assert "changes" not in told.text.partition("<main")[2].partition("</main>")[0]
    refused = await queue.poll()
    assert refused.status_code == 403
    assert reference not in refused.text
    assert (await keeva.get(f"/requests/{reference}")).status_code in (403, 404), "nor does the page say more"
    assert reference not in (await keeva.get("/queues")).text


async def test_who_keeps_another_queue_is_shown_that_this_one_is_gone(haven: Haven) -> None:
    """Only the suppression group goes; Odile stays what else she is, if anything."""
    reference = await filed(haven)
    sunniva = await haven.client("Sunniva Aldous")
    page = await opened(sunniva, "/queues")
    haven.farm.lock("Sunniva Aldous", by="Ines Torvald")
    assert (await page.poll()).status_code == 200
    await haven.file(await haven.client("Bruno Halm"), "dewikibooks", books(haven))
    assert (await page.poll()).status_code == 401
    assert reference not in (await page.poll()).text


def books(haven: Haven) -> list[int]:
    revisions = haven.farm.wiki("dewikibooks").revisions.values()
    return [next(each.rev_id for each in revisions if each.author.name.startswith("Marlow"))]


async def test_a_steward_who_was_blocked_on_the_wiki_is_told_nothing_of_its_request(haven: Haven) -> None:
    reference = await haven.file(await haven.client("Bruno Halm"), "dewikibooks", books(haven))
    sunniva, ines = await haven.client("Sunniva Aldous"), await haven.client("Ines Torvald")
    page = await opened(sunniva, f"/requests/{reference}")
    haven.farm.block("Sunniva Aldous", "dewikibooks", by="Bruno Halm")
    await ines.post(f"/requests/{reference}/take")
    assert (await page.poll()).status_code == 404


async def test_who_is_kept_out_later_on_is_told_what_strangers_are(haven: Haven) -> None:
    reference = await filed(haven)
    keeva = await haven.client("Keeva Strand")
    page, queue = await opened(keeva, f"/requests/{reference}"), await opened(keeva, "/queues")
    async with haven.desk.database.writing() as session:
        await exclude(session, signs(reference), frozenset({haven.central_id("Keeva Strand")}), True)
    known, unknown = await page.poll(), await keeva.get("/requests/H-2222-2222/changes", params={"since": page.mark})
    assert essence(known, reference) == essence(unknown, "H-2222-2222")
    assert await queue.changes() == 1


@pytest.mark.parametrize("wiki", ["enwiki", "metawiki"])
async def test_a_wiki_that_cannot_be_asked_about_rights_lets_nothing_new_out(haven: Haven, wiki: str) -> None:
    reference = await filed(haven)
    keeva, odile = await haven.client("Keeva Strand"), await haven.client("Odile Farr")
    pages = [await opened(keeva, path) for path in ("/queues", f"/requests/{reference}")]
    await odile.post(f"/requests/{reference}/take")
    haven.farm.faults.set(wiki, "down")
    for page in pages:
        answer = await page.poll()
        assert answer.status_code == 503, page.ask
        assert page.mark not in answer.text
    haven.farm.faults.clear()
    haven.clock.move(seconds=11)
    assert (await keeva.get("/queues")).status_code == 200, "what was known of them is not lost by it"
    assert [await page.changes() > 0 for page in pages] == [True, True]


async def test_a_session_that_ended_is_told_to_sign_in(haven: Haven) -> None:
    reference = await filed(haven)
    odile = await haven.client("Odile Farr")
    page = await opened(odile, f"/requests/{reference}")
    await odile.post("/sign-out")
    assert (await page.poll()).status_code == 401


@pytest.mark.parametrize(
    "path",
    [
        "/queues/changes",
        "/requests/changes",
        "/requests/{}/changes",
        "/desk/changes",
        "/queues/hand-over/changes",
        "/queues",
        "/account",
    ],
)
async def test_what_a_page_reads_by_itself_keeps_no_session_alive(haven: Haven, path: str) -> None:
    reference = await filed(haven)
    odile = await haven.client("Odile Farr")
    address = path.format(reference)
    for _ in range(15):
        haven.clock.move(minutes=30)
        assert (await odile.get(address, headers=BY_SCRIPT)).status_code == 200
    haven.clock.move(minutes=31)
    assert (await odile.get(address, headers=BY_SCRIPT)).status_code == 401


async def test_somebody_who_looks_keeps_it_alive(haven: Haven) -> None:
    odile = await haven.client("Odile Farr")
    for _ in range(3):
        haven.clock.move(hours=7)
        assert (await odile.get("/queues", headers={"Sec-Fetch-Dest": "document"})).status_code == 200


# Without script -------------------------------------------------------------------------------------------------------


async def test_without_script_a_link_says_what_changed_and_marks_it(haven: Haven) -> None:
    old, new = await filed(haven), ""
    odile, keeva = await haven.client("Odile Farr"), await haven.client("Keeva Strand")
    link = live(await keeva.get("/queues")).select_one("a")
    assert link is not None
    address = str(link["href"])
    assert "Nothing has changed since you last looked" in words(await keeva.get(address))
    await odile.post(f"/requests/{old}/take")
    new = await haven.file(await haven.client("Tamsin Vale"), "enwiki", harbour(haven.farm.wiki("enwiki"))[:1])
    page = await keeva.get(address)
    assert "2 changes since you last looked" in words(page)
    rows = {str(row.get_text(" ", strip=True)) for row in read(page).select("main tbody tr")}
    assert any(row.startswith(f"{old} changed") for row in rows), rows
    assert any(row.startswith(f"{new} new") for row in rows), rows
    assert "Nothing has changed" in words(await keeva.get(str(live(page).select("a")[0]["href"])))


async def test_the_page_of_a_request_marks_what_is_new_on_it(haven: Haven) -> None:
    reference = await filed(haven)
    odile, keeva = await haven.client("Odile Farr"), await haven.client("Keeva Strand")
    page = await opened(keeva, f"/requests/{reference}")
    await odile.post(f"/requests/{reference}/take")
    again = await keeva.get(f"/requests/{reference}", params={"since": page.mark})
    assert "Taken · Odile Farr new" in words(again)
    assert "held by Odile Farr changed" in words(again)
    assert "Handling" in words(again)


async def test_a_page_with_a_problem_looks_for_changes_of_the_page_it_stands_for(haven: Haven) -> None:
    reference = await filed(haven)
    odile = await haven.client("Odile Farr")
    problem = await odile.post(f"/requests/{reference}/open", {})
    assert problem.status_code == 422
    assert live(problem)["data-page"] == f"/requests/{reference}"
    assert await Open(odile, problem).changes() == 0


async def test_a_mark_in_an_address_stands_for_codes_only(haven: Haven) -> None:
    """What proxies log of a poll: no id, no name, no wiki, in any writing."""
    reference = await filed(haven)
    odile = await haven.client("Odile Farr")
    for path in ("/queues", "/requests", f"/requests/{reference}"):
        page = await opened(odile, path)
        assert json.dumps(page.mark).isascii()
        assert page.ask == f"{path}/changes"
