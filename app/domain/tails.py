"""The long tail: later revisions that still carry what one linked revision put in (seed R137).

Hiding many of them looks odd and draws questions, so from ten on it is explained first, with one tap to go on. What was
linked, and the newest revision, are never held up.
"""

from collections.abc import Iterable

from app.domain.targets import Pointer

LONG_FROM = 10


def held_back(pointers: Iterable[Pointer]) -> frozenset[Pointer]:
    """The revisions that wait for the tap: of each tail of ten or more, all but its newest."""
    tails: dict[tuple[str, int], list[Pointer]] = {}
    for pointer in pointers:
        if pointer.tail_of:
            tails.setdefault((pointer.wiki, pointer.tail_of), []).append(pointer)
    long = (sorted(tail, key=lambda each: each.id) for tail in tails.values() if len(tail) >= LONG_FROM)
    return frozenset(pointer for tail in long for pointer in tail[:-1])
