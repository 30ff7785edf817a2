"""What people meet when a limit is reached: a page that says what and when, and everything they typed."""

from dataclasses import replace

import httpx
import pytest

from app.actions import bells, drafting, escalating, filing, guiding, looking_up, tracking
from app.actions.limits import (
    ACCOUNTS,
    BELLS,
    DRAFTS,
    NAMES,
    REQUESTS,
    SIGN_INS,
    TARGETS,
    TRACKINGS,
    Limit,
)
from app.sandbox.people import LOCKED_NAME
from app.settings import ROOT
from tests.journeys.cases import harbour
from tests.support.haven import SUPPRESSION, Haven
from tests.support.page_checks import read, words
from tests.support.trackings import FOLLOW


def none_left(limit: Limit) -> Limit:
    """As somebody meets it who has done all of it: nothing of it fits any more."""
    return replace(limit, what=f"{limit.what}", at_most=-1) if limit.at_most else replace(limit, in_total=-1)


def said(answer: httpx.Response, haven: Haven, limit: Limit) -> str:
    """A page, the status, the sentence and the header agree on when it goes on."""
    left = limit.window - haven.clock() % limit.window
    assert answer.status_code == 429, words(answer)
    assert answer.headers["retry-after"] == str(left)
    sentence = words(answer)
    hours, minutes = -(-left // 3600), -(-left // 60)
    assert (f"{hours} hours" if left >= 7200 else f"{minutes} minute" if minutes > 1 else "a minute") in sentence
    return sentence


def typed(answer: httpx.Response, name: str) -> str:
    field = read(answer).find(attrs={"name": name})
    assert field is not None, name
    return str(field.get("value") or field.get_text().removeprefix("\n"))


@pytest.fixture
async def haven(haven: Haven) -> Haven:
    """In the middle of a day, an hour and a minute."""
    haven.clock.at -= haven.clock.at % (24 * 60 * 60)
    haven.clock.move(hours=3, minutes=20, seconds=17)
    return haven


@pytest.mark.parametrize("limit", [TARGETS, DRAFTS])
async def test_a_paste(haven: Haven, monkeypatch: pytest.MonkeyPatch, limit: Limit) -> None:
    ilse = await haven.client("Ilse Norrby")
    monkeypatch.setattr(drafting, "DRAFTS" if limit is DRAFTS else "TARGETS", none_left(limit))
    text = f"{haven.farm.wiki('enwiki').server}/?diff=11"
    answer = await ilse.post("/box", {"text": text})
    assert "as one person may within an hour" in said(answer, haven, limit)
    assert typed(answer, "text") == text


async def test_guided_questions_without_a_paste(haven: Haven, monkeypatch: pytest.MonkeyPatch) -> None:
    ilse = await haven.client("Ilse Norrby")
    monkeypatch.setattr(guiding, "DRAFTS", none_left(DRAFTS))
    assert "begun as many drafts" in said(await ilse.post("/triage"), haven, DRAFTS)


@pytest.mark.parametrize("which", ["own", "in-total"])
async def test_a_request(haven: Haven, monkeypatch: pytest.MonkeyPatch, which: str) -> None:
    ilse = await haven.client("Ilse Norrby")
    lines = "\n".join(f"{haven.farm.wiki('enwiki').server}/?diff={n}" for n in harbour(haven.farm.wiki("enwiki")))
    draft = (await ilse.post("/box", {"text": lines})).headers["location"]
    changed = none_left(REQUESTS) if which == "own" else replace(REQUESTS, in_total=-1)
    monkeypatch.setattr(filing, "REQUESTS", changed)
    answer = await ilse.post(f"{draft}/file", SUPPRESSION | {"line": "12"})
    sentence = said(answer, haven, REQUESTS)
    assert ("as many requests as one person" if which == "own" else "it is not you") in sentence
    assert "21 hours" in sentence
    assert "mail" in sentence, "what to do if it cannot wait"
    assert typed(answer, "line") == "12"
    monkeypatch.undo()
    assert (await ilse.post(f"{draft}/file", SUPPRESSION)).status_code == 303, "the draft is still there"


async def test_a_list_of_accounts(haven: Haven, monkeypatch: pytest.MonkeyPatch) -> None:
    ilse = await haven.client("Ilse Norrby")
    monkeypatch.setattr(looking_up, "ACCOUNTS", none_left(ACCOUNTS))
    answer = await ilse.post("/accounts", {"text": LOCKED_NAME})
    assert "looked up as many accounts" in said(answer, haven, ACCOUNTS)
    assert typed(answer, "text") == LOCKED_NAME


async def test_the_way_to_the_stewards_keeps_what_was_ticked(haven: Haven, monkeypatch: pytest.MonkeyPatch) -> None:
    """No page of its own says it there; so the form comes again as it was sent."""
    ilse = await haven.client("Ilse Norrby")
    link = f"{haven.farm.wiki('enwiki').server}/wiki/User:{LOCKED_NAME.replace(' ', '_')}"
    draft = (await ilse.post("/box", {"text": link})).headers["location"]
    monkeypatch.setattr(escalating, "ACCOUNTS", none_left(ACCOUNTS))
    answer = await ilse.post(f"{draft}/stewards", {"harms": "none", "evidence": "public"})
    assert "looked up as many accounts" in said(answer, haven, ACCOUNTS)
    assert "nothing that you typed is lost" in words(answer)
    assert (typed(answer, "harms"), typed(answer, "evidence")) == ("none", "public")
    form = read(answer).find("main").find("form")  # type: ignore[union-attr]
    assert form["action"] == f"{draft}/stewards"  # type: ignore[index]


@pytest.mark.parametrize("limit", [NAMES, TRACKINGS])
async def test_an_account_to_follow(haven: Haven, monkeypatch: pytest.MonkeyPatch, limit: Limit) -> None:
    ilse = await haven.client("Ilse Norrby")
    if limit is NAMES:
        monkeypatch.setattr("app.actions.limits.NAMES", none_left(NAMES))
    else:
        monkeypatch.setattr(tracking, "TRACKINGS", none_left(TRACKINGS))
    answer = await ilse.post("/trackings/start", {**FOLLOW, "account": LOCKED_NAME})
    assert "as one person may" in said(answer, haven, limit)
    assert typed(answer, "account") == LOCKED_NAME


async def test_a_bell(haven: Haven, monkeypatch: pytest.MonkeyPatch) -> None:
    odile = await haven.client("Odile Farr")
    monkeypatch.setattr(bells, "BELLS", none_left(BELLS))
    assert "made as many bells" in said(await odile.post("/bells"), haven, BELLS)


async def test_signing_in(haven: Haven, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = await haven.client()
    monkeypatch.setattr("app.actions.limits.SIGN_INS", none_left(SIGN_INS))
    answer = await nobody.post("/sign-in", {"back_to": "/queues"})
    assert "Many people are signing in" in said(answer, haven, SIGN_INS)
    assert typed(answer, "back_to") == "/queues"


def test_when_to_try_again_is_said_in_one_place() -> None:
    """A page that made up its own words for it would lack the header, and count minutes where it means hours."""
    for path in (ROOT / "app" / "web").rglob("*.py"):
        assert "try_again //" not in path.read_text("utf-8") or path.name == "too_much.py", path
