"""Accounts as the accounts page looks at them: who is meant, and what the wikis tell of an account, wiki by wiki.

Lives in memory for as long as a page is made. Knows nothing of text, links or network; time is an argument.
"""

import re
from dataclasses import dataclass

from app.domain.activity import Activity
from app.domain.visibility import CouldNotCheck

_TEMPORARY = re.compile(r"~20[0-9]{2}-")


@dataclass(frozen=True)
class Meant:
    """Whom a line of the list means: by name, by central id, or by the LOCAL number on `wiki`; the others are empty."""

    name: str = ""
    central_id: int = 0
    wiki: str = ""
    local_id: int = 0


@dataclass(frozen=True)
class Blocked:
    """Blocked on one wiki. `until`: seconds since 1970 (UTC), None for a block that does not end.

    The public list does not tell a partial block from a sitewide one.
    """

    until: int | None


@dataclass(frozen=True)
class OnWiki:
    """An account on one wiki: its LOCAL number, edits there (deleted ones too), and since when it is there."""

    wiki: str
    user_id: int
    edits: int
    since: int | None
    groups: tuple[str, ...] = ()
    blocked: Blocked | None = None
    is_home: bool = False

    @property
    def says_something(self) -> bool:
        """Whether more is to be said of it than that it is attached."""
        return bool(self.edits or self.groups or self.blocked or self.is_home)


@dataclass(frozen=True)
class Account:
    """A global account that the public can see. `on` are the wikis where it is attached, by dbname."""

    central_id: int
    name: str
    locked: bool
    groups: tuple[str, ...]
    edits: int
    since: int | None
    on: tuple[OnWiki, ...]

    @property
    def is_temporary(self) -> bool:
        """Temporary accounts are never locked but blocked globally; no other name may begin like theirs."""
        return is_temporary(self.name)


@dataclass(frozen=True)
class NotVisible:
    """No account that the public can see: hidden, or there is none. These look the same to the public."""


Looked = Account | NotVisible | CouldNotCheck

Pair = tuple[int, str]
"""An account on a wiki: its central id and the dbname."""

LastEdits = Activity | CouldNotCheck


def is_temporary(name: str) -> bool:
    """Whether a name is one of a temporary account: `~2026-10482-07`. Old accounts may begin like one: `~2cool`."""
    return _TEMPORARY.match(name) is not None
