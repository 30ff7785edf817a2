"""Every link out of every page, for every kind of target and every person: ids wherever the form takes ids.

The few forms that take a title or a name and nothing else are listed here by hand; and none of them carries what was
marked as attacking, in whatever writing.
"""

import html
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx
import pytest
from bs4 import BeautifulSoup

from app.sandbox.abuse_log import add_hit
from app.sandbox.files import upload
from app.sandbox.moves import log_creation
from app.sandbox.wiki import Wiki
from tests.journeys.pastes import account_link, boxes, diff, hit_link, log_link, mark, outgoing, page_link, paste
from tests.support.haven import REVISION_DELETION, SUPPRESSION, Client, Haven
from tests.support.page_checks import links, words

NAME = "Zyqqeline Vortmund"
PIER, QUARRY, NOTES, SLATE = "Kwizdal Pier", "Kwizdal Quarry", "Kwizdal Notes", "Kwizdal Slate"
MOLE, BUOY = "Kwizdal Mole.png", "Kwizdal Buoy.png"
SECRETS = (NAME, PIER, QUARRY, NOTES, SLATE, MOLE, BUOY)

TAKES_NO_ID = {
    ("Special:MovePage", "wpOldTitle"): {PIER},
    ("Special:Undelete", "target"): {QUARRY, NOTES, SLATE, BUOY},
    ("Special:RevisionDelete", "target"): {NOTES, SLATE, MOLE, BUOY},
    ("Special:Block", "wpTarget"): {NAME},
    ("Special:CentralAuth", "target"): {NAME},
    ("Special:Nuke", "target"): {NAME},
    ("Special:Contributions", "target"): {NAME},
    ("Special:Log", "page"): {NAME},
}
"""Form and field to what may stand there: a page or a file that is not there for the public, a file, an account."""

PEOPLE = (
    "Tamsin Vale", "Ilse Norrby", "Odile Farr", "Piet Wander", "Sunniva Aldous", "Gael Timmer", "Caro Lindqvist",
    "Lasse Brook",
)  # fmt: skip
BOTH = REVISION_DELETION | {
    "suppression_criterion": "os-private-information",
    "parts": ["text", "summary", "user-name"],
}


Places = tuple[str, ...]


@pytest.fixture
def places(haven: Haven) -> Places:
    return tuple(_every_kind(haven.farm.wiki("enwiki")))


def _every_kind(wiki: Wiki) -> Iterator[str]:
    """Everything is by the one account; each page with a title of its own."""
    account = wiki.farm.add_account(NAME)
    pier = wiki.add_page(PIER)
    made = [wiki.add_revision(pier, account, f"step {n}", at=wiki.ago(hours=9 - n)) for n in range(3)]
    yield from (diff(wiki, each.rev_id) for each in made)
    yield log_link(wiki, log_creation(wiki, pier).log_id)
    yield hit_link(wiki, add_hit(wiki, account, pier.title, wiki.ago(hours=8)).hit_id)
    yield page_link(wiki, pier.page_id)
    yield account_link(wiki, account.local["enwiki"].user_id)
    for title in (QUARRY, NOTES, SLATE):
        gone = wiki.add_page(title)
        number = wiki.add_revision(gone, account, "draft", at=wiki.ago(days=3)).rev_id
        wiki.delete_page(gone, "Ilse Norrby", "not needed")
        under = title.replace(" ", "_")
        if title == QUARRY:
            yield f"{wiki.server}/wiki/{under}"
        elif title == NOTES:
            stamp = gone.revisions[0].at.strftime("%Y%m%d%H%M%S")
            yield f"{wiki.server}/w/index.php?title=Special:Undelete&target={under}&timestamp={stamp}"
        else:
            yield f"{wiki.server}/w/index.php?title={under}&oldid={number}"
    mole = wiki.add_page(MOLE, 6)
    wiki.add_revision(mole, account, "upload", at=wiki.ago(days=3))
    versions = [upload(wiki, mole, account, "version", f"bytes {n}", wiki.ago(days=3 - n)) for n in range(2)]
    file = f"{wiki.server}/w/index.php?title=File:{MOLE.replace(' ', '_')}"
    yield f"{file}&action=revert&oldimage={versions[0].archive_time}!{MOLE.replace(' ', '_')}"
    buoy = f"target=File:{BUOY.replace(' ', '_')}"
    yield f"{wiki.server}/w/index.php?title=Special:RevisionDelete&type=filearchive&{buoy}&ids=4711"


def plain(text: str) -> str:
    """Without any writing that could disguise it: percent signs at any depth, entities, underscores, letter case."""
    before = None
    while before != text:
        before, text = text, html.unescape(unquote(text))
    return text.replace("_", " ").replace("+", " ").casefold()


def carried(text: str) -> set[str]:
    return {secret for secret in SECRETS if secret.casefold() in plain(text)}


