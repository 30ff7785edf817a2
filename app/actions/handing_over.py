"""Handing a request over to a colleague of the same team, by name.

The claim moves at once, with a lease of its own: if the colleague does not come, it ends by itself.
"""

from app.actions import handling
from app.actions.desk import Desk
from app.actions.fellow_handlers import find_fellow
from app.actions.refusals import Overtaken
from app.domain.lifecycle import Event
from app.domain.people import Person
from app.domain.rights import Right
from app.store import claims
from app.store.timeline import note_event


async def hand_over(desk: Desk, person: Person, reference: str, name: str) -> None:
    """From now on the colleague of this name holds it. What the giver opened stays open for its hour.

    Raises NotThere, NotAllowed, CouldNotCheckRights, Overtaken, TooMuch, Unusable (`colleague`).
    """
    request = await handling.find(desk, person, reference)
    await handling.admit_handler(desk, person, request, Right.REQUEST_HAND_OVER, Event.HANDED_OVER)
    handling.require_holder(desk, person, request)
    fellow = await find_fellow(desk, person, request, name)
    now = desk.now()
    async with desk.database.writing() as session:
        # SECURITY: one conditional UPDATE; a claim that lapsed meanwhile is nobody's to give.
        if not await claims.hand_over(session, reference, person.central_id, fellow.central_id, now):
            raise Overtaken("you-do-not-hold-it")
        await note_event(session, reference, Event.HANDED_OVER, person.central_id, now, toward=fellow.central_id)
