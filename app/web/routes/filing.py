"""Express filing: one page of answers over a draft, a look at what it becomes, and what came of it."""

from asyncio import gather
from collections.abc import Mapping, Sequence
from dataclasses import replace

from fastapi import APIRouter, Request, Response

from app.actions.answers import from_codes, kept_out_in, to_codes
from app.actions.drafting import keep_answers, read_draft
from app.actions.filing import (
    Already,
    Filed,
    file_requests,
    plan_requests,
    preview_route,
    without_unused,
)
from app.actions.open_queues import why_closed
from app.actions.parties import read_kept_out
from app.actions.refusals import TooMuch, Unusable
from app.domain.queues import Queue, Team
from app.domain.references import write_reference
from app.domain.requests import RequestKind
from app.domain.rights import Right
from app.domain.tails import held_back
from app.domain.targets import SUPPRESSORS_ONLY, TargetKind
from app.policy.routing import team_for
from app.store.drafts import Draft
from app.web.answers import chrome_of, go_to, show
from app.web.body import read_form
from app.web.copyright_way import has_public_way
from app.web.express import about_tail, filled_in, names_to_keep_out, read_answers, still_kept_out, typed, written
from app.web.guard import Visitor, allow
from app.web.house import House, house_of
from app.web.letters import letter_of
from app.web.pages import FilePage, LetterPage, Problem, RoutePreview
from app.web.people import SOMEBODY, names_for
from app.web.planned import done_already, make_check_page, said_twice, was_shown, why_past_the_team
from app.web.team_now import awake_of_each
from app.web.too_much import too_much

router = APIRouter()

Values = Mapping[str, str | tuple[str, ...]]


@router.get("/drafts/{draft}/file")
async def express(request: Request, draft: str, visitor: Visitor = allow(Right.REQUEST_FILE)) -> Response:
    """The page of answers; filled in as before for somebody who comes back to change one. Without any target there is
    nothing to ask for yet: the questions, from which such a draft comes, ask for links."""
    found = await read_draft(house_of(request).desk, visitor.signed_in.central_id, draft)
    if not found.chosen:
        return go_to(f"/drafts/{draft}/triage")
    answers = from_codes(found.answers)
    values = written(answers) if answers else _filled_in(house_of(request), found)
    return await _show_form(request, visitor, draft, found, values)


@router.post("/drafts/{draft}/file")
async def file(request: Request, draft: str, visitor: Visitor = allow(Right.REQUEST_FILE)) -> Response:
    """One request goes out at once; what becomes several, or goes past the expected team, is shown first. Or the page
    again with what was typed."""
    desk, person = house_of(request).desk, visitor.signed_in
    form = await read_form(request)
    found = await read_draft(desk, person.central_id, draft)
    if not found.chosen:
        return go_to(f"/drafts/{draft}/triage")
    answers = read_answers(form)
    if held_back(found.chosen) and (missing := about_tail(form)):
        answers = (*(answers if isinstance(answers, tuple) else ()), *missing)
    if isinstance(answers, tuple):
        return await _show_form(request, visitor, draft, found, typed(form), answers)
    try:
        kept_out = await read_kept_out(desk, names_to_keep_out(form), still_kept_out(form, kept_out_in(found.answers)))
        answers = without_unused(replace(answers, kept_out=kept_out), found.chosen)
        planned = await plan_requests(desk, person, found, answers)
        left_out = done_already(found, planned, answers) or said_twice(planned)
        goes_up = any(why_past_the_team(each) and not each.as_letter for each in planned)
        if len(planned) > 1 or has_public_way(desk.packs, planned) or left_out or goes_up:
            await keep_answers(desk, person.central_id, draft, to_codes(answers))
            return go_to(f"/drafts/{draft}/check")
        outcome = await file_requests(desk, person, visitor.session_id or "", draft, planned, answers)
    except (Unusable, TooMuch) as error:
        problem, status = _problem(error)
        return await _show_form(request, visitor, draft, found, typed(form), (problem,), status=status)
    if isinstance(outcome, Already):
        return await _show_form(request, visitor, draft, found, typed(form), already=outcome.references, status=409)
    return await _show_outcome(request, visitor, outcome)


@router.get("/drafts/{draft}/check")
async def check(request: Request, draft: str, visitor: Visitor = allow(Right.REQUEST_FILE)) -> Response:
    """What the paste becomes: each request with its wiki, kind and team, confirmed once."""
    return await _look_and(request, visitor, draft, None)


