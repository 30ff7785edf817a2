"""What a special page of a wiki is about: the part after its slash, or its query.

One small function for each family of pages. Knows nothing of hosts and paths; the page's real name is already found.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from app.domain.targets import Target, TargetKind, Why
from app.domain.wikis import Wiki
from app.links import revisions
from app.links.numbers import MARKS, read_number, read_timestamp
from app.links.reading import FILE, USER, NotUnderstood, Reading
from app.links.titles import read_person, read_title


@dataclass(frozen=True)
class Call:
    """One special page as a link opens it: `part` is what follows its slash, empty where nothing does."""

    reading: Reading
    wiki: Wiki
    part: str
    query: Mapping[str, str]

    def first(self, *keys: str) -> str | None:
        """The first of these parameters that is given."""
        return next((self.query[key] for key in keys if self.query.get(key)), None)

    def one(self, kind: TargetKind, id: int) -> list[Target]:
        return [Target(kind, self.wiki.dbname, id=id)]

    def page(self, title: str | None) -> list[Target]:
        if not title:
            raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)
        return [Target(TargetKind.PAGE, self.wiki.dbname, title=read_title(title))]

    def person(self, name: str | None) -> list[Target]:
        if not name:
            raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)
        prefix, colon, rest = name.partition(":")
        if colon and self.reading.namespace(self.wiki, prefix, matters=False) == USER:
            name = rest
        return [read_person(self.wiki.dbname, name)]


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
    numbers = [number for number in (call.query.get("rev1"), call.query.get("rev2")) if number]
    if numbers:
        return [revisions.revision(call.wiki, read_number(number)) for number in numbers]
    titles = [title for title in (call.query.get("page1"), call.query.get("page2")) if title]
    return [target for title in titles for target in call.page(title)] or call.page(None)


def _redirect(call: Call) -> list[Target]:
    kind, _, value = call.part.partition("/")
    kind, value = kind or call.query.get("wptype", ""), value or call.query.get("wpvalue", "")
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
            return call.page(f"File:{value}" if value else None)
    raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)


def _revision_delete(call: Call) -> list[Target]:
    title = call.query.get("target")
    return with_page_beside(read_selection(call.wiki, call.query, title), title or "")


def _log(call: Call) -> list[Target]:
    if number := call.query.get("logid"):
        return call.one(TargetKind.LOG, read_number(number))
    if name := call.query.get("user"):
        return call.person(name)
    return call.page(call.query.get("page"))


def _undelete(call: Call) -> list[Target]:
    title = call.query.get("target") or call.part
    timestamp = call.query.get("timestamp")
    if title and timestamp:
        return [deleted_revision(call.wiki, title, timestamp)]
    return call.page(title)


def _abuse_log(call: Call) -> list[Target]:
    hidden = [key[len("hideids[") : -1] for key in call.query if re.fullmatch(r"hideids\[[^\]]*\]", key)]
    if hidden:
        return [target for id in hidden for target in call.one(TargetKind.ABUSE_LOG, read_number(id))]
    if number := (call.part if call.part != "hide" else "") or call.query.get("details"):
        return call.one(TargetKind.ABUSE_LOG, read_number(number))
    if name := call.query.get("wpSearchUser"):
        return call.person(name)
    return call.page(call.query.get("wpSearchTitle"))


def _abuse_filter(call: Call) -> list[Target]:
    """Only `examine/log/N` is an entry; `Special:AbuseFilter/N` is a filter, `examine/N` a recent change."""
    if not call.part.startswith("examine/log/"):
        raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)
    return call.one(TargetKind.ABUSE_LOG, read_number(call.part.removeprefix("examine/log/")))


def _person(call: Call) -> list[Target]:
    return call.person(call.part or call.first("target", "wpTarget", "user", "wpAddress", "address", "ip", "username"))


def _page(call: Call) -> list[Target]:
    return call.page(call.part or call.first("target", "page", "wpOldTitle"))


def _comment(call: Call) -> list[Target]:
    if not call.part:
        raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)
    return [comment(call.wiki, call.part.replace(" ", "_"))]


def comment(wiki: Wiki, id: str) -> Target:
    """A comment of a talk page, by the id that DiscussionTools gives it."""
    if len(id.encode(errors="replace")) > 1_000:
        raise NotUnderstood(Why.TOO_LONG)
    return Target(TargetKind.COMMENT, wiki.dbname, name=id)


def deleted_revision(wiki: Wiki, title: str, timestamp: str) -> Target:
    return Target(
        TargetKind.DELETED_REVISION, wiki.dbname, title=read_title(title), timestamp=read_timestamp(timestamp)
    )


def file_version(wiki: Wiki, title: str, archive_name: str) -> Target:
    """An earlier version of a file: the time stands before the `!` of its archive name."""
    timestamp = read_timestamp(archive_name.partition("!")[0])
    return Target(TargetKind.FILE_VERSION, wiki.dbname, title=read_title(title), timestamp=timestamp)


def with_page_beside(targets: list[Target], title: str) -> list[Target]:
    """With the page that a link names beside the numbers; a title that cannot be one is no reason to refuse."""
    try:
        beside = read_title(title) if title else None
    except NotUnderstood:
        beside = None
    return [replace(each, beside=beside) if each.kind is TargetKind.REVISION else each for each in targets]


def read_selection(wiki: Wiki, query: Mapping[str, str], title: str | None) -> list[Target]:
    """What is ticked in a link to the form that hides: `ids=2,3`, or `ids[2]=1&ids[3]=1` where the id is the key."""
    ids = query.get("ids") or ",".join(key[4:-1] for key in query if key.startswith("ids[") and key.endswith("]"))
    match query.get("type", "revision"):
        case "revision" | "oldid":
            return revisions.read_list(wiki, TargetKind.REVISION, ids)
        case "logging" | "logid":
            return revisions.read_list(wiki, TargetKind.LOG, ids)
        case "archive" | "artimestamp" if title:
            return [deleted_revision(wiki, title, id.strip()) for id in ids.split(",")]
        case "oldimage" if title:
            return [file_version(wiki, title, id.strip()) for id in ids.split(",")]
        case "filearchive" | "fileid" if title:
            clean = read_title(title)
            found = revisions.read_list(wiki, TargetKind.FILE_VERSION, ids)
            return [each if each.why else replace(each, title=clean) for each in found]
    raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)


def is_file(reading: Reading, wiki: Wiki, title: str) -> bool:
    return reading.namespace(wiki, title.partition(":")[0], matters=False) == FILE


_READERS: dict[str, Callable[[Call], list[Target]]] = {
    "diff": _diff,
    "permanentlink": _permanent_link,
    "mobilediff": _mobile_diff,
    "comparepages": _compare_pages,
    "redirect": _redirect,
    "revisiondelete": _revision_delete,
    "log": _log,
    "undelete": _undelete,
    "abuselog": _abuse_log,
    "abusefilter": _abuse_filter,
    "gotocomment": _comment,
    **dict.fromkeys(
        ("contributions", "deletedcontributions", "globalcontributions", "centralauth", "block", "unblock",
         "globalblock", "removeglobalblock", "userrights", "globalgroupmembership", "checkuser", "nuke"),
        _person,
    ),
    **dict.fromkeys(
        ("pagehistory", "pageinfo", "editpage", "purge", "movepage", "deletepage", "protectpage", "whatlinkshere"),
        _page,
    ),
}  # fmt: skip

KNOWN_SPECIAL_PAGES = frozenset(_READERS) | {"userlogin"}
