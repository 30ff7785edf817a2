"""The copyright way: a public template or the wiki's own form, with the address of the source that the person types."""

from fastapi import APIRouter, Request, Response

from app.actions.answers import from_codes
from app.actions.drafting import read_draft
from app.actions.filing import Prepared, plan_requests
from app.actions.refusals import CouldNotCheckRights, NotThere
from app.domain.rights import Right
from app.mediawiki.outcomes import Failed
from app.web.answers import show
from app.web.body import read_form
from app.web.copyright_way import copyright_forms, has_public_way, read_source
from app.web.guard import Visitor, allow
from app.web.house import house_of
from app.web.pages import CopyrightPage, Problem

router = APIRouter()


@router.get("/drafts/{draft}/copyright")
async def ask_source(request: Request, draft: str, visitor: Visitor = allow(Right.REQUEST_FILE)) -> Response:
    """Asks where the text was taken from."""
    await _planned(request, visitor, draft)
    return await show(request, visitor, CopyrightPage(draft, "", ()))


@router.post("/drafts/{draft}/copyright")
async def show_way(request: Request, draft: str, visitor: Visitor = allow(Right.REQUEST_FILE)) -> Response:
    """The finished text or form, on this page only: the address of the source is not kept."""
    house, person = house_of(request), visitor.signed_in
    planned = await _planned(request, visitor, draft)
    typed = (await read_form(request)).one("source")
    source = read_source(typed)
    if source is None:
        page = CopyrightPage(draft, typed, (), Problem("source", "choose-source"))
        return await show(request, visitor, page, 422)
    farm = await house.desk.wikis.sites.farm()
    if isinstance(farm, Failed):
        raise CouldNotCheckRights("look-around-could-not")
    forms = await copyright_forms(house, person, farm, planned, source)
    return await show(request, visitor, CopyrightPage(draft, source, forms, is_shown=True))


async def _planned(request: Request, visitor: Visitor, draft: str) -> tuple[Prepared, ...]:
    """What the draft becomes; this way exists for nothing but copyright."""
    desk, person = house_of(request).desk, visitor.signed_in
    found = await read_draft(desk, person.central_id, draft)
    answers = from_codes(found.answers)
    planned = await plan_requests(desk, person, found, answers) if answers else ()
    if not has_public_way(desk.packs, planned):
        raise NotThere
    return planned
