"""Who may do what with whose request: a grid of people and requests, written by hand from product.md 2 and 3.3."""

import pytest

from app.domain.lifecycle import State
from app.domain.people import HeldRole, Person, Role, Standing
from app.domain.queues import Queue, Team
from app.domain.requests import Request, RequestKind, Urgency
from app.domain.rights import Right
from app.policy.decide import Allowed, Denied, decide, may_act_here, queues_of

REQUESTER = 1
QUEUES = {
    "administrators.enwiki": Queue(Team.ADMINISTRATORS, "enwiki"),
    "oversighters.enwiki": Queue(Team.OVERSIGHTERS, "enwiki"),
    "stewards": Queue(Team.STEWARDS),
}
PEOPLE = {
    "editor": [],
    "sender": [HeldRole(Role.SENDER)],
    "administrator": [HeldRole(Role.ADMINISTRATOR, "enwiki")],
    "administrator elsewhere": [HeldRole(Role.ADMINISTRATOR, "dewiki")],
    "oversighter": [HeldRole(Role.OVERSIGHTER, "enwiki")],
    "oversighter elsewhere": [HeldRole(Role.OVERSIGHTER, "dewiki")],
    "global sysop": [HeldRole(Role.GLOBAL_SYSOP, "enwiki")],
    "steward": [HeldRole(Role.STEWARD)],
    "ombuds": [HeldRole(Role.OMBUDS)],
}
HANDLES = {
    "administrators.enwiki": {"administrator", "global sysop"},
    "oversighters.enwiki": {"oversighter"},
    "stewards": {"steward"},
}


def person(name: str, central_id: int = 9) -> Person:
    return Person(central_id, name, Standing(frozenset(PEOPLE[name]), asked_at=0))


def request(queue: str) -> Request:
    return Request(
        "7K3Q2M9D", RequestKind.SUPPRESSION, "enwiki", QUEUES[queue], "c", Urgency.TODAY, State.OPEN, 0, REQUESTER, 1
    )


@pytest.mark.parametrize("queue", QUEUES)
@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("right", [Right.REQUEST_TAKE, Right.REQUEST_OPEN, Right.REQUEST_CLOSE])
def test_only_the_people_of_its_queue_handle_a_request(queue: str, name: str, right: Right) -> None:
    verdict = decide(person(name), right, request(queue))
    assert isinstance(verdict, Allowed) == (name in HANDLES[queue])


@pytest.mark.parametrize("queue", QUEUES)
@pytest.mark.parametrize("name", PEOPLE)
def test_for_everybody_else_it_is_hidden_not_refused(queue: str, name: str) -> None:
    verdict = decide(person(name), Right.REQUEST_READ, request(queue))
    can_read = Right.REQUEST_READ in {Right.REQUEST_READ} and name not in {"editor", "ombuds"}
    if name in HANDLES[queue]:
        assert verdict == Allowed()
    else:
        assert isinstance(verdict, Denied)
        assert verdict.hidden == can_read


@pytest.mark.parametrize("queue", QUEUES)
@pytest.mark.parametrize("name", ["sender", *sorted(set().union(*HANDLES.values()))])
def test_nobody_handles_their_own_and_only_they_withdraw_it(queue: str, name: str) -> None:
    own = person(name, REQUESTER)
    assert decide(own, Right.REQUEST_READ, request(queue)) == Allowed()
    assert decide(own, Right.REQUEST_WITHDRAW, request(queue)) == Allowed()
    for right in (Right.REQUEST_TAKE, Right.REQUEST_OPEN, Right.REQUEST_CLOSE):
        verdict = decide(own, right, request(queue))
        assert verdict == Denied(
            "denied-own-request" if name != "sender" else f"denied-{right.value.replace(':', '-')}"
        )
    assert isinstance(decide(person(name), Right.REQUEST_WITHDRAW, request(queue)), Denied)


@pytest.mark.parametrize("right", list(Right))
def test_nobody_signed_in_holds_nothing(right: Right) -> None:
    assert isinstance(decide(None, right), Denied)


def test_a_steward_is_a_steward_and_not_an_oversighter_of_every_wiki() -> None:
    steward = person("steward").standing
    assert queues_of(steward) == (Queue(Team.STEWARDS),)
    assert may_act_here(steward, "enwiki", Team.OVERSIGHTERS)
    assert not may_act_here(person("administrator").standing, "enwiki", Team.OVERSIGHTERS)
    assert not may_act_here(person("administrator").standing, "dewiki", Team.ADMINISTRATORS)
