"""Trackings for tests: begun through the page, seen through the store, as the job of the stream would write it."""

from collections.abc import Mapping
from typing import Any

from app.domain.references import read_reference
from app.domain.targets import Pointer, TargetKind
from app.domain.trackings import Sighting, SightingKind
from app.store import trackings as stored
from app.store.session import StoreSession
from tests.support.haven import Client, Haven
from tests.support.page_checks import words

FOLLOW = {"filled_in": "yes", "reason": "vandalism", "days": "30"}


async def follow(client: Client, account: str, more: Mapping[str, Any] | None = None) -> str:
    """Begins a tracking; the address of its page."""
    begun = await client.post("/trackings/start", {**FOLLOW, "account": account, **(more or {})})
    assert begun.status_code == 303, words(begun)
    return str(begun.headers["location"])


def signs_of(address: str) -> str:
    """The eight signs out of the address of a tracking's page."""
    signs = read_reference(address.rpartition("/")[2])
    assert signs is not None
    return signs


def edit(haven: Haven, number: int, wiki: str = "enwiki") -> Sighting:
    """The revision of that number, as the stream tells of it."""
    return Sighting(SightingKind.EDIT, Pointer(wiki, TargetKind.REVISION, number), haven.clock())


def log(haven: Haven, number: int, wiki: str = "enwiki", kind: SightingKind = SightingKind.LOG) -> Sighting:
    return Sighting(kind, Pointer(wiki, TargetKind.LOG, number), haven.clock())


async def note_sighting(session: StoreSession, reference: str, sighting: Sighting, now: int) -> bool:
    """One alone. False when it was there, or the tracking is over."""
    return await stored.note_sightings(session, [(reference, sighting)], now) == 1


async def note(haven: Haven, address: str, *sightings: Sighting) -> None:
    """What the stream job does when it has seen something."""
    async with haven.desk.database.writing() as session:
        for sighting in sightings:
            assert await note_sighting(session, signs_of(address), sighting, haven.clock())
