"""The desk and the hand-over view: what each list holds, and that each is read from an index, whatever is stored."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import event, update

from app.domain.people import Reader
from app.domain.requests import Urgency
from app.domain.retention import DAY
from app.store import inquiries, overview, queue_hand_over, reminders
from app.store.purge import purge
from app.store.session import Database, StoreSession
from app.store.shapes import SQLITE
from app.store.tables import REQUESTS
from tests.store.making import (
    COLLEAGUE,
    HANDLER,
    KEPT_OUT,
    NOW,
    OVERSIGHTERS,
    REQUESTER,
    STEWARDS,
    file,
    new_request,
    oversighter,
    reference,
)

Ask = Callable[[StoreSession, Reader], Awaitable[Any]]
QUERIES: dict[str, Ask] = {
    "ix_requests_held": lambda session, reader: overview.claims_of(session, reader, NOW),
    "ix_requests_seen_again": lambda session, reader: overview.seen_again(session, reader),
    "ix_requests_own_open": lambda session, reader: overview.open_own(session, reader.central_id, 10),
    "ix_reminders_owner": lambda session, reader: reminders.reminders_of(session, reader),
    "ix_inquiries_waiting": lambda session, reader: inquiries.waiting_for(session, reader),
    "ix_requests_awaiting": lambda session, reader: queue_hand_over.awaiting_in(session, reader, OVERSIGHTERS.key),
    "ix_requests_queue_page": lambda session, reader: queue_hand_over.free_in(session, reader, OVERSIGHTERS.key, NOW),
    "ix_requests_reached_page": lambda session, reader: queue_hand_over.free_in(session, reader, STEWARDS.key, NOW),
}


@pytest.mark.parametrize("index", QUERIES)
async def test_each_list_is_read_from_its_index(database: Database, index: str) -> None:
    reader = Reader(HANDLER, (OVERSIGHTERS.key, STEWARDS.key, *(f"administrators.w{number}" for number in range(700))))
    async with database.reading() as session:
        if session.dialect != SQLITE:
            return  # How MariaDB reads depends on what it holds; an empty table tells nothing.
        asked: list[tuple[str, Any]] = []
        bind = session.get_bind()

        @event.listens_for(bind, "before_cursor_execute")
        def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
            asked.append((statement, parameters))

        await QUERIES[index](session, reader)
        event.remove(bind, "before_cursor_execute", note)
        assert len(asked) == 1, "one query, whatever the number of queues"
        connection = await session.connection()
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0][0]}", asked[0][1])
        steps = [row[3] for row in plan]
    assert any(index in step for step in steps), steps
    assert not any(step.startswith("SCAN requests") for step in steps), steps


async def test_what_is_held_or_awaited_is_not_free_and_a_lease_ends(database: Database) -> None:
    for number in (1, 2, 3):
        await file(database, number, new_request(number))
    async with database.writing() as session:
        held = {"holder": HANDLER, "claim_until": NOW + 60}
        await session.execute(update(REQUESTS).where(REQUESTS.c.reference == reference(1)).values(held))
        asked = REQUESTS.c.reference.in_([reference(2)])
        await session.execute(update(REQUESTS).where(asked).values(awaits_answer=True))
    for now, free, kept in ((NOW, [3], [1]), (NOW + 60, [1, 3], [])):
        async with database.reading() as session:
            found = await queue_hand_over.free_in(session, oversighter(COLLEAGUE), OVERSIGHTERS.key, now)
            assert [each.reference for each in found] == [reference(number) for number in free]
            found = await queue_hand_over.held_in(session, oversighter(COLLEAGUE), OVERSIGHTERS.key, now)
            assert [each.reference for each in found] == [reference(number) for number in kept]
            found = await overview.claims_of(session, oversighter(HANDLER), now)
            assert [each.reference for each in found] == [reference(number) for number in kept]
            awaited = await queue_hand_over.awaiting_in(session, oversighter(COLLEAGUE), OVERSIGHTERS.key)
            assert [each.reference for each, _ in awaited] == [reference(2)]


async def test_of_each_urgency_the_oldest_are_read(database: Database) -> None:
    for number in range(1, 7):
        urgency = Urgency.NOW if number > 3 else Urgency.ROUTINE
        await file(database, number, new_request(number, urgency=urgency), NOW - number)
    async with database.reading() as session:
        found = await queue_hand_over.free_in(session, oversighter(), OVERSIGHTERS.key, NOW, 2)
    assert [each.reference for each in found] == [reference(number) for number in (6, 5, 3, 2)]


@pytest.mark.parametrize(
    "reader", [oversighter(KEPT_OUT), oversighter(REQUESTER), Reader(HANDLER), Reader(HANDLER, ("stewards",))]
)
async def test_no_list_tells_of_it_whoever_may_not_know(database: Database, reader: Reader) -> None:
    """Kept out, its own sender (who must not learn who has it), and people of other queues."""
    await file(database, 1, new_request(excluded=[KEPT_OUT], kept_out=1))
    async with database.writing() as session:
        values = {"holder": reader.central_id, "claim_until": NOW + 60, "visible_again": True}
        await session.execute(update(REQUESTS).values(values))
        await reminders.keep_reminder(session, reference(1), KEPT_OUT, NOW)
    async with database.reading() as session:
        assert await queue_hand_over.free_in(session, reader, OVERSIGHTERS.key, NOW + 60) == []
        assert await queue_hand_over.held_in(session, reader, OVERSIGHTERS.key, NOW) == []
        assert await queue_hand_over.awaiting_in(session, reader, OVERSIGHTERS.key) == []
        assert await reminders.reminders_of(session, reader) == []
        if reader.central_id != REQUESTER:
            assert await overview.claims_of(session, reader, NOW) == []
            assert await overview.seen_again(session, reader) == []


async def test_a_reminder_is_one_for_each_person_and_goes_with_its_day_or_its_request(database: Database) -> None:
    await file(database, 1, new_request(1))
    async with database.writing() as session:
        for owner, due_at in ((HANDLER, NOW), (HANDLER, NOW + DAY), (REQUESTER, NOW)):
            assert await reminders.keep_reminder(session, reference(1), owner, due_at)
        assert not await reminders.keep_reminder(session, reference(9), HANDLER, NOW)
    async with database.writing() as session:
        assert await reminders.reminder_of(session, reference(1), HANDLER) == NOW + DAY
        assert await reminders.count_reminders(session, HANDLER) == 1
        assert (await purge(session, NOW + 7 * DAY)).reminders == 1
        assert await reminders.reminder_of(session, reference(1), REQUESTER) is None
        assert [due_at for _, due_at in await reminders.reminders_of(session, oversighter(HANDLER))] == [NOW + DAY]
        assert await reminders.drop_reminder(session, reference(1), HANDLER)
        assert not await reminders.drop_reminder(session, reference(1), HANDLER)
