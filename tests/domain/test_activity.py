"""Edits over time: first and last, the period of the picture, and what falls into each of its columns."""

from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.activity import DAY, STRETCHES_AT_MOST, Activity, is_active_within, period_of, strip_of

NOW = 1_795_400_000
TIMES = st.lists(st.integers(NOW - 9000 * DAY, NOW), max_size=40).map(lambda each: tuple(sorted(each, reverse=True)))


def ago(*days: float) -> tuple[int, ...]:
    return tuple(int(NOW - each * DAY) for each in days)


def test_the_first_edit_is_known_only_when_all_are() -> None:
    times = ago(1, 5, 9)
    assert (Activity(times, True).first, Activity(times, True).last) == (times[2], times[0])
    assert (Activity(times, False).first, Activity(times, False).last) == (None, times[0])
    assert (Activity((), True).first, Activity((), True).last) == (None, None)


def test_a_short_time_is_drawn_by_days_and_a_long_one_in_wider_columns() -> None:
    assert [(each.days, each.stretches) for each in (period_of([Activity(ago(days), True)], NOW) for days in
            (0, 3, 62, 400, 4000))] == [(1, 7), (1, 7), (1, 63), (7, 58), (91, 44)]  # fmt: skip
    assert period_of([], NOW).stretches == 7


def test_the_period_begins_at_midnight_and_ends_with_today() -> None:
    period = period_of([Activity(ago(20.5), True)], NOW)
    assert period.start % DAY == 0
    assert period.end == NOW - NOW % DAY + DAY


def test_a_filter_shortens_the_period_and_what_lies_before_it_is_in_no_column() -> None:
    activity = Activity(ago(1, 2, 40), True)
    period = period_of([activity], NOW, at_most_days=30)
    assert (period.days, period.stretches) == (1, 31)
    assert strip_of(activity, period).total == 2


@given(st.integers(0, DAY - 1), st.integers(-2 * DAY, 2 * DAY), st.sampled_from([7, 30, 90]))
@example(DAY // 2, -DAY // 4, 7)
def test_whoever_passes_the_filter_is_in_the_picture(time_of_day: int, beyond: int, days: int) -> None:
    now = NOW - NOW % DAY + time_of_day
    activity = Activity((now - days * DAY - beyond, now - 400 * DAY), True)
    total = strip_of(activity, period_of([activity], now, at_most_days=days)).total
    assert is_active_within(activity, days, now) == (total == 1)


def test_before_the_oldest_edit_that_was_asked_nothing_is_known() -> None:
    period = period_of([Activity(ago(50), True)], NOW)
    known = strip_of(Activity(ago(1, 10), False), period)
    assert known.known_from == period.stretch_of(ago(10)[0]) > 0
    assert strip_of(Activity(ago(1, 10), True), period).known_from == 0
    assert strip_of(Activity((), True), period).known_from == 0


@given(TIMES, st.booleans())
def test_every_edit_is_in_exactly_one_column(times: tuple[int, ...], is_whole: bool) -> None:
    activity = Activity(times, is_whole)
    period = period_of([activity], NOW)
    strip = strip_of(activity, period)
    assert strip.total == len(times)
    assert len(strip.counts) == period.stretches <= STRETCHES_AT_MOST
    assert not sum(strip.counts[: strip.known_from])
    assert all(period.begin_of(period.stretch_of(at)) <= at < period.end for at in times)


def test_active_means_an_edit_within_that_many_days() -> None:
    assert is_active_within(Activity(ago(6.9), True), 7, NOW)
    assert not is_active_within(Activity(ago(7.1), True), 7, NOW)
    assert not is_active_within(Activity((), True), 7, NOW)
