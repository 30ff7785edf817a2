"""Numbers as links carry them. The wikis read them leniently (`12abc` is 12); here a mangled number is an error.

A wrong revision is worse than none. Only writing that follows a number without a space, as Chinese, Thai or Arabic
prose does, and invisible direction marks are taken off. Knows nothing of what the numbers mean.
"""

import re
import unicodedata

from app.domain.targets import Why
from app.links.reading import NotUnderstood

MARKS = (
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
"""Characters nobody sees that come along when text is copied."""

_NUMBER = re.compile(r"[0-9]{1,19}+")
_LARGEST = 2**63 - 1
_FIRST_CASELESS_SCRIPT = "\u0590"


def read_number(text: str) -> int:
    """A revision, log, page or user number: 1 to 2^63-1 in ASCII digits; anything else is not understood."""
    number = _NUMBER.match(text := text.strip(MARKS))
    if number is None or not 1 <= int(number[0]) <= _LARGEST or not is_prose(text[number.end() :]):
        raise NotUnderstood(Why.BAD_NUMBER)
    return int(number[0])


def is_word(text: str) -> bool:
    """Whether `text` has nothing of a number in it, as `prev`, `cur` or nothing at all."""
    return not any(unicodedata.category(character).startswith("N") for character in text)


def is_zero(text: str) -> bool:
    """Whether `text` is one or more zeros, which on the wikis means: not given."""
    bare = text.strip(MARKS)
    return bool(bare) and not bare.strip("0")


def read_timestamp(text: str) -> str:
    """Fourteen ASCII digits."""
    bare = text.strip(MARKS)
    if not re.fullmatch(r"[0-9]{14}", bare):
        raise NotUnderstood(Why.BAD_NUMBER)
    return bare


def is_prose(rest: str) -> bool:
    """Whether what follows a number or a code is nothing, or a script that is written on without a space."""
    following = rest.lstrip(MARKS)[:1]
    return not following or (following >= _FIRST_CASELESS_SCRIPT and unicodedata.category(following) == "Lo")
