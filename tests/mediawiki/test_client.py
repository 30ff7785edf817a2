"""Every way a question to a wiki can end, and what must never leave or stay: names in addresses, cookies, log lines."""

import asyncio
import gzip
import logging
from collections.abc import Callable

import httpx
import pytest

from app.mediawiki import client as client_module
from app.mediawiki.client import WikiClient, batches, listed
from app.mediawiki.outcomes import (
    Answered,
    Failed,
    Garbled,
    Lagged,
    RateLimited,
    ReadOnly,
    Refused,
    TooLarge,
    TooSlow,
    Unreachable,
    Warned,
)
from tests.mediawiki.scripted import BIG, SMALL, USER_AGENT

NOW = 1_790_000_000
QUESTION = {"action": "query", "ususers": "Invented Person"}


def asking(answer: Callable[[httpx.Request], httpx.Response], **options: float) -> WikiClient:
    http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return WikiClient(USER_AGENT, lambda: NOW, http, pause=_no_pause, **options)  # type: ignore[arg-type]


async def _no_pause(seconds: float) -> None:
    return None


def error(code: str) -> dict[str, object]:
    return {"error": {"code": code, "info": "Invented Person did something", "docref": "see there"}}


@pytest.mark.parametrize(
    ("response", "ending"),
    [
        (httpx.Response(200, json={"query": {}}), Answered({"query": {}})),
        (httpx.Response(200, json={"query": {}, "warnings": {"allusers": {"warnings": "unknown"}}}), Warned()),
        (httpx.Response(200, json=error("ratelimited")), RateLimited()),
        (httpx.Response(200, json=error("maxlag"), headers={"Retry-After": "40"}), Lagged(40)),
        (httpx.Response(200, json=error("readonly")), ReadOnly()),
        (httpx.Response(200, json=error("toomanyvalues")), Refused("toomanyvalues")),
        (httpx.Response(200, json={"errors": [{"code": "badvalue", "text": "x"}]}), Refused("badvalue")),
        (httpx.Response(200, json=error("Invented Person is <b>bad</b>")), Refused("other")),
        (httpx.Response(200, json={"error": "odd"}), Refused("other")),
        (httpx.Response(429, headers={"Retry-After": "60"}), RateLimited(60)),
        (httpx.Response(429, headers={"Retry-After": "Mon, 21 Sep 2026 14:14:20 GMT"}), RateLimited(60)),
        (httpx.Response(429, headers={"Retry-After": "soon"}), RateLimited(None)),
        (httpx.Response(503, headers={"Retry-After": "90"}), RateLimited(90)),
        (httpx.Response(503), Unreachable()),
        (httpx.Response(500, text="oops"), Unreachable()),
        (httpx.Response(403, text="no"), Refused("http-403")),
        (httpx.Response(302, headers={"Location": "https://elsewhere.example/"}), Garbled()),
        (httpx.Response(200, text="<!doctype html>"), Garbled()),
        (httpx.Response(200, text="[1, 2]"), Garbled()),
        (httpx.Response(200, text="[" * 100_000), Garbled()),
        (httpx.Response(200, content=b"\xff\xfe"), Garbled()),
    ],
)
async def test_each_answer_has_one_ending(response: httpx.Response, ending: Answered | Failed) -> None:
    assert await asking(lambda request: response).ask(BIG, QUESTION) == ending


@pytest.mark.parametrize(
    ("problem", "ending"),
    [
        (httpx.ConnectTimeout("x"), TooSlow()),
        (httpx.ReadTimeout("x"), TooSlow()),
        (httpx.PoolTimeout("x"), TooSlow()),
        (httpx.ConnectError("x"), Unreachable()),
        (httpx.RemoteProtocolError("x"), Unreachable()),
        (httpx.DecodingError("x"), Garbled()),
    ],
)
async def test_each_breakdown_has_one_ending(problem: Exception, ending: Failed) -> None:
    def break_down(request: httpx.Request) -> httpx.Response:
        raise problem

    assert await asking(break_down).ask(BIG, QUESTION) == ending


