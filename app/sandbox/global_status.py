"""What a steward does to a global account: lock it, hide it, with the refusals of CentralAuth."""

from __future__ import annotations

from app.sandbox.accounts import Account
from app.sandbox.farm import Farm

MOST_EDITS_TO_HIDE = 1_000
LEVELS = {"0": "", "1": "lists", "2": "suppressed"}
"""What the forms call the levels of hiding. Anything else changes nothing."""


def set_status(farm: Farm, account: Account, by: Account, *, lock: bool, level: str, reason: str) -> str:
    """Lock (or leave), and hide to this level of `LEVELS` (or leave); the answer is why not, or empty.

    Refused in whole: an account that cannot be hidden is not locked by the same press of the button either.
    """
    if account.temporary:
        return "Temporary accounts cannot be locked or hidden."
    hides = LEVELS.get(level, account.hidden) != account.hidden
    if hides and account.edit_count > MOST_EDITS_TO_HIDE:
        return f"{account.name} has too many edits to be hidden: more than {MOST_EDITS_TO_HIDE:,}."
    if lock and not account.locked:
        farm.lock(account, by, reason)
    if hides:
        farm.hide_account(account, LEVELS[level])
    return ""
