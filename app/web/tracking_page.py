"""Puts together the page of one tracking, for its owner, a colleague or a steward."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.actions.followed import account_now, facts_of
from app.actions.refusals import CouldNotCheckRights
from app.actions.sightings import Sightings, look, read_noted
from app.actions.tracking import find
from app.domain.people import Person
from app.domain.references import write_reference
from app.domain.retention import POINTERS_NEED_POST_WITHIN
from app.domain.rights import Right
from app.domain.trackings import COLLEAGUES_AT_MOST, SIGHTINGS_AT_MOST, Tracking
from app.domain.visibility import CouldNotCheck
from app.domain.wikis import Farm
from app.links.forms_accounts import central_auth_link, contributions_link, user_link
from app.mediawiki.global_account import GlobalAccount
from app.mediawiki.outcomes import Failed
from app.policy.decide import Allowed, decide
from app.policy.tracking import may_consent, may_end
from app.web.body import Form
from app.web.guard import Visitor
from app.web.house import House
from app.web.live.telling import Showing, live_of
from app.web.live.things import things_of_tracking
from app.web.on_wiki.rows import chips_of, look_link
from app.web.pages import Followed, KeptBack, Problem, SightingRow, TrackingPage
from app.web.people import SOMEBODY, names_for

Account = GlobalAccount | None | CouldNotCheck
"""The followed account as the central wiki tells it; None: the public cannot see it."""


def is_confirmed(house: House, visitor: Visitor) -> bool:
    """SECURITY: a session in which nothing was sent for an hour shows no pointers, whoever sits there."""
    return house.desk.now() - visitor.confirmed_at <= POINTERS_NEED_POST_WITHIN


def kept_back(house: House, visitor: Visitor) -> KeptBack | None:
    """Why this reader is shown nothing that is under a seal; None: they are.

    SECURITY: the wikis must have said at this moment that they may see it; what was known of them before is not enough.
    """
    if visitor.holds_now is False:
        return KeptBack.NO_RIGHT
    if not is_confirmed(house, visitor):
        return KeptBack.LEFT_ALONE
    return None if visitor.holds_now else KeptBack.COULD_NOT_CHECK


@dataclass(frozen=True)
class TrackingRecord:
    """What the page of a tracking shows without asking any wiki. `sightings` is None where they are kept back;
    `before` goes on behind a sighting."""

    tracking: Tracking
    before: int | None
    sightings: Sightings | None


async def read_record(house: House, person: Person, reference: str, before: int | None, opens: bool) -> TrackingRecord:
    """What its polls compare, too. Raises NotThere for a tracking that does not exist for this person."""
    tracking = await find(house.desk, person, reference)
    return TrackingRecord(tracking, before, await read_noted(house.desk, person, tracking, before) if opens else None)


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
    desk, person, why = house.desk, visitor.signed_in, kept_back(house, visitor)
    record = await read_record(house, person, reference, before, opens=why is None)
    tracking = record.tracking
    farm = await desk.wikis.sites.farm()
    account = await _account_of(house, tracking) if why is None else CouldNotCheck()
    seen = await look(desk, person, record.sightings) if record.sightings else Sightings()
    rows = _rows(seen, farm, tracking, account)
    names = await names_for(house, person.central_id, _everybody(tracking))
    address = f"/trackings/{write_reference(reference)}"
    # Polls are for whoever may read trackings: they would put away the page of an owner who only may end it.
    polls = isinstance(decide(person, Right.TRACKING_READ), Allowed)
    return TrackingPage(
        tracking=tracking,
        followed=_followed(tracking, account, farm) if why is None else None,
        kept_back=why,
        owner=names[tracking.owner],
        colleagues=tuple((who, names[who]) for who in sorted(tracking.colleagues)),
        consent_by=None if tracking.consent_by is None else names.get(tracking.consent_by, SOMEBODY),
        may=_may(house, visitor, tracking, rows, why) | _may_agree(person, tracking, account, farm),
        rows=rows,
        could_not_check=_silent(seen),
        up_to=max((row.number for row in rows), default=0),
        only_newest=SIGHTINGS_AT_MOST if seen.only_newest else 0,
        older=f"{address}?before={rows[-1].number}" if seen.are_more else None,
        renewed_until=tracking.renewed_until(desk.now()),
        problem=problem,
        ticked=_numbers(form.all("take")) if form else frozenset(),
        typed=form.values() if form else {},
        live=live_of(house, person, showing_of(record), since) if polls else None,
    )


def read_number(text: str) -> int | None:
    """A number out of an address or a form; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _numbers(texts: tuple[str, ...]) -> frozenset[int]:
    return frozenset(number for text in texts if (number := read_number(text)) is not None)


