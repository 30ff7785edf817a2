"""The ladder: who is asked next, and when. Time leads up only, and never past the stewards."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.domain.queues import Step
from app.domain.requests import RequestKind, Urgency
from app.policy.climbing import LADDER, climbs_at, is_pressed, next_step

ORDER = list(Step)
RD, OS = RequestKind.REVISION_DELETION, RequestKind.SUPPRESSION
NOW, SOON = Urgency.NOW, Urgency.WITHIN_THE_HOUR
LOCAL, SYSOPS, STEWARDS = Step.LOCAL, Step.GLOBAL_SYSOPS, Step.STEWARDS
MINUTES = {LOCAL: 240, SYSOPS: 480}


@pytest.mark.parametrize(
    ("kind", "urgency", "reached", "has_team", "served", "expected"),
    [
        (RD, SOON, LOCAL, True, True, SYSOPS),
        (RD, SOON, LOCAL, True, False, STEWARDS),
        (RD, SOON, LOCAL, False, True, SYSOPS),
        (RD, NOW, SYSOPS, True, True, STEWARDS),
        (RD, NOW, STEWARDS, True, True, None),
        (OS, NOW, LOCAL, True, True, STEWARDS),
        (OS, SOON, LOCAL, True, True, None),
        (OS, SOON, LOCAL, False, True, STEWARDS),
        (OS, NOW, STEWARDS, False, True, None),
        (RequestKind.LOCK, NOW, STEWARDS, True, True, None),
        (RequestKind.LOCK_AND_HIDE, NOW, STEWARDS, True, True, None),
        (RequestKind.GLOBAL_BLOCK, NOW, STEWARDS, True, True, None),
        (RequestKind.LIFT, NOW, LOCAL, False, True, None),
    ],
)
def test_the_ladder(
    kind: RequestKind, urgency: Urgency, reached: Step, has_team: bool, served: bool, expected: Step | None
) -> None:
    assert next_step(kind, urgency, reached, has_team=has_team, served_by_sysops=served) is expected


@pytest.mark.parametrize(
    ("kind", "reached", "minutes", "expected"),
    [
        (RD, LOCAL, MINUTES, 1000 + 240 * 60),
        (RD, SYSOPS, MINUTES, 1000 + 480 * 60),
        (RD, STEWARDS, MINUTES, None),
        (OS, LOCAL, {LOCAL: 1}, 1060),
        (OS, LOCAL, {}, None),
        (RequestKind.LIFT, LOCAL, MINUTES, None),
        (RequestKind.LOCK, STEWARDS, MINUTES, None),
    ],
)
def test_when(kind: RequestKind, reached: Step, minutes: Mapping[Step, int], expected: int | None) -> None:
    assert climbs_at(kind, reached, minutes, 1000) == expected


anything = {
    "kind": some.sampled_from(RequestKind),
    "urgency": some.sampled_from(Urgency),
    "reached": some.sampled_from(Step),
    "has_team": some.booleans(),
    "served": some.booleans(),
}


@given(**anything)
def test_it_only_leads_up_and_ends_with_the_stewards(
    kind: RequestKind, urgency: Urgency, reached: Step, has_team: bool, served: bool
) -> None:
    step = next_step(kind, urgency, reached, has_team=has_team, served_by_sysops=served)
    assert step is None or ORDER.index(step) > ORDER.index(reached)
    assert reached is not STEWARDS or step is None
    assert step is None or step in LADDER[kind]
    assert is_pressed(kind, reached) or step is None
    if step is SYSOPS:
        assert served and kind is RD


@given(**anything)
def test_a_suppression_that_is_no_emergency_stays_with_its_team(
    kind: RequestKind, urgency: Urgency, reached: Step, has_team: bool, served: bool
) -> None:
    step = next_step(OS, urgency, reached, has_team=True, served_by_sysops=served)
    assert step is None or urgency is NOW
