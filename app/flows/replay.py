"""How answers lead through the flows: replayed from the start each time, so that nothing stores a position.

Changing an early answer drops what no longer applies; what the wikis tell is not asked, and can be contradicted by an
answer of the same name. Where several answers of one question lead to different places, each way is walked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.flows.facts import FACTS
from app.flows.flow import Answer, Flows, Outcome, Place, Question, QuestionKind, Rule, Turn

Answers = Mapping[str, Sequence[str]]
"""Question id to the chosen values: of a choice one, of several any number."""

Facts = Mapping[str, str]
"""What the wikis tell, by the names of `facts.py`. What could not be found out is not in it."""


class DoesNotFit(ValueError):
    """An answer that the question does not have. `question` is its id, the message a sentence for a person."""

    def __init__(self, question: str, sentence: str) -> None:
        super().__init__(sentence)
        self.question = question


@dataclass(frozen=True)
class Step:
    """A question that is answered. `found`: by the wiki; `implied`: by an earlier answer. Nobody was asked then."""

    place: Place
    question: Question
    values: tuple[str, ...]
    found: bool = False
    implied: bool = False


@dataclass(frozen=True)
class Used:
    """A fact that a turn looked at. `value` None: nobody could check. `said`: a person contradicted the wiki."""

    fact: str
    value: str | None
    said: bool


@dataclass(frozen=True)
class Trail:
    """How far the answers lead: to a question that is open (`asks`), or to outcomes, the primary one first."""

    steps: tuple[Step, ...]
    used: tuple[Used, ...]
    asks: tuple[Place, Question] | None
    outcomes: tuple[tuple[Place, Outcome], ...]

    @property
    def answers(self) -> dict[str, tuple[str, ...]]:
        """The answers of people that still apply: to questions, and against facts."""
        given = {step.question.id: step.values for step in self.steps if not (step.found or step.implied)}
        return given | {used.fact: (used.value,) for used in self.used if used.said and used.value}

    @property
    def values(self) -> dict[str, tuple[str, ...]]:
        """Every answer, whoever gave it; also to questions beside the way that the answers imply."""
        values = {step.question.id: step.values for step in self.steps}
        implied: dict[str, dict[str, None]] = {}
        for step in self.steps:
            for way in (way for answer in _chosen(step.question, step.values) for way in answer.implies):
                implied.setdefault(way.of, {})[way.value] = None
        return {question: tuple(said) for question, said in implied.items()} | values

    @property
    def criteria(self) -> tuple[str, ...]:
        """The codes of the criteria that the answers name, in the order of the way."""
        chosen = (answer for step in self.steps for answer in _chosen(step.question, step.values))
        return tuple(dict.fromkeys(answer.criterion for answer in chosen if answer.criterion))

    @property
    def primary(self) -> Outcome | None:
        return self.outcomes[0][1] if self.outcomes else None

    @property
    def parallel(self) -> tuple[Outcome, ...]:
        return tuple(outcome for _, outcome in self.outcomes[1:])


def replay(flows: Flows, flow: str, answers: Answers, facts: Facts) -> Trail:
    """From the beginning of `flow` as far as answers and facts lead. Raises DoesNotFit."""
    return _Walk(flows, answers, facts).go(flows.start(flow))


@dataclass
class _Walk:
    """One replay. `left` are the places still to visit, the next one first, each with the questions that led there."""

    flows: Flows
    given: Answers
    facts: Facts
    left: list[tuple[Place, frozenset[str]]] = field(default_factory=list)
    behind: frozenset[str] = frozenset()
    seen: set[Place] = field(default_factory=set)
    steps: dict[str, Step] = field(default_factory=dict)
    used: dict[str, Used] = field(default_factory=dict)
    outcomes: list[tuple[Place, Outcome]] = field(default_factory=list)

    def go(self, start: Place) -> Trail:
        self.left = [(start, frozenset())]
        while self.left:
            place, self.behind = self.left.pop(0)
            if place in self.seen:
                continue
            self.seen.add(place)
            match node := self.flows.find(place):
                case Question():
                    step = self.steps.get(node.id) or self._step(place, node)
                    if step is None:
                        return self._trail((place, node))
                    self.steps[node.id] = step
                    self.behind |= {node.id}
                    chosen = _chosen(node, step.values)
                    adds = [name for answer in chosen for name in answer.adds]
                    self._lead(place, [answer.go or node.go or "" for answer in chosen], adds)
                case Turn():
                    rule = self._turned(node)
                    self._lead(place, [rule.go], rule.adds)
                case Outcome():
                    if node.at_once:
                        self.left, self.outcomes = [], []
                    self.outcomes.append((place, node))
                    self._lead(place, [], node.adds)
        return self._trail(None)

    def _lead(self, here: Place, ways: Sequence[str], adds: Sequence[str]) -> None:
        """Ways come next, in the file's order; what is added comes when the ways have ended."""
        self.left = [
            *((self.flows.place(here.flow, way), self.behind) for way in dict.fromkeys(ways)),
            *self.left,
            *((self.flows.place(here.flow, name), self.behind) for name in adds),
        ]

    def _trail(self, asks: tuple[Place, Question] | None) -> Trail:
        """Until all is answered there is no outcome: a parallel one might turn out to be the first."""
        ends = [] if asks else sorted(self.outcomes, key=lambda end: end[1].precedence)
        return Trail(tuple(self.steps.values()), tuple(self.used.values()), asks, tuple(ends))

    def _step(self, place: Place, question: Question) -> Step | None:
        """The answer that was given, else what the wiki or an earlier answer says; None where the question is open."""
        given = self.given.get(question.id)
        if given is not None:
            return Step(place, question, check_values(question, given))
        found = self.facts.get(question.fact) if question.fact else None
        if found is not None and question.answer(found):
            return Step(place, question, (found,), found=True)
        implied = self._implied(question)
        return Step(place, question, implied, implied=True) if implied else None

    def _implied(self, question: Question) -> tuple[str, ...]:
        """What a question that led here says of this one; it counts only where every chosen answer says something."""
        for step in (self.steps[name] for name in self.steps if name in self.behind):
            each = [
                {way.value for way in answer.implies if way.of == question.id}
                for answer in _chosen(step.question, step.values)
            ]
            if all(each):
                said = set[str]().union(*each)
                values = tuple(answer.value for answer in question.answers if answer.value in said)
                if values and (len(values) == 1 or question.kind is QuestionKind.SEVERAL):
                    return values
        return ()

    def _turned(self, turn: Turn) -> Rule:
        for rule in turn.rules:
            if all(condition.value in self._said(condition.of) for condition in rule.when):
                return rule
        raise RuntimeError("a turn without a last way")

    def _said(self, name: str) -> tuple[str, ...]:
        """What an answer or a fact is; a fact that was looked at is noted."""
        if name not in FACTS:
            return self.steps[name].values if name in self.steps else ()
        contradicted = self.given.get(name)
        if contradicted is not None:
            check_fact(name, contradicted)
        value = contradicted[0] if contradicted else self.facts.get(name)
        self.used[name] = Used(name, value, said=contradicted is not None)
        return (value,) if value else ()


def check_fact(fact: str, given: Sequence[str]) -> None:
    """Raises DoesNotFit."""
    if len(given) != 1 or given[0] not in FACTS[fact]:
        raise DoesNotFit(fact, f"“{fact}” can be one of: {', '.join(sorted(FACTS[fact]))}")


def check_values(question: Question, given: Sequence[str]) -> tuple[str, ...]:
    """The chosen values in the order of the file. Raises DoesNotFit."""
    known = [answer.value for answer in question.answers]
    for value in given:
        if value not in known:
            raise DoesNotFit(question.id, f"“{value}” is no answer to “{question.id}”: {', '.join(known)}")
    if not given or (question.kind is not QuestionKind.SEVERAL and len(given) > 1):
        raise DoesNotFit(question.id, f"“{question.id}” takes {_how_many(question)}")
    return tuple(value for value in known if value in given)


def _how_many(question: Question) -> str:
    return "at least one answer" if question.kind is QuestionKind.SEVERAL else "one answer"


def _chosen(question: Question, values: Sequence[str]) -> list[Answer]:
    return [answer for answer in question.answers if answer.value in values]
