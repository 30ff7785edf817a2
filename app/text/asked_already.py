"""Which accounts a page of requests names already, and where: so that nobody asks twice.

Anybody may write on such a page. It is read in one pass, in time that grows with its length alone, whatever stands
there: 500 kB take about a fifth of a second. Whoever serves others meanwhile calls it in a thread.
"""

import ipaddress
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.domain.public_pages import PageText, PublicPage, Section
from app.text.public_requests import same_name
from app.text.wikitext import read_references

LONGEST_NAME = 2000
"""Signs of one parameter that are looked at: 255 bytes, each written as a reference, and some room."""

_MARKS = re.compile(r"\{\{|\}\}|\[\[|\]\]|\|")
_UNREAD_OPENS = re.compile(r"<!--|<(nowiki|pre|syntaxhighlight)(?:\s[^<>]*)?>", re.IGNORECASE)
_UNREAD_SIGNS = re.compile(r"<!--.*?-->|</?nowiki\s*/?>", re.DOTALL | re.IGNORECASE)
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_MARKUP = re.compile(r"''+|<[^<>]*>")
_ADDRESS = re.compile(r"[0-9A-Fa-f.:]{2,45}(?:/[0-9]{1,3})?")
_NAMES = re.compile(r"[0-9]+|user name *[0-9]*", re.IGNORECASE)


@dataclass(frozen=True)
class AlreadyThere:
    """The section that names an account: its `anchor`, its `heading` as plain text, and whether it is still open."""

    anchor: str
    heading: str
    is_open: bool


@dataclass
class _Template:
    """Between its braces: where it starts, and each `|` of its own."""

    start: int
    bars: list[int] = field(default_factory=list)


def already_there(public: PublicPage, page: PageText, names: Sequence[str]) -> Mapping[str, AlreadyThere]:
    """Of these names and addresses, as they were given, those that a request on the page names in one of
    `public.named_in`, however it is written. An open request counts before a closed one."""
    wanted = {_key(name): name for name in names if _key(name)}
    sections = sorted((each for each in page.sections if each.index is not None), key=lambda each: each.start)
    starts = [each.start for each in sections]
    found: dict[str, list[Section]] = {}
    closed: set[int] = set()
    for start, name, values in _templates(page.text):
        place = bisect_right(starts, start) - 1
        if place < 0:
            continue
        if _is_closed(public, name, values):
            closed.add(place)
        if name in _folded(public.named_in):
            for key in {_key(each) for each in _names_in(values)} & wanted.keys():
                found.setdefault(wanted[key], []).append(sections[place])
    return {name: _tell(page, where, {sections[each].start for each in closed}) for name, where in found.items()}


def _tell(page: PageText, where: Sequence[Section], closed: set[int]) -> AlreadyThere:
    section = next((each for each in where if each.start not in closed), where[0])
    return AlreadyThere(section.anchor, _heading(page.text, section), section.start not in closed)


def _templates(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Where each closed template starts, its name in small letters, its parameters as they are written."""
    seen = _without_unread(text)
    opened: list[_Template | None] = []  # None: a link, whose `|` is its own
    for mark in _MARKS.finditer(seen):
        match mark[0]:
            case "{{":
                opened.append(_Template(mark.start()))
            case "[[":
                opened.append(None)
            case "|" if opened and (last := opened[-1]):
                last.bars.append(mark.start())
            case "]]" if opened and opened[-1] is None:
                opened.pop()
            case "}}":
                while opened and opened[-1] is None:
                    opened.pop()
                if opened and (closed := opened.pop()):
                    yield _read(text, closed, mark.start())
            case _:
                pass


def _read(text: str, template: _Template, end: int) -> tuple[int, str, list[str]]:
    bounds = [*template.bars, end]
    name = text[template.start + 2 : min(bounds[0], template.start + LONGEST_NAME)]
    # SECURITY: what is longer is nobody's name; reading each level of a deep nest would take for ever.
    values = [text[bar + 1 : after] for bar, after in pairwise(bounds) if after - bar <= LONGEST_NAME]
    return template.start, _fold(_UNREAD_SIGNS.sub("", name)), values


def _without_unread(text: str) -> str:
    """With blanks in place of what the wiki does not read: comments, nowiki, pre. Each of the same length."""
    pieces, at, unclosed = [], 0, set[str]()
    while opens := _UNREAD_OPENS.search(text, at):
        closing = "-->" if opens[1] is None else f"</{opens[1].lower()}>"
        ends = -1 if closing in unclosed else _find(text, closing, opens.end())
        if ends < 0:
            # One look for each kind: a page full of beginnings without an end is read once.
            unclosed.add(closing)
            pieces.append(text[at : opens.end()])
            at = opens.end()
            continue
        pieces += [text[at : opens.start()], " " * (ends - opens.start())]
        at = ends
    return "".join([*pieces, text[at:]])


def _find(text: str, closing: str, start: int) -> int:
    found = re.compile(re.escape(closing), re.IGNORECASE).search(text, start)
    return found.end() if found else -1


def _is_closed(public: PublicPage, name: str, values: Sequence[str]) -> bool:
    """Whether a status says that somebody answered."""
    if name == _fold(public.templates.get("status", "")):
        said = [value for value in values[:1]]
    elif name == _fold(public.templates.get("request", "")):
        said = [value for key, _, value in (each.partition("=") for each in values) if _fold(key) == "status"]
    else:
        return False
    statuses = [_fold(_UNREAD_SIGNS.sub("", each).removeprefix("1=")) for each in said]
    return any(each and each not in _folded(public.open_statuses) for each in statuses)


def _names_in(values: Sequence[str]) -> Iterator[str]:
    """Numbered with or without its number, or `user name1`. A name with `=` may have been written without a number,
    too: the page does not show it then, but somebody asked."""
    for value in filter(None, values):
        plain = _UNREAD_SIGNS.sub("", value)
        key, is_named, rest = plain.partition("=")
        yield read_references(plain)
        if is_named and _NAMES.fullmatch(key.strip()):
            yield read_references(rest)


def _key(name: str) -> str:
    plain = same_name(unicodedata.normalize("NFC", name))
    if not _ADDRESS.fullmatch(plain):
        return plain
    try:
        return str(ipaddress.ip_network(plain, strict=False)) if "/" in plain else str(ipaddress.ip_address(plain))
    except ValueError:
        return plain


def _heading(text: str, section: Section) -> str:
    line = text[section.start : section.start + LONGEST_NAME].partition("\n")[0].strip()
    bare = _UNREAD_SIGNS.sub("", line).strip().strip("=").strip()
    return read_references(_MARKUP.sub("", _LINK.sub(r"\1", bare)))


def _folded(words: Sequence[str] | frozenset[str]) -> set[str]:
    return {_fold(each) for each in words}


def _fold(words: str) -> str:
    return " ".join(words.replace("_", " ").split()).casefold()
