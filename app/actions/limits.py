"""How much one person, and everybody together, may do. Counted in the database, so that all replicas agree.

Everything that stores a row or asks the wikis something for a person has its limit here, or waits for its turn
(`turns`). README lists them; a test compares.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.actions.desk import Desk
from app.actions.refusals import TooMuch
from app.store import tallies
from app.store.session import StoreSession

EVERYBODY = 0
MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60


@dataclass(frozen=True)
class Limit:
    """At most `at_most` of `what` in `window` seconds for one person (0: nobody is counted alone), and `in_total` for
    everybody together (0: they are not counted). Whoever reaches their own is told `too-much-<what>`."""

    what: str
    at_most: int
    window: int
    in_total: int = 0


SIGN_INS = Limit("sign-ins", 0, MINUTE, 120)
"""Nobody is known yet who signs in."""
DRAFTS = Limit("drafts", 300, HOUR, 10_000)
TARGETS = Limit("targets", 3_000, HOUR, 60_000)
ACCOUNTS = Limit("accounts", 2_000, HOUR, 40_000)
EDIT_LOOKS = Limit("edit-looks", 5_000, HOUR, 50_000)
"""An account on a wiki whose edits' times are asked: each is a question of its own."""
REQUESTS = Limit("requests", 200, DAY, 5_000)
TRACKINGS = Limit("trackings", 30, DAY, 500)
NAMES = Limit("names", 120, HOUR, 3_000)
"""Accounts named by somebody who follows others: whom they follow, and their colleagues."""
CHANGES = Limit("changes", 1_000, HOUR, 30_000)
"""Polls that told of a change, for which the wikis were asked what the person may do."""
INQUIRIES = Limit("inquiries", 200, DAY, 4_000)
"""What requesters and colleagues are asked."""
DESTINATIONS = Limit("destinations", 120, HOUR, 3_000)
"""Places that were looked at before something is sent on: each asks a wiki who is on a team."""
FORWARDS = Limit("forwards", 100, DAY, 2_000)
BELLS = Limit("bells", 10, DAY, 1_000)
RINGS = Limit("rings", 60, HOUR, 20_000)
"""Polls of one bell; each of its owner's others has as many."""

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


async def admit_destination(desk: Desk, who: int) -> None:
    """Before a wiki is asked where something sent on would go. Raises TooMuch."""
    await _admit_alone(desk, DESTINATIONS, who, 1)


async def admit_change(desk: Desk, who: int) -> None:
    """Before the wikis are asked what somebody may do whose open page might be told of a change. Raises TooMuch."""
    await _admit_alone(desk, CHANGES, who, 1)


async def _admit_alone(desk: Desk, limit: Limit, who: int, amount: int) -> None:
    async with desk.database.writing() as session:
        await admit(session, limit, who, amount, desk.now())


async def admit(session: StoreSession, limit: Limit, who: int, amount: int, now: int, of: int | None = None) -> None:
    """Count `amount` towards the limit of `who`, and of all, in the caller's transaction; of several things of theirs
    each may have its own count (`of`: its number). Raises TooMuch, which has to end the transaction: then nothing is
    counted."""
    own = limit.what if of is None else f"{limit.what}-{of}"
    left = limit.window - now % limit.window
    if limit.at_most and not await tallies.count_up(session, own, who, amount, limit.window, limit.at_most, now):
        raise TooMuch(f"too-much-{limit.what}", left)
    if limit.in_total and not await tallies.count_up(
        session, limit.what, EVERYBODY, amount, limit.window, limit.in_total, now
    ):
        raise TooMuch("too-much-in-total" if limit.at_most else f"too-much-{limit.what}", left)
