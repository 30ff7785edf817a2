"""Without queues: whatever needs no stored request works, filing ends in a finished letter, and nothing is stored.

The same page ends the same way where queues are on but the team of that wiki wants none.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import func, select

from app.actions import tracking
from app.domain.people import HeldRole, Person, Role, Standing
from app.domain.references import write_reference
from app.domain.trackings import TrackingReason
from app.sandbox.cases import TO_HIDE
from app.store.tables import DRAFTS, EVENTS, EXCLUDED, REQUESTS, SIGN_INS, TARGETS, TRACKINGS, VIEWS
from tests.journeys.cases import harbour
from tests.support.haven import REVISION_DELETION, SUPPRESSION, Client, Haven, open_haven
from tests.support.page_checks import heading, links, read, words
from tests.support.trackings import FOLLOW
from tests.test_access import TABLE as ROUTES

OF_REQUESTS = (REQUESTS, TARGETS, EXCLUDED, EVENTS, VIEWS)
TELLS_SOMETHING = ("suppress", "delet", "private", "phone", "urgent", "H-")


@pytest.fixture
async def haven(tmp_path: Path) -> AsyncIterator[Haven]:
    async with open_haven(tmp_path, queues_on=False) as running:
        yield running


@pytest.fixture
async def with_queues(tmp_path: Path) -> AsyncIterator[Haven]:
    async with open_haven(tmp_path) as running:
        yield running


def to_hide(haven: Haven, wiki: str) -> list[int]:
    return [each.rev_id for each in haven.farm.wiki(wiki).revisions.values() if TO_HIDE in each.text]


async def paste(haven: Haven, client: Client, revisions: dict[str, Sequence[int]]) -> str:
    """The address of the draft."""
    diffs = (f"{haven.farm.wiki(wiki).server}/?diff={id}" for wiki, ids in revisions.items() for id in ids)
    pasted = await client.post("/box", {"text": "\n".join(diffs)})
    assert pasted.status_code == 303, words(pasted)
    return str(pasted.headers["location"])


async def stored(haven: Haven) -> dict[str, int]:
    """Tables of requests that hold anything."""
    async with haven.desk.database.reading() as session:
        counts = {each.name: (await session.execute(select(func.count()).select_from(each))).scalar_one()
                  for each in OF_REQUESTS}  # fmt: skip
    return {name: count for name, count in counts.items() if count}


def letter_texts(page: httpx.Response) -> str:
    """What the page offers for copying."""
    return "\n".join(each.get_text() for each in read(page).find_all("textarea"))


def mails(page: httpx.Response) -> list[tuple[str, str]]:
    """Address and subject of each mail that the page opens; it must carry nothing else."""
    found = [urlsplit(link) for link in links(page) if link.startswith("mailto:") and "subject" in link]
    assert all(parse_qs(mail.query).keys() == {"subject"} for mail in found), "a body would land in histories"
    return [(mail.path, parse_qs(mail.query)["subject"][0]) for mail in found]


async def test_filing_ends_in_a_finished_letter_and_nothing_is_stored(haven: Haven) -> None:
    revids = harbour(haven.farm.wiki("enwiki"))
    tamsin = await haven.client("Tamsin Vale")
    draft = await paste(haven, tamsin, {"enwiki": revids})
    assert "Queues are turned off here" in words(await tamsin.get(f"{draft}/file"))
    for _ in range(2):  # nothing is used up by it: a second press gives the same letter again
        letter = await tamsin.post(f"{draft}/file", SUPPRESSION)
        assert letter.status_code == 200
        assert heading(letter) == "Send it by mail"
        [(address, subject)] = mails(letter)
        assert address == "oversighters-enwiki@sandbox.invalid"
        assert "enwiki" in subject
        assert not any(telling.lower() in subject.lower() for telling in TELLS_SOMETHING)
        assert not any(str(revid) in subject for revid in revids)
        text = letter_texts(letter)
        assert all(f"Special:Diff/{revid}" in text for revid in revids)
        assert "Special:RevisionDelete" in text
        assert "Phone" in text or "phone" in text
    assert await stored(haven) == {}


async def test_a_letter_where_no_mail_is_known_names_the_other_ways(haven: Haven) -> None:
    ilse = await haven.client("Tamsin Vale")
    draft = await paste(haven, ilse, {"enwiki": harbour(haven.farm.wiki("enwiki"))})
    letter = await ilse.post(f"{draft}/file", REVISION_DELETION)
    assert mails(letter) == []
    assert "#sandbox-revdel" in words(letter)
    assert await stored(haven) == {}


async def test_a_wiki_without_oversighters_gets_a_letter_to_the_stewards(haven: Haven) -> None:
    bruno = await haven.client("Bruno Halm")
    draft = await paste(haven, bruno, {"dewikibooks": to_hide(haven, "dewikibooks")[:1]})
    letter = await bruno.post(f"{draft}/file", SUPPRESSION)
    assert [address for address, _ in mails(letter)] == ["stewards@sandbox.invalid"]
    assert await stored(haven) == {}


async def test_keeping_somebody_out_is_still_checked_and_still_not_stored(haven: Haven) -> None:
    tamsin = await haven.client("Tamsin Vale")
    draft = await paste(haven, tamsin, {"enwiki": harbour(haven.farm.wiki("enwiki"))})
    unknown = await tamsin.post(f"{draft}/file", SUPPRESSION | {"keep_out_1": "Nobody of that name"})
    assert unknown.status_code == 422
    everybody = {f"keep_out_{n}": name for n, name in enumerate(("Odile Farr", "Keeva Strand", "Piet Wander"), 1)}
    letter = await tamsin.post(f"{draft}/file", SUPPRESSION | everybody)
    assert [address for address, _ in mails(letter)] == ["stewards@sandbox.invalid"], "one group up, never to them"
    assert "Odile" not in letter.text
    assert await stored(haven) == {}


async def test_what_needs_no_request_works(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    draft = await paste(haven, ilse, {"enwiki": harbour(haven.farm.wiki("enwiki"))})
    targets = await ilse.get(draft)
    own = [link for link in links(targets) if "?title=Special:RevisionDelete&" in link]
    assert len(own) == 1, "she may act here herself"
    assert "Ilse Norrby" in words(await ilse.get("/account"))
    assert "Queues are off here" in words(await ilse.get("/privacy"))
    assert (await ilse.get("/status")).json()["queues"] is False
    for path in ("/", "/guide", "/emergency", "/child-protection", "/about", "/queues", "/requests", "/hand-over"):
        assert (await ilse.get(path)).status_code == 200, path
    assert (await (await haven.client()).get("/sign-in")).status_code == 200
    assert await stored(haven) == {}
    assert (await ilse.post("/sign-out")).status_code == 303
    async with haven.desk.database.reading() as session:
        assert (await session.execute(select(DRAFTS.c.id_hash))).all() == []
        assert (await session.execute(select(SIGN_INS.c.id_hash))).all() == []


async def test_no_step_of_a_request_does_anything(haven: Haven) -> None:
    odile = await haven.client("Odile Farr")
    for step in ("take", "open", "take-over", "check", "close", "release", "withdraw"):
        answer = await odile.post(f"/requests/H-2222-2222/{step}", {"purpose": "review", "closing": "mistake"})
        assert answer.status_code == 404
    assert await stored(haven) == {}


async def test_nothing_of_trackings_is_there(haven: Haven) -> None:
    """Begun while queues were on, and then they were turned off: still nobody sees any of it."""
    ilse = await haven.client("Ilse Norrby")
    on = replace(haven.desk, queues_on=True)
    person = Person(haven.central_id("Ilse Norrby"), "", Standing(frozenset({HeldRole(Role.STEWARD)}), 0))
    signs = await tracking.start(on, person, tracking.Wish("Lona Merrit", TrackingReason.SPAM, 30))
    reference = f"/trackings/{write_reference(signs)}"
    assert "/trackings" not in links(await ilse.get("/"))
    for (method, path), _ in ROUTES.items():
        if path.startswith("/trackings"):
            address = path.replace("/trackings/{reference}", reference)
            fields = {**FOLLOW, "account": "Roderick Sloe", "consent": "seen-it-too", "renewal": "case-open"}
            answer = await (ilse.get(address) if method == "GET" else ilse.post(address, fields))
            assert answer.status_code == 404, (method, path)
    async with haven.desk.database.reading() as session:
        assert (await session.execute(select(func.count()).select_from(TRACKINGS))).scalar_one() == 1


async def test_a_team_that_wants_no_queue_gets_a_letter_while_queues_are_on(with_queues: Haven) -> None:
    ilse = await with_queues.client("Ilse Norrby")
    revids = to_hide(with_queues, "commonswiki")
    draft = await paste(with_queues, ilse, {"commonswiki": revids})
    letter = await ilse.post(f"{draft}/file", SUPPRESSION)
    assert mails(letter) == [("oversighters-commons@sandbox.invalid", "A request for commonswiki")]
    assert all(f"Special:Diff/{revid}" in letter_texts(letter) for revid in revids)
    assert await stored(with_queues) == {}


async def test_a_mixed_paste_becomes_one_request_and_one_letter(with_queues: Haven) -> None:
    ilse = await with_queues.client("Ilse Norrby")
    english, commons = harbour(with_queues.farm.wiki("enwiki")), to_hide(with_queues, "commonswiki")
    draft = await paste(with_queues, ilse, {"enwiki": english, "commonswiki": commons})
    preview = words(await ilse.get(f"{draft}/file"))
    assert "enwiki" in preview
    assert "commonswiki" in preview
    check = words(await ilse.follow(await ilse.post(f"{draft}/file", SUPPRESSION)))
    assert "This becomes 2 requests" in check
    assert "Send all 2 requests" in check
    letter = await ilse.post(f"{draft}/check")
    assert letter.status_code == 200
    assert [address for address, _ in mails(letter)] == ["oversighters-commons@sandbox.invalid"]
    assert not any(str(revid) in letter_texts(letter) for revid in english), "each team learns of its own wiki only"
    counts = await stored(with_queues)
    assert counts["requests"] == 1
    assert counts["request_targets"] == len(english)
    [own] = [link for link in links(await ilse.get("/requests")) if link.startswith("/requests/H-")]
    assert own in links(letter), "the page says where the other half went"
    odile = await with_queues.client("Odile Farr")
    assert own.rpartition("/")[2] in words(await odile.get("/queues"))
    caro = await with_queues.client("Caro Lindqvist")
    assert own.rpartition("/")[2] not in words(await caro.get("/queues"))
