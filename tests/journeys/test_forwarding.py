"""Sending a request on: it goes where a new one would go, once, by whoever holds it; and nobody kept out comes in."""

import asyncio
import re
from dataclasses import replace

import httpx
import pytest

from app.actions.limits import DESTINATIONS
from app.domain.references import read_reference
from app.flows.packs import Packs
from app.sandbox.abuse_log import add_hit
from app.sandbox.cases import TO_HIDE
from app.store.timeline import timeline_of
from tests.journeys.cases import harbour
from tests.journeys.pastes import hit_link
from tests.support.haven import REVISION_DELETION, Client, Haven
from tests.support.page_checks import words

PLACE = re.compile(r'name="place" value="([^"]*)"')
GO = {"step": "send"}


async def taken(haven: Haven, by: str, answers: dict[str, object] | None = None) -> tuple[Client, str]:
    """A request about the encyclopedia, held by somebody."""
    tamsin = await haven.client("Tamsin Vale")
    reference = await haven.file(tamsin, "enwiki", harbour(haven.farm.wiki("enwiki")), answers or REVISION_DELETION)
    return await take(haven, by, reference), reference


async def take(haven: Haven, by: str, reference: str) -> Client:
    client = await haven.client(by)
    await client.follow(await client.post(f"/requests/{reference}/take"))
    return client


async def look(client: Client, reference: str, to: str, wiki: str = "") -> httpx.Response:
    return await client.post(f"/requests/{reference}/forward", {"to": to, "wiki": wiki})


async def send(client: Client, reference: str, to: str, wiki: str = "", **more: str) -> httpx.Response:
    """Both steps, as the pages lead through them."""
    shown = await look(client, reference, to, wiki)
    assert shown.status_code == 200, words(shown)
    fields = {"to": to, "wiki": wiki, "place": PLACE.findall(shown.text)[0], **GO, **more}
    return await client.post(f"/requests/{reference}/forward", fields)


async def status(haven: Haven, name: str, reference: str) -> int:
    return (await (await haven.client(name)).get(f"/requests/{reference}")).status_code


async def events(haven: Haven, reference: str) -> list[tuple[str, str | None]]:
    async with haven.desk.database.reading() as session:
        lines = await timeline_of(session, read_reference(reference) or "")
    return [(line.event.value, line.detail) for line in lines]


async def test_a_revision_deletion_becomes_a_suppression_with_the_oversighters(haven: Haven) -> None:
    ilse, reference = await taken(haven, "Ilse Norrby")
    page = await ilse.get(f"/requests/{reference}")
    assert "Send it on" in words(page)
    offered = words(await ilse.get(f"/requests/{reference}/forward"))
    assert "The wiki’s oversighters" in offered and "The wiki’s administrators" not in offered
    shown = words(await look(ilse, reference, "oversighters"))
    assert "It goes to the oversighters of enwiki" in shown and "Suppression on enwiki" in shown
    no_criterion = await send(ilse, reference, "oversighters")
    assert (no_criterion.status_code, "Choose the criterion" in words(no_criterion)) == (422, True)
    sent = await send(ilse, reference, "oversighters", criterion="os-private-information")
    assert sent.headers["location"] == "/queues?forwarded=oversighters"
    assert "Sent on to the oversighters" in words(await ilse.follow(sent))
    assert [await status(haven, name, reference) for name in ("Ilse Norrby", "Odile Farr")] == [404, 200]
    own = words(await (await haven.client("Tamsin Vale")).get(f"/requests/{reference}"))
    assert "Forwarded" in own and "the oversighters of enwiki" in own and "free" in own
    assert "Ilse" not in own and "Norrby" not in own
    assert ("forwarded", "oversighters") in await events(haven, reference)
    odile = await take(haven, "Odile Farr", reference)
    assert "wpHideRestricted=1" in (await odile.get(f"/requests/{reference}")).text


async def test_and_the_other_way_round(haven: Haven) -> None:
    odile, reference = await taken(haven, "Odile Farr", {"kind": "suppression"})
    sent = await send(odile, reference, "administrators", criterion="rd3-disruptive")
    assert sent.status_code == 303
    assert await status(haven, "Ilse Norrby", reference) == 200
    queue = words(await (await haven.client("Hedda Moor")).get("/queues"))
    assert "Revision deletion on enwiki" in queue


