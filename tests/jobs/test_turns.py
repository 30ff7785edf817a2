"""Whose turn it is, how far behind it says it is, how it begins: time moves from pause to pause."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.actions.stream import watcher
from app.actions.stream.namer import Namer
from app.actions.stream.turn import HOLD_SECONDS
from app.actions.stream.watcher import JOB
from app.domain.positions import Position
from app.domain.targets import Pointer, TargetKind
from app.jobs import stream as job
from app.mediawiki.stream import StreamLost
from app.store.following import due_looks
from app.store.job_holders import LEASE_SECONDS, Sign, last_sign
from tests.store.making import reference
from tests.support.following import Follower, begin, file_quietly, following, haven_with_stream, make_follower
from tests.support.haven import Haven
from tests.support.tracking import track


@pytest.fixture
async def haven(tmp_path: Path) -> AsyncIterator[Haven]:
    async with haven_with_stream(tmp_path) as running:
        yield running


async def sign_of(haven: Haven) -> Sign:
    async with haven.desk.database.reading() as session:
        sign = await last_sign(session, JOB)
    assert sign is not None
    return sign


# Turns ----------------------------------------------------------------------------------------------------------------


@dataclass
class Timeline:
    """Time that passes only while everybody pauses: then it is as late as the first of them wanted to wait."""

    now: float
    pauses: list[tuple[float, "asyncio.Future[None]"]] = field(default_factory=list)

    def clock(self) -> int:
        return int(self.now)

    async def pause(self, seconds: float) -> None:
        mine = self.now + seconds, asyncio.get_running_loop().create_future()
        self.pauses.append(mine)
        try:
            await mine[1]
        finally:
            self.pauses.remove(mine)

    def go_on(self) -> None:
        self.now, ends = min((each for each in self.pauses if not each[1].done()), key=lambda each: each[0])
        ends.set_result(None)

    @property
    def pausing(self) -> int:
        return sum(not ends.done() for _, ends in self.pauses)


class Down:
    """A stream that refuses everybody."""

    @asynccontextmanager
    async def open(self, positions: Sequence[Position]) -> AsyncIterator[AsyncGenerator[bytes, None]]:
        raise StreamLost("http-503")
        yield


def process(haven: Haven, timeline: Timeline, name: str) -> Follower:
    made = make_follower(haven.settings, timeline.clock, name)
    made.following.pause = timeline.pause
    made.following.stream = Down()  # type: ignore[assignment]
    return made


async def names_never_come(self: Namer, wanted: object) -> bool:
    await asyncio.Event().wait()
    return False


@pytest.mark.parametrize(("is_named", "pauses"), [(True, 2), (False, 1)], ids=["stream-down", "names-do-not-come"])
async def test_a_process_that_cannot_read_keeps_its_turn_and_the_other_waits(
    haven: Haven, monkeypatch: pytest.MonkeyPatch, is_named: bool, pauses: int
) -> None:
    """It pauses for as long as a lease lasts, or waits for names; its lease is renewed beside that."""
    if not is_named:
        monkeypatch.setattr(Namer, "name_accounts", names_never_come)
    timeline = Timeline(haven.clock())
    one, two = process(haven, timeline, "one process"), process(haven, timeline, "another process")
    try:
        begin(one)
        await one.until(lambda: timeline.pausing == pauses)
        begin(two)
        while timeline.now < haven.clock() + 10 * LEASE_SECONDS:
            # Everybody has come to rest: the first's reading and its holding, and the second, which waits.
            await one.until(lambda: timeline.pausing == pauses + 1)
            assert "superseded" not in one.said + two.said
            timeline.go_on()
        assert two.said == ["waits-for-its-turn"]
        await one.kill()
        while "begins" not in two.said and timeline.now < haven.clock() + 12 * LEASE_SECONDS:
            await two.until(lambda: timeline.pausing > 0)
            timeline.go_on()
            await asyncio.sleep(0.1)
        assert "superseded" not in two.said
        assert (await sign_of(haven)).at > haven.clock() + 10 * LEASE_SECONDS
    finally:
        await one.close()
        await two.close()


# How far behind -------------------------------------------------------------------------------------------------------


def is_idle(running: Follower) -> bool:
    """Connected, and no event has come for a while."""
    following = running.following
    return following._is_live and following.monotonic() - following._read_at > job.IDLE_SECONDS


async def test_while_nothing_more_can_be_taken_in_it_falls_behind_and_says_so(
    haven: Haven, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Connected, and nothing comes, not even a sign of life: that alone is not well."""
    monkeypatch.setattr(watcher, "UNDECIDED_AT_MOST", 1)
    monkeypatch.setattr(job, "IDLE_SECONDS", 0.2)
    farm = haven.farm
    newcomer = farm.add_account("Invented Newcomer", only_on=("enwiki",))
    await track(haven.desk.database, newcomer.central_id, reference(5), haven.clock())
    async with following(haven, stall_seconds=60.0) as running:
        await running.until(lambda: newcomer.central_id in running.following.watcher.index.accounts)
        await running.until(lambda: is_idle(running))
        farm.stream.keep_alive_seconds = 60.0
        # The one that is under way has come after this: then it is quiet.
        await asyncio.sleep(0.6)
        farm.faults.set("metawiki", "down")
        farm.edit(newcomer, "commonswiki")
        await running.until(lambda: running.following.watcher.is_full and "wikis-could-not-be-asked" in running.said)
        await running.until(lambda: is_idle(running))
        haven.clock.move(hours=1)

        async def says_so() -> bool:
            sign = await sign_of(haven)
            return sign.at == haven.clock() and sign.behind >= 59 * 60

        await running.until(says_so)
        farm.faults.clear()

        async def has_caught_up() -> bool:
            return (await sign_of(haven)).behind == 0

        running.following.save_seconds = 0.1
        await running.until(has_caught_up)


