"""Of no kind of target is a failure ever "clean" or "gone": it is "could not check", for its own targets only."""

from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import CouldNotCheck, LiveState, There
from app.domain.wikis import Farm, Wiki
from app.mediawiki.door import Wikis, open_wikis
from tests.mediawiki.scripted import BIG, CENTRAL_INDEX, META, USER_AGENT, Scripted, scripted_farm
from tests.mediawiki.test_remembered import Clock

AT = "20260801120000"
POINTERS: Mapping[str, tuple[Pointer, str]] = {
    "revision": (Pointer("bigwiki", TargetKind.REVISION, 1), "revisions|info"),
    "log entry": (Pointer("bigwiki", TargetKind.LOG, 2, AT), "logevents"),
    "filter log entry": (Pointer("bigwiki", TargetKind.ABUSE_LOG, 3), "abuselog"),
    "page": (Pointer("bigwiki", TargetKind.PAGE, 4), "info"),
    "page by title": (Pointer("bigwiki", TargetKind.PAGE, title="Invented"), "info"),
    "earlier file": (Pointer("bigwiki", TargetKind.FILE_VERSION, 5, AT), "imageinfo|info"),
    "newest file": (Pointer("bigwiki", TargetKind.FILE_VERSION, 5), "imageinfo|info"),
    "account": (Pointer("bigwiki", TargetKind.ACCOUNT, 6), "users"),
    "account by name": (Pointer("bigwiki", TargetKind.ACCOUNT, name="Invented Name"), "users"),
}


def _times_out(params: dict[str, str]) -> Any:
    raise httpx.ReadTimeout("")


def _is_cut_off(params: dict[str, str]) -> Any:
    raise httpx.RemoteProtocolError("")


FAILURES: Mapping[str, Any] = {
    "too slow": _times_out,
    "cut off": _is_cut_off,
    "server error": httpx.Response(500),
    "unavailable": httpx.Response(503),
    "not found": httpx.Response(404),
    "too many": httpx.Response(429),
    "somewhere else": httpx.Response(302, headers={"Location": "https://stranger.example/"}),
    "no json": httpx.Response(200, text="<html>Invented</html>"),
    "another json": httpx.Response(200, json=["query"]),
    "nothing": {},
    "no query": {"batchcomplete": True},
    "an empty query": {"query": {}},
    "a query of another shape": {"query": []},
    "rows of another shape": {
        "query": {
            "pages": [{"revisions": [{"revid": 1}], "imageinfo": [{}], "title": "Invented"}],
            "logevents": [{"logid": 2}],
            "abuselog": [{"id": 3}],
            "users": [{"userid": 6}],
        }
    },
    "maxlag": {"error": {"code": "maxlag", "info": "Waiting for a database server"}},
    "rate limit": {"error": {"code": "ratelimited"}},
    "read only": {"error": {"code": "readonly"}},
    "refused": {"error": {"code": "readapidenied"}},
    "errors in the other form": {"errors": [{"code": "internal_api_error"}]},
    "an error without a code": {"error": "Invented"},
    "a warning": {"warnings": {"main": {"warnings": "Unrecognized parameter: x"}}, "query": {"pages": []}},
}

LEFT_OUT = {("page", "an empty query"), ("page by title", "an empty query")}
"""That is how a wiki answers of titles that lead to other wikis only: there is no such page here."""
CASES = sorted({(kind, failure) for kind in POINTERS for failure in FAILURES} - LEFT_OUT)


def _door(wikis: Scripted) -> Wikis:
    return open_wikis(CENTRAL_INDEX, USER_AGENT, "key", "secret", None, Clock(), http=wikis.client())


async def _state(wikis: Scripted, pointer: Pointer, wiki: Wiki = BIG) -> LiveState:
    door = _door(wikis)
    found = await door.live.of(wiki, [pointer], with_summary=True)
    await door.aclose()
    assert list(found) == [pointer]
    return found[pointer]


@pytest.mark.parametrize(("kind", "failure"), CASES)
async def test_a_failure_of_any_kind_is_could_not_check(kind: str, failure: str) -> None:
    pointer, module = POINTERS[kind]
    wikis = scripted_farm()
    wikis.answers["big.example", module] = FAILURES[failure]
    assert await _state(wikis, pointer) == CouldNotCheck()
    assert wikis.count(module, "big.example") >= 1, "it was asked"


@pytest.mark.parametrize("kind", POINTERS)
async def test_a_private_wiki_is_asked_nothing(kind: str) -> None:
    pointer, _ = POINTERS[kind]
    wikis = Scripted()
    assert await _state(wikis, pointer, Wiki("secretwiki", "https://big.example", private=True)) == CouldNotCheck()
    assert wikis.asked == []


async def test_one_kind_that_fails_leaves_the_others() -> None:
    wikis = scripted_farm()
    wikis.answers["big.example", "abuselog"] = httpx.Response(500)
    wikis.answers["big.example", "info"] = {"query": {"pages": [{"pageid": 4, "ns": 0, "title": "Invented"}]}}
    door = _door(wikis)
    page, hit = POINTERS["page"][0], POINTERS["filter log entry"][0]
    found = await door.live.of(BIG, [hit, page], with_summary=False)
    await door.aclose()
    assert found[hit] == CouldNotCheck()
    assert found[page] == There(page=4)


async def test_kinds_that_nobody_asks_about_could_not_be_checked() -> None:
    comment = Pointer("bigwiki", TargetKind.COMMENT, name="c-Invented-20260801120000")
    wikis = Scripted()
    assert await _state(wikis, comment) == CouldNotCheck()
    assert wikis.asked == []


async def test_a_wiki_outside_the_farm_is_asked_nothing() -> None:
    wikis = Scripted()
    door = _door(wikis)
    pointer = Pointer("strangewiki", TargetKind.REVISION, 1)
    farm = Farm({"metawiki": META}, "metawiki")
    found = {name: its async for name, its in door.live.by_wiki({"strangewiki": [pointer]}, farm, with_summary=True)}
    await door.aclose()
    assert found == {"strangewiki": {pointer: CouldNotCheck()}}
    assert wikis.asked == []