async def test_where_there_is_no_team_it_goes_to_the_stewards_and_says_so(haven: Haven) -> None:
    tamsin = await haven.client("Tamsin Vale")
    revision = next(each for each in haven.farm.wiki("dewikibooks").revisions.values() if TO_HIDE in each.text)
    answers = {"kind": "revision-deletion", "criterion": "rd-disruptive"}
    reference = await haven.file(tamsin, "dewikibooks", [revision.rev_id], answers)
    bruno = await take(haven, "Bruno Halm", reference)
    shown = words(await look(bruno, reference, "oversighters"))
    assert "It goes to the stewards" in shown and "dewikibooks has no team for this" in shown
    sent = await send(bruno, reference, "oversighters", criterion="os-private-information")
    assert sent.headers["location"] == "/queues?forwarded=stewards"
    assert [await status(haven, name, reference) for name in ("Sunniva Aldous", "Bruno Halm")] == [200, 404]
    sunniva = await take(haven, "Sunniva Aldous", reference)
    stays = await look(sunniva, reference, "oversighters")
    assert (stays.status_code, "would stay where it is" in words(stays)) == (422, True)


async def test_a_team_that_is_wholly_kept_out_is_passed_over_and_the_kept_out_stay_so(haven: Haven) -> None:
    team = {"keep_out_1": "Odile Farr", "keep_out_2": "Piet Wander", "keep_out_3": "Keeva Strand"}
    ilse, reference = await taken(haven, "Ilse Norrby", REVISION_DELETION | team)
    shown = words(await look(ilse, reference, "oversighters"))
    assert "It goes to the stewards" in shown and "kept out" in shown
    await send(ilse, reference, "oversighters", criterion="os-private-information")
    assert [await status(haven, name, reference) for name in ("Sunniva Aldous", "Odile Farr")] == [200, 404]


async def test_a_kept_out_colleague_at_the_new_place_finds_nothing(haven: Haven) -> None:
    ilse, reference = await taken(haven, "Ilse Norrby", REVISION_DELETION | {"keep_out_1": "Odile Farr"})
    await send(ilse, reference, "oversighters", criterion="os-private-information")
    assert [await status(haven, name, reference) for name in ("Keeva Strand", "Odile Farr")] == [200, 404]
    assert reference not in (await (await haven.client("Odile Farr")).get("/queues")).text


async def test_another_wiki_by_its_address_takes_its_own_criterion(haven: Haven) -> None:
    ilse, reference = await taken(haven, "Ilse Norrby")
    address = f"{haven.farm.wiki('dewikibooks').server}/wiki/Anything"
    shown = await look(ilse, reference, "other-wiki", address)
    assert "It goes to the administrators of dewikibooks" in words(shown)
    wrong = await send(ilse, reference, "other-wiki", "dewikibooks", criterion="rd3-disruptive")
    assert wrong.status_code == 422
    sent = await send(ilse, reference, "other-wiki", "dewikibooks", criterion="rd-disruptive")
    assert sent.headers["location"] == "/queues?forwarded=other-wiki"
    assert [await status(haven, name, reference) for name in ("Bruno Halm", "Ilse Norrby")] == [200, 404]
    assert ("forwarded", "other-wiki") in await events(haven, reference)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("testwiki", "nobody handles requests in Haven"),
        ("closedwiki", "nobody handles requests in Haven"),
        ("", "Say which wiki"),
        ("nowiki-of-that-name", "No wiki is known by this"),
        ("https://enwiki.evil.example/wiki/X", "No wiki is known by this"),
        ("'; DROP TABLE requests; --", "No wiki is known by this"),
        ("<script>alert(1)</script>", "No wiki is known by this"),
        ("en\u0130wiki\u202e", "No wiki is known by this"),
        ("x" * 9000, "No wiki is known by this"),
        ("[::", "No wiki is known by this"),
        ("enwiki", "the wiki it is on already"),
    ],
)
async def test_a_wiki_that_takes_nothing_is_said_in_the_page(haven: Haven, typed: str, sentence: str) -> None:
    ilse, reference = await taken(haven, "Ilse Norrby")
    known = [each.dbname for each in haven.farm.wikis.values() if not each.is_open]
    answer = await look(ilse, reference, "other-wiki", known[0] if typed == "closedwiki" else typed)
    assert (answer.status_code, sentence in words(answer)) == (422, True)
    assert "<script>alert" not in answer.text
    sent = await ilse.post(f"/requests/{reference}/forward", {"to": "other-wiki", "wiki": typed, **GO})
    assert sent.status_code == 422


