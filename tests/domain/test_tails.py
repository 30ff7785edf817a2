"""Of a long tail all but its newest wait for a word; from ten on, not at nine."""

from dataclasses import replace

import pytest

from app.domain.tails import LONG_FROM, held_back
from app.domain.targets import Pointer, TargetKind

LINKED = Pointer("enwiki", TargetKind.REVISION, 100)


def tail(length: int, wiki: str = "enwiki", of: int = 100) -> list[Pointer]:
    return [Pointer(wiki, TargetKind.REVISION, of + 1 + number, tail_of=of) for number in range(length)]


def test_nine_go_on_and_ten_wait() -> None:
    assert LONG_FROM == 10
    assert held_back([LINKED, *tail(9)]) == frozenset()
    assert held_back([LINKED, *tail(10)]) == frozenset(tail(9))


def test_what_was_linked_and_the_newest_never_wait() -> None:
    linked_too = replace(tail(40)[20], tail_of=0)
    pointers = [LINKED, linked_too, *tail(40)]
    held = held_back(reversed(pointers))
    assert LINKED not in held and linked_too not in held
    assert tail(40)[-1] not in held
    assert len(held) == 39


@pytest.mark.parametrize("other", [tail(9, wiki="dewiki"), tail(9, of=900)])
def test_each_tail_counts_by_itself(other: list[Pointer]) -> None:
    assert held_back([LINKED, *tail(9), *other]) == frozenset()
