"""Guided questions: one a page, then where they lead; and the flows themselves as tables."""

from dataclasses import dataclass

from app.domain.requests import Urgency
from app.flows.flow import Act, Flow, Outcome, Question
from app.flows.packs import Contact
from app.flows.replay import Step, Used
from app.web.pages.frame import Page, Problem


@dataclass(frozen=True)
class QuestionPage(Page):
    """`/drafts/ID/triage` and `/drafts/ID/triage/N`: one question. `number` counts from 1; `chosen` is what was
    answered before, or what the wiki told (`found`). `back` is the page before."""

    template = "triage/question.html"
    title = "title-question"
    draft: str
    number: int
    question: Question
    chosen: tuple[str, ...]
    found: bool
    back: str
    problem: Problem | None = None

    @property
    def options(self) -> tuple[tuple[str, str, str | None], ...]:
        """Value, words, and more words or None."""
        return tuple((each.value, each.say, each.about or None) for each in self.question.answers)


@dataclass(frozen=True)
class FactPage(Page):
    """`/drafts/ID/triage/found/N`: something that the wiki told, to contradict it. `values` are what it can be."""

    template = "triage/fact.html"
    title = "title-fact"
    draft: str
    used: Used
    values: tuple[str, ...]
    problem: Problem | None = None


@dataclass(frozen=True)
class NamedWay:
    """A contact of an outcome. `say`: who reads there (None: a team of the wiki, `team`); `contact` None: nobody
    reviewed one; `mail_page` opens the wiki's page that mails the team. `hand_over`: a pack can be put together for
    them from here."""

    say: str | None
    team: str
    contact: Contact | None
    mail_page: str | None = None
    hand_over: bool = False


@dataclass(frozen=True)
class OutcomePart:
    """One outcome with what this person can do from here, and whom to reach."""

    outcome: Outcome
    acts: tuple[Act, ...]
    ways: tuple[NamedWay, ...]


@dataclass(frozen=True)
class OutcomePage(Page):
    """`/drafts/ID/triage` at the end: the primary outcome, what goes beside it, and every answer, to change it.

    `wiki` is the one wiki that is meant, if it is one. `needs_links`: there is nothing to send yet.
    """

    template = "triage/outcome.html"
    title = "title-outcome"
    draft: str
    primary: OutcomePart
    parallel: tuple[OutcomePart, ...]
    steps: tuple[Step, ...]
    used: tuple[Used, ...]
    wiki: str
    targets: int
    accounts: int
    needs_links: bool
    unasked: bool
    text: str = ""
    problem: Problem | None = None

    @property
    def urgency(self) -> Urgency:
        """The most urgent of all of them."""
        return min(part.outcome.urgency for part in (self.primary, *self.parallel))


@dataclass(frozen=True)
class FlowPage(Page):
    """`/flows/NAME`: a flow as a plain table, from the file that leads people; and the list of all."""

    template = "triage/flow.html"
    title = "title-flow"
    flow: Flow
    flows: tuple[Flow, ...]
