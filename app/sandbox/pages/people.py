"""Pages about a person: contributions, mail, and the read-only view of the global account."""

from __future__ import annotations

from starlette.responses import Response

from app.sandbox.accounts import Account
from app.sandbox.pages.reading import line_of
from app.sandbox.pages.render import notice, render
from app.sandbox.rights import rights_on
from app.sandbox.visibility import USER, may_see
from app.sandbox.visit import Visit

MOST_LINES = 50


def _named(visit: Visit, name: str) -> Account | None:
    """The account as far as this reader may know of it."""
    account = visit.farm.accounts.get(name.replace("_", " ").strip())
    if account is None or not account.hidden_on(visit.wiki.dbname):
        return account
    return account if "hideuser" in rights_on(visit.viewer, visit.wiki) else None


def contributions(visit: Visit, rest: str) -> Response:
    name = rest or visit.given.get("target", "") or visit.given.get("user", "")
    account = _named(visit, name)
    if account is None:
        return notice(visit, "User contributions", "The user account is not registered on this wiki.", 404)
    made = [
        revision
        for revision in visit.wiki.revisions.values()
        if revision.author is account and may_see(visit.viewer, visit.wiki, revision.hidden, USER)
    ]
    made.sort(key=lambda revision: (revision.at, revision.rev_id), reverse=True)
    lines = [line_of(visit, revision) for revision in made[:MOST_LINES]]
    return render(visit, "contributions.html", f"User contributions for {account.name}", lines=lines)


def email(visit: Visit, rest: str) -> Response:
    """The form only; pressing send says that nothing was sent."""
    account = _named(visit, rest or visit.given.get("target", "") or visit.given.get("wpTarget", ""))
    if visit.viewer is None:
        return notice(visit, "No send address", "You must be logged in to send mail to other users.", 403)
    if account is None or not account.has_mail:
        return notice(visit, "Email user", "This user has not specified a valid email address.")
    if visit.posted:
        return notice(visit, "Email user", "This is the sandbox: nothing was sent.")
    return render(
        visit,
        "email.html",
        "Email user",
        target=account,
        subject=visit.given.get("wpSubject", ""),
        text=visit.given.get("wpText", ""),
    )


def central_account(visit: Visit, rest: str) -> Response:
    """Read-only, as everybody but the stewards sees it."""
    name = rest or visit.given.get("target", "")
    account = visit.farm.accounts.get(name.replace("_", " ").strip())
    if account is None or account.hidden:
        return notice(visit, "Global account information", "There is no global account with this name.", 404)
    return render(visit, "central_account.html", f"Global account information for {account.name}", account=account)
