"""The main job on a phone, with script and without: five diffs are filed, found, hidden on the wiki, and then done.

What Back does is part of it: people go back, and nothing may happen twice, nor may anything be seen after leaving.
"""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.steps import Walk, answer_and_send, ask_those_who_can, file, open_on_wiki, paste, take
from tests.support.browser import Pages
from tests.support.live import LiveHaven

DONE = "Done: the wiki shows it"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
async def test_five_diffs_are_filed_and_hidden_and_the_wiki_says_so(
    pages: Pages, signed_in: SignedIn, live: LiveHaven, script: bool
) -> None:
    ids = live.add_revisions()
    ilse = await signed_in("Ilse Norrby", fresh=True, script=script)
    reference = await _file_in_three_pages(ilse, live, ids)
    odile = await signed_in("Odile Farr", fresh=True, script=script)
    form = await _reach_the_form_in_three_clicks(odile, live, reference)
    await _the_form_is_filled_in(form, ids)
    await form.locator("#mw-revdel-submit").click()
    await expect(form.get_by_text("The visibility has been set.")).to_be_visible()
    assert live.hidden_from_all("enwiki", ids)
    await odile.bring_to_front()
    await odile.get_by_role("button", name="Check the wiki now").click()
    await expect(odile.get_by_role("main")).to_contain_text(DONE)
    await odile.goto("/queues")
    await expect(odile.get_by_role("main")).not_to_contain_text(reference)
    await ilse.reload()
    await expect(ilse.get_by_role("main")).to_contain_text(DONE)


async def _file_in_three_pages(page: Page, live: LiveHaven, ids: list[int]) -> str:
    """From the box on: the targets, the form, and it is filed."""
    walk = Walk(page)
    await paste(page, live.diffs({"enwiki": ids}))
    await expect(page.get_by_role("row").filter(has_text="visible")).to_have_count(len(ids))
    await ask_those_who_can(page)
    reference = await answer_and_send(page)
    assert len(walk.shown) <= 3, walk.shown
    return reference


async def _reach_the_form_in_three_clicks(page: Page, live: LiveHaven, reference: str) -> Page:
    """From the queue to the wiki's form, over the wiki's own sign-in, which is not Haven's to count."""
    await page.goto("/queues")
    walk = Walk(page)
    await walk.press(page.get_by_role("link", name=reference))
    await walk.press(page.get_by_role("button", name="Take it"))
    link = page.get_by_role("link", name="Open it through its sign-in")
    await expect(link).to_have_count(1)
    form = await open_on_wiki(page, "Odile Farr", live, link)
    assert walk.clicks + 1 <= 3
    return form


async def _the_form_is_filled_in(form: Page, ids: list[int]) -> None:
    """Every revision is chosen, the text and nothing more is to be hidden, from administrators as well."""
    assert "Special:RevisionDelete" in form.url
    for id in ids:
        await expect(form.locator(f"main a[href*='oldid={id}']")).to_have_count(1)
    chosen = await form.locator("input[type=radio][value='1']:checked").evaluate_all("all => all.map(one => one.name)")
    assert set(chosen) == {"wpHidePrimary", "wpHideRestricted"}


async def test_signed_in_on_the_wiki_the_first_link_is_enough(signed_in: SignedIn, live: LiveHaven) -> None:
    ids = live.add_revisions(revisions=2)
    ilse = await signed_in("Ilse Norrby")
    reference = await file(ilse, live.diffs({"enwiki": ids}))
    odile = await signed_in("Odile Farr")
    cookies = live.sandbox.cookies("enwiki", "Odile Farr")
    server = live.sandbox.server("enwiki")
    await odile.context.add_cookies([{"name": name, "value": value, "url": server} for name, value in cookies.items()])
    await take(odile, reference)
    async with odile.context.expect_page() as opening:
        await odile.get_by_role("link", name="Open the form: suppress text of 2 revisions").first.click()
    form = await opening.value
    await _the_form_is_filled_in(form, ids)
    assert await form.evaluate("document.referrer") == ""


