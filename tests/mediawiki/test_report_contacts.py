"""The address of a wiki's own reporting system: read as it stands, quickly; nothing breaks by it."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from app.mediawiki.client import WikiClient
from app.mediawiki.outcomes import Failed, Garbled, TooSlow, Unreachable
from app.mediawiki.report_contacts import HELP, SETTINGS, ReportContacts
from tests.mediawiki.scripted import BIG, USER_AGENT, Scripted
from tests.mediawiki.test_remembered import Clock


def settings(content: str) -> dict[str, Any]:
    return {"query": {"allmessages": [{"name": SETTINGS, "normalizedname": SETTINGS, "content": content}]}}


def names(mail: object) -> dict[str, Any]:
    return settings(json.dumps({HELP: {"WikiEmailURL": "", "Email": mail}}))


async def ask(response: Any) -> tuple[str | Failed, Scripted]:
    wikis = Scripted({("big.example", "allmessages"): response})
    return await ReportContacts(WikiClient(USER_AGENT, Clock(), wikis.client()), Clock()).mail_of(BIG), wikis


async def test_the_very_question_and_its_answer() -> None:
    found, wikis = await ask(names(" reports@wiki.invalid "))
    assert found == "reports@wiki.invalid"
    assert [question.params for question in wikis.asked] == [
        {"action": "query", "meta": "allmessages", "ammessages": SETTINGS, "format": "json", "formatversion": "2"}
    ]


@pytest.mark.parametrize(
    ("response", "ending"),
    [
        ({"query": {"allmessages": [{"name": SETTINGS, "missing": True}]}}, ""),
        (settings("{}"), ""),
        (names(""), ""),
        (settings(json.dumps({HELP: {}})), ""),
        (names("x" * 9_000), "x" * 255),
        (names(None), Garbled()),
        (names(["reports@wiki.invalid"]), Garbled()),
        (settings(json.dumps({HELP: []})), Garbled()),
        (settings("[]"), Garbled()),
        (settings('"text"'), Garbled()),
        (settings("not JSON"), Garbled()),
        (settings("[" * 100_000), Garbled()),
        ({"query": {"allmessages": []}}, Garbled()),
        (httpx.Response(500), Unreachable()),
    ],
)
async def test_whatever_the_page_says(response: Any, ending: str | Failed) -> None:
    assert (await ask(response))[0] == ending


async def test_an_answer_is_kept_and_a_failure_is_not() -> None:
    clock, answers = Clock(), [httpx.Response(500), httpx.Response(200, json=names("reports@wiki.invalid"))]
    wikis = Scripted({("big.example", "allmessages"): lambda _: answers[min(len(wikis.asked), 2) - 1]})
    contacts = ReportContacts(WikiClient(USER_AGENT, clock, wikis.client()), clock)
    assert await contacts.mail_of(BIG) == Unreachable()
    assert [await contacts.mail_of(BIG) for _ in range(3)] == ["reports@wiki.invalid"] * 3
    assert len(wikis.asked) == 2


async def test_a_silent_wiki_is_not_waited_for() -> None:
    async def silent(request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        return httpx.Response(200)

    http = httpx.AsyncClient(transport=httpx.MockTransport(silent))
    client = WikiClient(USER_AGENT, Clock(), http, total_seconds=600)
    contacts = ReportContacts(client, Clock(), seconds=0.01)
    assert await asyncio.wait_for(contacts.mail_of(BIG), 10) == TooSlow()
