"""How answers lead through the flows: replayed from the start each time, so that nothing stores a position.

Changing an early answer drops what no longer applies; what the wikis tell is not asked, and can be contradicted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.flows.flow import Answer, Flows, Outcome, Place, Question, QuestionKind, Turn

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
    """A question that is answered. `found`: by the wiki; nobody was asked."""

    place: Place
    question: Question
    values: tuple[str, ...]
    found: bool


@dataclass(frozen=True)
class Trail:
    """How far the answers lead: to a question that is open (`asks`), or to outcomes, the primary one first."""

    steps: tuple[Step, ...]
    asks: tuple[Place, Question] | None
    outcomes: tuple[tuple[Place, Outcome], ...]

    @property
    def answers(self) -> dict[str, tuple[str, ...]]:
        """The answers that still apply, without what the wikis told."""
        return {step.question.id: step.values for step in self.steps if not step.found}

    @property
    def primary(self) -> Outcome | None:
        return self.outcomes[0][1] if self.outcomes else None

    @property
    def parallel(self) -> tuple[Outcome, ...]:
        return tuple(outcome for _, outcome in self.outcomes[1:])


def replay(flows: Flows, flow: str, answers: Answers, facts: Facts) -> Trail:
    """From the beginning of `flow` as far as answers and facts lead. Raises DoesNotFit."""
    place = flows.start(flow)
    steps: list[Step] = []
    added: list[Place] = []
    while True:
        node = flows.find(place)
        match node:
            case Question():
                step = _step(place, node, answers, facts)
                if step is None:
                    return Trail(tuple(steps), (place, node), ())
                if place in {earlier.place for earlier in steps}:
                    raise RuntimeError("a flow that goes in circles")
                steps.append(step)
                chosen = _chosen(step)
                added += [flows.place(place.flow, name) for answer in chosen for name in answer.adds]
                place = flows.place(place.flow, _way(node, chosen))
            case Turn():
                place = flows.place(place.flow, _turned(node, steps, facts))
            case Outcome():
                return Trail(tuple(steps), None, _in_order(flows, [place, *added]))


def _step(place: Place, question: Question, answers: Answers, facts: Facts) -> Step | None:
    """The answer that was given, else the one that the wiki gives; None where the question is open."""
    given = answers.get(question.id)
    if given is not None:
        return Step(place, question, check_answer(question, given), found=False)
    found = facts.get(question.fact) if question.fact else None
    if found is not None and question.answer(found):
        return Step(place, question, (found,), found=True)
    return None


def check_answer(question: Question, given: Sequence[str]) -> tuple[str, ...]:
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


def _chosen(step: Step) -> list[Answer]:
    return [answer for answer in step.question.answers if answer.value in step.values]


def _way(question: Question, chosen: Sequence[Answer]) -> str:
    """Of several chosen answers the first in the file that leads somewhere of its own."""
    way = next((answer.go for answer in chosen if answer.go), question.go)
    if way is None:
        raise RuntimeError("an answer that leads nowhere")
    return way


def _turned(turn: Turn, steps: Sequence[Step], facts: Facts) -> str:
    said = {name: {value} for name, value in facts.items()} | {step.question.id: set(step.values) for step in steps}
    for rule in turn.rules:
        if all(condition.value in said.get(condition.of, ()) for condition in rule.when):
            return rule.go
    raise RuntimeError("a turn without a last way")


def _in_order(flows: Flows, places: Sequence[Place]) -> tuple[tuple[Place, Outcome], ...]:
    """Each outcome once, with those that come with it, by precedence; equals in the order they were reached."""
    found: dict[Place, Outcome] = {}
    left = list(places)
    while left:
        place = left.pop(0)
        outcome = flows.find(place)
        if place not in found and isinstance(outcome, Outcome):
            found[place] = outcome
            left += [flows.place(place.flow, name) for name in outcome.adds]
    return tuple(sorted(found.items(), key=lambda item: item[1].precedence))
