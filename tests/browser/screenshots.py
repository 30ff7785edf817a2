"""Makes the README's pictures: `python -m tests.browser.screenshots` (or `make screenshots`), from a live sandbox.

One walk through the main job; each picture is what fits on a phone or a small window, so that the files stay small.
"""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Page

from app.domain.cases import Case, Checked, Item, Party, PartyRole
from app.flows.companion.reading import read_companion
from app.sandbox.more_cases import INSERTED
from app.sandbox.name_case import HARMLESS, INSULTS
from app.sandbox.people import VANDAL_NAME
from app.sandbox.sock_case import LOOK_ALIKE, OTHER_SOCK, SOCK
from app.text.case_file import write_case
from tests.browser.steps import answer_and_send, ask_those_who_can, paste, take
from tests.browser.test_trackings import follow_on_page, made_on_three_wikis, note_live
from tests.journeys.pastes import account_link
from tests.support.browser import PHONE, Pages, chromium
from tests.support.filled_case import fill
from tests.support.live import LiveHaven, live_haven, sign_in
from tests.support.suites import PROJECT

FOLDER = PROJECT / "docs" / "screenshots"
WINDOW = (1024, 720)
MIRRORED = "?uselang=en-x-rtl"


class Camera:
    """Takes pictures of pages into one folder. `full`: the whole length, for looking at by eye."""

    def __init__(self, folder: Path, full: bool = False) -> None:
        self._folder = folder
        self._full = full

    async def take(self, page: Page, name: str, at: str | None = None) -> None:
        """A picture of what is on the screen; `at` is something (a selector) to scroll to first."""
        if at:
            await page.locator(at).first.evaluate("place => place.scrollIntoView()")
        await page.screenshot(path=self._folder / f"{name}.png", full_page=self._full, animations="disabled")


async def walk(pages: Pages, live: LiveHaven, camera: Camera) -> None:
    """The main job from the first page to the opened request, with a picture of each place worth one."""
    visitor = await pages.open(base_url=live.address, size=PHONE)
    await visitor.goto("/")
    await camera.take(visitor, "visitor-phone")
    await visitor.goto("/emergency")
    await camera.take(visitor, "emergency-phone")
    ilse = await pages.open(base_url=live.address, size=PHONE)
    await sign_in(ilse, live, "Ilse Norrby")
    await _fill_the_queue(ilse, live)
    await _look_around(ilse, live, camera)
    reference = await _ask(ilse, live, camera)
    await _handle(pages, live, camera, reference)
    await _look_at_accounts(pages, live, camera)
    await _ask_the_stewards(pages, live, camera)
    await _work_on_a_case(pages, live, camera)


async def _fill_the_queue(page: Page, live: LiveHaven) -> None:
    """Requests of others, so that the queue looks like one."""
    for urgency, revisions in (("now", 2), ("today", 12), ("routine", 3)):
        await page.goto("/")
        await paste(page, live.diffs({"enwiki": live.add_revisions(revisions=revisions)}))
        await ask_those_who_can(page)
        await answer_and_send(page, urgency=urgency)


async def _look_around(page: Page, live: LiveHaven, camera: Camera) -> None:
    """From an edit whose text stood in forty-seven revisions to all of them, and to the other places."""
    inserted = live.sandbox.farm.wiki("enwiki").page("Sixty edits").revisions[INSERTED - 1].rev_id
    await page.goto("/")
    await paste(page, live.diffs({"enwiki": [inserted]}))
    await page.get_by_role("link", name="Where else?").click()
    await camera.take(page, "around-phone")
    await page.set_viewport_size({"width": WINDOW[0], "height": WINDOW[1]})
    await camera.take(page, "around", at="h1")
    await page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    await page.get_by_role("link", name="Back to what the wikis show").click()
    await _be_guided(page, camera)


async def _be_guided(page: Page, camera: Camera) -> None:
    """From the targets to the first question, and to where an emergency leads."""
    await page.get_by_role("button", name="Answer a few questions").click()
    await camera.take(page, "question-phone")
    await page.get_by_label("Yes").check()
    await page.get_by_role("button", name="Continue").click()
    await camera.take(page, "outcome-phone")


async def _ask(page: Page, live: LiveHaven, camera: Camera) -> str:
    ids = live.add_revisions()
    await page.goto("/")
    await camera.take(page, "box-phone")
    await paste(page, live.diffs({"enwiki": ids}))
    await camera.take(page, "targets-phone")
    await ask_those_who_can(page)
    await camera.take(page, "express-phone")
    return await answer_and_send(page)


