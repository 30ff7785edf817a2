"""How far a case has come: which stages it needs, which are done, which wait, and which letters may go out.

Free order where the training module allows it; where it does not, a stage or a letter says what it waits for.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.domain.acts import Done
from app.domain.cases import Case, LetterKind, NotSent, Party, PartyRole
from app.flows.companion.attribution import attribution, may_sanction, ties_count
from app.flows.companion.stages import Asks, Choice, Companion, Condition, LetterStep, Question, Section, Stage

OUTCOME = "outcome"
"""The question that says how it ended."""
ACTS = "acts"
"""The question that says what is decided to be done on the wiki."""
RECORD_KEPT = "record-kept"
"""Under which id the file keeps the day on which the record was put where the team keeps its records (R92)."""
CHECK_IN = "check-in"
"""The question by when whoever reported hears again."""
WAITING_FOR, WAITING_SINCE = "waiting-for", "waiting-since"
"""The questions for whom the case waits, and since when (R51)."""
NOBODY = "nobody"
DEPENDS_ON = "depends-on"
"""The question whether one's own part hangs on what others decide (R168)."""


class Standing(StrEnum):
    """Where a stage stands."""

    NOT_NEEDED = "not-needed"
    LOCKED = "locked"
    TO_DO = "to-do"
    BEGUN = "begun"
    OPTIONAL = "optional"
    """Open, with nothing that has to be said, and nothing said yet."""
    DONE = "done"


@dataclass(frozen=True)
class AskedQuestion:
    """A question as this case is asked it: `id` has the role behind a point where it is asked for one."""

    id: str
    question: Question
    role: PartyRole | None = None


@dataclass(frozen=True)
class StageState:
    """`missing`: how many things are left to say; `waits_for`: stages that come before and are not done; `early`:
    those that rather come before."""

    stage: Stage
    standing: Standing
    missing: int
    waits_for: tuple[Stage, ...]
    early: tuple[Stage, ...]


@dataclass(frozen=True)
class LetterState:
    """`waits_for`: letters that go before; `waits_for_acts`: something decided is not done on the wiki yet."""

    step: LetterStep
    is_sent: bool
    is_skipped: bool
    waits_for: tuple[LetterStep, ...]
    waits_for_acts: bool

    @property
    def is_settled(self) -> bool:
        return self.is_sent or self.is_skipped

    @property
    def is_locked(self) -> bool:
        """SECURITY: R165 and R166: told before it is done, somebody has nothing left to lose, and time. Neither a
        reason why it is not sent nor that it was sent once opens the way."""
        return self.waits_for_acts or bool(self.waits_for)


@dataclass(frozen=True)
class Waiting:
    """For whom, in words, and since when where that was said."""

    whom: str
    since: date | None


def facts_of(case: Case) -> dict[str, tuple[str, ...]]:
    """What the parties and the answers tell together, for conditions."""
    said = {
        "third-party": case.is_third_party_report,
        "subject-named": bool(case.parties_of(PartyRole.SUBJECT)),
        "target-named": bool(case.parties_of(PartyRole.TARGET)),
        "target-reports": all(each.has(PartyRole.REPORTER) for each in case.parties_of(PartyRole.TARGET)),
        "ties-count": ties_count(case),
        "may-sanction": may_sanction(case),
        "nothing-done": is_nothing_done(case),
    }
    facts = {fact: ("yes" if holds else "no",) for fact, holds in said.items()}
    return {**facts, "attribution": (attribution(case).value,)}


def holds(conditions: Iterable[Condition], case: Case) -> bool:
    """Whether all of them do. An answer that is not given is none."""
    facts = facts_of(case)
    return all(
        condition.values & {*facts.get(condition.of, ()), *_any_answer(case, condition.of)} for condition in conditions
    )


def _any_answer(case: Case, question: str) -> set[str]:
    return {value for key, values in case.answers.items() if key.partition(".")[0] == question for value in values}


