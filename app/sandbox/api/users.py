"""Accounts as one wiki shows them: list=users, list=allusers, meta=userinfo, and local blocks."""

from __future__ import annotations

import ipaddress
from collections import Counter
from datetime import timedelta

from app.sandbox.accounts import Account, Block, LocalAccount
from app.sandbox.api.call import ApiError, Call, Json, iso
from app.sandbox.rights import IMPLICIT_GROUPS, LOCAL_GROUPS, all_rights, groups_on, groups_with, rights_on

_USER_PARTS = (
    "groups",
    "groupmemberships",
    "implicitgroups",
    "rights",
    "blockinfo",
    "emailable",
    "centralids",
    "editcount",
    "registration",
    "gender",
)


def is_address(name: str) -> bool:
    """An IP address or range, which is no account name."""
    try:
        ipaddress.ip_network(name, strict=False)
    except ValueError:
        return False
    return True


def shown(call: Call, account: Account | None) -> bool:
    """Does the account exist for this reader on this wiki?"""
    if account is None or call.wiki.dbname not in account.local:
        return False
    return not account.hidden_on(call.wiki.dbname) or "hideuser" in call.rights


def users(call: Call) -> None:
    names = call.values("ususers")
    numbers = call.integers("ususerids")
    parts = call.choices("usprop", _USER_PARTS, (), "users")
    call.ignore("usattachedwiki")
    if (names is None) == (numbers is None):
        raise ApiError("missingparam", 'One of the parameters "ususers" and "ususerids" is required.', "users")
    answer = [_named(call, name, parts) for name in names or ()]
    answer += [_numbered(call, number, parts) for number in numbers or ()]
    call.query["users"] = answer


def _named(call: Call, raw: str, parts: set[str]) -> Json:
    name = raw.replace("_", " ").strip()
    if not name or is_address(name) or any(sign in name for sign in "#<>[]|{}/@:="):
        return {"name": raw, "invalid": True}
    name = name[0].upper() + name[1:]
    account = call.farm.accounts.get(name)
    if account is None or not shown(call, account):
        return {"name": name, "missing": True}
    return _details(call, account, parts)


def _numbered(call: Call, number: int, parts: set[str]) -> Json:
    account = call.wiki.account_with_id(number)
    if account is None or not shown(call, account):
        return {"userid": number, "missing": True}
    return _details(call, account, parts)


def _details(call: Call, account: Account, parts: set[str]) -> Json:
    wiki = call.wiki
    here = account.local[wiki.dbname]
    entry: Json = {"userid": here.user_id, "name": account.name}
    if "editcount" in parts:
        entry["editcount"] = here.edit_count
    if "registration" in parts:
        entry["registration"] = iso(here.registered)
    if "groups" in parts:
        entry["groups"] = groups_on(account, wiki)
    if "groupmemberships" in parts:
        entry["groupmemberships"] = [{"group": group, "expiry": "infinity"} for group in sorted(here.groups)]
    if "implicitgroups" in parts:
        entry["implicitgroups"] = ["*", "temp"] if account.temporary else list(IMPLICIT_GROUPS)
    if "rights" in parts:
        entry["rights"] = sorted(rights_on(account, wiki))
    if account.hidden_on(wiki.dbname):
        entry["hidden"] = True
    if "blockinfo" in parts and here.block:
        entry |= block_details(here.block)
    if "emailable" in parts:
        entry["emailable"] = account.has_mail and not account.locked
    if "gender" in parts:
        entry["gender"] = "unknown"
    if "centralids" in parts:
        central = 0 if account.hidden else account.central_id
        entry["centralids"] = {"CentralAuth": central, "local": here.user_id}
        entry["attachedlocal"] = {"CentralAuth": True, "local": True}
    return entry


def block_details(block: Block) -> Json:
    """The `block...` fields of list=users and meta=userinfo."""
    return {
        "blockid": block.block_id,
        "blockedby": block.by,
        "blockedbyid": block.by_id,
        "blockreason": block.reason,
        "blockedtimestamp": iso(block.at),
        "blockexpiry": iso(block.expiry) if block.expiry else "infinite",
        "blockpartial": block.partial,
        "blocknocreate": not block.partial,
        "blockanononly": False,
        "blockemail": block.no_mail,
        "blockowntalk": not block.no_talk,
    }


