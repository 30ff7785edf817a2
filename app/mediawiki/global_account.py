"""One global account as the central wiki tells it (`meta=globaluserinfo`), and one local account of it (`list=users`).

Pure reading of answers. Block reasons stand in both answers: they are never taken out of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.accounts import is_temporary
from app.mediawiki.hidden_flags import read_moment

CENTRAL = "CentralAuth"
"""The key under which wikis name central ids."""

NO_SUCH_ACCOUNT = frozenset({"invaliduserid", "nosuchuserid", "invaliduser", "baduser"})
"""Error codes for a number or a name that no global account can have."""


@dataclass(frozen=True)
class LocalMembership:
    """The account on one wiki: its local user id, the local groups it was given there, its edits there, and whether
    it is blocked there (in part counts; why is never read)."""

    user_id: int
    groups: frozenset[str]
    edits: int = 0
    is_blocked: bool = False


@dataclass(frozen=True)
class GlobalAccount:
    """`on` maps each wiki with an attached account to what the account is there; `home` is where it was made; `edits`
    counts those on all wikis (None: not asked). `registered_at`: seconds since 1970 (UTC), None where not told."""

    central_id: int
    name: str
    locked: bool
    groups: frozenset[str]
    on: Mapping[str, LocalMembership]
    home: str = ""
    edits: int | None = None
    registered_at: int | None = None

    @property
    def is_temporary(self) -> bool:
        return is_temporary(self.name)


@dataclass(frozen=True)
class LocalAccount:
    """What one wiki says of somebody: `groups` and `rights` as they take effect there, global groups included.

    `central_id` is None where the account is not attached: a local account that only shares the name; and where it is
    `hidden_centrally`: attached, yet the central wiki gives the public no number of it.
    """

    user_id: int
    name: str
    central_id: int | None
    groups: frozenset[str]
    rights: frozenset[str]
    blocked: bool
    hidden_centrally: bool = False


def read_global_account(data: Mapping[str, Any]) -> GlobalAccount | None:
    """None for a hidden account and for one that does not exist: the public cannot tell them apart."""
    info = data["query"]["globaluserinfo"]
    if _present(info, "missing") or _present(info, "invalid"):
        return None
    return GlobalAccount(
        central_id=int(info["id"]),
        name=str(info["name"]),
        locked=_present(info, "locked"),
        groups=frozenset(map(str, info.get("groups", ()))),
        on={str(entry["wiki"]): _read_membership(entry) for entry in info.get("merged", ())},
        home=str(info.get("home", "")),
        edits=int(info["editcount"]) if "editcount" in info else None,
        registered_at=read_moment(info["registration"]) if info.get("registration") else None,
    )


def _read_membership(entry: Mapping[str, Any]) -> LocalMembership:
    groups = frozenset(map(str, entry.get("groups", ())))
    # Absent when there is none; what stands in it is the expiry and somebody's words.
    blocked = bool(entry.get("blocked"))
    return LocalMembership(int(entry["id"]), groups, int(entry.get("editcount", 0)), blocked)


def read_local_accounts(data: Mapping[str, Any]) -> list[LocalAccount]:
    """The accounts that exist; missing, hidden and invalid ones are left out. Props that were not asked are empty."""
    rows = data["query"]["users"]
    return [_read_local_account(row) for row in rows if not (_present(row, "missing") or _present(row, "invalid"))]


def _read_local_account(row: Mapping[str, Any]) -> LocalAccount:
    return LocalAccount(
        user_id=int(row["userid"]),
        name=str(row["name"]),
        central_id=read_central_id(row),
        groups=frozenset(map(str, row.get("groups", ()))),
        rights=frozenset(map(str, row.get("rights", ()))),
        # A partial block strips nothing; a block that does not say how far it goes counts as sitewide.
        blocked=("blockid" in row or "blockedby" in row) and row.get("blockpartial") is not True,
        hidden_centrally=_is_attached(row) and read_central_id(row) is None,
    )


def read_central_id(row: Mapping[str, Any]) -> int | None:
    """SECURITY: MediaWiki looks the id up by NAME, so an unattached local namesake carries a stranger's id."""
    if not _is_attached(row):
        return None
    return int(row["centralids"][CENTRAL]) or None


def _is_attached(row: Mapping[str, Any]) -> bool:
    return bool(row.get("attachedlocal", {}).get(CENTRAL))


def _present(row: Mapping[str, Any], flag: str) -> bool:
    """A flag is true, or an empty string in modules that know no booleans; absent or false otherwise."""
    return row.get(flag, False) is not False
