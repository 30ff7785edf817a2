"""Where somebody finds help outside of the wikis, as a letter offers it: by what the case is about, the language of the
letter, and the country, if somebody knows it (R113)."""

from dataclasses import dataclass

from app.domain.cases import Case
from app.flows.companion.resources import HelpKind, HelpPlace, help_for
from app.flows.companion.stages import Companion

COUNTRY = "letter-country"
"""Under which id the file keeps the country, as DE."""
AT_FIRST = 2
"""How many are ticked before anybody chose: a long list helps nobody."""
_ALWAYS = (HelpKind.CRISIS, HelpKind.HARASSMENT)
_OUTSIDE = (HelpKind.HOST, HelpKind.EXPOSED, HelpKind.ACCOUNTS, HelpKind.IMAGES)


@dataclass(frozen=True)
class OfferedHelp:
    """`chosen` are ids of those that the letter names."""

    places: tuple[HelpPlace, ...]
    chosen: frozenset[str]

    @property
    def lines(self) -> tuple[str, ...]:
        """As they stand in the letter."""
        return tuple(line_of(each) for each in self.places if each.id in self.chosen)

    @property
    def all_lines(self) -> tuple[str, ...]:
        return tuple(line_of(each) for each in self.places)


def line_of(place: HelpPlace) -> str:
    return f"{place.name}: {place.address}"


def offered_help(companion: Companion, case: Case, language: str, kept: str) -> OfferedHelp:
    """Ticked are those whose address stands in the text that was kept, or else the nearest for everybody."""
    is_outside, country = case.answer("off-wiki") == "yes", case.answer(COUNTRY)
    fitting = help_for(companion.help, (*_ALWAYS, *(_OUTSIDE if is_outside else ())), language, country)
    # Without a country only what helps everybody: of fourteen lines nobody reads the one that they need.
    places = tuple(each for each in fitting if country or not each.countries or each.address in kept)
    if kept:
        return OfferedHelp(places, frozenset(each.id for each in places if each.address in kept))
    near = [each for each in places if HelpKind.CRISIS in each.kinds]
    return OfferedHelp(places, frozenset(each.id for each in near[:AT_FIRST]))


def countries(companion: Companion) -> tuple[str, ...]:
    """Those that a place of help is for."""
    return tuple(sorted({country for place in companion.help for country in place.countries}))
