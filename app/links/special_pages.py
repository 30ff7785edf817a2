"""What a special page of a wiki is about: the part after its slash, or its query.

One small function for each family of pages; those about people stand in `special_people`. Knows nothing of hosts and
paths; the page's real name is already found.
"""

import re
from collections.abc import Callable

from app.domain.targets import Target, TargetKind, Why
from app.links import entities, revisions
from app.links.calls import Call
from app.links.lists import read_each
from app.links.numbers import MARKS, read_number
from app.links.reading import NotUnderstood
from app.links.selections import comment, deleted_revision, read_selection, with_page_beside
from app.links.special_people import PEOPLE

_HIDE_ID = re.compile(r"hideids\[([^\]]*)\]")


def read_special_page(call: Call, name: str) -> list[Target]:
    """Targets of the special page with this real name (lower case)."""
    read = _READERS.get(name)
    if read is None:
        raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)
    return read(call)


def _diff(call: Call) -> list[Target]:
    return [revisions.read_parts(call.wiki, call.part)]


def _permanent_link(call: Call) -> list[Target]:
    return [revisions.revision(call.wiki, read_number(call.part))]


def _mobile_diff(call: Call) -> list[Target]:
    return [revisions.read_mobile_parts(call.wiki, call.part)]


def _compare_pages(call: Call) -> list[Target]:
    """Two revisions; of a page without a number beside it, the page."""
    found = []
    for title, number in (("page1", "rev1"), ("page2", "rev2")):
        if number := call.first(number):
            revision = revisions.revision(call.wiki, read_number(number))
            found += with_page_beside([revision], call.first(title))
        elif not call.first("rev1", "rev2"):
            found += call.page(call.first(title)) if call.first(title) else []
    return found or call.page("")


def _cite(call: Call) -> list[Target]:
    title = call.part or call.first("page")
    if number := call.first("id"):
        return with_page_beside([revisions.revision(call.wiki, read_number(number))], title)
    return call.page(title)


def _thanks(call: Call) -> list[Target]:
    """The link beside each edit and log entry that thanks for it."""
    kind, slash, number = call.part.rpartition("/")
    if slash and kind.lower() != "log":
        raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)
    return call.one(TargetKind.LOG if slash else TargetKind.REVISION, read_number(number))


def _redirect(call: Call) -> list[Target]:
    kind, _, value = call.part.partition("/")
    kind, value = kind or call.first("wptype"), value or call.first("wpvalue")
    match kind.strip(MARKS):
        case "revision":
            return call.one(TargetKind.REVISION, read_number(value))
        case "page":
            return call.one(TargetKind.PAGE, read_number(value))
        case "user":
            return call.one(TargetKind.ACCOUNT, read_number(value))
        case "logid":
            return call.one(TargetKind.LOG, read_number(value))
        case "file":
            return _file_named(call, value)
    raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)


def _file(call: Call) -> list[Target]:
    return _file_named(call, call.part or call.first("file"))


def _file_named(call: Call, name: str) -> list[Target]:
    return call.page(f"File:{name}" if name else "")


def _selection(call: Call) -> list[Target]:
    return read_selection(call.wiki, call.query, call.first("target") or call.part)


def _undelete(call: Call) -> list[Target]:
    title = call.first("target") or call.part
    if title and (timestamp := call.first("timestamp")):
        return [deleted_revision(call.wiki, title, timestamp)]
    return call.page(title)


def _abuse_log(call: Call) -> list[Target]:
    hidden = [ticked[1] for key in call.query if (ticked := _HIDE_ID.fullmatch(key))]
    if hidden:
        dbname = call.wiki.dbname
        return read_each(lambda id: Target(TargetKind.ABUSE_LOG, dbname, id=read_number(id)), hidden)
    if number := (call.part if call.part != "hide" else "") or call.first("details"):
        return call.one(TargetKind.ABUSE_LOG, read_number(number))
    if name := call.first("wpSearchUser"):
        return call.person(name)
    return call.page(call.first("wpSearchTitle"))


def _abuse_filter(call: Call) -> list[Target]:
    """Only `examine/log/N` is an entry; `Special:AbuseFilter/N` is a filter, `examine/N` a recent change."""
    if not call.part.startswith("examine/log/"):
        raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)
    return call.one(TargetKind.ABUSE_LOG, read_number(call.part.removeprefix("examine/log/")))


def _page(call: Call) -> list[Target]:
    return call.page(call.part or call.first("target", "page", "wpOldTitle"))


def _comment(call: Call) -> list[Target]:
    id = call.part or call.first("idorname")
    if not id:
        raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)
    return [comment(call.wiki, id.replace(" ", "_"))]


def _entity(call: Call) -> list[Target]:
    """A Wikidata item: `Special:EntityPage/Q42`, `Special:EntityData/Q42.json?revision=5`."""
    id = (call.part or call.first("id")).partition(".")[0]
    if number := call.first("revision", "oldid"):
        return with_page_beside([revisions.revision(call.wiki, read_number(number))], entities.title_of(id))
    return [entities.read_entity(call.wiki, id)]


_READERS: dict[str, Callable[[Call], list[Target]]] = {
    "diff": _diff,
    "permanentlink": _permanent_link,
    "mobilediff": _mobile_diff,
    "comparepages": _compare_pages,
    "citethispage": _cite,
    "thanks": _thanks,
    "redirect": _redirect,
    "filepath": _file,
    "revisiondelete": _selection,
    "edittags": _selection,
    "undelete": _undelete,
    "abuselog": _abuse_log,
    "abusefilter": _abuse_filter,
    "gotocomment": _comment,
    "entitypage": _entity,
    "entitydata": _entity,
    **PEOPLE,
    **dict.fromkeys(
        ("pagehistory", "pageinfo", "editpage", "newsection", "purge", "movepage", "deletepage", "protectpage",
         "whatlinkshere", "mylanguage"),
        _page,
    ),
}  # fmt: skip

KNOWN_SPECIAL_PAGES = frozenset(_READERS) | {"userlogin"}
