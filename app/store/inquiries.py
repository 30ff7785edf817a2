"""What people were asked about a request, and what they answered. Each step holds the request's row while it decides.

It must not know who may ask or answer (the actions do), nor what a requester may read of it.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from app.domain.inquiries import AT_MOST, Asked, Inquiry, Reply
from app.domain.lifecycle import Event, State
from app.domain.people import Reader
from app.domain.requests import Request
from app.store.requests import PAGE, SHOWN, read_request, request_id_of
from app.store.session import StoreSession
from app.store.tables import INQUIRIES, REQUESTS, InquiryRow
from app.store.timeline import times
from app.store.visible import visible_to

_FOR_COLLEAGUES = INQUIRIES.c.inquiry == Inquiry.SECOND_OPINION.value


async def ask_back(session: StoreSession, reference: str, inquiry: Inquiry, by: int, now: int) -> bool:
    """Asks the requester, for whoever holds it; False when they do not, or an answer is waited for already.

    Note the event after it: the events of a request number its inquiries.
    """
    free = (*_held(reference, by, now), REQUESTS.c.awaits_answer.is_(False), REQUESTS.c.requester.is_not(None))
    asked: Any = await session.execute(update(REQUESTS).where(*free).values(awaits_answer=True))
    if asked.rowcount != 1:
        return False
    of = (await session.execute(select(REQUESTS.c.requester).where(REQUESTS.c.reference == reference))).scalar_one()
    await _add(session, reference, 1 + await asked_back(session, reference), inquiry, by, of, now)
    return True


async def ask_colleague(session: StoreSession, reference: str, by: int, of: int, now: int) -> bool:
    """Asks a colleague for a second opinion, for whoever holds it; False when they do not, or that colleague was asked
    and has not answered. Note the event after it."""
    if await _hold_row(session, *_held(reference, by, now)) is None:
        return False
    if any(each.asked_of == of and each.reply is None for each in await inquiries_of(session, reference)):
        return False
    number = AT_MOST + 1 + await opinions_asked(session, reference)
    await _add(session, reference, number, Inquiry.SECOND_OPINION, by, of, now)
    return True


async def answer(
    session: StoreSession, reference: str, number: int, by: int, reply: Reply, place: int | None, now: int
) -> bool:
    """The requester's answer, once; from now on their team is waited for again. False when nothing is asked of them."""
    waits = (REQUESTS.c.reference == reference, _OPEN, REQUESTS.c.requester == by, REQUESTS.c.awaits_answer.is_(True))
    row = await _hold_row(session, *waits)
    if row is None or not await _reply(session, reference, number, by, reply, place, now):
        return False
    await session.execute(update(REQUESTS).where(REQUESTS.c.id == row.id).values(awaits_answer=False))
    return True


async def give_opinion(session: StoreSession, reference: str, number: int, by: int, reply: Reply, now: int) -> bool:
    """A colleague's answer, once, while the request is open. False when nothing (more) is asked of them."""
    if await _hold_row(session, REQUESTS.c.reference == reference, _OPEN) is None:
        return False
    return await _reply(session, reference, number, by, reply, None, now)


async def take_back(session: StoreSession, reference: str, number: int, by: int, now: int) -> Inquiry | None:
    """What was asked and not answered is asked no more: by whoever holds the request, or asked a colleague. Which
    inquiry it was, or None when there is none, or not theirs."""
    row = await _hold_row(session, REQUESTS.c.reference == reference, _OPEN)
    if row is None:
        return None
    holds = row.holder == by and row.claim_until is not None and row.claim_until > now
    this = and_(INQUIRIES.c.request_id == row.id, INQUIRIES.c.number == number, INQUIRIES.c.reply.is_(None))
    found = (await session.execute(select(INQUIRIES.c.inquiry, INQUIRIES.c.asked_by).where(this))).first()
    if found is None:
        return None
    inquiry = Inquiry(found.inquiry)
    if not holds and not (inquiry.is_for_colleagues and found.asked_by == by):
        return None
    await session.execute(delete(INQUIRIES).where(this))
    if not inquiry.is_for_colleagues:
        await session.execute(update(REQUESTS).where(REQUESTS.c.id == row.id).values(awaits_answer=False))
    return inquiry


