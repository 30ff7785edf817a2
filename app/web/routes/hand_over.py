"""Handing a case over. Every POST answers 200 and may be repeated: what was typed travels in bodies only, from page to
page, and its own way back goes with it. Nothing is stored, nothing is sent.

The right is that of sending requests (`request:file`): whoever may pass a case on to a queue may pass it on by mail.
Everybody else has the emergency pages and `/ask`, which need no account.
"""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from app.actions.drafting import read_draft
from app.actions.link_check import check_lists, look_at_revisions
from app.actions.refusals import Unusable
from app.domain.hand_overs import Recipient
from app.domain.rights import Right
from app.mediawiki.outcomes import Failed
from app.text.letters import mail_address
from app.web.answers import chrome_of, go_to, show
from app.web.asking import wiki_named
from app.web.body import Form, read_form
from app.web.guard import Visitor, allow
from app.web.hand_over import (
    ADDRESSES,
    CASE,
    OUTSIDE,
    TICKS,
    ReadForm,
    carried,
    kept_fields,
    links_to_check,
    read_pack,
    too_long,
    typed,
    with_seen,
)
from app.web.hand_over_text import what_to_tell, write_text
from app.web.hand_over_ways import links_of, offered, reviewed_wikis, way_to
from app.web.house import House, house_of
from app.web.pages import HandOverChoosePage, HandOverFormPage, HandOverPage, NamedWay, Problem

router = APIRouter()

FILE_NAME = "letter.txt"
"""Says nothing to whoever else looks at the folder; nothing typed ever gets into it."""
LONGEST_WIKI = 4000
STEPS = frozenset({"change", "make", "download"})
"""What a page after the choice asks for; anything else is the choice itself."""


@dataclass(frozen=True)
class Chosen:
    """To whom. `wiki` is empty where they are of none."""

    to: Recipient
    wiki: str
    way: NamedWay


@router.get("/hand-over")
async def begin(request: Request, visitor: Visitor = allow(Right.REQUEST_FILE)) -> Response:
    """Is somebody in danger, and to whom."""
    return await _choose(request, visitor, Form())


@router.post("/hand-over")
async def go_on(request: Request, visitor: Visitor = allow(Right.REQUEST_FILE)) -> Response:
    """The page that `step` names, with everything that was typed so far."""
    form = await read_form(request)
    step = form.one("step")
    if step == "again":
        return await _choose(request, visitor, form)
    is_choice = step not in STEPS
    if is_choice and form.one("danger") == "yes":
        # A case is in its page alone: it is not left for another one.
        return await _choose(request, visitor, form) if form.one(CASE) else go_to("/emergency")
    chosen = await _read_choice(house_of(request), form, asks_danger=is_choice)
    if not isinstance(chosen, Chosen):
        return await _choose(request, visitor, form, chosen)
    if is_choice or step == "change":
        return await _fill_in(request, visitor, form, chosen)
    return await _finish(request, visitor, form, chosen)


@router.get("/drafts/{draft}/hand-over")
async def begin_with(request: Request, draft: str, visitor: Visitor = allow(Right.REQUEST_FILE)) -> Response:
    """The same with the links of a draft: they are made anew each time, and the draft learns nothing of it."""
    form, without_link = await _links_of_draft(request, visitor, draft)
    return await _choose(request, visitor, form, without_link=without_link)


@router.post("/drafts/{draft}/hand-over")
async def go_on_with(request: Request, draft: str, visitor: Visitor = allow(Right.REQUEST_FILE)) -> Response:
    """On to the six parts, from where guided questions lead: whether somebody is in danger was asked there first."""
    links, without_link = await _links_of_draft(request, visitor, draft)
    form = Form((*(await read_form(request)).pairs, *links.pairs))
    chosen = await _read_choice(house_of(request), form, asks_danger=False)
    if not isinstance(chosen, Chosen):
        return await _choose(request, visitor, form, chosen, without_link)
    return await _fill_in(request, visitor, form, chosen, without_link=without_link)


async def _links_of_draft(request: Request, visitor: Visitor, draft: str) -> tuple[Form, int]:
    desk, person = house_of(request).desk, visitor.signed_in
    found = await read_draft(desk, person.central_id, draft)
    lists, without_link = links_of(await desk.wikis.sites.farm(), found.chosen)
    return Form(tuple(lists.items())), without_link


