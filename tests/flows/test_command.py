"""`python -m app flow`, as people and scripts run it: what it prints, how it ends, and that Haven needs its flows."""

import io
import json
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.__main__ import main
from app.flows.guidance import read_guidance
from app.flows.packs import read_packs
from app.flows.reading import BadFlow
from app.main import build_app
from app.sandbox import build_farm
from app.settings import ROOT
from tests.support.haven import make_settings

DATA = ROOT / "app" / "flows"


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


def flow(*arguments: str | Path) -> Ended:
    """The command in this process: starting a new one takes seconds."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["app", "flow", *map(str, arguments)])
        code = main()
    return Ended(code, out.getvalue(), err.getvalue())


def written(folder: Path, name: str, plain: object) -> Path:
    (folder / name).write_text(json.dumps(plain), "utf-8")
    return folder / name


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the data to change."""
    for path in [*DATA.glob("*.toml"), *(DATA / "packs").glob("*.toml"), *(DATA / "companion").glob("*.toml")]:
        aim = tmp_path / "data" / path.relative_to(DATA)
        aim.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, aim)
    return tmp_path / "data"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_it_prints_the_trail_and_the_outcome(tmp_path: Path) -> None:
    answers = written(tmp_path, "answers.json", {"danger": "yes"})
    facts = written(tmp_path, "facts.json", {"local-oversighters": 2, "i-can-delete-revisions": True})
    ended = flow("triage", "--wiki", "enwiki", "--answers", answers, "--facts", facts)
    assert (ended.returncode, ended.stderr) == (0, "")
    told: dict[str, Any] = json.loads(ended.stdout)
    assert (told["outcome"], told["route"], told["urgency"]) == ("triage/emergency", "emergency", "now")
    assert told["contacts"] == [{"name": "emergency", "mail": "emergency@wikimedia.org", "verified": "2026-11-22"}]
    assert len(told["next"]) == 3
    assert told["trail"] == [{"question": "danger", "answer": ["yes"], "found": False, "implied": False}]
    assert [each["outcome"] for each in told["parallel"]] == ["triage/contain-oversighters", "triage/contain-self"]
    assert set(told["parallel"][0]) >= {"outcome", "route", "urgency", "contacts", "next"}
    assert told["parallel"][0]["contacts"][0]["mail-page"] == "Special:EmailUser/Oversight"


def test_it_says_what_it_would_ask() -> None:
    told = json.loads(flow("triage").stdout)
    assert told["asks"] == "danger" and "outcome" not in told


def test_a_public_page_comes_with_its_warning(tmp_path: Path) -> None:
    copied = {
        "danger": "no",
        "exposed": "copyright",
        "copy-in-newest": "taken-out",
        "copy-source": "none",
        "copy-authors": "yes",
    }
    told = json.loads(flow("revision-deletion", "--answers", written(tmp_path, "answers.json", copied)).stdout)
    assert told["route"] == "noticeboard" and told["warning"]


@pytest.mark.parametrize(
    ("name", "answers", "facts", "says"),
    [
        ("triage", {"danger": "perhaps"}, {}, "“perhaps” is no answer to “danger”: yes, no"),
        ("triage", {"danger": "no", "wat": "x"}, {}, "nothing asks for “wat”"),
        ("triage", {"danger": ["yes", "no"]}, {}, "“danger” takes one answer"),
        ("triage", {"danger": 5}, {}, "has to be a code"),
        ("triage", ["danger"], {}, "answers.json has to hold names and values"),
        ("triage", {}, {"weather": "fine"}, "there is no fact “weather”"),
        ("trage", {}, {}, "there is no flow “trage”"),
    ],
)
def test_what_does_not_fit_ends_with_2_and_a_sentence(
    tmp_path: Path, name: str, answers: object, facts: object, says: str
) -> None:
    ended = flow(
        name,
        "--answers",
        written(tmp_path, "answers.json", answers),
        "--facts",
        written(tmp_path, "facts.json", facts),
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert says in ended.stderr and "Traceback" not in ended.stderr


def test_a_missing_file_ends_with_2_and_a_sentence(tmp_path: Path) -> None:
    ended = flow("triage", "--answers", tmp_path / "none.json")
    assert ended.returncode == 2 and "none.json" in ended.stderr and "Traceback" not in ended.stderr


def test_check_says_that_nothing_is_wrong() -> None:
    command = [sys.executable, "-m", "app", "flow", "--check"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "9 flows" in ended.stdout


def test_check_tells_every_finding_in_a_line_and_ends_with_1(data: Path) -> None:
    change(data / "triage.toml", 'go = "child-protection"', 'go = "children"')
    change(data / "threat.toml", 'contacts = ["legal"]', 'contacts = ["lawyers"]')
    ended = flow("--check", "--data", data)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.splitlines() == [
        "threat.toml, “legal-letter”: there is no contact “lawyers”",
        "triage.toml, “danger”: “children” leads nowhere",
    ]


@pytest.mark.parametrize("file", ["packs/enwiki.toml", "contacts.toml", "public_pages.toml", "triage.toml"])
def test_check_reads_packs_and_contacts_too(data: Path, file: str) -> None:
    change(data / file, "2026-", "2026 ")
    ended = flow("--check", "--data", data)
    assert ended.returncode == 1 and Path(file).name in ended.stderr and "Traceback" not in ended.stderr


def test_scenarios_are_tried_and_what_ends_elsewhere_is_told(data: Path) -> None:
    ended = flow("--scenarios")
    assert (ended.returncode, ended.stderr) == (0, "") and "reach every outcome" in ended.stdout
    change(data / "triage.toml", 'go = "content-dispute"', 'go = "support-only"')
    change(data / "suppression.toml", 'go = "triage/content-dispute"', 'go = "triage/content-dispute" # kept')
    ended = flow("--check", "--scenarios", "--data", data)
    assert ended.returncode == 1
    assert "triage-content.toml: outcome is triage/support-only, expected triage/content-dispute" in ended.stderr


def test_draw_writes_one_picture_for_each_flow(tmp_path: Path) -> None:
    ended = flow("--draw", tmp_path / "pictures")
    assert ended.returncode == 0
    names = sorted(path.name for path in (tmp_path / "pictures").iterdir())
    assert names == sorted(path.name for path in (ROOT / "docs" / "flows").iterdir())


def test_haven_does_not_start_with_a_wrong_flow(data: Path, tmp_path: Path) -> None:
    build_app(make_settings(build_farm(8999), tmp_path, flows=data))
    change(data / "image.toml", 'go = "home"', 'go = "hmoe"')
    with pytest.raises(BadFlow, match="“hmoe” leads nowhere"):
        build_app(make_settings(build_farm(8999), tmp_path, flows=data))


def test_haven_does_not_start_without_the_words_for_its_flows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules["app.flows.checking"].FACTS, "weather", frozenset({"fine"}))
    with pytest.raises(BadFlow, match="there is no message “fact-weather-fine”"):
        build_app(make_settings(build_farm(8999), tmp_path))


def test_the_demo_s_packs_fit_the_flows() -> None:
    assert read_guidance(read_packs(ROOT / "app" / "sandbox" / "packs")).flows.by_id
