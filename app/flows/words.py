"""Kept answers in the words of today's files: the words shown at the time are not kept."""

from app.domain.requests import Guided
from app.flows.flow import Flows, Question


def find_question(flows: Flows, name: str) -> Question | None:
    """The question of this id, whatever flow it stands in: the same id is the same question."""
    nodes = (flow.nodes.get(name) for flow in flows.by_id.values())
    return next((node for node in nodes if isinstance(node, Question)), None)


def words_of(flows: Flows, guided: Guided) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each question with what was chosen; what no file knows any more is left out."""
    told = []
    for name, values in guided.answers:
        if question := find_question(flows, name):
            told.append((question.ask, tuple(each.say for each in question.answers if each.value in values)))
    return tuple(told)
