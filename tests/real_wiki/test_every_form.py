"""Every place where something may stand, pasted into Haven, opens the real wiki's right form as promised.

A real browser follows Haven's own links as an administrator and as an oversighter: which boxes are ticked, which ids
are named, what only oversighters are offered. Nothing is saved here: that is in `test_journey` and the contract suite.
"""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import Locator, Page

from tests.real_wiki.desk import REASON, RealDesk, make_edits, pass_sign_in, suppress
from tests.real_wiki.steps import FORMS, chosen, follow, ids_in
from tests.support.browser import Pages
from tests.support.real_wiki import PEOPLE, RealWiki, ask
from tests.support.real_wiki_places import DELETED_PAGE, FILE

PERSONS = ("admin", "suppressor")
TICKED = ("checkbox", "1")
BLOCKING = ("wpHideUser", "wpDisableUTEdit", "wpDisableEmail")


async def _look(desk: RealDesk, pages: Pages, person: str, *links: str, at_wiki: bool = True) -> Page:
    """Haven's page of what the wiki shows of these links, for this person."""
    page = await desk.open(pages, person, at_wiki=at_wiki)
    await page.goto("/")
    await page.fill("#text", "\n".join(f"{desk.wiki.index_url}?{link}" for link in links))
    await page.get_by_role("button", name="Look at these").click()
    await page.wait_for_selector("#all-asked")
    await page.wait_for_load_state("domcontentloaded")
    return page


def _forms(page: Page, words: str) -> Locator:
    """Haven's links into forms that say this."""
    return page.locator(FORMS).filter(has_text=re.compile(words))


async def _hiding_forms(page: Page, person: str) -> list[tuple[Locator, bool]]:
    """The links that hide, each with whether it suppresses; checks that just those are offered that this person has."""
    hide, suppress_it = _forms(page, "Open the form: hide"), _forms(page, "Open the form: suppress")
    assert [await hide.count(), await suppress_it.count()] == [1, 1 if person == "suppressor" else 0]
    return [(hide, False)] + ([(suppress_it, True)] if person == "suppressor" else [])


async def _expect_hiding_form(link: Locator, ids: list[int], suppresses: bool) -> None:
    """One item, by its id, with the text ticked and nothing else; suppression only where it was promised."""
    form = await follow(link)
    assert ids_in(form.url) == ids
    assert await chosen(form) == {"wpHidePrimary": TICKED} | ({"wpHideRestricted": TICKED} if suppresses else {})
    assert await form.locator("form input[name=ids]").input_value() == ",".join(map(str, ids))
    assert await form.locator("[name=wpRevDeleteReasonList]").input_value() == ("other" if suppresses else REASON)
    assert await form.locator("[name=wpReason]").input_value() == ""
    await form.close()


@pytest.mark.parametrize("person", PERSONS)
async def test_a_live_revision(pages: Pages, desk: RealDesk, person: str) -> None:
    revision = make_edits(desk.wiki, f"Invented harbour for {person}", 2)[0]
    page = await _look(desk, pages, person, f"diff={revision}")
    for link, suppresses in await _hiding_forms(page, person):
        await _expect_hiding_form(link, [revision], suppresses)


@pytest.mark.parametrize("person", PERSONS)
async def test_a_deleted_revision(pages: Pages, desk: RealDesk, person: str) -> None:
    time = _deleted_time(desk.wiki)
    link = f"title=Special:Undelete&target={DELETED_PAGE.replace(' ', '_')}&timestamp={time}"
    page = await _look(desk, pages, person, link)
    for form, suppresses in await _hiding_forms(page, person):
        await _expect_hiding_form(form, [time], suppresses)
    look = await follow(_forms(page, "Look at the deleted page"))
    assert await look.locator("input[name=timestamp]").first.input_value() == str(time)


@pytest.mark.parametrize("person", PERSONS)
async def test_a_deleted_revision_by_its_number(pages: Pages, desk: RealDesk, person: str) -> None:
    """The form needs a title beside the number: the link that was pasted named one."""
    number = desk.wiki.seed["rev_deleted"]
    page = await _look(desk, pages, person, f"title={DELETED_PAGE.replace(' ', '_')}&oldid={number}")
    for form, suppresses in await _hiding_forms(page, person):
        await _expect_hiding_form(form, [number], suppresses)


async def test_a_deleted_revision_without_a_title_has_no_form_but_advice(pages: Pages, desk: RealDesk) -> None:
    page = await _look(desk, pages, "admin", f"diff={desk.wiki.seed['rev_deleted']}")
    await page.get_by_text("paste the link of the deleted revision here").wait_for()
    assert await page.locator(FORMS).count() == 0


