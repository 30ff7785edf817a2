"""From what a link names to the wiki's own numbers: a title or a name is kept only where there is no number for it."""

from collections.abc import Mapping, Sequence
from typing import Any

import httpx
import pytest

from app.domain.targets import Pointer, Relation, Target, TargetKind
from app.domain.visibility import CouldNotCheck, Gone
from app.domain.wikis import Farm
from app.mediawiki.door import open_wikis
from app.mediawiki.pointing import BESIDE_AT_MOST, Pointed
from tests.mediawiki.scripted import BIG, CENTRAL_INDEX, META, SMALL, USER_AGENT, Scripted, scripted_farm
from tests.mediawiki.test_remembered import Clock

FARM = Farm({"metawiki": META, "bigwiki": BIG, "smallwiki": SMALL}, "metawiki")
QUESTION = {"action": "query", "format": "json", "formatversion": "2"}
AT = "20260801120000"
NAME = "Invented Name"


def target(kind: TargetKind, **fields: Any) -> Target:
    return Target(kind, "bigwiki", **fields)


async def point(wikis: Scripted, *targets: Target) -> Mapping[Target, Pointed]:
    door = open_wikis(CENTRAL_INDEX, USER_AGENT, "key", "secret", None, Clock(), http=wikis.client())
    found = await door.pointing.point(FARM, BIG, targets)
    await door.aclose()
    return found


def asked(wikis: Scripted) -> Sequence[dict[str, str]]:
    return [question.params for question in wikis.asked]


NUMBERED = {
    target(TargetKind.REVISION, id=5): Pointer("bigwiki", TargetKind.REVISION, 5),
    target(TargetKind.LOG, id=6): Pointer("bigwiki", TargetKind.LOG, 6),
    target(TargetKind.ABUSE_LOG, id=7): Pointer("bigwiki", TargetKind.ABUSE_LOG, 7),
    target(TargetKind.PAGE, id=8): Pointer("bigwiki", TargetKind.PAGE, 8),
    target(TargetKind.ACCOUNT, id=9): Pointer("bigwiki", TargetKind.ACCOUNT, 9),
    target(TargetKind.DELETED_REVISION, id=10): Pointer("bigwiki", TargetKind.DELETED_REVISION, 10),
    target(TargetKind.DELETED_REVISION, title="Invented", timestamp=AT): Pointer(
        "bigwiki", TargetKind.DELETED_REVISION, 0, AT, "Invented"
    ),
}


async def test_numbers_that_stand_in_the_link_cost_no_question() -> None:
    wikis = scripted_farm()
    assert await point(wikis, *NUMBERED) == NUMBERED
    assert wikis.asked == []


async def test_addresses_never_become_pointers() -> None:
    wikis = scripted_farm()
    addresses = [target(TargetKind.IP, name="192.0.2.7"), target(TargetKind.RANGE, name="192.0.2.0/24")]
    assert await point(wikis, *addresses) == {}
    assert wikis.asked == []


# What a link names beside a number


def revisions(*gone: int) -> Any:
    def respond(params: dict[str, str]) -> dict[str, Any]:
        numbers = [int(number) for number in params["revids"].split("|")]
        live = [{"revid": n, "timestamp": "2026-08-01T12:00:00Z", "sha1": "a", "userid": 5} for n in numbers]
        page = {"pageid": 7, "ns": 0, "lastrevid": 1, "revisions": [row for row in live if row["revid"] not in gone]}
        return {"query": {"pages": [page], "badrevids": {str(n): {"revid": n} for n in numbers if n in gone}}}

    return respond


async def test_a_title_beside_a_revision_is_kept_only_where_it_is_deleted() -> None:
    wikis = scripted_farm()
    wikis.answers["big.example", "revisions|info"] = revisions(2)
    wikis.answers["big.example", "info"] = pages
    live, deleted = (target(TargetKind.REVISION, id=number, beside="Nowhere page") for number in (1, 2))
    alone = target(TargetKind.REVISION, id=3)
    assert await point(wikis, live, deleted, alone) == {
        live: Pointer("bigwiki", TargetKind.REVISION, 1),
        deleted: Pointer("bigwiki", TargetKind.REVISION, 2, title="Nowhere page"),
        alone: Pointer("bigwiki", TargetKind.REVISION, 3),
    }
    which = {"prop": "revisions|info", "rvprop": "ids|timestamp|sha1|userid", "revids": "1|2"}
    assert asked(wikis) == [
        QUESTION | which,
        QUESTION | {"prop": "info", "titles": "Nowhere page"},
    ], "only those beside which a title stands; no title of a revision that all can see, no summary"


