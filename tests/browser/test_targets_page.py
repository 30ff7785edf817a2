"""The page of targets while the wikis answer: what is known stands there already, without any script."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import SignedIn
from tests.browser.steps import ask_those_who_can, paste
from tests.support.live import LiveHaven

LONGER_THAN_ANY_TEST_WAITS = 30.0


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
async def test_answers_appear_while_a_slow_wiki_is_still_asked(
    signed_in: SignedIn, live: LiveHaven, script: bool
) -> None:
    farm = live.sandbox.farm
    *quick, slow = [wiki.dbname for wiki in farm.wikis.values() if wiki.is_open][:12]
    pasted = live.diffs({wiki: live.add_revisions(wiki, revisions=2) for wiki in (slow, *quick)})
    page = await signed_in("Ilse Norrby", script=script)
    await page.get_by_label("Links, diffs, names").fill(pasted)
    farm.faults.set(slow, "slow", LONGER_THAN_ANY_TEST_WAITS)
    try:
        await page.get_by_role("button", name="Look at these").click(no_wait_after=True)
        await expect(page.get_by_role("row").filter(has_text="visible")).to_have_count(2 * len(quick))
        await expect(page.get_by_text("Asking 12 wikis.")).to_be_visible()
        await expect(page.get_by_role("region", name=slow)).to_have_count(0)
        await expect(page.get_by_role("button", name="Ask those who can")).to_have_count(0)
    finally:
        farm.faults.clear(slow)


async def test_a_wiki_that_does_not_answer_is_never_called_clean_and_stops_nobody(
    signed_in: SignedIn, live: LiveHaven
) -> None:
    farm = live.sandbox.farm
    pasted = live.diffs({wiki: live.add_revisions(wiki, revisions=1) for wiki in ("enwiki", "commonswiki")})
    page = await signed_in("Ilse Norrby")
    farm.faults.set("commonswiki", "down")
    try:
        await paste(page, pasted)
        silent = page.get_by_role("region", name="commonswiki")
        await expect(silent.get_by_role("row").filter(has_text="could not check")).to_have_count(1)
        await expect(silent).to_contain_text("does not mean that it is clean")
        await expect(page.get_by_text("Asking 2 wikis.")).to_be_hidden()
        await ask_those_who_can(page)
    finally:
        farm.faults.clear("commonswiki")
