"""Places outside the wikis where somebody finds help (R113): resources.toml, by what for, language and country.

Nobody here counsels or gives legal advice (R114, R116), so a letter names who can. A place that nobody has looked at
for long is still named, with the day on which somebody did.
"""

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_COUNTRY = re.compile(r"[A-Z]{2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_KEYS = frozenset({"id", "name", "address", "about", "for", "countries", "languages", "reviewed", "source", "rules"})

Row = Mapping[str, Any]


class HelpKind(StrEnum):
    """What a place helps with."""

    CRISIS = "crisis"
    HARASSMENT = "harassment"
    IMAGES = "images"
    EXPOSED = "exposed"
    ACCOUNTS = "accounts"
    HOST = "host"
    SELF_CARE = "self-care"


@dataclass(frozen=True)
class HelpPlace:
    """`countries`: two letters each (ISO 3166), none: for everybody; `languages`: what is spoken there (ISO 639);
    `reviewed`: the day on which somebody last looked; `source`: how it was verified, in words."""

    id: str
    name: str
    address: str
    about: str
    kinds: tuple[HelpKind, ...]
    countries: tuple[str, ...]
    languages: tuple[str, ...]
    reviewed: date
    source: str


def read_help(folder: Path = HERE) -> tuple[HelpPlace, ...]:
    """Raises ValueError with what is wrong, KeyError."""
    rows = tomllib.loads((folder / "resources.toml").read_text(encoding="utf-8"))["help"]
    places = tuple(_place(row) for row in rows)
    if len({each.id for each in places}) < len(places):
        raise ValueError("a place of help stands there twice")
    return places


def help_for(
    places: Sequence[HelpPlace], kinds: Collection[HelpKind], language: str = "", country: str = ""
) -> tuple[HelpPlace, ...]:
    """Those that help with one of `kinds`: of the country and for everybody, and in the language, but for a kind that
    nobody helps with in it. Without a country, those of every country. The nearest come first."""
    fitting = [each for each in places if not each.countries or not country or country in each.countries]
    foreign = {kind for kind in kinds if not any(kind in each.kinds and language in each.languages for each in fitting)}

    def helps(each: HelpPlace) -> bool:
        speaks = not language or language in each.languages
        return bool(set(each.kinds) & (set(kinds) if speaks else foreign))

    return tuple(sorted(filter(helps, fitting), key=lambda each: country not in each.countries))


def _place(row: Row) -> HelpPlace:
    if unknown := sorted(set(row) - _KEYS):
        raise ValueError(f"“{row.get('id', '?')}”: nobody knows “{unknown[0]}” here")
    place = HelpPlace(
        id=row["id"],
        name=row["name"],
        address=row["address"],
        about=row["about"],
        kinds=tuple(HelpKind(each) for each in row["for"]),
        countries=tuple(row.get("countries", ())),
        languages=tuple(row["languages"]),
        reviewed=row["reviewed"],
        source=row["source"],
    )
    if not place.address.startswith("https://"):
        raise ValueError(f"“{place.id}”: “{place.address}” is no address that begins with https://")
    wrong = [each for each in place.countries if not _COUNTRY.fullmatch(each)]
    wrong += [each for each in place.languages if not _LANGUAGE.fullmatch(each)]
    if wrong or not (place.languages and place.kinds and place.source) or type(place.reviewed) is not date:
        raise ValueError(
            f"“{place.id}”: it needs kinds, countries as DE, languages as de, a day of review and a source"
        )
    return place
