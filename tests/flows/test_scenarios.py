"""The scenarios of the flows, from files: each ends where it says, by the way it says; every outcome is in one."""

from pathlib import Path

import pytest

from app.flows.flow import Flows
from app.flows.reading import read_flows
from app.flows.scenarios import BadScenario, Scenario, names_of, outcomes_of, read_scenarios, try_scenarios
from app.flows.telling import tell
from app.settings import ROOT
from tests.flows.telling_flows import FLOWS, GUIDANCE, OUTCOMES, PACKS, SCENARIOS

ACCEPTANCE = ("s01", "s02", "s03a", "s03b", "s04", "s05", "s06", "s07", "s08", "s09", "s10", "s11", "s13")


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_it_ends_where_it_says(scenario: Scenario) -> None:
    trail = scenario.replay(FLOWS)
    assert trail.asks is None, "a question is open"
    assert trail.primary is not None
    assert {
        "outcome": names_of(trail)[0],
        "route": trail.primary.route.value,
        "urgency": trail.primary.urgency.code,
        "parallel": names_of(trail)[1:],
        "trail": [step.question.id for step in trail.steps],
    } == scenario.expect
    assert set(trail.answers) == set(scenario.answers), "an answer that is never asked for"


def test_every_outcome_of_every_flow_is_reached_by_a_scenario() -> None:
    assert try_scenarios(FLOWS, SCENARIOS) == []
    reached = {name for scenario in SCENARIOS for name in names_of(scenario.replay(FLOWS))}
    assert reached == set(OUTCOMES)


def test_every_flow_and_every_acceptance_scenario_is_there() -> None:
    assert {scenario.flow for scenario in SCENARIOS} == set(FLOWS.by_id)
    names = [scenario.name for scenario in SCENARIOS]
    assert [each for each in ACCEPTANCE if not any(name.startswith(f"{each}-") for name in names)] == []


def test_routes_come_in_the_order_of_who_is_asked_first() -> None:
    """Emergency, child protection, own part, suppression, attack names, revision deletion, cross-wiki, checkuser,
    rights, Trust and Safety, committee; support and content last (facts: domain.md 3.3). On a closed wiki only who is
    asked differs: what is to be hidden still comes before what is to be talked about."""
    order = [
        "triage/emergency", "triage/legal-reports", "triage/hand-over", "suppression/local", "username/names-stewards",
        "revision-deletion/local", "cross-wiki/lock-request", "cross-wiki/checkuser-local", "triage/rights-request",
        "triage/ca", "triage/u4c",
    ]  # fmt: skip
    assert [OUTCOMES[name].precedence for name in order] == list(range(1, 12))
    for flow in ("suppression", "revision-deletion"):
        assert OUTCOMES[f"{flow}/closed"].precedence == OUTCOMES[f"{flow}/local"].precedence
    last = [OUTCOMES[name].precedence for name in ("triage/support-only", "triage/content-dispute")]
    assert min(last) > 11


def test_the_small_wiki_s_way_turns_with_one_oversighter_and_says_when_nobody_could_look() -> None:
    by_name = {scenario.name: scenario for scenario in SCENARIOS}
    told = {
        name: tell(FLOWS.by_id["triage"], by_name[name].replay(FLOWS), PACKS, GUIDANCE.contacts, wiki)
        for name, wiki in (
            ("s03b-none", "eswikibooks"),
            ("s03b-one-more", "eswikibooks"),
            ("s03b-silent", "eswikibooks"),
            ("s03b-silent-with-pack", "commonswiki"),
        )
    }
    assert told["s03b-none"]["contacts"][0]["mail"] == "stewards-oversight@wikimedia.org"
    assert told["s03b-one-more"]["route"] == "local-queue"
    assert told["s03b-silent"]["contacts"][0]["mail"] == "stewards-oversight@wikimedia.org"
    assert {"fact": "local-oversighters", "value": None, "found": False} in told["s03b-silent"]["facts"]
    assert told["s03b-silent-with-pack"]["contacts"][0]["mail"] == "oversight-commons@lists.wikimedia.org"


# Trying them ----------------------------------------------------------------------------------------------------------

GOOD = """
flow = "triage"
wiki = "trwiki"
[answers]
danger = "yes"
[expect]
outcome = "triage/emergency"
route = "emergency"
urgency = "now"
parallel = ["triage/contain-stewards"]
trail = ["danger"]
"""


def one(folder: Path, old: str = "", new: str = "") -> list[Scenario]:
    assert old in GOOD
    (folder / "one.toml").write_text(GOOD.replace(old, new, 1), "utf-8")
    return read_scenarios(folder, PACKS)


@pytest.fixture
def flows(tmp_path: Path) -> Flows:
    return read_flows(ROOT / "app" / "flows")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('danger = "yes"', 'danger = "maybe"', "“maybe” is no answer to “danger”: yes, no"),
        ('danger = "yes"', 'danger = "no"', "“child-protection” is not answered"),
        ('danger = "yes"', 'danger = "yes"\nwat = "x"', "nothing asks for “wat”"),
        ('danger = "yes"', 'danger = "yes"\nwhat = "content"', "“what” is never asked for"),
        ('outcome = "triage/emergency"', 'outcome = "triage/ca"', "outcome is triage/emergency, expected triage/ca"),
        ('urgency = "now"', 'urgency = "today"', "urgency is now, expected today"),
        ('route = "emergency"', 'route = "ca"', "route is emergency, expected ca"),
        ('["triage/contain-stewards"]', "[]", "parallel is triage/contain-stewards, expected nothing"),
        ('["danger"]', '["danger", "what"]', "trail is danger, expected danger, what"),
    ],
)
def test_what_ends_elsewhere_is_told_in_a_sentence(flows: Flows, tmp_path: Path, old: str, new: str, says: str) -> None:
    found = try_scenarios(flows, one(tmp_path, old, new))
    assert f"one.toml: {says}" in found


def test_an_outcome_that_no_scenario_reaches_is_told(flows: Flows, tmp_path: Path) -> None:
    found = try_scenarios(flows, one(tmp_path))
    assert found == [
        f"no scenario reaches the outcome “{name}”"
        for name in sorted(set(outcomes_of(flows)) - {"triage/emergency", "triage/contain-stewards"})
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('flow = "triage"', ""),
        ('wiki = "trwiki"', 'wkii = "trwiki"'),
        ("[expect]", "[expected]"),
        ("trail =", "trial ="),
        ('danger = "yes"', "danger = 5"),
        ("[answers]", "[facts]"),
        ('flow = "triage"', "flow ="),
    ],
)
def test_a_file_that_is_no_scenario_is_named(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(BadScenario, match=r"^one\.toml: "):
        one(tmp_path, old, new)
