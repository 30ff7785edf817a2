"""On which day anybody of a team was last here. No person stands in it, and no hour.

It must not know why anybody asks. A day counts until the purge takes it: both compare with `retention.PRESENCE` alike.
"""

from collections.abc import Iterable

from sqlalchemy import select

from app.domain.queues import Queue
from app.domain.retention import DAY
from app.domain.retention import PRESENCE as KEPT
from app.store.inserting import insert_or_raise
from app.store.session import StoreSession
from app.store.tables import PRESENCE


async def note_presence(session: StoreSession, queues: Iterable[Queue], now: int) -> None:
    """Somebody of these teams is here today (UTC). A day never moves back, whatever a process's clock says."""
    today = now - now % DAY
    # In the order of their keys: two sign-ins at the same moment wait for each other, and never in a circle.
    rows = [{"queue": key, "last_day": today} for key in sorted({queue.key for queue in queues})]
    if rows:
        await session.execute(insert_or_raise(session.dialect, PRESENCE, rows, "last_day"))


async def present_teams(session: StoreSession, queues: Iterable[Queue], now: int) -> frozenset[Queue]:
    """Those of which anybody was here today or on the six days before."""
    asked = {queue.key: queue for queue in queues}
    here = select(PRESENCE.c.queue).where(PRESENCE.c.queue.in_(asked), PRESENCE.c.last_day > now - KEPT)
    return frozenset(asked[key] for key in (await session.execute(here)).scalars())
