"""Special:UserLogin and UserLogout: sign in as one of the invented people, with returnto and returntoquery."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from app.sandbox.pages.render import notice, page_link, render
from app.sandbox.visit import Visit, cookie_name, cross_site_cookie_name


def sign_in(visit: Visit, rest: str) -> Response:
    """The list of people; a POST with `wpName` signs in (the password field may be anything)."""
    returning = bool(visit.given.get("returnto") or visit.given.get("returntoquery"))
    if visit.posted:
        return _sign_in_as(visit, visit.form.get("wpName", ""))
    if visit.viewer is not None and returning:
        return RedirectResponse(_way_back(visit), 302)
    people = [account for account in visit.farm.accounts.values() if visit.wiki.dbname in account.local]
    return render(
        visit,
        "sign_in.html",
        "Log in",
        people=people,
        back={name: visit.given[name] for name in ("returnto", "returntoquery") if name in visit.given},
    )


def _sign_in_as(visit: Visit, name: str) -> Response:
    account = visit.farm.accounts.get(name)
    if account is None or visit.wiki.dbname not in account.local:
        return notice(visit, "Log in", "There is no such account here.")
    try:
        session = visit.farm.sign_in(account, visit.wiki.dbname)
    except PermissionError:
        return notice(visit, "Log in", "This account is locked globally and cannot be used.")
    response = RedirectResponse(_way_back(visit), 302)
    response.set_cookie(cookie_name(visit.wiki), session, httponly=True, samesite="lax", path="/")
    cross_site = cross_site_cookie_name(visit.wiki)
    response.set_cookie(cross_site, session, httponly=True, samesite="none", secure=True, path="/")
    return response


def sign_out(visit: Visit, rest: str) -> Response:
    visit.farm.sign_out(visit.wiki.dbname, visit.session)
    response = RedirectResponse(page_link(visit.wiki, visit.wiki.place.language.main_page), 302)
    response.delete_cookie(cookie_name(visit.wiki), path="/")
    response.delete_cookie(cross_site_cookie_name(visit.wiki), path="/", secure=True, samesite="none", httponly=True)
    return response


def _way_back(visit: Visit) -> str:
    """The page named by returnto with the parameters of returntoquery; always on this wiki."""
    title = visit.given.get("returnto") or visit.wiki.place.language.main_page
    query = visit.given.get("returntoquery", "")
    return visit.wiki.url(title, query) if query else page_link(visit.wiki, title)
