"""How many questions Haven asks the wikis for each step, counted from the sandbox's access log. Never a time.

Each step stands alone: the log is emptied right before it. "Cold" is a Haven that knows nothing of the farm and of
nobody's rights; "warm" is one that was asked the same before.
"""

from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import httpx
import pytest

from app.actions.drafting import keep_draft
from app.domain.references import write_reference
from app.domain.targets import Pointer
from app.main import build_app
from app.sandbox import Farm, build_farm
from app.sandbox.access_log import AccessEntry
from app.sandbox.cases import add_bulk, add_history
from app.store.migrations import migrate
from app.store.requests import add_request
from tests.journeys.cases import harbour
from tests.store.making import new_request, reference
from tests.support.haven import SAME_ORIGIN, Client, Haven, make_settings, open_haven, pointers
from tests.support.loopback import find_free_port, serve_app
from tests.support.page_checks import read, words
from tests.support.sandbox import IN_PROCESS_PORT, Sandbox, start_sandbox

API = "/w/api.php"
IDS_A_QUESTION = 50
AT_A_TIME = 2
NOTHING: Counter[str] = Counter()
FARM = Counter(sitematrix=1, siteinfo=1)
"""The farm's description: which wikis there are, and which of them is the central one."""
NAMES = Counter(siteinfo=1)
"""One wiki's own description: its names and what its groups may do."""
STANDING = Counter(globaluserinfo=1, users=1)
"""What somebody is who holds groups on one wiki."""
FRESH = STANDING
"""The same two questions for a sensitive step: never cached."""

UNEVEN = (101, 100, 51, 50, 49, 48, 40, 30, 20, 8, 2, 1)


def questions(farm: Farm) -> Sequence[AccessEntry]:
    """The API calls since the log was emptied. Checks what holds for all: no wiki was ever asked more at a time."""
    assert all(most <= AT_A_TIME for most in farm.access_log.most_parallel.values())
    return farm.access_log.entries(path=API)


def asked(farm: Farm) -> Counter[str]:
    """What they were about."""
    return Counter("revisions" if "revisions" in each.modules else each.modules[0] for each in questions(farm))


def asked_for_revisions(farm: Farm) -> Mapping[str, int]:
    """How many questions about revisions each wiki had to answer."""
    found = [each for each in questions(farm) if "revisions" in each.modules]
    assert all(0 < each.values_of("revids") <= IDS_A_QUESTION for each in found)
    return Counter(each.wiki for each in found)


def spread_over_twelve_wikis(farm: Farm, evenly: bool) -> dict[str, list[int]]:
    """500 revisions to look at."""
    if evenly:
        return {dbname: [each.rev_id for each in made] for dbname, made in add_bulk(farm, 500, 12).items()}
    wikis = [wiki for wiki in farm.wikis.values() if wiki.is_open]
    pages = {wiki.dbname: add_history(wiki, "Many edits", n) for wiki, n in zip(wikis, UNEVEN, strict=True)}
    return {dbname: [each.rev_id for each in page.revisions[:-1]] for dbname, page in pages.items()}


async def draft_of(haven: Haven, client: Client, meant: Mapping[str, Sequence[int]]) -> str:
    """Keeps a draft directly, so that nothing was asked before the page is."""
    all_of_them: list[Pointer] = [each for wiki, revids in meant.items() for each in pointers(wiki, revids)]
    assert len(all_of_them) == 500
    central_id = haven.central_id(client.name or "")
    return await keep_draft(haven.desk, central_id, client.session_id or "", all_of_them)


