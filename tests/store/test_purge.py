"""Everything expires: each branch of the purge, by moving time to one second before and to the second itself."""

from typing import Any

import pytest
from sqlalchemy import func, select, update

from app.domain import retention
from app.domain.lifecycle import Event, State
from app.domain.people import Reader
from app.domain.requests import Basis, ClosingCode, Purpose
from app.domain.retention import DAY
from app.store.claims import claim
from app.store.drafts import Draft, keep_draft
from app.store.exclusions import exclude
from app.store.purge import Purged, eligible_left, purge, run_purge
from app.store.reminders import keep_reminder
from app.store.requests import end, find, in_group, open_targets, own_page
from app.store.session import Database
from app.store.sign_ins import add_sign_in, touch
from app.store.tables import (
    COLLEAGUES,
    DRAFTS,
    EVENTS,
    EXCLUDED,
    METADATA,
    REMINDERS,
    REQUESTS,
    SEEN,
    SIGHTINGS,
    SIGN_INS,
    TALLIES,
    TARGETS,
    VIEWS,
)
from app.store.tallies import count_up
from app.store.timeline import note_event
from app.store.trackings import add_tracking, mark_seen
from app.store.views import open_view
from tests.store.making import (
    HANDLER,
    NOW,
    REQUESTER,
    file,
    new_request,
    new_tracking,
    oversighter,
    reference,
    sighting,
)
from tests.support.trackings import note_sighting

ENDED = NOW - NOW % DAY
"""An end is kept as its day."""


async def _count(database: Database, table: Any) -> int:
    async with database.reading() as session:
        return int((await session.execute(select(func.count()).select_from(table))).scalar_one())


async def _purge(database: Database, now: int) -> Purged:
    """The purge, which must do exactly what the alarm's question foretold, and nothing more when run again."""
    async with database.reading() as session:
        foretold = await eligible_left(session, now)
    purged = await run_purge(database, now)
    async with database.writing() as session:
        assert (await eligible_left(session, now)).total == 0
        assert (await purge(session, now)).total == 0
    # What goes stale is emptied in the same run, which the question before it cannot see.
    assert purged.total == foretold.total + purged.stale
    return purged


async def _file_and_end(database: Database, state: State = State.CLOSED) -> None:
    await file(database, 1, new_request(1, 2, excluded=[7, 8], kept_out=1, group=reference(99)))
    async with database.writing() as session:
        await note_event(session, reference(1), Event.FILED, REQUESTER, NOW)
        assert await end(session, reference(1), state, ClosingCode.DONE, Basis.HANDLER, NOW)
        await note_event(session, reference(1), Event.CLOSED, HANDLER, NOW)


async def _row(database: Database) -> Any:
    async with database.reading() as session:
        return (await session.execute(select(REQUESTS))).one()


@pytest.mark.parametrize("state", [State.DONE, State.CLOSED, State.WITHDRAWN])
async def test_an_ended_request_is_emptied_after_a_week(database: Database, state: State) -> None:
    await _file_and_end(database, state)
    assert await _purge(database, ENDED + retention.POINTERS_AFTER_END - 1) == Purged()
    assert await _count(database, TARGETS) == 2
    assert await _purge(database, ENDED + retention.POINTERS_AFTER_END) == Purged(emptied=1)
    row = await _row(database)
    assert row.requester is row.sealed_hints is row.sealed_parties is row.group_code is None
    assert (row.reference, row.state, row.wiki, row.filed_at) == (reference(1), state.value, "enwiki", ENDED)
    assert await _count(database, TARGETS) == await _count(database, EXCLUDED) == 0
    async with database.reading() as session:
        people = (await session.execute(select(EVENTS.c.by_central_id))).scalars().all()
    assert people == [None, None]


async def test_what_was_opened_again_and_again_is_emptied_by_the_day_it_was_filed(database: Database) -> None:
    """Ended a moment ago, by the wiki's word or a person's, for the last time of many."""
    await _file_and_end(database)
    day = ENDED + retention.POINTERS_AT_MOST
    async with database.writing() as session:
        await session.execute(update(REQUESTS).values(ended_at=day))
    assert await _purge(database, day - 1) == Purged()
    assert await _purge(database, day) == Purged(emptied=1)


async def test_the_alarm_sees_what_was_written_to_an_emptied_request_and_the_next_purge_takes_it(
    database: Database,
) -> None:
    """Somebody was on it in the second of the purge: what they wrote points at people again."""
    await _file_and_end(database)
    then = ENDED + retention.POINTERS_AFTER_END
    await _purge(database, then)
    async with database.writing() as session:
        await note_event(session, reference(1), Event.OPENED, HANDLER, then)
        await exclude(session, reference(1), [7])
        await keep_reminder(session, reference(1), HANDLER, then + DAY)
    async with database.reading() as session:
        left = await eligible_left(session, then)
    assert (left.emptied, left.remains, left.total) == (1, 3, 4)
    await run_purge(database, then)
    async with database.reading() as session:
        assert (await eligible_left(session, then)).total == 0
        assert (await session.execute(select(EVENTS.c.by_central_id).distinct())).scalars().all() == [None]
    assert await _count(database, EXCLUDED) == await _count(database, REMINDERS) == 0


async def test_nobody_sees_an_emptied_request(database: Database) -> None:
    await _file_and_end(database)
    await _purge(database, ENDED + retention.POINTERS_AFTER_END)
    async with database.reading() as session:
        for reader in (oversighter(HANDLER), oversighter(7), Reader(REQUESTER)):
            assert await find(session, reader, reference(1)) is None
            assert await in_group(session, reader, reference(99)) == []
        assert await own_page(session, REQUESTER) == []
        assert await open_targets(session, reference(1)) is None


