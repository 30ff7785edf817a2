"""Pasting: what a text points at, and a draft that keeps the ids for two hours. The text itself is forgotten."""

import secrets
from asyncio import gather
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.actions.desk import Desk
from app.actions.limits import TARGETS, TARGETS_A_PASTE, WIKIS_A_PASTE, admit
from app.actions.refusals import NotThere, Unusable
from app.domain.targets import Pointer, Target, TargetKind
from app.domain.wikis import Farm
from app.links.parser import parse, wikis_mentioned
from app.mediawiki.outcomes import Failed
from app.store import drafts

TEXT_AT_MOST = 200_000
INTERWIKI_STEPS = 3


@dataclass(frozen=True)
class Paste:
    """What a text held. `unused` are the targets that nothing can be done with, and the pieces not understood."""

    pointers: tuple[Pointer, ...]
    unused: tuple[Target, ...]
    not_yet: Mapping[TargetKind, int] = field(default_factory=dict)


async def read_paste(desk: Desk, text: str) -> Paste:
    """Find every target in the text and ask the wikis which revision a relative link means.

    Raises Unusable for a text that is too long or points at too much, and when the farm's own description cannot be
    read: then no host could be told from a stranger's.
    """
    if len(text) > TEXT_AT_MOST:
        raise Unusable("text", "paste-too-long", str(TEXT_AT_MOST))
    farm = await _farm_for(desk, text)
    targets = parse(text, farm)
    pointers, unused = await _to_pointers(desk, farm, targets)
    if len(pointers) > TARGETS_A_PASTE:
        raise Unusable("text", "paste-too-many", str(TARGETS_A_PASTE))
    if len({pointer.wiki for pointer in pointers}) > WIKIS_A_PASTE:
        raise Unusable("text", "paste-too-many-wikis", str(WIKIS_A_PASTE))
    not_yet: Counter[TargetKind] = Counter(
        target.kind for target in unused if target.why is None and target.kind != TargetKind.REVISION
    )
    return Paste(pointers, tuple(unused), not_yet)


async def _farm_for(desk: Desk, text: str) -> Farm:
    """The farm with the own names of every wiki on which the text depends. Behind one wiki's interwiki prefix may
    stand another, so the question is repeated for a few steps."""
    farm = await desk.wikis.sites.farm()
    asked: frozenset[str] = frozenset()
    for _ in range(INTERWIKI_STEPS):
        if isinstance(farm, Failed):
            raise Unusable("text", "paste-no-farm")
        mentioned = wikis_mentioned(text, farm)
        if mentioned <= asked:
            return farm
        asked |= mentioned
        farm = await desk.wikis.sites.with_names(asked)
    if isinstance(farm, Failed):
        raise Unusable("text", "paste-no-farm")
    return farm


async def _to_pointers(desk: Desk, farm: Farm, targets: Sequence[Target]) -> tuple[tuple[Pointer, ...], list[Target]]:
    """Revisions become pointers (relative ones after asking their wiki); everything else is returned as unused."""
    revisions = [target for target in targets if target.kind is TargetKind.REVISION and target.wiki in farm.wikis]
    relative = [target for target in revisions if target.relation is not None]
    meant = await _resolve(desk, farm, relative)
    pointers: dict[Pointer, None] = {}
    unused = [target for target in targets if target not in revisions]
    for target in revisions:
        revid = meant.get(target) if target.relation is not None else target.id
        if target.wiki is None or revid is None:
            unused.append(target)
        else:
            pointers[Pointer(target.wiki, TargetKind.REVISION, revid)] = None
    return tuple(pointers), unused


async def _resolve(desk: Desk, farm: Farm, targets: Iterable[Target]) -> Mapping[Target, int]:
    by_wiki: dict[str, list[Target]] = {}
    for target in targets:
        by_wiki.setdefault(target.wiki or "", []).append(target)
    meant: dict[Target, int] = {}
    answers = await gather(
        *(desk.wikis.revisions.resolve(farm.wikis[dbname], asked) for dbname, asked in by_wiki.items())
    )
    for answer in answers:
        meant.update({target: revid for target, revid in answer.items() if isinstance(revid, int)})
    return meant


async def keep_draft(desk: Desk, central_id: int, session_id: str, pointers: Sequence[Pointer]) -> str:
    """Seal the ids for two hours. Returns the draft's random id. Raises TooMuch."""
    now = desk.now()
    draft_id = secrets.token_urlsafe(16)
    async with desk.database.writing() as session:
        await admit(session, TARGETS, central_id, len(pointers), now)
        meant = [[pointer.wiki, pointer.kind.value, pointer.id] for pointer in pointers]
        await drafts.keep_draft(session, draft_id, central_id, session_id, {"pointers": meant}, now)
    return draft_id


async def read_draft(desk: Desk, central_id: int, draft_id: str) -> tuple[Pointer, ...]:
    """The ids of one's own draft. Raises NotThere when it is somebody else's, used up or over two hours old."""
    async with desk.database.reading() as session:
        found = await drafts.read_draft(session, draft_id, central_id, desk.now())
    if found is None:
        raise NotThere
    return tuple(Pointer(wiki, TargetKind(kind), number) for wiki, kind, number in found["pointers"])
