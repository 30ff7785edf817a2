"""Of a long tail all but its newest wait for a word; from ten on, not at nine."""

from dataclasses import replace

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


def test_the_tails_of_other_wikis_count_by_themselves() -> None:
    assert held_back([LINKED, *tail(9), *tail(9, wiki="dewiki")]) == frozenset()


def test_two_links_into_one_wiki_do_not_split_a_long_tail() -> None:
    """Nine and nine are eighteen; the newest of each goes on."""
    held = held_back([LINKED, *tail(9), *tail(9, of=900)])
    assert held == frozenset(tail(9)[:-1] + tail(9, of=900)[:-1])


def test_however_many_there_are_of_whatever_kind_only_tails_wait() -> None:
    """Nothing else holds anything up."""
    plain = [Pointer("enwiki", kind, number) for kind in TargetKind for number in range(1, 60)]
    assert held_back(plain) == frozenset()
    tail = [Pointer("enwiki", TargetKind.REVISION, 1000 + number, tail_of=1) for number in range(LONG_FROM)]
    assert held_back([*plain, *tail]) == frozenset(tail[:-1])
