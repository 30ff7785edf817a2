"""The way to the stewards over a draft: the names are looked at first, then each request has its own way."""

from fastapi import APIRouter, Request, Response

from app.actions.drafting import read_draft
from app.actions.escalating import Sorted, names_were_looked_at, part_off, say_about_names, sort_accounts
from app.actions.refusals import NotThere, Unusable
from app.domain.people import Person
from app.domain.requests import RequestKind
from app.domain.rights import Right
from app.store.drafts import Draft
from app.web.answers import go_to, show
from app.web.body import Form, read_form
from app.web.guard import Visitor, allow
from app.web.house import House, house_of
from app.web.pages import Problem, StewardsPage
from app.web.pages.stewards import Values
from app.web.stewards import NONE, harming_of, make_ways_page, read_names, said_before

router = APIRouter()


@router.get("/drafts/{draft}/stewards")
async def names(request: Request, draft: str, visitor: Visitor = allow(Right.REQUEST_FILE)) -> Response:
    """Which of these names attack somebody or tell something private; may everybody read the reasons?"""
    found, accounts = await read_sorted(house_of(request), visitor.signed_in, draft)
    return await show(request, visitor, StewardsPage(draft, accounts, said_before(found, accounts)))


@router.post("/drafts/{draft}/stewards")
async def say(request: Request, draft: str, visitor: Visitor = allow(Right.REQUEST_FILE)) -> Response:
    """The answer binds: what harms goes in private, on this way and on every other."""
    house, person, form = house_of(request), visitor.signed_in, await read_form(request)
    _, accounts = await read_sorted(house, person, draft)
    harming, evidence, problems = read_names(form, accounts)
    if not problems:
        try:
            await say_about_names(house.desk, person, draft, accounts, harming, evidence)
        except Unusable as error:
            problems = (Problem(error.field, error.sentence, error.params),)
            _, accounts = await read_sorted(house, person, draft)
    if problems:
        return await show(request, visitor, _names_again(draft, accounts, form, problems), 422)
    return go_to(f"/drafts/{draft}/stewards/ways")


@router.get("/drafts/{draft}/stewards/ways")
async def ways(request: Request, draft: str, visitor: Visitor = allow(Right.REQUEST_FILE)) -> Response:
    """Each request with its accounts, and those of which nothing is asked."""
    house = house_of(request)
    found, accounts = await read_sorted(house, visitor.signed_in, draft)
    if not names_were_looked_at(found, accounts):
        return go_to(f"/drafts/{draft}/stewards")
    return await show(request, visitor, await make_ways_page(house, draft, found, accounts))


@router.post("/drafts/{draft}/stewards/private")
async def in_private(request: Request, draft: str, visitor: Visitor = allow(Right.REQUEST_FILE)) -> Response:
    """These accounts go on by themselves, to the page of answers: from there into the stewards' queue, or by mail."""
    house, person, form = house_of(request), visitor.signed_in, await read_form(request)
    if form.one("kind") not in set(RequestKind):
        raise NotThere
    found, accounts = await read_sorted(house, person, draft)
    try:
        apart = await part_off(
            house.desk, person, visitor.session_id or "", found, accounts, RequestKind(form.one("kind"))
        )
    except Unusable as error:
        problem = Problem(error.field, error.sentence, error.params)
        return await show(request, visitor, await make_ways_page(house, draft, found, accounts, problem), 422)
    return go_to(f"/drafts/{apart}/file")


def _names_again(draft: str, accounts: tuple[Sorted, ...], form: Form, problems: tuple[Problem, ...]) -> StewardsPage:
    """As it was ticked; and what another tab marked meanwhile stays marked, unless it is seen and taken back."""
    was_other = any(each.sentence == "stewards-names-changed" for each in problems)
    ticked = (*form.all("harms"), *(harming_of(accounts) if was_other else ()))
    marked = tuple(each for each in dict.fromkeys(ticked) if not was_other or each != NONE or len(ticked) == 1)
    values: Values = {"harms": marked, "evidence": form.one("evidence")}
    return StewardsPage(draft, accounts, values, problems)


async def read_sorted(house: House, person: Person, draft: str) -> tuple[Draft, tuple[Sorted, ...]]:
    """The draft, and its accounts sorted. Raises NotThere for one without accounts."""
    found = await read_draft(house.desk, person.central_id, draft)
    accounts = await sort_accounts(house.desk, person, found)
    if not accounts:
        raise NotThere
    return found, accounts
