"""The accounts page: a pasted list of accounts, looked up on all wikis. The list travels in bodies only.

Every POST here may be repeated: nothing is kept, so sorting and filtering carry the list along and ask what is no
longer remembered.
"""

import re

from fastapi import APIRouter, Request, Response

from app.actions.drafting import read_draft
from app.actions.looking_up import admit_looking_up, look_up, read_list
from app.actions.refusals import TooMuch, Unusable
from app.domain.account_rows import WINDOWS, Order
from app.domain.rights import Right
from app.domain.targets import Target
from app.domain.wikis import Farm
from app.links.account_list import AccountList, write_list
from app.web.accounts_table import steps_of
from app.web.answers import show, show_as_it_comes
from app.web.body import Form, read_form
from app.web.guard import Visitor, allow
from app.web.house import house_of
from app.web.on_wiki.addresses import address_links
from app.web.pages import (
    AccountsPage,
    AccountsView,
    FoundAccountsPage,
    Piece,
    Problem,
)
from app.web.too_much import too_much

router = APIRouter()

_VIEW = re.compile(
    rf"(?P<order>{'|'.join(Order)})\.(?P<days>all|{'|'.join(map(str, WINDOWS))})\.(?P<edits>some|more)", re.ASCII
)
CHANGE = "change"
"""The button that shows the box again, with the list in it."""
PIECE_AT_MOST = 300
PIECES_AT_MOST = 100


@router.get("/accounts")
async def box(request: Request, visitor: Visitor = allow(Right.ACCOUNTS_READ)) -> Response:
    return await show(request, visitor, AccountsPage())


@router.post("/accounts")
async def found(request: Request, visitor: Visitor = allow(Right.ACCOUNTS_READ)) -> Response:
    """Look them up, or look at the table in another way; told step by step."""
    desk, person, form = house_of(request).desk, visitor.signed_in, await read_form(request)
    view, fresh = _read_view(form)
    text = await _text_of(request, visitor, form)
    if form.one("view") == CHANGE:
        return await show(request, visitor, AccountsPage(text=text))
    try:
        farm, listed = await read_list(desk, text)
        _check_some(listed)
        await admit_looking_up(desk, person, listed.meant, fresh)
    except Unusable as error:
        return await _again(request, visitor, text, Problem("text", error.sentence, error.params), 422)
    except TooMuch as error:
        return await _again(request, visitor, text, too_much("text", error), 429)
    steps = look_up(desk, person, farm, listed.meant, fresh=fresh, more_edits=view.more_edits)
    page = FoundAccountsPage(
        text=text,
        view=view,
        meant=len(listed.meant),
        addresses=address_links(farm, listed.addresses[:PIECES_AT_MOST]),
        pieces=tuple(Piece(_shortened(each), _why(each)) for each in listed.unused[:PIECES_AT_MOST]),
        left_out=listed.left_out[:PIECES_AT_MOST],
        steps=steps_of(steps, farm, person, view, desk.now()),
    )
    return show_as_it_comes(request, visitor, page)


def _read_view(form: Form) -> tuple[AccountsView, bool]:
    """How to look at it, and whether to ask everything again: a list from the box is always asked again."""
    chosen = _VIEW.fullmatch(form.one("view"))
    if chosen is None:
        return AccountsView(), True
    days = None if chosen["days"] == "all" else int(chosen["days"])
    return AccountsView(Order(chosen["order"]), days, chosen["edits"] == "more"), False


def _check_some(listed: AccountList) -> None:
    """Raises Unusable for a list in which nothing can be looked up, and nothing is to be said of its pieces."""
    if listed.meant or listed.addresses or listed.unused:
        return
    if not listed.left_out:
        raise Unusable("text", "accounts-nothing")
    first = next(each.number for each in listed.left_out if each.why)
    raise Unusable("text", "accounts-a-text", str(first))


async def _text_of(request: Request, visitor: Visitor, form: Form) -> str:
    """What was pasted; or the accounts of a draft, by their numbers."""
    if not form.one("draft"):
        return form.one("text")
    desk = house_of(request).desk
    draft = await read_draft(desk, visitor.signed_in.central_id, form.one("draft"))
    farm = await desk.wikis.sites.farm()
    return write_list(farm, draft.pointers) if isinstance(farm, Farm) else ""


async def _again(request: Request, visitor: Visitor, text: str, problem: Problem, status: int) -> Response:
    return await show(request, visitor, AccountsPage(text=text, problem=problem), status)


def _why(target: Target) -> str:
    return f"unknown-{target.why.value}" if target.why else "accounts-no-account"


def _shortened(target: Target) -> str:
    return target.input if len(target.input) <= PIECE_AT_MOST else target.input[:PIECE_AT_MOST] + "…"
