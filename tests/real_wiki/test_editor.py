"""The wiki's editor, opened in Chromium by a form on a page of another site, and saved there, on the real MediaWiki."""

from collections.abc import AsyncIterator, Iterator
from html import escape
from typing import Any

import httpx
import pytest
from playwright.async_api import Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from app.domain.public_pages import PageText, Part
from app.domain.wikis import Wiki
from app.links.build import PostedForm
from app.links.forms_editing import prefilled_editor
from app.mediawiki.client import WikiClient
from app.mediawiki.public_pages import PublicPages
from tests.support.browser import Pages
from tests.support.loopback import serve_app
from tests.support.real_wiki import DATABASE_NAME, PEOPLE, USER_AGENT, RealWiki, ask, token

ANOTHER_SITE = "127.0.0.2"
PATIENCE = 30_000
NAME = f"=|}}}}<b>\"'& \u202eשלום\u202c \U0001f600{'é' * 100}"
"""An account's name at its worst; over 255 bytes with what stands around it."""
BEFORE = "{{Brings}}\n\U0001f600 שלום\n\n== Block ==\nb\n\n"
PART = "== Lock ==\n<!-- note -->\n\n=== One ===\nx  \ny"
AFTER = "\n\n== See also ==\n* end"
REQUEST = f"\n\n=== Two ===\n* {{{{LockHide|1={NAME}}}}}   \n\n  invented words"


class Form:
    """The page of another site that holds the form; what it shows is set before it is opened."""

    def __init__(self) -> None:
        self.editor = PostedForm("", ())
        self.app = Starlette(routes=[Route("/", self._show)])

    async def _show(self, request: Request) -> HTMLResponse:
        hidden = "".join(
            f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in self.editor.fields
        )
        return HTMLResponse(
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>Form</title>'
            f'<form action="{escape(self.editor.action)}" method="post">{hidden}<button>Open</button></form>'
        )


@pytest.fixture(scope="module")
def form() -> Form:
    return Form()


@pytest.fixture(scope="module")
def another_site(form: Form) -> Iterator[str]:
    with serve_app(form.app, ANOTHER_SITE) as address:
        yield address


@pytest.fixture
async def reader() -> AsyncIterator[PublicPages]:
    client = WikiClient(USER_AGENT, lambda: 0)
    yield PublicPages(client)
    await client.aclose()


class Bench:
    """One page of the wiki, and somebody signed in there in a browser of their own."""

    def __init__(self, real_wiki: RealWiki, form: Form, site: str, reader: PublicPages, title: str) -> None:
        self.real_wiki, self.form, self.site, self.reader, self.title = real_wiki, form, site, reader, title
        self.wiki = Wiki(DATABASE_NAME, real_wiki.server)

    def write(self, text: str, title: str = "") -> None:
        with self.real_wiki.login("rollbacker") as other:
            csrf = token(other, self.real_wiki.api_url)
            ask(other, self.real_wiki.api_url, action="edit", title=title or self.title, text=text, token=csrf)

    def last_author(self) -> str:
        asked = {"action": "query", "prop": "revisions", "titles": self.title, "rvprop": "user"}
        with httpx.Client(headers={"User-Agent": USER_AGENT}, timeout=30) as visitor:
            answer = ask(visitor, self.real_wiki.api_url, **asked)
        return str(answer["query"]["pages"][0]["revisions"][0]["user"])

    async def read(self) -> PageText:
        page = await self.reader.read(self.wiki, self.title)
        assert isinstance(page, PageText)
        return page

    async def fill(self) -> Part:
        """Haven's side: the page is read, the form made."""
        page = await self.read()
        part = page.part("Lock")
        assert part == Part(2, "Lock", PART)
        self.form.editor = prefilled_editor(self.wiki, page, part, part.text + REQUEST, "/* Lock */ request")
        return part

    async def open(self, pages: Pages, person: str | None = "editor") -> Page:
        """The editor, through the form, by somebody signed in to the wiki (`None`: nobody)."""
        pages.recorder.exempt(self.real_wiki.server)
        page = await pages.open()
        page.context.set_default_timeout(PATIENCE)
        await page.context.route(f"{self.real_wiki.server}/w/load.php*", lambda route: route.fulfill(body=""))
        if person is not None:
            await page.context.add_cookies(self._cookies(person))
        await page.goto(self.site)
        await page.get_by_role("button", name="Open").click()
        await page.wait_for_url(f"{self.real_wiki.server}/**")
        return page

    def _cookies(self, person: str) -> list[Any]:
        """As Wikimedia sets them: sent along with a form of another site."""
        with self.real_wiki.login(person) as client:
            held = [(cookie.name, cookie.value or "") for cookie in client.cookies.jar]
        shape = {"domain": "127.0.0.1", "path": "/", "sameSite": "None", "secure": True}
        return [{**shape, "name": name, "value": value} for name, value in held]


