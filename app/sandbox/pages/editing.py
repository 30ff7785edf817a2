"""The edit form. A POST without a token only previews, so a form sent from elsewhere saves nothing."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from app.sandbox.pages.render import edit_token, notice, page_link, render, token_fits
from app.sandbox.visibility import TEXT, may_see
from app.sandbox.visit import Visit


def edit(visit: Visit) -> Response:
    """action=edit and action=submit."""
    wiki = visit.wiki
    title = wiki.titles.parse(visit.title)
    page_id = visit.given.get("curid", "")
    page = wiki.pages.get(int(page_id)) if page_id.isdigit() else wiki.page_titled(title)
    if page is not None:
        title = page.title
    if title is None or title[0] < 0:
        return notice(visit, "Bad title", "This page cannot be edited.", 404)
    if visit.viewer is not None and visit.viewer.local[wiki.dbname].block:
        return notice(visit, "User is blocked", "Your account is blocked from editing.", 403)
    text, saving = _text(visit), visit.posted and "wpPreview" not in visit.form and token_fits(visit)
    if saving and visit.viewer is not None:
        page = page or wiki.add_page(title[1], title[0])
        before = page.latest.text if page.revisions else ""
        wiki.add_revision(page, visit.viewer, _summary(visit), _with_section(visit, before))
        return RedirectResponse(page_link(wiki, wiki.titles.prefixed(title)), 302)
    if text is None:
        shown = page is not None and may_see(visit.viewer, wiki, page.latest.hidden, TEXT)
        text = page.latest.text if page and shown and not _new_section(visit) else ""
    heading = f"Editing {wiki.titles.prefixed(title)}"
    return render(
        visit,
        "edit.html",
        heading,
        title=wiki.titles.prefixed(title),
        text=text,
        edit_token=edit_token(visit),
        summary=visit.form.get("wpSummary") or visit.query.get("summary") or visit.query.get("preloadtitle") or "",
        section="new" if _new_section(visit) else "",
        preview=visit.posted,
    )


def _new_section(visit: Visit) -> bool:
    return "new" in (visit.given.get("section"), visit.given.get("wpSection"))


def _text(visit: Visit) -> str | None:
    """Only a form brings text; `wpTextbox1` in an address is ignored."""
    text = visit.form.get("wpTextbox1")
    return None if text is None else text.replace("\r\n", "\n")


def _summary(visit: Visit) -> str:
    summary = visit.form.get("wpSummary", "")
    return f"/* {summary} */ new section" if _new_section(visit) and summary else summary


def _with_section(visit: Visit, before: str) -> str:
    text = _text(visit) or ""
    if not _new_section(visit):
        return text
    summary = visit.form.get("wpSummary", "")
    section = f"== {summary} ==\n\n{text}" if summary else text
    return f"{before}\n\n{section}" if before else section
