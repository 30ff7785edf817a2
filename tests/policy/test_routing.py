"""Where a request goes: the local team, or one group up, and never to a team that is kept out as a whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.queues import Queue, Team
from app.domain.requests import RequestKind
from app.domain.targets import TargetKind
from app.policy.routing import Route, RouteReason, route, route_of_mail, team_for

STEWARDS = Queue(Team.STEWARDS)
IDS = st.frozensets(st.integers(1, 6))


@pytest.mark.parametrize(
    ("members", "excluded", "named", "team", "reason"),
    [
        ({1, 2}, set(), False, Team.OVERSIGHTERS, RouteReason.LOCAL_TEAM),
        ({1, 2}, {1}, False, Team.OVERSIGHTERS, RouteReason.LOCAL_TEAM),
        ({1, 2}, {1, 2, 3}, True, Team.STEWARDS, RouteReason.TEAM_KEPT_OUT),
        (set(), set(), True, Team.STEWARDS, RouteReason.NO_LOCAL_TEAM),
        (None, set(), True, Team.OVERSIGHTERS, RouteReason.TEAM_NOT_ASKED),
        (None, set(), False, Team.STEWARDS, RouteReason.TEAM_NOT_ASKED_STEWARDS),
    ],
)
def test_suppression(
    members: set[int] | None, excluded: set[int], named: bool, team: Team, reason: RouteReason
) -> None:
    known = None if members is None else frozenset(members)
    chosen = route("enwiki", Team.OVERSIGHTERS, known, frozenset(excluded), named)
    assert (chosen.queue.team, chosen.reason) == (team, reason)


@pytest.mark.parametrize(
    ("kind", "target", "is_suppressed", "team"),
    [
        (RequestKind.REVISION_DELETION, TargetKind.REVISION, False, Team.ADMINISTRATORS),
        (RequestKind.REVISION_DELETION, TargetKind.LOG, False, Team.ADMINISTRATORS),
        (RequestKind.REVISION_DELETION, TargetKind.ABUSE_LOG, False, Team.OVERSIGHTERS),
        (RequestKind.SUPPRESSION, TargetKind.PAGE, False, Team.OVERSIGHTERS),
        (RequestKind.LIFT, TargetKind.REVISION, False, Team.ADMINISTRATORS),
        (RequestKind.LIFT, TargetKind.REVISION, True, Team.OVERSIGHTERS),
        (RequestKind.LIFT, TargetKind.ACCOUNT, False, Team.OVERSIGHTERS),
    ],
)
def test_the_team_that_can_do_it(kind: RequestKind, target: TargetKind, is_suppressed: bool, team: Team) -> None:
    assert team_for(kind, target, is_suppressed) is team


def test_revision_deletion_goes_to_the_administrators() -> None:
    chosen = route("enwiki", team_for(RequestKind.REVISION_DELETION), frozenset({1}), frozenset(), False)
    assert chosen.queue == Queue(Team.ADMINISTRATORS, "enwiki")


@given(IDS, IDS)
def test_a_local_queue_always_has_somebody_left_to_act(members: frozenset[int], excluded: frozenset[int]) -> None:
    chosen = route("enwiki", Team.OVERSIGHTERS, members, excluded, True)
    assert chosen.queue == STEWARDS or members - excluded


@given(st.none() | IDS, IDS)
def test_mail_never_reaches_anybody_who_is_kept_out(members: frozenset[int] | None, excluded: frozenset[int]) -> None:
    local = Route(Queue(Team.OVERSIGHTERS, "enwiki"), RouteReason.LOCAL_TEAM)
    chosen = route_of_mail(local, members, excluded)
    if chosen.queue.team.is_local:
        assert not excluded if members is None else not (members & excluded)
