"""action=discussiontoolsfindcomment: on which page a signed comment stands, by its id."""

from __future__ import annotations

import re

from app.sandbox.api.call import ApiError, Call, Json, digits

_ID = re.compile(r"(?P<name>c-(?P<author>.+?)-(?P<time>[0-9]{14}))(?:-(?P<under>.+))?", re.ASCII)


def find_comment(call: Call) -> Json:
    """Signatures of the sandbox are the edits themselves: author and minute."""
    wanted = call.text("idorname")
    if not wanted:
        raise ApiError("missingparam", 'The "idorname" parameter must be set.')
    signed = _ID.fullmatch(wanted)
    found = []
    for page in call.wiki.pages.values() if signed else ():
        for revision in page.revisions:
            by = revision.author.name.replace(" ", "_") == signed["author"].replace(" ", "_") if signed else False
            if by and signed and digits(revision.at)[:12] == signed["time"][:12] and page.title[0] % 2 == 1:
                title = call.wiki.titles.prefixed(page.title)
                found.append(_describe(signed, title))
                break
    # The real module leaves its name out of the answer when nothing was found.
    return {"discussiontoolsfindcomment": found} if found else {}


def _describe(signed: re.Match[str], title: str) -> Json:
    """The id says under which heading or comment it stands, the name does not; either finds it."""
    whole = signed[0] if signed["under"] else f"{signed['name']}-Invented"
    matched = "id" if signed["under"] else "name"
    redirects = {"couldredirect": True, "shouldredirect": True}
    return {"id": whole, "name": signed["name"], "title": title, "oldid": None, "matchedby": matched, **redirects}
