"""Requests: filing them, finding them, the pages of a queue and of a person, and how they end.

It must not know claims or views, nor decide who may do something: it shows what the visible set lets a reader see, and
changes what the stated condition still allows.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    ScalarSelect,
    and_,
    delete,
    func,
    or_,
    select,
    true,
    union_all,
    update,
)

from app.domain.inquiries import Inquiry
from app.domain.lifecycle import Event, State
from app.domain.people import Reader
from app.domain.queues import Queue, Step, Team
from app.domain.requests import (
    Basis,
    ClosingCode,
    Hints,
    NewRequest,
    OpenedTarget,
    Request,
    RequestKind,
    TargetState,
    Urgency,
)
from app.domain.retention import DAY
from app.domain.targets import Pointer
from app.store import pointers
from app.store.session import StoreSession
from app.store.tables import EVENTS, INQUIRIES, REQUESTS, TARGETS, ExcludedPersonRow, RequestRow, RequestTargetRow
from app.store.visible import of_queues, sent_by_others, visible_to

_Value = TypeVar("_Value")

PAGE = 50
QUEUES_ONE_BY_ONE = 16
STEWARDS = Team.STEWARDS.value
LOOK_UPS_AT_ONCE = 500

_ANSWERED_AT = (
    select(func.max(INQUIRIES.c.replied_at))
    .where(INQUIRIES.c.request_id == REQUESTS.c.id, INQUIRIES.c.inquiry != Inquiry.SECOND_OPINION.value)
    .correlate(REQUESTS)
    .scalar_subquery()
)


def _last(*events: Event) -> ScalarSelect[Any]:
    """When any of these happened to a request last."""
    these = and_(EVENTS.c.request_id == REQUESTS.c.id, EVENTS.c.event.in_([event.value for event in events]))
    return select(func.max(EVENTS.c.at)).where(these).correlate(REQUESTS).scalar_subquery()


SHOWN = [
    *(column for column in REQUESTS.c if not column.name.startswith("sealed_")),
    _ANSWERED_AT.label("answered_at"),
    _last(Event.REOPENED, Event.VISIBLE_AGAIN).label("reopened_at"),
    _last(Event.FORWARDED).label("sent_on_at"),
]
_OPEN = REQUESTS.c.state == State.OPEN.value
_IN_ORDER = (REQUESTS.c.urgency, REQUESTS.c.filed_at, REQUESTS.c.id)


class ReferenceTaken(Exception):
    """Another request has this random reference: draw again."""


async def add_request(session: StoreSession, new: NewRequest, reference: str, now: int) -> None:
    """Stores a request with its sealed targets and the people it does not exist for. Raises ReferenceTaken."""
    if await request_id_of(session, reference) is not None:
        raise ReferenceTaken
    row = _row_of(session, new, reference, now)
    session.add(row)
    await session.flush()
    vault = session.vault
    assert row.id is not None  # noqa: S101 - the flush numbered it
    for number, pointer in enumerate(new.wish.pointers, start=1):
        session.add(
            RequestTargetRow(
                request_id=row.id,
                number=number,
                fingerprint=pointers.pointer_fingerprint(vault, pointer),
                sealed=pointers.seal_pointer(vault, pointer),
                state=TargetState.OPEN.value,
            )
        )
    for central_id in sorted(new.excluded):
        fingerprint = pointers.person_fingerprint(vault, central_id)
        session.add(ExcludedPersonRow(request_id=row.id, fingerprint=fingerprint))
    await session.flush()


def _row_of(session: StoreSession, new: NewRequest, reference: str, now: int) -> RequestRow:
    wish = new.wish
    return RequestRow(
        reference=reference,
        kind=wish.kind.value,
        wiki=wish.wiki,
        queue=new.queue.key,
        criterion=wish.criterion,
        urgency=wish.urgency.value,
        state=State.OPEN.value,
        requester=new.requester,
        filed_at=now,
        target_count=len(wish.pointers),
        group_code=new.group,
        author_known=new.author_known,
        keeps_someone_out=new.kept_out > 0,
        sealed_parties=pointers.seal_parties(session.vault, new.excluded) if new.excluded else None,
        sealed_hints=pointers.seal_hints(session.vault, wish.hints),
        reached=new.queue.first_step.value,
        climbs_at=new.climbs_at,
    )


async def find(session: StoreSession, reader: Reader, reference: str) -> Request | None:
    """The request, or None: unknown, somebody else's and kept out of it look the same."""
    query = select(*SHOWN).where(REQUESTS.c.reference == reference, visible_to(session.vault, reader))
    row = (await session.execute(query)).first()
    return None if row is None else read_request(row)


