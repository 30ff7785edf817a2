"""Names and words that stand as themselves in wikitext, whatever signs they have.

A sign that wikitext would read becomes a character reference, and only that one: templates also make addresses of a
name, and those know no references. What comes out means what went in, but for line breaks and control signs, which
no account's name has: they become blanks.
"""

import html
import re
from urllib.parse import quote, urlsplit

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_READ_ANYWHERE = re.compile(
    r"[<>\[\]{}|]"
    r"|'(?=')|(?<=')'"
    r"|~(?=~)|(?<=~)~"
    r"|_(?=_)|(?<=_)_"
    r"|&(?=#?[A-Za-z0-9\x80-\U0010ffff]{1,40};)"
    r"|:(?=//)"
    r"|(?i:(?<=mailto)|(?<=news)|(?<=tel)|(?<=sms)|(?<=sip)|(?<=sips)|(?<=geo)|(?<=urn)|(?<=xmpp)|(?<=magnet)"
    r"|(?<=bitcoin)|(?<=matrix)):(?=\S)"
    r"|[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""Tags, links, templates; two or more quotes, tildes, low lines; references; what makes an address of a word; and marks
of direction, so that who edits the page sees them.

SECURITY: a sign that is missing here lets whoever chose a name write on the page in somebody else's edit."""
_READ_IN_TEXT = re.compile(
    rf"{_READ_ANYWHERE.pattern}|^[*#:;= -]|(?<=\bRFC)[^\S\n](?=\d)|(?<=\bPMID) (?=\d)|(?<=\bISBN) (?=\d)"
)
"""Also what makes lists and lines, and links of numbers."""
_READ_IN_HEADING = re.compile(rf"{_READ_IN_TEXT.pattern}|=")
_READ_IN_LINK = re.compile(rf"{_READ_ANYWHERE.pattern}|%(?=[0-9A-Fa-f]{{2}})|#")

_NO_TITLE = re.compile(r"[#<>\[\]{}|]|~~~|&[A-Za-z0-9\x80-\U0010ffff]+;|%[0-9A-Fa-f]{2}")
_REFERENCE = re.compile(r"&#?[A-Za-z0-9]{1,40};")

_SAFE_IN_ADDRESS = "/:?#@!$&()*+,;=%-._~"
_READ_IN_ADDRESS = re.compile(r"~(?=~)|(?<=~)~|_(?=_)|(?<=_)_|%(?![0-9A-Fa-f]{2})")


class NotAnAddress(ValueError):
    """What should be linked is no address of a page (https://...)."""


def in_template(text: str) -> str:
    """As the value of a parameter with a name (`1=...`): there `=` stands for itself."""
    return _write(text, _READ_ANYWHERE)


def in_text(text: str) -> str:
    """As words at the beginning of a line or within it."""
    return _write(text, _READ_IN_TEXT)


def in_heading(text: str) -> str:
    """Between the `=` of a heading."""
    return _write(text, _READ_IN_HEADING)


def in_link(text: str) -> str:
    """As the rest of a title in a link, before the `|`."""
    return _write(text, _READ_IN_LINK)


def link_to(page: str, name: str) -> str:
    """`[[Special:Page/NAME|NAME]]`; may stand in a heading. What can be no title, and so no account's name, is not
    linked: the wiki would show the brackets."""
    if _NO_TITLE.search(name):
        return in_heading(name)
    return f"[[{page}/{in_link(name).replace('=', '&#61;')}|{in_heading(name)}]]"


def link_out(address: str) -> str:
    """A numbered link to a full address, every sign that wikitext would read percent-encoded. Raises NotAnAddress."""
    try:
        parts = urlsplit(address.strip())
        well_formed = parts.scheme in ("https", "http") and re.fullmatch(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?", parts.netloc)
    except ValueError:
        well_formed = None
    if not well_formed:
        raise NotAnAddress("a link needs the full address of a page (https://...)")
    encoded = quote(address.strip(), safe=_SAFE_IN_ADDRESS)
    return f"[{_READ_IN_ADDRESS.sub(lambda sign: f'%{ord(sign[0]):02X}', encoded)}]"


def template(name: str, *values: str) -> str:
    """`{{name|1=...|2=...}}`: numbered, so that a value may hold `=`. Values are given as they are meant."""
    fields = [f"{number}={in_template(value)}" for number, value in enumerate(values, start=1)]
    return "{{" + "|".join([name, *fields]) + "}}"


def read_references(wikitext: str) -> str:
    """What words mean that stand in wikitext: a reference ends with its `;`."""
    return _REFERENCE.sub(lambda found: html.unescape(found[0]), wikitext)


def _write(text: str, signs: re.Pattern[str]) -> str:
    plain = _CONTROLS.sub(" ", text).strip()
    return signs.sub(lambda sign: f"&#{ord(sign[0])};", plain)
