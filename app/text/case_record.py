"""What a case says when it leaves Haven: headings, and below each what belongs there. The caller gives every label.

R94: the record of a team. How it is written down is another matter: `case_wikitext`, `case_text`, or a page to print.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """A label and one line."""

    label: str
    value: str


@dataclass(frozen=True)
class Words:
    """A label and what was typed: any number of lines."""

    label: str
    text: str

    @property
    def lines(self) -> Sequence[str]:
        return tuple(line.strip() for line in self.text.splitlines() if line.strip())


@dataclass(frozen=True)
class Linked:
    """A link as it was given, what it turned out to say, and a note of any number of lines."""

    link: str
    says: str
    note: str = ""

    @property
    def lines(self) -> Sequence[str]:
        return Words("", self.note).lines


Entry = Fact | Words | Linked


@dataclass(frozen=True)
class RecordPart:
    """One heading with what stands below it."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Record:
    """`notice` says who may read it, `parts` come in their order."""

    heading: str
    notice: str
    parts: tuple[RecordPart, ...]

    def written(self) -> Iterator[RecordPart]:
        """Those with something below their heading."""
        return (part for part in self.parts if part.entries)


def one_line(text: str) -> str:
    """The same words without line ends and doubled blanks."""
    return " ".join(text.split())


def labelled(label: str) -> str:
    """With a colon behind it; a question has its own mark."""
    return label if label.endswith(("?", "\u061f", "\uff1f")) else f"{label}:"
