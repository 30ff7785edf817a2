"""One live Haven for all browser tests, and phones with somebody signed in."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Page

from tests.support.browser import Pages
from tests.support.live import LiveHaven, live_haven, sign_in

SignedIn = Callable[..., Awaitable[Page]]


@pytest.fixture(scope="session")
async def live(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LiveHaven]:
    """A live Haven over the sandbox farm; shared, so every test makes revisions and requests of its own."""
    async with live_haven(tmp_path_factory.mktemp("live"), extra_wikis=9) as running:
        yield running


@pytest.fixture(scope="session")
def remembered() -> dict[str, Any]:
    """The cookies of people who signed in during this run, by name."""
    return {}


@pytest.fixture
def signed_in(pages: Pages, live: LiveHaven, remembered: dict[str, Any]) -> SignedIn:
    """A page of a browser of its own, signed in: `await signed_in("Odile Farr", script=False)`.

    The first time each goes the whole way through OAuth; `fresh=True` does so again, for whoever will sign out.
    """
    for wiki in live.sandbox.farm.wikis.values():
        pages.recorder.exempt(wiki.server)

    async def open_signed_in(name: str, fresh: bool = False, **options: Any) -> Page:
        page = await pages.open(base_url=live.address, **options)
        if fresh or name not in remembered:
            await sign_in(page, live, name)
        else:
            await page.context.add_cookies(remembered[name])
            await page.goto("/")
        if not fresh:
            remembered[name] = await page.context.cookies(live.address)
        return page

    return open_signed_in
