"""Requests on public pages, and the mail for what must not stand on one. Each POST may be repeated: nothing is kept."""

from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter, Request, Response

from app.actions.escalating import COULD_NOT_CHECK, Sorted, names_were_looked_at
from app.actions.followed import farm_now
from app.actions.refusals import CouldNotCheckRights, NotThere
from app.domain.public_pages import PublicRequest
from app.domain.requests import RequestKind
from app.domain.rights import Right
from app.domain.visibility import CouldNotCheck
from app.domain.wikis import Farm
from app.links.build import page_link, through_sign_in
from app.web.answers import chrome_of, go_to, show
from app.web.body import Form, read_form
from app.web.guard import Visitor, allow
from app.web.house import House, house_of
from app.web.letters import mail_to_stewards
from app.web.pages import Problem, PublicRequestPage, PublicText
from app.web.public_request import (
    Asked,
    Asks,
    KeptOut,
    accounts_for,
    lines_of,
    names_kept_out,
    read_asked,
    wikis_of,
)
from app.web.public_text import check_text, make_text
from app.web.routes.stewards import read_sorted
from app.web.shield import let_form_go_to
from app.web.stewards import holds_rights

router = APIRouter()

FIELDS = ("account", "wiki", "choice", "reason", "addresses", "links", "kept_out", "again")
TEXT_AT_MOST = 20_000


@router.get("/drafts/{draft}/stewards/public/{what}")
async def ask(request: Request, draft: str, what: str, visitor: Visitor = allow(Right.REQUEST_FILE)) -> Response:
    """What the request says, in the page's own words."""
    house, asks = house_of(request), _asks(what)
    found, accounts = await read_sorted(house, visitor.signed_in, draft)
    if not names_were_looked_at(found, accounts):
        return go_to(f"/drafts/{draft}/stewards")
    page = _page(
        house, await farm_now(house.desk, COULD_NOT_CHECK), draft, asks, accounts_for(asks, found, accounts), accounts
    )
    return await show(request, visitor, page)


@router.post("/drafts/{draft}/stewards/public/{what}")
async def write(request: Request, draft: str, what: str, visitor: Visitor = allow(Right.REQUEST_FILE)) -> Response:
    """The finished text; or, with `do=check`, the text as it was changed by hand, looked through once more."""
    house, form, asks = house_of(request), await read_form(request), _asks(what)
    found, accounts = await read_sorted(house, visitor.signed_in, draft)
    if not names_were_looked_at(found, accounts):
        return go_to(f"/drafts/{draft}/stewards")
    farm = await farm_now(house.desk, COULD_NOT_CHECK)
    try:
        page = _page(house, farm, draft, asks, accounts_for(asks, found, accounts), accounts)
    except CouldNotCheckRights as error:
        page = _as_typed(_page(house, farm, draft, asks, (), accounts), form, (Problem("links", error.sentence),))
        return await show(request, visitor, page, 503)
    asked = await read_asked(house, farm, asks, page.accounts, form)
    if isinstance(asked, tuple):
        return await show(request, visitor, _as_typed(page, form, asked), 422)
    problems = _wrong_text(form)
    if problems and form.one("text").strip():
        return await show(request, visitor, _as_typed(page, form, problems), 422)
    marked = await names_kept_out(house, farm, found, accounts)
    kept_out = replace(marked, names=(*marked.names, *lines_of(form.one("kept_out"))))
    made = await _make(house, farm, asked, form, kept_out)
    if made.editor:
        let_form_go_to(request, farm.wikis[farm.central].server)
    page = replace(page, values=_typed(form), made=made, problems=problems)
    return await show(request, visitor, page, 200 if made.may_go and not problems else 422)


async def _make(house: House, farm: Farm, asked: Asked, form: Form, kept_out: KeptOut) -> PublicText:
    text, may_repeat = form.one("text"), bool(form.one("again"))
    if form.one("do") == "check" and text.strip():
        return await check_text(house, farm, asked, text, kept_out, may_repeat)
    return await make_text(house, farm, asked, kept_out, may_repeat)


@router.post("/drafts/{draft}/stewards/mail")
async def mail(request: Request, draft: str, visitor: Visitor = allow(Right.REQUEST_FILE)) -> Response:
    """A finished mail with the names in it: for the clipboard, and nowhere else."""
    house, asked = house_of(request), _asked_by_mail((await read_form(request)).one("kind"))
    found, accounts = await read_sorted(house, visitor.signed_in, draft)
    if not names_were_looked_at(found, accounts):
        return go_to(f"/drafts/{draft}/stewards")
    its = [
        each for each in accounts if (holds_rights(each) if asked is PublicRequest.ACCESS else each.left.kind is asked)
    ]
    if not its:
        return go_to(f"/drafts/{draft}/stewards/ways")
    language = chrome_of(request, visitor).language
    page = mail_to_stewards(house, language, await farm_now(house.desk, COULD_NOT_CHECK), draft, asked, its)
    return await show(request, visitor, page)


def _asked_by_mail(kind: str) -> RequestKind | PublicRequest:
    if kind == PublicRequest.ACCESS:
        return PublicRequest.ACCESS
    if kind not in set(RequestKind) or not RequestKind(kind).stops_accounts:
        raise NotThere
    return RequestKind(kind)


def _asks(what: str) -> Asks:
    if what not in set(Asks):
        raise NotThere
    return Asks(what)


def _page(
    house: House, farm: Farm, draft: str, asks: Asks, accounts: tuple[Sorted, ...], everybody: Sequence[Sorted]
) -> PublicRequestPage:
    where, central = house.desk.guidance.public_pages[asks.page], farm.wikis[farm.central]
    link = page_link(central, where.title)
    return PublicRequestPage(
        draft=draft,
        asks=asks.value,
        where=where,
        link=link,
        sign_in=through_sign_in(link),
        accounts=accounts,
        wikis=wikis_of(asks, accounts),
        names_its_wiki=asks.names_its_wiki,
        values={},
        unchecked=sum(isinstance(each.looked, CouldNotCheck) for each in everybody),
    )


def _wrong_text(form: Form) -> tuple[Problem, ...]:
    """Where somebody changed the text by hand."""
    text = form.one("text")
    if form.one("do") != "check" or (text.strip() and len(text) <= TEXT_AT_MOST):
        return ()
    return (Problem("text", "public-text-size", (str(TEXT_AT_MOST),)),)


def _as_typed(page: PublicRequestPage, form: Form, problems: tuple[Problem, ...]) -> PublicRequestPage:
    """The page once more; a text that was changed by hand stays, and nobody looked it through."""
    text = form.one("text") if form.one("do") == "check" else ""
    made = PublicText(text, page.link, unread=True) if text.strip() else None
    return replace(page, values=_typed(form), made=made, problems=problems)


def _typed(form: Form) -> dict[str, str]:
    return {name: form.one(name) for name in FIELDS if form.one(name)}
