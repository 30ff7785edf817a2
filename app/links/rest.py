"""Paths below rest.php and /api/rest_v1, meant for programs. Their numbers and titles are taken; they are never called.

Knows nothing of hosts.
"""

from urllib.parse import unquote

from app.domain.targets import Target, TargetKind, Why
from app.domain.wikis import Wiki
from app.links.entities import read_entity
from app.links.numbers import read_number
from app.links.reading import NotUnderstood
from app.links.revisions import revision
from app.links.selections import with_page_beside
from app.links.titles import read_title


def read_rest(wiki: Wiki, path: str) -> list[Target]:
    """What a path below rest.php names: `v1/revision/N`, `v1/page/TITLE/history`, `HOST/v3/page/html/TITLE/N`, ..."""
    match [unquote(part) for part in path.split("/") if part]:
        case [_, "v3", "page", *rest] if len(rest) in (2, 3):
            return _read_form(wiki, rest)
        case [*_, "revision", older, "compare", newer]:
            return [revision(wiki, read_number(newer), from_id=read_number(older))]
        case [*_, "revision", number] | [*_, "revision", number, "bare" | "html" | "with_html" | "lint"]:
            return [revision(wiki, read_number(number))]
        case ["wikibase", _, "entities", _, id, *_]:
            return [read_entity(wiki, id)]
        case ["v1", "page" | "file", title, *_] | [_, "v1", "page" | "file", title, *_]:
            return _page(wiki, title)
    raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)


def read_rest_v1(wiki: Wiki, path: str) -> list[Target]:
    """What a path below /api/rest_v1 names: `page/html/TITLE`, `page/html/TITLE/N`, `page/summary/TITLE`, ..."""
    match [unquote(part) for part in path.split("/") if part]:
        case ["page", "revision", number]:
            return [revision(wiki, read_number(number))]
        case ["page", *rest] if len(rest) >= 2:
            return _read_form(wiki, rest)
    raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)


def _read_form(wiki: Wiki, parts: list[str]) -> list[Target]:
    """`html/TITLE` or `html/TITLE/N`, in any of the forms that a page is given out in."""
    match parts:
        case [_, title]:
            return _page(wiki, title)
        case ["pdf", title, *_]:  # here the format of the paper follows
            return _page(wiki, title)
        case [_, title, number, *_]:
            return with_page_beside([revision(wiki, read_number(number))], title)
    raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)


def _page(wiki: Wiki, title: str) -> list[Target]:
    return [Target(TargetKind.PAGE, wiki.dbname, title=read_title(title))]
