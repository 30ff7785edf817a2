"""Guided flows outside the pages: replayed, checked, tried and drawn."""

import argparse
import json
import sys
from pathlib import Path

from app.flows.checking import check_messages
from app.flows.drawing import draw
from app.flows.facts import as_facts, facts_of_pack
from app.flows.guidance import Guidance, read_guidance
from app.flows.packs import Packs, read_packs
from app.flows.replay import Answers, replay
from app.flows.scenarios import BadScenario, read_scenarios, try_scenarios
from app.flows.telling import check_names, read_answers, read_plain, tell
from app.settings import ROOT
from app.web.messages import FALLBACK, Messages


def flow(arguments: argparse.Namespace) -> int:
    """Replay a guided flow (NAME), or look for slips in all of them (--check, --scenarios), or draw them (--draw)."""
    folder = Path(arguments.data)
    looking = arguments.check or arguments.scenarios
    try:
        packs = read_packs(folder / "packs")
        guidance = read_guidance(packs, folder)
        if looking or arguments.draw:
            _look_at_flows(arguments, guidance, packs)
            return 0
        print(json.dumps(_told(arguments, guidance, packs), ensure_ascii=False, indent=2))
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1 if looking else 2
    return 0


def _look_at_flows(arguments: argparse.Namespace, guidance: Guidance, packs: Packs) -> None:
    """Raises BadFlow or BadScenario with every finding, one a line; draws only what is well."""
    if arguments.check:
        check_messages(Messages.load(ROOT / "app" / "messages").by_language[FALLBACK])
        print(f"nothing is wrong in {len(guidance.flows.by_id)} flows and {len(packs.by_wiki)} packs")
    if arguments.scenarios:
        scenarios = read_scenarios(Path(arguments.scenarios), packs)
        if found := try_scenarios(guidance.flows, scenarios):
            raise BadScenario("\n".join(found))
        print(f"{len(scenarios)} scenarios end where they say, and reach every outcome")
    if arguments.draw:
        _draw(guidance, Path(arguments.draw))


def _told(arguments: argparse.Namespace, guidance: Guidance, packs: Packs) -> dict[str, object]:
    """Raises ValueError with a sentence, OSError."""
    flows, wiki = guidance.flows, arguments.wiki
    if arguments.name not in flows.by_id:
        raise ValueError(f"there is no flow “{arguments.name or ''}”: {', '.join(flows.by_id)}")
    answers: Answers = read_answers(Path(arguments.answers)) if arguments.answers else {}
    check_names(flows, answers)
    facts = facts_of_pack(packs, wiki) if wiki else {}
    facts |= as_facts(read_plain(Path(arguments.facts))) if arguments.facts else {}
    trail = replay(flows, arguments.name, answers, facts)
    return tell(flows.by_id[arguments.name], trail, packs, guidance.contacts, wiki)


def _draw(guidance: Guidance, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, drawn in guidance.flows.by_id.items():
        (folder / f"{name}.svg").write_text(draw(drawn, guidance.flows), encoding="utf-8")
    print(f"{len(guidance.flows.by_id)} pictures are in {folder}")
