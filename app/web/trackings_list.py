"""The list of trackings, read by one function for the page and for its polls."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.actions.tracking import check_open
from app.domain.people import Person
from app.domain.references import write_reference
from app.domain.trackings import Tracking
from app.policy.decide import reader_of
from app.store import trackings as stored
from app.web.guard import Visitor
from app.web.house import House
from app.web.live.page_marks import Shown
from app.web.live.telling import Showing, live_of
from app.web.live.things import tracking_row_shown
from app.web.pages import TrackingLine, TrackingsPage
from app.web.people import SOMEBODY, names_for
from app.web.tracking_page import is_confirmed


@dataclass(frozen=True)
class Listed:
    """The list as it was read. `waiting` are those on which others wait for the reader's word; `older` is the address
    of the next page."""

    waiting: Sequence[Tracking]
    trackings: Sequence[Tracking]
    older: str | None
    showing: Showing


async def read_list(house: House, person: Person, before: str | None) -> Listed:
    """The newest first, behind the reference `before`; no wiki is asked. Raises NotThere with queues off."""
    check_open(house.desk)
    now = house.desk.now()
    async with house.desk.database.reading() as session:
        waiting = [] if before else await stored.waiting_for(session, reader_of(person), now)
        found = await stored.trackings_of(session, reader_of(person), now, before, stored.PAGE + 1)
    rows = found[: stored.PAGE]
    things: dict[str, Shown] = {each.reference: tracking_row_shown(each) for each in (*waiting, *rows)}
    older = _behind(rows[-1].reference) if len(found) > stored.PAGE else None
    if older:
        things["older"] = ()
    return Listed(waiting, rows, older, Showing(_behind(before) if before else "/trackings", things))


async def make_list_page(house: House, visitor: Visitor, before: str | None, since: str | None) -> TrackingsPage:
    """`since`: the mark of what the reader saw before."""
    person, confirmed = visitor.signed_in, is_confirmed(house, visitor)
    listed = await read_list(house, person, before)
    return TrackingsPage(
        waiting=await _lines(house, person, listed.waiting, confirmed),
        lines=await _lines(house, person, listed.trackings, confirmed),
        older=listed.older,
        confirmed=confirmed,
        live=live_of(house, person, listed.showing, since),
    )


async def _lines(house: House, person: Person, found: Sequence[Tracking], confirmed: bool) -> tuple[TrackingLine, ...]:
    accounts = await house.desk.wikis.accounts.names_of(each.account for each in found) if confirmed else {}
    owners = await names_for(house, person.central_id, [each.owner for each in found])
    return tuple(TrackingLine(each, accounts.get(each.account, ""), owners.get(each.owner, SOMEBODY)) for each in found)


def _behind(reference: str) -> str:
    return f"/trackings?before={write_reference(reference)}"
