"""The browser of the tests is itself tested: what it must notice it notices, and what is right it lets pass."""

from collections.abc import Iterator

import pytest
from playwright.async_api import Browser
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tests.support.browser import SMALLEST, Pages, check_accessibility
from tests.support.loopback import serve_app

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:"
BODIES = {
    "good": "<h1>Good</h1><p>Nothing is wrong here.</p><a href='other'>On</a>",
    "other": "<h1>Other</h1>",
    "inline-script": "<h1>Bad</h1><script>document.title = 'changed'</script>",
    "inline-style": "<h1>Bad</h1><p style='color: red'>Red</p>",
    "elsewhere": "<h1>Bad</h1><img src='https://elsewhere.invalid/picture.png' alt=''>",
    "no-label": "<h1>Bad</h1><input type='text'>",
    "broken-script": "<h1>Bad</h1><script src='broken.js'></script>",
}


def _answer(request: Request) -> Response:
    name = request.path_params["name"]
    if name == "broken.js":
        return Response("throw new Error('broken')", media_type="text/javascript")
    if name not in BODIES:
        return HTMLResponse(_page("<h1>Not here</h1>"), 404, headers={"Content-Security-Policy": POLICY})
    return HTMLResponse(_page(BODIES[name]), headers={"Content-Security-Policy": POLICY})


def _page(body: str) -> str:
    icon = "<link rel='icon' href='data:,'>"
    head = f"<head><title>T</title><meta name='viewport' content='width=device-width'>{icon}</head>"
    return f"<!doctype html><html lang='en'>{head}<body><main>{body}</main></body></html>"


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serve_app(Starlette(routes=[Route("/{name}", _answer)])) as address:
        yield address


async def _findings(browser: Browser, address: str) -> str:
    """What is noticed on one page, as the test that opened it would read it; empty when nothing is."""
    pages = Pages(browser)
    page = await pages.open()
    await page.goto(address, wait_until="networkidle")
    try:
        await pages.close()
    except AssertionError as noticed:
        return str(noticed)
    return ""


@pytest.mark.parametrize(
    ("name", "noticed"),
    [
        ("inline-script", "Content Security Policy"),
        ("inline-style", "Content Security Policy"),
        ("elsewhere", "request to another machine: https://elsewhere.invalid/picture.png"),
        ("broken-script", "script error: "),
    ],
)
async def test_what_is_wrong_on_a_page_fails_its_test(browser: Browser, site: str, name: str, noticed: str) -> None:
    assert noticed in await _findings(browser, f"{site}/{name}")


@pytest.mark.parametrize("name", ["good", "missing"])
async def test_a_right_page_and_a_page_that_is_meant_to_be_missing_pass(browser: Browser, site: str, name: str) -> None:
    assert await _findings(browser, f"{site}/{name}") == ""


async def test_a_violation_is_noticed_where_no_script_runs(browser: Browser, site: str) -> None:
    pages = Pages(browser)
    page = await pages.open(script=False)
    await page.goto(f"{site}/inline-style")
    with pytest.raises(AssertionError, match="Content Security Policy"):
        await pages.close()


async def test_accessibility_is_checked_under_the_pages_own_policy(pages: Pages, site: str) -> None:
    page = await pages.open(size=SMALLEST, dark=True)
    await page.goto(f"{site}/good")
    await check_accessibility(page)
    await page.goto(f"{site}/no-label")
    with pytest.raises(AssertionError, match="label"):
        await check_accessibility(page)


async def test_going_back_uses_the_kept_page(pages: Pages, site: str) -> None:
    page = await pages.open()
    await page.add_init_script("addEventListener('pageshow', event => { document.title = `kept: ${event.persisted}` })")
    await page.goto(f"{site}/good")
    await page.get_by_role("link").click()
    await page.wait_for_url(f"{site}/other")
    await page.go_back(wait_until="commit")
    await page.wait_for_function("document.title === 'kept: true'")
