"""Who is named on a page of requests already: in any parameter style, in the right section, on hostile pages too."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.public_pages import PageText, PublicRequest, Section
from app.flows.public_pages import read_public_pages
from app.text.asked_already import LONGEST_NAME, AlreadyThere, already_there
from app.text.public_requests import same_name, write_global_block, write_lock
from tests.text.hostile_names import HOSTILE_NAMES
from tests.text.test_wikitext import meant

PAGES = read_public_pages()
LOCK, CHECK = PAGES[PublicRequest.LOCK], PAGES[PublicRequest.CHECKUSER]


def page_of(*requests: str, title: str = "Steward requests/Global") -> PageText:
    text = "Read this: {{LockHide|Example}}\n\n== Part ==\n" + "\n\n".join(requests)
    headings = re.finditer(r"(?m)^(=+)(.*?)\1[ \t]*$", text)
    sections = [
        Section(number, len(each[1]), f"anchor-{number}", each.start()) for number, each in enumerate(headings, 1)
    ]
    return PageText(title, 7, 0, text, tuple(sections))


def request(body: str, heading: str = "Global lock for something", status: str = "{{status}}") -> str:
    return f"=== {heading} ===\n{status}\n{body}\nSpam. --[[User:Pat Reed|Pat]] 12:00, 27 November 2026 (UTC)"


@pytest.mark.parametrize(
    "body",
    [
        "* {{LockHide|1=Tide Watcher}}",
        "* {{LockHide|Tide Watcher}}",
        "*{{lockhide|tide Watcher}}",
        "* {{LOCKHIDE | 1 = Tide_Watcher }}",
        "* {{LH|Tide Watcher|hidename=1}}",
        "* {{LockHide\n| 1 = Tide Watcher\n}}",
        "* {{MultiLock|Aa|Bb|Tide Watcher}}",
        "* {{MultiLock|1=Aa|2=Tide Watcher|3=Cc}}",
        "* {{ multilock |Aa|2=Tide  Watcher}}",
        "* {{Luxotool|Tide Watcher}}",
        "{{Collapse top|List}}\n* {{MultiLock|Aa|Tide Watcher}}\n{{Collapse bottom}}",
        "* {{LockHide|<nowiki>Tide Watcher</nowiki>}}",
        "* {{LockHide|1=<!-- this one -->Tide Watcher}}",
        "* {{LockHide|1=Tide&#32;Watcher}}",
        "{{box|{{LockHide|1=Tide Watcher}}}}",
        "[[x {{LockHide|1=Tide Watcher}}",
        "{{unclosed {{LockHide|1=Tide Watcher}}",
        "}} ]] {{LockHide|1=Tide Watcher}}",
        "<nowiki> {{LockHide|1=Tide Watcher}}",
        "* {{LockHide<!-- x -->|1=Tide Watcher}}",
    ],
)
def test_it_is_found_however_it_is_written(body: str) -> None:
    page = page_of(
        request("* {{LockHide|1=Aa}}"), request(body, "Global lock for [[Special:CentralAuth/X|''X'' &amp; Y]]")
    )
    assert already_there(LOCK, page, ["Tide Watcher", "Nobody Here"]) == {
        "Tide Watcher": AlreadyThere("anchor-3", "Global lock for X & Y", True)
    }


@pytest.mark.parametrize(
    "body",
    [
        "Tide Watcher",
        "* [[User:Tide Watcher]]",
        "* {{LockHide|1=Tide watcher}}",
        "* {{LockHide|1=Tide Watchers}}",
        "* {{LockHide|reason=Tide Watcher}}",
        "* {{Thanks|1=Tide Watcher}}",
        "* <nowiki>{{LockHide|1=Tide Watcher}}</nowiki>",
        "<pre>{{LockHide|1=Tide Watcher}}</pre>",
        "<!-- {{LockHide|1=Tide Watcher}} -->",
        "* {{LockHide|1=Tide Watcher",
    ],
)
def test_what_asks_for_nothing_is_nothing(body: str) -> None:
    assert already_there(LOCK, page_of(request(body)), ["Tide Watcher"]) == {}


def test_the_instructions_above_the_parts_count_for_nothing() -> None:
    assert already_there(LOCK, page_of(request("x")), ["Example"]) == {}


@pytest.mark.parametrize(
    ("status", "is_open"),
    [
        ("{{status}}", True),
        ("{{Status|}}", True),
        ("{{status| in progress }}", True),
        ("{{status|on hold}}", True),
        ("{{status|<!-- open -->}}", True),
        ("", True),
        ("{{status|done}}", False),
        ("{{STATUS|Not done}}", False),
        ("{{status|1=done}}", False),
    ],
)
def test_it_says_whether_somebody_answered(status: str, is_open: bool) -> None:
    found = already_there(LOCK, page_of(request("{{LockHide|1=Aa}}", status=status)), ["Aa"])
    assert found["Aa"].is_open is is_open


def test_an_open_request_counts_before_a_closed_one() -> None:
    closed, opened = request("{{LH|Aa}}", status="{{status|done}}"), request("{{LH|Aa}}", "Again")
    assert already_there(LOCK, page_of(closed, opened), ["Aa"])["Aa"] == AlreadyThere("anchor-3", "Again", True)


def test_requests_for_a_check_have_names_and_status_in_one_template() -> None:
    body = (
        "=== Aa@en.wikipedia ===\n{{CU request\n |status = {}\n |user name1 = Aa\n |User name10= Bb\n |reason = Cc\n}}"
    )
    for status, is_open in (("", True), ("<!--don't change this line-->", True), ("completed", False)):
        found = already_there(CHECK, page_of(body.replace("{}", status)), ["bb", "Cc"])
        assert found == {"bb": AlreadyThere("anchor-2", "Aa@en.wikipedia", is_open)}


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_what_we_write_we_find(name: str) -> None:
    for names in ([name], ["Aa", name, "Bb"]):
        page = page_of(write_lock(LOCK, names, "spam", []).wikitext)
        assert list(already_there(LOCK, page, [name])) == [name]
        assert already_there(LOCK, page, [f"{meant(name)} too"]) == {}


def test_addresses_are_the_same_in_every_spelling() -> None:
    block = PAGES[PublicRequest.GLOBAL_BLOCK]
    page = page_of(write_global_block(block, [], ["2001:DB8:0:0::7", "192.0.2.0/24"], "spam", []).wikitext)
    assert set(already_there(block, page, ["2001:db8::7", "192.0.2.0/24", "192.0.2.7"])) == {
        "2001:db8::7",
        "192.0.2.0/24",
    }


def test_a_section_of_another_page_is_no_place_to_look() -> None:
    page = page_of(request("{{LH|Aa}}"))
    first, second = page.sections
    page = PageText(page.title, 7, 0, page.text, (first, Section(None, 3, "T-1", second.start)))
    assert already_there(LOCK, page, ["Aa"])["Aa"].anchor == "anchor-1"


@pytest.mark.parametrize(
    "piece",
    ["{{", "[[", "{{LockHide|", "{{LockHide|1=", "{{{", "<!--", "<nowiki>", "<nowiki a='", "|", "}}", "{{a|[[", "'"],
)
def test_a_hostile_page_is_read_to_its_end(piece: str) -> None:
    """The parser that bots use needs minutes for some of these; the time limit of every test ends such a one."""
    many = 100_000 // len(piece)
    found = request("{{LockHide|1=Tide Watcher}}", "Good")
    for text in (piece * many, "{{LockHide|1=" + piece * many + "}}", piece * many + "}}" * many):
        page = page_of(found, request(text, "Hostile"))
        assert already_there(LOCK, page, ["Tide Watcher"])["Tide Watcher"].heading == "Good"


def test_a_name_longer_than_any_is_not_looked_at() -> None:
    assert already_there(LOCK, page_of(request("{{LH|" + "a" * LONGEST_NAME + "}}")), ["a" * LONGEST_NAME]) == {}


@given(st.text("{}[]|<>!-= \nLH/a", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    already_there(LOCK, page_of(request(text)), ["Aa"])


def test_a_name_is_compared_as_wikis_do() -> None:
    assert same_name("tide_Watcher ") == same_name(" Tide  Watcher") != same_name("Tide watcher")
