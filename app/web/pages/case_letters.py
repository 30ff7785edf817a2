"""The letters of a case: the list of a stage, the page on which one is written, and the one from which it is sent."""

from dataclasses import dataclass
from datetime import date

from app.domain.cases import LetterKind, NoSafetyLine, NotSent, PartyRole
from app.flows.companion.progress import LetterState
from app.flows.companion.stages import Stage
from app.text.replies.parts import Language
from app.web.pages.case import CasePage
from app.web.pages.frame import Page, Problem
from app.web.pages.leaks import LookedThrough


@dataclass(frozen=True)
class LetterLine:
    """One letter of the list. `names` are those it goes to; `sent`: when, each time; `why_not`: the reason of one that
    is not sent; `is_next`: the first that can go now."""

    state: LetterState
    names: str
    sent: tuple[date, ...]
    why_not: str
    is_begun: bool
    is_next: bool


@dataclass(frozen=True)
class LettersSection:
    """What a stage shows of its letters."""

    lines: tuple[LetterLine, ...]


@dataclass(frozen=True)
class PartLine:
    """A part as the page offers it. `group`: exactly one of those with the same word is chosen; `lacks_day`: it is left
    out until there is one."""

    id: str
    text: str
    use: str
    group: str
    is_chosen: bool
    lacks_day: bool


@dataclass(frozen=True)
class HelpLine:
    """A place of help that the letter can name. `line` as it stands there; `countries`: for whom, none is everybody."""

    id: str
    line: str
    about: str
    countries: tuple[str, ...]
    is_chosen: bool


@dataclass(frozen=True)
class DayField:
    """A day that the letter names. `ask` is how the stage asks for it."""

    field: str
    ask: str
    value: str


@dataclass(frozen=True)
class CaseLetterPage(CasePage, Page):
    """Writing a letter. `made`: the digest of the text as it was last made of its parts, to tell whether somebody has
    changed it since; `anew`: the text of the parts, where taking it would lose what was changed; `is_general`: nothing
    in it fits only this case (R17)."""

    template = "case/letter.html"
    title = "title-case-letter"
    stage: Stage
    state: LetterState
    names: tuple[str, ...]
    waits_for: tuple[Stage, ...]
    language: Language
    languages: tuple[tuple[str, str], ...]
    team: str
    usual_team: str
    days: tuple[DayField, ...]
    parts: tuple[PartLine, ...]
    help: tuple[HelpLine, ...]
    country: str
    countries: tuple[str, ...]
    own: str
    no_safety: str
    text: str
    made: str
    is_edited: bool
    anew: str
    looked: LookedThrough
    is_general: bool
    why_not: str
    problems: tuple[Problem, ...] = ()
    reasons: tuple[NotSent, ...] = tuple(NotSent)
    safety_reasons: tuple[NoSafetyLine, ...] = tuple(NoSafetyLine)

    @property
    def kind(self) -> LetterKind:
        return self.state.step.kind

    @property
    def to(self) -> PartyRole:
        return self.state.step.to

    @property
    def is_locked(self) -> bool:
        """Something comes first (R165, R166, R169)."""
        return self.state.is_locked or bool(self.waits_for)

    @property
    def is_blocked(self) -> bool:
        return not self.looked.may_go

    @property
    def groups(self) -> tuple[tuple[PartLine, ...], ...]:
        """The parts in order; those of which one is chosen stand together."""
        found: dict[str, list[PartLine]] = {}
        for part in self.parts:
            found.setdefault(part.group or f"part {part.id}", []).append(part)
        return tuple(map(tuple, found.values()))


@dataclass(frozen=True)
class MailWay:
    """The wiki's own mail form. `has_name`: the account stands in the link already."""

    name: str
    link: str
    has_name: bool


@dataclass(frozen=True)
class CaseLetterSendPage(CasePage, Page):
    """A letter that may go out: to be copied, and noted as sent. `ways` is None where the wikis could not be asked."""

    template = "case/letter_send.html"
    title = "title-case-letter-send"
    stage: Stage
    state: LetterState
    text: str
    subject: str
    language: Language
    ways: tuple[MailWay, ...] | None
    looked: LookedThrough
    is_general: bool
    first: str
    last: str
    day: str
    problems: tuple[Problem, ...] = ()
