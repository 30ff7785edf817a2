"""A wiki that does not answer is never a no, never a yes and never an empty list: it is said as what it is."""

import asyncio

import pytest

from app.store.session import StoreBusy
from tests.journeys.cases import harbour
from tests.support.case_walk import fields_of, form_of
from tests.support.haven import REVISION_DELETION, SUPPRESSION, Haven
from tests.support.page_checks import form_actions, words


async def test_one_silent_wiki_takes_nobody_their_right_to_send(haven: Haven) -> None:
    """Ilse's only group is on the wiki that is down: she can still paste and file, and is told what is not known."""
    haven.farm.faults.set("enwiki", "down")
    ilse = await haven.client("Ilse Norrby")
    assert "/box" in form_actions(await ilse.get("/"))
    reference = await haven.file(ilse, "enwiki", harbour(haven.farm.wiki("enwiki")), REVISION_DELETION)
    assert reference in words(await ilse.get("/requests"))
    queue = await ilse.get("/queues")
    assert queue.status_code == 503
    assert "could not" in words(queue).lower()


async def test_a_queue_that_may_hold_something_is_not_said_to_be_empty(haven: Haven) -> None:
    haven.farm.grant("Ilse Norrby", "sysop", "dewikibooks")
    haven.farm.faults.set("enwiki", "down")
    ilse = await haven.client("Ilse Norrby")
    text = words(await ilse.get("/queues"))
    assert "enwiki could not be asked" in text
    assert "Nothing is waiting" not in text
    unknown, foreign = [await ilse.get(f"/requests/H-{signs}") for signs in ("2222-2222", "3333-3333")]
    assert unknown.status_code == foreign.status_code == 503


async def test_where_the_wiki_is_silent_no_form_is_said_to_be_left_out_as_done(haven: Haven) -> None:
    wiki = haven.farm.wiki("enwiki")
    reference = await haven.file(await haven.client("Ilse Norrby"), "enwiki", harbour(wiki), SUPPRESSION)
    odile = await haven.client("Odile Farr")
    await odile.post(f"/requests/{reference}/take", {"not_my_own": "yes"})
    haven.clock.move(minutes=2)
    haven.farm.faults.set("enwiki", "down")
    page = words(await odile.get(f"/requests/{reference}"))
    assert "The wiki could not be asked just now" in page
    assert "Nothing is left for a form to do" not in page


