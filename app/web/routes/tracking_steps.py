"""Each step of a tracking: marked as seen, agreed to, renewed, shown to colleagues, made a request of, ended."""

from fastapi import APIRouter, Request, Response

from app.actions import sightings, tracking, tracking_colleagues
from app.actions.refusals import CouldNotCheckRights, TooMuch, Unusable
from app.domain.references import write_reference
from app.domain.rights import Right
from app.domain.trackings import Consent, RenewalReason
from app.policy.decide import Allowed, decide
from app.web.answers import go_to, show
from app.web.body import read_form
from app.web.guard import Visitor, allow, read_to_open
from app.web.house import house_of
from app.web.journal import note
from app.web.routes.trackings import done, problem_of, signs_of
from app.web.tracking_page import make_tracking_page, read_number

router = APIRouter()


@router.post("/trackings/{reference}/seen")
async def mark_seen(
    request: Request, reference: str, visitor: Visitor = allow(Right.TRACKING_READ, fresh=True)
) -> Response:
    """Everything that had arrived up to the newest shown."""
    up_to = read_number((await read_form(request)).one("up_to")) or 0
    await sightings.mark_seen(house_of(request).desk, visitor.signed_in, signs_of(reference), up_to)
    return done("tracking-seen", signs_of(reference))


@router.post("/trackings/{reference}/request")
async def make_request(
    request: Request, reference: str, visitor: Visitor = allow(Right.TRACKING_READ, fresh=True)
) -> Response:
    """The ticked sightings, and the account, as a draft like a pasted one; or the account alone, to the stewards."""
    form, signs, desk = await read_form(request), signs_of(reference), house_of(request).desk
    numbers = frozenset(number for text in form.all("take") if (number := read_number(text)) is not None)
    to_stewards, session_id = form.one("next") == "stewards", visitor.session_id or ""
    with_account = to_stewards or bool(form.one("with_account"))
    try:
        draft = await sightings.make_draft(desk, visitor.signed_in, session_id, signs, numbers, with_account)
    except (Unusable, TooMuch, CouldNotCheckRights) as error:
        return await _again(request, visitor, signs, error, "with_account")
    return go_to(f"/drafts/{draft}/stewards" if to_stewards else f"/drafts/{draft}")


@router.post("/trackings/{reference}/consent")
async def consent(
    request: Request, reference: str, visitor: Visitor = allow(Right.TRACKING_CONSENT, fresh=True)
) -> Response:
    signs, said = signs_of(reference), (await read_form(request)).one("consent")
    if said not in set(Consent):
        return await _again(request, visitor, signs, Unusable("consent", "choose-consent"))
    try:
        await tracking.consent(house_of(request).desk, visitor.signed_in, signs, Consent(said))
    except Unusable as error:
        return await _again(request, visitor, signs, error)
    return done("tracking-agreed", signs)


@router.post("/trackings/{reference}/renew")
async def renew(
    request: Request, reference: str, visitor: Visitor = allow(Right.TRACKING_START, fresh=True)
) -> Response:
    signs, why = signs_of(reference), (await read_form(request)).one("renewal")
    if why not in set(RenewalReason):
        return await _again(request, visitor, signs, Unusable("renewal", "choose-renewal"))
    try:
        await tracking.renew(house_of(request).desk, visitor.signed_in, signs, RenewalReason(why))
    except Unusable as error:
        return await _again(request, visitor, signs, error)
    return done("tracking-renewed", signs)


@router.post("/trackings/{reference}/end")
async def end(request: Request, reference: str, visitor: Visitor = allow(Right.TRACKING_END, fresh=True)) -> Response:
    """For good, so it takes a tick."""
    signs = signs_of(reference)
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
    await tracking.say_of_name(house_of(request).desk, visitor.signed_in, signs_of(reference), harms)
    return done("tracking-name", signs_of(reference))


@router.post("/trackings/{reference}/colleagues")
async def change_colleagues(
    request: Request, reference: str, visitor: Visitor = allow(Right.TRACKING_START, fresh=True)
) -> Response:
    """One more by name, or, with the button beside a name, one fewer."""
    form, signs, desk = await read_form(request), signs_of(reference), house_of(request).desk
    try:
        if form.one("remove"):
            gone = read_number(form.one("remove")) or 0
            await tracking_colleagues.remove_colleague(desk, visitor.signed_in, signs, gone)
            return done("tracking-colleague-removed", signs)
        await tracking_colleagues.add_colleague(desk, visitor.signed_in, signs, form.one("colleague"))
    except (Unusable, TooMuch) as error:
        return await _again(request, visitor, signs, error, "colleague")
    return done("tracking-colleague-added", signs)


async def _again(
    request: Request, visitor: Visitor, signs: str, error: Unusable | TooMuch | CouldNotCheckRights, field: str = ""
) -> Response:
    """The page once more with what was ticked and typed, saying what is missing."""
    problem, status = problem_of(error, field)
    form = await read_form(request)
    reader = await read_to_open(request, Right.TRACKING_READ)
    page = await make_tracking_page(house_of(request), reader, signs, problem=problem, form=form)
    return await show(request, visitor, page, status)
