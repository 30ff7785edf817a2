"""Check-in reminders: which request, whose, on which day; nothing else.

It must not decide who may keep one. What somebody may not know of (any more) they are not reminded of.
"""

from typing import Any

from sqlalchemy import and_, delete, func, select, update

from app.domain.people import Reader
from app.domain.requests import Request
from app.store.inserting import insert_if_absent
from app.store.requests import PAGE, SHOWN, read_request, request_id_of
from app.store.session import StoreSession
from app.store.tables import REMINDERS, REQUESTS
from app.store.visible import visible_to


async def keep_reminder(session: StoreSession, reference: str, owner: int, due_at: int) -> bool:
    """From now on it is this day, whatever it was before. False when there is no such request any more."""
    request_id = await request_id_of(session, reference)
    if request_id is None:
        return False
    values = {"request_id": request_id, "owner": owner, "due_at": due_at}
    await session.execute(insert_if_absent(session.dialect, REMINDERS, values))
    mine = and_(REMINDERS.c.request_id == request_id, REMINDERS.c.owner == owner)
    await session.execute(update(REMINDERS).where(mine).values(due_at=due_at))
    return True


async def drop_reminder(session: StoreSession, reference: str, owner: int) -> bool:
    """False when there was none."""
    request_id = select(REQUESTS.c.id).where(REQUESTS.c.reference == reference).scalar_subquery()
    mine = and_(REMINDERS.c.request_id == request_id, REMINDERS.c.owner == owner)
    dropped: Any = await session.execute(delete(REMINDERS).where(mine))
    return bool(dropped.rowcount == 1)


async def reminder_of(session: StoreSession, reference: str, owner: int) -> int | None:
    """When the day begins on which somebody wants to look at it again (seconds since 1970)."""
    query = (
        select(REMINDERS.c.due_at)
        .join(REQUESTS, REQUESTS.c.id == REMINDERS.c.request_id)
        .where(REQUESTS.c.reference == reference, REMINDERS.c.owner == owner)
    )
    due_at: int | None = (await session.execute(query)).scalar()
    return due_at


async def reminders_of(session: StoreSession, reader: Reader, limit: int = PAGE) -> list[tuple[Request, int]]:
    """The reader's own, of requests that they may know of at this moment, with the day; the first day first."""
    query: Any = (
        select(*SHOWN, REMINDERS.c.due_at)
        .join(REMINDERS, REMINDERS.c.request_id == REQUESTS.c.id)
        # SECURITY: who was kept out, or lost the right, since they asked to be reminded, learns nothing more of it.
        .where(REMINDERS.c.owner == reader.central_id, visible_to(session.vault, reader))
        .order_by(REMINDERS.c.due_at, REQUESTS.c.id)
        .limit(limit)
    )
    return [(read_request(row), row.due_at) for row in await session.execute(query)]


async def count_reminders(session: StoreSession, owner: int) -> int:
    """How many somebody keeps, for the limit."""
    mine = select(func.count()).select_from(REMINDERS).where(REMINDERS.c.owner == owner)
    return int((await session.execute(mine)).scalar_one())
