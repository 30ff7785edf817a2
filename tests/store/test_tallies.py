"""Limits: the last place goes to one, and a refused amount adds nothing."""

import asyncio

from app.store.session import Database
from app.store.tallies import EVERYBODY, count_up
from tests.store.making import NOW

HOUR = 3600


async def _count(database: Database, amount: int, now: int = NOW, who: int = 5, what: str = "targets") -> bool:
    async with database.writing() as session:
        return await count_up(session, what, who, amount, HOUR, 10, now)


async def test_up_to_the_limit_and_not_over_it(database: Database) -> None:
    assert await _count(database, 6)
    assert not await _count(database, 5)
    assert await _count(database, 4)
    assert not await _count(database, 1)


async def test_more_than_the_limit_at_once_is_refused(database: Database) -> None:
    assert not await _count(database, 11)
    assert await _count(database, 10)


async def test_people_things_and_windows_are_counted_apart(database: Database) -> None:
    assert await _count(database, 10)
    assert await _count(database, 10, who=6)
    assert await _count(database, 10, who=EVERYBODY)
    assert await _count(database, 10, what="requests")
    next_window = NOW - NOW % HOUR + HOUR
    assert not await _count(database, 1, now=next_window - 1)
    assert await _count(database, 10, now=next_window)


async def test_what_was_undone_is_not_counted(database: Database) -> None:
    async with database.reading() as session:
        assert await count_up(session, "targets", 5, 10, HOUR, 10, NOW)
    assert await _count(database, 10)


async def test_of_many_at_the_same_moment_as_many_as_fit_get_through(database: Database) -> None:
    assert await _count(database, 1)
    assert sum(await asyncio.gather(*(_count(database, 3) for _ in range(8)))) == 3
