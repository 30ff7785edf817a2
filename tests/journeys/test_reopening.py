"""Opening a request again that people ended: by whom, how often, why, and until when."""

import asyncio
from datetime import UTC, datetime

import httpx
import pytest

from app.domain.references import read_reference
from app.domain.retention import STALE_AFTER
from app.store.purge import run_purge
from app.store.timeline import timeline_of
from tests.journeys.cases import harbour
from tests.support.haven import REVISION_DELETION, Client, Haven
from tests.support.page_checks import words

AGAIN = {"reopening": "ended-by-mistake"}


async def filed(haven: Haven) -> tuple[Client, str]:
    tamsin = await haven.client("Tamsin Vale")
    reference = await haven.file(tamsin, "enwiki", harbour(haven.farm.wiki("enwiki")), REVISION_DELETION)
    return tamsin, reference


async def closed(haven: Haven, reference: str, code: str = "mistake") -> Client:
    ilse = await haven.client("Ilse Norrby")
    await ilse.follow(await ilse.post(f"/requests/{reference}/take"))
    await ilse.follow(await ilse.post(f"/requests/{reference}/close", {"closing": code}))
    return ilse


async def reopen(client: Client, reference: str, reason: str = "ended-by-mistake") -> httpx.Response:
    return await client.post(f"/requests/{reference}/reopen", {"reopening": reason})


async def test_its_sender_opens_it_again_and_it_waits_as_before(haven: Haven) -> None:
    tamsin, reference = await filed(haven)
    await closed(haven, reference, "partly")
    assert "It is not over" in words(await tamsin.get(f"/requests/{reference}"))
    haven.clock.move(hours=5)
    page = await tamsin.follow(await reopen(tamsin, reference, "not-all-of-it"))
    assert "opened again" in words(page) and "Opened again" in words(page)
    # The promise counts from now on, and so does the time until the next group is asked.
    assert "overdue" not in words(page) and "the stewards are asked, too" in words(page)
    hedda = await haven.client("Hedda Moor")
    queue = words(await hedda.get("/queues"))
    assert reference in queue and "opened again" in queue and "overdue" not in queue
    haven.clock.move(hours=2)
    assert "overdue" in words(await hedda.get("/queues"))
    async with haven.desk.database.reading() as session:
        last = (await timeline_of(session, read_reference(reference) or ""))[-1]
    assert (last.event.value, last.detail) == ("reopened", "not-all-of-it")


async def test_a_colleague_opens_it_again_but_nobody_elses_withdrawn_one(haven: Haven) -> None:
    tamsin, reference = await filed(haven)
    await closed(haven, reference)
    hedda = await haven.client("Hedda Moor")
    assert "It is not over" in words(await hedda.get(f"/requests/{reference}"))
    await hedda.follow(await reopen(hedda, reference))
    await tamsin.follow(await tamsin.post(f"/requests/{reference}/withdraw"))
    assert "It is not over" not in words(await hedda.get(f"/requests/{reference}"))
    refused = await reopen(hedda, reference)
    assert (refused.status_code, "Only they can open it again" in words(refused)) == (403, True)
    assert "free" in words(await tamsin.follow(await reopen(tamsin, reference, "needed-after-all")))


async def test_its_sender_does_so_twice_and_then_writes_to_the_team(haven: Haven) -> None:
    tamsin, reference = await filed(haven)
    for _ in range(2):
        await closed(haven, reference)
        assert (await reopen(tamsin, reference)).status_code == 303
    ilse = await closed(haven, reference)
    page = words(await tamsin.get(f"/requests/{reference}"))
    assert "You opened this twice already" in page and "the administrators of enwiki" in page
    refused = await reopen(tamsin, reference)
    assert (refused.status_code, "Write to the team" in words(refused)) == (422, True)
    assert (await reopen(ilse, reference)).status_code == 303


@pytest.mark.parametrize("code", ["", "because", "visible-again"])
async def test_a_reason_is_needed(haven: Haven, code: str) -> None:
    tamsin, reference = await filed(haven)
    await closed(haven, reference)
    answer = await reopen(tamsin, reference, code)
    assert (answer.status_code, "Say why" in words(answer)) == (422, True)


async def test_what_the_wiki_shows_as_done_is_opened_by_asking_the_wiki(haven: Haven) -> None:
    tamsin, reference = await filed(haven)
    haven.farm.wiki("enwiki").hide(harbour(haven.farm.wiki("enwiki")), text=True)
    done = await tamsin.follow(await tamsin.post(f"/requests/{reference}/check"))
    assert "It is not over" not in words(done) and "If it can be seen again" in words(done)
    refused = await reopen(tamsin, reference)
    assert (refused.status_code, "Check the wiki now" in words(refused)) == (409, True)


async def test_an_open_one_and_a_second_press_are_refused(haven: Haven) -> None:
    tamsin, reference = await filed(haven)
    assert (await reopen(tamsin, reference)).status_code == 409
    await closed(haven, reference)
    answers = await asyncio.gather(*(reopen(tamsin, reference) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409]


async def test_once_its_pointers_are_gone_it_is_over(haven: Haven) -> None:
    _, reference = await filed(haven)
    await closed(haven, reference)
    haven.clock.move(days=8)
    await run_purge(haven.desk.database, haven.clock())
    tamsin, ilse = await haven.client("Tamsin Vale"), await haven.client("Ilse Norrby")
    assert [(await reopen(client, reference)).status_code for client in (tamsin, ilse)] == [404, 404]


async def test_what_would_go_stale_at_once_is_not_opened_again(haven: Haven) -> None:
    """It would be gone within the hour, with everybody thinking that it waits."""
    _, reference = await filed(haven)
    haven.clock.move(days=89)
    await closed(haven, reference)
    haven.clock.move(days=3)
    for name in ("Tamsin Vale", "Hedda Moor"):
        client = await haven.client(name)
        assert "It is not over" not in words(await client.get(f"/requests/{reference}"))
        refused = await reopen(client, reference)
        assert (refused.status_code, "Send it anew" in words(refused)) == (409, True)


async def test_a_right_lost_meanwhile_opens_nothing(haven: Haven) -> None:
    _, reference = await filed(haven)
    ilse = await closed(haven, reference)
    haven.farm.revoke("Ilse Norrby", "sysop", "enwiki")
    assert (await reopen(ilse, reference)).status_code == 404


async def test_of_what_was_before_its_end_the_day_alone_is_told(haven: Haven) -> None:
    """The minutes are gone: midnight is no time at which anything happened."""
    tamsin, reference = await filed(haven)
    await closed(haven, reference)
    page = words(await tamsin.follow(await reopen(tamsin, reference)))
    assert "00:00 UTC" not in page


async def test_what_nobody_ends_says_on_which_day_it_is_gone(haven: Haven) -> None:
    """Told two weeks before, to its sender and to whoever handles it: then there is still time to send it again."""
    _, reference = await filed(haven)
    filed_at = haven.clock()
    haven.clock.move(days=75)
    assert "goes stale" not in words(await (await haven.client("Tamsin Vale")).get(f"/requests/{reference}"))
    haven.clock.move(days=2)
    day = datetime.fromtimestamp(filed_at + STALE_AFTER, UTC).strftime("%Y-%m-%d")
    for name in ("Tamsin Vale", "Ilse Norrby"):
        page = words(await (await haven.client(name)).get(f"/requests/{reference}"))
        assert f"On {day} it goes stale" in page, name
        assert "You need do nothing more" not in page, name
