"""Guided triage as people walk it: what is asked and what is not, where it leads, and what a request takes along."""

import re
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest

from app.domain.queues import Team
from app.domain.requests import Guided
from app.sandbox.wiki import Wiki
from app.store import requests as stored
from tests.journeys.cases import harbour
from tests.journeys.pastes import diff, paste, raw_database
from tests.support.haven import Client, Haven
from tests.support.page_checks import heading, read, words

OUTING = {
    "danger": "no",
    "child-protection": "no",
    "involved": "no",
    "what": "private-information",
    "exposed": "phone",
    "whose": "other-editor",
    "published-before": "no",
    "intent": "accident",
    "parts": "text",
}


@pytest.fixture
async def tamsin(haven: Haven) -> Client:
    return await haven.client("Tamsin Vale")


@pytest.fixture
def wiki(haven: Haven) -> Wiki:
    return haven.farm.wiki("enwiki")


async def begin(client: Client, *addresses: str) -> str:
    """Guided questions over what was pasted; the path of the draft."""
    draft = await paste(client, *addresses)
    assert (await client.post(f"{draft}/triage")).headers["location"] == f"{draft}/triage"
    return draft


def question_of(page: httpx.Response) -> str | None:
    """The id of the question a page asks; None where it asks nothing."""
    field = read(page).find("input", attrs={"name": "question"})
    return str(field["value"]) if field else None  # type: ignore[index]


async def walk(client: Client, draft: str, answers: dict[str, str]) -> tuple[httpx.Response, list[str]]:
    """Answer what is asked until nothing is, or until there is no answer to it; the page, and what was asked."""
    asked: list[str] = []
    page = await client.get(f"{draft}/triage")
    while (question := question_of(page)) in answers:
        asked.append(str(question))
        page = await client.follow(await say(client, draft, str(question), answers[str(question)]))
        assert len(asked) < 30
    return page, asked


async def say(client: Client, draft: str, question: str, *values: str) -> httpx.Response:
    return await client.post(f"{draft}/triage/answer", {"question": question, "answer": values, "number": "1"})


def _stewards(haven: Haven) -> str:
    contact = haven.desk.packs.contact(Team.STEWARDS, "")
    assert contact is not None and contact.mail
    return contact.mail


def small_wiki(haven: Haven) -> Wiki:
    """A wiki without oversighters of its own."""
    return haven.farm.wiki("dewikibooks")


def revision_on(wiki: Wiki) -> int:
    page = wiki.add_page("Erfundene Seite")
    first = wiki.add_revision(page, "Wilma Tarn", "x", "Invented one.", at=wiki.ago(hours=5))
    wiki.add_revision(page, "Corin Ashby", "y", "Invented two.", at=wiki.ago(hours=4))
    return first.rev_id


async def test_danger_comes_first_and_ends_all_questions(tamsin: Client, wiki: Wiki) -> None:
    """S1: one question; no plausibility, no second reviewer, no noticeboard."""
    draft = await begin(tamsin, diff(wiki, harbour(wiki)[0]))
    page = await tamsin.get(f"{draft}/triage")
    assert question_of(page) == "danger"
    found = await tamsin.follow(await say(tamsin, draft, "danger", "yes"))
    assert question_of(found) is None
    assert "emergency@wikimedia.org" in words(found)
    assert not re.search(r"noticeboard|board of|plausib|reviewer", words(found), re.IGNORECASE)
    assert 'href="/emergency"' in found.text


async def test_only_what_is_open_is_asked(tamsin: Client, wiki: Wiki) -> None:
    draft = await begin(tamsin, diff(wiki, harbour(wiki)[0]))
    page, asked = await walk(tamsin, draft, OUTING)
    assert asked == list(OUTING)
    assert heading(page) == "Ask the oversighters of the wiki"
    assert "oversighters-enwiki@sandbox.invalid" in words(page)


async def test_adding_one_oversighter_turns_the_way_without_a_restart(haven: Haven, tamsin: Client) -> None:
    """S3a and S3b: whether a wiki has oversighters is what it says at this moment."""
    wiki = small_wiki(haven)
    draft = await begin(tamsin, diff(wiki, revision_on(wiki)))
    page, _ = await walk(tamsin, draft, OUTING)
    assert heading(page) == "Ask the stewards"
    assert _stewards(haven) in words(page)
    haven.farm.grant("Corin Ashby", "suppress", wiki.dbname)
    haven.clock.move(minutes=2)
    assert heading(await tamsin.get(f"{draft}/triage")) == "Ask the oversighters of the wiki"


