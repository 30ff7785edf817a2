"""One queue for who goes to bed and who wakes up: what is free, held, waiting for an answer, and promised by when."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.overview import QueueList
from app.domain.people import Person
from app.domain.queues import Queue
from app.domain.requests import Request
from app.policy.decide import queues_of, reader_of
from app.store import queue_hand_over as stored
from app.store.requests import PAGE
from app.web.house import House
from app.web.live.page_marks import Shown
from app.web.live.telling import Showing, live_of
from app.web.live.things import MINUTE, row_shown
from app.web.pages import AwaitingLine, QueueHandOverPage
from app.web.promises import is_overdue, promised_by
from app.web.request_lines import lines_of


@dataclass(frozen=True)
class OfQueue:
    """What was read of the chosen queue, at most fifty of each list; `more` names those that have more."""

    chosen: Queue | None
    free: Sequence[Request] = ()
    held: Sequence[Request] = ()
    awaiting: Sequence[tuple[Request, int | None]] = ()
    more: frozenset[QueueList] = frozenset()


async def read_queue_to_hand_over(house: House, person: Person, key: str) -> OfQueue:
    """The queue of that key if it is one of the person's; their only one whatever the key. A queue of others is as good
    as none."""
    mine, now = queues_of(person.standing), house.desk.now()
    chosen = mine[0] if len(mine) == 1 else next((queue for queue in mine if queue.key == key), None)
    if chosen is None:
        return OfQueue(None)
    reader = reader_of(person)
    async with house.desk.database.reading() as session:
        free = await stored.free_in(session, reader, chosen.key, now, PAGE + 1)
        held = await stored.held_in(session, reader, chosen.key, now, PAGE + 1)
        awaiting = await stored.awaiting_in(session, reader, chosen.key, PAGE + 1)
    lengths = {QueueList.FREE: len(free), QueueList.HELD: len(held), QueueList.AWAITING: len(awaiting)}
    more = frozenset(name for name, length in lengths.items() if length > PAGE)
    return OfQueue(chosen, _in_order(house, free)[:PAGE], held[:PAGE], awaiting[:PAGE], more)


def showing_of_queue(house: House, person: Person, read: OfQueue) -> Showing:
    """The same as things, for its mark."""
    now = house.desk.now()

    def row(request: Request) -> Shown:
        until = (request.claim_until or 0) // MINUTE if request.held_by(now) else 0
        shown = row_shown(request, now, is_overdue(house, request), tells_names=True)
        return (*shown, until, promised_by(house, request), request.awaits_answer, request.reached.value)

    things: dict[str, Shown] = {each.reference: row(each) for each in (*read.free, *read.held)}
    things |= {each.reference: (since, *row(each)) for each, since in read.awaiting}
    things |= {f"more-{name.value}": () for name in read.more}
    things |= {f"unasked-{wiki}": () for wiki in person.standing.unasked}
    address = f"/queues/hand-over?queue={read.chosen.key}" if read.chosen else "/queues/hand-over"
    return Showing(address, things)


async def make_hand_over_page(house: House, person: Person, key: str, since: str | None) -> QueueHandOverPage:
    """`since`: the mark of what the reader saw before, if they ask what changed."""
    read = await read_queue_to_hand_over(house, person, key)
    me = person.central_id
    free = await lines_of(house, me, read.free, tells_names=True)
    awaiting = await lines_of(house, me, [each for each, _ in read.awaiting], tells_names=True)
    return QueueHandOverPage(
        queues=queues_of(person.standing),
        chosen=read.chosen,
        overdue=tuple(line for line in free if line.overdue),
        free=tuple(line for line in free if not line.overdue),
        held=await lines_of(house, me, read.held, tells_names=True),
        awaiting=tuple(AwaitingLine(line, asked) for line, (_, asked) in zip(awaiting, read.awaiting, strict=True)),
        more=read.more,
        shown_at=house.desk.now(),
        unasked=tuple(sorted(person.standing.unasked)),
        live=live_of(house, person, showing_of_queue(house, person, read), since) if read.chosen else None,
    )


def _in_order(house: House, free: Sequence[Request]) -> list[Request]:
    """What is overdue first; then by urgency, and by when it was promised; what nobody promised anything of last."""

    def place(request: Request) -> tuple[bool, int, bool, int, int]:
        promised = promised_by(house, request)
        when = (promised is None, promised or 0, request.filed_at)
        return (not is_overdue(house, request), request.urgency.value, *when)

    return sorted(free, key=place)