async def test_with_the_farm_unknown_everything_can_still_be_asked_for(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    wiki = haven.farm.wiki("enwiki")
    text = "\n".join(f"{wiki.server}/wiki/Special:Diff/{revid}" for revid in harbour(wiki))
    draft = (await ilse.post("/box", {"text": text})).headers["location"]
    haven.farm.faults.set("metawiki", "down")
    haven.desk.wikis.sites._farm._entries.clear()
    page = await ilse.get(draft)
    assert words(page).count("could not check") >= 5
    assert (await ilse.post(f"{draft}/choose", {"take": ["0", "1"]})).status_code == 303
    filed = await ilse.post(f"{draft}/file", REVISION_DELETION | {"criterion": "rd2-grossly-insulting"})
    assert filed.status_code == 303


async def test_what_was_left_out_is_not_asked_for(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    wiki = haven.farm.wiki("enwiki")
    revids = harbour(wiki)
    text = "\n".join(f"{wiki.server}/wiki/Special:Diff/{revid}" for revid in revids)
    draft = (await ilse.post("/box", {"text": text})).headers["location"]
    assert (await ilse.post(f"{draft}/choose", {"take": ["77", "x"]})).status_code == 422
    await ilse.post(f"{draft}/choose", {"take": ["0", "1"]})
    filed = await ilse.post(f"{draft}/file", REVISION_DELETION)
    assert "2 targets" in words(await ilse.get(filed.headers["location"]))


async def test_public_pages_wait_for_no_wiki(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    haven.farm.access_log.clear()
    for path in (
        "/emergency",
        "/child-protection",
        "/privacy",
        "/about",
        "/guide",
        "/ask",
        "/healthz",
        "/no-such-page",
    ):
        await ilse.get(path)
    assert not haven.farm.access_log.entries()


async def test_a_silent_central_wiki_is_not_asked_again_by_everybody_at_once(haven: Haven) -> None:
    people = [await haven.client(name) for name in ("Ilse Norrby", "Odile Farr", "Keeva Strand", "Bruno Halm")]
    haven.farm.faults.set("metawiki", "down")
    first = await people[0].get("/queues")
    haven.farm.access_log.clear()
    others = await asyncio.gather(*(client.get("/queues") for client in people[1:]))
    assert {answer.status_code for answer in (first, *others)} == {503}
    assert not haven.farm.access_log.entries()
    haven.farm.faults.clear()
    haven.clock.move(seconds=11)
    assert (await people[1].get("/queues")).status_code == 200


async def test_a_database_that_accepts_and_never_answers_stops_no_emergency_page(
    haven: Haven, monkeypatch: pytest.MonkeyPatch
) -> None:
    ilse = await haven.client("Ilse Norrby")
    monkeypatch.setattr(haven.desk.database, "_longest", 0.05)

    async def silent(*_: object) -> None:
        await asyncio.sleep(30)

    monkeypatch.setattr("app.actions.signing.sign_ins.find_sign_in", silent)
    assert (await ilse.get("/emergency")).status_code == 200
    assert (await ilse.get("/account")).status_code == 503


@pytest.mark.parametrize("path", ["/", "/emergency", "/child-protection", "/ask", "/ask/enwiki", "/privacy", "/guide"])
async def test_a_database_that_is_broken_in_any_way_stops_no_public_page(haven: Haven, path: str) -> None:
    """It answers, but not as ours: its table of sessions is gone. What needs it says that it cannot be had."""
    ilse = await haven.client("Ilse Norrby")
    async with haven.desk.database.engine.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE sign_ins")
    assert (await ilse.get(path)).status_code == 200
    assert (await ilse.get("/account")).status_code == 503


async def test_a_session_sealed_under_a_lost_key_is_signed_out_and_not_an_error(haven: Haven) -> None:
    from cryptography.fernet import Fernet

    from app.store.sealing import Vault

    ilse = await haven.client("Ilse Norrby")
    haven.desk.database.vault = Vault((Fernet.generate_key().decode(),))
    assert (await ilse.get("/emergency")).status_code == 200
    assert (await ilse.get("/account")).status_code == 401


@pytest.mark.parametrize("away", ["wiki", "database"])
async def test_what_was_typed_into_a_case_waits_for_the_wiki_and_for_the_database(
    haven: Haven, monkeypatch: pytest.MonkeyPatch, away: str
) -> None:
    """Nothing of a case is stored: what a page does not give back is lost. Of another site's form nothing is given."""
    ilse = await haven.client("Ilse Norrby")
    text = 'haven-case-file = 1\nopened = 2026-11-28\nwiki = "enwiki"\n[words]\nevents = "what the file has"\n'
    fields = {"case": text, "at": "context", "go": "save", "q-events": "what was typed"}
    haven.clock.move(minutes=6)
    with monkeypatch.context() as silent:
        if away == "wiki":
            haven.farm.faults.set("enwiki", "down")
        else:
            silent.setattr("app.web.guard.signing.read_sign_in", _busy)
        refused = await ilse.post("/case", fields)
        assert refused.status_code == 503
        kept = fields_of(form_of(refused))
        assert kept == {"token": kept["token"], **fields}
        elsewhere = await ilse.post("/case", fields, headers={"Sec-Fetch-Site": "cross-site"})
        assert "what was typed" not in elsewhere.text
    haven.farm.faults.clear()
    haven.clock.move(minutes=6)
    again = await ilse.post("/case", kept)
    assert "what the file has" in again.text


async def _busy(*_: object, **__: object) -> None:
    raise StoreBusy
