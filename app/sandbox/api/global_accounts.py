"""Accounts as the whole farm shows them: globaluserinfo, global groups and their members, global blocks."""

from __future__ import annotations

from app.sandbox.accounts import Account
from app.sandbox.api.call import ApiError, Call, Json, iso
from app.sandbox.api.users import is_address
from app.sandbox.rights import GLOBAL_GROUPS, global_rights_on

_PARTS = ("groups", "rights", "merged", "unattached", "editcount")


def globaluserinfo(call: Call) -> None:
    name, number = call.text("guiuser"), call.integer("guiid")
    parts = call.choices("guiprop", _PARTS, (), "globaluserinfo")
    if name is not None and is_address(name):
        raise ApiError("baduser", f'Invalid value "{name}" for user parameter "guiuser".', "globaluserinfo")
    if name is not None:
        account = call.farm.accounts.get(name.replace("_", " ").strip())
    elif number is not None:
        account = call.farm.account_with_id(number)
        if account is None or account.hidden:
            raise ApiError("invaliduserid", f"Invalid user ID: {number}.", "globaluserinfo")
    else:
        account = call.viewer
    if account is None or (account.hidden and "centralauth-suppress" not in call.rights):
        call.query["globaluserinfo"] = {"missing": True}
        return
    call.query["globaluserinfo"] = _details(call, account, parts)


def _details(call: Call, account: Account, parts: set[str]) -> Json:
    entry: Json = {
        "home": account.home,
        "id": account.central_id,
        "registration": iso(account.registered),
        "name": account.name,
    }
    if account.locked:
        entry["locked"] = True
    if account.hidden:
        entry["hidden"] = True
    if "groups" in parts:
        entry["groups"] = sorted(account.global_groups)
    if "rights" in parts:
        entry["rights"] = sorted(global_rights_on(account, call.wiki))
    if "editcount" in parts:
        entry["editcount"] = account.edit_count
    if "merged" in parts:
        entry["merged"] = [_merged(call, account, dbname) for dbname in sorted(account.local)]
    if "unattached" in parts:
        entry["unattached"] = []
    return entry


def _merged(call: Call, account: Account, dbname: str) -> Json:
    here = account.local[dbname]
    row: Json = {
        "wiki": dbname,
        "url": call.farm.wiki(dbname).server,
        "timestamp": iso(here.registered),
        "method": "primary" if dbname == account.home else "login",
        "editcount": here.edit_count,
        "registration": iso(here.registered),
        "id": here.user_id,
    }
    if here.groups:
        row["groups"] = sorted(here.groups)
    if here.block:
        row["blocked"] = {
            "expiry": iso(here.block.expiry) if here.block.expiry else "infinity",
            "reason": here.block.reason,
        }
    return row


def globalallusers(call: Call) -> None:
    groups = call.choices("agugroup", GLOBAL_GROUPS, (), "globalallusers")
    excluded = call.choices("aguexcludegroup", GLOBAL_GROUPS, (), "globalallusers")
    parts = call.choices("aguprop", ("lockinfo", "groups", "existslocally"), (), "globalallusers")
    limit = call.limit("agulimit", "globalallusers")
    start = call.text("agufrom") or ""
    prefix = call.text("aguprefix") or ""
    call.ignore("aguto", "agudir")
    found = [
        account
        for name, account in sorted(call.farm.accounts.items())
        if name >= start
        and name.startswith(prefix)
        and not account.hidden
        and (not groups or account.global_groups & groups)
        and not account.global_groups & excluded
    ]
    if len(found) > limit:
        call.continuation["agufrom"] = found[limit].name
    call.query["globalallusers"] = [_listed(call, account, parts) for account in found[:limit]]


def _listed(call: Call, account: Account, parts: set[str]) -> Json:
    """This module keeps the old empty-string booleans whatever the format version."""
    row: Json = {"id": account.central_id, "name": account.name}
    if "groups" in parts:
        row["groups"] = sorted(account.global_groups)
    if "existslocally" in parts and call.wiki.dbname in account.local:
        row["existslocally"] = ""
    if "lockinfo" in parts and account.locked:
        row["locked"] = ""
    return row


def globalgroups(call: Call) -> None:
    parts = call.choices("ggpprop", ("rights",), (), "globalgroups")
    call.ignore("ggplimit", "ggpcontinue")
    rows: list[Json] = []
    for name in sorted(GLOBAL_GROUPS):
        rows.append({"name": name} | ({"rights": sorted(GLOBAL_GROUPS[name])} if "rights" in parts else {}))
    call.query["globalgroups"] = rows


def globalblocks(call: Call) -> None:
    targets = call.values("bgtargets")
    addresses = call.values("bgaddresses")
    numbers = call.integers("bgids")
    parts = call.choices(
        "bgprop",
        ("id", "target", "address", "by", "timestamp", "expiry", "reason", "range"),
        ("id", "target", "by", "timestamp", "expiry", "reason"),
        "globalblocks",
    )
    limit = call.limit("bglimit", "globalblocks")
    call.ignore("bgstart", "bgend", "bgdir", "bgip")
    wanted = targets if targets is not None else addresses
    rows: list[Json] = []
    for block in call.farm.global_blocks:
        if wanted is not None and block.target not in wanted:
            continue
        if block.expiry is not None and block.expiry <= call.farm.now():
            continue
        if numbers is not None and block.block_id not in numbers:
            continue
        fields: Json = {
            "id": str(block.block_id),
            "target": block.target,
            "by": block.by,
            "bywiki": block.by_wiki,
            "timestamp": iso(block.at),
            "expiry": iso(block.expiry) if block.expiry else "infinity",
            "reason": block.reason,
        }
        shown = parts | ({"bywiki"} if "by" in parts else set())
        rows.append({key: value for key, value in fields.items() if key in shown})
    call.query["globalblocks"] = rows[:limit]
