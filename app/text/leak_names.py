"""Where a marked name stands in a text, in any disguise and in other scripts.

What you cannot remove you do not point at in public (R136), and to whom a sanction is told neither the reporter nor the
victim is named (R171).
"""

from collections.abc import Iterator

from app.text.disguises import find_name
from app.text.leak_finding import Outgoing, Spot
from app.text.other_scripts import find_in_other_scripts


def find_names(outgoing: Outgoing) -> Iterator[Spot]:
    """Each place once. A name inside of words of ours is for a person to look at."""
    text = outgoing.text
    ours = [place for words in outgoing.own_words if words for place in _places_of(text, words)]
    for start, end, surely in _places(text, outgoing):
        is_ours = any(begin <= start and end <= stop for begin, stop in ours)
        yield Spot("name" if surely and not is_ours else "name-perhaps", start, end)


def _places_of(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Each place of the words. Without a pattern, which Python would remember."""
    start = text.find(words)
    while start >= 0:
        yield start, start + len(words)
        start = text.find(words, start + len(words))


def _places(text: str, outgoing: Outgoing) -> Iterator[tuple[int, int, bool]]:
    """Places that overlap are one. SECURITY: in a list of accounts a short name is nobody's accident."""
    start, end, surely = 0, 0, False
    is_prose = not outgoing.is_list
    places = (*find_name(text, outgoing.names), *find_in_other_scripts(text, outgoing.names))
    for found in sorted(places, key=lambda each: each.start):
        if is_prose and found.by_chance:
            continue
        is_sure = found.surely and not (is_prose and found.may_be_words)
        if found.start >= end and end:
            yield start, end, surely
        if found.start >= end:
            start, end, surely = found.start, found.end, is_sure
        else:
            end, surely = max(end, found.end), surely or is_sure
    if end:
        yield start, end, surely
