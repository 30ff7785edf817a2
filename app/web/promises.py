"""By when a request should be in somebody's hands, as its wiki's team (or everybody's) promises, and whether that time
is past. For lists, the hand-over view and the page of a request."""

from app.domain.lifecycle import State
from app.domain.requests import Request
from app.flows.packs import Packs
from app.web.house import House


def promised_by(house: House, request: Request) -> int | None:
    """Seconds since 1970, counted from when it was sent or its sender answered; None where nobody promised anything,
    while the sender's answer is waited for, and of what is over."""
    since = request.waits_since
    if since is None or request.state is not State.OPEN:
        return None
    return house.desk.packs.promised_by(request.wiki, request.urgency, since)


def is_overdue(house: House, request: Request) -> bool:
    """The promised time is past, and nobody holds it."""
    promised, now = promised_by(house, request), house.desk.now()
    return promised is not None and request.held_by(now) is None and now > promised


def waited_before(packs: Packs, request: Request) -> int | None:
    """How many seconds a request that was handed up had waited with the team it was sent to; None for any other."""
    if request.reached is request.queue.first_step:
        return None
    minutes = packs.escalation(request.wiki, request.kind).get(request.queue.first_step)
    return None if minutes is None else minutes * 60
