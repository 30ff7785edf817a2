"""Asks a wiki's Action API one question and says how it ended: politely, within deadlines, leaving no trace.

It knows nothing of what is asked or why, keeps no cookie, carries no token, and never raises for what a wiki does.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Any, TypeVar

import httpx

from app.domain.wikis import Wiki
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
from app.mediawiki.quiet import silence_libraries

T = TypeVar("T")

Params = Mapping[str, str | int]
"""The parameters of one question to the Action API."""

IDS_A_REQUEST = 50
"""The API's limit for ids and names in one question without a special right."""

CONNECTIONS = httpx.Limits(max_connections=200, max_keepalive_connections=50, keepalive_expiry=4.0)
"""Given up sooner than servers give them up, so that no question goes into a connection that just ended."""

LARGEST_ANSWER = 8 * 1024 * 1024
"""Bytes. Enough for the longest page that wikis keep (2 MB of wikitext), every sign of it escaped, and its sections."""
LONGEST_PAUSE = 3
"""Seconds: a wiki that asks for a longer pause than this gets no second question."""


class WikiClient:
    """One connection pool for the process; at most `at_a_time` questions to one wiki at any moment.

    All seconds are deadlines: `connect` and `read` of one network operation, `total` of one question with its single
    retry, `queue` of waiting for a turn at a busy wiki.
    """

    def __init__(
        self,
        user_agent: str,
        now: Callable[[], int],
        http: httpx.AsyncClient | None = None,
        *,
        connect_seconds: float = 3.0,
        read_seconds: float = 6.0,
        total_seconds: float = 8.0,
        queue_seconds: float = 20.0,
        at_a_time: int = 2,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        silence_libraries()
        self._http = http or httpx.AsyncClient(trust_env=False, limits=CONNECTIONS)
        # SECURITY: a cookie would tie one person's questions to another's.
        self._http.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))
        self._headers = {"User-Agent": user_agent, "Accept": "application/json"}
        self._now = now
        self._timeout = httpx.Timeout(read_seconds, connect=connect_seconds, pool=queue_seconds)
        self._total_seconds = total_seconds
        self._queue_seconds = queue_seconds
        self._pause = pause
        self._turns: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(at_a_time))

    @property
    def http(self) -> httpx.AsyncClient:
        """The pool, for what is no question to the Action API."""
        return self._http

    async def ask(self, wiki: Wiki, params: Params) -> Answered | Failed:
        """One question to `wiki`. Everything goes in the POST body: names never stand in an address."""
        turn = self._turns[wiki.api]
        try:
            async with asyncio.timeout(self._queue_seconds):
                await turn.acquire()
        except TimeoutError:
            return TooSlow()
        try:
            async with asyncio.timeout(self._total_seconds):
                return await self._ask_with_one_retry(wiki, params)
        except TimeoutError:
            return TooSlow()
        finally:
            turn.release()

    async def read(self, wiki: Wiki, params: Params, reader: Callable[[Any], T]) -> T | Failed:
        """Ask, and let `reader` take what is wanted out of the JSON; an answer it cannot read is Garbled."""
        answer = await self.ask(wiki, params)
        return answer if isinstance(answer, Failed) else interpret(answer, reader)

    async def aclose(self) -> None:
        await self._http.aclose()

    async def _ask_with_one_retry(self, wiki: Wiki, params: Params) -> Answered | Failed:
        outcome = await self._post(wiki, params)
        if isinstance(outcome, Lagged | RateLimited) and outcome.retry_after is not None:
            if not 0 <= outcome.retry_after <= min(LONGEST_PAUSE, self._total_seconds / 2):
                return outcome
            await self._pause(outcome.retry_after)
            return await self._post(wiki, params)
        return outcome

    async def _post(self, wiki: Wiki, params: Params) -> Answered | Failed:
        body = {**{key: str(value) for key, value in params.items()}, "format": "json", "formatversion": "2"}
        try:
            async with self._http.stream(
                "POST", wiki.api, data=body, headers=self._headers, timeout=self._timeout, follow_redirects=False
            ) as response:
                content = await _read_capped(response)
        except httpx.TimeoutException:
            return TooSlow()
        except httpx.DecodingError:
            return Garbled()
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError):
            return Unreachable()
        return TooLarge() if content is None else self._judge(response, content)

    def _judge(self, response: httpx.Response, content: bytes) -> Answered | Failed:
        data = _parse(content)
        wait = _retry_after(response.headers.get("Retry-After"), self._now())
        code = _error_code(data)
        if code is not None:
            return _failure_of(code, wait)
        if response.status_code != httpx.codes.OK:
            return _failure_of_status(response.status_code, wait)
        if data is None:
            return Garbled()
        return Warned() if data.get("warnings") else Answered(data)


def interpret(answer: Answered, reader: Callable[[Any], T]) -> T | Failed:
    """What `reader` takes out of the JSON; Garbled when a field is missing or of another kind."""
    try:
        return reader(answer.data)
    except (LookupError, TypeError, ValueError, AttributeError):
        return Garbled()


def listed(values: Iterable[str | int]) -> str:
    """Several values for one parameter. A value holding `|` would otherwise become two."""
    texts = [str(value) for value in values]
    if any("|" in text for text in texts):
        return "".join(f"\x1f{text}" for text in texts)
    return "|".join(texts)


def batches(values: Iterable[T], size: int = IDS_A_REQUEST) -> list[list[T]]:
    """Each value once, in order, in lists of at most `size`."""
    once = list(dict.fromkeys(values))
    return [once[start : start + size] for start in range(0, len(once), size)]


async def _read_capped(response: httpx.Response) -> bytes | None:
    content = bytearray()
    async for piece in response.aiter_bytes():
        content += piece
        if len(content) > LARGEST_ANSWER:
            return None
    return bytes(content)


def _parse(content: bytes) -> dict[str, Any] | None:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _error_code(data: Mapping[str, Any] | None) -> str | None:
    """The API's error code, in either of its two error formats; None when there is no error."""
    if data is None:
        return None
    if "error" in data:
        error = data["error"]
        return str(error.get("code", "")) if isinstance(error, dict) else ""
    errors = data.get("errors")
    if errors:
        first = errors[0] if isinstance(errors, list) else None
        return str(first.get("code", "")) if isinstance(first, dict) else ""
    return None


def _failure_of(code: str, wait: int | None) -> Failed:
    match code:
        case "maxlag":
            return Lagged(wait)
        case "ratelimited":
            return RateLimited(wait)
        case "readonly":
            return ReadOnly()
        case _:
            return Refused(code)


def _failure_of_status(status: int, wait: int | None) -> Failed:
    if status == httpx.codes.TOO_MANY_REQUESTS or (status == httpx.codes.SERVICE_UNAVAILABLE and wait is not None):
        return RateLimited(wait)
    if status >= 500:
        return Unreachable()
    return Refused(f"http-{status}") if status >= 400 else Garbled()


def _retry_after(header: str | None, now: int) -> int | None:
    """Seconds to wait, from either form of the header (a number, or a date)."""
    if header is None:
        return None
    if header.isascii() and header.isdecimal():
        return int(header[:9])
    try:
        return max(0, int(parsedate_to_datetime(header).timestamp()) - now)
    except (TypeError, ValueError, OverflowError):
        return None
