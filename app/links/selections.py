"""What is ticked in a link to the form that hides, and the targets that are more than a number.

Knows nothing of hosts and of prefixes of titles: for which page the form opens is already found.
"""

from collections.abc import Mapping
from dataclasses import replace

from app.domain.targets import Target, TargetKind, Why
from app.domain.wikis import Wiki
from app.links.lists import read_each, split_ids
from app.links.numbers import read_timestamp
from app.links.reading import NotUnderstood
from app.links.revisions import read_list
from app.links.titles import read_title

_ACTIONS = ("revisiondelete", "editchangetags")
_MOST_BYTES_OF_A_COMMENT = 1_000


def comment(wiki: Wiki, id: str) -> Target:
    """A comment of a talk page, by the id that DiscussionTools gives it."""
    if len(id.encode(errors="replace")) > _MOST_BYTES_OF_A_COMMENT:
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


def with_page_beside(targets: list[Target], title: str | None) -> list[Target]:
    """With the page that a link names beside the numbers; a title that cannot be one is no reason to refuse."""
    try:
        beside = read_title(title) if title else None
    except NotUnderstood:
        beside = None
    return [replace(each, beside=beside) if each.kind is TargetKind.REVISION else each for each in targets]


def is_selection(query: Mapping[str, str]) -> bool:
    """Whether a history was sent off with ticks in it; the `diff` and `oldid` that come along then mean nothing."""
    return query.get("action") in _ACTIONS or any(action in query for action in _ACTIONS)


def read_selection(wiki: Wiki, query: Mapping[str, str], title: str | None) -> list[Target]:
    """What is ticked: `ids=2,3`, or `ids[2]=1&ids[3]=1` where the id is the key."""
    ids = query.get("ids") or ",".join(key[4:-1] for key in query if key.startswith("ids[") and key.endswith("]"))
    match query.get("type", "revision"):
        case "revision" | "oldid":
            return with_page_beside(read_list(wiki, TargetKind.REVISION, ids), title)
        case "logging" | "logid":
            return read_list(wiki, TargetKind.LOG, ids)
        case "archive" | "artimestamp" if title and read_title(title):
            return read_each(lambda time: deleted_revision(wiki, title, time), split_ids(ids))
        case "oldimage" if title and read_title(title):
            return read_each(lambda name: file_version(wiki, title, name), split_ids(ids))
        case "filearchive" | "fileid" if title:
            clean = read_title(title)
            found = read_list(wiki, TargetKind.FILE_VERSION, ids)
            return [each if each.why else replace(each, title=clean) for each in found]
    raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)
