"""Places of help: there is one for every kind and language, and the nearest come first."""

import shutil
from pathlib import Path

import pytest

from app.flows.companion.reading import HERE, read_companion
from app.flows.companion.resources import HelpKind, help_for, read_help
from app.flows.reading import BadFlow

PLACES = read_help()
LANGUAGES = ("en", "de", "es", "ar", "fr", "pt")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", HelpKind)
def test_everybody_finds_something(kind: HelpKind, language: str) -> None:
    assert help_for(PLACES, {kind}, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_help_against_harassment_that_speaks_it(language: str) -> None:
    found = help_for(PLACES, {HelpKind.HARASSMENT}, language)
    assert found and all(language in each.languages for each in found)


def test_the_country_comes_first_and_other_countries_not_at_all() -> None:
    found = help_for(PLACES, {HelpKind.CRISIS, HelpKind.HARASSMENT}, "de", "DE")
    assert [each.id for each in found[:2]] == ["telefonseelsorge", "hateaid"]
    assert all(not each.countries or "DE" in each.countries for each in found)
    assert {each.id for each in help_for(PLACES, {HelpKind.CRISIS}, "pt", "AO")} == {"findahelpline", "meta-harassment"}


def test_where_nobody_speaks_the_language_there_is_help_in_any() -> None:
    assert help_for(PLACES, {HelpKind.IMAGES}, "fi") == help_for(PLACES, {HelpKind.IMAGES})
    both = help_for(PLACES, {HelpKind.HARASSMENT, HelpKind.EXPOSED}, "de", "DE")
    assert [each.id for each in both] == ["hateaid", "meta-harassment", "pen", "google-removal", "ssd"]
    assert [each.id for each in help_for(PLACES, {HelpKind.EXPOSED}, "ar", "EG")] == ["smex", "ssd"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://stopncii.org", "http://stopncii.org"),
        ('countries = ["DE"]', 'countries = ["Germany"]'),
        ('languages = ["de"]', "languages = []"),
        ('id = "988"', 'id = "samaritans"'),
        ("reviewed = 2026-11-28", 'reviewed = "lately"'),
        ('for = ["crisis", "self-care"]', 'for = ["therapy"]'),
        ("about =", "telephone ="),
    ],
)
def test_a_slip_stops_the_start(tmp_path: Path, old: str, new: str) -> None:
    for name in ("stages.toml", "letters.toml", "resources.toml"):
        shutil.copy(HERE / name, tmp_path / name)
    text = (HERE / "resources.toml").read_text("utf-8")
    assert old in text
    (tmp_path / "resources.toml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadFlow):
        read_companion(tmp_path)
