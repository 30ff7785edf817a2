"""One person's desk: what is on it, for the page and for its polls, and the page itself.

What a requester sees of their own requests names no handler; colleagues who ask a handler something are named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.inquiries import Asked
from app.domain.overview import WhyWaiting
from app.domain.people import Person
from app.domain.reminders import day_of
from app.domain.requests import Request
from app.domain.retention import DAY
from app.policy.decide import queues_of, reader_of
from app.store import inquiries, overview
from app.store.reminders import reminders_of
from app.store.requests import PAGE
from app.web.guard import Visitor
from app.web.house import House
from app.web.live.page_marks import Shown
from app.web.live.telling import Showing, live_of
from app.web.live.things import MINUTE, row_shown
from app.web.pages import DeskPage, ReminderLine, RequestLine, WaitingLine
from app.web.people import SOMEBODY, names_for
from app.web.promises import is_overdue
from app.web.request_lines import lines_of

OWN_AT_MOST = 10
"""Of what I asked for: the rest has a page of its own."""


@dataclass(frozen=True)
class OnDesk:
    """What was read. `handed` tells of claims who handed them over; `own` holds one more than the page shows when there
    are more."""

    asked: Sequence[tuple[Request, Asked]]
    handed: Mapping[str, int]
    again: Sequence[Request]
    held: Sequence[Request]
    own: Sequence[Request]
    reminders: Sequence[tuple[Request, int]]

    @property
    def claims(self) -> list[Request]:
        """What was handed over and not opened yet waits; all else that the reader holds is theirs already."""
        return [each for each in self.held if each.reference not in self.handed]


async def read_desk(house: House, person: Person) -> OnDesk:
    """By person, in six queries, however many queues they have."""
    reader, now = reader_of(person), house.desk.now()
    async with house.desk.database.reading() as session:
        held = await overview.claims_of(session, reader, now, PAGE)
        return OnDesk(
            asked=await inquiries.waiting_for(session, reader, PAGE),
            handed=await overview.handed_to(session, person.central_id, held),
            again=await overview.seen_again(session, reader, PAGE),
            held=held,
            own=await overview.open_own(session, person.central_id, OWN_AT_MOST + 1),
            reminders=await reminders_of(session, reader, PAGE),
        )


def showing_of_desk(house: House, person: Person, read: OnDesk) -> Showing:
    """The same as things, for its mark. A day that passes is no change."""
    now = house.desk.now()

    def row(request: Request) -> Shown:
        tells_names = request.requester != person.central_id
        return (*row_shown(request, now, is_overdue(house, request), tells_names), request.awaits_answer)

    things: dict[str, Shown] = {f"unasked-{wiki}": () for wiki in person.standing.unasked}
    for request, asked in read.asked:
        things[_asked_name(request, asked)] = (asked.inquiry.value, *row(request))
    for request in read.held:
        by = read.handed.get(request.reference)
        things[f"claim-{request.reference}"] = (by, (request.claim_until or 0) // MINUTE, *row(request))
    things |= {f"again-{each.reference}": row(each) for each in read.again}
    things |= {f"own-{each.reference}": row(each) for each in read.own[:OWN_AT_MOST]}
    things |= {f"reminder-{each.reference}": (due_at, *row(each)) for each, due_at in read.reminders}
    if len(read.own) > OWN_AT_MOST:
        things["more-own"] = ()
    return Showing("/desk", things)


async def make_desk_page(house: House, visitor: Visitor, since: str | None) -> DeskPage:
    """`since`: the mark of what the reader saw before, if they ask what changed."""
    person = visitor.signed_in
    read = await read_desk(house, person)
    return DeskPage(
        waiting=await _waiting(house, person, read),
        claims=await lines_of(house, person.central_id, read.claims, tells_names=True),
        own=await lines_of(house, person.central_id, read.own[:OWN_AT_MOST], tells_names=False),
        more_own=len(read.own) > OWN_AT_MOST,
        reminders=await _reminders(house, person, read),
        handles=bool(queues_of(person.standing)),
        unasked=tuple(sorted(person.standing.unasked)),
        could_not_check=not visitor.checked and not person.standing.unasked,
        live=live_of(house, person, showing_of_desk(house, person, read), since),
    )


async def _waiting(house: House, person: Person, read: OnDesk) -> tuple[WaitingLine, ...]:
    handed = [each for each in read.held if each.reference in read.handed]
    asking = [asked.asked_by for request, asked in read.asked if request.requester != person.central_id]
    names = await names_for(house, person.central_id, [*asking, *read.handed.values()])
    lines = await _lines_by_reference(house, person, [*(each for each, _ in read.asked), *handed, *read.again])
    found = []
    for request, asked in read.asked:
        # SECURITY: who of the team asks, the sender never learns.
        is_own = request.requester == person.central_id
        why = WhyWaiting.ASKED_BACK if is_own else WhyWaiting.SECOND_OPINION
        by = None if is_own else names.get(asked.asked_by, SOMEBODY)
        found.append(WaitingLine(_asked_name(request, asked), lines[request.reference], why, by))
    for request in handed:
        by = names.get(read.handed[request.reference], SOMEBODY)
        name, line = f"claim-{request.reference}", lines[request.reference]
        found.append(WaitingLine(name, line, WhyWaiting.HANDED_OVER, by, request.claim_until))
    held = {each.reference for each in read.held}
    for request in (each for each in read.again if each.reference not in held):
        found.append(WaitingLine(f"again-{request.reference}", lines[request.reference], WhyWaiting.VISIBLE_AGAIN))
    return tuple(found)


async def _reminders(house: House, person: Person, read: OnDesk) -> tuple[ReminderLine, ...]:
    today = day_of(house.desk.now())
    lines = await _lines_by_reference(house, person, [each for each, _ in read.reminders])
    return tuple(
        ReminderLine(lines[request.reference], due_at, (due_at - today) // DAY) for request, due_at in read.reminders
    )


async def _lines_by_reference(house: House, person: Person, requests: Sequence[Request]) -> dict[str, RequestLine]:
    """Rows of requests of both sorts, each as its reader may see it."""
    own = [each for each in requests if each.requester == person.central_id]
    others = [each for each in requests if each.requester != person.central_id]
    lines = await lines_of(house, person.central_id, own, tells_names=False)
    lines += await lines_of(house, person.central_id, others, tells_names=True)
    return {line.request.reference: line for line in lines}


def _asked_name(request: Request, asked: Asked) -> str:
    return f"asked-{request.reference}-{asked.number}"
