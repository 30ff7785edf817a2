"""Opening a request again that people ended, by its requester or by whoever handles its queue, with a coded reason.

What the wiki showed as done is not opened by hand: whoever checks the wiki opens it, where the wiki shows it again.
"""

from app.actions import handling
from app.actions.climbing import climbs_anew
from app.actions.desk import Desk
from app.actions.refusals import NotAllowed, Overtaken, Unusable, refuse
from app.domain.lifecycle import Event, Reopening, State
from app.domain.people import Person
from app.domain.requests import Request
from app.domain.retention import STALE_AFTER
from app.domain.rights import Right
from app.policy.decide import Denied, decide
from app.store.onward import open_again
from app.store.timeline import note_event, times

REOPENINGS_AT_MOST = 2
"""As often can a requester open one request again; after that the team's own mail is the way."""


def may_reopen(request: Request, is_requester: bool, now: int) -> bool:
    """Whether it ended in a way that this person can open again. Who took their request back may want it after all;
    nobody else wants it for them. What is old enough to go stale would do so at once."""
    ended_as = _ENDED_AS[is_requester]
    return request.state in ended_as and request.requester is not None and not is_too_old(request, now)


def is_too_old(request: Request, now: int) -> bool:
    """Whether it was sent so long ago that the next purge would let it go, open or not."""
    return request.filed_at <= now - STALE_AFTER


_ENDED_AS = {True: frozenset({State.CLOSED, State.WITHDRAWN}), False: frozenset({State.CLOSED})}


async def is_too_often(desk: Desk, request: Request, person: Person) -> bool:
    """Whether its requester has opened it again as often as they can."""
    if request.requester != person.central_id:
        return False
    async with desk.database.reading() as session:
        return await times(session, request.reference, Event.REOPENED, person.central_id) >= REOPENINGS_AT_MOST


async def reopen(desk: Desk, person: Person, reference: str, reason: Reopening | None) -> None:
    """It is open again and waits in its queue.

    Raises NotThere, NotAllowed, CouldNotCheckRights, Overtaken, Unusable.
    """
    request = await handling.find(desk, person, reference)
    is_requester = request.requester == person.central_id
    fresh = person if is_requester else await handling.reader_now(desk, person, request)
    verdict = decide(fresh, Right.REQUEST_REOPEN, request)
    if isinstance(verdict, Denied):
        raise refuse(verdict)
    if request.state in (State.DONE, State.STALE):
        raise Overtaken("reopen-not-this")
    now = desk.now()
    if request.state is not State.OPEN and is_too_old(request, now):
        raise Overtaken("reopen-too-old")
    if not may_reopen(request, is_requester, now):
        raise NotAllowed("reopen-not-withdrawn") if request.state is State.WITHDRAWN else Overtaken("reopen-is-open")
    if await is_too_often(desk, request, person):
        raise Unusable("reopening", "reopened-too-often", str(REOPENINGS_AT_MOST))
    if reason is None:
        raise Unusable("reopening", "choose-reopening")
    async with desk.database.writing() as session:
        # SECURITY: only as it was decided upon: not once it was purged, done, or taken back by its requester.
        if not await open_again(session, reference, _ENDED_AS[is_requester], climbs_anew(desk.packs, request, now)):
            raise Overtaken("reopen-is-open")
        await note_event(session, reference, Event.REOPENED, person.central_id, now, detail=reason.value)
    desk.glances.forget(reference)
