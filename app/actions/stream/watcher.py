"""Keeps the index of who and what is followed up to date, and writes down what the stream's events came to.

Names are asked of the wikis, live in memory and go with the process. What cannot be asked is not guessed.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.actions.stream.index import Index
from app.actions.stream.looks import AGAIN_SECONDS
from app.actions.stream.namer import Namer
from app.domain.happenings import FollowedTarget, Matches, Seen, Touch
from app.domain.positions import Position, merge_positions
from app.domain.targets import Pointer
from app.domain.trackings import Sighting, Tracked
from app.mediawiki.global_account import GlobalAccount
from app.mediawiki.lookout import Lookout
from app.mediawiki.outcomes import Failed
from app.store.following import fingerprints_under, followed_targets, make_all_due, note_touches
from app.store.job_holders import hold, note_gap
from app.store.session import Database, StoreBusy, StoreSession
from app.store.stream_positions import forget_positions, keep_positions
from app.store.trackings import live_trackings, note_sightings

JOB = "stream"
STRANGER_SECONDS = 15
"""For this long an account of that name on that wiki is taken for a stranger's without asking again."""

NO_SECONDS = 60
"""What the central wiki said is forgotten after this long."""

UNDECIDED_AT_MOST = 1_000

SLICE = 100
"""Touches and sightings in one transaction; fewer after one that the database did not manage in time."""


class Superseded(Exception):
    """Another process has taken the job over: nothing of this one counts any more."""


@dataclass(frozen=True)
class Watch:
    """What the job has at hand; `now` gives seconds since 1970 (UTC), `monotonic` those of a clock that never jumps;
    `secret` is this process's own."""

    database: Database
    wikis: Lookout
    now: Callable[[], int]
    secret: str
    monotonic: Callable[[], float] = time.monotonic


@dataclass(frozen=True)
class _No:
    """The central wiki's word that an account is not attached to a wiki: the how manieth in a row, and when it was
    asked, by the clock and by the one that never jumps."""

    number: int
    asked_at: int
    at: float

    @property
    def lasts(self) -> float:
        """Seconds in which it is not asked again."""
        return (*AGAIN_SECONDS, STRANGER_SECONDS)[self.number - 1]

    def counts_for(self, seen: Seen) -> bool:
        """Its databases lag by seconds: it counts when it was said again and again, or of what happened well before."""
        is_old = 0 < seen.sighting.at <= self.asked_at - sum(AGAIN_SECONDS)
        return self.number > len(AGAIN_SECONDS) or is_old


