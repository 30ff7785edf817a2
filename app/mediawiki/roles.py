"""Which roles follow from what the wikis said of a person: rights are tested, group names never, save global groups.

Pure. The two tables stand in `app.policy.roles`; here an answer of the wikis is held against them.
"""

from app.domain.people import HeldRole, Role
from app.mediawiki.descriptions import WikiDescription
from app.mediawiki.global_account import GlobalAccount, LocalAccount
from app.policy.roles import GLOBAL_ROLES, LOCAL_ROLES

RIGHT_OF = {role: right for right, role in LOCAL_ROLES.items()}
"""The right that makes a local role, where one right does."""

GLOBAL_SYSOP_GROUP = next(group for group, role in GLOBAL_ROLES.items() if role is Role.GLOBAL_SYSOP)

_SENDERS_TOO = frozenset({Role.ADMINISTRATOR, Role.OVERSIGHTER, Role.STEWARD, Role.GLOBAL_SYSOP})


def local_roles(
    wiki: str, account: GlobalAccount, found: LocalAccount | None, description: WikiDescription
) -> frozenset[HeldRole]:
    """A local role needs a LOCAL group there that carries the right, and the right in effect there.

    SECURITY: the effective rights alone would make a steward an oversighter of every wiki, and the groups alone would
    believe memberships that have lost their effect. An account that is not this person's gives nothing.
    """
    member = account.on.get(wiki)
    if found is None or member is None or not is_same_account(account, wiki, found) or found.blocked:
        return frozenset()
    rights = description.rights_of(member.groups & found.groups) & found.rights
    given = {role for right, role in LOCAL_ROLES.items() if right in rights}
    return frozenset(HeldRole(role, "" if role is Role.SENDER else wiki) for role in given)


def global_roles(account: GlobalAccount) -> frozenset[HeldRole]:
    """The roles that belong to no wiki; whoever is identified and not locked is at least an editor."""
    given = {role for group, role in GLOBAL_ROLES.items() if group in account.groups} - {Role.GLOBAL_SYSOP}
    return frozenset({HeldRole(Role.EDITOR), *(HeldRole(role) for role in given)})


def global_sysop_roles(wikis: frozenset[str]) -> frozenset[HeldRole]:
    """A global sysop's roles on the wikis of the set."""
    return frozenset(HeldRole(Role.GLOBAL_SYSOP, wiki) for wiki in wikis)


def with_sender(held: frozenset[HeldRole]) -> frozenset[HeldRole]:
    """Who may handle somewhere may also send."""
    if any(role.role in _SENDERS_TOO for role in held):
        return held | {HeldRole(Role.SENDER)}
    return held


def is_same_account(account: GlobalAccount, wiki: str, found: LocalAccount) -> bool:
    """Whether the local account is this person's: attached, with the same central id and the same local id."""
    member = account.on.get(wiki)
    return member is not None and found.central_id == account.central_id and found.user_id == member.user_id
