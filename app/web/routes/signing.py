"""Signing in through the central wiki (OAuth 1.0a, identity only), and signing out."""

from fastapi import APIRouter, Request, Response

from app.actions import bells, signing, tracking
from app.actions.limits import admit_sign_in
from app.domain.rights import Right
from app.mediawiki.oauth import Busy, Declined, Identified, NoName, Started
from app.mediawiki.outcomes import Refused
from app.policy.decide import Allowed, decide
from app.web.answers import go_to, show
from app.web.body import read_form
from app.web.cookies import PendingSignIn
from app.web.guard import Visitor, allow, public, return_address
from app.web.house import house_of
from app.web.journal import note
from app.web.pages import AccountPage, ContinuePage, SignInPage

router = APIRouter()

CALLBACK = "/sign-in/callback"
PROBLEMS = {"busy": 503, "wiki": 503, "no-name": 403, "declined": 403, "refused": 403, "not-started": 403}
"""How a sign-in can fail, and the status of the page that says so (sentence: `sign-in-<code>`)."""


@router.get("/sign-in")
async def sign_in_page(request: Request, visitor: Visitor = public()) -> Response:
    """Also where a sign-in that did not work out ends: `?problem=` is a code of PROBLEMS."""
    problem = request.query_params.get("problem", "")
    if problem in PROBLEMS:
        return await _did_not_work(request, visitor, problem)
    return go_to("/") if visitor.person else await show(request, visitor, SignInPage())


@router.post("/sign-in")
async def start_sign_in(request: Request, visitor: Visitor = public()) -> Response:
    """Ask the central wiki for a request token, then point the browser there.

    Not a redirect: the pages' `form-action 'self'` would block one that leaves our site out of a form.
    """
    house = house_of(request)
    back_to = return_address((await read_form(request)).one("back_to") or "/")
    await admit_sign_in(house.desk)
    started = await house.desk.wikis.sign_in.start(house.settings.public_url + CALLBACK)
    if not isinstance(started, Started):
        return await _did_not_work(request, visitor, "busy" if isinstance(started, Busy) else "wiki")
    page = ContinuePage(address=started.authorize_url, wiki=house.settings.central_wiki)
    response = await show(request, visitor, page, headers={"Refresh": f"0; url={started.authorize_url}"})
    pending = PendingSignIn(started.token_key, started.token_secret, back_to, house.desk.now())
    house.cookies.add_pending(request, response, pending)
    return response


@router.get(CALLBACK)
async def finish_sign_in(request: Request, visitor: Visitor = public()) -> Response:
    """The way back from the wiki: identify, begin a session under a new id, and leave this address at once."""
    house = house_of(request)
    # SECURITY: the answer must belong to a sign-in that this very browser began.
    pending = house.cookies.pending(request, request.query_params.get("oauth_token", ""), house.desk.now())
    if pending is None:
        return go_to("/" if visitor.person else "/sign-in?problem=not-started")
    ended = await house.desk.wikis.sign_in.finish(pending.key, pending.secret, request.url.query)
    if isinstance(ended, Identified):
        session_id = await signing.sign_in(house.desk, ended.central_id, ended.name, visitor.session_id)
        note("signed-in")
        response: Response = go_to(pending.back_to)
        house.cookies.set_session(response, session_id)
    else:
        response = go_to(f"/sign-in?problem={_problem(ended)}")
    house.cookies.drop_pending(request, response, pending.key, house.desk.now())
    return response


@router.post("/sign-out")
async def sign_out(request: Request, visitor: Visitor = allow(Right.SESSION_USE)) -> Response:
    if visitor.session_id:
        await signing.sign_out(house_of(request).desk, visitor.session_id)
    return _signed_out(request)


@router.post("/sign-out-everywhere")
async def sign_out_everywhere(request: Request, visitor: Visitor = allow(Right.SESSION_USE)) -> Response:
    await signing.sign_out_everywhere(house_of(request).desk, visitor.signed_in.central_id)
    return _signed_out(request)


@router.get("/account")
async def account(request: Request, visitor: Visitor = allow(Right.SESSION_USE)) -> Response:
    person, desk = visitor.signed_in, house_of(request).desk
    standing = person.standing
    may_read = isinstance(decide(person, Right.TRACKING_READ), Allowed)
    page = AccountPage(
        roles=tuple(sorted(standing.held)),
        asked_at=standing.asked_at if visitor.checked else None,
        unasked=tuple(sorted(standing.unasked)),
        to_end=() if may_read else await tracking.begun_by(desk, person),
        bells=len(await bells.bells_of(desk, person)) if desk.queues_on else 0,
    )
    return await show(request, visitor, page)


def _problem(ended: object) -> str:
    match ended:
        case Busy():
            return "busy"
        case NoName():
            return "no-name"
        case Declined():
            return "declined"
        case Refused():
            return "refused"
        case _:
            return "wiki"


async def _did_not_work(request: Request, visitor: Visitor, problem: str) -> Response:
    """The page that offers to sign in once more, saying what went wrong."""
    status = PROBLEMS[problem]
    response = await show(request, visitor, SignInPage(problem=f"sign-in-{problem}"), status)
    if status == 503:
        response.headers["Retry-After"] = "10"
    return response


def _signed_out(request: Request) -> Response:
    """SECURITY: Clear-Site-Data also empties the back/forward cache, so Back shows nothing of the desk."""
    response = go_to("/")
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    house_of(request).cookies.clear_session(response)
    return response
