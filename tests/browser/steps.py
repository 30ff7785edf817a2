"""The steps of the main job as a person takes them, by what the pages say and never by their addresses.

Every step starts on the page where the step before ended. It must not know how Haven or the wiki work inside.
"""

import re
from dataclasses import dataclass, field

from playwright.async_api import Frame, Locator, Page

from tests.support.live import LiveHaven, sign_in_on_wiki

REFERENCE = re.compile(r"H-[0-9A-Z]{4}-[0-9A-Z]{4}")
CHOICES = ("danger:no", "kind:suppression", "exposed:phone", "parts:text", "whose:other-editor", "intent:deliberate",
           "published_before:no")  # fmt: skip


@dataclass
class Walk:
    """Somebody's way through pages, counted: what they pressed, and which pages they were shown."""

    page: Page
    clicks: int = 0
    shown: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("framenavigated", self._note)

    def _note(self, frame: Frame) -> None:
        # An address with a fragment is a place within a page that was shown already.
        if frame == self.page.main_frame and "#" not in frame.url:
            self.shown.append(frame.url)

    async def press(self, locator: Locator) -> None:
        self.clicks += 1
        await locator.click()


async def paste(page: Page, text: str) -> None:
    """From the box to the targets (or to what was not understood)."""
    await page.get_by_label("Links, diffs, names").fill(text)
    await page.get_by_role("button", name="Look at these").click()
    await page.get_by_role("heading", level=1, name=re.compile("What the wikis show|Not all of it goes on")).wait_for()


async def ask_those_who_can(page: Page) -> None:
    """From the targets to the form."""
    await page.get_by_role("button", name="Ask those who can").click()
    await page.get_by_role("button", name="Send the request").wait_for()


async def fill_in(page: Page, urgency: str = "within-the-hour") -> None:
    """Answers to every question of the form that needs one."""
    for choice in (*CHOICES, f"urgency:{urgency}"):
        name, value = choice.split(":")
        await page.locator(f"input[name={name}][value={value}]").check()
    await page.get_by_label("Which criterion fits?").select_option("os-private-information")


async def answer_and_send(page: Page, urgency: str = "within-the-hour") -> str:
    """From the empty form to the filed request; its reference."""
    await fill_in(page, urgency)
    await page.get_by_role("button", name="Send the request").click()
    return reference_in(await page.get_by_role("heading", level=1, name=REFERENCE).inner_text())


async def file(page: Page, text: str) -> str:
    """The whole way from the start page to a filed request; its reference."""
    await page.goto("/")
    await paste(page, text)
    await ask_those_who_can(page)
    return await answer_and_send(page)


def reference_in(text: str) -> str:
    found = REFERENCE.search(text)
    assert found, text
    return found[0]


async def take(page: Page, reference: str) -> None:
    """From anywhere at the desk to the opened request."""
    await page.goto("/queues")
    await page.get_by_role("link", name=reference).click()
    await page.get_by_role("button", name="Take it").click()
    await page.get_by_role("heading", name="What to do now").wait_for()
    await page.wait_for_load_state("domcontentloaded")


async def open_on_wiki(page: Page, name: str, live: LiveHaven, link: Locator) -> Page:
    """Follow a link of Haven's through the wiki's sign-in; the wiki's page in its new tab."""
    async with page.context.expect_page() as opening:
        await link.click()
    tab = await opening.value
    await sign_in_on_wiki(tab, name)
    await tab.locator("#mw-revdel-submit").wait_for()
    return tab
