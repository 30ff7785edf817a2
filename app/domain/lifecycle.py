"""What may follow what: one table of (state, event). Anything that is not in it is refused.

The claim (who holds a request, and until when) is kept apart from the state on purpose.
"""

from dataclasses import dataclass
from enum import StrEnum

LEASE_SECONDS = 30 * 60
"""A claim ends by itself after this long without activity."""


class State(StrEnum):
    OPEN = "open"
    DONE = "done"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    STALE = "stale"


class Event(StrEnum):
    """Everything the timeline of a request can record."""

    FILED = "filed"
    TAKEN = "taken"
    TAKEN_OVER = "taken-over"
    RELEASED = "released"
    OPENED = "opened"
    CHECKED = "checked"
    DONE_ON_WIKI = "done-on-wiki"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    WENT_STALE = "went-stale"


class Claim(StrEnum):
    """What an event asks of the claim."""

    ANY = "any"
    MINE = "mine"
    NOT_MINE = "not-mine"


@dataclass(frozen=True)
class Transition:
    """`to` is the state after the event; `claim` what the acting person's claim must be."""

    to: State
    claim: Claim = Claim.ANY


class Refused(Exception):
    """The table has no such step. Carries codes only."""

    def __init__(self, state: State, event: Event) -> None:
        super().__init__(f"{event.value} does not follow {state.value}")


LIFECYCLE: dict[tuple[State, Event], Transition] = {
    (State.OPEN, Event.TAKEN): Transition(State.OPEN, Claim.NOT_MINE),
    (State.OPEN, Event.TAKEN_OVER): Transition(State.OPEN, Claim.NOT_MINE),
    (State.OPEN, Event.RELEASED): Transition(State.OPEN, Claim.MINE),
    (State.OPEN, Event.OPENED): Transition(State.OPEN),
    (State.OPEN, Event.CHECKED): Transition(State.OPEN),
    (State.OPEN, Event.DONE_ON_WIKI): Transition(State.DONE),
    (State.OPEN, Event.CLOSED): Transition(State.CLOSED, Claim.MINE),
    (State.OPEN, Event.WITHDRAWN): Transition(State.WITHDRAWN),
    (State.OPEN, Event.WENT_STALE): Transition(State.STALE),
    # Looking back at an ended request leaves a trace too, while its pointers still stand.
    (State.DONE, Event.OPENED): Transition(State.DONE),
    (State.CLOSED, Event.OPENED): Transition(State.CLOSED),
    (State.WITHDRAWN, Event.OPENED): Transition(State.WITHDRAWN),
    (State.STALE, Event.OPENED): Transition(State.STALE),
}

ENDED = frozenset({State.DONE, State.CLOSED, State.WITHDRAWN, State.STALE})


def advance(state: State, event: Event) -> State:
    """The state after `event`; raises Refused when the table has no such step."""
    return step(state, event).to


def step(state: State, event: Event) -> Transition:
    """The table's row for `event` in `state`; raises Refused when there is none."""
    transition = LIFECYCLE.get((state, event))
    if transition is None:
        raise Refused(state, event)
    return transition
