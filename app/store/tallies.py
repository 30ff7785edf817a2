"""Tallies: how much one person (or everybody together) did of something in a stretch of time, for the limits.

It must not know the limits: whoever counts states them.
"""

from typing import Any

from sqlalchemy import update

from app.store.inserting import insert_if_absent
from app.store.session import StoreSession
from app.store.tables import TALLIES

EVERYBODY = 0
"""In place of a central id: a limit for all together."""


async def count_up(session: StoreSession, what: str, who: int, amount: int, window: int, limit: int, now: int) -> bool:
    """Adds `amount` to this window's tally, or adds nothing and says False when that would go over `limit`.

    `what` is a short code, `window` a number of seconds; windows start at whole multiples of it.
    """
    key = {"what": what, "who": who, "window_start": now - now % window}
    row = tuple(TALLIES.c[name] == value for name, value in key.items())
    fits = (*row, TALLIES.c.count + amount <= limit)
    add = update(TALLIES).where(*fits).values(count=TALLIES.c.count + amount)
    # The UPDATE alone decides, so that two processes at the same moment cannot both get the last place.
    if await _changed_one(session, add):
        return True
    await session.execute(insert_if_absent(session.dialect, TALLIES, {**key, "count": 0}))
    return await _changed_one(session, add)


async def _changed_one(session: StoreSession, statement: Any) -> bool:
    done: Any = await session.execute(statement)
    return bool(done.rowcount == 1)
