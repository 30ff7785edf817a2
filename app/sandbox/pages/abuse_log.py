"""Special:AbuseLog: the list, one entry, and the form that hides entries."""

from __future__ import annotations

import re

from starlette.responses import Response

from app.sandbox.abuse_log import Hit
from app.sandbox.pages.forms import Field, is_saved, may, refused, show_form
from app.sandbox.pages.reading import number
from app.sandbox.pages.render import notice
from app.sandbox.visit import Visit

_TICKED = re.compile(r"hideids\[([0-9]+)\]")


def abuse_log(visit: Visit, rest: str) -> Response:
    """`hide` is the form; a number is one entry; else the list."""
    if rest == "hide":
        return _hide(visit)
    hit_id = number(rest)
    shown = [hit for hit in visit.wiki.hits.values() if _sees(visit, hit) and hit_id in (None, hit.hit_id)]
    if not shown:
        return notice(visit, "Abuse log", "No entry was found.", 404)
    lines = (f"Entry {hit.hit_id}: filter {hit.filter_id}, {hit.author.name}, {hit.title[1]}" for hit in shown)
    return notice(visit, "Abuse log", "; ".join(lines))


def _sees(visit: Visit, hit: Hit) -> bool:
    return not hit.hidden or may(visit, "abusefilter-hidden-log")


def _hide(visit: Visit) -> Response:
    if not may(visit, "abusefilter-hide-log"):
        return refused(visit, "hide entries of the abuse log")
    ticked = [int(found[1]) for name in visit.given if (found := _TICKED.fullmatch(name))]
    hits = [visit.wiki.hits[each] for each in ticked if each in visit.wiki.hits]
    if is_saved(visit):
        for hit in hits:
            hit.hidden = visit.form.get("wpshoworhide") == "hide"
        return notice(visit, "Abuse log", "The visibility has been set.")
    keep = tuple(f"hideids[{hit.hit_id}]" for hit in hits)
    fields = [
        Field("wpshoworhide", "Hide or show"),
        Field("wpdropdownreason", "Reason from the list", default="other"),
        Field("wpreason", "Reason"),
    ]
    about = ", ".join(f"entry {hit.hit_id}" for hit in hits)
    return show_form(visit, "Hide abuse log entries", fields, about, keep)
