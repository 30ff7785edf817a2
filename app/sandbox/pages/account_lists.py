"""Pages about several accounts at once, or about one on all wikis: stewards' lists, names from one on, user pages."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import Response

from app.sandbox.accounts import Account
from app.sandbox.expiries import expiry_of
from app.sandbox.global_status import set_status
from app.sandbox.pages.forms import Field, is_saved, may, reason_fields, reason_of, refused, show_form
from app.sandbox.pages.render import notice
from app.sandbox.titles import Title
from app.sandbox.visit import Visit

_MOST = 50


def _listed(visit: Visit, field: str) -> list[Account]:
    names = [name.strip().replace("_", " ") for name in visit.given.get(field, "").splitlines()]
    return [visit.farm.accounts[name] for name in names if name in visit.farm.accounts]


def _boxes(accounts: list[Account]) -> list[Field]:
    return [Field(f"wpChosen-{each.central_id}", each.name, box=True, default=each.name) for each in accounts]


def _chosen(visit: Visit) -> list[str]:
    return [name for key, name in visit.form.items() if key.startswith("wpChosen-") and name in visit.farm.accounts]


def _ask_for_names(visit: Visit, heading: str, field: str) -> Response:
    """The first of the form's two steps. It takes names alone: as on real wikis, what a link chose is forgotten."""
    return show_form(visit, heading, [Field(field, "Usernames, one a line", lines=True)], "")


def multi_lock(visit: Visit, rest: str) -> Response:
    """Special:MultiLock, for stewards: the accounts of the list, each with a box, and what is done with the ticked.
    Without a list it asks for one."""
    if not may(visit, "centralauth-lock"):
        return refused(visit, "lock accounts")
    if is_saved(visit) and visit.viewer and _chosen(visit):
        return notice(visit, "Lock multiple accounts", " ".join(_set_all(visit, visit.viewer)))
    if not _listed(visit, "wpTarget"):
        return _ask_for_names(visit, "Lock multiple accounts", "wpTarget")
    fields = [
        *_boxes(_listed(visit, "wpTarget")),
        Field("wpActionLock", "Lock (nochange, lock)", default="nochange"),
        Field("wpActionHide", "Hide (-1 no change, 0 no, 1 lists, 2 suppressed)", default="-1"),
        *reason_fields("wpReasonList"),
    ]
    return show_form(visit, "Lock multiple accounts", fields, "")


def _set_all(visit: Visit, by: Account) -> Iterator[str]:
    """One sentence for each ticked account: one that is refused holds up no other."""
    lock, level = visit.form.get("wpActionLock") == "lock", visit.form.get("wpActionHide", "-1")
    for name in _chosen(visit):
        account, reason = visit.farm.account(name), reason_of(visit, "wpReasonList")
        why_not = set_status(visit.farm, account, by, lock=lock, level=level, reason=reason)
        yield why_not or f"The status of {name} has been changed."


def mass_global_block(visit: Visit, rest: str) -> Response:
    """Special:MassGlobalBlock, for stewards."""
    if not may(visit, "globalblock"):
        return refused(visit, "make global blocks")
    if is_saved(visit) and visit.viewer and _chosen(visit):
        expiry = expiry_of(visit.form, "wpExpiry", visit.farm.now())
        for name in _chosen(visit):
            visit.farm.add_global_block(name, visit.viewer.name, reason_of(visit, "wpReason"), expiry=expiry)
        return notice(visit, "Globally block several", "The global blocks have been made.")
    if not _listed(visit, "wpTargets"):
        return _ask_for_names(visit, "Globally block several", "wpTargets")
    expiries = [Field("wpExpiry", "Expiry", default="infinite"), Field("wpExpiry-other", "Other expiry")]
    fields = [*_boxes(_listed(visit, "wpTargets")), *expiries, *reason_fields("wpReason")]
    return show_form(visit, "Globally block several", fields, "")


def global_users(visit: Visit, rest: str) -> Response:
    """Special:GlobalUsers: accounts from a name on, in the order of the alphabet."""
    return notice(visit, "Global user list", _from(visit, visit.given.get("username", rest)))


def users_from(visit: Visit, name: str) -> Response:
    """Special:ListUsers from a name on."""
    return notice(visit, "User list", _from(visit, name))


def _from(visit: Visit, name: str) -> str:
    known = sorted(each for each, account in visit.farm.accounts.items() if each >= name and not account.hidden)
    return ", ".join(known[:_MOST]) or "No users found."


def prefix_index(visit: Visit, rest: str) -> Response:
    """Special:PrefixIndex: pages of a namespace whose title begins so."""
    space = visit.given.get("namespace", "0")
    begins: Title = (int(space) if space.isdigit() else 0, visit.given.get("prefix", rest))
    titles = [page.title for page in visit.wiki.pages.values() if _begins(page.title, begins)]
    return notice(visit, "All pages with prefix", _say(visit, titles))


def deleted_with_prefix(visit: Visit) -> Response:
    """Special:Undelete with a prefix: the deleted pages that begin so."""
    begins = visit.wiki.titles.parse(visit.given.get("prefix", ""))
    titles = [page.title for page in visit.wiki.deleted_pages.values() if begins and _begins(page.title, begins)]
    return notice(visit, "Search deleted pages", _say(visit, titles))


def _begins(title: Title, prefix: Title) -> bool:
    return title[0] == prefix[0] and title[1].startswith(prefix[1])


def _say(visit: Visit, titles: list[Title]) -> str:
    return ", ".join(visit.wiki.titles.prefixed(title) for title in titles[:_MOST]) or "There are no such pages."


def global_contributions(visit: Visit, rest: str) -> Response:
    """Special:GlobalContributions: how much somebody edited on each wiki. Only for whoever is signed in."""
    account = visit.farm.accounts.get(visit.given.get("target", rest).replace("_", " ").strip())
    if visit.viewer is None:
        return refused(visit, "view global contributions")
    if account is None or account.hidden:
        return notice(visit, "Global contributions", "There is no global account with this name.", 404)
    counted = (f"{dbname}: {here.edit_count}" for dbname, here in account.local.items() if here.edit_count)
    return notice(visit, "Global contributions", ", ".join(counted) or "No changes were found.")