async def _read_choice(house: House, form: Form, asks_danger: bool) -> Chosen | tuple[Problem, ...]:
    """To whom, and of which wiki; or what is missing."""
    problems = [Problem("danger", "choose-danger")] if asks_danger and form.one("danger") != "no" else []
    to = Recipient(form.one("to")) if form.one("to") in set(offered(house)) else None
    if to is None:
        return (*problems, Problem("to", "hand-over-choose-to"))
    farm, wiki = await house.desk.wikis.sites.farm(), ""
    if to.is_of_a_wiki:
        wiki = wiki_named(form.one("wiki").strip()[:LONGEST_WIKI], farm, tuple(house.desk.packs.by_wiki)) or ""
        if not wiki:
            missing = "ask-could-not-check" if isinstance(farm, Failed) else "ask-which-wiki"
            return (*problems, Problem("wiki", missing))
    way = way_to(house, farm, to, wiki)
    if way is None:
        problems.append(Problem("wiki", f"hand-over-none-{to.value}", (wiki,)))
    return tuple(problems) if problems or way is None else Chosen(to, wiki, way)


async def _choose(
    request: Request, visitor: Visitor, form: Form, problems: tuple[Problem, ...] = (), without_link: int = 0
) -> Response:
    house = house_of(request)
    values = {name: form.one(name) for name in ("danger", "to", "wiki")}
    page = HandOverChoosePage(
        offered(house), reviewed_wikis(house), values, kept_fields(form, TICKS), without_link, problems=problems
    )
    return await show(request, visitor, page, 422 if problems else 200)


async def _fill_in(
    request: Request,
    visitor: Visitor,
    form: Form,
    chosen: Chosen,
    problems: tuple[Problem, ...] = (),
    read: ReadForm | None = None,
    without_link: int = 0,
) -> Response:
    page = HandOverFormPage(
        to=chosen.to,
        wiki=chosen.wiki,
        way=chosen.way,
        values=typed(form),
        carried=carried(form, chosen.to),
        problems=problems,
        lines=read.lines if read else {},
        has_outside=bool(form.one(OUTSIDE)) or bool(read and read.has_outside),
        has_addresses=bool(form.one(ADDRESSES)) or bool(read and read.has_addresses),
        without_link=without_link,
    )
    return await show(request, visitor, page, 422 if problems else 200)


async def _finish(request: Request, visitor: Visitor, form: Form, chosen: Chosen) -> Response:
    """The finished text or its file; or the page again with what is missing."""
    house, is_child = house_of(request), chosen.to is Recipient.CHILD_PROTECTION
    if problems := too_long(form):
        return await _fill_in(request, visitor, form, chosen, problems)
    own_host = house.settings.public_host
    try:
        # Of links to the abuse of a child no wiki is asked anything.
        checked = await check_lists(house.desk, links_to_check(form, chosen.to), own_host, asks=not is_child)
    except Unusable as error:
        return await _fill_in(request, visitor, form, chosen, (Problem(error.field, error.sentence, error.params),))
    read = read_pack(form, chosen.to, chosen.wiki, checked, own_host)
    if read.problems:
        return await _fill_in(request, visitor, form, chosen, read.problems, read)
    language = chrome_of(request, visitor).language
    text = write_text(house, language, read.pack, chosen.way)
    if form.one("step") == "download":
        return PlainTextResponse(text, headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"'})
    seen = {} if is_child else await look_at_revisions(house.desk, visitor.signed_in, checked)
    mail = chosen.way.contact.mail if chosen.way.contact else None
    subject = house.messages.say(language, "hand-over-subject")
    page = HandOverPage(
        to=chosen.to,
        wiki=chosen.wiki,
        way=chosen.way,
        subject=subject,
        mailto=mail_address(mail, subject) if mail else None,
        text=text,
        tell=what_to_tell(house, language, chosen.to),
        kept=kept_fields(form),
        lines=with_seen(read.lines, seen),
        keep_local=read.pack.is_better_kept_local,
    )
    return await show(request, visitor, page)
