"""Which names look like one another: they differ only by case, spacing, invisible characters or similar letters.

Similar letters are those of Unicode's own list of confusables (UTS #39), as `confusable_homoglyphs` packs it, and those
that Unicode calls the same letter in another shape (NFKC). This marks names for a person to look at; it proves nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

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


@dataclass(frozen=True)
class LookAlikes:
    """Those of one name: the first few in the order given, and how many `more` there are."""

    shown: tuple[LookAlike, ...] = ()
    more: int = 0


NOT_ALIKE = LookAlikes()

MOST_BESIDE = 5
"""Two hundred names that all look alike would be forty thousand pairs."""

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\x00-\x1f\x7f-\x9f]"
)
"""Signs without a shape: what Unicode calls default-ignorable (DerivedCoreProperties), control and interlinear signs,
and the empty Braille pattern."""
_SPACES = re.compile(r"[\s_\u002d\u058a\u05be\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d]")
"""What stands between words: blanks, low lines, hyphens and dashes."""
_WORDS = re.compile(r"\S+")
_BESIDES_UNICODE = {"\u04cf": "l", "w": "vv", "W": "VV"}
"""Alike in most typefaces, and not in Unicode's list or there as something else: the palochka, and two letters."""

_Keys = Callable[[str, "Difference | None"], frozenset[tuple[str, str]]]


def find_look_alikes(names: Iterable[str]) -> dict[str, LookAlikes]:
    """Each name that has look-alikes among the others, with at most MOST_BESIDE of these, in the order given."""
    once = list(dict.fromkeys(names))
    keys = cache(_keys)  # for these names alone: nothing of them stays behind
    alike: dict[tuple[str, str], list[str]] = {}
    for name in once:
        for key in keys(name, None):
            alike.setdefault(key, []).append(name)
    beside: dict[str, set[str]] = {name: set() for name in once}
    for group in alike.values():
        for name in group:
            beside[name].update(group)
    return {
        name: _beside(name, [each for each in once if each in its], keys)
        for name, its in beside.items()
        if its > {name}
    }


def _beside(name: str, alike: Iterable[str], keys: _Keys) -> LookAlikes:
    others = [each for each in alike if each != name]
    shown = tuple(LookAlike(each, differences_between(name, each, keys)) for each in others[:MOST_BESIDE])
    return LookAlikes(shown, len(others) - len(shown))


def differences_between(one: str, other: str, keys: _Keys | None = None) -> tuple[Difference, ...]:
    """By what two look-alikes differ: all without which they would not be alike. `keys`: those known already."""
    keys = keys or _keys
    needed = tuple(each for each in Difference if not keys(one, each) & keys(other, each))
    return needed or (Difference.LETTERS,)


def skeleton(text: str) -> str:
    """Every letter in the place of all that look like it (UTS #39, section 4)."""
    prototypes = _prototypes()
    plain = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFD", "".join(prototypes.get(sign, sign) for sign in plain))


def letter_keys(sign: str) -> tuple[frozenset[tuple[str, str]], ...]:
    """What one sign looks like: a set for each letter that it is drawn with (`w` with two, an accent with none). Two
    letters look alike where their sets have something in common: as written, in small letters, or in capitals."""
    letters = (each for each in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(each))
    return tuple(_keys_of_letter(each) for letter in letters for each in _drawn_with(letter))


def _drawn_with(letter: str) -> str:
    """`m` in any shape is an r and an n."""
    small = (_prototype(letter.casefold()), _prototype(_prototype(letter).casefold()))
    capital = _prototype(_prototype(letter.upper()).casefold())
    return next((each for each in (*small, capital) if len(each) > 1), letter)


def _keys_of_letter(letter: str) -> frozenset[tuple[str, str]]:
    small, written = _prototype(letter.casefold()), _prototype(letter).casefold()
    return frozenset({("small", small), ("written", written), ("capital", _prototype(letter.upper()))})


def _prototype(letters: str) -> str:
    signs = unicodedata.normalize("NFD", "".join(_prototypes().get(sign, sign) for sign in letters))
    return "".join(sign for sign in signs if not unicodedata.combining(sign)) or letters


def is_unseen(sign: str) -> bool:
    """Whether a sign has no shape."""
    return bool(_UNSEEN.match(sign))


def keys_of(name: str) -> frozenset[tuple[str, str]]:
    """What all that looks like this name has one of in common; a longer name that holds it holds that, too."""
    return _keys(name)


def _keys(name: str, without: Difference | None = None) -> frozenset[tuple[str, str]]:
    """What look-alikes have one of in common. Capitals look like other letters than small ones do, hence three: as it
    is written, in small letters, and in capitals."""

    def unless(difference: Difference, change: Callable[[str], str], text: str) -> str:
        return text if difference is without else change(text)

    text = unless(Difference.INVISIBLE, _without_unseen, name)
    text = unless(Difference.SPACING, _without_spaces, unicodedata.normalize("NFC", text))
    written = unless(Difference.CASE, str.casefold, unless(Difference.LETTERS, _plain, text))
    small = unless(Difference.LETTERS, _plain, unless(Difference.CASE, str.casefold, text))
    capital = unless(Difference.LETTERS, _plain, unless(Difference.CASE, str.upper, text))
    return frozenset({("written", written), ("small", small), ("capital", capital)})


def _without_unseen(text: str) -> str:
    return _UNSEEN.sub("", text)


def _without_spaces(text: str) -> str:
    return _SPACES.sub("", text)


def _plain(text: str) -> str:
    """Fullwidth, circled, raised and bold letters are the same letters; only then comes what they look like. Blanks of
    another width stay: these differ by their spaces."""
    return skeleton(_WORDS.sub(lambda word: unicodedata.normalize("NFKC", word[0]), text))


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
    found = {sign: "".join(found.get(each, each) for each in other) for sign, other in found.items()} | _BESIDES_UNICODE
    return {sign: "".join(_BESIDES_UNICODE.get(each, each) for each in other) for sign, other in found.items()}


def _bare(text: str) -> str:
    """The package wraps signs written from right to left into marks of direction."""
    return text.strip("\u200e\u200f") or text