async def test_a_title_beside_is_kept_only_where_the_wiki_says_that_its_page_is_missing() -> None:
    """Of a page with a number nothing else is kept, and what is no title at all is no page's."""
    wikis = scripted_farm()
    beside = {2: "invented page", 3: "nowhere page", 4: "Nowhere::", 5: "elsewhere:Nowhere"}
    wikis.answers["big.example", "revisions|info"] = revisions(*beside)

    def answer(params: dict[str, str]) -> dict[str, Any]:
        found = pages({"titles": "invented page|nowhere page"})
        found["query"]["pages"].append({"title": "Nowhere::", "invalid": True, "invalidreason": "invented"})
        return found

    wikis.answers["big.example", "info"] = answer
    named = {number: target(TargetKind.REVISION, id=number, beside=title) for number, title in beside.items()}
    found = await point(wikis, *named.values())
    kept = {number: pointer.title for number, each in named.items() if isinstance(pointer := found[each], Pointer)}
    assert kept == {2: "", 3: "nowhere page", 4: "", 5: ""}


async def test_a_title_beside_is_dropped_when_it_could_not_be_asked_whether_its_page_is_missing() -> None:
    wikis = scripted_farm()
    wikis.answers["big.example", "revisions|info"] = revisions(2)
    wikis.answers["big.example", "info"] = httpx.Response(500)
    named = target(TargetKind.REVISION, id=2, beside="Nowhere page")
    assert await point(wikis, named) == {named: Pointer("bigwiki", TargetKind.REVISION, 2)}


async def test_a_title_beside_is_dropped_when_the_wiki_cannot_be_asked() -> None:
    wikis = scripted_farm()
    wikis.answers["big.example", "revisions|info"] = httpx.Response(500)
    named = target(TargetKind.REVISION, id=2, beside="Invented page")
    assert await point(wikis, named) == {named: Pointer("bigwiki", TargetKind.REVISION, 2)}


@pytest.mark.parametrize(("more", "questions"), [(0, 1), (1, 0)])
async def test_many_titles_beside_are_not_asked_about(more: int, questions: int) -> None:
    wikis = scripted_farm()
    wikis.answers["big.example", "revisions|info"] = revisions()
    numbers = range(1, BESIDE_AT_MOST + more + 1)
    found = await point(wikis, *(target(TargetKind.REVISION, id=n, beside="Invented page") for n in numbers))
    assert set(found.values()) == {Pointer("bigwiki", TargetKind.REVISION, number) for number in numbers}
    assert len(wikis.asked) == questions


# Relative links


async def test_relative_links_become_the_revision_that_is_meant() -> None:
    wikis = scripted_farm()
    page = {"pageid": 7, "lastrevid": 30, "revisions": [{"revid": 20, "parentid": 10}]}
    wikis.answers["big.example", "revisions|info"] = {"query": {"pages": [page], "badrevids": {"4": {"revid": 4}}}}
    before = target(TargetKind.REVISION, id=20, relation=Relation.PREVIOUS)
    nowhere = target(TargetKind.REVISION, id=4, relation=Relation.LATEST)
    unasked = target(TargetKind.REVISION, title="Invented", relation=Relation.LATEST)
    assert await point(wikis, before, nowhere, unasked) == {
        before: Pointer("bigwiki", TargetKind.REVISION, 10),
        nowhere: Gone(),
        unasked: CouldNotCheck(),
    }


# Titles


def pages(params: dict[str, str]) -> dict[str, Any]:
    """Titles that begin with an I exist; first letters are made upper case."""
    titles = params["titles"].split("|")
    assert len(titles) <= 50
    found: list[dict[str, Any]] = [
        {"pageid": 30 + place, "ns": 0, "title": title.capitalize()} for place, title in enumerate(titles)
    ]
    for row in found:
        if row["title"][0] != "I":
            row |= {"missing": True, "pageid": 0}
    spelled = [{"from": title, "to": title.capitalize()} for title in titles if title[0].islower()]
    return {"query": {"normalized": spelled, "pages": found}}


async def test_pages_become_numbers_and_keep_their_title_only_where_there_is_none() -> None:
    wikis = scripted_farm()
    wikis.answers["big.example", "info"] = pages
    page, nowhere = (target(TargetKind.PAGE, title=title) for title in ("invented", "Nowhere"))
    version = target(TargetKind.FILE_VERSION, title="Invented.png", timestamp=AT)
    gone = target(TargetKind.FILE_VERSION, title="Nowhere.png", timestamp=AT)
    assert await point(wikis, page, nowhere, version, gone) == {
        page: Pointer("bigwiki", TargetKind.PAGE, 30),
        nowhere: Pointer("bigwiki", TargetKind.PAGE, title="Nowhere"),
        version: Pointer("bigwiki", TargetKind.FILE_VERSION, 32, AT),
        gone: Pointer("bigwiki", TargetKind.FILE_VERSION, 0, AT, "Nowhere.png"),
    }
    titles = "invented|Nowhere|Invented.png|Nowhere.png"
    assert asked(wikis) == [QUESTION | {"prop": "info", "titles": titles}]
    assert "nvented" not in wikis.asked[0].address


