"""Attackers with an account and a plan: what they do, and that Haven tells them nothing.

Each goes through every route of requests there is (the list is the routes' own, so that a new one is tried as well),
once with the reference that concerns them and once with one that nobody has. The leaked copy of the database is here,
too; the former functionary's bell is in `test_bell_attack`.
"""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from app.domain.inquiries import Inquiry
from app.store.tables import METADATA
from tests.journeys.cases import harbour
from tests.support.canary import read_tables
from tests.support.haven import Client, Haven, open_haven
from tests.support.page_checks import words
from tests.test_access import TABLE

NOBODYS = "H-2222-2222"
OF_ONE_REQUEST = [route for route in TABLE if route[1].startswith("/requests/{reference}")]
LISTS = ("/queues", "/queues?queue=oversighters.enwiki", "/queues/hand-over?queue=oversighters.enwiki", "/desk",
         "/requests", "/view-log")  # fmt: skip
FIELDS = {
    "purpose": "review", "closing": "mistake", "holder_seen": "1", "colleague": "Keeva Strand", "inquiry": "which-part",
    "reply": "text", "opinion": "agree", "reopening": "still-visible", "to": "stewards", "wiki": "dewikibooks",
    "criterion": "os-private-information", "remind_on": "2027-01-01", "not_my_own": "yes", "number": "1", "place": "1",
}  # fmt: skip


def essence(response: httpx.Response, reference: str) -> tuple[object, ...]:
    """What an observer could compare: status, headers but for the date, length and body without the reference."""
    headers = {name: value for name, value in response.headers.items() if name != "date"}
    location = headers.pop("location", "").replace(reference, "H-????-????")
    body = response.text.replace(reference, "H-????-????")
    return response.status_code, location, tuple(sorted(headers.items())), len(response.text), body


async def tried(haven: Haven, client: Client, route: tuple[str, str], reference: str) -> tuple[object, ...]:
    """Everything of one answer, and how often the wikis were asked for it."""
    method, path = route
    address = re.sub(r"\{(?!reference)\w+\}", "1", path).replace("{reference}", reference)
    haven.farm.access_log.clear()
    response = await (client.get(address) if method == "GET" else client.post(address, FIELDS))
    return len(haven.farm.access_log.entries()), *essence(response, reference)


async def feeds_of(client: Client) -> tuple[str, ...]:
    """A bell of their own in both its forms; none for those who may not have one."""
    made = await client.post("/bells")
    secret = re.search(r"/bell/([A-Za-z0-9_-]{20,})/atom", made.text)
    return tuple(f"/bell/{secret.group(1)}/{form}" for form in ("atom", "json")) if secret else ()


async def listed(haven: Haven, client: Client, feeds: tuple[str, ...]) -> dict[str, tuple[object, ...]]:
    """Every list, count and view in which a request might show, with how often the wikis were asked for each."""
    found = {}
    for path in (*LISTS, *feeds):
        haven.farm.access_log.clear()
        page = await client.get(path)
        found[path] = len(haven.farm.access_log.entries()), *essence(page, NOBODYS)
    return found


async def busy(haven: Haven, reference: str) -> None:
    """Its team does with it whatever leaves a trace: taken, asked about, a second opinion asked for."""
    keeva = await haven.client("Keeva Strand")
    for path, fields in (
        ("take", {}),
        ("ask", {"inquiry": Inquiry.WHICH_PART.value}),
    ):
        answer = await keeva.post(f"/requests/{reference}/{path}", fields)
        assert answer.status_code == 303, (path, words(answer))


ATTACKERS = {
    # The rights of a test wiki count for nothing.
    "test-wiki-administrator": "Tessa Probe",
    # Of the right team, and kept out by the requester.
    "kept-out-colleague": "Piet Wander",
    # Of the right team, and the one whose edits it is about.
    "subject-with-rights": "Odile Farr",
}


async def filed_against(haven: Haven) -> str:
    """A request about edits of one oversighter, from which another one is kept out."""
    wiki = haven.farm.wiki("enwiki")
    page = wiki.page("Talk:Harbour lights")
    own = wiki.add_revision(page, ATTACKERS["subject-with-rights"], "by an oversighter")
    wiki.add_revision(page, "Wilma Tarn", "after it")
    ilse = await haven.client("Ilse Norrby")
    return await haven.file(ilse, "enwiki", [own.rev_id], {"keep_out_1": ATTACKERS["kept-out-colleague"]})


