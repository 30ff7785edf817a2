"""Signing in over real sockets with the sandbox's OAuth provider: every ending, no library's text, few threads."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import mwoauth
import pytest
import requests
from bs4 import BeautifulSoup

from app.mediawiki import oauth
from app.mediawiki.oauth import Busy, Declined, Identified, NoName, SignIn, Started, read_claims
from app.mediawiki.outcomes import Failed, Garbled, Refused, TooSlow, Unreachable
from app.sandbox.oauth.tokens import SANDBOX_KEY, SANDBOX_SECRET
from tests.support.sandbox import USER_AGENT, Sandbox, start_sandbox

CALLBACK = "http://127.0.0.1:8000/sign-in/callback"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with start_sandbox() as running:
        yield running


@contextmanager
def signing_in(sandbox: Sandbox, **options: Any) -> Iterator[SignIn]:
    secret = options.pop("secret", SANDBOX_SECRET)
    sign_in = SignIn(sandbox.central_index, SANDBOX_KEY, secret, USER_AGENT, **options)
    yield sign_in
    sign_in._threads.shutdown(wait=True)


async def started(sign_in: SignIn) -> Started:
    start = await sign_in.start(CALLBACK)
    assert isinstance(start, Started)
    return start


def press_allow(sandbox: Sandbox, url: str, name: str) -> tuple[str, bool]:
    """The query the person comes back with, and whether a dialog was shown."""
    with sandbox.client("metawiki", name) as browser:
        page = browser.get(url)
        shown = page.status_code == 200
        if shown:
            form = BeautifulSoup(page.text, "html.parser").select_one("form:has([name=accept])")
            assert form is not None, page.text
            named = {str(tag["name"]): str(tag.get("value", "")) for tag in form.select("[name]")}
            fields = {name: value for name, value in named.items() if name != "cancel"}
            page = browser.post(str(form.get("action") or url), data=fields)
        location = page.headers["Location"]
    assert location.startswith(CALLBACK)
    return urlsplit(location).query, shown


async def come_back(sandbox: Sandbox, sign_in: SignIn, name: str) -> tuple[Started, str]:
    start = await started(sign_in)
    return start, press_allow(sandbox, start.authorize_url, name)[0]


async def test_a_whole_sign_in(sandbox: Sandbox) -> None:
    with signing_in(sandbox) as sign_in:
        start = await started(sign_in)
        address = urlsplit(start.authorize_url)
        assert f"{address.scheme}://{address.netloc}{address.path}" == sandbox.central_index
        assert parse_qs(address.query)["title"] == ["Special:OAuth/authenticate"]
        assert start.token_secret not in start.authorize_url
        assert start.token_secret not in repr(start)
        query, shown = press_allow(sandbox, start.authorize_url, "Odile Farr")
        assert shown
        who = await sign_in.finish(start.token_key, start.token_secret, query)
        assert who == Identified(sandbox.farm.account("Odile Farr").central_id, "Odile Farr")

        again = await started(sign_in)
        assert not press_allow(sandbox, again.authorize_url, "Odile Farr")[1], "no dialog the second time"


async def test_a_fixed_callback(sandbox: Sandbox) -> None:
    with signing_in(sandbox, fixed_callback=True) as sign_in:
        assert isinstance(await sign_in.start("https://elsewhere.example/"), Started)


async def test_a_callback_that_does_not_fit_is_refused(sandbox: Sandbox) -> None:
    with signing_in(sandbox) as sign_in:
        assert await sign_in.start("https://elsewhere.example/") == Refused("oauth-initiate")


async def test_a_wrong_secret_is_refused(sandbox: Sandbox) -> None:
    with signing_in(sandbox, secret="x" * 40) as sign_in:
        assert await sign_in.start(CALLBACK) == Refused("oauth-initiate")


async def test_a_callback_counts_once(sandbox: Sandbox) -> None:
    with signing_in(sandbox) as sign_in:
        start, query = await come_back(sandbox, sign_in, "Ilse Norrby")
        assert isinstance(await sign_in.finish(start.token_key, start.token_secret, query), Identified)
        assert await sign_in.finish(start.token_key, start.token_secret, query) == Declined()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "error=denied",
        "oauth_token=other&oauth_verifier=abc",
        "oauth_token={key}&oauth_verifier=wrong",
        "oauth_token={key}",
        "oauth_token={key}&oauth_verifier=%00%ff",
        "x" * 5000,
    ],
)
async def test_an_odd_callback_is_declined(sandbox: Sandbox, query: str) -> None:
    with signing_in(sandbox) as sign_in:
        start, _ = await come_back(sandbox, sign_in, "Ilse Norrby")
        odd = query.replace("{key}", start.token_key)
        assert await sign_in.finish(start.token_key, start.token_secret, odd) == Declined()


async def test_a_hidden_account_has_no_name(sandbox: Sandbox) -> None:
    with signing_in(sandbox) as sign_in:
        start, query = await come_back(sandbox, sign_in, "Hollow Vane")
        assert await sign_in.finish(start.token_key, start.token_secret, query) == NoName()


async def test_an_account_locked_meanwhile_is_refused(sandbox: Sandbox) -> None:
    with signing_in(sandbox) as sign_in:
        start, query = await come_back(sandbox, sign_in, "Wilma Tarn")
        sandbox.farm.lock("Wilma Tarn", by="Sunniva Aldous", reason="invented")
        assert await sign_in.finish(start.token_key, start.token_secret, query) == Refused("oauth-identify")


async def test_a_central_wiki_that_is_down_or_away(sandbox: Sandbox) -> None:
    with signing_in(sandbox) as sign_in:
        sandbox.farm.faults.set("metawiki", "down")
        assert isinstance(await sign_in.start(CALLBACK), Failed)
    nobody = SignIn("http://127.0.0.1:9/w/index.php", SANDBOX_KEY, SANDBOX_SECRET, USER_AGENT)
    assert await nobody.start(CALLBACK) == Unreachable()
    nobody.close()


async def test_fifty_at_once_at_a_central_wiki_that_never_answers(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oauth, "READ_SECONDS", 0.3)
    sandbox.farm.faults.set("metawiki", "silent")
    with signing_in(sandbox, overall_seconds=0.1) as sign_in:
        endings = await asyncio.gather(*(sign_in.start(CALLBACK) for _ in range(50)))
        assert (endings.count(TooSlow()), endings.count(Busy())) == (4, 46)
        assert len(sign_in._threads._threads) <= 4
        assert await sign_in.start(CALLBACK) == Busy(), "a place stays taken until its thread has really ended"
        sandbox.farm.faults.clear()
        await asyncio.to_thread(sign_in._threads.shutdown, wait=True)
        await asyncio.sleep(0)
        assert sign_in._under_way == 0


async def test_an_answer_that_drips_has_a_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oauth, "CALL_SECONDS", 0.1)
    with _dripping() as port:
        sign_in = SignIn(f"http://127.0.0.1:{port}/w/index.php", SANDBOX_KEY, SANDBOX_SECRET, USER_AGENT)
        assert await sign_in.start(CALLBACK) == TooSlow()
        sign_in._threads.shutdown(wait=True)


@contextmanager
def _dripping() -> Iterator[int]:
    """A server that answers one byte at a time for two seconds, and never all that it promised."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
                try:
                    for _ in range(200):
                        connection.sendall(b"a")
                        time.sleep(0.01)
                except OSError:
                    return

        thread = threading.Thread(target=drip)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


