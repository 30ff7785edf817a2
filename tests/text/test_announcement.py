"""A public notice: made of fixed words in each language, and of names that stand there as words alone."""

import re
from datetime import date
from pathlib import Path

import mwparserfromhell
import pytest
from mwparserfromhell.nodes import HTMLEntity, Text

from app.text.announcement import (
    ANSWERS,
    FALLBACK,
    HERE,
    UNTIL,
    Announcement,
    BadAnnouncementWords,
    languages,
    read_words,
    words_for,
    write_announcement,
)
from app.text.leak_check import LANGUAGES, Outgoing, TextKind, check
from tests.text.hostile_names import HOSTILE_NAMES

DIFF = "https://en.wiki.example/w/index.php?diff=4711"


def test_every_language_has_the_same_words_as_english() -> None:
    english = read_words(FALLBACK)
    assert set(languages()) == {"ar", "de", "en", "es"}
    for each in map(read_words, languages()):
        assert (list(each.basis), list(each.outcome)) == (list(english.basis), list(english.outcome))
        assert tuple(each.answers) == ANSWERS


def test_an_unknown_language_is_written_in_english() -> None:
    assert words_for("xx") == read_words(FALLBACK)


@pytest.mark.parametrize("language", ["ar", "de", "en", "es"])
def test_the_three_parts_and_the_appeal_stand_in_it(language: str) -> None:
    """R179 and R190."""
    words = read_words(language)
    for basis in words.basis:
        for outcome in words.outcome:
            made = Announcement("Quarrel", basis, (outcome,), "enwiki", "the team", date(2027, 1, 2), (DIFF,))
            text = write_announcement(words, made)
            said = words.outcome[outcome].replace("{wiki}", "enwiki").replace("{day}", "2027-01-02")
            assert "Quarrel" in text and words.basis[basis] in text and said in text and "the team" in text
            assert f"[{DIFF}]" in text and not re.search(r"[{}]", text)


def test_without_a_team_nothing_is_said_of_appeals_and_without_diffs_nothing_of_diffs() -> None:
    text = write_announcement(read_words("en"), Announcement("Quarrel", "harassment", ("block",), "enwiki"))
    assert text == "User:Quarrel is blocked without an end date. Basis: conduct contrary to the policy on harassment."


@pytest.mark.parametrize("language", ["ar", "de", "en", "es"])
@pytest.mark.parametrize("name", [*HOSTILE_NAMES, "{outcome}", "{team}", "a\nb", "\u202eturned"])
def test_whatever_an_account_is_called_it_is_no_markup(language: str, name: str) -> None:
    made = Announcement(name, "conduct", ("ban", UNTIL), name, name, date(2027, 1, 2))
    text = write_announcement(read_words(language), made)
    assert {type(node) for node in mwparserfromhell.parse(text).nodes} <= {Text, HTMLEntity}
    assert not re.search("~~~|__|''|://|\n|[\\[\\]{}|<>\u202a-\u202e]", text)


def test_what_is_no_address_is_not_linked() -> None:
    made = Announcement("Quarrel", "conduct", ("block",), "enwiki", diffs=("javascript:alert(1)", "]] x"))
    assert "javascript" not in write_announcement(read_words("en"), made)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('language = "en"', 'language = "de"'),
        ("reviewed = 2026-11-28", 'reviewed = "soon"'),
        ("[basis]", "[reasons]"),
        ("Basis: {basis}", "No basis"),
        ("to {team}.", "to {nobody}."),
        ("until {day}", "for a while"),
        ('accounts = "misuse', 'accounts = "{account} did it; misuse'),
        ("why-private", "why"),
        ('language = "en"', "language = "),
    ],
)
def test_a_slip_in_a_file_is_an_error_with_its_name(tmp_path: Path, old: str, new: str) -> None:
    text = (HERE / "en.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "en.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BadAnnouncementWords, match=r"en\.toml"):
        read_words("en", tmp_path)


@pytest.mark.parametrize("language", sorted({*languages()} & {*LANGUAGES}))
def test_what_is_made_of_the_fixed_words_passes_the_leak_check(language: str) -> None:
    """R179, R183: whatever is chosen, nothing blocks and nothing is missing."""
    words = read_words(language)
    for basis in words.basis:
        for outcome in words.outcome:
            made = Announcement("Quarrel", basis, (outcome,), "enwiki", words.text["team"], date(2027, 1, 2))
            text = write_announcement(words, made)
            assert check(Outgoing(text, TextKind.ANNOUNCEMENT, language, ["Nilufar"])) == (), text


@pytest.mark.parametrize("language", sorted({*languages()} & {*LANGUAGES}))
def test_no_canned_answer_tells_anything(language: str) -> None:
    whole = {"leak-announcement-parts", "leak-appeal"}
    for text in read_words(language).answers.values():
        found = check(Outgoing(text, TextKind.ANNOUNCEMENT, language, ["Nilufar"]))
        assert {each.say for each in found} <= whole, text
