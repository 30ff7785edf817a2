"""From a page class to an HTTP answer: rendered whole, streamed, or a 303 to a page of our own."""

from collections.abc import AsyncIterator, Mapping

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from app.domain.rights import Right
from app.policy.decide import rights_of
from app.settings import VERSION
from app.web.guard import Visitor
from app.web.house import House, house_of
from app.web.pages import Chrome, Page, Wait
from app.web.templating import problems_of

RIGHT_TO_LEFT = "en-x-rtl"
"""A pseudo language for looking at mirrored pages in the demo."""


def chrome_of(request: Request, visitor: Visitor) -> Chrome:
    """What surrounds the page for this visitor."""
    house = house_of(request)
    language = _language(request, house)
    person = visitor.person
    return Chrome(
        name=person.name if person else None,
        rights=rights_of(person.standing) if person else frozenset[Right](),
        token=house.cookies.form_token(visitor.session_id),
        language=language,
        direction=house.messages.direction(language),
        path=request.url.path,
        queues_on=house.desk.queues_on,
        demo=house.settings.demo,
        contact=house.settings.contact,
        source=house.settings.source,
        version=VERSION,
    )


async def show(
    request: Request, visitor: Visitor, page: Page, status: int = 200, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """The page, whole. One that says how long to wait says it to programs, too."""
    html = await house_of(request).templates.render(page, chrome_of(request, visitor))
    wait = next((each for each in _params_of(page) if isinstance(each, Wait)), None)
    later = {} if wait is None else {"Retry-After": str(wait.seconds)}
    return HTMLResponse(html, status_code=status, headers={**later, **(headers or {})})


def _params_of(page: Page) -> tuple[str | Wait, ...]:
    of_problems = [param for problem in problems_of(page) for param in problem.params]
    return (*getattr(page, "params", ()), *of_problems)


def show_as_it_comes(request: Request, visitor: Visitor, page: Page) -> Response:
    """The page in pieces, as its parts become known: progress without any script."""
    pieces: AsyncIterator[str] = house_of(request).templates.stream(page, chrome_of(request, visitor))
    return StreamingResponse(pieces, media_type="text/html; charset=utf-8", headers={"X-Accel-Buffering": "no"})


def go_to(path: str) -> RedirectResponse:
    """After a change: a GET page of our own."""
    return RedirectResponse(path, status_code=303)


def _language(request: Request, house: House) -> str:
    if house.settings.demo and request.query_params.get("uselang") == RIGHT_TO_LEFT:
        return RIGHT_TO_LEFT
    return house.messages.best_language(request.headers.get("accept-language", ""))
