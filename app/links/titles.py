"""Titles and names brought to one form, so that the same thing is told once however it was written.

Follows the wikis' own rules (spaces, invisible marks, forbidden characters, 255 bytes). Knows no wiki.
"""

import re
import unicodedata

from app.domain.targets import Target, TargetKind, Why
from app.links.ips import read_address
from app.links.reading import NotUnderstood

_MOST_BYTES = 255
_SPACES = re.compile("[ _\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e]+")
_FORBIDDEN = re.compile("[\\x00-\\x1f\\x7f<>\\[\\]{}|#\ufffd\ud800-\udfff]")
_FORBIDDEN_IN_NAMES = re.compile("[/#]")
_EDGES = " \u200b\u2060\u2066\u2067\u2068\u2069\ufeff"


def spaced(title: str) -> str:
    """`title` with single spaces, without invisible direction marks, leading colon or blank edges."""
    return _SPACES.sub(" ", _DIRECTION_MARKS.sub("", title)).strip(_EDGES).lstrip(":").strip(_EDGES)


def read_title(title: str) -> str:
    """A page title fit to be asked about, or not understood."""
    clean = unicodedata.normalize("NFC", spaced(title))  # first: some signs become several
    if len(clean.encode(errors="replace")) > _MOST_BYTES + 100:  # the namespace's name comes on top
        raise NotUnderstood(Why.TOO_LONG)
    if not clean or _FORBIDDEN.search(clean):
        raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)
    return clean


def read_person(wiki: str | None, name: str) -> Target:
    """An account, or the IP address or range that stands in its place."""
    bare = name.strip(_EDGES)
    clean = bare if bare.startswith("::") and read_address(bare) else read_title(name)
    address = read_address(clean)
    if address is not None:
        return Target(address, wiki, name=clean)
    if _FORBIDDEN_IN_NAMES.search(clean):
        raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)
    if len(clean.encode()) > _MOST_BYTES:
        raise NotUnderstood(Why.TOO_LONG)
    return Target(TargetKind.ACCOUNT, wiki, name=_with_capital(clean))


def _with_capital(name: str) -> str:
    """Account names begin with a capital on every wiki; letters without a single one (ß, Georgian) stay."""
    first = name[0].upper()
    return first + name[1:] if len(first) == 1 and not "\u10d0" <= name[0] <= "\u10ff" else name
