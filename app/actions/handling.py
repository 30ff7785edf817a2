"""Handling a request: take it, open it, take it over, check the wiki, give it back, close it by code, withdraw it.

Each step that shows pointers or changes a claim reads the person's rights from the wiki concerned at that moment.
Outward calls come first; the transaction after them is short and has conditions of its own.
"""

from dataclasses import replace

from app.actions.completion import Look, end_as_done, look_at, said_of, settle
from app.actions.desk import Desk
from app.actions.parties import find_parties, is_author
from app.actions.refusals import CouldNotCheckRights, NotThere, Overtaken, Unusable, refuse
from app.domain.lifecycle import Event, Refused, State, advance
from app.domain.people import Person
from app.domain.requests import Basis, ClosingCode, Purpose, Request, TargetState, closing_codes
from app.domain.rights import Right
from app.mediawiki.outcomes import Failed
from app.policy.decide import Denied, decide, reader_of
from app.store import claims, views
from app.store import requests as stored
from app.store.exclusions import exclude
from app.store.session import StoreSession
from app.store.timeline import note_event


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
        await stored.record_check(session, reference, said_of(request, look), now)
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
        look = await look_at(desk, request)
    if look.is_unknown(request.kind):
        raise CouldNotCheckRights("check-could-not")
    if fresh is not person:
        await keep_out_parties(desk, fresh, request, look, not_my_own=True)
    desk.glances.keep(reference, look.states, desk.now())
    return await settle(desk, request, look, person.central_id)


async def close(desk: Desk, person: Person, reference: str, code: ClosingCode) -> None:
    """End a request by code, said by its handler. "Done" is the wiki's to say wherever the public can tell."""
    request = await find(desk, person, reference)
    fresh = await _fresh(desk, person, request)
    _require(fresh, Right.REQUEST_CLOSE, request)
    _step(request, Event.CLOSED)
    if code not in closing_codes(request.kind, request.visible_again):
        raise Unusable("closing", "choose-closing")
    look = await look_at(desk, request) if code is ClosingCode.DONE or not request.author_known else None
    if look is not None and not request.author_known:
        await keep_out_parties(desk, fresh, request, look, not_my_own=True)
    shown_as_done = code is ClosingCode.DONE and look is not None and _is_shown_as_done(request, look)
    now = desk.now()
    async with desk.database.writing() as session:
        if shown_as_done:
            await end_as_done(session, request, person.central_id, now)
        else:
            await _end_by_code(session, request, person, code, now)
    desk.glances.forget(reference)


async def _end_by_code(session: StoreSession, request: Request, person: Person, code: ClosingCode, now: int) -> None:
    """It ends because its holder says so. Raises Overtaken (and undoes the transaction) for anybody else, Unusable for
    whoever was handed it and has not opened it yet."""
    state = advance(request.state, Event.CLOSED)
    if not await stored.end(session, request.reference, state, code, Basis.HANDLER, now, holder=person.central_id):
        raise Overtaken("you-do-not-hold-it")
    # SECURITY: only who opened it was compared with its authors, or has said that it is not their own case.
    if not await views.has_looked(session, request.reference, person.central_id):
        raise Unusable("closing", "open-it-before-closing")
    await note_event(session, request.reference, Event.CLOSED, person.central_id, now)


async def withdraw(desk: Desk, person: Person, reference: str) -> None:
    """The requester takes their request back."""
    request = await find(desk, person, reference)
    _require(person, Right.REQUEST_WITHDRAW, request)
    _step(request, Event.WITHDRAWN)
    now = desk.now()
    async with desk.database.writing() as session:
        if not await stored.end(session, reference, State.WITHDRAWN, None, None, now):
            raise Overtaken("already-ended")
        await note_event(session, reference, Event.WITHDRAWN, person.central_id, now)
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


async def admit_handler(desk: Desk, person: Person, request: Request, right: Right, event: Event) -> Person:
    """A handler with rights read anew, before a step that opens no pointers. Raises CouldNotCheckRights, NotThere,
    NotAllowed, Overtaken."""
    fresh = await _fresh(desk, person, request)
    _require(fresh, right, request)
    _step(request, event)
    return fresh


def admit_as_known(person: Person, request: Request, right: Right, event: Event) -> None:
    """By what is known of the person: what requesters may do they may with the wikis silent, too.

    Raises NotThere, NotAllowed, Overtaken.
    """
    _require(person, right, request)
    _step(request, event)


def require_holder(desk: Desk, person: Person, request: Request) -> None:
    """Early, with a plain sentence; the conditional UPDATE decides later. Raises Overtaken."""
    if request.held_by(desk.now()) != person.central_id:
        raise Overtaken("you-do-not-hold-it")


async def look_inside(desk: Desk, person: Person, request: Request) -> Look | None:
    """The opened request for somebody who holds a live view of it, else None. Changes nothing."""
    now = desk.now()
    async with desk.database.reading() as session:
        # SECURITY: the one place that shows pointers on a GET; without a live view there are none.
        until = await views.live_view_until(session, request.reference, person.central_id, now)
    if until is None:
        return None
    # What was seen before the last check is older than what that check wrote down.
    states = desk.glances.recall(request.reference, now, since=request.checked_at or 0)
    return replace(await look_at(desk, request, states if request.state is State.OPEN else None), until=until)


async def _admit(desk: Desk, person: Person, request: Request, right: Right, not_my_own: bool) -> Look:
    """The guards before pointers are opened: rights read from the wiki at this moment, and one's own case."""
    fresh = await _fresh(desk, person, request)
    _require(fresh, right, request)
    # Of a hundred accounts a slow wiki tells some in time: whoever tries again asks for the others.
    some = desk.glances.recall_some(request.reference, desk.now(), since=request.checked_at or 0)
    look = await look_at(desk, request, some)
    if look.could_not_check:
        desk.glances.keep_some(request.reference, look.states, desk.now())
        raise CouldNotCheckRights("targets-could-not")
    await keep_out_parties(desk, fresh, request, look, not_my_own)
    return look


async def keep_out_parties(desk: Desk, fresh: Person, request: Request, look: Look, not_my_own: bool) -> None:
    """Nobody judges their own case. Who was not known at filing is looked for again, and kept out from now on.

    Raises NotThere for a party, CouldNotCheckRights where the wiki cannot be asked, Unusable where it hides an author
    and the person has not declared that it is not their own case.
    """
    own = is_author(fresh, look.states)
    parties = frozenset({fresh.central_id}) if own else frozenset[int]()
    all_known = request.author_known
    if not request.author_known:
        farm = await desk.wikis.sites.farm()
        if isinstance(farm, Failed) or request.wiki not in farm.wikis:
            raise CouldNotCheckRights
        found = await find_parties(desk, farm, look.states)
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


def _is_shown_as_done(request: Request, look: Look) -> bool:
    """Whether the wiki itself shows all of it done; False where only the handler can tell.

    Raises CouldNotCheckRights when the wiki cannot be asked, Unusable when it shows something still open.
    """
    if look.is_unknown(request.kind):
        raise CouldNotCheckRights("check-could-not")
    said = said_of(request, look).values()
    if TargetState.OPEN in said:
        raise Unusable("closing", "the-wiki-shows-it-open")
    return all(state is TargetState.DONE for state in said)
