"""Live state: what each flag means, what is gone, what could not be checked, and that nothing but flags is kept."""

import asyncio
from typing import Any

import httpx
import pytest

from app.domain.targets import Pointer, Relation, Target, TargetKind
from app.domain.visibility import CouldNotCheck, Gone, Parts, Shown
from app.domain.wikis import Farm, Wiki
from app.mediawiki.client import WikiClient
from app.mediawiki.live import LiveStates
from app.mediawiki.relations import Relations
from app.mediawiki.revisions import Revisions
from tests.mediawiki.scripted import BIG, SMALL, USER_AGENT, Scripted
from tests.mediawiki.test_remembered import Clock

SECRET = Wiki("secretwiki", "https://secret.example", private=True)
FARM = Farm({"bigwiki": BIG, "smallwiki": SMALL, "secretwiki": SECRET}, "metawiki")
EVERYTHING = Parts.TEXT | Parts.SUMMARY | Parts.USER_NAME
PLAIN = {"timestamp": "2026-08-01T12:00:00Z", "sha1": "abc", "userid": 5, "comment": "Invented summary"}


def page(revisions: list[dict[str, Any]], lastrevid: int = 900) -> dict[str, Any]:
    return {"pageid": 77, "ns": 1, "title": "Talk:Invented", "lastrevid": lastrevid, "revisions": revisions}


def answer(*revisions: dict[str, Any], bad: tuple[int, ...] = ()) -> dict[str, Any]:
    query: dict[str, Any] = {"pages": [page(list(revisions))]} if revisions else {}
    if bad:
        query["badrevids"] = {str(number): {"revid": number, "missing": True} for number in bad}
    return {"batchcomplete": True, "query": query}


def revisions_of(wikis: Scripted) -> Revisions:
    return Revisions(WikiClient(USER_AGENT, Clock(), wikis.client()))


def relations_of(wikis: Scripted) -> Relations:
    return Relations(WikiClient(USER_AGENT, Clock(), wikis.client()))


def live_states(client: WikiClient, seconds: float = 20.0) -> LiveStates:
    return LiveStates((Revisions(client),), seconds)


def revision(wiki: str, id: int) -> Pointer:
    return Pointer(wiki, TargetKind.REVISION, id)


def scripted(response: Any, host: str = "big.example") -> Scripted:
    return Scripted({(host, "revisions|info"): response})


def everything_asked(params: dict[str, str]) -> dict[str, Any]:
    return answer(*({"revid": int(number), "parentid": 1, **PLAIN} for number in params["revids"].split("|")))


@pytest.mark.parametrize(
    ("revision", "hidden", "asked", "author", "suppressed"),
    [
        (PLAIN, Parts.NONE, EVERYTHING, 5, False),
        ({**PLAIN, "userid": 0, "anon": True}, Parts.NONE, EVERYTHING, 0, False),
        (
            {"timestamp": PLAIN["timestamp"], "sha1hidden": True, "userid": 5, "comment": ""},
            Parts.TEXT,
            EVERYTHING,
            5,
            False,
        ),
        (
            {"timestamp": PLAIN["timestamp"], "sha1": "", "userhidden": True, "commenthidden": True},
            Parts.USER_NAME | Parts.SUMMARY,
            EVERYTHING,
            None,
            False,
        ),
        (
            {
                "timestamp": PLAIN["timestamp"],
                "sha1hidden": True,
                "userhidden": True,
                "commenthidden": True,
                "suppressed": True,
            },
            EVERYTHING,
            EVERYTHING,
            None,
            True,
        ),
        # What a wiki does not tell is not taken for visible.
        ({"timestamp": PLAIN["timestamp"]}, Parts.NONE, Parts.NONE, None, False),
    ],
)
async def test_what_the_flags_mean(
    revision: dict[str, Any], hidden: Parts, asked: Parts, author: int | None, suppressed: bool
) -> None:
    wikis = scripted(answer({"revid": 900, "parentid": 1, **revision}))
    states = await revisions_of(wikis).live_states(BIG, [900], with_summary=True)
    assert states == {
        900: Shown(
            page=77,
            at=1785585600,
            author=author,
            is_current=True,
            hidden=hidden,
            suppressed=suppressed,
            asked=asked,
            namespace=1,
        )
    }
    assert "Invented" not in repr(states)


