"""What must hold before accounts are asked to be stopped on all wikis: locked, locked and hidden, or blocked globally.

Only stewards can; registered accounts are locked, temporary ones blocked globally (facts, domain.md 1, item 5).
"""

from collections.abc import Mapping, Sequence

from app.actions.answers import Answers
from app.actions.refusals import Unusable
from app.domain.requests import RequestKind
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import LiveState, There
from app.flows.packs import Packs


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
