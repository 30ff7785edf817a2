"""One queue as it is handed from who goes to who comes: what is free, what is held, what waits for an answer.

It must not know any page or promise. Every list is bounded, and none of it counts anything.
"""

from typing import Any

from sqlalchemy import and_, func, or_, select, union_all

from app.domain.inquiries import Inquiry
from app.domain.lifecycle import State
from app.domain.people import Reader
from app.domain.requests import Request, Urgency
from app.store.overview import few
from app.store.requests import PAGE, SHOWN, read_request
from app.store.session import StoreSession
from app.store.tables import INQUIRIES, REQUESTS
from app.store.visible import of_queues, sent_by_others


async def free_in(session: StoreSession, reader: Reader, queue: str, now: int, limit: int = PAGE) -> list[Request]:
    """What nobody holds and nobody was asked about: of each urgency the oldest `limit`, so that what is overdue is
    among them whatever else waits."""
    free = and_(
        or_(REQUESTS.c.claim_until.is_(None), REQUESTS.c.claim_until <= now), REQUESTS.c.awaits_answer.is_(False)
    )
    # Each part reads one stretch of the queue's index, in its order, and stops.
    parts = [
        select(REQUESTS.c.id)
        .where(of_queues([queue]), REQUESTS.c.state == State.OPEN.value, REQUESTS.c.urgency == urgency.value)
        .where(free, sent_by_others(session.vault, reader))
        .order_by(REQUESTS.c.filed_at, REQUESTS.c.id)
        .limit(limit)
        for urgency in Urgency
    ]
    oldest = union_all(*(select(part.subquery()) for part in parts)).subquery()
    query = select(*SHOWN).join(oldest, oldest.c.id == REQUESTS.c.id)
    query = query.order_by(REQUESTS.c.urgency, REQUESTS.c.filed_at, REQUESTS.c.id)
    return [read_request(row) for row in await session.execute(query)]


async def held_in(session: StoreSession, reader: Reader, queue: str, now: int, limit: int = PAGE) -> list[Request]:
    """What somebody holds, the claim that ends first at the top; not what waits for an answer."""
    held = few(REQUESTS.c.claim_until > now, REQUESTS.c.claim_until)
    query = select(*SHOWN).join(held, held.c.id == REQUESTS.c.id)
    query = query.where(REQUESTS.c.awaits_answer.is_(False), of_queues([queue]), sent_by_others(session.vault, reader))
    query = query.order_by(REQUESTS.c.claim_until, REQUESTS.c.id).limit(limit)
    return [read_request(row) for row in await session.execute(query)]


async def awaiting_in(
    session: StoreSession, reader: Reader, queue: str, limit: int = PAGE
) -> list[tuple[Request, int | None]]:
    """Whose requester was asked something, held or not, with since when; who has waited longest at the top."""
    asked = (
        select(func.min(INQUIRIES.c.asked_at))
        .where(INQUIRIES.c.request_id == REQUESTS.c.id, INQUIRIES.c.reply.is_(None))
        .where(INQUIRIES.c.inquiry != Inquiry.SECOND_OPINION.value)
        .correlate(REQUESTS)
        .scalar_subquery()
        .label("asked_at")
    )
    waiting = few(REQUESTS.c.awaits_answer.is_(True), REQUESTS.c.filed_at)
    query: Any = select(*SHOWN, asked).join(waiting, waiting.c.id == REQUESTS.c.id)
    query = query.where(REQUESTS.c.state == State.OPEN.value, of_queues([queue]), sent_by_others(session.vault, reader))
    query = query.order_by("asked_at", REQUESTS.c.filed_at, REQUESTS.c.id).limit(limit)
    return [(read_request(row), row.asked_at) for row in await session.execute(query)]
