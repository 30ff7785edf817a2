"""Reads public_pages.toml: where and in which words stewards and global sysops are asked in public.

Anything unknown, missing or misspelled is an error, so that a slip of the pen cannot put a request where nobody looks,
or words on a page that the wiki would read as something else.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from app.domain.public_pages import PublicPage, PublicRequest

FILE = Path(__file__).parent / "public_pages.toml"

TEMPLATES: Mapping[PublicRequest, frozenset[str]] = {
    PublicRequest.LOCK: frozenset({"status", "one", "many", "fold-top", "fold-bottom"}),
    PublicRequest.GLOBAL_BLOCK: frozenset({"status", "one", "many", "address", "fold-top", "fold-bottom"}),
    PublicRequest.ACCESS: frozenset({"request"}),
    PublicRequest.CHECKUSER: frozenset({"request"}),
    PublicRequest.GLOBAL_SYSOPS: frozenset({"status"}),
}
"""What each kind of request is written with. `request` is a template that holds the status itself."""
TABLES: Mapping[PublicRequest, frozenset[str]] = {
    PublicRequest.LOCK: frozenset({"reasons"}),
    PublicRequest.GLOBAL_BLOCK: frozenset({"reasons"}),
    PublicRequest.ACCESS: frozenset({"reasons", "choices"}),
    PublicRequest.CHECKUSER: frozenset({"reasons", "projects"}),
    PublicRequest.GLOBAL_SYSOPS: frozenset({"choices"}),
}
FORMS: Mapping[PublicRequest, Mapping[str, frozenset[str]]] = {
    PublicRequest.LOCK: {
        "heading": frozenset({"$1"}),
        "heading-many": frozenset({"$1"}),
        "summary": frozenset(),
        "summary-many": frozenset({"$1"}),
    },
    PublicRequest.GLOBAL_BLOCK: {
        "heading": frozenset({"$1"}),
        "heading-many": frozenset({"$1"}),
        "heading-addresses": frozenset({"$1"}),
        "summary": frozenset(),
        "summary-many": frozenset({"$1"}),
    },
    PublicRequest.ACCESS: {"heading": frozenset({"$1", "$2"}), "summary": frozenset()},
    PublicRequest.CHECKUSER: {
        "heading": frozenset({"$1", "$2"}),
        "summary": frozenset(),
        "summary-many": frozenset({"$1"}),
    },
    PublicRequest.GLOBAL_SYSOPS: {"heading": frozenset({"$1", "$2"}), "summary": frozenset()},
}
"""The lines that are filled in, each with the places it has to have. A summary has none for a name."""

_KEYS = frozenset({"title", "part", "level", "source", "reviewed", "links", "named-in", "open-statuses", "templates"})
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WIKITEXT = re.compile(r"[\[\]{}|<>~=\n]|''|__|://")
_ABOUT_NAMES = re.compile(r"\bnames?\b|username", re.IGNORECASE)
LONGEST_WORDS = 120

Row = Mapping[str, Any]


class BadPublicPage(ValueError):
    """A page that requests cannot be put on; the message names the file and what is wrong with it."""


def read_public_pages(path: Path = FILE) -> Mapping[PublicRequest, PublicPage]:
    """Every kind of public request with its page. Raises BadPublicPage."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        if data.keys() != {kind.value for kind in PublicRequest}:
            raise ValueError(f"the tables have to be {', '.join(PublicRequest)}")
    except (OSError, ValueError) as error:
        raise BadPublicPage(f"{path.name}: {error}") from error
    return {kind: _read(path.name, kind, data[kind.value]) for kind in PublicRequest}


def _read(file: str, kind: PublicRequest, row: Row) -> PublicPage:
    try:
        return _page(kind, row)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        what = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
        raise BadPublicPage(f"{file}, {kind}: {what}") from error


def _page(kind: PublicRequest, row: Row) -> PublicPage:
    forms = {key: _form(row[key], places) for key, places in FORMS[kind].items()}
    if unknown := row.keys() - _KEYS - forms.keys() - TABLES[kind]:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    return PublicPage(
        id=kind,
        title=_words(row["title"]),
        part=_words(row["part"]),
        level=_level(row["level"]),
        source=_address(row["source"]),
        reviewed=_day(row["reviewed"]),
        heading=forms["heading"],
        heading_many=forms.get("heading-many", ""),
        heading_addresses=forms.get("heading-addresses", ""),
        summary=forms["summary"],
        summary_many=forms.get("summary-many", ""),
        links=_words(row["links"]),
        templates=_templates(kind, row["templates"]),
        named_in=tuple(_words(name) for name in _listed(row["named-in"])),
        open_statuses=frozenset(_words(status) for status in _listed(row["open-statuses"])),
        reasons=_reasons(row["reasons"]) if "reasons" in TABLES[kind] else {},
        choices=_table(row["choices"]) if "choices" in TABLES[kind] else {},
        projects=_projects(row["projects"]) if "projects" in TABLES[kind] else {},
    )


def _form(value: object, places: frozenset[str]) -> str:
    """A line with exactly the places that are filled in, each once."""
    words = _words(value)
    if sorted(re.findall(r"\$.?", words)) != sorted(places):
        raise ValueError(f"“{words}” needs {' and '.join(sorted(places)) or 'no place'} to fill in, and nothing else")
    return words


def _templates(kind: PublicRequest, row: Row) -> Mapping[str, str]:
    if row.keys() != TEMPLATES[kind]:
        raise ValueError(f"the templates have to be {sorted(TEMPLATES[kind])}")
    for name in row.values():
        # A title of a folded list stands in the template's name, after one `|`.
        _words(name.replace("|", "", 1) if isinstance(name, str) else name)
    return dict(row)


def _reasons(row: Row) -> Mapping[str, str]:
    words = _table(row)
    # SECURITY: a name that attacks or tells who somebody is goes to the stewards in private, without a public word.
    if about := sorted(code for code, said in words.items() if _ABOUT_NAMES.search(f"{code} {said}")):
        raise ValueError(f"no public reason is about a name: {about}")
    return words


def _table(row: Row) -> Mapping[str, str]:
    if not row or not all(_CODE.fullmatch(code) for code in row):
        raise ValueError(f"codes are small letters, digits and hyphens: {sorted(row)}")
    return {code: _words(said) for code, said in row.items()}


def _projects(row: Row) -> Mapping[str, str]:
    if not row or not all(re.fullmatch(r"[a-z0-9]+(\.[a-z0-9]+)*", end) for end in row):
        raise ValueError(f"the ends of domains are small letters, digits and dots: {sorted(row)}")
    return {end: _words(short) for end, short in row.items()}


def _words(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_WORDS or value != value.strip():
        raise ValueError(f"{value!r} has to be a few words, at most {LONGEST_WORDS} characters")
    if _WIKITEXT.search(value):
        raise ValueError(f"“{value}” has signs that a wiki reads as markup")
    return value


def _level(value: object) -> int:
    if type(value) is not int or not 2 <= value <= 6:
        raise ValueError("level is how many = a heading has, from 2 to 6")
    return value


def _address(value: object) -> str:
    if not isinstance(value, str) or not value.startswith("https://"):
        raise ValueError(f"{value!r} is not the address of a page (https://...)")
    return value


def _day(value: object) -> date:
    if type(value) is not date:
        raise ValueError(f"{value!r} is not a day (write it as 2026-11-27)")
    return value


def _listed(value: object) -> list[str]:
    # The letters of a single word would pass for a list.
    if not isinstance(value, list) or not value:
        raise ValueError(f"{value!r} is not a list (write it in square brackets)")
    return value
