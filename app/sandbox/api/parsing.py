"""action=parse of a page: its text, and where its sections begin. The one call that serves a text.

No template is expanded, so no section comes from another page; HTML headings are not told either.
"""

from __future__ import annotations

import re

from app.sandbox.api.call import ApiError, Call, Json
from app.sandbox.sections import headings
from app.sandbox.visibility import TEXT, may_see
from app.sandbox.wiki import Page

PARTS = ("tocdata", "wikitext", "revid")
_REDIRECT = re.compile(r"#REDIRECT\s*\[\[(?P<to>[^\]|#]+)[^\]]*\]\]", re.IGNORECASE)
_MOST_STEPS = 5


def parse(call: Call) -> Json:
    parts = call.choices("prop", PARTS, PARTS, "parse")
    asked, follows = call.text("page"), call.flag("redirects")
    if asked is None:
        raise ApiError("missingparam", 'The "page" parameter must be set.')
    page = _find(call, asked)
    steps: list[Json] = []
    while follows and len(steps) < _MOST_STEPS and (onward := _REDIRECT.match(page.latest.text)):
        target = _find(call, onward["to"])
        names = [call.wiki.titles.prefixed(each.title) for each in (page, target)]
        steps.append({"from": names[0], "to": names[1]})
        page = target
    parsed: Json = {"title": call.wiki.titles.prefixed(page.title), "pageid": page.page_id}
    if "revid" in parts:
        parsed["revid"] = page.latest.rev_id
    if follows:
        parsed["redirects"] = steps
    if "tocdata" in parts:
        parsed |= {"tocdata": {"sections": _sections(call, page), "extensionData": []}, "showtoc": False}
    if "wikitext" in parts:
        parsed["wikitext"] = page.latest.text
    return {"parse": parsed}


def _find(call: Call, raw: str) -> Page:
    title = call.wiki.titles.parse(raw)
    if title is None:
        raise ApiError("invalidtitle", f'Bad title "{raw}".')
    if title[0] < 0:
        raise ApiError("pagecannotexist", "Namespace doesn't allow actual pages.")
    page = call.wiki.page_titled(title)
    if page is None or not page.revisions:
        raise ApiError("missingtitle", "The page you specified doesn't exist.")
    if not may_see(call.viewer, call.wiki, page.latest.hidden, TEXT):
        raise ApiError("permissiondenied", "You don't have permission to view deleted text.")
    return page


def _sections(call: Call, page: Page) -> list[Json]:
    title = call.wiki.titles.prefixed(page.title).replace(" ", "_")
    return [
        {
            "tocLevel": 1,
            "hLevel": each.level,
            "line": each.line,
            "number": str(each.index),
            "index": str(each.index),
            "fromTitle": title,
            "codepointOffset": each.start,
            "anchor": each.anchor,
        }
        for each in headings(page.latest.text)
    ]
