"""Special:Log, for readers as the rights allow: the suppression log exists for its readers only."""

from __future__ import annotations

from starlette.responses import Response

from app.sandbox.api.logs import readable
from app.sandbox.pages.reading import number
from app.sandbox.pages.render import notice, render
from app.sandbox.rights import rights_on
from app.sandbox.visibility import SUMMARY, TEXT, USER, may_see
from app.sandbox.visit import Visit
from app.sandbox.wiki import LogEntry

MOST_LINES = 50


def show_log(visit: Visit, rest: str) -> Response:
    """`type`, `user`, `page`, `logid` narrow the list; the sub page is the type, or a user."""
    given = visit.given
    kind = given.get("type") or rest
    if kind == "suppress" and "suppressionlog" not in rights_on(visit.viewer, visit.wiki):
        return notice(visit, "Permission error", "You do not have permission to view the suppression log.", 403)
    page, user, log_id = given.get("page"), given.get("user"), number(given.get("logid"))
    title = visit.wiki.titles.parse(page) if page else None
    lines = [
        _line(visit, entry)
        for entry in readable(visit.viewer, visit.wiki)
        if (not kind or entry.kind == kind)
        and (log_id is None or entry.log_id == log_id)
        and (not page or (entry.title == title and may_see(visit.viewer, visit.wiki, entry.hidden, TEXT)))
        and (not user or (entry.performer.name == user and may_see(visit.viewer, visit.wiki, entry.hidden, USER)))
    ]
    return render(visit, "log.html", "Logs", lines=lines[:MOST_LINES], kind=kind)


def _line(visit: Visit, entry: LogEntry) -> dict[str, object]:
    def sees(part: int) -> bool:
        return may_see(visit.viewer, visit.wiki, entry.hidden, part)

    return {
        "id": entry.log_id,
        "at": entry.at,
        "kind": entry.kind,
        "action": entry.action,
        "hidden": entry.hidden,
        "performer": entry.performer.name if sees(USER) else None,
        "title": visit.wiki.titles.prefixed(entry.title) if sees(TEXT) else None,
        "comment": entry.comment if sees(SUMMARY) else None,
        "ids": entry.params.get("ids", []) if sees(TEXT) else [],
    }
