"""What the job that hands requests up needs: which of them are due for the next group, and the step itself.

SECURITY: nothing here asks who is reading. It is for Haven itself; no page may use it.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, update

from app.domain.lifecycle import State
from app.domain.queues import Step
from app.domain.requests import Request, RequestKind, Urgency
from app.store.requests import SHOWN, read_request
from app.store.session import StoreSession
from app.store.tables import REQUESTS

AT_ONCE = 1000
"""As many are handed up in one turn; the others wait for the next."""


async def due_to_climb(session: StoreSession, now: int) -> list[Request]:
    """Open requests whose time with their group is over, the longest waiting first. Not while somebody holds one, nor
    while its requester has to answer first, unless it is an emergency."""
    query = select(*SHOWN).where(_waits(now), REQUESTS.c.climbs_at <= now)
    rows = await session.execute(query.order_by(REQUESTS.c.climbs_at, REQUESTS.c.id).limit(AT_ONCE))
    return [read_request(row) for row in rows]


async def without_time(session: StoreSession, pressed: Iterable[tuple[RequestKind, Step]]) -> list[Request]:
    """Open requests of these kinds and steps that no time is set for: the wiki showed them again, or the pack had none
    when they were sent."""
    rules = [and_(REQUESTS.c.kind == kind.value, REQUESTS.c.reached == step.value) for kind, step in pressed]
    query = select(*SHOWN).where(_is_open(), REQUESTS.c.climbs_at.is_(None), or_(false(), *rules))
    return [read_request(row) for row in await session.execute(query.order_by(REQUESTS.c.id).limit(AT_ONCE))]


async def hand_up(session: StoreSession, request: Request, step: Step, climbs_at: int | None, now: int) -> bool:
    """The next group is asked; False when somebody took it, or anything else came of it, since it was read."""
    return await _set(session, request, _waits(now), {"reached": step.value, "climbs_at": climbs_at})


async def set_time(session: StoreSession, request: Request, climbs_at: int | None) -> bool:
    """It waits with the same group until then; False when anything came of it since it was read."""
    return await _set(session, request, _is_open(), {"climbs_at": climbs_at})


async def _set(session: StoreSession, request: Request, rule: ColumnElement[bool], values: dict[str, object]) -> bool:
    as_read = (
        REQUESTS.c.reference == request.reference,
        REQUESTS.c.queue == request.queue.key,
        REQUESTS.c.reached == request.reached.value,
        REQUESTS.c.climbs_at.is_(None) if request.climbs_at is None else REQUESTS.c.climbs_at == request.climbs_at,
    )
    done: Any = await session.execute(update(REQUESTS).where(*as_read, rule).values(values))
    return bool(done.rowcount == 1)


def _waits(now: int) -> ColumnElement[bool]:
    free = or_(REQUESTS.c.holder.is_(None), REQUESTS.c.claim_until <= now)
    # In an emergency nobody waits for somebody who may be asleep: the next group can ask as well.
    answered = or_(REQUESTS.c.awaits_answer.is_(False), REQUESTS.c.urgency == Urgency.NOW.value)
    return and_(_is_open(), free, answered)


def _is_open() -> ColumnElement[bool]:
    return and_(REQUESTS.c.state == State.OPEN.value, REQUESTS.c.requester.is_not(None))
