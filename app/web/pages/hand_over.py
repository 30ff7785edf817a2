"""Handing a case over: to whom, the six parts, and the finished text. Nothing of it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.actions.link_check import Seen
from app.domain.hand_overs import Part, Question, Recipient, Said, Step
from app.links.pasted_lines import PastedLine
from app.web.pages.frame import Page, Problem
from app.web.pages.triage import NamedWay

Typed = Mapping[str, str | tuple[str, ...]]
"""Fields as they were typed, for showing them again; `steps` has several values."""


@dataclass(frozen=True)
class CheckedLine:
    """One line of a list of links. `problem` is a message key where it cannot stay so; `seen` is what its wiki says."""

    line: PastedLine
    problem: str | None = None
    seen: Seen | None = None


@dataclass(frozen=True)
class HandOverChoosePage(Page):
    """`/hand-over`: is somebody in danger, and to whom. `wikis`: those with a reviewed contact, by kind of team that
    not every wiki has. `kept`: the fields that were typed already, to be carried along. `without_link` counts targets
    of a draft that no link names."""

    template = "hand_over/choose.html"
    title = "title-hand-over"
    offered: tuple[Recipient, ...]
    wikis: Mapping[Recipient, tuple[str, ...]]
    values: Typed = field(default_factory=dict)
    kept: tuple[tuple[str, str], ...] = ()
    without_link: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class HandOverFormPage(Page):
    """The six parts. `lines` are the links that were looked at, by part; `has_outside` and `has_addresses`: something
    waits for a tick that it is meant to stay. `carried` is what was typed for another recipient."""

    template = "hand_over/form.html"
    title = "title-hand-over-form"
    to: Recipient
    wiki: str
    way: NamedWay
    values: Typed
    carried: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: Mapping[Part, tuple[CheckedLine, ...]] = field(default_factory=dict)
    has_outside: bool = False
    has_addresses: bool = False
    without_link: int = 0
    steps: tuple[Step, ...] = tuple(Step)
    questions: tuple[Question, ...] = tuple(Question)
    answers: tuple[Said, ...] = tuple(Said)


@dataclass(frozen=True)
class HandOverPage(Page):
    """The finished text. `kept` are all fields, for the file and the way back. `tell` is what may be told to whoever
    reported. `keep_local`: by its answers it would be sent back."""

    template = "hand_over/finished.html"
    title = "title-hand-over-finished"
    to: Recipient
    wiki: str
    way: NamedWay
    subject: str
    mailto: str | None
    text: str
    tell: str
    kept: tuple[tuple[str, str], ...]
    lines: Mapping[Part, tuple[CheckedLine, ...]]
    keep_local: bool = False
