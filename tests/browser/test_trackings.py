"""Following an account in a browser: begin, see, mark, ask; fit for every eye, with and without script."""

import re
import time
from collections.abc import Sequence

import pytest
from playwright.async_api import Page, expect

from app.domain.references import read_reference
from app.domain.targets import Pointer, TargetKind
from app.domain.trackings import Sighting, SightingKind
from app.sandbox.people import LOCKED_NAME, TEMPORARY_NAME
from app.store.sealing import Vault
from app.store.session import Database
from tests.browser.conftest import SignedIn
from tests.browser.test_accessibility import MIRRORED, _is_fit, _is_fit_both_ways
from tests.support.browser import SMALLEST
from tests.support.live import LiveHaven
from tests.support.trackings import note_sighting


async def follow_on_page(page: Page, name: str, colleague: str = "") -> str:
    """From anywhere at the desk to a tracking's page; its path."""
    await page.goto("/trackings")
    await page.get_by_role("link", name="Follow an account").click()
    await page.get_by_label("Which account?").fill(name)
    await page.get_by_label("vandalism on several wikis").check()
    await page.get_by_label("Colleague 1").fill(colleague)
    await page.get_by_role("button", name="Follow it").click()
    await page.get_by_role("heading", level=1, name=re.compile("Tracking H-")).wait_for()
    return page.url.removeprefix(page.url.partition("/trackings/")[0])


def made_on_three_wikis(live: LiveHaven, name: str) -> list[Sighting]:
    """An edit on each of three wikis, one of them hidden since, and a log entry; newest last."""
    now, found = int(time.time()), []
    for age, dbname in enumerate(("commonswiki", "dewikibooks", "enwiki"), 1):
        [revid] = live.add_revisions(dbname, 1, name)
        found.append(Sighting(SightingKind.EDIT, Pointer(dbname, TargetKind.REVISION, revid), now - 600 * (4 - age)))
    live.sandbox.farm.wiki("dewikibooks").hide([found[1].pointer.id], text=True, suppressed=True)
    entry = live.sandbox.farm.wiki("enwiki").add_log("upload", "upload", name, (6, "Invented.png"), "hello")
    return [*found, Sighting(SightingKind.LOG, Pointer("enwiki", TargetKind.LOG, entry.log_id), now)]


async def note_live(live: LiveHaven, path: str, sightings: Sequence[Sighting]) -> None:
    """What the stream job does, from a process of its own."""
    signs = read_reference(path.rpartition("/")[2])
    database = Database(live.settings.database_url, Vault(live.settings.seal_keys))
    async with database.writing() as session:
        for sighting in sightings:
            assert await note_sighting(session, signs or "", sighting, int(time.time()))
    await database.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
async def test_follow_see_mark_and_ask(signed_in: SignedIn, live: LiveHaven, script: bool) -> None:
    name = f"Vandalin Pier {script}"
    live.sandbox.farm.lock(live.sandbox.farm.add_account(name))
    page = await signed_in("Hedda Moor", script=script)
    path = await follow_on_page(page, name)
    main = page.get_by_role("main")
    await expect(main).to_contain_text("Nothing was seen yet")
    seen = made_on_three_wikis(live, name)
    await note_live(live, path, seen)
    await page.reload()
    await expect(main).to_contain_text("4 new")
    await expect(page.get_by_role("row").nth(3)).to_contain_text("text hidden")
    await page.get_by_role("button", name="Mark all as seen").click()
    await expect(main).not_to_contain_text("4 new")
    await page.get_by_role("checkbox", name=f"Ask for: revision {seen[2].pointer.id}").check()
    await page.get_by_label("The account itself").check()
    await page.get_by_role("button", name="Make a request of it").click()
    await page.get_by_role("heading", level=1, name="What the wikis show").wait_for()
    await expect(main).to_contain_text(f"revision {seen[2].pointer.id}")
    await expect(main).not_to_contain_text(f"revision {seen[0].pointer.id}")
    await page.goto(path)
    await page.get_by_label("Everything noted goes, for everybody").check()
    await page.get_by_role("button", name="End this tracking").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Trackings")
    await expect(main).not_to_contain_text(path.rpartition("/")[2])


async def test_the_pages_of_trackings(signed_in: SignedIn, live: LiveHaven) -> None:
    page = await signed_in("Ilse Norrby", size=SMALLEST)
    await page.goto("/trackings")
    await _is_fit_both_ways(page)
    await page.goto("/trackings/start")
    await _is_fit_both_ways(page)
    path = await follow_on_page(page, LOCKED_NAME, "Odile Farr")
    await note_live(live, path, made_on_three_wikis(live, LOCKED_NAME))
    await page.goto(path)
    await _is_fit_both_ways(page)
    await page.get_by_role("button", name="Make a request of it").click()
    await page.locator("#error-summary").wait_for()
    await _is_fit(page)
    await page.locator("#error-summary").get_by_role("link").click()
    await expect(page.get_by_label("The account itself")).to_be_focused()
    await follow_on_page(page, TEMPORARY_NAME)
    await page.goto("/trackings")
    await _is_fit_both_ways(page)


@pytest.mark.parametrize("mirrored", [False, True], ids=["ltr", "rtl"])
async def test_what_is_missing_and_a_second_persons_word(signed_in: SignedIn, live: LiveHaven, mirrored: bool) -> None:
    name = f"Long Standing Editor {mirrored}"
    live.sandbox.farm.add_account(name)
    ilse, sunniva = await signed_in("Ilse Norrby", size=SMALLEST), await signed_in("Sunniva Aldous", size=SMALLEST)
    tail = f"?{MIRRORED}" if mirrored else ""
    await ilse.goto("/trackings/start")
    if mirrored:
        await ilse.evaluate(f"for (const form of document.forms) form.action += '?{MIRRORED}'")
    await ilse.get_by_role("button", name="Follow it").click()
    await ilse.locator("#error-summary").wait_for()
    await _is_fit(ilse, mirrored)
    path = await follow_on_page(ilse, name)
    await ilse.goto(path + tail)
    await _is_fit(ilse, mirrored)
    await sunniva.goto(f"/trackings{tail}")
    await expect(sunniva.get_by_role("main")).to_contain_text("Waiting for a second person")
    await _is_fit(sunniva, mirrored)
    await sunniva.goto(path + tail)
    await _is_fit(sunniva, mirrored)
    await sunniva.get_by_label("I have seen it too").check()
    await sunniva.get_by_role("button", name="Agree", exact=True).click()
    await expect(sunniva.get_by_role("main")).to_contain_text("following")