async def test_with_something_waiting_to_be_taken_in_it_is_behind(
    haven: Haven, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "IDLE_SECONDS", 0.2)
    async with following(haven) as running:
        await running.until(lambda: is_idle(running))
        async with running.following._gate:
            haven.farm.edit("Marlow Quince", "enwiki")
            haven.clock.move(minutes=10)
            await running.until(lambda: running.following._behind() >= 9 * 60)
        await running.until(lambda: running.following._behind() == 0)


# The beginning --------------------------------------------------------------------------------------------------------


async def test_names_that_a_deadline_cut_off_are_asked_for_without_a_pause(
    haven: Haven, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds, paused = iter([True, True, True, False]), []

    async def name_accounts(self: Namer, wanted: object) -> bool:
        self.goes_on = next(rounds, False)
        return not self.goes_on

    async def pause(seconds: float) -> None:
        paused.append(seconds)
        await asyncio.sleep(0.05)

    monkeypatch.setattr(Namer, "name_accounts", name_accounts)
    made = make_follower(haven.settings, haven.clock)
    made.following.pause = pause
    begin(made)
    await made.is_connected()
    await made.close()
    assert set(paused) <= {HOLD_SECONDS}
    assert "wikis-could-not-be-asked" not in made.said


class Eventless:
    """A stream that accepts, tells nothing, and ends when it is told to."""

    def __init__(self) -> None:
        self.connections, self.end = 0, asyncio.Event()

    @asynccontextmanager
    async def open(self, positions: Sequence[Position]) -> AsyncIterator[AsyncGenerator[bytes, None]]:
        assert positions == ()
        self.connections += 1
        yield self._nothing()

    async def _nothing(self) -> AsyncGenerator[bytes, None]:
        yield b":ok\n\n"
        await self.end.wait()
        self.end.clear()
        raise StreamLost("ended")


@asynccontextmanager
async def without_events(haven: Haven, name: str = "one process") -> AsyncIterator[tuple[Follower, Eventless]]:
    """The job, connected to such a stream; everything is due for a look, and nothing is looked at."""
    made, stream = make_follower(haven.settings, haven.clock, name), Eventless()
    made.following.stream = stream  # type: ignore[assignment]
    made.following.looks.look_at_due = never  # type: ignore[method-assign]
    begin(made)
    try:
        await made.until(lambda: "looks-at-everything" in made.said)
        yield made, stream
    finally:
        await made.close()


async def never(workers: object) -> float:
    return 1_000.0


async def test_after_a_connection_without_any_event_everything_is_looked_at_again(haven: Haven) -> None:
    """Nobody knows where it ended, so the next goes on from now: what happened between them, nobody could see."""
    async with without_events(haven) as (made, stream):
        assert (await sign_of(haven)).gap_at is None
        filed = await file_quietly(haven, 5, Pointer("enwiki", TargetKind.REVISION, 987_654))
        haven.clock.move(minutes=5)
        stream.end.set()
        await made.until(lambda: stream.connections == 2 and made.said.count("looks-at-everything") == 2)
        async with haven.desk.database.reading() as session:
            assert [each.reference for each in await due_looks(session)] == [filed]
        assert (await sign_of(haven)).gap_at == haven.clock()


async def test_a_process_that_ended_without_any_event_leaves_a_gap_to_the_next(haven: Haven) -> None:
    async with without_events(haven) as (made, _):
        await made.stop()
    haven.clock.move(days=3)
    async with without_events(haven, "the next process"):
        assert (await sign_of(haven)).gap_at == haven.clock()
