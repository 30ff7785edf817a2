"""From an address to the page that answers it, with the wikis' rules for special page names."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from app.sandbox.api.sites import interwiki_address
from app.sandbox.languages import CANONICAL_SPECIALS
from app.sandbox.oauth.endpoints import answer_oauth
from app.sandbox.pages.abuse_log import abuse_log
from app.sandbox.pages.account_forms import (
    abuse_review,
    block,
    central_auth,
    global_block,
    list_users,
    nuke,
    user_rights,
)
from app.sandbox.pages.account_lists import (
    global_contributions,
    global_users,
    mass_global_block,
    multi_lock,
    prefix_index,
)
from app.sandbox.pages.editing import edit
from app.sandbox.pages.fault_switch import switch_faults
from app.sandbox.pages.logs import show_log
from app.sandbox.pages.people import contributions, email
from app.sandbox.pages.reading import history, read
from app.sandbox.pages.redirects import (
    redirect_diff,
    redirect_mobile_diff,
    redirect_number,
    redirect_permanent,
)
from app.sandbox.pages.render import notice, page_link
from app.sandbox.pages.revision_delete import revision_delete
from app.sandbox.pages.signing_in import sign_in, sign_out
from app.sandbox.pages.whole_pages import delete, move_page, protect, undelete
from app.sandbox.visit import INDEX_PATH, WIKI_PATH, Visit

SpecialPage = Callable[[Visit, str], Response]

SPECIAL_PAGES: dict[str, SpecialPage] = {
    "AbuseLog": abuse_log,
    "AbuseReview": abuse_review,
    "Block": block,
    "CentralAuth": central_auth,
    "Contributions": contributions,
    "Diff": redirect_diff,
    "Emailuser": email,
    "GlobalBlock": global_block,
    "GlobalContributions": global_contributions,
    "GlobalUsers": global_users,
    "Listusers": list_users,
    "Log": show_log,
    "MobileDiff": redirect_mobile_diff,
    "MassGlobalBlock": mass_global_block,
    "Movepage": move_page,
    "MultiLock": multi_lock,
    "Nuke": nuke,
    "OAuth": answer_oauth,
    "PermanentLink": redirect_permanent,
    "Prefixindex": prefix_index,
    "Redirect": redirect_number,
    "Revisiondelete": revision_delete,
    "Undelete": undelete,
    "Userlogin": sign_in,
    "Userlogout": sign_out,
    "Userrights": user_rights,
}


def page_module(visit: Visit) -> tuple[str, ...]:
    """For the access log: the special page asked for, by its canonical name (with the step for OAuth)."""
    title = visit.wiki.titles.parse(visit.title)
    found = visit.wiki.titles.special(title[1]) if title and title[0] == -1 else None
    if found is None:
        return ()
    real_name, rest = found
    return (f"Special:{real_name}" + (f"/{rest}" if real_name == "OAuth" and rest else ""),)


def answer_page(visit: Visit) -> Response:
    """Everything but the API."""
    if visit.path == "/sandbox/faults" and visit.wiki.is_central:
        return switch_faults(visit)
    if visit.path in ("/", "/w/", "/wiki/"):
        return RedirectResponse(page_link(visit.wiki, visit.wiki.place.language.main_page), 302)
    if visit.path != INDEX_PATH and not visit.path.startswith((WIKI_PATH, INDEX_PATH + "/")):
        return notice(visit, "Not found", "There is nothing at this address.", 404)
    elsewhere = interwiki_address(visit.wiki, visit.title)
    if elsewhere is not None:
        return RedirectResponse(elsewhere, 302)
    title = visit.wiki.titles.parse(visit.title)
    if title is not None and title[0] == -1:
        return _answer_special(visit, title[1])
    action = visit.given.get("action", "view")
    if action == "revisiondelete":
        return revision_delete(visit, "")
    if action == "history":
        return history(visit)
    if action == "delete":
        return delete(visit)
    if action == "protect":
        return protect(visit)
    if action in ("edit", "submit"):
        return edit(visit)
    return read(visit)


def _answer_special(visit: Visit, name: str) -> Response:
    found = visit.wiki.titles.special(name)
    if found is None:
        return notice(visit, "No such special page", "You have requested an invalid special page.", 404)
    real_name, rest = found
    local_title = visit.wiki.titles.special_title(real_name, rest)
    if not visit.posted and real_name != "OAuth" and not _same(visit.title, local_title):
        query = {name: value for name, value in visit.query.items() if name != "title"}
        address = visit.wiki.url(local_title, urlencode(query)) if query else page_link(visit.wiki, local_title)
        return RedirectResponse(address, 301)
    page = SPECIAL_PAGES.get(real_name)
    if page is None:
        shown = CANONICAL_SPECIALS[real_name][0]
        return notice(visit, shown, f"On a real wiki this is Special:{shown}. The sandbox does not play it.")
    return page(visit, rest)


def _same(title: str, other: str) -> bool:
    return title.replace(" ", "_") == other.replace(" ", "_")
