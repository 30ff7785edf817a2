"""The edit form, of a page or of one section. A POST without a token only previews, so a form sent from elsewhere saves
nothing; who saves over somebody else's edit gets both put together, or is shown the conflict."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import RedirectResponse, Response

from app.sandbox.accounts import Account
from app.sandbox.merging import merge
from app.sandbox.pages.render import edit_token, notice, page_link, render, token_fits
from app.sandbox.pages.wikitext import blocks
from app.sandbox.sections import TRIMMED, replace_section, section_text
from app.sandbox.titles import Title
from app.sandbox.visibility import TEXT, may_see
from app.sandbox.visit import Visit
from app.sandbox.wiki import Page

NEW_SECTION = "new"


def edit(visit: Visit) -> Response:
    """action=edit and action=submit."""
    wiki = visit.wiki
    title, page = _page(visit)
    if title is None or title[0] < 0:
        return notice(visit, "Bad title", "This page cannot be edited.", 404)
    if visit.viewer is not None and visit.viewer.local[wiki.dbname].block:
        return _refuse(visit, title)
    text = _text(visit)
    if visit.viewer is not None and text is not None and _saves(visit):
        before = page.latest.text if page and page.revisions else ""
        whole = _whole(visit, page, before, text.replace("~~~~", _signature(visit, visit.viewer)))
        if whole is None:
            return _show(visit, title, page, before, "", based_on=_latest(page), theirs=text, heading="Edit conflict: ")
        page = page or wiki.add_page(title[1], title[0])
        wiki.add_revision(page, visit.viewer, _summary(visit), whole)
        return RedirectResponse(page_link(wiki, wiki.titles.prefixed(title)), 302)
    section = _section(visit)
    shown = _stored(visit, page, section) if text is None else text
    if shown is None:
        return notice(visit, "Cannot find section", "You tried to edit a section that does not exist.", 404)
    based_on = _latest(page) if text is None else visit.form.get("editRevId", "")
    return _show(visit, title, page, shown, section, based_on=based_on)


def _page(visit: Visit) -> tuple[Title | None, Page | None]:
    wiki, title, page_id = visit.wiki, visit.wiki.titles.parse(visit.title), visit.given.get("curid", "")
    page = wiki.pages.get(int(page_id)) if page_id.isdigit() else wiki.page_titled(title)
    return (page.title, page) if page else (title, None)


def _refuse(visit: Visit, title: Title) -> Response:
    """Nothing typed is lost: it stands there to be copied."""
    heading = f"View source for {visit.wiki.titles.prefixed(title)}"
    return render(visit, "view_source.html", heading, 403, text=_text(visit))


def _saves(visit: Visit) -> bool:
    return visit.posted and "wpPreview" not in visit.form and "wpUltimateParam" in visit.form and token_fits(visit)


def _show(
    visit: Visit,
    title: Title,
    page: Page | None,
    text: str,
    section: str,
    *,
    based_on: str,
    theirs: str | None = None,
    heading: str = "Editing ",
) -> Response:
    """The form. `theirs` None: no conflict; otherwise the text that could not be put together with the page's."""
    name = visit.wiki.titles.prefixed(title)
    return render(
        visit,
        "edit.html",
        f"{heading}{name}{' (section)' if section else ''}",
        title=name,
        text=text,
        blocks=blocks(text),
        theirs=theirs,
        edit_token=edit_token(visit),
        summary=_shown_summary(visit.form, visit.query),
        section=section,
        based_on=based_on,
        started=visit.form.get("wpStarttime", ""),
        new_section=section == NEW_SECTION,
        preview=visit.posted and theirs is None,
        complete="wpUltimateParam" in visit.form,
    )


def _latest(page: Page | None) -> str:
    return str(page.latest.rev_id) if page and page.revisions else ""


def _shown_summary(form: Mapping[str, str], query: Mapping[str, str]) -> str:
    return form.get("wpSummary") or query.get("summary") or query.get("preloadtitle") or ""


def _section(visit: Visit) -> str:
    return visit.given.get("wpSection", visit.given.get("section", ""))


def _stored(visit: Visit, page: Page | None, section: str) -> str | None:
    """What the page holds of this section, or of all; None where there is no such section."""
    if page is None or section == NEW_SECTION or not may_see(visit.viewer, visit.wiki, page.latest.hidden, TEXT):
        return ""
    return section_text(page.latest.text, int(section)) if section.isdigit() else page.latest.text


def _text(visit: Visit) -> str | None:
    """Only a form brings text; `wpTextbox1` in an address is ignored."""
    text = visit.form.get("wpTextbox1")
    return None if text is None else text.replace("\r\n", "\n").rstrip(TRIMMED)


def _signature(visit: Visit, who: Account) -> str:
    """What the wiki writes in place of four tildes."""
    moment = visit.farm.now()
    at = f"{moment:%H:%M}, {moment.day} {moment:%B %Y} (UTC)"
    return f"[[User:{who.name}|{who.name}]] ([[User talk:{who.name}|talk]]) {at}"


def _summary(visit: Visit) -> str:
    summary = visit.form.get("wpSummary", "")
    return f"/* {summary} */ new section" if _section(visit) == NEW_SECTION and summary else summary


def _whole(visit: Visit, page: Page | None, before: str, text: str) -> str | None:
    """The page as it is to be saved; None for a conflict. The section's number is looked up in the revision that the
    form says it is based on, and in today's where it says none."""
    section = _section(visit)
    if section == NEW_SECTION:
        return _with_new_section(visit.form.get("wpSummary", ""), before, text)
    number = visit.form.get("editRevId", "")
    if not number or number == _latest(page):
        return _with_section(before, section, text)
    base = visit.wiki.revisions.get(int(number)) if number.isdigit() else None
    if base is None or base.page is not page:
        return None
    return merge(base.text, _with_section(base.text, section, text), before)


def _with_section(before: str, section: str, text: str) -> str:
    return replace_section(before, int(section), text) if section.isdigit() else text


def _with_new_section(heading: str, before: str, text: str) -> str:
    section = f"== {heading} ==\n\n{text}" if heading else text
    return f"{before}\n\n{section}" if before else section
