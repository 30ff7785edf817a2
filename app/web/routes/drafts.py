"""What the wikis show of the targets of a draft, choosing among them, and where else the same thing may stand."""

from fastapi import APIRouter, Request, Response

from app.actions.drafting import add_targets, choose_targets, mark_name, read_draft, say_about_tail
from app.actions.looking import look_around
from app.actions.marks import read_marks
from app.actions.refusals import NotThere, TooMuch, Unusable
from app.domain.requests import Tail
from app.domain.rights import Right
from app.domain.targets import ACCOUNTS, Pointer, TargetKind
from app.store.drafts import Draft
from app.web.after_hiding import after_of
from app.web.answers import go_to, show, show_as_it_comes
from app.web.around import make_around_page, read_ticks
from app.web.body import Form, read_form
from app.web.guard import Visitor, allow
from app.web.house import house_of
from app.web.pages import AfterPage, Problem, TargetsPage
from app.web.target_groups import ask_wikis
from app.web.too_much import too_much

router = APIRouter()


@router.get("/drafts/{draft}")
async def targets(request: Request, draft: str, visitor: Visitor = allow(Right.BOX_USE)) -> Response:
    """Every target with its live state, shown wiki by wiki as the answers come in."""
    house, person = house_of(request), visitor.signed_in
    found = await read_draft(house.desk, person.central_id, draft)
    page = TargetsPage(
        draft=draft,
        wikis=len({pointer.wiki for pointer in found.pointers}),
        targets=len(found.pointers),
        groups=ask_wikis(house, person, found),
        has_accounts=any(each.kind is TargetKind.ACCOUNT and not each.is_marked for each in found.pointers),
        has_any_account=any(each.kind in ACCOUNTS for each in found.pointers),
    )
    return show_as_it_comes(request, visitor, page)


@router.post("/drafts/{draft}/choose")
async def choose(request: Request, draft: str, visitor: Visitor = allow(Right.REQUEST_FILE)) -> Response:
    """Go on with the ticked targets only, to filing or, where `next` says so, to the stewards; the others stay in the
    draft, so that Back finds them."""
    desk, person, form = house_of(request).desk, visitor.signed_in, await read_form(request)
    await choose_targets(desk, person.central_id, draft, _ticked(form))
    return go_to(f"/drafts/{draft}/{'stewards' if form.one('next') == 'stewards' else 'file'}")


@router.post("/drafts/{draft}/mark")
async def mark(request: Request, draft: str, visitor: Visitor = allow(Right.BOX_USE)) -> Response:
    """The name or title of one target is itself what harms: from now on no link carries it. Or it is not, after all.

    The button says which of the two, so that a second press or an older tab does not turn it round."""
    desk, form = house_of(request).desk, await read_form(request)
    harms = bool(form.one("mark"))
    place = _number(form.one("mark" if harms else "unmark"))
    await mark_name(desk, visitor.signed_in.central_id, draft, -1 if place is None else place, harms, _ticked(form))
    return go_to(f"/drafts/{draft}#target-{place}")


@router.post("/drafts/{draft}/tail")
async def tail(request: Request, draft: str, visitor: Visitor = allow(Right.BOX_USE)) -> Response:
    """A word about a long tail of revisions: from now on the forms take them in."""
    desk, form = house_of(request).desk, await read_form(request)
    if form.one("tail") not in set(Tail):
        raise NotThere
    await say_about_tail(desk, visitor.signed_in.central_id, draft, Tail(form.one("tail")))
    return go_to(f"/drafts/{draft}")


@router.get("/drafts/{draft}/around/{place}")
async def around(request: Request, draft: str, place: str, visitor: Visitor = allow(Right.BOX_USE)) -> Response:
    """The range of one target, and where else the same thing may stand, to tick."""
    house, person = house_of(request), visitor.signed_in
    found = await read_draft(house.desk, person.central_id, draft)
    target = _target_at(found, place)
    around = await look_around(house.desk, person, target)
    return await show(request, visitor, await make_around_page(house, person, draft, found, target, around))


@router.post("/drafts/{draft}/around/{place}")
async def add(request: Request, draft: str, place: str, visitor: Visitor = allow(Right.BOX_USE)) -> Response:
    """Put the ticked places beside the targets there are, and go back to them."""
    house, person = house_of(request), visitor.signed_in
    found = await read_draft(house.desk, person.central_id, draft)
    target = _target_at(found, place)
    try:
        await add_targets(house.desk, person.central_id, draft, read_ticks(target, await read_form(request)))
    except Unusable as error:
        problem, status = Problem(error.field, error.sentence, error.params), 422
    except TooMuch as error:
        problem, status = too_much("take", error), 429
    else:
        return go_to(f"/drafts/{draft}")
    around = await look_around(house.desk, person, target)
    page = await make_around_page(house, person, draft, found, target, around, problem)
    return await show(request, visitor, page, status)


@router.get("/drafts/{draft}/after")
async def after(request: Request, draft: str, visitor: Visitor = allow(Right.BOX_USE)) -> Response:
    """What can be done about those behind it, for somebody who may act on these wikis."""
    house, person = house_of(request), visitor.signed_in
    found = await read_draft(house.desk, person.central_id, draft)
    marks = await read_marks(house.desk, await house.desk.wikis.sites.farm(), found.pointers)
    groups = await after_of(house, person, found.chosen, marks)
    return await show(request, visitor, AfterPage(f"/drafts/{draft}", groups))


def _target_at(draft: Draft, place: str) -> Pointer:
    number = _number(place)
    if number is None or number >= len(draft.pointers):
        raise NotThere
    return draft.pointers[number]


def _ticked(form: Form) -> frozenset[int]:
    """The places of the targets that are ticked; what is none is passed over."""
    return frozenset(number for value in form.all("take") if (number := _number(value)) is not None)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
