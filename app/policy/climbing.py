"""Who is asked next, and when, about a request that nobody takes (product.md 3.3, facts/domain.md 3.3).

Revision deletion goes from a wiki's administrators to the global sysops, where the wiki is in their set, and from
there to the stewards. Suppression is left to the oversighters of its wiki: stewards act on a wiki with a team of its
own in an emergency only, and at once where the team has nobody left. What only stewards can do was theirs from the
start, and lifting is never pressed. The minutes are the policy pack's. Time only ever leads up, and nobody is behind
the stewards.
"""

from collections.abc import Mapping

from app.domain.queues import Step
from app.domain.requests import RequestKind, Urgency

LADDER: Mapping[RequestKind, tuple[Step, ...]] = {
    RequestKind.REVISION_DELETION: (Step.LOCAL, Step.GLOBAL_SYSOPS, Step.STEWARDS),
    RequestKind.SUPPRESSION: (Step.LOCAL, Step.STEWARDS),
}
"""The groups for each kind, in the order in which they are asked; a kind that is not here stays where it is."""


def is_pressed(kind: RequestKind, reached: Step) -> bool:
    """Whether anybody is behind the group that was asked last."""
    return reached in LADDER.get(kind, ())[:-1]


def climbs_at(kind: RequestKind, reached: Step, minutes: Mapping[Step, int], since: int) -> int | None:
    """From when on it is due for the next group, having waited with this one since `since` (seconds since 1970).

    `minutes` is how long the pack lets it wait with each group. None: it waits there for good.
    """
    waits = minutes.get(reached)
    return since + waits * 60 if waits is not None and is_pressed(kind, reached) else None


def next_step(
    kind: RequestKind, urgency: Urgency, reached: Step, *, has_team: bool, served_by_sysops: bool
) -> Step | None:
    """The group that is asked when its time with `reached` is over; None where it is left to that group for longer.

    `has_team`: anybody on the wiki can act on it (unknown counts as yes). `served_by_sysops`: the wiki is in the set of
    the global sysops (unknown counts as no: then the stewards are asked).
    """
    if not is_pressed(kind, reached):
        return None
    if kind is RequestKind.SUPPRESSION and has_team and urgency is not Urgency.NOW:
        return None
    ladder = LADDER[kind]
    following = ladder[ladder.index(reached) + 1]
    if following is Step.GLOBAL_SYSOPS and not served_by_sysops:
        return Step.STEWARDS
    return following
