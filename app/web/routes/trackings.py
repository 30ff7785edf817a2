"""Trackings: who follows which account, what was seen of it, and each step of it. Nothing of it without queues."""

from fastapi import APIRouter, Request, Response

from app.actions import sightings, tracking, tracking_colleagues
from app.actions.refusals import CouldNotCheckRights, NotThere, TooMuch, Unusable
from app.domain.people import Person
from app.domain.references import read_reference, write_reference
from app.domain.rights import Right
from app.domain.trackings import Consent, RenewalReason
from app.policy.decide import Allowed, decide
from app.web.answers import go_to, show
from app.web.body import Form, read_form
from app.web.guard import Visitor, allow, read_anew, read_to_open
from app.web.house import house_of
from app.web.journal import note
from app.web.live.telling import Showing, since_of, tell_changes
from app.web.pages import Problem
from app.web.start_tracking import make_start_page, name_account, read_wish
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
        return _to(already.reference)
    except (Unusable, TooMuch, CouldNotCheckRights) as error:
        problem, status = _problem(error, "account")
        return await show(request, visitor, make_start_page(form, problems=(problem,)), status)
    return _done("tracking-started", reference)


@router.get("/trackings/{reference}")
async def show_tracking(
    request: Request, reference: str, visitor: Visitor = allow(Right.TRACKING_END, opens=Right.TRACKING_READ)
) -> Response:
    """`?before=` goes on behind a sighting. Who holds no right any more can only end here what they began."""
    house, behind = house_of(request), _behind_sighting(request)
    page = await make_tracking_page(house, visitor, _signs(reference), behind, since_of(request))
    return await show(request, visitor, page)


@router.get("/trackings/{reference}/changes")
async def tracking_changes(
    request: Request, reference: str, visitor: Visitor = allow(Right.TRACKING_READ, polled=True)
) -> Response:
    """How much of it is different since `?since=`."""
    house, signs, behind = house_of(request), _signs(reference), _behind_sighting(request)

    async def read(person: Person) -> Showing:
        return showing_of(await read_record(house, person, signs, behind, is_confirmed(house, visitor)))

    return await tell_changes(request, visitor, read, lambda _: read_anew(request, visitor, Right.TRACKING_READ))


@router.post("/trackings/{reference}/seen")
async def mark_seen(
    request: Request, reference: str, visitor: Visitor = allow(Right.TRACKING_READ, fresh=True)
) -> Response:
    """Everything that had arrived up to the newest shown."""
    up_to = read_number((await read_form(request)).one("up_to")) or 0
    await sightings.mark_seen(house_of(request).desk, visitor.signed_in, _signs(reference), up_to)
    return _done("tracking-seen", _signs(reference))


@router.post("/trackings/{reference}/request")
async def make_request(
    request: Request, reference: str, visitor: Visitor = allow(Right.TRACKING_READ, fresh=True)
) -> Response:
    """The ticked sightings, and the account, as a draft like a pasted one."""
    form, signs, desk = await read_form(request), _signs(reference), house_of(request).desk
    numbers = frozenset(number for text in form.all("take") if (number := read_number(text)) is not None)
    with_account, session_id = bool(form.one("with_account")), visitor.session_id or ""
    try:
        draft = await sightings.make_draft(desk, visitor.signed_in, session_id, signs, numbers, with_account)
    except (Unusable, TooMuch, CouldNotCheckRights) as error:
        return await _again(request, visitor, signs, error, "with_account")
    return go_to(f"/drafts/{draft}")


@router.post("/trackings/{reference}/consent")
async def consent(
    request: Request, reference: str, visitor: Visitor = allow(Right.TRACKING_CONSENT, fresh=True)
) -> Response:
    signs, said = _signs(reference), (await read_form(request)).one("consent")
    if said not in set(Consent):
        return await _again(request, visitor, signs, Unusable("consent", "choose-consent"))
    try:
        await tracking.consent(house_of(request).desk, visitor.signed_in, signs, Consent(said))
    except Unusable as error:
        return await _again(request, visitor, signs, error)
    return _done("tracking-agreed", signs)