@pytest.fixture
async def bench(
    request: pytest.FixtureRequest, real_wiki: RealWiki, form: Form, another_site: str, reader: PublicPages
) -> Bench:
    made = Bench(real_wiki, form, another_site, reader, f"Invented requests {abs(hash(request.node.name))}")
    made.write("== Brought in ==\nx", "Template:Brings")
    made.write(BEFORE + PART + AFTER)
    return made


async def test_parts_of_other_pages_have_no_number(bench: Bench) -> None:
    page = await bench.read()
    found = [(section.index, section.level, section.anchor) for section in page.sections]
    assert found == [(None, 2, "Brought_in"), (1, 2, "Block"), (2, 2, "Lock"), (3, 3, "One"), (4, 2, "See_also")]
    assert page.part("Brought_in") is None
    with httpx.Client(headers={"User-Agent": USER_AGENT}, timeout=30) as visitor:
        answer = ask(visitor, bench.real_wiki.api_url, action="query", prop="info", titles=bench.title)
    assert answer["query"]["pages"][0]["lastrevid"] == page.revision


async def test_the_form_opens_the_editor_and_saving_there_adds_the_request(bench: Bench, pages: Pages) -> None:
    await bench.fill()
    before = await bench.read()
    page = await bench.open(pages)
    assert await page.locator("#wpTextbox1").input_value() == PART + REQUEST + "\n"
    assert await page.locator("#wpSummary").input_value() == "/* Lock */ request"
    assert await page.locator("#wikiPreview").get_by_role("heading", name="Two").is_visible(), "a preview of it"
    assert await page.get_by_text("You are not logged in").count() == 0, "the wiki knows who it is"
    assert (await bench.read()).revision == before.revision, "nothing is saved yet"
    await page.locator("#wpSave").click()
    await page.wait_for_url("**/wiki/**")
    after = await bench.read()
    assert after.text == BEFORE + PART + REQUEST + AFTER
    assert bench.last_author() == PEOPLE["editor"][0]


@pytest.mark.parametrize("when", ["before it opens", "before it is saved"])
async def test_what_somebody_else_wrote_meanwhile_stays(bench: Bench, pages: Pages, when: str) -> None:
    """The part bears another number by then; without the revision the form would overwrite another part."""
    await bench.fill()
    theirs = BEFORE.replace("== Block ==", "== Another ==\na\n\n== Block ==") + PART.replace("=== One", "=== Done: One")
    if when == "before it opens":
        bench.write(theirs + AFTER)
    page = await bench.open(pages)
    if when == "before it is saved":
        bench.write(theirs + AFTER)
    await page.locator("#wpSave").click()
    await page.wait_for_url("**/wiki/**")
    assert (await bench.read()).text == theirs + REQUEST + AFTER


async def test_a_conflict_is_shown_and_nothing_is_lost(bench: Bench, pages: Pages) -> None:
    await bench.fill()
    theirs = BEFORE + PART + "\n\n=== Theirs ===\nt" + AFTER
    bench.write(theirs)
    page = await bench.open(pages)
    await page.locator("#wpSave").click()
    await page.locator("#wpTextbox2").wait_for()
    assert await page.locator("#wpTextbox1").input_value() == theirs + "\n"
    assert REQUEST.strip() in await page.locator("#wpTextbox2").input_value()
    assert (await bench.read()).text == theirs


async def test_signed_out_the_editor_warns(bench: Bench, pages: Pages) -> None:
    await bench.fill()
    page = await bench.open(pages, person=None)
    assert await page.locator("#wpTextbox1").input_value() == PART + REQUEST + "\n"
    assert await page.get_by_text("You are not logged in").first.is_visible()


async def test_blocked_people_can_copy_what_they_wrote(bench: Bench, pages: Pages) -> None:
    await bench.fill()
    page = await bench.open(pages, person="blocked")
    assert await page.locator("#wpSave").count() == 0
    assert await page.locator("#wpTextbox1").input_value() == PART + REQUEST + "\n"
