"""The start page: one box for whoever may send requests, and what of a paste could not be used."""

from fastapi import APIRouter, Request, Response

from app.actions.drafting import keep_draft
from app.actions.pasting import Paste, read_paste
from app.actions.refusals import TooMuch, Unusable
from app.domain.people import Person
from app.domain.rights import Right
from app.domain.targets import Target
from app.mediawiki.outcomes import Failed
from app.policy.decide import reader_of, rights_of
from app.store import requests as stored
from app.web.answers import go_to, show
from app.web.body import Form, read_form
from app.web.guard import Visitor, allow, public
from app.web.house import House, house_of
from app.web.on_wiki.addresses import address_links
from app.web.pages import AddressLinks, BoxPage, EditorPage, NotUnderstoodPage, Piece, Problem, StartPage
from app.web.too_much import too_much

router = APIRouter()

STEWARDS = "stewards"
"""Where a form of ours may ask to go on to."""
PIECE_AT_MOST = 300
PIECES_AT_MOST = 100
WAITING_AT_MOST = 20


@router.get("/")
async def start(request: Request, visitor: Visitor = public(asks=True)) -> Response:
    if visitor.person is None:
        return await show(request, visitor, StartPage())
    if Right.BOX_USE not in rights_of(visitor.person.standing):
        return await show(request, visitor, EditorPage(could_not_check=not visitor.checked))
    return await show(request, visitor, BoxPage(waiting=await _waiting(house_of(request), visitor.person)))


@router.post("/box")
async def paste(request: Request, visitor: Visitor = allow(Right.BOX_USE)) -> Response:
    """Find the targets, keep their numbers as a draft, and go on to the page that shows their state.

    `text` may come several times: another page of ours sends what was ticked there, and `next` where it goes on.
    """
    desk, person, form = house_of(request).desk, visitor.signed_in, await read_form(request)
    text = "\n".join(form.all("text"))
    try:
        found = await read_paste(desk, text)
        draft = await _keep(request, visitor, person, found)
    except Unusable as error:
        return await _again(request, visitor, text, Problem("text", error.sentence, error.params), 422)
    except TooMuch as error:
        return await _again(request, visitor, text, too_much("text", error), 429)
    if not (found.unused or found.addresses) and draft:
        return go_to(_goes_on(draft, form))
    if not (found.unused or found.addresses):
        return await _again(request, visitor, text, Problem("text", "paste-nothing"), 422)
    return await _show_rest(request, visitor, found, _goes_on(draft, form) if draft else None)


def _goes_on(draft: str, form: Form) -> str:
    """To what the wikis show; or, from a list of accounts, straight to what the stewards can be asked."""
    return f"/drafts/{draft}/stewards" if form.one("next") == STEWARDS else f"/drafts/{draft}"


async def _waiting(house: House, person: Person) -> int | None:
    """How many requests wait for this person, counted to twenty; None for people without a queue."""
    reader = reader_of(person)
    if not reader.queues or not house.desk.queues_on:
        return None
    async with house.desk.database.reading() as session:
        return await stored.count_open(session, reader, reader.queues, WAITING_AT_MOST)


async def _keep(request: Request, visitor: Visitor, person: Person, found: Paste) -> str | None:
    if not found.pointers:
        return None
    return await keep_draft(house_of(request).desk, person.central_id, visitor.session_id or "", found.pointers)


async def _again(request: Request, visitor: Visitor, text: str, problem: Problem, status: int) -> Response:
    return await show(request, visitor, BoxPage(text=text, problem=problem), status)


async def _show_rest(request: Request, visitor: Visitor, found: Paste, goes_on: str | None) -> Response:
    """What could not be used, and what must not be kept, is shown once, from memory, and dropped."""
    pieces = tuple(Piece(_shortened(target), _why_unused(found, target)) for target in found.unused)
    page = NotUnderstoodPage(
        pieces=pieces[:PIECES_AT_MOST],
        addresses=await _address_links(house_of(request), found.addresses[:PIECES_AT_MOST]),
        understood=len(found.pointers),
        continue_to=goes_on,
    )
    return await show(request, visitor, page, 200 if goes_on or found.addresses else 422)


async def _address_links(house: House, addresses: tuple[Target, ...]) -> tuple[AddressLinks, ...]:
    farm = await house.desk.wikis.sites.farm()
    if isinstance(farm, Failed):
        return tuple(AddressLinks(address.name or "", ()) for address in addresses)
    return address_links(farm, addresses)


def _why_unused(found: Paste, target: Target) -> str:
    """The sentence beside a piece. "Gone" is never said for "unknown"."""
    if target.why:
        return f"unknown-{target.why.value}"
    return "state-could-not-check" if target in found.unasked else "state-gone"


def _shortened(target: Target) -> str:
    return target.input if len(target.input) <= PIECE_AT_MOST else target.input[:PIECE_AT_MOST] + "…"
