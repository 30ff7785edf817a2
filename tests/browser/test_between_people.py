"""The whole way of two people on phones without script: asked back, answered, a second opinion, and sent on."""

from playwright.async_api import Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.steps import file, take
from tests.support.live import LiveHaven


async def test_two_people_ask_each_other_and_send_it_on(signed_in: SignedIn, live: LiveHaven) -> None:
    text = live.diffs({"enwiki": live.add_revisions()})
    ilse, odile, keeva = [await signed_in(name, script=False) for name in ("Ilse Norrby", "Odile Farr", "Keeva Strand")]
    reference = await file(ilse, text)
    await take(odile, reference)
    await _ask_the_sender(odile)
    await _answer(ilse, reference)
    await odile.reload()
    await expect(odile.get_by_role("region", name="Asked and answered")).to_contain_text("Number 2")
    await _ask_a_colleague(odile, "Keeva Strand")
    await _give_an_opinion(keeva, reference)
    await odile.reload()
    await expect(odile.get_by_role("region", name="Asked and answered")).to_contain_text("I agree")
    await _send_it_to_the_stewards(odile)
    await ilse.reload()
    await expect(ilse.get_by_role("heading", name="Now with the stewards")).to_be_visible()
    for name in ("Odile Farr", "Keeva Strand"):
        await expect(ilse.get_by_role("main")).not_to_contain_text(name)


async def _ask_the_sender(page: Page) -> None:
    """From the opened request and back to it."""
    others = page.get_by_role("region", name="With others")
    await expect(others.get_by_role("listitem")).to_have_count(5)
    await others.get_by_role("link", name="Ask the sender").click()
    await page.get_by_label("Which of the links is meant?").check()
    await page.get_by_role("button", name="Ask them").click()
    await expect(page.get_by_role("region", name="Asked and answered")).to_contain_text("No answer yet")


async def _answer(page: Page, reference: str) -> None:
    """From the desk: once without the number that the answer needs, then with it."""
    await page.goto("/desk")
    await page.get_by_role("region", name="For you alone").get_by_role("link", name=reference).click()
    await page.get_by_label("One of them, by its number").check()
    await page.get_by_role("button", name="Send the answer").click()
    await page.get_by_role("link", name="This answer needs a number from 1 to 5").click()
    await page.get_by_role("textbox", name="Its number").fill("2")
    await page.get_by_role("button", name="Send the answer").click()
    await expect(page.get_by_role("region", name="Asked and answered")).to_contain_text("Number 2")


async def _ask_a_colleague(page: Page, name: str) -> None:
    await page.get_by_role("link", name="Ask a colleague").click()
    await page.get_by_label("Name of their account").fill(name)
    await page.get_by_role("button", name="Ask them").click()
    await page.get_by_role("heading", name="With others").wait_for()


async def _give_an_opinion(page: Page, reference: str) -> None:
    """From the desk: they look first, and only then say what they think."""
    await page.goto("/desk")
    await page.get_by_role("region", name="For you alone").get_by_role("link", name=reference).click()
    await page.get_by_role("link", name="Open it for a second look first").click()
    await page.get_by_role("button", name="Open it", exact=True).click()
    await page.get_by_label("I agree").check()
    await page.get_by_role("button", name="Say so").click()
    await expect(page.get_by_role("region", name="Asked and answered")).to_contain_text("I agree")


async def _send_it_to_the_stewards(page: Page) -> None:
    await page.get_by_role("region", name="With others").get_by_role("link", name="Send it on").click()
    await page.get_by_label("The stewards").check()
    await page.get_by_role("button", name="Look where it goes").click()
    await expect(page.get_by_role("main")).to_contain_text("It goes to the stewards")
    await page.get_by_role("button", name="Send it on").click()
    await expect(page.get_by_role("main")).to_contain_text("Sent on to the stewards")
