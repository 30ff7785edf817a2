"""Marks of pages: any change is counted, nothing else is, and whoever holds one learns nothing from it."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.live.page_marks import SLOTS, PageMarks, Shown

MARKS = PageMarks("a secret of the tests that is long enough")
READER, PAGE = 5, "/queues"

names = st.text(max_size=12)
shown = st.tuples(st.text(max_size=8), st.integers() | st.none(), st.booleans())
things = st.dictionaries(names, shown, max_size=SLOTS)
many = st.integers(SLOTS + 1, 3 * SLOTS).map(lambda count: {f"row-{number}": ("open", 0) for number in range(count)})


def mark_of(of: dict[str, Shown], reader: int = READER, page: str = PAGE) -> str:
    return MARKS.compare(reader, page, of, None).mark


@given(things)
def test_what_stayed_as_it_was_is_no_change_in_whatever_order(same: dict[str, Shown]) -> None:
    again = dict(reversed(same.items()))
    assert MARKS.compare(READER, PAGE, again, mark_of(same)).count == 0
    assert mark_of(again) == mark_of(same)


@given(things, things)
def test_each_thing_new_different_or_gone_is_one_change(before: dict[str, Shown], now: dict[str, Shown]) -> None:
    changes = MARKS.compare(READER, PAGE, now, mark_of(before))
    assert changes.new == now.keys() - before.keys()
    assert changes.different == {name for name in now.keys() & before.keys() if repr(now[name]) != repr(before[name])}
    assert changes.gone == len(before.keys() - now.keys())
    assert changes.count == len(changes.new) + len(changes.different) + changes.gone


@given(many, st.data())
def test_of_more_things_than_fit_any_change_is_still_a_change(full: dict[str, Shown], data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(sorted(full)))
    mark = mark_of(full)
    assert MARKS.compare(READER, PAGE, full, mark).count == 0
    assert MARKS.compare(READER, PAGE, {**full, place: ("done", 0)}, mark).count >= 1
    assert MARKS.compare(READER, PAGE, {name: full[name] for name in full if name != place}, mark).count >= 1


@given(things | many)
def test_a_mark_says_neither_how_much_nor_what_there_is(of: dict[str, Shown]) -> None:
    mark = mark_of(of)
    assert len(mark) == 694
    assert set(mark) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    for other in (mark_of(of, reader=6), mark_of(of, page="/requests"), mark_of({})):
        slots = [set(_slots(each)) for each in (mark, other)]
        if other != mark or of:
            assert mark != other
        if other != mark_of({}):
            assert not slots[0] & slots[1], "the same thing looks the same to nobody else and nowhere else"


def _slots(mark: str) -> list[bytes]:
    body = urlsafe_b64decode(mark + "==")[8:]
    return [body[start : start + 8] for start in range(0, len(body), 8)]


@given(things, st.text() | st.binary().map(lambda raw: urlsafe_b64encode(raw).decode()))
def test_what_is_no_mark_means_that_everything_changed(now: dict[str, Shown], typed: str) -> None:
    changes = MARKS.compare(READER, PAGE, now, typed)
    assert changes.new == now.keys()
    assert changes.count == max(1, len(now))
    assert changes.mark == mark_of(now)


@given(things, st.integers(0, 693), st.sampled_from("AZaz09-_"))
def test_a_mark_that_somebody_changed_is_none(now: dict[str, Shown], place: int, sign: str) -> None:
    mark = mark_of(now)
    forged = mark[:place] + sign + mark[place + 1 :]
    # The last sign carries bits that stand for nothing.
    if forged != mark and place < 693:
        assert MARKS.compare(READER, PAGE, now, forged).count == max(1, len(now))


@pytest.mark.parametrize("other", [(6, PAGE), (READER, "/requests"), (READER, "/requests/H-7K3Q-2M9D")])
def test_anothers_mark_and_another_pages_are_none(other: tuple[int, str]) -> None:
    now: dict[str, Any] = {"a": ("open",), "b": ("done",)}
    assert MARKS.compare(READER, PAGE, now, mark_of(now, *other)).count == 2
    assert PageMarks("another secret").compare(READER, PAGE, now, mark_of(now)).count == 2
