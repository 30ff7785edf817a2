"""What the wikis show of the people of a case: on the case's own wiki, and everywhere. It lives as long as a page is
made; nothing of it is kept, and of a block nothing but its times and how far it goes is known here.
"""

from dataclasses import dataclass

from app.domain.accounts import Account, Looked, NotVisible, is_temporary
from app.domain.cases import Party
from app.domain.visibility import CouldNotCheck

POWERS = frozenset(
    {
        "abusefilter-modify", "block", "centralauth-lock", "checkuser", "delete", "deleterevision", "editinterface",
        "globalblock", "protect", "suppressrevision", "userrights",
    }
)  # fmt: skip
"""Rights by which somebody can act on others, or knows what is not public. R12: who reports them fears for that."""

POWERFUL_GROUPS = frozenset({"steward", "global-sysop", "ombuds", "staff", "sysadmin", "global-interface-editor"})
"""Groups that act on every wiki, whatever rights one of them tells."""


@dataclass(frozen=True)
class BlockHere:
    """A block in force on one wiki: seconds since 1970 (UTC), `until` None where it does not end."""

    since: int
    until: int | None
    is_partial: bool


@dataclass(frozen=True)
class AccountHere:
    """An account on the case's wiki. `name` is as the wiki writes it, `groups` are those it was given there, `powers`
    the rights by which it acts on others there, global groups included. `is_attached`: a global account is behind
    it."""

    user_id: int
    name: str
    edits: int
    since: int | None
    groups: tuple[str, ...]
    powers: frozenset[str]
    is_attached: bool
    blocks: tuple[BlockHere, ...] | CouldNotCheck

    @property
    def is_blocked_whole(self) -> bool:
        return isinstance(self.blocks, tuple) and any(not each.is_partial for each in self.blocks)


Here = AccountHere | NotVisible | CouldNotCheck


@dataclass(frozen=True)
class PartyLook:
    """One of a case's people as the wikis show them now. `is_globally_blocked` None: could not be asked."""

    party: Party
    here: Here
    everywhere: Looked
    is_globally_blocked: bool | None

    @property
    def written(self) -> str:
        """The name as the wikis write it, or else as it was typed."""
        found = self.here if isinstance(self.here, AccountHere) else self.everywhere
        return found.name if isinstance(found, AccountHere | Account) else self.party.name

    @property
    def is_temporary(self) -> bool:
        return is_temporary(self.written)

    @property
    def is_locked(self) -> bool | None:
        """None where it is not known, and for an account of which the central wiki shows nothing."""
        return self.everywhere.locked if isinstance(self.everywhere, Account) else None

    @property
    def has_power(self) -> bool:
        """R12, R166: whether they can act on others on the case's wiki or on all."""
        here = isinstance(self.here, AccountHere) and bool(self.here.powers)
        return here or bool(set(self.global_groups) & POWERFUL_GROUPS)

    @property
    def global_groups(self) -> tuple[str, ...]:
        return self.everywhere.groups if isinstance(self.everywhere, Account) else ()

    def number_on(self, wiki: str) -> int | None:
        """The LOCAL number on a wiki: 0 for an account that is not there, None where that is not known."""
        if isinstance(self.everywhere, CouldNotCheck):
            return None
        on = self.everywhere.on if isinstance(self.everywhere, Account) else ()
        return next((place.user_id for place in on if place.wiki == wiki), 0)
