"""Keeps the index of who and what is followed up to date, and writes down what the stream's events came to.

Names are asked of the wikis, live in memory and go with the process. What cannot be asked is not guessed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from app.actions.following import FollowedAccount, Index
from app.domain.happenings import FollowedTarget, Matches, Seen, Touch
from app.domain.positions import Position
from app.domain.targets import Pointer, TargetKind
from app.domain.trackings import Tracked
from app.domain.wikis import Farm, Wiki
from app.mediawiki.client import batches
from app.mediawiki.global_account import GlobalAccount
from app.mediawiki.lookout import Lookout
from app.mediawiki.outcomes import Failed, NotFound
from app.mediawiki.side_by_side import side_by_side
from app.store.following import fingerprints_under, followed_targets, make_all_due, note_touches
from app.store.job_holders import hold, note_gap
from app.store.session import Database
from app.store.stream_positions import forget_positions, keep_positions
from app.store.trackings import live_trackings, note_sighting

JOB = "stream"
NAMING_SECONDS = 120.0
AT_ONCE = 4
STRANGER_SECONDS = 60
"""For this long an account of that name on that wiki is taken for a stranger's without asking again."""

UNDECIDED_AT_MOST = 1_000
ON_PAGES = frozenset({TargetKind.PAGE, TargetKind.FILE_VERSION})


class Superseded(Exception):
    """Another process has taken the job over: nothing of this one counts any more."""


@dataclass(frozen=True)
class Watch:
    """What the job has at hand; `now` gives seconds since 1970 (UTC), `secret` is this process's own."""

    database: Database
    wikis: Lookout
    now: Callable[[], int]
    secret: str


