"""Phrases that functionaries write, found in a text: the small language of `leak_words/EDITING.md`.

Every word that some phrase has is one sign, and a text becomes a string of such signs; a phrase is a pattern over them.
Nothing in a pattern repeats without an end, so that the time grows with the length of the text, whatever stands there.
A pattern is made when a text first has all the words that it needs: most never are.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from app.text.word_reading import CAPITAL

MOST_BETWEEN = 4
"""Words that `...` may stand for."""
MOST_WAYS = 4000
"""Words that one word with groups in it may stand for."""
FEW = 8
"""Below one in so many words, each place is tried by itself."""

_SMALL, _LARGE, _LAST = 0xF0000, 0x100000, 0xFFFD
"""Where the signs of words begin that are written small, and of those with a capital letter; the first of each is every
word that no phrase has."""
_WORD = f"[{chr(_SMALL)}-{chr(_LARGE + _LAST)}]"
_NAME = f"[{chr(_LARGE)}-{chr(_LARGE + _LAST)}]"
_MARKS = ":;@&/%"
_NO_WORDS = frozenset({*_MARKS, "*"})
_BETWEEN = f"(?:[{_MARKS}]?{_WORD})"
_IN_TEXT = re.compile(rf"({CAPITAL}?)(\w+)|([{_MARKS}])|([.?!…]+(?=[\s\"'”»)\]]|$)|\n)")
_IN_PHRASE = re.compile(rf"\w+\*?|[{_MARKS}]|\*")
_TOKEN = re.compile(r"\.\.\.|[()|?*]|<[a-z-]+>|[\s,-]+|[^\s()|?*<>,-]+?(?=\.\.\.|[\s()|?*<>,-]|$)")


class BadPhrase(ValueError):
    """A phrase that cannot be read; the message says what is wrong with it."""


@dataclass(frozen=True)
class Words:
    """One word of the text: any of these. One that ends with a star begins so; a star alone is any word."""

    ways: frozenset[str]


@dataclass(frozen=True)
class Gap:
    """`...`: a few words of the same sentence."""


@dataclass(frozen=True)
class Name:
    """`<name>`: one to three words with capital letters, none of `never` in front."""

    never: frozenset[str]


@dataclass(frozen=True)
class Either:
    """One of several."""

    ways: "tuple[Row, ...]"


@dataclass(frozen=True)
class Item:
    """A part of a row, which may lack."""

    what: Words | Gap | Name | Either
    may_lack: bool = False


@dataclass(frozen=True)
class Row:
    """Items side by side."""

    items: tuple[Item, ...]


def read_phrase(
    phrase: str, lists: Mapping[str, Sequence[str]], read: "dict[str, tuple[Row, ...]] | None" = None
) -> Row:
    """Raises BadPhrase. `read`: the lists that were read already, to be kept from phrase to phrase."""
    return _Reader(phrase, lists, {} if read is None else read).whole()


class _Reader:
    """Reads one phrase from left to right."""

    def __init__(self, phrase: str, lists: Mapping[str, Sequence[str]], read: dict[str, tuple[Row, ...]]) -> None:
        self.phrase, self.lists, self.read, self.at = phrase, lists, read, 0
        plain = phrase.casefold().replace("’", "'")
        self.tokens = _TOKEN.findall(plain)
        if "".join(self.tokens) != plain:
            raise self.bad("a sign has no meaning here")

    def bad(self, why: str) -> BadPhrase:
        return BadPhrase(f"“{self.phrase}”: {why}")

    def next(self) -> str:
        """The token in turn, nothing at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def takes(self, token: str) -> bool:
        taken = self.next() == token
        self.at += taken
        return taken

    def whole(self) -> Row:
        found = self.row()
        if self.next():
            raise self.bad(f"“{self.next()}” has nothing to belong to")
        return found

    def row(self) -> Row:
        """Items with blanks between them, up to the end of the phrase or of an alternative."""
        items: list[Item] = []
        while self.next() not in ("", "|", ")"):
            if _is_blank(self.next()):
                self.at += 1
            elif self.takes("..."):
                items.append(Item(Gap()))
            else:
                items += self.touching()
        if all(item.may_lack or isinstance(item.what, Gap) for item in items):
            raise self.bad("no word of it is certain to stand there")
        if isinstance(items[0].what, Gap):
            raise self.bad("it begins with “...”")
        return Row(tuple(items))

    def touching(self) -> Sequence[Item]:
        """Words, stars and groups without a blank between them."""
        parts: list[Item | str] = []
        while self.next() not in ("", "|", ")", "...") and not _is_blank(self.next()):
            if parts and self.next().startswith("'"):
                break
            parts.append(self.part(first=not parts))
        if len(parts) == 1 and isinstance(parts[0], Item):
            return [parts[0]]
        rows = list(self.spelled(parts))
        return [self.either([Row(tuple(row)) for row in rows], may_lack=False)] if len(rows) > 1 else rows[0]

    def part(self, first: bool) -> Item | str:
        token = self.next()
        self.at += 1
        if token == "(":  # noqa: S105 - a sign of a phrase
            return self.group()
        if token == "*" and first:  # noqa: S105
            raise self.bad("a star stands behind the beginning of a word")
        if token == "?":  # noqa: S105
            raise self.bad("“?” stands behind “)” or a list only")
        return self.listed(token[1:-1]) if token.startswith("<") else token

    def group(self) -> Item:
        ways = [self.row()]
        while self.takes("|"):
            ways.append(self.row())
        if not self.takes(")"):
            raise self.bad("“(” is not closed")
        return self.either(ways, self.takes("?"))

    def listed(self, name: str) -> Item:
        if name == "name":
            return Item(Name(frozenset(map(str.casefold, self.lists.get("no-name", ())))), self.takes("?"))
        if name not in self.lists:
            raise self.bad(f"there is no list “{name}”")
        if name not in self.read:
            others = {key: value for key, value in self.lists.items() if key != name}
            self.read[name] = tuple(read_phrase(each, others, self.read) for each in self.lists[name])
        return self.either(self.read[name], self.takes("?"))

    def either(self, ways: Sequence[Row], may_lack: bool) -> Item:
        """Single words are one set, which is one sign of the text."""
        single: set[str] = set()
        longer: list[Row] = []
        for way in ways:
            first = way.items[0]
            if len(way.items) == 1 and isinstance(first.what, Words) and not first.may_lack:
                single |= first.what.ways
            elif len(way.items) == 1 and isinstance(first.what, Either) and not first.may_lack:
                longer += first.what.ways
            else:
                longer.append(way)
        words = [Row((Item(Words(frozenset(single))),))] if single else []
        if words and not longer:
            return Item(Words(frozenset(single)), may_lack)
        return Item(Either((*words, *dict.fromkeys(longer))), may_lack)

    def spelled(self, parts: Sequence[Item | str]) -> Iterator[list[Item]]:
        """Every word, or row of words, that touching parts stand for."""
        ways = [[part] if isinstance(part, str) else list(self.strings(part)) for part in parts]
        count = 1
        for each in ways:
            count *= len(each)
        if count > MOST_WAYS:
            raise self.bad("a word of it stands for too many")
        for pieces in product(*ways):
            whole = "".join(pieces)
            for way in {whole, whole.replace("n't", "nt")}:
                words = _IN_PHRASE.findall(way.replace("'", " "))
                if not words or re.search(r"\*\w", way):
                    raise self.bad(f"“{way}” is no word")
                yield [Item(Words(frozenset({word}))) for word in words]

    def strings(self, item: Item) -> Iterator[str]:
        """What a group that touches a word stands for."""
        if item.may_lack:
            yield ""
        if isinstance(item.what, Words):
            yield from sorted(item.what.ways)
        elif isinstance(item.what, Either):
            for row in item.what.ways:
                yield from (" ".join(pieces).strip() for pieces in product(*map(self.strings, row.items)))
        else:
            raise self.bad("no word touches “...” or <name>")


