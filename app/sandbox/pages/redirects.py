"""Special pages that only lead on to index.php: Diff, MobileDiff, PermanentLink, Redirect."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from app.sandbox.pages.reading import WORDS, number
from app.sandbox.pages.render import notice, page_link
from app.sandbox.visit import INDEX_PATH, Visit


def _to_index(status: int = 302, **query: str) -> Response:
    return RedirectResponse(f"{INDEX_PATH}?{urlencode(query)}", status)


def redirect_diff(visit: Visit, rest: str) -> Response:
    """One part is diff; two parts are oldid, then diff."""
    parts = rest.split("/") if rest else []
    if not 1 <= len(parts) <= 2 or not all(number(part) is not None or part in WORDS for part in parts):
        return notice(visit, "Show changes", "A number of a revision is needed.")
    if len(parts) == 1:
        return _to_index(diff=parts[0])
    return _to_index(oldid=parts[0], diff=parts[1])


def redirect_mobile_diff(visit: Visit, rest: str) -> Response:
    """N, or M...N with three dots."""
    older, dots, newer = rest.partition("...")
    if dots:
        return _to_index(301, oldid=older, diff=newer)
    return _to_index(301, diff=rest)


def redirect_permanent(visit: Visit, rest: str) -> Response:
    if number(rest) is None:
        return notice(visit, "Permanent link", "A number of a revision is needed.")
    return _to_index(oldid=rest)


def redirect_number(visit: Visit, rest: str) -> Response:
    """revision, page, user, logid or file, from the path or from wptype and wpvalue."""
    kind, _, value = rest.partition("/")
    kind, value = visit.given.get("wptype", kind), visit.given.get("wpvalue", value)
    titles = visit.wiki.titles
    numbered = number(value)
    if kind == "revision" and numbered in visit.wiki.revisions:
        return _to_index(oldid=value)
    if kind == "page" and numbered in visit.wiki.pages:
        return _to_index(curid=value)
    if kind == "logid" and numbered is not None:
        return RedirectResponse(page_link(visit.wiki, titles.special_title("Log"), logid=value), 302)
    if kind == "user" and numbered is not None:
        account = visit.wiki.account_with_id(numbered)
        if account is not None and not account.hidden_on(visit.wiki.dbname):
            return RedirectResponse(page_link(visit.wiki, titles.prefixed((2, account.name))), 302)
    if kind == "file" and value:
        return RedirectResponse(page_link(visit.wiki, titles.prefixed((6, value))), 302)
    return notice(visit, "Redirect", "Nothing was found under this number.", 404)
