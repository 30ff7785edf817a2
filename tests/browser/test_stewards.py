"""Cross-wiki abuse, from a paste to the lock: a sender asks for five accounts at once, a steward stops them on the
central wiki, in Chromium, and each request ends by itself when its own accounts are stopped."""

import re
from typing import Literal

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.steps import REFERENCE, paste, take
from tests.journeys.pastes import account_link
from tests.support.browser import DESK, PHONE, Pages
from tests.support.live import LiveHaven

DONE = "Done: the wiki shows it"
STEWARD = "Sunniva Aldous"
LOCK, HARMS = ("danger:no", "kind:lock", "urgency:today"), ("danger:no", "kind:lock-and-hide", "urgency:today")


def add_accounts(live: LiveHaven, name: str, number: int, temporary: bool = False) -> dict[str, str]:
    """Invented accounts with one edit each; name to the address that holds its number alone."""
    farm = live.sandbox.farm
    first = 60_000 + len(farm.accounts)
    names = [f"~2026-{first + each}-1" if temporary else f"{name} {first + each}" for each in range(number)]
    for each in names:
        farm.add_account(each, edits=0, temporary=temporary)
        farm.edit(each, "dewikibooks")
    wiki = farm.wiki("dewikibooks")
    return {each: account_link(wiki, farm.accounts[each].local[wiki.dbname].user_id) for each in names}


async def file_for(page: Page, links: list[str], choices: tuple[str, ...], criterion: str) -> list[str]:
    """From the start page to the requests that became of one paste; their references."""
    await page.goto("/")
    await paste(page, "\n".join(links))
    await page.get_by_role("button", name="Ask those who can").click()
    for choice in choices:
        name, value = choice.split(":")
        await page.locator(f"input[name={name}][value={value}]").check()
    await page.get_by_label("Which criterion fits?").select_option(criterion)
    await page.get_by_role("button", name="Send the request").click()
    several = page.get_by_role("button", name=re.compile("Send .*requests"))
    sent = page.get_by_role("heading", level=1, name=REFERENCE)
    await several.or_(sent).wait_for()
    if await several.is_visible():
        await several.click()
        sent = page.locator(".confirmation")
    return list(dict.fromkeys(REFERENCE.findall(await sent.inner_text())))


async def reference_of(page: Page, kind: str, references: list[str]) -> str:
    """That of the request of this kind, in the stewards' queue."""
    await page.goto("/queues")
    row = page.get_by_role("row").filter(has_text=re.compile("|".join(references))).filter(has_text=kind)
    found = REFERENCE.search(await row.inner_text())
    assert found
    return found[0]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
async def test_four_are_locked_at_once_and_the_temporary_one_waits_in_its_own_request(
    pages: Pages, signed_in: SignedIn, live: LiveHaven, script: bool
) -> None:
    registered = add_accounts(live, "Invented tern", 4)
    temporary = add_accounts(live, "", 1, temporary=True)
    tamsin = await signed_in("Tamsin Vale", script=script)
    links = [*registered.values(), *temporary.values()]
    references = await file_for(tamsin, links, LOCK, "xw-vandalism")
    assert len(references) == 2
    sunniva = await signed_in(STEWARD, fresh=True, script=script)
    lock = await reference_of(sunniva, "Global lock", references)
    await take(sunniva, lock)
    await expect(sunniva.get_by_role("row").filter(has_text="not yet")).to_have_count(4)
    tab = await _open_form(sunniva)
    await expect(tab.get_by_role("checkbox")).to_have_count(4)
    for name in registered:
        await tab.get_by_label(name, exact=True).check()
    await expect(tab.locator("input[name=wpActionLock]")).to_have_value("lock")
    await tab.get_by_role("button", name="Save").click()
    await tab.get_by_text("changed.").wait_for()
    assert all(live.sandbox.farm.accounts[name].locked for name in registered)
    await sunniva.bring_to_front()
    await sunniva.get_by_role("button", name="Check the wiki now").click()
    await expect(sunniva.get_by_role("main")).to_contain_text(DONE)
    [other] = [each for each in references if each != lock]
    await sunniva.goto("/queues")
    await expect(sunniva.get_by_role("main")).not_to_contain_text(lock)
    await expect(sunniva.get_by_role("row").filter(has_text=other)).to_contain_text("Global block")
    await tamsin.goto(f"/requests/{lock}")
    await expect(tamsin.get_by_role("main")).to_contain_text(DONE)


@pytest.mark.parametrize(("size", "dark"), [(DESK, False), (PHONE, True)], ids=["desk", "dark-phone"])
async def test_names_that_harm_are_sent_into_the_form_and_hidden_and_the_steward_says_so(
    pages: Pages, signed_in: SignedIn, live: LiveHaven, size: tuple[int, int], dark: bool
) -> None:
    """The names are on the page only once the control was opened, and in no address on the way."""
    harming = add_accounts(live, "Vexing grebe", 2)
    tamsin = await signed_in("Tamsin Vale")
    [reference] = await file_for(tamsin, list(harming.values()), HARMS, "xw-attack-name")
    sunniva = await signed_in(STEWARD, fresh=True, size=size, dark=dark)
    asked: list[str] = []
    sunniva.context.on("request", lambda request: asked.append(request.url))
    await take(sunniva, reference)
    box = sunniva.get_by_label("The names, one a line, in the order of the table")
    await expect(box).to_be_hidden()
    await sunniva.get_by_text("Show the 2 names to copy").click()
    await expect(box).to_be_visible()
    names = (await box.input_value()).strip()
    assert names.split("\n") == list(harming)
    tab = await _open_form(sunniva, "button")
    await expect(tab.locator("input[name=wpActionLock]")).to_have_value("lock")
    await expect(tab.locator("input[name=wpActionHide]")).to_have_value("2")
    for name in harming:
        await tab.get_by_label(name, exact=True).check()
    await tab.get_by_role("button", name="Save").click()
    await tab.get_by_text("changed.").wait_for()
    await sunniva.bring_to_front()
    await sunniva.get_by_role("button", name="Check the wiki now").click()
    await expect(sunniva.get_by_role("row").filter(has_text="not found or not visible")).to_have_count(2)
    await sunniva.locator("input[name=closing][value=done]").check()
    await sunniva.get_by_role("button", name="Close the request").click()
    await expect(sunniva.get_by_role("main")).to_contain_text("Done: said by the handler")
    assert not [url for url in asked if "grebe" in url.lower()]


async def _open_form(page: Page, role: Literal["link", "button"] = "link") -> Page:
    """Follow Haven's link into the stewards' form, or press the button that sends the names there; they are signed in
    on the central wiki, where Haven sent them."""
    async with page.context.expect_page() as opening:
        await page.get_by_role(role, name=re.compile("^Open the form: lock")).click()
    tab = await opening.value
    await tab.get_by_role("button", name="Save").wait_for()
    return tab
