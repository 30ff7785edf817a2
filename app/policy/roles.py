"""Two tables: which right on a wiki gives which role, and which rights of Haven a role carries.

Group names of single wikis are never tested, rights are (product.md section 2); of the global groups only these four
give anything. How a person's rights are read from the wikis: `app.mediawiki.rights`.
"""

from app.domain.people import Role
from app.domain.rights import Right

LOCAL_ROLES: dict[str, Role] = {
    "deleterevision": Role.ADMINISTRATOR,
    "suppressrevision": Role.OVERSIGHTER,
    "rollback": Role.SENDER,
    "checkuser": Role.SENDER,
}
"""Effective right on a wiki, carried by a local group there -> role on that wiki."""

GLOBAL_ROLES: dict[str, Role] = {
    "global-rollbacker": Role.SENDER,
    "global-sysop": Role.GLOBAL_SYSOP,
    "ombuds": Role.OMBUDS,
    "steward": Role.STEWARD,
}
"""Global group -> role. A steward is a steward, not an oversighter of every wiki."""

# Whoever began a tracking can end it, whatever has become of their rights.
_SIGNED_IN = frozenset({Right.SESSION_USE, Right.TRACKING_END})
_SENDING = _SIGNED_IN | {
    Right.ACCOUNTS_READ,
    Right.BOX_USE,
    Right.REMINDER_KEEP,
    Right.REQUEST_ANSWER,
    Right.REQUEST_FILE,
    Right.REQUEST_LIST_OWN,
    Right.REQUEST_READ,
    Right.REQUEST_REOPEN,
    Right.REQUEST_WITHDRAW,
}
_HANDLING = _SENDING | {
    Right.BELL_KEEP,
    Right.CASE_KEEP,
    Right.QUEUE_READ,
    Right.REQUEST_ASK,
    Right.REQUEST_CLOSE,
    Right.REQUEST_FORWARD,
    Right.REQUEST_HAND_OVER,
    Right.REQUEST_OPEN,
    Right.REQUEST_TAKE,
    Right.TRACKING_CONSENT,
    Right.TRACKING_READ,
    Right.TRACKING_START,
    Right.VIEW_LOG_READ,
}

ROLE_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.EDITOR: _SIGNED_IN,
    Role.SENDER: _SENDING,
    Role.ADMINISTRATOR: _HANDLING,
    Role.OVERSIGHTER: _HANDLING,
    Role.GLOBAL_SYSOP: _HANDLING,
    Role.STEWARD: _HANDLING,
    # The ombuds read who opened what, never what it points at.
    Role.OMBUDS: _SIGNED_IN | {Right.VIEW_LOG_READ_ALL},
}
"""Role -> rights. Handling rights hold for the requests of the role's own queues only: `decide`."""