def asked(stage: Stage, case: Case) -> tuple[AskedQuestion, ...]:
    """The stage's questions for this case, in order, with the answers that it can have; one for each role that it is
    about."""
    found = []
    for each in stage.questions:
        if not holds(each.when, case):
            continue
        question = replace(each, answers=tuple(choice for choice in each.answers if holds(choice.when, case)))
        if not question.of:
            found.append(AskedQuestion(question.id, question))
        found += [AskedQuestion(f"{question.id}.{role}", question, role) for role in _asked_about(question, case)]
    return tuple(found)


def _asked_about(question: Question, case: Case) -> Iterable[PartyRole]:
    """Nobody is asked about the same people twice, because they are in two roles."""
    before: set[Party] = set()
    for role in question.of:
        parties = set(case.parties_of(role))
        if parties - before:
            yield role
        before |= parties


def is_answered(each: AskedQuestion, case: Case) -> bool:
    """An answer that is not offered (any more) is none, and "not yet" is none either."""
    if each.question.kind is Asks.WORDS:
        return bool(case.words.get(each.id))
    chosen = set(case.answers.get(each.id, ()))
    if each.question.kind is Asks.DAY:
        return case.day(each.id) is not None
    offered = [choice for choice in each.question.answers if choice.value in chosen]
    return bool(offered) and not any(choice.is_open for choice in offered)


def chosen_acts(companion: Companion, case: Case) -> tuple[Choice, ...]:
    """What was decided to be done on the wiki; nothing where another outcome came in its place."""
    chosen = case.answers.get(ACTS, ())
    question = companion.question(ACTS)
    return (
        tuple(each for each in question.answers if each.value in chosen)
        if question and _is_acted(question, case)
        else ()
    )


def _is_acted(question: Question, case: Case) -> bool:
    """Whether the outcome is that something is done at all."""
    return holds(question.when, case)


def act_question(value: str) -> str:
    """Under which id the file keeps how far one of them is."""
    return f"act-{value}"


def acts_that_wait(companion: Companion, case: Case) -> tuple[Choice, ...]:
    """Those that are neither seen on the wiki nor said to be done, or why not, and that the letters wait for.

    R168: what others decide holds nothing up where one's own part does not hang on it. SECURITY: with no part of one's
    own it does, always: told now, somebody would still have their rights (R166).
    """
    chosen = chosen_acts(companion, case)
    # SECURITY: what is not one of the answers is none, whoever wrote it into the file.
    settled = set(Done) - {Done.WAITS}
    others_hold_up = case.answer(DEPENDS_ON) != "no" or all(each.is_by_others for each in chosen)
    return tuple(
        each
        for each in chosen
        if case.answer(act_question(each.value)) not in settled and (others_hold_up or not each.is_by_others)
    )


def is_nothing_done(case: Case) -> bool:
    """R165: of all that was decided, everything has a reason why not. Then nobody can be told that action was taken."""
    states = [case.answer(act_question(each)) for each in case.answers.get(ACTS, ())]
    return case.answer(OUTCOME) == "actionable" and bool(states) and all(each.startswith("not-") for each in states)


def acts_are_done(companion: Companion, case: Case) -> bool:
    """Whether the letters need not wait any more. What is not even chosen yet is not done."""
    question = companion.question(ACTS)
    is_chosen = question is None or not _is_acted(question, case) or bool(chosen_acts(companion, case))
    return is_chosen and not acts_that_wait(companion, case) and not is_nothing_done(case)


def letters(companion: Companion, case: Case, stage: str | None = None) -> tuple[LetterState, ...]:
    """Each letter that this case needs or may need, in their order; of one stage or of all."""
    needed = tuple(each for each in companion.letters if case.parties_of(each.to) and holds(each.when, case))
    acted = acts_are_done(companion, case)
    return tuple(
        LetterState(
            each,
            is_sent=case.has_sent(each.kind, each.to),
            is_skipped=_is_skipped(case, each.kind, each.to),
            waits_for=tuple(
                other
                for other in needed
                if (other.kind, other.to) in each.after and not _is_settled(case, other.kind, other.to)
            ),
            waits_for_acts=each.needs_acts and not acted,
        )
        for each in needed
        if stage is None or each.stage == stage
    )


