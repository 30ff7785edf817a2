"""Between people: asking a request's sender back, answering, a colleague's second opinion, handing over by name.

Each question is asked on a page of its own; every step is a POST answered by a 303 to the request's page.
"""

from collections.abc import Awaitable
from dataclasses import replace

from fastapi import APIRouter, Request, Response

from app.actions import handing_over, handling, inquiries
from app.actions.refusals import Unusable
from app.domain.inquiries import Inquiry, Reply, askable
from app.domain.lifecycle import Event
from app.domain.requests import Request as Filed
from app.domain.rights import Right
from app.web.answers import show
from app.web.between_people import filled_in
from app.web.body import read_form
from app.web.guard import Visitor, allow
from app.web.house import house_of
from app.web.pages import AskBackPage, HandRequestOverPage, Page, Problem, SecondOpinionPage
from app.web.request_page import make_page
from app.web.routes.requests import show_page, signs_of, to_request

router = APIRouter()

_NamingPage = SecondOpinionPage | HandRequestOverPage


@router.get("/requests/{reference}/ask")
async def choose_inquiry(request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_ASK)) -> Response:
    """What is its sender to be asked? One thing at a time."""
    found = await _held(request, visitor, signs_of(reference), Right.REQUEST_ASK, Event.ASKED_BACK)
    if found is None or found.awaits_answer:
        return to_request(signs_of(reference))
    return await show(request, visitor, AskBackPage(found.reference, askable(found.kind)))


@router.post("/requests/{reference}/ask")
async def ask_back(
    request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_ASK, fresh=True)
) -> Response:
    house, signs, form = house_of(request), signs_of(reference), await read_form(request)
    chosen = form.one("inquiry")
    try:
        await inquiries.ask_back(house.desk, visitor.signed_in, signs, _inquiry(chosen))
    except Unusable as error:
        found = await handling.find(house.desk, visitor.signed_in, signs)
        page = AskBackPage(signs, askable(found.kind), chosen, _problem(error))
        return await show(request, visitor, page, 422)
    return to_request(signs)


@router.get("/requests/{reference}/second-opinion")
async def choose_colleague(request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_ASK)) -> Response:
    """Which colleague is asked what they think?"""
    found = await _held(request, visitor, signs_of(reference), Right.REQUEST_ASK, Event.OPINION_ASKED)
    if found is None:
        return to_request(signs_of(reference))
    return await show(request, visitor, SecondOpinionPage(found.reference))


@router.post("/requests/{reference}/second-opinion")
async def ask_colleague(
    request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_ASK, fresh=True)
) -> Response:
    signs, name = signs_of(reference), (await read_form(request)).one("colleague")
    asking = inquiries.ask_colleague(house_of(request).desk, visitor.signed_in, signs, name)
    return await _or_again(request, visitor, signs, asking, SecondOpinionPage(signs, name))


@router.get("/requests/{reference}/hand-over")
async def choose_holder(
    request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_HAND_OVER)
) -> Response:
    """Which colleague holds it from now on?"""
    found = await _held(request, visitor, signs_of(reference), Right.REQUEST_HAND_OVER, Event.HANDED_OVER)
    if found is None:
        return to_request(signs_of(reference))
    return await show(request, visitor, HandRequestOverPage(found.reference))


@router.post("/requests/{reference}/hand-over")
async def hand_over(
    request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_HAND_OVER, fresh=True)
) -> Response:
    signs, name = signs_of(reference), (await read_form(request)).one("colleague")
    giving = handing_over.hand_over(house_of(request).desk, visitor.signed_in, signs, name)
    return await _or_again(request, visitor, signs, giving, HandRequestOverPage(signs, name))


@router.post("/requests/{reference}/take-back")
async def take_back(
    request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_ASK, fresh=True)
) -> Response:
    """What was asked is asked no more."""
    signs, number = signs_of(reference), _number((await read_form(request)).one("number"))
    await inquiries.take_back(house_of(request).desk, visitor.signed_in, signs, number or 0)
    return to_request(signs)


@router.post("/requests/{reference}/answer")
async def answer(request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_ANSWER)) -> Response:
    """Its sender says what the team asked."""
    signs, form, desk = signs_of(reference), await read_form(request), house_of(request).desk
    number, reply, place = _number(form.one("number")) or 0, form.one("reply"), form.one("place")
    try:
        await inquiries.answer(desk, visitor.signed_in, signs, number, _reply(reply), _number(place))
    except Unusable as error:
        return await _request_again(request, visitor, signs, error, reply, place)
    return to_request(signs)


@router.post("/requests/{reference}/opinion")
async def give_opinion(
    request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_OPEN, fresh=True)
) -> Response:
    """A colleague says what they think of it."""
    signs, form = signs_of(reference), await read_form(request)
    number, opinion = _number(form.one("number")) or 0, form.one("opinion")
    try:
        await inquiries.give_opinion(house_of(request).desk, visitor.signed_in, signs, number, _reply(opinion))
    except Unusable as error:
        return await _request_again(request, visitor, signs, error, opinion)
    return to_request(signs)


async def _held(request: Request, visitor: Visitor, signs: str, right: Right, event: Event) -> Filed | None:
    """The request for whoever holds it now; None for other handlers, who find what they can do on its page.

    Raises NotThere, NotAllowed, Overtaken.
    """
    desk, person = house_of(request).desk, visitor.signed_in
    found = await handling.find(desk, person, signs)
    handling.admit_as_known(person, found, right, event)
    return found if found.held_by(desk.now()) == person.central_id else None


async def _or_again(
    request: Request,
    visitor: Visitor,
    signs: str,
    doing: Awaitable[None],
    page: _NamingPage,
) -> Response:
    """The question again with what was typed, if that does not fit."""
    try:
        await doing
    except Unusable as error:
        again: Page = replace(page, problem=_problem(error))
        return await show(request, visitor, again, 422)
    return to_request(signs)


async def _request_again(
    request: Request, visitor: Visitor, signs: str, error: Unusable, chosen: str, place: str = ""
) -> Response:
    """The request's page with what was filled in, saying what is missing."""
    page = await make_page(house_of(request), visitor, signs, problem=_problem(error))
    return await show_page(request, visitor, replace(page, between=filled_in(page.between, chosen, place)), 422)


def _problem(error: Unusable) -> Problem:
    return Problem(error.field, error.sentence, error.params)


def _inquiry(typed: str) -> Inquiry | None:
    try:
        return Inquiry(typed)
    except ValueError:
        return None


def _reply(typed: str) -> Reply | None:
    try:
        return Reply(typed)
    except ValueError:
        return None


def _number(typed: str) -> int | None:
    """A whole number as people type it; None for anything else."""
    bare = typed.strip()
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 9 else None
