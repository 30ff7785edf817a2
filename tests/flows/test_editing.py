"""EDITING.md, as a functionary would follow it: its blocks are run on a copy of the data, every key is explained, and
what was changed is seen in the demo."""

import os
import re
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.commands.serving import demo_settings
from app.domain.requests import Urgency
from app.flows.checking import Known, check_flows
from app.flows.companion.reading import FACTS
from app.flows.companion.resources import HelpKind, HelpPlace
from app.flows.companion.stages import Advice, Asks, Choice, LetterStep, Section, Stage
from app.flows.companion.stages import Question as CaseQuestion
from app.flows.flow import Act, Answer, Flow, Outcome, Question, QuestionKind, Resource, Route, Rule
from app.flows.reading import BadFlow, read_flows
from app.flows.scenarios import EXPECTED, KEYS
from app.sandbox import build_farm
from app.settings import ROOT
from tests.flows.telling_flows import GUIDANCE, PACKS
from tests.journeys.cases import harbour
from tests.journeys.pastes import diff, paste
from tests.support.haven import open_haven

EDITING = (ROOT / "app" / "flows" / "EDITING.md").read_text("utf-8")
PART = EDITING.partition("\n## How to change a flow\n")[2].partition("\n## ")[0]
COMPANION_PART = EDITING.partition("\n## How to change the case companion\n")[2].partition("\n## ")[0]


def blocks(language: str) -> list[str]:
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```", PART)


def run(block: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """A block as it stands, with this checkout's Python, in a folder where `app/` lies."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "-euc", block]
    return subprocess.run(
        command, cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A place that looks like a checkout, in which the blocks may write."""
    (tmp_path / "app").symlink_to(ROOT / "app")
    return tmp_path


async def test_its_blocks_change_check_draw_and_show_a_criterion(checkout: Path) -> None:
    copy, look, write_and_replay, show = blocks("sh")
    assert run(copy, checkout).returncode == 0
    looked = run(look, checkout)
    assert (looked.returncode, looked.stderr) == (0, "")
    assert "scenarios end where they say" in looked.stdout
    picture = (checkout / "my-pictures" / "revision-deletion.svg").read_text("utf-8")
    drawn = [element.text for element in ElementTree.fromstring(picture).iter()]  # noqa: S314 - our own picture
    assert "How far does it go?" in drawn and "How bad is it?" not in drawn

    replayed = run(write_and_replay, checkout)
    assert (replayed.returncode, replayed.stderr) == (0, "")
    assert '"outcome": "revision-deletion/local-not-asked"' in replayed.stdout

    page = await express_page(checkout, show)
    assert "RD2: gross insults and degrading words" in page
    assert "RD2: grossly insulting, degrading or offensive" not in page


async def express_page(checkout: Path, show: str) -> str:
    """What the demo of that block shows to somebody who files, in this process instead of a browser."""
    command = re.fullmatch(r"python -m app demo --data (\S+)\n", show)
    assert command is not None
    farm = build_farm(8999)
    wanted = demo_settings(8999, farm, checkout, checkout / command[1])
    async with open_haven(checkout, packs=wanted.packs, flows=wanted.flows) as haven:
        client, wiki = await haven.client("Tamsin Vale"), haven.farm.wiki("enwiki")
        draft = await paste(client, diff(wiki, harbour(wiki)[0]))
        page = await client.get(f"{draft}/file")
    return page.text


def test_a_slip_in_the_copy_is_told_by_the_same_command(checkout: Path) -> None:
    copy, look, *_ = blocks("sh")
    run(copy, checkout)
    path = checkout / "my-flows" / "threat.toml"
    path.write_text(path.read_text("utf-8").replace('go = "meaning"', 'go = "maening"', 1), "utf-8")
    looked = run(look, checkout)
    assert looked.returncode == 1 and "threat.toml, “threat-kind”: “maening” leads nowhere" in looked.stderr
    assert not (checkout / "my-pictures").exists()


def test_the_example_is_a_flow(tmp_path: Path) -> None:
    (example,) = blocks("toml")
    name = tomllib.loads(example)["id"]
    for path in (ROOT / "app" / "flows").glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    (tmp_path / f"{name}.toml").write_text(example, "utf-8")
    known = Known(GUIDANCE.contacts, {criterion.code for criterion in PACKS.everywhere.criteria})
    check_flows(read_flows(tmp_path), known, starts=["triage", name])
    with pytest.raises(BadFlow, match="nothing leads there"):
        check_flows(read_flows(tmp_path), known)


def explained() -> set[str]:
    rows = re.findall(r"(?m)^\| (`.+?`) \|", PART)
    return {key for row in rows for key in re.findall(r"`(.+?)`", row)}


def test_every_key_is_explained() -> None:
    nouns = (Flow, Question, Answer, Rule, Outcome)
    keys = {field.name.replace("_", "-") for noun in nouns for field in fields(noun)}
    keys = keys - {"nodes", "answers"} | {"[[node]]", "[[node.answer]]", "[[node.rule]]"}
    scenario = {f"[{key}]" if key in {"answers", "facts", "expect"} else key for key in KEYS}
    assert explained() == keys | scenario
    assert all(f"{field.name} =" in PART for field in fields(Resource))


def test_every_key_of_the_companion_is_explained() -> None:
    nouns = (Stage, CaseQuestion, Choice, Advice, LetterStep, HelpPlace)
    names = {field.name for noun in nouns for field in fields(noun)} - {
        "questions",
        "answers",
        "advice",
        "kinds",
        "section",
    }
    keys = {name.removeprefix("is_").replace("_", "-") for name in names} | {each.value for each in Section}
    keys |= {each.value for each in (*HelpKind, *Asks)} | FACTS | {"for"}
    assert sorted(key for key in keys if f"`{key}`" not in COMPANION_PART) == []


def test_every_value_is_explained() -> None:
    values = {each.value for noun in (QuestionKind, Route, Act) for each in noun}
    values |= {each.code for each in Urgency} | EXPECTED
    assert [value for value in values if f"`{value}`" not in PART] == []