@pytest.mark.parametrize("name", ATTACKERS.values(), ids=ATTACKERS)
async def test_no_route_tells_them_that_it_exists(haven: Haven, name: str) -> None:
    reference = await filed_against(haven)
    await busy(haven, reference)
    client = await haven.client(name, is_sender=name != "Tessa Probe")
    await client.get("/account")
    assert len(OF_ONE_REQUEST) >= 20
    for route in OF_ONE_REQUEST:
        known, unknown = [await tried(haven, client, route, each) for each in (reference, NOBODYS)]
        assert known == unknown, route
        assert known[1] in {401, 403, 404}, route


@pytest.mark.parametrize("name", ATTACKERS.values(), ids=ATTACKERS)
async def test_no_list_count_or_feed_changes_for_them(haven: Haven, name: str) -> None:
    """Every page that lists anything is byte by byte what it was before, at each step that is taken with it."""
    client = await haven.client(name, is_sender=name != "Tessa Probe")
    feeds = await feeds_of(client)
    assert bool(feeds) == (name != "Tessa Probe")
    await listed(haven, client, feeds)  # what is remembered for a while is known from here on
    before = await listed(haven, client, feeds)
    reference = await filed_against(haven)
    assert await listed(haven, client, feeds) == before, "filed"
    await busy(haven, reference)
    assert await listed(haven, client, feeds) == before, "taken and asked about"
    keeva = await haven.client("Keeva Strand")
    assert (await keeva.post(f"/requests/{reference}/close", {"closing": "mistake"})).status_code == 303
    assert await listed(haven, client, feeds) == before, "closed"


@pytest.mark.parametrize("name", ["Piet Wander", "Odile Farr", "Marlow Quince", "Nobody Of That Name", "Ilse Norrby"])
async def test_naming_somebody_tells_nothing_of_why_they_cannot_be_asked(haven: Haven, name: str) -> None:
    """Kept out, its author, without rights, nobody at all, its requester: the holder reads one and the same sentence,
    and the wikis are asked the same."""
    reference = await filed_against(haven)
    keeva = await haven.client("Keeva Strand")
    assert (await keeva.post(f"/requests/{reference}/take")).status_code == 303
    for step in ("hand-over", "second-opinion"):
        answer = await keeva.post(f"/requests/{reference}/{step}", {"colleague": name})
        other = await keeva.post(f"/requests/{reference}/{step}", {"colleague": "Tessa Probe"})
        assert answer.status_code == other.status_code == 422, step
        assert words(answer).replace(name, "N") == words(other).replace("Tessa Probe", "N"), step


def raw_files(folder: Path) -> bytes:
    """The database's file and what is beside it, as they lie on the disk."""
    return b"".join(path.read_bytes() for path in folder.glob("haven.db*"))


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Haven]:
    async with open_haven(tmp_path) as running:
        yield running


async def test_a_leaked_copy_tells_of_no_account_page_or_revision(kept: Haven, tmp_path: Path) -> None:
    """After a day with everything in it: the dump, the file and its log hold central ids of people who use Haven, and
    nothing of what it is about: no number of a target, no central id of who is kept out or who wrote it, no name."""
    wiki = kept.farm.wiki("enwiki")
    reference = await filed_against(kept)
    await busy(kept, reference)
    ilse = await kept.client("Ilse Norrby")
    assert (await ilse.post("/bells")).status_code in {200, 303}
    second = await kept.file(ilse, "enwiki", harbour(wiki))
    dump = "\n".join(str(row) for rows in (await read_tables(kept.desk.database)).values() for row in rows)
    files = raw_files(tmp_path)
    assert reference.replace("-", "")[1:] in dump
    assert second.replace("-", "")[1:] in dump
    numbers = [str(each) for each in harbour(wiki)]
    names = [name for name in kept.farm.accounts if len(name) > 5]
    for secret in (*numbers, *names, "Harbour lights", "by an oversighter"):
        assert not re.search(rf"(?<!\d){re.escape(secret)}(?!\d)", dump), secret
        assert secret.encode() not in files or secret in numbers, secret
    outsiders = {str(kept.central_id(ATTACKERS[each])) for each in ("kept-out-colleague", "subject-with-rights")}
    async with kept.desk.database.reading() as session:
        for table in METADATA.sorted_tables:
            for column in table.columns:
                if "central_id" in column.name or column.name in {"holder", "requester", "owner", "toward", "asked_of"}:
                    rows = await session.execute(text(f"SELECT {column.name} FROM {table.name}"))
                    found = {str(row[0]) for row in rows}
                    assert not found & outsiders, f"{table.name}.{column.name}"
