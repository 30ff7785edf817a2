"""The colleagues whom the owner of a tracking names: one more, one fewer.

It must not know who may be named: `app.policy.tracking` does.
"""

from typing import Any

from sqlalchemy import and_, delete, func, select, update

from app.store.inserting import insert_if_absent
from app.store.session import StoreSession
from app.store.tables import COLLEAGUES, SEEN, TRACKINGS


async def add_colleague(
    session: StoreSession, reference: str, owner: int, central_id: int, at_most: int, now: int
) -> bool:
    """Somebody more may see it; False when that would be too many, or it is over, or somebody else's."""
    row_id = await _own(session, reference, owner, now)
    if row_id is None:
        return False
    await session.execute(
        insert_if_absent(session.dialect, COLLEAGUES, {"tracking_id": row_id, "central_id": central_id})
    )
    # Counted behind the INSERT and the lock: of two tabs at once, the second sees the first one's colleague.
    count = select(func.count()).select_from(COLLEAGUES).where(COLLEAGUES.c.tracking_id == row_id)
    number: int = (await session.execute(count)).scalar_one()
    return number <= at_most


async def remove_colleague(session: StoreSession, reference: str, owner: int, central_id: int, now: int) -> bool:
    """Somebody may not see it any more, and what they marked is gone; False when they could not."""
    row_id = await _own(session, reference, owner, now)
    if row_id is None:
        return False
    for table in (SEEN, COLLEAGUES):
        gone: Any = await session.execute(
            delete(table).where(table.c.tracking_id == row_id, table.c.central_id == central_id)
        )
    return bool(gone.rowcount == 1)


async def _own(session: StoreSession, reference: str, owner: int, now: int) -> int | None:
    """The row of a live tracking of this owner, locked until the transaction ends."""
    mine = and_(TRACKINGS.c.reference == reference, TRACKINGS.c.owner == owner, TRACKINGS.c.until > now)
    await session.execute(update(TRACKINGS).where(mine).values(owner=owner))
    row_id: int | None = (await session.execute(select(TRACKINGS.c.id).where(mine))).scalar()
    return row_id
