"""A colleague whom somebody names for a request: who is meant, and whether the request can be theirs.

Whoever cannot be asked gets one sentence, whatever the reason, and the same questions are asked of the wikis: nobody
learns by naming people who is a party, or kept out.
"""

from app.actions.desk import Desk
from app.actions.limits import admit_names
from app.actions.refusals import Unusable
from app.domain.people import Person
from app.domain.requests import Request
from app.domain.rights import Right
from app.mediawiki.outcomes import Failed, NotFound
from app.policy.decide import Allowed, decide, reader_of
from app.store import requests as stored

FIELD = "colleague"
NAME_AT_MOST = 255
"""No account's name is longer."""


async def find_fellow(desk: Desk, person: Person, request: Request, name: str) -> Person:
    """The colleague of that name, with rights read from the request's wiki at this moment.

    Raises Unusable (`colleague`), TooMuch.
    """
    typed = name.strip()[: NAME_AT_MOST + 1]
    if not typed:
        raise Unusable(FIELD, "colleague-name")
    await admit_names(desk, person.central_id, (typed,))
    found = await desk.wikis.accounts.central_id_of(typed)
    if isinstance(found, Failed):
        raise Unusable(FIELD, "colleague-could-not-check")
    # SECURITY: with nobody of that name, the wikis are asked about whoever asks: the same calls as for anybody else.
    central_id = person.central_id if isinstance(found, NotFound) else found
    identity = await desk.wikis.rights.fresh(central_id, request.wiki)
    if isinstance(identity, Failed):
        raise Unusable(FIELD, "colleague-could-not-check")
    fellow = Person(central_id, identity.name, identity.standing)
    async with desk.database.reading() as session:
        # SECURITY: for a party, and for whoever is kept out, the request must not exist through a colleague either.
        seen = await stored.find(session, reader_of(fellow), request.reference)
    handles_it = isinstance(decide(fellow, Right.REQUEST_TAKE, request), Allowed)
    if seen is None or not handles_it or central_id == person.central_id:
        raise Unusable(FIELD, "colleague-cannot-be-asked")
    return fellow
