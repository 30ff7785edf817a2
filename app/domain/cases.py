"""A case as the person who works on it keeps it: a file of theirs. Nothing of it is ever stored; no table knows these
nouns, and no moment of a request outlives them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum


class PartyRole(StrEnum):
    """What somebody is in a case; one person may be several of it. R25: whoever reports need not be the target."""

    REPORTER = "reporter"
    TARGET = "target"
    SUBJECT = "subject"
    OTHER = "other"


@dataclass(frozen=True)
class Party:
    """An account, by its name on the wiki. R78: who somebody is in the world is not asked for anywhere."""

    name: str
    roles: tuple[PartyRole, ...]

    def has(self, role: PartyRole) -> bool:
        return role in self.roles


def each_once(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Who stands there twice is one person in all of these roles: R25 asks whether two people are meant."""
    roles: dict[str, set[PartyRole]] = {}
    for party in parties:
        roles.setdefault(party.name, set()).update(party.roles)
    return tuple(Party(name, tuple(role for role in PartyRole if role in held)) for name, held in roles.items())


class Checked(StrEnum):
    """What an opened link turned out to say (R73)."""

    MATCHES = "matches"
    DIFFERS = "differs"
    CANNOT_SEE = "cannot-see"


@dataclass(frozen=True)
class Item:
    """One link of the report, as it was given, and whether it says what is claimed."""

    link: str
    checked: Checked | None = None
    note: str = ""


class LetterKind(StrEnum):
    """What is written to somebody in a case."""

    ACKNOWLEDGEMENT = "acknowledgement"
    HOLDING = "holding"
    QUESTION = "question"
    DELAY = "delay"
    OUTCOME = "outcome"
    SANCTIONED = "sanctioned"
    CLEARED = "cleared"
    APPEAL_RECEIVED = "appeal-received"
    APPEAL_OUTCOME = "appeal-outcome"


class NotSent(StrEnum):
    """Why a letter is not sent (R173: nobody is left out without a reason)."""

    CANNOT_BE_REACHED = "cannot-be-reached"
    TOLD_OTHERWISE = "told-otherwise"
    BY_OTHERS = "by-others"
    ASKED_NOT_TO = "asked-not-to"
    WOULD_ENDANGER = "would-endanger"
    NOT_NEEDED = "not-needed"


class NoSafetyLine(StrEnum):
    """Why a letter that ends a case says nothing of where to turn in danger (R121)."""

    SAID_OTHERWISE = "said-otherwise"
    ALREADY_THERE = "already-there"
    ASKED_NOT_TO = "asked-not-to"
    NOT_ABOUT_SAFETY = "not-about-safety"


@dataclass(frozen=True)
class Letter:
    """A letter to one of the parties. `sent` is None while it is being written."""

    kind: LetterKind
    to: PartyRole
    text: str
    sent: date | None = None


Answers = Mapping[str, tuple[str, ...]]
"""Question to the values that were chosen; a day is one value, as 2026-12-24. A question that is asked for each party
has its role behind a point: `met-before.target`."""


@dataclass(frozen=True)
class Case:
    """A whole case. `wiki` is a dbname, or empty; `language` that of its letters; `marked` are names and words that
    must not go out in any text (R171, R181); `words` is what was written to a question."""

    opened: date
    wiki: str = ""
    language: str = ""
    parties: tuple[Party, ...] = ()
    marked: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    answers: Answers = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    letters: tuple[Letter, ...] = ()

    def parties_of(self, role: PartyRole) -> tuple[Party, ...]:
        return tuple(party for party in self.parties if party.has(role))

    @property
    def roles(self) -> tuple[PartyRole, ...]:
        """Those that somebody has, in their fixed order."""
        return tuple(role for role in PartyRole if self.parties_of(role))

    @property
    def is_third_party_report(self) -> bool:
        """R25: somebody reports what is done to somebody else."""
        return any(not party.has(PartyRole.TARGET) for party in self.parties_of(PartyRole.REPORTER))

    def answer(self, question: str) -> str:
        """The one value of a question with one answer, or an empty text."""
        return next(iter(self.answers.get(question, ())), "")

    def day(self, question: str) -> date | None:
        """A day that was given as an answer."""
        try:
            return date.fromisoformat(self.answer(question))
        except ValueError:
            return None

    def letter(self, kind: LetterKind, to: PartyRole) -> Letter | None:
        """The newest of this kind to them."""
        return next((each for each in reversed(self.letters) if (each.kind, each.to) == (kind, to)), None)

    def draft(self, kind: LetterKind, to: PartyRole) -> str:
        """What is being written to them, or an empty text."""
        newest = self.letter(kind, to)
        return newest.text if newest and not newest.sent else ""

    def has_sent(self, kind: LetterKind, to: PartyRole) -> bool:
        return any((each.kind, each.to) == (kind, to) and each.sent for each in self.letters)

    def with_answer(self, question: str, values: Sequence[str]) -> "Case":
        """The same case with this answer, or without one where there is no value."""
        rest = {key: kept for key, kept in self.answers.items() if key != question}
        return replace(self, answers={**rest, question: tuple(values)} if values else rest)

    def with_words(self, question: str, text: str) -> "Case":
        rest = {key: kept for key, kept in self.words.items() if key != question}
        return replace(self, words={**rest, question: text} if text.strip() else rest)

    def without_draft(self, kind: LetterKind, to: PartyRole) -> "Case":
        """What was sent stays."""
        kept = tuple(each for each in self.letters if each.sent or (each.kind, each.to) != (kind, to))
        return replace(self, letters=kept)

    def with_letter(self, letter: Letter) -> "Case":
        """A draft takes the place of the draft of its kind to the same person; what was sent stays."""
        return replace(self, letters=(*self.without_draft(letter.kind, letter.to).letters, letter))