@pytest.mark.parametrize(("with_summary", "more"), [(True, "|comment"), (False, "")])
async def test_summaries_are_asked_only_where_they_matter(with_summary: bool, more: str) -> None:
    wikis = scripted(everything_asked)
    await revisions_of(wikis).live_states(BIG, [1], with_summary)
    assert wikis.asked[0].params["rvprop"] == f"ids|timestamp|sha1|userid{more}"


async def test_gone_and_left_out() -> None:
    wikis = scripted(answer({"revid": 1, "parentid": 0, **PLAIN}, bad=(2,)))
    states = await revisions_of(wikis).live_states(BIG, [1, 2, 3], with_summary=True)
    assert isinstance(states[1], Shown)
    assert not states[1].is_current
    assert (states[2], states[3]) == (Gone(), CouldNotCheck())


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(500),
        httpx.Response(200, text="no json"),
        {"query": {"pages": [page([{"revid": 1}])]}},
        {"batchcomplete": True},
        {"query": {}, "warnings": {"revisions": {"warnings": "x"}}},
        {"error": {"code": "readapidenied"}},
    ],
)
async def test_a_failure_is_never_clean(response: Any) -> None:
    states = await revisions_of(scripted(response)).live_states(BIG, [1, 2], with_summary=True)
    assert states == {1: CouldNotCheck(), 2: CouldNotCheck()}


async def test_a_failed_batch_costs_its_own_ids_only() -> None:
    def second_fails(params: dict[str, str]) -> Any:
        return httpx.Response(500) if params["revids"].startswith("51|") else everything_asked(params)

    wikis = scripted(second_fails)
    states = await revisions_of(wikis).live_states(BIG, [*range(1, 121), 7], with_summary=False)
    assert len(wikis.asked) == 3
    assert {number for number, state in states.items() if state == CouldNotCheck()} == set(range(51, 101))


async def test_a_private_wiki_is_not_asked() -> None:
    wikis = scripted(everything_asked)
    assert await revisions_of(wikis).live_states(SECRET, [1], with_summary=False) == {1: CouldNotCheck()}
    assert wikis.asked == []


async def test_wikis_side_by_side() -> None:
    wikis = scripted(everything_asked)
    wikis.answers["small.example", "revisions|info"] = httpx.Response(500)
    numbers = {"bigwiki": [1, 2], "smallwiki": [3], "secretwiki": [4], "nowiki": [5]}
    asks = {wiki: [revision(wiki, id) for id in ids] for wiki, ids in numbers.items()}
    client = WikiClient(USER_AGENT, Clock(), wikis.client())
    found = {wiki: states async for wiki, states in live_states(client).by_wiki(asks, FARM, with_summary=True)}
    assert set(found) == set(asks)
    assert all(isinstance(state, Shown) for state in found["bigwiki"].values())
    assert [found[name] for name in ("smallwiki", "secretwiki", "nowiki")] == [
        {revision("smallwiki", 3): CouldNotCheck()},
        {revision("secretwiki", 4): CouldNotCheck()},
        {revision("nowiki", 5): CouldNotCheck()},
    ]


async def test_the_fastest_comes_first_and_the_deadline_keeps_what_is_known() -> None:
    async def respond(request: httpx.Request) -> httpx.Response:
        body = request.content.decode()
        if request.url.host == "big.example" and "revids=51" in body:
            await asyncio.Event().wait()
        numbers = body.split("revids=")[1].split("&")[0].split("%7C")
        return httpx.Response(200, json=everything_asked({"revids": "|".join(numbers)}))

    client = WikiClient(USER_AGENT, Clock(), httpx.AsyncClient(transport=httpx.MockTransport(respond)))
    asks = {"bigwiki": [revision("bigwiki", id) for id in range(1, 101)], "smallwiki": [revision("smallwiki", 3)]}
    order = []
    async for wiki, states in live_states(client, seconds=0.1).by_wiki(asks, FARM, with_summary=False):
        order.append((wiki, sum(isinstance(state, Shown) for state in states.values()), len(states)))
    assert order == [("smallwiki", 1, 1), ("bigwiki", 50, 100)]


