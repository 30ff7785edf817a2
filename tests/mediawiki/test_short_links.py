"""Short links: one HEAD request to the one host that the farm names, the answer's own address, and nothing further."""

from typing import Any

import httpx
import pytest

from app.mediawiki.client import WikiClient
from app.mediawiki.outcomes import Failed, Garbled, TooSlow, Unreachable
from app.mediawiki.short_links import LONGEST_ADDRESS, ShortLinks
from tests.mediawiki.scripted import USER_AGENT
from tests.mediawiki.test_remembered import Clock

HOST = "short.example"
TARGET = "https://big.example/wiki/Special:Diff/5"


class Shortener:
    """Answers every request in the same way and keeps them."""

    def __init__(self, response: Any) -> None:
        self.requests: list[httpx.Request] = []
        self._response = response
        self._http = httpx.AsyncClient(transport=httpx.MockTransport(self._respond))
        WikiClient(USER_AGENT, Clock(), self._http)
        self._links = ShortLinks(self._http, "https", USER_AGENT)

    def _respond(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if isinstance(self._response, Exception):
            raise self._response
        assert isinstance(self._response, httpx.Response)
        return self._response

    async def expand(self, code: str = "Tide1") -> str | Failed | None:
        found = await self._links.expand(HOST, code)
        await self._http.aclose()
        return found


def leads_to(address: str, status: int = 302, **headers: str) -> httpx.Response:
    return httpx.Response(status, headers={"Location": address, **headers})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_one_question_and_the_address_in_its_answer(status: int) -> None:
    shortener = Shortener(leads_to(TARGET, status))
    assert await shortener.expand() == TARGET
    (request,) = shortener.requests
    assert (request.method, str(request.url)) == ("HEAD", "https://short.example/Tide1")
    assert request.headers["User-Agent"] == USER_AGENT
    assert not {"cookie", "authorization", "referer"} & set(request.headers)


@pytest.mark.parametrize("address", ["https://short.example/Again", "https://stranger.example/", TARGET])
async def test_a_redirect_is_never_followed(address: str) -> None:
    shortener = Shortener(leads_to(address))
    assert await shortener.expand() == address
    assert [request.url.host for request in shortener.requests] == [HOST]


async def test_a_cookie_is_not_kept() -> None:
    shortener = Shortener(leads_to(TARGET, **{"Set-Cookie": "who=somebody"}))
    await shortener._links.expand(HOST, "Tide1")
    await shortener.expand("Tide2")
    assert [request.headers.get("cookie") for request in shortener.requests] == [None, None]


@pytest.mark.parametrize(
    ("response", "ending"),
    [
        (httpx.Response(404), None),
        (httpx.Response(200, text="Invented page"), Garbled()),
        (httpx.Response(302), Garbled()),
        (httpx.Response(500), Garbled()),
        (leads_to(TARGET, 200), Garbled()),
        (leads_to("https://big.example/wiki/" + "x" * LONGEST_ADDRESS), Garbled()),
        (httpx.ReadTimeout(""), TooSlow()),
        (httpx.ConnectTimeout(""), TooSlow()),
        (httpx.ConnectError(""), Unreachable()),
        (httpx.RemoteProtocolError(""), Unreachable()),
    ],
)
async def test_other_endings(response: Any, ending: Failed | None) -> None:
    shortener = Shortener(response)
    assert await shortener.expand() == ending
    assert len(shortener.requests) == 1, "and no second try"
