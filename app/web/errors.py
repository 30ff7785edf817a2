"""Every refusal and failure as a page: one clear sentence, what to do next, nothing typed lost, never a trace."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.actions.refusals import ActionRefused, CouldNotCheckRights, NotAllowed, NotThere, Overtaken, TooMuch, Unusable
from app.store.session import StoreBusy
from app.web.answers import show
from app.web.body import BodyTooLarge, NotAForm, read_form
from app.web.csrf import SAFE, CrossSite, StaleForm, check_origin
from app.web.guard import SignInFirst, Visitor, read_visitor, return_address
from app.web.journal import new_error_reference, note
from app.web.pages import ErrorPage, SignInPage, StalePage, TooMuchPage
from app.web.too_much import wait_params

Handler = Callable[[Request, Exception], Awaitable[Response]]


def refusal(
    status: int, heading: str, sentence: str, advice: str | None = None, params: tuple[str, ...] = ()
) -> ErrorPage:
    return ErrorPage(status=status, heading=heading, sentence=sentence, advice=advice, reference=None, params=params)


async def _say(request: Request, page: ErrorPage) -> Response:
    return await show(request, _visitor(request), page, page.status)


def _visitor(request: Request) -> Visitor:
    return getattr(request.state, "visitor", None) or Visitor()


async def on_refused(request: Request, error: Exception) -> Response:
    """An action or the guard said no."""
    assert isinstance(error, ActionRefused)  # noqa: S101 - registered for this class only
    if isinstance(error, NotThere) and not _visitor(request).checked:
        # With the wikis silent nobody's queues are known: the same answer for every reference, and not "nothing here".
        error = CouldNotCheckRights()
    match error:
        case NotThere():
            page = refusal(404, "heading-not-there", error.sentence, "advice-second-account")
        case CouldNotCheckRights():
            page = refusal(503, "heading-could-not-check", error.sentence, "advice-could-not-check")
        case Overtaken():
            page = refusal(409, "heading-overtaken", error.sentence, "advice-look-again")
        case TooMuch():
            return await _say_too_much(request, error)
        case Unusable():
            page = refusal(422, "heading-unusable", error.sentence, "advice-go-back", error.params)
        case NotAllowed():
            page = refusal(403, "heading-not-allowed", error.sentence, "advice-second-account")
        case _:
            page = refusal(403, "heading-not-allowed", error.sentence)
    if isinstance(error, CouldNotCheckRights):
        page = await _with_typed(request, page)
    return await _say(request, page)


async def _with_typed(request: Request, page: ErrorPage) -> ErrorPage:
    """The page with the form that was under way, to be sent again: a wiki or the database may answer in a moment."""
    if request.method in SAFE:
        return page
    try:
        # SECURITY: what another site sent is never echoed, whatever failed first.
        check_origin(request)
        return replace(page, action=request.url.path, fields=(await read_form(request)).without_token())
    except (CrossSite, NotAForm, BodyTooLarge):
        return page


async def _say_too_much(request: Request, error: TooMuch) -> Response:
    """With a form to send again later, where one was sent."""
    typed = () if request.method in SAFE else (await read_form(request)).without_token()
    page = TooMuchPage(error.sentence, wait_params(error), request.url.path, typed)
    return await show(request, _visitor(request), page, 429)


async def on_sign_in_first(request: Request, error: Exception) -> Response:
    """Nobody is signed in (or too long ago). A form that was under way is given back with what was typed."""
    assert isinstance(error, SignInFirst)  # noqa: S101
    visitor = _visitor(request)
    typed = request.method not in SAFE and error.reason == "sign-in-again"
    if typed and (fields := (await read_form(request)).without_token()):
        page = StalePage(request.url.path, fields, signed_in=False, reason=error.reason)
        return await show(request, visitor, page, 401)
    back_to = return_address(request.url.path)
    return await show(request, visitor, SignInPage(reason=error.reason, back_to=back_to), 401)


async def on_stale_form(request: Request, error: Exception) -> Response:
    assert isinstance(error, StaleForm)  # noqa: S101
    visitor = _visitor(request)
    page = StalePage(action=request.url.path, fields=error.form.without_token(), signed_in=visitor.person is not None)
    return await show(request, visitor, page, 403 if visitor.person else 401)


async def on_cross_site(request: Request, error: Exception) -> Response:
    return await _say(request, refusal(403, "heading-cross-site", "sentence-cross-site", "advice-start-again"))


async def on_too_large(request: Request, error: Exception) -> Response:
    return await _say(request, refusal(413, "heading-too-large", "sentence-too-large", "advice-paste-less"))


async def on_not_a_form(request: Request, error: Exception) -> Response:
    return await _say(request, refusal(415, "heading-unusable", "sentence-not-a-form", "advice-start-again"))


async def on_store_unavailable(request: Request, error: Exception) -> Response:
    note("store-unavailable", error=error)
    page = await _with_typed(request, refusal(503, "heading-busy", "sentence-busy", "advice-try-again"))
    response = await _say(request, page)
    response.headers["Retry-After"] = "5"
    return response


async def on_http_exception(request: Request, error: Exception) -> Response:
    """The framework's own refusals: no such page, wrong method."""
    assert isinstance(error, HTTPException)  # noqa: S101
    if error.status_code == 405:
        page = refusal(405, "heading-not-there", "sentence-wrong-method", "advice-start-again")
    else:
        page = refusal(404, "heading-not-there", "sentence-no-such-page", "advice-second-account")
    await _remember_visitor(request)
    return await _say(request, page)


async def our_mistake(request: Request, reference: str) -> Response:
    """The person gets a reference to quote, the log the type and place of the error."""
    page = ErrorPage(
        status=500,
        heading="heading-our-mistake",
        sentence="sentence-our-mistake",
        advice="advice-quote-reference",
        reference=reference,
    )
    return await show(request, Visitor(), page, 500)


async def _remember_visitor(request: Request) -> None:
    """A page that does not exist has no guard, yet its 404 names the signed-in account."""
    if request.method in SAFE and not hasattr(request.state, "visitor"):
        try:
            request.state.visitor = await read_visitor(request, posted=False, asks=False)
        except StoreBusy as error:
            note("store-unavailable", error=error)


HANDLERS: dict[type[Exception], Handler] = {
    ActionRefused: on_refused,
    SignInFirst: on_sign_in_first,
    StaleForm: on_stale_form,
    CrossSite: on_cross_site,
    BodyTooLarge: on_too_large,
    NotAForm: on_not_a_form,
    StoreBusy: on_store_unavailable,
    HTTPException: on_http_exception,
}


class LastResort:
    """ASGI middleware for mistakes of ours: a page with a reference, and one line of the log without any value.

    SECURITY: nothing is raised further, because the server would print the error's own words.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            if scope["type"] != "http":
                raise
            reference = new_error_reference()
            note("unexpected", reference=reference, error=error, status=500)
            if not started:
                response = await our_mistake(Request(scope, receive), reference)
                await response(scope, receive, send)


def install(app: FastAPI) -> None:
    """Before any other middleware is added, so that this one stands nearest to the routes."""
    app.add_middleware(LastResort)
    for kind, handler in HANDLERS.items():
        app.add_exception_handler(kind, handler)