async def test_walking_away_ends_the_questions() -> None:
    ended = asyncio.Event()

    async def respond(request: httpx.Request) -> httpx.Response:
        if request.url.host == "small.example":
            return httpx.Response(200, json=everything_asked({"revids": "3"}))
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        raise AssertionError

    client = WikiClient(USER_AGENT, Clock(), httpx.AsyncClient(transport=httpx.MockTransport(respond)))
    asks = {"bigwiki": [revision("bigwiki", 1)], "smallwiki": [revision("smallwiki", 3)]}
    walk = live_states(client).by_wiki(asks, FARM, with_summary=False)
    assert (await anext(walk))[0] == "smallwiki"
    await walk.aclose()
    assert ended.is_set()


# Relative links

HISTORY = [10, 20, 30]
"""The revisions of page 77; 20 follows 10, 30 is the newest."""


def history(params: dict[str, str]) -> dict[str, Any]:
    if "rvstartid" in params:
        assert (params["rvdir"], params["pageids"], params["rvlimit"]) == ("newer", "77", "2")
        later = [number for number in HISTORY if number >= int(params["rvstartid"])][:2]
        return {
            "query": {"pages": [{"pageid": 77, "revisions": [{"revid": number, "parentid": 1} for number in later]}]}
        }
    asked = [int(number) for number in params["revids"].split("|")]
    parent = {10: 0, 20: 10, 30: 20}
    known = [{"revid": number, "parentid": parent[number]} for number in asked if number in HISTORY]
    query: dict[str, Any] = {"pages": [{**page(known), "lastrevid": 30}]}
    bad = {str(number): {"revid": number} for number in asked if number not in HISTORY}
    return {"query": query | ({"badrevids": bad} if bad else {})}


def titles(params: dict[str, str]) -> dict[str, Any]:
    return {
        "query": {
            "normalized": [{"fromencoded": False, "from": "talk:Invented", "to": "Talk:Invented"}],
            "pages": [
                {"pageid": 77, "ns": 1, "title": "Talk:Invented", "lastrevid": 30},
                {"ns": 0, "title": "Not There", "missing": True},
                {"title": "<bad>", "invalidreason": "x", "invalid": True},
            ],
        }
    }


def relative(relation: Relation, number: int | None = None, title: str | None = None) -> Target:
    return Target(TargetKind.REVISION, "bigwiki", id=number, title=title, relation=relation)


def relation_wikis() -> Scripted:
    return Scripted(
        {
            ("big.example", "revisions|info"): history,
            ("big.example", "revisions"): history,
            ("big.example", "info"): titles,
        }
    )


async def test_relative_links() -> None:
    wikis = relation_wikis()
    expected = {
        relative(Relation.NEXT, 10): 20,
        relative(Relation.NEXT, 30): Gone(),
        relative(Relation.NEXT, 99): Gone(),
        relative(Relation.PREVIOUS, 20): 10,
        relative(Relation.PREVIOUS, 10): Gone(),
        relative(Relation.LATEST, 10): 30,
        relative(Relation.LATEST, title="talk:Invented"): 30,
        relative(Relation.LATEST, title="Not There"): Gone(),
        relative(Relation.LATEST, title="<bad>"): Gone(),
        relative(Relation.LATEST, title="m:Elsewhere"): CouldNotCheck(),
    }
    targets = [*expected, Target(TargetKind.REVISION, "bigwiki", id=5)]
    assert await relations_of(wikis).resolve(BIG, targets) == expected
    assert len(wikis.asked) == 3, "one for the ids, one for the titles, one for the only next that has to be looked up"


async def test_relative_links_that_cannot_be_asked() -> None:
    targets = [relative(Relation.NEXT, 10), relative(Relation.LATEST, title="Talk:Invented")]
    down = Scripted({("big.example", name): httpx.Response(500) for name in ("revisions|info", "info")})
    assert await relations_of(down).resolve(BIG, targets) == dict.fromkeys(targets, CouldNotCheck())
    halfway = relation_wikis()
    halfway.answers["big.example", "revisions"] = httpx.Response(500)
    assert (await relations_of(halfway).resolve(BIG, targets))[targets[0]] == CouldNotCheck()
    assert await relations_of(relation_wikis()).resolve(SECRET, targets) == dict.fromkeys(targets, CouldNotCheck())
    assert await relations_of(relation_wikis()).resolve(BIG, []) == {}
