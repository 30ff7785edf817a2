"""From what a page shows to what its template needs to say so, and to the answer of its polls.

It must not read anything itself: pages and polls are given the same reading, so there is no second copy of who may see
what.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from app.actions.limits import admit_change
from app.domain.people import Person
from app.web.guard import Visitor
from app.web.house import House, house_of
from app.web.live.page_marks import Changes, Things
from app.web.pages import Live


@dataclass(frozen=True)
class Showing:
    """What a page shows. `page` is its own address, with what chooses what it shows and nothing else.

    `misses`: whether it is a change that something is not shown any more. It is none where things only move on to the
    next page, or are kept back from a session that was left alone.
    """

    page: str
    things: Things
    misses: bool = True

    @property
    def path(self) -> str:
        """What its marks hold for: the same list read from another place on is the same page."""
        return urlsplit(self.page).path


def since_of(request: Request) -> str | None:
    """The mark in a page's address, whatever it is worth."""
    return request.query_params.get("since")


def live_of(house: House, reader: Person, showing: Showing, since: str | None) -> Live:
    """What the page says of itself, and of what changed since the mark in its address, if it carries one."""
    changes = _compare(house, reader, showing, since)
    ask = urlsplit(showing.page)._replace(path=f"{showing.path}/changes").geturl()
    count = None if since is None else changes.count
    return Live(showing.page, ask, changes.mark, count, changes.new, changes.different)


async def tell_changes(
    request: Request,
    visitor: Visitor,
    read: Callable[[Person], Awaitable[Showing]],
    ask_rights: Callable[[Person], Awaitable[Person]],
) -> Response:
    """How many things are new, different or gone since `?since=`, and the mark of how it is now. Raises TooMuch.

    `read` is the page's own reading. What was known of the person decides while nothing changed; before a change is
    told (and counted for the limit: an address may carry any mark), `ask_rights` gives the person as the wikis know
    them at this moment, and the page is read once more.
    """
    house, since = house_of(request), since_of(request) or ""
    person = visitor.signed_in
    changes = _compare(house, person, await read(person), since)
    if changes.count:
        await admit_change(house.desk, person.central_id)
        # SECURITY: whoever lost their right since the page was made learns nothing new, not even how much it is.
        person = await ask_rights(person)
        changes = _compare(house, person, await read(person), since)
    return JSONResponse({"changes": changes.count, "mark": changes.mark})


def _compare(house: House, reader: Person, showing: Showing, since: str | None) -> Changes:
    changes = house.page_marks.compare(reader.central_id, showing.path, showing.things, since)
    return changes if showing.misses else replace(changes, gone=0)
