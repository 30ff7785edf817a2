"""What open pages of trackings are told by their polls: to whoever may know it then, and never more than they show."""

from collections.abc import Awaitable, Callable

import pytest
from bs4 import Tag
from sqlalchemy import select, update

from app.sandbox.people import LOCKED_NAME
from app.store.tables import COLLEAGUES, SEEN, SIGHTINGS, SIGN_INS, TRACKINGS
from tests.support.haven import Client, Haven
from tests.support.page_checks import read, words
from tests.support.trackings import edit, follow, note, note_sighting, signs_of
from tests.web.test_live_pages import BY_SCRIPT, TYPED, Open, live, opened
from tests.web.test_own_case import calls, essence

VANDAL = "Marlow Quince"
NAMED = {"colleague_1": "Hedda Moor"}


async def shared(haven: Haven, account: str = LOCKED_NAME) -> str:
    """A tracking of Ilse Norrby's in which Hedda Moor is named, with one sighting; its address."""
    address = await follow(await haven.client("Ilse Norrby"), account, NAMED)
    await note(haven, address, edit(haven, 5))
    return address


async def everything(haven: Haven) -> list[str]:
    async with haven.desk.database.reading() as session:
        tables = (TRACKINGS, COLLEAGUES, SIGHTINGS, SEEN, SIGN_INS)
        return [str(row) for table in tables for row in await session.execute(select(table))]


async def both(client: Client, address: str) -> list[Open]:
    return [await opened(client, path) for path in ("/trackings", address)]


async def test_what_was_shown_is_no_change_and_a_poll_asks_no_wiki_and_writes_nothing(haven: Haven) -> None:
    address = await shared(haven)
    pages = [page for name in ("Ilse Norrby", "Hedda Moor", "Sunniva Aldous")
             for page in await both(await haven.client(name), address)]  # fmt: skip
    haven.clock.move(minutes=4)
    before = await everything(haven)
    haven.farm.access_log.clear()
    for page in pages:
        assert (await page.poll()).json() == {"changes": 0, "mark": page.mark}, page.ask
    assert not haven.farm.access_log.entries()
    assert await everything(haven) == before


async def test_a_sighting_is_told_to_everybody_who_has_it_open_and_is_new_on_the_page(haven: Haven) -> None:
    address = await shared(haven)
    for name in ("Ilse Norrby", "Hedda Moor", "Sunniva Aldous"):
        client = await haven.client(name)
        listed, page = await both(client, address)
        await note(haven, address, edit(haven, 100 + haven.central_id(name)))
        assert await listed.changes() == 1, "its row"
        assert await page.changes() == 2, "the sighting, and how many are new"
        again = await client.get(address, params={"since": page.mark})
        kinds = [cell.get_text(" ", strip=True) for cell in read(again).select("tbody td .chips")]
        assert kinds[0] == "edit new", "said once"
        assert f"{address.rpartition('/')[2]} changed" in words(await client.get(f"/trackings?since={listed.mark}"))


Step = Callable[[Haven, str, Client], Awaitable[object]]


async def _mark_seen(haven: Haven, address: str, ilse: Client) -> object:
    return await ilse.post(f"{address}/seen", {"up_to": "99"})


async def _renew(haven: Haven, address: str, ilse: Client) -> object:
    return await ilse.post(f"{address}/renew", {"renewal": "case-open"})


async def _name_another(haven: Haven, address: str, ilse: Client) -> object:
    return await ilse.post(f"{address}/colleagues", {"colleague": "Odile Farr"})


@pytest.mark.parametrize(
    ("step", "row", "places"),
    [(_mark_seen, 1, 2), (_renew, 1, 1), (_name_another, 0, 1)],
    ids=lambda each: getattr(each, "__name__", str(each)),
)
async def test_each_step_is_told(haven: Haven, step: Step, row: int, places: int) -> None:
    """To the owner's other tab, and to those who share it where it is not the owner's own mark."""
    address = await shared(haven)
    haven.clock.move(days=25)
    ilse, hedda = await haven.client("Ilse Norrby"), await haven.client("Hedda Moor")
    own, shared_with = await both(ilse, address), await both(hedda, address)
    await step(haven, address, ilse)
    assert [await page.changes() for page in own] == [row, places]
    told = [await page.changes() for page in shared_with]
    assert told == ([0, 0] if step is _mark_seen else [row, places])
    assert " changed" in words(await ilse.get(address, params={"since": own[1].mark}))


async def test_a_second_persons_word_is_told(haven: Haven) -> None:
    ilse, sunniva = await haven.client("Ilse Norrby"), await haven.client("Sunniva Aldous")
    steward = await opened(sunniva, "/trackings")
    address = await follow(ilse, VANDAL)
    assert await steward.changes() == 1
    pages = [*await both(ilse, address), *await both(sunniva, address)]
    assert (await sunniva.post(f"{address}/consent", {"consent": "seen-it-too"})).status_code == 303
    assert [await page.changes() for page in pages] == [1, 2, 1, 2]
    assert "Sunniva Aldous changed" in words(await ilse.get(address, params={"since": pages[1].mark}))


