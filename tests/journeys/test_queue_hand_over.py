"""A queue as it goes from whoever goes to bed to whoever wakes up: overdue first, and nothing of other queues."""

from collections.abc import Sequence

import httpx
import pytest

from app.domain.inquiries import REPLIES, Inquiry
from app.domain.lifecycle import Event
from app.domain.queues import Step
from app.store import inquiries
from app.store.tables import REQUESTS
from app.store.timeline import note_event
from tests.journeys.cases import harbour
from tests.journeys.test_desk import ask_back, filed, signs
from tests.support.haven import SUPPRESSION, Client, Haven
from tests.support.page_checks import links, read, words
from tests.web.test_live_pages import opened
from tests.web.test_own_case import calls, essence

VIEW = "/queues/hand-over?queue=oversighters.enwiki"
NO_REFERENCE = "H-2222-2222"


async def several(haven: Haven, urgencies: Sequence[str], by: str = "Ilse Norrby") -> list[str]:
    client, revids = await haven.client(by), harbour(haven.farm.wiki("enwiki"))
    made = []
    for revid, urgency in zip(revids, urgencies, strict=False):
        made.append(await haven.file(client, "enwiki", [revid], SUPPRESSION | {"urgency": urgency}))
    return made


def section(page: httpx.Response, name: str) -> str:
    found = read(page).find(attrs={"aria-labelledby": f"{name}-heading"})
    return " ".join(found.get_text(" ", strip=True).split()) if found else ""


async def view(client: Client, address: str = VIEW) -> httpx.Response:
    page = await client.get(address)
    assert page.status_code == 200, words(page)
    return page


async def test_free_held_and_waiting_each_with_what_the_next_one_must_know(haven: Haven) -> None:
    free, held, asked = await several(haven, ["today", "today", "today"])
    odile, keeva = await haven.client("Odile Farr"), await haven.client("Keeva Strand")
    for reference in (held, asked):
        await odile.post(f"/requests/{reference}/take")
    await ask_back(haven, asked)
    page = await view(keeva)
    assert free in section(page, "free") and "promised by" in section(page, "free")
    assert (
        held in section(page, "held")
        and "held by Odile Farr" in section(page, "held")
        and "until" in section(page, "held")
    )
    assert asked in section(page, "awaiting") and "asked 20" in section(page, "awaiting")
    assert [words(page).count(each) for each in (free, held, asked)] == [1, 1, 1], "each in one list"
    haven.clock.move(minutes=31)
    page = await view(keeva)
    assert held in section(page, "free"), "a lease ends by itself"
    assert asked in section(page, "awaiting")
    assert section(page, "held") == ""


async def test_overdue_stands_first_then_what_cannot_wait(haven: Haven) -> None:
    routine, today, hour = await several(haven, ["routine", "today", "within-the-hour"])
    odile = await haven.client("Odile Farr")
    page = await view(odile)
    assert section(page, "overdue") == ""
    text = section(page, "free")
    assert text.index(hour) < text.index(today) < text.index(routine)
    haven.clock.move(hours=2)
    page = await view(odile)
    assert hour in section(page, "overdue")
    assert words(page).index(hour) < words(page).index(today)
    haven.clock.move(days=30)
    page = await view(await haven.client("Odile Farr"))
    text = section(page, "overdue")
    assert text.index(hour) < text.index(today) < text.index(routine)


async def test_what_is_held_or_waits_for_its_sender_is_not_overdue_and_the_answer_starts_the_time_anew(
    haven: Haven,
) -> None:
    (reference,) = await several(haven, ["within-the-hour"])
    haven.clock.move(minutes=55)
    odile = await haven.client("Odile Farr")
    await odile.post(f"/requests/{reference}/take")
    haven.clock.move(minutes=20)
    assert "overdue" not in words(await odile.get("/queues")).lower(), "somebody is on it"
    await ask_back(haven, reference)
    haven.clock.move(hours=3)
    assert section(await view(odile), "overdue") == ""
    assert "overdue" not in words(await odile.get("/queues")).lower()
    async with haven.desk.database.writing() as session:
        found = (await inquiries.inquiries_of(session, signs(reference)))[0]
        sender, reply = haven.central_id("Ilse Norrby"), Inquiry.WHICH_PART
        answered = inquiries.answer(
            session, signs(reference), found.number, sender, REPLIES[reply][0], None, haven.clock()
        )
        assert await answered
        await note_event(session, signs(reference), Event.ANSWERED, sender, haven.clock())
    assert reference in section(await view(odile), "free")
    haven.clock.move(hours=2)
    assert reference in section(await view(odile), "overdue")