async def test_the_rest_of_an_ended_request_goes_after_ninety_days(database: Database) -> None:
    await _file_and_end(database)
    await _purge(database, ENDED + retention.POINTERS_AFTER_END)
    async with database.writing() as session:
        await open_view(session, reference(1), HANDLER, Purpose.REVIEW, ENDED + 6 * DAY)
    assert await _purge(database, ENDED + retention.RECORD_AFTER_END - 1) == Purged()
    assert await _purge(database, ENDED + retention.RECORD_AFTER_END) == Purged(records=1)
    assert [await _count(database, table) for table in (REQUESTS, EVENTS, VIEWS)] == [0, 0, 0]


async def test_a_purge_that_was_away_for_long_catches_up_at_once(database: Database) -> None:
    await _file_and_end(database)
    purged = await _purge(database, ENDED + retention.RECORD_AFTER_END)
    assert (purged.emptied, purged.records) == (1, 1)
    for table in METADATA.sorted_tables:
        assert await _count(database, table) == 0


async def test_an_open_request_goes_stale_and_is_emptied_at_once(database: Database) -> None:
    await file(database, 1, new_request(1, 2, excluded=[7]))
    async with database.writing() as session:
        await note_event(session, reference(1), Event.FILED, REQUESTER, NOW)
        await claim(session, reference(1), HANDLER, NOW)
    stale = NOW + retention.STALE_AFTER
    assert await _purge(database, stale - 1) == Purged()
    assert await _purge(database, stale) == Purged(stale=1, emptied=1)
    row = await _row(database)
    assert (row.state, row.ended_at, row.filed_at) == (State.STALE.value, stale - stale % DAY, ENDED)
    assert row.requester is row.holder is row.claim_until is row.sealed_hints is None
    assert await _count(database, TARGETS) == await _count(database, EXCLUDED) == 0
    async with database.reading() as session:
        query = select(EVENTS.c.event, EVENTS.c.by_central_id, EVENTS.c.at).order_by(EVENTS.c.id)
        events = [tuple(event) for event in await session.execute(query)]
    assert events == [(Event.FILED.value, None, ENDED), (Event.WENT_STALE.value, None, row.ended_at)]
    assert await _purge(database, row.ended_at + retention.RECORD_AFTER_END) == Purged(records=1)


async def test_open_requests_and_their_pointers_stay(database: Database) -> None:
    await file(database, 1, new_request(1, 2, excluded=[7]))
    assert await _purge(database, NOW + retention.STALE_AFTER - 1) == Purged()
    assert (await _count(database, TARGETS), await _count(database, EXCLUDED)) == (2, 1)


async def test_view_lines_go_after_ninety_days(database: Database) -> None:
    await file(database, 1, now=NOW + 100)
    async with database.writing() as session:
        await open_view(session, reference(1), HANDLER, Purpose.HANDLING, NOW)
        await open_view(session, reference(1), HANDLER, Purpose.HANDLING, NOW + 60)
    assert await _purge(database, NOW + 60 + retention.VIEW_LOG - 1) == Purged()
    assert await _purge(database, NOW + 60 + retention.VIEW_LOG) == Purged(views=1)


async def test_drafts_go_after_two_hours(database: Database) -> None:
    async with database.writing() as session:
        await add_sign_in(session, "cookie", 5, "Invented", False, NOW)
        await keep_draft(session, "draft", 5, "cookie", Draft(()), NOW)
    assert await _purge(database, NOW + retention.DRAFT - 1) == Purged()
    assert await _purge(database, NOW + retention.DRAFT) == Purged(drafts=1)


async def test_idle_sessions_go(database: Database) -> None:
    async with database.writing() as session:
        await add_sign_in(session, "cookie", 5, "Invented", False, NOW)
    assert await _purge(database, NOW + retention.SESSION_IDLE - 1) == Purged()
    assert await _purge(database, NOW + retention.SESSION_IDLE) == Purged(sign_ins=1)
    assert await _count(database, SIGN_INS) == 0


async def test_day_old_sessions_go_with_their_drafts(database: Database) -> None:
    last = NOW + retention.SESSION_AT_MOST
    async with database.writing() as session:
        await add_sign_in(session, "cookie", 5, "Invented", False, NOW)
        for seen in (NOW + 7 * 3600, NOW + 14 * 3600, NOW + 21 * 3600):
            await touch(session, "cookie", seen)
        await keep_draft(session, "draft", 5, "cookie", Draft(()), last - 60)
    assert await _purge(database, last - 1) == Purged()
    assert await _purge(database, last) == Purged(sign_ins=1)
    assert await _count(database, DRAFTS) == 0


async def test_tallies_go_after_a_day(database: Database) -> None:
    async with database.writing() as session:
        assert await count_up(session, "requests", 5, 1, DAY, 10, NOW)
    assert await _purge(database, ENDED + retention.TALLY - 1) == Purged()
    assert await _purge(database, ENDED + retention.TALLY) == Purged(tallies=1)
    assert await _count(database, TALLIES) == 0


async def test_trackings_go_with_what_was_seen_when_their_time_is_over(database: Database) -> None:
    async with database.writing() as session:
        await add_tracking(session, new_tracking(until=NOW + DAY), reference(1), NOW)
        await note_sighting(session, reference(1), sighting(1), NOW)
        await mark_seen(session, Reader(HANDLER), reference(1), 99, NOW)
    assert await _purge(database, NOW + DAY - 1) == Purged()
    assert await _purge(database, NOW + DAY) == Purged(trackings=1)
    assert [await _count(database, table) for table in (SIGHTINGS, SEEN, COLLEAGUES)] == [0, 0, 0]
