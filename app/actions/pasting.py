"""Pasting: what a text points at, and a draft that keeps the ids for two hours. The text itself is forgotten."""

import secrets
from asyncio import gather, to_thread
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.actions.desk import Desk
from app.actions.limits import TARGETS, TARGETS_A_PASTE, WIKIS_A_PASTE, admit
from app.actions.refusals import DraftGone, Unusable
from app.domain.targets import Pointer, Target, TargetKind
from app.domain.visibility import Gone
from app.domain.wikis import Farm
from app.links.parser import parse, wikis_mentioned
from app.mediawiki.outcomes import Failed
from app.mediawiki.relations import Resolved
from app.store import drafts
from app.store.sealing import SealBroken

TEXT_AT_MOST = 200_000
INTERWIKI_STEPS = 3


@dataclass(frozen=True)
class Paste:
    """What a text held. `unused` are the targets that nothing can be done with, and the pieces not understood.

    `unasked` are those of them whose wiki could not be asked which revision they mean.
    """

    pointers: tuple[Pointer, ...]
    unused: tuple[Target, ...]
    not_yet: Mapping[TargetKind, int] = field(default_factory=dict)
    unasked: frozenset[Target] = frozenset()


@dataclass(frozen=True)
class Draft:
    """The targets of a paste, and the places of those that the person left out of what they ask for."""

    pointers: tuple[Pointer, ...]
    left_out: frozenset[int] = frozenset()

    @property
    def chosen(self) -> tuple[Pointer, ...]:
        return tuple(pointer for place, pointer in enumerate(self.pointers) if place not in self.left_out)


async def read_paste(desk: Desk, text: str) -> Paste:
    """Find every target in the text and ask the wikis which revision a relative link means.

    Raises Unusable for a text that is too long or points at too much, and when the farm's own description cannot be
    read: then no host could be told from a stranger's.
    """
    if len(text) > TEXT_AT_MOST:
        raise Unusable("text", "paste-too-long", str(TEXT_AT_MOST))
    farm = await farm_for(desk, text)
    # In a thread: 200,000 signs of the worst kind take over a second, and other people's pages go on meanwhile.
    targets = await to_thread(parse, text, farm)
    revisions = [target for target in targets if _is_revision(target, farm)]
    # Before any wiki is asked what they mean: a paste of thousands of relative links must cost the wikis nothing.
    if len(revisions) > TARGETS_A_PASTE:
        raise Unusable("text", "paste-too-many", str(TARGETS_A_PASTE))
    _check_wikis({target.wiki for target in revisions})
    meant = await _resolve(desk, farm, [target for target in revisions if target.relation is not None])
    pointers = dict.fromkeys(pointer for target in revisions if (pointer := _pointer(target, meant)))
    lost = [target for target in revisions if _pointer(target, meant) is None]
    others = [target for target in targets if not _is_revision(target, farm)]
    not_yet = Counter(target.kind for target in others if target.why is None)
    unasked = frozenset(target for target in lost if not isinstance(meant.get(target), Gone))
    return Paste(tuple(pointers), (*others, *lost), not_yet, unasked)


def _check_wikis(dbnames: Collection[str | None]) -> None:
    if len(dbnames) > WIKIS_A_PASTE:
        raise Unusable("text", "paste-too-many-wikis", str(WIKIS_A_PASTE))


async def farm_for(desk: Desk, text: str) -> Farm:
    """The farm with the own names of every wiki on which the text depends. Behind one wiki's interwiki prefix may
    stand another, so the question is repeated for a few steps."""
    farm = await desk.wikis.sites.farm()
    asked: frozenset[str] = frozenset()
    for _ in range(INTERWIKI_STEPS):
        if isinstance(farm, Failed):
            raise Unusable("text", "paste-no-farm")
        mentioned = await to_thread(wikis_mentioned, text, farm)
        _check_wikis(mentioned)
        if mentioned <= asked:
            return farm
        asked |= mentioned
        farm = await desk.wikis.sites.with_names(asked)
    if isinstance(farm, Failed):
        raise Unusable("text", "paste-no-farm")
    return farm


def _is_revision(target: Target, farm: Farm) -> bool:
    return target.kind is TargetKind.REVISION and target.wiki in farm.wikis


def _pointer(target: Target, meant: Mapping[Target, Resolved]) -> Pointer | None:
    """What may be kept of a revision: of a relative link, what its wiki said it means."""
    revid = target.id if target.relation is None else meant.get(target)
    return Pointer(target.wiki, TargetKind.REVISION, revid) if target.wiki and isinstance(revid, int) else None


async def _resolve(desk: Desk, farm: Farm, targets: Iterable[Target]) -> Mapping[Target, Resolved]:
    """What the wikis say each relative link means; side by side."""
    by_wiki: dict[str, list[Target]] = {}
    for target in targets:
        by_wiki.setdefault(target.wiki or "", []).append(target)
    answers = await gather(
        *(desk.wikis.revisions.resolve(farm.wikis[dbname], asked) for dbname, asked in by_wiki.items())
    )
    return {target: revid for answer in answers for target, revid in answer.items()}


async def keep_draft(desk: Desk, central_id: int, session_id: str, pointers: Sequence[Pointer]) -> str:
    """Seal the ids for two hours. Returns the draft's random id. Raises TooMuch."""
    now = desk.now()
    draft_id = secrets.token_urlsafe(16)
    async with desk.database.writing() as session:
        await admit(session, TARGETS, central_id, len(pointers), now)
        await drafts.keep_draft(session, draft_id, central_id, session_id, {"pointers": plain_pointers(pointers)}, now)
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
    pointers = tuple(Pointer(wiki, TargetKind(kind), number) for wiki, kind, number in found["pointers"])
    return Draft(pointers, frozenset(found.get("left-out", ())))


async def choose_targets(desk: Desk, central_id: int, draft_id: str, ticked: frozenset[str]) -> None:
    """Remember which targets are to go into requests. `ticked` holds their codes. Raises DraftGone, Unusable."""
    draft = await read_draft(desk, central_id, draft_id)
    left_out = [place for place, pointer in enumerate(draft.pointers) if code_of(pointer) not in ticked]
    if len(left_out) == len(draft.pointers):
        raise Unusable("take", "choose-take")
    plain = {"pointers": plain_pointers(draft.pointers), "left-out": left_out}
    async with desk.database.writing() as session:
        if not await drafts.change_draft(session, draft_id, central_id, plain, desk.now()):
            raise DraftGone


def code_of(pointer: Pointer) -> str:
    """How a page's tick names a target of its draft."""
    return f"{pointer.wiki}.{pointer.id}"


def plain_pointers(pointers: Sequence[Pointer]) -> list[list[str | int]]:
    """Targets as a draft keeps them: codes and numbers."""
    return [[pointer.wiki, pointer.kind.value, pointer.id] for pointer in pointers]
