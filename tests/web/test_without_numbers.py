"""What the wiki has no number for: somebody can still act on it, and its name stands only where they ask for it."""

from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from bs4 import BeautifulSoup

from app.actions.filing import Prepared
from app.domain.queues import Closed, Queue, Team
from app.domain.requests import NewRequest, RequestKind, Urgency, Wish
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import CouldNotCheck, Gone
from app.policy.routing import Route, RouteReason
from app.sandbox.moves import move
from app.sandbox.wiki import Wiki
from app.web.letters import letter_of
from tests.journeys.pastes import forms_to, mark, outgoing, page_link, paste, rows
from tests.store.making import HINTS
from tests.support.haven import REVISION_DELETION, SUPPRESSION, Client, Haven, open_haven
from tests.support.page_checks import words

NAME, TITLE = "Nowhere Account", "Kwizdal Pier"
HOLDER, COLLEAGUE = "Keeva Strand", "Piet Wander"
DECLARED = {"not_my_own": "yes"}


@pytest.fixture
def wiki(haven: Haven) -> Wiki:
    return haven.farm.wiki("enwiki")


def _account(wiki: Wiki) -> str:
    return f"{wiki.server}/wiki/Special:Contributions/{NAME.replace(' ', '_')}"


def _deleted(wiki: Wiki) -> str:
    page = wiki.add_page(TITLE)
    made = wiki.add_revision(page, "Marlow Quince", "x", at=wiki.ago(hours=5)).at
    wiki.delete_page(page, "Ilse Norrby", "no")
    title = TITLE.replace(" ", "_")
    return f"{wiki.server}/w/index.php?title=Special:Undelete&target={title}&timestamp={made:%Y%m%d%H%M%S}"


CASES = {"account": (_account, NAME), "marked-title": (_deleted, TITLE)}


async def filed(haven: Haven, wiki: Wiki, kind: str) -> str:
    """The path of a request for it; its name or title marked as what harms."""
    tamsin = await haven.client("Tamsin Vale")
    draft = await paste(tamsin, CASES[kind][0](wiki))
    if kind == "marked-title":
        await mark(tamsin, draft, 0, [0])
    answer = await tamsin.post(f"{draft}/file", SUPPRESSION)
    assert answer.status_code == 303, words(answer)
    return str(answer.headers["location"])


async def taken(haven: Haven, path: str) -> Client:
    holder = await haven.client(HOLDER)
    assert (await holder.post(f"{path}/take", DECLARED)).status_code == 303
    return holder


@pytest.mark.parametrize("kind", CASES)
async def test_whoever_holds_it_can_have_it_shown_and_gets_a_form_without_it(
    haven: Haven, wiki: Wiki, kind: str
) -> None:
    path, name = await filed(haven, wiki, kind), CASES[kind][1]
    page = await (await taken(haven, path)).get(path)
    soup = BeautifulSoup(page.text, "html5lib")
    shown = soup.select_one("details bdi")
    assert shown is not None
    assert shown.get_text() == name
    assert not soup.select("details[open]"), "only to somebody who asks for it"
    for each in soup.select("details"):
        each.decompose()
    assert name not in soup.get_text()
    assert forms_to(page, "Special:Block" if kind == "account" else "Special:Undelete")
    assert "Nothing is left for a form to do" not in words(page)
    assert not [link for link in outgoing(page) if name in unquote_plus(unquote_plus(link)).replace("_", " ")]


@pytest.mark.parametrize("kind", CASES)
async def test_to_nobody_else_is_it_shown(haven: Haven, wiki: Wiki, kind: str) -> None:
    path, name = await filed(haven, wiki, kind), CASES[kind][1]
    sender, colleague = await haven.client("Tamsin Vale"), await haven.client(COLLEAGUE)
    assert (await colleague.post(f"{path}/open", DECLARED | {"purpose": "review"})).status_code == 303
    holder = await taken(haven, path)
    assert name in (await holder.get(path)).text
    for client in (sender, colleague):
        assert name not in (await client.get(path)).text
    haven.clock.move(minutes=31)
    assert name not in (await holder.get(path)).text, "the lease has ended"


async def test_of_several_accounts_without_a_number_each_has_its_own_form(haven: Haven, wiki: Wiki) -> None:
    tamsin = await haven.client("Tamsin Vale")
    other = f"{wiki.server}/wiki/Special:Contributions/Another_Nobody"
    answer = await tamsin.post(f"{await paste(tamsin, _account(wiki), other)}/file", SUPPRESSION)
    path = answer.headers["location"]
    page = await (await taken(haven, path)).get(path)
    assert [each.get_text() for each in BeautifulSoup(page.text, "html5lib").select("details bdi")] == [
        NAME,
        "Another Nobody",
    ]
    assert len(forms_to(page, "Special:Block")) == 2


async def test_a_title_that_is_marked_nowhere_is_in_its_links_and_needs_no_control(haven: Haven, wiki: Wiki) -> None:
    tamsin = await haven.client("Tamsin Vale")
    path = (await tamsin.post(f"{await paste(tamsin, _deleted(wiki))}/file", SUPPRESSION)).headers["location"]
    page = await (await taken(haven, path)).get(path)
    assert not BeautifulSoup(page.text, "html5lib").select("details bdi")


