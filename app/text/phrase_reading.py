"""Reads phrases in the small language of `leak_words/EDITING.md`."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product

from app.text.phrase_parts import MARKS, BadPhrase, Either, Gap, Item, Name, Row, Words

MOST_WAYS = 4000
"""Words that one word with groups in it may stand for."""

_IN_PHRASE = re.compile(rf"\w+\*?|[{MARKS}]|\*")
_TOKEN = re.compile(r"\.\.\.|[()|?*]|<[a-z-]+>|[\s,-]+|[^\s()|?*<>,-]+?(?=\.\.\.|[\s()|?*<>,-]|$)")
_ENDS = frozenset({"", "|", ")"})
_BLANK = frozenset(" \t\n,-")
GAP = Item(Gap())


def read_phrase(phrase: str, lists: Mapping[str, Sequence[str]], read: dict[str, Item] | None = None) -> Row:
    """Raises BadPhrase. `read`: the lists that were read already, to be kept from phrase to phrase."""
    return _Reader(phrase, lists, {} if read is None else read).whole()


class _Reader:
    """Reads one phrase from left to right."""

    def __init__(self, phrase: str, lists: Mapping[str, Sequence[str]], read: dict[str, Item]) -> None:
        self.phrase, self.lists, self.read, self.at = phrase, lists, read, 0
        plain = phrase.casefold().replace("’", "'")
        self.tokens: list[str] = _TOKEN.findall(plain)
        if "".join(self.tokens) != plain:
            raise self.bad("a sign has no meaning here")
        self.tokens.append("")

    def bad(self, why: str) -> BadPhrase:
        return BadPhrase(f"“{self.phrase}”: {why}")

    def next(self) -> str:
        """The token in turn, nothing at the end."""
        return self.tokens[self.at]

    def takes(self, token: str) -> bool:
        taken = self.tokens[self.at] == token
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
        while (token := self.tokens[self.at]) not in _ENDS:
            if token[0] in _BLANK:
                self.at += 1
            elif self.takes("..."):
                items.append(GAP)
            elif self.is_plain():
                self.at += 1
                items.append(_word(token))
            else:
                items += self.touching()
        if all(item.may_lack or isinstance(item.what, Gap) for item in items):
            raise self.bad("no word of it is certain to stand there")
        if isinstance(items[0].what, Gap):
            raise self.bad("it begins with “...”")
        return Row(tuple(items))

    def is_plain(self) -> bool:
        """Whether a word stands here that nothing touches."""
        following = self.tokens[self.at + 1]
        return self.tokens[self.at].isalnum() and (following in _ENDS or following[0] in _BLANK)

    def touching(self) -> Sequence[Item]:
        """Words, stars and groups without a blank between them."""
        parts: list[Item | str] = []
        while self.next() not in _ENDS and self.next() != "..." and self.next()[0] not in _BLANK:
            if parts and self.next().startswith("'"):
                break
            parts.append(self.part(first=not parts))
        if len(parts) == 1 and isinstance(parts[0], Item):
            return [parts[0]]
        rows = list(self.spelled(parts))
        return [_either([Row(tuple(row)) for row in rows])] if len(rows) > 1 else rows[0]

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
        single: set[str] = set()
        ways: list[Row] = []
        while True:
            if self.tokens[self.at].isalnum() and self.tokens[self.at + 1] in ("|", ")"):
                single.add(self.next())
                self.at += 1
            else:
                ways.append(self.row())
            if not self.takes("|"):
                break
        if not self.takes(")"):
            raise self.bad("“(” is not closed")
        return _either(ways, single, self.takes("?"))

    def listed(self, name: str) -> Item:
        if name == "name":
            return Item(Name(frozenset(map(str.casefold, self.lists.get("no-name", ())))), self.takes("?"))
        if name not in self.lists:
            raise self.bad(f"there is no list “{name}”")
        if name not in self.read:
            others = {key: value for key, value in self.lists.items() if key != name}
            self.read[name] = _either([read_phrase(each, others, self.read) for each in self.lists[name]])
        return replace(self.read[name], may_lack=True) if self.takes("?") else self.read[name]

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
                yield [_word(word) for word in words]

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


def _either(ways: Sequence[Row], single: Collection[str] = (), may_lack: bool = False) -> Item:
    """One of the ways, or of the `single` words: words alone are one set, which is one sign of the text."""
    words = set(single)
    longer: list[Row] = []
    for way in ways:
        first = way.items[0]
        if len(way.items) == 1 and isinstance(first.what, Words) and not first.may_lack:
            words |= first.what.ways
        elif len(way.items) == 1 and isinstance(first.what, Either) and not first.may_lack:
            longer += first.what.ways
        else:
            longer.append(way)
    if not longer:
        return Item(Words(frozenset(words)), may_lack)
    alone = [Row((Item(Words(frozenset(words))),))] if words else []
    return Item(Either((*alone, *longer)), may_lack)


@lru_cache(20_000)
def _word(word: str) -> Item:
    return Item(Words(frozenset({word})))
