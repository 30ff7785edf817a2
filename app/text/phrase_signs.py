"""A text as one sign for each word: what phrases are looked for in.

Every word that some phrase has is one sign; each other word is the same one.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.text.phrase_parts import MARKS
from app.text.word_reading import CAPITAL

SMALL, LARGE, LAST = 0xF0000, 0x100000, 0xFFFD
"""Where the signs of words begin that are written small, and of those with a capital letter; the first of each is every
word that no phrase has."""

_IN_TEXT = re.compile(rf"({CAPITAL}?)(\w+)|([{MARKS}])|([.?!…]+(?=[\s\"'”»)\]]|$)|\n)")


@dataclass(frozen=True)
class SignedText:
    """One sign for each word, mark and end of a sentence, with where each begins and ends. As numbers whose bit N is
    the sign N: where each word (by its number) stands, where a mark does, and a word with a capital letter."""

    signs: str
    starts: Sequence[int]
    ends: Sequence[int]
    places: Mapping[int, int]
    marks: Mapping[str, int]
    capitals: int

    @cached_property
    def words(self) -> int:
        return _all_of(self.places.values())

    @cached_property
    def all_marks(self) -> int:
        return _all_of(self.marks.values())

    @cached_property
    def numbers(self) -> frozenset[int]:
        return frozenset(self.places)


class Signs:
    """Which sign stands for which word: in the order of the alphabet, so that all that begin alike are side by side.
    `spelling`: a word as people write it, too, or its beginning with a star -> as phrases have it."""

    def __init__(self, words: Iterable[str], spelling: Mapping[str, str]) -> None:
        self.known = sorted({*words})
        self.number = {word: number for number, word in enumerate(self.known, 1)}
        self.longest = max(map(len, self.known), default=0)
        self.spelling = {wrong: right for wrong, right in spelling.items() if not wrong.endswith("*")}
        self.beginnings = [(wrong[:-1], right.rstrip("*")) for wrong, right in spelling.items() if wrong.endswith("*")]

    def of(self, word: str) -> int:
        """The number of a word of a text; 0 where no phrase has it."""
        return self._of(word) or self._of(self._spelled(word))

    def _of(self, word: str) -> int:
        if found := self.number.get(word, 0):
            return found
        longest = min(len(word), self.longest)
        return next((found for end in range(longest, 0, -1) if (found := self.number.get(f"{word[:end]}*", 0))), 0)

    def _spelled(self, word: str) -> str:
        if right := self.spelling.get(word):
            return right
        return next((right + word[len(wrong) :] for wrong, right in self.beginnings if word.startswith(wrong)), word)

    def ranges(self, way: str) -> Iterator[tuple[int, int]]:
        """Numbers, from and to, of what this word of a phrase finds."""
        if way == "*":
            yield 0, LAST
        elif not way.endswith("*"):
            if number := self.number.get(way):
                yield number, number
        else:
            begin = way[:-1]
            first, last = bisect_left(self.known, begin), bisect_left(self.known, begin + "\U0010ffff")
            if first < last:
                yield first + 1, last

    def encode(self, text: str) -> SignedText:
        signs, starts, ends = [], [], []
        places: dict[int, int] = {}
        marks: dict[str, int] = {}
        known: dict[str, int] = {}
        capitals, bit = 0, 1
        for match in _IN_TEXT.finditer(text):
            capital, word, mark, _ = match.groups()
            if word is None:
                signs.append(mark or ".")
                if mark:
                    marks[mark] = marks.get(mark, 0) | bit
            else:
                if (number := known.get(word)) is None:
                    number = known[word] = self.of(word)
                places[number] = places.get(number, 0) | bit
                capitals |= bit if capital else 0
                signs.append(chr((LARGE if capital else SMALL) + number))
            starts.append(match.start(2) if word else match.start())
            ends.append(match.end())
            bit <<= 1
        return SignedText("".join(signs), starts, ends, places, marks, capitals)


def _all_of(places: Iterable[int]) -> int:
    found = 0
    for each in places:
        found |= each
    return found
