"""Handling a request: take it, open it, take it over, check the wiki, give it back, close it by code, withdraw it.

Each step that shows pointers or changes a claim reads the person's rights from the wiki concerned at that moment.
Outward calls come first; the transaction after them is short and has conditions of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.actions.desk import Desk
from app.actions.parties import find_parties, is_author
from app.actions.refusals import CouldNotCheckRights, NotAllowed, NotThere, Overtaken, Unusable, refuse
from app.domain.lifecycle import Event, Refused, State, advance
from app.domain.people import Person
from app.domain.requests import (
    Basis,
    ClosingCode,
    Hints,
    OpenedTarget,
    Purpose,
    Request,
    RequestKind,
    TargetState,
    closing_codes,
    result_of,
)
from app.domain.rights import Right
from app.domain.targets import Pointer
from app.domain.visibility import CouldNotCheck, LiveState
from app.mediawiki.outcomes import Failed
from app.policy.decide import Denied, decide, reader_of
from app.store import claims, views
from app.store import requests as stored
from app.store.exclusions import exclude
from app.store.sealing import SealBroken
from app.store.session import StoreSession
from app.store.timeline import note_event

CHECK_NOTED_EVERY = 5 * 60
"""Seconds: checks in between change what is shown, but write no line of the timeline."""


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


async def take(desk: Desk, person: Person, reference: str, not_my_own: bool) -> None:
    """Open the pointers and claim the request, in one step. `not_my_own`: declared where an author is hidden.

    Raises NotThere, NotAllowed, CouldNotCheckRights, Overtaken, Unusable (the declaration is missing).
    """
    request = await find(desk, person, reference)
    look = await _admit(desk, person, request, Right.REQUEST_TAKE, not_my_own)
    _step(request, Event.TAKEN)
    now = desk.now()
    async with desk.database.writing() as session:
        # SECURITY: one conditional UPDATE; of two people at once exactly one gets it.
        if not await claims.claim(session, reference, person.central_id, now):
            raise Overtaken("somebody-else-holds-it")
        await views.open_view(session, reference, person.central_id, Purpose.HANDLING, now)
        if request.held_by(now) != person.central_id:
            await note_event(session, reference, Event.TAKEN, person.central_id, now)
        await stored.record_check(session, reference, _said(request, look), now)
    desk.glances.keep(reference, look.states, now)


async def open_for(desk: Desk, person: Person, reference: str, purpose: Purpose, not_my_own: bool) -> None:
    """Open the pointers without claiming: a second look, a review. Leaves a line in the view log."""
    request = await find(desk, person, reference)
    look = await _admit(desk, person, request, Right.REQUEST_OPEN, not_my_own)
    _step(request, Event.OPENED)
    now = desk.now()
    async with desk.database.writing() as session:
        await views.open_view(session, reference, person.central_id, purpose, now)
        await note_event(session, reference, Event.OPENED, person.central_id, now)
    desk.glances.keep(reference, look.states, now)


async def take_over(desk: Desk, person: Person, reference: str, holder_seen: int, not_my_own: bool) -> None:
    """Take a request out of a colleague's hands, after confirming. Only from the holder the person was shown."""
    request = await find(desk, person, reference)
    look = await _admit(desk, person, request, Right.REQUEST_TAKE, not_my_own)
    _step(request, Event.TAKEN_OVER)
    now = desk.now()
    async with desk.database.writing() as session:
        if not await claims.take_over(session, reference, person.central_id, holder_seen, now):
            raise Overtaken("somebody-else-holds-it")
        await views.open_view(session, reference, person.central_id, Purpose.HANDLING, now)
        await note_event(session, reference, Event.TAKEN_OVER, person.central_id, now)
    desk.glances.keep(reference, look.states, now)


async def release(desk: Desk, person: Person, reference: str) -> None:
    """Give a claim back, so that colleagues need not wait for the lease to end."""
    request = await find(desk, person, reference)
    _step(request, Event.RELEASED)
    now = desk.now()
    async with desk.database.writing() as session:
        if not await claims.release(session, reference, person.central_id):
            raise Overtaken("you-do-not-hold-it")
        await note_event(session, reference, Event.RELEASED, person.central_id, now)


