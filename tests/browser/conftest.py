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


@pytest.fixture
def signed_in(pages: Pages, live: LiveHaven) -> SignedIn:
    """A page of a browser of its own, signed in: `await signed_in("Odile Farr", script=False)`."""

    async def open_signed_in(name: str, **options: Any) -> Page:
        page = await pages.open(base_url=live.address, **options)
        await sign_in(page, live, name)
        return page

    return open_signed_in
