"""How people are reached or placed, anywhere in a text: mail addresses, telephone numbers, network addresses.

What only looks like a number to call is none: addresses of links, days and times, numbers of revisions, temporary
accounts. Nothing found is kept.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Callable, Iterator
from enum import StrEnum

IpAddress = ipaddress.IPv4Network | ipaddress.IPv6Network
FEWEST_DIGITS, MOST_DIGITS = 7, 15
"""Of a telephone number, with the country's code (ITU-T E.164) or without."""


class Contact(StrEnum):
    """What was found."""

    MAIL = "mail"
    PHONE = "phone"
    NUMBER = "number"
    """Digits in groups, which may be a telephone number."""
    ADDRESS = "address"


TEMPORARY_ACCOUNT = re.compile(r"~[0-9]{4}(?:-[0-9]+)+")
_LINK = re.compile(r"(?:https?:)?//[^\s\[\]<>{}|\"]+")
_DAY_OR_TIME = re.compile(
    r"\b[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]+)?Z?)?"
    r"|\b[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{4}\b|\b[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\b"
)
_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]|&#64;|&#x40;|&commat;|%40)\s?(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?!\w)",
    re.IGNORECASE,
)
_DIGITS = re.compile(
    r"(?<![\w.,:/~+-])(?:\+|\()?[0-9](?:[ \t().\u00a0\u2011\u2013/-]{0,3}[0-9]){6,17}(?![\w]|[.,:-][0-9])"
)
_IP_LIKE = re.compile(r"(?<![\w.])[0-9A-Fa-f:][0-9A-Fa-f:.]{1,60}(?:/[0-9]{1,3})?(?!\w)")
_PARTLY = re.compile(r"(?<![0-9.])(?:[0-9]{1,3}\.){2}(?:[0-9]{1,3}|[x*]{1,3})\.[x*]{1,3}(?![0-9.])", re.IGNORECASE)


def find_contacts(text: str) -> Iterator[tuple[int, int, Contact]]:
    """Where each begins and ends in characters, and what it is. Digits of every script count."""
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in text)
    yield from ((match.start(), match.end(), Contact.MAIL) for match in _MAIL.finditer(plain))
    hosts = _cover(plain, _LINK, lambda link: len(re.match(r"(?:https?:)?//[^/?#]*", link)[0]))  # type: ignore[index]
    yield from ((start, end, Contact.ADDRESS) for start, end, _ in find_addresses(hosts))
    rest = plain
    for known in (_LINK, TEMPORARY_ACCOUNT, _DAY_OR_TIME):
        rest = _cover(rest, known, len)
    for match in _DIGITS.finditer(rest):
        if kind := _number(match[0]):
            yield match.start(), match.end(), kind


def find_addresses(text: str) -> Iterator[tuple[int, int, IpAddress | None]]:
    """Network addresses and ranges; None for one with its last numbers crossed out."""
    for match in _IP_LIKE.finditer(text):
        start, piece = match.start(), match[0].rstrip(".:") if not match[0].endswith("::") else match[0]
        lead = len(piece) - len(piece.lstrip(":")) if not piece.startswith("::") else 0
        if address := read_address(piece[lead:]):
            yield start + lead, start + len(piece), address
    yield from ((match.start(), match.end(), None) for match in _PARTLY.finditer(text))


def read_address(text: str) -> IpAddress | None:
    """An address or a range; `a::b` and `::` are program text and an indent."""
    if "." not in text and not (text.count(":") >= 2 and any(map(str.isdigit, text))):
        return None
    try:
        return ipaddress.ip_network(re.sub(r"(?:^|(?<=[.:]))0+(?=[0-9A-Fa-f])", "", text), strict=False)
    except ValueError:
        return None


def _number(piece: str) -> Contact | None:
    digits = sum(map(str.isdigit, piece))
    if not FEWEST_DIGITS <= digits <= MOST_DIGITS:
        return None
    if piece[0] in "+(" or piece.startswith("00"):
        return Contact.PHONE
    groups = re.findall(r"[0-9]+", piece)
    if len(groups) == 1:
        # A number of a revision or of an account has no zero in front.
        return Contact.PHONE if piece[0] == "0" and digits > 8 else None
    return Contact.PHONE if piece[0] == "0" else Contact.NUMBER


def _cover(text: str, known: re.Pattern[str], until: Callable[[str], int]) -> str:
    """With signs that are no digits in place of the first `until` characters of what is known."""
    return known.sub(lambda match: "~" * until(match[0]) + match[0][until(match[0]) :], text)
