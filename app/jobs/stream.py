"""Follows the public event stream for as long as it runs: notes sightings, and has requests looked at.

One process does it, others wait. What it prints are codes: nothing of any event, name or address. When the database is
away it holds what it has and stops reading; when the stream is, it goes on from where it was.
"""

import asyncio
import contextlib
import json
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from app.actions.stream.looks import Looks
from app.actions.stream.pulse import until_ended
from app.actions.stream.turn import end_turn, keep_turn
from app.actions.stream.watcher import JOB, Superseded, Watch, Watcher
from app.domain.positions import newest_second
from app.domain.retention import DAY
from app.mediawiki.lookout import Lookout
from app.mediawiki.stream import CannotResume, Stream, StreamLost
from app.mediawiki.stream_events import Reader
from app.store.job_holders import hold, last_sign
from app.store.session import Database, StoreBusy
from app.store.stream_positions import kept_positions

RESUMABLE_SECONDS = 6 * DAY
"""Shorter than the stream keeps its events (EventStreams: a week): asked for what is gone already, it says nothing and
goes on from the oldest it has."""

QUIET_SECONDS = 2 * 60 * 60.0
"""Every hour its operators send a made-up event (a canary) through each of its streams: one that says nothing for
longer is no stream any more, however well the connection is kept."""

SAVE_SECONDS = 5.0
"""How often the place in the stream is kept when nothing else is to be written."""

FLUSH_SECONDS = 0.2
"""How long what was found may wait for more of the kind."""

IDLE_SECONDS = 2.0
"""With nothing to read for this long on a live connection, nothing is left to catch up with."""

SETTLE_SECONDS = 0.3
"""Several events about one request within this time give one look."""

NAMING_SECONDS = 1.0
"""How often it is looked whether anything new needs a name."""

REFRESH_SECONDS = 1.0
REFRESH_SHARE = 20
"""Reading anew what is followed takes a twentieth of the time at most."""

ASK_SECONDS = 3.0
"""When to ask again whether an account is attached where it was seen."""

LOOK_SECONDS = 30.0
WAIT_SECONDS = 5.0
PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)
END_SECONDS = 10.0

Pause = Callable[[float], Awaitable[None]]


class Say(Protocol):
    """Writes one line of the log."""

    def __call__(self, code: str, **counts: int) -> None: ...


