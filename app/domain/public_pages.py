"""A public page on which requests stand in parts: its text as the wiki has it now, and where its parts begin.

Lives in memory for as long as a page of Haven is made. What a part is, the wiki says: numbers and anchors are its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

TRIMMED = " \t\n\r\0\x0b"
"""What a wiki takes off the end of a text it shows or saves (PHP's `rtrim`)."""


@dataclass(frozen=True)
class Section:
    """A heading of the page. `index` is the wiki's own number for its edit form, None for one that cannot be edited
    here: another page brings it in, or it is written as HTML. `anchor` is what stands behind the `#` of a link. `start`
    counts characters of the text; without a number, it is that of the heading before."""

    index: int | None
    level: int
    anchor: str
    start: int


@dataclass(frozen=True)
class PageText:
    """A page as it was read: `revision` and `saved_at` (seconds since 1970, UTC) are those of its newest revision."""

    title: str
    revision: int
    saved_at: int
    text: str
    sections: tuple[Section, ...]

    def part(self, anchor: str) -> "Part | None":
        """The part that begins with this anchor, up to the next heading of its level or above. None where there is
        none, or where it cannot be edited by itself.

        Headings without a number end no part: to the wiki's edit form they are text like other text.
        """
        editable = [section for section in self.sections if section.index is not None]
        for place, section in enumerate(editable):
            if section.anchor == anchor and section.index is not None:
                after = (each.start for each in editable[place + 1 :] if each.level <= section.level)
                text = self.text[section.start : next(after, len(self.text))]
                return Part(section.index, section.anchor, text.rstrip(TRIMMED))
        return None


@dataclass(frozen=True)
class Part:
    """What the wiki's edit form shows of one section: its number, its anchor, its text with all that is under it."""

    index: int
    anchor: str
    text: str


class PublicRequest(StrEnum):
    """What can be asked of stewards and global sysops in public; each has its table in `public_pages.toml`."""

    LOCK = "lock"
    GLOBAL_BLOCK = "global-block"
    ACCESS = "removal-of-access"
    CHECKUSER = "checkuser"
    GLOBAL_SYSOPS = "global-sysops"


@dataclass(frozen=True)
class PublicPage:
    """Where a kind of request stands on the central wiki, and in which words: reviewed data, no policy in the code.

    `part` is the heading of the part that it goes into, `level` how many `=` its own heading has. `$1` in a heading is
    the account, or how many there are (`heading_many`, `heading_addresses`); `$2` the wiki. Summaries hold no name.
    `reasons` and `choices` (which access to remove, what to ask of the global sysops) are words by their codes.
    `templates` are names by what they do; `named_in` those that name accounts in anybody's request, `open_statuses`
    what a status says before somebody answered. `projects` are CheckUser's short names, by the end of a wiki's domain.
    """

    id: PublicRequest
    title: str
    part: str
    level: int
    source: str
    reviewed: date
    heading: str
    heading_many: str
    heading_addresses: str
    summary: str
    summary_many: str
    links: str
    templates: Mapping[str, str]
    named_in: tuple[str, ...]
    open_statuses: frozenset[str]
    reasons: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    projects: Mapping[str, str] = field(default_factory=dict)

    @property
    def anchor(self) -> str:
        """Of the part, as the wiki makes it from the heading."""
        return self.part.replace(" ", "_")
