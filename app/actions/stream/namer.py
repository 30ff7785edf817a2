"""Today's names of accounts and titles of pages that are followed: asked of the wikis, kept in memory, asked anew.

What cannot be asked is not guessed, and holds up nothing else: each wiki is asked beside the others.
"""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from app.actions.stream.index import FollowedAccount, Index
from app.domain.happenings import FollowedTarget, Touch
from app.domain.targets import ACCOUNTS, Pointer, TargetKind
from app.domain.wikis import Wiki
from app.mediawiki.client import batches
from app.mediawiki.global_account import GlobalAccount
from app.mediawiki.lookout import Lookout
from app.mediawiki.outcomes import Failed, NotFound
from app.mediawiki.side_by_side import side_by_side

NAMING_SECONDS = 20.0
AT_ONCE = 4
"""Questions about accounts; the central wiki answers two at a time."""

SILENT_SECONDS = 5.0
"""When to ask again after a wiki that did not answer."""

NAMELESS_SECONDS = 5 * 60.0
"""When to ask again for what has no name that everybody may know: hidden, deleted, gone."""

NAMES_SECONDS = 6 * 60 * 60.0
"""Renames and moves are followed as the stream tells of them; this often each name is asked for all the same."""

GLOBALLY_AT_ONCE = 20
"""Global accounts that are targets: each costs a question, and what was answered before the deadline counts."""

DOUBT_SECONDS = 15.0
"""Who or what is in doubt is asked about at once, and again after this long: databases lag."""

ON_PAGES = frozenset({TargetKind.PAGE, TargetKind.FILE_VERSION})
NAMED = ON_PAGES | ACCOUNTS

Names = dict[Pointer, str | None]
"""What things are called today; None for what has no name."""


