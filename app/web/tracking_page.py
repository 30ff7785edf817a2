"""Puts together the page of one tracking, for its owner, a colleague or a steward."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.actions.followed import account_now
from app.actions.refusals import CouldNotCheckRights
from app.actions.sightings import Sightings, look, read_noted
from app.actions.tracking import find
from app.domain.people import Person
from app.domain.references import write_reference
from app.domain.retention import POINTERS_NEED_POST_WITHIN
from app.domain.trackings import COLLEAGUES_AT_MOST, SIGHTINGS_AT_MOST, Tracking
from app.domain.visibility import CouldNotCheck
from app.domain.wikis import Farm
from app.links.forms_accounts import central_auth_link, contributions_link
from app.mediawiki.outcomes import Failed
from app.policy.decide import Allowed
from app.policy.tracking import may_end
from app.web.body import Form
from app.web.guard import Visitor
from app.web.house import House
from app.web.live.telling import Showing, live_of
from app.web.live.things import things_of_tracking
from app.web.on_wiki.rows import chips_of, look_link
from app.web.pages import Followed, Problem, SightingRow, TrackingPage
from app.web.people import SOMEBODY, names_for


def is_confirmed(house: House, visitor: Visitor) -> bool:
    """SECURITY: a session in which nothing was sent for an hour shows no pointers, whoever sits there."""
    return house.desk.now() - visitor.confirmed_at <= POINTERS_NEED_POST_WITHIN


@dataclass(frozen=True)
class TrackingRecord:
    """What the page of a tracking shows without asking any wiki. `sightings` is None in a session in which nothing was
    sent for an hour; `before` goes on behind a sighting."""

    tracking: Tracking
    before: int | None
    sightings: Sightings | None


async def read_record(
    house: House, person: Person, reference: str, before: int | None, confirmed: bool
) -> TrackingRecord:
    """What its polls compare, too. Raises NotThere for a tracking that does not exist for this person."""
    tracking = await find(house.desk, person, reference)
    return TrackingRecord(
        tracking, before, await read_noted(house.desk, person, tracking, before) if confirmed else None
    )


def showing_of(record: TrackingRecord) -> Showing:
    """The same as things, for its mark."""
    address = f"/trackings/{write_reference(record.tracking.reference)}"
    page = address if record.before is None else f"{address}?before={record.before}"
    noted = record.sightings.noted if record.sightings else ()
    # SECURITY: kept-back sightings are not among the things, so that no poll counts them to whoever sits there.
    return Showing(page, things_of_tracking(record.tracking, noted), misses=False)


async def make_tracking_page(
    house: House,
    visitor: Visitor,
    reference: str,
    before: int | None = None,
    since: str | None = None,
    problem: Problem | None = None,
    form: Form | None = None,
) -> TrackingPage:
    """`since`: the mark of what the reader saw before; `form`: what was sent, to be given back. Raises NotThere for a
    tracking that does not exist for this person."""
    desk, person = house.desk, visitor.signed_in
    confirmed = is_confirmed(house, visitor)
    record = await read_record(house, person, reference, before, confirmed)
    tracking = record.tracking
    farm = await desk.wikis.sites.farm()
    followed = await _followed(house, tracking, farm) if confirmed else None
    seen = await look(desk, person, record.sightings) if record.sightings else Sightings()
    rows = _rows(seen, farm, followed.name if followed else "")
    names = await names_for(house, person.central_id, _everybody(tracking))
    address = f"/trackings/{write_reference(reference)}"
    return TrackingPage(
        tracking=tracking,
        followed=followed,
        owner=names[tracking.owner],
        colleagues=tuple((who, names[who]) for who in sorted(tracking.colleagues)),
        consent_by=None if tracking.consent_by is None else names.get(tracking.consent_by, SOMEBODY),
        may=_may(person, tracking, desk.now(), rows, confirmed),
        rows=rows,
        could_not_check=_silent(seen),
        up_to=max((row.number for row in rows), default=0),
        only_newest=SIGHTINGS_AT_MOST if seen.only_newest else 0,
        older=f"{address}?before={rows[-1].number}" if seen.are_more else None,
        renewed_until=tracking.renewed_until(desk.now()),
        problem=problem,
        ticked=_numbers(form.all("take")) if form else frozenset(),
        typed=form.values() if form else {},
        live=live_of(house, person, showing_of(record), since),
    )


def read_number(text: str) -> int | None:
    """A number out of an address or a form; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _numbers(texts: tuple[str, ...]) -> frozenset[int]:
    return frozenset(number for text in texts if (number := read_number(text)) is not None)


def _everybody(tracking: Tracking) -> list[int]:
    return [tracking.owner, *sorted(tracking.colleagues), *([tracking.consent_by] if tracking.consent_by else [])]


async def _followed(house: House, tracking: Tracking, farm: Farm | Failed) -> Followed:
    """The name is looked up for this page and kept nowhere."""
    try:
        account = await account_now(house.desk, tracking.account)
    except CouldNotCheckRights:
        return Followed("", could_not_check=True)
    if account is None:
        return Followed("", could_not_check=False)
    central = None if isinstance(farm, Failed) else farm.wikis[farm.central]
    link = central_auth_link(central, account.name, lock=False, hide=None).url if central else None
    return Followed(account.name, False, (("tracking-central-auth", link),) if link else ())


def _rows(seen: Sightings, farm: Farm | Failed, name: str) -> tuple[SightingRow, ...]:
    rows = []
    for each in seen.noted:
        pointer = each.sighting.pointer
        wiki = None if isinstance(farm, Failed) else farm.wikis.get(pointer.wiki)
        rows.append(
            SightingRow(
                number=each.number,
                kind=each.sighting.kind,
                pointer=pointer,
                at=each.sighting.at,
                is_seen=each.is_seen,
                chips=chips_of(pointer, seen.state_of(each)),
                look=look_link(wiki, pointer) if wiki else None,
                contributions=contributions_link(wiki, name) if wiki and name else None,
            )
        )
    return tuple(rows)


def _silent(seen: Sightings) -> tuple[str, ...]:
    """The wikis of which something could not be checked."""
    unknown = (each.sighting.pointer.wiki for each in seen.noted if isinstance(seen.state_of(each), CouldNotCheck))
    return tuple(sorted(set(unknown)))


def _may(
    person: Person, tracking: Tracking, now: int, rows: tuple[SightingRow, ...], confirmed: bool
) -> frozenset[str]:
    """The steps this reader can take now. Whether they may agree is asked of the wikis when they do."""
    mine = tracking.owner == person.central_id
    steps: Mapping[str, bool] = {
        "consent": tracking.is_waiting and not mine,
        "renew": mine and tracking.can_be_renewed(now),
        "end": isinstance(may_end(person, tracking), Allowed),
        "colleagues": mine,
        "add": mine and len(tracking.colleagues) < COLLEAGUES_AT_MOST,
        "seen": bool(rows) and tracking.unseen > 0,
        "request": confirmed and not tracking.is_waiting,
    }
    return frozenset(step for step, can in steps.items() if can)
