"""The part of a request's page that asks for a reminder.

It is among none of the things that the page compares itself by: only its owner changes it, and gets the page anew.
"""

from app.domain.people import Person
from app.domain.reminders import first_day, last_day, write_day
from app.domain.requests import Request
from app.domain.rights import Right
from app.policy.decide import Allowed, decide
from app.store.reminders import reminder_of
from app.web.house import House
from app.web.pages import ReminderPart


async def reminder_part(house: House, person: Person, request: Request) -> ReminderPart | None:
    """None where nobody can be reminded of it: without queues, without the right, and shortly before it goes."""
    desk, now = house.desk, house.desk.now()
    may = isinstance(decide(person, Right.REMINDER_KEEP, request), Allowed)
    if not desk.queues_on or not may:
        return None
    async with desk.database.reading() as session:
        due_at = await reminder_of(session, request.reference, person.central_id)
    first, last = first_day(now), last_day(request, now)
    if due_at is None and last < first:
        return None
    return ReminderPart(due_at, write_day(first), write_day(last))
