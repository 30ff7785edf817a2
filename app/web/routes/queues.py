"""Lists: what waits for me, what I asked for, and the ombuds' view log. No pointers, no total counts."""

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response

from app.domain.queues import Queue
from app.domain.references import read_reference, write_reference
from app.domain.requests import Request as Filed
from app.domain.rights import Right
from app.policy.decide import queues_of, reader_of
from app.store import requests as stored
from app.store import views
from app.web.answers import show
from app.web.guard import Visitor, allow
from app.web.house import House, house_of
from app.web.pages import OwnRequestsPage, QueuePage, RequestLine, ViewLine, ViewLogPage
from app.web.people import SOMEBODY, YOU, names_for

router = APIRouter()


@router.get("/queues")
async def queue(request: Request, visitor: Visitor = allow(Right.QUEUE_READ)) -> Response:
    """The most urgent first. `?queue=` shows one alone, `?after=` goes on behind a reference."""
    house, person = house_of(request), visitor.signed_in
    mine = queues_of(person.standing)
    chosen = _chosen(request.query_params.get("queue", ""), mine)
    shown = [chosen.key] if chosen else [queue.key for queue in mine]
    async with house.desk.database.reading() as session:
        found = await stored.queue_page(session, reader_of(person), shown, _after(request), stored.PAGE + 1)
    lines = await lines_of(house, person.central_id, found[: stored.PAGE], tells_names=True)
    behind = f"queue={chosen.key}&" if chosen else ""
    page = QueuePage(mine, chosen, lines, _older(f"/queues?{behind}", found), tuple(sorted(person.standing.unasked)))
    return await show(request, visitor, page)


@router.get("/requests")
async def own_requests(request: Request, visitor: Visitor = allow(Right.REQUEST_LIST_OWN)) -> Response:
    """What I asked for, newest first."""
    house, person = house_of(request), visitor.signed_in
    async with house.desk.database.reading() as session:
        found = await stored.own_page(session, person.central_id, _after(request), stored.PAGE + 1)
        group = read_reference(request.query_params.get("filed", ""))
        together = await stored.in_group(session, reader_of(person), group) if group else []
    lines = await lines_of(house, person.central_id, found[: stored.PAGE], tells_names=False)
    just_filed = tuple(each.reference for each in together if each.requester == person.central_id)
    return await show(request, visitor, OwnRequestsPage(lines, _older("/requests?", found), just_filed))


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


async def lines_of(house: House, reader: int, requests: Sequence[Filed], tells_names: bool) -> tuple[RequestLine, ...]:
    """Rows of a list. `tells_names` False: a requester learns that somebody has it, never who."""
    now = house.desk.now()
    holders = [holder for request in requests if (holder := request.held_by(now)) is not None]
    names = await names_for(house, reader, holders) if tells_names else {}
    lines = []
    for request in requests:
        holder = request.held_by(now)
        said = None if holder is None else YOU if holder == reader else names.get(holder, SOMEBODY)
        lines.append(RequestLine(request, max(0, now - request.filed_at), said, is_overdue(house, request)))
    return tuple(lines)


def is_overdue(house: House, request: Filed) -> bool:
    """Free for longer than the pack promises for its urgency."""
    pack = house.desk.packs.of(request.wiki)
    promised = pack.promise_minutes or house.desk.packs.everywhere.promise_minutes
    minutes = promised.get(request.urgency)
    now = house.desk.now()
    return minutes is not None and request.held_by(now) is None and now - request.filed_at > minutes * 60


def _chosen(key: str, mine: Sequence[Queue]) -> Queue | None:
    return next((queue for queue in mine if queue.key == key), None)


def _after(request: Request) -> str | None:
    return read_reference(request.query_params.get("after", ""))


def _older(address: str, found: Sequence[Filed]) -> str | None:
    if len(found) <= stored.PAGE:
        return None
    return f"{address}after={write_reference(found[stored.PAGE - 1].reference)}"