@pytest.mark.parametrize("to", ["", "administrators", "nobody", "other-wiki "])
async def test_a_place_that_is_none_is_said_in_the_page(haven: Haven, to: str) -> None:
    ilse, reference = await taken(haven, "Ilse Norrby")
    assert (await look(ilse, reference, to)).status_code == 422


async def test_it_is_sent_nowhere_else_than_was_shown(haven: Haven) -> None:
    ilse, reference = await taken(haven, "Ilse Norrby")
    place = PLACE.findall((await look(ilse, reference, "oversighters")).text)[0]
    for name in ("Odile Farr", "Piet Wander", "Keeva Strand"):
        haven.farm.revoke(name, "suppress", "enwiki")
    haven.clock.move(minutes=2)
    fields = {"to": "oversighters", "criterion": "os-private-information", "place": place, **GO}
    answer = await ilse.post(f"/requests/{reference}/forward", fields)
    assert (answer.status_code, "look once more" in words(answer)) == (409, True)
    assert await status(haven, "Sunniva Aldous", reference) == 404


async def test_of_two_tabs_one_sends_it_on(haven: Haven) -> None:
    piet, reference = await taken(haven, "Piet Wander", {"kind": "suppression"})
    ways = [("administrators", {"criterion": "rd3-disruptive"}), ("stewards", {})]
    answers = await asyncio.gather(*(send(piet, reference, to, **more) for to, more in ways), return_exceptions=True)
    done = [each for each in answers if isinstance(each, httpx.Response) and each.status_code == 303]
    assert len(done) == 1
    assert [event for event, _ in await events(haven, reference)].count("forwarded") == 1


async def test_only_whoever_holds_it_with_a_live_view_sends_it_on(haven: Haven) -> None:
    ilse, reference = await taken(haven, "Ilse Norrby")
    hedda, tamsin = await haven.client("Hedda Moor"), await haven.client("Tamsin Vale")
    for client, code in ((hedda, 409), (tamsin, 403)):
        assert (await look(client, reference, "stewards")).status_code == code
    assert (await hedda.get(f"/requests/{reference}/forward")).headers["location"] == f"/requests/{reference}"
    haven.clock.move(minutes=31)
    lapsed = await look(ilse, reference, "stewards")
    assert (lapsed.status_code, "do not hold" in words(lapsed)) == (409, True)
    await hedda.follow(await hedda.post(f"/requests/{reference}/take"))
    assert (await look(ilse, reference, "stewards")).status_code == 409


async def test_a_right_lost_between_the_look_and_the_press_sends_nothing(haven: Haven) -> None:
    ilse, reference = await taken(haven, "Ilse Norrby")
    place = PLACE.findall((await look(ilse, reference, "stewards")).text)[0]
    haven.farm.revoke("Ilse Norrby", "sysop", "enwiki")
    answer = await ilse.post(f"/requests/{reference}/forward", {"to": "stewards", "place": place, **GO})
    assert answer.status_code == 404
    assert await status(haven, "Sunniva Aldous", reference) == 404


async def test_after_five_times_somebody_has_to_decide(haven: Haven) -> None:
    piet, reference = await taken(haven, "Piet Wander", {"kind": "suppression"})
    criteria = {"administrators": "rd3-disruptive", "oversighters": "os-private-information"}
    for number in range(5):
        to = "oversighters" if number % 2 else "administrators"
        assert (await send(piet, reference, to, criterion=criteria[to])).status_code == 303
        await piet.follow(await piet.post(f"/requests/{reference}/take"))
    again = await look(piet, reference, "stewards")
    assert (again.status_code, "5 times already" in words(again)) == (422, True)


async def test_where_nobody_has_a_queue_it_ends_in_a_finished_mail(haven: Haven) -> None:
    """The mail is on the handler's page alone; they close the request by code."""
    ilse, reference = await taken(haven, "Ilse Norrby")
    packs = haven.desk.packs
    without = Packs({**packs.by_wiki, "enwiki": replace(packs.by_wiki["enwiki"], queues={})})
    haven.app.state.house = replace(haven.app.state.house, desk=replace(haven.desk, packs=without))
    shown = words(await look(ilse, reference, "oversighters"))
    assert "no queue here" in shown
    letter = await send(ilse, reference, "oversighters", criterion="os-private-information")
    assert letter.status_code == 200
    assert "oversighters-enwiki@sandbox.invalid" in letter.text
    assert "wpHideRestricted=1" in letter.text and "Suppression" in words(letter)
    assert "forwarded" not in [event for event, _ in await events(haven, reference)]
    closed = await ilse.follow(await ilse.post(f"/requests/{reference}/close", {"closing": "forwarded-by-mail"}))
    assert "Sent on by mail" in words(closed)
    own = await (await haven.client("Tamsin Vale")).get(f"/requests/{reference}")
    assert "Sent on by mail" in words(own) and "Norrby" not in own.text