async def in_group(session: StoreSession, reader: Reader, group: str) -> list[Request]:
    """The requests that were filed together under one group code, as far as the reader may know of them."""
    query = select(*SHOWN).where(REQUESTS.c.group_code == group, visible_to(session.vault, reader))
    return [read_request(row) for row in await session.execute(query.order_by(REQUESTS.c.id))]


async def queue_page(
    session: StoreSession, reader: Reader, queues: Sequence[str], after: str | None = None, limit: int = PAGE
) -> list[Request]:
    """Open requests of these queues that others sent, the most urgent and then the oldest first.

    `after` is the reference of the last request of the page before. A reference the reader may not know of starts
    from the beginning, as an unknown one does.
    """
    start = await _place_of(session, reader, after)
    places = _places(session, reader, queues, start, limit).order_by("urgency", "filed_at", "id").limit(limit)
    wanted = places.subquery()
    query = select(*SHOWN).join(wanted, wanted.c.id == REQUESTS.c.id).order_by(*_IN_ORDER)
    return [read_request(row) for row in await session.execute(query)]


async def count_open(session: StoreSession, reader: Reader, queues: Sequence[str], at_most: int) -> int:
    """How many open requests of these queues others sent; counting stops at `at_most`."""
    listed = _places(session, reader, queues, None, at_most).limit(at_most).subquery()
    seen: int = (await session.execute(select(func.count()).select_from(listed))).scalar_one()
    return seen


async def queues_with_open(session: StoreSession, reader: Reader, queues: Sequence[str], at_most: int) -> list[str]:
    """Which local queues of these hold open requests that others sent, in order. For people of very many: everything
    open is read once, instead of a question for each queue."""
    local = [key for key in queues if key != STEWARDS]
    others = and_(_OPEN, sent_by_others(session.vault, reader))
    query = select(REQUESTS.c.queue).distinct().where(REQUESTS.c.queue.in_(local), others)
    return list((await session.execute(query.order_by(REQUESTS.c.queue).limit(at_most))).scalars())


async def own_page(
    session: StoreSession, central_id: int, after: str | None = None, limit: int = PAGE
) -> list[Request]:
    """What somebody sent, the newest first. `after` as in `queue_page`."""
    reader = Reader(central_id)
    query = select(*SHOWN).where(visible_to(session.vault, reader))
    start = await _place_of(session, reader, after)
    if start is not None:
        _, filed_at, row_id = start
        earlier = or_(REQUESTS.c.filed_at < filed_at, REQUESTS.c.id < row_id)
        query = query.where(REQUESTS.c.filed_at <= filed_at, earlier)
    query = query.order_by(REQUESTS.c.filed_at.desc(), REQUESTS.c.id.desc()).limit(limit)
    return [read_request(row) for row in await session.execute(query)]


async def duplicates_of(session: StoreSession, meant: Iterable[Pointer], kind: RequestKind) -> list[str]:
    """References of open requests of this kind on any of these targets, whoever may see them.

    SECURITY: tell nobody of a reference that `find` does not give them.
    """
    fingerprints = [each for one in meant for each in pointers.pointer_fingerprints(session.vault, one)]
    found: set[str] = set()
    for some in _batches(fingerprints, LOOK_UPS_AT_ONCE):
        query = (
            select(REQUESTS.c.reference)
            .join(TARGETS, TARGETS.c.request_id == REQUESTS.c.id)
            .where(TARGETS.c.fingerprint.in_(some), _OPEN, REQUESTS.c.kind == kind.value)
        )
        found.update((await session.execute(query)).scalars())
    return sorted(found)


