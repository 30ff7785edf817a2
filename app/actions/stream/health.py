"""Is the event stream being followed? For `/status`, `python -m app stream --check` and the doctor."""

from dataclasses import dataclass

from app.actions.stream.watcher import JOB
from app.store.job_holders import last_sign
from app.store.session import Database, StoreBehind, StoreBusy

SILENT_SECONDS = 120
"""The job says every few seconds that it is alive."""

AHEAD_SECONDS = 60
"""A sign of life that lies further in the future tells of a wrong clock, not of life."""

BEHIND_SECONDS = 30 * 60
"""After an absence it catches up a hundred times faster than that."""


@dataclass(frozen=True)
class StreamHealth:
    """`heartbeat_age`, `behind` and `gap_age` in seconds; None: never, or the database is away. `say` is for people."""

    well: bool
    say: str
    heartbeat_age: int | None = None
    behind: int | None = None
    gap_age: int | None = None


async def check_stream(database: Database, now: int) -> StreamHealth:
    """Never raises for a database that is away: then it is unknown, and that is not well."""
    try:
        async with database.reading() as session:
            sign = await last_sign(session, JOB)
    except StoreBehind:
        return StreamHealth(False, "the database's tables are older than this release: was it migrated?")
    except StoreBusy:
        return StreamHealth(False, "the database is away")
    if sign is None:
        return StreamHealth(False, "nothing has followed the stream yet")
    if sign.at > now + AHEAD_SECONDS:
        return StreamHealth(False, "its last sign of life lies in the future: is a clock wrong?")
    age = max(0, now - sign.at)
    # A job that is dead is as far behind as it has been silent, whatever it said last.
    behind = sign.behind if age <= SILENT_SECONDS else sign.behind + age
    ages = (age, behind, None if sign.gap_at is None else max(0, now - sign.gap_at))
    if age > SILENT_SECONDS:
        return StreamHealth(False, f"nothing has followed the stream for {age} seconds", *ages)
    if sign.behind > BEHIND_SECONDS:
        return StreamHealth(False, f"it is {sign.behind} seconds behind the stream", *ages)
    return StreamHealth(True, "the stream is followed", *ages)
