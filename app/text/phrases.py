"""Phrases that functionaries write, found in a text: the small language of `leak_words/EDITING.md`.

Whether a phrase stands anywhere in a text is found for all places at once: a place is a bit of a number, and an item of
a phrase moves the bits on. So most phrases are done with after one word. A phrase that does stand there becomes a
pattern over signs (`phrase_signs`), which says where it begins and ends; nothing in a pattern repeats without an end.
The time grows with the length of the text, whatever stands there.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from app.text.phrase_parts import MARKS, NO_WORDS, BadPhrase, Either, Gap, Item, Name, Row, Words, words_of_rows
from app.text.phrase_reading import read_phrase
from app.text.phrase_signs import LARGE, LAST, SMALL, SignedText, Signs

__all__ = ["MOST_BETWEEN", "BadPhrase", "Phrases"]

MOST_BETWEEN = 4
"""Words that `...` may stand for."""
MOST_OF_NAME = 3
"""Words that `<name>` may stand for."""

_WORD = f"[{chr(SMALL)}-{chr(LARGE + LAST)}]"
_NAME = f"[{chr(LARGE)}-{chr(LARGE + LAST)}]"
_BETWEEN = f"(?:[{MARKS}]?{_WORD})"


class Phrases:
    """Phrases by name (a rule, a part), looked for side by side. `spelling`: see `Signs`."""

    def __init__(
        self,
        by_name: Mapping[str, Iterable[str]],
        lists: Mapping[str, Sequence[str]],
        spelling: Mapping[str, str] | None = None,
    ) -> None:
        read: dict[str, Item] = {}
        self._phrases = [
            (name, read_phrase(phrase, lists, read)) for name, phrases in by_name.items() for phrase in phrases
        ]
        self._signs = Signs(words_of_rows(row for _, row in self._phrases), spelling or {})
        self._classes: dict[frozenset[str], str] = {}
        self._numbers: dict[frozenset[str], frozenset[int]] = {}
        self._patterns: dict[int, re.Pattern[str]] = {}
        self._needs: dict[int, Sequence[frozenset[int]]] = {}

    def find(self, signs: str) -> list[tuple[str, int, int]]:
        """Each name with where one of its phrases begins and ends, from left to right. `signs`: as
        `word_reading.read_words` gives them."""
        text = self._signs.encode(signs)
        walk = _Walk(text, self.numbers_of)
        found = []
        for at, (name, row) in enumerate(self._phrases):
            if not any(map(text.numbers.isdisjoint, self._needed(at, row))) and walk.stands(row):
                for match in self._pattern(at, row).finditer(text.signs):
                    found.append((name, text.starts[match.start()], text.ends[match.end() - 1]))
        return sorted(found, key=lambda each: each[1:])

    def _needed(self, at: int, row: Row) -> Sequence[frozenset[int]]:
        """Words that the row cannot do without: one of each set. Most phrases are done with after these."""
        if (made := self._needs.get(at)) is None:
            needed = (self._needed_by(item) for item in row.items if not item.may_lack)
            made = self._needs[at] = [each for each in needed if each is not None]
        return made

    def _needed_by(self, item: Item) -> frozenset[int] | None:
        """None: it can do without any word that phrases know."""
        if isinstance(item.what, Words):
            return None if item.what.ways & NO_WORDS else self.numbers_of(item.what.ways)
        if not isinstance(item.what, Either):
            return None
        found = frozenset[int]()
        for way in item.what.ways:
            needed = next((each for part in way.items if not part.may_lack and (each := self._needed_by(part))), None)
            if needed is None:
                return None
            found |= needed
        return found

    def numbers_of(self, ways: frozenset[str]) -> frozenset[int]:
        """Of the words of the phrases that these find."""
        if (made := self._numbers.get(ways)) is None:
            spans = [span for way in ways - NO_WORDS for span in self._signs.ranges(way)]
            made = frozenset(number for first, last in spans for number in range(first, last + 1))
            self._numbers[ways] = made
        return made

    def _pattern(self, at: int, row: Row) -> re.Pattern[str]:
        if (made := self._patterns.get(at)) is None:
            made = self._patterns[at] = re.compile(self._row(row, greedy=True))
        return made

    def _row(self, row: Row, greedy: bool = False) -> str:
        pieces = []
        for at, item in enumerate(row.items):
            if isinstance(item.what, Gap):
                is_last = greedy and at == len(row.items) - 1
                pieces.append(f"{_BETWEEN}{{0,{MOST_BETWEEN}}}{'' if is_last else '?'}")
            else:
                pieces.append(f"(?:{self._item(item)})?" if item.may_lack else self._item(item))
        return "".join(pieces)

    def _item(self, item: Item) -> str:
        if isinstance(item.what, Words):
            return self._class(item.what.ways)
        if isinstance(item.what, Name):
            never = self._class(item.what.never)
            return f"(?:(?!{never}){_NAME}{_NAME}{{0,{MOST_OF_NAME - 1}}}?)"
        assert isinstance(item.what, Either)  # noqa: S101 - a gap is no item of its own
        return f"(?:{'|'.join(map(self._row, item.what.ways))})"

    def _class(self, ways: frozenset[str]) -> str:
        if (made := self._classes.get(ways)) is None:
            spans = sorted(span for way in ways for span in self._signs.ranges(way))
            signs = "".join(
                f"{chr(begin + first)}-{chr(begin + last)}" for first, last in spans for begin in (SMALL, LARGE)
            )
            marks = "".join(each for each in MARKS if each in ways)
            made = self._classes[ways] = f"[{marks}{signs}]" if signs or marks else "(?!)"
        return made


class _Walk:
    """Through one text, all places at once: bit N of a number is set where what comes next would be the sign N."""

    def __init__(self, text: SignedText, numbers_of: Callable[[frozenset[str]], frozenset[int]]) -> None:
        self.text, self.numbers_of = text, numbers_of
        self.everywhere = (1 << len(text.signs)) - 1
        self.of_words: dict[frozenset[str], int] = {}
        self.from_everywhere: dict[int, int] = {}

    def stands(self, row: Row) -> bool:
        return bool(self._row(row, self.everywhere))

    def _row(self, row: Row, at: int) -> int:
        for item in row.items:
            after = self._item(item.what, at)
            at = at | after if item.may_lack else after
            if not at:
                break
        return at

    def _item(self, what: Words | Gap | Name | Either, at: int) -> int:
        if isinstance(what, Words):
            return (at & self._standing(what.ways)) << 1
        if isinstance(what, Either):
            return self._either(what, at)
        return self._gap(at) if isinstance(what, Gap) else self._name(what, at)

    def _either(self, what: Either, at: int) -> int:
        """What a list finds anywhere is asked by many phrases that begin with it."""
        if at == self.everywhere and (known := self.from_everywhere.get(id(what))) is not None:
            return known
        after = 0
        for way in what.ways:
            after |= self._row(way, at)
        if at == self.everywhere:
            self.from_everywhere[id(what)] = after
        return after

    def _gap(self, at: int) -> int:
        words, marks = self.text.words, self.text.all_marks
        after = at
        for _ in range(MOST_BETWEEN):
            after |= ((after | (after & marks) << 1) & words) << 1
        return after

    def _name(self, what: Name, at: int) -> int:
        capitals = self.text.capitals
        after = (at & capitals & ~self._standing(what.never)) << 1
        for _ in range(MOST_OF_NAME - 1):
            after |= (after & capitals) << 1
        return after

    def _standing(self, ways: frozenset[str]) -> int:
        """Where one of these words stands."""
        if (made := self.of_words.get(ways)) is None:
            made = self.text.words if "*" in ways else 0
            for number in self.numbers_of(ways) & self.text.numbers:
                made |= self.text.places[number]
            for mark in self.text.marks.keys() & ways:
                made |= self.text.marks[mark]
            self.of_words[ways] = made
        return made
