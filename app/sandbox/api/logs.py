"""Logs: list=logevents. What runs 1.43 knows no `leids`: there it is an unrecognized parameter."""

from __future__ import annotations

from app.sandbox.accounts import Account
from app.sandbox.api.call import Call, Json, digits, iso
from app.sandbox.api.revisions import author_fields
from app.sandbox.rights import rights_on
from app.sandbox.visibility import SUMMARY, SUPPRESSED, TEXT, USER, may_see
from app.sandbox.wiki import LogEntry, Wiki

LOG_TYPES = (
    "abusefilter",
    "block",
    "create",
    "delete",
    "gblblock",
    "gblrights",
    "globalauth",
    "import",
    "merge",
    "move",
    "newusers",
    "oath",
    "patrol",
    "protect",
    "renameuser",
    "rights",
    "suppress",
    "tag",
    "upload",
)
_PARTS = ("ids", "title", "type", "user", "userid", "timestamp", "comment", "parsedcomment", "details", "tags")
_DEFAULT = ("ids", "title", "type", "user", "timestamp", "comment", "details")


def readable(viewer: Account | None, wiki: Wiki) -> list[LogEntry]:
    """Entries this reader may know of, newest first: the suppression log is for its readers only."""
    full = "suppressionlog" in rights_on(viewer, wiki)
    entries = [entry for entry in wiki.log if full or entry.kind != "suppress"]
    return sorted(entries, key=_place, reverse=True)


def logevents(call: Call) -> None:
    parts = call.choices("leprop", _PARTS, _DEFAULT, "logevents")
    kind = call.choice("letype", LOG_TYPES, "")
    action = call.text("leaction")
    start, end = call.time("lestart"), call.time("leend")
    newer = call.choice("ledir", ("newer", "older"), "older") == "newer"
    title, user = call.text("letitle"), call.text("leuser")
    numbers = call.integers("leids") if call.farm.release != "1.43" else None
    limit, resume = call.limit("lelimit", "logevents"), call.place("lecontinue")
    call.ignore("lenamespace", "leprefix", "letag")
    if action is not None:
        kind, _, action = action.partition("/")
    meant = call.wiki.titles.parse(title) if title is not None else None
    low, high = (start, end) if newer else (end, start)
    found = [
        entry
        for entry in readable(call.viewer, call.wiki)
        if (numbers is None or entry.log_id in numbers)
        and (not kind or entry.kind == kind)
        and (action in (None, "*", entry.action))
        and (title is None or (entry.title == meant and may_see(call.viewer, call.wiki, entry.hidden, TEXT)))
        and (user is None or (entry.performer.name == user and may_see(call.viewer, call.wiki, entry.hidden, USER)))
        and (low is None or entry.at >= low)
        and (high is None or entry.at <= high)
    ]
    found.sort(key=_place, reverse=not newer)
    if resume:
        found = [entry for entry in found if (_place(entry) >= resume if newer else _place(entry) <= resume)]
    if len(found) > limit:
        call.continuation["lecontinue"] = "|".join(map(str, _place(found[limit])))
    call.query["logevents"] = [_describe(call, entry, parts) for entry in found[:limit]]


def _place(entry: LogEntry) -> tuple[str, int]:
    return digits(entry.at), entry.log_id


def _describe(call: Call, entry: LogEntry, parts: set[str]) -> Json:
    row: Json = {}
    hidden_seen = False
    if "ids" in parts:
        row["logid"] = entry.log_id
    if parts & {"ids", "title"} or ("details" in parts and entry.params):
        hidden_seen = bool(entry.hidden & TEXT)
        if hidden_seen:
            row["actionhidden"] = True
        if may_see(call.viewer, call.wiki, entry.hidden, TEXT):
            row |= _target(call, entry, parts)
    if parts & {"type", "details"}:
        row |= {"type": entry.kind, "action": entry.action}
    if parts & {"user", "userid"}:
        if entry.hidden & USER:
            row["userhidden"] = hidden_seen = True
        if may_see(call.viewer, call.wiki, entry.hidden, USER):
            row |= author_fields(call, entry.performer, parts)
    if "timestamp" in parts:
        row["timestamp"] = iso(entry.at)
    if "comment" in parts:
        if entry.hidden & SUMMARY:
            row["commenthidden"] = hidden_seen = True
        if may_see(call.viewer, call.wiki, entry.hidden, SUMMARY):
            row["comment"] = entry.comment
    if "tags" in parts:
        row["tags"] = []
    if hidden_seen and entry.hidden & SUPPRESSED:
        row["suppressed"] = True
    return row


def _target(call: Call, entry: LogEntry, parts: set[str]) -> Json:
    fields: Json = {}
    if "title" in parts:
        fields |= {"ns": entry.title[0], "title": call.wiki.titles.prefixed(entry.title)}
    if "ids" in parts:
        bearer = call.wiki.page_titled(entry.title)
        fields |= {"pageid": bearer.page_id if bearer else 0, "logpage": entry.page_id}
        fields |= {"revid": entry.rev_id} if entry.rev_id else {}
    if "details" in parts:
        fields["params"] = entry.params
    return fields
