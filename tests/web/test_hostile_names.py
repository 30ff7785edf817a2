"""The pages as a hostile person would have them: titles and account names that are markup, commands or walls of text.

Such a name stands in no page of Haven but inside links that take nothing else, encoded; and it never breaks a page.
"""

from urllib.parse import parse_qsl, quote, urlsplit

import httpx
import pytest

from app.sandbox.abuse_log import add_hit
from app.sandbox.moves import log_creation, move
from app.sandbox.wiki import Wiki
from tests.journeys.pastes import account_link, boxes, diff, forms_to, hit_link, log_link, outgoing, page_link, paste
from tests.support.haven import REVISION_DELETION, Client, Haven
from tests.support.page_checks import read, words
from tests.support.trackings import FOLLOW, edit, follow, note

NAMES = {
    "markup": '"><script>alert(1)</script><b onclick="x',
    "attribute": "' onmouseover='alert(1)' x='",
    "right-to-left": "\u202egnitirw\u2066 'thgir' שלום",
    "bytes-255": "é" * 127 + "x",
    "quotes": "\"double\" 'single' `back` „low“",
    "equals": "=HYPERLINK(\"x\")&action=delete&wpHideUser=1;wpSuppress=1",
    "template": "{{7*7}} $1 {{PLURAL:$1|x|y}} %s {0} \\u0022",
    "percent": "100%25 %3Cscript%3E %0d%0aSet-Cookie: x",
    "plus": "a+b +c #fragment?query/slash",
    "newline": "line\nbreak\r\nX-Injected: yes",
    "emoji": "\U0001f469\u200d\U0001f467 a\u0301\u0323",
}  # fmt: skip
PEOPLE = ("Ilse Norrby", "Sunniva Aldous")


def everything(wiki: Wiki, name: str) -> list[str]:
    """By an account of that name, on a page of that title, moved from and logged under it; by numbers."""
    account = wiki.farm.add_account(name)
    page = wiki.add_page(f"{name} (old)")
    made = [wiki.add_revision(page, account, name, f"text {n}", at=wiki.ago(hours=9 - n)) for n in range(3)]
    created = log_creation(wiki, page)
    moved = move(wiki, page, (0, name), account, name)
    hit = add_hit(wiki, account, page.title, wiki.ago(hours=8))
    user = account_link(wiki, account.local["enwiki"].user_id)
    logs = [log_link(wiki, each.log_id) for each in (created, moved)]
    return [diff(wiki, made[1].rev_id), *logs, hit_link(wiki, hit.hit_id), page_link(wiki, page.page_id), user]


def check(page: httpx.Response, name: str) -> None:
    """No element, attribute or text of the page is the name's; in a link it is one value and makes no second field."""
    soup = read(page)
    assert not [each for each in soup.find_all("script") if not str(each.get("src", "")).startswith("/static/")]
    assert name not in soup.get_text(), "names stand in links only"
    assert "x-injected" not in page.headers
    assert "set-cookie" not in page.headers
    for link in outgoing(page):
        parts = urlsplit(link)
        assert "\n" not in link
        assert "\r" not in link
        keys = [key for key, _ in parse_qsl(parts.query, keep_blank_values=True)]
        assert len(keys) == len(set(keys)), link
        assert not parts.fragment, link
        assert not {"wpSuppress", "wpHideUser"} & set(keys) or "Special:Block" in link or "action=delete" in link


async def every_page(client: Client, draft: str) -> list[httpx.Response]:
    first = await client.get(draft)
    paths = [*(f"/around/{place}" for place in boxes(first)), "/after", "/file"]
    shown = [first, *[await client.get(draft + path) for path in paths]]
    answers = REVISION_DELETION | {"suppression_criterion": "os-attack-name"}
    answer = await client.post(f"{draft}/file", answers)
    shown.append(await client.follow(answer))
    shown.append(await client.follow(await client.post(f"{draft}/check")))
    return shown


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("kind", NAMES)
async def test_no_page_is_broken_by_a_name_or_shows_it(haven: Haven, kind: str, person: str) -> None:
    client, name = await haven.client(person), NAMES[kind]
    draft = await paste(client, *everything(haven.farm.wiki("enwiki"), name))
    shown = await every_page(client, draft)
    assert [page.status_code for page in shown] == [200] * len(shown)
    for page in shown:
        check(page, name)


