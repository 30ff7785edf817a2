"""One's own desk: what waits for this person, what they hold, what they asked for, and nothing of anybody else's."""

import pytest
from sqlalchemy import update

from app.domain.inquiries import Inquiry
from app.domain.lifecycle import Event
from app.domain.references import read_reference
from app.domain.reminders import write_day
from app.domain.retention import DAY
from app.store import claims, inquiries
from app.store.exclusions import exclude
from app.store.tables import REQUESTS
from app.store.timeline import note_event
from tests.journeys.cases import harbour
from tests.support.haven import Client, Haven
from tests.support.page_checks import links, read, words
from tests.web.test_live_pages import opened


async def filed(haven: Haven, by: str = "Ilse Norrby", **answers: str) -> str:
    return await haven.file(await haven.client(by), "enwiki", harbour(haven.farm.wiki("enwiki")), answers)


def signs(reference: str) -> str:
    found = read_reference(reference)
    assert found is not None
    return found


async def section(client: Client, name: str) -> str:
    """What a list of the desk says, or nothing where there is none."""
    found = read(await client.get("/desk")).find(attrs={"aria-labelledby": f"{name}-heading"})
    return " ".join(found.get_text(" ", strip=True).split()) if found else ""


async def ask_back(haven: Haven, reference: str, by: str = "Odile Farr") -> None:
    async with haven.desk.database.writing() as session:
        asker = haven.central_id(by)
        assert await inquiries.ask_back(session, signs(reference), Inquiry.WHICH_PART, asker, haven.clock())
        await note_event(session, signs(reference), Event.ASKED_BACK, asker, haven.clock())


async def hand_over(haven: Haven, reference: str, giver: str, taker: str) -> None:
    async with haven.desk.database.writing() as session:
        by, to = haven.central_id(giver), haven.central_id(taker)
        assert await claims.hand_over(session, signs(reference), by, to, haven.clock())
        await note_event(session, signs(reference), Event.HANDED_OVER, by, haven.clock(), toward=to)


async def test_what_i_sent_stands_there_until_it_ends_and_names_no_handler(haven: Haven) -> None:
    reference = await filed(haven, "Tamsin Vale")
    tamsin, odile = await haven.client("Tamsin Vale"), await haven.client("Odile Farr")
    assert "free" in await section(tamsin, "own")
    await odile.post(f"/requests/{reference}/take")
    assert "somebody is on it" in await section(tamsin, "own")
    await ask_back(haven, reference)
    page = await tamsin.get("/desk")
    assert "The team asks you something." in await section(tamsin, "waiting")
    assert "waits for an answer" in await section(tamsin, "own")
    assert "Odile" not in page.text
    await odile.post(f"/requests/{reference}/close", {"closing": "mistake"})
    assert reference not in (await tamsin.get("/desk")).text
    assert "Nothing is on your desk." in words(await tamsin.get("/desk"))


