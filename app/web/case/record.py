"""A case as the record of a team (R94, R160): what is in the file, in the words of the pages, in a fixed order.

What stands there is typed by people; this module only puts it where it belongs. Words that must not go out (`marked`)
are in no record: they are for the leak check, and often the very thing that is to be forgotten.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from app.domain.acts import Done
from app.domain.cases import Case, LetterKind, PartyRole
from app.flows.companion.progress import (
    ACTS,
    OUTCOME,
    AskedQuestion,
    act_question,
    acts_are_done,
    asked,
    chosen_acts,
    holds,
    letters,
)
from app.flows.companion.stages import Asks, Companion, Stage
from app.text.case_record import Entry, Fact, Linked, Record, RecordPart, Words
from app.web.house import House
from app.web.wording import word_key

Say = Callable[..., str]

BEGIN, SECOND, DECIDE, DEBRIEF, APPEAL = "begin", "second", "decide", "debrief", "appeal"
FINDINGS, INVESTIGATORS, INVOLVED = "findings", "investigators", "involved"
KEPT_WHERE, RECORD_TITLE = "kept-where", "record-title"
"""Where the record is, and how it is found there (R94, R196)."""
EARLIER = "earlier-reports"
"""The question what became of earlier reports."""
TOLD_IN = ("notify", "announce")
"""The stages that say who was told beside the letters."""
FOUND_IN = (BEGIN, "acknowledge", "verify", "background", "context", "attribution")
"""The stages whose answers are findings."""
_SAID_ELSEWHERE = frozenset({INVOLVED, "danger", KEPT_WHERE, RECORD_TITLE})
"""What the record says otherwise, or what is about the person who works on it."""


def speaking(house: House, language: str) -> Say:
    return partial(house.messages.say, language)


def make_record(say: Say, companion: Companion, case: Case) -> Record:
    """The whole record, but for the letters' words and what a team says when it looks back."""
    parts = (
        ("summary", _summary(say, companion, case)),
        ("investigators", _investigators(say, companion, case)),
        ("parties", _parties(say, case)),
        ("items", _items(say, case)),
        ("findings", _answers(say, companion, case, FOUND_IN)),
        ("decision", _answers(say, companion, case, (DECIDE,))),
        ("acts", acts_of(say, companion, case)),
        ("letters", (*letters_of(say, companion, case), *_answers(say, companion, case, TOLD_IN))),
        ("appeal", _answers(say, companion, case, (APPEAL,))),
        ("dates", _dates(say, companion, case)),
    )
    filled = tuple(RecordPart(say(f"case-out-part-{part}"), tuple(entries)) for part, entries in parts)
    return Record(say("case-out-heading"), say("case-out-notice"), filled)


def make_debrief(say: Say, companion: Companion, case: Case) -> Record:
    """R192 and R193: what the team says when it looks back, by itself. Nobody of the case is named by us in it."""
    stage = companion.stages.get(DEBRIEF)
    entries = tuple(_entries(say, asked(stage, case), case)) if stage else ()
    part = RecordPart(say("case-out-part-debrief"), entries)
    return Record(say("case-out-debrief-heading"), say("case-out-debrief-notice"), (part,))


def what_may_be_told(say: Say, companion: Companion, case: Case) -> str:
    """R19 and R52: all that whoever reported may be told of where it stands. Nothing of the record is in it but how it
    ended, in general words, and the days that were promised."""
    lines = [say("case-out-tell-open")]
    outcome = case.answer(OUTCOME)
    if outcome and _is_their_turn(companion, case):
        known = outcome if outcome in ("actionable", "could-not-verify", "verified-no-action") else "other"
        lines = [say(f"case-out-tell-{known}")]
    elif day := case.day("check-in"):
        lines.append(say("case-out-tell-check-in", day.isoformat()))
    return "\n".join(lines) + "\n"


def _is_their_turn(companion: Companion, case: Case) -> bool:
    """SECURITY: R162, R165, R169: they hear the end when its letter may go to them, and not by another way before."""
    steps = letters(companion, case)
    theirs = [each for each in steps if (each.step.kind, each.step.to) == (LetterKind.OUTCOME, PartyRole.REPORTER)]
    is_first = not any(each.is_locked for each in theirs)
    return is_first and acts_are_done(companion, case) and _is_still_offered(companion, case, OUTCOME)


def _is_still_offered(companion: Companion, case: Case, id: str) -> bool:
    """Whether later answers left the answer to it standing."""
    question = companion.question(id)
    answers = question.answers if question else ()
    return any(each.value == case.answer(id) and holds(each.when, case) for each in answers)