@dataclass
class Namer:
    """`monotonic` gives seconds of a clock that never jumps, `now` those since 1970."""

    wikis: Lookout
    index: Index
    monotonic: Callable[[], float]
    now: Callable[[], int]
    _after: dict[int | Pointer, float] = field(default_factory=dict)
    """When each may be asked about again."""
    _silent: set[int] = field(default_factory=set)
    goes_on: bool = False
    """Whether the last naming of accounts was cut off while answers came: the next goes on there at once."""
    _answered: set[Pointer] = field(default_factory=set)
    _doubted: set[int | Pointer] = field(default_factory=set)

    # Accounts

    async def name_accounts(self, wanted: Collection[int]) -> bool:
        """Names what has none yet, and again what was named long ago. False while the central wiki has not answered for
        one of these accounts (central ids); a hidden account, or one that is gone, has no name and is not followed."""
        self.goes_on = False
        farm = await self.wikis.sites.farm()
        if isinstance(farm, Failed):
            return False
        self.index.central = farm.central
        self._silent &= set(wanted)
        self._forget_times(int, wanted)
        self._take_doubts(int)
        asked_at: dict[int, int] = {}

        async def ask(number: int) -> GlobalAccount | Failed | NotFound:
            asked_at[number] = self.now()
            return await self.ask(number)

        # Whoever was never asked about comes before those that are asked about anew.
        ready = sorted((number for number in wanted if self._may_ask(number)), key=self._after.__contains__)
        before = {number: self.index.accounts.get(number) for number in ready}
        cut_off = []
        async with aclosing(side_by_side(ready, ask, NAMING_SECONDS, AT_ONCE)) as asked:
            async for number, found in asked:
                if found is None:
                    cut_off.append(number)
                    continue
                self.goes_on |= not isinstance(found, Failed)
                # What the stream told meanwhile is newer than this answer.
                if self.index.accounts.get(number) is before[number]:
                    self._note_account(number, found, asked_at.get(number, 0))
        self.goes_on &= bool(cut_off)
        for number in () if self.goes_on else cut_off:
            self._note_account(number, None, 0)
        return not self._silent and not cut_off

    async def ask(self, central_id: int) -> GlobalAccount | Failed | NotFound:
        """What the central wiki says of an account now, and where it is attached."""
        return (await self.wikis.accounts.global_account({"guiid": central_id, "guiprop": "merged"})) or NotFound()

    def knows(self, central_id: int) -> bool:
        """Whether the central wiki has said whether it has a name, and which."""
        return central_id in self._after and central_id not in self._silent

    def doubt(self, central_id: int) -> None:
        """It may bear another name than we think: it is asked about again soon."""
        self._after[central_id] = self.monotonic() + SILENT_SECONDS

    def _note_account(self, number: int, found: GlobalAccount | Failed | NotFound | None, asked_at: int) -> None:
        self._silent.discard(number)
        if isinstance(found, GlobalAccount):
            self.index.follow(FollowedAccount(number, found.name, set(found.on), asked_at))
            wait = self._wait(number, NAMES_SECONDS)
        elif isinstance(found, NotFound):
            self.index.forget(number)
            wait = NAMELESS_SECONDS
        else:
            self._silent.add(number)
            wait = SILENT_SECONDS
        self._after[number] = self.monotonic() + wait

    # Targets

    async def name_targets(self, targets: Sequence[FollowedTarget]) -> list[Touch]:
        """Names the pages and accounts among them. The answer: those of which a wiki told something for the first time,
        or a name at last. What happened to them before could not be seen, so they are to be looked at."""
        farm = await self.wikis.sites.farm()
        by_pointer: dict[Pointer, list[FollowedTarget]] = {}
        for each in targets:
            if each.pointer.kind in NAMED:
                by_pointer.setdefault(each.pointer, []).append(each)
        self._answered &= by_pointer.keys()
        self._forget_times(Pointer, by_pointer.keys())
        self._take_doubts(Pointer)
        self.index.keep_names(by_pointer.keys())
        if isinstance(farm, Failed):
            return []
        unnamed: dict[str, list[Pointer]] = {}
        for pointer in by_pointer:
            if pointer.id and pointer.wiki in farm.wikis and self._may_ask(pointer):
                unnamed.setdefault(pointer.wiki, []).append(pointer)
            elif not pointer.id and (pointer.title or pointer.name) and pointer not in self.index.names:
                self.index.name(pointer, pointer.title or pointer.name)
        touched = await self._ask_wikis(farm.wikis, unnamed)
        return [Touch(each.reference, each.number, False, 0) for pointer in touched for each in by_pointer[pointer]]

    async def _ask_wikis(self, wikis: Mapping[str, Wiki], unnamed: Mapping[str, list[Pointer]]) -> list[Pointer]:
        """Notes each answer as it comes, so that what the deadline cuts off goes on there the next time. Those with
        news."""
        news: list[Pointer] = []
        told: set[str] = set()

        async def ask(wiki: str) -> bool:
            async for asked_at, answer in self._ask_names(wikis[wiki], unnamed[wiki]):
                news.extend(pointer for pointer, name in answer.items() if self._note_name(pointer, name, asked_at))
                told.add(wiki)
            return True

        async with aclosing(side_by_side(unnamed, ask, NAMING_SECONDS)) as asked:
            async for wiki, has_ended in asked:
                if has_ended or wiki not in told:
                    for pointer in filter(self._may_ask, unnamed[wiki]):
                        self._after[pointer] = self.monotonic() + SILENT_SECONDS
        return news

    async def _ask_names(self, wiki: Wiki, pointers: Sequence[Pointer]) -> AsyncIterator[tuple[int, Names]]:
        """Today's titles of pages and names of accounts, 50 a question (of global accounts one each), and when they
        were asked for. What could not be asked is left out, and so is an answer during which something was moved: it
        may be among it."""
        globally = [each for each in pointers if each.kind is TargetKind.GLOBAL_ACCOUNT]
        for start in range(0, len(globally), GLOBALLY_AT_ONCE):
            its, moves = globally[start : start + GLOBALLY_AT_ONCE], self.index.moves[wiki.dbname]
            asked_at = self.now()
            called = await self.wikis.accounts.names_now(each.id for each in its)
            if self.index.moves[wiki.dbname] == moves:
                yield asked_at, {each: called[each.id] for each in its if each.id in called}
        for kinds, ask in (
            (ON_PAGES, self.wikis.pages.titles),
            ({TargetKind.ACCOUNT}, self.wikis.account_states.names),
        ):
            its = [each for each in pointers if each.kind in kinds]
            for batch in batches(each.id for each in its):
                moves, asked_at = self.index.moves[wiki.dbname], self.now()
                names = await ask(wiki, batch)
                if not isinstance(names, Failed) and self.index.moves[wiki.dbname] == moves:
                    yield asked_at, {each: names.get(each.id) for each in its if each.id in batch}

    def _note_name(self, pointer: Pointer, name: str | None, asked_at: int) -> bool:
        """Whether this is news. A page that is gone keeps its title: it may be restored."""
        before = self.index.names.get(pointer)
        is_news = pointer not in self._answered or (name is not None and name != before)
        self._answered.add(pointer)
        wait = self._wait(pointer, NAMELESS_SECONDS if name is None else NAMES_SECONDS)
        self._after[pointer] = self.monotonic() + wait
        if name is not None:
            self.index.name(pointer, name, asked_at)
        return is_news

    # When to ask

    def _may_ask(self, what: int | Pointer) -> bool:
        return self._after.get(what, 0.0) <= self.monotonic()

    def _take_doubts(self, kind: type[int] | type[Pointer]) -> None:
        """What the stream tells does not fit to what was asked: it is asked again, once now and once later."""
        for each in [each for each in self.index.doubted if isinstance(each, kind)]:
            self.index.doubted.discard(each)
            if each in self._after:
                self._after[each] = 0.0
                self._doubted.add(each)

    def _wait(self, what: int | Pointer, usual: float) -> float:
        if what not in self._doubted:
            return usual
        self._doubted.discard(what)
        return DOUBT_SECONDS

    def _forget_times(self, kind: type[int] | type[Pointer], wanted: Collection[int | Pointer]) -> None:
        gone = [each for each in self._after if isinstance(each, kind) and each not in wanted]
        for each in gone:
            del self._after[each]
            self._doubted.discard(each)
