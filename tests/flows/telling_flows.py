"""What the tests of the flows share: the shipped flows, scenarios read from their files, and a small flow to break."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from app.flows.checking import Known, check_flows
from app.flows.flow import Flows
from app.flows.guidance import read_guidance
from app.flows.packs import read_packs
from app.flows.reading import read_flows
from app.flows.replay import Trail, replay
from app.flows.scenarios import names_of, outcomes_of, read_scenarios
from app.settings import ROOT

PACKS = read_packs(ROOT / "app" / "flows" / "packs")
GUIDANCE = read_guidance(PACKS)
FLOWS = GUIDANCE.flows

OUTCOMES = outcomes_of(FLOWS)
SCENARIOS = read_scenarios(Path(__file__).parent / "scenarios", PACKS)


def scenario(name: str) -> Trail:
    """How the scenario of that name goes."""
    return next(each for each in SCENARIOS if each.name == name).replay(FLOWS)


def ends_of(flow: str, answers: Mapping[str, Sequence[str]], facts: Mapping[str, str] | None = None) -> list[str]:
    return names_of(replay(FLOWS, flow, answers, facts or {}))


SMALL = """
id = "small"
title = "A small flow"
version = 1
reviewed = 2026-11-22
source = "https://wiki.example.org/wiki/Project:Policy"

[[node]]
id = "danger"
ask = "Is somebody in danger?"
why = "People first."

  [[node.answer]]
  value = "yes"
  say = "Yes"
  go = "help"

  [[node.answer]]
  value = "no"
  say = "No"
  go = "kinds"

[[node]]
id = "kinds"
ask = "What is it?"
why = "It decides the way."
kind = "several"

  [[node.answer]]
  value = "plain"
  say = "Plain"
  go = "turn"
  implies = ["colour is red"]

  [[node.answer]]
  value = "odd"
  say = "Odd"
  go = "colour"
  adds = ["beside"]

[[node]]
id = "turn"

  [[node.rule]]
  when = ["several-wikis is yes"]
  go = "stewards"

  [[node.rule]]
  go = "colour"

[[node]]
id = "colour"
ask = "Which colour?"
why = "It decides who."
fact = "newest-is-meant"
go = "local"

  [[node.answer]]
  value = "red"
  say = "Red"

  [[node.answer]]
  value = "yes"
  say = "Yes"

[[node]]
id = "help"
say = "Help"
because = "People first."
route = "emergency"
urgency = "now"
precedence = 1
at-once = true
contacts = ["emergency"]
acts = ["emergency"]
next = ["One", "Two", "Three"]

[[node]]
id = "stewards"
say = "Stewards"
because = "Several wikis."
route = "stewards-queue"
urgency = "today"
precedence = 4
next = ["One", "Two", "Three"]

[[node]]
id = "local"
say = "Local"
because = "One wiki."
route = "local-queue"
urgency = "today"
precedence = 6
next = ["One", "Two", "Three"]

[[node]]
id = "beside"
say = "Beside"
because = "It always helps."
route = "support"
urgency = "routine"
precedence = 2
resources = [{ say = "A page", address = "https://wiki.example.org/wiki/Help" }]
next = ["One", "Two", "Three"]
"""
"""Every kind of node once; invented."""


def write_small(folder: Path, *changes: tuple[str, str]) -> Path:
    """The small flow with some words replaced (each has to be there), in a folder of its own."""
    text = SMALL
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    (folder / "small.toml").write_text(text, "utf-8")
    return folder


def small(folder: Path, *changes: tuple[str, str]) -> Flows:
    return read_flows(write_small(folder, *changes))


def check_small(folder: Path, *changes: tuple[str, str]) -> None:
    check_flows(small(folder, *changes), Known({"emergency"}, {"os-libel"}), starts=["small"])
