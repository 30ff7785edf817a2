"""Wikis that answer by script: recorded shapes of the Action API, and every question asked is kept for counting.

It knows the farm of the tests in this folder (a central wiki, a large one, a small one, a test wiki, a private one).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import httpx

from app.domain.wikis import Wiki

CENTRAL_INDEX = "https://meta.example/w/index.php"
USER_AGENT = "HavenTests/1.0 (scripted; nobody@example.org)"

META = Wiki("metawiki", "https://meta.example")
BIG = Wiki("bigwiki", "https://big.example")
SMALL = Wiki("smallwiki", "https://small.example")

Answer = dict[str, Any] | httpx.Response | Callable[[dict[str, str]], Any]


@dataclass
class Asked:
    """One question: whom, and with which parameters; `address` is the whole address, which must stay bare."""

    host: str
    address: str
    params: dict[str, str]
    headers: httpx.Headers


@dataclass
class Scripted:
    """`answers` maps (host, module) to an answer, or to a function of the parameters. Unscripted questions are 404."""

    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(self._answer))

    def count(self, module: str, host: str | None = None) -> int:
        return sum(module_of(ask.params) == module and host in {None, ask.host} for ask in self.asked)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        params = dict(parse_qsl(request.content.decode(), keep_blank_values=True))
        self.asked.append(Asked(request.url.host, str(request.url), params, request.headers))
        answer = self.answers.get((request.url.host, module_of(params)), httpx.Response(404))
        if callable(answer):
            answer = answer(params)
        return answer if isinstance(answer, httpx.Response) else httpx.Response(200, json=answer)


def module_of(params: dict[str, str]) -> str:
    """The one module a question of ours is about."""
    return params.get("list") or params.get("meta") or params.get("prop") or params.get("action", "")


def sitematrix() -> dict[str, Any]:
    return {
        "sitematrix": {
            "count": 5,
            "0": {
                "code": "en",
                "name": "English",
                "dir": "ltr",
                "site": [
                    {
                        "url": "https://big.example",
                        "dbname": "bigwiki",
                        "code": "wiki",
                        "lang": "en",
                        "sitename": "Big",
                    },
                    {
                        "url": "https://small.example",
                        "dbname": "smallwiki",
                        "code": "wiki",
                        "lang": "en",
                        "sitename": "Small",
                    },
                ],
            },
            "1": {
                "code": "he",
                "name": "עברית",
                "dir": "rtl",
                "site": [{"url": "https://he.example", "dbname": "hewiki", "code": "wiki", "closed": True}],
            },
            "specials": [
                {"url": "https://meta.example", "dbname": "metawiki", "code": "meta"},
                {"url": "https://test.example", "dbname": "testwiki", "code": "test"},
                {"url": "https://secret.example", "dbname": "secretwiki", "code": "secret", "private": True},
            ],
        }
    }


RIGHTS_OF_GROUP = {
    "sysop": ["delete", "deleterevision", "rollback", "block"],
    "suppress": ["suppressrevision", "deleterevision"],
    "eliminator": ["delete", "deleterevision"],
    "rollbacker": ["rollback"],
    "checkuser": ["checkuser"],
    "editor": ["review"],
    "user": ["edit"],
}


def siteinfo(dbname: str) -> dict[str, Any]:
    return {
        "batchcomplete": True,
        "query": {
            "general": {"wikiid": dbname, "articlepath": "/wiki/$1", "script": "/w/index.php", "scriptpath": "/w"},
            "namespaces": {"2": {"id": 2, "name": "Benutzer", "canonical": "User"}},
            "namespacealiases": [{"id": 2, "alias": "U"}],
            "specialpagealiases": [{"realname": "Diff", "aliases": ["Unterschied", "Diff"]}],
            "interwikimap": [{"prefix": "m", "url": "https://meta.example/wiki/$1"}],
            "usergroups": [{"name": name, "rights": rights} for name, rights in RIGHTS_OF_GROUP.items()],
        },
    }


def scripted_farm() -> Scripted:
    """A farm that describes itself; people and revisions are added by each test."""
    answers: dict[tuple[str, str], Answer] = {("meta.example", "sitematrix"): sitematrix()}
    for dbname, host in (("metawiki", "meta"), ("bigwiki", "big"), ("smallwiki", "small"), ("testwiki", "test")):
        answers[f"{host}.example", "siteinfo"] = siteinfo(dbname)
    return Scripted(answers)


def global_account(
    central_id: int, name: str, local: dict[str, list[str]], groups: tuple[str, ...] = (), **more: Any
) -> dict[str, Any]:
    """`local` maps dbname to local groups; local ids are the central id with a one before it (7 -> 17)."""
    merged = []
    for dbname, names in local.items():
        entry: dict[str, Any] = {"wiki": dbname, "url": "https://x.example", "id": local_id(central_id), "editcount": 9}
        merged.append(entry | ({"groups": names} if names else {}))
    info = {"home": "bigwiki", "id": central_id, "name": name, "groups": list(groups), "merged": merged, **more}
    return {"batchcomplete": True, "query": {"globaluserinfo": info}}


def local_account(central_id: int, name: str, groups: list[str], rights: list[str], **more: Any) -> dict[str, Any]:
    row = {
        "userid": local_id(central_id),
        "name": name,
        "groups": ["*", "user", *groups],
        "rights": rights,
        "centralids": {"CentralAuth": central_id, "local": local_id(central_id)},
        "attachedlocal": {"CentralAuth": True, "local": True},
        **more,
    }
    return {"batchcomplete": True, "query": {"users": [row]}}


def local_id(central_id: int) -> int:
    return int(f"1{central_id}")
