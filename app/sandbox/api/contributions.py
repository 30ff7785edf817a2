"""What accounts edited: list=usercontribs. Revisions with a hidden name are left out for the public."""

from __future__ import annotations

from app.sandbox.accounts import Account
from app.sandbox.api.call import ApiError, Call, Json, iso
from app.sandbox.api.revisions import author_fields, describe, place_of
from app.sandbox.visibility import SUPPRESSED, TEXT, USER, may_see
from app.sandbox.wiki import Revision


def usercontribs(call: Call) -> None:
    names, numbers = call.values("ucuser"), call.integers("ucuserids")
    prefix = call.text("ucuserprefix")
    parts = call.choices(
        "ucprop",
        ("ids", "title", "timestamp", "comment", "size", "sizediff", "flags", "patrolled", "tags"),
        ("ids", "title", "timestamp", "comment", "size", "flags"),
        "usercontribs",
    )
    limit = call.limit("uclimit", "usercontribs")
    newer = call.choice("ucdir", ("newer", "older"), "older") == "newer"
    start, end = call.time("ucstart"), call.time("ucend")
    spaces = call.integers("ucnamespace")
    resume = call.place("uccontinue")
    call.ignore("ucshow", "uctag", "uctoponly", "uciprange")
    if names is None and numbers is None and prefix is None:
        raise ApiError(
            "missingparam",
            'One of the parameters "ucuser", "ucuserids", "ucuserprefix" and "uciprange" is required.',
            "usercontribs",
        )
    low, high = (start, end) if newer else (end, start)
    found = [
        revision
        for revision in call.wiki.revisions.values()
        if _meant(call, revision.author, names, numbers, prefix)
        and may_see(call.viewer, call.wiki, revision.hidden, USER)
        and (low is None or revision.at >= low)
        and (high is None or revision.at <= high)
        and (spaces is None or revision.page.title[0] in spaces)
    ]
    found.sort(key=place_of, reverse=not newer)
    if len(names or numbers or ()) > 1:
        # Of several accounts MediaWiki tells one after the other; Haven never goes on behind a cut there.
        found.sort(key=lambda revision: _number_of(call, revision), reverse=not newer)
    elif resume:
        found = [r for r in found if (place_of(r) >= resume if newer else place_of(r) <= resume)]
    if len(found) > limit:
        at = place_of(found[limit])
        several = ("actor", _number_of(call, found[limit])) if len(names or numbers or ()) > 1 else ()
        call.continuation["uccontinue"] = "|".join(map(str, (*several, *at)))
    call.query["usercontribs"] = [_contribution(call, revision, parts) for revision in found[:limit]]


def _number_of(call: Call, revision: Revision) -> int:
    return revision.author.local[call.wiki.dbname].user_id


def _meant(call: Call, author: Account, names: list[str] | None, numbers: list[int] | None, prefix: str | None) -> bool:
    here = author.local.get(call.wiki.dbname)
    if names is not None:
        return author.name in {name.replace("_", " ") for name in names}
    if numbers is not None:
        return here is not None and here.user_id in numbers
    return author.name.startswith(prefix or "")


def _contribution(call: Call, revision: Revision, parts: set[str]) -> Json:
    page = revision.page
    row = author_fields(call, revision.author, {"user", "userid"})
    if revision.hidden & USER:
        row["userhidden"] = True
    if "ids" in parts:
        row |= {"pageid": page.page_id, "revid": revision.rev_id, "parentid": revision.parent_id}
    if "title" in parts:
        row |= {"ns": page.title[0], "title": call.wiki.titles.prefixed(page.title)}
    if "timestamp" in parts:
        row["timestamp"] = iso(revision.at)
    if "flags" in parts:
        row |= {"new": not revision.parent_id, "minor": revision.minor, "top": page.latest is revision}
    if "comment" in parts:
        row |= describe(call, revision, {"comment"})
    if revision.hidden & TEXT:
        row["texthidden"] = True
    if "size" in parts:
        row["size"] = revision.size
    if "sizediff" in parts:
        parent = call.wiki.revisions.get(revision.parent_id)
        row["sizediff"] = revision.size - (parent.size if parent else 0)
    if "tags" in parts:
        row["tags"] = list(revision.tags)
    if revision.hidden & SUPPRESSED:
        row["suppressed"] = True
    return row
