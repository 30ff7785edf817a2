"""Trackings: who follows which account, and what was seen of it. Nothing of it without queues."""

from fastapi import APIRouter, Request, Response

from app.actions import tracking
from app.actions.refusals import CouldNotCheckRights, NotThere, TooMuch, Unusable
from app.domain.people import Person
from app.domain.references import read_reference, write_reference
from app.domain.rights import Right
from app.web.answers import go_to, show
from app.web.body import Form, read_form
from app.web.guard import Visitor, allow, read_anew
from app.web.house import house_of
from app.web.journal import note
from app.web.live.telling import Showing, since_of, tell_changes
from app.web.pages import Problem
from app.web.start_tracking import make_start_page, name_account, read_wish
from app.web.too_much import too_much
from app.web.tracking_page import is_confirmed, make_tracking_page, read_number, read_record, showing_of
from app.web.trackings_list import Place, make_list_page, read_list

router = APIRouter()


@router.get("/trackings")
async def list_trackings(
    request: Request, visitor: Visitor = allow(Right.TRACKING_READ, opens=Right.TRACKING_READ)
) -> Response:
    """The newest first. `?before=` goes on behind a reference, `?waiting=` with those that wait for one's word."""
    page = await make_list_page(house_of(request), visitor, _place(request), since_of(request))
    return await show(request, visitor, page)


@router.get("/trackings/changes")
async def list_changes(request: Request, visitor: Visitor = allow(Right.TRACKING_READ, polled=True)) -> Response:
    """How much of the list is different since `?since=`."""

    async def read(person: Person) -> Showing:
        return (await read_list(house_of(request), person, _place(request))).showing

    return await tell_changes(request, visitor, read, lambda _: read_anew(request, visitor, Right.TRACKING_READ))


@router.get("/trackings/start")
async def ask_what_to_follow(request: Request, visitor: Visitor = allow(Right.TRACKING_START, fresh=True)) -> Response:
    tracking.check_open(house_of(request).desk)
    return await show(request, visitor, make_start_page(Form()))


@router.post("/trackings/start")
async def start(request: Request, visitor: Visitor = allow(Right.TRACKING_START, fresh=True)) -> Response:
    """Follow an account. From another page, with an `account` alone, it is the form filled in with it."""
    house, form = house_of(request), await read_form(request)
    tracking.check_open(house.desk)
    if not form.one("filled_in"):
        return await show(request, visitor, make_start_page(form, await name_account(house, visitor.signed_in, form)))
    wish = read_wish(form)
    if isinstance(wish, tuple):
        return await show(request, visitor, make_start_page(form, problems=wish), 422)
    try:
        reference = await tracking.start(house.desk, visitor.signed_in, wish)
    except tracking.FollowedAlready as already:
        return to_tracking(already.reference)
    except (Unusable, TooMuch, CouldNotCheckRights) as error:
        problem, status = problem_of(error, "account")
        return await show(request, visitor, make_start_page(form, problems=(problem,)), status)
    return done("tracking-started", reference)


@router.get("/trackings/{reference}")
async def show_tracking(
    request: Request, reference: str, visitor: Visitor = allow(Right.TRACKING_END, opens=Right.TRACKING_READ)
) -> Response:
    """`?before=` goes on behind a sighting. Who holds no right any more can only end here what they began."""
    house, behind = house_of(request), _behind_sighting(request)
    page = await make_tracking_page(house, visitor, signs_of(reference), behind, since_of(request))
    return await show(request, visitor, page)


@router.get("/trackings/{reference}/changes")
async def tracking_changes(
    request: Request, reference: str, visitor: Visitor = allow(Right.TRACKING_READ, polled=True)
) -> Response:
    """How much of it is different since `?since=`."""
    house, signs, behind = house_of(request), signs_of(reference), _behind_sighting(request)

    async def read(person: Person) -> Showing:
        return showing_of(await read_record(house, person, signs, behind, is_confirmed(house, visitor)))

    return await tell_changes(request, visitor, read, lambda _: read_anew(request, visitor, Right.TRACKING_READ))


def _place(request: Request) -> Place:
    asked = request.query_params
    return Place(read_reference(asked.get("before", "")), read_reference(asked.get("waiting", "")))


def _behind_sighting(request: Request) -> int | None:
    return read_number(request.query_params.get("before", ""))


def signs_of(reference: str) -> str:
    """The eight signs out of the address. What is no reference at all is treated as one that nobody has."""
    signs = read_reference(reference)
    if signs is None:
        raise NotThere
    return signs


def to_tracking(signs: str) -> Response:
    return go_to(f"/trackings/{write_reference(signs)}")


def done(event: str, signs: str) -> Response:
    """The page again, and a line in the log: a code and the reference."""
    note(event, reference=write_reference(signs))
    return to_tracking(signs)


def problem_of(error: Unusable | TooMuch | CouldNotCheckRights, field: str) -> tuple[Problem, int]:
    match error:
        case TooMuch():
            return too_much(field, error), 429
        case Unusable():
            return Problem(error.field, error.sentence, error.params), 422
    return Problem(field, error.sentence), 503
