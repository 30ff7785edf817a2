"""The main job through Haven on a real MediaWiki: file, take, hide in the wiki's own form, and done: the wiki says so.

A real browser follows Haven's own links. Who people are comes from the wiki's groups; how they sign in to Haven is not
tested here (`desk`), how they sign in to the wiki is.
"""

from contextlib import ExitStack
from pathlib import Path

import httpx
from playwright.async_api import Page

from app.domain.wikis import Wiki
from app.links.build import through_sign_in
from app.links.forms_accounts import contributions_link, user_link
from app.links.forms_pages import edit_link, history_link
from tests.real_wiki.desk import REASON, RealDesk, make_edits, open_desk, pass_sign_in, public_flags, suppress
from tests.real_wiki.steps import FORMS, chosen, follow, ids_in
from tests.support.browser import Pages
from tests.support.real_wiki import DATABASE_NAME, PEOPLE, USER_AGENT, RealWiki
from tests.support.real_wiki import real_wiki as run_real_wiki

DONE = "Done: the wiki shows it"
COULD_NOT_ASK = "The wiki could not be asked"


async def _open_form_through_sign_in(page: Page, person: str) -> Page:
    """The one form that Haven offers, for a person who is not signed in on the wiki yet."""
    tab = await follow(page.get_by_role("link", name="Open it through its sign-in"))
    await pass_sign_in(tab, person)
    return tab


async def _save(form: Page) -> None:
    await form.click("[name=wpSubmit]")
    await form.wait_for_selector(".mw-message-box-success, .successbox, .cdx-message--success")
    await form.close()


async def _check_the_wiki(page: Page) -> None:
    """Ask, and be on the page that says what came of it."""
    async with page.expect_navigation():
        await page.get_by_role("button", name="Check the wiki now").click()


async def test_an_administrator_hides_one_revision_through_the_sign_in(pages: Pages, desk: RealDesk) -> None:
    revision = make_edits(desk.wiki, "Invented mill", 2)[0]
    sender, page = await desk.open(pages, "rollbacker"), await desk.open(pages, "admin", whole=True)
    reference = await desk.file(sender, [revision], "revision-deletion", "text")
    await desk.take(page, reference)
    form = await _open_form_through_sign_in(page, "admin")
    assert await chosen(form) == {"wpHidePrimary": ("checkbox", "1")}
    assert await form.locator("[name=wpRevDeleteReasonList]").input_value() == REASON
    await _check_the_wiki(page)
    assert await page.get_by_text(DONE).count() == 0, "opening the form must change nothing"
    await _save(form)
    assert public_flags(desk.wiki, revision) == {"sha1hidden"}
    await _check_the_wiki(page)
    await page.get_by_text(DONE).first.wait_for()
    await sender.reload()
    await sender.get_by_text(DONE).first.wait_for()


async def test_an_oversighter_suppresses_several_revisions_through_the_sign_in(pages: Pages, desk: RealDesk) -> None:
    revisions = make_edits(desk.wiki, "Invented bridge", 4)[:3]
    reference = await desk.file_without_browser("admin", revisions, "suppression", "text", "user-name")
    page = await desk.open(pages, "suppressor")
    await desk.take(page, reference)
    form = await _open_form_through_sign_in(page, "suppressor")
    assert await chosen(form) == {
        "wpHidePrimary": ("radio", "1"),
        "wpHideComment": ("radio", "-1"),
        "wpHideUser": ("radio", "1"),
        "wpHideRestricted": ("radio", "1"),
    }
    await _save(form)
    assert public_flags(desk.wiki, revisions[0]) == {"sha1hidden", "userhidden", "suppressed"}
    await _check_the_wiki(page)
    await page.get_by_text(DONE).first.wait_for()