async def test_a_silent_wiki_is_not_taken_for_one_without_a_team(haven: Haven, tamsin: Client) -> None:
    """S3b with the wiki down: it says so, and names the reviewed contact; the stewards', for that wiki."""
    wiki = small_wiki(haven)
    draft = await begin(tamsin, diff(wiki, revision_on(wiki)))
    haven.farm.faults.set(wiki.dbname, "down")
    haven.clock.move(minutes=2)
    page, _ = await walk(tamsin, draft, OUTING)
    assert "could not be checked" in words(page)
    assert _stewards(haven) in words(page)
    assert "has no oversighters" not in words(page)


async def test_an_early_answer_that_changes_drops_what_no_longer_applies(tamsin: Client, wiki: Wiki) -> None:
    draft = await begin(tamsin, diff(wiki, harbour(wiki)[0]))
    await walk(tamsin, draft, OUTING)
    changed = await tamsin.follow(await say(tamsin, draft, "what", "copyright"))
    assert "Ask the oversighters" not in words(changed)
    _, asked = await walk(tamsin, draft, {"what": "copyright"})
    assert asked == []
    again = await tamsin.follow(await say(tamsin, draft, "what", "private-information"))
    assert question_of(again) == "exposed", "what was said of private information was dropped"


async def test_every_answer_can_be_changed_from_the_end(tamsin: Client, wiki: Wiki) -> None:
    draft = await begin(tamsin, diff(wiki, harbour(wiki)[0]))
    page, asked = await walk(tamsin, draft, OUTING)
    for number, question in enumerate(asked, start=1):
        assert f'href="{draft}/triage/{number}"' in page.text
        shown = await tamsin.get(f"{draft}/triage/{number}")
        assert question_of(shown) == question
        ticked = read(shown).select("input[name=answer][checked]")
        assert [str(box["value"]) for box in ticked] == [OUTING[question]]


async def test_what_the_wiki_told_can_be_said_to_be_wrong(haven: Haven, tamsin: Client) -> None:
    wiki = small_wiki(haven)
    draft = await begin(tamsin, diff(wiki, revision_on(wiki)))
    page, _ = await walk(tamsin, draft, OUTING)
    assert "Found on the wiki" in words(page)
    contradicted = await tamsin.follow(await say(tamsin, draft, "local-oversighters", "some"))
    assert heading(contradicted) == "Ask the oversighters of the wiki"
    assert "You said" in words(contradicted)


async def test_the_page_of_answers_begins_with_them_and_the_request_keeps_their_codes(
    haven: Haven, tamsin: Client, wiki: Wiki
) -> None:
    draft = await begin(tamsin, diff(wiki, harbour(wiki)[0]))
    await walk(tamsin, draft, OUTING)
    form = await tamsin.follow(await tamsin.post(f"{draft}/triage/send", {"act": "suppression"}))
    fields = _filled(form)
    assert fields["kind"] == ["suppression"]
    assert (fields["exposed"], fields["parts"], fields["whose"]) == (["phone"], ["text"], ["other-editor"])
    assert (fields["intent"], fields["published_before"], fields["danger"]) == (["accident"], ["no"], ["no"])
    assert fields["criterion"] == ["os-private-information"]
    sent = await tamsin.post(f"{draft}/file", fields)
    reference = sent.headers["location"].rpartition("/")[2]
    async with haven.desk.database.reading() as session:
        opened = await stored.open_targets(session, reference.removeprefix("H-").replace("-", ""))
    assert opened is not None
    guided = opened[0].guided
    assert isinstance(guided, Guided)
    assert (guided.flow, guided.version) == ("triage", haven.desk.guidance.flows.by_id["triage"].version)
    assert dict(guided.answers)["exposed"] == ("phone",)
    handler = await haven.client("Odile Farr")
    page = await handler.follow(await handler.post(f"/requests/{reference}/take"))
    assert "Is somebody in danger? No" in words(page)


