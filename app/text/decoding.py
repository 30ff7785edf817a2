"""A text as its readers get it: references, addresses and markup read, and from where in the text each sign comes."""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

TIMES_ENCODED = 3
"""How often the same piece may be encoded, one around the other."""

_ENCODED = re.compile(
    r"&#[0-9]{1,8};|&#[xX][0-9A-Fa-f]{1,6};|&[A-Za-z][A-Za-z0-9]{1,31};|&(?:רלמ|رلم);"
    r"|(?:%[0-9A-Fa-f]{2})+|(?:\.[89A-Fa-f][0-9A-Fa-f])+"
)
"""References, the two of MediaWiki's own too; an address; the anchor of a heading in its old form."""
_TAGS = re.compile(r"<[^<>]*>")
_TEMPLATES = re.compile(r"\{\{[^{}]*\}\}")
_LINKS = re.compile(r"\[\[[^\[\]|]*\||\[(?:https?:)?//[^\s\[\]]*[ \t]?")


@dataclass(frozen=True)
class Decoded:
    """A text as it is read: each sign with where it begins and ends in the text as it was given."""

    signs: str
    starts: Sequence[int]
    ends: Sequence[int]


def decode(text: str) -> Decoded:
    """References and percent signs read, markup left as it stands."""
    return _decode(Decoded(text, range(len(text)), range(1, len(text) + 1)))


def readings(text: str) -> Iterator[Decoded]:
    """What readers may see: with and without tags and comments, templates, the unseen halves of links, each by itself
    and together. `Ma<b>r</b>low` is a word, and what stands in a tag or a template is a word as well."""
    seen: set[str] = set()
    for hidden in product((False, True), repeat=len(_HIDDEN)):
        read = Decoded(text, range(len(text)), range(1, len(text) + 1))
        for is_hidden, places in zip(hidden, _HIDDEN, strict=True):
            read = _without(read, places(read.signs)) if is_hidden else read
        if read.signs not in seen:
            seen.add(read.signs)
            yield _decode(read)


def _tags(signs: str) -> Iterator[tuple[int, int]]:
    at = 0
    while (opens := signs.find("<!--", at)) >= 0 and (closes := signs.find("-->", opens + 4)) >= 0:
        yield from (match.span() for match in _TAGS.finditer(signs, at, opens))
        yield opens, closes + 3
        at = closes + 3
    yield from (match.span() for match in _TAGS.finditer(signs, at))


_HIDDEN: tuple[Callable[[str], Iterable[tuple[int, int]]], ...] = (
    _tags,
    lambda signs: (match.span() for match in _TEMPLATES.finditer(signs)),
    lambda signs: (match.span() for match in _LINKS.finditer(signs)),
)
"""What stands in wikitext between letters that are shown side by side."""


def _without(read: Decoded, places: Iterable[tuple[int, int]]) -> Decoded:
    kept, at = [], 0
    for begin, end in places:
        kept.append((at, begin))
        at = end
    kept.append((at, len(read.signs)))
    return Decoded(
        "".join(read.signs[begin:end] for begin, end in kept),
        [place for begin, end in kept for place in read.starts[begin:end]],
        [place for begin, end in kept for place in read.ends[begin:end]],
    )


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
