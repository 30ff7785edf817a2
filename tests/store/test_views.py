"""The view log: one line an hour, and only while it lasts a permission to see."""

import asyncio

from app.domain.lifecycle import Event
from app.domain.people import Reader
from app.domain.requests import Purpose
from app.domain.retention import VIEW_WINDOW
from app.store.session import Database
from app.store.timeline import Happening, note_event, timeline_of
from app.store.views import View, live_view_until, open_view, view_log, views_of
from tests.store.making import COLLEAGUE, HANDLER, NOW, REQUESTER, file, new_request, reference

OMBUDS = Reader(4001, sees_view_log=True)


async def _open(database: Database, who: int, now: int, purpose: Purpose = Purpose.HANDLING, number: int = 1) -> None:
    async with database.writing() as session:
        await open_view(session, reference(number), who, purpose, now)


async def test_a_view_lasts_an_hour_for_its_reader_and_its_request(database: Database) -> None:
    await file(database, 1)
    await file(database, 2)
    await _open(database, HANDLER, NOW)
    async with database.reading() as session:
        assert await live_view_until(session, reference(1), HANDLER, NOW) == NOW + VIEW_WINDOW
        assert await live_view_until(session, reference(1), HANDLER, NOW + VIEW_WINDOW - 1) == NOW + VIEW_WINDOW
        assert await live_view_until(session, reference(1), HANDLER, NOW + VIEW_WINDOW) is None
        assert await live_view_until(session, reference(1), COLLEAGUE, NOW) is None
        assert await live_view_until(session, reference(2), HANDLER, NOW) is None
        assert await live_view_until(session, reference(3), HANDLER, NOW) is None


async def test_repeats_within_the_hour_are_one_line_and_do_not_prolong_it(database: Database) -> None:
    await file(database, 1, new_request(excluded=[5], kept_out=1))
    for later in (0, 60, VIEW_WINDOW - 1):
        await _open(database, HANDLER, NOW + later)
    async with database.reading() as session:
        (line,) = await views_of(session, reference(1))
        assert await live_view_until(session, reference(1), HANDLER, NOW + VIEW_WINDOW) is None
    number = line.number
    assert line == View(number, reference(1), HANDLER, Purpose.HANDLING, NOW, NOW + VIEW_WINDOW - 1, True)


async def test_another_hour_person_or_purpose_is_another_line(database: Database) -> None:
    await file(database, 1)
    await _open(database, HANDLER, NOW)
    await _open(database, HANDLER, NOW, Purpose.REVIEW)
    await _open(database, COLLEAGUE, NOW)
    await _open(database, HANDLER, NOW + VIEW_WINDOW)
    async with database.reading() as session:
        lines = [(line.central_id, line.purpose, line.first_at) for line in await views_of(session, reference(1))]
    assert lines == [
        (HANDLER, Purpose.HANDLING, NOW),
        (HANDLER, Purpose.REVIEW, NOW),
        (COLLEAGUE, Purpose.HANDLING, NOW),
        (HANDLER, Purpose.HANDLING, NOW + VIEW_WINDOW),
    ]


async def test_two_clicks_at_the_same_moment_are_one_line(database: Database) -> None:
    await file(database, 1)
    await asyncio.gather(*(_open(database, HANDLER, NOW) for _ in range(6)))
    async with database.reading() as session:
        assert len(await views_of(session, reference(1))) == 1


async def test_the_ombuds_read_all_lines_the_newest_first_page_by_page(database: Database) -> None:
    for number in range(5):
        await file(database, number)
        await _open(database, HANDLER, NOW + number, number=number)
    async with database.reading() as session:
        first = await view_log(session, OMBUDS, limit=3)
        rest = await view_log(session, OMBUDS, before=first[-1].number, limit=3)
        assert await view_log(session, Reader(HANDLER, ("oversighters.enwiki",))) == []
    assert [line.reference for line in first + rest] == [reference(number) for number in (4, 3, 2, 1, 0)]


async def test_a_timeline_is_told_in_order(database: Database) -> None:
    await file(database, 1)
    await file(database, 2)
    async with database.writing() as session:
        await note_event(session, reference(1), Event.FILED, REQUESTER, NOW)
        await note_event(session, reference(2), Event.FILED, REQUESTER, NOW)
        await note_event(session, reference(1), Event.CHECKED, None, NOW + 61)
    async with database.reading() as session:
        timeline = await timeline_of(session, reference(1))
    assert timeline == [Happening(Event.FILED, REQUESTER, NOW), Happening(Event.CHECKED, None, NOW + 61)]