async def check_wiki(desk: Desk, person: Person, reference: str) -> State:
    """Ask the wiki now; when it shows every target hidden as asked, the request is done because the wiki says so.

    Handlers and the requester may ask; nothing of the pointers is shown for it. A holder's claim is renewed, so a
    handler's rights are read anew. Of a request that is over it is asked whether what was done still holds: what the
    wiki shows again is open again. Raises CouldNotCheckRights when the wiki cannot be asked at all: unknown is never
    taken for clean.
    """
    request = await find(desk, person, reference)
    _step(request, Event.CHECKED)
    fresh = person if request.requester == person.central_id else await _fresh(desk, person, request)
    _require(fresh, Right.REQUEST_READ, request)
    async with desk.turns.of(person.central_id):
        look = await _look(desk, request)
    now = desk.now()
    if look.is_unknown(request.kind):
        raise CouldNotCheckRights("check-could-not")
    if fresh is not person:
        await _keep_out_parties(desk, fresh, request, look, not_my_own=True)
    desk.glances.keep(reference, look.states, now)
    said = _said(request, look)
    if request.state is not State.OPEN:
        return await _look_back(desk, request, person, said)
    done = all(state is TargetState.DONE for state in said.values())
    async with desk.database.writing() as session:
        await stored.record_check(session, reference, said, now)
        await claims.renew(session, reference, person.central_id, now)
        if done:
            await _end_as_done(session, request, person, now)
        elif request.checked_at is None or now - request.checked_at >= CHECK_NOTED_EVERY:
            await note_event(session, reference, Event.CHECKED, person.central_id, now)
    return State.DONE if done else request.state


async def _look_back(desk: Desk, request: Request, person: Person, said: Mapping[int, TargetState]) -> State:
    """A request that was done is open again as soon as the wiki shows any of it as it was before. A lift is not: what
    is hidden anew afterwards was hidden for a reason of its own. Nor is a lock or a global block."""
    hid = request.kind.hides and request.closing is ClosingCode.DONE
    if not hid or TargetState.OPEN not in said.values():
        return request.state
    now = desk.now()
    async with desk.database.writing() as session:
        if await stored.reopen(session, request.reference):
            await note_event(session, request.reference, Event.VISIBLE_AGAIN, person.central_id, now)
            await stored.record_check(session, request.reference, said, now)
    return State.OPEN


async def _end_as_done(session: StoreSession, request: Request, person: Person, now: int) -> None:
    """It is done because the wiki says so. Raises Overtaken (and undoes the transaction) when it has just ended."""
    await note_event(session, request.reference, Event.DONE_ON_WIKI, person.central_id, now)
    state = advance(request.state, Event.DONE_ON_WIKI)
    if not await stored.end(session, request.reference, state, ClosingCode.DONE, Basis.WIKI, now):
        raise Overtaken("already-ended")


async def close(desk: Desk, person: Person, reference: str, code: ClosingCode) -> None:
    """End a request by code, said by its handler. "Done" is the wiki's to say wherever the public can tell."""
    request = await find(desk, person, reference)
    fresh = await _fresh(desk, person, request)
    _require(fresh, Right.REQUEST_CLOSE, request)
    _step(request, Event.CLOSED)
    if code not in closing_codes(request.kind, request.visible_again):
        raise Unusable("closing", "choose-closing")
    look = await _look(desk, request) if code is ClosingCode.DONE or not request.author_known else None
    if look is not None and not request.author_known:
        await _keep_out_parties(desk, fresh, request, look, not_my_own=True)
    shown_as_done = code is ClosingCode.DONE and look is not None and _is_shown_as_done(request, look)
    now = desk.now()
    async with desk.database.writing() as session:
        if shown_as_done:
            await _end_as_done(session, request, person, now)
        else:
            await _end_by_code(session, request, person, code, now)
    desk.glances.forget(reference)


async def _end_by_code(session: StoreSession, request: Request, person: Person, code: ClosingCode, now: int) -> None:
    """It ends because its holder says so. Raises Overtaken (and undoes the transaction) for anybody else."""
    await note_event(session, request.reference, Event.CLOSED, person.central_id, now)
    state = advance(request.state, Event.CLOSED)
    if not await stored.end(session, request.reference, state, code, Basis.HANDLER, now, holder=person.central_id):
        raise Overtaken("you-do-not-hold-it")


async def withdraw(desk: Desk, person: Person, reference: str) -> None:
    """The requester takes their request back."""
    request = await find(desk, person, reference)
    _require(person, Right.REQUEST_WITHDRAW, request)
    _step(request, Event.WITHDRAWN)
    now = desk.now()
    async with desk.database.writing() as session:
        await note_event(session, reference, Event.WITHDRAWN, person.central_id, now)
        if not await stored.end(session, reference, State.WITHDRAWN, None, None, now):
            raise Overtaken("already-ended")
    desk.glances.forget(reference)


async def find(desk: Desk, person: Person, reference: str) -> Request:
    """The request, if it exists for this person. Raises NotThere: unknown, foreign and kept-out look the same."""
    async with desk.database.reading() as session:
        request = await stored.find(session, reader_of(person), reference)
    if request is None:
        raise NotThere
    return request


async def reader_now(desk: Desk, person: Person, request: Request) -> Person:
    """A handler of this request as its wiki and the central one know them at this moment: before an open page learns
    something new of it. Raises CouldNotCheckRights, NotThere when their right there ended."""
    fresh = await _fresh(desk, person, request)
    await find(desk, fresh, request.reference)
    return fresh


