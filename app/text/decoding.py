"""A text as its readers get it: references, addresses and markup read, and from where in the text each sign comes."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

TIMES_ENCODED = 3
"""How often the same piece may be encoded, one around the other."""

_ENCODED = re.compile(
    r"&#[0-9]{1,8};|&#[xX][0-9A-Fa-f]{1,6};|&[A-Za-z][A-Za-z0-9]{1,31};|&(?:רלמ|رلم);"
    r"|(?:%[0-9A-Fa-f]{2})+|(?:\.[89A-Fa-f][0-9A-Fa-f])+"
)
"""References, the two of MediaWiki's own too; an address; the anchor of a heading in its old form."""
_HIDDEN = re.compile(r"<[^<>]*>|\{\{[^{}]*\}\}|\[\[[^\[\]|]*\||\[(?:https?:)?//[^\s\[\]]*")
"""What stands in wikitext between letters that are shown side by side. Comments: `_hidden`."""


@dataclass(frozen=True)
class Decoded:
    """A text as it is read: each sign with where it begins and ends in the text as it was given."""

    signs: str
    starts: Sequence[int]
    ends: Sequence[int]


def decode(text: str) -> Decoded:
    """References and percent signs read, markup left as it stands."""
    return _decode(Decoded(text, range(len(text)), range(1, len(text) + 1)))


def without_markup(text: str) -> Decoded:
    """The same without comments, tags, plain templates and the unseen half of links: `Ma<b>r</b>low` is a word."""
    starts: list[int] = []
    for begin, end in _between(text, _hidden(text)):
        starts.extend(range(begin, end))
    return _decode(Decoded("".join(text[at] for at in starts), starts, [at + 1 for at in starts]))


def _hidden(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while (opens := text.find("<!--", at)) >= 0 and (closes := text.find("-->", opens + 4)) >= 0:
        yield from ((match.start(), match.end()) for match in _HIDDEN.finditer(text, at, opens))
        yield opens, closes + 3
        at = closes + 3
    yield from ((match.start(), match.end()) for match in _HIDDEN.finditer(text, at))


def _between(text: str, hidden: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    at = 0
    for begin, end in hidden:
        yield at, begin
        at = end
    yield at, len(text)


def _decode(read: Decoded) -> Decoded:
    for _ in range(TIMES_ENCODED):
        matches = list(_ENCODED.finditer(read.signs))
        if not matches:
            break
        read = _decoded_once(read, matches)
    return read


def _decoded_once(read: Decoded, matches: Sequence[re.Match[str]]) -> Decoded:
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for match in matches:
        signs.append(read.signs[at : match.start()])
        starts.extend(read.starts[at : match.start()])
        ends.extend(read.ends[at : match.start()])
        for sign, begin, end in _meant(match[0]):
            signs.append(sign)
            starts.append(read.starts[match.start() + begin])
            ends.append(read.ends[match.start() + end - 1])
        at = match.end()
    signs.append(read.signs[at:])
    starts.extend(read.starts[at:])
    ends.extend(read.ends[at:])
    return Decoded("".join(signs), starts, ends)


def _meant(piece: str) -> Iterator[tuple[str, int, int]]:
    """The signs that an encoded piece stands for, each with its place in the piece."""
    if piece[0] == "&":
        meant = "\u200f" if not piece.isascii() else html.unescape(piece)
        # What is no reference stays as it is.
        yield from (
            ((sign, at, at + 1) for at, sign in enumerate(piece))
            if meant == piece
            else ((sign, 0, len(piece)) for sign in meant)
        )
        return
    raw, at = bytes.fromhex(piece.replace(piece[0], "")), 0
    while at < len(raw):
        # What is no UTF-8 stays as it is, sign by sign: one such byte must not hide the rest.
        long = next((long for long in (1, 2, 3, 4) if _is_character(raw[at : at + long])), 0)
        if long:
            yield raw[at : at + long].decode(), 3 * at, 3 * (at + long)
        else:
            yield from ((piece[place], place, place + 1) for place in range(3 * at, 3 * at + 3))
        at += long or 1


def _is_character(raw: bytes) -> bool:
    try:
        return len(raw.decode()) == 1
    except UnicodeDecodeError:
        return False
