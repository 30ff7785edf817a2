"""Raw answers of `action=sitematrix` and `meta=siteinfo` read into a `Farm`; targets written as the parse contract.

Answers may be of format version 2 or 1 and may be incomplete: what is missing or of a wrong shape is left out, never an
error. Knows neither where answers come from (a folder, a live wiki) nor how long they are good.
"""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from app.domain.targets import Target, TargetKind
from app.domain.wikis import Farm, SiteNames, Wiki

_Answer = Mapping[str, object]
_ORIGIN = re.compile(r"(?:https?:)?//[^\s/?#@\[\]]+")


def read_farm(
    sitematrix: _Answer, siteinfos: Mapping[str, _Answer], central: str | None = None, origin: str | None = None
) -> Farm:
    """The farm of a sitematrix answer, with the names of those wikis whose siteinfo answer (by dbname) is given.

    `central` is the dbname of the central wiki. Without it, the wiki at `origin` (scheme and host), `metawiki`, or the
    first special wiki is taken. Wikis not described yet are taken to be laid out like the central one.
    """
    entries = {dbname: entry for dbname, entry in _entries(sitematrix)}
    info = {dbname: _part(answer, "query") or answer for dbname, answer in siteinfos.items()}
    chosen = central or _central(entries, origin)
    layout = _text(_part(info.get(chosen, {}), "general"), "scriptpath", "/w")
    wikis = {dbname: _wiki(dbname, entry, info.get(dbname, {}), layout) for dbname, entry in entries.items()}
    return Farm(wikis=wikis, central=chosen, names={dbname: read_names(answer) for dbname, answer in info.items()})


def read_names(siteinfo: _Answer) -> SiteNames:
    """How one wiki names its special pages, namespaces and prefixes, from its siteinfo answer."""
    answer = _part(siteinfo, "query") or siteinfo
    general = _part(answer, "general")
    return SiteNames(
        article_path=_text(general, "articlepath", SiteNames.article_path),
        script=_text(general, "script", SiteNames.script),
        special_pages=_special_pages(answer),
        namespaces=_namespaces(answer),
        interwiki={
            _key(_text(row, "prefix")): _text(row, "url")
            for row in _rows(answer.get("interwikimap"))
            if _text(row, "prefix") and _text(row, "url")
        },
    )


def as_contract(target: Target) -> dict[str, object]:
    """The JSON object of docs/architecture.md, section 7; `why` stands only on what was not understood."""
    written: dict[str, object] = {
        "kind": target.kind.value,
        "wiki": target.wiki,
        "id": target.id,
        "title": target.title,
        "name": target.name,
        "timestamp": target.timestamp,
        "relation": target.relation.value if target.relation else None,
        "from": target.from_id,
        "input": target.input,
    }
    if target.kind is TargetKind.UNKNOWN:
        written["why"] = target.why.value if target.why else None
    return written


def _entries(sitematrix: _Answer) -> Iterator[tuple[str, dict[str, object]]]:
    """Every wiki as (dbname, its row with language and direction of its group), language groups first."""
    matrix = _part(sitematrix, "sitematrix") or sitematrix
    for number, group in matrix.items():
        if number.isdigit() and isinstance(group, Mapping):
            shared = {"lang": group.get("code"), "dir": group.get("dir")}
            for row in _rows(group.get("site")):
                yield from _named({**shared, **row})
    for row in _rows(matrix.get("specials")):
        yield from _named({"special": True, **row})


def _named(row: dict[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
    dbname, url = _text(row, "dbname"), _text(row, "url")
    if dbname and _ORIGIN.match(url):
        yield dbname, row


def _central(entries: Mapping[str, _Answer], origin: str | None) -> str:
    if origin is not None:
        host = urlsplit(origin).netloc.lower()
        for dbname, row in entries.items():
            if urlsplit(_text(row, "url")).netloc.lower() == host:
                return dbname
    if "metawiki" in entries:
        return "metawiki"
    specials = (dbname for dbname, row in entries.items() if row.get("special"))
    return next(specials, next(iter(entries), ""))


def _wiki(dbname: str, row: _Answer, info: _Answer, script_path: str) -> Wiki:
    general = _part(info, "general")
    right_to_left = _is_set(general, "rtl") if general else _text(row, "dir") == "rtl"
    url = _text(row, "url").rstrip("/")
    return Wiki(
        dbname=dbname,
        server=f"https:{url}" if url.startswith("//") else url,
        script_path=_text(general, "scriptpath", script_path),
        language=_text(general, "lang") or _text(row, "lang", "en"),
        direction="rtl" if right_to_left else "ltr",
        site_name=_text(general, "sitename") or _text(row, "sitename"),
        closed=_is_set(row, "closed"),
        private=_is_set(row, "private"),
        fishbowl=_is_set(row, "fishbowl"),
    )


def _special_pages(answer: _Answer) -> dict[str, str]:
    """Local alias to the real name. A real name is never taken by an alias, and the first alias keeps its page."""
    rows = [row for row in _rows(answer.get("specialpagealiases")) if _text(row, "realname")]
    names = {_key(_text(row, "realname")): _text(row, "realname") for row in rows}
    for row in rows:
        for alias in _values(row.get("aliases")):
            if isinstance(alias, str):
                names.setdefault(_key(alias), _text(row, "realname"))
    return names


def _namespaces(answer: _Answer) -> dict[str, int]:
    names: dict[str, int] = {}
    for row in [*_rows(answer.get("namespaces")), *_rows(answer.get("namespacealiases"))]:
        number = row.get("id")
        if isinstance(number, int):
            for field in ("name", "*", "canonical", "alias"):
                if _text(row, field):
                    names.setdefault(_key(_text(row, field)), number)
    return names


def _key(name: str) -> str:
    return name.strip().replace(" ", "_").lower()


def _part(answer: _Answer, name: str) -> _Answer:
    part = answer.get(name)
    return part if isinstance(part, Mapping) else {}


def _values(value: object) -> list[object]:
    """The members of a list, or of an object with numbers for keys (format version 1 writes either)."""
    if isinstance(value, Mapping):
        return list(value.values())
    return list(value) if isinstance(value, list | tuple) else []


def _rows(value: object) -> list[_Answer]:
    return [row for row in _values(value) if isinstance(row, Mapping)]


def _text(row: _Answer, name: str, otherwise: str = "") -> str:
    value = row.get(name)
    return value if isinstance(value, str) else otherwise


def _is_set(row: _Answer, name: str) -> bool:
    """A flag: true in format version 2, an empty string in version 1, absent (or false) when not set."""
    return row.get(name, False) not in (False, None)
