"""Pages about several accounts at once, or about one on all wikis: stewards' lists, names from one on, user pages."""

from __future__ import annotations

from starlette.responses import Response

from app.sandbox.accounts import Account
from app.sandbox.pages.forms import Field, is_saved, may, refused, show_form
from app.sandbox.pages.render import notice
from app.sandbox.titles import Title
from app.sandbox.visit import Visit

LEVELS = {"1": "lists", "2": "suppressed"}
MOST_EDITS_HIDDEN = 1000
"""Above this many edits on all wikis CentralAuth hides no account."""
_MOST = 50


def _listed(visit: Visit, field: str) -> list[Account]:
    names = [name.strip().replace("_", " ") for name in visit.given.get(field, "").splitlines()]
    return [visit.farm.accounts[name] for name in names if name in visit.farm.accounts]


def _boxes(accounts: list[Account]) -> list[Field]:
    return [Field(f"wpChosen-{each.central_id}", each.name, box=True, default=each.name) for each in accounts]


def _chosen(visit: Visit) -> list[str]:
    return [name for key, name in visit.form.items() if key.startswith("wpChosen-") and name in visit.farm.accounts]


def multi_lock(visit: Visit, rest: str) -> Response:
    """Special:MultiLock, for stewards: the accounts of the list, each with a box; without a list the form to give one.
    Whether it locks and hides is filled in from the link (since April 2026)."""
    if not may(visit, "centralauth-lock"):
        return refused(visit, "lock accounts")
    chosen = [visit.farm.accounts[name] for name in _chosen(visit)]
    if is_saved(visit) and visit.viewer and chosen:
        said = [_change(visit, account) for account in chosen]
        return notice(visit, "Lock multiple accounts", " ".join(said))
    boxes = _boxes(_listed(visit, "wpTarget"))
    fields = [*(boxes or [_asks_for("wpTarget")]), *_ACTIONS, Field("wpReason", "Reason")]
    return show_form(visit, "Lock multiple accounts", fields, "")


_ACTIONS = (
    Field("wpActionLock", "Lock (nochange, lock, unlock)", default="nochange"),
    Field("wpActionHide", "Hide (-1 no change, 0 no, 1 lists, 2 suppressed)", default="-1"),
)


def _asks_for(field: str) -> Field:
    return Field(field, "Usernames, one a line", lines=True)


def _change(visit: Visit, account: Account) -> str:
    """What the form does to one account, and what it says of it."""
    level, hides = LEVELS.get(visit.form.get("wpActionHide", "")), account.edit_count <= MOST_EDITS_HIDDEN
    if visit.form.get("wpActionLock") == "lock" and visit.viewer:
        visit.farm.lock(account, visit.viewer, visit.form.get("wpReason", ""))
    if level and hides:
        visit.farm.hide_account(account, level)
    return f"{account.name}: " + ("changed." if hides or not level else "too many edits to be hidden.")


def mass_global_block(visit: Visit, rest: str) -> Response:
    """Special:MassGlobalBlock, for stewards."""
    if not may(visit, "globalblock"):
        return refused(visit, "make global blocks")
    chosen = _chosen(visit)
    if is_saved(visit) and visit.viewer and chosen:
        for name in chosen:
            visit.farm.add_global_block(name, visit.viewer.name, visit.form.get("wpReason", ""))
        return notice(visit, "Globally block several", "The global blocks have been made.")
    boxes = _boxes(_listed(visit, "wpTargets"))
    fields = [*(boxes or [_asks_for("wpTargets")]), Field("wpExpiry", "Expiry"), Field("wpReason", "Reason")]
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