async def test_titles_go_fifty_a_question_and_a_failed_one_costs_its_own() -> None:
    wikis = scripted_farm()
    wikis.answers["big.example", "info"] = lambda params: (
        httpx.Response(500) if params["titles"].startswith("I50|") else pages(params)
    )
    meant = [target(TargetKind.PAGE, title=f"I{number}") for number in range(60)]
    found = await point(wikis, *meant)
    assert len(wikis.asked) == 2
    assert [each.title for each, pointed in found.items() if pointed == CouldNotCheck()] == [
        f"I{number}" for number in range(50, 60)
    ]


# Accounts


def people(*here: str) -> Any:
    def respond(params: dict[str, str]) -> dict[str, Any]:
        names = params["ususers"].split("|")
        assert len(names) <= 50
        rows = [{"userid": 5 + place, "name": name} for place, name in enumerate(names)]
        return {"query": {"users": [row if row["name"] in here else row | {"missing": True} for row in rows]}}

    return respond


def home(name: str, wiki: str, *on: str) -> dict[str, Any]:
    merged = [{"wiki": each, "id": 90 + place} for place, each in enumerate(on)]
    return {"query": {"globaluserinfo": {"id": 500, "name": name, "home": wiki, "merged": merged}}}


async def test_an_account_of_this_wiki_is_its_local_number() -> None:
    wikis = scripted_farm()
    wikis.answers["big.example", "users"] = people(NAME)
    meant = target(TargetKind.ACCOUNT, name=NAME)
    assert await point(wikis, meant) == {meant: Pointer("bigwiki", TargetKind.ACCOUNT, 5)}
    assert asked(wikis) == [QUESTION | {"list": "users", "usprop": "centralids", "ususers": NAME}]
    assert all("nvented" not in question.address for question in wikis.asked)


async def test_an_account_that_was_never_here_is_one_of_its_home_wiki() -> None:
    wikis = scripted_farm()
    wikis.answers["big.example", "users"] = people()
    wikis.answers["meta.example", "globaluserinfo"] = home(NAME, "smallwiki", "metawiki", "smallwiki")
    meant = target(TargetKind.ACCOUNT, name=NAME)
    assert await point(wikis, meant) == {meant: Pointer("smallwiki", TargetKind.ACCOUNT, 91)}
    assert asked(wikis)[1] == QUESTION | {"meta": "globaluserinfo", "guiuser": NAME, "guiprop": "merged"}


@pytest.mark.parametrize(
    "central",
    [
        {"query": {"globaluserinfo": {"missing": True, "name": NAME}}},  # unknown and hidden alike
        {"error": {"code": "baduser"}},
        home(NAME, "nowiki", "nowiki"),  # a wiki that the farm does not list
        home(NAME, "smallwiki", "metawiki"),  # no longer attached at home
        home(NAME, ""),
    ],
)
async def test_a_name_that_is_nowhere_is_kept_as_a_name(central: dict[str, Any]) -> None:
    wikis = scripted_farm()
    wikis.answers["big.example", "users"] = people()
    wikis.answers["meta.example", "globaluserinfo"] = central
    meant = target(TargetKind.ACCOUNT, name=NAME)
    assert await point(wikis, meant) == {meant: Pointer("bigwiki", TargetKind.ACCOUNT, name=NAME)}


@pytest.mark.parametrize("down", [("big.example", "users"), ("meta.example", "globaluserinfo")])
async def test_an_account_that_could_not_be_asked_about_is_no_pointer(down: tuple[str, str]) -> None:
    wikis = scripted_farm()
    wikis.answers["big.example", "users"] = people()
    wikis.answers["meta.example", "globaluserinfo"] = home(NAME, "smallwiki", "smallwiki")
    wikis.answers[down] = httpx.Response(500)
    meant = target(TargetKind.ACCOUNT, name=NAME)
    assert await point(wikis, meant) == {meant: CouldNotCheck()}


async def test_names_go_fifty_a_question() -> None:
    wikis = scripted_farm()
    names = [f"Invented {number}" for number in range(60)]
    wikis.answers["big.example", "users"] = people(*names)
    found = await point(wikis, *(target(TargetKind.ACCOUNT, name=name) for name in names))
    assert len(wikis.asked) == 2
    assert all(isinstance(pointed, Pointer) and pointed.id and not pointed.name for pointed in found.values())


# All together


async def test_every_kind_side_by_side_and_each_its_own_fate() -> None:
    wikis = scripted_farm()
    wikis.answers["big.example", "discussiontoolsfindcomment"] = httpx.Response(500)
    wikis.answers["big.example", "info"] = pages
    wikis.answers["big.example", "users"] = people(NAME)
    comment = target(TargetKind.COMMENT, name="c-Invented_Name-20260801120000")
    page, account = target(TargetKind.PAGE, title="Invented"), target(TargetKind.ACCOUNT, name=NAME)
    assert await point(wikis, *NUMBERED, comment, page, account) == NUMBERED | {
        comment: CouldNotCheck(),
        page: Pointer("bigwiki", TargetKind.PAGE, 30),
        account: Pointer("bigwiki", TargetKind.ACCOUNT, 5),
    }
