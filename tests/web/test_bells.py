"""Bells as their owners and their bots meet them: shown once, counted in three words, silent for everybody else."""

import json
import re
from asyncio import gather
from collections.abc import AsyncIterator
from xml.etree import ElementTree

import httpx
import pytest

from app.actions import bells as ringing
from app.actions.bells import QUEUES_TOLD
from app.domain.bells import COUNTED_AT_MOST, LIVE_BELLS, Waiting, waiting_for
from app.domain.queues import Queue, Team
from app.domain.retention import BELL, DAY
from app.store import bells as stored
from app.store.purge import run_purge
from app.store.requests import add_request
from tests.store.making import new_request, reference
from tests.support.haven import Client, Haven, open_haven
from tests.support.page_checks import form_actions, heading, links, read, words
from tests.web.test_own_case import calls, essence

SECRET = re.compile(r"/bell/([A-Za-z0-9_-]{43})/atom")
ATOM = "{http://www.w3.org/2005/Atom}"
OVERSIGHTERS = Queue(Team.OVERSIGHTERS, "enwiki")
NOBODYS = "A" * 43
NOTHING = {"administrators.enwiki": "none", OVERSIGHTERS.key: "none"}
"""What the bell of an oversighter says, who can do what administrators do."""


@pytest.fixture
async def odile(haven: Haven) -> Client:
    return await haven.client("Odile Farr")


@pytest.fixture
async def bot(haven: Haven) -> Client:
    """Nobody is signed in where a bot runs."""
    return await haven.client()


async def make_bell(client: Client) -> str:
    """The secret, read from the one page that shows it."""
    page = await client.post("/bells")
    assert page.status_code == 200, words(page)
    found = SECRET.search(str(read(page).find(id="atom")))
    assert found is not None
    return found[1]


async def file_some(haven: Haven, count: int, queue: Queue = OVERSIGHTERS, first: int = 1, **changes: object) -> None:
    async with haven.desk.database.writing() as session:
        for number in range(first, first + count):
            new = new_request(number, queue=queue, **changes)  # type: ignore[arg-type]
            await add_request(session, new, reference(number), haven.clock())


