"""The daily purge: throws away what has expired, and fails loudly when something was left that should have gone."""

from app.actions.upkeep import purge
from app.store.session import Database


async def run(database: Database, now: int) -> int:
    """0 when all is well, 1 when eligible rows were left (the platform then mails the maintainers)."""
    purged, left = await purge(database, now)
    print("purged", purged)
    if any(vars(left).values()):
        print("LEFT BEHIND", left)
        return 1
    return 0