async def look_inside(desk: Desk, person: Person, request: Request) -> Look | None:
    """The opened request for somebody who holds a live view of it, else None. Changes nothing."""
    now = desk.now()
    async with desk.database.reading() as session:
        # SECURITY: the one place that shows pointers on a GET; without a live view there are none.
        until = await views.live_view_until(session, request.reference, person.central_id, now)
    return None if until is None else replace(await _look(desk, request, use_glance=True), until=until)


async def _admit(desk: Desk, person: Person, request: Request, right: Right, not_my_own: bool) -> Look:
    """The guards before pointers are opened: rights read from the wiki at this moment, and one's own case."""
    fresh = await _fresh(desk, person, request)
    _require(fresh, right, request)
    look = await _look(desk, request)
    if look.could_not_check:
        raise CouldNotCheckRights
    await _keep_out_parties(desk, fresh, request, look, not_my_own)
    return look


async def _keep_out_parties(desk: Desk, fresh: Person, request: Request, look: Look, not_my_own: bool) -> None:
    """Nobody judges their own case. Who was not known at filing is looked for again, and kept out from now on.

    Raises NotThere for a party, CouldNotCheckRights where the wiki cannot be asked, Unusable where it hides an author
    and the person has not declared that it is not their own case.
    """
    own = is_author(fresh.standing, request.wiki, look.states)
    parties = frozenset({fresh.central_id}) if own else frozenset[int]()
    all_known = request.author_known
    if not request.author_known:
        farm = await desk.wikis.sites.farm()
        if isinstance(farm, Failed) or request.wiki not in farm.wikis:
            raise CouldNotCheckRights
        found = await find_parties(desk, farm.wikis[request.wiki], look.states)
        if not found.asked:
            raise CouldNotCheckRights
        parties |= found.central_ids - {request.requester or 0}
        all_known = found.all_known
    if parties or all_known != request.author_known:
        async with desk.database.writing() as session:
            await exclude(session, request.reference, parties, all_known)
    if fresh.central_id in parties:
        # SECURITY: for a party the request does not exist; from now on the visible set knows it, too.
        raise NotThere
    if not all_known and not not_my_own:
        raise Unusable("not_my_own", "declare-not-my-own")


async def _fresh(desk: Desk, person: Person, request: Request) -> Person:
    """The person with rights read from the wiki concerned, uncached. Raises CouldNotCheckRights."""
    identity = await desk.wikis.rights.fresh(person.central_id, request.wiki)
    if isinstance(identity, Failed):
        raise CouldNotCheckRights
    return Person(person.central_id, identity.name, identity.standing)


def _require(person: Person, right: Right, request: Request) -> None:
    verdict = decide(person, right, request)
    if isinstance(verdict, Denied):
        raise refuse(verdict)


def _step(request: Request, event: Event) -> None:
    try:
        advance(request.state, event)
    except Refused as error:
        raise Overtaken("already-ended") from error


async def _look(desk: Desk, request: Request, use_glance: bool = False) -> Look:
    """Open the seals and ask the wiki (or recall the look of a moment ago). Raises NotThere once purged."""
    try:
        async with desk.database.reading() as session:
            opened = await stored.open_targets(session, request.reference)
    except SealBroken as error:
        raise NotAllowed("seal-broken") from error
    if opened is None:
        raise NotThere
    hints, targets = opened
    # Somebody else, or a job, may have had the wiki asked since: an older glance would show what is over.
    since = request.checked_at or 0
    states = desk.glances.recall(request.reference, desk.now(), since) if use_glance else None
    if states is None:
        states = await _ask(desk, request, [target.pointer for target in targets])
    return Look(hints, tuple(targets), states)


async def _ask(desk: Desk, request: Request, pointers: list[Pointer]) -> Mapping[Pointer, LiveState]:
    """Summaries are asked for always: where only a summary is suppressed, nothing else would tell, and that one
    revision in a link makes the wiki's form refuse an administrator."""
    farm = await desk.wikis.sites.farm()
    if isinstance(farm, Failed) or request.wiki not in farm.wikis:
        return {pointer: CouldNotCheck() for pointer in pointers}
    return await desk.wikis.live.of(farm.wikis[request.wiki], pointers, with_summary=True)


def _said(request: Request, look: Look) -> dict[int, TargetState]:
    """What the wiki says of each target, by its number; targets that could not be asked are left out."""
    results = {target.number: look.result_of(target, request.kind) for target in look.targets}
    return {number: result for number, result in results.items() if result is not None}


def _is_shown_as_done(request: Request, look: Look) -> bool:
    """Whether the wiki itself shows all of it done; False where only the handler can tell.

    Raises CouldNotCheckRights when the wiki cannot be asked, Unusable when it shows something still open.
    """
    if look.is_unknown(request.kind):
        raise CouldNotCheckRights("check-could-not")
    said = _said(request, look).values()
    if TargetState.OPEN in said:
        raise Unusable("closing", "the-wiki-shows-it-open")
    return all(state is TargetState.DONE for state in said)
