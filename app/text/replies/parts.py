"""The nouns of the letters, as parts.toml and the files of the languages write them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.cases import LetterKind, PartyRole


class Use(StrEnum):
    """How a part comes into its letter."""

    ALWAYS = "always"
    USUAL = "usual"
    OFFERED = "offered"
    GUARDED = "guarded"
    OWN = "own"
    HELP = "help"


class Piece(StrEnum):
    """R170: what was decided, why in general, and what can be done about it: none of them may lack."""

    WHAT = "what"
    WHY = "why"
    NEXT = "next"


@dataclass(frozen=True)
class Part:
    """One part of a letter. `words`: under which key its words stand, `otherwise`: those where no account is named.
    `when`: all of these questions have one of these answers. `one_of`: exactly one of those with the same word is
    chosen. `day`: the question whose day it names; `joins`: it goes on in the same paragraph."""

    id: str
    use: Use
    words: str
    otherwise: str = ""
    when: Mapping[str, frozenset[str]] = field(default_factory=dict)
    to: tuple[PartyRole, ...] = ()
    one_of: str = ""
    piece: Piece | None = None
    day: str = ""
    joins: bool = False
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class LetterForm:
    """A kind of letter. `closing`: a case ends with it, for whoever gets it."""

    kind: LetterKind
    to: tuple[PartyRole, ...]
    parts: tuple[Part, ...]
    closing: bool = False
    rules: tuple[str, ...] = ()

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(dict.fromkeys(each.piece for each in self.parts if each.piece))

    def part(self, id: str) -> Part | None:
        return next((each for each in self.parts if each.id == id), None)


@dataclass(frozen=True)
class Language:
    """A language that letters can be written in. `name` is in itself; `wiki` and `team` stand for one that nobody
    named; `subject` is that of the mail."""

    code: str
    name: str
    direction: str
    reviewed: date
    months: tuple[str, ...]
    date: str
    wiki: str
    team: str
    subject: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Replies:
    """All letters in all languages."""

    forms: Mapping[LetterKind, LetterForm]
    languages: Mapping[str, Language]
