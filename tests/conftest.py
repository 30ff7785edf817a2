"""What every test may ask for (the real wiki, a private MariaDB, a watched browser), and the house rules for all tests.

A test belongs to a suite by what it asks for. Where this machine lacks what a suite needs, its tests are skipped by
name with a plain sentence. Names are never looked up and only this machine is ever connected to.
"""

import ipaddress
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.async_api import Browser, Page

from tests.support.browser import Pages, chromium
from tests.support.haven import Haven, open_haven
from tests.support.mariadb import MariaDB, mariadb
from tests.support.real_wiki import RealWiki
from tests.support.real_wiki import real_wiki as run_real_wiki
from tests.support.suites import suites_of

# No test fails for being slow: the machine may be busy.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

_look_up = socket.getaddrinfo


def _look_up_numbers_only(host: Any, *arguments: Any, **keywords: Any) -> Any:
    """Numbers need no looking up; a name would leave this machine."""
    name = host.decode() if isinstance(host, bytes) else host
    if name not in {None, "", "localhost"}:
        try:
            ipaddress.ip_address(name)
        except ValueError:
            raise OSError(f"a test tried to look up the name {name!r}") from None
    return _look_up(host, *arguments, **keywords)


@pytest.fixture
async def haven(tmp_path: Path) -> AsyncIterator[Haven]:
    """A Haven of its own over a fresh farm, in this process."""
    async with open_haven(tmp_path) as running:
        yield running


@pytest.fixture(autouse=True)
def _no_name_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", _look_up_numbers_only)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks each test with its suites, tells the report about them, and skips by name what cannot run here."""
    for item in items:
        for suite in suites_of(getattr(item, "fixturenames", []), [mark.name for mark in item.iter_markers()]):
            item.add_marker(suite.name)
            item.user_properties.append(("suite", suite.name))
            missing = suite.missing()
            if missing:
                item.add_marker(pytest.mark.skip(reason=f"{suite.name}: {missing}"))


@pytest.fixture(scope="session")
def real_wiki() -> Iterator[RealWiki]:
    """A real MediaWiki 1.43 with invented people and one page in every state of hiding; shared, so add, do not undo."""
    with run_real_wiki() as wiki:
        yield wiki


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[MariaDB]:
    """A MariaDB server of the test run's own."""
    with mariadb() as server:
        yield server


@pytest.fixture(scope="session")
def mariadb_url(mariadb_server: MariaDB) -> Callable[[], str]:
    """A function that creates an empty database and gives its `mysql+aiomysql://` address."""
    return mariadb_server.create_database


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Headless Chromium, started once."""
    async with chromium() as running:
        yield running


@pytest.fixture
async def pages(browser: Browser) -> AsyncIterator[Pages]:
    """Opens watched pages of any kind: `await pages.open(size=..., script=..., dark=..., language=...)`."""
    opened = Pages(browser)
    yield opened
    await opened.close()


@pytest.fixture
async def page(pages: Pages) -> Page:
    """A phone's page, script on."""
    return await pages.open()


@pytest.fixture
async def page_without_script(pages: Pages) -> Page:
    """A phone's page where no script runs."""
    return await pages.open(script=False)


@pytest.fixture
async def dark_page(pages: Pages) -> Page:
    """A phone's page for someone who prefers dark colours."""
    return await pages.open(dark=True)


@pytest.fixture
async def right_to_left_page(pages: Pages) -> Page:
    """A phone's page for someone who reads Hebrew."""
    return await pages.open(language="he")