def fields_of(link: str) -> list[tuple[str, str]]:
    """Form and fields of an index.php link; of a way through the sign-in, those of the form it returns to."""
    query = dict(parse_qsl(urlsplit(link).query, keep_blank_values=True))
    if query.get("title") == "Special:UserLogin":
        inner = parse_qsl(query.get("returntoquery", ""), keep_blank_values=True)
        query = {"title": query["returnto"], **dict(inner)}
    return list(query.items())


def check_link(link: str) -> None:
    """Whatever of the secrets a link carries stands where the form takes nothing else."""
    found = carried(link)
    if not found:
        return
    query = dict(fields_of(link))
    form = query["title"]
    for field, value in query.items():
        for secret in carried(value):
            assert secret in TAKES_NO_ID.get((form, field), set()), (form, field, secret)
            found.discard(secret)
    if form == "Special:RevisionDelete" and query["type"] == "revision":
        assert carried(query["target"]) == {SLATE}, "revisions that all can see are named by their numbers"
    assert not found, f"outside the fields: {link}"


async def pages_of(client: Client, draft: str, answers: dict[str, object]) -> list[httpx.Response]:
    """Every page of a draft, up to the end of filing."""
    shown = [await client.get(draft)]
    shown += [await client.get(f"{draft}/around/{place}") for place in boxes(shown[0])]
    shown += [await client.get(f"{draft}/{page}") for page in ("after", "file")]
    filed = await client.post(f"{draft}/file", answers)
    if filed.status_code == 303 and filed.headers["location"].endswith("/check"):
        shown.append(await client.follow(filed))
        filed = await client.post(f"{draft}/check")
    shown.append(filed if filed.status_code != 303 else await client.follow(filed))
    assert [page.status_code for page in shown] == [200] * len(shown), [words(page)[:200] for page in shown]
    return shown


async def handled(haven: Haven, *names: str) -> list[httpx.Response]:
    """Whatever waits for these people, taken by the first of them who can, with what may follow."""
    shown: list[httpx.Response] = []
    taken: set[str] = set()
    for name in names:
        client = await haven.client(name)
        waiting = {link for link in links(await client.get("/queues")) if link.startswith("/requests/H-")} - taken
        assert waiting, name
        taken |= waiting
        for path in sorted(waiting):
            shown.append(await client.follow(await client.post(f"{path}/take", {"not_my_own": "yes"})))
            assert "RevisionDelete" in shown[-1].text or "AbuseLog" in shown[-1].text
            shown.append(await client.get(f"{path}/after"))
    return shown


@pytest.mark.parametrize("name", PEOPLE)
async def test_no_link_carries_a_title_or_name_where_the_form_takes_an_id(
    haven: Haven, places: Places, name: str
) -> None:
    client = await haven.client(name)
    draft = await paste(client, *places)
    shown = await pages_of(client, draft, BOTH)
    out = [link for page in shown for link in outgoing(page)]
    assert len(out) > len(places), "or the walk found nothing"
    for link in out:
        check_link(link)


@pytest.mark.parametrize("answers", [BOTH, SUPPRESSION])
async def test_nor_does_a_link_for_those_who_handle_it(
    haven: Haven, places: Places, answers: dict[str, object]
) -> None:
    tamsin = await haven.client("Tamsin Vale")
    await pages_of(tamsin, await paste(tamsin, *places), answers)
    handlers = ("Hedda Moor", "Keeva Strand") if answers is BOTH else ("Keeva Strand",)
    out = [link for page in await handled(haven, *handlers) for link in outgoing(page)]
    assert {"Special:RevisionDelete", "Special:Block"} <= {dict(fields_of(link)).get("title") for link in out}
    for link in out:
        check_link(link)


async def test_the_walk_reaches_every_form_of_the_list(haven: Haven, places: Places) -> None:
    """Otherwise the list allows what nobody needs."""
    reached: set[tuple[str, str]] = set()
    for name in ("Piet Wander", "Sunniva Aldous"):
        client = await haven.client(name)
        for page in await pages_of(client, await paste(client, *places), BOTH):
            for link in outgoing(page):
                query = dict(fields_of(link))
                reached |= {(query.get("title", ""), field) for field, value in query.items() if carried(value)}
    assert reached == set(TAKES_NO_ID)


async def mark_all(client: Client, draft: str, button: str = "mark") -> int:
    """Press every "the name is the problem" there is, as somebody does who thinks so of each; or take all back."""
    soup = BeautifulSoup((await client.get(draft)).text, "html5lib")
    buttons = soup.find_all("button", attrs={"name": button})
    every = [str(box["value"]) for box in soup.find_all("input", attrs={"name": "take"})]
    for each in buttons:
        answer = await client.post(str(each["formaction"]), {button: each["value"], "take": every})
        assert answer.status_code == 303
    return len(buttons)


