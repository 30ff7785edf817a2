"""Network addresses are shown once with links and kept nowhere; short links are followed one step, within the farm."""

import base64
import logging
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.actions.pasting import SHORT_LINKS_AT_MOST
from app.sandbox.wiki import Wiki
from app.store.tables import DRAFTS, TARGETS
from tests.journeys.cases import harbour
from tests.journeys.pastes import diff, outgoing, raw_database
from tests.support.haven import SUPPRESSION, Client, Haven
from tests.support.page_checks import links, words

V4, V6, RANGE = "203.0.113.77", "2001:db8:7a2e::9c41", "198.51.100.0/24"
ADDRESSES = (V4, V6, RANGE)


@pytest.fixture
def wiki(haven: Haven) -> Wiki:
    return haven.farm.wiki("enwiki")


@pytest.fixture
async def tamsin(haven: Haven) -> Client:
    return await haven.client("Tamsin Vale")


def writings(address: str) -> set[bytes]:
    """As it may come up in a file: plain, expanded, percent-encoded and in base64 at each alignment."""
    plain = {address, address.upper(), address.replace(":", "%3A"), address.replace("/", "%2F")}
    coded = {base64.b64encode(b"\0" * shift + address.encode())[4:-4] for shift in range(3)}
    return {each.encode() for each in plain} | coded


def links_about(page_text: str, address: str) -> list[str]:
    soup = BeautifulSoup(page_text, "html5lib")
    item = next(each for each in soup.select("ul.addresses li") if address in each.get_text())
    return [str(link["href"]) for link in item.find_all("a")]


async def drafts(haven: Haven) -> list[object]:
    """What every draft holds, its seal opened."""
    async with haven.desk.database.reading() as session:
        tokens = (await session.execute(select(DRAFTS.c.sealed))).scalars().all()
        return [session.vault.open(token) for token in tokens]


async def test_they_are_shown_once_with_links_for_what_can_be_done(wiki: Wiki, haven: Haven, tamsin: Client) -> None:
    text = f"{V4} wrote it, then {V6}, all of {RANGE}: {diff(wiki, harbour(wiki)[0])}"
    page = await tamsin.post("/box", {"text": text})
    assert page.status_code == 200
    assert "They are never kept." in words(page)
    for address in ADDRESSES:
        found = links_about(page.text, address)
        assert [parse_qs(urlsplit(link).query)["title"][0] for link in found] == [
            "Special:Contributions", "Special:Block", "Special:GlobalBlock",
        ]  # fmt: skip
        assert all(address in parse_qs(urlsplit(link).query).popitem()[1] for link in found)
        assert found[2].startswith(haven.farm.central.server)
    [draft] = [link for link in links(page) if link.startswith("/drafts/")]
    follows = [draft, f"{draft}/file", f"{draft}/around/0", f"{draft}/after", "/", "/account"]
    for path in follows:
        later = (await tamsin.get(path)).text
        assert not any(address in later for address in ADDRESSES), path


async def test_a_link_that_names_one_is_shown_with_the_links_of_its_own_wiki(haven: Haven, tamsin: Client) -> None:
    books = haven.farm.wiki("dewikibooks")
    page = await tamsin.post("/box", {"text": f"{books.server}/wiki/Spezial:Beiträge/{V4}"})
    assert [link.startswith(books.server) for link in links_about(page.text, V4)] == [True, True, False]