@dataclass
class Watcher:
    """The index, and what is waiting to be written.

    `undecided` are sightings on wikis where the account was not known to be attached: until the central wiki has
    answered, the place in the stream that is kept stays before them, so that nothing is lost with the process.
    """

    watch: Watch
    index: Index = field(default_factory=lambda: Index(lambda _: ()))
    pending: Matches = field(default_factory=Matches)
    undecided: list[Seen] = field(default_factory=list)
    positions: tuple[Position, ...] = ()
    trackings: Mapping[int, Sequence[str]] = field(default_factory=dict)
    _targets: dict[tuple[str, int, bytes], Pointer] = field(default_factory=dict)
    _strangers: dict[tuple[int, str], int] = field(default_factory=dict)

    # Who and what is followed

    async def refresh(self) -> bool:
        """Reads what is followed now, and asks the wikis for the names of what is new. False where one could not be
        asked: it is asked again the next time. Raises StoreBusy."""
        farm = await self.watch.wikis.sites.farm()
        if isinstance(farm, Failed):
            return False
        async with self.watch.database.reading() as session:
            tracked = await live_trackings(session, self.watch.now())
            targets = await followed_targets(session, self._targets)
            self.index.fingerprints = fingerprints_under(session)
        self.index.central = farm.central
        self._targets = {(each.reference, each.number, each.fingerprint): each.pointer for each in targets}
        named = await self._name_accounts(tracked)
        return await self._name_targets(farm, targets) and named

    async def _name_accounts(self, tracked: Iterable[Tracked]) -> bool:
        """A hidden account, or one that is gone, has no name and is not followed."""
        by_account: dict[int, list[str]] = {}
        for each in tracked:
            by_account.setdefault(each.central_id, []).append(each.reference)
        self.trackings = by_account
        for central_id in self.index.accounts.keys() - by_account.keys():
            self.index.forget(central_id)
        well = True
        new = by_account.keys() - self.index.accounts.keys()
        async with aclosing(side_by_side(new, self._ask, NAMING_SECONDS, AT_ONCE)) as asked:
            async for _central_id, account in asked:
                if isinstance(account, GlobalAccount):
                    self.index.follow(FollowedAccount(account.central_id, account.name, set(account.on)))
                elif not isinstance(account, NotFound):
                    well = False
        return well

    async def _ask(self, central_id: int) -> GlobalAccount | Failed | NotFound:
        found = await self.watch.wikis.accounts.global_account({"guiid": central_id, "guiprop": "merged"})
        return found or NotFound()

    async def _name_targets(self, farm: Farm, targets: Sequence[FollowedTarget]) -> bool:
        pointers, names = {each.pointer for each in targets}, self.index.names
        for gone in names.keys() - pointers:
            del names[gone]
        unnamed: dict[str, list[Pointer]] = {}
        for each in pointers - names.keys():
            if not each.id and (each.title or each.name):
                names[each] = each.title or each.name
            elif each.id and each.kind in ON_PAGES | {TargetKind.ACCOUNT} and each.wiki in farm.wikis:
                unnamed.setdefault(each.wiki, []).append(each)
        asked = [await self._ask_names(farm.wikis[wiki], some) for wiki, some in unnamed.items()]
        self.pending.touches += self.index.follow_targets(targets)
        return all(asked)

    async def _ask_names(self, wiki: Wiki, pointers: Sequence[Pointer]) -> bool:
        """Today's titles of pages and names of accounts, 50 a question; what has none is asked again the next time."""
        well = True
        for kinds, ask in (
            (ON_PAGES, self.watch.wikis.pages.titles),
            ({TargetKind.ACCOUNT}, self.watch.wikis.account_states.names),
        ):
            its = [each for each in pointers if each.kind in kinds]
            for batch in batches(each.id for each in its):
                names = await ask(wiki, batch)
                if isinstance(names, Failed):
                    well = False
                    continue
                self.index.names |= {each: names[each.id] for each in its if each.id in names}
        return well

    # What happened

    def take_in(self, matches: Matches, positions: tuple[Position, ...]) -> None:
        """What a chunk of the stream came to, and where it ended."""
        self.pending.touches += matches.touches
        for seen in matches.seen:
            (self.pending.seen if seen.is_attached else self.undecided).append(seen)
        # The first place of all is kept at once: going on from a place begins a little before it.
        if positions and not (self.positions and self.undecided):
            self.positions = positions

    @property
    def is_full(self) -> bool:
        """So much waits that no more may be read until it is decided."""
        return len(self.undecided) >= UNDECIDED_AT_MOST

    async def decide(self) -> bool:
        """Asks whether accounts are attached where they were seen; a namesake that is not is a stranger. False where
        the central wiki could not be asked: the rest waits for the next time."""
        while self.undecided:
            verdict = await self._is_attached(self.undecided[0])
            if verdict is None:
                return False
            seen = self.undecided.pop(0)
            if verdict:
                self.pending.seen.append(replace(seen, is_attached=True))
        return True

    async def _is_attached(self, seen: Seen) -> bool | None:
        account, wiki = self.index.accounts.get(seen.account), seen.sighting.pointer.wiki
        if account is None:
            return False
        if wiki in account.wikis:
            return True
        now, key = self.watch.now(), (seen.account, wiki)
        if now - self._strangers.get(key, -STRANGER_SECONDS) < STRANGER_SECONDS:
            return False
        found = await self._ask(seen.account)
        if isinstance(found, Failed):
            return None
        if isinstance(found, GlobalAccount) and wiki in found.on:
            self.index.follow(FollowedAccount(found.central_id, found.name, set(found.on)))
            return True
        self._strangers = {each: at for each, at in self._strangers.items() if now - at < STRANGER_SECONDS}
        self._strangers[key] = now
        return False

    async def write_down(self, behind: int, sweep: bool = False, gap: bool = False) -> frozenset[str]:
        """Everything that waits, the place in the stream and the sign of life in one transaction: a process that is
        killed has written all of it or nothing. The references of which something was told, due for a look now.

        `sweep`: every request is due. Raises StoreBusy (and everything waits on), Superseded.
        """
        # What the refreshing finds meanwhile waits for the next time.
        pending, self.pending = self.pending, Matches()
        try:
            await self._write(pending, behind, sweep, gap)
        except BaseException:
            self.pending = Matches(pending.seen + self.pending.seen, pending.touches + self.pending.touches)
            raise
        return frozenset(touch.reference for touch in pending.touches)

    async def _write(self, pending: Matches, behind: int, sweep: bool, gap: bool) -> None:
        now, positions = self.watch.now(), self.positions
        async with self.watch.database.writing() as session:
            if not await hold(session, JOB, self.watch.secret, behind, now):
                raise Superseded
            for seen in pending.seen:
                sighting = replace(seen.sighting, at=min(max(0, seen.sighting.at), now) or now)
                for reference in self.trackings.get(seen.account, ()):
                    await note_sighting(session, reference, sighting, now)
            await note_touches(session, _once(pending.touches), now)
            if sweep:
                await make_all_due(session, now)
            if gap:
                await forget_positions(session)
                await note_gap(session, JOB, now)
            await keep_positions(session, positions)


def _once(touches: Iterable[Touch]) -> list[Touch]:
    """Of the same thing told twice the first time counts."""
    return list({(each.reference, each.number, each.hides): each for each in reversed(list(touches))}.values())[::-1]