@pytest.mark.parametrize("name", PEOPLE)
async def test_what_was_marked_is_in_no_link_of_any_page(haven: Haven, places: Places, name: str) -> None:
    client = await haven.client(name)
    draft = await paste(client, *places)
    assert await mark_all(client, draft) == 7, "account, page, deleted page, two deleted revisions, two file versions"
    for page in await pages_of(client, draft, BOTH):
        for link in outgoing(page):
            assert not carried(link), link
        assert not carried(page.text), "nor anywhere else"


@pytest.mark.parametrize("answers", [BOTH, SUPPRESSION])
async def test_what_was_marked_stays_out_of_the_links_of_those_who_handle_it(
    haven: Haven, places: Places, answers: dict[str, object]
) -> None:
    """Also where the account itself is in one request and its edits are in another."""
    tamsin = await haven.client("Tamsin Vale")
    draft = await paste(tamsin, *places)
    await mark_all(tamsin, draft)
    await pages_of(tamsin, draft, answers)
    handlers = ("Hedda Moor", "Keeva Strand") if answers is BOTH else ("Keeva Strand",)
    for page in await handled(haven, *handlers):
        soup = BeautifulSoup(page.text, "html5lib")
        for each in soup.select("details bdi"):
            each.decompose()  # what whoever holds it can have shown (test_without_numbers.py)
        assert not carried(str(soup)), (page.url.path, carried(str(soup)))


async def test_a_mark_can_be_taken_back_and_then_the_name_stands_where_it_must(haven: Haven, places: Places) -> None:
    piet = await haven.client("Piet Wander")
    draft = await paste(piet, *places)
    for button in ("mark", "unmark"):
        assert await mark_all(piet, draft, button) == 7
    assert any(carried(link) for link in outgoing(await piet.get(draft)))


@pytest.mark.parametrize(
    "written",
    [
        "Kwizdal Pier",
        "Kwizdal_Pier",
        "Kwizdal%20Pier",
        "Kwizdal%2520Pier",
        "kWIZDAL pIER",
        "Kwizdal+Pier",
        "%4bwizdal_Pier",
    ],
)
def test_the_check_itself_sees_through_every_writing(written: str) -> None:
    assert carried(f"http://127.0.0.3/w/index.php?title=X&returntoquery={written}") == {PIER}


@pytest.mark.parametrize(
    "written",
    ["{}", "{}".upper(), "user:{}", "User%3A{}", "Special:Contributions/{}", "Special:Block/{}"],
)
async def test_a_name_marked_under_one_writing_is_marked_under_all(haven: Haven, places: Places, written: str) -> None:
    """The mark holds to the account's number, however its name was written in what was pasted."""
    piet, wiki = await haven.client("Piet Wander"), haven.farm.wiki("enwiki")
    encoded = NAME.replace(" ", "_")
    shape = written if ":" in written or "%" in written else f"User:{written}"
    draft = await paste(piet, f"{wiki.server}/wiki/{shape.format(encoded)}", places[0])
    assert await mark_all(piet, draft) == 1
    for path in (draft, f"{draft}/after", f"{draft}/around/0", f"{draft}/around/1"):
        page = await piet.get(path)
        assert not carried(page.text), path


async def test_the_mark_of_a_page_holds_for_what_else_its_title_names(haven: Haven, places: Places) -> None:
    """The page of a file is marked, its version is not: the form for versions takes the same title."""
    piet, wiki = await haven.client("Piet Wander"), haven.farm.wiki("enwiki")
    version = next(each for each in places if "oldimage" in each)
    draft = await paste(piet, page_link(wiki, wiki.page(f"File:{MOLE}").page_id), version)
    assert any(carried(link) for link in outgoing(await piet.get(draft)))
    await mark(piet, draft, 0, [0, 1])
    assert not carried((await piet.get(draft)).text)
    assert carried((await piet.get(f"{draft}/after")).text) == {NAME}, "the account was not marked"


async def test_a_mark_holds_where_the_marked_target_itself_is_left_out(haven: Haven, places: Places) -> None:
    """The account is unticked, its edits go on: neither what follows nor the request carries its name."""
    tamsin, piet = [await haven.client(each) for each in ("Tamsin Vale", "Piet Wander")]
    account = next(each for each in places if "/user/" in each)
    for client in (piet, tamsin):
        draft = await paste(client, account, places[0])
        await mark(client, draft, 0, [1])
        assert (await client.post(f"{draft}/choose", {"take": ["1"]})).status_code == 303
        assert not carried((await client.get(f"{draft}/after")).text)
    filed = await tamsin.post(f"{draft}/file", SUPPRESSION)
    assert filed.status_code == 303
    for page in await handled(haven, "Keeva Strand"):
        assert not carried(page.text), page.url.path
