"""A text as somebody reads its words: encoded signs, markup between letters, other shapes of a letter read; small
letters; one blank for a run of blanks; a mark in front of words that had a capital letter.

Where each sign comes from in the text as it was given stays known.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from app.text.decoding import Decoded, decode
from app.text.look_alikes import is_unseen, skeleton

CAPITAL = "\ue000"
"""Stands in front of a word that had a capital letter."""

_QUIET = re.compile(r"<[^<>\n]{1,200}>|'{2,5}|\*{1,3}(?=\w)|(?<=\w)\*{1,3}|__")
"""Tags, bold and slanted letters: nothing of them stands between two words."""
_BLANKS = re.compile(r"(?:[\s\u00a0]|(?<=\n)[> ]*>)+")
_APOSTROPHES = frozenset("\u2018\u2019\u02bc\u00b4`\u2032\uff07")
_HYPHENS = frozenset("\u2010\u2011\u2012\u2013\u2014\u2212")
_BEFORE_WORDS = frozenset('"“„«([{|:>/')
_LETTERS = re.compile(r"[^\W\d_]+")


def read_words(text: str) -> Decoded:
    """The words of a text. A blank line is a line end, every other run of blanks one blank."""
    read = decode(text)
    read = _replaced(read, _QUIET, lambda piece: "")
    read = _folded(read)
    read = _replaced(read, _BLANKS, lambda piece: "\n" if piece.count("\n") > 1 else " ")
    return _unmixed(read)


def without_capitals(read: Decoded) -> Decoded:
    """The same without the marks in front of capital letters."""
    return _replaced(read, re.compile(CAPITAL), lambda piece: "")


def _replaced(read: Decoded, pattern: re.Pattern[str], by: Callable[[str], str]) -> Decoded:
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for match in pattern.finditer(read.signs):
        signs.append(read.signs[at : match.start()])
        starts.extend(read.starts[at : match.start()])
        ends.extend(read.ends[at : match.start()])
        if sign := by(match[0]):
            signs.append(sign)
            starts.append(read.starts[match.start()])
            ends.append(read.ends[match.end() - 1])
        at = match.end()
    signs.append(read.signs[at:])
    starts.extend(read.starts[at:])
    ends.extend(read.ends[at:])
    return Decoded("".join(signs), starts, ends)


def _folded(read: Decoded) -> Decoded:
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, sign in enumerate(read.signs):
        if signs and unicodedata.combining(sign):
            whole = unicodedata.normalize("NFC", signs[-1] + sign)
            if len(whole) == 1:
                signs[-1] = whole
            ends[-1] = read.ends[at]
            continue
        if sign.isupper() and (not signs or signs[-1] in _BEFORE_WORDS or signs[-1].isspace()):
            signs.append(CAPITAL)
            starts.append(read.starts[at])
            ends.append(read.ends[at])
        for each in _shapes(sign):
            signs.append(each)
            starts.append(read.starts[at])
            ends.append(read.ends[at])
    return Decoded("".join(signs), starts, ends)


@lru_cache(4096)
def _shapes(sign: str) -> str:
    """What a sign is read as: none for one without a shape, several for a ligature."""
    if sign == "\n":
        return sign
    if sign in _APOSTROPHES:
        return "'"
    if sign in _HYPHENS:
        return "-"
    return "" if is_unseen(sign) or sign == CAPITAL else unicodedata.normalize("NFKC", sign).casefold()


def _unmixed(read: Decoded) -> Decoded:
    """In a word with Latin letters, letters of other scripts are those they look like."""
    if read.signs.isascii():
        return read
    return Decoded(_LETTERS.sub(lambda word: _read_latin(word[0]), read.signs), read.starts, read.ends)


def _read_latin(word: str) -> str:
    has_latin = any(sign.isascii() for sign in word)
    return "".join(map(_latin, word)) if has_latin and not word.isascii() else word


@lru_cache(4096)
def _latin(sign: str) -> str:
    if sign.isascii() or unicodedata.name(sign, "").startswith("LATIN"):
        return sign
    alike = skeleton(sign)
    return alike if len(alike) == 1 and alike.isascii() else sign
