"""What the public can see of a target right now, and what a request wants hidden.

The bits are MediaWiki's own (RevisionRecord, LogPage and File: DELETED_TEXT/ACTION/FILE, _COMMENT, _USER).
"""

from dataclasses import dataclass
from enum import IntFlag


class Parts(IntFlag):
    """The parts of a revision, log entry or file version that can be hidden. Never say a bare "hide": say which part.

    `TEXT` is the text of a revision, the action and target of a log entry, and the file itself of a file version.
    """

    NONE = 0
    TEXT = 1
    SUMMARY = 2
    USER_NAME = 4

    @property
    def each(self) -> tuple["Parts", ...]:
        return tuple(part for part in (Parts.TEXT, Parts.SUMMARY, Parts.USER_NAME) if part in self)

    @property
    def code(self) -> str:
        """Its name as a code: `text`, `summary`, `user-name`."""
        return (self.name or "none").lower().replace("_", "-")


UNTOLD = -99
"""The namespace of an entry of a log: the answer that tells of it without its title does not tell this either."""


@dataclass(frozen=True)
class Shown:
    """The wiki answered: this exists for the public and has parts that can be hidden one by one.

    A revision, a log entry or a file version. `page` is the page's id (0: a log entry that belongs to none), `at`
    seconds since 1970 (UTC), `author` the LOCAL user id (0: no account, None: hidden), `is_current` whether it is its
    page's newest one (whose text or file cannot be hidden), `hidden` the parts hidden now.
    `suppressed` is one bit for the whole (API flag `suppressed`): never shown as such to people without the right.
    `asked` says which parts the question could tell; a part outside it is unknown.
    """

    page: int
    at: int
    author: int | None
    is_current: bool
    hidden: Parts
    suppressed: bool
    asked: Parts
    namespace: int = 0

    def is_done(self, wanted: Parts, suppression: bool) -> bool:
        """Whether the wiki shows that every wanted part is hidden, and suppressed where that was asked."""
        return wanted in self.asked and wanted in self.hidden and (self.suppressed or not suppression)

    def is_visible_again(self, wanted: Parts) -> bool:
        """Whether the wiki shows that every wanted part can be seen."""
        return wanted in self.asked and not wanted & self.hidden


@dataclass(frozen=True)
class Place:
    """One wiki on which a global account did something: its LOCAL number there, its edits (deleted ones too), and
    whether it is blocked there. The central wiki does not tell a block in part from a whole one."""

    wiki: str
    user: int
    edits: int
    is_blocked: bool = False


MOST_EDITS_HIDDEN = 1_000
"""Edits on all wikis above which the software hides no account (facts, domain.md 1, item 6)."""


@dataclass(frozen=True)
class There:
    """The wiki answered: this stands for all to see, as a whole: a page, an account or an AbuseLog entry.

    `page` is the id of a page, `user` the LOCAL user id of an account (its author's, for an AbuseLog entry it is not
    told). The others speak of an account; None: could not be asked. `central` is its central id (0: not told), `on`
    the wiki on which a global account bears the number `user`. `is_local_only`: its wiki says that no global account is
    behind it, and whoever is called so elsewhere is a stranger. Only of a temporary account (`is_temporary`) it is
    asked whether it `is_globally_blocked`: any other is locked. `is_gone_centrally`: its wiki shows it, and the central
    wiki does not: hidden from the lists there, and nobody can tell whether it is locked. Of a global account alone it
    is told how many `edits` it has on all wikis (None: not told), and the `places` with edits or a block, most first.
    """

    page: int = 0
    namespace: int = 0
    at: int | None = None
    user: int = 0
    is_blocked: bool | None = False
    is_locked: bool | None = False
    is_temporary: bool = False
    is_globally_blocked: bool | None = None
    is_gone_centrally: bool = False
    is_local_only: bool = False
    central: int = 0
    on: str = ""
    edits: int | None = None
    places: tuple[Place, ...] = ()

    @property
    def can_be_hidden(self) -> bool:
        """Whether the software hides the account as a whole; not known counts as yes, the form will say."""
        return self.edits is None or self.edits <= MOST_EDITS_HIDDEN


@dataclass(frozen=True)
class Gone:
    """The public cannot see it: deleted, hidden as a whole, or a wrong number. These look the same to the public."""


@dataclass(frozen=True)
class CouldNotCheck:
    """The wiki could not be asked. Never to be shown as clean, nor taken for a yes."""


LiveState = Shown | There | Gone | CouldNotCheck
