"""What the stream of public events brings about, from the sandbox's wikis to Haven's pages: nobody presses a button."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from app.actions.stream import looks, namer
from app.domain.targets import Pointer, TargetKind
from app.domain.trackings import SightingKind
from app.mediawiki import stream
from app.sandbox.accounts import Account, LocalAccount
from app.sandbox.moves import move
from app.sandbox.people import VANDAL_NAME
from app.sandbox.wiki import LogEntry, Revision
from app.store.following import find_followed
from app.store.tables import TARGETS
from tests.journeys.pastes import account_link, paste
from tests.support.following import Follower, file_quietly, following, haven_with_stream
from tests.support.haven import REVISION_DELETION, Client, Haven
from tests.support.page_checks import words
from tests.support.tracking import sightings, track

TRACKING = "T7K32M9D"
DONE_BY_ITSELF = "Done: the wiki shows it · Haven itself"
OPEN_AGAIN = "Visible again: the wiki shows it · Haven itself"


@pytest.fixture
async def haven(tmp_path: Path) -> AsyncIterator[Haven]:
    async with haven_with_stream(tmp_path) as running:
        yield running


@pytest.fixture
async def job(haven: Haven) -> AsyncIterator[Follower]:
    async with following(haven) as follower:
        yield follower


@pytest.fixture
async def tamsin(haven: Haven) -> Client:
    return await haven.client("Tamsin Vale")


def write(haven: Haven, author: str = "Marlow Quince", number: int = 3) -> list[int]:
    """Revisions of a new page, the newest of them somebody else's. Their ids, without that one's."""
    wiki = haven.farm.wiki("enwiki")
    page = wiki.add_page(f"Invented quay {len(wiki.pages)}")
    made = [wiki.add_revision(page, author).rev_id for _ in range(number)]
    wiki.add_revision(page, "Wilma Tarn")
    return made


async def shows(client: Client, reference: str, text: str) -> bool:
    return text in words(await client.get(f"/requests/{reference}"))


async def follow(haven: Haven, job: Follower, name: str) -> str:
    """The reference of a tracking that the job knows of already."""
    reference, central_id = TRACKING, haven.central_id(name)
    await track(haven.desk.database, central_id, reference, haven.clock())
    await job.until(lambda: central_id in job.following.watcher.index.accounts)
    return reference


async def seen(haven: Haven, reference: str) -> set[tuple[SightingKind, str, int]]:
    found = await sightings(haven.desk.database, reference, haven.clock())
    return {(each.kind, each.pointer.wiki, each.pointer.id) for each in found}


async def until_seen(haven: Haven, job: Follower, reference: str, *expected: tuple[SightingKind, str, int]) -> None:
    async def is_so() -> bool:
        return await seen(haven, reference) >= set(expected)

    await job.until(is_so)
    assert await seen(haven, reference) == set(expected)


def as_edit(wiki: str, revision: Revision) -> tuple[SightingKind, str, int]:
    return SightingKind.EDIT, wiki, revision.rev_id


# Requests -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suppressed", [False, True])
async def test_what_is_hidden_on_the_wiki_closes_its_request(
    haven: Haven, job: Follower, tamsin: Client, suppressed: bool
) -> None:
    """Of a suppression no log tells; the change of visibility does, without a performer."""
    ids = write(haven)
    answers = {} if suppressed else REVISION_DELETION
    reference = await haven.file(tamsin, "enwiki", ids, answers)
    haven.farm.wiki("enwiki").hide(ids, text=True, suppressed=suppressed, by="Piet Wander")
    await job.until(lambda: shows(tamsin, reference, DONE_BY_ITSELF))


async def test_part_of_it_does_not_close_it_and_the_rest_does(haven: Haven, job: Follower, tamsin: Client) -> None:
    ids = write(haven)
    reference = await haven.file(tamsin, "enwiki", ids, REVISION_DELETION)
    haven.farm.wiki("enwiki").hide(ids[:1], text=True, by="Ilse Norrby")
    await job.until(lambda: shows(tamsin, reference, "3 targets, 1 done"))
    haven.farm.wiki("enwiki").hide(ids[1:], text=True, by="Ilse Norrby")
    await job.until(lambda: shows(tamsin, reference, DONE_BY_ITSELF))


async def test_a_lower_level_than_asked_does_not_close_it(haven: Haven, job: Follower, tamsin: Client) -> None:
    ids = write(haven)
    reference = await haven.file(tamsin, "enwiki", ids)
    haven.farm.wiki("enwiki").hide(ids, text=True, by="Ilse Norrby")
    await job.until(lambda: shows(tamsin, reference, "Wiki last asked"))
    assert await shows(tamsin, reference, "3 targets, 0 done")


async def test_what_can_be_seen_again_is_open_again(haven: Haven, job: Follower, tamsin: Client) -> None:
    ids, wiki = write(haven), haven.farm.wiki("enwiki")
    reference = await haven.file(tamsin, "enwiki", ids, REVISION_DELETION)
    wiki.hide(ids, text=True, by="Ilse Norrby")
    await job.until(lambda: shows(tamsin, reference, DONE_BY_ITSELF))
    wiki.show(ids[:1], by="Ilse Norrby")
    await job.until(lambda: shows(tamsin, reference, OPEN_AGAIN))


async def test_when_it_could_first_be_seen_to_be_hidden_is_kept_once(
    haven: Haven, job: Follower, tamsin: Client
) -> None:
    ids, wiki = write(haven), haven.farm.wiki("enwiki")
    await haven.file(tamsin, "enwiki", ids, REVISION_DELETION)

    async def first_seen() -> list[int | None]:
        async with haven.desk.database.reading() as session:
            return list((await session.execute(select(TARGETS.c.seen_hidden_at).order_by(TARGETS.c.number))).scalars())

    async def one_is() -> bool:
        return (await first_seen())[0] is not None

    wiki.hide(ids[:1], text=True, by="Ilse Norrby")
    await job.until(one_is)
    first = await first_seen()
    assert first[1:] == [None, None]
    haven.clock.move(minutes=5)
    wiki.hide(ids[:1], summary=True, by="Ilse Norrby")
    wiki.hide(ids[1:2], text=True, by="Ilse Norrby")

    async def both_are() -> bool:
        return None not in (await first_seen())[:2]

    await job.until(both_are)
    assert (await first_seen())[0] == first[0]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the stream told of and the wiki does not show is looked for again at once, and then given up."""
    monkeypatch.setattr(looks, "AGAIN_SECONDS", (0.01, 0.02))