async def _handle(pages: Pages, live: LiveHaven, camera: Camera, reference: str) -> None:
    odile = await pages.open(base_url=live.address, size=PHONE)
    await sign_in(odile, live, "Odile Farr")
    await take(odile, reference)
    await camera.take(odile, "request-phone")
    await odile.emulate_media(color_scheme="dark")
    await camera.take(odile, "request-dark-phone")
    await odile.emulate_media(color_scheme="light")
    await odile.goto(f"/requests/{reference}{MIRRORED}")
    await camera.take(odile, "request-rtl-phone")
    await odile.set_viewport_size({"width": WINDOW[0], "height": WINDOW[1]})
    await odile.goto(f"/requests/{reference}")
    await camera.take(odile, "request")
    await odile.goto("/queues")
    await camera.take(odile, "queue")


async def _look_at_accounts(pages: Pages, live: LiveHaven, camera: Camera) -> None:
    """A list of accounts of one person, and a vandal who is followed."""
    hedda = await pages.open(base_url=live.address, size=WINDOW)
    await sign_in(hedda, live, "Hedda Moor")
    await hedda.goto("/accounts")
    await hedda.get_by_role("textbox").fill("\n".join((SOCK, LOOK_ALIKE, OTHER_SOCK)))
    await hedda.get_by_role("button", name="Look").first.click()
    await hedda.locator("#all-asked").wait_for()
    await camera.take(hedda, "accounts", at="#table")
    path = await follow_on_page(hedda, VANDAL_NAME)
    await note_live(live, path, made_on_three_wikis(live, VANDAL_NAME))
    await hedda.goto(path)
    await camera.take(hedda, "tracking")


async def _ask_the_stewards(pages: Pages, live: LiveHaven, camera: Camera) -> None:
    """Names that harm in private, the others in public."""
    gael = await pages.open(base_url=live.address, size=WINDOW)
    await sign_in(gael, live, "Gael Timmer")
    farm = live.sandbox.farm
    numbers = (farm.accounts[name].local["enwiki"].user_id for name in (*HARMLESS, *INSULTS))
    await paste(gael, "\n".join(account_link(farm.wiki("enwiki"), number) for number in numbers))
    await gael.get_by_role("button", name="Ask the stewards about the ticked accounts").click()
    await gael.get_by_role("heading", level=1, name="Ask the stewards").wait_for()
    for name in INSULTS:
        box = gael.get_by_role("checkbox", name=name)
        if await box.count():
            await box.check()
    await gael.get_by_role("radio", name="Yes").check()
    await gael.get_by_role("button", name="Go on").click()
    await gael.get_by_role("heading", level=1, name="What the stewards can be asked").wait_for()
    await camera.take(gael, "stewards")


async def _work_on_a_case(pages: Pages, live: LiveHaven, camera: Camera) -> None:
    """A case on its way, and a letter that is stopped."""
    farm = live.sandbox.farm
    diff = live.diffs({"enwiki": live.add_revisions(revisions=1)}).strip()
    case = Case(
        opened=farm.now().date(),
        wiki="enwiki",
        parties=(
            Party("Wilma Tarn", (PartyRole.REPORTER, PartyRole.TARGET)),
            Party(VANDAL_NAME, (PartyRole.SUBJECT,)),
        ),
        items=(Item(diff, Checked.MATCHES),),
        answers={"danger": ("no",), "involved": ("no",), "off-wiki": ("no",)},
    )
    case = fill(read_companion(), case, ("begin", "acknowledge", "verify"))
    hedda = await pages.open(base_url=live.address, size=WINDOW)
    await sign_in(hedda, live, "Hedda Moor")
    await hedda.goto("/case")
    await hedda.locator("summary").first.click()
    await hedda.locator("#pasted").fill(write_case(case))
    await hedda.get_by_role("button", name="Open it").click()
    await camera.take(hedda, "case")
    await hedda.locator('button[value="acknowledge"]').click()
    await hedda.locator('button[value="letter:delay.reporter"]').click()
    await hedda.locator("#text").fill("Hello Wilma Tarn,\n\nI promise we will stop this. There is no need to worry.\n")
    await hedda.locator('button[value="letter:delay.reporter"]').last.click()
    await camera.take(hedda, "letter", at="#text-heading")


async def make_pictures(folder: Path, full: bool = False) -> None:
    """All pictures, into `folder`."""
    with TemporaryDirectory(prefix="haven-pictures-") as database:
        async with live_haven(Path(database)) as live, chromium() as browser:
            pages = Pages(browser)
            for wiki in live.sandbox.farm.wikis.values():
                pages.recorder.exempt(wiki.server)
            await walk(pages, live, Camera(folder, full))
            await pages.close()


if __name__ == "__main__":
    asyncio.run(make_pictures(FOLDER))
