"""A case as wikitext and as plain text: whatever somebody is called or wrote, it stands there as itself."""

import re

import mwparserfromhell
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mwparserfromhell.nodes import ExternalLink, Tag, Template, Wikilink

from app.text.case_record import Fact, Linked, Record, RecordPart, Words
from app.text.case_text import write_text
from app.text.case_wikitext import write_wikitext
from tests.text.hostile_names import HOSTILE_NAMES

HOSTILE_LINES = (
    "== A heading ==",
    "{{subst:Watcher}}\n{|\n| a table\n|}",
    "~~~~\n----\n<ref>x</ref>",
    "[[Category:Watcher]] [[File:Watcher.png]] #REDIRECT [[Watcher]]",
    "one\u2028== two ==\x85=== three ===\x0b* four\r* five",
    "1. Findings\n2. Decision\n\nDecision: none",
    "\u202eturned",
)
ANY_TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60) | st.text(
    "[]{}|<>='~_&#%*:;!-\n $1a/", max_size=60
)
RULED = {"dd", "dl", "li", "ul", "b"}
"""Marks of lists and of bold labels: all that the record itself writes."""


def record(piece: str) -> Record:
    """One in which a piece stands everywhere that something typed can stand."""
    return Record(
        "A record",
        "Only for the team.",
        (
            RecordPart("Parties", (Fact("Reporter", piece),)),
            RecordPart("Links", (Linked(piece, "says it", piece), Linked("https://wiki.example/w?diff=1", "says it"))),
            RecordPart("Findings", (Words("What happened", piece),)),
            RecordPart("Empty", ()),
        ),
    )


@pytest.mark.parametrize("piece", [*HOSTILE_NAMES, *HOSTILE_LINES])
def test_nothing_in_the_wikitext_is_markup_but_our_own(piece: str) -> None:
    check_wikitext(piece)


@given(ANY_TEXT)
def test_nor_is_anything_that_somebody_thinks_of(piece: str) -> None:
    check_wikitext(piece)
    write_text(record(piece))


def check_wikitext(piece: str) -> None:
    text = write_wikitext(record(piece))
    parsed = mwparserfromhell.parse(text)
    assert [str(each.title).strip() for each in parsed.filter_headings()] == [
        "A record",
        "Parties",
        "Links",
        "Findings",
    ]
    nodes = parsed.filter()
    assert not [each for each in nodes if isinstance(each, Template | Wikilink)]
    assert {str(each.tag) for each in nodes if isinstance(each, Tag)} <= RULED
    addresses = [str(each.url) for each in nodes if isinstance(each, ExternalLink)]
    assert len(addresses) <= 2 and all(each.startswith(("https://", "http://")) for each in addresses)
    assert not re.search("~~~|__|<|{{|\\{\\||[\u2028\u2029\u202a-\u202e\x0b\x85\r]", text)
    assert all(re.match(r"={2,3} .* ={2,3}$|\* |\*: |Only for|$", line) for line in text.split("\n")), text


@pytest.mark.parametrize("piece", [*HOSTILE_NAMES, *HOSTILE_LINES])
def test_no_line_of_the_plain_text_passes_for_another_part(piece: str) -> None:
    lines = write_text(record(piece)).split("\n")
    at_margin = [line for line in lines if line and not line.startswith("  ")]
    assert at_margin == ["A record", "Only for the team.", "1. Parties", "2. Links", "3. Findings"]
    assert "\u202e" not in "".join(lines)
    labels = [line for line in lines if re.match(r"  \S", line) and line.endswith(":")]
    assert len(labels) <= 3


def test_a_link_can_be_read_and_followed() -> None:
    text = write_wikitext(record("x"))
    assert "* [https://wiki.example/w?diff=1 https&#58;//wiki.example/w?diff=1] (says it)" in text
    assert "* x (says it)\n*: x" in text
