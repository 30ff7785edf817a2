"""How the sandbox shows wikitext: headings, links and plain text. Comments are left out, templates stay as written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.sandbox.sections import headings

_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_LINK = re.compile(r"\[\[:?(?P<to>[^\]|\n]+)(?:\|(?P<shown>[^\]\n]+))?\]\]")

Piece = tuple[str, str]
"""What is shown, and the title that it links to, or nothing."""


@dataclass(frozen=True)
class Block:
    """A piece of the page under its heading; before the first heading `level` is 0."""

    level: int
    index: int
    anchor: str
    heading: tuple[Piece, ...]
    text: tuple[Piece, ...]


def blocks(text: str) -> list[Block]:
    """The page in pieces, in order."""
    known = headings(text)
    ends = [each.start for each in known] + [len(text)]
    made = [Block(0, 0, "", (), _shown(text[: ends[0]]))]
    for each, end in zip(known, ends[1:], strict=True):
        under = text[each.start : end].partition("\n")[2]
        made.append(Block(each.level, each.index, each.anchor, _shown(each.line), _shown(under)))
    return made


def _shown(text: str) -> tuple[Piece, ...]:
    return tuple(_pieces(_COMMENT.sub("", text).strip("\n")))


def _pieces(text: str) -> Iterator[Piece]:
    place = 0
    for found in _LINK.finditer(text):
        if found.start() > place:
            yield text[place : found.start()], ""
        yield found["shown"] or found["to"], found["to"].strip()
        place = found.end()
    if place < len(text):
        yield text[place:], ""
