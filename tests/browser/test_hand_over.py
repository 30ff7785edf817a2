"""Handing a case over in a browser: every page fit for everybody, the file the text, and all of it without script."""

import pytest
from playwright.async_api import Page

from tests.browser.conftest import SignedIn
from tests.browser.test_accessibility import _is_fit, _is_fit_both_ways, _send
from tests.support.browser import SMALLEST
from tests.support.live import LiveHaven


async def choose(page: Page, to: str, mirrored: bool = False) -> None:
    await page.get_by_label("No", exact=True).check()
    await page.get_by_label(to).check()
    await _send(page, "Go on", mirrored)
    await page.get_by_role("heading", name="What they need to know").wait_for()


async def fill_in(page: Page, live: LiveHaven) -> None:
    """All six parts, the second one by why it is empty."""
    server = live.sandbox.index_url("enwiki")
    for label, text in (
        ("1. How to reach you", "Tamsin Vale, desk@example.org"),
        ("3. What the complaint is", "One account follows another.\n\nסוף"),
        ("4. Pages", f"{server}?title=Talk:Harbour_lights"),
        ("5. Diffs", live.diffs({"enwiki": live.add_revisions(revisions=2)})),
        ("6. What was done", "Blocked."),
    ):
        await page.get_by_label(label).fill(text)
    second = page.locator("div.question").filter(has_text="2. How to reach who")
    await second.locator("summary").click()
    await second.locator("select").select_option("not-wanted")


@pytest.mark.parametrize("mirrored", [False, True], ids=["ltr", "rtl"])
async def test_its_pages_are_for_everybody(signed_in: SignedIn, live: LiveHaven, mirrored: bool) -> None:
    page = await signed_in("Tamsin Vale", size=SMALLEST)
    await page.goto("/hand-over")
    await _is_fit_both_ways(page)
    await choose(page, "Universal Code of Conduct", mirrored)
    await page.get_by_label("4. Pages").fill("no link\nhttps://forum.example.org/" + "x" * 300)
    await _send(page, "Make the text", mirrored)
    await page.locator("#error-summary").wait_for()
    await _is_fit(page, mirrored)
    await fill_in(page, live)
    await _send(page, "Make the text", mirrored)
    await page.get_by_role("heading", name="The text is finished").wait_for()
    await _is_fit(page, mirrored)


async def test_without_script_from_the_start_page_to_the_file_and_back(signed_in: SignedIn, live: LiveHaven) -> None:
    page = await signed_in("Tamsin Vale", script=False)
    await page.get_by_role("link", name="Hand the whole case over").click()
    await choose(page, "Stewards, in private")
    await fill_in(page, live)
    await page.get_by_role("button", name="Make the text").click()
    shown = await page.locator("#text").input_value()
    assert "  One account follows another.\n\n  סוף\n" in shown
    async with page.expect_download() as saving:
        await page.get_by_role("button", name="Save it as a file").click()
    saved = await saving.value
    assert saved.suggested_filename == "letter.txt"
    assert (await saved.path()).read_text("utf-8") == shown
    await page.get_by_role("button", name="Change something").click()
    assert await page.get_by_label("3. What the complaint is").input_value() == "One account follows another.\n\nסוף"
    assert page.url == f"{live.address}/hand-over", "nothing typed is in an address"


async def test_danger_leads_to_the_emergency_page(signed_in: SignedIn, live: LiveHaven) -> None:
    page = await signed_in("Tamsin Vale", script=False)
    await page.goto("/hand-over")
    await page.get_by_label("Yes, or it may").check()
    await page.get_by_role("button", name="Go on").click()
    assert page.url == f"{live.address}/emergency"
