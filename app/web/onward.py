"""Puts together what the page of a request says of where it goes from here, and the pages of sending it on."""

from dataclasses import replace

from app.actions.climbing import step_behind
from app.actions.completion import Look
from app.actions.filing import preview_route
from app.actions.forwarding import Onto
from app.actions.open_queues import is_open
from app.actions.reopening import is_too_often, may_reopen
from app.domain.lifecycle import Reopening, State
from app.domain.people import Person
from app.domain.queues import Queue, Step, Team
from app.domain.requests import Request, RequestKind, Urgency
from app.domain.retention import DAY, STALE_AFTER
from app.domain.rights import Right
from app.policy.climbing import is_pressed
from app.policy.decide import Allowed, decide
from app.web.contacts import mail_page_of
from app.web.house import House
from app.web.pages import ForwardCheckPage, Onward, WriteTo
from app.web.promises import waited_before

TOLD_BEFORE = 14 * DAY
UNHEARD_SECONDS = 5 * 60
"""Handed up it should be within half a minute; what waits for longer waits for somebody who has no queue."""


async def onward_of(house: House, person: Person, request: Request, look: Look | None) -> Onward:
    """For this reader. Its requester is told who is asked next; whoever handles it can take it instead."""
    is_requester = request.requester == person.central_id
    if request.state is not State.OPEN:
        return await _of_ended(house, person, request, is_requester)
    holds = request.held_by(house.desk.now()) == person.central_id
    may = isinstance(decide(person, Right.REQUEST_FORWARD, request), Allowed)
    onward = Onward(
        may_forward=holds and look is not None and may and not request.kind.stops_accounts,
        waited=waited_before(house.desk.packs, request),
        stale_on=_stale_on(request, house.desk.now()),
    )
    is_left = request.held_by(house.desk.now()) is None and not request.awaits_answer
    return await _with_next(house, request, onward, is_requester) if is_left else onward


def _stale_on(request: Request, now: int) -> int | None:
    """The day on which it goes stale and is gone for everybody, told in time to send it again."""
    stale_on = request.filed_at + STALE_AFTER
    return stale_on if now >= stale_on - TOLD_BEFORE else None


async def _of_ended(house: House, person: Person, request: Request, is_requester: bool) -> Onward:
    may = isinstance(decide(person, Right.REQUEST_REOPEN, request), Allowed)
    if not may or not may_reopen(request, is_requester, house.desk.now()):
        return Onward()
    if await is_too_often(house.desk, request, person):
        return Onward(too_often=await _write_to(house, request.queue))
    return Onward(reopenings=tuple(Reopening))


async def _with_next(house: House, request: Request, onward: Onward, is_requester: bool) -> Onward:
    """That its time is over only time tells: it is nothing that a poll would look for."""
    desk, due = house.desk, request.climbs_at
    if due is None or not is_pressed(request.kind, request.reached):
        return onward
    if desk.now() >= due + UNHEARD_SECONDS:
        return replace(onward, unheard=await _write_to(house, await _who_is_left(house, request)))
    is_urgent = request.kind is not RequestKind.SUPPRESSION or request.urgency is Urgency.NOW
    if not is_requester or not is_urgent or desk.now() >= due:
        return onward
    step = await step_behind(desk, request)
    if step is Step.STEWARDS and not await is_open(desk, Queue(Team.STEWARDS)):
        return onward
    return replace(onward, next_step=step, next_at=due)


async def _who_is_left(house: House, request: Request) -> Queue:
    """The stewards; of a suppression that is no emergency its own team, as long as there is one."""
    if request.kind is RequestKind.SUPPRESSION and request.urgency is not Urgency.NOW:
        there, _ = await preview_route(house.desk, request.wiki, request.queue.team)
        return there.queue
    return Queue(Team.STEWARDS)


async def _write_to(house: House, queue: Queue) -> WriteTo:
    contact = house.desk.packs.contact(queue.team, queue.wiki)
    return WriteTo(queue, contact, mail_page_of(await house.desk.wikis.sites.farm(), queue, contact))


def check_page(reference: str, onto: Onto) -> ForwardCheckPage:
    """Where it would really go."""
    return ForwardCheckPage(
        reference=reference,
        to=onto.destination,
        kind=onto.kind,
        wiki=onto.wiki,
        queue=onto.route.queue,
        reason=onto.route.reason,
        by_mail=onto.by_mail,
        criteria=onto.criteria,
        place=f"{onto.route.queue.key} {onto.wiki} {onto.kind.value} {'mail' if onto.by_mail else 'queue'}",
    )
