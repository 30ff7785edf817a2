"""May this account be followed, and who may agree to it? From what the wikis tell publicly; product.md 3.4.

Who must not know of a tracking is not decided here: `app.store.visible` keeps it from them.
"""

from app.domain.people import Person, Role, Standing
from app.domain.rights import Right
from app.domain.trackings import FEW_EDITS, NEW_FOR, AccountFacts, Ground, Tracking
from app.policy.decide import Allowed, Denied, Verdict, decide
from app.policy.rights import denial

FUNCTIONARIES = (Role.ADMINISTRATOR, Role.OVERSIGHTER, Role.GLOBAL_SYSOP)
"""Who of a wiki may agree that an account that edits there is followed."""


def ground_of(account: AccountFacts, now: int) -> Ground:
    """What allows following it: CONSENT where only somebody else's word can. What is not told allows nothing."""
    if account.is_locked:
        return Ground.LOCKED
    if account.is_blocked:
        return Ground.BLOCKED
    if account.is_temporary:
        return Ground.TEMPORARY
    return Ground.NEW if _is_new(account, now) else Ground.CONSENT


def _is_new(account: AccountFacts, now: int) -> bool:
    if account.registered_at is None or account.edits is None:
        return False
    return now - account.registered_at < NEW_FOR and account.edits < FEW_EDITS


def may_start(person: Person, account: int) -> Verdict:
    """`account` is the central id of whom they want to follow."""
    if account == person.central_id:
        return Denied("tracking-own-account")
    return decide(person, Right.TRACKING_START)


def may_be_named(standing: Standing, central_id: int, account: int) -> bool:
    """A colleague who is to see it: somebody who might follow accounts themselves, and never the one followed."""
    person = Person(central_id, "", standing)
    return central_id != account and isinstance(decide(person, Right.TRACKING_READ), Allowed)


def concerned_wikis(standing: Standing, account: AccountFacts) -> frozenset[str]:
    """The wikis on which the account has edits and somebody of this standing is a functionary."""
    return account.edited_on & frozenset().union(*(standing.wikis_as(role) for role in FUNCTIONARIES))


def may_consent(person: Person, tracking: Tracking, account: AccountFacts) -> Verdict:
    """A steward, or a functionary of a wiki where the account edits.

    SECURITY: never whoever wants to follow it (nobody is followed by the will of one person), and never the account.
    """
    if person.central_id == tracking.owner:
        return Denied("denied-own-tracking")
    if person.central_id in (tracking.account, account.central_id):
        return Denied(denial(Right.TRACKING_READ), hidden=True)
    verdict = decide(person, Right.TRACKING_CONSENT)
    is_concerned = person.standing.holds(Role.STEWARD) or bool(concerned_wikis(person.standing, account))
    return verdict if isinstance(verdict, Denied) or is_concerned else Denied(denial(Right.TRACKING_CONSENT))


def may_end(person: Person, tracking: Tracking) -> Verdict:
    """Whoever began it, whatever has become of their rights, and stewards."""
    if person.central_id == tracking.owner or person.standing.holds(Role.STEWARD):
        return decide(person, Right.TRACKING_END)
    return Denied("denied-tracking-end")
