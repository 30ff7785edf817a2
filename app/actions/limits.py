"""How much one person, and everybody together, may do. Counted in the database, so that all replicas agree."""

from dataclasses import dataclass

from app.actions.desk import Desk
from app.actions.refusals import TooMuch
from app.store import tallies
from app.store.session import StoreSession

EVERYBODY = 0


@dataclass(frozen=True)
class Limit:
    """At most `at_most` of `what` in `window` seconds."""

    what: str
    at_most: int
    window: int


SIGN_INS = Limit("sign-ins", 120, 60)
TARGETS = Limit("targets", 3000, 60 * 60)
ACCOUNTS = Limit("accounts", 2000, 60 * 60)
EDIT_LOOKS = Limit("edit-looks", 5000, 60 * 60)
"""An account on a wiki whose edits' times are asked: each is a question of its own."""
REQUESTS = Limit("requests", 200, 24 * 60 * 60)
TRACKINGS = Limit("trackings", 30, 24 * 60 * 60)

TARGETS_A_PASTE = 500
WIKIS_A_PASTE = 100
ACCOUNTS_A_PASTE = 200
LIVE_TRACKINGS = 100
"""How many accounts one person follows at a time."""


async def admit_sign_in(desk: Desk) -> None:
    """Raises TooMuch when more people sign in at once than the central wiki should have to answer."""
    async with desk.database.writing() as session:
        await admit(session, SIGN_INS, EVERYBODY, 1, desk.now())


async def admit(session: StoreSession, limit: Limit, who: int, amount: int, now: int) -> None:
    """Count `amount` towards the limit of `who`, in the caller's transaction. Raises TooMuch, counting nothing."""
    window_start = now - now % limit.window
    if not await tallies.count_up(session, limit.what, who, amount, limit.window, limit.at_most, now):
        raise TooMuch(f"too-much-{limit.what}", window_start + limit.window - now)
