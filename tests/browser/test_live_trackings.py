"""Open pages of trackings show by themselves what was seen, and take nothing from under anybody's hands."""

import time

from playwright.async_api import Page, expect

from app.domain.targets import Pointer, TargetKind
from app.domain.trackings import Sighting, SightingKind
from tests.browser.conftest import SignedIn
from tests.browser.test_live_pages import SOON, _was_not_reloaded, _watch
from tests.browser.test_trackings import follow_on_page, made_on_three_wikis, note_live
from tests.support.browser import DESK, check_accessibility
from tests.support.live import LiveHaven


def _locked(live: LiveHaven, name: str) -> str:
    live.sandbox.farm.lock(live.sandbox.farm.add_account(name))
    return name


async def _one_more(live: LiveHaven, path: str, name: str) -> int:
    """An edit of the account, made and seen now; its revision."""
    [made] = live.add_revisions("enwiki", 1, name)
    at = int(time.time())
    await note_live(live, path, [Sighting(SightingKind.EDIT, Pointer("enwiki", TargetKind.REVISION, made), at)])
    return made


async def _rest(page: Page) -> None:
    """Nobody is at the page any more: no focus, no pointer on anything."""
    await page.evaluate("document.activeElement.blur()")
    await page.mouse.move(1, 1)


async def test_sightings_appear_by_themselves_for_everybody_who_sees_it(signed_in: SignedIn, live: LiveHaven) -> None:
    name = _locked(live, "Vandalin Live")
    hedda, odile = await signed_in("Hedda Moor", size=DESK), await signed_in("Odile Farr")
    path = await follow_on_page(hedda, name, "Odile Farr")
    listed = await hedda.context.new_page()
    for page, at in ((hedda, path), (odile, path), (listed, "/trackings")):
        await _watch(page, at)
    seen = made_on_three_wikis(live, name)
    await note_live(live, path, seen[:3])
    for page in (hedda, odile):
        row = page.get_by_role("row").filter(has_text=f"revision {seen[1].pointer.id}")
        await expect(row).to_contain_text("edit new", timeout=SOON)
        await expect(row).to_contain_text("text hidden")
        await expect(page.get_by_role("status")).to_contain_text("changes since you last looked")
        await expect(page.get_by_role("main")).to_contain_text("3 new")
    line = listed.get_by_role("row").filter(has_text=path.rpartition("/")[2])
    await expect(line).to_contain_text("3 new", timeout=SOON)
    await expect(line).to_contain_text("changed")
    await hedda.get_by_role("button", name="Mark all as seen").click()
    await expect(line).not_to_contain_text("3 new", timeout=SOON)
    for page in (odile, listed):
        await _was_not_reloaded(page)
        await check_accessibility(page)


async def test_ticks_and_a_typed_name_stay(signed_in: SignedIn, live: LiveHaven) -> None:
    name = _locked(live, "Vandalin Ticked")
    page = await signed_in("Hedda Moor", size=DESK)
    path = await follow_on_page(page, name)
    first = await _one_more(live, path, name)
    await _watch(page, path)
    tick = page.get_by_role("checkbox", name=f"Ask for: revision {first}")
    await tick.check()
    await _rest(page)
    second = await _one_more(live, path, name)
    status = page.get_by_role("status")
    await expect(status).to_contain_text("changes. Show them", timeout=SOON)
    await expect(tick).to_be_checked()
    await expect(page.get_by_role("main")).not_to_contain_text(f"revision {second}")
    await check_accessibility(page)
    await tick.uncheck()
    await page.get_by_label("Name of a colleague").fill("Odile Fa")
    await _rest(page)
    await _one_more(live, path, name)
    await expect(status).to_contain_text("3 changes. Show them", timeout=SOON)
    await expect(page.get_by_label("Name of a colleague")).to_have_value("Odile Fa")
    await status.get_by_role("link", name="Show them").click()
    row = page.get_by_role("row").filter(has_text=f"revision {second}")
    await expect(row).to_contain_text("edit new")


async def test_what_came_back_with_a_problem_stays(signed_in: SignedIn, live: LiveHaven) -> None:
    name = _locked(live, "Vandalin Refused")
    page = await signed_in("Hedda Moor")
    path = await follow_on_page(page, name)
    await page.get_by_label("Name of a colleague").fill("Tamsin Vale")
    await page.get_by_role("button", name="Let them see it").click()
    await page.locator("#error-summary").wait_for()
    await _rest(page)
    made = await _one_more(live, path, name)
    await expect(page.get_by_role("status")).to_contain_text("changes. Show them", timeout=SOON)
    await expect(page.get_by_label("Name of a colleague")).to_have_value("Tamsin Vale")
    await expect(page.get_by_role("main")).not_to_contain_text(f"revision {made}")


async def test_a_colleague_who_was_taken_away_sees_nothing_more(signed_in: SignedIn, live: LiveHaven) -> None:
    name = _locked(live, "Vandalin Parted")
    hedda, odile = await signed_in("Hedda Moor"), await signed_in("Odile Farr")
    path = await follow_on_page(hedda, name, "Odile Farr")
    made = await _one_more(live, path, name)
    await hedda.goto(path)
    await _watch(odile, path)
    main = odile.get_by_role("main")
    await expect(main).to_contain_text(f"revision {made}")
    await hedda.get_by_role("button", name="take away").click()
    heading = odile.get_by_role("heading", level=1)
    await expect(heading).to_have_text("This page is no longer shown to you", timeout=SOON)
    await expect(main).not_to_contain_text(str(made))
    await expect(main).not_to_contain_text(name)
    await check_accessibility(odile)


async def test_without_script_the_link_shows_what_was_seen_since(signed_in: SignedIn, live: LiveHaven) -> None:
    name = _locked(live, "Vandalin Bare")
    page = await signed_in("Hedda Moor", script=False)
    path = await follow_on_page(page, name)
    made = await _one_more(live, path, name)
    await page.get_by_role("link", name="Look for changes").click()
    await expect(page.get_by_role("status")).to_contain_text("2 changes since you last looked")
    await expect(page.get_by_role("row").filter(has_text=f"revision {made}")).to_contain_text("edit new")
    await page.get_by_role("link", name="Look for changes").click()
    await expect(page.get_by_role("status")).to_contain_text("Nothing has changed since you last looked")