async def open_targets(session: StoreSession, reference: str) -> tuple[Hints, list[OpenedTarget]] | None:
    """Hints and targets of a request with their seals opened, or None when they were purged (or never were).

    SECURITY: this asks nobody who they are. Show what it gives only to readers who hold a live view.
    """
    vault = session.vault
    row = (await session.execute(select(REQUESTS.c.id, REQUESTS.c.sealed_hints).where(_is(reference)))).first()
    if row is None or row.sealed_hints is None:
        return None
    query = select(TARGETS).where(TARGETS.c.request_id == row.id).order_by(TARGETS.c.number)
    targets = [
        OpenedTarget(each.number, pointers.open_pointer(vault, each.sealed), TargetState(each.state))
        for each in await session.execute(query)
    ]
    return pointers.open_hints(vault, row.sealed_hints), targets


async def results_of(session: StoreSession, reference: str) -> dict[int, TargetState]:
    """What the last check said of each target, by its number. No seal is opened. `find` it for the reader before."""
    query = (
        select(TARGETS.c.number, TARGETS.c.state)
        .join(REQUESTS, REQUESTS.c.id == TARGETS.c.request_id)
        .where(REQUESTS.c.reference == reference)
        .order_by(TARGETS.c.number)
    )
    return {row.number: TargetState(row.state) for row in await session.execute(query)}


async def record_check(session: StoreSession, reference: str, states: Mapping[int, TargetState], now: int) -> None:
    """Writes down what the wiki said of an open request's targets (by number), and how many are done now."""
    row_id = (await session.execute(select(REQUESTS.c.id).where(_is(reference), _OPEN).with_for_update())).scalar()
    if row_id is None:
        return
    for state in TargetState:
        numbers = [number for number, said in states.items() if said is state]
        for some in _batches(numbers, LOOK_UPS_AT_ONCE):
            these = and_(TARGETS.c.request_id == row_id, TARGETS.c.number.in_(some))
            await session.execute(update(TARGETS).where(these).values(state=state.value))
    done = and_(TARGETS.c.request_id == row_id, TARGETS.c.state == TargetState.DONE.value)
    done_count = (await session.execute(select(func.count()).select_from(TARGETS).where(done))).scalar_one()
    await session.execute(update(REQUESTS).where(REQUESTS.c.id == row_id).values(done_count=done_count, checked_at=now))


async def end(
    session: StoreSession,
    reference: str,
    state: State,
    closing: ClosingCode | None,
    basis: Basis | None,
    now: int,
    holder: int | None = None,
) -> bool:
    """Ends an open request, once: False when somebody already has, or `holder` is given and has no live claim.

    From here on its times are whole days: when exactly somebody asked is nobody's business any more.
    """
    still = and_(_is(reference), _OPEN)
    if holder is not None:
        still = and_(still, REQUESTS.c.holder == holder, REQUESTS.c.claim_until > now)
    values = {
        "state": state.value,
        "closing": None if closing is None else closing.value,
        "basis": None if basis is None else basis.value,
        "filed_at": _day_of(REQUESTS.c.filed_at),
        "checked_at": _day_of(REQUESTS.c.checked_at),
        "ended_at": now - now % DAY,
        # What is done is followed still: what is told of it at this very moment must not get lost.
        "look_due_at": REQUESTS.c.look_due_at if closing is ClosingCode.DONE else None,
        "holder": None,
        "claim_until": None,
        "climbs_at": None,
        "awaits_answer": False,
    }
    ended: Any = await session.execute(update(REQUESTS).where(still).values(values))
    if ended.rowcount != 1:
        return False
    row_id = select(REQUESTS.c.id).where(_is(reference)).scalar_subquery()
    await session.execute(update(EVENTS).where(EVENTS.c.request_id == row_id).values(at=_day_of(EVENTS.c.at)))
    days = {"asked_at": _day_of(INQUIRIES.c.asked_at), "replied_at": _day_of(INQUIRIES.c.replied_at)}
    await session.execute(update(INQUIRIES).where(INQUIRIES.c.request_id == row_id).values(days))
    # What was not answered by then is not asked any more, not even when it is opened again.
    unanswered = and_(INQUIRIES.c.request_id == row_id, INQUIRIES.c.reply.is_(None))
    await session.execute(delete(INQUIRIES).where(unanswered))
    seen = {"seen_hidden_at": _day_of(TARGETS.c.seen_hidden_at)}
    await session.execute(update(TARGETS).where(TARGETS.c.request_id == row_id).values(seen))
    return True


