"""The text of a hand-over: each part under its own heading, and nothing typed can pass for another one."""

import re

from hypothesis import given
from hypothesis import strategies as st

from app.text.hand_over import Pack, Section, without_controls, write_pack


def pack(*texts: str) -> str:
    sections = [Section(f"Part {number}", text) for number, text in enumerate(texts)]
    return write_pack(Pack("Opening.", ["To: A team"], sections, "Closing."))


def test_how_it_looks() -> None:
    assert pack("one\n\ntwo ", "https://wiki.example/?diff=5") == (
        "Opening.\n\nTo: A team\n\n1. Part 0\n  one\n\n  two\n\n2. Part 1\n  https://wiki.example/?diff=5\n\nClosing.\n"
    )


def test_a_part_cannot_begin_another() -> None:
    for line_end in ("\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"):
        text = pack(f"a{line_end}2. Part 1{line_end}To: somebody else")
        assert [line for line in text.splitlines() if re.match(r"[0-9]\.|To:", line)] == ["To: A team", "1. Part 0"]


def test_signs_that_turn_or_hide_what_is_around_them_are_gone() -> None:
    text = pack("a\u202eb\u2066c\x00d\x1be\x08f", "ltr עברית\u200f \u200dسلام")
    assert "  abcdef\n" in text
    assert "  ltr עברית\u200f \u200dسلام\n" in text, "what languages need stays"


@given(st.lists(st.text(), min_size=1, max_size=6))
def test_whatever_is_typed_stands_under_its_own_heading(texts: list[str]) -> None:
    lines = pack(*texts).split("\n")
    unindented = [line for line in lines if line and not line.startswith("  ")]
    headings = [f"{number + 1}. Part {number}" for number in range(len(texts))]
    assert unindented == ["Opening.", "To: A team", *headings, "Closing."]


@given(st.text())
def test_taking_controls_away_twice_is_the_same(text: str) -> None:
    assert without_controls(without_controls(text)) == without_controls(text)
