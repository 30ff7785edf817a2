"""How people are reached or placed, anywhere in a text: mail addresses, telephone numbers, network addresses.

What only looks like a number to call is none: addresses of links, days and times, numbers of revisions, temporary
accounts. Nothing found is kept.
"""

import ipaddress
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from phonenumbers import Leniency, PhoneNumberMatcher

from app.text.decoding import Decoded, decode
from app.text.look_alikes import is_unseen

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
_HOST = re.compile(r"(?:https?:)?//[^\s\[\]<>{}|\"/?#]+")
_KNOWN = re.compile(
    rf"{TEMPORARY_ACCOUNT.pattern}"
    r"|\b[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]+)?Z?)?"
    r"|\b[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{4}\b|\b[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\b"
)
_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?!\w)",
    re.IGNORECASE,
)
_DIGITS = re.compile(
    r"(?<![\w.,:/~+-])(?:\+|\()?[0-9](?:[ \t().\u00a0\u2011\u2013/-]{0,3}[0-9]){6,17}(?![\w]|[.,:-][0-9])"
)
_IP_LIKE = re.compile(r"(?<![\w.])[0-9A-Fa-f:][0-9A-Fa-f:.]{1,60}(?:/[0-9]{1,3})?(?!\w)")
_PARTLY = re.compile(r"(?<![0-9.])(?:[0-9]{1,3}\.){2}(?:[0-9]{1,3}|[x*]{1,3})\.[x*]{1,3}(?![0-9.])", re.IGNORECASE)


def find_contacts(text: str, regions: Sequence[str] = ()) -> Iterator[tuple[int, int, Contact]]:
    """Where each begins and ends in characters, and what it is. Digits of every script count, and what is encoded.
    `regions`: codes of countries (ISO 3166) in whose own writing, without the country's code, a number is one to
    call."""
    read = _as_shown(text)
    signs = read.signs.translate({ord(sign): str(unicodedata.decimal(sign, sign)) for sign in set(read.signs)})
    links, hosts = _cover(signs, read, text, _LINK), _cover(signs, read, text, _HOST)
    found = [(match.start(), match.end(), Contact.MAIL) for match in _MAIL.finditer(signs)]
    found += [(start, end, Contact.ADDRESS) for start, end in find_addresses(hosts)]
    others = "".join(_blanked(links, [(start, end) for start, end, _ in found]))
    others = _KNOWN.sub(lambda known: "~" * len(known[0]), others)
    found += [
        (match.start(), match.end(), kind) for match in _DIGITS.finditer(others) if (kind := _number(match[0], regions))
    ]
    yield from ((read.starts[start], read.ends[end - 1], kind) for start, end, kind in found)


def _as_shown(text: str) -> Decoded:
    """Without signs that have no shape, which may stand between two digits."""
    read = decode(text)
    unseen = {sign for sign in set(read.signs) - {"\n"} if is_unseen(sign)}
    kept = [at for at, sign in enumerate(read.signs) if sign not in unseen]
    return Decoded(
        "".join(read.signs[at] for at in kept), [read.starts[at] for at in kept], [read.ends[at] for at in kept]
    )


def _cover(signs: str, read: Decoded, text: str, known: re.Pattern[str]) -> str:
    """With signs that are no digits in place of what is known in the text as it stands."""
    spans = [
        (bisect_left(read.starts, match.start()), bisect_left(read.starts, match.end()))
        for match in known.finditer(text)
    ]
    return _blanked(signs, spans)


def _blanked(signs: str, spans: Iterable[tuple[int, int]]) -> str:
    rest = list(signs)
    for start, end in spans:
        rest[start:end] = "~" * (end - start)
    return "".join(rest)


def find_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Network addresses and ranges, and those with their last numbers crossed out."""
    for match in _IP_LIKE.finditer(text):
        start, piece = match.start(), match[0]
        piece = piece if piece.endswith("::") else piece.rstrip(".:")
        lead = 0 if piece.startswith("::") else len(piece) - len(piece.lstrip(":"))
        if read_address(piece[lead:]):
            yield start + lead, start + len(piece)
    yield from ((match.start(), match.end()) for match in _PARTLY.finditer(text))


def read_address(text: str) -> IpAddress | None:
    """An address or a range; `a::b` and `::` are program text and an indent."""
    if "." not in text and not (text.count(":") >= 2 and any(map(str.isdigit, text))):
        return None
    try:
        return ipaddress.ip_network(re.sub(r"(?:^|(?<=[.:]))0+(?=[0-9A-Fa-f])", "", text), strict=False)
    except ValueError:
        return None


def _number(piece: str, regions: Sequence[str]) -> Contact | None:
    digits = sum(map(str.isdigit, piece))
    if not FEWEST_DIGITS <= digits <= MOST_DIGITS:
        return None
    if piece[0] in "+(" or piece.startswith("00"):
        return Contact.PHONE
    groups = re.findall(r"[0-9]+", piece)
    if len(groups) == 1:
        # A number of a revision or of an account has no zero in front.
        return Contact.PHONE if piece[0] == "0" and digits > 8 else None
    if piece[0] == "0":
        return Contact.PHONE
    if "." not in piece and any(_is_called(piece, region) for region in regions):
        return Contact.PHONE
    # `1.2.3 1.43.0` are versions.
    return Contact.NUMBER if all(len(group) > 1 for group in groups) else None


def _is_called(piece: str, region: str) -> bool:
    """Whether it is a number there and grouped as people there do."""
    return any(True for _ in PhoneNumberMatcher(piece, region, leniency=Leniency.STRICT_GROUPING))
