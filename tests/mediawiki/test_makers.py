"""Who stands behind targets whose state does not tell it: what is asked and taken out, and what a failure leaves."""

from typing import Any

import httpx
import pytest

from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import Gone, LiveState, Parts, Shown, There
from app.mediawiki.door import open_wikis
from app.mediawiki.makers import MOST_PAGES, Behind
from tests.mediawiki.scripted import BIG, CENTRAL_INDEX, USER_AGENT, Answer, Scripted
from tests.mediawiki.test_remembered import Clock

LOG = Pointer("bigwiki", TargetKind.LOG, 3, "20260801120300")
HIT = Pointer("bigwiki", TargetKind.ABUSE_LOG, 4)
PAGE = Pointer("bigwiki", TargetKind.PAGE, 77)
DELETED = Pointer("bigwiki", TargetKind.DELETED_REVISION, 0, "20260801120300", "Benutzer Diskussion:Invented Owner/Old")
SEEN: dict[Pointer, LiveState] = {
    LOG: Shown(0, 0, 5, False, Parts.NONE, False, Parts.TEXT),
    HIT: There(at=0),
    PAGE: There(page=77, namespace=6),
    DELETED: Gone(),
}
ROW = {"timestamp": "2026-08-01T12:03:00Z"}


def about(title: str, namespace: int = 2) -> dict[str, Any]:
    return {"query": {"logevents": [{"logid": 3, "ns": namespace, "title": title}]}}


def answers(**changes: Answer) -> dict[str, Answer]:
    told: dict[str, Answer] = {
        "logevents": about("Benutzer:Invented Subject"),
        "abuselog": {"query": {"abuselog": [{"id": 4, "user": "Invented Vandal", **ROW}]}},
        "revisions": {"query": {"pages": [{"pageid": 77, "revisions": [{"userid": 8}]}]}},
        "imageinfo|info": {
            "query": {"pages": [{"pageid": 77, "ns": 6, "imageinfo": [{"userid": 9, "sha1": "sum", **ROW}]}]}
        },
        "info": {"query": {"pages": [{"ns": 3, "title": DELETED.title, "missing": True}]}},
    }
    return told | changes


async def behind(states: dict[Pointer, LiveState] = SEEN, **changes: Answer) -> tuple[Behind, Scripted]:
    wikis = Scripted({("big.example", module): answer for module, answer in answers(**changes).items()})
    door = open_wikis(CENTRAL_INDEX, USER_AGENT, "key", "secret", None, Clock(), http=wikis.client())
    found = await door.makers.behind(BIG, states)
    await door.aclose()
    return found, wikis


async def test_everybody_whom_the_wiki_names() -> None:
    found, wikis = await behind()
    names = frozenset({"Invented Subject", "Invented Vandal", "Invented Owner"})
    assert found == Behind(frozenset({8, 9}), names, frozenset({LOG, HIT}), asked=True)
    assert {each.address for each in wikis.asked} == {"https://big.example/w/api.php"}, "names stand in no address"
    assert not {"comment", "details", "content"} & {
        part for each in wikis.asked for part in "|".join(each.params.values()).split("|")
    }


@pytest.mark.parametrize("question", ["logevents", "abuselog", "revisions", "imageinfo|info", "info"])
async def test_a_question_that_fails_is_never_taken_for_nobody(question: str) -> None:
    found, _ = await behind(**{question: httpx.Response(500)})
    assert not found.asked


async def test_what_hides_its_subject_tells_nobody() -> None:
    hidden = {"query": {"logevents": [{"logid": 3, "actionhidden": True}]}}
    found, _ = await behind({LOG: SEEN[LOG]}, logevents=hidden)
    assert found == Behind(frozenset(), frozenset(), frozenset(), asked=True)


@pytest.mark.parametrize(
    ("title", "namespace", "name"),
    [
        ("Benutzer:Invented Name/Sub/Page", 2, "Invented Name"),
        ("User:Invented Name@global", 2, "Invented Name"),
        ("Benutzer:192.0.2.7", 2, None),
        ("Benutzer:192.0.2.0/24", 2, None),
        ("Benutzer:Not a user page", 0, None),
    ],
)
async def test_the_account_in_a_title(title: str, namespace: int, name: str | None) -> None:
    found, _ = await behind({LOG: SEEN[LOG]}, logevents=about(title, namespace))
    assert found.names == ({name} if name else set())
    assert found.told == {LOG}


async def test_where_the_wiki_knows_no_numbers_an_entry_is_found_by_its_time() -> None:
    def by_time_only(params: dict[str, str]) -> Any:
        return {"warnings": {"main": {}}} if "leids" in params else about("Benutzer:Invented Name")

    found, wikis = await behind({LOG: SEEN[LOG]}, logevents=by_time_only)
    assert (found.names, found.asked) == (frozenset({"Invented Name"}), True)
    assert wikis.asked[-1].params["lestart"] == LOG.timestamp


async def test_of_many_pages_only_some_are_asked_who_began_them() -> None:
    many: dict[Pointer, LiveState] = {
        Pointer("bigwiki", TargetKind.PAGE, number): There(page=number) for number in range(1, 40)
    }
    _, wikis = await behind(many)
    assert wikis.count("revisions") == MOST_PAGES == 10
    assert not wikis.count("imageinfo|info"), "only pages of files have versions"


async def test_nothing_is_asked_where_the_state_tells() -> None:
    plain = Pointer("bigwiki", TargetKind.REVISION, 20)
    found, wikis = await behind({plain: SEEN[LOG], Pointer("bigwiki", TargetKind.ACCOUNT, 5): There(user=5)})
    assert (found, wikis.asked) == (Behind(frozenset(), frozenset(), frozenset(), asked=True), [])
