"""Looking around one target of a draft: the range, and where else it may stand. Reads only; nothing is kept."""

from app.actions.desk import Desk
from app.actions.refusals import CouldNotCheckRights
from app.domain.people import Person
from app.domain.surroundings import Surroundings
from app.domain.targets import Pointer
from app.mediawiki.outcomes import Failed


async def look_around(desk: Desk, person: Person, target: Pointer) -> Surroundings:
    """What stands around this target now. Raises CouldNotCheckRights when its wiki cannot be asked about it at all."""
    farm = await desk.wikis.sites.farm()
    if isinstance(farm, Failed) or target.wiki not in farm.wikis:
        raise CouldNotCheckRights("look-around-could-not")
    async with desk.turns.of(person.central_id):
        found = await desk.wikis.surroundings.look_around(farm.wikis[target.wiki], target, desk.now())
    if isinstance(found, Failed):
        raise CouldNotCheckRights("look-around-could-not")
    return found
