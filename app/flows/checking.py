"""What must hold of all flows together, before anybody is led by them: checked at start and by `python -m app flow
--check`. Each finding is a sentence that names the file and the place.
"""

from collections.abc import Collection, Iterable, Iterator

from app.domain.queues import Team
from app.flows.facts import FACTS
from app.flows.flow import NEEDS, Flow, Flows, Node, Outcome, Place, Question, QuestionKind, Turn
from app.flows.reading import BadFlow

LINKS_ANSWERS = ("given", "none")
TEAMS = frozenset(team.value for team in Team)


def check_flows(flows: Flows, contacts: Collection[str], starts: Collection[str] = ("triage",)) -> None:
    """Raises BadFlow with every finding, one a line."""
    found = [*_findings(flows, contacts)] or [*_unreachable(flows, starts), *_circles(flows)]
    if found:
        raise BadFlow("\n".join(found))


def _findings(flows: Flows, contacts: Collection[str]) -> Iterator[str]:
    """What is wrong with a node by itself, or with where it leads."""
    asked: dict[str, tuple[str, ...]] = {}
    for flow in flows.by_id.values():
        for node in flow.nodes.values():
            at = f"{flow.id}.toml, “{node.id}”:"
            for way in ways_of(node):
                if not _exists(flows, flow, way):
                    yield f"{at} “{way}” leads nowhere"
            match node:
                case Question():
                    yield from (f"{at} {what}" for what in _about_question(node))
                    values = tuple(answer.value for answer in node.answers)
                    if asked.setdefault(node.id, values) != values:
                        yield f"{at} has other answers than the question of the same id in another flow"
                case Turn():
                    yield from (f"{at} {what}" for what in _about_turn(node, flows))
                case Outcome():
                    yield from (f"{at} {what}" for what in _about_outcome(node, contacts))


def ways_of(node: Node) -> tuple[str, ...]:
    """Every place a node leads to, as it is written."""
    match node:
        case Question():
            ways = [answer.go for answer in node.answers] + [node.go]
            return tuple(way for way in ways if way) + tuple(name for each in node.answers for name in each.adds)
        case Turn():
            return tuple(rule.go for rule in node.rules)
        case Outcome():
            return node.adds


def _exists(flows: Flows, flow: Flow, way: str) -> bool:
    try:
        flows.place(flow.id, way)
    except KeyError:
        return False
    return True


def _about_question(question: Question) -> Iterator[str]:
    if not question.go and not all(answer.go for answer in question.answers):
        yield "an answer leads nowhere"
    if question.fact and question.fact not in FACTS:
        yield f"there is no fact “{question.fact}”"
    elif question.fact and not FACTS[question.fact] & {answer.value for answer in question.answers}:
        yield f"no answer is one of the fact “{question.fact}”"
    if question.kind is QuestionKind.LINKS and tuple(each.value for each in question.answers) != LINKS_ANSWERS:
        yield "a question for links has the answers “given” and “none”"


def _about_turn(turn: Turn, flows: Flows) -> Iterator[str]:
    if not turn.rules or turn.rules[-1].when:
        yield "the last rule has to hold always: without “when”"
    for condition in (each for rule in turn.rules for each in rule.when):
        values = _values_of(condition.of, flows)
        if condition.value not in values:
            yield f"“{condition.of} is {condition.value}” can never hold"


def _values_of(name: str, flows: Flows) -> frozenset[str]:
    """What a question or a fact can be."""
    nodes = (flow.nodes.get(name) for flow in flows.by_id.values())
    answers = (answer.value for node in nodes if isinstance(node, Question) for answer in node.answers)
    return FACTS.get(name, frozenset()) | frozenset(answers)


def _about_outcome(outcome: Outcome, contacts: Collection[str]) -> Iterator[str]:
    for contact in outcome.contacts:
        if contact not in TEAMS and contact not in contacts:
            yield f"there is no contact “{contact}”"
    for act in outcome.acts:
        if act not in NEEDS:
            yield f"nobody said which right “{act}” needs"


def _unreachable(flows: Flows, starts: Iterable[str]) -> Iterator[str]:
    left = [flows.start(start) for start in starts if start in flows.by_id]
    seen: set[Place] = set()
    while left:
        place = left.pop()
        if place not in seen:
            seen.add(place)
            left += [flows.place(place.flow, way) for way in ways_of(flows.find(place))]
    for flow in flows.by_id.values():
        for node in flow.nodes:
            if Place(flow.id, node) not in seen:
                yield f"{flow.id}.toml, “{node}”: nothing leads there"


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
