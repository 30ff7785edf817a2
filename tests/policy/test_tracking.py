"""Who may be followed on what ground, and who may agree: the table of product.md 3.4, tried with anything there is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.people import HeldRole, Person, Role, Standing
from app.domain.retention import DAY
from app.domain.trackings import (
    DAYS_OFFERED,
    FEW_EDITS,
    LONGEST,
    NEW_FOR,
    RENEWED_IN_LAST,
    AccountFacts,
    Consent,
    Ground,
    RenewalReason,
    Tracking,
    TrackingReason,
)
from app.policy.decide import Allowed, Denied
from app.policy.tracking import ground_of, may_be_named, may_consent, may_end, may_start

NOW = 1_795_000_000
OWNER, ACCOUNT, OTHER = 11, 22, 33
OLD = AccountFacts(ACCOUNT, registered_at=NOW - NEW_FOR, edits=5, edited_on=frozenset({"enwiki", "dewiki"}))
WAITING = Tracking(
    reference="7K3Q2M9D",
    account=ACCOUNT,
    owner=OWNER,
    colleagues=frozenset(),
    reason=TrackingReason.THREATS,
    ground=Ground.CONSENT,
    started_at=NOW,
    until=NOW + 30 * DAY,
)
FUNCTIONARIES = {Role.ADMINISTRATOR, Role.OVERSIGHTER, Role.GLOBAL_SYSOP}
LOCAL = st.builds(HeldRole, st.sampled_from(sorted(FUNCTIONARIES)), st.sampled_from(["enwiki", "dewiki", "elsewhere"]))
GLOBAL = st.builds(HeldRole, st.sampled_from([Role.EDITOR, Role.SENDER, Role.STEWARD, Role.OMBUDS]))
STANDINGS = st.frozensets(LOCAL | GLOBAL, max_size=5).map(lambda held: Standing(held, asked_at=0))
FACTS = st.builds(
    AccountFacts,
    central_id=st.just(ACCOUNT),
    is_blocked=st.booleans(),
    is_locked=st.booleans(),
    is_temporary=st.booleans(),
    registered_at=st.none() | st.integers(NOW - 2 * NEW_FOR, NOW),
    edits=st.none() | st.integers(0, 3 * FEW_EDITS),
    edited_on=st.frozensets(st.sampled_from(["enwiki", "dewiki", "frwiki"])),
)


def person(central_id: int, *held: HeldRole) -> Person:
    return Person(central_id, "", Standing(frozenset(held), asked_at=0))


@pytest.mark.parametrize(
    ("facts", "ground"),
    [
        (OLD, Ground.CONSENT),
        (replace(OLD, is_blocked=True), Ground.BLOCKED),
        (replace(OLD, is_locked=True), Ground.LOCKED),
        (replace(OLD, is_temporary=True), Ground.TEMPORARY),
        (replace(OLD, registered_at=NOW - NEW_FOR + 1), Ground.NEW),
        (replace(OLD, registered_at=NOW, edits=FEW_EDITS - 1), Ground.NEW),
        (replace(OLD, registered_at=NOW, edits=FEW_EDITS), Ground.CONSENT),
        (replace(OLD, registered_at=NOW, edits=None), Ground.CONSENT),
        (replace(OLD, registered_at=None, edits=0), Ground.CONSENT),
    ],
)
def test_the_grounds(facts: AccountFacts, ground: Ground) -> None:
    assert ground_of(facts, NOW) is ground


@given(FACTS)
def test_an_account_that_shows_nothing_needs_consent_and_no_other_does(facts: AccountFacts) -> None:
    shown = facts.is_blocked or facts.is_locked or facts.is_temporary
    is_new = facts.registered_at is not None and NOW - facts.registered_at < NEW_FOR
    has_few = facts.edits is not None and facts.edits < FEW_EDITS
    assert (ground_of(facts, NOW) is Ground.CONSENT) == (not shown and not (is_new and has_few))


@given(STANDINGS, FACTS, st.sampled_from([OWNER, ACCOUNT, OTHER]))
def test_who_may_agree(standing: Standing, facts: AccountFacts, who: int) -> None:
    """A steward, or a functionary where it edits; never whoever began it, never the account."""
    concerned = any(held.role in FUNCTIONARIES and held.wiki in facts.edited_on for held in standing.held)
    expected = who == OTHER and (concerned or standing.holds(Role.STEWARD))
    verdict = may_consent(Person(who, "", standing), WAITING, facts)
    assert isinstance(verdict, Allowed) == expected
    if who == ACCOUNT:
        assert isinstance(verdict, Denied)
        assert verdict.hidden


@given(STANDINGS)
def test_nobody_follows_themselves_and_no_colleague_is_the_one_followed(standing: Standing) -> None:
    assert may_start(Person(ACCOUNT, "", standing), ACCOUNT) == Denied("tracking-own-account")
    assert not may_be_named(standing, ACCOUNT, ACCOUNT)


@given(STANDINGS)
def test_administrators_and_up_follow_and_are_named_and_nobody_else(standing: Standing) -> None:
    handles = standing.holds(Role.STEWARD) or any(held.role in FUNCTIONARIES for held in standing.held)
    assert isinstance(may_start(Person(OTHER, "", standing), ACCOUNT), Allowed) == handles
    assert may_be_named(standing, OTHER, ACCOUNT) == handles


@given(STANDINGS, st.sampled_from([OWNER, OTHER]))
def test_owners_whatever_their_rights_and_stewards_end_it(standing: Standing, who: int) -> None:
    expected = who == OWNER or standing.holds(Role.STEWARD)
    assert isinstance(may_end(Person(who, "", standing), WAITING), Allowed) == expected


@given(st.sampled_from(DAYS_OFFERED), st.integers(0, 120 * DAY))
def test_no_renewal_outlives_the_longest(days: int, later: int) -> None:
    tracking = replace(WAITING, ground=Ground.LOCKED, until=NOW + days * DAY)
    until = tracking.renewed_until(NOW + later)
    assert tracking.until <= until <= tracking.started_at + LONGEST
    assert tracking.can_be_renewed(NOW + later) == (
        until - tracking.until >= DAY and tracking.until - NOW - later <= RENEWED_IN_LAST
    )
    renewed = replace(tracking, renewal=RenewalReason.CASE_OPEN)
    assert not renewed.can_be_renewed(NOW + later), "once only"
    assert not replace(WAITING, until=NOW + DAY).can_be_renewed(NOW), "not while it waits"
    agreed = replace(WAITING, until=NOW + DAY, consent=Consent.SEEN_IT_TOO)
    assert agreed.can_be_renewed(NOW)
