"""A hand-over pack laid out as plain text, for a mail or a file. The caller gives every heading in words.

What was typed stands indented under its heading, so that no line of it can pass for another part.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the direction of what comes after them, also on the next lines."""


@dataclass(frozen=True)
class Section:
    """One part: its heading, and what was typed (any number of lines)."""

    heading: str
    text: str


@dataclass(frozen=True)
class Pack:
    """`facts` are finished lines before the parts, in the caller's words alone; `closing` may be missing."""

    opening: str
    facts: Sequence[str]
    sections: Sequence[Section]
    closing: str = ""


def write_pack(pack: Pack) -> str:
    """The whole text, with a line end after the last line."""
    parts = [f"{number}. {each.heading}\n{_indented(each.text)}" for number, each in enumerate(pack.sections, start=1)]
    closing = [pack.closing] if pack.closing else []
    return "\n\n".join([pack.opening, "\n".join(pack.facts), *parts, *closing]) + "\n"


def without_controls(text: str) -> str:
    """Without signs that nobody sees and that change what is around them; line ends, blanks and joiners stay."""
    kept = (each for each in text if each in "\n\t" or not (unicodedata.category(each) == "Cc" or each in _TURNS))
    return "".join(kept)


def _indented(text: str) -> str:
    lines = without_controls(text.replace("\r", "\n").replace("\x85", "\n")).splitlines()
    return "\n".join(f"  {line.rstrip()}" if line.strip() else "" for line in lines)
