"""Addresses of pages, and [[links]], read into targets. The only place that knows how a wiki's addresses are built.

SECURITY: a host counts only if the farm lists it, letter by letter with its port; nothing is ever asked of an address.
"""

import re
from urllib.parse import unquote

from app.domain.targets import Target, TargetKind, Why
from app.domain.wikis import Farm, Wiki
from app.links.numbers import MARKS
from app.links.pages import Elsewhere, Link, read_link, read_query_string
from app.links.programs import read_api, read_rest
from app.links.reading import MOST_STEPS, NotUnderstood, Reading

MOST_CHARACTERS = 16_000
"""Longest link that is looked into; 500 ids of 10 digits with encoded commas take 6,500."""

_ADDRESS = re.compile(
    r"(?:https?:)?(?://)?([^/?#]*+)([^?#]*+)(?:\?([^#]*+))?(?:#(.*+))?", re.ASCII | re.IGNORECASE | re.DOTALL
)
_CODE = re.compile(r"/([A-Za-z0-9_-]{1,32})", re.ASCII)
_REST = re.compile(r"/rest\.php/|/api/rest_v1/")


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
    wiki = reading.home or reading.farm.wikis.get(reading.farm.central)
    if wiki is None:
        raise NotUnderstood(Why.UNKNOWN_WIKI_PREFIX)
    _check_length(link)
    title, _, fragment = link.strip(" " + MARKS).partition("#")
    marked = title.startswith(":")
    found = read_link(reading, Link(wiki, unquote(title), {}, unquote(fragment), marked))
    if isinstance(found, Elsewhere):
        return read_address(reading, found.url)
    if reading.home is None and any(target.kind is not TargetKind.ACCOUNT for target in found):
        raise NotUnderstood(Why.WHICH_WIKI)
    return found


def short_link_code(target: Target, farm: Farm) -> str | None:
    """The code of a short link in its own case; None for what is no plain one."""
    whole = _ADDRESS.match(target.input.strip(MARKS))
    if target.why is not Why.SHORT_LINK or whole is None or whole[1].lower() != farm.short_link_host:
        return None
    # SECURITY: this becomes part of an address that is asked; letters and digits only.
    code = _CODE.fullmatch(whole[2])
    return code[1] if code else None


def _read_step(reading: Reading, address: str) -> list[Target] | Elsewhere:
    _check_length(address)
    whole = _ADDRESS.match(address.strip(MARKS))
    host, path, query, fragment = whole.groups(default="") if whole else ("", "", "", "")
    host = host.strip(MARKS)
    wiki = reading.farm.by_host(host) if host.isascii() else None  # SECURITY: `K` (Kelvin) is `k` in lower case
    if wiki is None:
        is_short = host.lower() == reading.farm.short_link_host
        raise NotUnderstood(Why.SHORT_LINK if is_short else Why.UNKNOWN_HOST)
    if path == f"{wiki.script_path}/api.php":
        return read_api(wiki, read_query_string(query))
    if program := _REST.search(path):
        return read_rest(wiki, path[program.end() :])
    parameters = read_query_string(query)
    title = _title_in_path(reading, wiki, path)
    if title is None:
        title = parameters.get("title", "")
    return read_link(reading, Link(wiki, title, parameters, unquote(fragment)))


def _title_in_path(reading: Reading, wiki: Wiki, path: str) -> str | None:
    """The title that a path carries; None where only the query can. It outranks the query's own `title`."""
    script = f"{wiki.script_path}/index.php"
    names = reading.farm.names_of(wiki.dbname)
    if path in ("", "/", script, f"{script}/", names.script):
        return None
    for before in (f"{script}/", *reading.article_paths(wiki), f"/{wiki.language}/"):
        if path.startswith(before) and len(path) > len(before):
            return unquote(path[len(before) :])
    language, _, title = path[1:].partition("/")
    if language.startswith(f"{wiki.language}-") and title:  # a writing variant, as /zh-hant/TITLE
        return unquote(title)
    reading.consulted.add(wiki.dbname)
    raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)


def _check_length(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise NotUnderstood(Why.TOO_LONG)
