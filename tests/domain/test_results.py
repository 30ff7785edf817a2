"""What the wiki's answer says of a target of a request, and which codes may close one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.requests import (
    HIDING_ONLY,
    STEWARDS_ONLY,
    SUPPRESSION_ONLY,
    UNFIT_FOR_ACCOUNTS,
    ClosingCode,
    Exposed,
    Hints,
    Intent,
    OpenedTarget,
    PublishedBefore,
    RequestKind,
    TargetState,
    Whose,
    closing_codes,
    result_of,
)
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import CouldNotCheck, Gone, LiveState, Parts, Shown, There

KINDS = st.sampled_from(RequestKind)
STOPPING = tuple(kind for kind in RequestKind if kind.stops_accounts)
PARTS = st.integers(0, 7).map(Parts)
HIDING = (RequestKind.REVISION_DELETION, RequestKind.SUPPRESSION)


def shown(hidden: Parts, suppressed: bool = False, asked: Parts = Parts(7)) -> Shown:
    return Shown(1, 0, 5, False, hidden, suppressed, asked)


@given(PARTS, KINDS)
def test_what_could_not_be_asked_has_no_result(wanted: Parts, kind: RequestKind) -> None:
    assert result_of(CouldNotCheck(), wanted, kind) is None


@given(PARTS, KINDS)
def test_of_what_is_gone_nobody_can_tell(wanted: Parts, kind: RequestKind) -> None:
    assert result_of(Gone(), wanted, kind) is TargetState.CANNOT_TELL


@pytest.mark.parametrize("kind", RequestKind)
def test_what_stands_as_a_whole(kind: RequestKind) -> None:
    expected = TargetState.DONE if kind is RequestKind.LIFT else TargetState.OPEN
    assert result_of(There(), Parts.TEXT, kind) is expected


@pytest.mark.parametrize("kind", RequestKind)
def test_of_a_page_the_wiki_tells_only_that_it_is_there_again(kind: RequestKind) -> None:
    """Moved away from a title that harms, it still stands for all to see."""
    expected = TargetState.DONE if kind is RequestKind.LIFT else TargetState.CANNOT_TELL
    assert result_of(There(page=77), Parts.TEXT, kind) is expected


@given(PARTS, PARTS, PARTS, st.booleans(), st.sampled_from([kind for kind in RequestKind if kind not in STOPPING]))
def test_what_is_shown(wanted: Parts, hidden: Parts, asked: Parts, suppressed: bool, kind: RequestKind) -> None:
    result = result_of(shown(hidden, suppressed, asked), wanted, kind)
    is_known = wanted & ~asked == Parts.NONE
    if kind is RequestKind.LIFT:
        done = is_known and wanted & hidden == Parts.NONE
    else:
        done = is_known and wanted & ~hidden == Parts.NONE
        done = done and (suppressed or kind is RequestKind.REVISION_DELETION)
    assert result is (TargetState.DONE if done else TargetState.OPEN)


@pytest.mark.parametrize(
    ("state", "kind", "result"),
    [
        (shown(Parts.TEXT), RequestKind.REVISION_DELETION, TargetState.DONE),
        (shown(Parts.TEXT), RequestKind.SUPPRESSION, TargetState.OPEN),
        (shown(Parts.TEXT, suppressed=True), RequestKind.SUPPRESSION, TargetState.DONE),
        (shown(Parts.SUMMARY), RequestKind.REVISION_DELETION, TargetState.OPEN),
        (shown(Parts.TEXT), RequestKind.LIFT, TargetState.OPEN),
        (shown(Parts.SUMMARY), RequestKind.LIFT, TargetState.DONE),
        (shown(Parts.TEXT, asked=Parts.NONE), RequestKind.REVISION_DELETION, TargetState.OPEN),
        (shown(Parts.NONE, asked=Parts.NONE), RequestKind.LIFT, TargetState.OPEN),
    ],
)
def test_by_example(state: LiveState, kind: RequestKind, result: TargetState) -> None:
    assert result_of(state, Parts.TEXT, kind) is result


REGISTERED = There(user=5)
LOCKED = replace(REGISTERED, is_locked=True)
UNTOLD_LOCK = replace(REGISTERED, is_locked=None)
TEMPORARY = There(user=5, is_temporary=True, is_globally_blocked=False)
BLOCKED = replace(TEMPORARY, is_globally_blocked=True)
UNTOLD_BLOCK = replace(TEMPORARY, is_globally_blocked=None)
HIDDEN_FROM_LISTS = replace(REGISTERED, is_locked=None, is_gone_centrally=True)


@pytest.mark.parametrize(
    ("state", "lock", "lock_and_hide", "global_block"),
    [
        (REGISTERED, "open", "open", "open"),
        (LOCKED, "done", "open", "done"),
        # Blocked on one wiki it can still edit every other.
        (replace(REGISTERED, is_blocked=True), "open", "open", "open"),
        (UNTOLD_LOCK, None, "open", None),
        (TEMPORARY, "open", "open", "open"),
        (BLOCKED, "done", "done", "done"),
        # Nothing locks a temporary account, whatever an answer says.
        (replace(TEMPORARY, is_locked=True), "open", "open", "open"),
        (UNTOLD_BLOCK, None, None, None),
        (HIDDEN_FROM_LISTS, "cannot-tell", "cannot-tell", "cannot-tell"),
        (Gone(), "cannot-tell", "cannot-tell", "cannot-tell"),
        (CouldNotCheck(), None, None, None),
        # No account at all: of it nobody can say that it was stopped.
        (shown(Parts(7), suppressed=True), "cannot-tell", "cannot-tell", "cannot-tell"),
    ],
)
def test_accounts_to_be_stopped(
    state: LiveState, lock: str | None, lock_and_hide: str | None, global_block: str | None
) -> None:
    said = [result_of(state, Parts.NONE, kind) for kind in STOPPING]
    assert said == [each and TargetState(each) for each in (lock, lock_and_hide, global_block)]


def test_what_is_asked_about_again_once_it_was_done() -> None:
    """Only what was hidden: a lift, a lock and a global block end by a hand that meant it, or by themselves."""
    hiding = {kind for kind in RequestKind if kind.hides}
    assert hiding == {*HIDING, RequestKind.LOCK_AND_HIDE}


def test_a_target_with_parts_of_its_own_outranks_its_request() -> None:
    hints = Hints(frozenset({Exposed.PHONE}), Parts.TEXT, Whose.MINOR, Intent.UNKNOWN, PublishedBefore.NO)
    target = OpenedTarget(1, Pointer("enwiki", TargetKind.REVISION, 5), TargetState.OPEN)
    assert target.wanted(hints) == Parts.TEXT
    own = replace(target, pointer=replace(target.pointer, parts=Parts.SUMMARY))
    assert own.wanted(hints) == Parts.SUMMARY


def test_codes_fit_the_kind_of_request() -> None:
    assert not SUPPRESSION_ONLY & set(closing_codes(RequestKind.REVISION_DELETION))
    never = {ClosingCode.LIFTED_ON_PURPOSE, *STEWARDS_ONLY}
    assert set(closing_codes(RequestKind.SUPPRESSION)) == set(ClosingCode) - never
    assert not (HIDING_ONLY | STEWARDS_ONLY) & set(closing_codes(RequestKind.LIFT))
    for kind in STOPPING:
        assert not UNFIT_FOR_ACCOUNTS & set(closing_codes(kind))
        assert (ClosingCode.LOCKED_ONLY in closing_codes(kind)) == (kind is RequestKind.LOCK_AND_HIDE)


@given(KINDS)
def test_whether_it_was_lifted_on_purpose_is_asked_first_and_only_when_it_is_visible_again(kind: RequestKind) -> None:
    assert ClosingCode.LIFTED_ON_PURPOSE not in closing_codes(kind)
    assert closing_codes(kind, visible_again=True) == (ClosingCode.LIFTED_ON_PURPOSE, *closing_codes(kind))