def _everybody(tracking: Tracking) -> list[int]:
    return [tracking.owner, *sorted(tracking.colleagues), *([tracking.consent_by] if tracking.consent_by else [])]


async def _account_of(house: House, tracking: Tracking) -> Account:
    """Looked up for this page; its name is kept nowhere."""
    try:
        return await account_now(house.desk, tracking.account)
    except CouldNotCheckRights:
        return CouldNotCheck()


def _followed(tracking: Tracking, account: Account, farm: Farm | Failed) -> Followed:
    if not isinstance(account, GlobalAccount):
        return Followed("", could_not_check=isinstance(account, CouldNotCheck))
    if isinstance(farm, Failed):
        return Followed(account.name, False, apart=tracking.name_harms)
    if not tracking.name_harms:
        link = central_auth_link(farm.wikis[farm.central], account.name, lock=False, hide=None).url
        return Followed(account.name, False, (("tracking-central-auth", link),))
    # SECURITY: by its local number, so that its name stands in no address and no log of the wikis' servers.
    at_home = _by_number(account, farm, account.home)
    return Followed(account.name, False, (("sighting-account", at_home),) if at_home else (), apart=True)


def _by_number(account: Account, farm: Farm, dbname: str) -> str | None:
    """Its own page on a wiki where it is attached."""
    wiki, there = farm.wikis.get(dbname), account.on.get(dbname) if isinstance(account, GlobalAccount) else None
    return user_link(wiki, there.user_id) if wiki and there else None


def _rows(seen: Sightings, farm: Farm | Failed, tracking: Tracking, account: Account) -> tuple[SightingRow, ...]:
    rows = []
    for each in seen.noted:
        pointer = each.sighting.pointer
        wiki = None if isinstance(farm, Failed) else farm.wikis.get(pointer.wiki)
        named = account.name if isinstance(account, GlobalAccount) and not tracking.name_harms else ""
        rows.append(
            SightingRow(
                number=each.number,
                kind=each.sighting.kind,
                pointer=pointer,
                at=each.sighting.at,
                is_seen=each.is_seen,
                chips=chips_of(pointer, seen.state_of(each)),
                look=look_link(wiki, pointer) if wiki else None,
                contributions=contributions_link(wiki, named) if wiki and named else None,
                account=None if named or isinstance(farm, Failed) else _by_number(account, farm, pointer.wiki),
            )
        )
    return tuple(rows)


def _silent(seen: Sightings) -> tuple[str, ...]:
    """The wikis of which something could not be checked."""
    unknown = (each.sighting.pointer.wiki for each in seen.noted if isinstance(seen.state_of(each), CouldNotCheck))
    return tuple(sorted(set(unknown)))


def _may(
    house: House, visitor: Visitor, tracking: Tracking, rows: tuple[SightingRow, ...], why: KeptBack | None
) -> frozenset[str]:
    """The steps this reader can take now. In a session that was left alone there are none: whoever sits there may not
    even end it. To end what one began no wiki need be asked."""
    person = visitor.signed_in
    mine = tracking.owner == person.central_id
    steps: Mapping[str, bool] = {
        "renew": not why and mine and tracking.can_be_renewed(house.desk.now()),
        "end": is_confirmed(house, visitor) and isinstance(may_end(person, tracking), Allowed),
        "colleagues": not why and mine,
        "add": not why and mine and len(tracking.colleagues) < COLLEAGUES_AT_MOST,
        "name": not why and mine,
        "seen": bool(rows) and tracking.unseen > 0,
        "request": not why and not tracking.is_waiting,
    }
    return frozenset(step for step, can in steps.items() if can)


def _may_agree(person: Person, tracking: Tracking, account: Account, farm: Farm | Failed) -> frozenset[str]:
    """Whoever could not agree is not asked to: a colleague of a wiki where the account never edited."""
    if not tracking.is_waiting or not isinstance(account, GlobalAccount) or isinstance(farm, Failed):
        return frozenset()
    can = isinstance(may_consent(person, tracking, facts_of(account, farm)), Allowed)
    return frozenset({"consent"} if can else ())
