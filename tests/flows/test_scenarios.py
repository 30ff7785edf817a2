"""The scenarios of the flows, from files: each ends where it says, by the way it says; every outcome is in one."""

import pytest

from app.flows.telling import check_names, tell
from tests.flows.telling_flows import FLOWS, GUIDANCE, OUTCOMES, PACKS, Scenario, names_of, scenarios

ALL = scenarios()
ACCEPTANCE = ("s01", "s02", "s03a", "s03b", "s04", "s05", "s06", "s07", "s08", "s09", "s10", "s11", "s13")


@pytest.mark.parametrize("scenario", ALL, ids=lambda scenario: scenario.name)
def test_it_ends_where_it_says(scenario: Scenario) -> None:
    check_names(FLOWS, scenario.answers)
    trail = scenario.replay()
    assert trail.asks is None, f"asks {trail.asks}"
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
    reached = {name for scenario in ALL for name in names_of(scenario.replay())}
    assert sorted(set(OUTCOMES) - reached) == []


def test_every_flow_and_every_acceptance_scenario_is_there() -> None:
    assert {scenario.flow for scenario in ALL} == set(FLOWS.by_id)
    assert [name for name in ACCEPTANCE if not any(each.name.startswith(f"{name}-") for each in ALL)] == []


def test_routes_come_in_the_order_of_who_is_asked_first() -> None:
    """Emergency, child protection, own part, suppression, attack names, revision deletion, cross-wiki, checkuser,
    rights, Trust and Safety, committee, closed wikis; support and content last (facts: domain.md 3.3)."""
    order = [
        "triage/emergency", "triage/legal-reports", "triage/hand-over", "suppression/local", "username/names-stewards",
        "revision-deletion/local", "cross-wiki/lock-request", "cross-wiki/checkuser-local", "triage/rights-request",
        "triage/ca", "triage/u4c", "suppression/closed",
    ]  # fmt: skip
    assert [OUTCOMES[name].precedence for name in order] == list(range(1, 13))
    last = [OUTCOMES[name].precedence for name in ("triage/support-only", "triage/content-dispute")]
    assert min(last) > 12


def test_the_small_wiki_s_way_turns_with_one_oversighter_and_says_when_nobody_could_look() -> None:
    by_name = {scenario.name: scenario for scenario in ALL}
    told = {
        name: tell(FLOWS.by_id["triage"], by_name[name].replay(), PACKS, GUIDANCE.contacts, wiki)
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
