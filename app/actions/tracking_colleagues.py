"""Naming colleagues later: one more may see a tracking, or one fewer."""

from app.actions.colleagues import find_colleagues
from app.actions.desk import Desk
from app.actions.limits import admit_names
from app.actions.refusals import NotAllowed, Overtaken, Unusable
from app.actions.tracking import find
from app.domain.people import Person
from app.domain.trackings import COLLEAGUES_AT_MOST, Tracking
from app.store import tracking_colleagues as stored


async def add_colleague(desk: Desk, person: Person, reference: str, name: str) -> None:
    """One more may see it. Raises NotThere, NotAllowed, TooMuch, Unusable (`colleague`)."""
    tracking = await _find_own(desk, person, reference)
    await admit_names(desk, person.central_id, (name,))
    found = await find_colleagues(desk, {"colleague": name}, person.central_id, tracking.account)
    if not found:
        raise Unusable("colleague", "tracking-which-colleague")
    [central_id] = found
    now = desk.now()
    async with desk.database.writing() as session:
        if not await stored.add_colleague(session, reference, person.central_id, central_id, COLLEAGUES_AT_MOST, now):
            raise Unusable("colleague", "tracking-colleagues-too-many", str(COLLEAGUES_AT_MOST))


async def remove_colleague(desk: Desk, person: Person, reference: str, central_id: int) -> None:
    """From now on it does not exist for them. No wiki is asked: taking away must always be possible."""
    await _find_own(desk, person, reference)
    now = desk.now()
    async with desk.database.writing() as session:
        if not await stored.remove_colleague(session, reference, person.central_id, central_id, now):
            raise Overtaken("tracking-colleague-gone")


async def _find_own(desk: Desk, person: Person, reference: str) -> Tracking:
    tracking = await find(desk, person, reference)
    if tracking.owner != person.central_id:
        raise NotAllowed("denied-tracking-colleagues")
    return tracking
