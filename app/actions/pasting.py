"""Pasting: what a text points at, as pointers that may be kept. The text itself is forgotten."""

from asyncio import gather, to_thread
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.actions.desk import Desk
from app.actions.limits import TARGETS_A_PASTE, WIKIS_A_PASTE
from app.actions.refusals import Unusable
from app.domain.targets import Pointer, Target, TargetKind, Why
from app.domain.visibility import Gone
from app.domain.wikis import Farm
from app.links import short_link_code
from app.links.ips import holds_address
from app.links.parser import parse, wikis_mentioned
from app.mediawiki.outcomes import Failed
from app.mediawiki.pointing import Pointed

TEXT_AT_MOST = 200_000
INTERWIKI_STEPS = 3
SHORT_LINKS_AT_MOST = 20
ADDRESSES = frozenset({TargetKind.IP, TargetKind.RANGE})


@dataclass(frozen=True)
class Paste:
    """What a text held. `unused` are the targets that nothing can be done with, and the pieces not understood.

    `unasked` are those of them whose wiki could not be asked what they mean. `addresses` are network addresses: they
    are never kept, only shown once with links.
    """

    pointers: tuple[Pointer, ...]
    unused: tuple[Target, ...]
    unasked: frozenset[Target] = frozenset()
    addresses: tuple[Target, ...] = ()


async def read_paste(desk: Desk, text: str) -> Paste:
    """Find every target in the text and ask the wikis for the numbers that its links leave open.

    Raises Unusable for a text that is too long or points at too much, and when the farm's own description cannot be
    read: then no host could be told from a stranger's.
    """
    if len(text) > TEXT_AT_MOST:
        raise Unusable("text", "paste-too-long", str(TEXT_AT_MOST))
    farm, targets = await _read_targets(desk, text)
    targets = await _through_short_links(desk, farm, targets)
    addresses = tuple(target for target in targets if target.kind in ADDRESSES)
    usable = [target for target in targets if target.wiki in farm.wikis and target.kind not in ADDRESSES]
    # Before any wiki is asked what they mean: a paste of thousands of relative links must cost the wikis nothing.
    if len(usable) > TARGETS_A_PASTE:
        raise Unusable("text", "paste-too-many", str(TARGETS_A_PASTE))
    _check_wikis({target.wiki for target in usable})
    meant = {target: _keepable(pointed) for target, pointed in (await _point(desk, farm, usable)).items()}
    found = [pointer for target in usable if isinstance(pointer := meant.get(target), Pointer)]
    lost = [target for target in usable if not isinstance(meant.get(target), Pointer)]
    unknown = [target for target in targets if target not in meant and target.kind not in ADDRESSES]
    unasked = frozenset(target for target in lost if not isinstance(meant.get(target), Gone | Why))
    refused = [replace(each, why=why) if isinstance(why := meant.get(each), Why) else each for each in lost]
    return Paste(_once(found), (*(each for each in unknown if each not in lost), *refused), unasked, addresses)


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


async def _read_targets(desk: Desk, text: str) -> tuple[Farm, list[Target]]:
    farm = await farm_for(desk, text)
    # In a thread: 200,000 signs of the worst kind take over a second, and other people's pages go on meanwhile.
    return farm, await to_thread(parse, text, farm)


async def _through_short_links(desk: Desk, farm: Farm, targets: Sequence[Target]) -> list[Target]:
    """Each short link replaced by what stands one step behind it; a short link behind a short link stays unknown."""
    short = [target for target in targets if target.why is Why.SHORT_LINK][:SHORT_LINKS_AT_MOST]
    behind = dict(zip(short, await gather(*(_behind(desk, farm, target) for target in short)), strict=True))
    first: dict[tuple[object, ...], Target] = {}
    for target in targets:
        for each in behind.get(target, [target]):
            first.setdefault(each.identity, each)
    return list(first.values())


async def _behind(desk: Desk, farm: Farm, target: Target) -> list[Target]:
    code = short_link_code(target, farm)
    address = await desk.wikis.short_links.expand(farm.short_link_host, code) if code else None
    if not isinstance(address, str):
        return [target]
    _, found = await _read_targets(desk, address)
    return [replace(each, input=target.input) for each in found] or [target]


async def _point(desk: Desk, farm: Farm, targets: Iterable[Target]) -> Mapping[Target, Pointed]:
    """What may be kept of each target; wikis side by side."""
    by_wiki: dict[str, list[Target]] = {}
    for target in targets:
        by_wiki.setdefault(target.wiki or "", []).append(target)
    pointing = desk.wikis.pointing
    answers = await gather(*(pointing.point(farm, farm.wikis[dbname], its) for dbname, its in by_wiki.items()))
    return {target: pointed for answer in answers for target, pointed in answer.items()}


def _keepable(pointed: Pointed) -> Pointed | Why:
    """SECURITY: addresses are never kept, and a title or name about one is one. A revision has its number without it;
    what is told by its title or name alone cannot be kept at all."""
    if not isinstance(pointed, Pointer) or not (holds_address(pointed.title) or holds_address(pointed.name)):
        return pointed
    is_numbered = pointed.kind is TargetKind.REVISION
    return replace(pointed, title="") if is_numbered else Why.NAMES_AN_ADDRESS


def _once(pointers: Iterable[Pointer]) -> tuple[Pointer, ...]:
    first: dict[tuple[str | int, ...], Pointer] = {}
    for pointer in pointers:
        first.setdefault(pointer.identity, pointer)
    return tuple(first.values())


def _check_wikis(dbnames: Collection[str | None]) -> None:
    if len(dbnames) > WIKIS_A_PASTE:
        raise Unusable("text", "paste-too-many-wikis", str(WIKIS_A_PASTE))