@pytest.mark.parametrize("person", PERSONS)
async def test_a_log_entry(pages: Pages, desk: RealDesk, person: str) -> None:
    """1.43 cannot be asked for an entry by number: Haven finds it beside the page's first revision."""
    title = f"Invented quay for {person}"
    first = make_edits(desk.wiki, title, 2)[0]
    page = await _look(desk, pages, person, f"diff={first}")
    await page.locator("td.more a").first.click()
    await page.get_by_role("heading", level=1).wait_for()
    number = _creation_entry(desk.wiki, title)
    await page.locator(f"[name=take][value^='log.{number}.']").check()
    await page.get_by_role("button", name="Add what is ticked").click()
    await page.wait_for_selector("#all-asked")
    await page.wait_for_load_state("domcontentloaded")
    entries = page.locator(".page-forms").filter(has_text="Log entries")
    links = entries.locator(".form-link > a")
    assert await links.count() == (2 if person == "suppressor" else 1)
    form = await follow(links.last)
    assert ids_in(form.url) == [number]
    ticked = {"wpHideComment": TICKED} | ({"wpHideRestricted": TICKED} if person == "suppressor" else {})
    assert await chosen(form) == ticked


@pytest.mark.parametrize("person", PERSONS)
async def test_an_earlier_file_version(pages: Pages, desk: RealDesk, person: str) -> None:
    name, time = FILE.replace(" ", "_"), desk.wiki.seed["file_old"]
    page = await _look(desk, pages, person, f"title=File:{name}&action=delete&oldimage={time}%21{name}")
    for link, suppresses in await _hiding_forms(page, person):
        await _expect_hiding_form(link, [time], suppresses)


async def test_an_entry_of_the_filter_log_for_an_oversighter(pages: Pages, desk: RealDesk) -> None:
    number = desk.wiki.seed["abuse_hit"]
    page = await _look(desk, pages, "suppressor", f"title=Special:AbuseLog/{number}")
    form = await follow(_forms(page, "filter log entry"))
    assert parse_qs(urlsplit(form.url).query)[f"hideids[{number}]"] == ["1"]
    assert await chosen(form, ["wpshoworhide"], "wpshoworhide") == {"wpshoworhide": ("radio", "hide")}
    assert await form.locator("[name=wpreason]").input_value() == ""


async def test_an_entry_of_the_filter_log_has_no_link_for_an_administrator(pages: Pages, desk: RealDesk) -> None:
    page = await _look(desk, pages, "admin", f"title=Special:AbuseLog/{desk.wiki.seed['abuse_hit']}")
    await page.get_by_text("Only oversighters can hide entries of the filter log").wait_for()
    assert await page.locator(FORMS).count() == 0
    assert await page.locator("a[href*='AbuseLog/hide'], a[href*='AbuseLog%2Fhide']").count() == 0


@pytest.mark.parametrize("person", PERSONS)
async def test_a_whole_page(pages: Pages, desk: RealDesk, person: str) -> None:
    title = f"Invented orchard for {person}"
    make_edits(desk.wiki, title, 2)
    number = _page(desk.wiki, title)
    page = await _look(desk, pages, person, f"curid={number}")
    assert await _forms(page, "suppress it").count() == (1 if person == "suppressor" else 0)
    for link in await _forms(page, "delete the page").all():
        form = await follow(link)
        promised = {"wpSuppress": TICKED} if "suppress it" in await link.inner_text() else {}
        assert await chosen(form, ["wpSuppress"], "wpReason") == promised
        assert parse_qs(urlsplit(form.url).query)["curid"] == [str(number)]
        assert await form.locator("[name=wpReason]").input_value() == " ", "no reason that quotes the page"
        await form.close()
    move = await follow(_forms(page, "move the page"))
    assert await move.locator("[name=wpOldTitle]").input_value() == title
    assert await chosen(move, ["wpLeaveRedirect"], "wpLeaveRedirect") == {}
    protect = await follow(_forms(page, "protect the page"))
    assert title in await protect.get_by_role("heading", level=1).inner_text()
    await protect.wait_for_selector("[name=mwProtect-reason]", state="attached")


async def test_the_form_that_deletes_through_the_sign_in(pages: Pages, desk: RealDesk) -> None:
    """The blank that keeps the page's text out of the log survives the way through Special:UserLogin."""
    title = "Invented meadow"
    make_edits(desk.wiki, title, 2)
    page = await _look(desk, pages, "suppressor", f"curid={_page(desk.wiki, title)}", at_wiki=False)
    suppressing = page.locator(".form-link").filter(has_text="suppress it")
    form = await follow(suppressing.get_by_role("link", name="Open it through its sign-in"))
    await pass_sign_in(form, "suppressor")
    assert await chosen(form, ["wpSuppress"], "wpReason") == {"wpSuppress": TICKED}
    assert await form.locator("[name=wpReason]").input_value() == " "


