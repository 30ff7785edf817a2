"""The small language of the words: what a phrase finds, what it does not, and what is no phrase."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.phrases import BadPhrase, Phrases
from app.text.word_reading import read_words

LISTS = {"team": ["we", "my team", "the committee"], "no-name": ["The", "They"]}


SPELLING = {"harrass*": "harass*", "wich": "which"}


def found(phrase: str, text: str) -> list[str]:
    read = read_words(text)
    return [
        text[read.starts[start] : read.ends[end - 1]]
        for _, start, end in Phrases({"x": [phrase]}, LISTS, SPELLING).find(read.signs)
    ]


@pytest.mark.parametrize(
    ("phrase", "text", "pieces"),
    [
        ("I promise", "Well, I promise it.", ["I promise"]),
        ("I promise", "I PROMISE", ["I PROMISE"]),
        ("I promise", "I\n\t promise, I  promise", ["I\n\t promise", "I  promise"]),
        ("I promise", "I, promise", ["I, promise"]),
        ("I promise", "I. Promise", []),
        ("I promise", "I\n\nPromise", []),
        ("I promise", "hi promise", []),
        ("I promise", "I promised", []),
        ("promis*", "promised, compromise", ["promised"]),
        ("promis(e|es)", "promises promise promising", ["promises", "promise"]),
        ("(we|I) (really)? promise", "I promise, we really promise", ["I promise", "we really promise"]),
        ("you will ... answer", "you will have an answer", ["you will have an answer"]),
        ("you will ... answer", "you will answer", ["you will answer"]),
        ("you will ... answer", "you will a b c d answer", ["you will a b c d answer"]),
        ("you will ... answer", "you will a b c d e answer", []),
        ("you will ... answer", "You will. An answer", []),
        ("by ...", "by Tuesday at noon", ["by Tuesday at noon"]),
        ("<team> promise", "my team promise", ["my team promise"]),
        ("don't worry", "don\u2019t worry", ["don\u2019t worry"]),
        ("don't worry", "dont worry", ["dont worry"]),
        ("I'm busy", "I'm busy", ["I'm busy"]),
        ("(I|we) (am|'m|'re) busy", "I'm busy, we're busy", ["I'm busy", "we're busy"]),
        ("long term", "long-term and long term", ["long-term", "long term"]),
        ("f(ü|ue)r dich", "Für dich, fuer dich", ["Für dich", "fuer dich"]),
        ("straße", "STRASSE Straße", ["STRASSE", "Straße"]),
        ("user:*", "user:Ash", ["user:Ash"]),
        ("<name> is lying", "Ash Reed is lying. They is lying.", ["Ash Reed is lying"]),
        ("<name> is lying", "he is lying", []),
        ("I promise", "I ''promise'' <b>it</b>", ["I ''promise"]),
        ("I promise", "I pro&#109;ise", ["I pro&#109;ise"]),
        ("I promise", "I pro\u00admi\u200bse", ["I pro\u00admi\u200bse"]),
        ("I promise", "I pr\u043emise", ["I pr\u043emise"]),
        ("I promise", "\uff29 \U0001d429romise", ["\uff29 \U0001d429romise"]),
        ("está", "esta\u0301", ["esta\u0301"]),
        ("24/7", "24/7", ["24/7"]),
        ("harass(ed|ing)", "Harrassing, harrassed", ["Harrassing", "harrassed"]),
        ("which", "wich, wichs", ["wich"]),
    ],
)
def test_what_a_phrase_finds(phrase: str, text: str, pieces: list[str]) -> None:
    assert found(phrase, text) == pieces


@pytest.mark.parametrize(
    "phrase",
    [
        "... by",
        "(a|b",
        "a)",
        "a?",
        "(a)?",
        "*",
        "<nothing> a",
        "a ....",
        "(a)? (b)?",
        "...",
        "",
        "!",
        "a (|b)",
        "x(...)",
    ],
)
def test_what_is_no_phrase(phrase: str) -> None:
    with pytest.raises(BadPhrase):
        Phrases({"x": [phrase]}, LISTS)


@given(st.text(max_size=300))
def test_places_lie_in_the_text(text: str) -> None:
    read = read_words(text)
    assert len(read.signs) == len(read.starts) == len(read.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(read.starts, read.ends, strict=True))
    for _, start, end in Phrases({"x": ["a ... b", "<name>", "i*"]}, LISTS).find(read.signs):
        assert 0 <= start < end <= len(read.signs)


@given(st.integers(0, 999))
def test_blanks_capitals_and_unseen_signs_hide_nothing(seed: int) -> None:
    chance = random.Random(seed)
    words = ["we", "will", "have", "an", "answer", "by", "friday"]
    text = chance.choice([" ", "\n", "  ", "\u00a0", ", "]).join(
        "".join(chance.choice([each, each.upper(), f"{each}\u200b", f"&#{ord(each)};"]) for each in word)
        for word in words
    )
    assert found("<team> will have ... answer by friday", text) == [text.removesuffix("\u200b")] or found(
        "<team> will have ... answer by friday", text
    ) == [text]