async def test_back_after_filing_files_nothing_twice(signed_in: SignedIn, live: LiveHaven) -> None:
    ilse = await signed_in("Ilse Norrby")
    reference = await file(ilse, live.diffs({"enwiki": live.add_revisions(revisions=1)}))
    await ilse.go_back(wait_until="commit")
    await expect(ilse.get_by_role("heading", level=1)).not_to_contain_text("H-")
    send, said = ilse.get_by_role("button", name="Send the request"), ilse.get_by_text("This was sent already")
    await send.or_(said).first.wait_for()
    if await send.is_visible():
        await send.click()
    await said.first.wait_for()
    await ilse.goto("/requests")
    first = ilse.get_by_role("main").get_by_role("link").first
    await expect(first).to_have_text(reference)
    await ilse.get_by_role("link", name=reference).click()
    await expect(ilse.get_by_role("listitem").filter(has_text="Asked")).to_have_count(1)


async def test_pressing_send_twice_files_once(signed_in: SignedIn, live: LiveHaven) -> None:
    ilse = await signed_in("Ilse Norrby")
    await ilse.goto("/requests")
    before = await ilse.get_by_role("main").get_by_role("link", name=re.compile("^H-")).count()
    await ilse.goto("/")
    await paste(ilse, live.diffs({"enwiki": live.add_revisions(revisions=1)}))
    await ask_those_who_can(ilse)
    await ilse.evaluate(
        "document.querySelector('main form').addEventListener('submit', event => event.target.submit())"
    )
    await answer_and_send(ilse)
    await ilse.goto("/requests")
    await expect(ilse.get_by_role("main").get_by_role("link", name=re.compile("^H-"))).to_have_count(before + 1)


async def test_back_after_taking_takes_nothing_twice(signed_in: SignedIn, live: LiveHaven) -> None:
    ilse, odile = await signed_in("Ilse Norrby"), await signed_in("Odile Farr")
    reference = await file(ilse, live.diffs({"enwiki": live.add_revisions(revisions=1)}))
    await take(odile, reference)
    await odile.go_back(wait_until="commit")
    again, opened = odile.get_by_role("button", name="Take it"), odile.get_by_role("heading", name="What to do now")
    await again.or_(opened).wait_for()
    if await again.is_visible():
        await again.click()
        await opened.wait_for()
    await odile.goto(f"/requests/{reference}")
    events = odile.get_by_role("region", name="What happened so far")
    await expect(events.get_by_role("listitem").filter(has_text="Taken")).to_have_count(1)
    views = odile.get_by_role("region", name="Who opened it")
    await expect(views.get_by_role("listitem")).to_have_count(1)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
async def test_back_after_signing_out_shows_nothing_of_the_desk(
    signed_in: SignedIn, live: LiveHaven, script: bool
) -> None:
    ids = live.add_revisions(revisions=1)
    ilse, odile = await signed_in("Ilse Norrby"), await signed_in("Odile Farr", fresh=True, script=script)
    reference = await file(ilse, live.diffs({"enwiki": ids}))
    await take(odile, reference)
    await expect(odile.get_by_role("main")).to_contain_text(str(ids[0]))
    await odile.get_by_role("button", name="Sign out").click()
    await expect(odile.get_by_role("heading", level=1)).to_have_text("A private desk for functionaries")
    for _page in range(3):
        await odile.go_back(wait_until="load")
        shown = await odile.content()
        assert reference not in shown.replace(f"/requests/{reference}", "")
        assert str(ids[0]) not in shown
        assert "Odile Farr" not in shown


async def test_the_same_paste_for_the_small_wiki_ends_with_the_stewards(signed_in: SignedIn, live: LiveHaven) -> None:
    ids = live.add_revisions("dewikibooks", revisions=2)
    bruno = await signed_in("Bruno Halm")
    reference = await file(bruno, live.diffs({"dewikibooks": ids}))
    await expect(bruno.get_by_role("main")).to_contain_text("the stewards")
    sunniva = await signed_in("Sunniva Aldous")
    await take(sunniva, reference)
    await expect(sunniva.get_by_role("link", name="Open it through its sign-in")).to_be_visible()