async def test_what_was_handed_up_says_so_and_stands_with_the_stewards_too(haven: Haven) -> None:
    (reference,) = await several(haven, ["today"])
    async with haven.desk.database.writing() as session:
        await session.execute(REQUESTS.update().values(reached=Step.STEWARDS.value))
    for name, address in (("Odile Farr", VIEW), ("Sunniva Aldous", "/queues/hand-over?queue=stewards")):
        page = await view(await haven.client(name), address)
        assert reference in section(page, "free")
    assert "handed up to the stewards" in section(await view(await haven.client("Odile Farr")), "free")


async def test_it_says_that_somebody_is_kept_out_and_nobody_who_is_sees_the_row(haven: Haven) -> None:
    reference = await filed(haven, keep_out_1="Piet Wander")
    odile, piet = await haven.client("Odile Farr"), await haven.client("Piet Wander")
    page = await view(odile)
    assert "somebody is kept out" in section(page, "free")
    assert "never to a channel" in words(page)
    assert "Piet" not in page.text
    assert reference not in (await view(piet)).text
    assert "never to a channel" not in words(await view(piet))


async def test_who_sent_it_does_not_learn_here_who_has_it(haven: Haven) -> None:
    """Keeva is of the team, and sent this one herself."""
    reference = await filed(haven, "Keeva Strand")
    odile, keeva = await haven.client("Odile Farr"), await haven.client("Keeva Strand")
    await odile.post(f"/requests/{reference}/take")
    assert reference in (await view(odile)).text
    page = await view(keeva)
    assert reference not in page.text
    assert "Odile" not in page.text
    assert "Odile" not in (await keeva.get("/desk")).text


@pytest.mark.parametrize(
    "key", ["oversighters.enwiki", "oversighters.nosuchwiki", "stewards", "", "x", "%00", "é" * 400]
)
async def test_a_queue_of_others_is_as_good_as_none(haven: Haven, key: str) -> None:
    """Gael handles several others; the request is in one of enwiki, of which nothing may tell."""
    gael = await haven.client("Gael Timmer")
    await gael.get("/desk")
    unknown = await calls(haven, gael, "/queues/hand-over?queue=oversighters.nosuchwiki", None)
    changes = await calls(haven, gael, "/queues/hand-over/changes?queue=oversighters.nosuchwiki", None)
    await filed(haven)
    seen = await calls(haven, gael, f"/queues/hand-over?queue={key}", None)
    assert seen[0] == unknown[0]
    assert essence(seen[1], NO_REFERENCE) == essence(unknown[1], NO_REFERENCE)
    polled = await calls(haven, gael, f"/queues/hand-over/changes?queue={key}", None)
    assert polled[0] == changes[0]
    assert polled[1].json() == changes[1].json()


async def test_whoever_has_several_queues_chooses_and_whoever_has_one_need_not(haven: Haven) -> None:
    sunniva, odile = await haven.client("Sunniva Aldous"), await haven.client("Odile Farr")
    haven.farm.grant("Odile Farr", "sysop", "commonswiki")
    page = await view(odile, "/queues/hand-over")
    assert VIEW in links(page)
    await filed(haven)
    assert "Of which queue?" not in words(await view(sunniva, "/queues/hand-over"))


async def test_an_open_view_is_told_of_what_comes_and_goes_and_growing_older_is_nothing(haven: Haven) -> None:
    (reference,) = await several(haven, ["routine"])
    odile, keeva = await haven.client("Odile Farr"), await haven.client("Keeva Strand")
    page = await opened(keeva, VIEW)
    haven.clock.move(minutes=3)
    assert await page.changes() == 0
    await odile.post(f"/requests/{reference}/take")
    assert await page.changes() == 1
    page = await opened(keeva, VIEW)
    await ask_back(haven, reference)
    assert await page.changes() == 1


async def test_whoever_is_kept_out_or_lost_the_right_is_told_nothing(haven: Haven) -> None:
    piet, keeva, odile = [await haven.client(name) for name in ("Piet Wander", "Keeva Strand", "Odile Farr")]
    theirs, lost = await opened(piet, VIEW), await opened(keeva, VIEW)
    reference = await filed(haven, keep_out_1="Piet Wander")
    assert (await theirs.poll()).json() == {"changes": 0, "mark": theirs.mark}
    haven.farm.revoke("Keeva Strand", "suppress", "enwiki")
    await odile.post(f"/requests/{reference}/take")
    assert (await lost.poll()).status_code == 403


async def test_no_more_than_fifty_of_each_and_the_way_to_the_rest(
    haven: Haven, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.queue_hand_over.PAGE", 2)
    made = await several(haven, ["today", "routine", "within-the-hour"])
    page = await view(await haven.client("Odile Farr"))
    assert [reference in page.text for reference in made] == [True, False, True]
    assert "There is more than is listed here" in words(page)
    assert "/queues?queue=oversighters.enwiki" in links(page)
