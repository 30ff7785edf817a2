"""Following an account over all wikis: start, agree, renew, end.

Outward calls come first, and what they do not answer is refused; the transaction after them is short. Without queues
none of it exists.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.actions.colleagues import find_colleagues
from app.actions.desk import Desk
from app.actions.filing import new_reference
from app.actions.followed import account_now, facts_now, farm_now, find_account
from app.actions.limits import LIVE_TRACKINGS, TRACKINGS, admit, admit_names
from app.actions.refusals import ActionRefused, CouldNotCheckRights, NotAllowed, NotThere, Overtaken, Unusable, refuse
from app.domain.people import Person, Reader, Role
from app.domain.retention import DAY
from app.domain.rights import Right
from app.domain.trackings import (
    RENEWED_IN_LAST,
    AccountFacts,
    Consent,
    Ground,
    NewTracking,
    RenewalReason,
    Tracking,
    TrackingReason,
)
from app.domain.wikis import Farm
from app.mediawiki.outcomes import Failed
from app.policy.decide import Allowed, Denied, Verdict, decide, reader_of
from app.policy.rights import denial
from app.policy.tracking import concerned_wikis, ground_of, may_consent, may_end, may_start
from app.store import trackings as stored
from app.store.sealing import SealBroken

ASKED_AT_MOST = 3
"""Of how many wikis it is asked whether somebody is a functionary there, before it is said that they are not."""


@dataclass(frozen=True)
class Wish:
    """What a person wants followed. `account` is what they typed; `colleagues` maps fields to names typed into them.
    `name_harms`: its name itself attacks or exposes somebody."""

    account: str
    reason: TrackingReason
    days: int
    colleagues: Mapping[str, str] = field(default_factory=dict)
    name_harms: bool = False


class FollowedAlready(ActionRefused):
    """They follow this account already; nothing was written. `reference` is where."""

    def __init__(self, reference: str) -> None:
        super().__init__("tracking-already")
        self.reference = reference


async def start(desk: Desk, person: Person, wish: Wish) -> str:
    """Follow an account, from now on or from when somebody agrees. Returns the reference.

    Raises Unusable, NotAllowed, CouldNotCheckRights, TooMuch, FollowedAlready. Of what others follow nothing is told.
    """
    check_open(desk)
    await admit_names(desk, person.central_id, (wish.account, *wish.colleagues.values()))
    found = await find_account(desk, wish.account)
    account = found.central_id
    _require(may_start(person, account), "account")
    await _fresh_everywhere(desk, person)
    colleagues = await find_colleagues(desk, wish.colleagues, person.central_id, account)
    try:
        facts = await facts_now(desk, found)
    except CouldNotCheckRights:
        raise Unusable("account", "tracking-could-not-check") from None
    ground = ground_of(facts, now := desk.now())
    until = now + wish.days * DAY
    new = NewTracking(account, person.central_id, colleagues, wish.reason, ground, until, wish.name_harms)
    async with desk.database.writing() as session:
        await admit(session, TRACKINGS, person.central_id, 1, now)
        already = await stored.own_tracking(session, person.central_id, account, now)
        if already:
            raise FollowedAlready(already)
        if await stored.count_owned(session, person.central_id, now) >= LIVE_TRACKINGS:
            raise Unusable("account", "tracking-too-many", str(LIVE_TRACKINGS))
        reference = new_reference()
        await stored.add_tracking(session, new, reference, now)
    return reference


async def consent(desk: Desk, person: Person, reference: str, said: Consent) -> None:
    """A second functionary agrees that it is followed. Their rights are read from the wiki concerned at this moment.

    Raises NotThere, NotAllowed, CouldNotCheckRights, Overtaken (somebody has agreed already).
    """
    tracking = await find(desk, person, reference)
    facts = await _facts_now(desk, tracking, "consent")
    _require(may_consent(person, tracking, facts))
    await _check_consent_fresh(desk, person, tracking, facts)
    async with desk.database.writing() as session:
        # SECURITY: one conditional UPDATE; of two people at once exactly one is written down.
        if not await stored.agree(session, reference, person.central_id, said, desk.now()):
            raise Overtaken("tracking-agreed-already")


async def renew(desk: Desk, person: Person, reference: str, reason: RenewalReason) -> None:
    """Follow it for longer, once, and only if what allowed it still does, or something else of its kind."""
    tracking = await find(desk, person, reference)
    if tracking.owner != person.central_id:
        raise NotAllowed("denied-tracking-renew")
    if not tracking.can_be_renewed(desk.now()):
        too_early = tracking.renewal is None and tracking.until - desk.now() > RENEWED_IN_LAST
        raise Overtaken("tracking-renew-later" if too_early else "tracking-not-renewable")
    await _fresh_everywhere(desk, person)
    facts = await _facts_now(desk, tracking, "renewal")
    now = desk.now()
    if tracking.consent is None and ground_of(facts, now) is Ground.CONSENT:
        raise Unusable("renewal", "tracking-ground-gone")
    async with desk.database.writing() as session:
        until = tracking.renewed_until(now)
        if not await stored.renew(session, reference, person.central_id, reason, until, now):
            raise Overtaken("tracking-not-renewable")


async def say_of_name(desk: Desk, person: Person, reference: str, harms: bool) -> None:
    """Its owner says whether its name is itself what harms. No wiki is asked: it only takes names out of links."""
    tracking = await find(desk, person, reference)
    if tracking.owner != person.central_id:
        raise NotAllowed("denied-tracking-name")
    async with desk.database.writing() as session:
        if not await stored.say_of_name(session, reference, person.central_id, harms, desk.now()):
            raise NotThere


async def end(desk: Desk, person: Person, reference: str) -> None:
    """It is gone with everything that was seen. Its owner need ask nobody; a steward's rights are read anew."""
    tracking = await find(desk, person, reference)
    _require(may_end(person, tracking))
    if tracking.owner != person.central_id:
        _require(may_end(await _fresh_on(desk, person, (await farm_now(desk)).central), tracking))
    async with desk.database.writing() as session:
        if not await stored.end_tracking(session, reference):
            raise NotThere


