"""The accounts page with names that are markup, commands or walls of text: they come out as exactly themselves.

Here names are shown, as this page is for them; each in a direction of its own, in no title, script, header or address
of Haven, and as the one value of a field in links to the wikis.
"""

from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from app.sandbox.farm import Farm
from tests.journeys.pastes import outgoing
from tests.support.haven import Client, Haven
from tests.support.page_checks import read
from tests.web.test_hostile_names import NAMES

STEWARD = "Sunniva Aldous"
FIELDS = {"target", "wpTarget", "wpAddress", "username", "prefix", "page"}
ARABIC_AND_MORE = {
    "arabic": "مراقب المد",
    "long": "я" * 127 + "x",
    "equals-sign": "a=b",
    "digits": "12345",
    "nothing": "\u3164",
}


def add(farm: Farm, name: str) -> str:
    """An account of that name with edits on a wiki, pasted by its central number."""
    account = farm.add_account(name)
    wiki = farm.wiki("enwiki")
    wiki.add_revision(wiki.add_page(f"About {len(wiki.pages)}"), account, "x", "y", at=wiki.ago(days=2))
    return f"#{account.central_id}"


async def look_up(client: Client, text: str) -> httpx.Response:
    page = await client.post("/accounts", {"text": text})
    assert page.status_code == 200
    return page


@pytest.mark.parametrize("kind", NAMES | ARABIC_AND_MORE)
async def test_a_name_comes_out_as_exactly_itself_and_breaks_nothing(haven: Haven, kind: str) -> None:
    name, sunniva = (NAMES | ARABIC_AND_MORE)[kind], await haven.client(STEWARD)
    page = await look_up(sunniva, add(haven.farm, name))
    soup = read(page)
    assert [each.get_text() for each in soup.select("ul.accounts h3 > bdi")] == [name.replace("\r\n", "\n")]
    assert [each.get("src") for each in soup.find_all("script")] == ["/static/enhance.js"]
    assert soup.select("[onclick], [onmouseover], b") == []
    assert soup.title is not None
    assert name not in soup.title.get_text()
    assert "set-cookie" not in page.headers
    assert "x-injected" not in page.headers


@pytest.mark.parametrize("kind", NAMES | ARABIC_AND_MORE)
async def test_in_links_it_is_one_value_of_one_field(haven: Haven, kind: str) -> None:
    name, sunniva = (NAMES | ARABIC_AND_MORE)[kind], await haven.client(STEWARD)
    page = await look_up(sunniva, add(haven.farm, name))
    about = [
        link for link in outgoing(page) if "Special:UserLogin" not in link and "/w/index.php?title=Special" in link
    ]
    assert len(about) > 8
    for link in about:
        fields = parse_qsl(urlsplit(link).query, keep_blank_values=True)
        assert len(fields) == len(dict(fields)), link
        assert not {"wpSuppress", "wpHideUser", "wpReason", "action"} & set(dict(fields)), link
        values = [value.removeprefix("User:") for key, value in fields if key in FIELDS]
        assert values in ([name], [])
        assert not urlsplit(link).fragment


@pytest.mark.parametrize("kind", NAMES | ARABIC_AND_MORE)
async def test_typed_into_the_box_it_is_looked_up_or_shown_back_as_text(haven: Haven, kind: str) -> None:
    name, tamsin = (NAMES | ARABIC_AND_MORE)[kind], await haven.client("Tamsin Vale")
    for text in (name, f"User:{name}", f"[[User:{name}]]", f"{{{{LockHide|1={name}}}}}"):
        page = await tamsin.post("/accounts", {"text": text})
        assert page.status_code in (200, 422)
        soup = read(page)
        assert [each.get("src") for each in soup.find_all("script")] == ["/static/enhance.js"]
        assert soup.select("[onclick], [onmouseover], b") == []
        assert "x-injected" not in page.headers


async def test_the_list_to_copy_pasted_back_is_the_same_accounts(haven: Haven) -> None:
    sunniva = await haven.client(STEWARD)
    called = [*NAMES.values(), *ARABIC_AND_MORE.values(), "*Star", "- Dash", "1. Foo", "#Hash", ";-) Joker"]
    numbers = [add(haven.farm, name) for name in called]
    page = await look_up(sunniva, "\n".join(numbers))
    box = read(page).select_one("textarea#names")
    assert box is not None
    lines = box.get_text().removeprefix("\n").split("\n")
    assert all(line in (name, number) for line, name, number in zip(lines, called, numbers, strict=True))
    assert [line for line in lines if line.startswith(("*", ";"))] == ["*Star", ";-) Joker"]
    again = await look_up(sunniva, "\n".join(lines))
    cards = read(again).select("ul.accounts > li")
    assert [str(each["id"]) for each in cards] == [number.replace("#", "account-") for number in numbers]
