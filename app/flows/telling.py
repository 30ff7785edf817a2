"""A trail as plain data: what `python -m app flow` prints and the scenarios of the tests compare.

Shape: `flow`, `version`, `trail` (question, answer, and whether the wiki or an earlier answer gave it), `facts` (what
turned the way; `value` null: could not check), `criteria` (codes) and either `asks` (a question that is open) or
`outcome` (with its flow: `suppression/local`), `route`, `urgency`, `contacts`, `next`, `acts` and `parallel`, a list of
the same.
"""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.domain.queues import Team
from app.flows.checking import TEAMS
from app.flows.contacts import NamedContact
from app.flows.facts import FACTS
from app.flows.flow import Flow, Flows, Outcome, Place, Question
from app.flows.packs import Contact, Packs
from app.flows.replay import Trail

Named = Mapping[str, NamedContact]


def tell(flow: Flow, trail: Trail, packs: Packs, named: Named, wiki: str) -> dict[str, Any]:
    """The trail in words of the files; contacts of teams are those of `wiki`'s pack."""
    told: dict[str, Any] = {
        "flow": flow.id,
        "version": flow.version,
        "trail": [
            {
                "question": step.question.id,
                "answer": list(step.values),
                "found": step.found,
                "implied": step.implied,
            }
            for step in trail.steps
        ],
        "facts": [
            {"fact": used.fact, "value": used.value, "found": bool(used.value) and not used.said} for used in trail.used
        ],
        "criteria": list(trail.criteria),
    }
    if trail.asks:
        return {**told, "asks": trail.asks[1].id}
    primary, *parallel = (_outcome(place, outcome, packs, named, wiki) for place, outcome in trail.outcomes)
    return {**told, **primary, "parallel": parallel}


def _outcome(place: Place, outcome: Outcome, packs: Packs, named: Named, wiki: str) -> dict[str, Any]:
    told = {
        "outcome": f"{place.flow}/{place.node}",
        "route": outcome.route.value,
        "urgency": outcome.urgency.code,
        "say": outcome.say,
        "contacts": [_contact(name, find_contact(name, packs, named, wiki)) for name in outcome.contacts],
        "next": list(outcome.next),
        "acts": [act.value for act in outcome.acts],
    }
    return told | ({"warning": outcome.warning} if outcome.warning else {})


def find_contact(name: str, packs: Packs, named: Named, wiki: str) -> Contact | None:
    """The contact that an outcome names: a team of the wiki, or one of contacts.toml."""
    return packs.contact(Team(name), wiki) if name in TEAMS else named[name].contact


def _contact(name: str, contact: Contact | None) -> dict[str, str]:
    """`contact` None: nobody reviewed one for this wiki."""
    ways = {"mail": contact.mail, "mail-page": contact.mail_page, "chat": contact.chat} if contact else {}
    told = {"name": name, **{way: value for way, value in ways.items() if value}}
    return told | ({"verified": contact.verified.isoformat()} if contact else {})


def check_names(flows: Flows, answers: Mapping[str, object]) -> None:
    """Raises ValueError for an answer to something that no flow asks: a slip of the pen in a file."""
    asked = {name for flow in flows.by_id.values() for name, node in flow.nodes.items() if isinstance(node, Question)}
    if unknown := sorted(set(answers) - asked - set(FACTS)):
        raise ValueError(f"nothing asks for “{unknown[0]}”")


def read_answers(path: Path) -> dict[str, tuple[str, ...]]:
    """Answers from a JSON or TOML file: question id to a value or a list of them. Raises ValueError."""
    return as_answers(read_plain(path))


def as_answers(plain: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """Answers as somebody writes them: one code, or a list of codes. Raises ValueError."""
    return {question: _values(question, value) for question, value in plain.items()}


def read_plain(path: Path) -> Mapping[str, Any]:
    """What stands in a JSON or TOML file (by its ending) at the top. Raises ValueError."""
    text = path.read_text(encoding="utf-8")
    try:
        data = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except ValueError as error:
        raise ValueError(f"{path.name} cannot be read: {error}") from error
    if not isinstance(data, dict):
        raise ValueError(f"{path.name} has to hold names and values")
    return data


def _values(question: str, value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(each, str) for each in values):
        raise ValueError(f"the answer to “{question}” has to be a code or a list of codes")
    return tuple(values)