async def test_the_newest_of_mine_and_the_way_to_the_rest(haven: Haven, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.web.desk_page.OWN_AT_MOST", 2)
    tamsin = await haven.client("Tamsin Vale")
    revids = harbour(haven.farm.wiki("enwiki"))
    for revid in revids[:3]:
        haven.clock.move(seconds=1)
        newest = await haven.file(tamsin, "enwiki", [revid])
    page = await tamsin.get("/desk")
    assert "/requests" in links(page)
    listed = [link for link in links(page) if link.startswith("/requests/H-")]
    assert len(listed) == 2
    assert listed[0] == f"/requests/{newest}"


async def test_what_i_hold_the_claim_that_ends_first_at_the_top(haven: Haven) -> None:
    first = await filed(haven)
    second = await filed(haven, "Tamsin Vale", criterion="os-libel")
    odile, keeva = await haven.client("Odile Farr"), await haven.client("Keeva Strand")
    for reference in (second, first):
        await odile.post(f"/requests/{reference}/take")
        haven.clock.move(minutes=5)
    text = await section(odile, "claims")
    assert text.index(second) < text.index(first)
    assert await section(keeva, "claims") == ""
    haven.clock.move(minutes=21)
    text = await section(odile, "claims")
    assert first in text and second not in text, "a lease that ended is no claim any more"


async def test_what_was_handed_to_me_waits_until_i_open_it_and_then_is_mine(haven: Haven) -> None:
    reference = await filed(haven)
    odile, keeva = await haven.client("Odile Farr"), await haven.client("Keeva Strand")
    await odile.post(f"/requests/{reference}/take")
    haven.clock.move(minutes=1)
    await hand_over(haven, reference, "Odile Farr", "Keeva Strand")
    assert "Handed over to you by Odile Farr" in await section(keeva, "waiting")
    assert await section(keeva, "claims") == await section(odile, "claims") == ""
    await keeva.post(f"/requests/{reference}/take")
    assert await section(keeva, "waiting") == ""
    assert reference in await section(keeva, "claims")


async def test_a_colleague_who_is_asked_what_they_think_is_told_by_whom(haven: Haven) -> None:
    reference = await filed(haven)
    odile, keeva, piet = [await haven.client(name) for name in ("Odile Farr", "Keeva Strand", "Piet Wander")]
    await odile.post(f"/requests/{reference}/take")
    async with haven.desk.database.writing() as session:
        asker, asked = haven.central_id("Odile Farr"), haven.central_id("Keeva Strand")
        assert await inquiries.ask_colleague(session, signs(reference), asker, asked, haven.clock())
    assert "asked what you think of it, by Odile Farr" in await section(keeva, "waiting")
    assert await section(piet, "waiting") == await section(await haven.client("Ilse Norrby"), "waiting") == ""
    async with haven.desk.database.writing() as session:
        await exclude(session, signs(reference), frozenset({asked}), True)
    assert reference not in (await keeva.get("/desk")).text, "whoever is kept out since is asked nothing any more"


async def test_what_the_wiki_shows_again_waits_for_who_sent_it_and_who_ended_it(haven: Haven) -> None:
    reference, wiki = await filed(haven), haven.farm.wiki("enwiki")
    names = ("Odile Farr", "Keeva Strand", "Ilse Norrby")
    odile, keeva, ilse = [await haven.client(name) for name in names]
    await odile.post(f"/requests/{reference}/take")
    wiki.hide(harbour(wiki), text=True, suppressed=True)
    await odile.post(f"/requests/{reference}/check")
    wiki.show(harbour(wiki))
    haven.clock.move(minutes=2)
    await keeva.post(f"/requests/{reference}/check")
    assert "shows it again" in await section(odile, "waiting")
    assert "shows it again" in await section(ilse, "waiting")
    assert await section(keeva, "waiting") == ""


async def test_of_a_lost_right_nothing_is_left_on_the_desk(haven: Haven) -> None:
    reference = await filed(haven)
    odile = await haven.client("Odile Farr")
    await odile.post(f"/requests/{reference}/take")
    await odile.post(f"/requests/{reference}/remind", {"remind_on": day(haven, 3)})
    assert reference in await section(odile, "claims") + await section(odile, "reminders")
    haven.farm.revoke("Odile Farr", "suppress", "enwiki")
    haven.clock.move(minutes=6)
    assert reference not in (await odile.get("/desk")).text


@pytest.mark.parametrize("wiki", ["metawiki", "enwiki"])
async def test_with_wikis_silent_it_says_so_and_my_own_requests_stay(haven: Haven, wiki: str) -> None:
    reference = await filed(haven)
    ilse = await haven.client("Ilse Norrby")
    await ilse.get("/desk")
    haven.farm.faults.set(wiki, "down")
    haven.clock.move(minutes=10)
    page = await ilse.get("/desk")
    assert page.status_code == 200
    assert reference in page.text
    assert "Could not check" in words(page) or "could not be asked" in words(page)


# Reminders ------------------------------------------------------------------------------------------------------------


def day(haven: Haven, ahead: int) -> str:
    return write_day(haven.clock() + ahead * DAY)


async def test_a_reminder_is_kept_changed_and_taken_back_by_its_owner_and_seen_by_nobody_else(haven: Haven) -> None:
    reference = await filed(haven)
    odile, keeva, ilse = [await haven.client(name) for name in ("Odile Farr", "Keeva Strand", "Ilse Norrby")]
    page = await odile.follow(await odile.post(f"/requests/{reference}/remind", {"remind_on": day(haven, 3)}))
    assert f"You are reminded on {day(haven, 3)}" in words(page)
    assert "in 3 days" in await section(odile, "reminders")
    for other in (keeva, ilse):
        assert await section(other, "reminders") == ""
        assert "You are reminded" not in words(await other.get(f"/requests/{reference}"))
    await odile.post(f"/requests/{reference}/remind", {"remind_on": day(haven, 1)})
    assert "in one day" in await section(odile, "reminders")
    haven.clock.move(days=1)
    odile = await haven.client("Odile Farr")
    assert "today" in await section(odile, "reminders")
    haven.clock.move(days=1)
    assert f"since {day(haven, -1)}" in await section(await haven.client("Odile Farr"), "reminders")
    odile = await haven.client("Odile Farr")
    assert (await odile.post(f"/requests/{reference}/remind-no-more")).status_code == 303
    assert (await odile.post(f"/requests/{reference}/remind-no-more")).status_code == 409
    assert await section(odile, "reminders") == ""


async def test_what_is_due_stands_above_what_is_not(haven: Haven) -> None:
    reference = await filed(haven)
    ilse = await haven.client("Ilse Norrby")
    await ilse.post(f"/requests/{reference}/remind", {"remind_on": day(haven, 1)})
    text = words(await ilse.get("/desk"))
    assert text.index("What you asked for") < text.index("Look again")
    haven.clock.move(days=1)
    text = words(await (await haven.client("Ilse Norrby")).get("/desk"))
    assert text.index("What you asked for") > text.index("Look again")


@pytest.mark.parametrize(
    "typed", ["", "tomorrow", "2026-02-30", "24.12.2026", "0001-01-01", "9999-12-31", "٢٠٢٦-١٢-٢٤"]
)
async def test_what_is_no_day_or_not_then_is_said_and_comes_back(haven: Haven, typed: str) -> None:
    reference = await filed(haven)
    for name in ("Odile Farr", "Ilse Norrby"):
        client = await haven.client(name)
        refused = await client.post(f"/requests/{reference}/remind", {"remind_on": typed})
        assert refused.status_code == 422
        field = read(refused).find(id="remind_on")
        assert field is not None and field["value"] == typed  # type: ignore[index]
        assert await section(client, "reminders") == ""


async def test_from_tomorrow_to_ninety_days_ahead_and_never_past_what_is_kept(haven: Haven) -> None:
    reference = await filed(haven)
    odile = await haven.client("Odile Farr")
    haven.clock.at += DAY - haven.clock.at % DAY  # a day has just begun
    odile = await haven.client("Odile Farr")
    path = f"/requests/{reference}/remind"
    for ahead, status in ((0, 422), (1, 303), (87, 303), (90, 422), (91, 422)):
        answer = await odile.post(path, {"remind_on": day(haven, ahead)})
        assert answer.status_code == status, ahead
    await odile.post(f"/requests/{reference}/take")
    await odile.post(f"/requests/{reference}/close", {"closing": "mistake"})
    for ahead, status in ((6, 303), (7, 422)):
        assert (await odile.post(path, {"remind_on": day(haven, ahead)})).status_code == status, ahead


async def test_a_handlers_right_is_read_at_that_moment_and_a_silent_wiki_changes_nothing(haven: Haven) -> None:
    reference = await filed(haven)
    odile = await haven.client("Odile Farr")
    await odile.get("/desk")
    haven.farm.faults.set("enwiki", "down")
    assert (await odile.post(f"/requests/{reference}/remind", {"remind_on": day(haven, 3)})).status_code == 503
    haven.farm.faults.clear()
    haven.farm.revoke("Odile Farr", "suppress", "enwiki")
    assert (await odile.post(f"/requests/{reference}/remind", {"remind_on": day(haven, 3)})).status_code in (403, 404)


async def test_at_most_so_many_and_the_sentence_says_what_to_do(haven: Haven, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.actions.reminders.REMINDERS_AT_MOST", 1)
    first, second = await filed(haven), await filed(haven, "Tamsin Vale", criterion="os-libel")
    odile = await haven.client("Odile Farr")
    assert (await odile.post(f"/requests/{first}/remind", {"remind_on": day(haven, 3)})).status_code == 303
    refused = await odile.post(f"/requests/{second}/remind", {"remind_on": day(haven, 3)})
    assert refused.status_code == 422
    assert "Take one of these reminders back first" in words(refused)
    assert (await odile.post(f"/requests/{first}/remind", {"remind_on": day(haven, 4)})).status_code == 303


# Open pages -----------------------------------------------------------------------------------------------------------


async def test_an_open_desk_is_told_of_what_comes_goes_and_changes_hands(haven: Haven) -> None:
    reference = await filed(haven)
    odile, keeva, ilse = [await haven.client(name) for name in ("Odile Farr", "Keeva Strand", "Ilse Norrby")]
    pages = [await opened(client, "/desk") for client in (odile, keeva, ilse)]
    await odile.post(f"/requests/{reference}/take")
    assert [await page.changes() for page in pages] == [1, 0, 1]
    keevas = await opened(keeva, "/desk")
    await hand_over(haven, reference, "Odile Farr", "Keeva Strand")
    assert await keevas.changes() == 1
    own = await opened(ilse, "/desk")
    async with haven.desk.database.writing() as session:
        to = haven.central_id("Odile Farr")
        assert await claims.take_over(session, signs(reference), to, haven.central_id("Keeva Strand"), haven.clock())
    assert await own.changes() == 0, "who has it is nothing for its sender"
    mine = await opened(odile, "/desk")
    await odile.post(f"/requests/{reference}/remind", {"remind_on": day(haven, 3)})
    assert await mine.changes() == 1


async def test_whoever_lost_their_right_is_told_nothing_new(haven: Haven) -> None:
    reference = await filed(haven)
    odile, keeva = await haven.client("Odile Farr"), await haven.client("Keeva Strand")
    page = await opened(keeva, "/desk")
    await odile.post(f"/requests/{reference}/take")
    haven.farm.revoke("Keeva Strand", "suppress", "enwiki")
    await hand_over(haven, reference, "Odile Farr", "Keeva Strand")
    told = await page.poll()
    assert told.status_code == 403
    assert reference not in (await keeva.get("/desk")).text


async def test_a_stranger_to_the_claim_column_sees_nothing_by_it(haven: Haven) -> None:
    """Whatever stands in the columns of a claim, the visible set decides."""
    reference = await filed(haven, keep_out_1="Piet Wander")
    piet = await haven.client("Piet Wander")
    async with haven.desk.database.writing() as session:
        values = {"holder": haven.central_id("Piet Wander"), "claim_until": haven.clock() + 600}
        await session.execute(update(REQUESTS).values(values))
    assert reference not in (await piet.get("/desk")).text
