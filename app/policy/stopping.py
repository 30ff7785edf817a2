"""What can be asked for an account that is to be stopped on all wikis, by what the wikis show of it now.

The rules are those of the software (facts, domain.md 1, items 4 to 6): temporary accounts cannot be locked but blocked
globally; a name is hidden only with a lock, and not above a number of edits; and of the steward pages: one request for
each kind, so that whoever closes it can.
"""

from enum import StrEnum

from app.domain.accounts import Account, Looked, NotVisible
from app.domain.requests import RequestKind
from app.domain.visibility import MOST_EDITS_HIDDEN


class LeftToAsk(StrEnum):
    """What is left to ask for one account; each has a sentence in the messages (`left-to-ask-<value>`)."""

    LOCK = "lock"
    LOCK_AND_HIDE = "lock-and-hide"
    GLOBAL_BLOCK = "global-block"
    NOTHING_LEFT = "nothing-left"
    NOT_VISIBLE = "not-visible"
    COULD_NOT_CHECK = "could-not-check"

    @property
    def kind(self) -> RequestKind | None:
        """The kind of request, None where nothing can be asked."""
        return {
            LeftToAsk.LOCK: RequestKind.LOCK,
            LeftToAsk.LOCK_AND_HIDE: RequestKind.LOCK_AND_HIDE,
            LeftToAsk.GLOBAL_BLOCK: RequestKind.GLOBAL_BLOCK,
        }.get(self)


def left_to_ask(looked: Looked, name_harms: bool, is_globally_blocked: bool | None) -> LeftToAsk:
    """What is left to ask. `is_globally_blocked`: of a temporary account, None where it could not be asked."""
    match looked:
        case NotVisible():
            return LeftToAsk.NOT_VISIBLE
        case Account() if looked.is_temporary:
            return LeftToAsk.NOTHING_LEFT if is_globally_blocked else LeftToAsk.GLOBAL_BLOCK
        case Account() if name_harms:
            # While its name can be seen it is not hidden, locked or not.
            return LeftToAsk.LOCK_AND_HIDE
        case Account():
            return LeftToAsk.NOTHING_LEFT if looked.locked else LeftToAsk.LOCK
    return LeftToAsk.COULD_NOT_CHECK


def cannot_be_hidden(looked: Looked) -> bool:
    """Whether the software would refuse to hide it: the stewards have to know."""
    return isinstance(looked, Account) and looked.edits > MOST_EDITS_HIDDEN