async def test_all_parts_together_have_a_deadline() -> None:
    async def never(request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    http = httpx.AsyncClient(transport=httpx.MockTransport(never))
    client = WikiClient(USER_AGENT, lambda: NOW, http, total_seconds=0.05, queue_seconds=0.01)
    endings = await asyncio.gather(*(client.ask(BIG, QUESTION) for _ in range(5)))
    assert endings == [TooSlow()] * 5
    assert not client._turns[BIG.api].locked()


async def test_an_answer_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "LARGEST_ANSWER", 1000)
    packed = httpx.Response(200, content=gzip.compress(b"{}" + b" " * 5000), headers={"Content-Encoding": "gzip"})
    assert await asking(lambda request: packed).ask(BIG, QUESTION) == TooLarge()


async def test_a_short_wait_is_waited_once() -> None:
    asked = []

    def lagging(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json=error("maxlag"), headers={"Retry-After": "1"})

    assert await asking(lagging).ask(BIG, QUESTION) == Lagged(1)
    assert len(asked) == 2
    assert await asking(lagging, total_seconds=1.0).ask(BIG, QUESTION) == Lagged(1)
    assert len(asked) == 3, "a wait that does not fit the deadline is not waited"


async def test_a_wait_can_end_well() -> None:
    responses = iter([httpx.Response(429, headers={"Retry-After": "1"}), httpx.Response(200, json={"query": {}})])
    assert await asking(lambda request: next(responses)).ask(BIG, QUESTION) == Answered({"query": {}})


async def test_everything_goes_in_the_body() -> None:
    seen: list[httpx.Request] = []

    def keep(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"query": {}}, headers={"Set-Cookie": "WMF-Uniq=abc; path=/"})

    client = asking(keep)
    await client.ask(BIG, QUESTION)
    await client.ask(BIG, QUESTION)
    assert [str(request.url) for request in seen] == ["https://big.example/w/api.php"] * 2
    assert b"ususers=Invented+Person" in seen[0].content
    assert b"formatversion=2" in seen[0].content
    assert seen[1].headers["User-Agent"] == USER_AGENT
    assert "Cookie" not in seen[1].headers
    assert "Authorization" not in seen[1].headers


async def test_at_most_two_at_a_time_for_each_wiki() -> None:
    running: dict[str, int] = {"big.example": 0, "small.example": 0}
    most = dict(running)

    async def slowly(request: httpx.Request) -> httpx.Response:
        host = request.url.host
        running[host] += 1
        most[host] = max(most[host], running[host])
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        running[host] -= 1
        return httpx.Response(200, json={"query": {}})

    http = httpx.AsyncClient(transport=httpx.MockTransport(slowly))
    client = WikiClient(USER_AGENT, lambda: NOW, http)
    await asyncio.gather(*(client.ask(wiki, QUESTION) for wiki in (BIG, SMALL) for _ in range(6)))
    assert most == {"big.example": 2, "small.example": 2}


async def test_no_library_writes_a_line(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        await asking(lambda request: httpx.Response(200, json={})).ask(BIG, QUESTION)
        for name in ("httpx", "httpcore.http11", "urllib3.connectionpool", "requests_oauthlib.oauth1_auth", "oauthlib"):
            logging.getLogger(name).error("Invented Person")
    assert caplog.records == []


async def test_a_reader_that_misses_a_field_makes_it_garbled() -> None:
    client = asking(lambda request: httpx.Response(200, json={"query": {"users": None}}))
    assert await client.read(BIG, QUESTION, lambda data: data["query"]["allusers"]) == Garbled()
    assert await client.read(BIG, QUESTION, lambda data: data["query"]["users"][0]) == Garbled()
    assert await client.read(BIG, QUESTION, lambda data: data["query"]["users"]) is None


def test_lists_of_values() -> None:
    assert listed([1, 2]) == "1|2"
    assert listed(["Either|Or", "x"]) == "\x1fEither|Or\x1fx"
    assert batches([*range(60), 3]) == [list(range(50)), list(range(50, 60))]
    assert batches([]) == []


def test_an_outcome_is_logged_as_a_code() -> None:
    assert Refused("badvalue").code == "Refused:badvalue"
    assert TooSlow().code == "TooSlow"
