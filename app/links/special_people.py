"""Special pages about accounts and addresses: contributions, blocks, locks, rights, logs by somebody.

Knows nothing of hosts and paths; the page's real name is already found. A block's own number (`#12`) is no account.
"""

from collections.abc import Callable
from dataclasses import replace

from app.domain.targets import Target, TargetKind
from app.links.calls import Call
from app.links.lists import split_lines
from app.links.numbers import read_number

_LOGS_ABOUT_ACCOUNTS = frozenset(
    {"block", "rights", "newusers", "renameuser", "globalauth", "gblblock", "gblrights", "gblrename"}
)
_OTHER_LOGS = frozenset(
    {"", "all", "*", "delete", "protect", "upload", "move", "import", "patrol", "merge", "suppress", "tag",
     "contentmodel", "managetags", "abusefilter", "abusefilterblockeddomainhit", "thanks", "massmessage", "review",
     "stable", "spamblacklist", "titleblacklist", "timedmediahandler", "create", "pagetranslation", "growthexperiments"}
)  # fmt: skip
_WHOSE = ("target", "wpTarget", "user", "wpAddress", "address", "ip", "username", "cuSearch")


def _person(call: Call) -> list[Target]:
    return call.person(call.part or call.first(*_WHOSE))


def _people(call: Call) -> list[Target]:
    """Forms for several accounts at once take them one a line."""
    return call.people(split_lines(call.first("wpTarget", "wpTargets", "targets") or call.part))


def _rights(call: Call) -> list[Target]:
    """`Name@dbname` is an account of another wiki, whose rights are changed from here."""
    name = call.part or call.first("user")
    bare, at, dbname = name.rpartition("@")
    if at and dbname in call.reading.farm.wikis:
        return replace(call, wiki=call.reading.farm.wikis[dbname]).person(bare)
    return call.person(name)


def _log(call: Call) -> list[Target]:
    """`Special:Log/NAME`, `/TYPE` and `/TYPE/NAME` say the same as its query does."""
    if number := call.first("logid"):
        return call.one(TargetKind.LOG, read_number(number))
    kind, name = _read_part_of_log(call.part)
    kind, name = kind or call.first("type"), call.first("user") or name
    if name:
        return call.person(name)
    page = call.first("page")
    if kind in _LOGS_ABOUT_ACCOUNTS and (owner := call.owner(page)):
        return call.person(owner.removesuffix("@global"))
    return call.page(page)


def _read_part_of_log(part: str) -> tuple[str, str]:
    kind, slash, name = part.partition("/")
    if slash:
        return kind, name
    return (part, "") if part in _LOGS_ABOUT_ACCOUNTS | _OTHER_LOGS else ("", part)


PEOPLE: dict[str, Callable[[Call], list[Target]]] = {
    "log": _log,
    "userrights": _rights,
    **dict.fromkeys(("multilock", "massglobalblock", "investigate"), _people),
    **dict.fromkeys(
        ("contributions", "deletedcontributions", "globalcontributions", "ipcontributions", "centralauth", "block",
         "unblock", "blocklist", "globalblock", "globalblockstatus", "globalblocklist", "removeglobalblock",
         "globalgroupmembership", "checkuser", "checkuserlog", "nuke", "listfiles"),
        _person,
    ),
}  # fmt: skip
