"""On which day a team was last here: no person, never backwards, and gone in the second in which it stops to count."""

from sqlalchemy import select

from app.domain.queues import Queue, Team
from app.domain.retention import DAY
from app.domain.retention import PRESENCE as KEPT
from app.store.presence import note_presence, present_teams
from app.store.purge import run_purge
from app.store.session import Database
from app.store.tables import PRESENCE
from tests.store.making import NOW

TODAY = NOW - NOW % DAY
HERE, ELSEWHERE = Queue(Team.OVERSIGHTERS, "enwiki"), Queue(Team.STEWARDS)


async def note(database: Database, now: int, *queues: Queue) -> None:
    async with database.writing() as session:
        await note_presence(session, queues, now)


async def days(database: Database) -> dict[str, int]:
    async with database.reading() as session:
        return {row.queue: row.last_day for row in await session.execute(select(PRESENCE))}


async def present(database: Database, now: int) -> frozenset[Queue]:
    async with database.reading() as session:
        return await present_teams(session, [HERE, ELSEWHERE], now)


async def test_a_team_that_nobody_noted_is_not_here(database: Database) -> None:
    await note(database, NOW)
    assert await days(database) == {}
    assert await present(database, NOW) == frozenset()


async def test_the_day_is_kept_and_no_hour_and_never_goes_back(database: Database) -> None:
    await note(database, NOW, HERE, ELSEWHERE, HERE)
    assert await days(database) == {HERE.key: TODAY, ELSEWHERE.key: TODAY}
    await note(database, NOW + DAY, HERE)
    await note(database, NOW, HERE, ELSEWHERE)
    assert await days(database) == {HERE.key: TODAY + DAY, ELSEWHERE.key: TODAY}


async def test_it_counts_to_the_second_in_which_the_purge_takes_it(database: Database) -> None:
    await note(database, NOW, HERE)
    last = TODAY + KEPT - 1
    assert KEPT == 7 * DAY
    assert await present(database, last) == {HERE}
    assert (await run_purge(database, last)).presence == 0
    assert await present(database, last + 1) == frozenset(), "closed before the purge has run"
    assert (await run_purge(database, last + 1)).presence == 1
    assert await days(database) == {}
