"""A small front that lets Haven take a plain MediaWiki for a farm of one wiki, on a loopback port of its own.

Real: the wiki behind it, every page, form, right, revision and log; its own address is what the front names, so Haven's
calls to that wiki and its links go there directly. What Haven asks of the central wiki comes to the front, which passes
it on unchanged. Not real, because plain MediaWiki has neither SiteMatrix nor CentralAuth: the front itself answers
`action=sitematrix` (one wiki) and `meta=globaluserinfo` (the wiki's own `list=users`, with the local number as the
central one, no global groups, no locks). There is no OAuth at all: a test makes the session itself.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.support.loopback import serve_app
from tests.support.real_wiki import DATABASE_NAME, USER_AGENT, RealWiki

# These belong to one connection, or to a body that httpx has unpacked already.
NOT_PASSED_ON = {"host", "connection", "content-length", "content-encoding", "transfer-encoding", "accept-encoding"}


@contextmanager
def real_wiki_front(wiki: RealWiki) -> Iterator[str]:
    """Serves the front; yields the address to set HAVEN_CENTRAL_WIKI to."""
    front = _Front(wiki)
    methods = ["GET", "POST", "HEAD"]
    with serve_app(Starlette(routes=[Route("/{path:path}", front.answer, methods=methods)])) as address:
        yield f"{address}/w/index.php"


class _Front:
    def __init__(self, wiki: RealWiki) -> None:
        self._wiki = wiki

    async def answer(self, request: Request) -> Response:
        """Two questions are answered here; all others are the real wiki's."""
        body = await request.body()
        asked = dict(request.query_params)
        if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            asked |= dict(parse_qsl(body.decode(), keep_blank_values=True))
        if request.url.path == "/w/api.php" and asked.get("action") == "sitematrix":
            return JSONResponse(_site_matrix(self._wiki))
        if request.url.path == "/w/api.php" and asked.get("meta") == "globaluserinfo":
            return JSONResponse(await self._global_user(asked))
        return await self._pass_on(request, body)

    async def _pass_on(self, request: Request, body: bytes) -> Response:
        headers = {name: value for name, value in request.headers.items() if name not in NOT_PASSED_ON}
        query = f"?{request.url.query}" if request.url.query else ""
        async with httpx.AsyncClient(timeout=30) as client:
            answer = await client.request(
                request.method, f"{self._wiki.server}{request.url.path}{query}", headers=headers, content=body
            )
        response = Response(answer.content, answer.status_code)
        for name, value in answer.headers.multi_items():
            if name not in NOT_PASSED_ON:
                response.headers.append(name, value)
        return response

    async def _global_user(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """`meta=globaluserinfo` as CentralAuth words it, from what the real wiki says about its own account."""
        who = {"ususerids": asked["guiid"]} if "guiid" in asked else {"ususers": asked.get("guiuser", "")}
        properties = "groups|editcount|registration|blockinfo"
        parameters = {"action": "query", "list": "users", "usprop": properties, "format": "json", "formatversion": "2"}
        async with httpx.AsyncClient(timeout=30, headers={"User-Agent": USER_AGENT}) as client:
            answer = (await client.post(self._wiki.api_url, data={**parameters, **who})).json()
        person = answer["query"]["users"][0]
        described = {"missing": True} if "userid" not in person else _describe(self._wiki, person)
        return {"batchcomplete": True, "query": {"globaluserinfo": described}}


def _describe(wiki: RealWiki, person: dict[str, Any]) -> dict[str, Any]:
    implicit = {"*", "user", "autoconfirmed"}
    local = {
        "wiki": DATABASE_NAME,
        "url": wiki.server,
        "id": person["userid"],
        "timestamp": person["registration"],
        "method": "new",
        "editcount": person["editcount"],
        "registration": person["registration"],
    }
    groups = [group for group in person["groups"] if group not in implicit]
    if groups:
        local["groups"] = groups
    if "blockid" in person:
        local["blocked"] = {"expiry": person["blockexpiry"], "reason": ""}
    return {
        "home": DATABASE_NAME,
        "id": person["userid"],
        "registration": person["registration"],
        "name": person["name"],
        "merged": [local],
        "unattached": [],
        "groups": [],
        "rights": [],
        "editcount": person["editcount"],
    }


def _site_matrix(wiki: RealWiki) -> dict[str, Any]:
    """One English wiki, in the shape of `formatversion=2`."""
    site = {"url": wiki.server, "dbname": DATABASE_NAME, "code": "wiki", "sitename": "Real wiki"}
    language = {"code": "en", "name": "English", "localname": "English", "dir": "ltr", "site": [site]}
    return {"sitematrix": {"count": 1, "0": language, "specials": []}}
