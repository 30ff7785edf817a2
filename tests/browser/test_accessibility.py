"""Every page for everybody: axe in light and dark, in both directions, on the smallest phone; and by keyboard alone."""

from urllib.parse import urlsplit

import pytest
from playwright.async_api import Locator, Page, expect

from app.sandbox.more_cases import INSERTED
from tests.browser.conftest import SignedIn
from tests.browser.steps import REFERENCE, answer_and_send, ask_those_who_can, file, fill_in, paste, reference_in, take
from tests.support.browser import SMALLEST, Pages, check_accessibility
from tests.support.live import LiveHaven

MIRRORED = "uselang=en-x-rtl"
PUBLIC = (
    "/",
    "/sign-in",
    "/emergency",
    "/child-protection",
    "/privacy",
    "/about",
    "/guide",
    "/ask",
    "/ask/enwiki",
    "/ask/dewikibooks",
    "/not-there",
)
HOSTILE = (
    "https://elsewhere.invalid/wiki/<script>alert(1)</script> "
    "https://elsewhere.invalid/" + "x" * 255 + " https://elsewhere.invalid/שלום_\u202eolleh"
)

# What is wider than the window, or than the frame around it that would have to be scrolled sideways.
TOO_WIDE = """() => [document.documentElement, ...document.querySelectorAll('main div, main section')]
    .filter(place => place.scrollWidth > place.clientWidth + 1 && getComputedStyle(place).overflowX !== 'visible'
        || place === document.documentElement && place.scrollWidth > window.innerWidth)
    .map(place => place.className || place.tagName)"""

# Where the focus is, and whether that shows: the look of the place, or of what stands beside it for it, changes when
# the focus leaves it.
FOCUS = """target => {
    const one = document.activeElement;
    const places = [one, one.parentElement, one.nextElementSibling].filter(Boolean);
    const look = () => JSON.stringify(places.map(place => {
        const style = getComputedStyle(place);
        return [style.outline, style.boxShadow, style.borderColor, style.backgroundColor];
    }));
    const box = one.getBoundingClientRect();
    const focused = look();
    one.blur();
    const left = look();
    one.focus({focusVisible: true});
    const shows = focused !== left && box.bottom > 0 && box.top < innerHeight;
    return {arrived: one === target, unseen: shows ? null : one.outerHTML.slice(0, 150)};
}"""


async def _is_fit(page: Page, mirrored: bool = False) -> None:
    """The page as it stands. Colours do not depend on the direction: the mirror image is looked at in light ones."""
    await expect(page.locator("html")).to_have_attribute("dir", "rtl" if mirrored else "ltr")
    assert await page.evaluate(TOO_WIDE) == [], page.url
    if not mirrored:
        await page.emulate_media(color_scheme="dark")
        await check_accessibility(page)
        await page.emulate_media(color_scheme="light")
    await check_accessibility(page)


async def _is_fit_both_ways(page: Page) -> None:
    """A page that a GET shows again: as it stands, then mirrored, then as it was."""
    await _is_fit(page)
    address = urlsplit(page.url)._replace(fragment="")
    await page.goto(address._replace(query=MIRRORED).geturl())
    await _is_fit(page, mirrored=True)
    await page.goto(address.geturl())


async def _send(page: Page, button: str, mirrored: bool) -> None:
    """Press a button whose answer is the next page itself, mirrored if asked for."""
    if mirrored:
        await page.evaluate(f"for (const form of document.forms) form.action += '?{MIRRORED}'")
    await page.get_by_role("button", name=button).click()


@pytest.mark.parametrize("path", PUBLIC)
async def test_a_page_for_everybody(pages: Pages, live: LiveHaven, path: str) -> None:
    page = await pages.open(size=SMALLEST, base_url=live.address)
    await page.goto(path)
    await _is_fit_both_ways(page)


