"""Faults on request, parallel calls, the access log, and the farm over real sockets."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from app.sandbox import build_farm
from app.sandbox.cases import add_bulk
from tests.sandbox.asking import Asker
from tests.support.sandbox import USER_AGENT, Sandbox, start_sandbox


async def test_answers_429_and_503(ask: Asker) -> None:
    ask.farm.faults.set("enwiki", "http429")
    answer = await ask.raw("enwiki", meta="siteinfo")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    ask.farm.faults.set("enwiki", "down")
    assert (await ask.raw("enwiki", meta="siteinfo")).status_code == 503
    assert (await ask.page("enwiki", "/wiki/Main_Page")).status_code == 503
    assert (await ask.raw("metawiki", meta="siteinfo")).status_code == 200
    ask.farm.faults.clear()
    assert (await ask.raw("enwiki", meta="siteinfo")).status_code == 200


async def test_faults_of_the_api(ask: Asker) -> None:
    ask.farm.faults.set("enwiki", "maxlag")
    assert (await ask.raw("enwiki", meta="siteinfo")).json()["query"]
    lagged = await ask.raw("enwiki", meta="siteinfo", maxlag=5)
    assert lagged.status_code == 200
    assert lagged.headers["MediaWiki-API-Error"] == "maxlag"
    assert lagged.headers["Retry-After"] == "5"
    ask.farm.faults.set("enwiki", "ratelimited")
    assert (await ask.api("enwiki", meta="siteinfo"))["error"]["code"] == "ratelimited"
    ask.farm.faults.set("enwiki", "readonly")
    general = (await ask.api("enwiki", meta="siteinfo"))["query"]["general"]
    assert general["readonly"] is True
    assert general["readonlyreason"]
    ask.farm.faults.set("enwiki", "garbage")
    with pytest.raises(ValueError, match="Expecting value"):
        await ask.api("enwiki", meta="siteinfo")


async def test_the_fault_page_of_the_demo(ask: Asker) -> None:
    assert "accepts and never answers" in (await ask.page("metawiki", "/sandbox/faults")).text
    await ask.page("metawiki", "/sandbox/faults", wiki="metawiki", fault="down")
    assert ask.farm.faults.active("metawiki", "down")
    await ask.page("metawiki", "/sandbox/faults", wiki="metawiki", fault="")
    assert ask.farm.faults.of("metawiki") is None
    assert (await ask.page("enwiki", "/sandbox/faults")).status_code == 404


async def test_more_calls_side_by_side_than_allowed_are_refused(ask: Asker) -> None:
    ask.farm.faults.set("enwiki", "slow", 0.05)
    answers = await asyncio.gather(*(ask.raw("enwiki", meta="siteinfo") for _call in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 429, 429]
    assert ask.farm.access_log.most_parallel["enwiki"] > 2
    ask.farm.limits.parallel_calls = 4
    answers = await asyncio.gather(*(ask.raw("enwiki", meta="siteinfo") for _call in range(4)))
    assert {answer.status_code for answer in answers} == {200}


async def test_the_access_log_counts_and_keeps_no_values(ask: Asker) -> None:
    await ask.api("enwiki", prop="info|revisions", revids="1|2|3")
    await ask.api("metawiki", action="sitematrix")
    await ask.page("dewikibooks", "/wiki/Spezial:Logbuch")
    log = ask.farm.access_log
    assert log.count() == 3
    assert log.count("enwiki") == log.count(module="revisions") == log.count("enwiki", "info") == 1
    assert log.count(module="sitematrix") == 1
    assert log.count("dewikibooks", "Special:Log") == 1
    assert log.count(path="/w/api.php") == 2
    entry = log.entries("enwiki")[0]
    assert (entry.method, entry.status, entry.values_of("revids")) == ("POST", 200, 3)
    log.clear()
    assert log.count() == 0


def test_the_farm_is_the_same_every_time() -> None:
    one, two = build_farm(8123), build_farm(8123)
    for dbname, wiki in one.wikis.items():
        assert list(wiki.revisions) == list(two.wiki(dbname).revisions)
    assert [a.central_id for a in one.accounts.values()] == [a.central_id for a in two.accounts.values()]
    numbers = [number for wiki in one.wikis.values() for number in wiki.revisions]
    assert len(set(numbers)) == len(numbers)
    assert min(numbers) > 1_000_000


def test_bulk_material_on_twelve_wikis() -> None:
    farm = build_farm(8123, extra_wikis=8)
    made = add_bulk(farm, 500, 12)
    assert len(made) == 12
    assert sum(map(len, made.values())) == 500
    assert farm.wiki("xx8wiki").server == "http://127.0.0.18:8123"


def test_over_real_sockets() -> None:
    with start_sandbox(extra_wikis=2) as sandbox:
        for dbname in ("metawiki", "enwiki", "xx2wiki"):
            with sandbox.client(dbname, "Wilma Tarn") as client:
                assert "Wilma Tarn" in client.get("/", follow_redirects=True).text
        silent_wiki_lets_the_client_give_up(sandbox)


def silent_wiki_lets_the_client_give_up(sandbox: Sandbox) -> None:
    sandbox.farm.faults.set("metawiki", "silent")
    with httpx.Client(timeout=0.15, headers={"User-Agent": USER_AGENT}, trust_env=False) as client:
        for address in (sandbox.api_url("metawiki"), sandbox.central_index):
            with pytest.raises(httpx.ReadTimeout):
                client.post(address, params={"title": "Special:OAuth/initiate"})
    sandbox.farm.faults.clear()
    with sandbox.client("metawiki") as client:
        assert client.get("/wiki/Main_Page").status_code == 200