@pytest.mark.parametrize("way", ["ended", "over"])
async def test_an_end_takes_the_page_away_and_the_row_is_gone(haven: Haven, way: str) -> None:
    address = await shared(haven)
    hedda = await haven.client("Hedda Moor")
    listed, page = await both(hedda, address)
    if way == "ended":
        await (await haven.client("Ilse Norrby")).post(f"{address}/end", {"sure": "yes"})
    else:
        async with haven.desk.database.writing() as session:
            await session.execute(update(TRACKINGS).values(until=haven.clock()))
    assert (await page.poll()).status_code == 404
    assert await listed.changes() == 1
    assert "One change since you last looked" in words(await hedda.get(f"/trackings?since={listed.mark}"))


async def test_what_newer_ones_push_on_to_the_next_page_is_no_change(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    address = await follow(ilse, LOCKED_NAME)
    await note(haven, address, *(edit(haven, number) for number in range(1, 53)))
    first, second = await opened(ilse, address), await opened(ilse, f"{address}?before=3")
    haven.clock.move(minutes=1)
    await note(haven, address, edit(haven, 100))
    assert await first.changes() == 2, "the new one and how many there are; not the one that was pushed on"
    assert await second.changes() == 1, "how many there are"
    assert second.ask == f"{address}/changes?before=3"


async def test_what_a_wiki_hides_is_no_change_and_is_there_when_the_page_is_read(haven: Haven) -> None:
    ilse, wiki = await haven.client("Ilse Norrby"), haven.farm.wiki("enwiki")
    made = wiki.add_revision(wiki.page("Talk:Harbour lights"), LOCKED_NAME, "again", "text").rev_id
    address = await follow(ilse, LOCKED_NAME)
    await note(haven, address, edit(haven, made))
    page = await opened(ilse, address)
    wiki.hide([made], text=True)
    assert await page.changes() == 0
    again = await ilse.get(address, params={"since": page.mark})
    assert "Nothing has changed since you last looked" in words(again)
    assert "text hidden" in words(again)


# Who is told ----------------------------------------------------------------------------------------------------------


async def test_who_is_no_colleague_any_more_is_told_what_strangers_are(haven: Haven) -> None:
    address = await shared(haven)
    ilse, hedda = await haven.client("Ilse Norrby"), await haven.client("Hedda Moor")
    listed, page = await both(hedda, address)
    await ilse.post(f"{address}/colleagues", {"remove": str(haven.central_id("Hedda Moor"))})
    known = await calls(haven, hedda, f"{address}/changes?since={page.mark}", None)
    unknown = await calls(haven, hedda, f"/trackings/H-2222-2222/changes?since={page.mark}", None)
    assert known[1].status_code == 404
    assert known[0] == unknown[0] == 0
    assert essence(known[1], address.rpartition("/")[2]) == essence(unknown[1], "H-2222-2222")
    assert await listed.changes() == 1
    assert address not in (await hedda.get(f"/trackings?since={listed.mark}")).text
    empty = await opened(hedda, "/trackings")
    await note(haven, address, edit(haven, 6))
    assert await empty.changes() == 0


async def test_whoever_is_followed_is_told_nothing_of_it(haven: Haven) -> None:
    """Ines Torvald is a steward, who sees all trackings but this one."""
    haven.farm.block("Ines Torvald", "dewikibooks", by="Bruno Halm")
    ines = await haven.client("Ines Torvald")
    page = await opened(ines, "/trackings")
    address = await shared(haven, "Ines Torvald")
    await note(haven, address, edit(haven, 6))
    assert (await page.poll()).json() == {"changes": 0, "mark": page.mark}
    assert (await ines.get(f"{address}/changes")).status_code == 404


async def test_a_steward_no_more_is_told_nothing_new(haven: Haven) -> None:
    address = await shared(haven)
    sunniva = await haven.client("Sunniva Aldous")
    listed, page = await both(sunniva, address)
    haven.farm.revoke("Sunniva Aldous", "steward")
    haven.farm.revoke("Sunniva Aldous", "steward", "metawiki")
    assert [await each.changes() for each in (listed, page)] == [0, 0], "while there is nothing to tell"
    await note(haven, address, edit(haven, 6))
    for each in (page, listed):
        told = await each.poll()
        assert told.status_code in (403, 404)
        assert address.rpartition("/")[2] not in told.text.replace(each.ask, "")
    assert (await sunniva.get(address)).status_code in (403, 404)


@pytest.mark.parametrize("name", ["Ilse Norrby", "Hedda Moor"])
async def test_owner_and_colleague_without_their_right_are_told_nothing_new(haven: Haven, name: str) -> None:
    address = await shared(haven)
    pages = await both(await haven.client(name), address)
    haven.farm.revoke(name, "sysop", "enwiki")
    await note(haven, address, edit(haven, 6))
    for page in pages:
        told = await page.poll()
        assert told.status_code == 403, page.ask
        assert page.mark not in told.text


@pytest.mark.parametrize("wiki", ["enwiki", "metawiki"])
async def test_a_wiki_that_cannot_be_asked_about_rights_lets_nothing_new_out(haven: Haven, wiki: str) -> None:
    address = await shared(haven)
    pages = await both(await haven.client("Hedda Moor"), address)
    haven.farm.faults.set(wiki, "down")
    assert [await page.changes() for page in pages] == [0, 0]
    await note(haven, address, edit(haven, 6))
    assert [(await page.poll()).status_code for page in pages] == [503, 503]
    haven.farm.faults.clear()
    haven.clock.move(seconds=11)
    assert [await page.changes() for page in pages] == [1, 2]


async def test_a_session_left_alone_is_told_what_its_page_shows_and_not_how_many_sightings_are_on_it(
    haven: Haven,
) -> None:
    address = await shared(haven)
    ilse = await haven.client("Ilse Norrby")
    page = await opened(ilse, address)
    haven.clock.move(minutes=61)
    assert await page.changes() == 0, "that the hour is over is no change"
    await note(haven, address, *(edit(haven, number) for number in range(6, 10)))
    assert await page.changes() == 1, "how many are new, as the page says"
    again = await ilse.get(address, params={"since": page.mark})
    assert "One change since you last looked" in words(again)
    assert LOCKED_NAME not in again.text
    later = await opened(ilse, address)
    async with haven.desk.database.writing() as session:
        await session.execute(SIGHTINGS.delete().where(SIGHTINGS.c.id == 2))
        await note_sighting(session, signs_of(address), edit(haven, 20), haven.clock())
    assert await later.changes() == 0, "one for another: the page says the same"


async def test_what_names_the_account_is_not_put_away_by_the_end_of_the_hour(haven: Haven) -> None:
    """Regions that hold something stay before whoever reads them; fresh ones of a session left alone hold nothing."""
    address = await shared(haven)
    ilse = await haven.client("Ilse Norrby")
    shown = {path: [str(region) for region in await regions(ilse, path)] for path in ("/trackings", address)}
    for found in shown.values():
        for region in found:
            assert (LOCKED_NAME in region or "revision 5" in region) <= ("data-holds" in region.partition(">")[0])
    haven.clock.move(minutes=61)
    for path in shown:
        assert not [region for region in await regions(ilse, path) if "data-holds" in region.attrs]


async def regions(client: Client, path: str) -> list[Tag]:
    return read(await client.get(path)).select("[data-live]")


@pytest.mark.parametrize("path", ["/trackings/changes", "{}/changes", "{}", "/trackings"])
async def test_what_a_page_reads_by_itself_keeps_no_session_alive(haven: Haven, path: str) -> None:
    address = path.format(await shared(haven))
    ilse = await haven.client("Ilse Norrby")
    says = None if path.endswith("/changes") else BY_SCRIPT  # A poll is one whatever its browser says.
    for _ in range(15):
        haven.clock.move(minutes=30)
        assert (await ilse.get(address, headers=says)).status_code == 200
    haven.clock.move(minutes=31)
    assert (await ilse.get(address, headers=says)).status_code == 401


@pytest.mark.parametrize("typed", TYPED)
async def test_what_is_no_mark_means_that_everything_changed(haven: Haven, typed: str) -> None:
    address = await shared(haven)
    for page in await both(await haven.client("Ilse Norrby"), address):
        answer = await page.poll(typed)
        assert answer.status_code == 200
        assert answer.json()["changes"] >= 1
        assert answer.json()["mark"] == page.mark


async def test_marks_tell_nothing_and_anothers_is_worth_nothing(haven: Haven) -> None:
    ilse, hedda = await haven.client("Ilse Norrby"), await haven.client("Hedda Moor")
    empty = await opened(ilse, "/trackings")
    address = await shared(haven)
    pages = [*await both(ilse, address), *await both(hedda, address)]
    assert {len(page.mark) for page in pages} == {len(empty.mark)}
    assert len({page.mark for page in pages}) == 4
    assert (await pages[0].poll(pages[2].mark)).json()["changes"] == 1


async def test_a_page_with_a_problem_looks_for_changes_of_the_page_it_stands_for(haven: Haven) -> None:
    address = await shared(haven)
    ilse = await haven.client("Ilse Norrby")
    problem = await ilse.post(f"{address}/colleagues", {"colleague": "Tamsin Vale"})
    assert problem.status_code == 422
    assert live(problem)["data-page"] == address
    assert await Open(ilse, problem).changes() == 0
