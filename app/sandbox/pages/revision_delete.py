"""Special:RevisionDelete with the real parameter names: a link opens the filled-in form, only a POST saves."""

from __future__ import annotations

import re

from starlette.responses import Response

from app.sandbox.hiding import (
    FIELDS,
    Outcome,
    Selection,
    apply_wishes,
    number_of,
    read_ids,
    read_times,
    select_by_time,
    select_deleted_files,
    select_file_versions,
    select_log_entries,
    select_revisions,
    wishes_of_form,
    wishes_of_link,
)
from app.sandbox.languages import ENGLISH
from app.sandbox.pages.reading import line_of
from app.sandbox.pages.render import edit_token, notice, render, token_fits
from app.sandbox.rights import rights_on
from app.sandbox.visibility import SUPPRESSED
from app.sandbox.visit import Visit
from app.sandbox.wiki import LogEntry, Revision

_ALIASES = {
    "revision": "revision", "oldid": "revision", "logging": "logging", "logid": "logging",
    "archive": "archive", "artimestamp": "archive", "oldimage": "oldimage",
    "filearchive": "filearchive", "fileid": "filearchive",
}  # fmt: skip
_RIGHTS = {kind: "deletelogentry" if kind == "logging" else "deleterevision" for kind in _ALIASES.values()}
_LABELS = {
    "archive": ("Revision text", "Edit summary", "Editor's username/IP address"),
    "oldimage": ("File content", "Upload summary", "Uploader's username/IP address"),
    "filearchive": ("File content", "Upload summary", "Uploader's username/IP address"),
    "revision": ("Revision text", "Edit summary", "Editor's username/IP address"),
    "logging": ("Action and target", "Log summary", "Performer's username/IP address"),
}
_RESTRICTED = "Suppress data from administrators as well as others"


def revision_delete(visit: Visit, rest: str) -> Response:
    """The form, or a bare refusal: signed out people get no link to sign in, as on the real page."""
    kind = _ALIASES.get(visit.given.get("type", "revision" if visit.given.get("action") == "revisiondelete" else ""))
    held = rights_on(visit.viewer, visit.wiki)
    if "deleterevision" not in held or (kind and _RIGHTS[kind] not in held):
        return _refused(visit)
    if visit.viewer is not None and _blocked(visit):
        return notice(visit, "User is blocked", "Your account is blocked from editing this page.", 403)
    selection = _select(visit, kind) if kind else None
    if selection is None or not selection.ids:
        return notice(visit, "Invalid target revision", "You have not specified any target revision.")
    if not selection.items:
        return notice(visit, "Invalid target revision", "The specified revision does not exist.")
    if _holds_secret(selection) and not held & {"suppressrevision", "viewsuppressed"}:
        return _refused(visit)
    outcome = _save(visit, selection, "suppressrevision" in held)
    return _form(visit, selection, outcome, "suppressrevision" in held)


def _select(visit: Visit, kind: str) -> Selection:
    """What the link means. The real form takes a page's title only: `curid` says nothing to it."""
    target = visit.wiki.titles.parse(visit.given.get("target", ""))
    match kind:
        case "logging":
            return select_log_entries(visit.wiki, read_ids(visit.given))
        case "archive":
            return select_by_time(visit.wiki, read_times(visit.given), target)
        case "oldimage":
            return select_file_versions(visit.wiki, read_times(visit.given), target)
        case "filearchive":
            return select_deleted_files(visit.wiki, read_ids(visit.given), target)
    return select_revisions(visit.wiki, read_ids(visit.given), target)


def _refused(visit: Visit) -> Response:
    return notice(
        visit, "Permission error", "You do not have permission to delete and undelete specific revisions of pages.", 403
    )


def _blocked(visit: Visit) -> bool:
    here = visit.viewer.local.get(visit.wiki.dbname) if visit.viewer else None
    return bool(here and here.block and not here.block.partial)


def _holds_secret(selection: Selection) -> bool:
    return any(
        item.hidden & SUPPRESSED or (isinstance(item, LogEntry) and item.kind == "suppress") for item in selection.items
    )


def _save(visit: Visit, selection: Selection, may_suppress: bool) -> Outcome | None:
    """None when this was not a saving: a GET, or a form without its token."""
    if not visit.posted or "wpSubmit" not in visit.form or not token_fits(visit) or visit.viewer is None:
        return None
    wishes = wishes_of_form(visit.form, selection, may_suppress)
    chosen, typed = visit.form.get("wpRevDeleteReasonList", "other"), visit.form.get("wpReason", "")
    reason = typed if chosen == "other" else ": ".join(part for part in (chosen, typed) if part)
    return apply_wishes(visit.wiki, selection, wishes, visit.viewer, reason)


def _form(visit: Visit, selection: Selection, outcome: Outcome | None, may_suppress: bool) -> Response:
    given = {} if outcome and not outcome.problems else visit.given
    wishes = wishes_of_link(given, selection)
    labels = dict(zip(FIELDS, (*_LABELS[selection.kind], _RESTRICTED), strict=True))
    fields = [
        {"name": name, "label": labels[name], "wish": wishes[name]}
        for name in FIELDS
        if name != "wpHideRestricted" or may_suppress
    ]
    options = _reasons(visit, may_suppress)
    chosen = given.get("wpRevDeleteReasonList", "other")
    lines = [line_of(visit, item) for item in selection.items if isinstance(item, Revision)]
    entries = [
        {"at": item.at, "what": f"{number_of(item)}", "hidden": item.hidden}
        for item in selection.items
        if not isinstance(item, Revision)
    ]
    title = visit.wiki.titles.prefixed(selection.title) if selection.title else ""
    return render(
        visit,
        "revision_delete.html",
        "Delete/undelete revisions",
        selection=selection,
        title=title,
        fields=fields,
        lines=lines,
        entries=entries,
        options=options,
        chosen=chosen if chosen in options else "other",
        reason=given.get("wpReason", ""),
        outcome=outcome,
        edit_token=edit_token(visit),
        ids=",".join(map(str, selection.ids)),
    )


def _reasons(visit: Visit, may_suppress: bool) -> list[str]:
    """The options of the wiki's own reason lists; suppressors are offered both."""
    texts = ENGLISH.messages | visit.wiki.place.language.messages
    lists = [texts["revdelete-reason-dropdown"]]
    if may_suppress:
        lists.append(texts["revdelete-reason-dropdown-suppress"])
    return list(dict.fromkeys(option for text in lists for option in re.findall(r"^\*\* ?(.+)$", text, re.MULTILINE)))