@pytest.fixture
async def nora(haven: Haven) -> Pointer:
    """An account that a request is about, on one wiki."""
    account = haven.farm.add_account("Nora Invented")
    return Pointer("enwiki", TargetKind.ACCOUNT, account.local["enwiki"].user_id)


async def looked_at_after(haven: Haven, job: Follower, pointer: Pointer, *happens: Callable[[], object]) -> None:
    """After each thing that happens, and not before, the request on this target is looked at."""
    reference = await file_quietly(haven, 77, pointer)

    async def checked_at() -> int:
        async with haven.desk.database.reading() as session:
            request = await find_followed(session, reference)
        assert request is not None
        return request.checked_at or 0

    async def is_current() -> bool:
        return await checked_at() == haven.clock() and not job.following.looks._tries

    await job.until(is_current)
    for each in happens:
        haven.clock.move(minutes=2)
        haven.farm.edit("Marlow Quince", "enwiki")
        await job.until(lambda: job.following.reader.positions() != ())
        assert await checked_at() < haven.clock()
        each()
        await job.until(is_current)


@pytest.mark.usefixtures("impatient")
async def test_an_account_that_is_locked_blocked_or_renamed_is_looked_at(
    haven: Haven, job: Follower, nora: Pointer
) -> None:
    farm = haven.farm
    await looked_at_after(
        haven,
        job,
        nora,
        lambda: farm.block("Nora Invented", "enwiki", by="Ilse Norrby"),
        lambda: farm.unblock("Nora Invented", "enwiki", by="Ilse Norrby"),
        lambda: farm.lock("Nora Invented", by="Sunniva Aldous"),
        lambda: farm.add_global_block("Nora Invented", by="Sunniva Aldous"),
        lambda: (
            farm.rename(farm.account("Nora Invented"), "Ronna Invented", by="Sunniva Aldous")
            or farm.unlock("Ronna Invented", by="Sunniva Aldous")
        ),
    )


@pytest.mark.usefixtures("impatient")
async def test_a_global_account_is_looked_at_when_the_central_wiki_tells_of_it(haven: Haven, job: Follower) -> None:
    farm = haven.farm
    farm.add_account("Nora Invented")
    await looked_at_after(
        haven,
        job,
        Pointer("metawiki", TargetKind.GLOBAL_ACCOUNT, haven.central_id("Nora Invented")),
        lambda: farm.lock("Nora Invented", by="Sunniva Aldous"),
        lambda: farm.add_global_block("Nora Invented", by="Sunniva Aldous"),
        lambda: (
            farm.rename(farm.account("Nora Invented"), "Ronna Invented", by="Sunniva Aldous")
            or farm.unlock("Ronna Invented", by="Sunniva Aldous")
        ),
    )