async def test_they_are_stored_nowhere(
    haven: Haven, wiki: Wiki, tamsin: Client, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither in the database's files nor in a draft or request, nor in a log of ours or a question to a wiki."""
    texts = [
        f"{V4} {V6} {RANGE} {diff(wiki, harbour(wiki)[0])}",
        *(f"{wiki.server}/wiki/Special:Contributions/{each}" for each in ADDRESSES),
        *(f"{wiki.server}/wiki/User_talk:{each}" for each in ADDRESSES),
        *(f"{wiki.server}/w/index.php?title=User:{each}&oldid=987654321" for each in ADDRESSES),
        *(f"{wiki.server}/w/index.php?title=Special:Undelete&target=User_talk:{each}&timestamp=20260101000000"
          for each in ADDRESSES),
        *(f"[[User:{each}]] [[Special:Block/{each}]] {{{{user|{each}}}}}" for each in ADDRESSES),
    ]  # fmt: skip
    haven.farm.access_log.clear()
    with caplog.at_level(logging.DEBUG):
        for text in texts:
            answer = await tamsin.post("/box", {"text": text})
            assert answer.status_code in (200, 303, 422), (text, words(answer))
            for draft in [link for link in links(answer) if link.startswith("/drafts/")]:
                await tamsin.get(draft)
                await tamsin.post(f"{draft}/file", SUPPRESSION)
    kept, held = raw_database(tmp_path), repr(await drafts(haven))
    for address in ADDRESSES:
        assert not any(written in kept for written in writings(address)), address
        assert address not in held
        assert address not in caplog.text
        assert all(address not in entry.path for entry in haven.farm.access_log.entries())
    async with haven.desk.database.reading() as session:
        sealed = (await session.execute(select(TARGETS.c.sealed))).scalars().all()
        assert sealed, "the revision beside them was filed"
        assert not any(address in repr([session.vault.open(token) for token in sealed]) for address in ADDRESSES)


@pytest.mark.parametrize("address", ADDRESSES)
async def test_a_page_about_one_that_has_no_number_is_refused_and_a_revision_goes_on_without_it(
    haven: Haven, wiki: Wiki, tamsin: Client, address: str
) -> None:
    index = f"{wiki.server}/w/index.php?title="
    for link in (
        f"{index}Special:Undelete&target=User_talk:{address}&timestamp=20260101000000",
        f"{index}Special:RevisionDelete&type=filearchive&target=File:Map_of_{address}_(invented).png&ids=7",
        f"{wiki.server}/wiki/Project:Reports/{address}",
    ):
        page = await tamsin.post("/box", {"text": link})
        assert page.status_code == 422, link
        assert "It names a network address, and those are never kept." in words(page)
    draft = await tamsin.post("/box", {"text": f"{index}User_talk:{address}&oldid=987654321"})
    assert "revision 987654321" in words(await tamsin.follow(draft))


SPELLINGS = (
    "203.000.113.077",
    "203.0.113.0-203.0.113.255",
    "203.0.113.77:8080",
    "fe80::1%25eth0",
    "203.0.113.xxx",
    "203.0.x.x",
    "２０３.０.１１３.７７",
    "٢٠٣.٠.١١٣.٧٧",
    "203.0.113.%E2%80%8E77",
    "Vandal_203.0.113.77",
    "Vandal203.0.113.77",
    "Vandal0203.0.113.77",
    "2001:0DB8:7A2E:0000:0000:0000:0000:9C41",
)


@pytest.mark.parametrize("written", SPELLINGS)
@pytest.mark.parametrize(
    "link",
    [
        "/wiki/Special:Contributions/{}",
        "/wiki/User:{}",
        "/wiki/User_talk:{}/Archive",
        "/w/index.php?title=Special:Undelete&target=User_talk:{}&timestamp=20260101000000",
    ],
)
async def test_no_spelling_of_one_is_kept_as_a_name_or_a_title(
    haven: Haven, wiki: Wiki, tamsin: Client, link: str, written: str
) -> None:
    page = await tamsin.post("/box", {"text": wiki.server + link.format(written)})
    assert page.status_code in (200, 422)
    assert "never kept" in words(page)
    assert await drafts(haven) == []


@pytest.mark.parametrize("name", ["~2026-99482-07", "Nowhere 1.2.3", "Nowhere 999.999.999.999", "Version 1.2.3.4.5"])
async def test_what_is_none_stays_the_name_of_an_account(haven: Haven, wiki: Wiki, tamsin: Client, name: str) -> None:
    page = await tamsin.post("/box", {"text": f"{wiki.server}/wiki/Special:Contributions/{name.replace(' ', '_')}"})
    assert page.status_code == 303, words(page)
    assert name in repr(await drafts(haven))


async def test_nothing_but_addresses_makes_no_draft(haven: Haven, tamsin: Client) -> None:
    page = await tamsin.post("/box", {"text": " ".join(ADDRESSES)})
    assert page.status_code == 200
    assert await drafts(haven) == []
    assert not any(link.startswith("/drafts/") for link in links(page))


async def test_with_the_farm_away_an_address_still_gets_a_plain_sentence(haven: Haven, tamsin: Client) -> None:
    haven.farm.faults.set("metawiki", "down")
    page = await tamsin.post("/box", {"text": V4})
    assert page.status_code in (422, 503)
    assert await drafts(haven) == []


# --- short links


async def test_a_short_link_is_followed_one_step(haven: Haven, wiki: Wiki, tamsin: Client) -> None:
    haven.farm.access_log.clear()
    answer = await tamsin.post("/box", {"text": f"http://{haven.farm.short_link_host}/Tide1"})
    page = await tamsin.follow(answer)
    assert str(wiki.page("Talk:Harbour lights").revisions[5].rev_id) in words(page)
    asked = [entry for entry in haven.farm.access_log.entries() if entry.wiki == "short-links"]
    assert [(entry.method, entry.path) for entry in asked] == [("HEAD", "/Tide1")]


@pytest.mark.parametrize(
    ("code", "why"),
    [("Again", "could not be followed"), ("Away", "not the address of a"), ("None7", "could not be followed")],
)
async def test_nested_foreign_and_unknown_ones_are_refused(haven: Haven, tamsin: Client, code: str, why: str) -> None:
    """A second short link behind the first is not asked, a stranger's host neither."""
    haven.farm.access_log.clear()
    page = await tamsin.post("/box", {"text": f"http://{haven.farm.short_link_host}/{code}"})
    assert page.status_code == 422
    assert why in words(page)
    asked = [(entry.wiki, entry.path) for entry in haven.farm.access_log.entries()]
    assert asked.count(("short-links", f"/{code}")) == 1
    assert [each for each in asked if each[0] == "short-links"] == [("short-links", f"/{code}")]
    assert await drafts(haven) == []
    assert "stranger.invalid" not in page.text, "what stands behind it is not told either"


async def test_a_loop_is_asked_once(haven: Haven, tamsin: Client) -> None:
    haven.farm.short_links["Loop"] = f"http://{haven.farm.short_link_host}/Loop"
    haven.farm.access_log.clear()
    assert (await tamsin.post("/box", {"text": f"http://{haven.farm.short_link_host}/Loop"})).status_code == 422
    asked = [entry for entry in haven.farm.access_log.entries() if entry.wiki == "short-links"]
    assert len(asked) == 1


@pytest.mark.parametrize(
    "written",
    [
        "Tide1/../w/api.php",
        "Tide1%2F..%2Fx",
        "Tide1?x=1",
        "../Tide1",
        "Tide1@stranger.invalid",
        "%54ide1",
        "Tide1:99",
        "",
    ],
)
async def test_nothing_but_a_plain_code_is_ever_asked(haven: Haven, tamsin: Client, written: str) -> None:
    haven.farm.access_log.clear()
    await tamsin.post("/box", {"text": f"http://{haven.farm.short_link_host}/{written}"})
    asked = {entry.path for entry in haven.farm.access_log.entries() if entry.wiki == "short-links"}
    assert asked <= {"/Tide1"}


@pytest.mark.parametrize(
    "host", ["127.0.1.2.stranger.invalid", "stranger.invalid", "127.0.1.2@stranger.invalid", "127.0.1.20"]
)
async def test_no_other_host_is_asked(haven: Haven, tamsin: Client, host: str) -> None:
    haven.farm.access_log.clear()
    page = await tamsin.post("/box", {"text": f"http://{host}:8123/Tide1"})
    assert page.status_code in (200, 422)
    assert not [entry for entry in haven.farm.access_log.entries() if entry.wiki == "short-links"]
    assert await drafts(haven) == []


async def test_only_so_many_are_followed_for_one_paste(haven: Haven, tamsin: Client) -> None:
    haven.farm.access_log.clear()
    codes = [f"Many{number}" for number in range(SHORT_LINKS_AT_MOST + 15)]
    await tamsin.post("/box", {"text": "\n".join(f"http://{haven.farm.short_link_host}/{code}" for code in codes)})
    asked = [entry for entry in haven.farm.access_log.entries() if entry.wiki == "short-links"]
    assert len(asked) == SHORT_LINKS_AT_MOST


async def test_an_address_behind_a_short_link_is_shown_and_not_kept(
    haven: Haven, wiki: Wiki, tamsin: Client, tmp_path: Path
) -> None:
    haven.farm.short_links["Addr"] = f"{wiki.server}/wiki/Special:Contributions/{V4}"
    page = await tamsin.post("/box", {"text": f"http://{haven.farm.short_link_host}/Addr"})
    assert any(V4 in link for link in outgoing(page))
    assert not any(written in raw_database(tmp_path) for written in writings(V4))
