"""Phrases that functionaries write, found in a text: the small language of `leak_words/EDITING.md`.

A phrase becomes a pattern that is tried only where a word of the text begins as it does. Every repetition in a pattern
is possessive or has an end, so that the time grows with the length of the text, whatever is written there.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

MOST_BETWEEN = 4
"""Words that `...` may stand for."""

_BLANK = r"(?:[\"”»)]?,? [\"“„«(]?| ?- ?)"
_BETWEEN = r"(?:[-,:;)\"'”»]{0,2} [\"'“„«(]{0,2}\w++(?:['./@-]\w++){0,5}+)"
_TOKEN = re.compile(r"\.\.\.|[()|?*]|<[a-z-]+>|[\s,-]+|[^\s()|?*<>,-]+?(?=\.\.\.|[\s()|?*<>,-]|$)")
_LEAD = re.compile(r"\w{1,2}")
_WORD = re.compile(r"(?<!\w)\w{1,2}")


class BadPhrase(ValueError):
    """A phrase that cannot be read; the message says what is wrong with it."""


@dataclass(frozen=True)
class _Piece:
    """A part of a pattern. `leads`: how it begins, in one or two letters; `open_leads` of one letter, with any second.
    `gap` stands between words and is none itself; `may_lack` may be absent."""

    pattern: str
    leads: frozenset[str] = frozenset()
    open_leads: frozenset[str] = frozenset()
    gap: bool = False
    may_lack: bool = False


class _Reader:
    """Reads one phrase from left to right."""

    def __init__(self, phrase: str, lists: Mapping[str, Sequence[str]], ends: bool) -> None:
        self.phrase, self.lists, self.ends = phrase, lists, ends
        self.tokens = _TOKEN.findall(phrase.casefold().replace("’", "'"))
        if "".join(self.tokens) != phrase.casefold().replace("’", "'"):
            raise self.bad("a sign has no meaning here")
        self.at = 0

    def bad(self, why: str) -> BadPhrase:
        return BadPhrase(f"“{self.phrase}”: {why}")

    def whole(self, nested: bool = False) -> _Piece:
        found = self.sequence(nested)
        if self.at < len(self.tokens):
            raise self.bad(f"“{self.tokens[self.at]}” has nothing to belong to")
        return found

    def sequence(self, nested: bool = True) -> _Piece:
        """Items with blanks between them, up to the end of the phrase or of an alternative."""
        items: list[_Piece] = []
        while self.at < len(self.tokens) and self.tokens[self.at] not in "|)":
            if not self.tokens[self.at].strip(" \t\n,-"):
                self.at += 1
            elif self.tokens[self.at] == "...":
                self.at += 1
                items.append(_Piece(_BETWEEN, gap=True))
            else:
                items.append(self.item())
        return self.joined(items, nested)

    def item(self) -> _Piece:
        """Words, stars and groups that touch one another."""
        parts: list[_Piece] = []
        while self.at < len(self.tokens) and self.tokens[self.at] not in ("|", ")", "..."):
            token = self.tokens[self.at]
            if not token.strip(" \t\n,-"):
                break
            self.at += 1
            parts.append(self.part(token, first=not parts))
        if len(parts) == 1:
            return parts[0]
        pattern = "".join(f"(?:{part.pattern})?+" if part.may_lack else part.pattern for part in parts)
        return self.begun(parts, pattern)

    def begun(self, parts: Sequence[_Piece], pattern: str) -> _Piece:
        """How touching parts begin: after a single letter the next part goes on, so that its second is open."""
        first = parts[0]
        if first.may_lack:
            raise self.bad("what may be absent does not begin a word")
        short = frozenset(lead for lead in first.leads if len(lead) == 1)
        return _Piece(pattern, first.leads, first.open_leads | short)

    def part(self, token: str, first: bool) -> _Piece:
        if token == "(":
            return self.group()
        if token == "*":
            if first and not self.ends:
                raise self.bad("a star stands behind the beginning of a word")
            return _Piece(r"\w*+" if not first else r"\w*?")
        if token == "?":
            raise self.bad("“?” stands behind “)” only")
        if token.startswith("<"):
            return self.list(token[1:-1])
        # `'s` goes on from any word: it is found by its letter.
        token = token.lstrip("'")
        lead = _LEAD.match(token)
        pattern = re.escape(token).replace("n't", "n'?t").replace("\\ ", " ")
        return _Piece(pattern, frozenset({lead[0]}) if lead else frozenset())

    def group(self) -> _Piece:
        ways = [self.sequence()]
        while self.at < len(self.tokens) and self.tokens[self.at] == "|":
            self.at += 1
            ways.append(self.sequence())
        if self.at >= len(self.tokens):
            raise self.bad("“(” is not closed")
        self.at += 1
        may_lack = self.at < len(self.tokens) and self.tokens[self.at] == "?"
        self.at += may_lack
        return self.either(ways, may_lack)

    def list(self, name: str) -> _Piece:
        if name not in self.lists:
            raise self.bad(f"there is no list “{name}”")
        may_lack = self.at < len(self.tokens) and self.tokens[self.at] == "?"
        self.at += may_lack
        others = {key: value for key, value in self.lists.items() if key != name}
        return self.either([_Reader(each, others, self.ends).whole(nested=True) for each in self.lists[name]], may_lack)

    def either(self, ways: Sequence[_Piece], may_lack: bool) -> _Piece:
        leads = frozenset[str]().union(*(way.leads for way in ways))
        opened = frozenset[str]().union(*(way.open_leads for way in ways))
        return _Piece(f"(?:{'|'.join(way.pattern for way in ways)})", leads, opened, may_lack=may_lack)

    def joined(self, items: Sequence[_Piece], nested: bool) -> _Piece:
        anchor = next((at for at, item in enumerate(items) if not item.gap and not item.may_lack), None)
        if anchor is None:
            raise self.bad("no word of it is certain to stand there")
        if any(item.gap for item in items[:anchor]):
            raise self.bad("it begins with “...”")
        before = "".join(f"(?:{item.pattern}{_BLANK})?" for item in items[:anchor])
        after = "".join(self.following(item, not nested and at == len(items) - 1) for at, item in enumerate(items[anchor + 1 :], anchor + 1))
        begins = items[: anchor + 1]
        return _Piece(
            f"{before}{items[anchor].pattern}{after}",
            frozenset[str]().union(*(item.leads for item in begins)),
            frozenset[str]().union(*(item.open_leads for item in begins)),
        )

    def following(self, item: _Piece, last: bool) -> str:
        if item.gap:
            return f"{item.pattern}{{0,{MOST_BETWEEN}}}{'+' if last else '?'}"
        return f"(?:{_BLANK}{item.pattern})?" if item.may_lack else f"{_BLANK}{item.pattern}"


class Phrases:
    """Phrases by name (a rule, a part), looked for side by side in one walk through a text."""

    def __init__(self, by_name: Mapping[str, Iterable[str]], lists: Mapping[str, Sequence[str]]) -> None:
        self._ways: dict[tuple[str, str], list[str]] = {}
        self._names: dict[str, list[str]] = {}
        self._patterns: dict[tuple[str, str], re.Pattern[str]] = {}
        for name, phrases in by_name.items():
            for phrase in phrases:
                self._add(name, phrase, lists)

    def _add(self, name: str, phrase: str, lists: Mapping[str, Sequence[str]]) -> None:
        read = _Reader(phrase, lists, ends=False).whole()
        leads = read.leads | {f"{lead}*" for lead in read.open_leads}
        if not leads:
            raise BadPhrase(f"“{phrase}”: it does not begin with a letter or a digit")
        for lead in leads:
            if (lead, name) not in self._ways:
                self._names.setdefault(lead, []).append(name)
            self._ways.setdefault((lead, name), []).append(read.pattern)

    def find(self, signs: str) -> Iterator[tuple[str, int, int]]:
        """Each name with where one of its phrases begins and ends; of several from one place the first in the file.
        `signs`: as `reading.read_words` gives them."""
        for begin in _WORD.finditer(signs):
            for lead in (begin[0], f"{begin[0][0]}*"):
                for name in self._names.get(lead, ()):
                    if found := self._pattern(lead, name).match(signs, begin.start()):
                        yield name, found.start(), found.end()

    def _pattern(self, lead: str, name: str) -> re.Pattern[str]:
        """Made when a text first begins a word so: most phrases are never needed."""
        if (made := self._patterns.get((lead, name))) is None:
            made = re.compile(f"(?:{'|'.join(self._ways[lead, name])})(?!\\w)")
            self._patterns[lead, name] = made
        return made


def word_ends(words: Sequence[str]) -> str:
    """A pattern for any of these words, which may begin with a star (`*strasse`)."""
    return "|".join(_Reader(word, {}, ends=True).whole().pattern for word in words) or "(?!)"