@pytest.mark.parametrize("mirrored", [False, True], ids=["ltr", "rtl"])
async def test_a_wiki_that_is_not_known_and_one_that_cannot_be_asked(
    pages: Pages, live: LiveHaven, mirrored: bool
) -> None:
    page = await pages.open(size=SMALLEST, base_url=live.address)
    await page.goto("/ask")
    await page.get_by_label("On which wiki is it?").fill(HOSTILE)
    await _send(page, "Show how to ask there", mirrored)
    await page.locator("#error-summary").wait_for()
    await _is_fit(page, mirrored)
    live.sandbox.farm.faults.set("xx1wiki", "down")
    await page.goto(f"/ask/xx1wiki{'?' + MIRRORED if mirrored else ''}")
    await expect(page.get_by_role("main")).to_contain_text("could not be checked just now")
    await _is_fit(page, mirrored)
    live.sandbox.farm.faults.clear("xx1wiki")


async def test_the_pages_of_whoever_asks(signed_in: SignedIn, live: LiveHaven) -> None:
    page = await signed_in("Ilse Norrby", size=SMALLEST)
    await _is_fit_both_ways(page)
    await paste(page, live.diffs({"enwiki": live.add_revisions(revisions=7)}))
    await _is_fit_both_ways(page)
    await ask_those_who_can(page)
    await _is_fit_both_ways(page)
    await answer_and_send(page)
    await _is_fit_both_ways(page)
    await page.goto("/requests")
    await _is_fit_both_ways(page)


@pytest.mark.parametrize("mirrored", [False, True], ids=["ltr", "rtl"])
async def test_the_pages_that_answer_a_form(signed_in: SignedIn, live: LiveHaven, mirrored: bool) -> None:
    page = await signed_in("Ilse Norrby", size=SMALLEST)
    await page.get_by_label("Links, diffs, names").fill(HOSTILE)
    await _send(page, "Look at these", mirrored)
    await page.get_by_role("heading", name="Not all of it goes on").wait_for()
    await _is_fit(page, mirrored)
    await page.goto("/")
    await paste(page, live.diffs({"commonswiki": live.add_revisions("commonswiki", revisions=1)}))
    await ask_those_who_can(page)
    await _send(page, "Send the request", mirrored)
    await page.locator("#error-summary").wait_for()
    await _is_fit(page, mirrored)
    await fill_in(page)
    await _send(page, "Send the request", mirrored)
    await page.get_by_role("heading", name="Send it by mail").wait_for()
    await _is_fit(page, mirrored)


async def test_the_pages_around_a_target_and_to_check(signed_in: SignedIn, live: LiveHaven) -> None:
    """A range of forty-seven, what comes after hiding, and one paste that becomes two requests."""
    wiki = live.sandbox.farm.wiki("enwiki")
    inserted = wiki.page("Sixty edits").revisions[INSERTED - 1].rev_id
    page = await signed_in("Ilse Norrby", size=SMALLEST)
    await paste(page, f"{live.diffs({'enwiki': [inserted]})}\n{wiki.server}/wiki/Special:AbuseLog/{min(wiki.hits)}")
    targets = page.url
    await page.get_by_role("link", name="Where else?").first.click()
    await _is_fit_both_ways(page)
    await page.goto(f"{targets}/after")
    await _is_fit_both_ways(page)
    await page.goto(targets)
    await ask_those_who_can(page)
    await fill_in(page)
    await page.locator("input[name=kind][value=revision-deletion]").check()
    await page.get_by_label("Which criterion fits?").select_option("rd2-grossly-insulting")
    await page.get_by_label("Which criterion fits those").select_option("os-private-information")
    await page.get_by_role("button", name="Send the request").click()
    await page.get_by_role("heading", name="Look once, then send").wait_for()
    await _is_fit_both_ways(page)


async def test_the_pages_of_whoever_handles(signed_in: SignedIn, live: LiveHaven) -> None:
    ids = live.add_revisions(revisions=2)
    reference = await file(await signed_in("Ilse Norrby"), live.diffs({"enwiki": ids}))
    odile, keeva = await signed_in("Odile Farr", size=SMALLEST), await signed_in("Keeva Strand", size=SMALLEST)
    await odile.goto("/queues")
    await _is_fit_both_ways(odile)
    await odile.goto(f"/requests/{reference}")
    await _is_fit_both_ways(odile)
    await take(odile, reference)
    await _is_fit_both_ways(odile)
    await keeva.goto(f"/requests/{reference}/take-over")
    await _is_fit_both_ways(keeva)
    live.sandbox.farm.wiki("enwiki").hide(ids, text=True, suppressed=True)
    await odile.get_by_role("button", name="Check the wiki now").click()
    await expect(odile.get_by_role("main")).to_contain_text("Done: the wiki shows it")
    await _is_fit_both_ways(odile)


