"""Requests as rows of a list. What points at anything is never among it."""

from collections.abc import Sequence

from app.domain.requests import Request
from app.web.house import House
from app.web.pages import RequestLine
from app.web.people import SOMEBODY, YOU, names_for
from app.web.promises import is_overdue, promised_by, waited_before


async def lines_of(
    house: House, reader: int, requests: Sequence[Request], tells_names: bool
) -> tuple[RequestLine, ...]:
    """Rows of a list. `tells_names` False: a requester learns that somebody has it, never who."""
    now = house.desk.now()
    holders = [holder for request in requests if (holder := request.held_by(now)) is not None]
    names = await names_for(house, reader, holders) if tells_names else {}
    lines = []
    for request in requests:
        holder = request.held_by(now)
        said = None if holder is None else YOU if holder == reader else names.get(holder, SOMEBODY)
        age, overdue = max(0, now - (request.reopened_at or request.filed_at)), is_overdue(house, request)
        promised, waited = promised_by(house, request), waited_before(house.desk.packs, request)
        lines.append(RequestLine(request, age, said, overdue, promised, waited))
    return tuple(lines)