async def inquiries_of(session: StoreSession, reference: str) -> list[Asked]:
    """All that was asked about a request, in the order of asking. `find` it for the reader before.

    SECURITY: what colleagues were asked is nothing for its requester.
    """
    query = (
        select(INQUIRIES)
        .join(REQUESTS, REQUESTS.c.id == INQUIRIES.c.request_id)
        .where(REQUESTS.c.reference == reference)
        .order_by(INQUIRIES.c.asked_at, INQUIRIES.c.number)
    )
    return [_read(row) for row in await session.execute(query)]


async def waiting_for(session: StoreSession, reader: Reader, limit: int = PAGE) -> list[tuple[Request, Asked]]:
    """Open requests about which the reader was asked something and has not answered, the most urgent first: those they
    sent, and those on which a colleague wants to know what they think."""
    waits = or_(_FOR_COLLEAGUES, REQUESTS.c.awaits_answer.is_(True))
    asked = (INQUIRIES.c.asked_of == reader.central_id, INQUIRIES.c.reply.is_(None), waits)
    query = (
        select(*SHOWN, *(column for column in INQUIRIES.c if column.name != "request_id"))
        .join(INQUIRIES, INQUIRIES.c.request_id == REQUESTS.c.id)
        .where(_OPEN, *asked, visible_to(session.vault, reader))
        .order_by(REQUESTS.c.urgency, INQUIRIES.c.asked_at, REQUESTS.c.id, INQUIRIES.c.number)
        .limit(limit)
    )
    return [(read_request(row), _read(row)) for row in await session.execute(query)]


async def asked_back(session: StoreSession, reference: str) -> int:
    """How often its requester was asked, taken back or not."""
    return await times(session, reference, Event.ASKED_BACK)


async def opinions_asked(session: StoreSession, reference: str) -> int:
    """How often a colleague was asked, taken back or not."""
    return await times(session, reference, Event.OPINION_ASKED)


_OPEN = REQUESTS.c.state == State.OPEN.value


def _held(reference: str, by: int, now: int) -> tuple[ColumnElement[bool], ...]:
    return (REQUESTS.c.reference == reference, _OPEN, REQUESTS.c.holder == by, REQUESTS.c.claim_until > now)


async def _hold_row(session: StoreSession, *condition: ColumnElement[bool]) -> Any:
    """The request's row, held until the transaction ends, so that two people's steps come one after the other."""
    query = select(REQUESTS.c.id, REQUESTS.c.holder, REQUESTS.c.claim_until).where(*condition).with_for_update()
    return (await session.execute(query)).first()


async def _add(
    session: StoreSession, reference: str, number: int, inquiry: Inquiry, by: int, of: int, now: int
) -> None:
    row_id = await request_id_of(session, reference)
    assert row_id is not None  # noqa: S101 - its row is held
    row = InquiryRow(request_id=row_id, number=number, inquiry=inquiry.value, asked_by=by, asked_of=of, asked_at=now)
    session.add(row)
    await session.flush()


async def _reply(
    session: StoreSession, reference: str, number: int, by: int, reply: Reply, place: int | None, now: int
) -> bool:
    this = (
        INQUIRIES.c.request_id == await request_id_of(session, reference),
        INQUIRIES.c.number == number,
        INQUIRIES.c.asked_of == by,
        INQUIRIES.c.reply.is_(None),
    )
    values = {"reply": reply.value, "place": place, "replied_at": now}
    replied: Any = await session.execute(update(INQUIRIES).where(*this).values(values))
    return bool(replied.rowcount == 1)


def _read(row: Any) -> Asked:
    return Asked(
        number=row.number,
        inquiry=Inquiry(row.inquiry),
        asked_by=row.asked_by,
        asked_of=row.asked_of,
        asked_at=row.asked_at,
        reply=None if row.reply is None else Reply(row.reply),
        place=row.place,
        replied_at=row.replied_at,
    )