@pytest.mark.parametrize("evenly", [True, False])
async def test_live_state_of_500_revisions_on_12_wikis(tmp_path: Path, evenly: bool) -> None:
    farm = build_farm(IN_PROCESS_PORT, extra_wikis=6)
    meant = spread_over_twelve_wikis(farm, evenly)
    needed = {dbname: ceil(len(revids) / IDS_A_QUESTION) for dbname, revids in meant.items()}
    assert (len(needed), sum(needed.values())) == (12, 12 if evenly else 16)
    async with open_haven(tmp_path, farm=farm) as haven:
        ilse = await haven.client("Ilse Norrby")
        draft = await draft_of(haven, ilse, meant)
        for cached in (False, True):
            farm.access_log.clear()
            page = await ilse.get(f"/drafts/{draft}")
            assert page.status_code == 200
            assert page.text.count("Special:Diff/") >= 500
            assert asked_for_revisions(farm) == needed
            # The guard asks who Ilse is: an administrator of one wiki.
            rest = NOTHING if cached else FARM + STANDING + NAMES
            assert asked(farm) == Counter(revisions=sum(needed.values())) + rest


async def test_no_wiki_is_asked_more_than_two_questions_at_a_time(tmp_path: Path) -> None:
    async with open_haven(tmp_path) as haven:
        revids = [each.rev_id for each in add_history(haven.farm.wiki("enwiki"), "Many edits", 500).revisions[:-1]]
        ilse = await haven.client("Ilse Norrby")
        draft = await draft_of(haven, ilse, {"enwiki": revids})
        haven.farm.faults.set("enwiki", "slow", 0.005)
        await ilse.get(f"/drafts/{draft}")
        assert asked_for_revisions(haven.farm) == {"enwiki": 10}
        assert haven.farm.access_log.most_parallel["enwiki"] == AT_A_TIME


@pytest.mark.parametrize("cached", [False, True])
async def test_taking_a_request_with_200_revisions(tmp_path: Path, cached: bool) -> None:
    async with open_haven(tmp_path) as haven:
        farm = haven.farm
        page = add_history(farm.wiki("enwiki"), "Many edits", 200)
        new = new_request(*(each.rev_id for each in page.revisions[:-1]), requester=haven.central_id("Ilse Norrby"))
        async with haven.desk.database.writing() as session:
            await add_request(session, new, reference(1), haven.clock())
        odile = await haven.client("Odile Farr")
        if cached:
            await odile.get("/queues")
        farm.access_log.clear()

        path = f"/requests/{write_reference(reference(1))}"
        took = await odile.post(f"{path}/take")
        assert took.status_code == 303
        assert asked_for_revisions(farm) == {"enwiki": 4}
        assert asked(farm) == Counter(revisions=4) + FRESH + (NOTHING if cached else FARM + STANDING + NAMES)

        farm.access_log.clear()
        opened = await odile.follow(took)
        assert all(str(revid) in opened.text for revid in [page.revisions[0].rev_id, page.revisions[199].rev_id])
        assert asked(farm) == Counter(globaluserinfo=1), "nothing but the requester's name"
        farm.access_log.clear()
        await odile.get(path)
        assert asked(farm) == NOTHING


async def test_a_queue_page_asks_no_wiki_once_the_holders_names_are_known(tmp_path: Path) -> None:
    async with open_haven(tmp_path) as haven:
        filed = await haven.file(await haven.client("Ilse Norrby"), "enwiki", harbour(haven.farm.wiki("enwiki")))
        odile, keeva = await haven.client("Odile Farr"), await haven.client("Keeva Strand")
        await odile.post(f"/requests/{filed}/take")
        await keeva.get("/account")
        haven.farm.access_log.clear()
        assert "Odile Farr" in words(await keeva.get("/queues"))
        assert asked(haven.farm) == Counter(globaluserinfo=1), "the holder's name"
        haven.farm.access_log.clear()
        assert "Odile Farr" in words(await keeva.get("/queues"))
        assert asked(haven.farm) == NOTHING


async def test_a_reference_that_is_not_for_the_reader_asks_no_wiki(tmp_path: Path) -> None:
    async with open_haven(tmp_path) as haven:
        ilse, odile = await haven.client("Ilse Norrby"), await haven.client("Odile Farr")
        foreign = await haven.file(
            await haven.client("Caro Lindqvist"), "commonswiki", _bulk(haven.farm, "commonswiki")
        )
        kept_out = await haven.file(ilse, "enwiki", _bulk(haven.farm, "enwiki"), {"keep_out_1": "Odile Farr"})
        await odile.get("/account")
        for signs in (write_reference(reference(1)), foreign, kept_out):
            haven.farm.access_log.clear()
            assert (await odile.get(f"/requests/{signs}")).status_code == 404
            assert (await odile.post(f"/requests/{signs}/take")).status_code == 404
            assert asked(haven.farm) == NOTHING


