"""The table of the accounts page: a row for each account on each wiki where there is something to say of it.

Sorted and filtered here. What could not be checked is never taken for inactive. Pure; time is an argument.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.accounts import Account, LastEdits, OnWiki, Pair
from app.domain.activity import Activity, is_active_within


class Order(StrEnum):
    """By what the table is sorted; each has a word in the messages (`order-<value>`)."""

    ACCOUNT = "account"
    WIKI = "wiki"
    EDITS = "edits"
    LAST = "last"


WINDOWS = (7, 30, 90)
"""Days without an edit after which a filter leaves a row away."""


@dataclass(frozen=True)
class AccountRow:
    """One account on one wiki. `edits` None: the times of its edits were not asked."""

    account: Account
    place: OnWiki
    edits: LastEdits | None

    @property
    def pair(self) -> Pair:
        return self.account.central_id, self.place.wiki

    @property
    def activity(self) -> Activity | None:
        return self.edits if isinstance(self.edits, Activity) else None

    @property
    def last(self) -> int | None:
        return self.activity.last if self.activity else None

    @property
    def first(self) -> int | None:
        """The first edit that is public, where that is known."""
        return self.activity.first if self.activity else None

    @property
    def first_is_exact(self) -> bool:
        """Whether every edit that the wiki counts is a public one: else there may be an earlier one."""
        return self.first is not None and self.activity is not None and len(self.activity.times) >= self.place.edits

    @property
    def may_have_edited(self) -> bool:
        """Whether there are edits whose times were not told."""
        return self.activity is None and bool(self.place.edits)

    def was_active(self, days: int, now: int) -> bool:
        """Whether it edited in the last `days` days, as far as is known: without an answer it may have."""
        if self.activity is not None:
            return is_active_within(self.activity, days, now)
        return self.may_have_edited


def rows_of(accounts: Iterable[Account], edits: Mapping[Pair, LastEdits]) -> list[AccountRow]:
    """A row wherever an account has edits, groups or a block, and for its home wiki."""
    return [
        AccountRow(account, place, edits.get((account.central_id, place.wiki)))
        for account in accounts
        for place in account.on
        if place.says_something
    ]


def active_rows(rows: Iterable[AccountRow], days: int | None, now: int) -> list[AccountRow]:
    """Those with an edit in the last `days` days (None: all)."""
    return [row for row in rows if days is None or row.was_active(days, now)]


def sort_rows(rows: Iterable[AccountRow], order: Order) -> list[AccountRow]:
    """Most and newest first; names in the order of the alphabet, capitals and small letters alike.

    By the newest edit, what is not known stands before what is known not to be active.
    """
    by_name = sorted(rows, key=lambda row: (row.account.name.casefold(), row.account.name, -row.place.edits))
    match order:
        case Order.ACCOUNT:
            return by_name
        case Order.WIKI:
            return sorted(by_name, key=lambda row: row.place.wiki)
        case Order.EDITS:
            return sorted(by_name, key=lambda row: -row.place.edits)
        case Order.LAST:
            return sorted(by_name, key=lambda row: (row.last is None, not row.may_have_edited, -(row.last or 0)))
