"""The filter log: list=abuselog. Hidden entries disappear, also for administrators; the filter's id is for some."""

from __future__ import annotations

from app.sandbox.abuse_log import Hit
from app.sandbox.api.call import Call, Json, iso

_PARTS = ("ids", "filter", "user", "title", "action", "details", "result", "timestamp", "hidden", "revid", "wiki")
_DEFAULT = ("ids", "user", "title", "action", "result", "timestamp", "hidden", "revid")


def abuselog(call: Call) -> None:
    parts = call.choices("aflprop", _PARTS, _DEFAULT, "abuselog")
    number = call.integer("afllogid")
    start, end = call.time("aflstart"), call.time("aflend")
    newer = call.choice("afldir", ("newer", "older"), "older") == "newer"
    user, title = call.text("afluser"), call.text("afltitle")
    call.ignore("aflfilter", "aflwiki")
    limit = call.limit("afllimit", "abuselog")
    meant = call.wiki.titles.parse(title) if title is not None else None
    low, high = (start, end) if newer else (end, start)
    found = [
        hit
        for hit in call.wiki.hits.values()
        if (number is None or hit.hit_id == number)
        and (not hit.hidden or "abusefilter-hidden-log" in call.rights)
        and (user is None or hit.author.name == user)
        and (title is None or hit.title == meant)
        and (low is None or hit.at >= low)
        and (high is None or hit.at <= high)
    ]
    found.sort(key=lambda hit: (hit.at, hit.hit_id), reverse=not newer)
    call.query["abuselog"] = [_describe(call, hit, parts) for hit in found[:limit]]


def _describe(call: Call, hit: Hit, parts: set[str]) -> Json:
    row: Json = {}
    if "ids" in parts:
        tells = "abusefilter-log-detail" in call.rights and not hit.private
        row |= {"id": hit.hit_id, "filter_id": str(hit.filter_id) if tells else ""}
    if "filter" in parts:
        row["filter"] = f"Invented filter {hit.filter_id}"
    if "user" in parts:
        row["user"] = hit.author.name
    if "title" in parts:
        row |= {"ns": hit.title[0], "title": call.wiki.titles.prefixed(hit.title)}
    if "action" in parts:
        row["action"] = hit.action
    if "result" in parts:
        row["result"] = hit.result
    if "timestamp" in parts:
        row["timestamp"] = iso(hit.at)
    if "revid" in parts:
        row["revid"] = hit.saved or ""
    if "hidden" in parts:
        row["hidden"] = hit.hidden
    return row
