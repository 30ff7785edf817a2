"""Asking about a request, and answering, in codes: its requester is asked back, a colleague for a second opinion.

Whoever holds it asks. Nothing here shows a pointer or moves a claim.
"""

from app.actions import handling
from app.actions.climbing import begin_wait
from app.actions.desk import Desk
from app.actions.fellow_handlers import FIELD, find_fellow
from app.actions.limits import INQUIRIES, admit
from app.actions.refusals import Overtaken, Unusable
from app.domain.inquiries import AT_MOST, PLACE_AT_MOST, REPLIES, Asked, Inquiry, Reply, askable
from app.domain.lifecycle import Event
from app.domain.people import Person
from app.domain.requests import Request
from app.domain.rights import Right
from app.store import inquiries as stored
from app.store import views
from app.store.timeline import note_event


async def ask_back(desk: Desk, person: Person, reference: str, inquiry: Inquiry | None) -> None:
    """Ask the requester one thing; until they answer, it is they who are waited for.

    Raises NotThere, NotAllowed, CouldNotCheckRights, Overtaken, Unusable (`inquiry`).
    """
    request = await handling.find(desk, person, reference)
    await handling.admit_handler(desk, person, request, Right.REQUEST_ASK, Event.ASKED_BACK)
    handling.require_holder(desk, person, request)
    if inquiry is None or inquiry not in askable(request.kind):
        raise Unusable("inquiry", "choose-inquiry")
    now = desk.now()
    async with desk.database.writing() as session:
        await admit(session, INQUIRIES, person.central_id, 1, now)
        if await stored.asked_back(session, reference) >= AT_MOST:
            raise Unusable("inquiry", "inquiries-too-many", str(AT_MOST))
        # SECURITY: one conditional UPDATE; of two tabs exactly one asks.
        if not await stored.ask_back(session, reference, inquiry, person.central_id, now):
            raise Overtaken("asked-already")
        await note_event(session, reference, Event.ASKED_BACK, person.central_id, now, detail=inquiry.value)


async def ask_colleague(desk: Desk, person: Person, reference: str, name: str) -> None:
    """Ask a colleague of this name what they think; they answer once they have opened it themselves.

    Raises NotThere, NotAllowed, CouldNotCheckRights, Overtaken, TooMuch, Unusable (`colleague`).
    """
    request = await handling.find(desk, person, reference)
    await handling.admit_handler(desk, person, request, Right.REQUEST_ASK, Event.OPINION_ASKED)
    handling.require_holder(desk, person, request)
    fellow = await find_fellow(desk, person, request, name)
    now, mine = desk.now(), person.central_id
    async with desk.database.writing() as session:
        await admit(session, INQUIRIES, mine, 1, now)
        if await stored.opinions_asked(session, reference) >= AT_MOST:
            raise Unusable(FIELD, "opinions-too-many", str(AT_MOST))
        if not await stored.ask_colleague(session, reference, mine, fellow.central_id, now):
            raise Overtaken("asked-already")
        await note_event(session, reference, Event.OPINION_ASKED, mine, now, toward=fellow.central_id)


async def answer(
    desk: Desk, person: Person, reference: str, number: int, reply: Reply | None, place: int | None
) -> None:
    """The requester's answer to what they were asked. `place` counts where the reply names one.

    Raises NotThere, NotAllowed, Overtaken (answered or taken back meanwhile), Unusable (`reply`, `place`).
    """
    request = await handling.find(desk, person, reference)
    handling.admit_as_known(person, request, Right.REQUEST_ANSWER, Event.ANSWERED)
    asked = await _asked_of(desk, person, request, number)
    reply, place = _fitting(request, asked, reply, place)
    now = desk.now()
    async with desk.database.writing() as session:
        if not await stored.answer(session, reference, number, person.central_id, reply, place, now):
            raise Overtaken("not-asked-any-more")
        await note_event(session, reference, Event.ANSWERED, person.central_id, now, detail=reply.value)
        await begin_wait(session, desk.packs, request, now)


async def give_opinion(desk: Desk, person: Person, reference: str, number: int, reply: Reply | None) -> None:
    """What a colleague thinks of it, having looked; or that somebody else should be asked, for which nobody must look.

    Raises NotThere, NotAllowed, CouldNotCheckRights, Overtaken, Unusable (`opinion`, `purpose`: not opened).
    """
    request = await handling.find(desk, person, reference)
    await handling.admit_handler(desk, person, request, Right.REQUEST_OPEN, Event.OPINION_GIVEN)
    await _asked_of(desk, person, request, number)
    if reply not in REPLIES[Inquiry.SECOND_OPINION]:
        raise Unusable("opinion", "choose-opinion")
    now = desk.now()
    async with desk.database.writing() as session:
        looks = await views.live_view_until(session, reference, person.central_id, now)
        if looks is None and reply is not Reply.SOMEBODY_ELSE:
            raise Unusable("purpose", "open-it-first")
        if not await stored.give_opinion(session, reference, number, person.central_id, reply, now):
            raise Overtaken("not-asked-any-more")
        await note_event(session, reference, Event.OPINION_GIVEN, person.central_id, now, detail=reply.value)


async def take_back(desk: Desk, person: Person, reference: str, number: int) -> None:
    """What was asked and is not answered yet is asked no more: by whoever holds the request, or asked the colleague.

    Raises NotThere, NotAllowed, CouldNotCheckRights, Overtaken.
    """
    request = await handling.find(desk, person, reference)
    await handling.admit_handler(desk, person, request, Right.REQUEST_ASK, Event.TAKEN_BACK)
    now = desk.now()
    async with desk.database.writing() as session:
        inquiry = await stored.take_back(session, reference, number, person.central_id, now)
        if inquiry is None:
            raise Overtaken("nothing-to-take-back")
        await note_event(session, reference, Event.TAKEN_BACK, person.central_id, now, detail=inquiry.value)


async def _asked_of(desk: Desk, person: Person, request: Request, number: int) -> Asked:
    """What this person was asked under this number and has not answered. Raises Overtaken."""
    async with desk.database.reading() as session:
        asked = await stored.inquiries_of(session, request.reference)
    for each in asked:
        if each.number == number and each.asked_of == person.central_id and each.reply is None:
            return each
    raise Overtaken("not-asked-any-more")


def _fitting(request: Request, asked: Asked, reply: Reply | None, place: int | None) -> tuple[Reply, int | None]:
    """The reply as it is kept, with a number only where it names one. Raises Unusable."""
    if reply is None or reply not in REPLIES[asked.inquiry]:
        raise Unusable("reply", "choose-reply")
    if not reply.takes_number:
        return reply, None
    at_most = request.targets if reply is Reply.THIS_ONE else PLACE_AT_MOST
    if place is None or not 1 <= place <= at_most:
        raise Unusable("place", "reply-number", str(at_most))
    return reply, place
