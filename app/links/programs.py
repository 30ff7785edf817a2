"""Addresses meant for programs: api.php and rest.php. Their numbers are taken; they are never called."""

from collections.abc import Mapping
from urllib.parse import unquote

from app.domain.targets import Target, TargetKind, Why
from app.domain.wikis import Wiki
from app.links import revisions
from app.links.numbers import is_word, is_zero, read_number
from app.links.reading import NotUnderstood
from app.links.titles import read_person, read_title

_NUMBERS = {
    "revids": TargetKind.REVISION, "oldid": TargetKind.REVISION, "revid": TargetKind.REVISION,
    "pageids": TargetKind.PAGE, "pageid": TargetKind.PAGE, "leids": TargetKind.LOG, "logid": TargetKind.LOG,
    "afllogid": TargetKind.ABUSE_LOG, "ususerids": TargetKind.ACCOUNT,
}  # fmt: skip
_TITLES = ("titles", "title", "page")
_NAMES = ("ususers", "ucuser", "guiuser", "bkusers", "aluser")


def read_api(wiki: Wiki, query: Mapping[str, str]) -> list[Target]:
    """What a query to api.php asks about."""
    if query.get("torev"):
        older = query.get("fromrev")
        from_id = read_number(older) if older else None
        return [revisions.revision(wiki, read_number(query["torev"]), from_id=from_id)]
    for key in ("fromrev", "diff"):
        if query.get(key) and not is_word(query[key]) and not is_zero(query[key]):
            return [revisions.revision(wiki, read_number(query[key]))]
    for key, kind in _NUMBERS.items():
        if query.get(key):
            return revisions.read_list(wiki, kind, query[key])
    for key in _TITLES:
        if query.get(key):
            return [_page(wiki, title) for title in _values(query[key])]
    for key in _NAMES:
        if query.get(key):
            return [read_person(wiki.dbname, name) for name in _values(query[key])]
    raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)


def read_rest(wiki: Wiki, path: str) -> list[Target]:
    """What a path below rest.php (or /api/rest_v1) names: `.../revision/N`, `.../page/TITLE`, `.../page/html/T/N`."""
    match [unquote(part) for part in path.split("/")]:
        case [*_, "revision", older, "compare", newer]:
            return [revisions.revision(wiki, read_number(newer), from_id=read_number(older))]
        case [*_, "revision", number] | [*_, "revision", number, "bare" | "html" | "with_html" | "lint"]:
            return [revisions.revision(wiki, read_number(number))]
        case [*_, "page", "html" | "title" | "lint" | "data-parsoid", title, number]:
            return [revisions.revision(wiki, read_number(number))]
        case [*_, "page", "html" | "title" | "summary", title]:
            return [_page(wiki, title)]
        case [*_, "page", title] | [*_, "page", title, "bare" | "html" | "with_html" | "history"]:
            return [_page(wiki, title)]
    raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)


def _page(wiki: Wiki, title: str) -> Target:
    return Target(TargetKind.PAGE, wiki.dbname, title=read_title(title))


def _values(text: str) -> list[str]:
    return text[1:].split("\x1f") if text.startswith("\x1f") else text.split("|")
