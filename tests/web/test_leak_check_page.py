"""The page of the leak check: what is typed comes back as it was, marked beside its findings, and is kept nowhere."""

import re
from asyncio import gather, timeout
from collections.abc import AsyncIterator
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from app.text.leak_check import LANGUAGES, Finding, Outgoing, TextKind
from app.web import leaks
from app.web.leaks import MOST_SIGNS
from tests.support.canary import read_tables
from tests.support.haven import Client, Haven, open_haven
from tests.support.page_checks import read, words

S12 = "X is banned for posting the home address of Nilufar from his employer's site, see [link]"
HOSTILE = '</textarea><script>alert(1)</script>\n"quoted" \u202e Nilufar'


def typed(**changes: Any) -> dict[str, Any]:
    return {"text": S12, "kind": "announcement", "language": "en", "names": "Nilufar", **changes}


@pytest.fixture(scope="module")
async def haven(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Haven]:
    """One for all of them: nothing that is looked through may stay in it."""
    async with open_haven(tmp_path_factory.mktemp("leak-check")) as running:
        yield running


@pytest.fixture
async def sender(haven: Haven) -> Client:
    """Whoever may only send requests writes reasons and mails, too."""
    return await haven.client("Tamsin Vale")


def wrong(page: Any) -> list[str]:
    return [str(each["href"]).removeprefix("#") for each in read(page).select("#error-summary a")]


async def test_the_page_offers_every_kind_and_every_language_that_has_words(sender: Client) -> None:
    page = await sender.get("/leak-check")
    assert [str(each["value"]) for each in read(page).select("input[name=kind]")] == list(TextKind)
    assert [str(each["value"]) for each in read(page).select("option") if each["value"]] == list(LANGUAGES)


async def test_s12_blocks_and_says_why_with_the_place_marked(sender: Client, haven: Haven) -> None:
    before = {column: len(values) for column, values in (await read_tables(haven.desk.database)).items()}
    for _ in range(2):
        page = await sender.post("/leak-check", typed())
        assert page.status_code == 200
        assert {"R171", "R181", "R182", "R183"} <= set(re.findall(r"rule (R\d+)", words(page)))
        assert "".join(each.get_text() for each in read(page).select("mark")).count("Nilufar") == 1
        assert read(page).select_one("#text").get_text() == S12  # type: ignore[union-attr]
        assert read(page).select_one("#names").get_text().strip() == "Nilufar"  # type: ignore[union-attr]
        assert "announcement" in str(read(page).select_one("input[name=kind][checked]"))
    after = {column: len(values) for column, values in (await read_tables(haven.desk.database)).items()}
    assert after == before


async def test_a_text_comes_back_as_it_was_and_runs_nothing(sender: Client) -> None:
    page = await sender.post("/leak-check", typed(text=HOSTILE, kind="reply"))
    assert "<script>alert" not in page.text
    assert read(page).select_one("#text").get_text() == HOSTILE  # type: ignore[union-attr]
    marked = read(page).select_one(".marked-text")
    assert marked is not None
    for number in marked.select("sup"):
        number.decompose()
    assert marked.get_text() == HOSTILE


async def test_a_link_to_a_wiki_of_the_farm_is_nobodys_address(sender: Client, haven: Haven) -> None:
    text = f"See {haven.farm.wiki('enwiki').server}/wiki/Project:Policy"
    page = await sender.post("/leak-check", typed(text=text, kind="reply", names=""))
    assert "Nothing was found" in words(page)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"text": ""}, ["text"]),
        ({"text": " \n "}, ["text"]),
        ({"text": "a" * (MOST_SIGNS + 1)}, ["text"]),
        ({"kind": ""}, ["kind"]),
        ({"kind": "poem"}, ["kind"]),
        ({"names": "\n".join(map(str, range(51)))}, ["names"]),
        ({"names": "n" * 256}, ["names"]),
        ({"text": "", "kind": "", "names": "n" * 256}, ["text", "kind", "names"]),
    ],
)
async def test_what_is_missing_is_said_and_nothing_is_lost(
    sender: Client, changes: dict[str, str], fields: list[str]
) -> None:
    page = await sender.post("/leak-check", typed(**changes))
    assert page.status_code == 422
    assert wrong(page) == fields
    sent = typed(**changes)
    assert read(page).select_one("#text").get_text() == sent["text"]  # type: ignore[union-attr]
    assert read(page).select_one("#names").get_text() == sent["names"]  # type: ignore[union-attr]


async def test_a_text_of_the_longest_kind_is_looked_through(sender: Client) -> None:
    page = await sender.post("/leak-check", typed(text="ordinary words " * (MOST_SIGNS // 15)))
    assert page.status_code == 200


async def test_an_unknown_language_is_looked_through_with_all(sender: Client) -> None:
    page = await sender.post("/leak-check", typed(language="xx"))
    assert page.status_code == 200 and "R183" in words(page)


async def test_one_text_of_a_person_is_looked_through_at_a_time(
    haven: Haven, sender: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hostile text takes seconds: whoever posts many of them waits for themselves, and nobody else for them."""
    other = await haven.client("Ilse Norrby")
    both_at_work, patience, at_once, most = Barrier(2), [0.3], [0], [0]

    def look(outgoing: Outgoing) -> list[Finding]:
        at_once[0] += 1
        most[0] = max(most[0], at_once[0])
        with suppress(BrokenBarrierError):
            both_at_work.wait(patience[0])
        at_once[0] -= 1
        return []

    monkeypatch.setattr(leaks, "check", look)
    await gather(*(sender.post("/leak-check", typed()) for _ in range(2)))
    assert most == [1]
    both_at_work.reset()
    patience[0] = 30
    await gather(*(each.post("/leak-check", typed()) for each in (sender, other)))
    assert most == [2]


async def test_a_text_waits_for_no_wiki(haven: Haven, sender: Client) -> None:
    """A look at two hundred accounts can take a minute; whoever writes a letter meanwhile goes on."""
    async with haven.desk.turns.of(haven.central_id("Tamsin Vale")), timeout(30):
        page = await sender.post("/leak-check", typed())
    assert "What was found" in words(page)
