"""What the stream of public events brings about, from the sandbox's wikis to Haven's pages: nobody presses a button."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.domain.people import Reader
from app.domain.trackings import Ground, NewTracking, Sighting, TrackingReason
from app.store.trackings import add_tracking, sightings_of
from tests.support.following import Follower, following, haven_with_stream
from tests.support.haven import REVISION_DELETION, Haven
from tests.support.page_checks import words

TRACKING = "T7K32M9D"
OWNER = 424_242


@pytest.fixture
async def haven(tmp_path: Path) -> AsyncIterator[Haven]:
    async with haven_with_stream(tmp_path) as running:
        yield running


@pytest.fixture
async def job(haven: Haven) -> AsyncIterator[Follower]:
    async with following(haven) as follower:
        yield follower


async def track(haven: Haven, name: str, reference: str = TRACKING) -> None:
    now = haven.clock()
    new = NewTracking(
        haven.central_id(name), OWNER, frozenset(), TrackingReason.VANDALISM, Ground.BLOCKED, now + 86_400
    )
    async with haven.desk.database.writing() as session:
        await add_tracking(session, new, reference, now)


async def sightings(haven: Haven, reference: str = TRACKING) -> list[Sighting]:
    async with haven.desk.database.reading() as session:
        noted = await sightings_of(session, Reader(OWNER), reference, haven.clock())
    return [each.sighting for each in noted]


def harbour(haven: Haven) -> list[int]:
    wiki = haven.farm.wiki("enwiki")
    return [each.rev_id for each in wiki.page("Talk:Invented harbour").revisions[1:3]]


async def test_from_a_hide_on_the_wiki_to_the_request_shown_as_done(haven: Haven, job: Follower) -> None:
    tamsin = await haven.client("Tamsin Vale")
    wiki = haven.farm.wiki("enwiki")
    page = wiki.add_page("Invented quay")
    ids = [wiki.add_revision(page, "Marlow Quince").rev_id for _ in range(3)]
    reference = await haven.file(tamsin, "enwiki", ids[:2], REVISION_DELETION)
    wiki.hide(ids[:1], text=True, by="Ilse Norrby")
    wiki.hide(ids[1:2], text=True, by="Ilse Norrby")

    async def is_done() -> bool:
        return "Done on the wiki" in words(await tamsin.get(f"/requests/{reference}"))

    await job.until(is_done)
    page_of_it = words(await tamsin.get(f"/requests/{reference}"))
    assert "Haven itself" in page_of_it
