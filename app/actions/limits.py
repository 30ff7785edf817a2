"""How much one person, and everybody together, may do. Counted in the database, so that all replicas agree."""

from collections.abc import Iterable
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
NAMES = Limit("names", 120, 60 * 60)
"""Accounts named by somebody who follows others: whom they follow, and their colleagues."""
CHANGES = Limit("changes", 1000, 60 * 60)
"""Polls that told of a change, for which the wikis were asked what the person may do."""

TARGETS_A_PASTE = 500
WIKIS_A_PASTE = 100
ACCOUNTS_A_PASTE = 200
LIVE_TRACKINGS = 100
"""How many accounts one person follows at a time."""
REMINDERS_AT_MOST = 200
"""How many requests one person is reminded of."""


async def admit_sign_in(desk: Desk) -> None:
    """Raises TooMuch when more people sign in at once than the central wiki should have to answer."""
    await _admit_alone(desk, SIGN_INS, EVERYBODY, 1)


async def admit_names(desk: Desk, who: int, names: Iterable[str]) -> None:
    """Before the central wiki is asked about these names; empty ones cost nothing. Raises TooMuch."""
    await _admit_alone(desk, NAMES, who, sum(bool(name.strip()) for name in names))


async def admit_change(desk: Desk, who: int) -> None:
    """Before the wikis are asked what somebody may do whose open page might be told of a change. Raises TooMuch."""
    await _admit_alone(desk, CHANGES, who, 1)


async def _admit_alone(desk: Desk, limit: Limit, who: int, amount: int) -> None:
    async with desk.database.writing() as session:
        await admit(session, limit, who, amount, desk.now())


async def admit(session: StoreSession, limit: Limit, who: int, amount: int, now: int) -> None:
    """Count `amount` towards the limit of `who`, in the caller's transaction. Raises TooMuch, counting nothing."""
    window_start = now - now % limit.window
    if not await tallies.count_up(session, limit.what, who, amount, limit.window, limit.at_most, now):
        raise TooMuch(f"too-much-{limit.what}", window_start + limit.window - now)