@router.post("/drafts/{draft}/check")
async def send(request: Request, draft: str, visitor: Visitor = allow(Right.REQUEST_FILE)) -> Response:
    """Send all of them, tied by a group code; or show them again, where they are not those that were shown."""
    return await _look_and(request, visitor, draft, (await read_form(request)).all("shown"))


async def _look_and(request: Request, visitor: Visitor, draft: str, shown: tuple[str, ...] | None) -> Response:
    desk, person = house_of(request).desk, visitor.signed_in
    found = await read_draft(desk, person.central_id, draft)
    answers = from_codes(found.answers)
    if answers is None:
        return go_to(f"/drafts/{draft}/file")
    try:
        planned = await plan_requests(desk, person, found, answers)
    except Unusable as error:
        problem, status = _problem(error)
        return await _show_form(request, visitor, draft, found, written(answers), (problem,), status=status)
    page = make_check_page(desk.packs, draft, found, planned, answers)
    if shown is None:
        return await show(request, visitor, page)
    if not was_shown(planned, answers, shown):
        return await show(request, visitor, replace(page, problem=Problem("send", "check-changed")), 409)
    try:
        outcome = await file_requests(desk, person, visitor.session_id or "", draft, planned, answers)
    except TooMuch as error:
        return await show(request, visitor, replace(page, problem=too_much("send", error)), 429)
    if isinstance(outcome, Already):
        return await show(request, visitor, replace(page, already=outcome.references), 409)
    return await _show_outcome(request, visitor, outcome)


def _problem(error: Unusable | TooMuch) -> tuple[Problem, int]:
    if isinstance(error, TooMuch):
        return too_much("urgency", error), 429
    return Problem(error.field, error.sentence, error.params), 422


async def _show_outcome(request: Request, visitor: Visitor, outcome: Filed) -> Response:
    if outcome.letters:
        return await _show_letters(request, visitor, outcome)
    if len(outcome.references) == 1:
        return go_to(f"/requests/{write_reference(outcome.references[0])}")
    return go_to(f"/requests?filed={write_reference(outcome.group or '')}")


def _filled_in(house: House, draft: Draft) -> Values:
    wikis = tuple(dict.fromkeys(pointer.wiki for pointer in draft.chosen))
    return filled_in(draft, house.desk.packs.criteria_of_all(wikis))


async def _show_form(
    request: Request,
    visitor: Visitor,
    draft: str,
    found: Draft,
    values: Values,
    problems: tuple[Problem, ...] = (),
    already: tuple[str, ...] = (),
    status: int = 422,
) -> Response:
    house, pointers = house_of(request), found.chosen
    wikis = tuple(dict.fromkeys(pointer.wiki for pointer in pointers))
    names = await names_for(house, 0, sorted(kept_out_in(found.answers)))
    page = FilePage(
        draft=draft,
        wikis=wikis,
        targets=len(pointers),
        criteria=house.desk.packs.criteria_of_all(wikis),
        routes=await _preview_routes(house, wikis),
        values=values,
        problems=problems,
        already=already,
        suppressors_only=sum(pointer.kind in SUPPRESSORS_ONLY for pointer in pointers),
        kept_out=tuple((who, "" if name == SOMEBODY else name) for who, name in names.items()),
        held_back=len(held_back(pointers)),
        accounts=sum(pointer.kind is TargetKind.ACCOUNT for pointer in pointers),
        stewards_closed=await why_closed(house.desk, Queue(Team.STEWARDS)),
    )
    return await show(request, visitor, page, status if problems or already else 200)


async def _preview_routes(house: House, wikis: Sequence[str]) -> tuple[RoutePreview, ...]:
    """For hiding: which team lifts something depends on how it was hidden, and is said when that was asked."""
    kinds = (RequestKind.REVISION_DELETION, RequestKind.SUPPRESSION)
    return tuple(await gather(*(_preview(house, wiki, kind, team_for(kind)) for wiki in wikis for kind in kinds)))


async def _preview(house: House, wiki: str, kind: RequestKind, team: Team) -> RoutePreview:
    return RoutePreview(wiki, kind, *await preview_route(house.desk, wiki, team))


async def _show_letters(request: Request, visitor: Visitor, outcome: Filed) -> Response:
    house = house_of(request)
    farm = await house.desk.wikis.sites.farm()
    language = chrome_of(request, visitor).language
    letters, awake = await gather(
        gather(*(letter_of(house, language, farm, prepared) for prepared in outcome.letters)),
        awake_of_each(house, visitor.signed_in, farm, [prepared.new.queue for prepared in outcome.letters]),
    )
    told = tuple(replace(letter, team=awake.get(letter.queue)) for letter in letters)
    page = LetterPage(told, outcome.references)
    return await show(request, visitor, page)
