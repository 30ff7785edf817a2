"""Where the links and addresses stand in a pasted text of any script, in order, without overlap, in linear time.

Decides only where a piece begins and ends; what it means is read elsewhere. Every expression here is free of nested
repetition, and a piece once taken is never looked at again.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from app.domain.targets import TargetKind
from app.links import names
from app.links.ips import find_addresses
from app.links.numbers import MARKS


class Form(Enum):
    """How a piece of text is written."""

    ADDRESS = "address of a page, perhaps without its scheme"
    WIKITEXT = "[[link]]"
    REPORTED = "name in a mail of the Incident Reporting System"
    NAMES = "names of accounts, not linked"
    IP = "IP address or range"


@dataclass(frozen=True)
class Piece:
    """`text` is exactly what was pasted; `link` is what of it is to be read; `names` are those of accounts."""

    form: Form
    start: int
    end: int
    text: str
    link: str
    ip: TargetKind | None = None
    names: tuple[str, ...] = ()


_START = re.compile(
    rf"(?P<reported>{names.REPORTED})"
    rf"|(?P<listed>{names.LISTED})"
    rf"|(?P<template>{names.TEMPLATE})"
    rf"|(?P<temporary>{names.TEMPORARY})"
    r"|(?P<transcluded>\{\{:?(?=special:))"
    r"|(?P<wikitext>\[\[)"
    r"|(?P<scheme>https?://)"
    r"|(?P<relative>(?<![A-Za-z0-9:/])//(?=[A-Za-z0-9]))"
    r"|(?P<bare>(?<![A-Za-z0-9._@%/:-])[A-Za-z0-9][A-Za-z0-9.-]{2,252}+(?::[0-9]{1,5}+)?(?=[/?]))",
    re.ASCII | re.IGNORECASE | re.MULTILINE,
)
_WIKITEXT = re.compile(r"\[\[([^\[\]{}|<>\r\n]++)(?=\||\]\])(?:\|[^\[\]\r\n]{0,1000}+)?(?:\]\])?")
_TRANSCLUDED = re.compile(r"([^\[\]{}|<>\r\n]++)(?:\|[^\[\]{}\r\n]{0,1000}+)?\}\}")
_WITH_SCHEME = re.compile(r"(?:https?:)?//", re.ASCII | re.IGNORECASE)
_SOFT_STOPS = "，。、；：！？،؛؟۔।…"
_CLOSED = r"\s<>\"{}|\\^`\x00-\x1f\x7f-\x9f"
_QUOTES = "\u00ab\u00bb\u2039\u203a\u201c-\u201e\u3008-\u3011"
# Prose begins at two apostrophes, at an escaped bracket or quote of copied HTML, at a stop after a Latin letter, and
# where another script runs into the next link.
_PROSE = rf"''|&(?:[lg]t|quot|apos|nbsp|#3[49]);|(?<=[!-~])[{_SOFT_STOPS}]|(?<=[^\x00-\x7f])[hH][tT][tT][pP][sS]?://"
_BAR_IN_LIST = r"(?<=[0-9])\|(?=[0-9])"
_BAR_IN_QUERY = rf"\|(?=[^{_CLOSED}\]])"


def _body(bar: str) -> re.Pattern[str]:
    """Where letters are percent-encoded, a raw letter of another script is prose, too: hence two halves."""
    return re.compile(
        rf"(?:(?!{_PROSE}|%[89A-Fa-f][0-9A-Fa-f])(?:[^{_CLOSED}{_QUOTES}]|{bar}))*+"
        rf"(?:(?!{_PROSE})(?:[^{_CLOSED}\u0080-\U0010ffff]|{bar}))*+"
    )


_BODY = _body(_BAR_IN_LIST)
_BODY_FOR_PROGRAMS = _body(_BAR_IN_QUERY)
_FOR_PROGRAMS = re.compile(
    r"(?:(?:https?:)?//)?[A-Za-z0-9.-]{1,253}+(?::[0-9]{1,5}+)?(?:/[A-Za-z0-9_-]{1,30}+){0,3}/api\.php\?", re.IGNORECASE
)
"""Only here bars stand between names, too; elsewhere a bar ends a link, as in `{{x|https://...|label}}`."""
_WINDOW, _MARGIN = 64, 16
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}+(?::[0-9]{1,5}+)?(?=/)")
_LOOKS_LIKE_A_WIKI = re.compile(r"/wiki/|/w/|/index\.php")

_TRAILING = ".,;:!?'\"*_~([{（’‘" + _SOFT_STOPS + MARKS
_IPV6_BEFORE_COLONS = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){1,6}\Z")
_BRACKETS = {")": "(", "]": "[", "）": "（"}
_BRACKET = re.compile(r"[()\[\]（）]")


def find_pieces(text: str, is_wiki: Callable[[str], bool]) -> Iterator[Piece]:
    """Links and addresses of `text` in order. `is_wiki` tells whether a host is of the farm."""
    covered = 0
    for piece in _find_links(text, is_wiki):
        yield from _find_ips(text, covered, piece.start)
        yield piece
        covered = piece.end
    yield from _find_ips(text, covered, len(text))


def _find_ips(text: str, start: int, end: int) -> Iterator[Piece]:
    for begins, ends, kind in find_addresses(text, start, end):
        yield Piece(Form.IP, begins, ends, text[begins:ends], text[begins:ends], kind)


def _find_links(text: str, is_wiki: Callable[[str], bool]) -> Iterator[Piece]:
    position = 0
    while start := _START.search(text, position):
        piece = _take(text, start, is_wiki)
        if piece is None:
            position = max(start.end(), start.start() + 1)
        else:
            yield piece
            position = piece.end


def _take(text: str, start: re.Match[str], is_wiki: Callable[[str], bool]) -> Piece | None:
    match start.lastgroup:
        case "reported":
            return _take_reported(text, start.end())
        case "listed" | "template" | "temporary":
            return _take_names(text, start)
        case "transcluded":
            return _take_transcluded(text, start)
        case "wikitext":
            return _take_wikitext(text, start.start())
        case "bare" if not _is_worth_reading(text, start, is_wiki):
            return None
        case "relative" if not _is_host(_HOST.match(text, start.end()), is_wiki):
            return None
    return _take_address(text, start.start(), start.end())


def _take_reported(text: str, start: int) -> Piece | None:
    found = names.name_reported(text, start)
    return Piece(Form.REPORTED, start, found[0], text[start : found[0]], found[1]) if found else None


def _take_names(text: str, start: re.Match[str]) -> Piece | None:
    match start.lastgroup:
        case "listed":
            begin, found = start.end(), names.name_listed(text, start.end())
        case "temporary":
            begin, found = start.end(), names.name_temporary(text, start.end())
        case _:
            begin, found = start.start(), names.names_in_template(text, start)
    if found is None:
        return None
    end, called = found
    return Piece(Form.NAMES, begin, end, text[begin:end], "", names=called)


def _take_transcluded(text: str, start: re.Match[str]) -> Piece | None:
    link = _TRANSCLUDED.match(text, start.end())
    if link is None:
        return None
    return Piece(Form.WIKITEXT, start.start(), link.end(), text[start.start() : link.end()], link[1])


def _take_wikitext(text: str, start: int) -> Piece | None:
    link = _WIKITEXT.match(text, start)
    if link is None or _WITH_SCHEME.match(link[1].lstrip(" :" + MARKS)):
        return None
    return Piece(Form.WIKITEXT, start, link.end(), link[0], link[1])


def _is_worth_reading(text: str, start: re.Match[str], is_wiki: Callable[[str], bool]) -> bool:
    """A host without a scheme is a link if it is the farm's, or if what follows looks like a wiki's path."""
    host = start[0].lower()
    if is_wiki(host):
        return True
    return "." in host and _LOOKS_LIKE_A_WIKI.match(text, start.end()) is not None


def _is_host(host: re.Match[str] | None, is_wiki: Callable[[str], bool]) -> bool:
    """Two slashes begin an address without its scheme only before a host; elsewhere they are program text."""
    return host is not None and (is_wiki(host[0].lower()) or "." in host[0].strip("."))


def _take_address(text: str, start: int, body: int) -> Piece:
    expression = _BODY_FOR_PROGRAMS if _FOR_PROGRAMS.match(text, start) else _BODY
    end = _end_of_address(text, body, expression)
    return Piece(Form.ADDRESS, start, end, text[start:end], text[start:end])


def _end_of_address(text: str, body: int, expression: re.Pattern[str]) -> int:
    """Where an address ends and the prose around it begins.

    Looks at a small window first and widens it as needed, so that many short links in one unbroken run of characters
    do not each read the whole run.
    """
    size = _WINDOW
    while True:
        window = min(body + size, len(text))
        run = expression.match(text, body, window)
        end = run.end() if run else body
        balanced = _first_unbalanced(text, body, end)
        if balanced < end or end < window - _MARGIN or window == len(text):
            return _without_prose(text, body, balanced)
        size *= 4


def _without_prose(text: str, start: int, end: int) -> int:
    """Without the marks of the sentence around it; the two colons that may end an IPv6 address are its own."""
    bare = start + len(text[start:end].rstrip(_TRAILING))
    ipv6 = text.startswith("::", bare) and _IPV6_BEFORE_COLONS.search(text, max(start, bare - 40), bare)
    return bare + 2 if ipv6 else bare


def _first_unbalanced(text: str, start: int, end: int) -> int:
    """The first closing bracket that nothing in the address opened, or `end`."""
    open_brackets = dict.fromkeys(_BRACKETS.values(), 0)
    for bracket in _BRACKET.finditer(text, start, end):
        opening = _BRACKETS.get(bracket[0])
        if opening is None:
            open_brackets[bracket[0]] += 1
        elif open_brackets[opening] == 0:
            return bracket.start()
        else:
            open_brackets[opening] -= 1
    return end