@pytest.mark.parametrize("kind", NAMES)
async def test_in_the_form_it_is_exactly_itself(haven: Haven, kind: str) -> None:
    """Whole and unchanged, as the one value of its field."""
    name, sunniva = NAMES[kind], await haven.client("Sunniva Aldous")
    draft = await paste(sunniva, *everything(haven.farm.wiki("enwiki"), name))
    page = await sunniva.get(draft)
    for form, field in (
        ("Special:Block", "wpTarget"),
        ("Special:CentralAuth", "target"),
        ("Special:MovePage", "wpOldTitle"),
    ):
        links = forms_to(page, f"title={form}")
        assert links, form
        for link in links:
            assert dict(parse_qsl(urlsplit(link).query))[field] == name


@pytest.mark.parametrize("kind", NAMES)
async def test_typed_as_a_link_it_is_refused_or_understood_and_shown_once_as_text(haven: Haven, kind: str) -> None:
    """Pasted as the title of a page that is not there, of a deleted page, of an account; raw and encoded."""
    tamsin, server, name = await haven.client("Tamsin Vale"), haven.farm.wiki("enwiki").server, NAMES[kind]
    for written in (quote(name, safe=""), name, quote(quote(name, safe=""), safe="")):
        for shape in ("{}/wiki/{}", "{}/wiki/Special:Contributions/{}", "{}/wiki/User:{}", "[[{1}]] [[User:{1}]]",
                      "{}/w/index.php?title=Special:Undelete&target={}&timestamp=20260101000000"):  # fmt: skip
            answer = await tamsin.post("/box", {"text": shape.format(server, written)})
            assert answer.status_code in (200, 303, 422), (shape, written)
            pages = [answer] if answer.status_code != 303 else []
            drafts = [answer.headers.get("location", "")] + [
                str(each["href"]) for each in read(answer).find_all("a", href=True)
            ]
            for draft in {each for each in drafts if each.startswith("/drafts/")}:
                followed = await tamsin.get(draft)
                assert followed.status_code == 200
                check(followed, name)
                pages += [await tamsin.get(f"{draft}/around/0")]
            for page in pages:
                soup = read(page)
                assert all(str(each.get("src", "")).startswith("/static/") for each in soup.find_all("script"))


@pytest.mark.parametrize("kind", NAMES)
async def test_followed_it_is_shown_as_text_and_stands_whole_in_links(haven: Haven, kind: str) -> None:
    """A page about one account names it: as text, in its own direction; and as one value in links to its wikis."""
    name, ilse = NAMES[kind], await haven.client("Ilse Norrby")
    account = haven.farm.add_account(name)
    haven.farm.lock(account)
    address = await follow(ilse, str(account.central_id))
    await note(haven, address, edit(haven, 5), edit(haven, 6, "dewikibooks"))
    given = await ilse.post("/trackings/start", {"account": str(account.central_id)})
    for page in (await ilse.get(address), await ilse.get("/trackings"), given):
        soup = read(page)
        assert not [each for each in soup.find_all("script") if not str(each.get("src", "")).startswith("/static/")]
        assert any(" ".join(each.get_text().split()) == " ".join(name.split()) for each in soup.find_all("bdi"))
        for form, key in (("Special:Contributions", "target"), ("Special:CentralAuth", "target")):
            for link in forms_to(page, f"title={form}"):
                query = parse_qsl(urlsplit(link).query, keep_blank_values=True)
                assert query == [("title", form), (key, name)]


@pytest.mark.parametrize("kind", NAMES)
async def test_typed_as_the_account_to_follow_it_is_understood_or_given_back(haven: Haven, kind: str) -> None:
    name, ilse = NAMES[kind], await haven.client("Ilse Norrby")
    for typed in (name, f"User:{name}", f"[[User:{name}]]"):
        answer = await ilse.post("/trackings/start", FOLLOW | {"account": typed, "colleague_1": name})
        assert answer.status_code == 422, typed
        soup = read(answer)
        given = {str(each["name"]): str(each["value"]) for each in soup.find_all("input", type="text")}
        assert given["colleague_1"].split() == name.split()
        assert given["account"].split() == typed.split()


async def test_an_account_named_like_a_form_gets_no_form_of_its_own(haven: Haven) -> None:
    """A name that is a whole query is still one value of one field."""
    name = "X&wpHideUser=1&wpExpiry=infinite"
    ilse = await haven.client("Ilse Norrby")
    page = await ilse.get(await paste(ilse, *everything(haven.farm.wiki("enwiki"), name)))
    [block] = forms_to(page, "Special:Block")
    assert dict(parse_qsl(urlsplit(block).query)) == {"title": "Special:Block", "wpTarget": name}
    assert "wpHideUser=1" not in words(page)
