"""What may follow what: one table of (state, event). Anything that is not in it is refused.

The claim (who holds a request, and until when) is kept apart from the state on purpose: `app.store.claims`.
"""

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
    VISIBLE_AGAIN = "visible-again"
    HANDED_OVER = "handed-over"
    """To a colleague of the same team, by name."""
    ASKED_BACK = "asked-back"
    ANSWERED = "answered"
    OPINION_ASKED = "opinion-asked"
    OPINION_GIVEN = "opinion-given"
    TAKEN_BACK = "taken-back"
    """What somebody was asked is not asked any more."""
    FORWARDED = "forwarded"
    """To another team, or to another wiki."""
    HANDED_UP = "handed-up"
    """Nobody took it in time: by Haven itself, to the next group."""
    REOPENED = "reopened"


class Refused(Exception):
    """The table has no such step. Carries codes only."""

    def __init__(self, state: State, event: Event) -> None:
        super().__init__(f"{event.value} does not follow {state.value}")


LIFECYCLE: dict[tuple[State, Event], State] = {
    (State.OPEN, Event.TAKEN): State.OPEN,
    (State.OPEN, Event.TAKEN_OVER): State.OPEN,
    (State.OPEN, Event.RELEASED): State.OPEN,
    (State.OPEN, Event.OPENED): State.OPEN,
    (State.OPEN, Event.CHECKED): State.OPEN,
    (State.OPEN, Event.HANDED_OVER): State.OPEN,
    (State.OPEN, Event.ASKED_BACK): State.OPEN,
    (State.OPEN, Event.ANSWERED): State.OPEN,
    (State.OPEN, Event.OPINION_ASKED): State.OPEN,
    (State.OPEN, Event.OPINION_GIVEN): State.OPEN,
    (State.OPEN, Event.TAKEN_BACK): State.OPEN,
    (State.OPEN, Event.FORWARDED): State.OPEN,
    (State.OPEN, Event.HANDED_UP): State.OPEN,
    (State.OPEN, Event.DONE_ON_WIKI): State.DONE,
    (State.OPEN, Event.CLOSED): State.CLOSED,
    (State.OPEN, Event.WITHDRAWN): State.WITHDRAWN,
    (State.OPEN, Event.WENT_STALE): State.STALE,
    # What was hidden may become visible again: whoever looks asks the wiki, and then it is open once more.
    (State.DONE, Event.CHECKED): State.DONE,
    (State.CLOSED, Event.CHECKED): State.CLOSED,
    (State.DONE, Event.VISIBLE_AGAIN): State.OPEN,
    (State.CLOSED, Event.VISIBLE_AGAIN): State.OPEN,
    # What people ended they may open again. What is done is the wiki's word: it comes back when the wiki shows it.
    (State.CLOSED, Event.REOPENED): State.OPEN,
    (State.WITHDRAWN, Event.REOPENED): State.OPEN,
    # Looking back at an ended request leaves a trace too, while its pointers still stand.
    (State.DONE, Event.OPENED): State.DONE,
    (State.CLOSED, Event.OPENED): State.CLOSED,
    (State.WITHDRAWN, Event.OPENED): State.WITHDRAWN,
    (State.STALE, Event.OPENED): State.STALE,
}

ENDED = frozenset({State.DONE, State.CLOSED, State.WITHDRAWN, State.STALE})


def advance(state: State, event: Event) -> State:
    """The state after `event`; raises Refused when the table has no such step."""
    following = LIFECYCLE.get((state, event))
    if following is None:
        raise Refused(state, event)
    return following
