"""What the wiki shows of a request's targets, and what follows from it: done, still open, or open again.

The one place that derives it, for people who press "check the wiki" and for the job that follows the stream alike.
Unknown is never taken for done.
"""

from asyncio import gather
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from app.actions.refusals import CouldNotCheckRights, NotAllowed, NotThere, Overtaken
from app.domain.lifecycle import Event, State, advance
from app.domain.requests import (
    Basis,
    ClosingCode,
    Hints,
    OpenedTarget,
    Request,
    RequestKind,
    TargetState,
    result_of,
)
from app.domain.targets import Pointer, by_wiki
from app.domain.visibility import CouldNotCheck, LiveState
from app.mediawiki.live import LiveStates
from app.mediawiki.outcomes import Failed
from app.mediawiki.sites import Sites
from app.store import claims
from app.store import requests as stored
from app.store.sealing import SealBroken
from app.store.session import Database, StoreSession
from app.store.timeline import note_event

CHECK_NOTED_EVERY = 5 * 60
"""Seconds: checks in between change what is shown, but write no line of the timeline."""


class Sight(Protocol):
    """What of the wikis a look needs."""

    @property
    def sites(self) -> Sites: ...
    @property
    def live(self) -> LiveStates: ...


class Window(Protocol):
    """What a look at a request needs: the desk of the web has it, and so has the job that follows the stream."""

    @property
    def database(self) -> Database: ...
    @property
    def wikis(self) -> Sight: ...
    @property
    def now(self) -> Callable[[], int]: ...


@dataclass(frozen=True)
class Look:
    """A request with its seals opened and what its wiki shows right now. Lives in memory only.

    `until` is when the reader's view of it ends, 0 while it is not shown to anybody.
    """

    hints: Hints
    targets: tuple[OpenedTarget, ...]
    states: Mapping[Pointer, LiveState]
    until: int = 0

    @property
    def could_not_check(self) -> bool:
        return any(isinstance(self.state_of(target), CouldNotCheck) for target in self.targets)

    def state_of(self, target: OpenedTarget) -> LiveState:
        return self.states.get(target.pointer, CouldNotCheck())

    def is_unknown(self, kind: RequestKind) -> bool:
        """Whether the wikis told of some target too little to say what became of it: it is there, and whether it is
        locked could not be asked."""
        return any(self.result_of(target, kind) is None for target in self.targets)

    def result_of(self, target: OpenedTarget, kind: RequestKind) -> TargetState | None:
        """What the wiki says of a target now; None where it could not be asked."""
        return result_of(self.state_of(target), target.wanted(self.hints), kind)


async def look_at(window: Window, request: Request, states: Mapping[Pointer, LiveState] | None = None) -> Look:
    """Open the seals and ask the wiki, of what is in `states` from a moment ago only where it could not be asked then.
    Raises NotThere once purged."""
    try:
        async with window.database.reading() as session:
            opened = await stored.open_targets(session, request.reference)
    except SealBroken as error:
        raise NotAllowed("seal-broken") from error
    if opened is None:
        raise NotThere
    hints, targets = opened
    known: dict[Pointer, LiveState] = {
        each: state for each, state in (states or {}).items() if not isinstance(state, CouldNotCheck)
    }
    missing = [target.pointer for target in targets if target.pointer not in known]
    return Look(hints, tuple(targets), {**known, **(await _ask(window, missing))} if missing else known)


async def _ask(window: Window, pointers: list[Pointer]) -> Mapping[Pointer, LiveState]:
    """Summaries are asked for always: where only a summary is suppressed, nothing else would tell, and that one
    revision in a link makes the wiki's form refuse an administrator. An account that could not be told from its links
    when it was asked to be stopped is on another wiki than its request."""
    states: dict[Pointer, LiveState] = dict.fromkeys(pointers, CouldNotCheck())
    farm = await window.wikis.sites.farm()
    if isinstance(farm, Failed):
        return states
    asked = [(farm.wikis[dbname], its) for dbname, its in by_wiki(states).items() if dbname in farm.wikis]
    for found in await gather(*(window.wikis.live.of(wiki, list(its), with_summary=True) for wiki, its in asked)):
        states |= found
    return states


def said_of(request: Request, look: Look) -> dict[int, TargetState]:
    """What the wiki says of each target, by its number; targets that could not be asked are left out."""
    results = {target.number: look.result_of(target, request.kind) for target in look.targets}
    return {number: result for number, result in results.items() if result is not None}


def comes_back(request: Request, said: Mapping[int, TargetState]) -> bool:
    """Whether it was done, and any of what was hidden can be seen as before. A replica that lags says so, too: Haven
    by itself believes it when it was said twice."""
    hid = request.state is not State.OPEN and request.closing is ClosingCode.DONE and request.kind.hides
    return hid and TargetState.OPEN in said.values()


async def settle(window: Window, request: Request, look: Look, by: int | None) -> State:
    """Writes down what the wiki showed, and ends or reopens the request where that follows from it.

    `by` is the central id of whoever asked, None for Haven itself: then no claim is renewed, and of the timeline only
    what changed the request gets a line. Raises CouldNotCheckRights where the wiki did not answer for every target,
    Overtaken when somebody has just ended it.
    """
    if look.is_unknown(request.kind):
        raise CouldNotCheckRights("check-could-not")
    said, now = said_of(request, look), window.now()
    if request.state is not State.OPEN:
        return await _look_back(window, request, said, by)
    done = all(state is TargetState.DONE for state in said.values())
    async with window.database.writing() as session:
        await stored.record_check(session, request.reference, said, now)
        if by is not None:
            await claims.renew(session, request.reference, by, now)
        if done:
            await end_as_done(session, request, by, now)
        elif by is not None and (request.checked_at is None or now - request.checked_at >= CHECK_NOTED_EVERY):
            await note_event(session, request.reference, Event.CHECKED, by, now)
    return State.DONE if done else request.state


async def _look_back(window: Window, request: Request, said: Mapping[int, TargetState], by: int | None) -> State:
    """A request that was done is open again as soon as the wiki shows any of it as it was before. A lift is not: what
    is hidden anew afterwards was hidden for a reason of its own. Nor is a lock or a global block."""
    if not comes_back(request, said):
        return request.state
    now = window.now()
    async with window.database.writing() as session:
        if await stored.reopen(session, request.reference):
            await note_event(session, request.reference, Event.VISIBLE_AGAIN, by, now)
            await stored.record_check(session, request.reference, said, now)
    return State.OPEN


async def end_as_done(session: StoreSession, request: Request, by: int | None, now: int) -> None:
    """It is done because the wiki says so. Raises Overtaken (and undoes the transaction) when it has just ended."""
    state = advance(request.state, Event.DONE_ON_WIKI)
    # The request before its line: two who end it at once wait for one another in a row, and never in a circle.
    if not await stored.end(session, request.reference, state, ClosingCode.DONE, Basis.WIKI, now):
        raise Overtaken("already-ended")
    await note_event(session, request.reference, Event.DONE_ON_WIKI, by, now)
