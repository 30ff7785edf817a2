"""Files: prop=imageinfo, newest version first. Of a hidden file neither sum nor archive name is told."""

from __future__ import annotations

from app.sandbox.api.call import Call, Json, digits, iso
from app.sandbox.api.pageset import PageSet
from app.sandbox.files import FileVersion
from app.sandbox.visibility import SUMMARY, SUPPRESSED, TEXT, USER, may_see

_PARTS = ("timestamp", "user", "userid", "comment", "sha1", "archivename", "size", "url", "canonicaltitle")


def imageinfo(call: Call, chosen: PageSet) -> None:
    parts = call.choices("iiprop", _PARTS, ("timestamp", "user"), "imageinfo")
    limit = call.limit("iilimit", "imageinfo", default=1)
    start, end = call.text("iistart"), call.text("iiend")
    call.ignore("iiurlwidth", "iicontinue", "iilocalonly")
    for row in chosen.rows:
        if row.get("missing") and row.get("ns") == 6:
            row["imagerepository"] = ""
    for page in chosen.pages.values():
        if page.title[0] != 6:
            continue
        row = chosen.row_of[page.page_id]
        versions = list(reversed(call.wiki.files.get(page.page_id, [])))
        row["imagerepository"] = "local" if versions else ""
        within = [each for each in versions if _is_within(each, start, end)]
        if within:
            row["imageinfo"] = [_describe(call, version, parts) for version in within[:limit]]


def _is_within(version: FileVersion, start: str | None, end: str | None) -> bool:
    at = digits(version.at)
    return (not start or at <= start) and (not end or at >= end)


def _describe(call: Call, version: FileVersion, parts: set[str]) -> Json:
    row: Json = {}
    hidden = version.hidden

    def sees(part: int) -> bool:
        return may_see(call.viewer, call.wiki, hidden, part)

    if "timestamp" in parts:
        row["timestamp"] = iso(version.at)
    if parts & {"user", "userid"}:
        row |= {"userhidden": True} if hidden & USER else {}
        here = version.author.local.get(call.wiki.dbname)
        if sees(USER):
            row |= {"user": version.author.name} if "user" in parts else {}
            row |= {"userid": here.user_id if here else 0} if "userid" in parts else {}
    if "comment" in parts:
        row |= {"commenthidden": True} if hidden & SUMMARY else {}
        row |= {"comment": version.comment} if sees(SUMMARY) else {}
    if parts & {"sha1", "archivename", "size", "url"}:
        row |= {"filehidden": True} if hidden & TEXT else {}
        if sees(TEXT):
            row |= {"sha1": version.sha1} if "sha1" in parts else {}
            name = f"{version.archive_time}!{version.page.title[1].replace(' ', '_')}"
            row |= {"archivename": name} if version.archive_time and "archivename" in parts else {}
    if hidden & SUPPRESSED and {"userhidden", "commenthidden", "filehidden"} & row.keys():
        row["suppressed"] = True
    return row