@pytest.mark.parametrize(
    ("problem", "ending"),
    [
        (mwoauth.OAuthException("Invented secret"), Refused("oauth-{step}")),
        (requests.ReadTimeout("Invented secret"), TooSlow()),
        (requests.ConnectionError("Invented secret"), Unreachable()),
        (TypeError("Invented secret"), Garbled()),
        (KeyError("Invented secret"), Garbled()),
        (ValueError("Invented secret"), Garbled()),
        (UnicodeError("Invented secret"), Garbled()),
    ],
)
async def test_no_failure_keeps_its_text(monkeypatch: pytest.MonkeyPatch, problem: Exception, ending: Failed) -> None:
    def fail(*arguments: Any, **keywords: Any) -> Any:
        raise problem

    sign_in = SignIn("http://127.0.0.1:9/w/index.php", SANDBOX_KEY, SANDBOX_SECRET, USER_AGENT)
    monkeypatch.setattr(mwoauth, "initiate", fail)
    monkeypatch.setattr(mwoauth, "identify", fail)
    monkeypatch.setattr(mwoauth, "complete", lambda *arguments: mwoauth.AccessToken("a", "b"))
    outcomes = [await sign_in.start(CALLBACK), await sign_in.finish("a", "b", "oauth_token=a&oauth_verifier=b")]
    for outcome, step in zip(outcomes, ("initiate", "identify"), strict=True):
        expected = Refused(f"oauth-{step}") if isinstance(ending, Refused) else ending
        assert outcome == expected
        assert "Invented" not in repr(outcome)
    monkeypatch.setattr(mwoauth, "complete", fail)
    last = await sign_in.finish("a", "b", "oauth_token=a&oauth_verifier=b")
    assert last == (ending if isinstance(problem, requests.RequestException) else Declined())
    sign_in.close()


@pytest.mark.parametrize(
    ("claims", "ending"),
    [
        ({"sub": "72418006", "username": "Invented"}, Identified(72418006, "Invented")),
        ({"sub": "72418006", "blocked": True}, NoName()),
        ({"sub": "72418006", "username": ""}, NoName()),
        ({"sub": "72418006", "username": None}, NoName()),
        ({"sub": 72418006, "username": "Invented"}, Garbled()),
        ({"sub": "0", "username": "Invented"}, Garbled()),
        ({"sub": "-5", "username": "Invented"}, Garbled()),
        ({"sub": "٧", "username": "Invented"}, Garbled()),
        ({"sub": "9" * 30, "username": "Invented"}, Garbled()),
        ({"sub": None, "username": "Invented"}, Garbled()),
    ],
)
def test_claims(claims: dict[str, Any], ending: Any) -> None:
    assert read_claims(claims) == ending


async def test_the_wiki_sees_our_user_agent_and_no_redirect_is_followed(sandbox: Sandbox) -> None:
    response = mwoauth.functions.requests.post(
        url=sandbox.index_url("enwiki"), params={"title": "Special:Diff/1"}, headers={"User-Agent": USER_AGENT}
    )
    assert isinstance(response, requests.Response)
    assert not response.history
    assert httpx.codes.is_redirect(response.status_code) or response.status_code < 500
