"""Looking at the requests of which the stream told something: the wiki is asked, and the request ends or opens again.

The stream only says that something happened; what is so is the API's to say. Its databases may lag behind the stream,
so a change that does not show yet is looked for again, and nothing is opened again on one look alone. What is due
stands in the database: a process that dies forgets nothing. Each wiki has its own few workers, so that one that is
down delays no other.
"""

from asyncio import TaskGroup
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from app.actions.completion import Window, comes_back, look_at, said_of, settle
from app.actions.refusals import ActionRefused
from app.domain.happenings import Due
from app.domain.requests import Request
from app.store.following import due_looks, find_followed, look_is_over
from app.store.session import StoreBusy

AGAIN_SECONDS = (3, 15)
"""When to look again for a change that the stream told of and the API does not show."""

SILENT_SECONDS = (3, 15, 60, 300)
"""When to ask a wiki again that could not be asked; then again and again after the last of them."""

TOLD_SECONDS = 60
"""What is due for longer than this when a process finds it is looked at once: no replica lags for so long."""

WORKERS_A_WIKI = 2
"""As many as a wiki is asked questions at a time."""

WORKERS = 32


@dataclass(eq=False)
class _Try:
    """`told`: a change is expected; `after`: when to look, by the clock that never jumps; `came_back`: at the last look
    the wiki showed again what was hidden, which may be the answer of a replica that lags."""

    due: Due
    told: bool
    after: float
    number: int = 0
    under_way: bool = False
    came_back: bool = False


@dataclass
class Looks:
    """`monotonic` gives seconds of a clock that never jumps. `wake` is called when `look_at_due` has something new to
    find, `say_failed` when a look failed in a way that nobody foresaw."""

    window: Window
    monotonic: Callable[[], float]
    wake: Callable[[], None]
    say_failed: Callable[[], None]
    _tries: dict[str, _Try] = field(default_factory=dict)
    _workers: Counter[str] = field(default_factory=Counter)
    _swept_at: int = -1

    def expect_nothing(self, due_at: int) -> None:
        """Requests due since then are due because nobody knows, not because something was told."""
        self._swept_at = due_at

    async def look_at_due(self, tasks: TaskGroup) -> float | None:
        """Has `tasks` look at all that are due and ready; seconds until the next is ready, None when none waits.

        Raises StoreBusy.
        """
        async with self.window.database.reading() as session:
            due = await due_looks(session)
        self._tries = {each.reference: self._try_of(each) for each in due}
        now = self.monotonic()
        ready = Counter(each.due.wiki for each in self._tries.values() if _is_ready(each, now))
        for wiki, number in ready.items():
            while self._workers[wiki] < min(number, WORKERS_A_WIKI) and self._workers.total() < WORKERS:
                self._workers[wiki] += 1
                tasks.create_task(self._work(wiki))
        waiting = [each.after - now for each in self._tries.values() if each.after > now and not each.under_way]
        return min(waiting) if waiting else None

    def _try_of(self, due: Due) -> _Try:
        known = self._tries.get(due.reference)
        if known is not None and (known.due == due or known.under_way):
            return known
        told = due.at != self._swept_at and self.window.now() - due.at <= TOLD_SECONDS
        return _Try(due, told, self.monotonic())

    async def _work(self, wiki: str) -> None:
        """Looks at one request of this wiki after the other until none is ready."""
        try:
            while this := self._next(wiki):
                this.under_way = True
                try:
                    await self._look(this)
                finally:
                    this.under_way = False
        finally:
            self._workers[wiki] -= 1
            self.wake()

    def _next(self, wiki: str) -> _Try | None:
        """What was told just now comes before what is only looked at to be sure."""
        now = self.monotonic()
        ready = (each for each in self._tries.values() if each.due.wiki == wiki and _is_ready(each, now))
        return min(ready, key=lambda each: (not each.told, each.due.at), default=None)

    async def _look(self, this: _Try) -> None:
        this.number += 1
        changed = await self._see(this)
        if changed is None:
            this.after = self.monotonic() + SILENT_SECONDS[min(this.number, len(SILENT_SECONDS)) - 1]
        elif not this.came_back and (changed or not this.told or this.number > len(AGAIN_SECONDS)):
            await self._end(this)
        else:
            this.after = self.monotonic() + AGAIN_SECONDS[min(this.number, len(AGAIN_SECONDS)) - 1]

    async def _see(self, this: _Try) -> bool | None:
        """Whether the wiki shows something else than at the last check; None where it could not be asked."""
        came_back, this.came_back = this.came_back, False
        try:
            async with self.window.database.reading() as session:
                request = await find_followed(session, this.due.reference)
            return True if request is None else await self._settle(request, this, came_back)
        except StoreBusy:
            return None
        except ActionRefused:
            # Purged, ended by somebody at this moment, or sealed with a key that is gone: nothing is left to do.
            return True
        except Exception:
            # One request that fails must end neither the job nor the looks at others; it stays due.
            self.say_failed()
            return None

    async def _settle(self, request: Request, this: _Try, came_back: bool) -> bool | None:
        """What came back is believed when two looks in a row say so, and looked at once more afterwards. `came_back` is
        what the look before said."""
        look = await look_at(self.window, request)
        if look.is_unknown(request.kind):
            return None
        this.came_back = comes_back(request, said_of(request, look))
        if this.came_back and not came_back:
            return False
        state = await settle(self.window, request, look, by=None)
        said, before = said_of(request, look), {target.number: target.state for target in look.targets}
        return state is not request.state or said != before

    async def _end(self, this: _Try) -> None:
        """Unless more was told meanwhile: then it is due anew."""
        try:
            async with self.window.database.writing() as session:
                await look_is_over(session, this.due.reference, this.due.at)
        except StoreBusy:
            this.after = self.monotonic() + SILENT_SECONDS[0]
        else:
            self._tries.pop(this.due.reference, None)


def _is_ready(this: _Try, now: float) -> bool:
    return this.after <= now and not this.under_way
