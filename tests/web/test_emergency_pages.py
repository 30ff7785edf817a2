"""What the pages for the worst cases hold, and what they must never ask: read from the pages themselves."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from bs4 import BeautifulSoup

from tests.support.gallery import example, examples, our_templates
from tests.support.haven import Haven, open_haven
from tests.support.page_checks import form_actions, links, read, words

TEMPLATES = our_templates()
PAGES = {"/emergency": "emergency@wikimedia.org", "/child-protection": "legal-reports@wikimedia.org"}
TELLS = ("threat", "danger", "child", "abuse", "harm", "suicide", "picture")
ASKS_FOR_TOO_MUCH = ("noticeboard", "second reviewer", "deletion request", "how old", "age of", "proof")


@pytest.fixture(scope="module")
async def haven(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Haven]:
    async with open_haven(tmp_path_factory.mktemp("emergency")) as running:
        yield running


async def page_of(haven: Haven, path: str, name: str | None = None) -> httpx.Response:
    return await (await haven.client(name)).get(path)


@pytest.mark.parametrize("name", [None, "Marlow Quince", "Odile Farr"])
@pytest.mark.parametrize("path", PAGES)
async def test_nothing_on_them_can_be_sent(haven: Haven, path: str, name: str | None) -> None:
    page = await page_of(haven, path, name)
    assert form_actions(page) == ([] if name is None else ["/sign-out"])
    (text,) = read(page).find_all("textarea")
    assert text.find_parent("form") is None
    assert not {"name", "form", "readonly"} & set(text.attrs)
    assert text["spellcheck"] == "false", "no spelling service is asked"


@pytest.mark.parametrize(("path", "address"), PAGES.items())
async def test_the_mail_goes_to_one_address_with_a_subject_that_says_nothing(
    haven: Haven, path: str, address: str
) -> None:
    (mail,) = [link for link in links(await page_of(haven, path)) if link.startswith("mailto:")]
    parts = urlsplit(mail)
    assert parts.path == address
    assert list(parse_qs(parts.query)) == ["subject"], "no text in an address, no copy to others"
    assert not [word for word in TELLS if word in parts.query.lower()]


@pytest.mark.parametrize("path", PAGES)
async def test_both_ways_to_the_authorities_and_what_to_do_on_the_wiki(haven: Haven, path: str) -> None:
    said = words(await page_of(haven, path))
    assert "Somebody is in danger, and you know where" in said
    assert "You do not know where, or cannot call" in said
    assert "talk page" in said
    assert "Tell other administrators in private, by mail." in said
    assert "neutral reason" in said or "a reason that says nothing" in said


@pytest.mark.parametrize("path", PAGES)
async def test_they_lead_to_no_public_place_and_ask_for_no_judgement(haven: Haven, path: str) -> None:
    page = await page_of(haven, path)
    allowed = ("https://wikitech.wikimedia.org/", "https://gitlab.wikimedia.org/", "https://www.gnu.org/", "mailto:")
    assert not [link for link in links(page) if not link.startswith(("/", "#", *allowed))]
    sentences = words(page).replace("!", ".").split(".")
    offers = [each for each in sentences if any(word in each.lower() for word in ASKS_FOR_TOO_MUCH)]
    assert all(each.strip().startswith("No ") for each in offers), offers


async def test_the_child_protection_page_asks_for_three_things_only(haven: Haven) -> None:
    (text,) = read(await page_of(haven, "/child-protection")).find_all("textarea")
    asked = [line for line in text.get_text().splitlines() if line.strip()]
    assert asked == ["Address of the file or page:", "Where it was noticed:", "Account that uploaded or posted it:"]
    assert not read(await page_of(haven, "/child-protection")).find_all(["img", "input"])


@pytest.mark.parametrize("name", [name for name, _, _ in examples()])
async def test_both_are_one_click_away_from_every_page(name: str) -> None:
    soup = BeautifulSoup(await TEMPLATES.render(*example(name)), "html5lib")
    ways = {str(link["href"]) for link in soup.find_all("a", href=True)}
    assert set(PAGES) <= ways
    assert soup.select_one("header a[href='/emergency']"), "at the top, before anything else"


async def test_they_are_the_same_for_somebody_signed_in_with_the_wikis_silent(haven: Haven, tmp_path: Path) -> None:
    visitor = words(await page_of(haven, "/emergency"))
    for wiki in haven.farm.wikis:
        haven.farm.faults.set(wiki, "down")
    haven.farm.access_log.clear()
    assert words(await page_of(haven, "/emergency", "Ilse Norrby")) == visitor
    assert not haven.farm.access_log.entries()
    haven.farm.faults.clear()
