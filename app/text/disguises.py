"""Finds a name in a text however it is disguised: in capitals, with letters that look alike, with signs or markup
between its letters, percent-encoded, as character references, inside of a longer word.

SECURITY: one sign too many is marked rather than one too few. Works in memory, in time that grows with the length of
the text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.text.decoding import Decoded, decode, readings
from app.text.look_alikes import is_unseen, letter_keys

ANY_LETTERS = 5
"""From so many letters on a name is itself without its other signs: `Tide!` is a word, `Tidewatcher!` is not."""
SHORT = 6
"""Below so many letters, letters of several words can be the name by accident, `pl[an a]pple`, and so can some of a
longer word: `[Jan]uary`."""
IN_ANY_WORD = 4
"""Names of so few letters stand in the middle of words of every text: `sem[ana]`, `D[anke]`."""
MOST_OF_ENDING = 3
"""Letters that a language puts behind a name to bend it."""
POSSESSIVE = frozenset({"s", "es"})
LONGEST_ACCOUNT = 85
"""Letters of an account's name, of at most 255 bytes; so far is looked back."""
_BEFORE_A_NAME = frozenset(":|[=")

Keys = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Found:
    """Where a name stands, in characters of the text. Not `surely` where it may be an accident of several words.

    In prose short names stand in other words, too: `may_be_words`, and `by_chance` where it hardly is anything else.
    Where accounts are named that is no excuse: what harms somebody is made of their name.
    """

    start: int
    end: int
    surely: bool
    may_be_words: bool = False
    by_chance: bool = False


@dataclass(frozen=True)
class _Look:
    """One way to look at a text: which of its signs count. `kinds` are their letters in order, one sign for each
    distinct set of keys; `alike` says which of these have a key."""

    read: Decoded
    counts: Callable[[str], bool]
    kinds: str
    alike: Mapping[tuple[str, str], Sequence[str]]
    letters_of: Mapping[int, str]

    def places(self) -> Sequence[int]:
        """Of each letter, the place of its sign in the decoded text."""
        return [at for at, sign in enumerate(self.read.signs) for _ in self.letters_of[ord(sign)]]

    def pattern(self, wanted: Sequence[Keys]) -> re.Pattern[str] | None:
        """None where a letter of the name has nothing like it in the text."""
        letters = [sorted({kind for key in keys for kind in self.alike.get(key, ())}) for keys in wanted]
        return re.compile("".join(f"[{''.join(kinds)}]" for kinds in letters)) if letters and all(letters) else None


_BETWEEN = frozenset("'\"\u2018\u2019\u201c\u201d[]{}<>*~")
"""Signs of quotation and of wikitext, which may stand between the letters of a name; blanks and the like: `_counts`."""


def find_name(text: str, names: Sequence[str]) -> Iterator[Found]:
    """Every place where one of the names stands in the text, in no order; a place may be found twice."""
    for read in readings(text):
        for counts in (_counts, _is_letter):
            look = _look(read, counts)
            for name in dict.fromkeys(names):
                yield from _find(name, look)


def _find(name: str, look: _Look) -> Iterator[Found]:
    meant = decode(name)
    wanted = [each for sign in meant.signs if look.counts(sign) for each in _keys(sign)]
    if look.counts is _is_letter and len(wanted) < ANY_LETTERS and not _is_all_letters(meant.signs):
        return
    pattern = look.pattern(wanted)
    matches = list(pattern.finditer(look.kinds)) if pattern else []
    places = look.places() if matches else []
    letters, words = sum(map(look.counts, meant.signs)), 1 + sum(map(str.isspace, meant.signs))
    alone, read = _only_alone(wanted), look.read
    for match in matches:
        first, last = places[match.start()], places[match.end() - 1]
        if alone and _is_embedded(read.signs, first, last):
            continue
        place = Found(read.starts[first], read.ends[last], surely=True)
        yield _weighed(place, read.signs, first, last, words) if letters < SHORT else place


