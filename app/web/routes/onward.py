"""Sending a request on, in two steps, and opening it again.

The first step of sending on changes nothing and may be repeated: it shows where the request would really go. Whoever
may not know of a request learns nothing here: everything begins with looking for it as its own page does.
"""

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from app.actions import forwarding
from app.actions import reopening as again
from app.actions.forwarding import Held, Onto
from app.actions.refusals import Overtaken, Unusable
from app.domain.lifecycle import Reopening
from app.domain.people import Person
from app.domain.queues import Destination
from app.domain.rights import Right
from app.web.answers import chrome_of, go_to, show
from app.web.asking import wiki_named
from app.web.body import Form, read_form
from app.web.guard import Visitor, allow
from app.web.house import house_of
from app.web.letters import letter_of
from app.web.onward import check_page
from app.web.pages import ForwardLetterPage, ForwardPage, Problem
from app.web.routes.requests import signs_of, to_request, with_problem

router = APIRouter()

LONGEST_TEXT = 4000


@router.get("/requests/{reference}/forward")
async def ask_forward(
    request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_FORWARD, fresh=True)
) -> Response:
    """Where to. Whoever does not hold it, or has not opened it, is led to its page: that comes first."""
    signs = signs_of(reference)
    try:
        held = await forwarding.find_held(house_of(request).desk, visitor.signed_in, signs)
    except Overtaken:
        return to_request(signs)
    return await show(request, visitor, ForwardPage(held.request, forwarding.destinations(held)))


@router.post("/requests/{reference}/forward")
async def forward(
    request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_FORWARD, fresh=True)
) -> Response:
    """`step=send` sends it to the `place` that was shown; without it, that place is shown."""
    desk, person = house_of(request).desk, visitor.signed_in
    held = await forwarding.find_held_now(desk, person, signs_of(reference))
    form = await read_form(request)
    try:
        onto = await _plan(request, person, held, form)
    except Unusable as error:
        return await _ask_again(request, visitor, held, form, error)
    page = replace(check_page(held.request.reference, onto), criterion=form.one("criterion"))
    if form.one("step") != "send":
        return await show(request, visitor, page)
    if form.one("place") != page.place:
        return await show(request, visitor, replace(page, has_moved=True), 409)
    try:
        criterion = forwarding.choose_criterion(held, onto, page.criterion)
    except Unusable as error:
        problem = Problem(error.field if onto.criteria else "step", error.sentence, error.params)
        return await show(request, visitor, replace(page, problem=problem), 422)
    if onto.by_mail:
        return await _show_letter(request, visitor, held, onto, criterion)
    went = await forwarding.forward(desk, person, held, onto, criterion)
    return go_to(f"/queues?forwarded={went.value}")


@router.post("/requests/{reference}/reopen")
async def reopen(request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_REOPEN)) -> Response:
    """A request that people ended is open again."""
    signs, code = signs_of(reference), (await read_form(request)).one("reopening")
    try:
        await again.reopen(house_of(request).desk, visitor.signed_in, signs, _reason(code))
    except Unusable as error:
        return await with_problem(request, visitor, signs, error)
    return to_request(signs)


async def _plan(request: Request, person: Person, held: Held, form: Form) -> Onto:
    """Raises Unusable for what was chosen or typed, CouldNotCheckRights where no wiki could be looked up."""
    desk = house_of(request).desk
    try:
        destination = Destination(form.one("to"))
    except ValueError:
        raise Unusable("to", "choose-destination") from None
    dbname = ""
    if destination is Destination.OTHER_WIKI:
        if not _typed(form):
            raise Unusable("wiki", "forward-which-wiki")
        dbname = wiki_named(_typed(form), await desk.wikis.sites.farm(), tuple(desk.packs.by_wiki)) or ""
    return await forwarding.plan(desk, person, held, destination, dbname)


async def _ask_again(request: Request, visitor: Visitor, held: Held, form: Form, error: Unusable) -> Response:
    problem = Problem(error.field, error.sentence, error.params)
    offered = forwarding.destinations(held)
    page = ForwardPage(held.request, offered, form.one("to"), _typed(form), problem)
    return await show(request, visitor, page, 422)


async def _show_letter(request: Request, visitor: Visitor, held: Held, onto: Onto, criterion: str) -> Response:
    """Nothing is stored, and nothing is sent: a reload shows the same mail."""
    house = house_of(request)
    farm = await house.desk.wikis.sites.farm()
    prepared = forwarding.as_prepared(held, onto, criterion)
    letter = await letter_of(house, chrome_of(request, visitor).language, farm, prepared)
    return await show(request, visitor, ForwardLetterPage(held.request.reference, letter))


def _reason(code: str) -> Reopening | None:
    return next((reason for reason in Reopening if reason.value == code), None)


def _typed(form: Form) -> str:
    return form.one("wiki").strip()[:LONGEST_TEXT]