async def test_a_lock_closes_what_was_asked_from_any_wiki(haven: Haven, job: Follower, tamsin: Client) -> None:
    user = haven.farm.accounts["Marlow Quince"].local["dewikibooks"].user_id
    draft = await paste(tamsin, account_link(haven.farm.wiki("dewikibooks"), user))
    answers = {"danger": "no", "kind": "lock", "criterion": "xw-vandalism", "urgency": "today"}
    path = (await tamsin.post(f"{draft}/file", answers)).headers["location"]
    await job.until(lambda: len(job.following.watcher.index._account_targets) > 0)
    haven.farm.lock("Marlow Quince", by="Sunniva Aldous")
    await job.until(lambda: shows(tamsin, path.rpartition("/")[2], DONE_BY_ITSELF))


@pytest.mark.usefixtures("impatient")
async def test_a_page_that_is_moved_or_deleted_is_looked_at(haven: Haven, job: Follower) -> None:
    wiki = haven.farm.wiki("enwiki")
    page = wiki.add_page("Invented slipway")
    wiki.add_revision(page, "Marlow Quince")
    await looked_at_after(
        haven,
        job,
        Pointer("enwiki", TargetKind.PAGE, page.page_id),
        lambda: move(wiki, page, (0, "Invented ramp"), "Ilse Norrby"),
        lambda: wiki.delete_page(page, "Ilse Norrby"),
    )


async def test_a_wiki_that_is_down_is_asked_again_and_never_taken_for_done(
    haven: Haven, job: Follower, tamsin: Client
) -> None:
    ids, farm = write(haven), haven.farm
    reference = await haven.file(tamsin, "enwiki", ids, REVISION_DELETION)
    await job.until(lambda: len(job.following.watcher.index._targets) > 0)
    farm.faults.set("enwiki", "down")
    farm.wiki("enwiki").hide(ids, text=True, by="Ilse Norrby")
    await job.until(lambda: bool(job.following.looks._tries))
    assert not await shows(tamsin, reference, DONE_BY_ITSELF)
    farm.faults.clear()
    await job.until(lambda: shows(tamsin, reference, DONE_BY_ITSELF))


# Trackings ------------------------------------------------------------------------------------------------------------


async def test_a_vandal_edits_three_wikis_and_three_sightings_are_noted(haven: Haven, job: Follower) -> None:
    reference = await follow(haven, job, VANDAL_NAME)
    wikis = ("enwiki", "commonswiki", "dewikibooks")
    made = [as_edit(wiki, haven.farm.edit(VANDAL_NAME, wiki)) for wiki in wikis]
    haven.farm.edit("Marlow Quince", "enwiki")
    await until_seen(haven, job, reference, *made)


async def test_the_vandal_that_one_can_be_in_the_demo_edits_through_the_wiki_s_own_form(
    haven: Haven, job: Follower
) -> None:
    reference, wiki = await follow(haven, job, VANDAL_NAME), haven.farm.wiki("enwiki")
    token = haven.farm.sign_in(VANDAL_NAME, "enwiki")
    from app.sandbox.visit import cookie_name

    async with httpx.AsyncClient(base_url=wiki.server, cookies={cookie_name(wiki): token}) as browser:
        form = await browser.get("/w/index.php?title=Invented_wall&action=edit")
        fields = {"wpTextbox1": "Invented scribble", "wpSummary": "", "wpEditToken": _token(form.text)}
        fields["wpUltimateParam"] = "1"
        saved = await browser.post("/w/index.php?title=Invented_wall&action=submit", data=fields)
    assert saved.status_code == 302
    await until_seen(haven, job, reference, as_edit("enwiki", wiki.page("Invented wall").latest))


def _token(page: str) -> str:
    from bs4 import BeautifulSoup

    field = BeautifulSoup(page, "html.parser").find("input", {"name": "wpEditToken"})
    assert field is not None
    return str(field["value"])  # type: ignore[index]


async def test_a_block_a_lock_and_a_rename_are_noted_and_the_new_name_is_followed(haven: Haven, job: Follower) -> None:
    reference, farm = await follow(haven, job, VANDAL_NAME), haven.farm
    vandal = farm.account(VANDAL_NAME)
    newest = {wiki.dbname: max((each.log_id for each in wiki.log), default=0) for wiki in farm.wikis.values()}
    farm.block(vandal, "enwiki", by="Ilse Norrby")
    farm.lock(vandal, by="Sunniva Aldous")
    farm.rename(vandal, "Tidy Finch", by="Sunniva Aldous")
    farm.unlock(vandal)
    later = farm.edit(vandal, "dewikibooks")
    stranger = farm.add_account(VANDAL_NAME)
    farm.edit(stranger, "enwiki")
    last = farm.edit(vandal, "enwiki")
    await job.until(lambda: _reached(haven, reference, as_edit("enwiki", last)))
    found = await seen(haven, reference)
    entries = {
        (kind, wiki.dbname, entry.log_id)
        for wiki in farm.wikis.values()
        for entry in wiki.log
        if (kind := KINDS.get(entry.kind)) and entry.log_id > newest[wiki.dbname] and is_about(entry, vandal)
    }
    assert len(entries) == 3
    assert found == entries | {as_edit("dewikibooks", later), as_edit("enwiki", last)}


