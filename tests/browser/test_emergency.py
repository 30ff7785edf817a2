"""The pages that must work when nothing else does: wikis stopped, database gone, somebody still signed in.

What is typed on them stays in the browser; what is reported there is never fetched.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fastapi import Response
from playwright.async_api import Page, Request, expect

from app.main import build_app
from app.settings import Settings
from app.web.cookies import Cookies
from tests.browser.conftest import SignedIn
from tests.support.browser import Pages
from tests.support.haven import make_settings
from tests.support.live import LiveHaven
from tests.support.loopback import find_free_port, serve_app
from tests.support.sandbox import start_sandbox

TYPED = "canaryword of an invented threat"
MAIL_TEXT = "Text for your mail"


@dataclass
class Network:
    """Every request that a page makes, with all that it carries."""

    seen: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.context.on("request", self._note)

    def _note(self, request: Request) -> None:
        self.seen.append(f"{request.method} {request.url} {request.headers} {request.post_data or ''}")

    def carries(self, text: str) -> bool:
        word = text.split()[0]
        return any(word in line for line in self.seen)


@asynccontextmanager
async def stranded(folder: Path) -> AsyncIterator[tuple[str, Settings]]:
    """Haven with nobody behind it: the farm was stopped, and nothing listens where its database should be."""
    with start_sandbox() as sandbox:
        nowhere = f"mysql+aiomysql://haven:none@127.0.0.1:{find_free_port()}/haven"
        port = find_free_port()
        settings = make_settings(sandbox.farm, folder, nowhere, public_url=f"http://127.0.0.1:{port}")
    with serve_app(build_app(settings), port=port) as address:
        yield address, settings


async def stay_signed_in(page: Page, address: str, settings: Settings) -> None:
    """The cookie of a session, as a browser keeps it from before."""
    cookies, response = Cookies(settings.session_secret, settings.secure), Response()
    cookies.set_session(response, "an invented session that was begun before")
    value = response.headers["set-cookie"].partition(";")[0].partition("=")[2].strip('"')
    await page.context.add_cookies([{"name": cookies.session_name, "value": value, "url": address}])


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
async def test_the_emergency_text_is_two_steps_away_with_nothing_behind_haven(
    pages: Pages, tmp_path: Path, script: bool
) -> None:
    async with stranded(tmp_path) as (address, settings):
        page = await pages.open(base_url=address, script=script)
        await stay_signed_in(page, address, settings)
        network = Network()
        network.watch(page)
        await page.goto("/")
        await page.get_by_role("link", name="Emergency", exact=True).click()
        text = page.get_by_label(MAIL_TEXT)
        await expect(text).to_be_editable()
        asked = len(network.seen)
        await text.fill(f"Invented page\n{TYPED}")
        await page.keyboard.press("Enter")
        await page.keyboard.press("Control+Enter")
        assert network.seen[asked:] == [], "typing asks nobody anything"
        assert await text.evaluate("place => [place.form, place.name]") == [None, ""]
        await page.get_by_role("link", name="Child protection").first.click()
        await expect(page.get_by_label(MAIL_TEXT)).to_be_editable()
        assert not network.carries(TYPED)


async def test_the_text_can_be_copied_and_is_gone_with_the_page(pages: Pages, live: LiveHaven) -> None:
    page = await pages.open(base_url=live.address)
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    network = Network()
    network.watch(page)
    for path in ("/emergency", "/child-protection"):
        await page.goto(path)
        text = page.get_by_label(MAIL_TEXT)
        await text.fill(TYPED)
        await page.get_by_role("button", name="Copy").click()
        await page.get_by_role("button", name="Copied").wait_for()
        assert await page.evaluate("navigator.clipboard.readText()") == TYPED
        await page.reload()
        assert TYPED not in await page.get_by_label(MAIL_TEXT).input_value()
        link = await page.get_by_role("link", name="Write to").first.get_attribute("href") or ""
        assert link.startswith("mailto:")
        assert "body=" not in link
    assert not network.carries(TYPED)


async def test_a_reported_file_is_never_asked_for(signed_in: SignedIn, live: LiveHaven) -> None:
    """Somebody pastes a file's address, then goes the right way: nothing asks for a file, thumbnail or file page."""
    commons = live.sandbox.farm.wiki("commonswiki")
    title = "File:Quay_in_the_rain_(invented).png"
    page = await signed_in("Ilse Norrby")
    network = Network()
    network.watch(page)
    live.sandbox.farm.access_log.clear()
    await page.goto("/")
    await page.get_by_label("Links, diffs, names").fill(f"{commons.server}/wiki/{title}")
    await page.get_by_role("button", name="Look at these").click()
    await page.get_by_role("heading", level=1).wait_for()
    await page.get_by_role("link", name="Child protection").first.click()
    await page.get_by_label(MAIL_TEXT).fill(f"{commons.server}/wiki/{title}\nInvented talk page\nInvented account")
    await page.goto("/")
    ours = [line for line in network.seen if line.split()[1].startswith(f"{live.address}/")]
    assert network.seen == ours, "the browser asks nobody but Haven"
    assert not any("Quay" in line.split(" {")[0] for line in network.seen), "no address names the file"
    asked = live.sandbox.farm.access_log.entries()
    assert asked, "Haven did look it up by number"
    assert {entry.path for entry in asked} == {"/w/api.php"}, "and by the API alone"
    images = [line for line in network.seen if any(end in line.split()[1] for end in (".png", ".jpg", "images/"))]
    assert images == []
