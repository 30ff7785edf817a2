"""IP addresses and ranges, anywhere in a text. Used to build links, never stored. Knows nothing of wikis."""

import ipaddress
import re
from collections.abc import Iterator

from app.domain.targets import TargetKind

_CANDIDATE = re.compile(
    r"(?<![A-Za-z0-9_.])[0-9A-Fa-f:][0-9A-Fa-f:.]{1,60}+"
    r"(?:/[0-9]{1,3}+(?!\.?[0-9A-Za-z_]|:\S))?(?![A-Za-z0-9_])"
)
_PORT = re.compile(r":[0-9]{1,5}$")
_LONGEST = 50


def read_address(text: str) -> TargetKind | None:
    """Whether the whole of `text` is an address or a range."""
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
    """Whether an address or a range stands anywhere in a text, such as the title of a page about one."""
    return any(True for _ in find_addresses(text, 0, len(text)))


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
    """As `read_address`, but `a::b` is a piece of program text and `::` an indent, not an address."""
    if ":" in text and not any(character.isdigit() for character in text):
        return None
    return read_address(text) if text else None
