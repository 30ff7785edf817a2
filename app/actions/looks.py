"""Looking at the requests of which the stream told something: the wiki is asked, and the request ends or opens again.

The stream only says that something happened; what is so is the API's to say. Its databases may lag behind the stream,
so a change that does not show yet is looked for again.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from app.actions.completion import Window, look_at, said_of, settle
from app.actions.refusals import ActionRefused
from app.domain.requests import Request
from app.store.following import due_requests, look_is_over
from app.store.session import StoreBusy

AGAIN_SECONDS = (3, 15)
"""When to look again for a change that the stream told of and the API does not show."""

SILENT_SECONDS = (3, 15, 60, 300)
"""When to ask a wiki again that could not be asked; then again and again after the last of them."""

TOLD_SECONDS = 60
"""What is due for longer than this when a process finds it is looked at once: no replica lags for so long."""

AT_ONCE = 8
"""Requests; of one wiki two questions at a time, whatever this is."""


@dataclass
class _Try:
    """`due_at` is what the request was due for; `told` whether a change is expected; `after` when to look.

    `again`: something more was told while the look was under way.
    """

    due_at: int
    told: bool
    after: float
    number: int = 0
    again: bool = False


@dataclass
class Looks:
    """`monotonic` gives seconds of a clock that never jumps."""

    window: Window
    monotonic: Callable[[], float]
    _tries: dict[str, _Try] = field(default_factory=dict)
    _swept_at: int = -1

    def tell(self, references: Iterable[str]) -> None:
        """Something was told of these just now: what a look under way sees may be older than that."""
        for reference in references:
            if reference in self._tries:
                self._tries[reference].again = True

    def expect_nothing(self, due_at: int) -> None:
        """Requests due since then are due because nobody knows, not because something was told."""
        self._swept_at = due_at

    async def look_at_due(self) -> float | None:
        """Looks at all that are due and ready, each once; seconds until the next is ready, None when none waits.

        Raises StoreBusy.
        """
        async with self.window.database.reading() as session:
            due = await due_requests(session)
        self._tries = {request.reference: self._try_of(request, due_at) for request, due_at in due}
        now, room = self.monotonic(), asyncio.Semaphore(AT_ONCE)

        async def look(request: Request) -> None:
            async with room:
                await self._look(request, self._tries[request.reference])

        await asyncio.gather(*(look(request) for request, _ in due if self._tries[request.reference].after <= now))
        waiting = [each.after for each in self._tries.values()]
        return max(0.0, min(waiting) - self.monotonic()) if waiting else None

    def _try_of(self, request: Request, due_at: int) -> _Try:
        known = self._tries.get(request.reference)
        if known is not None and known.due_at == due_at:
            return known
        told = due_at != self._swept_at and self.window.now() - due_at <= TOLD_SECONDS
        return _Try(due_at, told, self.monotonic())

    async def _look(self, request: Request, this: _Try) -> None:
        this.number, this.again = this.number + 1, False
        try:
            changed = await self._settle(request)
        except StoreBusy:
            changed = None
        if changed is None:
            this.after = self.monotonic() + SILENT_SECONDS[min(this.number, len(SILENT_SECONDS)) - 1]
        elif this.again:
            this.number, this.told, this.after = 0, True, self.monotonic()
        elif changed or not this.told or this.number > len(AGAIN_SECONDS):
            await self._end(request.reference, this)
        else:
            this.after = self.monotonic() + AGAIN_SECONDS[this.number - 1]

    async def _settle(self, request: Request) -> bool | None:
        """Whether the wiki shows something else than at the last check; None where it could not be asked."""
        try:
            look = await look_at(self.window, request)
            if look.is_unknown(request.kind):
                return None
            state = await settle(self.window, request, look, by=None)
        except ActionRefused:
            # Purged, ended by somebody at this moment, or sealed with a key that is gone: nothing is left to do.
            return True
        said, before = said_of(request, look), {target.number: target.state for target in look.targets}
        return state is not request.state or said != before

    async def _end(self, reference: str, this: _Try) -> None:
        try:
            async with self.window.database.writing() as session:
                await look_is_over(session, reference, this.due_at)
        except StoreBusy:
            this.after = self.monotonic() + SILENT_SECONDS[0]
        else:
            self._tries.pop(reference, None)
