"""A request on a public page, as a person makes it: from a list of accounts to the wiki's own editor, saved there."""

import pytest
from playwright.async_api import Page, expect

from app.sandbox.request_pages import STEWARDS_GLOBAL
from tests.browser.conftest import SignedIn
from tests.support.browser import DESK, check_accessibility
from tests.support.live import LiveHaven

HARMFUL = "Tern Ugly"


async def check(page: Page, script: bool) -> None:
    """Without scripts the page is the same; the checker itself needs them."""
    if script:
        await check_accessibility(page)


async def sort(page: Page, live: LiveHaven, script: bool, *names: str) -> None:
    """From the accounts page to what the stewards can be asked; the first of the names harms."""
    for name in (HARMFUL, *names):
        if name not in live.sandbox.farm.accounts:
            live.sandbox.farm.add_account(name, edits=4)
    await page.goto("/accounts")
    await page.get_by_label("Accounts", exact=True).fill("\n".join((HARMFUL, *names)))
    await page.get_by_role("button", name="Look them up").click()
    await page.get_by_role("button", name="Ask the stewards to stop the ticked accounts").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Ask the stewards")
    await check(page, script)
    await page.get_by_role("button", name="Go on").click()
    await expect(page.get_by_role("alert")).to_contain_text("Say whether everybody may read")
    await check(page, script)
    await page.get_by_role("checkbox", name=HARMFUL).check()
    await page.get_by_role("radio", name="Yes").check()
    await page.get_by_role("button", name="Go on").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("What the stewards can be asked")
    await check(page, script)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
async def test_the_editor_opens_at_the_right_part_and_saves(signed_in: SignedIn, live: LiveHaven, script: bool) -> None:
    names = [f"Tern{number} {'Quick' if script else 'Slow'}" for number in (1, 2)]
    page = await signed_in("Tamsin Vale", script=script, size=DESK)
    central = live.sandbox.farm.central
    token = live.sandbox.farm.sign_in("Tamsin Vale", central.dbname)
    cookie = {"name": f"{central.dbname}Session", "value": token, "url": central.server}
    await page.context.add_cookies([cookie])  # type: ignore[list-item]
    await sort(page, live, script, *names)
    main = page.get_by_role("main")
    await expect(main).to_contain_text("Global lock: 2 accounts")
    assert HARMFUL not in await page.content()
    await page.get_by_role("link", name="Write the public request").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("A public request: global lock")
    await check(page, script)
    await page.get_by_label("Reason").select_option(label="Long-term abuse")
    await page.get_by_role("button", name="Write the text").click()
    text = page.get_by_label("Text of the request")
    await text.wait_for()
    await check(page, script)
    await text.fill(f"{await text.input_value()}\n{HARMFUL.upper()}")
    await page.get_by_role("button", name="Look through the changed text").click()
    await expect(main).to_contain_text("This must not stand on a public page")
    await expect(page.get_by_role("button", name="Open the wiki’s editor")).to_have_count(0)
    await check(page, script)
    await page.get_by_role("button", name="Write it anew").click()
    async with page.context.expect_page() as opening:
        await page.get_by_role("button", name="Open the wiki’s editor").click()
    editor = await opening.value
    await expect(editor.get_by_role("heading", level=1)).to_contain_text("Editing")
    before = len(central.page_titled((0, STEWARDS_GLOBAL)).revisions)
    await editor.get_by_role("button", name="Save changes").click()
    await editor.wait_for_load_state()
    saved = central.page_titled((0, STEWARDS_GLOBAL))
    assert len(saved.revisions) == before + 1
    request = saved.latest.text.partition("Requests for global (un)lock and (un)hiding ==")[2].partition("== See also")[
        0
    ]
    assert "=== Global lock for 2 accounts ===" in request and all(name in request for name in names)
    assert HARMFUL not in saved.latest.text
