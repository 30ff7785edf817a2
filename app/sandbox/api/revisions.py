"""Revisions and pages: prop=revisions, prop=info, prop=deletedrevisions.

A hidden field is withheld and flagged only when it was asked for. Texts are never served: `content` is not a
known value here, so a caller that asks for it is told so.
"""

from __future__ import annotations

from app.sandbox.accounts import Account
from app.sandbox.api.call import ApiError, Call, Json, digits, iso
from app.sandbox.api.pageset import PageSet
from app.sandbox.visibility import SUMMARY, SUPPRESSED, TEXT, USER, may_see
from app.sandbox.wiki import Page, Revision

PARTS = ("ids", "flags", "timestamp", "user", "userid", "size", "sha1", "comment", "tags", "contentmodel", "roles")
_DEFAULT = ("ids", "timestamp", "flags", "comment", "user")
_ORDERING = ("rvstartid", "rvendid", "rvstart", "rvend", "rvdir", "rvlimit", "rvuser", "rvexcludeuser", "rvcontinue")


def describe(call: Call, revision: Revision, parts: set[str]) -> Json:
    """One revision with the fields asked for, as this reader may see it."""
    row: Json = {}
    if "ids" in parts:
        row |= {"revid": revision.rev_id, "parentid": revision.parent_id}
    if "flags" in parts:
        row["minor"] = revision.minor
    hidden_seen = _add_user(call, row, revision, parts)
    if "timestamp" in parts:
        row["timestamp"] = iso(revision.at)
    if "size" in parts:
        row["size"] = revision.size
    hidden_seen |= _add_withheld(call, row, revision, parts)
    if "tags" in parts:
        row["tags"] = list(revision.tags)
    if "contentmodel" in parts:
        row["contentmodel"] = "wikitext"
    if "roles" in parts:
        row["roles"] = ["main"]
    if hidden_seen and revision.hidden & SUPPRESSED:
        row["suppressed"] = True
    return row


def _add_user(call: Call, row: Json, revision: Revision, parts: set[str]) -> bool:
    if not parts & {"user", "userid"}:
        return False
    hidden = bool(revision.hidden & USER)
    if hidden:
        row["userhidden"] = True
    if may_see(call.viewer, call.wiki, revision.hidden, USER):
        row |= author_fields(call, revision.author, parts)
    return hidden


def author_fields(call: Call, author: Account, parts: set[str]) -> Json:
    fields: Json = {}
    if "user" in parts:
        fields["user"] = author.name
    if "userid" in parts:
        here = author.local.get(call.wiki.dbname)
        fields["userid"] = here.user_id if here else 0
    if author.temporary:
        fields["temp"] = True
    return fields


def _add_withheld(call: Call, row: Json, revision: Revision, parts: set[str]) -> bool:
    hidden_seen = False
    if "sha1" in parts:
        if revision.hidden & TEXT:
            row["sha1hidden"] = hidden_seen = True
        if may_see(call.viewer, call.wiki, revision.hidden, TEXT):
            row["sha1"] = revision.sha1
    if "comment" in parts:
        if revision.hidden & SUMMARY:
            row["commenthidden"] = hidden_seen = True
        if may_see(call.viewer, call.wiki, revision.hidden, SUMMARY):
            row["comment"] = revision.comment
    return hidden_seen


def revisions(call: Call, chosen: PageSet) -> None:
    parts = call.choices("rvprop", PARTS, _DEFAULT, "revisions")
    call.ignore("rvslots", "rvtag", *_ORDERING)
    ordering = [name for name in _ORDERING if name in call.given]
    if chosen.by_revision:
        if ordering:
            raise ApiError(
                "revids",
                'The "revids" parameter may not be used with the list options '
                '("rvlimit", "rvstartid", "rvendid", "rvdir=newer", "rvuser", "rvexcludeuser", "rvstart" and "rvend").',
                "revisions",
            )
        for revision in sorted(chosen.revisions, key=lambda found: found.rev_id):
            chosen.row_of[revision.page.page_id].setdefault("revisions", []).append(describe(call, revision, parts))
        return
    if ordering and len(chosen.rows) > 1:
        raise ApiError(
            "multpages",
            '"titles", "pageids" or a generator was used to supply multiple pages, but the "rvlimit", '
            '"rvstartid", "rvendid", "rvdir=newer", "rvuser", "rvexcludeuser", "rvstart", and "rvend" parameters may '
            "only be used on a single page.",
            "revisions",
        )
    for page in chosen.pages.values():
        found = _history(call, page) if ordering else [page.latest]
        # As on a real wiki: where nothing fits, the page stands there without the list.
        if found:
            chosen.row_of[page.page_id]["revisions"] = [describe(call, revision, parts) for revision in found]


