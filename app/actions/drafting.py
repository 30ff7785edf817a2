"""Work over several pages: a draft keeps the targets and the answers so far, sealed, for two hours.

Each step reads the draft, changes it and puts it back; the person's own draft only.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.actions.desk import Desk
from app.actions.limits import TARGETS, TARGETS_A_PASTE, admit
from app.actions.refusals import DraftGone, Unusable
from app.domain.requests import Tail
from app.domain.targets import Pointer
from app.store import drafts
from app.store.drafts import Answers, Draft
from app.store.sealing import SealBroken


async def keep_draft(desk: Desk, central_id: int, session_id: str, pointers: Sequence[Pointer]) -> str:
    """Seal the targets for two hours. Returns the draft's random id. Raises TooMuch."""
    now = desk.now()
    draft_id = secrets.token_urlsafe(16)
    async with desk.database.writing() as session:
        await admit(session, TARGETS, central_id, len(pointers), now)
        await drafts.keep_draft(session, draft_id, central_id, session_id, Draft(tuple(pointers)), now)
    return draft_id


async def read_draft(desk: Desk, central_id: int, draft_id: str) -> Draft:
    """One's own draft. Raises DraftGone: somebody else's, used up and over two hours old look alike."""
    try:
        async with desk.database.reading() as session:
            found = await drafts.read_draft(session, draft_id, central_id, desk.now())
    except SealBroken:
        found = None
    if found is None:
        raise DraftGone
    return found


async def choose_targets(desk: Desk, central_id: int, draft_id: str, ticked: frozenset[int]) -> None:
    """Remember which targets are to go into requests, by their places. Raises DraftGone, Unusable."""
    draft = await read_draft(desk, central_id, draft_id)
    left_out = frozenset(range(len(draft.pointers))) - ticked
    if len(left_out) == len(draft.pointers):
        raise Unusable("take", "choose-take")
    await change_draft(desk, central_id, draft_id, replace(draft, left_out=left_out))


async def mark_name(desk: Desk, central_id: int, draft_id: str, place: int, ticked: frozenset[int]) -> None:
    """Say that the name or title of a target is itself what harms (or, said again, that it is not): from now on no
    link carries it. Keeps what is ticked. Raises DraftGone, Unusable."""
    draft = await read_draft(desk, central_id, draft_id)
    if not 0 <= place < len(draft.pointers):
        raise Unusable("mark", "no-such-target")
    pointers = list(draft.pointers)
    pointers[place] = replace(pointers[place], is_marked=not pointers[place].is_marked)
    left_out = frozenset(range(len(pointers))) - ticked
    await change_draft(desk, central_id, draft_id, replace(draft, pointers=tuple(pointers), left_out=left_out))


async def add_targets(desk: Desk, central_id: int, draft_id: str, pointers: Iterable[Pointer]) -> None:
    """Put more targets beside those there are. One that is there already takes over which of its parts are meant.

    Raises DraftGone, TooMuch, Unusable (more than one paste may hold).
    """
    draft = await read_draft(desk, central_id, draft_id)
    places = {pointer.identity: place for place, pointer in enumerate(draft.pointers)}
    kept, left_out, added = list(draft.pointers), set(draft.left_out), 0
    for pointer in pointers:
        place = places.get(pointer.identity)
        if place is None:
            places[pointer.identity] = len(kept)
            kept.append(pointer)
            added += 1
        else:
            kept[place] = replace(kept[place], parts=pointer.parts or kept[place].parts)
            left_out.discard(place)
    if len(kept) > TARGETS_A_PASTE:
        raise Unusable("take", "draft-too-many", str(TARGETS_A_PASTE))
    now = desk.now()
    changed = replace(draft, pointers=tuple(kept), left_out=frozenset(left_out))
    async with desk.database.writing() as session:
        await admit(session, TARGETS, central_id, added, now)
        if not await drafts.change_draft(session, draft_id, central_id, changed, now):
            raise DraftGone


async def say_about_tail(desk: Desk, central_id: int, draft_id: str, tail: Tail) -> None:
    """Remember that hiding many revisions was explained, and what came of it. Raises DraftGone."""
    draft = await read_draft(desk, central_id, draft_id)
    await change_draft(desk, central_id, draft_id, replace(draft, tail=tail))


async def keep_answers(desk: Desk, central_id: int, draft_id: str, answers: Answers) -> None:
    """Remember the answers of the express page, as codes. Raises DraftGone."""
    draft = await read_draft(desk, central_id, draft_id)
    await change_draft(desk, central_id, draft_id, replace(draft, answers=answers))


async def change_draft(desk: Desk, central_id: int, draft_id: str, draft: Draft) -> None:
    """Put a changed draft back. Raises DraftGone."""
    async with desk.database.writing() as session:
        if not await drafts.change_draft(session, draft_id, central_id, draft, desk.now()):
            raise DraftGone
