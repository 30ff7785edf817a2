"""The long tail: later revisions that still carry what one linked revision put in (seed R137).

Hiding many of them looks odd and draws questions, so from ten on it is explained first, with one tap to go on. Tails of
one wiki count together, because they go out together: two links into one page make one long tail, and a pointer does
not tell its page. What was linked, and the newest revision of each tail, are never held up.
"""

from collections.abc import Iterable

from app.domain.targets import Pointer

LONG_FROM = 10


def held_back(pointers: Iterable[Pointer]) -> frozenset[Pointer]:
    """The revisions that wait for the tap: where a wiki has ten or more of tails, of each tail all but its newest."""
    by_wiki: dict[str, dict[int, list[Pointer]]] = {}
    for pointer in pointers:
        if pointer.tail_of:
            by_wiki.setdefault(pointer.wiki, {}).setdefault(pointer.tail_of, []).append(pointer)
    long = [tails for tails in by_wiki.values() if sum(map(len, tails.values())) >= LONG_FROM]
    ordered = (sorted(tail, key=lambda each: each.id) for tails in long for tail in tails.values())
    return frozenset(pointer for tail in ordered for pointer in tail[:-1])
