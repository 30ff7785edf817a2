"""What is done on the wiki in a case: how far each act is, and what the wiki itself shows of it.

Nothing counts as seen but what the wiki shows at that moment; what it cannot show the person says, and it is kept as
said. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from app.domain.cases import Case
from app.domain.party_states import AccountHere, BlockHere, Here, PartyLook
from app.domain.visibility import CouldNotCheck, LiveState, Shown


class Act(StrEnum):
    """Those that Haven has forms for: the values of the question `acts` in the data."""

    BLOCK = "block"
    LOCK = "lock"
    REMOVE_RIGHTS = "remove-rights"
    HIDE = "hide"
    RESTRICTION = "restriction"


CAN_BE_SEEN = frozenset({Act.BLOCK, Act.LOCK, Act.REMOVE_RIGHTS, Act.HIDE})
"""Of these the wiki tells the public whether they are in force."""
OTHERS_DECIDE = frozenset({Act.LOCK, Act.REMOVE_RIGHTS})
"""R167: these are in the hands of stewards or bureaucrats, and may take days."""


class Done(StrEnum):
    """How far one act is, as the case file keeps it under `act-<value>`."""

    WAITS = "waits"
    """Not done yet, or asked for and the rest depends on it (R168)."""
    ASKED = "asked"
    """R168: asked for with those who can, and nothing else of this case depends on it."""
    SEEN = "seen"
    """The wiki showed it. SECURITY: no form sets this: it is written after the wiki's own answer alone."""
    SAID = "said"
    """Whoever works on the case says that it is done."""
    NOT_ALLOWED = "not-allowed"
    NOT_POSSIBLE = "not-possible"
    NOT_AGREED = "not-agreed"
    NOT_NEEDED = "not-needed"


class Counts(StrEnum):
    """What somebody let count as the block that was decided, as the case file keeps it under `counts-<value>`."""

    OLDER = "older"
    PARTIAL = "partial"


class Shows(StrEnum):
    """What the wiki shows of an act for one account or link; each has a sentence (`case-act-shows-<value>`)."""

    YES = "yes"
    OLDER = "older"
    PARTIAL = "partial"
    NO = "no"
    NOT_VISIBLE = "not-visible"
    COULD_NOT_CHECK = "could-not-check"


@dataclass(frozen=True)
class Verdict:
    """What the wiki's answers come to for one act. `was_undone`: it was seen before and is not in force any more."""

    is_seen: bool
    could_not_check: bool
    was_undone: bool


def counts_question(act: str) -> str:
    """Under which id the file keeps what somebody let count."""
    return f"counts-{act}"


def counted(case: Case, act: str) -> frozenset[str]:
    return frozenset(case.answers.get(counts_question(act), ()))


def block_shown(here: Here, opened: date, counts: frozenset[str] = frozenset()) -> Shows:
    """Whether the case's wiki shows a block in force that was made since the case began, and how far it goes.

    R165: an older block is none of this case's acts, and one in part does not keep anybody from the wiki; either counts
    where somebody said so.
    """
    if isinstance(here, CouldNotCheck):
        return Shows.COULD_NOT_CHECK
    if not isinstance(here, AccountHere):
        return Shows.NOT_VISIBLE
    if isinstance(here.blocks, CouldNotCheck):
        return Shows.COULD_NOT_CHECK
    found = [_one_block(each, opened, counts) for each in here.blocks]
    return next((each for each in (Shows.YES, Shows.OLDER, Shows.PARTIAL) if each in found), Shows.NO)


def _one_block(block: BlockHere, opened: date, counts: frozenset[str]) -> Shows:
    if block.is_partial and Counts.PARTIAL not in counts:
        return Shows.PARTIAL
    is_older = datetime.fromtimestamp(block.since, UTC).date() < opened
    return Shows.OLDER if is_older and Counts.OLDER not in counts else Shows.YES


def lock_shown(look: PartyLook) -> Shows:
    """Whether the account is stopped on all wikis: locked, or of a temporary one, blocked on all."""
    stopped = look.is_globally_blocked if look.is_temporary else look.is_locked
    if isinstance(look.everywhere, CouldNotCheck) or (look.is_temporary and stopped is None):
        return Shows.COULD_NOT_CHECK
    if stopped is None:
        return Shows.NOT_VISIBLE
    return Shows.YES if stopped else Shows.NO


def rights_shown(look: PartyLook) -> Shows:
    """Whether the account has no group left, here or on all wikis, by which it acts on others."""
    if isinstance(look.here, CouldNotCheck) or isinstance(look.everywhere, CouldNotCheck):
        return Shows.COULD_NOT_CHECK
    if not isinstance(look.here, AccountHere):
        return Shows.NOT_VISIBLE
    return Shows.NO if look.has_power else Shows.YES


def hiding_shown(state: LiveState | None) -> Shows:
    """Whether something of a revision or entry is hidden. What is gone may be a wrong number: nobody can tell."""
    if state is None or isinstance(state, CouldNotCheck):
        return Shows.COULD_NOT_CHECK
    if not isinstance(state, Shown):
        return Shows.NOT_VISIBLE
    return Shows.YES if state.hidden else Shows.NO


def judge(shown: Iterable[Shows], before: str) -> Verdict:
    """`shown` of each account or link that the act is about; `before`: the answer in the case file.

    What could not be checked neither confirms nor undoes anything.
    """
    found = tuple(shown)
    unknown = not found or Shows.COULD_NOT_CHECK in found
    is_seen = bool(found) and all(each is Shows.YES for each in found)
    return Verdict(is_seen, unknown, was_undone=before == Done.SEEN and not is_seen and not unknown)


def with_verdict(case: Case, question: str, verdict: Verdict) -> Case:
    """The case after the wiki was asked: seen; or, where it was seen and is lifted since, open again."""
    if verdict.is_seen:
        return case.with_answer(question, (Done.SEEN.value,))
    return case.with_answer(question, (Done.WAITS.value,)) if verdict.was_undone else case


def with_said(case: Case, question: str, value: str) -> Case:
    """What somebody chose in the form. Raises ValueError for what no form offers.

    SECURITY: R165: that the wiki showed it nobody can say in its place; unless the file says so already, it is kept as
    said.
    """
    chosen = Done(value)
    if chosen is Done.SEEN and case.answer(question) != Done.SEEN:
        chosen = Done.SAID
    return case.with_answer(question, (chosen.value,))
