"""IP addresses and ranges, anywhere in a text. Used to build links, never stored. Knows nothing of wikis."""

import ipaddress
import re
import unicodedata
from collections.abc import Iterator

from app.domain.targets import TargetKind

_CANDIDATE = re.compile(
    r"(?<![A-Za-z0-9_.])[0-9A-Fa-f:][0-9A-Fa-f:.]{1,60}+"
    r"(?:/[0-9]{1,3}+(?!\.?[0-9A-Za-z_]|:\S))?(?![A-Za-z0-9_])"
)
_PORT = re.compile(r":[0-9]{1,5}$")
_LONGEST = 50
_ZEROS = re.compile(r"(?:^|(?<=[.:]))0+(?=[0-9A-Fa-f])")
"""Zeros that MediaWiki leaves away: `192.000.002.007`."""

_BYTE = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
_NAMED_AFTER_ONE = re.compile(
    rf"(?<![0-9.]){_BYTE}\.{_BYTE}(?:\.(?:{_BYTE}|x{{1,3}})){{2}}(?![0-9]|\.[0-9])", re.IGNORECASE
)
"""Four bytes, even between letters (`Vandal192.0.2.7`), and with the last ones crossed out (`192.0.2.xxx`)."""


def read_address(text: str) -> TargetKind | None:
    """Whether the whole of `text` is an address or a range, with or without zeros in front of its numbers."""
    return _read_strictly(_ZEROS.sub("", text))


def _read_strictly(text: str) -> TargetKind | None:
    if len(text) > _LONGEST or not text.isascii():
        return None
    try:
        if "/" in text:
            ipaddress.ip_network(text, strict=False)
            return TargetKind.RANGE if text.partition("/")[2].isdigit() else None
        ipaddress.ip_address(text)
    except ValueError:
        return None
    return None if "%" in text else TargetKind.IP


def find_addresses(text: str, start: int, end: int) -> Iterator[tuple[int, int, TargetKind]]:
    """Addresses in `text[start:end]`: where each begins and ends, and whether it is an address or a range."""
    for candidate in _CANDIDATE.finditer(text, start, end):
        for offset, piece in _readings(candidate[0]):
            kind = _read_in_prose(piece)
            if kind is not None:
                yield candidate.start() + offset, candidate.start() + offset + len(piece), kind
                break


def holds_address(text: str) -> bool:
    """Whether an address or a range stands anywhere in a title or a name, in any of the spellings that wikis take."""
    plain = _respell(text)
    return bool(_NAMED_AFTER_ONE.search(plain)) or any(True for _ in find_addresses(plain, 0, len(plain)))


def _respell(text: str) -> str:
    """Digits of any script and width as plain ones, without invisible signs, zeros in front and underscores."""
    visible = (each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) != "Cf")
    plain = "".join(str(unicodedata.decimal(each, each)) for each in visible).replace("_", " ")
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", plain)


def _readings(found: str) -> Iterator[tuple[int, str]]:
    """What may be meant, with its offset: the whole; without a port; what follows a label such as `bad:`."""
    # `::1.2.3.4` and `:1.2.3.4` are indented lines of a talk page.
    lead = len(found) - len(found.lstrip(":"))
    whole = found[lead:].rstrip(".")
    if whole.endswith(":") and not whole.endswith("::"):
        whole = whole[:-1].rstrip(".")
    yield lead, whole
    if whole.count(":") == 1:
        yield lead, _PORT.sub("", whole)
    if ":" in whole:
        after = whole.rindex(":") + 1
        yield lead + after, whole[after:]


def _read_in_prose(text: str) -> TargetKind | None:
    """As an address as it must be written, but `a::b` is a piece of program text and `::` an indent, not an address."""
    if ":" in text and not any(character.isdigit() for character in text):
        return None
    return _read_strictly(text) if text else None
