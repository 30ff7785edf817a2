"""The lifecycle table: every state can be reached, ended is ended, and nothing outside the table happens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.lifecycle import ENDED, LIFECYCLE, Event, Refused, State, advance


def test_every_state_but_the_first_is_reached_by_some_event() -> None:
    assert set(LIFECYCLE.values()) == set(State)
    assert {state for state, _ in LIFECYCLE} == set(State), "and from each one may look back"


@given(st.sampled_from(sorted(ENDED)), st.lists(st.sampled_from(list(Event)), max_size=8))
def test_what_has_ended_changes_only_when_the_wiki_shows_it_again(state: State, events: list[Event]) -> None:
    for event in events:
        try:
            after = advance(state, event)
            assert after is state or (after is State.OPEN and event is Event.VISIBLE_AGAIN)
            if after is State.OPEN:
                assert state in {State.DONE, State.CLOSED}
                return
        except Refused:
            continue


@given(st.sampled_from(list(State)), st.sampled_from(list(Event)))
def test_what_is_not_in_the_table_is_refused(state: State, event: Event) -> None:
    if (state, event) in LIFECYCLE:
        assert advance(state, event) is LIFECYCLE[(state, event)]
    else:
        with pytest.raises(Refused):
            advance(state, event)