KINDS = {
    "block": SightingKind.BLOCK,
    "globalauth": SightingKind.LOCK,
    "gblrename": SightingKind.RENAME,
}
"""A rename is told by every wiki, and noted once: after the first telling, the old name is nobody's."""


def is_about(entry: LogEntry, account: Account) -> bool:
    return account.name in (entry.title[1], entry.params.get("newuser")) or entry.title[1].startswith(VANDAL_NAME)


async def _reached(haven: Haven, reference: str, sighting: tuple[SightingKind, str, int]) -> bool:
    return sighting in await seen(haven, reference)


async def test_a_wiki_where_the_account_was_not_yet_is_asked_about(haven: Haven, job: Follower) -> None:
    farm = haven.farm
    newcomer = farm.add_account("Invented Newcomer", only_on=("enwiki",))
    reference = await follow(haven, job, newcomer.name)
    made = [as_edit(wiki, farm.edit(newcomer, wiki)) for wiki in ("commonswiki", "enwiki")]
    await until_seen(haven, job, reference, *made)


async def test_an_unattached_namesake_is_a_stranger(haven: Haven, job: Follower) -> None:
    """A local account that only shares the name, as some wikis still have them."""
    farm = haven.farm
    account = farm.add_account("Common Name", only_on=("enwiki",))
    reference = await follow(haven, job, account.name)
    namesake = Account(1, account.name, "", "commonswiki", account.registered)
    commons = farm.wiki("commonswiki")
    namesake.local["commonswiki"] = LocalAccount(7, account.registered)
    commons.add_revision(commons.add_page("Invented sand"), namesake)
    await until_seen(haven, job, reference, as_edit("enwiki", farm.edit(account, "enwiki")))


async def test_after_a_rename_that_went_by_unseen_a_stranger_is_not_taken_for_the_account(
    haven: Haven, job: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(namer, "SILENT_SECONDS", 0.1)
    farm, old = haven.farm, "Invented Newcomer"
    newcomer = farm.add_account(old, only_on=("enwiki",))
    reference = await follow(haven, job, old)
    farm.rename(newcomer, "Invented Oldcomer")
    farm.attach(newcomer, farm.wiki("commonswiki"))
    farm.edit(farm.add_account(old, only_on=("commonswiki",)), "commonswiki")
    await job.until(lambda: bool(job.following.watcher.index._by_name.get("Invented Oldcomer")))
    await until_seen(haven, job, reference, as_edit("commonswiki", farm.edit(newcomer, "commonswiki")))


async def test_while_the_central_wiki_is_silent_nothing_is_guessed_and_nothing_lost(
    haven: Haven, job: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The place that is kept stays before what waits: not by the overlap of the next reading, which is none here."""
    monkeypatch.setattr(stream, "OVERLAP_MS", 0)
    farm = haven.farm
    farm.edit("Marlow Quince", "enwiki")
    await job.until(lambda: job.following.watcher.positions != ())
    newcomer = farm.add_account("Invented Newcomer", only_on=("enwiki",))
    reference = await follow(haven, job, newcomer.name)
    farm.faults.set("metawiki", "down")
    elsewhere = as_edit("commonswiki", farm.edit(newcomer, "commonswiki"))
    here = as_edit("enwiki", farm.edit(newcomer, "enwiki"))
    await until_seen(haven, job, reference, here)
    await job.kill()
    farm.faults.clear()
    # A process that was killed lets nobody in before its lease has ended.
    haven.clock.move(minutes=1)
    async with following(haven, name="the next process") as after:
        await until_seen(haven, after, reference, here, elsewhere)


async def test_what_happened_while_nobody_followed_is_noted_afterwards(haven: Haven, job: Follower) -> None:
    reference = await follow(haven, job, VANDAL_NAME)
    first = as_edit("enwiki", haven.farm.edit(VANDAL_NAME, "enwiki"))
    await until_seen(haven, job, reference, first)
    await job.stop()
    second = as_edit("commonswiki", haven.farm.edit(VANDAL_NAME, "commonswiki"))
    async with following(haven, name="the next process") as after:
        await until_seen(haven, after, reference, first, second)
