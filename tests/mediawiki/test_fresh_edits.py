"""Newest edits by the wikis' own numbers: the exact question, what is read, and that silence is no "nothing"."""

import asyncio
from typing import Any

import httpx

from app.domain.visibility import CouldNotCheck
from app.domain.wikis import Farm
from app.mediawiki.client import WikiClient
from app.mediawiki.fresh_edits import Edit, FreshEdits, read_edits
from tests.mediawiki.scripted import BIG, META, SMALL, USER_AGENT, Scripted, scripted_farm
from tests.mediawiki.test_accounts_everywhere import FARM
from tests.mediawiki.test_remembered import Clock

NEWER = {"userid": 17, "user": "Alpha", "revid": 9, "pageid": 4, "timestamp": "2026-01-03T00:00:00Z"}
OLDER = NEWER | {"revid": 8, "pageid": 3, "timestamp": "2026-01-02T00:00:00Z"}


def contributed(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"batchcomplete": True, "query": {"usercontribs": list(rows)}}


def wikis_with(**answers: Any) -> Scripted:
    wikis = scripted_farm()
    wikis.answers |= {(f"{host}.example", "usercontribs"): given for host, given in answers.items()}
    return wikis


def asker(wikis: Scripted, clock: Clock | None = None) -> FreshEdits:
    now = clock or Clock()
    return FreshEdits(WikiClient(USER_AGENT, now, wikis.client()), now)


def test_numbers_and_times_are_read_and_no_name_the_newest_first() -> None:
    found = read_edits(contributed(OLDER, NEWER))
    assert found == (Edit(9, 4, 1_767_398_400), Edit(8, 3, 1_767_312_000))
    assert "Alpha" not in repr(found)


async def test_one_question_an_account_and_wiki_and_none_again_for_some_minutes() -> None:
    wikis, clock = wikis_with(big=contributed(NEWER, OLDER), small=contributed()), Clock()
    fresh = asker(wikis, clock)
    pairs = [("bigwiki", 17), ("smallwiki", 18), ("bigwiki", 17)]
    found = await fresh.of(FARM, pairs)
    assert found == {("bigwiki", 17): read_edits(contributed(NEWER, OLDER)), ("smallwiki", 18): ()}
    assert await fresh.of(FARM, pairs) == found
    assert wikis.count("usercontribs") == 2
    [question] = [each.params for each in wikis.asked if each.host == "big.example"]
    since = {"ucend": question["ucend"], "uclimit": "500", "ucprop": "ids|timestamp", "ucuserids": "17"}
    assert question == {"action": "query", "format": "json", "formatversion": "2", "list": "usercontribs", **since}
    clock.at += 5 * 60
    await fresh.of(FARM, pairs)
    assert wikis.count("usercontribs") == 4


async def test_only_the_last_ninety_days_are_asked_about() -> None:
    wikis, clock = wikis_with(big=contributed()), Clock()
    clock.at = 1_767_398_400
    await asker(wikis, clock).of(FARM, [("bigwiki", 17)])
    assert wikis.asked[-1].params["ucend"] == "2025-10-05T00:00:00Z"


async def test_silence_is_not_nothing_and_is_never_remembered() -> None:
    wikis = wikis_with(big=httpx.Response(500), small=contributed(NEWER))
    fresh = asker(wikis)
    pairs = [("bigwiki", 17), ("smallwiki", 18), ("shut", 19), ("nosuchwiki", 20)]
    found = await fresh.of(FARM, pairs)
    assert [found[pair] for pair in pairs] == [CouldNotCheck(), read_edits(contributed(NEWER)), *[CouldNotCheck()] * 2]
    wikis.answers["big.example", "usercontribs"] = contributed(OLDER)
    assert (await fresh.of(FARM, pairs[:1]))[pairs[0]] == read_edits(contributed(OLDER))


async def test_the_newest_is_known_only_if_every_wiki_told() -> None:
    wikis = wikis_with(big=contributed(OLDER), small=contributed(NEWER))
    fresh = asker(wikis)
    pairs = [("bigwiki", 17), ("smallwiki", 18)]
    assert fresh.newest_known(pairs) is None
    await fresh.of(FARM, pairs[:1])
    assert fresh.newest_known(pairs) is None, "one was not asked: it may be the newest"
    await fresh.of(FARM, pairs)
    asked = len(wikis.asked)
    assert fresh.newest_known(pairs) == 1_767_398_400
    assert len(wikis.asked) == asked


async def test_a_deadline_leaves_what_was_told() -> None:
    never = asyncio.Event()

    async def respond(request: httpx.Request) -> httpx.Response:
        if request.url.host == "big.example":
            await never.wait()
        return httpx.Response(200, json=contributed(NEWER))

    client = WikiClient(USER_AGENT, Clock(), httpx.AsyncClient(transport=httpx.MockTransport(respond)))
    farm = Farm({each.dbname: each for each in (META, BIG, SMALL)}, "m")
    found = await FreshEdits(client, Clock(), seconds=0.2).of(farm, [("bigwiki", 17), ("smallwiki", 18)])
    assert found == {("bigwiki", 17): CouldNotCheck(), ("smallwiki", 18): read_edits(contributed(NEWER))}
    await client.aclose()