def _bulk(farm: Farm, wiki: str) -> list[int]:
    return [each.rev_id for each in add_history(farm.wiki(wiki), "Few edits", 3).revisions[:-1]]


@dataclass(frozen=True)
class Town:
    """Haven and the sandbox over real sockets, as mwoauth needs them."""

    sandbox: Sandbox
    address: str

    @property
    def farm(self) -> Farm:
        return self.sandbox.farm


@asynccontextmanager
async def open_town(folder: Path) -> AsyncIterator[Town]:
    with start_sandbox() as sandbox:
        port = find_free_port()
        settings = make_settings(sandbox.farm, folder, public_url=f"http://127.0.0.1:{port}")
        await migrate(settings.database_url)
        with serve_app(build_app(settings), port=port) as address:
            yield Town(sandbox, address)


async def sign_in(town: Town, name: str) -> Sequence[AccessEntry]:
    """The whole way of a browser, from the button to the start page; what Haven itself asked of the wikis."""
    town.farm.access_log.clear()
    async with httpx.AsyncClient(base_url=town.address, trust_env=False) as browser:
        token = _fields(await browser.get("/sign-in"), 'form[action="/sign-in"]')["token"]
        begun = await browser.post("/sign-in", data={"token": token}, headers=SAME_ORIGIN)
        assert begun.status_code == 200, begun.text
        back = await browser.get(await allow(town, name, begun.headers["Refresh"].partition("url=")[2]))
        assert back.status_code == 303, back.text
        assert name in (await browser.get(back.headers["Location"])).text
    return [each for each in town.farm.access_log.entries() if "Special:OAuth/authenticate" not in each.modules]


async def allow(town: Town, name: str, link: str) -> str:
    """What the person does on the central wiki, signed in there; the address they come back to."""
    async with httpx.AsyncClient(cookies=town.sandbox.cookies("metawiki", name), trust_env=False) as browser:
        page = await browser.get(link)
        if page.status_code == 200:  # the dialog, the first time only
            fields = _fields(page, "form:has([name=accept])")
            page = await browser.post(link, data={key: value for key, value in fields.items() if key != "cancel"})
        return page.headers["Location"]


def _fields(page: httpx.Response, form: str) -> dict[str, str]:
    found = read(page).select_one(form)
    assert found is not None, page.text
    return {str(tag["name"]): str(tag.get("value", "")) for tag in found.select("[name]")}


SIGNING_IN = Counter({"Special:OAuth/initiate": 1, "Special:OAuth/token": 1, "Special:OAuth/identify": 1})


def about(entries: Sequence[AccessEntry]) -> Counter[str]:
    return Counter(each.modules[0] for each in entries)


async def test_signing_in_takes_four_requests_and_one_for_each_wiki_with_local_groups(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        places = ("enwiki", "commonswiki", "arwikibooks")
        for name in ("Ilse Norrby", "Hedda Moor"):
            for wiki in places:
                town.farm.grant(name, "sysop", wiki)
        town.farm.grant("Lasse Brook", "global-sysop")
        four = SIGNING_IN + Counter(globaluserinfo=1)
        assert four.total() == 4

        cold = await sign_in(town, "Ilse Norrby")
        assert about(cold) == four + Counter(users=3) + FARM + Counter(siteinfo=3)
        warm = await sign_in(town, "Hedda Moor")
        assert about(warm) == four + Counter(users=3)
        assert {each.wiki for each in warm if "users" in each.modules} == set(places)

        assert about(await sign_in(town, "Marlow Quince")) == four
        assert about(await sign_in(town, "Gael Timmer")) == four + Counter(wikisets=1), "the farm's description, too"
        assert about(await sign_in(town, "Lasse Brook")) == four
        assert about(await sign_in(town, "Hedda Moor")) == four + Counter(users=3), "whoever signs in is asked for anew"
        questions(town.farm)