def _filled(page: httpx.Response) -> dict[str, list[str]]:
    """What a browser would send of the page's form of answers."""
    soup = read(page)
    fields: dict[str, list[str]] = {}
    for box in soup.select("main input[checked], main option[selected]"):
        name = box.get("name") or box.find_parent("select")["name"]  # type: ignore[index]
        fields.setdefault(str(name), []).append(str(box["value"]))
    return fields


async def test_without_anything_pasted_links_are_asked_for_where_they_are_needed(tamsin: Client, wiki: Wiki) -> None:
    begun = await tamsin.post("/triage")
    draft = begun.headers["location"].removesuffix("/triage")
    page, _ = await walk(tamsin, draft, OUTING)
    assert "What is it about?" in words(page)
    wrong = await tamsin.post(f"{draft}/triage/links", {"text": "Some words without any link"})
    assert wrong.status_code == 422
    assert "Some words without any link" in wrong.text, "nothing typed is lost"
    assert "A name alone is none: write it as [[User:Name]]" in words(wrong)
    found = await tamsin.follow(await tamsin.post(f"{draft}/triage/links", {"text": diff(wiki, harbour(wiki)[0])}))
    assert "Ask for suppression" in words(found)
    assert "One target was found in what you pasted." in words(found), "a name among the links may have been none"


@pytest.mark.parametrize("values", [(), ("no-such-answer",), ("yes", "no"), ("<script>alert(1)</script>",)])
async def test_an_answer_that_there_is_none_is_said_beside_it(
    tamsin: Client, wiki: Wiki, values: Sequence[str]
) -> None:
    draft = await begin(tamsin, diff(wiki, harbour(wiki)[0]))
    wrong = await say(tamsin, draft, "danger", *values)
    assert wrong.status_code == 422
    assert "Choose an answer" in words(wrong)
    assert question_of(wrong) == "danger"


@pytest.mark.parametrize("question", ["", "no-such-question", "../x", "emergency", "what " * 50])
async def test_a_question_that_there_is_none_is_not_there(tamsin: Client, wiki: Wiki, question: str) -> None:
    draft = await begin(tamsin, diff(wiki, harbour(wiki)[0]))
    assert (await say(tamsin, draft, question, "yes")).status_code == 404


async def test_somebody_elses_questions_are_not_there(haven: Haven, tamsin: Client, wiki: Wiki) -> None:
    draft = await begin(tamsin, diff(wiki, harbour(wiki)[0]))
    ilse = await haven.client("Ilse Norrby")
    assert (await ilse.get(f"{draft}/triage")).status_code == 404
    assert (await ilse.post(f"{draft}/triage")).status_code == 404
    assert (await say(ilse, draft, "danger", "no")).status_code == 404


async def test_addresses_and_titles_of_the_pages_say_nothing(tamsin: Client, wiki: Wiki) -> None:
    draft = await begin(tamsin, diff(wiki, harbour(wiki)[0]))
    await walk(tamsin, draft, OUTING)
    for response in tamsin.seen:
        assert not re.search(r"danger|child|phone|private", response.request.url.path + str(response.request.url.query))
        title = read(response).title
        assert title is None or not re.search(r"danger|child|oversight", title.get_text(), re.IGNORECASE)


async def test_answers_lie_under_the_seal(tamsin: Client, wiki: Wiki, tmp_path: Path) -> None:
    draft = await begin(tamsin, diff(wiki, harbour(wiki)[0]))
    await walk(tamsin, draft, OUTING)
    kept = raw_database(tmp_path)
    assert b"private-information" not in kept
    assert b"local-oversighters" not in kept


async def test_every_flow_is_a_public_table(haven: Haven) -> None:
    visitor = await haven.client(None)
    for name in haven.desk.guidance.flows.by_id:
        page = await visitor.get(f"/flows/{name}")
        assert page.status_code == 200
        assert heading(page) == haven.desk.guidance.flows.by_id[name].title
        picture = await visitor.get(f"/flows/{name}/picture")
        assert picture.headers["content-type"] == "image/svg+xml"
        assert picture.text.startswith("<svg ")
    assert (await visitor.get("/flows/no-such-flow")).status_code == 404
    assert (await visitor.get("/flows/no-such-flow/picture")).status_code == 404
