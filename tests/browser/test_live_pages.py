"""Pages that somebody has open show what others do, without a reload, and move nothing under anybody's hands."""

import pytest
from playwright.async_api import Page, Request, expect

from tests.browser.conftest import SignedIn
from tests.browser.steps import file, take
from tests.support.browser import DESK, check_accessibility
from tests.support.live import LiveHaven

SOON = 20_000
"""Milliseconds: how long a change may take to show before the test gives up; it says nothing of how long it should."""
SOON_ASKED_AGAIN, SELDOM = 15, 29
"""Seconds of a page's own clock: well above the five of a page that was just touched, and the thirty of one that nobody
touched for ten minutes."""
HIDE = """hidden => {
    Object.defineProperty(document, 'visibilityState', {value: hidden ? 'hidden' : 'visible', configurable: true});
    document.dispatchEvent(new Event('visibilitychange'));
}"""
STAYED = "window.stayed = true"


async def _watch(page: Page, path: str) -> Page:
    """The page as somebody looks at it who touches nothing; what a reload would take away is put on it."""
    await page.goto(path)
    await page.mouse.move(1, 1)
    await page.evaluate(STAYED)
    return page


async def _was_not_reloaded(page: Page) -> None:
    assert await page.evaluate("window.stayed") is True


def _polls_of(page: Page) -> list[str]:
    """The paths that the page asked for by itself, growing."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.resource_type == "fetch":
            asked.append(request.url.partition("?")[0])

    page.on("request", note)
    return asked


async def test_one_handles_and_the_others_queue_and_request_change_by_themselves(
    signed_in: SignedIn, live: LiveHaven
) -> None:
    ids = live.add_revisions(revisions=2)
    ilse, odile = await signed_in("Ilse Norrby"), await signed_in("Odile Farr", size=DESK)
    keeva = await signed_in("Keeva Strand", size=DESK)
    queue, request = await keeva.context.new_page(), keeva
    await _watch(queue, "/queues")
    reference = await file(ilse, live.diffs({"enwiki": ids}))
    row = queue.get_by_role("row").filter(has_text=reference)
    await expect(row).to_contain_text("new", timeout=SOON)
    await _watch(request, f"/requests/{reference}")
    await _watch(ilse, f"/requests/{reference}")
    await take(odile, reference)
    await expect(row).to_contain_text("held by Odile Farr", timeout=SOON)
    await expect(row).to_contain_text("new")  # Nobody touched the page since it came.
    await expect(request.get_by_role("main")).to_contain_text("Held by Odile Farr until", timeout=SOON)
    await expect(request.get_by_role("link", name="Take over")).to_be_visible()
    await expect(ilse.get_by_role("main")).to_contain_text("somebody is on it", timeout=SOON)
    await expect(request.get_by_role("status")).to_contain_text("changes since you last looked")
    await check_accessibility(request)
    live.sandbox.farm.wiki("enwiki").hide(ids, text=True, suppressed=True)
    await odile.get_by_role("button", name="Check the wiki now").click()
    await expect(request.get_by_role("main")).to_contain_text("Done: the wiki shows it", timeout=SOON)
    await expect(ilse.get_by_role("main")).to_contain_text("Done: the wiki shows it", timeout=SOON)
    await expect(row).to_have_count(0, timeout=SOON)
    for page in (queue, request, ilse):
        await _was_not_reloaded(page)
        await check_accessibility(page)


async def test_giving_back_and_closing_show_as_well(signed_in: SignedIn, live: LiveHaven) -> None:
    ilse, odile, keeva = [await signed_in(name) for name in ("Ilse Norrby", "Odile Farr", "Keeva Strand")]
    reference = await file(ilse, live.diffs({"enwiki": live.add_revisions(revisions=1)}))
    await take(odile, reference)
    await _watch(keeva, f"/requests/{reference}")
    await odile.get_by_role("button", name="Give it back").click()
    await expect(keeva.get_by_role("button", name="Take it", exact=True)).to_be_visible(timeout=SOON)
    await odile.get_by_role("button", name="Take it", exact=True).click()
    await odile.locator("input[name=closing][value=mistake]").check()
    await odile.get_by_role("button", name="Close the request").click()
    await expect(keeva.get_by_role("main")).to_contain_text("Closed by the handler", timeout=SOON)
    await _was_not_reloaded(keeva)


async def test_what_is_filled_in_stays_and_a_line_says_that_more_is_there(signed_in: SignedIn, live: LiveHaven) -> None:
    ilse, odile, keeva = [await signed_in(name) for name in ("Ilse Norrby", "Odile Farr", "Keeva Strand")]
    reference = await file(ilse, live.diffs({"enwiki": live.add_revisions(revisions=1)}))
    await _watch(keeva, f"/requests/{reference}")
    choice = keeva.locator("input[name=purpose][value=review]")
    await choice.check()
    await take(odile, reference)
    line = keeva.get_by_role("status")
    await expect(line).to_contain_text("changes. Show them", timeout=SOON)
    await expect(line).to_be_in_viewport()
    await expect(choice).to_be_checked()
    await expect(keeva.get_by_role("button", name="Take it", exact=True)).to_be_visible()
    await check_accessibility(keeva)
    await line.get_by_role("link", name="Show them").click()
    await expect(keeva.get_by_role("main")).to_contain_text("Held by Odile Farr until")
    await expect(keeva.get_by_role("status")).to_contain_text("changes since you last looked")


async def test_pointers_that_were_opened_stay_when_the_hour_is_over(signed_in: SignedIn, live: LiveHaven) -> None:
    """Somebody opens it for a second look; then their view ends, and only then something changes."""
    ids = live.add_revisions(revisions=1)
    ilse, keeva = await signed_in("Ilse Norrby"), await signed_in("Keeva Strand")
    reference = await file(ilse, live.diffs({"enwiki": ids}))
    await take(keeva, reference)
    await _watch(keeva, f"/requests/{reference}")
    without = await (await keeva.request.get(f"/requests/{reference}?since=of-another-time")).text()

    async def closed(route: object) -> None:
        body = without.replace(" data-holds", "").replace(str(ids[0]), "gone")
        await route.fulfill(body=body, content_type="text/html")  # type: ignore[attr-defined]

    await keeva.route(f"**/requests/{reference}?since=*", closed)
    await ilse.goto(f"/requests/{reference}")
    await ilse.get_by_role("button", name="Withdraw").click()
    await expect(keeva.get_by_role("status")).to_contain_text("Show them", timeout=SOON)
    await expect(keeva.get_by_role("region", name="The targets")).to_contain_text(str(ids[0]))


WHERE = "link => link.getBoundingClientRect().top"
"""How far below the top of the window something stands: what eyes and fingers go by."""


async def test_focus_and_place_stay(signed_in: SignedIn, live: LiveHaven) -> None:
    ilse, odile = await signed_in("Ilse Norrby"), await signed_in("Odile Farr")
    keeva = await signed_in("Keeva Strand")
    references = [await file(ilse, live.diffs({"enwiki": live.add_revisions(revisions=1)})) for _ in range(2)]
    await _watch(keeva, "/queues")
    link = keeva.get_by_role("link", name=references[0])
    await link.focus()
    place = await link.evaluate(WHERE)
    await take(odile, references[0])
    row = keeva.get_by_role("row").filter(has_text=references[0])
    await expect(row).to_contain_text("held by Odile Farr", timeout=SOON)
    await expect(link).to_be_focused()
    # How far the page was scrolled for it is the browser's business: rows above may have grown by a line.
    assert abs(await link.evaluate(WHERE) - place) <= 60, "a line at the top is all that came"


async def test_a_hidden_page_does_not_ask(signed_in: SignedIn, live: LiveHaven) -> None:
    keeva = await signed_in("Keeva Strand")
    await keeva.clock.install()
    await keeva.goto("/queues")
    asked = _polls_of(keeva)
    async with keeva.expect_request("**/queues/changes*"):
        await keeva.clock.run_for(6_000)
    await expect(keeva.locator("#live")).to_contain_text("Changes appear here by themselves")
    # Until now the clock of the page also ran by itself; from here on it goes as far as it is told, and no further.
    await keeva.clock.pause_at(await keeva.evaluate("Date.now()") / 1000 + 60)
    before = len(asked)
    await keeva.evaluate(HIDE, True)
    for _ in range(24):
        await keeva.clock.run_for(5_000)
        await keeva.wait_for_timeout(50)
    assert len(asked) == before
    async with keeva.expect_request("**/queues/changes*"):
        await keeva.evaluate(HIDE, False)


async def _has_read_the_answer(page: Page) -> None:
    """Until then the page has no look planned, and asks nothing when it is shown again."""
    while await page.evaluate("looking.underWay"):
        await page.wait_for_timeout(50)


async def _runs_until_it_asks(page: Page, asked: list[str]) -> int:
    """Seconds of the page's own clock until it asks once more.

    The page plans its next look when it has read the answer to its last; what its clock runs before that is lost. So
    the clock goes on step by step, with time for the page in between: it may run longer than the pace, never shorter.
    """
    before = len(asked)
    for seconds in range(1, 120):
        await page.clock.run_for(1_000)
        await page.wait_for_timeout(50)
        if len(asked) > before:
            await _has_read_the_answer(page)
            return seconds
    raise AssertionError("the page asks no more")


async def test_a_page_that_nobody_touches_asks_seldom(signed_in: SignedIn, live: LiveHaven) -> None:
    keeva = await signed_in("Keeva Strand")
    await keeva.clock.install()
    await keeva.goto("/queues")
    asked = _polls_of(keeva)
    await _runs_until_it_asks(keeva, asked)
    assert await _runs_until_it_asks(keeva, asked) <= SOON_ASKED_AGAIN
    await keeva.evaluate(HIDE, True)
    await keeva.clock.run_for(11 * 60_000)
    before = len(asked)
    async with keeva.expect_response("**/queues/changes*"):
        await keeva.evaluate(HIDE, False)
    assert len(asked) == before + 1
    await _has_read_the_answer(keeva)
    assert await _runs_until_it_asks(keeva, asked) >= SELDOM


async def test_a_page_that_gets_no_answer_says_so_and_tries_again(signed_in: SignedIn, live: LiveHaven) -> None:
    keeva = await signed_in("Keeva Strand")
    await keeva.route("**/queues/changes*", lambda route: route.fulfill(status=503))
    await _watch(keeva, "/queues")
    await expect(keeva.get_by_role("link", name="Look for changes")).to_be_visible(timeout=SOON)
    await keeva.unroute("**/queues/changes*")
    await expect(keeva.get_by_role("link", name="Look for changes")).to_be_hidden(timeout=SOON)


async def test_who_lost_the_right_sees_nothing_more(signed_in: SignedIn, live: LiveHaven) -> None:
    ids = live.add_revisions(revisions=1)
    ilse, odile, piet = [await signed_in(name) for name in ("Ilse Norrby", "Odile Farr", "Piet Wander")]
    reference = await file(ilse, live.diffs({"enwiki": ids}))
    await take(piet, reference)
    await _watch(piet, f"/requests/{reference}")
    await expect(piet.get_by_role("main")).to_contain_text(str(ids[0]))
    live.sandbox.farm.revoke("Piet Wander", "suppress", "enwiki")
    try:
        await odile.goto(f"/requests/{reference}")
        await odile.get_by_role("link", name="Take over").click()
        await odile.get_by_role("button", name="Take it over now").click()
        heading = piet.get_by_role("heading", level=1)
        await expect(heading).to_have_text("This page is no longer shown to you", timeout=SOON)
        assert str(ids[0]) not in await piet.get_by_role("main").inner_text()
        await check_accessibility(piet)
        await piet.get_by_role("link", name="Load the page again").click()
        assert str(ids[0]) not in await piet.content()
    finally:
        live.sandbox.farm.grant("Piet Wander", "suppress", "enwiki")
        # Signing in has the rights read anew: the next test finds him as he was.
        await signed_in("Piet Wander", fresh=True)


async def test_a_page_whose_session_ended_shows_nothing_more(signed_in: SignedIn, live: LiveHaven) -> None:
    keeva = await signed_in("Keeva Strand", fresh=True)
    await _watch(keeva, "/queues")
    await keeva.context.clear_cookies()
    await expect(keeva.get_by_role("heading", level=1)).to_have_text("You are signed out", timeout=SOON)
    await expect(keeva.get_by_role("row")).to_have_count(0)
    await check_accessibility(keeva)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_without_script_the_link_shows_what_changed(signed_in: SignedIn, live: LiveHaven, dark: bool) -> None:
    ilse, odile = await signed_in("Ilse Norrby"), await signed_in("Odile Farr")
    keeva = await signed_in("Keeva Strand", script=False, dark=dark)
    reference = await file(ilse, live.diffs({"enwiki": live.add_revisions(revisions=1)}))
    await keeva.goto("/queues")
    await take(odile, reference)
    await keeva.get_by_role("link", name="Look for changes").click()
    await expect(keeva.get_by_role("main")).to_contain_text("One change since you last looked")
    await expect(keeva.get_by_role("row").filter(has_text=reference)).to_contain_text("changed")
    await keeva.get_by_role("link", name="Look for changes").click()
    await expect(keeva.get_by_role("main")).to_contain_text("Nothing has changed since you last looked")
