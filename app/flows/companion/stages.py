"""The nouns of the way through a case, as stages.toml and letters.toml write them.

A stage is one page of the task list. What a person answers there is kept in their case file under the question's id.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.cases import LetterKind, PartyRole
from app.flows.companion.resources import HelpKind, HelpPlace


class Asks(StrEnum):
    """What kind of answer a question takes."""

    CHOICE = "choice"
    SEVERAL = "several"
    WORDS = "words"
    DAY = "day"


class Section(StrEnum):
    """What a stage shows beside its questions."""

    PARTIES = "parties"
    ITEMS = "items"
    BACKGROUND = "background"
    ACTS = "acts"
    LETTERS = "letters"
    RECORD = "record"
    ANNOUNCEMENT = "announcement"


@dataclass(frozen=True)
class Condition:
    """Holds where the answer to `of` is, or has among it, one of the values. Of a question that is asked for each
    party, the answer for any of them counts."""

    of: str
    values: frozenset[str]


@dataclass(frozen=True)
class Choice:
    """One answer. `tip` is shown once it is chosen; `when`: all must hold, else it is not offered; `is_open`: with
    it the question is still to be answered; `is_by_others`: of an act, that somebody else has to do it (R167);
    `is_urgent`: somebody may be in danger, so the tip comes with the way to the emergency team (R8, R115)."""

    value: str
    say: str
    about: str = ""
    tip: str = ""
    when: tuple[Condition, ...] = ()
    is_open: bool = False
    is_by_others: bool = False
    is_urgent: bool = False


@dataclass(frozen=True)
class Question:
    """`of`: it is asked for each of these roles that somebody has in the case. `days`: what a day is filled in with,
    in days from today; `when`: all must hold, else it is not asked; `is_first`: it stands above the stage's section."""

    id: str
    ask: str
    kind: Asks
    why: str = ""
    hint: str = ""
    answers: tuple[Choice, ...] = ()
    of: tuple[PartyRole, ...] = ()
    when: tuple[Condition, ...] = ()
    optional: bool = False
    days: int | None = None
    is_first: bool = False
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Advice:
    """What to know or do, without an answer. `address` (https) leads to more."""

    say: str
    when: tuple[Condition, ...] = ()
    address: str = ""
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stage:
    """`after`: stages that must be done before (R162, R165, R166); `rather_after`: those it only warns about (R72).
    `when`: else this case does not need it. `beside`: it belongs to no order, such as an appeal years later; `help`:
    what the places of help that it names are for (R113)."""

    id: str
    title: str
    why: str
    questions: tuple[Question, ...]
    section: Section | None = None
    advice: tuple[Advice, ...] = ()
    when: tuple[Condition, ...] = ()
    after: tuple[str, ...] = ()
    rather_after: tuple[str, ...] = ()
    beside: bool = False
    help: tuple[HelpKind, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class LetterStep:
    """A letter of a stage. `after`: which letters go before it, as (kind, role); `needs_acts`: it waits until what was
    decided is done on the wiki (R165, R166); `optional`: the stage is done without it."""

    kind: LetterKind
    to: PartyRole
    stage: str
    when: tuple[Condition, ...] = ()
    after: tuple[tuple[LetterKind, PartyRole], ...] = ()
    needs_acts: bool = False
    optional: bool = False
    rules: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """As it stands in forms and in answers."""
        return f"{self.kind}.{self.to}"


@dataclass(frozen=True)
class Companion:
    """All of it, in the order of the task list."""

    version: int
    reviewed: date
    source: str
    stages: Mapping[str, Stage]
    letters: tuple[LetterStep, ...]
    help: tuple[HelpPlace, ...] = ()

    def questions(self) -> Iterable[Question]:
        return (question for stage in self.stages.values() for question in stage.questions)

    def question(self, id: str) -> Question | None:
        return next((each for each in self.questions() if each.id == id), None)

    def letters_of(self, stage: str) -> tuple[LetterStep, ...]:
        return tuple(each for each in self.letters if each.stage == stage)