def _history(call: Call, page: Page) -> list[Revision]:
    """The revisions of one page in the order and range asked for, with continuation."""
    newer = call.choice("rvdir", ("newer", "older"), "older") == "newer"
    limit = call.limit("rvlimit", "revisions")
    start, end = _bound(call, "rvstartid", "rvstart"), _bound(call, "rvendid", "rvend")
    user, excluded = call.text("rvuser"), call.text("rvexcludeuser")
    if user is not None and excluded is not None:
        raise ApiError("invalidparammix", "rvuser and rvexcludeuser can not be used together.", "revisions")
    start = call.place("rvcontinue") or start
    found = [revision for revision in page.revisions if _by(call, revision, user, excluded)]
    found.sort(key=place_of, reverse=not newer)
    low, high = (start, end) if newer else (end, start)
    found = [r for r in found if (low is None or place_of(r) >= low) and (high is None or place_of(r) <= high)]
    if len(found) > limit:
        stamp, number = place_of(found[limit])
        call.continuation["rvcontinue"] = f"{stamp}|{number}"
    return found[:limit]


def place_of(revision: Revision) -> tuple[str, int]:
    return digits(revision.at), revision.rev_id


def _bound(call: Call, by_id: str, by_time: str) -> tuple[str, int] | None:
    number, moment = call.integer(by_id), call.time(by_time)
    if number is not None:
        revision = call.wiki.revisions.get(number) or call.wiki.deleted_revisions.get(number)
        if revision is None:
            raise ApiError("badid", f"No revision was found for parameter {by_id}.", "revisions")
        return place_of(revision)
    if moment is None:
        return None
    newer = call.given.get("rvdir") == "newer"
    first_of_second = (by_time == "rvstart") == newer
    return digits(moment), 0 if first_of_second else 10**12


def _by(call: Call, revision: Revision, user: str | None, excluded: str | None) -> bool:
    """A name condition leaves out revisions whose name this reader may not see."""
    if user is None and excluded is None:
        return True
    if not may_see(call.viewer, call.wiki, revision.hidden, USER):
        return False
    return revision.author.name == user if user is not None else revision.author.name != excluded


def info(call: Call, chosen: PageSet) -> None:
    call.choices("inprop", ("protection", "talkid", "watched", "url", "displaytitle", "varianttitles"), (), "info")
    call.ignore("intestactions", "intestactionsdetail", "incontinue")
    language = call.wiki.place.language
    for page in chosen.pages.values():
        chosen.row_of[page.page_id] |= {
            "contentmodel": page.model,
            "pagelanguage": language.code,
            "pagelanguagehtmlcode": language.code,
            "pagelanguagedir": language.direction,
            "touched": iso(page.latest.at),
            "lastrevid": page.latest.rev_id,
            "length": page.latest.size,
        }


def deletedrevisions(call: Call, chosen: PageSet) -> None:
    """By revids only; for readers with `deletedhistory`."""
    parts = call.choices("drvprop", PARTS, _DEFAULT, "deletedrevisions")
    call.ignore("drvslots", "drvlimit", "drvdir", "drvstart", "drvend", "drvuser", "drvexcludeuser", "drvcontinue")
    if "deletedhistory" not in call.rights:
        raise ApiError(
            "permissiondenied", "You don't have permission to view deleted revision information.", "deletedrevisions"
        )
    rows: dict[int, Json] = {}
    for revision in chosen.deleted:
        page = revision.page
        if page.page_id not in rows:
            title = call.wiki.titles.prefixed(page.title)
            rows[page.page_id] = {"ns": page.title[0], "title": title, "missing": True, "deletedrevisions": []}
        rows[page.page_id]["deletedrevisions"].append(describe(call, revision, parts))
    chosen.rows.extend(rows.values())