def _weighed(place: Found, signs: str, first: int, last: int, words: int) -> Found:
    """A short name of so many words, whose letters may be those of others."""
    pieces = signs[first : last + 1].split()
    across, is_spaced_out = len(pieces) > words, all(len(each) == 1 for each in pieces)
    may_be_words = (across and not is_spaced_out) or _is_in_a_word(signs, first, last)
    return replace(
        place,
        surely=not (across and _is_embedded(signs, first, last)),
        may_be_words=may_be_words,
        by_chance=may_be_words and sum(map(len, pieces)) <= IN_ANY_WORD and _is_deep_in_a_word(signs, first, last),
    )


def _is_in_a_word(signs: str, first: int, last: int) -> bool:
    """Whether a longer word has these letters, and none that is a name itself, as `User:ihate[ana]`."""
    ending = _ending(signs, last)
    goes_on = _flows_in(signs, first) or not (ending == "" or ending in POSSESSIVE)
    return goes_on and not _is_called(signs, first)


def _is_deep_in_a_word(signs: str, first: int, last: int) -> bool:
    """Not at its beginning with a short ending."""
    return _flows_in(signs, first) or len(_ending(signs, last)) > MOST_OF_ENDING


def _is_embedded(signs: str, first: int, last: int) -> bool:
    return _is_word(signs, first - 1) or _is_word(signs, last + 1)


def _counts(sign: str) -> bool:
    """Whether a sign is more than what may stand between the letters of a name."""
    category = unicodedata.category(sign)
    return not (sign.isspace() or sign in _BETWEEN or category in ("Pd", "Pc", "Mn", "Me") or is_unseen(sign))


@lru_cache(4096)
def _is_letter(sign: str) -> bool:
    """Whether it is a letter or a digit, or looks like one."""
    return _counts(sign) and (sign.isalnum() or any(key.isalnum() for keys in _keys(sign) for _, key in keys))


def _is_all_letters(signs: str) -> bool:
    return all(_is_letter(sign) for sign in signs if _counts(sign))


def _is_word(signs: str, place: int) -> bool:
    return 0 <= place < len(signs) and signs[place].isalnum()


def _is_called(signs: str, first: int) -> bool:
    """Whether the word in which a place is stands behind a sign of wikitext that names something."""
    before = signs[max(0, first - LONGEST_ACCOUNT) : first]
    word = next((at for at in range(len(before), 0, -1) if not before[at - 1].isalnum()), 0)
    return word > 0 and before[word - 1] in _BEFORE_A_NAME


def _flows_in(signs: str, first: int) -> bool:
    """Whether a word goes on into the name: `sem[ana]`, but neither `The[Ana]` nor `7[Ana]`. Scripts without capitals
    have no blanks between words, or bind short ones to the next."""
    return first > 0 and _flow_on(signs[first - 1], signs[first])


def _ending(signs: str, last: int) -> str:
    """The letters with which a word goes on behind the name."""
    end = last
    while end + 1 < len(signs) and end - last <= MOST_OF_ENDING and _flow_on(signs[end], signs[end + 1]):
        end += 1
    return signs[last + 1 : end + 1].casefold()


def _flow_on(sign: str, after: str) -> bool:
    are_letters = all(each.islower() or each.isupper() for each in (sign, after))
    return are_letters and not (sign.islower() and after.isupper())


def _only_alone(wanted: Sequence[Keys]) -> bool:
    """One or two letters of an alphabet are in every text: these are the name only as a word by themselves."""
    return len(wanted) < 3 and all(key.isascii() for keys in wanted for kind, key in keys if kind == "small")


@lru_cache(4096)
def _keys(sign: str) -> tuple[Keys, ...]:
    return letter_keys(sign)


def _look(read: Decoded, counts: Callable[[str], bool]) -> _Look:
    known: dict[Keys, str] = {}
    letters_of = {
        ord(sign): "".join(known.setdefault(keys, _kind(len(known))) for keys in _keys(sign)) if counts(sign) else ""
        for sign in set(read.signs)
    }
    alike: dict[tuple[str, str], list[str]] = {}
    for keys, kind in known.items():
        for key in keys:
            alike.setdefault(key, []).append(kind)
    return _Look(read, counts, read.signs.translate(letters_of), alike, letters_of)


def _kind(number: int) -> str:
    return chr(0xF0000 + number)