async def reopen(session: StoreSession, reference: str) -> bool:
    """A request that was done is open again, because the wiki shows it again. False when it is open already."""
    ended = and_(_is(reference), REQUESTS.c.closing == ClosingCode.DONE.value, REQUESTS.c.requester.is_not(None))
    values = {"state": State.OPEN.value, "closing": None, "basis": None, "ended_at": None, "visible_again": True}
    reopened: Any = await session.execute(update(REQUESTS).where(ended, ~_OPEN).values(values))
    return bool(reopened.rowcount == 1)


async def request_id_of(session: StoreSession, reference: str) -> int | None:
    """The row's number, for the store's own use: it never leaves it."""
    row_id: int | None = (await session.execute(select(REQUESTS.c.id).where(_is(reference)))).scalar()
    return row_id


def _is(reference: str) -> ColumnElement[bool]:
    return REQUESTS.c.reference == reference


def _day_of(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return column - column % DAY


Place = tuple[int, int, int]
"""Where a request stands in the order of a page: urgency, time of filing, row number."""


async def _place_of(session: StoreSession, reader: Reader, reference: str | None) -> Place | None:
    if reference is None:
        return None
    query = select(*_IN_ORDER).where(_is(reference), visible_to(session.vault, reader))
    row = (await session.execute(query)).first()
    return None if row is None else (row.urgency, row.filed_at, row.id)


def _places(
    session: StoreSession, reader: Reader, queues: Sequence[str], start: Place | None, limit: int
) -> CompoundSelect[Any]:
    """The next places of these queues. Few queues are read one by one: each part reads one stretch of
    `ix_requests_queue_page` (of the stewards' `ix_requests_reached_page`) in its order and stops, so that it takes the
    same time whatever the table's size. Of many (a global sysop has hundreds, mostly empty) everything open is read at
    once: a part for each would cost far more."""
    # Nobody handles their own request.
    others = and_(_OPEN, sent_by_others(session.vault, reader))
    keys = sorted(set(queues))
    one_by_one = 0 < len(keys) <= QUEUES_ONE_BY_ONE
    chosen = [of_queues([key]) for key in keys] if one_by_one else [of_queues(keys)]
    if one_by_one and STEWARDS in keys:
        # What was handed up is in two queues of a steward who is an administrator there: it is listed once.
        chosen[keys.index(STEWARDS)] &= REQUESTS.c.queue.not_in([key for key in keys if key != STEWARDS])
    parts = [
        select(*_IN_ORDER).where(some, others, stretch).order_by(*_IN_ORDER).limit(limit)
        for some in chosen
        for stretch in _stretches_after(start)
    ]
    return union_all(*(select(part.subquery()) for part in parts))


def _stretches_after(start: Place | None) -> list[ColumnElement[bool]]:
    """The rest of a queue as stretches of the index: the rest of one urgency, and all that is less urgent."""
    if start is None:
        return [true()]
    urgency, filed_at, row_id = start
    later = or_(REQUESTS.c.filed_at > filed_at, REQUESTS.c.id > row_id)
    same = and_(REQUESTS.c.urgency == urgency, REQUESTS.c.filed_at >= filed_at, later)
    return [same, REQUESTS.c.urgency > urgency]


def _batches(values: Sequence[_Value], size: int) -> Iterable[list[_Value]]:
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some


def read_request(row: Row[Any]) -> Request:
    return Request(
        reference=row.reference,
        kind=RequestKind(row.kind),
        wiki=row.wiki,
        queue=Queue.from_key(row.queue),
        criterion=row.criterion,
        urgency=Urgency(row.urgency),
        state=State(row.state),
        filed_at=row.filed_at,
        requester=row.requester,
        targets=row.target_count,
        done=row.done_count,
        group=row.group_code,
        ended_at=row.ended_at,
        holder=row.holder,
        claim_until=row.claim_until,
        closing=None if row.closing is None else ClosingCode(row.closing),
        basis=None if row.basis is None else Basis(row.basis),
        author_known=bool(row.author_known),
        keeps_someone_out=bool(row.keeps_someone_out),
        checked_at=row.checked_at,
        visible_again=bool(row.visible_again),
        reached=Step(row.reached),
        climbs_at=row.climbs_at,
        awaits_answer=bool(row.awaits_answer),
        answered_at=row.answered_at,
        reopened_at=row.reopened_at,
        sent_on_at=row.sent_on_at,
    )
