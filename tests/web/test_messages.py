"""The words: their format, that none is missing or left over, and the tone people need at two in the morning."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web import pages
from app.web.messages import Messages, UnknownMessage, fill
from app.web.wording import every_word_key, word_key

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "app" / "messages"
EN = {key: text for key, text in json.loads((FOLDER / "en.json").read_text()).items() if key != "@metadata"}
QQQ = {key: text for key, text in json.loads((FOLDER / "qqq.json").read_text()).items() if key != "@metadata"}
TEMPLATES = [path for path in (ROOT / "templates").rglob("*.html") if "sandbox" not in path.parts]
SOURCES = [path for path in (ROOT / "app").rglob("*.py") if "sandbox" not in path.parts]
MESSAGES = Messages.load(FOLDER)

SPOKEN_IN_TEMPLATES = re.compile(r"\bt\('([a-z0-9-]+)'[,)]")
BEGUN_IN_TEMPLATES = re.compile(r"'([a-z-]+-)' ~")
QUOTED = re.compile(r"""["']([a-z0-9]+(?:-[a-z0-9]+)*)["']""")
BEGUN_IN_SOURCES = re.compile(r'f"([a-z-]+-)\{')
SAYING_CALL = re.compile(
    r"\b(?:Unusable|Overtaken|NotAllowed|Denied|Problem|refusal|say|SignInFirst|_did_not_work)\(([^()]*)"
)
KEBAB = re.compile(r'"([a-z0-9]+(?:-[a-z0-9]+)+)"')


def page_classes() -> list[type[pages.Page]]:
    return pages.Page.__subclasses__()


def spoken_keys() -> set[str]:
    """Keys that the code names outright."""
    in_templates = {key for path in TEMPLATES for key in SPOKEN_IN_TEMPLATES.findall(path.read_text())}
    # What jobs say are codes of their log.
    speaking = [path for path in SOURCES if "jobs" not in path.parts]
    calls = (call for path in speaking for call in SAYING_CALL.findall(path.read_text()))
    in_sources = {key for call in calls for key in KEBAB.findall(call)}
    return in_templates | in_sources | {page.title for page in page_classes()} | every_word_key()


def test_the_files_have_the_shape_of_translatewiki() -> None:
    for name in ("en", "qqq"):
        data = json.loads((FOLDER / f"{name}.json").read_text())
        assert data["@metadata"]["authors"]
    assert set(EN) == set(QQQ)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) for key in EN)
    assert all(note.strip() for note in QQQ.values())


def test_no_message_is_missing() -> None:
    assert sorted(spoken_keys() - set(EN)) == []


def test_no_message_is_left_over() -> None:
    quoted = {key for path in TEMPLATES + SOURCES for key in QUOTED.findall(path.read_text())}
    begun = {start for path in TEMPLATES for start in BEGUN_IN_TEMPLATES.findall(path.read_text())}
    begun |= {start for path in SOURCES for start in BEGUN_IN_SOURCES.findall(path.read_text())}
    used = quoted | spoken_keys()
    assert [key for key in EN if key not in used and not key.startswith(tuple(begun))] == []


@pytest.mark.parametrize("word", ["please", "sorry", "invalid", "forbidden", "!", "<", ">", "&"])
def test_the_tone_is_calm_and_the_words_are_plain_text(word: str) -> None:
    assert [key for key, text in EN.items() if word in text.lower()] == []


def test_nothing_says_a_bare_hide_of_suppressed_material() -> None:
    """What the public sees is "hidden"; which of the two ways was used is never said of a revision."""
    states = [text for key, text in EN.items() if key.startswith(("state-", "result-"))]
    assert not any("suppress" in text or "deletion" in text for text in states)


def test_parameters_and_plural_forms() -> None:
    assert MESSAGES.say("en", "age-days", 1) == "1 day"
    assert MESSAGES.say("en", "age-days", 12) == "12 days"
    assert fill("{{PLURAL:$2|one|many}} $1", "en", ["$2", "1"]) == "one $2"
    assert fill("{{PLURAL:$1|ein|viele}}", "ja", ["1"]) == "viele"
    assert fill("$1 $2", "en", ["only"]) == "only $2"


@given(st.text(), st.text())
def test_a_parameter_is_never_read_as_a_message(first: str, second: str) -> None:
    assert fill("$1|$2", "en", [first, second]) == f"{first}|{second}"


def test_languages_fall_back_to_english() -> None:
    messages = Messages({"en": {"a": "A", "b": "B"}, "de": {"a": "Ä"}})
    assert (messages.say("de-AT", "a"), messages.say("de", "b"), messages.say("xx", "a")) == ("Ä", "B", "A")
    assert messages.best_language("fr;q=0.9, de-AT;q=0.8, en;q=0.1") == "de"
    assert messages.best_language("tlh, *;q=;;") == "en"
    assert messages.best_language("en-x-rtl") == "en"
    assert messages.languages == ("en", "de")


def test_directions() -> None:
    directions = [MESSAGES.direction(language) for language in ("en", "en-x-rtl", "ar", "he-IL", "de")]
    assert directions == ["ltr", "rtl", "rtl", "rtl", "ltr"]


def test_an_unknown_key_raises_unless_told_otherwise() -> None:
    with pytest.raises(UnknownMessage):
        MESSAGES.say("en", "no-such-key")
    assert Messages.load(FOLDER, strict=False).say("en", "no-such-key") == "⧼no-such-key⧽"
    with pytest.raises(KeyError):
        word_key("no-family", "code")
