"""What a link tells besides its target: the page beside a number, a short link's code, whose names matter."""

import pytest

from app.domain.targets import Target, TargetKind, Why
from app.domain.wikis import Farm
from app.links import parse, short_link_code, wikis_mentioned
from app.links.parser import understand
from app.links.saved_answers import as_contract
from tests.links.farm import farm

FARM = farm()
BARE = farm(described=False)
EN = "https://en.wikipedia.org"
INDEX = f"{EN}/w/index.php"
DE = "https://de.wikipedia.org"


@pytest.mark.parametrize(
    ("link", "page"),
    [
        (f"{INDEX}?title=Foo__bar_&diff=5", "Foo bar"),
        (f"{INDEX}?diff=5&oldid=4&title=Foo", "Foo"),
        (f"{INDEX}?title=Foo&diff=next&oldid=5", "Foo"),
        (f"{INDEX}?title=User:Foo&oldid=5", "User:Foo"),
        (f"{INDEX}?title=Foo&action=edit&undo=5", "Foo"),
        (f"{EN}/wiki/Foo%20bar?oldid=5", "Foo bar"),
        (f"{INDEX}/Foo?diff=5", "Foo"),
        (f"{INDEX}?title=Special:RevisionDelete&type=revision&target=Foo&ids=5", "Foo"),
        (f"{INDEX}?title=Foo&action=revisiondelete&type=revision&ids=5", "Foo"),
        (f"{EN}/w/api.php?action=visualeditor&page=Foo&oldid=5", "Foo"),
        (f"{EN}/api/rest_v1/page/html/Foo%2Fbar/5", "Foo/bar"),
        (f"{EN}/wiki/Special:Diff/5", None),
        (f"{INDEX}?title=Special:Diff/5&diff=5", None),
        (f"{INDEX}?title=Special:Nope&diff=5", None),
        (f"{DE}/w/index.php?title=Spezial:Nope&diff=5", None),
        (f"{INDEX}?diff=5", None),
        (f"{INDEX}?title=&diff=5", None),
        (f"{INDEX}?title=%00%3C%7C&diff=5", None),
        (f"{INDEX}?title={'x' * 500}&diff=5", None),
        (f"{INDEX}?title=Special:RevisionDelete&type=revision&target=%5B%5D&ids=5", None),
    ],
)
def test_the_page_beside_a_number(link: str, page: str | None) -> None:
    [target] = parse(link, FARM)
    assert (target.kind, target.id, target.title, target.beside) == (TargetKind.REVISION, 5, None, page)
    assert as_contract(target)["title"] is None and "beside" not in as_contract(target)


def test_the_page_beside_is_no_part_of_what_is_meant() -> None:
    links = (f"{EN}/wiki/Special:Diff/5", f"{INDEX}?title=Foo&diff=5", f"{INDEX}?title=Bar&oldid=5")
    [target] = parse(" ".join(links), FARM)
    assert (target.input, target.beside) == (links[0], "Foo"), "the first writing, and the first page that is named"
    assert target.identity == parse(links[0], FARM)[0].identity
    assert wikis_mentioned(f"{DE}/w/index.php?title=Benutzer:X&diff=5", BARE) == set()


SHORT = Farm(BARE.wikis, BARE.central, short_link_host="127.0.0.9:8123")


@pytest.mark.parametrize(
    ("text", "on", "code"),
    [
        ("https://w.wiki/AbC", BARE, "AbC"),
        ("(see w.wiki/aBc)", BARE, "aBc"),
        ("//w.wiki/_9yQX.", BARE, "_9yQX"),
        ("HTTPS://W.WIKI/AbC", BARE, "AbC"),
        ("\u200fhttps://w.wiki/AbC\u200f", BARE, "AbC"),
        ("https://\u200ew.wiki/AbC\u200f", BARE, "AbC"),
        ("看https://w.wiki/AbC和", BARE, "AbC"),
        ("https://w.wiki/AbC?x=1#y", BARE, "AbC"),
        ("http://127.0.0.9:8123/AbC", SHORT, "AbC"),
        ("127.0.0.9:8123/AbC", SHORT, "AbC"),
        ("https://w.wiki/", BARE, None),
        ("https://w.wiki/a/b", BARE, None),
        ("https://w.wiki/../a", BARE, None),
        ("https://w.wiki/a%2Fb", BARE, None),
        ("https://w.wiki/%61", BARE, None),
        ("https://w.wiki/aé", BARE, None),
        (f"https://w.wiki/{'a' * 33}", BARE, None),
    ],
)
def test_the_code_of_a_short_link(text: str, on: Farm, code: str | None) -> None:
    [target] = parse(text, on)
    assert target.why is Why.SHORT_LINK and target.input in text
    assert short_link_code(target, on) == code


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("https://w.wiki/AbC", SHORT),
        ("http://127.0.0.9/AbC", SHORT),
        ("https://w.wiki@evil.example/AbC", BARE),
        ("https://w.wiki:80/AbC", BARE),
        ("https://w.wi\u212ai/AbC", BARE),
        ("https://evil.example/w.wiki/AbC", BARE),
    ],
)
def test_no_code_for_what_is_on_another_host(text: str, on: Farm) -> None:
    for target in parse(text, on):
        assert target.why is Why.UNKNOWN_HOST and short_link_code(target, on) is None
    made_up = Target(TargetKind.UNKNOWN, None, input="https://evil.example/AbC", why=Why.SHORT_LINK)
    assert short_link_code(made_up, on) is None


def test_one_reading_gives_targets_and_the_wikis_whose_names_matter() -> None:
    text = f"{DE}/wiki/Spezial:Unterschied/5 [[:w:Special:Diff/6]]"
    for sites in (FARM, BARE):
        read = understand(text, sites)
        assert list(read.targets) == parse(text, sites)
        assert read.wikis == wikis_mentioned(text, sites)
    assert understand(text, FARM).wikis == {"dewiki"}


def test_without_a_central_wiki_bare_names_are_nowhere() -> None:
    lost = Farm(BARE.wikis, "nowhere")
    for text in ("[[User:Foo]]", "~2026-12345-6", "{{LockHide|Foo}}", "User:Foo"):
        assert [target.why for target in parse(text, lost)] == [Why.WHICH_WIKI]
