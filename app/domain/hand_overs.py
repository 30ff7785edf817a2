"""A hand-over pack: a case that goes to somebody else, in the six parts that they need (facts, domain.md R95).

It leaves as a text in the person's own hands. Nothing of it is ever kept: no store knows these nouns.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Recipient(StrEnum):
    """Who takes a case over. The value names a contact of contacts.toml, or a team of one wiki.

    There is none for danger to life: that has a page of its own, and no six parts come before it.
    """

    TRUST_AND_SAFETY = "ca"
    CHILD_PROTECTION = "legal-reports"
    LEGAL = "legal"
    U4C = "u4c"
    STEWARDS = "stewards-private"
    OVERSIGHTERS = "oversighters"
    ADMINISTRATORS = "administrators"
    CHECKUSERS = "checkusers"
    ARBITRATION = "arbitration-committee"

    @property
    def is_of_a_wiki(self) -> bool:
        return self in _OF_A_WIKI

    @property
    def is_of_the_foundation(self) -> bool:
        return self in {Recipient.TRUST_AND_SAFETY, Recipient.CHILD_PROTECTION, Recipient.LEGAL}

    @property
    def parts(self) -> tuple["Part", ...]:
        """The six parts. Of the abuse of a child nothing is described: where it was noticed stands in its place."""
        about = Part.NOTICED if self is Recipient.CHILD_PROTECTION else Part.SUMMARY
        return (Part.CONTACT, Part.PARTY, about, Part.PAGES, Part.DIFFS, Part.DONE)

    def reasons(self, part: "Part") -> tuple["NoneBecause", ...]:
        """Why a part may be empty, in the order of the page; for child protection never in words of one's own."""
        is_child = self is Recipient.CHILD_PROTECTION
        return tuple(each for each in REASONS[part] if not (is_child and each is NoneBecause.OTHER))


_OF_A_WIKI = frozenset({Recipient.OVERSIGHTERS, Recipient.ADMINISTRATORS, Recipient.CHECKUSERS, Recipient.ARBITRATION})


class Part(StrEnum):
    """What a pack is made of; also the name of the field on the page."""

    CONTACT = "contact"
    PARTY = "party"
    SUMMARY = "summary"
    NOTICED = "noticed"
    PAGES = "pages"
    DIFFS = "diffs"
    DONE = "done"

    @property
    def is_links(self) -> bool:
        return self in {Part.NOTICED, Part.PAGES, Part.DIFFS}


class NoneBecause(StrEnum):
    """Why a part is empty. `OTHER` needs words."""

    THIS_MAIL = "this-mail"
    NOT_KNOWN = "not-known"
    NOT_WANTED = "not-wanted"
    NOBODY_ELSE = "nobody-else"
    LINKS_SAY_IT = "links-say-it"
    OUTSIDE_ONLY = "outside-only"
    OTHER_LINKS_SAY_IT = "other-links-say-it"
    NO_LINK_SHOWS_IT = "no-link-shows-it"
    TOO_URGENT = "too-urgent"
    NOTHING_POSSIBLE = "nothing-possible"
    OTHER = "other"


_OF_LINKS = (NoneBecause.OTHER_LINKS_SAY_IT, NoneBecause.OUTSIDE_ONLY, NoneBecause.NO_LINK_SHOWS_IT, NoneBecause.OTHER)

REASONS: Mapping[Part, tuple[NoneBecause, ...]] = {
    Part.CONTACT: (NoneBecause.THIS_MAIL, NoneBecause.OTHER),
    Part.PARTY: (NoneBecause.NOT_KNOWN, NoneBecause.NOT_WANTED, NoneBecause.NOBODY_ELSE, NoneBecause.OTHER),
    Part.SUMMARY: (NoneBecause.LINKS_SAY_IT, NoneBecause.OTHER),
    Part.NOTICED: _OF_LINKS,
    Part.PAGES: _OF_LINKS,
    Part.DIFFS: _OF_LINKS,
    Part.DONE: (NoneBecause.TOO_URGENT, NoneBecause.NOTHING_POSSIBLE, NoneBecause.OTHER),
}
"""Which reasons fit which part."""


class Step(StrEnum):
    """What was done already about the abuse of a child: ticked, so that nobody is asked to describe anything."""

    ACCOUNT_BLOCKED = "account-blocked"
    ADMINISTRATOR_TOLD = "administrator-told"
    AUTHORITIES_TOLD = "authorities-told"
    TAKEN_DOWN = "taken-down"


class Question(StrEnum):
    """What is asked before a case goes to Trust and Safety (facts, domain.md R111)."""

    SEVERE = "severe"
    LOCAL_STEPS = "local-steps"
    BEYOND_LOCAL = "beyond-local"


class Said(StrEnum):
    """An answer to one of them."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class FilledPart:
    """One part as it was typed: `words` (of links, one a line), or why there are none, which may have words beside."""

    words: str = ""
    because: NoneBecause | None = None
    in_words: str = ""


@dataclass(frozen=True)
class HandOver:
    """A whole pack, in memory. `wiki` is empty unless the recipient is of one. `steps` stand in the place of words in
    the last part for child protection."""

    to: Recipient
    wiki: str
    parts: Mapping[Part, FilledPart]
    steps: tuple[Step, ...] = ()
    said: Mapping[Question, Said] = field(default_factory=dict)

    @property
    def is_better_kept_local(self) -> bool:
        """Whether by its answers the Foundation would send it back: neither among the most severe, nor tried, nor
        beyond what the wikis can do."""
        return self.to is Recipient.TRUST_AND_SAFETY and Said.YES not in self.said.values()
