"""Finds a name in a text however it is disguised: in capitals, with letters that look alike, with signs or markup
between its letters, percent-encoded, as character references, inside of a longer word.

One sign too many is marked rather than one too few. Works in memory, in time that grows with the text's length.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from app.text.look_alikes import is_unseen, letter_keys

TIMES_ENCODED = 3
"""How often the same piece may be encoded, one around the other."""
ANY_LETTERS = 5
"""From so many letters on a name is itself without its other signs: `Tide!` is a word, `Tidewatcher!` is not."""
SHORT = 6
"""Below so many letters, letters of several words can be the name by accident: `pl[an a]pple`."""

Keys = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Found:
    """Where a name stands, in characters of the text. Not `surely` where it may be an accident of several words."""

    start: int
    end: int
    surely: bool


@dataclass(frozen=True)
class _Decoded:
    """A text as it is read: each sign with where it begins and ends in the text as it was given."""

    signs: str
    starts: Sequence[int]
    ends: Sequence[int]


@dataclass(frozen=True)
class _Letters:
    """The letters of a decoded text that count, each as the place of its keys, and the sign it comes from."""

    kinds: str
    at: Sequence[int]


_ENCODED = re.compile(
    r"&#[0-9]{1,8};|&#[xX][0-9A-Fa-f]{1,6};|&[A-Za-z][A-Za-z0-9]{1,31};|&(?:רלמ|رلم);"
    r"|(?:%[0-9A-Fa-f]{2})+|(?:\.[89A-Fa-f][0-9A-Fa-f])+"
)
"""References, the two of MediaWiki's own too; an address; the anchor of a heading in its old form."""
_HIDDEN = re.compile(r"<[^<>]*>|\{\{[^{}]*\}\}|\[\[[^\[\]|]*\||\[(?:https?:)?//[^\s\[\]]*")
"""What stands in wikitext between letters that are shown side by side. Comments: `_without_markup`."""
_BETWEEN = frozenset("'\"\u2018\u2019\u201c\u201d[]{}<>*~")


def find_name(text: str, names: Sequence[str]) -> Iterator[Found]:
    """Every place where one of the names stands in the text, in no order; a place may be found twice."""
    plain = _decode(_Decoded(text, range(len(text)), range(1, len(text) + 1)))
    shown = _decode(_without_markup(text))
    looks = [(read, counts) for read in (plain, shown) for counts in (_counts, _is_letter)]
    letters = [_letters(read, counts) for read, counts in looks]
    for name in dict.fromkeys(names):
        for (read, counts), found in zip(looks, letters, strict=True):
            yield from _find(name, read, found, counts)


def _find(name: str, read: _Decoded, text: "tuple[_Letters, Sequence[Keys]]", counts: "_Counts") -> Iterator[Found]:
    meant = _decode(_Decoded(name, range(len(name)), range(1, len(name) + 1)))
    wanted = [each for sign in meant.signs if counts(sign) for each in _keys(sign)]
    if counts is _is_letter and len(wanted) < ANY_LETTERS and not _is_all_letters(meant.signs):
        return
    letters, kinds = text
    pattern = _pattern(wanted, kinds)
    if pattern is None:
        return
    blanks, alone = sum(map(str.isspace, meant.signs)), _only_alone(wanted)
    for match in pattern.finditer(letters.kinds):
        first, last = letters.at[match.start()], letters.at[match.end() - 1]
        embedded = _is_word(read.signs, first - 1) or _is_word(read.signs, last + 1)
        if embedded and alone:
            continue
        apart = sum(map(str.isspace, read.signs[first:last])) > blanks + read.signs.count("\n", first, last)
        yield Found(read.starts[first], read.ends[last], not (embedded and apart and len(wanted) < SHORT))


_Counts = Callable[[str], bool]


def _counts(sign: str) -> bool:
    """Whether a sign is more than what may stand between the letters of a name."""
    category = unicodedata.category(sign)
    return not (sign.isspace() or sign in _BETWEEN or category in ("Pd", "Pc", "Mn", "Me") or is_unseen(sign))


@lru_cache(4096)
def _is_letter(sign: str) -> bool:
    """Whether it is a letter or a digit, or looks like one."""
    return _counts(sign) and (sign.isalnum() or any(key.isalnum() for keys in _keys(sign) for _, key in keys))


def _is_all_letters(signs: str) -> bool:
    return all(_is_letter(sign) for sign in signs if _counts(sign))


def _is_word(signs: str, place: int) -> bool:
    return 0 <= place < len(signs) and signs[place].isalnum()


def _only_alone(wanted: Sequence[Keys]) -> bool:
    """One or two letters of an alphabet are in every text: these are the name only as a word by themselves."""
    return len(wanted) < 3 and all(key.isascii() for keys in wanted for kind, key in keys if kind == "small")


@lru_cache(4096)
def _keys(sign: str) -> tuple[Keys, ...]:
    return letter_keys(sign)


def _letters(read: _Decoded, counts: _Counts) -> tuple[_Letters, Sequence[Keys]]:
    """Each distinct set of keys becomes one sign of `kinds`, so that a pattern can look for it."""
    known: dict[Keys, int] = {}
    of_sign = cache(lambda sign: [known.setdefault(keys, len(known)) for keys in _keys(sign)] if counts(sign) else [])
    places = [(number, at) for at, sign in enumerate(read.signs) for number in of_sign(sign)]
    return _Letters("".join(_kind(number) for number, _ in places), [at for _, at in places]), list(known)


def _kind(number: int) -> str:
    return chr(0xF0000 + number)


def _pattern(wanted: Sequence[Keys], kinds: Sequence[Keys]) -> re.Pattern[str] | None:
    """None where a letter of the name has nothing like it in the text."""
    places: dict[tuple[str, str], list[int]] = {}
    for number, keys in enumerate(kinds):
        for key in keys:
            places.setdefault(key, []).append(number)
    alike = [{number for key in keys for number in places.get(key, ())} for keys in wanted]
    if not alike or not all(alike):
        return None
    return re.compile("".join(f"[{''.join(map(_kind, sorted(numbers)))}]" for numbers in alike))


def _without_markup(text: str) -> _Decoded:
    starts: list[int] = []
    for begin, end in _between(text, _hidden(text)):
        starts.extend(range(begin, end))
    return _Decoded("".join(text[at] for at in starts), starts, [at + 1 for at in starts])


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


def _decode(read: _Decoded) -> _Decoded:
    for _ in range(TIMES_ENCODED):
        matches = list(_ENCODED.finditer(read.signs))
        if not matches:
            break
        read = _decoded_once(read, matches)
    return read


def _decoded_once(read: _Decoded, matches: Sequence[re.Match[str]]) -> _Decoded:
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
    return _Decoded("".join(signs), starts, ends)


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
    try:
        signs = bytes.fromhex(piece.replace(piece[0], "")).decode("utf-8")
    except ValueError:
        signs = ""
    if not signs:
        yield from ((sign, at, at + 1) for at, sign in enumerate(piece))
    at = 0
    for sign in signs:
        end = at + 3 * len(sign.encode())
        yield sign, at, end
        at = end