@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize("is_down", [False, True])
async def test_a_mail_names_it_in_its_text_alone_and_needs_no_editing(tmp_path: Path, kind: str, is_down: bool) -> None:
    async with open_haven(tmp_path, queues_on=False) as haven:
        tamsin, wiki = await haven.client("Tamsin Vale"), haven.farm.wiki("enwiki")
        await tamsin.get("/account")
        draft = await paste(tamsin, CASES[kind][0](wiki))
        if kind == "marked-title":
            await mark(tamsin, draft, 0, [0])
        if is_down:
            haven.farm.faults.set("enwiki", "down")
        page = await tamsin.post(f"{draft}/file", SUPPRESSION)
        soup = BeautifulSoup(page.text, "html5lib")
        (body,) = (each.extract() for each in soup.select("textarea[id^=body]"))
        named = [line for line in body.get_text().splitlines() if CASES[kind][1] in line]
        assert len(named) == 1
        assert "http" not in named[0]
        assert "[" not in body.get_text()
        # SECURITY: it may be what is to be hidden; no subject, no address and no other place of the page has it.
        assert CASES[kind][1] not in unquote_plus(unquote_plus(str(soup))).replace("_", " ")
        assert CASES[kind][1] not in unquote_plus(unquote_plus(body.get_text().replace(named[0], ""))).replace("_", " ")


AT = "20260101010101"
UNTOLD = {
    "deleted-page": Pointer("enwiki", TargetKind.PAGE, title=TITLE),
    "deleted-revision": Pointer("enwiki", TargetKind.DELETED_REVISION, timestamp=AT, title=TITLE),
    "deleted-revision-by-number": Pointer("enwiki", TargetKind.DELETED_REVISION, 7777777, title=TITLE),
    "file-version": Pointer("enwiki", TargetKind.FILE_VERSION, 7777777, AT),
    "deleted-file-version": Pointer("enwiki", TargetKind.FILE_VERSION, 7777777, AT, title=f"File:{TITLE}"),
    "marked": Pointer("enwiki", TargetKind.FILE_VERSION, timestamp=AT, title=f"File:{TITLE}", is_marked=True),
    "log": Pointer("enwiki", TargetKind.LOG, 7777777),
    "filter-log": Pointer("enwiki", TargetKind.ABUSE_LOG, 7777777),
    "account": Pointer("enwiki", TargetKind.ACCOUNT, 7777777, is_marked=True),
}


@pytest.mark.parametrize("state", [CouldNotCheck(), Gone()], ids=["silent", "gone"])
@pytest.mark.parametrize("kind", [RequestKind.REVISION_DELETION, RequestKind.SUPPRESSION, RequestKind.LIFT])
@pytest.mark.parametrize("pointer", UNTOLD.values(), ids=UNTOLD.keys())
async def test_a_mail_says_which_one_is_meant_whatever_the_wiki_says_of_it(
    haven: Haven, pointer: Pointer, kind: RequestKind, state: CouldNotCheck | Gone
) -> None:
    house, farm = haven.app.state.house, await haven.desk.wikis.sites.farm()
    wish = Wish("enwiki", kind, "os-private-information", Urgency.TODAY, HINTS, (pointer,))
    queue = Queue(Team.OVERSIGHTERS, "enwiki")
    new = NewRequest(wish, queue, 1, frozenset(), 0, author_known=True)
    route = Route(queue, RouteReason.LOCAL_TEAM)
    prepared = Prepared(new, route, queue.team, Closed.QUEUES_OFF, {pointer: state}, (pointer,))
    body = unquote_plus((await letter_of(house, "en", farm, prepared)).body).replace("_", " ")
    told = [pointer.timestamp] if pointer.timestamp else [str(pointer.id)] if pointer.id else []
    assert all(each in body for each in told or [TITLE])
    assert bool(pointer.id) or TITLE in body


async def test_a_page_moved_away_from_its_title_is_closed_by_whoever_did_it(haven: Haven, wiki: Wiki) -> None:
    """The wiki tells only that the page is there; that its title was what harmed it cannot know."""
    tamsin, hedda = await haven.client("Tamsin Vale"), await haven.client("Hedda Moor")
    page = wiki.add_page(TITLE)
    wiki.add_revision(page, "Marlow Quince", "x", at=wiki.ago(hours=2))
    draft = await paste(tamsin, page_link(wiki, page.page_id))
    path = (await tamsin.post(f"{draft}/file", REVISION_DELETION)).headers["location"]
    await hedda.post(f"{path}/take", DECLARED)
    move(wiki, page, (0, "Pier"), "Hedda Moor", "better")
    haven.clock.move(minutes=2)
    await hedda.post(f"{path}/check")
    opened = await hedda.get(path)
    assert "the wiki does not tell" in rows(opened)[0]
    assert (await hedda.post(f"{path}/close", {"closing": "done"})).status_code == 303
    assert "said by the handler" in words(await hedda.get(path)).lower()