def say(code: str, **counts: int) -> None:
    """One line: when, and a code. SECURITY: nothing that came over the stream or out of the database, but counts."""
    line = {"at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "event": f"stream-{code.removeprefix('stream-')}"}
    print(json.dumps(line | counts), flush=True)


@dataclass
class Following:
    """One process's run. Time, pauses and the connection are arguments, so that tests need not wait."""

    watch: Watch
    stream: Stream
    say: Say
    pause: Pause = asyncio.sleep
    save_seconds: float = SAVE_SECONDS
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _gate: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Nothing is taken in while something is written."""
    _last_at: int = 0
    """When the last event happened that was read, in seconds since 1970."""
    _read_at: float = 0.0
    _heard_at: float = 0.0
    """When something came over the stream, be it a canary."""
    _is_live: bool = False
    _holds_chunk: bool = False
    """Something has come and waits until it may be taken in."""
    _stands: bool = False
    """What was read can not be written or decided at this moment: nothing is taken in."""
    _has_stalled: bool = False
    _ask_after: float = 0.0
    _sweep: bool = False
    _gap: bool = False
    _has_connected: bool = False

    def __post_init__(self) -> None:
        self.monotonic = self.watch.monotonic
        self.watcher = Watcher(self.watch)
        self.looks = Looks(self.watch, self.monotonic, self._wake.set, lambda: self.say("look-failed"))
        self.reader = Reader()

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            try:
                await self._take_turn()
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(keep_turn(self.watch, self._behind, self.pause))
                    await self._begin()
                    tasks.create_task(self._keep_refreshing())
                    tasks.create_task(self._keep_naming_accounts())
                    tasks.create_task(self._keep_naming_targets())
                    tasks.create_task(self._keep_looking())
                    tasks.create_task(self._keep_reading())
            except* Superseded:
                self.say("superseded")

    async def end(self) -> None:
        """Keeps what was read, and lets the next process begin at once."""
        with contextlib.suppress(StoreBusy, Superseded):
            await self.watcher.write_down(self._behind())
        await end_turn(self.watch)

    # The beginning

    async def _take_turn(self) -> None:
        """Waits until no other process has the job, and finds out where the one before left off."""
        self.watcher, self.reader = Watcher(self.watch), Reader()
        self._is_live = self._holds_chunk = self._stands = self._has_connected = False
        self._heard_at = self.monotonic()
        await self._until("waits-for-its-turn", self._take_over, lambda _: WAIT_SECONDS)

    async def _begin(self) -> None:
        """Learns whom and what it follows."""
        await self._until("wikis-could-not-be-asked", self._learn_names, _pause_after)
        await self.watcher.name_targets()
        self.say("begins")

    async def _learn_names(self) -> bool:
        """Whoever has no name yet would be missed, so nothing is read before. False when a wiki could not be asked."""
        while True:
            await self.watcher.refresh()
            if await self.watcher.name_accounts():
                return True
            if not self.watcher.namer.goes_on:
                return False

    async def _take_over(self) -> bool:
        now = self._last_at = self.watch.now()
        async with self.watch.database.writing() as session:
            before = await last_sign(session, JOB)
            if not await hold(session, JOB, self.watch.secret, before.behind if before else 0, now):
                return False
            positions = await kept_positions(session)
        left_at = newest_second(positions, now) or (before.at if before and positions else None)
        if left_at is not None and now - left_at <= RESUMABLE_SECONDS:
            self.watcher.positions, self._last_at = positions, left_at
        else:
            if positions:
                self.say("away-too-long")
            self._start_anew(gap=before is not None)
        return True

    def _start_anew(self, gap: bool) -> None:
        """From now on; what happened before is asked of the wikis."""
        self.watcher.positions, self._sweep, self._gap = (), True, gap

    async def _until(self, code: str, attempt: Callable[[], Awaitable[bool]], pause: Callable[[int], float]) -> None:
        """Tries until it works, saying once why it waits."""
        number = 0
        while True:
            with contextlib.suppress(StoreBusy):
                if await attempt():
                    return
            if number == 0:
                self.say(code)
            await self.pause(pause(number))
            number += 1

    # Reading

    async def _keep_reading(self) -> None:
        lost = 0
        while True:
            begun = self.monotonic()
            try:
                async with self.stream.open(self.watcher.positions) as chunks:
                    self.reader = Reader(1000 * self.watch.now())
                    self.say("connected")
                    await self._read(chunks)
            except StreamLost as error:
                self._note_lost(error)
            if self._gap:
                await self._until("wikis-could-not-be-asked", self._learn_names, _pause_after)
            self._say_dropped()
            # What was read of an event that ended in the middle comes again.
            self.reader = Reader()
            lost = 0 if self.monotonic() - begun > PAUSES[-1] else lost + 1
            await self._write_until_well()
            await self.pause(_pause_after(max(0, lost - 1)))

    def _note_lost(self, error: StreamLost) -> None:
        self._is_live, self._has_stalled = False, error.code == "stalled"
        if isinstance(error, CannotResume) and self.watcher.positions:
            # Names may have changed hands meanwhile.
            self.say("away-too-long")
            self._start_anew(gap=True)
            self.watcher.doubt_names()
        else:
            self.say(f"stream-{error.code}")

    async def _read(self, chunks: AsyncGenerator[bytes, None]) -> None:
        """Takes in chunk after chunk; between two of them, or when nothing comes, what is due is written."""
        saved = self._read_at = self.monotonic()
        if self._has_connected and not self.watcher.positions:
            # The connection before ended without any event: what happened since, nobody could see.
            self._start_anew(gap=True)
        self._has_connected = True
        if self._sweep:
            await self._write_until_well()
        coming = asyncio.ensure_future(self._take_in_some(chunks))
        try:
            while True:
                done, _ = await asyncio.wait({coming}, timeout=FLUSH_SECONDS)
                if done:
                    coming.result()
                    coming = asyncio.ensure_future(self._take_in_some(chunks))
                waits = FLUSH_SECONDS if self._has_found() else self.save_seconds
                if self.monotonic() - saved >= waits:
                    await self._write_until_well()
                    saved = self.monotonic()
        finally:
            coming.cancel()
            with contextlib.suppress(asyncio.CancelledError, StreamLost, Exception):
                await coming

    async def _take_in_some(self, chunks: AsyncGenerator[bytes, None]) -> None:
        """Ends with the first chunk that comes after a moment: nothing more is read until somebody asks again."""
        end = self.monotonic() + FLUSH_SECONDS
        async for chunk in chunks:
            self._holds_chunk = True
            async with self._gate:
                self._take_in(chunk)
                self._holds_chunk = False
            if self.monotonic() >= end:
                break

    def _take_in(self, chunk: bytes) -> None:
        canaries = self.reader.counts["canary"]
        events = self.reader.read(chunk)
        if events or self.reader.counts["canary"] > canaries:
            self._has_stalled, self._heard_at = False, self.monotonic()
        # A connection after one that stalled is believed when an event has come: the last one always comes again.
        self._is_live = not self._has_stalled and self.monotonic() - self._heard_at <= QUIET_SECONDS
        if not events:
            return
        self._read_at, self._last_at = self.monotonic(), max(0, events[-1].at) or self._last_at
        matches = self.watcher.index.match(events)
        if matches.left_out:
            self.reader.counts["left-out"] += matches.left_out
        self.watcher.take_in(matches, self.reader.positions())

    def _has_found(self) -> bool:
        pending = self.watcher.pending
        return bool(pending.seen or pending.touches or self._may_ask())

    def _may_ask(self) -> bool:
        """Whether sightings wait for the central wiki's word, and it may be asked (again)."""
        return bool(self.watcher.undecided) and self.monotonic() >= self._ask_after

    # Writing

    async def _write_until_well(self) -> None:
        """Nothing more is read until what was read is written: memory stays bounded, and nothing is lost."""
        async with self._gate:
            await self._keep_writing()

    async def _keep_writing(self) -> None:
        number = tries = 0
        while True:
            waiting = self.watcher.unwritten
            try:
                if self._may_ask() and not await self.watcher.decide():
                    self._ask_after = self.monotonic() + ASK_SECONDS
                due_at = await self.watcher.write_down(self._behind(), self._sweep, self._gap)
            except StoreBusy:
                code = "database-away"
                # A slice that is too much for it is no absence: the next is smaller, and tried soon.
                tries = 0 if self.watcher.unwritten < waiting else tries
            else:
                self._note_written(due_at)
                if not self.watcher.is_full:
                    self._stands = False
                    return
                code = "wikis-could-not-be-asked"
            self._stands = True
            self._say_once(number, code)
            await self.pause(_pause_after(tries))
            number, tries = number + 1, tries + 1

    def _note_written(self, due_at: int | None) -> None:
        if due_at is not None:
            self._wake.set()
            if self._sweep:
                self.looks.expect_nothing(due_at)
                self.say("looks-at-everything")
        self._sweep = self._gap = False

    def _behind(self) -> int:
        """Seconds behind the stream: none while it is connected, takes in what comes, and nothing more does."""
        takes_in = self._is_live and not self._stands and not self._holds_chunk
        if takes_in and self.monotonic() - self._read_at > IDLE_SECONDS:
            return 0
        return max(0, self.watch.now() - self._last_at)

    # Beside it

    async def _keep_refreshing(self) -> None:
        while True:
            begun = self.monotonic()
            with contextlib.suppress(StoreBusy):
                await self.watcher.refresh()
            await asyncio.sleep(max(REFRESH_SECONDS, REFRESH_SHARE * (self.monotonic() - begun)))

    async def _keep_naming_accounts(self) -> None:
        while True:
            await self.watcher.name_accounts()
            await asyncio.sleep(NAMING_SECONDS)

    async def _keep_naming_targets(self) -> None:
        while True:
            await self.watcher.name_targets()
            await asyncio.sleep(NAMING_SECONDS)

    async def _keep_looking(self) -> None:
        ready: float | None = 0.0
        async with asyncio.TaskGroup() as workers:
            while True:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_SECONDS if ready is None else min(ready, LOOK_SECONDS)):
                        await self._wake.wait()
                self._wake.clear()
                await asyncio.sleep(SETTLE_SECONDS)
                try:
                    ready = await self.looks.look_at_due(workers)
                except StoreBusy:
                    ready = WAIT_SECONDS

    def _say_dropped(self) -> None:
        if dropped := {code: number for code, number in self.reader.counts.items() if code != "canary"}:
            self.say("dropped", **dropped)

    def _say_once(self, number: int, code: str) -> None:
        if number == 0:
            self.say(code)


async def follow(
    database: Database,
    wikis: Lookout,
    url: str,
    user_agent: str,
    now: Callable[[], int],
    say: Say = say,
) -> None:
    """The whole job, until it is cancelled: then it keeps what it has, and ends."""
    watch = Watch(database, wikis, now, secrets.token_urlsafe(32))
    following = Following(watch, Stream(wikis.client.http, url, user_agent), say)
    try:
        await following.run()
    finally:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(END_SECONDS):
                await following.end()
        say("ends")


async def idle() -> int:
    """Does nothing until it is ended: a continuous job that ends by itself is started again and again."""
    return await until_ended(asyncio.Event().wait())


def _pause_after(number: int) -> float:
    return PAUSES[min(number, len(PAUSES) - 1)]