@dataclass
class Watcher:
    """The index, and what is waiting to be written.

    `undecided` are sightings on wikis where the account was not known to be attached: until the central wiki has
    answered (and, where it says no, has said so for some seconds), the place in the stream that is kept stays before
    them, so that nothing is lost with the process.
    """

    watch: Watch
    index: Index = field(default_factory=lambda: Index(lambda _: ()))
    pending: Matches = field(default_factory=Matches)
    undecided: list[Seen] = field(default_factory=list)
    positions: tuple[Position, ...] = ()
    trackings: Mapping[int, Sequence[str]] = field(default_factory=dict)
    _targets: Sequence[FollowedTarget] = ()
    _pointers: dict[tuple[str, int, bytes], Pointer] = field(default_factory=dict)
    _strangers: dict[tuple[int, str], _No] = field(default_factory=dict)
    _is_silent: bool = False
    _slice: int = SLICE

    def __post_init__(self) -> None:
        self.namer = Namer(self.watch.wikis, self.index, self.watch.monotonic, self.watch.now)

    # Who and what is followed

    async def refresh(self) -> None:
        """Reads what is followed now. Raises StoreBusy."""
        known = {reference: account for account, some in self.trackings.items() for reference in some}
        async with self.watch.database.reading() as session:
            tracked = await live_trackings(session, self.watch.now(), known)
            targets = await followed_targets(session, self._pointers)
            self.index.fingerprints = fingerprints_under(session)
        self.trackings = _by_account(tracked)
        for central_id in self.index.accounts.keys() - self.trackings.keys():
            self.index.forget(central_id)
        pointers = {(each.reference, each.number, each.fingerprint): each.pointer for each in targets}
        if pointers.keys() != self._pointers.keys():
            self._pointers, self._targets = pointers, targets
            self.pending.touches += self.index.follow_targets(targets)

    async def name_accounts(self) -> bool:
        """False while the central wiki has not told the name of every account that is followed."""
        return await self.namer.name_accounts(self.trackings.keys())

    async def name_targets(self) -> None:
        self.pending.touches += await self.namer.name_targets(self._targets)

    def doubt_names(self) -> None:
        """The stream was away: renames and moves may have gone by unseen. Until their names were asked anew, nobody is
        taken for anybody."""
        self.index.lose_names()
        self.namer = Namer(self.watch.wikis, self.index, self.watch.monotonic, self.watch.now)

    # What happened

    def take_in(self, matches: Matches, positions: tuple[Position, ...]) -> None:
        """What a chunk of the stream came to, and where it ended."""
        self.pending.touches += matches.touches
        for seen in matches.seen:
            (self.pending.seen if seen.is_attached else self.undecided).append(seen)
        # The first place of all is kept at once: going on from a place begins a little before it.
        if positions and not (self.positions and self.undecided):
            self.positions = merge_positions(self.positions, positions)

    @property
    def unwritten(self) -> int:
        """How much waits to be written."""
        return self._size(self.pending)

    @property
    def is_full(self) -> bool:
        """So much waits that no more may be read until it is decided."""
        return len(self.undecided) >= UNDECIDED_AT_MOST

    async def decide(self) -> bool:
        """Asks whether accounts are attached where they were seen; a namesake that is not is a stranger. False where
        the central wiki could not be asked, or its no is too young to count: the rest waits for the next time."""
        left, self._is_silent = list[Seen](), False
        for seen in self.undecided:
            verdict = None if self._is_silent else await self._is_attached(seen)
            if verdict is None:
                left.append(seen)
            elif verdict:
                self.pending.seen.append(replace(seen, is_attached=True))
        self.undecided = left
        return not left

    async def _is_attached(self, seen: Seen) -> bool | None:
        account, wiki = self.index.accounts.get(seen.account), seen.sighting.pointer.wiki
        if account is None:
            knows = self.namer.knows(seen.account) or seen.account not in self.trackings
            return False if knows else None
        if wiki in account.wikis:
            return True
        key, now = (seen.account, wiki), self.watch.monotonic()
        self._strangers = {each: no for each, no in self._strangers.items() if now - no.at < NO_SECONDS}
        no = self._strangers.get(key)
        if no is not None and now - no.at < no.lasts:
            return False if no.counts_for(seen) else None
        asked_at = self.watch.now()
        found = await self.namer.ask(seen.account)
        if isinstance(found, Failed):
            self._is_silent = True
            return None
        if isinstance(found, GlobalAccount) and wiki in found.on:
            if found.name == account.name:
                account.wikis.add(wiki)
                return True
            # A rename went by unseen: who bears the name that was seen is not known, and not guessed.
            self.namer.doubt(seen.account)
            return False
        number = 1 if no is None or no.number > len(AGAIN_SECONDS) else no.number + 1
        said = self._strangers[key] = _No(number, asked_at, now)
        return False if said.counts_for(seen) else None

    async def write_down(self, behind: int, sweep: bool = False, gap: bool = False) -> int | None:
        """Everything that waits, slice by slice, the place in the stream with the last of them: a process that is
        killed before reads again what it came from, and unique keys make that nothing. The second under which requests
        became due for a look, if any did.

        `sweep`: every request is due. Raises StoreBusy (what was not written waits on), Superseded.
        """
        # What the refreshing finds meanwhile waits for the next time.
        rest, self.pending = Matches(self.pending.seen, _once(self.pending.touches)), Matches()
        positions, touched = self.positions, sweep or bool(rest.touches)
        try:
            while self._size(rest) > self._slice:
                rest = await self._write_slice(rest, behind)
                self._slice = _more(self._slice)
            now = await self._write_last(rest, behind, positions, sweep, gap)
        except BaseException as error:
            self.pending = Matches(rest.seen + self.pending.seen, rest.touches + self.pending.touches)
            if isinstance(error, StoreBusy) and self._size(rest):
                self._slice = max(1, min(self._slice, self._size(rest)) // 2)
            raise
        self._slice = _more(self._slice)
        return now if touched else None

    async def _write_slice(self, pending: Matches, behind: int) -> Matches:
        """As much of it as one transaction should hold. The answer is the rest."""
        number, room = 0, self._slice
        while number < len(pending.seen) and (number == 0 or self._rows(pending.seen[number]) <= room):
            room -= self._rows(pending.seen[number])
            number += 1
        some = max(0, room) if number == len(pending.seen) else 0
        async with self.watch.database.writing() as session:
            await self._write(session, Matches(pending.seen[:number], pending.touches[:some]), behind)
        return Matches(pending.seen[number:], pending.touches[some:])

    async def _write_last(
        self, pending: Matches, behind: int, positions: tuple[Position, ...], sweep: bool, gap: bool
    ) -> int:
        async with self.watch.database.writing() as session:
            now = await self._write(session, pending, behind)
            if sweep:
                await make_all_due(session, now)
            if gap:
                await forget_positions(session)
                await note_gap(session, JOB, now)
            await keep_positions(session, positions)
        return now

    async def _write(self, session: StoreSession, pending: Matches, behind: int) -> int:
        now = self.watch.now()
        if not await hold(session, JOB, self.watch.secret, behind, now):
            raise Superseded
        if pending.seen:
            await note_sightings(session, self._told(pending.seen, now), now)
        if pending.touches:
            await note_touches(session, pending.touches, now)
        return now

    def _size(self, matches: Matches) -> int:
        """How much writing it is, in rows."""
        return sum(map(self._rows, matches.seen)) + len(matches.touches)

    def _rows(self, seen: Seen) -> int:
        """Several may follow the same account."""
        return max(1, len(self.trackings.get(seen.account, ())))

    def _told(self, seen: Iterable[Seen], now: int) -> Iterator[tuple[str, Sighting]]:
        """What is to be noted of each tracking (its reference): nothing lies in the future."""
        for each in seen:
            sighting = replace(each.sighting, at=min(max(0, each.sighting.at), now) or now)
            for reference in self.trackings.get(each.account, ()):
                yield reference, sighting


def _more(size: int) -> int:
    """A little, so that a database that is only just quick enough is seldom asked for too much again."""
    return min(SLICE, size + max(1, size // 10))


def _by_account(tracked: Iterable[Tracked]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for each in tracked:
        found.setdefault(each.central_id, []).append(each.reference)
    return found


def _once(touches: Iterable[Touch]) -> list[Touch]:
    """Of the same thing told twice the first time counts; what hides nothing is the same for all of a request."""
    first: dict[tuple[str, int | None], Touch] = {}
    for each in touches:
        first.setdefault((each.reference, each.number if each.hides else None), each)
    return list(first.values())
