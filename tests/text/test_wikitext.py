"""Whatever a name holds, it stands as itself: in a parameter, in words, in a heading, in a link."""

import re

import mwparserfromhell
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from mwparserfromhell.nodes import ExternalLink, Heading, HTMLEntity, Text, Wikilink

from app.text.wikitext import (
    NotAnAddress,
    in_heading,
    in_link,
    in_template,
    in_text,
    link_out,
    link_to,
    read_references,
    template,
)
from tests.text.hostile_names import HOSTILE_NAMES

ANY_TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40) | st.text(
    "[]{}|<>='~_&#%*:;!-\n $1a/", max_size=40
)
WRITERS = (in_template, in_text, in_heading, in_link)


NO_TITLE = re.compile(r"[#<>\[\]{}|]|~~~|&amp;|&lt;|%41")
"""Of the names in the list: what a real MediaWiki (1.43) shows with its brackets instead of linking it."""


def meant(text: str) -> str:
    """Without what no account's name has."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).strip()


@given(ANY_TEXT)
@example("AT&copy")
def test_what_comes_out_means_what_went_in(text: str) -> None:
    for write in WRITERS:
        assert read_references(write(text)) == meant(text)


@given(ANY_TEXT)
def test_nothing_in_it_is_markup(text: str) -> None:
    for write in WRITERS:
        nodes = mwparserfromhell.parse(f"x {write(text)} x").nodes
        assert {type(node) for node in nodes} <= {Text, HTMLEntity}
        assert not re.search(r"~~~|__|''|://|\n|[\[\]{}|<>]", write(text))


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_template_has_the_parameter_that_is_meant(name: str) -> None:
    (found,) = mwparserfromhell.parse(template("LockHide", name, "second")).filter_templates()
    assert [str(each.name) for each in found.params] == ["1", "2"]
    assert read_references(str(found.get("1").value)) == meant(name)


@pytest.mark.parametrize("name", [*HOSTILE_NAMES, "a~~~b", "a~~~~~~~b", "a___b", "a'''''b"])
def test_no_name_signs_names_a_template_or_ends_a_heading(name: str) -> None:
    for write in WRITERS:
        assert not re.search(r"~~|__|''|[\[\]{}|<>]", write(name))
    assert "=" not in in_heading(name) and not re.match("[*#:;=-]", in_text(name))


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_heading_stays_one_and_links_to_the_name(name: str) -> None:
    parsed = mwparserfromhell.parse(f"=== Lock for {link_to('Special:CentralAuth', name)} ===\nx")
    (heading,) = parsed.filter_headings()
    assert isinstance(heading, Heading) and heading.level == 3
    if NO_TITLE.search(name):
        assert read_references(str(heading.title)) == f" Lock for {meant(name)} "
        return
    (link,) = heading.title.filter_wikilinks()
    assert isinstance(link, Wikilink)
    assert read_references(str(link.title)) == f"Special:CentralAuth/{meant(name)}"
    assert read_references(str(link.text)) == meant(name)


def test_a_name_keeps_its_signs_where_nothing_reads_them() -> None:
    """Templates make addresses of it, where a reference would be a different name."""
    assert in_template("O'Neil & Sons = 100%") == "O'Neil & Sons = 100%"
    assert in_template("~2026-10482-07") == "~2026-10482-07"


def test_words_make_no_list_and_no_number_a_link() -> None:
    assert in_text("* x") == "&#42; x" and in_text("RFC 12") == "RFC&#32;12"


ADDRESSES = st.text(st.characters(codec="utf-8", exclude_characters="/?#\\"), max_size=30)


@given(ADDRESSES)
@example("a'''b]]}}|{{x~~~~__TOC__<b> &amp;%41%")
def test_an_address_is_one_link_whatever_it_holds(rest: str) -> None:
    address = f"https://en.wiki.example/w/index.php?title={rest}x"
    (link,) = mwparserfromhell.parse(f"a {link_out(address)} b").filter(recursive=False, forcetype=ExternalLink)
    assert str(link.url).isascii() and link.title is None
    assert not re.search(r"~~|__|'|[\[\]{}|<>\s\"]", str(link.url))
    assert link_out(str(link.url)) == f"[{link.url}]"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "//en.wiki.example/x",
        "https://",
        "https://a b/x",
        "https://[::1]/x",
        "https://u:p@en.wiki.example/x",
        "https://en.wiki.example]/x",
        "ftp://en.wiki.example/x",
        "Harbour",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(NotAnAddress):
        link_out(address)
