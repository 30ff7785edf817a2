"""The real wiki's own forms in a real browser: what Haven's links promise happens there.

A visitor follows the link that leads through the wiki's sign-in, lands on Special:RevisionDelete with the boxes ticked,
saves, and the public sees the result. The journey through Haven itself stands beside this file.
"""

from urllib.parse import urlencode

import httpx
import pytest
from playwright.async_api import Page

from tests.support.browser import Pages
from tests.support.real_wiki import PASSWORD, PEOPLE, USER_AGENT, RealWiki, ask, token

OWN_PAGE = "Invented lighthouse"
"""Not the seeded page: the contract suite knows which revision of that one is its newest."""


def _new_revision(wiki: RealWiki, line: str) -> int:
    """One more edit by the author, and one after it, so that the text of the first may be hidden."""
    with wiki.login("author") as author:
        numbers = [
            int(
                ask(
                    author,
                    wiki.api_url,
                    action="edit",
                    title=OWN_PAGE,
                    appendtext=f"{line}, part {part}.\n\n",
                    token=token(author, wiki.api_url),
                )["edit"]["newrevid"]
            )
            for part in ("one", "two")
        ]
    return numbers[0]


def _public_flags(wiki: RealWiki, revision: int) -> dict[str, bool]:
    with httpx.Client(headers={"User-Agent": USER_AGENT}, timeout=30) as visitor:
        answer = ask(
            visitor, wiki.api_url, action="query", prop="revisions", revids=revision, rvprop="ids|sha1|userid|comment"
        )
    found = answer["query"]["pages"][0]["revisions"][0]
    return {name: value for name, value in found.items() if value is True}


async def _sign_in_on_the_way(page: Page, wiki: RealWiki, person: str, query: dict[str, str | int]) -> None:
    """The second of Haven's two links: through Special:UserLogin, back to the form as it was asked for."""
    parameters = {
        "title": "Special:UserLogin",
        "returnto": "Special:RevisionDelete",
        "returntoquery": urlencode(query),
    }
    await page.goto(f"{wiki.index_url}?{urlencode(parameters)}")
    await page.fill("#wpName1", PEOPLE[person][0])
    await page.fill("#wpPassword1", PASSWORD)
    await page.click("#wpLoginAttempt")
    await page.wait_for_selector("[name=wpHidePrimary]")


@pytest.mark.parametrize(
    ("person", "parts", "flags"),
    [
        ("admin", {"wpHidePrimary": 1}, {"sha1hidden": True}),
        (
            "suppressor",
            {"wpHidePrimary": 1, "wpHideUser": 1, "wpHideRestricted": 1},
            {"sha1hidden": True, "userhidden": True, "suppressed": True},
        ),
    ],
)
async def test_the_way_through_sign_in_ends_on_the_ticked_form_and_saving_hides(
    pages: Pages, real_wiki: RealWiki, person: str, parts: dict[str, int], flags: dict[str, bool]
) -> None:
    revision = _new_revision(real_wiki, f"For {person}")
    pages.recorder.exempt(real_wiki.server)
    page = await pages.open()
    await _sign_in_on_the_way(page, real_wiki, person, {"type": "revision", "ids": revision, **parts})
    ticked = await page.locator("form input[type=checkbox]:checked").evaluate_all("boxes => boxes.map(box => box.name)")
    assert set(ticked) == set(parts)
    assert _public_flags(real_wiki, revision) == {}, "opening the form must change nothing"
    await page.click("[name=wpSubmit]")
    await page.wait_for_selector(".mw-message-box-success, .successbox, .cdx-message--success")
    assert _public_flags(real_wiki, revision) == flags


async def test_signed_out_the_form_is_a_bare_refusal(pages: Pages, real_wiki: RealWiki) -> None:
    pages.recorder.exempt(real_wiki.server)
    page = await pages.open()
    query = {"title": "Special:RevisionDelete", "type": "revision", "ids": real_wiki.seed["rev_plain"]}
    await page.goto(f"{real_wiki.index_url}?{urlencode(query)}")
    assert await page.locator("[name=wpHidePrimary]").count() == 0
    assert await page.locator("#mw-content-text a[href*=UserLogin]").count() == 0
