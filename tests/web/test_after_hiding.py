"""What can be done once it is hidden: for whom, on which wiki, and where an extension is there for it."""

from urllib.parse import parse_qsl, unquote, urlsplit

import httpx
import pytest

from app.sandbox.api import sites
from app.sandbox.people import ATTACKING_NAME
from app.sandbox.wiki import Wiki
from tests.journeys.cases import harbour
from tests.journeys.pastes import account_link, diff, forms_to, mark, paste
from tests.support.haven import REVISION_DELETION, Client, Haven
from tests.support.page_checks import links, words

AUTHOR = "Marlow Quince"
ALWAYS = {"Special:Contributions", "Special:Log", "Special:Block", "protect", "Special:ListUsers"}


@pytest.fixture
def wiki(haven: Haven) -> Wiki:
    return haven.farm.wiki("enwiki")


async def after(client: Client, *addresses: str) -> httpx.Response:
    page = await client.get(f"{await paste(client, *addresses)}/after")
    assert page.status_code == 200
    return page


def offered(page: httpx.Response) -> set[str]:
    """The special pages and actions that the page links to."""
    queries = [dict(parse_qsl(urlsplit(link).query)) for link in forms_to(page)]
    return {query.get("action") or query["title"] for query in queries if "title" in query or "action" in query}


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("Ilse Norrby", {"Special:Nuke"}),
        ("Odile Farr", {"Special:Nuke", "Special:AbuseReview"}),
        ("Piet Wander", {"Special:Nuke", "Special:AbuseReview"}),
        ("Sunniva Aldous", {"Special:Nuke", "Special:AbuseReview", "Special:CentralAuth"}),
    ],
)
async def test_by_role(haven: Haven, wiki: Wiki, name: str, more: set[str]) -> None:
    page = await after(await haven.client(name), diff(wiki, harbour(wiki)[0]))
    assert offered(page) == ALWAYS | more


@pytest.mark.parametrize("name", ["Tamsin Vale", "Lasse Brook", "Gael Timmer", "Bruno Halm", "Caro Lindqvist"])
async def test_who_cannot_act_there_is_told_so_and_learns_no_name(haven: Haven, wiki: Wiki, name: str) -> None:
    page = await after(await haven.client(name), diff(wiki, harbour(wiki)[0]))
    assert forms_to(page) == []
    assert "There is no wiki among these on which you can act." in words(page)
    assert AUTHOR not in unquote(page.text)


async def test_only_the_wikis_on_which_one_may_act_are_there(haven: Haven, wiki: Wiki) -> None:
    books = haven.farm.wiki("dewikibooks")
    revid = books.page("Talk:Gezeiten: Übungen").revisions[1].rev_id
    for name, server in (("Ilse Norrby", wiki.server), ("Gael Timmer", books.server), ("Bruno Halm", books.server)):
        page = await after(await haven.client(name), diff(wiki, harbour(wiki)[0]), diff(books, revid))
        assert {link[: len(server)] for link in forms_to(page)} == {server}, name


