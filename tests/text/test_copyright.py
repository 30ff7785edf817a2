"""The text of the copyright template: it names what was chosen and nothing in between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.copyright import RANGES_AT_MOST, copyright_template, ranges_of

HISTORY = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]


@given(st.sets(st.sampled_from(HISTORY)), st.integers(0, len(HISTORY)))
def test_the_ranges_hold_the_chosen_revisions_and_no_other(chosen: set[int], known: int) -> None:
    """Also where only the beginning of the history is known."""
    ranges = ranges_of(sorted(chosen), HISTORY[:known])
    held = [each for each in HISTORY for first, last in ranges if first <= each <= last]
    assert held == sorted(chosen)


def test_neighbours_stand_in_one_range() -> None:
    assert ranges_of([20, 30, 40, 60], HISTORY) == [(20, 40), (60, 60)]
    assert ranges_of([20, 30], []) == [(20, 20), (30, 30)]


def test_numbers_out_of_order_follow_the_history() -> None:
    assert ranges_of([90, 15, 95], [90, 15, 95]) == [(90, 95)]


@pytest.mark.parametrize("number", range(RANGES_AT_MOST + 2))
def test_the_template_names_each_range_up_to_four(number: int) -> None:
    ranges = [(each * 10, each * 10 + 5) for each in range(1, number + 1)]
    places = ["|start=10|end=15", "|start2=20|end2=25", "|start3=30|end3=35", "|start4=40|end4=45"]
    whole = "{{copyvio|url=https://a.example" + "".join(places[:number]) + "}}"
    assert copyright_template("copyvio", "https://a.example", ranges) == (whole if number <= 4 else None)
