"""Scenarios of the flows: one TOML file each, answers and facts in, trail and outcome out. They are how a change of the
data is tried: `python -m app flow --scenarios`. Pure; where the files lie is an argument."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.flows.facts import as_facts, facts_of_pack
from app.flows.flow import Flows, Outcome
from app.flows.packs import Packs
from app.flows.replay import Trail, replay
from app.flows.telling import as_answers, check_names

KEYS = frozenset({"flow", "wiki", "answers", "facts", "expect"})
EXPECTED = frozenset({"outcome", "route", "urgency", "parallel", "trail"})


class BadScenario(ValueError):
    """A file that is no scenario; the message names it."""


@dataclass(frozen=True)
class Scenario:
    """One file. `expect` has the keys of `EXPECTED`: outcomes as `flow/id`, the trail as ids of questions."""

    name: str
    flow: str
    answers: Mapping[str, Sequence[str]]
    facts: Mapping[str, str]
    expect: Mapping[str, Any]

    def replay(self, flows: Flows) -> Trail:
        """Raises DoesNotFit, and ValueError for an answer that nothing asks for."""
        check_names(flows, self.answers)
        return replay(flows, self.flow, self.answers, self.facts)


def read_scenarios(folder: Path, packs: Packs) -> list[Scenario]:
    """Every `*.toml` of the folder. Raises BadScenario."""
    return [_read(path, packs) for path in sorted(folder.glob("*.toml"))]


def _read(path: Path, packs: Packs) -> Scenario:
    """What the wiki's policy pack tells is known, and what the file says goes over it."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        if set(data) - KEYS or set(data["expect"]) != EXPECTED:
            raise ValueError(f"a scenario has {', '.join(sorted(KEYS))}; expect has {', '.join(sorted(EXPECTED))}")
        facts = facts_of_pack(packs, data["wiki"]) if "wiki" in data else {}
        facts |= as_facts(data.get("facts", {}))
        return Scenario(path.stem, str(data["flow"]), as_answers(data.get("answers", {})), facts, data["expect"])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        what = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
        raise BadScenario(f"{path.name}: {what}") from error


def try_scenarios(flows: Flows, scenarios: Sequence[Scenario]) -> list[str]:
    """One sentence for each that ends elsewhere, and for each outcome that none reaches."""
    found: list[str] = []
    reached: set[str] = set()
    for scenario in scenarios:
        try:
            trail = scenario.replay(flows)
        except (KeyError, ValueError) as error:
            found.append(f"{scenario.name}.toml: {error}")
            continue
        reached |= set(names_of(trail))
        found += [f"{scenario.name}.toml: {what}" for what in _differences(scenario, trail)]
    return found + [f"no scenario reaches the outcome “{name}”" for name in sorted(set(outcomes_of(flows)) - reached)]


def _differences(scenario: Scenario, trail: Trail) -> Iterator[str]:
    if trail.asks:
        yield f"“{trail.asks[1].id}” is not answered"
        return
    first = trail.outcomes[0][1]
    names = names_of(trail)
    now = {
        "outcome": names[0],
        "route": first.route.value,
        "urgency": first.urgency.code,
        "parallel": names[1:],
        "trail": [step.question.id for step in trail.steps],
    }
    for key, value in now.items():
        if value != scenario.expect[key]:
            yield f"{key} is {_said(value)}, expected {_said(scenario.expect[key])}"
    for name in sorted(set(scenario.answers) - set(trail.answers)):
        yield f"“{name}” is never asked for"


def _said(value: object) -> str:
    return ", ".join(map(str, value)) or "nothing" if isinstance(value, list) else str(value)


def names_of(trail: Trail) -> list[str]:
    """Every outcome as `flow/id`, the primary one first."""
    return [f"{place.flow}/{place.node}" for place, _ in trail.outcomes]


def outcomes_of(flows: Flows) -> dict[str, Outcome]:
    """Every outcome of every flow, by `flow/id`."""
    return {
        f"{flow.id}/{node.id}": node
        for flow in flows.by_id.values()
        for node in flow.nodes.values()
        if isinstance(node, Outcome)
    }
