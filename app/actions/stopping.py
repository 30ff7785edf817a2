"""What must hold before accounts are asked to be stopped on all wikis: locked, locked and hidden, or blocked globally.

Only stewards can; registered accounts are locked, temporary ones blocked globally (facts, domain.md 1, item 5). Whoever
stops an account stops it on all wikis: it is one target, whichever wikis it was linked on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.actions.answers import Answers
from app.actions.refusals import Unusable
from app.domain.requests import RequestKind
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import LiveState, There
from app.flows.packs import Packs


@dataclass(frozen=True)
class Meant:
    """An account that is meant by one link or by several of them, with what the wikis show of it now."""

    pointer: Pointer
    state: LiveState
    links: tuple[Pointer, ...]


def each_account_once(central: str, states: Mapping[Pointer, LiveState]) -> tuple[Meant, ...]:
    """The accounts behind these links, by their central ids; of several links the first says where to look at it.

    One of which no wiki tells a central id (hidden, gone, of one wiki alone, a wiki that is silent) stays what was
    linked: filing stays possible, and whoever takes it sees more.
    """
    found: dict[Pointer, Meant] = {}
    for link, state in states.items():
        pointer, shown = _meant_by(central, link, state)
        first = found.get(pointer)
        if first is None:
            found[pointer] = Meant(pointer, shown, (link,))
        else:
            found[pointer] = replace(first, links=(*first.links, link))
    # SECURITY: a name that was marked on one of its links is marked, whichever came first.
    return tuple(
        replace(each, pointer=replace(each.pointer, is_marked=any(link.is_marked for link in each.links)))
        for each in found.values()
    )


def _meant_by(central: str, link: Pointer, state: LiveState) -> tuple[Pointer, LiveState]:
    # One that its wiki alone still shows is looked at there: the central wiki would show nothing of it.
    if not isinstance(state, There) or not state.central or state.is_gone_centrally:
        return link, state
    # Whether it is blocked on one of its wikis says nothing of the others.
    return Pointer(central, TargetKind.GLOBAL_ACCOUNT, state.central), replace(state, on=link.wiki, is_blocked=False)


def check_accounts(pointers: Sequence[Pointer], answers: Answers) -> None:
    """Raises Unusable where something else than accounts is to be stopped."""
    others = sum(pointer.kind is not TargetKind.ACCOUNT for pointer in pointers)
    if answers.kind.stops_accounts and others:
        raise Unusable("kind", "only-accounts-are-stopped", str(others))


def check_global_block(packs: Packs, wiki: str, states: Mapping[Pointer, LiveState], answers: Answers) -> None:
    """Raises Unusable where registered accounts would be blocked globally, and where temporary ones are to be stopped
    for a reason for which nobody is blocked globally."""
    registered = sum(isinstance(state, There) and not state.is_temporary for state in states.values())
    if registered:
        raise Unusable("kind", "registered-accounts-are-locked", str(registered))
    criterion = packs.criterion(wiki, answers.criterion)
    if criterion is None or RequestKind.GLOBAL_BLOCK not in criterion.kinds:
        raise Unusable("criterion", "criterion-not-for-temporary", str(len(states)))