def _summary(say: Say, companion: Companion, case: Case) -> Iterator[Entry]:
    yield Fact(say("case-out-opened"), case.opened.isoformat())
    yield Fact(say("case-wiki"), case.wiki or say("case-no-wiki"))
    for each in _one(say, companion, case, OUTCOME):
        yield replace(each, label=say("case-out-outcome"))
    yield from _one(say, companion, case, FINDINGS)
    yield from place_of_record(say, companion, case)


def place_of_record(say: Say, companion: Companion, case: Case) -> Iterator[Fact | Words]:
    """R94 and R196: the fourth thing that makes a record whole, and what somebody who looks for it has to know."""
    for question in (KEPT_WHERE, RECORD_TITLE):
        yield from _one(say, companion, case, question)


def _investigators(say: Say, companion: Companion, case: Case) -> Iterator[Entry]:
    yield from _one(say, companion, case, INVESTIGATORS)
    yield from _answers(say, companion, case, (SECOND,))


def _parties(say: Say, case: Case) -> Iterator[Entry]:
    for role in PartyRole:
        for party in case.parties_of(role):
            yield Fact(say(word_key("case-role", role)), party.name)


def _items(say: Say, case: Case) -> Iterator[Entry]:
    for item in case.items:
        says = say(word_key("case-checked", item.checked)) if item.checked else say("case-out-unchecked")
        yield Linked(item.link, says, item.note)


def acts_of(say: Say, companion: Companion, case: Case) -> Iterator[Fact]:
    """What was decided to be done, and how far it is."""
    for act in chosen_acts(companion, case):
        state = case.answer(act_question(act.value))
        # What the wiki showed is told from what somebody said (product.md, promise 2).
        said = state if state in ("asked", "said", "seen") else "not-done"
        word = said if state in {*Done} - {Done.WAITS} else "open"
        yield Fact(act.say, say(f"case-out-act-{word}"))


def letters_of(say: Say, companion: Companion, case: Case) -> Iterator[Fact]:
    """What was sent to whom and when; and which of those that the case needs are not sent, so that nobody wonders."""
    for letter in case.letters:
        if letter.sent:
            yield Fact(_letter_name(say, letter.kind, letter.to), letter.sent.isoformat())
    for state in letters(companion, case):
        step = state.step
        if state.is_skipped and not state.is_sent:
            yield Fact(_letter_name(say, step.kind, step.to), say("case-out-not-sent"))


def _letter_name(say: Say, kind: object, to: object) -> str:
    return say("case-asked-of", say(word_key("case-out-letter", str(kind))), say(word_key("case-role", str(to))))


def _dates(say: Say, companion: Companion, case: Case) -> Iterator[Entry]:
    for stage in companion.stages.values():
        days = (each for each in asked(stage, case) if each.question.kind is Asks.DAY)
        yield from (Fact(_label(say, each, case), case.answer(each.id)) for each in days if case.day(each.id))


def _answers(say: Say, companion: Companion, case: Case, stages: Iterable[str]) -> Iterator[Entry]:
    """All that was answered there, but for days, which stand together."""
    for name in stages:
        stage = companion.stages.get(name)
        yield from _entries(say, _told(stage, case), case) if stage else ()


def _told(stage: Stage, case: Case) -> Iterator[AskedQuestion]:
    elsewhere = {*_SAID_ELSEWHERE, OUTCOME, ACTS, FINDINGS, INVESTIGATORS} if stage.id != DECIDE else {*_SAID_ELSEWHERE}
    return (each for each in asked(stage, case) if each.question.id not in elsewhere and each.question.kind != Asks.DAY)


def entries_of(say: Say, companion: Companion, case: Case, question: str) -> Iterator[Fact | Words]:
    """What was answered to it, of each whom it is asked about."""
    here = (each for stage in companion.stages.values() for each in asked(stage, case))
    return _entries(say, (each for each in here if each.question.id == question), case)


def _one(say: Say, companion: Companion, case: Case, question: str) -> Iterator[Fact | Words]:
    found = companion.question(question)
    return _entries(say, [AskedQuestion(question, found)], case) if found else iter(())


def _entries(say: Say, questions: Iterable[AskedQuestion], case: Case) -> Iterator[Fact | Words]:
    for each in questions:
        label, kind = _label(say, each, case), each.question.kind
        if kind is Asks.WORDS:
            if text := case.words.get(each.id, ""):
                yield Words(label, text)
        elif kind is Asks.DAY:
            continue
        elif chosen := case.answers.get(each.id):
            said = [choice.say for choice in each.question.answers if choice.value in chosen]
            yield Fact(label, "; ".join(said) or say("case-out-unknown-answer"))


def _label(say: Say, each: AskedQuestion, case: Case) -> str:
    names = ", ".join(party.name for party in case.parties_of(each.role)) if each.role else ""
    return say("case-asked-of", each.question.ask, names) if names else each.question.ask
