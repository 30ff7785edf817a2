"""Signing in: mwoauth's handshake with the central wiki, for identity only, in few threads and within deadlines.

mwoauth blocks, sets no timeouts, and its errors quote tokens: here every failure becomes an outcome without its text.
The access token never leaves this module: it is used once, for `identify`, and thrown away.
"""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

import mwoauth
import mwoauth.functions
import requests

from app.mediawiki.outcomes import Failed, Garbled, Refused, TooSlow, Unreachable
from app.mediawiki.quiet import silence_libraries

T = TypeVar("T")

AT_A_TIME = 4
CONNECT_SECONDS = 3.0
READ_SECONDS = 5.0
CALL_SECONDS = 8.0
OVERALL_SECONDS = 10.0
LARGEST_ANSWER = 64 * 1024
LONGEST_QUERY = 2000
FIXED_CALLBACK = "oob"


@dataclass(frozen=True)
class Started:
    """Where the person goes next, and the request token to be sealed in their cookie meanwhile."""

    authorize_url: str
    token_key: str
    token_secret: str = field(repr=False)


@dataclass(frozen=True)
class Identified:
    """Who signed in: the global account's number, and its name today."""

    central_id: int
    name: str


@dataclass(frozen=True)
class NoName:
    """The wiki identified somebody without a name: a hidden account cannot sign in."""


@dataclass(frozen=True)
class Declined:
    """The wiki did not accept the callback: cancelled, used before, expired, or not of this sign-in."""


@dataclass(frozen=True)
class Busy:
    """As many sign-ins as we allow at once are under way: try again in a moment."""


class SignIn:
    """`central_index_url` must be spelled as the wiki's canonical server does: signatures are made over it.

    `fixed_callback` is for a consumer registered with a fixed callback, which the wiki then uses by itself.
    """

    def __init__(
        self,
        central_index_url: str,
        consumer_key: str,
        consumer_secret: str,
        user_agent: str,
        *,
        fixed_callback: bool = False,
        overall_seconds: float = OVERALL_SECONDS,
        at_a_time: int = AT_A_TIME,
    ) -> None:
        silence_libraries()
        self._index_url = central_index_url
        self._consumer = mwoauth.ConsumerToken(consumer_key, consumer_secret)
        self._user_agent = user_agent
        self._fixed_callback = fixed_callback
        self._overall_seconds = overall_seconds
        self._at_a_time = at_a_time
        self._under_way = 0
        self._threads = ThreadPoolExecutor(at_a_time, thread_name_prefix="haven-sign-in")

    async def start(self, callback: str) -> Started | Busy | Failed:
        """Ask for a request token. The address it gives asks no second time (`authenticate`, not `authorize`)."""
        return await self._in_thread(lambda: self._initiate(FIXED_CALLBACK if self._fixed_callback else callback))

    async def finish(
        self, token_key: str, token_secret: str, response_query: str
    ) -> Identified | Declined | NoName | Busy | Failed:
        """`response_query` is the query string that the wiki sent the person back with."""
        if len(response_query) > LONGEST_QUERY:
            return Declined()
        return await self._in_thread(lambda: self._complete(token_key, token_secret, response_query))

    def close(self) -> None:
        """Lets running threads end by their own deadlines."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _in_thread(self, work: Callable[[], T]) -> T | Busy | Failed:
        """A place is taken until its thread really ends, however early the person was told."""
        if self._under_way >= self._at_a_time:
            return Busy()
        self._under_way += 1
        running = asyncio.get_running_loop().run_in_executor(self._threads, work)
        running.add_done_callback(self._leave)
        try:
            return await asyncio.wait_for(asyncio.shield(running), self._overall_seconds)
        except TimeoutError:
            return TooSlow()

    def _leave(self, _: "asyncio.Future[Any]") -> None:
        self._under_way -= 1

    def _initiate(self, callback: str) -> Started | Failed:
        try:
            url, token = mwoauth.initiate(self._index_url, self._consumer, callback, self._user_agent)
            return Started(str(url), str(token.key), str(token.secret))
        except Exception as error:
            return _without_text(error, "oauth-initiate")

    def _complete(self, token_key: str, token_secret: str, query: str) -> Identified | Declined | NoName | Failed:
        request_token = mwoauth.RequestToken(token_key, token_secret)
        try:
            access_token = mwoauth.complete(self._index_url, self._consumer, request_token, query, self._user_agent)
        except requests.RequestException as error:
            return _without_text(error, "oauth-complete")
        except Exception:
            # Every refusal ends here: mwoauth subscripts what the wiki did not send (TypeError) or objects itself.
            return Declined()
        try:
            claims = mwoauth.identify(self._index_url, self._consumer, access_token, user_agent=self._user_agent)
            return read_claims(claims)
        except Exception as error:
            return _without_text(error, "oauth-identify")


def read_claims(claims: Any) -> Identified | NoName | Failed:
    """Who the signed claims say it is. `sub` is the central id as a string; a hidden account has no `username`."""
    subject = claims["sub"]
    if not (isinstance(subject, str) and subject.isascii() and subject.isdecimal() and 0 < int(subject) < 2**63):
        return Garbled()
    name = claims.get("username")
    return Identified(int(subject), name) if isinstance(name, str) and name.strip() else NoName()


def _without_text(error: Exception, code: str) -> Failed:
    """SECURITY: the texts of these errors quote tokens and addresses; only their kind goes on."""
    match error:
        case requests.Timeout():
            return TooSlow()
        case requests.RequestException():
            return Unreachable()
        case mwoauth.OAuthException():
            return Refused(code)
        case _:
            return Garbled()


class _RequestsWithDeadlines:
    """What mwoauth knows as `requests`: the same `post`, with deadlines, a size limit, no cookies, no redirects."""

    @staticmethod
    def post(url: str, **details: Any) -> requests.Response:
        ends_at = time.monotonic() + CALL_SECONDS
        with requests.Session() as session:
            session.trust_env = False
            response = session.post(
                url, timeout=(CONNECT_SECONDS, READ_SECONDS), allow_redirects=False, stream=True, **details
            )
            # requests has no public way to hand back a body that was read piece by piece.
            response._content = _read_in_time(response, ends_at)
            return response


def _read_in_time(response: requests.Response, ends_at: float) -> bytes:
    """The body, however slowly it drips in: a read timeout alone starts anew with every byte."""
    content = bytearray()
    for piece in response.iter_content(chunk_size=1):
        content += piece
        if len(content) > LARGEST_ANSWER:
            raise requests.exceptions.ContentDecodingError
        if time.monotonic() > ends_at:
            raise requests.Timeout
    return bytes(content)


mwoauth.functions.requests = _RequestsWithDeadlines()
