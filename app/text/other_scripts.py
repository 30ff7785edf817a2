"""Finds a name in a text that is written in another script: `Сергей` for `Sergey`, and the other way round.

Names travel between scripts by ear and by several tables, so letters that tables disagree on count as the same here
(`Sergei`, `Sergey`), and a few letters may follow where a language bends its names (`Сергея`).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from anyascii import anyascii

from app.text.decoding import decode
from app.text.disguises import Found
from app.text.look_alikes import is_unseen

FEWEST_LETTERS = 4
"""Below that, every text in another script has some word that sounds like the name."""
MOST_BENT = 2
"""Letters behind a name as short as that; with more of them it is another word."""
_ALIKE = str.maketrans(
    {"y": "i", "j": "i", "w": "v", "q": "k", "c": "k", "x": "k", "z": "s", "h": None, "'": None, "`": None}
)
_BLANK = " "


def find_in_other_scripts(text: str, names: Sequence[str]) -> Iterator[Found]:
    """Where one of the names stands; a short one may be the beginning of another word."""
    wanted = {
        key: not name.isascii() for name in names if len((key := _key(name)).replace(_BLANK, "")) >= FEWEST_LETTERS
    }
    if not wanted:
        return
    read = decode(text)
    heard, firsts, lasts = _heard(read.signs)
    for key, is_other in wanted.items():
        stem = re.escape(key[:-1] if key[-1] in "aeiou" else key)
        for match in re.finditer(rf"(?<!\w){stem}(\w{{0,4}})(?!\w)", heard):
            first, last = firsts[match.start()], lasts[match.end() - 1]
            there_is_other = any(map(_is_of_other_script, read.signs[first : last + 1]))
            if there_is_other or (is_other and match[0] == key):
                may_be_words = len(stem) <= FEWEST_LETTERS and len(match[1]) > MOST_BENT
                yield Found(read.starts[first], read.ends[last], True, may_be_words)


def _is_of_other_script(sign: str) -> bool:
    """A letter with an accent is none: `März` is no `Mara`."""
    return sign.isalpha() and not sign.isascii() and "LATIN" not in unicodedata.name(sign, "")


def _heard(signs: str) -> tuple[str, list[int], list[int]]:
    """How a text sounds, and of each sound the first and the last sign that it comes from."""
    sounds: list[str] = []
    firsts: list[int] = []
    lasts: list[int] = []
    for at, sign in enumerate(signs):
        for each in _sound(sign):
            if sounds and sounds[-1] == each:
                lasts[-1] = at
            else:
                sounds.append(each)
                firsts.append(at)
                lasts.append(at)
    return "".join(sounds), firsts, lasts


def _key(name: str) -> str:
    """A name as it sounds: no letter twice in a row."""
    return _heard(decode(name).signs)[0].strip(_BLANK)


@lru_cache(8192)
def _sound(sign: str) -> str:
    """The letters that a sign is written with in Latin letters; a blank for what stands between words."""
    if sign.isspace() or sign in "_-":
        return _BLANK
    if is_unseen(sign) or unicodedata.combining(sign):
        return ""
    return anyascii(sign).casefold().translate(_ALIKE) if sign.isalnum() else sign
