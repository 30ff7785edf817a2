"""A whole case in a browser without script, from the first answer to the look back: closed on the way, and opened again
from the file that was downloaded. And with script: the browser asks before it is lost.
"""

from pathlib import Path

from bs4 import BeautifulSoup, Tag
from playwright.async_api import Dialog, Page, expect

from app.domain.cases import Case, LetterKind, PartyRole
from app.text.case_file import read_case
from tests.browser.conftest import SignedIn
from tests.support.browser import SMALLEST, check_accessibility
from tests.support.case_typing import STAGES, CaseTyping, letters_to_write
from tests.support.live import LiveHaven

LEFT_AFTER = ("verify", "decide", "act")
OPTIONAL = ("question", "holding", "delay")


async def press(page: Page, go: str) -> None:
    await page.locator(f'button[name="go"][value="{go}"]').first.click()


async def form_on(page: Page) -> Tag:
    """The form with the case, as it stands once the page is there."""
    await page.locator('form[action="/case"] input[name="case"]').first.wait_for(state="attached")
    soup = BeautifulSoup(await page.content(), "html5lib")
    found = soup.select_one('form[action="/case"] input[name="case"]')
    assert found is not None and found.parent is not None, soup.get_text(" ", strip=True)[:600]
    return found.find_parent("form")  # type: ignore[return-value]


async def case_on(page: Page) -> Case:
    return read_case(await page.locator('input[name="case"]').first.input_value())


async def at(page: Page) -> str:
    """Which page of the case this is."""
    return await page.locator('input[name="at"]').first.input_value()


async def fill_in(page: Page, typing: CaseTyping) -> None:
    """Everything that can be seen and typed or chosen."""
    for name, value in typing.filled(await form_on(page)).items():
        fields = page.locator(f'[name="{name}"]')
        if await fields.first.get_attribute("type") in ("radio", "checkbox"):
            for each in value if isinstance(value, list) else [value]:
                choice = page.locator(f'[name="{name}"][value="{each}"]')
                if await choice.count() and await choice.first.is_visible():
                    await choice.first.check()
        elif await fields.first.is_visible():
            await fields.first.fill(str(value))


async def write_letters(page: Page, stage: str, typing: CaseTyping) -> None:
    """Each letter that may go out: its own sentence, the wiki's form beside it, and that it was sent."""
    while ready := await _unsent(page):
        await press(page, ready)
        await fill_in(page, typing)
        await press(page, ready)
        await press(page, f"{ready}/send")
        await expect(page.locator('a[href*="Special:EmailUser"], a[href*="Special%3AEmailUser"]').first).to_be_visible()
        await press(page, f"{ready}/sent")
        if await at(page) != stage:
            await press(page, stage)


async def _unsent(page: Page) -> str | None:
    case = await case_on(page)
    for button in letters_to_write(BeautifulSoup(await page.content(), "html5lib")):
        kind, _, role = button.removeprefix("letter:").partition(".")
        if kind not in OPTIONAL and not case.has_sent(LetterKind(kind), PartyRole(role)):
            return button
    return None


async def work_through(page: Page, stage: str, typing: CaseTyping, live: LiveHaven) -> None:
    if await at(page) != stage:
        await press(page, stage)
    for _ in range(3):
        if stage in ("acknowledge", "notify"):
            await write_letters(page, stage, typing)
        await fill_in(page, typing)
        if stage == "act":
            live.sandbox.farm.block(typing.subject, "enwiki", by="Ilse Norrby")
            await press(page, "look")
            await fill_in(page, typing)
        await press(page, "next")
        if await at(page) != stage:
            break
    if await at(page) != "list":
        await press(page, "list")


async def leave_and_open(page: Page, folder: Path) -> None:
    """The file is all that is left of it."""
    async with page.expect_download() as saving:
        await press(page, "download")
    saved = await saving.value
    assert saved.suggested_filename == "notes.txt"
    path = folder / "kept.txt"
    await saved.save_as(path)
    before = await page.locator('input[name="case"]').first.input_value()
    await press(page, "stop")
    await press(page, "close")
    await page.get_by_role("heading", name="You have left the case").wait_for()
    await page.goto("/case")
    await page.locator("#file").set_input_files(path)
    await page.get_by_role("button", name="Open it").click()
    assert await page.locator('input[name="case"]').first.input_value() == before


async def test_a_whole_case_without_script(signed_in: SignedIn, live: LiveHaven, tmp_path: Path) -> None:
    live.sandbox.farm.add_account("Nilufar Beispiel")
    live.sandbox.farm.add_account("Torben Sample")
    link = live.diffs({"enwiki": live.add_revisions(revisions=1)}).strip()
    typing = CaseTyping(
        'It is "so" & <b>so</b>, \' \u202e said', "as you wrote", "Nilufar Beispiel", "Torben Sample", link
    )
    page = await signed_in("Ilse Norrby", script=False)
    await page.get_by_role("link", name="Cases").click()
    await page.get_by_role("button", name="Begin").click()
    for stage in STAGES:
        await work_through(page, stage, typing, live)
        if stage in LEFT_AFTER:
            await leave_and_open(page, tmp_path)
    case = await case_on(page)
    assert case.answers["act-block"] == ("seen",)
    assert [each.kind for each in case.letters if each.sent] == [
        LetterKind.ACKNOWLEDGEMENT, LetterKind.SANCTIONED, LetterKind.OUTCOME,
    ]  # fmt: skip
    await expect(page.get_by_role("main")).to_contain_text("Nothing is left to do")
    assert "/case" in page.url and page.url.count("?") == 0


async def test_the_browser_asks_before_a_case_is_lost(signed_in: SignedIn) -> None:
    page, asked = await signed_in("Ilse Norrby", size=SMALLEST), list[str]()

    async def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.dismiss()

    page.on("dialog", stay)
    await page.goto("/case")
    await page.get_by_role("button", name="Begin").click()
    await page.locator('[name="name-0"]').fill("Nilufar Beispiel")
    await page.locator('[name="roles-0"]').first.check()
    await check_accessibility(page)
    await page.get_by_role("link", name="Guide").click(no_wait_after=True)
    await page.wait_for_timeout(300)
    assert asked == ["beforeunload"] and "/case" in page.url
    async with page.expect_download():
        await press(page, "download")
    await page.get_by_role("link", name="Guide").click()
    await page.wait_for_url("**/guide")
    assert len(asked) == 1
