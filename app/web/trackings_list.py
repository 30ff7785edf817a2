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
from app.web.tracking_page import kept_back


@dataclass(frozen=True)
class Place:
    """Where the list goes on: behind one of those that wait (then with these alone), or behind one of all; by
    reference, None for the first page."""

    before: str | None = None
    waiting: str | None = None

    @property
    def address(self) -> str:
        if self.waiting:
            return f"/trackings?waiting={write_reference(self.waiting)}"
        return f"/trackings?before={write_reference(self.before)}" if self.before else "/trackings"


@dataclass(frozen=True)
class Listed:
    """The list as it was read. `waiting` are those on which others wait for the reader's word; `older` and
    `older_waiting` are the addresses of the next pages."""

    waiting: Sequence[Tracking]
    trackings: Sequence[Tracking]
    older: str | None
    older_waiting: str | None
    showing: Showing


async def read_list(house: House, person: Person, place: Place) -> Listed:
    """The newest first; no wiki is asked. Raises NotThere with queues off."""
    check_open(house.desk)
    now, reader, one_more = house.desk.now(), reader_of(person), stored.PAGE + 1
    async with house.desk.database.reading() as session:
        waiting = [] if place.before else await stored.waiting_for(session, reader, now, place.waiting, one_more)
        found = [] if place.waiting else await stored.trackings_of(session, reader, now, place.before, one_more)
    rows, waits = found[: stored.PAGE], waiting[: stored.PAGE]
    things: dict[str, Shown] = {each.reference: tracking_row_shown(each) for each in (*waits, *rows)}
    older = Place(before=rows[-1].reference).address if len(found) > len(rows) else None
    older_waiting = Place(waiting=waits[-1].reference).address if len(waiting) > len(waits) else None
    things |= {name: () for name, there in (("older", older), ("older-waiting", older_waiting)) if there}
    return Listed(waits, rows, older, older_waiting, Showing(place.address, things))


async def make_list_page(house: House, visitor: Visitor, place: Place, since: str | None) -> TrackingsPage:
    """`since`: the mark of what the reader saw before."""
    person, why = visitor.signed_in, kept_back(house, visitor)
    listed = await read_list(house, person, place)
    return TrackingsPage(
        waiting=await _lines(house, person, listed.waiting, opens=why is None),
        lines=await _lines(house, person, listed.trackings, opens=why is None),
        older=listed.older,
        older_waiting=listed.older_waiting,
        only_waiting=place.waiting is not None,
        kept_back=why,
        live=live_of(house, person, listed.showing, since),
    )


async def _lines(house: House, person: Person, found: Sequence[Tracking], opens: bool) -> tuple[TrackingLine, ...]:
    named = [each.account for each in found if opens and not each.name_harms]
    accounts = await house.desk.wikis.accounts.names_told(named)
    owners = await names_for(house, person.central_id, [each.owner for each in found])
    return tuple(
        TrackingLine(each, None if each.name_harms else accounts.get(each.account), owners.get(each.owner, SOMEBODY))
        for each in found
    )
