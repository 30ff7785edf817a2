"""Which names look like one another: they differ only by case, spacing, invisible characters or similar letters.

Similar letters are those of Unicode's own list of confusables (UTS #39), as `confusable_homoglyphs` packs it. This
marks names for a person to look at; it proves nothing.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import islice

from confusable_homoglyphs import utils


class Difference(StrEnum):
    """By what two names differ that look alike; each has a word in the messages (`difference-<value>`)."""

    CASE = "case"
    SPACING = "spacing"
    INVISIBLE = "invisible"
    LETTERS = "letters"


@dataclass(frozen=True)
class LookAlike:
    """`other` looks like the name it is listed for."""

    other: str
    differences: tuple[Difference, ...]


MOST_BESIDE = 5
"""Two hundred names that all look alike would be forty thousand pairs."""

_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Signs without a shape that Unicode does not count among the format characters."""


def find_look_alikes(names: Iterable[str]) -> dict[str, tuple[LookAlike, ...]]:
    """Each name that has look-alikes among the others, with at most MOST_BESIDE of these, in the order given."""
    once = list(dict.fromkeys(names))
    alike: dict[tuple[str, str], list[str]] = {}
    for name in once:
        for key in _keys(name):
            alike.setdefault(key, []).append(name)
    beside: dict[str, set[str]] = {name: set() for name in once}
    for group in alike.values():
        for name in group:
            beside[name].update(group)
    return {name: found for name in once if (found := _beside(name, (each for each in once if each in beside[name])))}


def _beside(name: str, alike: Iterable[str]) -> tuple[LookAlike, ...]:
    others = islice((each for each in alike if each != name), MOST_BESIDE)
    return tuple(LookAlike(each, differences_between(name, each)) for each in others)


def differences_between(one: str, other: str) -> tuple[Difference, ...]:
    """By what two look-alikes differ: all without which they would not be alike."""
    needed = tuple(each for each in Difference if not _keys(one, without=each) & _keys(other, without=each))
    return needed or (Difference.LETTERS,)


def skeleton(text: str) -> str:
    """Every letter in the place of all that look like it (UTS #39, section 4)."""
    prototypes = _prototypes()
    plain = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFD", "".join(prototypes.get(sign, sign) for sign in plain))


def _keys(name: str, without: Difference | None = None) -> frozenset[tuple[str, str]]:
    """What look-alikes have one of in common. Capitals look like other letters than small ones do, hence three: as it
    is written, in small letters, and in capitals."""

    def unless(difference: Difference, change: Callable[[str], str], text: str) -> str:
        return text if difference is without else change(text)

    text = unless(Difference.INVISIBLE, _without_unseen, name)
    text = unless(Difference.SPACING, _without_spaces, unicodedata.normalize("NFC", text))
    written = unless(Difference.CASE, str.casefold, unless(Difference.LETTERS, skeleton, text))
    small = unless(Difference.LETTERS, skeleton, unless(Difference.CASE, str.casefold, text))
    capital = unless(Difference.LETTERS, skeleton, unless(Difference.CASE, str.upper, text))
    return frozenset({("written", written), ("small", small), ("capital", capital)})


def _without_unseen(text: str) -> str:
    return "".join(sign for sign in text if unicodedata.category(sign) not in ("Cf", "Cc") and sign not in _UNSEEN)


def _without_spaces(text: str) -> str:
    return "".join(sign for sign in text if sign != "_" and not sign.isspace())


@cache
def _prototypes() -> Mapping[str, str]:
    """Each confusable sign with the one that stands for all like it.

    The package lists neighbours both ways round. In Unicode's list they are stars: many signs around one prototype.
    """
    around = {_bare(key): {_bare(each["c"]) for each in value} for key, value in utils.load("confusables.json").items()}
    found = {}
    for sign, others in around.items():
        if len(sign) != 1 or len(others) != 1 or sign.isspace():
            continue
        (other,) = others
        # A pair alone: several signs stand for one, and of two the lower comes first.
        if len(around.get(other, ())) > 1 or len(other) > 1 or other < sign:
            found[sign] = other
    return {sign: "".join(found.get(each, each) for each in other) for sign, other in found.items()}


def _bare(text: str) -> str:
    """The package wraps signs written from right to left into marks of direction."""
    return text.strip("\u200e\u200f") or text
