"""What a phrase of `leak_words/EDITING.md` is made of, as `phrase_reading` reads it."""

from collections.abc import Iterable
from dataclasses import dataclass

MARKS = ":;@&/%"
"""Signs that count as words."""
NO_WORDS = frozenset({*MARKS, "*"})


class BadPhrase(ValueError):
    """A phrase that cannot be read; the message says what is wrong with it."""


@dataclass(frozen=True)
class Words:
    """One word of the text: any of these. One that ends with a star begins so; a star alone is any word."""

    ways: frozenset[str]


@dataclass(frozen=True)
class Gap:
    """`...`: a few words of the same sentence."""


@dataclass(frozen=True)
class Name:
    """`<name>`: one to three words with capital letters, none of `never` in front."""

    never: frozenset[str]


@dataclass(frozen=True)
class Either:
    """One of several."""

    ways: "tuple[Row, ...]"


@dataclass(frozen=True)
class Item:
    """A part of a row, which may lack."""

    what: Words | Gap | Name | Either
    may_lack: bool = False


@dataclass(frozen=True)
class Row:
    """Items side by side."""

    items: tuple[Item, ...]


def words_of_rows(rows: Iterable[Row]) -> set[str]:
    """Every word that stands in them. Each list is looked at once, in however many phrases it stands."""
    found: set[str] = set()
    seen: set[int] = set()
    left = list(rows)
    while left:
        for item in left.pop().items:
            if isinstance(item.what, Words):
                found |= item.what.ways
            elif isinstance(item.what, Name):
                found |= item.what.never
            elif isinstance(item.what, Either) and id(item.what) not in seen:
                seen.add(id(item.what))
                left += item.what.ways
    return found - NO_WORDS
