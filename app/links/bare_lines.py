"""Which pasted lines are names of accounts by themselves, and which are what people wrote to each other.

A name cannot be told from a sentence by its signs alone, hence the lines are judged together: one line that looks like
a text, and none of them is a name. Knows no wiki; says why, so that the person can see it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

WORDS_AT_MOST = 3
"""Names of more words are rare, sentences of fewer, too."""
CAPITALS_AT_MOST = 5
"""Words of a name each of which begins with a capital letter, as no sentence's do; with a digit in it may be an address
where somebody lives."""
UNSPACED_AT_MOST = 10
"""Letters of scripts that put no spaces between words: a name of more is rare, and a sentence has more."""
DIGITS_AT_MOST = 6
"""Of a line that is nothing but digits: more are a telephone number, or a central id without its sign."""

_LIST_MARK = re.compile(r"(?:(?P<sign>[*#:;>\u2022\u00b7\u2013-])[*#:;]*|[0-9]{1,4}[.)])[ \t]+(?=\S)")
_SENTENCE = re.compile(
    r"[@:\"\u201c-\u201f\u00ab\u00bb\u00a1\u00bf\u060c\u061b\u061f\u0964\u06d4\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f]"
    r"|[,;?!\u2026](?=\s|\Z)|\.\Z"
)
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_NUMBER_ALONE = re.compile(r"[\d\s+()./\u2013-]+")


class NotAName(StrEnum):
    """Why a line looks like a text; each has a word in the messages (`not-a-name-<value>`)."""

    WORDS = "words"
    SIGNS = "signs"
    SMALL = "small"
    DIGITS = "digits"


@dataclass(frozen=True)
class LeftOut:
    """A line that was not taken for a name: the `number`th of the paste. `why` None: only the lines around it are."""

    number: int
    line: str
    why: NotAName | None


def why_no_name(line: str) -> NotAName | None:
    """Why this line looks like a text; None for what may be a name."""
    words = line.split()
    is_long = len(words) > (CAPITALS_AT_MOST if _has_capitals_only(words) else WORDS_AT_MOST)
    if is_long or len(_UNSPACED.findall(line)) > UNSPACED_AT_MOST:
        return NotAName.WORDS
    if _SENTENCE.search(line):
        return NotAName.SIGNS
    if _NUMBER_ALONE.fullmatch(line) and sum(map(str.isdigit, line)) > DIGITS_AT_MOST:
        return NotAName.DIGITS
    # Every account's name begins with a capital, in the scripts that have them.
    has_small, has_capital = any(map(str.islower, line)), any(map(str.isupper, line))
    return NotAName.SMALL if len(words) > 1 and has_small and not has_capital else None


def _has_capitals_only(words: Sequence[str]) -> bool:
    return all(word[0].isupper() and not any(map(str.isdigit, word)) for word in words)


def read_bare_lines(lines: Mapping[int, str]) -> tuple[dict[int, str], tuple[LeftOut, ...]]:
    """The names, by the numbers of their lines; or no name at all, and why.

    SECURITY: a name is sent to the central wiki. Of what somebody wrote in confidence nothing may be.
    """
    names = _without_marks(lines)
    whys = {number: why_no_name(name) for number, name in names.items()}
    if not any(whys.values()):
        return names, ()
    return {}, tuple(LeftOut(number + 1, lines[number], why) for number, why in whys.items())


def _without_marks(lines: Mapping[int, str]) -> dict[int, str]:
    """Without the marks of a list, where all lines carry the same: names may begin with such a sign themselves."""
    bare = {number: line.strip() for number, line in lines.items()}
    marks = {number: _LIST_MARK.match(line) for number, line in bare.items()}
    kinds = {mark and (mark["sign"] or "number") for mark in marks.values()}
    if None in kinds or len(kinds) != 1:
        return bare
    return {number: line[mark.end() if (mark := marks[number]) else 0 :] for number, line in bare.items()}
