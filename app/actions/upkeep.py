"""What runs by itself: throwing away what has expired, and saying when that last happened."""

from app.actions.desk import Desk
from app.store.job_marks import last_run, mark_run
from app.store.purge import Purged, eligible_left, run_purge
from app.store.session import Database, StoreBusy

PURGE_RAN = "purge-ran"


async def purge(database: Database, now: int) -> tuple[Purged, Purged]:
    """Throw away everything that has expired; then what is left that should have gone (nothing, if all is well)."""
    purged = await run_purge(database, now)
    async with database.writing() as session:
        left = await eligible_left(session, now)
        await mark_run(session, PURGE_RAN, now)
    return purged, left


async def purge_age(desk: Desk) -> int | None:
    """Seconds since the last purge; None when there was none or the database cannot be asked."""
    try:
        async with desk.database.reading() as session:
            at = await last_run(session, PURGE_RAN)
    except StoreBusy:
        return None
    return None if at is None else desk.now() - at
