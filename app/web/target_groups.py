"""Puts together what the page of a draft shows: each wiki's rows and forms, as soon as that wiki has answered."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace

from app.actions.marks import names_everywhere, read_marks
from app.domain.people import Person, Role
from app.domain.queues import Team
from app.domain.requests import RequestKind, Tail
from app.domain.targets import Pointer
from app.domain.visibility import CouldNotCheck, LiveState, Parts
from app.domain.wikis import Farm, Wiki
from app.mediawiki.outcomes import Failed
from app.policy.decide import may_act_here
from app.store.drafts import Draft
from app.text.marks import NO_MARKS, Marks
from app.web.house import House
from app.web.on_wiki.forms import FormWish, forms_of
from app.web.on_wiki.rows import row_of
from app.web.pages import TargetRow, WikiGroup

States = Mapping[Pointer, LiveState]


async def ask_wikis(house: House, person: Person, draft: Draft) -> AsyncIterator[WikiGroup]:
    """Each wiki's group as soon as it has answered."""
    farm = await house.desk.wikis.sites.farm()
    asks: dict[str, list[Pointer]] = {}
    for pointer in draft.pointers:
        asks.setdefault(pointer.wiki, []).append(pointer)
    if isinstance(farm, Failed):
        for wiki, pointers in asks.items():
            yield _unknown_group(draft, wiki, pointers)
        return
    answers = house.desk.wikis.live.by_wiki(asks, farm, with_summary=True)
    # Whoever closes the page stops the questions that are still under way.
    async with house.desk.turns.of(person.central_id), aclosing(answers):
        marks = await read_marks(house.desk, farm, draft.pointers)
        async for wiki, states in answers:
            yield await _group(house, farm, person, draft, wiki, states, marks)


def _unknown_group(draft: Draft, wiki: str, pointers: Sequence[Pointer]) -> WikiGroup:
    """Not even the farm's description is known: no link can be made, yet asking stays possible."""
    states = {pointer: CouldNotCheck() for pointer in pointers}
    return WikiGroup(wiki, _rows(None, draft, states), own_forms=(), could_not_check=True)


async def _group(
    house: House, farm: Farm, person: Person, draft: Draft, dbname: str, states: States, marks: Marks
) -> WikiGroup:
    wiki = farm.wikis.get(dbname)
    if wiki is None:
        return _unknown_group(draft, dbname, list(states))
    acts = may_act_here(person.standing, dbname, Team.ADMINISTRATORS)
    wish = await own_wish(house, farm, person, wiki, states, marks, draft.tail) if acts else None
    forms = forms_of(wiki, states, wish) if wish else ()
    done_at = await house.desk.wikis.already.done_at(wiki, states)
    return WikiGroup(
        wiki=dbname,
        rows=tuple(replace(row, done_at=done_at.get(row.pointer)) for row in _rows(wiki, draft, states)),
        own_forms=forms,
        could_not_check=any(isinstance(state, CouldNotCheck) for state in states.values()),
        edit_out_first=house.desk.packs.of(dbname).edit_out_first,
    )


def _rows(wiki: Wiki | None, draft: Draft, states: States) -> tuple[TargetRow, ...]:
    places = {pointer: place for place, pointer in enumerate(draft.pointers)}
    return tuple(
        replace(row_of(wiki, places[pointer], pointer, state), chosen=places[pointer] not in draft.left_out)
        for pointer, state in states.items()
    )


async def own_wish(
    house: House,
    farm: Farm,
    person: Person,
    wiki: Wiki,
    states: States,
    marks: Marks = NO_MARKS,
    tail: Tail | None = None,
) -> FormWish:
    """Acting here and now: the text is what is most often meant; the form shows the other boxes beside it."""
    suppresses = may_act_here(person.standing, wiki.dbname, Team.OVERSIGHTERS)
    return FormWish(
        Parts.TEXT,
        suppress=False,
        sees_suppressed=suppresses,
        reason=house.desk.packs.of(wiki.dbname).neutral_reasons.get(RequestKind.REVISION_DELETION),
        either_way=suppresses,
        is_steward=person.standing.holds(Role.STEWARD),
        central=farm.wikis[farm.central],
        names=await names_for_forms(house, farm, states),
        marks=marks,
        tail=tail,
    )


async def names_for_forms(house: House, farm: Farm, states: States) -> dict[Pointer, str]:
    """Today's names of accounts and titles of files among these, for the forms that take nothing else. What was marked
    as harming by its name is not asked."""
    asked = [each for each in states if each.id and not each.is_marked and not each.title]
    return await names_everywhere(house.desk, farm, asked)
