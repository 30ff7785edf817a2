"""Lists: what waits for me, what I asked for, and the ombuds' view log. No pointers, no total counts.

Each list that is asked for changes is read by one function, for the page and for its polls.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request, Response

from app.actions.open_queues import why_each_closed
from app.domain.lifecycle import State
from app.domain.people import Person
from app.domain.queues import Destination, Queue
from app.domain.references import read_reference, write_reference
from app.domain.requests import Request as Filed
from app.domain.rights import Right
from app.policy.decide import queues_of, reader_of
from app.store import requests as stored
from app.store import views
from app.web.answers import chrome_of, show
from app.web.guard import Visitor, allow, read_anew
from app.web.house import House, house_of
from app.web.live.page_marks import Shown, Things
from app.web.live.telling import Showing, live_of, since_of, tell_changes
from app.web.live.things import row_shown
from app.web.pages import OwnRequestsPage, QueuePage, Telling, ViewLine, ViewLogPage
from app.web.people import names_for
from app.web.promises import is_overdue
from app.web.request_lines import lines_of
from app.web.team_now import awake_of, tellings_of

router = APIRouter()

QUEUES_NAMED = 20
"""Of somebody with more queues than these, only the chosen one is told about."""


@router.get("/queues")
async def queue(request: Request, visitor: Visitor = allow(Right.QUEUE_READ)) -> Response:
    """The most urgent first. `?queue=` shows one alone, `?after=` goes on behind a reference, `?forwarded=` says where
    a request was just sent on to."""
    house, person = house_of(request), visitor.signed_in
    listed = await _read_queue(request, person)
    lines = await lines_of(house, person.central_id, listed.requests, tells_names=True)
    unasked = tuple(sorted(person.standing.unasked))
    live = live_of(house, person, listed.showing, since_of(request))
    forwarded = _forwarded(request.query_params.get("forwarded", ""))
    mine = queues_of(person.standing)
    single = listed.chosen or (mine[0] if len(mine) == 1 else None)
    team = await awake_of(house, person, await house.desk.wikis.guidance.farm(), single) if single else None
    told = mine if len(mine) <= QUEUES_NAMED else (single,) if single else ()
    doors = tuple((await why_each_closed(house.desk, told)).items())
    page = QueuePage(mine, listed.chosen, lines, listed.older, unasked, live, forwarded, doors, team)
    return await show(request, visitor, page)


@router.get("/queues/changes")
async def queue_changes(request: Request, visitor: Visitor = allow(Right.QUEUE_READ, polled=True)) -> Response:
    """How much of the queue is different since `?since=`."""

    async def read(person: Person) -> Showing:
        return (await _read_queue(request, person)).showing

    return await tell_changes(request, visitor, read, lambda _: read_anew(request, visitor, Right.QUEUE_READ))


@router.get("/requests")
async def own_requests(request: Request, visitor: Visitor = allow(Right.REQUEST_LIST_OWN)) -> Response:
    """What I asked for, newest first."""
    house, person = house_of(request), visitor.signed_in
    listed = await _read_own(request, person)
    group = read_reference(request.query_params.get("filed", ""))
    async with house.desk.database.reading() as session:
        together = await stored.in_group(session, reader_of(person), group) if group else []
    lines = await lines_of(house, person.central_id, listed.requests, tells_names=False)
    just_filed = [each for each in together if each.requester == person.central_id]
    live = live_of(house, person, listed.showing, since_of(request))
    tellings = await _tellings(request, visitor, just_filed)
    references = tuple(each.reference for each in just_filed)
    return await show(request, visitor, OwnRequestsPage(lines, listed.older, references, live, tellings))


async def _tellings(request: Request, visitor: Visitor, just_filed: Sequence[Filed]) -> tuple[Telling, ...]:
    """No wiki is asked for a list of nothing new."""
    house, waiting = house_of(request), [each for each in just_filed if each.state is State.OPEN]
    if not waiting:
        return ()
    farm = await house.desk.wikis.guidance.farm()
    return tellings_of(house, chrome_of(request, visitor).language, farm, waiting)


@router.get("/requests/changes")
async def own_changes(request: Request, visitor: Visitor = allow(Right.REQUEST_LIST_OWN, polled=True)) -> Response:
    """How much of what I asked for is different since `?since=`."""

    async def read(person: Person) -> Showing:
        return (await _read_own(request, person)).showing

    return await tell_changes(request, visitor, read, lambda _: read_anew(request, visitor, Right.REQUEST_LIST_OWN))


@router.get("/view-log")
async def view_log(request: Request, visitor: Visitor = allow(Right.VIEW_LOG_READ_ALL)) -> Response:
    """Who opened which reference, when and why."""
    house, person = house_of(request), visitor.signed_in
    before = request.query_params.get("before", "")
    start = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    async with house.desk.database.reading() as session:
        found = await views.view_log(session, reader_of(person), start, views.PAGE + 1)
    shown = found[: views.PAGE]
    names = await names_for(house, person.central_id, [view.central_id for view in shown])
    lines = tuple(
        ViewLine(
            view.reference,
            names[view.central_id],
            view.purpose,
            view.first_at,
            view.last_at,
            view.keeps_someone_out,
        )
        for view in shown
    )
    older = f"/view-log?before={shown[-1].number}" if len(found) > views.PAGE else None
    return await show(request, visitor, ViewLogPage(lines, older))


@dataclass(frozen=True)
class _Listed:
    """A list as it was read: its rows, the address of the next page, and all of it as things."""

    requests: Sequence[Filed]
    older: str | None
    showing: Showing
    chosen: Queue | None = None


async def _read_queue(request: Request, person: Person) -> _Listed:
    house, mine = house_of(request), queues_of(person.standing)
    chosen, after = _chosen(request.query_params.get("queue", ""), mine), _after(request)
    shown = [chosen.key] if chosen else [queue.key for queue in mine]
    async with house.desk.database.reading() as session:
        found = await stored.queue_page(session, reader_of(person), shown, after, stored.PAGE + 1)
    address = f"/queues?queue={chosen.key}" if chosen else "/queues"
    listed = _listed(house, address, after, found, tells_names=True)
    unasked: Things = {f"unasked-{wiki}": () for wiki in person.standing.unasked}
    things = {**listed.showing.things, **unasked}
    return replace(listed, chosen=chosen, showing=Showing(listed.showing.page, things))


async def _read_own(request: Request, person: Person) -> _Listed:
    house, after = house_of(request), _after(request)
    async with house.desk.database.reading() as session:
        found = await stored.own_page(session, person.central_id, after, stored.PAGE + 1)
    return _listed(house, "/requests", after, found, tells_names=False)


def _listed(house: House, address: str, after: str | None, found: Sequence[Filed], tells_names: bool) -> _Listed:
    """`found` holds one request more than the page shows when there is a next page."""
    now, rows = house.desk.now(), found[: stored.PAGE]
    things: dict[str, Shown] = {
        each.reference: row_shown(each, now, is_overdue(house, each), tells_names) for each in rows
    }
    older = _behind(address, rows[-1].reference) if len(found) > stored.PAGE else None
    if older:
        things["older"] = ()
    page = _behind(address, after) if after else address
    return _Listed(rows, older, Showing(page, things))


def _chosen(key: str, mine: Sequence[Queue]) -> Queue | None:
    return next((queue for queue in mine if queue.key == key), None)


def _forwarded(code: str) -> Destination | None:
    return next((destination for destination in Destination if destination.value == code), None)


def _after(request: Request) -> str | None:
    return read_reference(request.query_params.get("after", ""))


def _behind(address: str, reference: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}after={write_reference(reference)}"
