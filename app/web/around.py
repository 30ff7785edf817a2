"""The page around one target: its range and suggestions as boxes to tick, and what a ticked box means later.

A box carries kind, number, time and parts of a place, never a title or a name.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from app.actions.refusals import Unusable
from app.domain.people import Person
from app.domain.queues import Team
from app.domain.surroundings import Surroundings
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import CouldNotCheck, Parts
from app.mediawiki.outcomes import Failed
from app.policy.decide import may_act_here
from app.store.drafts import Draft
from app.store.pointers import LARGEST_ID
from app.web.body import Form
from app.web.house import House
from app.web.on_wiki.rows import look_link, row_of
from app.web.pages import AroundPage, Problem, Tick

STEPS_AT_MOST = 450
"""Revisions of a range that get a box: a paste, and a form, hold not many more."""

_VALUE = re.compile(
    r"(?P<kind>[a-z-]{3,20})\.(?P<id>[1-9][0-9]{0,18})\.(?P<time>[0-9]{14})?\.(?P<parts>[0-7])", re.ASCII
)
_TICKABLE = frozenset(
    {TargetKind.REVISION, TargetKind.LOG, TargetKind.ABUSE_LOG, TargetKind.PAGE, TargetKind.FILE_VERSION}
)


async def make_around_page(
    house: House,
    person: Person,
    draft_id: str,
    draft: Draft,
    target: Pointer,
    found: Surroundings,
    problem: Problem | None = None,
) -> AroundPage:
    """The page for one target of a draft, from what was found around it."""
    farm = await house.desk.wikis.sites.farm()
    wiki = None if isinstance(farm, Failed) else farm.wikis.get(target.wiki)
    there = {pointer.identity for pointer in draft.pointers}
    ticks = tuple(
        Tick(
            value=write_value(each.pointer),
            suggestion=each,
            is_there=each.pointer.identity in there and not each.pointer.parts,
            look=look_link(wiki, each.pointer) if wiki else None,
        )
        for each in found.suggestions
    )
    shown = found.range and replace(found.range, steps=found.range.steps[:STEPS_AT_MOST])
    revisions = {pointer.id for pointer in draft.pointers if pointer.wiki == target.wiki}
    place = draft.pointers.index(target)
    return AroundPage(
        draft=draft_id,
        place=place,
        wiki=target.wiki,
        row=row_of(wiki, place, target, CouldNotCheck()),
        range=shown,
        there=frozenset(revisions),
        ticks=ticks,
        has_deleted_copies=found.deleted_copies and may_act_here(person.standing, target.wiki, Team.ADMINISTRATORS),
        could_not_check=found.could_not_check,
        not_searched=found.not_searched,
        left_out=len(found.range.steps) - STEPS_AT_MOST if found.range and shown != found.range else 0,
        problem=problem,
    )


def write_value(pointer: Pointer) -> str:
    """What the box of a place sends: `log.123.20260101120000.2`."""
    return f"{pointer.kind.value}.{pointer.id}.{pointer.timestamp}.{int(pointer.parts)}"


def read_ticks(target: Pointer, form: Form) -> list[Pointer]:
    """The places ticked on the page of `target`, all on its wiki. Raises Unusable for what no box sends."""
    pointers = [_in_tail(target, pointer) for pointer in _read(target, form)]
    if not pointers:
        raise Unusable("take", "choose-around")
    return pointers


def _in_tail(target: Pointer, pointer: Pointer) -> Pointer:
    """A later revision that still carries the text is of the target's tail; other places are places of their own."""
    is_later = pointer.kind is target.kind is TargetKind.REVISION and not pointer.parts and pointer.id != target.id
    return replace(pointer, tail_of=target.tail_of or target.id) if is_later else pointer


def _read(target: Pointer, form: Form) -> Iterator[Pointer]:
    for value in form.all("take"):
        match = _VALUE.fullmatch(value)
        kind = TargetKind(match["kind"]) if match and match["kind"] in set(TargetKind) else None
        if match is None or kind not in _TICKABLE:
            raise Unusable("take", "choose-around")
        if int(match["id"]) > LARGEST_ID or (kind is TargetKind.FILE_VERSION and not match["time"]):
            raise Unusable("take", "choose-around")
        yield Pointer(target.wiki, kind, int(match["id"]), match["time"] or "", parts=Parts(int(match["parts"])))
