"""The headings of a wikitext page and the text under each, as section editing counts them. Pure text.

Not played: headings that templates bring in, and anything about levels that the sandbox's own pages do not need.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

TRIMMED = " \t\n\r\0\x0b"
_UNPARSED = re.compile(r"<!--.*?-->|<(nowiki|pre)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_HEADING = re.compile(
    r"^(?P<open>={1,6})(?P<line>.+?)(?P<close>={1,6})[ \t]*(?:<!--.*?-->[ \t]*)*$", re.MULTILINE | re.DOTALL
)
_MARKUP = re.compile(r"<!--.*?-->|'{2,5}|</?[a-z]+>", re.IGNORECASE)
_LINK = re.compile(r"\[\[:?(?:[^\]|]*\|)?(?P<shown>[^\]|]*)\]\]")


@dataclass(frozen=True)
class Heading:
    """`index` counts from 1; `start` counts characters; `anchor` is unlike every other one of the page."""

    index: int
    level: int
    line: str
    anchor: str
    start: int


def headings(text: str) -> list[Heading]:
    """The headings of a page, in order."""
    found: list[Heading] = []
    taken: set[str] = set()
    for index, (level, line, start) in enumerate(_lines(text), 1):
        plain = _anchor(line)
        anchor, number = plain, 2
        while anchor.casefold() in taken:
            anchor, number = f"{plain}_{number}", number + 1
        taken.add(anchor.casefold())
        found.append(Heading(index, level, line, anchor, start))
    return found


def section_text(text: str, index: int) -> str | None:
    """What the edit form shows of a section, with all that is under it; 0 is what stands before the first heading."""
    bounds = _bounds(text, index)
    return text[bounds[0] : bounds[1]].rstrip(TRIMMED) if bounds else None


def replace_section(text: str, index: int, new: str) -> str:
    """The page with a section written anew, and two line breaks after it. Unchanged where there is no such section."""
    bounds = _bounds(text, index)
    if bounds is None:
        return text
    start, end = bounds
    return (text[:start] + (f"{new}\n\n" if new else "") + text[end:]).rstrip(TRIMMED)


def _bounds(text: str, index: int) -> tuple[int, int] | None:
    known = headings(text)
    if index == 0:
        return 0, known[0].start if known else len(text)
    if not 0 < index <= len(known):
        return None
    chosen = known[index - 1]
    after = (each.start for each in known[index:] if each.level <= chosen.level)
    return chosen.start, next(after, len(text))


def _lines(text: str) -> Iterator[tuple[int, str, int]]:
    """Level, line and start of each; what is not parsed stays out, place for place."""
    visible = _UNPARSED.sub(lambda found: "\0" * len(found[0]) if "\n" in found[0] else found[0], text)
    place = 0
    for row in visible.split("\n"):
        if found := _HEADING.fullmatch(row):
            level = min(len(found["open"]), len(found["close"]))
            spare = len(found["open"]) - level, len(found["close"]) - level
            yield level, ("=" * spare[0] + found["line"] + "=" * spare[1]).strip(), place
        place += len(row) + 1


def _anchor(line: str) -> str:
    shown = _LINK.sub(lambda found: found["shown"], line)
    return re.sub(r"[\s_]+", "_", _MARKUP.sub("", shown).strip())
