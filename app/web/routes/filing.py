"""Express filing: one page of answers over a draft, and what came of it."""

from asyncio import gather
from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request, Response

from app.actions.filing import Already, Filed, file_requests, preview_route, queue_is_open
from app.actions.pasting import read_draft
from app.actions.refusals import TooMuch, Unusable
from app.domain.references import write_reference
from app.domain.requests import RequestKind
from app.domain.rights import Right
from app.domain.targets import Pointer
from app.web.answers import chrome_of, go_to, show
from app.web.body import read_form
from app.web.express import read_answers, typed
from app.web.guard import Visitor, allow
from app.web.house import House, house_of
from app.web.letters import letter_of
from app.web.pages import FilePage, LetterPage, Problem, RoutePreview

router = APIRouter()


@router.get("/drafts/{draft}/file")
async def express(request: Request, draft: str, visitor: Visitor = allow(Right.REQUEST_FILE)) -> Response:
    pointers = (await read_draft(house_of(request).desk, visitor.signed_in.central_id, draft)).chosen
    return await _show_form(request, visitor, draft, pointers, {})


@router.post("/drafts/{draft}/file")
async def file(request: Request, draft: str, visitor: Visitor = allow(Right.REQUEST_FILE)) -> Response:
    """File it, or end in finished mails, or show the page again with what was typed."""
    desk, person = house_of(request).desk, visitor.signed_in
    form = await read_form(request)
    pointers = (await read_draft(desk, person.central_id, draft)).chosen
    answers = read_answers(form)
    if isinstance(answers, tuple):
        return await _show_form(request, visitor, draft, pointers, typed(form), answers)
    try:
        outcome = await file_requests(desk, person, visitor.session_id or "", draft, pointers, answers)
    except Unusable as error:
        problem = Problem(error.field, error.sentence, error.params)
        return await _show_form(request, visitor, draft, pointers, typed(form), (problem,))
    except TooMuch as error:
        problem = Problem("urgency", error.sentence, (str(error.try_again // 60 + 1),))
        return await _show_form(request, visitor, draft, pointers, typed(form), (problem,), status=429)
    if isinstance(outcome, Already):
        return await _show_form(request, visitor, draft, pointers, typed(form), already=outcome.references, status=409)
    if outcome.letters:
        return await _show_letters(request, visitor, outcome)
    if len(outcome.references) == 1:
        return go_to(f"/requests/{write_reference(outcome.references[0])}")
    return go_to(f"/requests?filed={write_reference(outcome.group or '')}")


async def _show_form(
    request: Request,
    visitor: Visitor,
    draft: str,
    pointers: Sequence[Pointer],
    values: Mapping[str, str | tuple[str, ...]],
    problems: tuple[Problem, ...] = (),
    already: tuple[str, ...] = (),
    status: int = 422,
) -> Response:
    house = house_of(request)
    wikis = tuple(dict.fromkeys(pointer.wiki for pointer in pointers))
    page = FilePage(
        draft=draft,
        wikis=wikis,
        targets=len(pointers),
        criteria=house.desk.packs.criteria_of_all(wikis),
        routes=tuple(await gather(*(_preview(house, wiki, kind) for wiki in wikis for kind in RequestKind))),
        values=values,
        problems=problems,
        already=already,
    )
    return await show(request, visitor, page, status if problems or already else 200)


async def _preview(house: House, wiki: str, kind: RequestKind) -> RoutePreview:
    route = await preview_route(house.desk, wiki, kind)
    return RoutePreview(wiki, kind, route, letter=not queue_is_open(house.desk, route.queue))


async def _show_letters(request: Request, visitor: Visitor, outcome: Filed) -> Response:
    house = house_of(request)
    farm = await house.desk.wikis.sites.farm()
    language = chrome_of(request, visitor).language
    letters = tuple(letter_of(house, language, farm, prepared) for prepared in outcome.letters)
    page = LetterPage(letters, outcome.references)
    return await show(request, visitor, page)
