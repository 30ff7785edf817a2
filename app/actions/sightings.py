"""What was seen of a followed account: looking at it with live state, marking it as seen, and asking for help with it.

Pointers leave their seals in memory only. Every step goes through `find`: for whoever may not know of the tracking,
and for the account itself, nothing is there.
"""

from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from app.actions.desk import Desk
from app.actions.drafting import keep_draft
from app.actions.followed import account_now, farm_now, pointer_to
from app.actions.refusals import NotAllowed, Unusable
from app.actions.tracking import find
from app.domain.people import Person
from app.domain.targets import Pointer
from app.domain.trackings import NotedSighting, Tracking
from app.domain.visibility import CouldNotCheck, LiveState
from app.domain.wikis import Farm
from app.mediawiki.outcomes import Failed
from app.policy.decide import reader_of
from app.store import trackings as stored
from app.store.sealing import SealBroken

PAGE = stored.PAGE


@dataclass(frozen=True)
class Sightings:
    """One page of them, the newest first. `are_more`: older ones follow. `only_newest`: as many are kept as ever
    are, so that older ones may be gone. `states`: what the wikis show of each now, once they were asked."""

    noted: tuple[NotedSighting, ...] = ()
    are_more: bool = False
    only_newest: bool = False
    states: Mapping[Pointer, LiveState] = field(default_factory=dict)

    def state_of(self, noted: NotedSighting) -> LiveState:
        return self.states.get(noted.sighting.pointer, CouldNotCheck())


async def read_noted(desk: Desk, person: Person, tracking: Tracking, before: int | None) -> Sightings:
    """Opens the seals of one page; no wiki is asked. `before`: the last number of the page before."""
    try:
        async with desk.database.reading() as session:
            reader, now = reader_of(person), desk.now()
            found = await stored.sightings_of(session, reader, tracking.reference, now, before, PAGE + 1)
            only_newest = await stored.are_sightings_full(session, reader, tracking.reference, now)
    except SealBroken as error:
        raise NotAllowed("seal-broken") from error
    return Sightings(tuple(found[:PAGE]), len(found) > PAGE, only_newest)


async def look(desk: Desk, person: Person, sightings: Sightings) -> Sightings:
    """The same with what the wikis show of each, asked side by side."""
    return replace(sightings, states=await _ask_wikis(desk, person, sightings.noted))


async def mark_seen(desk: Desk, person: Person, reference: str, up_to: int) -> None:
    """This person has looked at everything that had arrived up to this number."""
    await find(desk, person, reference)
    async with desk.database.writing() as session:
        await stored.mark_seen(session, reader_of(person), reference, up_to, desk.now())


async def make_draft(
    desk: Desk, person: Person, session_id: str, reference: str, numbers: frozenset[int], with_account: bool
) -> str:
    """A draft of what was ticked, as if it had been pasted: the way to every kind of request. Returns its id.

    Raises NotThere, Unusable (nothing ticked, no such account), TooMuch, CouldNotCheckRights.
    """
    tracking = await find(desk, person, reference)
    try:
        async with desk.database.reading() as session:
            noted = await stored.sightings_numbered(session, reader_of(person), reference, numbers, desk.now())
    except SealBroken as error:
        raise NotAllowed("seal-broken") from error
    pointers = [replace(each.sighting.pointer, author_is_marked=tracking.name_harms) for each in noted]
    if with_account:
        pointers.insert(0, await _point_at(desk, tracking))
    if not pointers:
        raise Unusable("with_account", "tracking-choose-sightings")
    return await keep_draft(desk, person.central_id, session_id, pointers)


async def _point_at(desk: Desk, tracking: Tracking) -> Pointer:
    account = await account_now(desk, tracking.account)
    pointer = pointer_to(account, await farm_now(desk)) if account else None
    if pointer is None:
        raise Unusable("with_account", "tracking-account-not-found")
    return replace(pointer, is_marked=tracking.name_harms)


async def _ask_wikis(desk: Desk, person: Person, noted: tuple[NotedSighting, ...]) -> Mapping[Pointer, LiveState]:
    """Partial where some wikis are silent; empty where not even the farm is known."""
    asks: dict[str, list[Pointer]] = {}
    for each in noted:
        asks.setdefault(each.sighting.pointer.wiki, []).append(each.sighting.pointer)
    farm: Farm | Failed = await desk.wikis.sites.farm()
    states: dict[Pointer, LiveState] = {}
    if isinstance(farm, Failed) or not asks:
        return states
    async with desk.turns.of(person.central_id), aclosing(desk.wikis.live.by_wiki(asks, farm, True)) as answers:
        async for _, of_wiki in answers:
            states |= of_wiki
    return states
