"""action=discussiontoolsfindcomment: on which page a signed comment stands, by its id."""

from __future__ import annotations

import re

from app.sandbox.api.call import ApiError, Call, Json, digits

_ID = re.compile(r"c-(?P<author>.+?)-(?P<time>[0-9]{14})", re.ASCII)


def find_comment(call: Call) -> Json:
    """Signatures of the sandbox are the edits themselves: author and minute."""
    wanted = call.text("idorname")
    if not wanted:
        raise ApiError("missingparam", 'The "idorname" parameter must be set.')
    signed = _ID.match(wanted)
    found = []
    for page in call.wiki.pages.values() if signed else ():
        for revision in page.revisions:
            by = revision.author.name.replace(" ", "_") == signed["author"].replace(" ", "_") if signed else False
            if by and signed and digits(revision.at)[:12] == signed["time"][:12] and page.title[0] % 2 == 1:
                title = call.wiki.titles.prefixed(page.title)
                found.append({"id": wanted, "title": title, "oldid": None, "matchedby": "id", "couldredirect": True})
                break
    # The real module leaves its name out of the answer when nothing was found.
    return {"discussiontoolsfindcomment": found} if found else {}
