"""What was marked as harming by its name is in no link, whatever else is called the same, today or on another wiki."""

from dataclasses import dataclass
from urllib.parse import quote

import httpx
import pytest
from bs4 import BeautifulSoup

from app.sandbox.accounts import Account
from app.sandbox.wiki import Wiki
from tests.journeys.pastes import account_link, diff, mark, outgoing, page_link, paste
from tests.support.haven import REVISION_DELETION, SUPPRESSION, Client, Haven
from tests.support.page_checks import links
from tests.web.test_links_carry_ids import NAME, PIER, carried

SPLIT = REVISION_DELETION | {"suppression_criterion": "os-private-information"}


@dataclass(frozen=True)
class Scene:
    """An account whose name is the harm, its pages, and its edit to a page of another name, on one wiki."""

    account: str
    user_page: str
    deleted: str
    edit: str


def scene(wiki: Wiki, account: Account) -> Scene:
    own = wiki.add_page(NAME, 2)
    wiki.add_revision(own, account, "hello", at=wiki.ago(hours=5))
    gone = wiki.add_page(f"{NAME}/Notes", 3)
    wiki.add_revision(gone, account, "hello", at=wiki.ago(hours=4))
    stamp = gone.revisions[0].at.strftime("%Y%m%d%H%M%S")
    wiki.delete_page(gone, "Ilse Norrby", "not needed")
    rocks = wiki.add_page("Rocks")
    edit = wiki.add_revision(rocks, account, "step", at=wiki.ago(hours=3))
    wiki.add_revision(rocks, "Wilma Tarn", "another step", at=wiki.ago(hours=2))
    under = f"User_talk:{NAME.replace(' ', '_')}/Notes"
    return Scene(
        account_link(wiki, account.local[wiki.dbname].user_id),
        page_link(wiki, own.page_id),
        f"{wiki.server}/w/index.php?title=Special:Undelete&target={under}&timestamp={stamp}",
        diff(wiki, edit.rev_id),
    )


@pytest.fixture
def account(haven: Haven) -> Account:
    return haven.farm.add_account(NAME)


@pytest.fixture
def here(haven: Haven, account: Account) -> Scene:
    return scene(haven.farm.wiki("enwiki"), account)


@pytest.fixture
def commons(haven: Haven, account: Account) -> Scene:
    return scene(haven.farm.wiki("commonswiki"), account)


async def shown(client: Client, draft: str) -> list[httpx.Response]:
    return [await client.get(draft), await client.get(f"{draft}/after")]


async def handled(haven: Haven, *names: str) -> list[httpx.Response]:
    """Whatever waits for these people, opened, with what may follow."""
    pages: list[httpx.Response] = []
    for name in names:
        client = await haven.client(name)
        waiting = {link for link in links(await client.get("/queues")) if link.startswith("/requests/H-")}
        assert waiting, name
        for path in sorted(waiting):
            await client.post(f"{path}/take", {"not_my_own": "yes"})
            pages += [await client.get(path), await client.get(f"{path}/after")]
    return pages


def assert_kept_out(pages: list[httpx.Response]) -> None:
    """In no link, and nowhere else but behind the control with which whoever holds a request has it shown."""
    for page in pages:
        assert not [link for link in outgoing(page) if carried(link)], page.url.path
        soup = BeautifulSoup(page.text, "html5lib")
        for kept in soup.select("details p bdi, details.kept textarea"):
            kept.decompose()
        assert not carried(str(soup)), page.url.path


async def test_the_pages_of_a_marked_account_are_marked_with_it(haven: Haven, here: Scene) -> None:
    ilse = await haven.client("Ilse Norrby")
    draft = await paste(ilse, here.account, here.user_page, here.deleted, here.edit)
    assert carried((await ilse.get(draft)).text) == {NAME}, "or there is nothing to keep out"
    await mark(ilse, draft, 0, range(4))
    assert_kept_out(await shown(ilse, draft))


async def test_and_stay_so_in_the_requests_that_become_of_them(haven: Haven, here: Scene) -> None:
    """The account goes to the oversighters, its pages to the administrators."""
    tamsin = await haven.client("Tamsin Vale")
    draft = await paste(tamsin, here.account, here.user_page, here.deleted, here.edit)
    await mark(tamsin, draft, 0, range(4))
    await tamsin.post(f"{draft}/file", SPLIT)
    assert (await tamsin.post(f"{draft}/check")).status_code == 303
    assert_kept_out(await handled(haven, "Hedda Moor", "Keeva Strand"))


