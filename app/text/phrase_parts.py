"""What a phrase of `leak_words/EDITING.md` is made of, as `phrase_reading` reads it."""

from collections.abc import Iterator
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


def words_of_row(row: Row) -> Iterator[str]:
    """Every word that stands in it."""
    for item in row.items:
        if isinstance(item.what, Words):
            yield from item.what.ways - NO_WORDS
        elif isinstance(item.what, Name):
            yield from item.what.never
        elif isinstance(item.what, Either):
            for way in item.what.ways:
                yield from words_of_row(way)