def _is_blank(token: str) -> bool:
    return bool(token) and not token.strip(" \t\n,-")


class _Signs:
    """Which sign stands for which word: in the order of the alphabet, so that all that begin alike are side by side."""

    def __init__(self, words: Iterable[str]) -> None:
        self.known = sorted({*words})
        self.number = {word: number for number, word in enumerate(self.known, 1)}
        self.longest = max(map(len, self.known), default=0)

    def of(self, word: str) -> int:
        """The number of a word of a text; 0 where no phrase has it."""
        if found := self.number.get(word, 0):
            return found
        longest = min(len(word), self.longest)
        return next((found for end in range(longest, 0, -1) if (found := self.number.get(f"{word[:end]}*", 0))), 0)

    def ranges(self, way: str) -> Iterator[tuple[int, int]]:
        """Numbers, from and to, of what this word of a phrase finds."""
        if way == "*":
            yield 0, _LAST
            return
        if not way.endswith("*"):
            if way in self.number:
                yield self.number[way], self.number[way]
            return
        begin = way[:-1]
        first, last = bisect_left(self.known, begin), bisect_left(self.known, begin + "\U0010ffff")
        numbers = [at + 1 for at in range(first, last)]
        if numbers:
            yield numbers[0], numbers[-1]


@dataclass(frozen=True)
class _Text:
    """One sign for each word, mark and end of a sentence, with where each begins and ends; where each word stands."""

    signs: str
    starts: Sequence[int]
    ends: Sequence[int]
    places: Mapping[int, Sequence[int]]


