"""Trackings and what was seen of them, straight in the store: the pages that make them have their own tests."""

from collections.abc import Sequence

from app.domain.people import Reader
from app.domain.trackings import Ground, NewTracking, Sighting, TrackingReason
from app.store.session import Database
from app.store.trackings import add_tracking, sightings_of

OWNER = 424_242
MANY = 100_000


async def track(database: Database, account: int, reference: str, now: int) -> None:
    """Somebody begins to follow this account (central id) for a month."""
    until = now + 30 * 24 * 60 * 60
    new = NewTracking(account, OWNER, frozenset(), TrackingReason.VANDALISM, Ground.BLOCKED, until)
    async with database.writing() as session:
        await add_tracking(session, new, reference, now)


async def sightings(database: Database, reference: str, now: int) -> Sequence[Sighting]:
    """What was seen, the newest first."""
    async with database.reading() as session:
        noted = await sightings_of(session, Reader(OWNER), reference, now, limit=MANY)
    return [each.sighting for each in noted]