async def told(bot: Client, secret: str) -> dict[str, str]:
    """What the bell says of each queue."""
    answer = await bot.get("/bell/json", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200, answer.text
    return {each["queue"]: each["waiting"] for each in answer.json()["queues"]}


async def rows(haven: Haven, name: str) -> int:
    async with haven.desk.database.reading() as session:
        return len(await stored.bells_of(session, haven.central_id(name), 0))


# --- keeping one


async def test_a_bell_is_made_shown_once_listed_and_taken_back(haven: Haven, odile: Client, bot: Client) -> None:
    assert "/bells" in links(await odile.get("/queues"))
    assert "You keep no bell" in words(await odile.get("/bells"))
    secret = await make_bell(odile)
    assert await told(bot, secret) == NOTHING
    for path in ("/bells", "/account", "/queues", "/guide"):
        assert secret not in (await odile.get(path)).text
    assert "One bell of yours rings" in words(await odile.get("/account"))
    listed = await odile.get("/bells")
    number = str(read(listed).find("button", attrs={"name": "bell"})["value"])  # type: ignore[index]
    assert (await odile.follow(await odile.post("/bells/take-back", {"bell": number}))).status_code == 200
    assert (await bot.get(f"/bell/{secret}/json")).status_code == 404
    assert await rows(haven, "Odile Farr") == 0


async def test_the_page_with_the_secret_is_kept_by_no_cache_and_leads_nowhere_with_it(odile: Client) -> None:
    page = await odile.post("/bells")
    found = SECRET.search(page.text)
    assert found is not None
    assert page.headers["cache-control"] == "no-store"
    assert not [each for each in (*links(page), *form_actions(page)) if found[1] in each]
    assert found[1] not in str(page.url) + str(page.headers)


async def test_only_a_digest_of_it_is_stored(haven: Haven, odile: Client) -> None:
    secret = await make_bell(odile)
    file = haven.settings.database_url.partition(":///")[2]
    for suffix in ("", "-wal"):
        with open(file + suffix, "rb") as data:  # noqa: ASYNC230
            assert secret.encode() not in data.read()


async def test_three_at_a_time_and_the_fourth_is_told_why(haven: Haven, odile: Client) -> None:
    secrets = {await make_bell(odile) for _ in range(LIVE_BELLS)}
    assert len(secrets) == LIVE_BELLS
    assert "You keep 3 bells" in words(await odile.get("/bells"))
    answer = await odile.post("/bells")
    assert (answer.status_code, await rows(haven, "Odile Farr")) == (409, LIVE_BELLS)
    assert "as many as one person may" in words(answer)
    await odile.post("/bells/take-back", {"from": "account"})
    assert await rows(haven, "Odile Farr") == 0


async def test_two_forms_at_once_do_not_make_a_fourth(haven: Haven, odile: Client) -> None:
    for _ in range(LIVE_BELLS - 1):
        await make_bell(odile)
    answers = await gather(odile.post("/bells"), odile.post("/bells"))
    assert sorted(each.status_code for each in answers) == [200, 409]


async def test_nobody_takes_back_the_bell_of_another(haven: Haven, odile: Client, bot: Client) -> None:
    secret = await make_bell(odile)
    piet = await haven.client("Piet Wander")
    for fields in ({"bell": "1"}, {}, {"bell": "9" * 18}):
        assert (await piet.post("/bells/take-back", fields)).status_code == 303
    assert (await piet.post("/bells/take-back", {"bell": "one"})).status_code == 404
    assert await told(bot, secret) == NOTHING


async def test_rights_are_read_anew_before_one_is_made(haven: Haven, odile: Client) -> None:
    await odile.get("/bells")
    haven.farm.revoke("Odile Farr", "suppress", "enwiki")
    haven.farm.revoke("Odile Farr", "checkuser", "enwiki")
    assert (await odile.post("/bells")).status_code == 403
    assert await rows(haven, "Odile Farr") == 0


async def test_with_the_wiki_silent_none_is_made_and_all_can_be_taken_back(haven: Haven, odile: Client) -> None:
    await make_bell(odile)
    haven.farm.faults.set("enwiki", "down")
    assert (await odile.post("/bells")).status_code == 503
    haven.clock.move(minutes=6)
    assert (await odile.post("/bells/take-back")).status_code == 303
    assert await rows(haven, "Odile Farr") == 0


async def test_whoever_lost_their_rights_finds_on_their_account_page_what_still_rings(haven: Haven) -> None:
    odile = await haven.client("Odile Farr")
    await make_bell(odile)
    haven.farm.revoke("Odile Farr", "suppress", "enwiki")
    haven.farm.revoke("Odile Farr", "checkuser", "enwiki")
    haven.clock.move(minutes=6)
    page = await odile.get("/account")
    assert "One bell of yours rings" in words(page)
    assert "/bells" not in links(page)
    assert heading(await odile.follow(await odile.post("/bells/take-back", {"from": "account"}))) == heading(page)
    assert await rows(haven, "Odile Farr") == 0


async def test_signing_out_everywhere_leaves_the_bot_its_bell(odile: Client, bot: Client) -> None:
    secret = await make_bell(odile)
    await odile.post("/sign-out-everywhere")
    assert await told(bot, secret) == NOTHING


async def test_after_ninety_days_it_is_silent_and_the_purge_takes_it(haven: Haven, odile: Client, bot: Client) -> None:
    secret = await make_bell(odile)
    haven.clock.move(seconds=BELL - 1)
    assert (await bot.get(f"/bell/{secret}/json")).status_code == 200
    haven.clock.move(seconds=1)
    assert (await bot.get(f"/bell/{secret}/json")).status_code == 404
    assert (await run_purge(haven.desk.database, haven.clock())).bells == 1


# --- what it tells


@pytest.mark.parametrize(("count", "word"), [(0, "none"), (1, "a-few"), (5, "a-few"), (6, "many"), (7, "many")])
async def test_how_much_waits_is_one_of_three_words(
    haven: Haven, odile: Client, bot: Client, count: int, word: str
) -> None:
    secret = await make_bell(odile)
    await file_some(haven, count)
    assert await told(bot, secret) == {**NOTHING, OVERSIGHTERS.key: word}


def test_nothing_is_counted_further_than_the_words_need() -> None:
    assert waiting_for(COUNTED_AT_MOST) is Waiting.MANY
    assert waiting_for(COUNTED_AT_MOST - 1) is Waiting.A_FEW


async def test_the_answer_is_the_documented_one(haven: Haven, odile: Client, bot: Client) -> None:
    secret = await make_bell(odile)
    await file_some(haven, 2)
    answer = await bot.get(f"/bell/{secret}/json")
    documented = re.search(r"\{.*\}", words(await bot.get("/guide")))
    assert documented is not None
    expected = json.loads(documented[0])
    assert answer.headers["content-type"] == "application/json"
    assert set(answer.json()) == set(expected)
    assert {frozenset(each) for each in answer.json()["queues"]} == {frozenset(expected["queues"][0])}
    assert answer.json()["until"] == "".join(re.findall(r"rings until ([0-9-]+)", (await atom(bot, secret)).text))


async def atom(bot: Client, secret: str) -> httpx.Response:
    return await bot.get(f"/bell/{secret}/atom")


async def test_the_feed_is_atom_and_names_neither_the_secret_nor_a_moment(haven: Haven, bot: Client) -> None:
    haven.clock.at -= haven.clock.at % DAY
    haven.clock.move(hours=3, minutes=17, seconds=41)
    secret = await make_bell(await haven.client("Odile Farr"))
    await file_some(haven, 2)
    answer = await atom(bot, secret)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert answer.headers["cache-control"] == "no-store"
    assert "noindex" in answer.headers["x-robots-tag"]
    assert secret not in answer.text
    feed = ElementTree.fromstring(answer.text)  # noqa: S314 - our own
    assert feed.tag == f"{ATOM}feed"
    for each in (feed, *feed.iter(f"{ATOM}entry")):
        for needed in ("id", "title", "updated"):
            assert len(each.findall(f"{ATOM}{needed}")) == 1
        assert str(each.findtext(f"{ATOM}id")).startswith("urn:uuid:")
        assert str(each.findtext(f"{ATOM}updated")).endswith("T03:00:00Z")
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    assert [each.findtext(f"{ATOM}title") for each in feed.iter(f"{ATOM}entry")] == [
        "A few requests wait for the oversighters of enwiki"
    ]
    assert "H-" not in answer.text


async def test_an_entry_is_the_same_until_the_word_or_the_day_changes(haven: Haven, odile: Client, bot: Client) -> None:
    haven.clock.at -= haven.clock.at % DAY
    secret = await make_bell(odile)

    async def ids() -> list[str]:
        feed = ElementTree.fromstring((await atom(bot, secret)).text)  # noqa: S314
        return [str(each.text) for each in feed.iter(f"{ATOM}id")][1:]

    assert await ids() == []
    await file_some(haven, 1)
    first = await ids()
    await file_some(haven, 1, first=2)
    haven.clock.move(hours=2)
    assert await ids() == first
    await file_some(haven, 5, first=3)
    many = await ids()
    haven.clock.move(days=1)
    assert len({*first, *many, *(await ids())}) == 3


async def test_what_its_owner_may_not_know_of_is_not_counted(haven: Haven, bot: Client) -> None:
    """Their own requests, those they are kept out of, and those of other queues."""
    piet = await haven.client("Piet Wander")
    secret, who = await make_bell(piet), haven.central_id("Piet Wander")
    await file_some(haven, 3, excluded=[who], kept_out=1)
    await file_some(haven, 3, first=4, requester=who)
    await file_some(haven, 3, first=7, queue=Queue(Team.STEWARDS))
    nothing = await told(bot, secret)
    assert set(nothing.values()) == {"none"}
    before = (await bot.get(f"/bell/{secret}/json")).content
    async with haven.desk.database.writing() as session:
        await stored.take_back(session, who)
    again = await make_bell(piet)
    assert (await bot.get(f"/bell/{again}/json")).content == before
    await file_some(haven, 1, first=10)
    assert (await told(bot, again))[OVERSIGHTERS.key] == "a-few"


async def test_of_very_many_queues_only_those_with_something_are_told(
    haven: Haven, bot: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ringing, "QUEUES_ONE_BY_ONE", 1)
    piet = await haven.client("Piet Wander")
    secret = await make_bell(piet)
    await file_some(haven, 6)
    await file_some(haven, 2, first=7, excluded=[haven.central_id("Piet Wander")])
    administrators = Queue(Team.ADMINISTRATORS, "enwiki")
    await file_some(haven, 1, first=20, queue=administrators, excluded=[haven.central_id("Piet Wander")])
    await file_some(haven, 1, first=21, queue=administrators, requester=haven.central_id("Piet Wander"))
    answer = (await bot.get(f"/bell/{secret}/json")).json()
    assert (answer["only_waiting"], answer["more"]) == (True, False)
    assert [(each["queue"], each["waiting"]) for each in answer["queues"]] == [(OVERSIGHTERS.key, "many")]
    await file_some(haven, 1, first=9, queue=administrators)
    monkeypatch.setattr(ringing, "QUEUES_TOLD", 1)
    answer = (await bot.get(f"/bell/{secret}/json")).json()
    assert (len(answer["queues"]), answer["more"]) == (1, True)
    assert QUEUES_TOLD > 1


async def test_a_steward_hears_of_what_was_handed_up(
    haven: Haven, bot: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    steward = await haven.client("Sunniva Aldous")
    secret = await make_bell(steward)
    await file_some(haven, 1, queue=Queue(Team.STEWARDS))
    assert (await told(bot, secret))["stewards"] == "a-few"
    monkeypatch.setattr(ringing, "QUEUES_ONE_BY_ONE", 0)
    assert (await told(bot, secret))["stewards"] == "a-few"


# --- everybody else


async def test_all_that_is_no_live_bell_is_one_answer_and_asks_no_wiki(
    haven: Haven, odile: Client, bot: Client
) -> None:
    taken_back, over = await make_bell(odile), await make_bell(odile)
    async with haven.desk.database.writing() as session:
        first = (await stored.bells_of(session, haven.central_id("Odile Farr"), 0))[0]
        await stored.take_back(session, first.owner, first.number)
    haven.clock.move(seconds=BELL)
    for kind in ("atom", "json"):
        answers = []
        for secret in (NOBODYS, taken_back, over, "x", "A" * 44, "é" * 43, "A" * 42 + "~"):
            asked, answer = await calls(haven, bot, f"/bell/{secret}/{kind}", None)
            assert asked == 0
            answers.append(essence(answer, secret))
        for header in (f"Bearer {over}", f"Bearer {NOBODYS}", "Bearer", f"Basic {NOBODYS}", "nonsense"):
            answers.append(essence(await bot.get(f"/bell/{kind}", headers={"Authorization": header}), header))
        answers.append(essence(await bot.get(f"/bell/{kind}"), NOBODYS))
        assert answers[0][0] == 404
        assert len(set(answers)) == 1


async def test_a_silent_wiki_is_never_nothing_waits(haven: Haven, odile: Client, bot: Client) -> None:
    secret = await make_bell(odile)
    for wiki in ("enwiki", "metawiki"):
        haven.clock.move(minutes=6)
        haven.farm.faults.set(wiki, "down")
        answer = await bot.get(f"/bell/{secret}/json")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
        assert "does not mean that nothing waits" in answer.text
        haven.farm.faults.clear()
    haven.clock.move(minutes=6)
    assert (await told(bot, secret)) == NOTHING


async def test_asked_too_often_it_rests_and_its_owners_other_bells_do_not(
    haven: Haven, odile: Client, bot: Client
) -> None:
    haven.clock.at -= haven.clock.at % 3600
    first, second = await make_bell(odile), await make_bell(odile)
    for _ in range(60):
        assert (await bot.get(f"/bell/{first}/json")).status_code == 200
    haven.clock.move(minutes=20)
    answer = await bot.get(f"/bell/{first}/json")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "2400")
    assert (await bot.get(f"/bell/{second}/json")).status_code == 200
    haven.clock.move(minutes=40)
    assert (await bot.get(f"/bell/{first}/json")).status_code == 200


async def test_without_queues_there_are_no_bells(
    haven: Haven, odile: Client, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async with open_haven(tmp_path_factory.mktemp("off"), queues_on=False) as off:
        client = await off.client("Odile Farr")
        assert (await client.get("/bells")).status_code == 404
        assert (await client.post("/bells")).status_code == 404
        assert (await client.post("/bells/take-back")).status_code == 404
        assert (await client.get(f"/bell/{NOBODYS}/json")).status_code == 404
        assert "bell" not in words(await client.get("/account"))


# --- the log


@pytest.fixture
async def secret(odile: Client) -> AsyncIterator[str]:
    yield await make_bell(odile)


async def test_no_line_of_the_log_carries_the_secret_whatever_happens(
    haven: Haven, bot: Client, secret: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> int:
        raise RuntimeError(secret)

    await bot.get(f"/bell/{secret}/json")
    await bot.get(f"/bell/{secret}/nothing")
    await bot.post(f"/bell/{secret}/json")
    monkeypatch.setattr(ringing, "count_open", fail)
    for path in (f"/bell/{secret}/atom", "/bell/atom"):
        answer = await bot.get(path, headers={"Authorization": f"Bearer {secret}"})
        assert (answer.status_code, secret in answer.text) == (500, False)
    said = "".join(f"{record.getMessage()}{record.exc_text}{record.args}\n" for record in caplog.records)
    assert said.count('"event": "unexpected"') == 2
    assert secret not in said
    assert "bell/" not in said