class Phrases:
    """Phrases by name (a rule, a part), looked for side by side."""

    def __init__(self, by_name: Mapping[str, Iterable[str]], lists: Mapping[str, Sequence[str]]) -> None:
        read: dict[str, tuple[Row, ...]] = {}
        rows = [(name, read_phrase(phrase, lists, read)) for name, phrases in by_name.items() for phrase in phrases]
        self._signs = _Signs(word for _, row in rows for word in _words_of(row))
        self._classes: dict[frozenset[str], str] = {}
        self._patterns: dict[int, re.Pattern[str]] = {}
        self._firsts: dict[int, frozenset[int]] = {}
        self._numbers: dict[frozenset[str], frozenset[int]] = {}
        self._phrases = rows

    def find(self, signs: str) -> list[tuple[str, int, int]]:
        """Each name with where one of its phrases begins and ends, from left to right. `signs`: as
        `word_reading.read_words` gives them."""
        text = self._encoded(signs)
        found = []
        for at, (name, row) in enumerate(self._phrases):
            if self._may_stand(row, text.places):
                for match in self._matches(at, row, text):
                    found.append((name, text.starts[match.start()], text.ends[match.end() - 1]))
        return sorted(found, key=lambda each: each[1:])

    def _matches(self, at: int, row: Row, text: _Text) -> Iterable[re.Match[str]]:
        """Where few words begin as the phrase does, only those are tried."""
        pattern, first = self._pattern(at, row), self._first(at, row)
        places = [place for number in first & text.places.keys() for place in text.places[number]] if first else []
        if not first or len(places) > len(text.signs) // FEW:
            return pattern.finditer(text.signs)
        return filter(None, (pattern.match(text.signs, place) for place in places))

    def _encoded(self, signs: str) -> _Text:
        text, starts, ends = [], [], []
        places: dict[int, list[int]] = {}
        known: dict[str, int] = {}
        for match in _IN_TEXT.finditer(signs):
            capital, word, mark, _ = match.groups()
            if word is None:
                text.append(mark or ".")
            else:
                if (number := known.get(word)) is None:
                    number = known[word] = self._signs.of(word)
                places.setdefault(number, []).append(len(text))
                text.append(chr((_LARGE if capital else _SMALL) + number))
            starts.append(match.start(2) if word else match.start())
            ends.append(match.end())
        return _Text("".join(text), starts, ends, places)

    def _first(self, at: int, row: Row) -> frozenset[int]:
        """The words that a phrase may begin with; none where it may begin with any."""
        if (made := self._firsts.get(at)) is None:
            made = self._firsts[at] = frozenset(self._begins(row) or ())
        return made

    def _begins(self, row: Row) -> frozenset[int] | None:
        """None: with any word."""
        found = frozenset[int]()
        for item in row.items:
            if isinstance(item.what, Words) and not item.what.ways & _NO_WORDS:
                found |= self._numbers_of(item.what.ways)
            elif isinstance(item.what, Either):
                for way in item.what.ways:
                    if (begins := self._begins(way)) is None:
                        return None
                    found |= begins
            else:
                return None
            if not item.may_lack:
                break
        return found

    def _may_stand(self, row: Row, places: Mapping[int, Sequence[int]]) -> bool:
        """Whether the text has every word that the row cannot do without."""
        for item in row.items:
            if item.may_lack:
                continue
            if isinstance(item.what, Words):
                if not item.what.ways & _NO_WORDS and self._numbers_of(item.what.ways).isdisjoint(places):
                    return False
            elif isinstance(item.what, Either) and not any(self._may_stand(way, places) for way in item.what.ways):
                return False
        return True

    def _numbers_of(self, ways: frozenset[str]) -> frozenset[int]:
        if (made := self._numbers.get(ways)) is None:
            spans = [span for way in ways for span in self._signs.ranges(way)]
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
            return f"(?:(?!{never}){_NAME}{_NAME}{{0,2}}?)"
        assert isinstance(item.what, Either)  # noqa: S101 - a gap is no item of its own
        return f"(?:{'|'.join(map(self._row, item.what.ways))})"

    def _class(self, ways: frozenset[str]) -> str:
        if (made := self._classes.get(ways)) is None:
            spans = sorted(span for way in ways for span in self._signs.ranges(way))
            signs = "".join(
                f"{chr(begin + first)}-{chr(begin + last)}" for first, last in spans for begin in (_SMALL, _LARGE)
            )
            marks = "".join(each for each in _MARKS if each in ways)
            made = self._classes[ways] = f"[{marks}{signs}]" if signs or marks else "(?!)"
        return made


def _words_of(row: Row) -> Iterator[str]:
    for item in row.items:
        if isinstance(item.what, Words):
            yield from item.what.ways - _NO_WORDS
        elif isinstance(item.what, Name):
            yield from item.what.never
        elif isinstance(item.what, Either):
            for way in item.what.ways:
                yield from _words_of(way)
