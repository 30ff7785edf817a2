"""Up to where the event stream was read. It must not know what was in it.

Kept in the same transaction as whatever was made of the events, so that a process that is killed loses nothing.
"""

from collections.abc import Iterable

from sqlalchemy import and_, delete, select, update

from app.domain.positions import Position
from app.store.inserting import insert_if_absent
from app.store.session import StoreSession
from app.store.tables import STREAM_POSITIONS


async def keep_positions(session: StoreSession, positions: Iterable[Position]) -> None:
    """Writes down each topic's place over the one before."""
    for place in sorted(positions, key=lambda each: (each.topic, each.partition)):
        key = {"topic": place.topic, "part": place.partition}
        values = {"counted": place.offset, "milliseconds": place.timestamp}
        await session.execute(insert_if_absent(session.dialect, STREAM_POSITIONS, {**key, **values}))
        same = and_(STREAM_POSITIONS.c.topic == place.topic, STREAM_POSITIONS.c.part == place.partition)
        await session.execute(update(STREAM_POSITIONS).where(same).values(values))


async def kept_positions(session: StoreSession) -> tuple[Position, ...]:
    """Nothing before the first event."""
    rows = await session.execute(select(STREAM_POSITIONS).order_by(STREAM_POSITIONS.c.topic, STREAM_POSITIONS.c.part))
    return tuple(Position(row.topic, row.part, row.counted, row.milliseconds) for row in rows)


async def forget_positions(session: StoreSession) -> None:
    """After an absence too long to go on from there."""
    await session.execute(delete(STREAM_POSITIONS))
