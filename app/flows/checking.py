"""What must hold of all flows together, before anybody is led by them: checked at start and by `python -m app flow
--check`. Each finding is a sentence that names the file and the place.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from app.domain.queues import Team
from app.domain.requests import Urgency
from app.flows.facts import FACTS
from app.flows.flow import NEEDS, Act, Condition, Flow, Flows, Node, Outcome, Place, Question, QuestionKind, Route, Turn
from app.flows.reading import BadFlow

LINKS_ANSWERS = ("given", "none")
TEAMS = frozenset(team.value for team in Team)
FIRST = "danger"
"""The question with which every flow begins, wherever somebody enters: help for a person comes before everything."""
START = "triage"


@dataclass(frozen=True)
class Known:
    """What flows may name: `contacts` of contacts.toml, `criteria` of the global policy pack, by code."""

    contacts: Collection[str]
    criteria: Collection[str]


def check_flows(flows: Flows, known: Known, starts: Collection[str] = (START,)) -> None:
    """Raises BadFlow with every finding, one a line."""
    found = [*_findings(flows, known), *(f"{start}.toml is missing" for start in starts if start not in flows.by_id)]
    # Ways can only be followed where all of them lead somewhere.
    found = found or [*_unreachable(flows, starts), *_circles(flows), *_asking_besides(flows)]
    if found:
        raise BadFlow("\n".join(found))


def check_messages(keys: Collection[str]) -> None:
    """That there are words for every route, act, urgency and fact. Raises BadFlow."""
    needed = [f"flow-route-{route.value}" for route in Route]
    needed += [f"flow-act-{act.value}" for act in Act]
    needed += [f"urgency-{urgency.code}" for urgency in Urgency]
    needed += [f"fact-{name}-{value}" for name, values in FACTS.items() for value in sorted(values)]
    needed += [f"fact-unknown-{name}" for name in FACTS]
    if missing := [key for key in needed if key not in keys]:
        raise BadFlow("\n".join(f"there is no message “{key}”" for key in missing))


def _findings(flows: Flows, known: Known) -> Iterator[str]:
    """What is wrong with a node by itself, or with where it leads."""
    asked: dict[str, object] = {}
    for flow in flows.by_id.values():
        first = flow.nodes[flow.first]
        if not isinstance(first, Question) or first.id != FIRST:
            yield f"{flow.id}.toml: the first question has to be “{FIRST}”"
        for node in flow.nodes.values():
            at = f"{flow.id}.toml, “{node.id}”:"
            yield from (f"{at} “{way}” leads nowhere" for way in ways_of(node) if not _exists(flows, flow, way))
            yield from (f"{at} {what}" for what in _about(node, flows, known))
            if isinstance(node, Question):
                same = (node.kind, tuple(answer.value for answer in node.answers))
                if asked.setdefault(node.id, same) != same:
                    yield f"{at} has other answers than the question of the same id in another flow"


def _about(node: Node, flows: Flows, known: Known) -> Iterator[str]:
    match node:
        case Question():
            return _about_question(node, flows, known)
        case Turn():
            return _about_turn(node, flows)
        case Outcome():
            return _about_outcome(node, known)


def ways_of(node: Node) -> tuple[str, ...]:
    """Every place a node leads to, as it is written."""
    match node:
        case Question():
            return tuple(way for answer in node.answers for way in (answer.go or node.go,) if way) + adds_of(node)
        case Turn():
            return tuple(rule.go for rule in node.rules) + adds_of(node)
        case Outcome():
            return node.adds


def adds_of(node: Node) -> tuple[str, ...]:
    """Only what comes besides."""
    match node:
        case Question():
            return tuple(name for answer in node.answers for name in answer.adds)
        case Turn():
            return tuple(name for rule in node.rules for name in rule.adds)
        case Outcome():
            return node.adds


def _exists(flows: Flows, flow: Flow, way: str) -> bool:
    try:
        flows.place(flow.id, way)
    except KeyError:
        return False
    return True


def _about_question(question: Question, flows: Flows, known: Known) -> Iterator[str]:
    if not all(answer.go or question.go for answer in question.answers):
        yield "an answer leads nowhere"
    if question.id in FACTS:
        yield "a question cannot have the name of a fact"
    if question.fact and question.fact not in FACTS:
        yield f"there is no fact “{question.fact}”"
    elif question.fact and not FACTS[question.fact] & {answer.value for answer in question.answers}:
        yield f"no answer is one of the fact “{question.fact}”"
    if question.kind is QuestionKind.LINKS and tuple(each.value for each in question.answers) != LINKS_ANSWERS:
        yield "a question for links has the answers “given” and “none”"
    for answer in question.answers:
        if answer.criterion and answer.criterion not in known.criteria:
            yield f"the global policy pack has no criterion “{answer.criterion}”"
        yield from _impossible(answer.implies, flows, facts=False)


def _about_turn(turn: Turn, flows: Flows) -> Iterator[str]:
    if not turn.rules or turn.rules[-1].when:
        yield "the last rule has to hold always: without “when”"
    if any(not rule.when for rule in turn.rules[:-1]):
        yield "a rule that holds always can only be the last"
    yield from _impossible([each for rule in turn.rules for each in rule.when], flows)


def _impossible(conditions: Iterable[Condition], flows: Flows, facts: bool = True) -> Iterator[str]:
    for condition in conditions:
        nodes = (flow.nodes.get(condition.of) for flow in flows.by_id.values())
        values = {answer.value for node in nodes if isinstance(node, Question) for answer in node.answers}
        if condition.value not in values | (FACTS.get(condition.of, frozenset()) if facts else frozenset()):
            yield f"“{condition.of} is {condition.value}” can never hold"


def _about_outcome(outcome: Outcome, known: Known) -> Iterator[str]:
    for contact in outcome.contacts:
        if contact not in TEAMS and contact not in known.contacts:
            yield f"there is no contact “{contact}”"
    for act in outcome.acts:
        if act not in NEEDS:
            yield f"nobody said which right “{act}” needs"
    if (outcome.route is Route.NOTICEBOARD) != bool(outcome.warning):
        yield "a noticeboard needs a warning, and nothing else has one"
    if outcome.route is Route.SUPPORT and not outcome.resources:
        yield "support needs resources"


def _reached(flows: Flows, places: Iterable[Place]) -> set[Place]:
    left, seen = list(places), set[Place]()
    while left:
        place = left.pop()
        if place not in seen:
            seen.add(place)
            left += [flows.place(place.flow, way) for way in ways_of(flows.find(place))]
    return seen


def _unreachable(flows: Flows, starts: Iterable[str]) -> Iterator[str]:
    begun = {*starts, *(flow.id for flow in flows.by_id.values() if flow.start)}
    seen = _reached(flows, [flows.start(start) for start in begun])
    for flow in flows.by_id.values():
        for node in flow.nodes:
            if Place(flow.id, node) not in seen:
                yield f"{flow.id}.toml, “{node}”: nothing leads there"


def _asking_besides(flows: Flows) -> Iterator[str]:
    """What comes besides an outcome must be known without another question, or an emergency would wait for it."""
    for flow in flows.by_id.values():
        for node in flow.nodes.values():
            for name in adds_of(node):
                for place in _reached(flows, [flows.place(flow.id, name)]):
                    if isinstance(flows.find(place), Question):
                        yield f"{flow.id}.toml, “{node.id}”: “{name}” comes besides and must not ask “{place.node}”"


def _circles(flows: Flows) -> Iterator[str]:
    """Depth first; a place met again on the way to itself is a circle."""
    done: set[Place] = set()
    on_the_way: list[Place] = []

    def visit(place: Place) -> Iterator[str]:
        if place in on_the_way:
            yield f"{place.flow}.toml, “{place.node}”: the way comes back to it"
        elif place not in done:
            on_the_way.append(place)
            for way in ways_of(flows.find(place)):
                yield from visit(flows.place(place.flow, way))
            done.add(on_the_way.pop())

    for flow in flows.by_id.values():
        for node in flow.nodes:
            yield from visit(Place(flow.id, node))
