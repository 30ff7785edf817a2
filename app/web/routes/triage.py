"""Guided triage over a draft: begin, one question a page, where it leads, and what can be done from there."""

from fastapi import APIRouter, Request, Response

from app.actions.drafting import read_draft
from app.actions.guiding import add_links, answer, begin, fill_in, follow_now
from app.actions.refusals import NotThere, TooMuch, Unusable
from app.domain.rights import Right
from app.flows.drawing import draw
from app.flows.facts import FACTS
from app.flows.flow import Act
from app.flows.replay import Trail, Used
from app.flows.words import find_question
from app.store.drafts import Draft
from app.web.answers import go_to, show
from app.web.body import read_form
from app.web.guard import Visitor, allow, public
from app.web.house import house_of
from app.web.outcomes import SENDS, make_outcome_page
from app.web.pages import FactPage, FlowPage, Page, Problem, QuestionPage
from app.web.too_much import too_much

router = APIRouter()


@router.post("/triage")
async def start(request: Request, visitor: Visitor = allow(Right.BOX_USE)) -> Response:
    """Begin without having pasted anything."""
    draft = await begin(house_of(request).desk, visitor.signed_in, visitor.session_id or "", None)
    return go_to(f"/drafts/{draft}/triage")


@router.post("/drafts/{draft}/triage")
async def start_with(request: Request, draft: str, visitor: Visitor = allow(Right.BOX_USE)) -> Response:
    """Begin with the targets of a draft: what they and the wikis tell is not asked."""
    await begin(house_of(request).desk, visitor.signed_in, visitor.session_id or "", draft)
    return go_to(f"/drafts/{draft}/triage")


@router.get("/drafts/{draft}/triage")
async def triage(request: Request, draft: str, visitor: Visitor = allow(Right.BOX_USE)) -> Response:
    """The next question that is open, or where the answers lead as things are now."""
    return await _show_where_it_leads(request, visitor, draft)


@router.get("/drafts/{draft}/triage/{number}")
async def change(request: Request, draft: str, number: str, visitor: Visitor = allow(Right.BOX_USE)) -> Response:
    """A question that is answered, to answer it anew."""
    found, trail = await _follow_own(request, visitor, draft)
    place = _number(number)
    if not 0 < place <= len(trail.steps):
        return go_to(f"/drafts/{draft}/triage")
    step = trail.steps[place - 1]
    page = QuestionPage(draft, place, step.question, step.values, step.found, _before(draft, place, found))
    return await show(request, visitor, page)


@router.get("/drafts/{draft}/triage/found/{number}")
async def contradict(request: Request, draft: str, number: str, visitor: Visitor = allow(Right.BOX_USE)) -> Response:
    """Something that the wiki told and that turned the way: to say that it is wrong."""
    used = (await _follow_own(request, visitor, draft))[1].used
    place = _number(number)
    if not 0 < place <= len(used):
        return go_to(f"/drafts/{draft}/triage")
    return await show(request, visitor, FactPage(draft, used[place - 1], _values(used[place - 1].fact)))


@router.post("/drafts/{draft}/triage/answer")
async def give_answer(request: Request, draft: str, visitor: Visitor = allow(Right.BOX_USE)) -> Response:
    desk, person, form = house_of(request).desk, visitor.signed_in, await read_form(request)
    name, values = form.one("question"), form.all("answer")
    try:
        await answer(desk, person, draft, name, values)
    except Unusable as error:
        problem = Problem(error.field, error.sentence, error.params)
    else:
        return go_to(f"/drafts/{draft}/triage")
    question = find_question(desk.guidance.flows, name)
    if question is None:
        page: Page = FactPage(draft, Used(name, None, said=False), _values(name), problem)
    else:
        number = max(_number(form.one("number")), 1)
        back = _before(draft, number, await read_draft(desk, person.central_id, draft))
        page = QuestionPage(draft, number, question, tuple(values), False, back, problem)
    return await show(request, visitor, page, 422)


@router.post("/drafts/{draft}/triage/links")
async def give_links(request: Request, draft: str, visitor: Visitor = allow(Right.BOX_USE)) -> Response:
    """What it is about, pasted only once it is clear where it leads."""
    desk, text = house_of(request).desk, (await read_form(request)).one("text")
    try:
        await add_links(desk, visitor.signed_in, draft, text)
    except Unusable as error:
        problem, status = Problem("text", error.sentence, error.params), 422
    except TooMuch as error:
        problem, status = too_much("text", error), 429
    else:
        return go_to(f"/drafts/{draft}/triage")
    return await _show_where_it_leads(request, visitor, draft, text, problem, status)


@router.post("/drafts/{draft}/triage/send")
async def send(request: Request, draft: str, visitor: Visitor = allow(Right.REQUEST_FILE)) -> Response:
    """Go on to the page of answers, filled in with what was answered here; or to what the stewards can be asked."""
    act = (await read_form(request)).one("act")
    kind = SENDS.get(Act(act)) if act in set(Act) else None
    if kind is None and act != Act.STEWARDS:
        raise NotThere
    try:
        await fill_in(house_of(request).desk, visitor.signed_in, draft, Act(act), kind)
    except Unusable:
        return go_to(f"/drafts/{draft}/triage")
    return go_to(f"/drafts/{draft}/file" if kind else f"/drafts/{draft}/stewards")


@router.get("/flows/{name}")
async def flow(request: Request, name: str, visitor: Visitor = public()) -> Response:
    """A flow as a table, from the same file that leads people."""
    flows = house_of(request).desk.guidance.flows.by_id
    if name not in flows:
        raise NotThere
    return await show(request, visitor, FlowPage(flows[name], tuple(flows.values())))


@router.get("/flows/{name}/picture")
async def picture(request: Request, name: str, visitor: Visitor = public()) -> Response:
    """The same flow, drawn."""
    flows = house_of(request).desk.guidance.flows
    if name not in flows.by_id:
        raise NotThere
    return Response(draw(flows.by_id[name], flows), media_type="image/svg+xml")


async def _show_where_it_leads(
    request: Request,
    visitor: Visitor,
    draft: str,
    text: str = "",
    problem: Problem | None = None,
    status: int = 200,
) -> Response:
    found, trail = await _follow_own(request, visitor, draft)
    if not trail.asks:
        house, person = house_of(request), visitor.signed_in
        outcome = await make_outcome_page(house, person, draft, found, trail, text, problem)
        return await show(request, visitor, outcome, status)
    question, number = trail.asks[1], len(trail.steps) + 1
    # From an older tab: the question has no box for links, so what was wrong is said over its answers.
    said = problem and Problem("answer", problem.sentence, problem.params)
    page = QuestionPage(draft, number, question, (), False, _before(draft, number, found), said)
    return await show(request, visitor, page, status)


async def _follow_own(request: Request, visitor: Visitor, draft: str) -> tuple[Draft, Trail]:
    """One's own draft with the facts of its trail. Every page follows the same ones, so that its links and numbers mean
    what the page before showed."""
    desk, person = house_of(request).desk, visitor.signed_in
    return await follow_now(desk, person, await read_draft(desk, person.central_id, draft))


def _before(draft: str, number: int, found: Draft) -> str:
    """The page before a question: the question before it, or the targets, or where one begins without any."""
    if number > 1:
        return f"/drafts/{draft}/triage/{number - 1}"
    return f"/drafts/{draft}" if found.pointers else "/"


def _number(text: str) -> int:
    """A small number out of an address or a field; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _values(fact: str) -> tuple[str, ...]:
    return tuple(sorted(FACTS[fact]))
