"""One person's desk: what they hold, what was handed to them, what can be seen again, what they asked for.

It must not know any page. Everything is asked by person, never queue by queue: a global sysop has hundreds.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, exists, func, or_, select

from app.domain.lifecycle import Event, State
from app.domain.people import Reader
from app.domain.requests import Request
from app.store.requests import PAGE, SHOWN, read_request
from app.store.session import StoreSession
from app.store.tables import EVENTS, REQUESTS, VIEWS
from app.store.visible import visible_to

FEW_AT_MOST = 5_000
"""Far more than are ever held, or wait for an answer, at one moment in all queues together."""

_HOLDING = (Event.TAKEN.value, Event.TAKEN_OVER.value, Event.HANDED_OVER.value)
_ENDING = (Event.CLOSED.value, Event.DONE_ON_WIKI.value)


def few(condition: ColumnElement[bool], *order: ColumnElement[Any]) -> Subquery:
    """The rows of those few requests, read first, from the index that holds them in `order`: beside conditions on
    queues a database would read everything open there instead."""
    return select(REQUESTS.c.id).where(condition).order_by(*order).limit(FEW_AT_MOST).subquery()


async def claims_of(session: StoreSession, reader: Reader, now: int, limit: int = PAGE) -> list[Request]:
    """What the reader holds at `now`, the claim that ends first at the top."""
    mine = and_(REQUESTS.c.claim_until > now, REQUESTS.c.holder == reader.central_id)
    held = few(mine, REQUESTS.c.claim_until)
    query = select(*SHOWN).join(held, held.c.id == REQUESTS.c.id).where(visible_to(session.vault, reader))
    query = query.order_by(REQUESTS.c.claim_until, REQUESTS.c.id).limit(limit)
    return [read_request(row) for row in await session.execute(query)]


async def handed_to(session: StoreSession, central_id: int, held: Sequence[Request]) -> dict[str, int]:
    """Which of the requests that somebody holds were handed to them by a colleague, and not opened since: by whom."""
    if not held:
        return {}
    last = (
        select(EVENTS.c.request_id, func.max(EVENTS.c.id).label("id"))
        .join(REQUESTS, REQUESTS.c.id == EVENTS.c.request_id)
        .where(REQUESTS.c.reference.in_([each.reference for each in held]), EVENTS.c.event.in_(_HOLDING))
        .group_by(EVENTS.c.request_id)
        .subquery()
    )
    opened_since = exists().where(
        VIEWS.c.request_id == EVENTS.c.request_id, VIEWS.c.central_id == central_id, VIEWS.c.last_at >= EVENTS.c.at
    )
    query = (
        select(REQUESTS.c.reference, EVENTS.c.by_central_id)
        .join(last, last.c.id == EVENTS.c.id)
        .join(REQUESTS, REQUESTS.c.id == EVENTS.c.request_id)
        .where(EVENTS.c.event == Event.HANDED_OVER.value, EVENTS.c.toward == central_id, ~opened_since)
    )
    return {row.reference: row.by_central_id or 0 for row in await session.execute(query)}


async def seen_again(session: StoreSession, reader: Reader, limit: int = PAGE) -> list[Request]:
    """Open once more, as the wiki shows again what was done: those the reader sent, and those the reader ended."""
    again = few(and_(REQUESTS.c.visible_again.is_(True), REQUESTS.c.state == State.OPEN.value), REQUESTS.c.filed_at)
    ended_by_them = exists().where(
        EVENTS.c.request_id == REQUESTS.c.id, EVENTS.c.by_central_id == reader.central_id, EVENTS.c.event.in_(_ENDING)
    )
    theirs = or_(REQUESTS.c.requester == reader.central_id, ended_by_them)
    query = select(*SHOWN).join(again, again.c.id == REQUESTS.c.id).where(theirs, visible_to(session.vault, reader))
    query = query.order_by(REQUESTS.c.filed_at, REQUESTS.c.id).limit(limit)
    return [read_request(row) for row in await session.execute(query)]


async def open_own(session: StoreSession, central_id: int, limit: int) -> list[Request]:
    """What somebody sent and is open still, the newest first."""
    mine = and_(visible_to(session.vault, Reader(central_id)), REQUESTS.c.state == State.OPEN.value)
    query = select(*SHOWN).where(mine).order_by(REQUESTS.c.filed_at.desc(), REQUESTS.c.id.desc()).limit(limit)
    return [read_request(row) for row in await session.execute(query)]
