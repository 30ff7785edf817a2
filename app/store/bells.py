"""Bells: who keeps which, until when. Of the secret only a digest is stored.

It must not know what a bell tells, nor who may keep one.
"""

from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, select

from app.domain.bells import Bell
from app.domain.retention import BELL
from app.store.sealing import digest_of
from app.store.session import StoreSession
from app.store.tables import BELLS, BellRow


async def add_bell(session: StoreSession, secret: str, owner: int, now: int) -> Bell:
    """From now on this secret rings, until it ends by itself."""
    row = BellRow(secret_hash=digest_of(secret), owner=owner, made_at=now, until=now + BELL)
    session.add(row)
    await session.flush()
    assert row.id is not None  # noqa: S101 - the flush numbered it
    return Bell(row.id, owner, now, now + BELL)


async def find_bell(session: StoreSession, secret: str, now: int) -> Bell | None:
    """The bell of this secret; None for one that was never made, was taken back or is over."""
    row = (await session.execute(select(BELLS).where(BELLS.c.secret_hash == digest_of(secret), _live(now)))).first()
    return None if row is None else _read(row)


async def bells_of(session: StoreSession, owner: int, now: int) -> list[Bell]:
    """Somebody's live bells, the oldest first."""
    query = select(BELLS).where(BELLS.c.owner == owner, _live(now)).order_by(BELLS.c.id)
    return [_read(row) for row in await session.execute(query)]


async def count_bells(session: StoreSession, owner: int, now: int) -> int:
    query = select(func.count()).select_from(BELLS).where(BELLS.c.owner == owner, _live(now))
    counted: int = (await session.execute(query)).scalar_one()
    return counted


async def take_back(session: StoreSession, owner: int, number: int | None = None) -> int:
    """Ends one of somebody's bells for good, or all of them; how many. Of others' bells it ends none."""
    theirs = BELLS.c.owner == owner
    chosen = theirs if number is None else and_(theirs, BELLS.c.id == number)
    ended: Any = await session.execute(delete(BELLS).where(chosen))
    return int(ended.rowcount)


def _live(now: int) -> ColumnElement[bool]:
    return BELLS.c.until > now


def _read(row: Row[Any]) -> Bell:
    return Bell(row.id, row.owner, row.made_at, row.until)
