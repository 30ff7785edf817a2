"""The timeline of a request: what happened to it, in codes.

It must not decide what may happen (`app.domain.lifecycle` does) nor who may read it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from app.domain.inquiries import Inquiry
from app.domain.lifecycle import AMONG_HANDLERS, Event, State
from app.domain.retention import DAY
from app.store.session import StoreSession
from app.store.tables import EVENTS, REQUESTS, EventRow


@dataclass(frozen=True)
class Happening:
    """A line of the timeline. `by` is a central id, None for Haven itself or when it was purged; `at` in seconds
    since 1970 (UTC), rounded to the day once the request has ended. `toward` is the colleague it was handed to or who
    was asked; `detail` which inquiry, reply, group or reason, as its code."""

    event: Event
    by: int | None
    at: int
    toward: int | None = None
    detail: str | None = None


async def note_event(
    session: StoreSession,
    reference: str,
    event: Event,
    by: int | None,
    now: int,
    *,
    toward: int | None = None,
    detail: str | None = None,
) -> None:
    """Adds a line; of an ended request only the day is kept."""
    query = select(REQUESTS.c.id, REQUESTS.c.state).where(REQUESTS.c.reference == reference)
    request = (await session.execute(query)).one()
    at = now if request.state == State.OPEN.value else now - now % DAY
    line = EventRow(request_id=request.id, event=event.value, by_central_id=by, at=at, toward=toward, detail=detail)
    session.add(line)
    await session.flush()


async def timeline_of(session: StoreSession, reference: str) -> list[Happening]:
    """The oldest line first. `find` the request for the reader before."""
    query = (
        select(EVENTS)
        .join(REQUESTS, REQUESTS.c.id == EVENTS.c.request_id)
        .where(REQUESTS.c.reference == reference)
        .order_by(EVENTS.c.id)
    )
    rows = await session.execute(query)
    return [Happening(Event(row.event), row.by_central_id, row.at, row.toward, row.detail) for row in rows]


def for_requester(lines: Sequence[Happening]) -> list[Happening]:
    """The lines that a request's own sender may read: nothing of what its handlers ask one another, nobody's name.

    SECURITY: whoever hid something for them is not told to them, in no line and by no count of lines.
    """
    theirs = [
        line for line in lines if line.event not in AMONG_HANDLERS and line.detail != Inquiry.SECOND_OPINION.value
    ]
    return [replace(line, toward=None) for line in theirs]


async def times(session: StoreSession, reference: str, event: Event, by: int | None = None) -> int:
    """How often this happened to a request; `by` one person, if given. Forgotten with the request's record."""
    query = (
        select(func.count())
        .select_from(EVENTS)
        .join(REQUESTS, REQUESTS.c.id == EVENTS.c.request_id)
        .where(REQUESTS.c.reference == reference, EVENTS.c.event == event.value)
    )
    if by is not None:
        query = query.where(EVENTS.c.by_central_id == by)
    counted: int = (await session.execute(query)).scalar_one()
    return counted
