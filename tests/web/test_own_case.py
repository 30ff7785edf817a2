"""For whom a request does not exist: strangers, parties, the kept-out. All of them get the very same answer."""

import httpx
import pytest

from app.actions import drafting
from app.domain.targets import Pointer
from app.domain.visibility import CouldNotCheck
from app.store.drafts import Draft
from app.store.purge import run_purge
from tests.journeys.cases import harbour
from tests.journeys.pastes import references
from tests.support.haven import REVISION_DELETION, SUPPRESSION, Client, Haven
from tests.support.page_checks import words

STEPS = ("take", "open", "take-over", "release", "check", "close", "withdraw")
PATHS = (*STEPS, "forward", "reopen", "remind", "remind-no-more")
BETWEEN_PEOPLE = ("ask", "second-opinion", "hand-over", "take-back", "answer", "opinion")
ASKING_PAGES = ("ask", "second-opinion", "hand-over", "forward", "take-over", "after")


def essence(response: httpx.Response, reference: str) -> tuple[object, ...]:
    """What an observer could compare: status, headers but for the date, length and body without the reference."""
    headers = {name: value for name, value in response.headers.items() if name != "date"}
    body = response.text.replace(reference, "H-????-????")
    return response.status_code, tuple(sorted(headers.items())), len(response.text), body


async def calls(haven: Haven, client: object, path: str, fields: dict[str, str] | None) -> tuple[int, httpx.Response]:
    haven.farm.access_log.clear()
    response = await (client.post(path, fields) if fields is not None else client.get(path))  # type: ignore[attr-defined]
    return len(haven.farm.access_log.entries()), response


async def paste(haven: Haven, client: Client, revids: list[int]) -> str:
    server = haven.farm.wiki("enwiki").server
    text = "\n".join(f"{server}/wiki/Special:Diff/{revid}" for revid in revids)
    return str((await client.post("/box", {"text": text})).headers["location"])


@pytest.mark.parametrize("name", ["Caro Lindqvist", "Bruno Halm", "Tamsin Vale", "Piet Wander"])
async def test_unknown_foreign_and_kept_out_are_the_same_in_everything(haven: Haven, name: str) -> None:
    """Piet Wander is of the right team but kept out; the others are strangers to the wiki or to the queue."""
    ilse = await haven.client("Ilse Norrby")
    reference = await haven.file(ilse, "enwiki", harbour(haven.farm.wiki("enwiki")), {"keep_out_1": "Piet Wander"})
    client = await haven.client(name)
    await client.get("/account")
    typed = {
        "purpose": "review",
        "closing": "mistake",
        "holder_seen": "1",
        "inquiry": "whose",
        "colleague": "Odile Farr",
        "to": "stewards",
    }
    steps = [(path, {**typed, "number": "1", "reply": "yes", "opinion": "agree"}) for path in (*PATHS, *BETWEEN_PEOPLE)]
    for path, fields in [("", None), *((path, None) for path in ASKING_PAGES), *steps]:
        tail = f"/{path}" if path else ""
        known = await calls(haven, client, f"/requests/{reference}{tail}", fields)
        unknown = await calls(haven, client, f"/requests/H-2222-2222{tail}", fields)
        assert known[0] == unknown[0], path
        assert essence(known[1], reference) == essence(unknown[1], "H-2222-2222"), path