async def test_nuke_is_offered_only_where_it_is_installed(
    haven: Haven, wiki: Wiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = {name: aliases for name, aliases in sites.CANONICAL_SPECIALS.items() if name != "Nuke"}
    monkeypatch.setattr(sites, "CANONICAL_SPECIALS", without)
    page = await after(await haven.client("Ilse Norrby"), diff(wiki, harbour(wiki)[0]))
    assert offered(page) == ALWAYS


async def test_abuse_review_is_offered_only_where_it_is_installed(haven: Haven) -> None:
    commons = haven.farm.wiki("commonswiki")
    revid = commons.page("File:Harbour at dusk (invented).png").revisions[1].rev_id
    page = await after(await haven.client("Caro Lindqvist"), diff(commons, revid))
    assert "Special:Nuke" in offered(page)
    assert "Special:AbuseReview" not in offered(page)


async def test_with_the_wiki_away_it_is_said_and_nothing_is_taken_for_installed(haven: Haven, wiki: Wiki) -> None:
    ilse = await haven.client("Ilse Norrby")
    draft = await paste(ilse, diff(wiki, harbour(wiki)[0]))
    await ilse.get("/account")
    haven.farm.faults.set("enwiki", "down")
    haven.desk.wikis.sites._descriptions._entries.clear()
    page = await ilse.get(f"{draft}/after")
    assert "Not everything could be asked on this wiki just now." in words(page)
    assert offered(page) & {"Special:Nuke", "Special:AbuseReview", "Special:Block"} == set()


async def test_with_the_wiki_away_nobody_is_taken_for_nobody_even_where_its_description_is_known(
    haven: Haven, wiki: Wiki
) -> None:
    ilse = await haven.client("Ilse Norrby")
    draft = await paste(ilse, diff(wiki, harbour(wiki)[0]))
    said = "Not everything could be asked on this wiki just now."
    assert said not in words(await ilse.get(f"{draft}/after")), "and now it is known what extensions it has"
    haven.farm.faults.set("enwiki", "down")
    page = await ilse.get(f"{draft}/after")
    assert said in words(page)
    assert "Special:Block" not in offered(page)


async def test_the_block_keeps_from_talk_page_and_mail_and_says_no_reason(haven: Haven, wiki: Wiki) -> None:
    page = await after(await haven.client("Ilse Norrby"), diff(wiki, harbour(wiki)[0]))
    [block] = forms_to(page, "Special:Block")
    assert dict(parse_qsl(urlsplit(block).query)) == {
        "title": "Special:Block", "wpTarget": AUTHOR, "wpDisableUTEdit": "1", "wpDisableEmail": "1",
    }  # fmt: skip
    assert AUTHOR not in words(page), "names stand in links only"


async def test_a_marked_name_is_in_none_of_them_and_the_others_stay(haven: Haven, wiki: Wiki) -> None:
    attacking = wiki.farm.account(ATTACKING_NAME)
    own = next(each.rev_id for each in wiki.revisions.values() if each.author is attacking)
    address = account_link(wiki, attacking.local["enwiki"].user_id)
    for name in ("Ilse Norrby", "Odile Farr", "Sunniva Aldous"):
        client = await haven.client(name)
        draft = await paste(client, address, diff(wiki, own), diff(wiki, harbour(wiki)[0]))
        assert ATTACKING_NAME in unquote((await client.get(f"{draft}/after")).text), "or this shows nothing"
        await mark(client, draft, 0, [0, 1, 2])
        page = unquote(unquote((await client.get(f"{draft}/after")).text)).replace("_", " ")
        assert ATTACKING_NAME not in page
        assert AUTHOR in page


async def test_a_hidden_author_is_in_none_of_them(haven: Haven, wiki: Wiki) -> None:
    wiki.hide(harbour(wiki), user=True)
    page = await after(await haven.client("Odile Farr"), diff(wiki, harbour(wiki)[0]))
    assert AUTHOR not in unquote(page.text)
    assert "protect" in offered(page)


async def test_of_a_request_only_its_handler_sees_them_while_it_is_open_to_them(haven: Haven, wiki: Wiki) -> None:
    tamsin, hedda, ilse = [await haven.client(name) for name in ("Tamsin Vale", "Hedda Moor", "Ilse Norrby")]
    reference = await haven.file(tamsin, "enwiki", harbour(wiki), REVISION_DELETION)
    path = f"/requests/{reference}/after"
    assert (await hedda.get(path)).status_code == 303, "not opened yet"
    taken = await hedda.follow(await hedda.post(f"/requests/{reference}/take"))
    assert path in links(taken)
    assert "Special:Block" in offered(await hedda.get(path))
    assert (await tamsin.get(path)).status_code in (303, 403)
    assert AUTHOR not in (await tamsin.get(path)).text
    assert (await ilse.get(path)).status_code == 303, "no live view of her own"
    haven.clock.move(minutes=61)
    assert (await hedda.get(path)).status_code in (303, 401), "an hour later"
