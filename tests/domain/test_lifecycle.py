"""The lifecycle table: every state can be reached, ended is ended, and nothing outside the table happens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.lifecycle import ENDED, LIFECYCLE, Event, Refused, State, advance

OPENS_AGAIN = {
    (Event.VISIBLE_AGAIN, State.DONE), (Event.VISIBLE_AGAIN, State.CLOSED),
    (Event.REOPENED, State.CLOSED), (Event.REOPENED, State.WITHDRAWN),
}  # fmt: skip


def test_every_state_but_the_first_is_reached_by_some_event() -> None:
    assert set(LIFECYCLE.values()) == set(State)
    assert {state for state, _ in LIFECYCLE} == set(State), "and from each one may look back"


@given(st.sampled_from(sorted(ENDED)), st.lists(st.sampled_from(list(Event)), max_size=8))
def test_what_has_ended_opens_again_by_the_wikis_word_or_by_people(state: State, events: list[Event]) -> None:
    for event in events:
        try:
            after = advance(state, event)
            if after is State.OPEN:
                assert (event, state) in OPENS_AGAIN
                return
            assert after is state
        except Refused:
            continue


@given(st.sampled_from(list(State)), st.sampled_from(list(Event)))
def test_what_is_not_in_the_table_is_refused(state: State, event: Event) -> None:
    if (state, event) in LIFECYCLE:
        assert advance(state, event) is LIFECYCLE[(state, event)]
    else:
        with pytest.raises(Refused):
            advance(state, event)