async def test_a_kept_out_oversighter_finds_no_row_and_the_colleague_learns_that_somebody_is(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    revids = harbour(haven.farm.wiki("enwiki"))
    reference = await haven.file(ilse, "enwiki", revids, {"keep_out_1": "Piet Wander"})
    piet, odile = await haven.client("Piet Wander"), await haven.client("Odile Farr")
    assert reference not in (await piet.get("/queues")).text
    assert reference not in (await piet.get("/queues?queue=oversighters.enwiki")).text
    assert reference not in (await piet.get("/queues/hand-over?queue=oversighters.enwiki")).text
    behind_it, behind_none = [await piet.get(f"/queues?after={each}") for each in (reference, "H-2222-2222")]
    assert essence(behind_it, reference) == essence(behind_none, "H-2222-2222")
    page = await odile.get(f"/requests/{reference}")
    assert "keeps somebody out" in words(page)
    assert "Piet" not in page.text


async def test_the_requester_need_not_know_the_spelling_to_be_told(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    wiki = haven.farm.wiki("enwiki")
    text = f"{wiki.server}/wiki/Special:Diff/{harbour(wiki)[0]}"
    draft = (await ilse.post("/box", {"text": text})).headers["location"]
    answer = await ilse.post(f"{draft}/file", {**REVISION_DELETION, "keep_out_2": "Nobody Of That Name"})
    assert answer.status_code == 422
    assert "Nobody Of That Name" in answer.text


async def test_a_whole_team_kept_out_goes_one_group_up(haven: Haven) -> None:
    tamsin = await haven.client("Tamsin Vale")
    team = {"keep_out_1": "Odile Farr", "keep_out_2": "Piet Wander", "keep_out_3": "Keeva Strand"}
    draft = await paste(haven, tamsin, harbour(haven.farm.wiki("enwiki")))
    shown = await tamsin.follow(await tamsin.post(f"{draft}/file", SUPPRESSION | team))
    assert "Everybody of the team on enwiki is kept out, so it goes to the stewards." in words(shown)
    sent = await tamsin.post(f"{draft}/check")
    reference = sent.headers["location"].rpartition("/")[2]
    sunniva = await haven.client("Sunniva Aldous")
    assert reference in words(await sunniva.get("/queues"))
    assert (await (await haven.client("Odile Farr")).get(f"/requests/{reference}")).status_code == 404


async def test_an_author_of_the_right_team_cannot_tell_that_it_exists(haven: Haven) -> None:
    wiki = haven.farm.wiki("enwiki")
    page = wiki.page("Talk:Harbour lights")
    own = wiki.add_revision(page, "Odile Farr", "by an oversighter")
    wiki.add_revision(page, "Wilma Tarn", "after it")
    ilse = await haven.client("Ilse Norrby")
    reference = await haven.file(ilse, "enwiki", [own.rev_id])
    odile, keeva = await haven.client("Odile Farr"), await haven.client("Keeva Strand")
    assert reference not in (await odile.get("/queues")).text
    assert (await odile.post(f"/requests/{reference}/take")).status_code == 404
    assert reference in (await keeva.get("/queues")).text


async def test_the_owner_of_a_user_page_is_a_party(haven: Haven) -> None:
    wiki = haven.farm.wiki("enwiki")
    talk = wiki.add_page("Odile Farr/Desk", 3)
    first = wiki.add_revision(talk, "Marlow Quince", "on her talk page")
    wiki.add_revision(talk, "Wilma Tarn", "after it")
    ilse = await haven.client("Ilse Norrby")
    reference = await haven.file(ilse, "enwiki", [first.rev_id])
    assert (await (await haven.client("Odile Farr")).get(f"/requests/{reference}")).status_code == 404
    assert (await (await haven.client("Keeva Strand")).get(f"/requests/{reference}")).status_code == 200


async def test_an_author_who_was_not_known_at_filing_is_found_at_taking(haven: Haven) -> None:
    """The wiki was away when it was filed, so nobody knew who wrote it; the take finds out and says nothing."""
    wiki = haven.farm.wiki("enwiki")
    page = wiki.page("Talk:Harbour lights")
    own = wiki.add_revision(page, "Odile Farr", "by an oversighter")
    wiki.add_revision(page, "Wilma Tarn", "after it")
    ilse, odile = await haven.client("Ilse Norrby"), await haven.client("Odile Farr")
    await ilse.get("/account")
    draft = (await ilse.post("/box", {"text": f"{wiki.server}/wiki/Special:Diff/{own.rev_id}"})).headers["location"]
    haven.farm.faults.set("enwiki", "down")
    filed = await ilse.post(f"{draft}/file", SUPPRESSION)
    assert filed.status_code == 303, words(filed)
    haven.farm.faults.clear()
    reference = filed.headers["location"].rpartition("/")[2]
    assert reference in (await odile.get("/queues")).text
    refused = await odile.post(f"/requests/{reference}/take", {"not_my_own": "yes"})
    assert refused.status_code == 404
    assert reference not in (await odile.get("/queues")).text


async def test_nobody_handles_their_own_request(haven: Haven) -> None:
    piet = await haven.client("Piet Wander")
    reference = await haven.file(piet, "enwiki", harbour(haven.farm.wiki("enwiki")))
    assert reference not in (await piet.get("/queues")).text
    assert reference in (await piet.get("/requests")).text
    for path in ("take", "open"):
        answer = await piet.post(f"/requests/{reference}/{path}", {"purpose": "review"})
        assert answer.status_code == 403


async def test_a_hidden_author_asks_for_a_declaration(haven: Haven) -> None:
    wiki = haven.farm.wiki("enwiki")
    revid = harbour(wiki)[0]
    wiki.hide([revid], user=True)
    ilse, odile = await haven.client("Ilse Norrby"), await haven.client("Odile Farr")
    reference = await haven.file(ilse, "enwiki", [revid])
    refused = await odile.post(f"/requests/{reference}/take")
    assert refused.status_code == 422
    assert str(revid) not in refused.text
    assert (await odile.post(f"/requests/{reference}/take", {"not_my_own": "yes"})).status_code == 303


@pytest.mark.parametrize("name", ["Caro Lindqvist", "Bruno Halm", "Tessa Probe", "Marlow Quince", "Roderick Sloe"])
async def test_administrators_elsewhere_test_administrators_and_the_author_cannot_tell(haven: Haven, name: str) -> None:
    ilse = await haven.client("Ilse Norrby")
    reference = await haven.file(ilse, "enwiki", harbour(haven.farm.wiki("enwiki")))
    client = await haven.client(name, is_sender=False)
    answers = [(await client.get(f"/requests/{each}")) for each in (reference, "H-2222-2222")]
    assert answers[0].status_code == answers[1].status_code
    assert answers[0].status_code in (403, 404)
    assert reference not in (await client.get("/queues")).text


async def test_a_duplicate_reveals_nothing_to_those_who_may_not_know(haven: Haven) -> None:
    """Tamsin pastes what Ilse has filed already: it is filed beside it, and she learns of no other request."""
    wiki = haven.farm.wiki("enwiki")
    ilse, tamsin = await haven.client("Ilse Norrby"), await haven.client("Tamsin Vale")
    first = await haven.file(ilse, "enwiki", harbour(wiki))
    second = await haven.file(tamsin, "enwiki", harbour(wiki))
    assert first != second
    assert first not in (await tamsin.get(f"/requests/{second}")).text


async def test_the_requester_of_a_duplicate_is_told_of_their_own(haven: Haven) -> None:
    wiki = haven.farm.wiki("enwiki")
    ilse = await haven.client("Ilse Norrby")
    first = await haven.file(ilse, "enwiki", harbour(wiki))
    text = "\n".join(f"{wiki.server}/wiki/Special:Diff/{revid}" for revid in harbour(wiki))
    draft = (await ilse.post("/box", {"text": text})).headers["location"]
    answer = await ilse.post(f"{draft}/file", SUPPRESSION)
    assert answer.status_code == 409
    assert first in answer.text


async def test_unknown_states_and_one_tick_do_not_open_ones_own_case(haven: Haven) -> None:
    """Filed blind; at the take the rights question answers and the revision question does not."""
    wiki = haven.farm.wiki("enwiki")
    own = wiki.add_revision(wiki.page("Talk:Harbour lights"), "Odile Farr", "by an oversighter")
    wiki.add_revision(wiki.page("Talk:Harbour lights"), "Wilma Tarn", "after it")
    reference = await _filed_blind(haven, own.rev_id)
    odile = await haven.client("Odile Farr")
    live = haven.desk.wikis.live
    asked = type(live).of

    async def silent(_wiki: object, pointers: list[Pointer], with_summary: bool) -> dict[Pointer, CouldNotCheck]:
        return {pointer: CouldNotCheck() for pointer in pointers}

    live.of = silent  # type: ignore[method-assign, assignment]
    refused = await odile.post(f"/requests/{reference}/take", {"not_my_own": "yes"})
    assert refused.status_code == 503
    assert str(own.rev_id) not in refused.text
    live.of = asked.__get__(live)  # type: ignore[method-assign]
    assert (await odile.post(f"/requests/{reference}/take", {"not_my_own": "yes"})).status_code == 404


async def test_a_page_owner_who_was_not_known_at_filing_is_found_at_taking(haven: Haven) -> None:
    wiki = haven.farm.wiki("enwiki")
    talk = wiki.add_page("Odile Farr/Desk", 3)
    first = wiki.add_revision(talk, "Marlow Quince", "on her talk page")
    wiki.add_revision(talk, "Wilma Tarn", "after it")
    reference = await _filed_blind(haven, first.rev_id)
    odile, keeva = await haven.client("Odile Farr"), await haven.client("Keeva Strand")
    assert (await odile.post(f"/requests/{reference}/take", {"not_my_own": "yes"})).status_code == 404
    assert (await keeva.post(f"/requests/{reference}/take")).status_code == 303, "all are known now: nothing to declare"


async def test_the_ombuds_neither_read_of_their_own_requests_nor_of_what_they_are_kept_out_of(haven: Haven) -> None:
    haven.farm.grant("Oona Brack", "rollbacker", "enwiki")
    oona, ilse, odile = [await haven.client(name) for name in ("Oona Brack", "Ilse Norrby", "Odile Farr")]
    own = await haven.file(oona, "enwiki", harbour(haven.farm.wiki("enwiki"))[:1])
    kept_out = await haven.file(ilse, "enwiki", harbour(haven.farm.wiki("enwiki"))[1:2], {"keep_out_1": "Oona Brack"})
    plain = await haven.file(ilse, "enwiki", harbour(haven.farm.wiki("enwiki"))[2:3])
    for reference in (own, kept_out, plain):
        await odile.post(f"/requests/{reference}/take")
        await odile.post(f"/requests/{reference}/close", {"closing": "mistake"})
    log = words(await oona.get("/view-log"))
    assert plain in log
    assert own not in log
    assert kept_out not in log
    haven.clock.move(days=9)
    await run_purge(haven.desk.database, haven.clock())
    later = await haven.client("Oona Brack")
    log = words(await later.get("/view-log"))
    assert plain in log
    assert kept_out not in log


async def _filed_blind(haven: Haven, revid: int) -> str:
    """Filed while the wiki was away, so that nobody knew whose case it is."""
    wiki = haven.farm.wiki("enwiki")
    ilse = await haven.client("Ilse Norrby")
    await ilse.get("/account")
    draft = (await ilse.post("/box", {"text": f"{wiki.server}/wiki/Special:Diff/{revid}"})).headers["location"]
    haven.farm.faults.set("enwiki", "down")
    filed = await ilse.post(f"{draft}/file", SUPPRESSION)
    haven.farm.faults.clear()
    assert filed.status_code == 303
    return str(filed.headers["location"].rpartition("/")[2])


async def test_a_draft_pressed_twice_at_once_with_different_answers_files_once(
    haven: Haven, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both had read the draft before either wrote: only its deletion tells them apart."""
    wiki = haven.farm.wiki("enwiki")
    ilse = await haven.client("Ilse Norrby")
    text = f"{wiki.server}/wiki/Special:Diff/{harbour(wiki)[0]}"
    draft = (await ilse.post("/box", {"text": text})).headers["location"]
    read = await drafting.read_draft(haven.desk, haven.central_id("Ilse Norrby"), draft.rpartition("/")[2])

    async def read_before(*_: object) -> Draft:
        return read

    monkeypatch.setattr("app.web.routes.filing.read_draft", read_before)
    answers = [await ilse.post(f"{draft}/file", fields) for fields in (SUPPRESSION, REVISION_DELETION)]
    assert [answer.status_code for answer in answers] == [303, 409]
    assert len(references(await ilse.get("/requests"))) == 1
