"""Whether somebody already did it: the time that the public logs tell, never who, and nothing from their silence."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import CouldNotCheck, Gone, LiveState, Parts, Shown, There
from app.mediawiki.already import MOST_PAGES, Already
from app.mediawiki.client import WikiClient
from app.mediawiki.pages import Pages
from app.mediawiki.public_logs import PublicLogs
from tests.mediawiki.scripted import BIG, USER_AGENT, Scripted
from tests.mediawiki.test_remembered import Clock

NOON = 1785585600
TITLE = "Invented title"


def revision(number: int) -> Pointer:
    return Pointer("bigwiki", TargetKind.REVISION, number)


def shown(page: int = 77, hidden: Parts = Parts.TEXT, suppressed: bool = False) -> Shown:
    return Shown(page, NOON, 5, False, hidden, suppressed, Parts.TEXT)


def hiding(minute: int, *ids: int, type_: str = "revision") -> dict[str, Any]:
    params = {"type": type_, "ids": list(map(str, ids)), "old": {"bitmask": 0}, "new": {"bitmask": 9}}
    return {"timestamp": f"2026-08-01T12:{minute:02}:00Z", "params": params}


def deletion(minute: int, action: str = "delete") -> dict[str, Any]:
    at = f"2026-08-01T12:{minute:02}:00Z"
    return {"logid": minute, "type": "delete", "action": action, "timestamp": at, "logpage": 0}


def wikis(*hidings: Any, deletions: Any = (), pages: Any = None) -> Scripted:
    def logs(params: dict[str, str]) -> Any:
        rows = list(hidings) if "leaction" in params else deletions
        return rows if isinstance(rows, httpx.Response) else {"query": {"logevents": list(rows)}}

    def titles(params: dict[str, str]) -> Any:
        numbers = params["pageids"].split("|")
        return {"query": {"pages": [{"pageid": int(n), "ns": 0, "title": f"{TITLE} {n}"} for n in numbers]}}

    return Scripted({("big.example", "logevents"): logs, ("big.example", "info"): pages or titles})


async def done_at(farm: Scripted, states: dict[Pointer, LiveState]) -> dict[Pointer, int]:
    client = WikiClient(USER_AGENT, Clock(), farm.client())
    return await Already(Pages(client), PublicLogs(client)).done_at(BIG, states)


async def test_when_revisions_were_hidden() -> None:
    farm = wikis(hiding(9, 1), hiding(5, 1, 2), hiding(3, 4))
    states = {revision(1): shown(), revision(2): shown(), revision(3): shown()}
    found = await done_at(farm, states)
    assert found == {revision(1): NOON + 9 * 60, revision(2): NOON + 5 * 60}, "the newest counts; silence says nothing"
    (question,) = [each.params for each in farm.asked if "list" in each.params]
    assert (question["leaction"], question["letitle"]) == ("delete/revision", f"{TITLE} 77")
    assert question["leprop"] == "timestamp|details", "neither who nor why"
    assert all("nvented" not in each.address for each in farm.asked)


@pytest.mark.parametrize(
    "state",
    [
        shown(hidden=Parts.NONE),
        shown(suppressed=True),  # its time stands in no public log; an earlier hiding would mislead
        Gone(),
        CouldNotCheck(),
        There(),
    ],
)
async def test_nothing_is_asked_where_nothing_can_be_told(state: LiveState) -> None:
    farm = wikis(hiding(9, 1))
    assert await done_at(farm, {revision(1): state}) == {}
    assert farm.asked == []


async def test_hidings_of_other_kinds_carry_other_numbers() -> None:
    farm = wikis(hiding(9, 1, type_="logging"), hiding(8, 1, type_="oldimage"), {"timestamp": "2026-08-01T12:00:00Z"})
    assert await done_at(farm, {revision(1): shown()}) == {}


async def test_when_a_page_was_deleted() -> None:
    farm = wikis(deletions=[deletion(9, "restore"), deletion(7), deletion(3), deletion(1, "revision")])
    page = Pointer("bigwiki", TargetKind.PAGE, title=TITLE)
    copy = Pointer("bigwiki", TargetKind.DELETED_REVISION, 0, "20260801120000", TITLE)
    numbered = Pointer("bigwiki", TargetKind.PAGE, 5)
    assert await done_at(farm, {page: Gone(), copy: Gone(), numbered: Gone()}) == dict.fromkeys(
        (page, copy), NOON + 7 * 60
    )
    (question,) = [each.params for each in farm.asked]
    assert (question["letype"], question["letitle"]) == ("delete", TITLE)


@pytest.mark.parametrize("rows", [(), (deletion(3, "revision"),), httpx.Response(500)])
async def test_a_log_that_is_silent_or_down_tells_nothing(rows: Any) -> None:
    page = Pointer("bigwiki", TargetKind.PAGE, title=TITLE)
    assert await done_at(wikis(deletions=rows), {page: Gone()}) == {}


async def test_titles_that_could_not_be_asked() -> None:
    farm = wikis(hiding(9, 1), pages=httpx.Response(500))
    assert await done_at(farm, {revision(1): shown()}) == {}
    assert len(farm.asked) == 1


Make = Callable[[int], tuple[Pointer, LiveState]]


@pytest.mark.parametrize(
    "make",
    [
        lambda n: (revision(n), shown(page=100 + n)),
        lambda n: (Pointer("bigwiki", TargetKind.PAGE, title=f"{TITLE} {n}"), Gone()),
    ],
)
async def test_at_most_ten_pages_are_looked_up(make: Make) -> None:
    farm = wikis()
    await done_at(farm, dict(map(make, range(30))))
    assert farm.count("logevents") == MOST_PAGES == 10