async def test_a_mail_that_would_reach_the_kept_out_goes_one_group_up(haven: Haven) -> None:
    ilse, reference = await taken(haven, "Ilse Norrby", REVISION_DELETION | {"keep_out_1": "Odile Farr"})
    packs = haven.desk.packs
    without = Packs({**packs.by_wiki, "enwiki": replace(packs.by_wiki["enwiki"], queues={})})
    haven.app.state.house = replace(haven.app.state.house, desk=replace(haven.desk, packs=without))
    shown = words(await look(ilse, reference, "oversighters"))
    assert "It goes to the stewards" in shown and "Somebody is kept out of this request" in shown


async def test_who_asked_does_not_make_a_team(haven: Haven) -> None:
    """The only oversighter left is the one who asked."""
    for name in ("Odile Farr", "Keeva Strand"):
        haven.farm.revoke(name, "suppress", "enwiki")
    piet = await haven.client("Piet Wander")
    reference = await haven.file(piet, "enwiki", harbour(haven.farm.wiki("enwiki")), REVISION_DELETION)
    ilse = await take(haven, "Ilse Norrby", reference)
    assert "It goes to the stewards" in words(await look(ilse, reference, "oversighters"))


async def test_copyright_is_not_sent_on_to_be_suppressed(haven: Haven) -> None:
    ilse, reference = await taken(haven, "Ilse Norrby", REVISION_DELETION | {"exposed": ["copyright"]})
    answer = await send(ilse, reference, "oversighters", criterion="os-private-information")
    assert (answer.status_code, "counsel" in words(answer)) == (422, True)


async def test_what_only_oversighters_can_do_is_not_offered_to_administrators(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    wiki = haven.farm.wiki("enwiki")
    hit = add_hit(wiki, "Marlow Quince", wiki.page("Talk:Harbour lights").title, wiki.ago(hours=5))
    pasted = await ilse.post("/box", {"text": hit_link(wiki, hit.hit_id)})
    answers = {
        "danger": "no", "kind": "suppression", "criterion": "os-private-information", "exposed": ["phone"],
        "parts": ["text"], "whose": "other-editor", "intent": "deliberate", "published_before": "no", "urgency": "now",
    }  # fmt: skip
    filed = await ilse.post(pasted.headers["location"] + "/file", answers)
    reference = str(filed.headers["location"].rpartition("/")[2])
    odile = await take(haven, "Odile Farr", reference)
    offered = words(await odile.get(f"/requests/{reference}/forward"))
    assert "The stewards" in offered and "The wiki’s administrators" not in offered
    assert (await look(odile, reference, "administrators")).status_code == 422


async def test_the_promise_counts_from_when_it_was_sent_on(haven: Haven) -> None:
    """Whoever gets it late is not late themselves."""
    ilse, reference = await taken(haven, "Ilse Norrby")
    haven.clock.move(minutes=25)
    assert (await ilse.post(f"/requests/{reference}/check")).status_code == 303
    haven.clock.move(minutes=25)
    sent = await send(ilse, reference, "oversighters", criterion="os-private-information")
    assert sent.status_code == 303
    haven.clock.move(minutes=50)
    keeva = await haven.client("Keeva Strand")
    assert "overdue" not in words(await keeva.get(f"/requests/{reference}"))
    haven.clock.move(minutes=11)
    assert "overdue" in words(await keeva.get(f"/requests/{reference}"))


async def test_looking_at_places_is_counted(haven: Haven, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look asks a wiki who is on a team: nobody goes through a farm that way."""
    monkeypatch.setattr("app.actions.limits.DESTINATIONS", replace(DESTINATIONS, at_most=1))
    ilse, reference = await taken(haven, "Ilse Norrby")
    assert (await look(ilse, reference, "oversighters")).status_code == 200
    refused = await look(ilse, reference, "other-wiki", "dewikibooks")
    assert (refused.status_code, "dewikibooks" in refused.text) == (429, True), "what was typed comes back"
