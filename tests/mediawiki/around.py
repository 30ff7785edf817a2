"""One wiki around one page, for the tests of surroundings: what each question is answered with."""

from dataclasses import dataclass, field
from typing import Any

import httpx

from app.domain.surroundings import Surroundings
from app.domain.targets import Pointer, TargetKind
from app.mediawiki.door import open_wikis
from app.mediawiki.outcomes import Failed
from tests.mediawiki.scripted import BIG, CENTRAL_INDEX, USER_AGENT, Answer, Scripted
from tests.mediawiki.test_remembered import Clock

NOW = 1785550000
NOON = 1785585600
"""1 August 2026, 12:00 UTC."""
TITLE, NAME = "Invented title", "Invented Name"
TARGET = Pointer("bigwiki", TargetKind.REVISION, 20)
PAGE = Pointer("bigwiki", TargetKind.PAGE, 77)


def iso(minute: int) -> str:
    return f"2026-08-01T12:{minute:02}:00Z"


def revision(number: int, text: str | None, minute: int, user: str | None = NAME) -> dict[str, Any]:
    by = {"user": user, "userid": 5} if user else {"userhidden": True}
    sum_ = {"sha1": f"sum-{text}"} if text else {"sha1hidden": True}
    return {"revid": number, "parentid": number - 10, "timestamp": iso(minute), **by, **sum_}


def hit(number: int, minute: int) -> dict[str, Any]:
    return {"id": number, "timestamp": iso(minute)}


def entry(number: int, type_: str, action: str, minute: int, page: int = 77) -> dict[str, Any]:
    return {"logid": number, "type": type_, "action": action, "timestamp": iso(minute), "logpage": page}


@dataclass
class World:
    """One wiki around one page. Each field is what one question is answered with; a Response is a failure."""

    subject: Any = None
    history: Any = None
    hits_of_account: Any = field(default_factory=list)
    hits_on_page: Any = field(default_factory=list)
    about_page: Any = field(default_factory=list)
    about_account: Any = field(default_factory=list)
    in_second: Any = field(default_factory=list)
    files: Any = None
    account: dict[str, Any] = field(default_factory=lambda: {"userid": 5, "name": NAME})
    namespace: int = 0
    model: str = "wikitext"
    wikis: Scripted = field(default_factory=Scripted)

    async def around(self, target: Pointer = TARGET) -> Surroundings | Failed:
        answers: dict[str, Answer] = {
            "revisions|info": lambda params: self._page(self.subject or [revision(20, "bad", 1)]),
            "info": lambda params: self._page(None),
            "users": {"query": {"users": [self.account]}},
            "revisions": lambda params: self._page(self.history or [revision(10, "good", 0), revision(20, "bad", 1)]),
            "abuselog": self._hits,
            "logevents": self._entries,
            "imageinfo|info": lambda params: self.files or {"query": {"pages": [{"pageid": 77, "ns": 6}]}},
        }
        self.wikis.answers = {("big.example", module): answer for module, answer in answers.items()}
        http = self.wikis.client()
        door = open_wikis(CENTRAL_INDEX, USER_AGENT, "key", "secret", None, Clock(), http=http)
        found = await door.surroundings.look_around(BIG, target, NOW)
        await door.aclose()
        return found

    def asked(self, module: str) -> list[dict[str, str]]:
        return [
            each.params for each in self.wikis.asked if module in (each.params.get("list"), each.params.get("prop"))
        ]

    def _page(self, revisions: Any) -> Any:
        if not isinstance(revisions, list | None):
            return revisions
        page: dict[str, Any] = {"pageid": 77, "ns": self.namespace, "title": TITLE, "contentmodel": self.model}
        return {"query": {"pages": [page | ({"revisions": revisions} if revisions else {})]}}

    def _hits(self, params: dict[str, str]) -> Any:
        rows = self.hits_of_account if "afluser" in params else self.hits_on_page
        return rows if isinstance(rows, httpx.Response) else {"query": {"abuselog": rows}}

    def _entries(self, params: dict[str, str]) -> Any:
        if "letitle" not in params:
            rows = self.in_second
        else:
            rows = self.about_account if params["letitle"].startswith("User:") else self.about_page
        return rows if isinstance(rows, httpx.Response) else {"query": {"logevents": rows}}


async def around(world: World, target: Pointer = TARGET) -> Surroundings:
    found = await world.around(target)
    assert isinstance(found, Surroundings)
    return found


def at(minute: int) -> int:
    return NOON + 60 * minute
