"""The shapes of events as Wikimedia's EventStreams has them: recentchange 1.0, revision/visibility-change 1.x.

Pure. The fields that nobody needs are there too, so that sizes and surprises are true.
"""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.sandbox.visibility import SUMMARY, TEXT, USER

if TYPE_CHECKING:
    from app.sandbox.accounts import Account
    from app.sandbox.wiki import LogEntry, Revision, Wiki

RECENT_CHANGE = "mediawiki.recentchange"
VISIBILITY_CHANGE = "mediawiki.revision-visibility-change"
STREAMS = {"recentchange": RECENT_CHANGE, VISIBILITY_CHANGE: VISIBILITY_CHANGE}
"""Name in an address -> stream."""
_SCHEMAS = {
    RECENT_CHANGE: "/mediawiki/recentchange/1.0.1",
    VISIBILITY_CHANGE: "/mediawiki/revision/visibility-change/1.3.0",
}


def topic(stream: str) -> str:
    return f"sandbox.{stream}"


def edit(wiki: Wiki, revision: Revision) -> dict[str, Any]:
    title, old = wiki.titles.prefixed(revision.page.title), revision.parent_id
    before = next((each for each in revision.page.revisions if each.rev_id == old), None)
    return _change(wiki, "edit" if old else "new", title, revision.page.title[0], revision.comment, revision.at) | {
        "user": revision.author.name,
        "notify_url": f"{wiki.server}/w/index.php?diff={revision.rev_id}&oldid={old}",
        "minor": revision.minor,
        "patrolled": False,
        "length": {"old": before.size, "new": revision.size} if before else {"new": revision.size},
        "revision": {"old": old, "new": revision.rev_id} if old else {"new": revision.rev_id},
    }


def log(wiki: Wiki, entry: LogEntry) -> dict[str, Any]:
    title = wiki.titles.prefixed(entry.title)
    return _change(wiki, "log", title, entry.title[0], entry.comment, entry.at) | {
        "user": entry.performer.name,
        "log_id": entry.log_id,
        "log_type": entry.kind,
        "log_action": entry.action,
        "log_params": _log_params(entry.params),
        "log_action_comment": f"{entry.action} [[{title}]]",
    }


def visibility(wiki: Wiki, revision: Revision, before: int, by: Account | None) -> dict[str, Any]:
    page = revision.page
    event: dict[str, Any] = {
        "database": wiki.dbname,
        "page_id": page.page_id,
        "page_title": wiki.titles.prefixed(page.title).replace(" ", "_"),
        "page_namespace": page.title[0],
        "rev_id": revision.rev_id,
        "rev_timestamp": _iso(revision.at),
        "rev_sha1": revision.sha1,
        "rev_minor_edit": revision.minor,
        "rev_len": revision.size,
        "rev_content_model": page.model,
        "page_is_redirect": False,
        "visibility": _visible(revision.hidden),
        "prior_state": {"visibility": _visible(before)},
    }
    if by is not None:
        event["performer"] = {"user_text": by.name, "user_groups": ["*", "user"], "user_is_bot": False}
    if revision.parent_id:
        event["rev_parent_id"] = revision.parent_id
    return event


def canary(stream: str) -> dict[str, Any]:
    if stream == VISIBILITY_CHANGE:
        hidden = {"text": False, "user": False, "comment": False}
        return {"database": "canary", "page_id": 1, "page_title": "canary", "rev_id": 1, "visibility": hidden}
    return {"type": "edit", "title": "canary", "namespace": 0, "user": "canary", "wiki": "canary", "timestamp": 0}


def with_meta(event: dict[str, Any], stream: str, wiki: Wiki | None, number: int, ms: int) -> dict[str, Any]:
    """The event as it is sent: its schema and where it came from stand first."""
    domain = wiki.place.address if wiki else "canary"
    meta = {
        "uri": f"{wiki.server}/wiki/" if wiki else "https://canary/",
        "request_id": str(UUID(int=number << 64 | ms)),
        "id": str(UUID(int=ms << 64 | number)),
        "domain": domain,
        "stream": stream,
        "dt": datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "topic": topic(stream),
        "partition": 0,
        "offset": number,
    }
    return {"$schema": _SCHEMAS[stream], "meta": meta, **event}


def _change(wiki: Wiki, kind: str, title: str, namespace: int, comment: str, at: datetime) -> dict[str, Any]:
    return {
        "id": wiki.new_change_id(),
        "type": kind,
        "namespace": namespace,
        "title": title,
        "title_url": f"{wiki.server}/wiki/{title.replace(' ', '_')}",
        "comment": comment,
        "timestamp": int(at.timestamp()),
        "bot": False,
        "server_url": wiki.server,
        "server_name": wiki.place.address,
        "server_script_path": "/w",
        "wiki": wiki.dbname,
        "parsedcomment": escape(comment),
    }


def _log_params(params: dict[str, Any]) -> Any:
    """As the feed gives them, which the API does not: numbers of ids are strings, bits are plain numbers, titles are
    whole, and nothing at all is a list."""
    if not params:
        return []
    if "target_title" in params:
        return {"target": params["target_title"], "noredir": str(int(params["suppressredirect"]))}
    if "ids" not in params:
        return params
    old, new = params["old"]["bitmask"], params["new"]["bitmask"]
    return {"type": params["type"], "ids": [str(each) for each in params["ids"]], "ofield": old, "nfield": new}


def _visible(hidden: int) -> dict[str, bool]:
    return {"text": not hidden & TEXT, "user": not hidden & USER, "comment": not hidden & SUMMARY}


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
