"""What waits is written in slices: a database that is slow gets through it, and one that fails in between loses
nothing."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import event, func, select

from app.actions.stream.watcher import JOB, SLICE, Superseded, Watch, Watcher
from app.domain.happenings import Seen, Touch
from app.domain.positions import Position
from app.mediawiki.lookout import Lookout
from app.store.job_holders import LEASE_SECONDS, hold
from app.store.migrations import migrate
from app.store.sealing import Vault
from app.store.session import Database, StoreBusy, StoreSession
from app.store.stream_positions import kept_positions
from app.store.tables import REQUESTS, SIGHTINGS, TARGETS
from app.store.trackings import add_tracking
from tests.store.making import AUTHOR, KEYS, NOW, file, new_request, new_tracking, reference, sighting

REQUESTS_FILED, TARGETS_EACH, SIGHTINGS_SEEN = 30, 100, 1_000
PLACE = (Position("eqiad.mediawiki.recentchange", 0, None, 1_000 * NOW),)
A_SLICE_TAKES = 20
"""Statements, at most."""


class Counting(Database):
    """Counts the statements of every transaction that writes; gives one up when it got more than `values_at_most`
    values, as one that lasts too long is given up."""

    def __init__(self, url: str) -> None:
        super().__init__(url, Vault(KEYS[:1]), connections=2)
        self.statements: list[Counter[str]] = []
        self.values_at_most: int | None = None
        self.values = 0
        event.listen(self.engine.sync_engine, "before_cursor_execute", self._count)

    @asynccontextmanager
    async def _transaction(self, writing: bool) -> AsyncIterator[StoreSession]:
        if writing:
            self.statements.append(Counter())
            self.values = 0
        async with super()._transaction(writing) as session:
            yield session

    def _count(self, _connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if self.statements:
            self.statements[-1][" ".join(statement.split()[:3])] += 1
        self.values += len(parameters)
        if self.values_at_most is not None and self.values > self.values_at_most:
            raise StoreBusy


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Counting]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'haven.db'}"
    await migrate(url)
    opened = Counting(url)
    yield opened
    await opened.close()


@pytest.fixture
async def watcher(database: Counting) -> Watcher:
    """One that has a great deal to write: each touch told at another second, the worst there is."""
    wikis = cast(Lookout, SimpleNamespace())
    watcher = Watcher(Watch(database, wikis, lambda: NOW, "one process"))
    for number in range(REQUESTS_FILED):
        first = 10_000 * (number + 1)
        await file(database, number, new_request(*range(first, first + TARGETS_EACH)))
    async with database.writing() as session:
        await add_tracking(session, new_tracking(), reference(1), NOW)
    watcher.trackings = {AUTHOR: [reference(1)]}
    watcher.pending.touches = list(_touches())
    watcher.pending.seen = [Seen(AUTHOR, sighting(number), True) for number in range(1, SIGHTINGS_SEEN + 1)]
    watcher.positions = PLACE
    database.statements.clear()
    return watcher


def _touches() -> Iterator[Touch]:
    for number in range(REQUESTS_FILED):
        for target in range(1, TARGETS_EACH + 1):
            yield Touch(reference(number), target, True, NOW - target)


async def written(database: Database) -> tuple[int, int, int]:
    """How many requests are due, how many targets were seen to be hidden, how many sightings there are."""
    due = select(func.count()).select_from(REQUESTS).where(REQUESTS.c.look_due_at.is_not(None))
    hidden = select(func.count()).select_from(TARGETS).where(TARGETS.c.seen_hidden_at == NOW - TARGETS.c.number)
    seen = select(func.count()).select_from(SIGHTINGS)
    async with database.reading() as session:
        return cast(
            "tuple[int, int, int]", tuple([(await session.execute(each)).scalar_one() for each in (due, hidden, seen)])
        )


async def place(database: Database) -> tuple[Position, ...]:
    async with database.reading() as session:
        return await kept_positions(session)


ALL = (REQUESTS_FILED, REQUESTS_FILED * TARGETS_EACH, SIGHTINGS_SEEN)


async def test_a_great_deal_is_written_in_slices_and_the_place_with_the_last(
    database: Counting, watcher: Watcher
) -> None:
    assert await watcher.write_down(0) == NOW
    transactions = list(database.statements)
    assert await written(database) == ALL
    assert len(transactions) == (REQUESTS_FILED * TARGETS_EACH + SIGHTINGS_SEEN) / SLICE
    assert max(each.total() for each in transactions) <= A_SLICE_TAKES
    assert [index for index, each in enumerate(transactions) if "INSERT INTO stream_positions" in each] == [
        len(transactions) - 1
    ]


async def test_sightings_cost_a_handful_of_statements_and_a_request_one_however_many_targets(
    database: Counting, watcher: Watcher
) -> None:
    watcher.pending.touches = [Touch(reference(3), each, True, NOW - 5) for each in range(1, 51)]
    watcher.pending.seen = watcher.pending.seen[:50]
    await watcher.write_down(0)
    assert len(database.statements) == 1
    assert database.statements[0]["UPDATE request_targets SET"] == 1
    assert database.statements[0]["INSERT INTO sightings"] == 1
    assert database.statements[0].total() <= 14


async def test_what_hides_nothing_is_told_once_for_a_request(database: Counting, watcher: Watcher) -> None:
    watcher.pending.seen = []
    watcher.pending.touches = [Touch(each.reference, each.number, False, 0) for each in _touches()]
    await watcher.write_down(0)
    assert len(database.statements) == 1
    assert await written(database) == (REQUESTS_FILED, 0, 0)


async def test_a_database_that_is_too_slow_for_a_slice_is_given_smaller_ones(
    database: Counting, watcher: Watcher
) -> None:
    database.values_at_most = 130
    failures = 0
    while watcher.unwritten and failures < 100:
        before = watcher.unwritten
        try:
            await watcher.write_down(0)
        except StoreBusy:
            failures += 1
            assert watcher.unwritten <= before
    assert 0 < failures < 100
    database.values_at_most = None
    assert await written(database) == ALL
    assert await place(database) == PLACE


async def test_what_is_followed_by_many_counts_for_as_many(database: Counting, watcher: Watcher) -> None:
    async with database.writing() as session:
        for number in range(50, 90):
            await add_tracking(session, new_tracking(owner=number), reference(number), NOW)
    watcher.trackings = {AUTHOR: [reference(number) for number in range(50, 90)]}
    watcher.pending.touches, watcher.pending.seen = [], watcher.pending.seen[:9]
    database.statements.clear()
    await watcher.write_down(0)
    # 40 rows each: two of them fit into a slice of a hundred.
    assert len(database.statements) == 5
    assert (await written(database))[2] == 9 * 40


@pytest.mark.parametrize("after", [1, 39])
async def test_a_process_that_loses_the_job_between_two_slices_keeps_no_place_and_does_no_harm(
    database: Counting, watcher: Watcher, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = watcher.pending
    written_slices = 0
    write = watcher._write

    async def lost(*given: Any) -> int:
        nonlocal written_slices
        if written_slices == after:
            raise Superseded
        written_slices += 1
        return await write(*given)

    monkeypatch.setattr(watcher, "_write", lost)
    with pytest.raises(Superseded):
        await watcher.write_down(0)
    assert await place(database) == ()
    following = Watcher(Watch(database, watcher.watch.wikis, lambda: NOW + LEASE_SECONDS, "another process"))
    # It reads the same once more.
    following.trackings, following.pending, following.positions = watcher.trackings, everything, PLACE
    await following.write_down(0)
    assert await written(database) == ALL
    assert await place(database) == PLACE


async def test_no_slice_is_written_by_a_process_that_has_lost_the_job(database: Counting, watcher: Watcher) -> None:
    async with database.writing() as session:
        assert await hold(session, JOB, "another process", 0, NOW)
    with pytest.raises(Superseded):
        await watcher.write_down(0)
    assert await written(database) == (0, 0, 0)