@pytest.mark.parametrize("person", PERSONS)
async def test_an_account(pages: Pages, desk: RealDesk, person: str) -> None:
    name = PEOPLE["author"][0]
    page = await _look(desk, pages, person, f"title=Special:Contributions&target={name.replace(' ', '_')}")
    links = _forms(page, "block the account")
    assert await links.count() == (2 if person == "suppressor" else 1)
    for link in await links.all():
        hides = "hide its name" in await link.inner_text()
        form = await follow(link)
        assert await chosen(form, BLOCKING, "wpTarget") == (dict.fromkeys(BLOCKING, TICKED) if hides else {})
        assert await form.locator("input[name=wpTarget]").input_value() == name
        if hides:
            assert await form.locator("select[name=wpExpiry]").input_value() == "infinite"
        await form.close()


async def test_a_name_that_is_the_problem_is_in_no_link_and_the_form_opens_without(
    pages: Pages, desk: RealDesk
) -> None:
    name = PEOPLE["author"][0]
    page = await _look(desk, pages, "suppressor", f"title=Special:Contributions&target={name.replace(' ', '_')}")
    await page.get_by_role("button", name="The name is the problem").click()
    await page.wait_for_selector("#all-asked")
    await page.wait_for_load_state("domcontentloaded")
    hrefs = await page.locator("a").evaluate_all("all => all.map(one => one.href)")
    assert not [href for href in hrefs if "Victor" in href]
    form = await follow(_forms(page, "hide its name"))
    assert await chosen(form, BLOCKING, "wpTarget") == dict.fromkeys(BLOCKING, TICKED)
    assert await form.locator("input[name=wpTarget]").input_value() == ""


@pytest.mark.parametrize("person", PERSONS)
async def test_a_mixed_list_opens_for_an_administrator_because_the_suppressed_one_is_left_out(
    pages: Pages, desk: RealDesk, person: str
) -> None:
    first, hidden, last, _newest = make_edits(desk.wiki, f"Invented ford for {person}", 4)
    suppress(desk.wiki, hidden, "comment")
    page = await _look(desk, pages, person, *(f"diff={revision}" for revision in (first, hidden, last)))
    left_out = page.get_by_text("One is left out of the form")
    assert await left_out.count() == (1 if person == "admin" else 0)
    for link, suppresses in await _hiding_forms(page, person):
        form = await follow(link)
        assert ids_in(form.url) == ([first, last] if person == "admin" else [first, hidden, last])
        ticked = await chosen(form)
        assert ticked["wpHidePrimary"] == ("radio", "1")
        assert ticked.get("wpHideRestricted") == (("radio", "1" if suppresses else "-1") if person != "admin" else None)
        await form.close()


async def test_what_helps_after_hiding(pages: Pages, desk: RealDesk) -> None:
    """Block without talk page and mail, delete all that was made, protect: each opens in the wiki, filled in."""
    title, name = "Invented bay", PEOPLE["author"][0]
    revision = make_edits(desk.wiki, title, 2)[0]
    page = await _look(desk, pages, "admin", f"diff={revision}")
    await page.get_by_role("link", name="What to do after it is hidden").click()
    block = await follow(page.get_by_role("link", name="Block it, without talk page and mail").first)
    keeping = ("wpDisableUTEdit", "wpDisableEmail")
    assert await chosen(block, [*keeping, "wpHideUser"], "wpTarget") == dict.fromkeys(keeping, TICKED)
    assert await block.locator("input[name=wpTarget]").input_value() == name
    nuke = await follow(page.get_by_role("link", name="Delete all pages it made").first)
    ticked = await nuke.locator("form input[name='pages[]']:checked").evaluate_all("all => all.map(one => one.value)")
    assert title.replace(" ", "_") in ticked
    protect = await follow(page.get_by_role("link", name="Protect page").first)
    assert title in await protect.get_by_role("heading", level=1).inner_text()


def _deleted_time(wiki: RealWiki) -> int:
    with wiki.login("admin") as client:
        answer = ask(
            client, wiki.api_url, action="query", prop="deletedrevisions", titles=DELETED_PAGE, drvprop="ids|timestamp"
        )
    return int(re.sub(r"\D", "", answer["query"]["pages"][0]["deletedrevisions"][0]["timestamp"]))


def _creation_entry(wiki: RealWiki, title: str) -> int:
    with wiki.login("editor") as client:
        answer = ask(client, wiki.api_url, action="query", list="logevents", letype="create", letitle=title)
    return int(answer["query"]["logevents"][0]["logid"])


def _page(wiki: RealWiki, title: str) -> int:
    with wiki.login("editor") as client:
        answer = ask(client, wiki.api_url, action="query", prop="info", titles=title)
    return int(answer["query"]["pages"][0]["pageid"])
