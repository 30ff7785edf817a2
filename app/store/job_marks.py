"""When a job last ran: a tally of one, kept in the same table as the limits. It must not know any job."""

from sqlalchemy import func, select

from app.store.session import StoreSession
from app.store.tables import TALLIES
from app.store.tallies import EVERYBODY, count_up


async def mark_run(session: StoreSession, job: str, now: int) -> None:
    """Writes down that the job ran in this second."""
    await count_up(session, job, EVERYBODY, 1, 1, 1, now)


async def last_run(session: StoreSession, job: str) -> int | None:
    """Seconds since 1970 of the last run; None when none is remembered."""
    at: int | None = (
        await session.execute(select(func.max(TALLIES.c.window_start)).where(TALLIES.c.what == job))
    ).scalar()
    return at
