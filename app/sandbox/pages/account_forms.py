"""Forms about an account: block (with its name hidden by those who may), the stewards' lock, global blocks, Nuke."""

from __future__ import annotations

from starlette.responses import Response

from app.sandbox.accounts import Account
from app.sandbox.expiries import expiry_of
from app.sandbox.global_status import LEVELS, set_status
from app.sandbox.pages.account_lists import users_from
from app.sandbox.pages.forms import Field, is_saved, may, reason_fields, reason_of, refused, show_form
from app.sandbox.pages.people import central_account
from app.sandbox.pages.render import notice
from app.sandbox.rights import groups_on
from app.sandbox.visit import Visit


def _account(visit: Visit, name: str) -> Account | None:
    return visit.farm.accounts.get(name.replace("_", " ").strip())


def block(visit: Visit, rest: str) -> Response:
    """Special:Block. A name is hidden by a block without end only."""
    if not (may(visit, "block") or may(visit, "hideuser")):
        return refused(visit, "block users")
    name = rest or visit.given.get("wpTarget", "")
    account, hides = _account(visit, name), may(visit, "hideuser")
    if is_saved(visit) and visit.viewer and account and visit.wiki.dbname in account.local:
        form = visit.form
        hide = hides and bool(form.get("wpHideUser")) and form.get("wpExpiry") == "infinite"
        # As on the real form: hiding a name has to be confirmed with a box of its own.
        if form.get("wpConfirm") or not hide:
            partial = form.get("wpEditingRestriction") == "partial"
            visit.farm.block(
                account,
                visit.wiki.dbname,
                visit.viewer,
                form.get("wpReason", ""),
                hides_name=hide,
                partial=partial and not hide,
            )
            return notice(visit, "Block succeeded", "The account has been blocked.")
    fields = [
        Field("wpTarget", "Username", default=name),
        Field("wpExpiry", "Expiry"),
        Field("wpEditingRestriction", "How far it goes: sitewide or partial", default="sitewide"),
        Field("wpReason", "Reason"),
        Field("wpDisableUTEdit", "Editing their own talk page", box=True),
        Field("wpDisableEmail", "Sending email", box=True),
        Field("wpConfirm", "Confirm block", box=True),
    ]
    fields += [Field("wpHideUser", "Hide username from edits and lists", box=True)] if hides else []
    return show_form(visit, "Block user", fields, name)


def central_auth(visit: Visit, rest: str) -> Response:
    """Special:CentralAuth: the form for stewards on the central wiki, the read-only view for everybody else."""
    name = rest or visit.given.get("target", "")
    if not may(visit, "centralauth-lock"):
        return central_account(visit, rest)
    account = _account(visit, name)
    if account is None:
        # As on the real form: once the name is given, what a link chose is forgotten.
        return show_form(visit, "Global account information", [Field("target", "Username", default=name)], name)
    if is_saved(visit) and visit.viewer and "wpStatusHidden" in visit.form:
        lock, level = bool(visit.form.get("wpStatusLocked")), visit.form.get("wpStatusHidden", "")
        why_not = set_status(
            visit.farm, account, visit.viewer, lock=lock, level=level, reason=reason_of(visit, "wpReason")
        )
        said = why_not or "The status has been changed."
        return notice(visit, "Global account information", said, 400 if why_not else 200)
    fields = [
        Field("target", "Username", default=name),
        Field("wpStatusLocked", "Locked", box=True),
        Field("wpStatusHidden", "Hidden (0 no, 1 lists, 2 suppressed)", default=_level(account)),
        *reason_fields("wpReason"),
    ]
    return show_form(visit, "Global account information", fields, name)


def _level(account: Account | None) -> str:
    return next((level for level, name in LEVELS.items() if account and name == account.hidden), "0")


def global_block(visit: Visit, rest: str) -> Response:
    """Special:GlobalBlock, for stewards."""
    if not may(visit, "globalblock"):
        return refused(visit, "make global blocks")
    target = rest or visit.given.get("wpAddress", "")
    if is_saved(visit) and visit.viewer:
        expiry = expiry_of(visit.form, "wpExpiry", visit.farm.now())
        target, reason = visit.form.get("wpAddress", ""), reason_of(visit, "wpReason")
        visit.farm.add_global_block(target, visit.viewer.name, reason, expiry=expiry)
        return notice(visit, "Global block", "The global block has been made.")
    fields = [
        Field("wpAddress", "Target", default=target),
        Field("wpExpiry", "Expiry", default="infinite"),
        Field("wpExpiry-other", "Other expiry"),
        *reason_fields("wpReason"),
    ]
    return show_form(visit, "Globally block", fields, target)


def nuke(visit: Visit, rest: str) -> Response:
    """Special:Nuke: what an account created, all of it ticked; the sandbox deletes nothing from here."""
    if not may(visit, "nuke"):
        return refused(visit, "mass delete pages")
    name = rest or visit.given.get("target", "")
    account = _account(visit, name)
    created = [page for page in visit.wiki.pages.values() if page.revisions and page.revisions[0].author is account]
    titles = [visit.wiki.titles.prefixed(page.title) for page in created if account]
    fields = [Field("pages[]", title, box=True, default=title.replace(" ", "_")) for title in titles]
    return show_form(visit, "Mass delete", [*fields, Field("wpReason", "Reason")], name)


def user_rights(visit: Visit, rest: str) -> Response:
    """Special:UserRights: the groups of an account here, with a box each for those who may take them away."""
    name = rest or visit.given.get("user", "")
    account = _account(visit, name)
    here = account.local.get(visit.wiki.dbname) if account else None
    if account is None or here is None:
        return notice(visit, "User rights", "There is no user by that name.")
    groups = sorted(here.groups)
    if not may(visit, "userrights"):
        return notice(visit, "User rights", f"{account.name}: {', '.join(groups) or 'no groups'}.")
    if is_saved(visit) and visit.viewer:
        here.groups.intersection_update(each for each in groups if visit.form.get(f"wpGroup-{each}"))
        details = {"oldgroups": groups, "newgroups": sorted(here.groups)}
        visit.wiki.add_log("rights", "rights", visit.viewer, (2, account.name), "", details)
        return notice(visit, "User rights", "The rights have been saved.")
    boxes = [Field(f"wpGroup-{each}", each, box=True, default="1") for each in groups]
    return show_form(visit, "User rights", [*boxes, Field("user-reason", "Reason")], account.name, keep=["user"])


def list_users(visit: Visit, rest: str) -> Response:
    """Special:ListUsers, by group or from a name on."""
    if visit.given.get("username"):
        return users_from(visit, visit.given["username"])
    group = visit.given.get("group", rest)
    names = [name for name, each in visit.farm.accounts.items() if group in groups_on(each, visit.wiki)]
    return notice(visit, "User list", ", ".join(names) or "No users found.")


def abuse_review(visit: Visit, rest: str) -> Response:
    """Special:AbuseReview, for those who may see suppressed material."""
    if not may(visit, "viewsuppressed"):
        return refused(visit, "review")
    return notice(visit, "Abuse review", "Nothing was found by the sandbox's detection.")
