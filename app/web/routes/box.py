"""The start page: one box for whoever may send requests, and the targets found in what was pasted."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace

from fastapi import APIRouter, Request, Response

from app.actions.pasting import Draft, Paste, choose_targets, keep_draft, read_draft, read_paste
from app.actions.refusals import TooMuch, Unusable
from app.domain.people import Person
from app.domain.requests import RequestKind
from app.domain.rights import Right
from app.domain.targets import Target, TargetKind
from app.domain.visibility import CouldNotCheck, LiveState, Parts
from app.domain.wikis import Farm, Wiki
from app.mediawiki.outcomes import Failed
from app.policy.decide import may_act_here, reader_of, rights_of
from app.store import requests as stored
from app.web.answers import go_to, show, show_as_it_comes
from app.web.body import read_form
from app.web.guard import Visitor, allow, public
from app.web.house import House, house_of
from app.web.on_wiki import FormWish, chips_of, forms_of, row_of
from app.web.pages import (
    BoxPage,
    EditorPage,
    NotUnderstoodPage,
    Piece,
    Problem,
    StartPage,
    TargetRow,
    TargetsPage,
    WikiGroup,
)

router = APIRouter()

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
    """Find the targets, keep their ids as a draft, and go on to the page that shows their state."""
    desk, person = house_of(request).desk, visitor.signed_in
    text = (await read_form(request)).one("text")
    try:
        found = await read_paste(desk, text)
        draft = await _keep(request, visitor, person, found)
    except Unusable as error:
        return await _again(request, visitor, text, Problem("text", error.sentence, error.params), 422)
    except TooMuch as error:
        minutes = str(error.try_again // 60 + 1)
        return await _again(request, visitor, text, Problem("text", error.sentence, (minutes,)), 429)
    if not found.unused and draft:
        return go_to(f"/drafts/{draft}")
    if not found.unused:
        return await _again(request, visitor, text, Problem("text", "paste-nothing"), 422)
    return await _show_unused(request, visitor, found, draft)


@router.get("/drafts/{draft}")
async def targets(request: Request, draft: str, visitor: Visitor = allow(Right.BOX_USE)) -> Response:
    """Every target with its live state, shown wiki by wiki as the answers come in."""
    house, person = house_of(request), visitor.signed_in
    found = await read_draft(house.desk, person.central_id, draft)
    wikis = tuple(dict.fromkeys(pointer.wiki for pointer in found.pointers))
    page = TargetsPage(
        draft=draft,
        wikis=len(wikis),
        targets=len(found.pointers),
        groups=_ask_wikis(house, person, found),
        may_act_on=tuple(wiki for wiki in wikis if may_act_here(person.standing, wiki, RequestKind.REVISION_DELETION)),
    )
    return show_as_it_comes(request, visitor, page)


@router.post("/drafts/{draft}/choose")
async def choose(request: Request, draft: str, visitor: Visitor = allow(Right.REQUEST_FILE)) -> Response:
    """Go on to filing with the ticked targets only; the others stay in the draft, so that Back finds them."""
    desk, person = house_of(request).desk, visitor.signed_in
    await choose_targets(desk, person.central_id, draft, frozenset((await read_form(request)).all("take")))
    return go_to(f"/drafts/{draft}/file")


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


async def _show_unused(request: Request, visitor: Visitor, found: Paste, draft: str | None) -> Response:
    """What could not be used is shown back once, from memory, and dropped."""
    pieces = tuple(Piece(_shortened(target), why) for target in found.unused if (why := _why_unused(found, target)))
    page = NotUnderstoodPage(
        pieces=pieces[:PIECES_AT_MOST],
        not_yet=found.not_yet,
        understood=len(found.pointers),
        continue_to=f"/drafts/{draft}" if draft else None,
    )
    return await show(request, visitor, page, 200 if draft else 422)


def _why_unused(found: Paste, target: Target) -> str | None:
    """The sentence beside a piece; None for kinds that are only counted. "Gone" is never said for "unknown"."""
    if target.why:
        return f"unknown-{target.why.value}"
    if target.kind is not TargetKind.REVISION:
        return None
    return "state-could-not-check" if target in found.unasked else "state-gone"


def _shortened(target: Target) -> str:
    return target.input if len(target.input) <= PIECE_AT_MOST else target.input[:PIECE_AT_MOST] + "…"


async def _ask_wikis(house: House, person: Person, draft: Draft) -> AsyncIterator[WikiGroup]:
    """Each wiki's group as soon as it has answered."""
    farm = await house.desk.wikis.sites.farm()
    asks: dict[str, list[int]] = {}
    for pointer in draft.pointers:
        asks.setdefault(pointer.wiki, []).append(pointer.id)
    if isinstance(farm, Failed):
        for wiki, ids in asks.items():
            yield _unknown_group(draft, wiki, ids)
        return
    answers = house.desk.wikis.revisions.live_states_by_wiki(asks, farm, with_summary=True)
    # Whoever closes the page stops the questions that are still under way.
    async with house.desk.turns.of(person.central_id), aclosing(answers):
        async for wiki, states in answers:
            yield _group(house, farm, person, draft, wiki, states)


def _unknown_group(draft: Draft, wiki: str, ids: Sequence[int]) -> WikiGroup:
    """Not even the farm's description is known: no link can be made, yet asking stays possible."""
    chosen = {pointer.id for pointer in draft.chosen if pointer.wiki == wiki}
    rows = tuple(
        TargetRow(id, CouldNotCheck(), chips_of(CouldNotCheck()), diff=None, at=None, chosen=id in chosen) for id in ids
    )
    return WikiGroup(wiki, rows, own_forms=(), could_not_check=True)


def _group(
    house: House, farm: Farm, person: Person, draft: Draft, dbname: str, states: Mapping[int, LiveState]
) -> WikiGroup:
    wiki = farm.wikis.get(dbname)
    if wiki is None:
        return _unknown_group(draft, dbname, list(states))
    chosen = {pointer.id for pointer in draft.chosen if pointer.wiki == dbname}
    return WikiGroup(
        wiki=dbname,
        rows=tuple(replace(row_of(wiki, id, state), chosen=id in chosen) for id, state in states.items()),
        own_forms=forms_of(wiki, states, _own_wish(house, person, dbname)) if _may(person, wiki) else (),
        could_not_check=any(isinstance(state, CouldNotCheck) for state in states.values()),
    )


def _may(person: Person, wiki: Wiki) -> bool:
    return may_act_here(person.standing, wiki.dbname, RequestKind.REVISION_DELETION)


def _own_wish(house: House, person: Person, wiki: str) -> FormWish:
    """Acting here and now: the text is what is most often meant; the form shows the other boxes beside it."""
    suppresses = may_act_here(person.standing, wiki, RequestKind.SUPPRESSION)
    reason = house.desk.packs.of(wiki).neutral_reasons.get(RequestKind.REVISION_DELETION)
    return FormWish(Parts.TEXT, suppress=False, sees_suppressed=suppresses, reason=reason, either_way=suppresses)
