"""Work over several pages: a draft keeps the targets and the answers so far, sealed, for two hours.

Each step reads the draft, changes it and puts it back; the person's own draft only.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from app.actions.desk import Desk
from app.actions.limits import DRAFTS, TARGETS, TARGETS_A_PASTE, admit
from app.actions.refusals import DraftGone, Unusable
from app.domain.requests import Tail
from app.domain.targets import Pointer
from app.store import drafts
from app.store.drafts import Answers, Draft
from app.store.sealing import SealBroken
from app.store.session import StoreSession


async def keep_draft(desk: Desk, central_id: int, session_id: str, draft: Draft | Sequence[Pointer]) -> str:
    """Seal the targets, or a whole draft, for two hours. Returns its random id. Raises TooMuch."""
    now = desk.now()
    draft_id = secrets.token_urlsafe(16)
    whole = draft if isinstance(draft, Draft) else Draft(tuple(draft))
    async with desk.database.writing() as session:
        await admit(session, DRAFTS, central_id, 1, now)
        await admit(session, TARGETS, central_id, len(whole.pointers), now)
        await drafts.keep_draft(session, draft_id, central_id, session_id, whole, now)
    return draft_id


async def read_draft(desk: Desk, central_id: int, draft_id: str) -> Draft:
    """One's own draft. Raises DraftGone: somebody else's, used up and over two hours old look alike."""
    async with desk.database.reading() as session:
        return await _read(desk, session, central_id, draft_id)


async def choose_targets(desk: Desk, central_id: int, draft_id: str, ticked: frozenset[int]) -> None:
    """Remember which targets are to go into requests, by their places. Raises DraftGone, Unusable."""

    def choose(draft: Draft) -> Draft:
        left_out = frozenset(range(len(draft.pointers))) - ticked
        if len(left_out) == len(draft.pointers):
            raise Unusable("take", "choose-take")
        return replace(draft, left_out=left_out)

    await change_draft(desk, central_id, draft_id, choose)


async def mark_name(
    desk: Desk, central_id: int, draft_id: str, place: int, harms: bool, ticked: frozenset[int]
) -> None:
    """Say that the name or title of a target is itself what harms (`harms`), or that it is not after all: from now on
    no link carries it. Said twice is said once. Keeps what is ticked. Raises DraftGone, Unusable."""

    def mark(draft: Draft) -> Draft:
        if not 0 <= place < len(draft.pointers):
            raise Unusable("mark", "no-such-target")
        pointers = list(draft.pointers)
        pointers[place] = replace(pointers[place], is_marked=harms)
        return replace(draft, pointers=tuple(pointers), left_out=frozenset(range(len(pointers))) - ticked)

    await change_draft(desk, central_id, draft_id, mark)


async def add_targets(desk: Desk, central_id: int, draft_id: str, pointers: Iterable[Pointer]) -> None:
    """Put more targets beside those there are. One that is there already takes over which of its parts are meant.

    Raises DraftGone, TooMuch, Unusable (more than one paste may hold).
    """
    more = tuple(pointers)
    await change_draft(desk, central_id, draft_id, lambda draft: _put_beside(draft, more))


async def say_about_tail(desk: Desk, central_id: int, draft_id: str, tail: Tail) -> None:
    """Remember that hiding many revisions was explained, and what came of it. Raises DraftGone."""
    await change_draft(desk, central_id, draft_id, lambda draft: replace(draft, tail=tail))


async def keep_answers(desk: Desk, central_id: int, draft_id: str, answers: Answers) -> None:
    """Remember the answers of the express page, as codes. Raises DraftGone."""
    await change_draft(desk, central_id, draft_id, lambda draft: replace(draft, answers=answers))


def _put_beside(draft: Draft, pointers: Sequence[Pointer]) -> Draft:
    places = {pointer.identity: place for place, pointer in enumerate(draft.pointers)}
    kept, left_out = list(draft.pointers), set(draft.left_out)
    for pointer in pointers:
        place = places.get(pointer.identity)
        if place is None:
            places[pointer.identity] = len(kept)
            kept.append(pointer)
        else:
            # What somebody linked to themselves is no longer only of a tail.
            tail_of = kept[place].tail_of if pointer.tail_of else 0
            kept[place] = replace(kept[place], parts=pointer.parts or kept[place].parts, tail_of=tail_of)
            left_out.discard(place)
    if len(kept) > TARGETS_A_PASTE:
        raise Unusable("take", "draft-too-many", str(TARGETS_A_PASTE))
    return replace(draft, pointers=tuple(kept), left_out=frozenset(left_out))


async def _read(desk: Desk, session: StoreSession, central_id: int, draft_id: str, to_change: bool = False) -> Draft:
    try:
        found = await drafts.read_draft(session, draft_id, central_id, desk.now(), to_change)
    except SealBroken:
        found = None
    if found is None:
        raise DraftGone
    return found


async def change_draft(desk: Desk, central_id: int, draft_id: str, change: Callable[[Draft], Draft]) -> None:
    """Change one's own draft. Raises DraftGone, and what `change` raises.

    SECURITY: read and written in one transaction, so that two tabs at once lose nothing of each other: a lost mark
    would put the name back into the links. What was added counts towards the person's limit."""
    now = desk.now()
    async with desk.database.writing() as session:
        draft = await _read(desk, session, central_id, draft_id, to_change=True)
        changed = change(draft)
        if not changed.means_the_same_as(draft):
            # What the wikis told, and what was said of the names, was of other targets.
            changed = replace(changed, facts={}, stewards={})
        if added := len(changed.pointers) - len(draft.pointers):
            await admit(session, TARGETS, central_id, added, now)
        if not await drafts.change_draft(session, draft_id, central_id, changed, now):
            raise DraftGone
