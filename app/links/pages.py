"""What a title and a query mean on one wiki: a revision, a page, an account, or somewhere else.

The title may carry a namespace or an interwiki prefix, each in that wiki's own words. Follows one prefix; who calls
follows the next. Knows nothing of hosts and paths.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote

from app.domain.targets import Target, TargetKind, Why
from app.domain.wikis import Wiki
from app.links import revisions
from app.links.calls import Call
from app.links.reading import FILE, SPECIAL, USER, USER_TALK, NotUnderstood, Reading
from app.links.selections import comment, file_version, is_selection, read_selection, with_page_beside
from app.links.special_pages import read_special_page
from app.links.titles import read_person, read_title, spaced

_COMMENT = re.compile(r"c-.|h-.*-[0-9]{14}")
_PREFIX = re.compile(r"[a-z][a-z0-9-]{0,30}+")
_LEADS_TO_SPECIAL = re.compile(r"(?:^|:) ?special ?:", re.IGNORECASE)
_PICTURE_SHOWN = "/media/"
"""A page on top of which the wiki shows one of its pictures large: that picture's file is meant."""
_ACTIONS_THAT_SHOW = frozenset({"", "view"})


@dataclass(frozen=True)
class Elsewhere:
    """The link leads on to this address."""

    url: str


@dataclass(frozen=True)
class Link:
    """A link to one wiki, taken apart. `was_marked` says that the text set a colon before its prefix."""

    wiki: Wiki
    title: str
    query: Mapping[str, str]
    fragment: str = ""
    was_marked: bool = False


def read_query_string(query: str) -> dict[str, str]:
    """Parameters as the wikis read them: the last of a name counts. Copied source code has `&amp;` for `&`."""
    return dict(parse_qsl(query.replace("&amp;", "&"), keep_blank_values=True, errors="replace"))


def read_link(reading: Reading, link: Link) -> list[Target] | Elsewhere:
    """What `link` points at. Raises NotUnderstood."""
    title = spaced(link.title)
    prefix, colon, rest = title.partition(":")
    names_revision = revisions.names_revision(link.query) and not is_selection(link.query)
    # `target` and `timestamp` belong to special pages, whose `diff=prev` names no revision by itself.
    matters = not names_revision or "target" in link.query
    namespace = reading.namespace(link.wiki, prefix, matters) if colon else None
    if namespace == SPECIAL:
        return _read_special(reading, link, rest.strip(), names_revision)
    if names_revision:
        return with_page_beside(_some(revisions.read_query(link.wiki, link.query, None)), title)
    if colon and namespace is None and (onward := _follow_prefix(reading, link, prefix, rest.strip())):
        return onward
    return _read_page(reading, link, title, namespace, rest.strip())


def _read_special(reading: Reading, link: Link, rest: str, names_revision: bool) -> list[Target] | Elsewhere:
    name, _, part = rest.partition("/")
    page = reading.special_page(link.wiki, name)
    if page == "userlogin":
        return _after_sign_in(link)
    if page not in reading.known_special_pages and names_revision:
        return _some(revisions.read_query(link.wiki, link.query, None))
    return read_special_page(Call(reading, link.wiki, part, link.query), page)


def _after_sign_in(link: Link) -> Elsewhere:
    title, query = link.query.get("returnto"), link.query.get("returntoquery", "")
    if not title:
        raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)
    return Elsewhere(f"{link.wiki.index}?{query}&title={quote(title, safe='', errors='replace')}")


def _follow_prefix(reading: Reading, link: Link, prefix: str, rest: str) -> Elsewhere | None:
    """Where an interwiki prefix leads. None: it is no prefix, the page's title has a colon in it."""
    pattern = reading.interwiki(link.wiki, prefix)
    if pattern is None:
        looks_like_one = link.was_marked or link.wiki.dbname not in reading.farm.names
        if (looks_like_one and _PREFIX.fullmatch(prefix)) or _LEADS_TO_SPECIAL.search(rest):
            raise NotUnderstood(Why.UNKNOWN_WIKI_PREFIX)
        return None
    if pattern.startswith("//"):
        pattern = f"https:{pattern}"
    elif pattern.startswith("/"):
        pattern = link.wiki.server + pattern
    fragment = f"#{quote(link.fragment, safe='', errors='replace')}" if link.fragment else ""
    return Elsewhere(pattern.replace("$1", quote(rest, safe="/:", errors="replace"), 1) + fragment)


def _read_page(reading: Reading, link: Link, title: str, namespace: int | None, rest: str) -> list[Target]:
    """A title that is neither special nor elsewhere, with no number of a revision beside it."""
    query, wiki = link.query, link.wiki
    if is_selection(query):
        return read_selection(wiki, query, title)
    if "oldimage" in query and title and namespace == FILE:
        return [file_version(wiki, title, query["oldimage"])]
    if link.fragment.startswith(_PICTURE_SHOWN):
        return [Target(TargetKind.PAGE, wiki.dbname, title=read_title(link.fragment.removeprefix(_PICTURE_SHOWN)))]
    clean = read_title(title) if title else None
    if target := revisions.read_query(wiki, query, clean):
        return [target]
    if query.get("curid"):
        return revisions.read_list(wiki, TargetKind.PAGE, query["curid"])
    if clean is None:
        raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)
    if _COMMENT.match(link.fragment):
        return [comment(wiki, link.fragment)]
    if namespace in (USER, USER_TALK) and query.get("action", "") in _ACTIONS_THAT_SHOW:
        person = _read_owner(wiki, rest)
        if person:
            return [person]
    return [Target(TargetKind.PAGE, wiki.dbname, title=clean)]


def _read_owner(wiki: Wiki, name: str) -> Target | None:
    """Whose user page it is; None for a page below it, which is a page like any other."""
    try:
        return read_person(wiki.dbname, name)
    except NotUnderstood:
        if "/" in name:
            return None
        raise


def _some(target: Target | None) -> list[Target]:
    if target is None:
        raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)
    return [target]
