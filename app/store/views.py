"""The view log: who opened a request's pointers, when and why. A line is also the permission to see them for an hour.

It must not know what the pointers are, nor who may open them.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, update

from app.domain.people import Reader
from app.domain.requests import Purpose
from app.domain.retention import VIEW_WINDOW
from app.store.session import StoreSession
from app.store.tables import REQUESTS, VIEWS, ViewRow
from app.store.visible import not_kept_out

PAGE = 50


@dataclass(frozen=True)
class View:
    """A line of the log. Times are seconds since 1970 (UTC); `number` orders the lines."""

    number: int
    reference: str
    central_id: int
    purpose: Purpose
    first_at: int
    last_at: int
    keeps_someone_out: bool


async def open_view(session: StoreSession, reference: str, central_id: int, purpose: Purpose, now: int) -> None:
    """Writes the line that lets somebody see pointers for an hour; within that hour, one line whatever they do."""
    # Holding the request's row makes two clicks at the same moment one line, too.
    asked = select(REQUESTS.c.id).where(REQUESTS.c.reference == reference).with_for_update()
    request_id = (await session.execute(asked)).scalar_one()
    live = (
        VIEWS.c.request_id == request_id,
        VIEWS.c.central_id == central_id,
        VIEWS.c.purpose == purpose.value,
        VIEWS.c.until > now,
    )
    again: Any = await session.execute(update(VIEWS).where(*live).values(last_at=now))
    if again.rowcount == 0:
        session.add(
            ViewRow(
                request_id=request_id,
                central_id=central_id,
                purpose=purpose.value,
                first_at=now,
                last_at=now,
                until=now + VIEW_WINDOW,
            )
        )
        await session.flush()


async def live_view_until(session: StoreSession, reference: str, central_id: int, now: int) -> int | None:
    """When the longest live view of somebody on this request ends; None when they have none."""
    query = (
        select(func.max(VIEWS.c.until))
        .join(REQUESTS, REQUESTS.c.id == VIEWS.c.request_id)
        .where(REQUESTS.c.reference == reference, VIEWS.c.central_id == central_id, VIEWS.c.until > now)
    )
    until: int | None = (await session.execute(query)).scalar()
    return until


async def has_looked(session: StoreSession, reference: str, central_id: int) -> bool:
    """Whether somebody ever opened this request; their view may have ended since."""
    theirs = (REQUESTS.c.reference == reference, VIEWS.c.central_id == central_id)
    query = select(VIEWS.c.id).join(REQUESTS, REQUESTS.c.id == VIEWS.c.request_id).where(*theirs).limit(1)
    return (await session.execute(query)).first() is not None


async def views_of(session: StoreSession, reference: str) -> list[View]:
    """Every line about one request, the oldest first, for its peers. `find` it for the reader before."""
    query = _lines().where(REQUESTS.c.reference == reference).order_by(VIEWS.c.id)
    return [_view(row) for row in await session.execute(query)]


async def view_log(session: StoreSession, reader: Reader, before: int | None = None, limit: int = PAGE) -> list[View]:
    """The lines about all requests, the newest first, for the ombuds; `before` is the last page's last number.

    Not about requests they sent themselves (they would learn who handled it), nor, once it is forgotten who was kept
    out of a request, about any from which somebody was.
    """
    if not reader.sees_view_log:
        return []
    others = REQUESTS.c.requester != reader.central_id
    purged = and_(REQUESTS.c.requester.is_(None), REQUESTS.c.keeps_someone_out.is_(False))
    query = _lines().where(not_kept_out(session.vault, reader), or_(others, purged))
    if before is not None:
        query = query.where(VIEWS.c.id < before)
    return [_view(row) for row in await session.execute(query.order_by(VIEWS.c.id.desc()).limit(limit))]


def _lines() -> Select[Any]:
    return select(VIEWS, REQUESTS.c.reference, REQUESTS.c.keeps_someone_out).join(
        REQUESTS, REQUESTS.c.id == VIEWS.c.request_id
    )


def _view(row: Any) -> View:
    return View(
        number=row.id,
        reference=row.reference,
        central_id=row.central_id,
        purpose=Purpose(row.purpose),
        first_at=row.first_at,
        last_at=row.last_at,
        keeps_someone_out=bool(row.keeps_someone_out),
    )
