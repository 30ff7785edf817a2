"""The farm as one ASGI application that tells the wikis apart by Host header, and the server for it.

Here live the things that happen before a wiki answers: the access log, faults, and the etiquette rules
(user agent, parallel calls). What the wikis say is in `api`, `oauth` and `pages`.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

import uvicorn
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.sandbox.access_log import AccessEntry
from app.sandbox.api.answer import answer, modules_of
from app.sandbox.etiquette import acceptable_agent
from app.sandbox.farm import Farm
from app.sandbox.pages.dispatch import answer_page, page_module
from app.sandbox.stream_server import serve_stream
from app.sandbox.visit import API_PATH, Visit, read_visit
from app.sandbox.wiki import Wiki

FAULTS_PATH = "/sandbox/faults"
NEVER_ANSWERED = 0


class FarmApp:
    """The ASGI application. One object serves every wiki of one farm."""

    def __init__(self, farm: Farm) -> None:
        self.farm = farm
        self._running: Counter[tuple[str, str, str]] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        host = request.headers.get("host", "")
        if host == self.farm.short_link_host:
            await self._follow(request)(scope, receive, send)
            return
        if host == urlsplit(self.farm.stream_url).netloc:
            await serve_stream(self.farm, scope, receive, send)
            return
        wiki = self._wiki_at(host)
        if wiki is None:
            await PlainTextResponse("No wiki of the sandbox lives here.", 404)(scope, receive, send)
            return
        visit = await read_visit(self.farm, wiki, request)
        response = await self._respond(visit, request)
        status = response.status_code if response else NEVER_ANSWERED
        self._log(visit, status)
        if response is not None:
            await response(scope, receive, send)

    def _follow(self, request: Request) -> Response:
        """The service for short links: one redirect; a code counts letter by letter."""
        address = self.farm.short_links.get(request.url.path.removeprefix("/"))
        status = 302 if address else 404
        self.farm.access_log.add(AccessEntry("short-links", request.method, request.url.path, (), (), status))
        return RedirectResponse(address, 302) if address else PlainTextResponse("No such link.", 404)

    def _wiki_at(self, host: str) -> Wiki | None:
        address = host.rpartition(":")[0] or host
        reachable = (wiki for wiki in self.farm.wikis.values() if wiki.is_open)
        return next((wiki for wiki in reachable if wiki.place.address == address), None)

    def _log(self, visit: Visit, status: int) -> None:
        modules = modules_of(visit.given) if visit.path == API_PATH else page_module(visit)
        counts = tuple((name, value.count("|") + 1 if value else 0) for name, value in visit.given.items())
        self.farm.access_log.add(AccessEntry(visit.wiki.dbname, visit.method, visit.path, modules, counts, status))

    async def _respond(self, visit: Visit, request: Request) -> Response | None:
        if visit.path == FAULTS_PATH:
            return answer_page(visit)
        fault = self.farm.faults.of(visit.wiki.dbname)
        if visit.path == API_PATH:
            return await self._respond_in_turn(visit, request)
        if fault is not None and fault.kind in ("slow", "silent", "http429", "down"):
            refusal = await self._misbehave(visit, request)
            if refusal is not None or fault.kind == "silent":
                return refusal
        return answer_page(visit)

    async def _respond_in_turn(self, visit: Visit, request: Request) -> Response | None:
        """An API call: counted while it runs, refused when too many run side by side."""
        dbname = visit.wiki.dbname
        key = (dbname, visit.client, visit.user_agent)
        seen = self.farm.access_log.most_parallel
        self._running[key] += 1
        seen[dbname] = max(seen[dbname], self._running[key])
        try:
            if self._running[key] > self.farm.limits.parallel_calls:
                return _too_many()
            refusal = await self._misbehave(visit, request)
            if refusal is not None or self.farm.faults.active(dbname, "silent"):
                return refusal
            return self._answer_api(visit)
        finally:
            self._running[key] -= 1

    async def _misbehave(self, visit: Visit, request: Request) -> Response | None:
        """Act on a fault; None means: go on (or, for a silent wiki, that the client has given up)."""
        fault = self.farm.faults.of(visit.wiki.dbname)
        if fault is None:
            return None
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        elif fault.kind == "silent":
            while (await request.receive())["type"] != "http.disconnect":
                pass  # whatever else arrives is swallowed
        elif fault.kind == "http429":
            return _too_many()
        elif fault.kind == "down":
            return PlainTextResponse("Service Unavailable", 503, {"Connection": "close"})
        return None

    def _answer_api(self, visit: Visit) -> Response:
        if not acceptable_agent(visit.user_agent):
            return PlainTextResponse("Please set a user agent that names the tool and a contact.", 403)
        if self.farm.faults.active(visit.wiki.dbname, "garbage"):
            return Response("<!doctype html><title>Sandbox</title><p>Not JSON.", media_type="text/html")
        with_token = visit.authorization.startswith("OAuth ")
        body, headers = answer(self.farm, visit.wiki, visit.viewer, visit.given, with_token=with_token)
        return JSONResponse(body, headers={"Cache-Control": "private, must-revalidate, max-age=0"} | headers)


def _too_many() -> Response:
    return PlainTextResponse("Too Many Requests", 429, {"Retry-After": "1"})


def farm_app(farm: Farm) -> ASGIApp:
    """The ASGI application of a farm."""
    return FarmApp(farm)


def addresses(farm: Farm) -> list[str]:
    """The loopback addresses that answer: the short links', the stream's and the wikis' (no closed, private or fishbowl
    one)."""
    return [farm.short_host, farm.stream_host, *(wiki.place.address for wiki in farm.wikis.values() if wiki.is_open)]


def open_sockets(hosts: Iterable[str], port: int) -> list[socket.socket]:
    """One bound socket for each address, all on one port; OSError when one is taken (none stays open then)."""
    with contextlib.ExitStack() as opened:
        sockets = []
        for host in hosts:
            bound = opened.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind((host, port))
            sockets.append(bound)
        opened.pop_all()
        return sockets


class FarmServer(uvicorn.Server):
    """A server beside another one in the same process: it leaves Ctrl-C to that one."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def farm_server(farm: Farm) -> uvicorn.Server:
    """A server for the farm; run it with `await server.serve(sockets=...)`, end it with `should_exit = True`."""
    return FarmServer(
        uvicorn.Config(
            farm_app(farm),
            log_level="warning",
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=1,
            server_header=False,
        )
    )


async def serve(farm: Farm) -> None:
    """Serve the farm on its own port until the task is cancelled. OSError when an address is taken."""
    sockets = open_sockets(addresses(farm), farm.port)
    try:
        await farm_server(farm).serve(sockets=sockets)
    finally:
        for bound in sockets:
            bound.close()