async def test_a_name_marked_on_one_wiki_is_marked_on_every_other(haven: Haven, here: Scene, commons: Scene) -> None:
    sunniva = await haven.client("Sunniva Aldous")
    for pasted in ((here.account, commons.account, commons.user_page, commons.edit), (here.account, commons.edit)):
        draft = await paste(sunniva, *pasted)
        assert carried((await sunniva.get(f"{draft}/after")).text) == {NAME}
        await mark(sunniva, draft, 0, range(len(pasted)))
        assert_kept_out(await shown(sunniva, draft))


@pytest.mark.parametrize("which", [0, 1])
async def test_a_title_marked_by_number_is_marked_where_it_stands_itself(haven: Haven, which: int) -> None:
    """A page was deleted and made again: of the new one the number is kept, of the old one's revision the title."""
    wiki, ilse = haven.farm.wiki("enwiki"), await haven.client("Ilse Norrby")
    old = wiki.add_page(PIER)
    wiki.add_revision(old, "Marlow Quince", "x", at=wiki.ago(hours=5))
    stamp = old.revisions[0].at.strftime("%Y%m%d%H%M%S")
    wiki.delete_page(old, "Ilse Norrby", "not needed")
    new = wiki.add_page(PIER)
    wiki.add_revision(new, "Marlow Quince", "x", at=wiki.ago(hours=1))
    deleted = f"{wiki.server}/w/index.php?title=Special:Undelete&target={PIER.replace(' ', '_')}&timestamp={stamp}"
    draft = await paste(ilse, page_link(wiki, new.page_id), deleted)
    assert carried((await ilse.get(draft)).text) == {PIER}
    await mark(ilse, draft, which, range(2))
    assert_kept_out(await shown(ilse, draft))
    filed = await ilse.post(f"{draft}/file", SUPPRESSION)
    assert filed.status_code == 303
    assert_kept_out(await handled(haven, "Keeva Strand"))


async def test_a_mark_is_not_lost_when_the_wiki_is_silent_while_it_is_filed(haven: Haven, here: Scene) -> None:
    """Whose edit it is cannot be told then, nor whose page: the mark holds for all of them."""
    tamsin = await haven.client("Tamsin Vale")
    await tamsin.get("/account")
    draft = await paste(tamsin, here.account, here.user_page, here.deleted, here.edit)
    await mark(tamsin, draft, 0, range(4))
    haven.farm.faults.set("enwiki", "down")
    await tamsin.post(f"{draft}/file", SPLIT)
    assert (await tamsin.post(f"{draft}/check")).status_code == 303
    haven.farm.faults.clear()
    haven.clock.move(minutes=6)
    pages = await handled(haven, "Hedda Moor", "Piet Wander")
    assert any("Special:RevisionDelete" in link for page in pages for link in outgoing(page))
    assert_kept_out(pages)


async def test_with_the_marked_names_wiki_silent_no_link_carries_any_name(
    haven: Haven, here: Scene, commons: Scene
) -> None:
    """Nothing can be compared with a name that is not known."""
    sunniva = await haven.client("Sunniva Aldous")
    draft = await paste(sunniva, here.account, commons.account, commons.user_page, commons.edit)
    await mark(sunniva, draft, 0, range(4))
    haven.farm.faults.set("enwiki", "down")
    pages = await shown(sunniva, draft)
    assert_kept_out(pages)
    assert "Load the page again" in pages[1].text
    await sunniva.post(f"{draft}/file", SUPPRESSION)
    assert (await sunniva.post(f"{draft}/check")).status_code in (200, 303)
    haven.farm.faults.clear()


async def test_a_mark_keeps_nothing_out_that_is_called_otherwise(haven: Haven, here: Scene) -> None:
    """Otherwise everybody would have to type every name."""
    wiki, ilse = haven.farm.wiki("enwiki"), await haven.client("Ilse Norrby")
    pier = wiki.add_page(PIER)
    wiki.add_revision(pier, "Marlow Quince", "x", at=wiki.ago(hours=1))
    draft = await paste(ilse, here.account, page_link(wiki, pier.page_id))
    await mark(ilse, draft, 0, range(2))
    assert carried((await ilse.get(draft)).text) == {PIER}


async def test_what_looks_like_a_marked_name_is_in_no_link_either(haven: Haven, here: Scene) -> None:
    """A copy of the name with one letter of another script tells it just as well."""
    copy = haven.farm.add_account(NAME.replace("o", "\u043e"))
    wiki = haven.farm.wiki("enwiki")
    steward = await haven.client("Sunniva Aldous")
    draft = await paste(steward, here.account, account_link(wiki, copy.local["enwiki"].user_id))
    assert quote(copy.name) in " ".join(outgoing(await steward.get(draft)))
    await mark(steward, draft, 0, (0, 1))
    for page in (await steward.get(draft), await steward.get(f"{draft}/after")):
        assert not [each for each in outgoing(page) if quote(copy.name) in each or quote(NAME) in each]
