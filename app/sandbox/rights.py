"""Which group carries which right, and what an account may therefore do on one wiki.

The tables follow Wikimedia's, shortened to what matters here. Whether a block or a lock stops somebody is
asked apart: the API lists rights and groups of blocked and locked people all the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.sandbox.accounts import Account
    from app.sandbox.wiki import Wiki

_DELETERS = frozenset(
    {
        "delete",
        "undelete",
        "deletedhistory",
        "deletedtext",
        "browsearchive",
        "deleterevision",
        "deletelogentry",
    }
)
_SUPPRESSORS = frozenset(
    {
        "suppressrevision",
        "viewsuppressed",
        "suppressionlog",
        "hideuser",
        "deleterevision",
        "deletelogentry",
        "deletedhistory",
        "deletedtext",
        "browsearchive",
        "abusefilter-hide-log",
        "abusefilter-hidden-log",
    }
)
_SYSOPS = _DELETERS | {
    "block",
    "blockemail",
    "protect",
    "editprotected",
    "rollback",
    "patrol",
    "autopatrol",
    "move",
    "movefile",
    "suppressredirect",
    "nuke",
    "apihighlimits",
    "noratelimit",
    "unblockself",
    "abusefilter-log-detail",
    "abusefilter-modify",
    "ipblock-exempt",
    "editsemiprotected",
}

LOCAL_GROUPS: dict[str, frozenset[str]] = {
    "*": frozenset({"read", "createaccount", "createpage", "createtalk", "edit", "editmyusercss", "viewmyprivateinfo"}),
    "user": frozenset({"move", "upload", "sendemail", "minoredit", "purge", "editmyoptions", "applychangetags"}),
    "autoconfirmed": frozenset({"autoconfirmed", "editsemiprotected", "abusefilter-log-detail"}),
    "temp": frozenset(),
    "bot": frozenset({"bot", "autopatrol", "apihighlimits", "noratelimit"}),
    "rollbacker": frozenset({"rollback", "noratelimit"}),
    "eliminator": _DELETERS | {"nuke", "rollback"},
    "sysop": frozenset(_SYSOPS),
    "bureaucrat": frozenset({"renameuser", "noratelimit"}),
    "interface-admin": frozenset({"editinterface", "editsitecss", "editsitejs"}),
    "checkuser": frozenset({"checkuser", "checkuser-log"}),
    "suppress": _SUPPRESSORS,
    "steward": frozenset({"noratelimit"}),
}
"""Groups every wiki has. The local group `steward` gets its power on the central wiki alone, below."""

CENTRAL_STEWARD = frozenset(
    {
        "centralauth-lock",
        "centralauth-suppress",
        "centralauth-unmerge",
        "globalblock",
        "userrights-interwiki",
        "globalgroupmembership",
        "noratelimit",
    }
)

GLOBAL_GROUPS: dict[str, frozenset[str]] = {
    "steward": frozenset(_SYSOPS | _SUPPRESSORS | {"globalblock", "userrights", "checkuser", "checkuser-log"}),
    "global-sysop": frozenset(_SYSOPS),
    "global-rollbacker": frozenset({"rollback", "autopatrol", "noratelimit", "suppressredirect", "autoconfirmed"}),
    "ombuds": frozenset(
        {
            "checkuser-log",
            "suppressionlog",
            "viewsuppressed",
            "deletedhistory",
            "deletedtext",
            "browsearchive",
            "abusefilter-log-detail",
            "abusefilter-hidden-log",
        }
    ),
    "global-interface-editor": frozenset({"editinterface", "editsitecss", "editsitejs"}),
    "global-bot": frozenset({"bot", "noratelimit"}),
}

IMPLICIT_GROUPS = ("*", "user", "autoconfirmed")


def groups_on(account: Account | None, wiki: Wiki) -> list[str]:
    """The local groups of an account on a wiki, the automatic ones first."""
    here = account.local.get(wiki.dbname) if account else None
    if account is None or here is None:
        return ["*"]
    if account.temporary:
        return ["*", "temp"]
    return [*IMPLICIT_GROUPS, *sorted(here.groups)]


def group_rights(wiki: Wiki, group: str) -> frozenset[str]:
    if group == "steward" and wiki.is_central:
        return CENTRAL_STEWARD
    return LOCAL_GROUPS.get(group, frozenset())


def global_rights_on(account: Account, wiki: Wiki) -> frozenset[str]:
    """Rights from global groups. A group tied to a wiki set gives nothing outside of it."""
    held: set[str] = set()
    for group in account.global_groups:
        wikis = wiki.farm.wikis_of_global_group(group)
        if wikis is None or wiki.dbname in wikis:
            held |= GLOBAL_GROUPS.get(group, frozenset())
    return frozenset(held)


def rights_on(account: Account | None, wiki: Wiki) -> frozenset[str]:
    """Effective rights as `list=users&usprop=rights` shows them: blocks and locks take nothing away here."""
    held: set[str] = set()
    for group in groups_on(account, wiki):
        held |= group_rights(wiki, group)
    if account is not None and wiki.dbname in account.local:
        held |= global_rights_on(account, wiki)
    return frozenset(held)


def all_rights() -> frozenset[str]:
    """Every right any group has: what the API accepts as a value."""
    tables: Iterable[frozenset[str]] = [*LOCAL_GROUPS.values(), *GLOBAL_GROUPS.values(), CENTRAL_STEWARD]
    return frozenset().union(*tables)


def groups_with(wiki: Wiki, right: str) -> set[str]:
    return {group for group in LOCAL_GROUPS if right in group_rights(wiki, group)}
