"""Names of accounts that stand in a text without being linked, where no other word could stand.

A mail of the Incident Reporting System, a line of its own, a template about an account, and temporary accounts, whose
names look like nothing else. Decides only where a name is; knows nothing of wikis.
"""

import re

_QUOTE, _AFTER_LABEL = r"[> \t*_]{0,10}+", r"[*_]{0,3}+:[*_ \t\u00a0]{0,6}+"
_REPORTED_USER = rf"{_QUOTE}Reported user{_AFTER_LABEL}(?=[^\s\[<{{|])(?!https?:|//)"
REPORTED = (
    # SECURITY: only where the mail's next or last line shows that it is one; else a sentence would pass for a name.
    rf"^(?:{_QUOTE}Reporting user{_AFTER_LABEL}[^\r\n]{{0,300}}+\r?\n(?:{_QUOTE}\r?\n){{0,2}}+{_REPORTED_USER}"
    rf"|{_REPORTED_USER}(?=[^\r\n]{{1,300}}+\r?\n(?:{_QUOTE}\r?\n){{0,2}}+{_QUOTE}Link to ))"
)
LISTED = r"^[>*#:;\u2022\u00b7 \t-]{0,12}+(?:[0-9]{1,4}+[.)][ \t]{0,3}+)?(?=User(?:[ _]talk)?:[^\s:])"
TEMPLATE = (
    r"\{\{[ _]{0,3}+(?:user[0-9]?|userlinks|usercheck|vandal|ipvandal|checkuser|lockhide|multilock)[ _]{0,3}+(?=\|)"
)
TEMPORARY = r"(?<![A-Za-z0-9~])(?=~20[0-9]{2}-[0-9]{5}(?:-|\b))"

_NAME_LINE = re.compile(r"[^\r\n]{1,300}+")
_LISTED = re.compile(r"User(?:[ _]talk)?:([^\s\[\]{}|<>#]{1,85}+)(?=[ \t]{0,9}(?:[\r\n]|\Z))", re.IGNORECASE)
_PARAMETERS = re.compile(r"\|([^{}\[\]]{1,4000}+)\}\}")
_SEVERAL = re.compile("multilock", re.IGNORECASE)
_TEMPORARY = re.compile(r"~20[0-9]{2}(?:-[0-9]{1,5}+){1,6}+(?![A-Za-z0-9_])", re.ASCII)
_POSITION = re.compile(r"\s*[0-9]{1,2}\s*=")
_USER_PREFIX = re.compile(r"User(?:[ _]talk)?:", re.IGNORECASE)


def name_reported(text: str, start: int) -> tuple[int, str] | None:
    """Where the name of the reported account ends, and the name."""
    line = _NAME_LINE.match(text, start)
    name = line[0].strip(" \t*") if line else ""
    return (start + len(name), _USER_PREFIX.sub("", name, count=1)) if name else None


def name_listed(text: str, start: int) -> tuple[int, tuple[str, ...]] | None:
    """Where `User:NAME` ends, and the name: one word, and nothing else on its line; else prose would be a name."""
    line = _LISTED.match(text, start)
    return (line.end(), (line[1],)) if line else None


def names_in_template(text: str, start: re.Match[str]) -> tuple[int, tuple[str, ...]] | None:
    """Where `{{LockHide|NAME}}` ends, and the names. Only MultiLock takes several; others a wiki's code after it."""
    inside = _PARAMETERS.match(text, start.end())
    if inside is None:
        return None
    parts = (_POSITION.sub("", part).strip() for part in inside[1].split("|"))
    called = tuple(part for part in parts if part and "=" not in part)
    return inside.end(), called if _SEVERAL.search(start[0]) else called[:1]


def name_temporary(text: str, start: int) -> tuple[int, tuple[str, ...]] | None:
    name = _TEMPORARY.match(text, start)
    return (name.end(), (name[0],)) if name else None
