"""Steps from Haven's pages into the wiki's forms, and how such a form came: for the tests that follow Haven's links."""

from collections.abc import Collection
from urllib.parse import parse_qs, urlsplit

from playwright.async_api import Locator, Page

FORMS = ".page-forms > .form-link > a"
PARTS = ("wpHidePrimary", "wpHideComment", "wpHideUser", "wpHideRestricted")


async def follow(link: Locator) -> Page:
    """The tab that a link of Haven's opens."""
    async with link.page.context.expect_page() as opened:
        await link.click()
    tab = await opened.value
    await tab.wait_for_load_state("domcontentloaded")
    return tab


async def chosen(
    form: Page, names: Collection[str] = PARTS, control: str = "wpHidePrimary"
) -> dict[str, tuple[str, str]]:
    """How the form came: each of these that is ticked or chosen, by box or by button, and with which value.

    `control` is one that this form has in any case.
    """
    await form.wait_for_selector(f"[name={control}]", state="attached")
    each = await form.locator("form input:checked").evaluate_all(
        "all => all.map(one => [one.name, one.type, one.value])"
    )
    return {name: (kind, value) for name, kind, value in each if name in names}


def ids_in(link: str) -> list[int]:
    """The numbers that a link to Special:RevisionDelete names."""
    return [int(number) for number in parse_qs(urlsplit(link).query)["ids"][0].split(",")]
