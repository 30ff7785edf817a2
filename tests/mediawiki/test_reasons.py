"""The wiki's own option that a mark finds: its exact text, once, or nothing."""

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mediawiki.client import WikiClient
from app.mediawiki.outcomes import Failed, Garbled, Refused, Unreachable, Warned
from app.mediawiki.reasons import HIDING, Reasons, read_options
from tests.mediawiki.scripted import BIG, USER_AGENT, Scripted
from tests.mediawiki.test_remembered import Clock

LIST = """* Common reasons
** RD1: invented copyright
** RD2: invented insult
* Others
** [[Project:Invented|RD3]]: "so on" & more
"""


def message(content: str) -> dict[str, Any]:
    return {"query": {"allmessages": [{"name": HIDING, "normalizedname": HIDING, "content": content}]}}


async def find(response: Any, mark: str) -> tuple[str | Failed | None, list[dict[str, str]]]:
    wikis = Scripted({("big.example", "allmessages"): response})
    found = await Reasons(WikiClient(USER_AGENT, Clock(), wikis.client())).containing(BIG, mark)
    return found, [question.params for question in wikis.asked]


async def option(content: str, mark: str) -> str | Failed | None:
    return (await find(message(content), mark))[0]


async def test_the_very_question() -> None:
    found, asked = await find(message(LIST), "RD2")
    assert found == "RD2: invented insult"
    about = {"meta": "allmessages", "ammessages": "revdelete-reason-dropdown"}
    assert asked == [{"action": "query", "format": "json", "formatversion": "2"} | about]


@pytest.mark.parametrize(
    ("mark", "found"),
    [
        ("RD1", "RD1: invented copyright"),
        ("RD3", '[[Project:Invented|RD3]]: "so on" & more'),
        ("invented", None),  # twice
        ("RD", None),  # thrice
        ("RD9", None),  # not at all
        ("rd1", None),  # the exact letters
        ("Common", None),  # a heading is no option
        ("Others", None),
    ],
)
async def test_a_mark_finds_one_option_or_none(mark: str, found: str | None) -> None:
    assert await option(LIST, mark) == found


@pytest.mark.parametrize(
    "content",
    [
        "",
        "-",
        "RD1 stands in no list",
        "* RD1: a heading",
        "**\n* RD1: a heading after an empty option",
        "** \n\n* RD1",
        "**\nRD1",
    ],
)
async def test_what_is_no_option_is_never_one(content: str) -> None:
    assert await option(content, "RD1") is None


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("**RD1: no blank", "RD1: no blank"),
        ("**   RD1: many blanks  \t", "RD1: many blanks"),
        (" ** RD1: set in", "RD1: set in"),
        ("*** RD1: three stars", "* RD1: three stars"),
        ("** RD1&wpHidePrimary=0&wpReason=x#top", "RD1&wpHidePrimary=0&wpReason=x#top"),
        ("** RD1<script>alert(1)</script>", "RD1<script>alert(1)</script>"),
        ("** RD1\"' onclick=", "RD1\"' onclick="),
        ("** RD1|{{Invented}}", "RD1|{{Invented}}"),
        ("** \u202eRD1 العربية \u2028 x", "\u202eRD1 العربية \u2028 x"),
        ("** RD1 \u00a0", "RD1 \u00a0"),
        ("** " + "RD1" + "x" * 5000, "RD1" + "x" * 5000),
    ],
)
async def test_an_option_keeps_its_exact_text_whatever_it_is(line: str, text: str) -> None:
    """The form finds its option by the exact text; as a part of a link it is encoded by `app.links`."""
    assert await option(f"* Invented\n{line}\n** other", "RD1") == text
    assert await option(f"* Invented\r\n{line}\r\n** other", "RD1") == text


OPTIONS = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1).filter(lambda t: t[0] != "*"),
    max_size=6,
)


@given(OPTIONS, st.text(max_size=5))
def test_every_option_of_a_plain_list_is_read(options: list[str], heading: str) -> None:
    lines = [f"* {' '.join(heading.split())}", *(f"** {option}" for option in options)]
    assert read_options(message("\n".join(lines))) == options


@pytest.mark.parametrize("content", [LIST, "** " * 40_000, "**" + " " * 100_000 + "\n", "**\n" * 50_000])
async def test_no_list_takes_long(content: str) -> None:
    """Read in one pass: a pattern that walks back would not end within the test's own deadline."""
    assert await option(content, "nothing of the kind") is None


@pytest.mark.parametrize(
    ("response", "ending"),
    [
        ({"query": {"allmessages": [{"name": HIDING, "missing": True}]}}, None),
        (httpx.Response(500), Unreachable()),
        ({"query": {"allmessages": []}}, Garbled()),
        ({"query": {"allmessages": [{"name": HIDING}]}}, Garbled()),
        ({"error": {"code": "readapidenied"}}, Refused("readapidenied")),
        ({"warnings": {"main": {"warnings": "x"}}, **message("** RD1")}, Warned()),
    ],
)
async def test_a_failure_is_no_option(response: Any, ending: Failed | None) -> None:
    assert (await find(response, "RD1"))[0] == ending