async def find(desk: Desk, person: Person, reference: str) -> Tracking:
    """The tracking, if it exists for this person. Raises NotThere: unknown, foreign, over, and of oneself are alike."""
    check_open(desk)
    try:
        async with desk.database.reading() as session:
            found = await stored.find_tracking(session, reader_of(person), reference, desk.now())
    except SealBroken as error:
        raise NotAllowed("seal-broken") from error
    if found is None:
        raise NotThere
    return found


async def begun_by(desk: Desk, person: Person) -> tuple[str, ...]:
    """References of what they began and can end, whatever has become of their rights, the newest first."""
    if not desk.queues_on:
        return ()
    reader = Reader(person.central_id, only_own_trackings=True)
    try:
        async with desk.database.reading() as session:
            return tuple(each.reference for each in await stored.trackings_of(session, reader, desk.now()))
    except SealBroken as error:
        raise NotAllowed("seal-broken") from error


def check_open(desk: Desk) -> None:
    """Raises NotThere where nothing may be stored."""
    if not desk.queues_on:
        raise NotThere


async def _facts_now(desk: Desk, tracking: Tracking, field: str) -> AccountFacts:
    """Raises Unusable (about `field`) where the public cannot see the account any more."""
    account = await account_now(desk, tracking.account)
    if account is None:
        raise Unusable(field, "tracking-account-not-found")
    return await facts_now(desk, account)


async def _check_consent_fresh(desk: Desk, person: Person, tracking: Tracking, facts: AccountFacts) -> None:
    """SECURITY: what was known of the person before only says which wikis to ask; the answers decide."""
    verdict: Verdict = Denied(denial(Right.TRACKING_CONSENT))
    could_not = False
    for dbname in _wikis_to_ask(person, facts, await farm_now(desk)):
        try:
            fresh = await _fresh_on(desk, person, dbname)
        except CouldNotCheckRights:
            could_not = True
            continue
        verdict = may_consent(fresh, tracking, facts)
        if isinstance(verdict, Allowed):
            return
    if could_not:
        raise CouldNotCheckRights
    _require(verdict)


def _wikis_to_ask(person: Person, facts: AccountFacts, farm: Farm) -> tuple[str, ...]:
    if person.standing.holds(Role.STEWARD):
        return (farm.central,)
    return tuple(sorted(concerned_wikis(person.standing, facts)))[:ASKED_AT_MOST]


async def _fresh_on(desk: Desk, person: Person, dbname: str) -> Person:
    identity = await desk.wikis.rights.fresh(person.central_id, dbname)
    if isinstance(identity, Failed):
        raise CouldNotCheckRights
    return Person(person.central_id, identity.name, identity.standing)


async def _fresh_everywhere(desk: Desk, person: Person) -> Person:
    """The person as the wikis know them at this moment, who must still hold the right to follow accounts."""
    identity = await desk.wikis.rights.standing_of(person.central_id)
    if isinstance(identity, Failed):
        raise CouldNotCheckRights
    fresh = Person(person.central_id, identity.name, identity.standing)
    verdict = decide(fresh, Right.TRACKING_START)
    if isinstance(verdict, Denied) and identity.standing.unasked:
        raise CouldNotCheckRights
    _require(verdict)
    return fresh


def _require(verdict: Verdict, field: str = "") -> None:
    """Raises what the verdict says; with `field`, as something about what was typed there."""
    if isinstance(verdict, Denied):
        raise Unusable(field, verdict.sentence) if field else refuse(verdict)