async def test_the_newest_revision_is_edited_out_before_its_text_is_hidden(pages: Pages, desk: RealDesk) -> None:
    older, newest = make_edits(desk.wiki, "Invented well", 2)
    reference = await desk.file_without_browser("rollbacker", [older, newest], "revision-deletion", "text", "summary")
    page = await desk.open(pages, "admin", at_wiki=True)
    await desk.take(page, reference)
    assert f"Revision {newest} is the newest one" in await page.locator(".edit-first").inner_text()
    links = await page.locator(FORMS).evaluate_all("all => all.map(one => one.href)")
    assert [(ids_in(link), "wpHidePrimary=1" in link) for link in links] == [([older], True), ([newest], False)]

    editor = await follow(page.locator(".edit-first a").first)
    await editor.fill("#wpTextbox1", "Nothing is left of it.")
    await editor.click("#wpSave")
    await editor.wait_for_url(lambda address: "action=edit" not in address)
    await _check_the_wiki(page)
    await page.locator(".edit-first").wait_for(state="detached")
    form = await follow(page.locator(FORMS))
    assert await chosen(form) == {
        "wpHidePrimary": ("radio", "1"),
        "wpHideComment": ("radio", "1"),
        "wpHideUser": ("radio", "-1"),
    }
    await _save(form)
    await _check_the_wiki(page)
    await page.get_by_text(DONE).first.wait_for()
    assert [public_flags(desk.wiki, revision) for revision in (older, newest)] == [{"sha1hidden", "commenthidden"}] * 2


async def test_what_an_administrator_cannot_see_is_left_out_and_the_form_opens(pages: Pages, desk: RealDesk) -> None:
    first, nameless, wordless, last, _newest = make_edits(desk.wiki, "Invented ferry", 5)
    suppress(desk.wiki, nameless, "user")
    suppress(desk.wiki, wordless, "comment")
    targets = [first, nameless, wordless, last]
    reference = await desk.file_without_browser("rollbacker", targets, "revision-deletion", "text")
    page = await desk.open(pages, "admin", at_wiki=True)
    await desk.take(page, reference, declared=True)
    form = await follow(page.locator(FORMS))
    assert ids_in(form.url) == [first, last]
    assert (await chosen(form))["wpHidePrimary"] == ("radio", "1")
    assert await page.get_by_text("2 are left out of the form").count() == 1


async def test_when_the_wiki_goes_away_nothing_is_clean_and_nothing_is_done(pages: Pages, tmp_path: Path) -> None:
    with ExitStack() as running:
        wiki = running.enter_context(run_real_wiki())
        revision, another, _newest = make_edits(wiki, "Invented tower", 3)
        async with open_desk(wiki, tmp_path) as desk:
            held = await desk.file_without_browser("rollbacker", [revision], "revision-deletion", "text")
            waiting = await desk.file_without_browser("rollbacker", [another], "revision-deletion", "text")
            page, other = await desk.open(pages, "admin"), await desk.open(pages, "suppressor")
            await desk.take(page, held)
            await other.goto(f"/requests/{waiting}")
            running.close()

            await _check_the_wiki(page)
            await page.get_by_role("heading", name=COULD_NOT_ASK).wait_for()
            assert await page.get_by_text(DONE).count() == 0
            await other.get_by_role("button", name="Take it").click()
            await other.get_by_role("heading", name=COULD_NOT_ASK).wait_for()
            await desk.paste(page, [revision])
            chips = await page.locator("td .chips").all_inner_texts()
            assert [chip.strip() for chip in chips] == ["could not check"]


async def test_pages_named_by_their_number_are_reached_through_the_sign_in(pages: Pages, desk: RealDesk) -> None:
    """The sign-in returns to Special:BlankPage; `curid` outranks that title. Once signed in, it leads straight on."""
    here, number = Wiki(DATABASE_NAME, desk.wiki.server), desk.wiki.seed["page"]
    page = await desk.open(pages, "admin")
    await page.goto(edit_link(here, number).through_sign_in)
    await pass_sign_in(page, "admin")
    assert "invented line, number 6" in await page.locator("#wpTextbox1").input_value()
    await page.goto(through_sign_in(history_link(here, number)))
    assert await page.locator(f"#pagehistory [data-mw-revid='{desk.wiki.seed['rev_plain']}']").count() > 0


def test_links_to_look_at_open_for_anybody(real_wiki: RealWiki) -> None:
    here, name = Wiki(DATABASE_NAME, real_wiki.server), PEOPLE["author"][0]
    with httpx.Client(headers={"User-Agent": USER_AGENT}, timeout=30, follow_redirects=True) as visitor:
        for link in (history_link(here, real_wiki.seed["page"]), contributions_link(here, name)):
            # Other tests write to the same wiki, in an order of chance: the first page of a list may be theirs.
            whole = visitor.get(f"{link}&limit=500").text
            assert f'data-mw-revid="{real_wiki.seed["rev_plain"]}"' in whole
        assert visitor.get(user_link(here, real_wiki.seed["user_author"])).url.path.endswith("/User:Victor_Vandal")
