"""What the public can see of a revision right now, and what a request wants hidden.

The bits are MediaWiki's own (RevisionRecord::DELETED_TEXT, _COMMENT, _USER).
"""

from dataclasses import dataclass
from enum import IntFlag


class Parts(IntFlag):
    """The parts of a revision that can be hidden. Never say a bare "hide": say which part."""

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


@dataclass(frozen=True)
class Shown:
    """The wiki answered: the revision exists for the public.

    `page` is the page's id, `at` seconds since 1970 (UTC), `author` the LOCAL user id (0: no account, None: hidden),
    `is_current` whether it is its page's newest revision (whose text cannot be hidden), `hidden` the parts hidden now.
    `suppressed` is one bit for the whole revision (API flag `suppressed`): never shown as such to people without the
    right. `asked` says which parts the question could tell; a part outside it is unknown.
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


@dataclass(frozen=True)
class Gone:
    """The public cannot see it: deleted, or a wrong number. The two look the same (`badrevids`)."""


@dataclass(frozen=True)
class CouldNotCheck:
    """The wiki could not be asked. Never to be shown as clean, nor taken for a yes."""


LiveState = Shown | Gone | CouldNotCheck