def skip_question(step: LetterStep) -> str:
    """Under which id the file keeps why a letter is not sent."""
    return _skip_question(step.kind, step.to)


def _skip_question(kind: LetterKind, to: PartyRole) -> str:
    return f"skip-{kind}.{to}"


def _is_skipped(case: Case, kind: LetterKind, to: PartyRole) -> bool:
    """R173: a reason from the list; anything else is none."""
    return case.answer(_skip_question(kind, to)) in set(NotSent)


def _is_settled(case: Case, kind: LetterKind, to: PartyRole) -> bool:
    return case.has_sent(kind, to) or _is_skipped(case, kind, to)


def progress(companion: Companion, case: Case) -> tuple[StageState, ...]:
    """Every stage, in the order of the list. What waits and was never worked on is not done, though nothing be missing:
    there are no letters as long as there are no people."""
    done: dict[str, bool] = {}
    needed = {stage.id for stage in companion.stages.values() if holds(stage.when, case)}

    def open_among(ids: Iterable[str]) -> tuple[Stage, ...]:
        return tuple(companion.stages[each] for each in ids if each in needed and not done.get(each))

    states = []
    for stage in companion.stages.values():
        missing, waits = _missing(companion, stage, case), open_among(stage.after)
        done[stage.id] = not missing and (not waits or _is_begun(stage, case))
        standing = _standing(stage, case, stage.id in needed, missing, bool(waits))
        states.append(StageState(stage, standing, missing, waits, open_among(stage.rather_after)))
    return tuple(states)


def _standing(stage: Stage, case: Case, is_needed: bool, missing: int, waits: bool) -> Standing:
    if not is_needed:
        return Standing.NOT_NEEDED
    if waits:
        return Standing.LOCKED
    if missing:
        return Standing.BEGUN if _is_begun(stage, case) else Standing.TO_DO
    is_offered = stage.section is None and bool(asked(stage, case))
    return Standing.OPTIONAL if is_offered and not _is_begun(stage, case) else Standing.DONE


def _is_begun(stage: Stage, case: Case) -> bool:
    return any(is_answered(each, case) for each in asked(stage, case))


def _missing(companion: Companion, stage: Stage, case: Case) -> int:
    """How many things are left to say before the stage is done."""
    questions = sum(not each.question.optional and not is_answered(each, case) for each in asked(stage, case))
    unsent = sum(not each.is_settled and not each.step.optional for each in letters(companion, case, stage.id))
    return questions + unsent + _missing_of_section(companion, stage, case)


def _missing_of_section(companion: Companion, stage: Stage, case: Case) -> int:
    if stage.section is Section.PARTIES:
        return 0 if case.parties and case.wiki else 1
    if stage.section is Section.ITEMS:
        return sum(each.checked is None for each in case.items)
    if stage.section is Section.ACTS:
        return len(acts_that_wait(companion, case))
    if stage.section is Section.RECORD:
        return 0 if record_is_kept(case) else 1
    return 0


def missed_day(case: Case, today: date) -> date | None:
    """R50: the day on which whoever reported should have heard again, and did not: silence alarms. It is over once the
    day is a later one, or they know how it ended."""
    day = case.day(CHECK_IN)
    is_told = _is_settled(case, LetterKind.OUTCOME, PartyRole.REPORTER)
    is_awaited = bool(case.parties_of(PartyRole.REPORTER)) and not is_told
    return day if day and day < today and is_awaited else None


def waits_for(companion: Companion, case: Case) -> Waiting | None:
    """R51: for whom the case waits, and since when, if somebody said so."""
    question = companion.question(WAITING_FOR)
    chosen = (
        next((each for each in question.answers if each.value == case.answer(WAITING_FOR)), None) if question else None
    )
    return Waiting(chosen.say, case.day(WAITING_SINCE)) if chosen and chosen.value != NOBODY else None


def record_is_kept(case: Case) -> bool:
    """R92: private work leaves no trace by itself, and people leave."""
    return case.day(RECORD_KEPT) is not None
