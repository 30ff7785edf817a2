"""Being reminded of a request on a day, and no more. Without queues none of it exists."""

from app.actions import handling
from app.actions.desk import Desk
from app.actions.limits import REMINDERS_AT_MOST
from app.actions.refusals import NotThere, Overtaken, Unusable, refuse
from app.domain.people import Person
from app.domain.reminders import first_day, last_day, write_day
from app.domain.requests import Request
from app.domain.rights import Right
from app.policy.decide import Denied, decide
from app.store import reminders as stored

FIELD = "remind_on"


async def remind(desk: Desk, person: Person, reference: str, day: int | None) -> None:
    """Have it on the desk again on `day` (when it begins; None: what was typed is no day), instead of any other day.

    Raises NotThere, NotAllowed, CouldNotCheckRights, Unusable (no day, too early, too late, too many).
    """
    request = await _find(desk, person, reference)
    if request.requester != person.central_id:
        person = await handling.reader_now(desk, person, request)
    verdict = decide(person, Right.REMINDER_KEEP, request)
    if isinstance(verdict, Denied):
        raise refuse(verdict)
    day = _check_day(request, day, desk.now())
    async with desk.database.writing() as session:
        kept = await stored.reminder_of(session, reference, person.central_id)
        if kept is None and await stored.count_reminders(session, person.central_id) >= REMINDERS_AT_MOST:
            raise Unusable(FIELD, "remind-too-many", str(REMINDERS_AT_MOST))
        if not await stored.keep_reminder(session, reference, person.central_id, day):
            raise NotThere


async def remind_no_more(desk: Desk, person: Person, reference: str) -> None:
    """Take a reminder of one's own back. Raises NotThere, Overtaken (there is none)."""
    await _find(desk, person, reference)
    async with desk.database.writing() as session:
        if not await stored.drop_reminder(session, reference, person.central_id):
            raise Overtaken("remind-none")


async def _find(desk: Desk, person: Person, reference: str) -> Request:
    if not desk.queues_on:
        raise NotThere
    return await handling.find(desk, person, reference)


def _check_day(request: Request, day: int | None, now: int) -> int:
    """Raises Unusable for what is no day, or none on which there is still something to be reminded of."""
    first, last = first_day(now), last_day(request, now)
    if last < first:
        raise Unusable(FIELD, "remind-goes-too-soon")
    if day is None:
        raise Unusable(FIELD, "remind-no-day", write_day(first))
    if not first <= day <= last:
        raise Unusable(FIELD, "remind-not-then", write_day(first), write_day(last))
    return day
