"""Addresses of pages, and [[links]], read into targets. The only place that knows how a wiki's addresses are built.

SECURITY: a host counts only if the farm lists it, letter by letter with its port; nothing is ever asked of an address.
"""

import re
from dataclasses import replace
from urllib.parse import unquote

from app.domain.targets import Target, TargetKind, Why
from app.domain.wikis import Farm, Wiki
from app.links.entities import read_entity
from app.links.numbers import MARKS, is_prose
from app.links.pages import Elsewhere, Link, read_link, read_query_string
from app.links.programs import read_api
from app.links.reading import MOST_STEPS, NotUnderstood, Reading
from app.links.rest import read_rest, read_rest_v1
from app.links.selections import file_version
from app.links.titles import read_title

MOST_CHARACTERS = 16_000
"""Longest link that is looked into; 500 ids of 10 digits with encoded commas take 6,500."""

_ADDRESS = re.compile(
    r"(?:https?:)?(?://)?([^/?#]*+)([^?#]*+)(?:\?([^#]*+))?(?:#(.*+))?", re.ASCII | re.IGNORECASE | re.DOTALL
)
_MEANT_WITHOUT_A_WIKI = frozenset({TargetKind.ACCOUNT, TargetKind.IP, TargetKind.RANGE})
_CODE = re.compile(r"/([A-Za-z0-9_-]{1,32}+)", re.ASCII)
_ENTITY = "/entity/"
_REST_V1 = "/api/rest_v1/"
_PICTURE = re.compile(r"(?:/w)?/images/(?:thumb/)?(archive/)?[0-9a-f]/[0-9a-f]{2}/([^/]++)(?:/[^/]++)?")
"""Where a wiki that keeps its own pictures serves them from; earlier versions lie in a folder of their own."""


def read_address(reading: Reading, address: str) -> list[Target]:
    """What an address points at, through sign-in pages and interwiki prefixes. Raises NotUnderstood."""
    for _ in range(MOST_STEPS):
        found = _read_step(reading, address)
        if not isinstance(found, Elsewhere):
            return found
        address = found.url
    raise NotUnderstood(Why.UNKNOWN_WIKI_PREFIX)


def read_wikitext(reading: Reading, link: str) -> list[Target]:
    """What the inside of `[[...]]` points at, read as if written on the text's home wiki.

    Without a home, interwiki prefixes are those of the central wiki, and a link without a prefix says nothing but an
    account's name: the same number is another revision on every wiki. Raises NotUnderstood.
    """
    wiki = reading.home_or_central()
    _check_length(link)
    title, _, fragment = link.strip(" " + MARKS).partition("#")
    marked = title.startswith(":")
    found = read_link(reading, Link(wiki, unquote(title), {}, unquote(fragment), marked))
    if isinstance(found, Elsewhere):
        return read_address(reading, found.url)
    if reading.home is None and not all(target.kind in _MEANT_WITHOUT_A_WIKI for target in found):
        raise NotUnderstood(Why.WHICH_WIKI)
    return [placed(reading, target) for target in found]


def placed(reading: Reading, target: Target) -> Target:
    """An address that names no wiki belongs to none; an account is looked for on the central wiki."""
    is_address = target.kind in (TargetKind.IP, TargetKind.RANGE)
    return replace(target, wiki=None) if is_address and reading.home is None else target


def short_link_code(target: Target, farm: Farm) -> str | None:
    """The code of a short link in its own case; None for what is no plain one. Prose may follow as after a number."""
    whole = _ADDRESS.match(target.input.strip(MARKS))
    if target.why is not Why.SHORT_LINK or whole is None or not _is_short(whole[1], farm):
        return None
    # SECURITY: this becomes part of an address that is asked; letters and digits only.
    code = _CODE.match(whole[2])
    return code[1] if code and is_prose(whole[2][code.end() :]) else None


def _is_short(host: str, farm: Farm) -> bool:
    bare = host.strip(MARKS)
    return bare.isascii() and bare != "" and bare.lower() == farm.short_link_host.lower()


def _read_step(reading: Reading, address: str) -> list[Target] | Elsewhere:
    _check_length(address)
    whole = _ADDRESS.match(address.strip(MARKS))
    host, path, query, fragment = whole.groups(default="") if whole else ("", "", "", "")
    host = host.strip(MARKS)
    wiki = reading.farm.by_host(host) if host.isascii() else None  # SECURITY: `K` (Kelvin) is `k` in lower case
    if wiki is None:
        raise NotUnderstood(Why.SHORT_LINK if _is_short(host, reading.farm) else Why.UNKNOWN_HOST)
    if path == f"{wiki.script_path}/api.php":
        return read_api(wiki, read_query_string(query))
    if path.startswith(rest := f"{wiki.script_path}/rest.php/"):
        return read_rest(wiki, path[len(rest) :])
    if path.startswith(_REST_V1):
        return read_rest_v1(wiki, path[len(_REST_V1) :])
    if path.startswith(_ENTITY):
        return [read_entity(wiki, path[len(_ENTITY) :].partition(".")[0])]
    if picture := _PICTURE.fullmatch(path):
        return [_read_picture(wiki, unquote(picture[2]), is_earlier=bool(picture[1]))]
    parameters = read_query_string(query)
    title = _title_in_path(reading, wiki, path)
    if title is None:
        title = parameters.get("title", "")
    return read_link(reading, Link(wiki, title, parameters, unquote(fragment)))


def _read_picture(wiki: Wiki, name: str, is_earlier: bool) -> Target:
    if is_earlier:
        return file_version(wiki, f"File:{name.partition('!')[2]}", name)
    return Target(TargetKind.PAGE, wiki.dbname, title=read_title(f"File:{name}"))


def _title_in_path(reading: Reading, wiki: Wiki, path: str) -> str | None:
    """The title that a path carries; None where only the query can. It outranks the query's own `title`."""
    script = f"{wiki.script_path}/index.php"
    befores = (f"{script}/", *reading.article_paths(wiki), f"/{wiki.language}/")
    bare = path.rstrip("/")
    if bare in ("", script, wiki.script_path, reading.farm.names_of(wiki.dbname).script):
        return None
    for before in befores:
        if path.startswith(before) and len(path) > len(before):
            return unquote(path[len(before) :])
        if bare == before[:-1]:
            return None
    language, _, title = path[1:].partition("/")
    if language.startswith(f"{wiki.language}-") and title:  # a writing variant, as /zh-hant/TITLE
        return unquote(title)
    reading.consulted.add(wiki.dbname)
    raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)


def _check_length(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise NotUnderstood(Why.TOO_LONG)
