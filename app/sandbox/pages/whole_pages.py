"""Forms about a page as a whole: delete (with suppression for those who may), move, protect, see deleted revisions."""

from __future__ import annotations

from starlette.responses import Response

from app.sandbox.moves import move
from app.sandbox.moves import protect as protect_page
from app.sandbox.pages.account_lists import deleted_with_prefix
from app.sandbox.pages.forms import Field, is_saved, may, refused, show_form
from app.sandbox.pages.reading import line_of, number
from app.sandbox.pages.render import notice, render
from app.sandbox.titles import Title
from app.sandbox.visit import Visit
from app.sandbox.wiki import Page


def page_meant(visit: Visit, title: str | None = None) -> Page | None:
    """By `curid`, which outranks every title, or by title."""
    page_id = number(visit.given.get("curid"))
    if page_id is not None:
        return visit.wiki.pages.get(page_id)
    return visit.wiki.page_titled(visit.wiki.titles.parse(title if title is not None else visit.title))


def delete(visit: Visit) -> Response:
    """action=delete."""
    page = page_meant(visit)
    if not may(visit, "delete"):
        return refused(visit, "delete pages")
    if page is None:
        return notice(visit, "Cannot delete page", "There is no page with this name.", 404)
    title = visit.wiki.titles.prefixed(page.title)
    suppresses = may(visit, "suppressrevision")
    if is_saved(visit) and visit.viewer:
        suppress = suppresses and bool(visit.form.get("wpSuppress"))
        visit.wiki.delete_page(page, visit.viewer, visit.form.get("wpReason", "").strip(), suppress=suppress)
        return notice(visit, "Action complete", "The page has been deleted.")
    box = Field("wpSuppress", "Suppress data from administrators as well as others", box=True)
    # The real form proposes a reason that quotes the page. A link that gives another one, even a blank, prevents it.
    proposed = f'content was: "{page.latest.text[:100]}"'
    fields = [Field("wpReason", "Reason", default=proposed), *([box] if suppresses else [])]
    return show_form(visit, "Delete page", fields, title)


def protect(visit: Visit) -> Response:
    """action=protect."""
    page = page_meant(visit)
    if not may(visit, "protect"):
        return refused(visit, "protect pages")
    if page is None:
        return notice(visit, "Protect", "There is no page with this name.", 404)
    if is_saved(visit) and visit.viewer:
        protect_page(visit.wiki, page, visit.viewer, visit.form.get("mwProtect-reason", ""))
        return notice(visit, "Action complete", "The page has been protected.")
    fields = [
        Field("mwProtect-level-edit", "Allow editing for"),
        Field("mwProtect-expiry-edit", "Expires", default="infinite"),
        Field("mwProtect-reason", "Reason"),
    ]
    return show_form(visit, "Change protection settings", fields, visit.wiki.titles.prefixed(page.title))


def move_page(visit: Visit, rest: str) -> Response:
    """Special:MovePage. It takes a title and nothing else."""
    old = rest or visit.given.get("wpOldTitle", "")
    page = visit.wiki.page_titled(visit.wiki.titles.parse(old))
    if not may(visit, "move"):
        return refused(visit, "move pages")
    if page is None:
        return notice(visit, "Move page", "There is no page with this name.", 404)
    to = _new_title(visit)
    quiet = may(visit, "suppressredirect")
    if is_saved(visit) and visit.viewer and to is not None:
        redirect = not quiet or bool(visit.form.get("wpLeaveRedirect"))
        move(visit.wiki, page, to, visit.viewer, visit.form.get("wpReason", ""), redirect=redirect)
        return notice(visit, "Move succeeded", "The page has been moved.")
    fields = [
        Field("wpNewTitleNs", "Namespace", default=str(page.title[0])),
        Field("wpNewTitleMain", "New title", default=page.title[1]),
        Field("wpReason", "Reason"),
    ]
    fields += [Field("wpLeaveRedirect", "Leave a redirect behind", box=True, default="1")] if quiet else []
    return show_form(visit, "Move page", fields, visit.wiki.titles.prefixed(page.title), ("wpOldTitle",))


def _new_title(visit: Visit) -> Title | None:
    """As the real form sends it: the number of the namespace, and the title in it."""
    namespace = visit.form.get("wpNewTitleNs", "")
    title = visit.wiki.titles.parse(visit.form.get("wpNewTitleMain", ""))
    return (int(namespace), title[1]) if title and namespace.isdigit() else None


def undelete(visit: Visit, rest: str) -> Response:
    """Special:Undelete: the deleted revisions of a page, each with the way to hide it; or pages that begin alike."""
    if not may(visit, "deletedhistory"):
        return refused(visit, "view deleted revisions")
    if visit.given.get("prefix"):
        return deleted_with_prefix(visit)
    title = visit.wiki.titles.parse(visit.given.get("target", rest))
    found = [
        revision
        for page in visit.wiki.deleted_pages.values()
        if page.title == title
        for revision in page.revisions
        if visit.given.get("timestamp", "") in ("", revision.at.strftime("%Y%m%d%H%M%S"))
    ]
    lines = [line_of(visit, revision) for revision in found]
    return render(visit, "undelete.html", "View deleted pages", lines=lines)