def allusers(call: Call) -> None:
    groups = call.choices("augroup", LOCAL_GROUPS, (), "allusers")
    excluded = call.choices("auexcludegroup", LOCAL_GROUPS, (), "allusers")
    rights = call.choices("aurights", all_rights(), (), "allusers")
    parts = call.choices("auprop", _USER_PARTS, (), "allusers")
    limit = call.limit("aulimit", "allusers")
    start, prefix = call.text("aufrom") or "", call.text("auprefix") or ""
    call.ignore("auto", "audir", "auwitheditsonly", "auattachedwiki")
    call.ignore("auexcludenamed", "auexcludetemp")
    wanted = groups | {group for right in rights for group in groups_with(call.wiki, right)}
    if rights and not wanted:
        call.query["allusers"] = []
        return
    active = _recent_actions(call) if call.flag("auactiveusers") else None
    found = [
        account
        for name, account in sorted(call.farm.accounts.items())
        if name >= start
        and name.startswith(prefix)
        and shown(call, account)
        and _in_groups(account.local[call.wiki.dbname], wanted, excluded)
        and (active is None or active[name])
    ]
    if len(found) > limit:
        call.continuation["aufrom"] = found[limit].name
    keep = parts - {"blockinfo", "emailable", "gender"}
    rows = [_details(call, account, keep) for account in found[:limit]]
    if active is not None:
        rows = [row | {"recentactions": active[row["name"]]} for row in rows]
    call.query["allusers"] = rows


ACTIVE_DAYS = 30


def _recent_actions(call: Call) -> Counter[str]:
    """How much each account did here in the last 30 days: edits, as the recent changes of a wiki count them."""
    since = call.farm.now() - timedelta(days=ACTIVE_DAYS)
    return Counter(each.author.name for each in call.wiki.revisions.values() if each.at >= since)


def _in_groups(here: LocalAccount, wanted: set[str], excluded: set[str]) -> bool:
    return (not wanted or bool(here.groups & wanted)) and not here.groups & excluded


def userinfo(call: Call) -> None:
    parts = call.choices(
        "uiprop", (*_USER_PARTS, "ratelimits", "realname", "email", "registrationdate", "hasmsg"), (), "userinfo"
    )
    call.ignore("uiattachedwiki")
    if call.viewer is None:
        entry: Json = {"id": 0, "name": "127.0.0.1", "anon": True}
        if "groups" in parts:
            entry["groups"] = ["*"]
        if "rights" in parts:
            entry["rights"] = sorted(call.rights)
    else:
        entry = _details(call, call.viewer, parts - {"gender", "emailable"})
        entry["id"] = entry.pop("userid")
    call.query["userinfo"] = entry


def blocks(call: Call) -> None:
    names = call.values("bkusers")
    numbers = call.integers("bkids")
    parts = call.choices(
        "bkprop",
        ("id", "user", "userid", "by", "byid", "timestamp", "expiry", "reason", "range", "flags"),
        ("id", "user", "by", "timestamp", "expiry", "reason", "flags"),
        "blocks",
    )
    limit = call.limit("bklimit", "blocks")
    call.ignore("bkstart", "bkend", "bkdir", "bkip", "bkshow", "bkcontinue")
    rows: list[Json] = []
    for account in call.farm.accounts.values():
        here = account.local.get(call.wiki.dbname)
        if here is None or here.block is None or not shown(call, account):
            continue
        if here.block.expiry is not None and here.block.expiry <= call.farm.now():
            continue
        if names is not None and account.name not in names:
            continue
        if numbers is not None and here.block.block_id not in numbers:
            continue
        rows.append(_block_row(account, here, here.block, parts))
    call.query["blocks"] = rows[:limit]


def _block_row(account: Account, here: LocalAccount, block: Block, parts: set[str]) -> Json:
    fields: Json = {
        "id": block.block_id,
        "user": account.name,
        "userid": here.user_id,
        "by": block.by,
        "byid": block.by_id,
        "timestamp": iso(block.at),
        "expiry": iso(block.expiry) if block.expiry else "infinity",
        "reason": block.reason,
    }
    row = {name: value for name, value in fields.items() if name in parts}
    if "flags" in parts:
        row |= {
            "automatic": False,
            "anononly": False,
            "nocreate": not block.partial,
            "autoblock": True,
            "noemail": block.no_mail,
            "hidden": block.hides_name,
            "allowusertalk": not block.no_talk,
            "partial": block.partial,
        }
    return row