@router.post("/trackings/{reference}/renew")
async def renew(
    request: Request, reference: str, visitor: Visitor = allow(Right.TRACKING_START, fresh=True)
) -> Response:
    signs, why = _signs(reference), (await read_form(request)).one("renewal")
    if why not in set(RenewalReason):
        return await _again(request, visitor, signs, Unusable("renewal", "choose-renewal"))
    try:
        await tracking.renew(house_of(request).desk, visitor.signed_in, signs, RenewalReason(why))
    except Unusable as error:
        return await _again(request, visitor, signs, error)
    return _done("tracking-renewed", signs)


@router.post("/trackings/{reference}/end")
async def end(request: Request, reference: str, visitor: Visitor = allow(Right.TRACKING_END, fresh=True)) -> Response:
    """For good, so it takes a tick."""
    signs = _signs(reference)
    if not (await read_form(request)).one("sure"):
        return await _again(request, visitor, signs, Unusable("sure", "tracking-end-tick"))
    await tracking.end(house_of(request).desk, visitor.signed_in, signs)
    note("tracking-ended", reference=write_reference(signs))
    may_read = isinstance(decide(visitor.signed_in, Right.TRACKING_READ), Allowed)
    return go_to("/trackings" if may_read else "/account")


@router.post("/trackings/{reference}/name")
async def say_of_name(
    request: Request, reference: str, visitor: Visitor = allow(Right.TRACKING_START, fresh=True)
) -> Response:
    """Whether the name is itself what harms; without the tick, that it is not after all."""
    harms = bool((await read_form(request)).one("name_harms"))
    await tracking.say_of_name(house_of(request).desk, visitor.signed_in, _signs(reference), harms)
    return _done("tracking-name", _signs(reference))


@router.post("/trackings/{reference}/colleagues")
async def change_colleagues(
    request: Request, reference: str, visitor: Visitor = allow(Right.TRACKING_START, fresh=True)
) -> Response:
    """One more by name, or, with the button beside a name, one fewer."""
    form, signs, desk = await read_form(request), _signs(reference), house_of(request).desk
    try:
        if form.one("remove"):
            gone = read_number(form.one("remove")) or 0
            await tracking_colleagues.remove_colleague(desk, visitor.signed_in, signs, gone)
            return _done("tracking-colleague-removed", signs)
        await tracking_colleagues.add_colleague(desk, visitor.signed_in, signs, form.one("colleague"))
    except (Unusable, TooMuch) as error:
        return await _again(request, visitor, signs, error, "colleague")
    return _done("tracking-colleague-added", signs)


def _place(request: Request) -> Place:
    asked = request.query_params
    return Place(read_reference(asked.get("before", "")), read_reference(asked.get("waiting", "")))


def _behind_sighting(request: Request) -> int | None:
    return read_number(request.query_params.get("before", ""))


def _signs(reference: str) -> str:
    """The eight signs out of the address. What is no reference at all is treated as one that nobody has."""
    signs = read_reference(reference)
    if signs is None:
        raise NotThere
    return signs


def _to(signs: str) -> Response:
    return go_to(f"/trackings/{write_reference(signs)}")


def _done(event: str, signs: str) -> Response:
    """The page again, and a line in the log: a code and the reference."""
    note(event, reference=write_reference(signs))
    return _to(signs)


def _problem(error: Unusable | TooMuch | CouldNotCheckRights, field: str) -> tuple[Problem, int]:
    match error:
        case TooMuch():
            return Problem(field, error.sentence, (str(error.try_again // 60 + 1),)), 429
        case Unusable():
            return Problem(error.field, error.sentence, error.params), 422
    return Problem(field, error.sentence), 503


async def _again(
    request: Request, visitor: Visitor, signs: str, error: Unusable | TooMuch | CouldNotCheckRights, field: str = ""
) -> Response:
    """The page once more with what was ticked and typed, saying what is missing."""
    problem, status = _problem(error, field)
    form = await read_form(request)
    reader = await read_to_open(request, Right.TRACKING_READ)
    page = await make_tracking_page(house_of(request), reader, signs, problem=problem, form=form)
    return await show(request, visitor, page, status)