@pytest.mark.parametrize(
    ("name", "path"), [("Marlow Quince", "/"), ("Oona Brack", "/view-log"), ("Odile Farr", "/account")]
)
async def test_the_pages_of_others(signed_in: SignedIn, name: str, path: str) -> None:
    page = await signed_in(name, size=SMALLEST)
    await page.goto(path)
    await _is_fit_both_ways(page)


async def _reach_by_keyboard(page: Page, target: Locator, at_most: int = 80) -> None:
    """Tab after Tab until `target` has the focus; wherever it stops on the way, one can see where it is."""
    for _press in range(at_most):
        await page.keyboard.press("Tab")
        at = await target.evaluate(FOCUS)
        assert at["unseen"] is None, f"no visible focus on {at['unseen']}"
        if at["arrived"]:
            return
    raise AssertionError(f"{at_most} times Tab did not reach {target}")


async def test_the_skip_link_is_first_and_leads_to_the_content(signed_in: SignedIn) -> None:
    page = await signed_in("Ilse Norrby")
    skip = page.get_by_role("link", name="Skip to content")
    await _reach_by_keyboard(page, skip, at_most=1)
    await expect(skip).to_be_in_viewport()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("main")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_label("Links, diffs, names")).to_be_focused()


async def test_the_main_job_by_keyboard_alone(signed_in: SignedIn, live: LiveHaven) -> None:
    ids = live.add_revisions(revisions=1)
    ilse, odile = await signed_in("Ilse Norrby"), await signed_in("Odile Farr")
    await _reach_by_keyboard(ilse, ilse.get_by_label("Links, diffs, names"))
    await ilse.keyboard.insert_text(live.diffs({"enwiki": ids}))
    await _press(ilse, ilse.get_by_role("button", name="Look at these"))
    await _press(ilse, ilse.get_by_role("button", name="Ask those who can"))
    await fill_in(ilse)
    await ilse.get_by_role("main").focus()
    await _press(ilse, ilse.get_by_role("button", name="Send the request"))
    reference = reference_in(await ilse.get_by_role("heading", level=1, name=REFERENCE).inner_text())
    await odile.goto("/queues")
    await _press(odile, odile.get_by_role("link", name=reference))
    await _press(odile, odile.get_by_role("button", name="Take it"))
    await odile.get_by_role("heading", name="What to do now").wait_for()
    await _reach_by_keyboard(odile, odile.get_by_role("link", name="Open the form").first)
    await _reach_by_keyboard(odile, odile.get_by_role("button", name="Check the wiki now"), at_most=3)


async def _press(page: Page, target: Locator) -> None:
    await target.wait_for()
    await _reach_by_keyboard(page, target)
    await page.keyboard.press("Enter")


async def test_what_is_missing_is_said_first_and_leads_to_its_fields(signed_in: SignedIn, live: LiveHaven) -> None:
    page = await signed_in("Ilse Norrby")
    await paste(page, live.diffs({"enwiki": live.add_revisions(revisions=1)}))
    await ask_those_who_can(page)
    await page.get_by_role("button", name="Send the request").click()
    summary = page.locator("#error-summary")
    await expect(summary).to_be_focused()
    await expect(summary).to_be_in_viewport()
    await expect(page).to_have_title("Error: Ask those who can – Haven")
    for link in await summary.get_by_role("link").all():
        field = page.locator(await link.get_attribute("href") or "#")
        await link.click()
        await expect(field).to_be_focused()
        await expect(field.locator("xpath=ancestor-or-self::*[@aria-invalid='true']")).to_have_count(1)


async def test_without_script_what_is_missing_leads_to_its_fields_as_well(signed_in: SignedIn, live: LiveHaven) -> None:
    page = await signed_in("Ilse Norrby", script=False)
    await page.get_by_role("button", name="Look at these").click()
    await page.locator("#error-summary").get_by_role("link").click()
    await expect(page.get_by_label("Links, diffs, names")).to_be_focused()
