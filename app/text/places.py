"""Where somebody is, in a text: coordinates, links to maps, and streets with the number of a house (R122)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.text.leak_finding import Spot

_COORDINATES = re.compile(
    r"(?<![\w.])[-+]?[0-9]{1,2}\.[0-9]{4,10}\s?°?\s?[NS]?\s?[,;/]\s?[-+]?[0-9]{1,3}\.[0-9]{4,10}(?![\w.])"
    r"|[0-9]{1,3}\s?°\s?[0-9]{1,2}\s?['′’]\s?(?:[0-9.]{1,6}\s?(?:\"|″|”|'')\s?)?[NSEWO]\b"
    r"|\bgeo:[-+]?[0-9]{1,2}\.[0-9]|\{\{\s*coord\s*\|[^{}\n]{1,200}\}\}",
    re.IGNORECASE,
)
_MAPS = re.compile(
    r"(?:https?:)?//(?:maps\.(?:google|apple|app)\.[a-z.]{2,10}|(?:www\.)?google\.[a-z.]{2,6}/maps|goo\.gl/maps"
    r"|(?:www\.)?openstreetmap\.org|(?:www\.)?bing\.com/maps|yandex\.[a-z]{2,3}/maps|what3words\.com|geohack[^/\s]{0,40})"
    r"[^\s\[\]<>{}|\"]*",
    re.IGNORECASE,
)


def find_places(text: str) -> Iterator[Spot]:
    """Coordinates in degrees and links that lead to a place on a map."""
    for pattern in (_COORDINATES, _MAPS):
        yield from (Spot("coordinates", *match.span()) for match in pattern.finditer(text))


@dataclass(frozen=True)
class Streets:
    """Words `before` and `after` the name of a street in one language, and whether people there write the number of the
    house first."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    number_first: bool = False


def find_streets(signs: str, streets: Streets) -> Iterator[tuple[int, int]]:
    """A word of a street beside a number: `Calle Mayor 3`, `12 Harbour Street`, `Hafenstrasse 7`. In folded text."""
    for pattern in _streets(streets):
        yield from (match.span() for match in pattern.finditer(signs))


@lru_cache(16)
def _streets(streets: Streets) -> tuple[re.Pattern[str], ...]:
    number, word = r"[0-9]{1,5}(?:\s?[a-z])?(?![\w%:/-])", r"\w[\w.'-]{0,40}"
    first, last = _any_of(streets.before), _any_of(streets.after)
    number_first = re.compile(rf"(?<![\w.,:/#=-])[0-9]{{1,5}}[a-z]?,? (?:{word} ){{0,3}}(?:{last})(?!\w)")
    patterns = (
        re.compile(rf"(?<!\w)(?:{first})\.?(?: (?:{word})){{1,4}},? (?:n[.ºo]{{0,2}} ?|# ?)?{number}"),
        re.compile(rf"(?<!\w)(?:{last})\.? {number}"),
    )
    return (*patterns, number_first) if streets.number_first else patterns


def _any_of(words: Sequence[str]) -> str:
    """Any of these words, which may begin or end with a star (`*strasse`); nothing where there is none."""
    folded = (re.escape(word.casefold()).replace("\\ ", " ").replace("\\*", r"\w{0,40}") for word in words)
    return "|".join(folded) or "(?!)"
