"""What counts as done on the wiki: what it shows now, of everybody, and nobody's word for it."""

from datetime import UTC, date, datetime

import pytest

from app.domain.accounts import Account, NotVisible
from app.domain.acts import (
    Act,
    Counts,
    Done,
    Shows,
    block_shown,
    hiding_shown,
    judge,
    lock_shown,
    rights_shown,
    with_said,
    with_verdict,
)
from app.domain.cases import Case, Party, PartyRole
from app.domain.party_states import AccountHere, BlockHere, Here, PartyLook
from app.domain.visibility import CouldNotCheck, Gone, LiveState, Parts, Shown, There
from app.flows.companion.progress import ACTS, act_question
from app.flows.guidance import read_guidance
from app.flows.packs import read_packs
from app.settings import ROOT

OPENED = date(2026, 11, 20)
BEFORE, SINCE = (int(datetime(2026, 11, day, 23, 59, tzinfo=UTC).timestamp()) for day in (19, 20))
WHOLE, PARTIAL = BlockHere(SINCE, None, is_partial=False), BlockHere(SINCE, None, is_partial=True)
OLD, OLD_PARTIAL = BlockHere(BEFORE, None, is_partial=False), BlockHere(BEFORE, None, is_partial=True)
BOTH = frozenset({Counts.OLDER.value, Counts.PARTIAL.value})
PARTY = Party("Grubby Finch", (PartyRole.SUBJECT,))


def here(*blocks: BlockHere, powers: frozenset[str] = frozenset()) -> AccountHere:
    return AccountHere(7, "Grubby Finch", 1, None, (), powers, True, blocks)


@pytest.mark.parametrize(
    ("found", "counts", "shows"),
    [
        (here(WHOLE), frozenset(), Shows.YES),
        (here(), BOTH, Shows.NO),
        (here(OLD), frozenset(), Shows.OLDER),
        (here(OLD), {Counts.PARTIAL}, Shows.OLDER),
        (here(OLD), {Counts.OLDER}, Shows.YES),
        (here(PARTIAL), frozenset(), Shows.PARTIAL),
        (here(PARTIAL), {Counts.OLDER}, Shows.PARTIAL),
        (here(PARTIAL), {Counts.PARTIAL}, Shows.YES),
        (here(OLD_PARTIAL), {Counts.PARTIAL}, Shows.OLDER),
        (here(OLD_PARTIAL), BOTH, Shows.YES),
        (here(OLD, PARTIAL), frozenset(), Shows.OLDER),
        (here(PARTIAL, WHOLE), frozenset(), Shows.YES),
        (NotVisible(), BOTH, Shows.NOT_VISIBLE),
        (CouldNotCheck(), BOTH, Shows.COULD_NOT_CHECK),
        (AccountHere(7, "x", 1, None, (), frozenset(), True, CouldNotCheck()), BOTH, Shows.COULD_NOT_CHECK),
    ],
)
def test_a_block_of_this_case_is_told_from_others(found: Here, counts: frozenset[str], shows: Shows) -> None:
    assert block_shown(found, OPENED, frozenset(counts)) is shows


def look(
    everywhere: Account | NotVisible | CouldNotCheck, blocked: bool | None, local: Here = NotVisible()
) -> PartyLook:
    return PartyLook(PARTY, local, everywhere, blocked)


def account(name: str = "Grubby Finch", locked: bool = False, *groups: str) -> Account:
    return Account(9, name, locked, groups, 1, None, ())


TEMPORARY = "~2026-10482-07"


@pytest.mark.parametrize(
    ("found", "shows"),
    [
        (look(account(locked=True), None), Shows.YES),
        (look(account(), True), Shows.NO),
        (look(account(TEMPORARY), True), Shows.YES),
        (look(account(TEMPORARY), False), Shows.NO),
        (look(account(TEMPORARY), None), Shows.COULD_NOT_CHECK),
        (look(NotVisible(), False), Shows.NOT_VISIBLE),
        (look(CouldNotCheck(), False), Shows.COULD_NOT_CHECK),
    ],
)
def test_an_account_is_stopped_by_a_lock_and_a_temporary_one_by_a_block(found: PartyLook, shows: Shows) -> None:
    assert lock_shown(found) is shows


@pytest.mark.parametrize(
    ("found", "shows"),
    [
        (look(account(), False, here()), Shows.YES),
        (look(account(), False, here(powers=frozenset({"block"}))), Shows.NO),
        (look(account("Grubby Finch", False, "steward"), False, here()), Shows.NO),
        (look(CouldNotCheck(), None, here()), Shows.COULD_NOT_CHECK),
        (look(account(), False, CouldNotCheck()), Shows.COULD_NOT_CHECK),
        (look(account(), False, NotVisible()), Shows.NOT_VISIBLE),
    ],
)
def test_rights_are_gone_when_nothing_is_left_to_act_with(found: PartyLook, shows: Shows) -> None:
    assert rights_shown(found) is shows


@pytest.mark.parametrize(
    ("state", "shows"),
    [
        (Shown(1, 1, 1, False, Parts.TEXT, False, Parts.TEXT), Shows.YES),
        (Shown(1, 1, 1, False, Parts.NONE, False, Parts.TEXT), Shows.NO),
        (Gone(), Shows.NOT_VISIBLE),
        (There(), Shows.NOT_VISIBLE),
        (CouldNotCheck(), Shows.COULD_NOT_CHECK),
        (None, Shows.COULD_NOT_CHECK),
    ],
)
def test_what_is_gone_is_not_seen_to_be_hidden(state: LiveState | None, shows: Shows) -> None:
    assert hiding_shown(state) is shows


@pytest.mark.parametrize(
    ("shown", "before", "after"),
    [
        ([Shows.YES], "", "seen"),
        ([Shows.YES, Shows.NO], "", ""),
        ([Shows.YES, Shows.NOT_VISIBLE], "said", "said"),
        ([Shows.NO], "seen", "waits"),
        ([Shows.OLDER], "seen", "waits"),
        ([Shows.COULD_NOT_CHECK, Shows.NO], "seen", "seen"),
        ([], "seen", "seen"),
        ([], "", ""),
        ([Shows.NO], "said", "said"),
        ([Shows.NO], "not-agreed", "not-agreed"),
    ],
)
def test_only_what_the_wiki_answered_changes_the_case(shown: list[Shows], before: str, after: str) -> None:
    case = Case(OPENED).with_answer("act-block", (before,) if before else ())
    assert with_verdict(case, "act-block", judge(shown, before)).answer("act-block") == after


@pytest.mark.parametrize(("before", "after"), [("", "said"), ("waits", "said"), ("said", "said"), ("seen", "seen")])
def test_a_form_that_says_seen_says_it_is_said(before: str, after: str) -> None:
    case = Case(OPENED).with_answer("act-block", (before,) if before else ())
    assert with_said(case, "act-block", Done.SEEN.value).answer("act-block") == after


def test_what_no_form_offers_is_refused() -> None:
    with pytest.raises(ValueError, match="whatever"):
        with_said(Case(OPENED), "act-block", "whatever")


def test_every_act_of_the_data_has_its_forms() -> None:
    """A word that is changed in the data would leave its act without forms, and without the wiki's answer."""
    question = read_guidance(read_packs(ROOT / "app" / "flows" / "packs")).companion.question(ACTS)
    assert question
    assert {each.value for each in question.answers} == set(Act)
    assert act_question(Act.BLOCK) == "act-block"
