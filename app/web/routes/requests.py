"""One request: its page, and every step that can be taken with it. Every step is a POST answered by a 303."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from app.actions import handling
from app.actions.refusals import NotThere, Unusable
from app.domain.people import Person
from app.domain.references import read_reference, write_reference
from app.domain.requests import ClosingCode, Purpose
from app.domain.rights import Right
from app.web.after_hiding import after_of
from app.web.after_stopping import after_stopping
from app.web.answers import chrome_of, go_to, show
from app.web.body import read_form
from app.web.guard import Visitor, allow, read_anew
from app.web.house import house_of
from app.web.live.telling import Showing, since_of, tell_changes
from app.web.pages import AfterPage, Problem, RequestPage, TakeOverPage
from app.web.people import names_for
from app.web.request_page import make_page, read_record, showing_of
from app.web.shield import let_form_go_to
from app.web.team_now import team_now_of

router = APIRouter()


@router.get("/requests/{reference}")
async def show_request(request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_READ)) -> Response:
    """For its requester with the team as it is now; a poll never asks the wiki about that."""
    house = house_of(request)
    page = await make_page(house, visitor, signs_of(reference), since_of(request))
    team_now = await team_now_of(house, chrome_of(request, visitor).language, visitor.signed_in, page.request)
    return await show_page(request, visitor, replace(page, team_now=team_now))


@router.get("/requests/{reference}/changes")
async def request_changes(
    request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_READ, polled=True)
) -> Response:
    """How much of it is different since `?since=`."""
    house, signs = house_of(request), signs_of(reference)

    async def read(person: Person) -> Showing:
        return showing_of(house, person, await read_record(house, person, signs))

    async def ask_rights(person: Person) -> Person:
        found = await handling.find(house.desk, person, signs)
        if found.requester == person.central_id:
            return await read_anew(request, visitor, Right.REQUEST_READ)
        return await handling.reader_now(house.desk, person, found)

    return await tell_changes(request, visitor, read, ask_rights)


@router.post("/requests/{reference}/take")
async def take(request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_TAKE, fresh=True)) -> Response:
    signs, declared = signs_of(reference), await _declared(request)
    try:
        await handling.take(house_of(request).desk, visitor.signed_in, signs, declared)
    except Unusable as error:
        return await with_problem(request, visitor, signs, error)
    return to_request(signs)


@router.post("/requests/{reference}/open")
async def open_request(
    request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_OPEN, fresh=True)
) -> Response:
    signs, form = signs_of(reference), await read_form(request)
    try:
        purpose = Purpose(form.one("purpose"))
    except ValueError:
        return await with_problem(request, visitor, signs, Unusable("purpose", "choose-purpose"))
    try:
        await handling.open_for(house_of(request).desk, visitor.signed_in, signs, purpose, await _declared(request))
    except Unusable as error:
        return await with_problem(request, visitor, signs, error)
    return to_request(signs)


@router.get("/requests/{reference}/after")
async def after(request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_OPEN, fresh=True)) -> Response:
    """What can be done about those behind it; for whoever sees the pointers at this moment."""
    house, signs = house_of(request), signs_of(reference)
    found = await handling.find(house.desk, visitor.signed_in, signs)
    look = await handling.look_inside(house.desk, visitor.signed_in, found)
    if look is None or found.requester == visitor.signed_in.central_id:
        return to_request(signs)
    if found.kind.stops_accounts:
        return await show(request, visitor, await after_stopping(house, visitor.signed_in, found, look))
    groups = await after_of(house, visitor.signed_in, [target.pointer for target in look.targets])
    return await show(request, visitor, AfterPage(f"/requests/{write_reference(signs)}", groups))


@router.get("/requests/{reference}/take-over")
async def ask_take_over(request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_TAKE)) -> Response:
    """Ask first: a colleague holds it."""
    house, person = house_of(request), visitor.signed_in
    found = await handling.find(house.desk, person, signs_of(reference))
    holder = found.held_by(house.desk.now())
    if holder is None or holder == person.central_id or found.requester == person.central_id:
        return to_request(found.reference)
    names = await names_for(house, person.central_id, [holder])
    page = TakeOverPage(
        reference=found.reference,
        holder=names[holder],
        holder_seen=holder,
        until=found.claim_until or 0,
        author_known=found.author_known,
    )
    return await show(request, visitor, page)


@router.post("/requests/{reference}/take-over")
async def take_over(
    request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_TAKE, fresh=True)
) -> Response:
    signs, seen = signs_of(reference), (await read_form(request)).one("holder_seen")
    holder_seen = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 19 else 0
    try:
        await handling.take_over(
            house_of(request).desk, visitor.signed_in, signs, holder_seen, await _declared(request)
        )
    except Unusable as error:
        return await with_problem(request, visitor, signs, error)
    return to_request(signs)


@router.post("/requests/{reference}/release")
async def release(request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_TAKE)) -> Response:
    await handling.release(house_of(request).desk, visitor.signed_in, signs_of(reference))
    return to_request(signs_of(reference))


@router.post("/requests/{reference}/check")
async def check(request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_READ)) -> Response:
    """Check the wiki now. Not done yet is an answer, too: the page says how much still stands."""
    await handling.check_wiki(house_of(request).desk, visitor.signed_in, signs_of(reference))
    return to_request(signs_of(reference))


@router.post("/requests/{reference}/close")
async def close(request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_CLOSE)) -> Response:
    signs, form = signs_of(reference), await read_form(request)
    try:
        code = ClosingCode(form.one("closing"))
    except ValueError:
        return await with_problem(request, visitor, signs, Unusable("closing", "choose-closing"))
    try:
        await handling.close(house_of(request).desk, visitor.signed_in, signs, code)
    except Unusable as error:
        return await with_problem(request, visitor, signs, error)
    return to_request(signs)


@router.post("/requests/{reference}/withdraw")
async def withdraw(request: Request, reference: str, visitor: Visitor = allow(Right.REQUEST_WITHDRAW)) -> Response:
    await handling.withdraw(house_of(request).desk, visitor.signed_in, signs_of(reference))
    return to_request(signs_of(reference))


def signs_of(reference: str) -> str:
    """The eight signs out of the address. What is no reference at all is treated as one that nobody has."""
    signs = read_reference(reference)
    if signs is None:
        raise NotThere
    return signs


def to_request(signs: str) -> Response:
    return go_to(f"/requests/{write_reference(signs)}")


async def _declared(request: Request) -> bool:
    """Whether the person ticked that it is not their own case (asked where the wiki hides an author)."""
    return bool((await read_form(request)).one("not_my_own"))


async def with_problem(request: Request, visitor: Visitor, signs: str, error: Unusable) -> Response:
    """The request's page again, saying what is missing. A refusal for want of rights never comes here: the page would
    be made with what was known of the person before."""
    problem = Problem(error.field, error.sentence, error.params)
    return await show_page(request, visitor, await make_page(house_of(request), visitor, signs, problem=problem), 422)


async def show_page(request: Request, visitor: Visitor, page: RequestPage, status: int = 200) -> Response:
    """SECURITY: the page that holds names for a form of the central wiki may send them there, and nowhere else."""
    if page.names_go_to:
        let_form_go_to(request, page.names_go_to)
    return await show(request, visitor, page, status)
