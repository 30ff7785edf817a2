"""Bells: making one and taking it back, and the secret addresses that a feed reader or a team's bot polls."""

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from app.actions import bells
from app.actions.refusals import CouldNotCheckRights, NotThere, TooMuch, Unusable
from app.domain.bells import LIVE_BELLS, Ring
from app.domain.rights import Right
from app.web.answers import chrome_of, go_to, show
from app.web.bell_feeds import write_atom, write_json
from app.web.body import read_form
from app.web.guard import Visitor, allow, public
from app.web.house import house_of
from app.web.journal import note
from app.web.pages import BellsPage, NewBellPage, Problem
from app.web.too_much import too_much

router = APIRouter()

TRY_AGAIN_SECONDS = 60
"""After a wiki was silent."""


@router.get("/bells")
async def list_bells(request: Request, visitor: Visitor = allow(Right.BELL_KEEP)) -> Response:
    return await _show_list(request, visitor)


@router.post("/bells")
async def make(request: Request, visitor: Visitor = allow(Right.BELL_KEEP, fresh=True)) -> Response:
    """A new bell. The answer is the page itself, not a 303: no address and no row can carry the secret to another."""
    house = house_of(request)
    try:
        secret = await bells.make(house.desk, visitor.signed_in)
    except Unusable as error:
        return await _show_list(request, visitor, Problem(error.field, error.sentence, error.params), 409)
    except TooMuch as error:
        return await _show_list(request, visitor, too_much("bells", error), 429)
    note("bell-made")
    made = (await bells.bells_of(house.desk, visitor.signed_in))[-1]
    home = house.settings.public_url
    page = NewBellPage(f"{home}/bell/{secret}/atom", f"{home}/bell/json", secret, made.until)
    return await show(request, visitor, page)


@router.post("/bells/take-back")
async def take_back(request: Request, visitor: Visitor = allow(Right.SESSION_USE)) -> Response:
    """One of mine (`bell`), or all. Needs no more than a session: whoever lost their rights can still end them."""
    chosen = (await read_form(request)).one("bell")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else None
    if chosen and number is None:
        raise NotThere
    await bells.take_back(house_of(request).desk, visitor.signed_in, number)
    note("bell-taken-back")
    return go_to("/account" if (await read_form(request)).one("from") == "account" else "/bells")


@router.get("/bell/atom")
async def atom_by_header(request: Request, visitor: Visitor = public()) -> Response:
    return await _atom(request, visitor, _secret_in_header(request))


@router.get("/bell/json")
async def json_by_header(request: Request, visitor: Visitor = public()) -> Response:
    return await _json(request, visitor, _secret_in_header(request))


@router.get("/bell/{secret}/atom")
async def atom(request: Request, secret: str, visitor: Visitor = public()) -> Response:
    return await _atom(request, visitor, secret)


@router.get("/bell/{secret}/json")
async def json(request: Request, secret: str, visitor: Visitor = public()) -> Response:
    return await _json(request, visitor, secret)


async def _atom(request: Request, visitor: Visitor, secret: str) -> Response:
    house, language = house_of(request), chrome_of(request, visitor).language
    rung = await _ring(request, visitor, secret)
    if isinstance(rung, Response):
        return rung

    def say(key: str, *params: object) -> str:
        return house.messages.say(language, key, *params)

    feed = write_atom(rung, secret, house.settings.public_url, say, house.desk.now())
    return Response(feed, media_type="application/atom+xml; charset=utf-8")


async def _json(request: Request, visitor: Visitor, secret: str) -> Response:
    rung = await _ring(request, visitor, secret)
    return rung if isinstance(rung, Response) else Response(write_json(rung), media_type="application/json")


async def _ring(request: Request, visitor: Visitor, secret: str) -> Ring | Response:
    """What it tells, or a line of plain text for whoever looks after the bot.

    SECURITY: whatever is no live bell of a functionary is one and the same answer.
    """
    house, language = house_of(request), chrome_of(request, visitor).language
    try:
        return await bells.ring(house.desk, secret)
    except NotThere:
        status, key, later = 404, "bell-not-there", None
    except TooMuch as error:
        status, key, later = 429, error.sentence, error.try_again
    except CouldNotCheckRights:
        status, key, later = 503, "bell-could-not-check", TRY_AGAIN_SECONDS
    headers = {} if later is None else {"Retry-After": str(later)}
    return PlainTextResponse(house.messages.say(language, key) + "\n", status, headers)


def _secret_in_header(request: Request) -> str:
    """The better way for a bot: addresses are kept in the logs of proxies, headers are not."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


async def _show_list(request: Request, visitor: Visitor, problem: Problem | None = None, status: int = 200) -> Response:
    kept = await bells.bells_of(house_of(request).desk, visitor.signed_in)
    return await show(request, visitor, BellsPage(kept, max(0, LIVE_BELLS - len(kept)), problem), status)
