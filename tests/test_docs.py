"""What is written about Haven, held against Haven: commands, settings, jobs, rights, numbers, trees, links.

A test here turns red when the code gains something that no page mentions, or a page mentions what is no more.
"""

import re
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from app.actions import limits
from app.domain import retention
from app.domain.bells import LIVE_BELLS
from app.domain.queues import Team
from app.domain.requests import RequestKind, Urgency
from app.domain.rights import Right
from app.flows import packs
from app.settings import ROOT, from_environment
from app.store.data_register import say_span, write_data_page
from app.store.session import JOB_CONNECTIONS, WEB_CONNECTIONS
from tests.test_toolforge import environment, jobs

README = (ROOT / "README.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
THREATS = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
EDITING = (ROOT / "app" / "flows" / "EDITING.md").read_text("utf-8")
DEPENDENCIES = (ROOT / "docs" / "decisions" / "0010-dependencies.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
SCREENSHOTS = ROOT / "docs" / "screenshots"

REGISTRIES = tuple(name[::-1] for name in ("gro.ipyp", "detsohnohtyp", "sjmpn", "gro.naibed.bed"))
"""Written backwards, so that this very file names none."""
MACHINE_PATH = re.compile(r"(?<![\w.$}>*-])/(?:(?:" + "|".join(("work", "root")) + r")\b|(?:home|tmp|opt)/\w)")
"""Places where people keep checkouts and what they try out."""


def tracked_files() -> list[Path]:
    """Every file that is in git or about to be."""
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def pages() -> list[Path]:
    return [path for path in tracked_files() if path.suffix == ".md"]


def without_fences(text: str) -> str:
    return re.sub(r"(?ms)^```.*?^```", "", text)


def slug(heading: str) -> str:
    """The anchor that the usual sites give a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower().replace("`", "")).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    return {slug(heading) for heading in re.findall(r"(?m)^#+ (.+)$", without_fences(page.read_text("utf-8")))}


def tree() -> list[str]:
    """Every path of the tree in docs/architecture.md, from its indentation."""
    block = re.search(r"(?ms)^## The tree\n.*?^```\n(.*?)^```", ARCHITECTURE)
    assert block is not None
    above: list[str] = []
    found = []
    for line in block[1].splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        above = [*above[:depth], line.split()[0]]
        found.append("".join(above))
    return found


# Commands, settings, jobs ---------------------------------------------------------------------------------------------


def test_every_command_is_in_the_readme_and_no_other() -> None:
    usage = subprocess.run(
        [sys.executable, "-m", "app", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    listed = re.search(r"\{([a-z,-]+)\}", usage)
    assert listed is not None
    written = re.findall(r"(?m)^\| `python -m app ([a-z-]+)` \|", README)
    assert sorted(written) == sorted(listed[1].split(","))


def test_commands_that_other_pages_name_exist() -> None:
    known = set(re.findall(r"(?m)^\| `python -m app ([a-z-]+)` \|", README))
    for page in pages():
        named = set(re.findall(r"python -m app ([a-z][a-z-]*)", page.read_text("utf-8")))
        assert named <= known, page


def test_every_setting_is_in_the_readme_and_no_other() -> None:
    read = set(re.findall(r"\b(?:HAVEN|TOOL)_[A-Z_]+\b", (ROOT / "app" / "settings.py").read_text("utf-8")))
    table = README.partition("## Settings")[2].partition("\n## ")[0]
    assert set(re.findall(r"`((?:HAVEN|TOOL)_[A-Z_]+)`", table)) == read
    for name in ("PORT", "FORWARDED_ALLOW_IPS"):
        assert f"| `{name}` |" in table


def test_the_readme_marks_as_needed_what_haven_does_not_start_without(tmp_path: Path) -> None:
    table = README.partition("## Settings")[2].partition("\n## ")[0]
    needed = set(re.findall(r"(?m)^\| `([A-Z_]+)` \| needed", table))
    from_environment(environment(tmp_path))
    assert needed == set(environment(tmp_path))


@pytest.mark.parametrize("job", [str(job["name"]) for job in jobs()])
def test_every_job_is_in_the_readme(job: str) -> None:
    assert f"`{job}`" in README.partition("## Deploying on Toolforge")[2]


def test_every_make_target_is_in_the_readme() -> None:
    targets = set(re.findall(r"(?m)^([a-z-]+):.*## ", MAKEFILE))
    assert targets
    written = set(re.findall(r"(?m)^\| `make ([a-z-]+)` \|", README)) | set(
        re.findall(r"(?m)^    make ([a-z-]+) ", README)
    )
    assert written == targets


def test_make_targets_that_pages_and_code_name_exist() -> None:
    targets = set(re.findall(r"(?m)^([a-z-]+):.*## ", MAKEFILE))
    for path in tracked_files():
        if path.suffix in {".md", ".py", ".in", ".html"}:
            named = set(re.findall(r"`make ([a-z-]+)[` ]", path.read_text("utf-8")))
            assert named <= targets, path


def test_every_right_is_explained() -> None:
    table = ARCHITECTURE.partition("## Rights of Haven")[2].partition("\n## ")[0]
    assert set(re.findall(r"(?m)^\| `([a-z:-]+)` \|", table)) == {right.value for right in Right}


# Numbers and stored data ----------------------------------------------------------------------------------------------


def test_the_data_page_is_what_the_code_writes() -> None:
    assert (ROOT / "docs" / "data.md").read_text("utf-8") == write_data_page(), "python -m app data > docs/data.md"


def test_the_numbers_in_the_readme_are_those_of_the_purge() -> None:
    numbers = {name: value for name, value in vars(retention).items() if name.isupper() and name != "DAY"}
    text = README.partition("## What is stored")[2].partition("\n## ")[0]
    rows = dict(re.findall(r"(?m)^\| [^|]+ \| `([A-Z_]+)` \| ([^|]+) \|$", text))
    in_words = {name: f"{number} {unit}" for number, unit, name in re.findall(r"(\d+)\s(\w+)\s\(`([A-Z_]+)`\)", text)}
    assert rows | in_words == {name: say_span(value) for name, value in numbers.items()}


def test_the_limits_in_the_readme_are_those_of_the_code() -> None:
    text = README.partition("## How much one person may do")[2].partition("\n## ")[0]
    row = r"(?m)^\| [^|]+ \| `([A-Z_]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$"
    rows = {name: cells for name, *cells in re.findall(row, text)}
    written = {
        name: [f"{each.at_most:,}" if each.at_most else rows[name][0], f"{each.in_total:,}", say_span(each.window)]
        for name, each in vars(limits).items()
        if isinstance(each, limits.Limit)
    }
    assert {name: list(cells) for name, cells in rows.items()} == written
    at_a_time = (limits.TARGETS_A_PASTE, limits.WIKIS_A_PASTE, limits.ACCOUNTS_A_PASTE, limits.LIVE_TRACKINGS)
    numbers = (*at_a_time, limits.REMINDERS_AT_MOST, LIVE_BELLS)
    assert re.findall(r"\d+", text.partition("At a time:")[2]) == [str(number) for number in numbers]


def test_the_connections_that_the_pages_add_up_are_those_of_the_code() -> None:
    page = (ROOT / "docs" / "deployment.md").read_text("utf-8")
    rows = dict(re.findall(r"\(`([A-Z]+_CONNECTIONS)`\) \| (\d+) \|", page))
    assert rows == {"WEB_CONNECTIONS": str(WEB_CONNECTIONS), "JOB_CONNECTIONS": str(JOB_CONNECTIONS)}
    replicas = int(re.findall(r"(?m)^replicas: (\d+)", (ROOT / "service.template").read_text("utf-8"))[0])
    at_most = replicas * WEB_CONNECTIONS + (len(jobs()) + 1) * JOB_CONNECTIONS
    assert f"= {at_most}." in page
    assert f"`replicas` is {replicas}." in page
    named = page.partition("each job of `toolforge-jobs.yaml`:")[2].partition("|")[0]
    assert set(re.findall(r"`([a-z-]+)`", named)) == {str(job["name"]) for job in jobs()}


def test_all_tables_are_named_as_confidential() -> None:
    tables = set(re.findall(r"(?m)^## `([a-z_]+)`$", (ROOT / "docs" / "data.md").read_text("utf-8")))
    paragraph = README.partition("**Confidential tables.**")[2].partition("\n\n")[0]
    assert set(re.findall(r"`([a-z_]+)`", paragraph)) == tables


# The map of the code --------------------------------------------------------------------------------------------------


def test_everything_in_the_tree_exists() -> None:
    paths = tree()
    assert len(paths) > 100
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert [path for path in paths if (ROOT / path).is_dir() != path.endswith("/")] == []


def test_every_package_and_every_room_of_the_tests_is_in_the_tree() -> None:
    named = {path.rstrip("/") for path in tree()}
    packages = {str(path.parent.relative_to(ROOT)) for path in (ROOT / "app").rglob("__init__.py")}
    rooms = {str(path.parent.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py")}
    assert (packages | rooms) - named == set()


def test_files_that_the_pages_name_exist() -> None:
    """Paths in code marks, from the root of the repository or from `app/`."""
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")):
        text = without_fences(page.read_text("utf-8"))
        for path in re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.(?:py|md|toml|json))`", text):
            assert (ROOT / path).exists() or (ROOT / "app" / path).exists(), (page.name, path)


def test_every_dangerous_line_is_in_the_threat_model() -> None:
    marked = {
        str(path.relative_to(ROOT)) for path in (ROOT / "app").rglob("*.py") if "SECURITY:" in path.read_text("utf-8")
    }
    table = THREATS.partition("## Where the dangerous lines are")[2]
    assert set(re.findall(r"(?m)^\| `(app/[a-z_/]+\.py)` \|", table)) == marked


def test_every_dependency_has_its_reason() -> None:
    for name in ("requirements.in", "requirements-dev.in"):
        for package in re.findall(r"(?m)^([a-z0-9-]+)", (ROOT / name).read_text("utf-8")):
            family = "types-..." if package.startswith("types-") else package
            assert re.search(rf"\b{re.escape(family)}", DEPENDENCIES), package


# Links and what must not be there -------------------------------------------------------------------------------------


def test_every_link_within_the_repository_leads_somewhere() -> None:
    for page in pages():
        for target in re.findall(r"\]\(([^)\s]+)\)", without_fences(page.read_text("utf-8"))):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            aim = (page.parent / path).resolve() if path else page
            if aim.parent == SCREENSHOTS and not list(SCREENSHOTS.glob("*.png")):
                continue  # `make screenshots` makes them; once there is one, each has to be there.
            assert aim.exists(), (page.name, target)
            assert not anchor or anchor in anchors(aim), (page.name, target)


def test_no_file_names_a_registry_or_a_place_on_somebodys_machine() -> None:
    for path in tracked_files():
        content = path.read_bytes()
        if b"\0" in content:
            continue
        text = content.decode("utf-8")
        assert not [host for host in REGISTRIES if host in text], path
        place = MACHINE_PATH.search(text)
        assert place is None, (path, text[place.start() - 20 : place.end() + 20])


# Policy packs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["app/flows/packs", "app/sandbox/packs"])
def test_the_packs_can_be_read(folder: str) -> None:
    found = packs.read_packs(ROOT / folder)
    assert set(found.everywhere.promise_minutes) == set(Urgency)
    assert {kind for criterion in found.everywhere.criteria for kind in criterion.kinds} == set(RequestKind)
    assert found.contact(Team.STEWARDS, "") is not None


def test_the_example_for_functionaries_can_be_read(tmp_path: Path) -> None:
    example = re.search(r"(?ms)^```toml\n(.*?)^```", EDITING)
    assert example is not None
    wiki = tomllib.loads(example[1])["wiki"]
    (tmp_path / f"{wiki}.toml").write_text(example[1], "utf-8")
    (tmp_path / "global.toml").write_text(
        (ROOT / "app" / "flows" / "packs" / "global.toml").read_text("utf-8"), "utf-8"
    )
    found = packs.read_packs(tmp_path).of(wiki)
    empty = [each.name for each in fields(found) if getattr(found, each.name) in (None, (), {}, frozenset())]
    assert empty == ["global_sysop_wikiset"], "the example shows every key but the one of the global file"


def test_every_key_of_a_pack_is_explained() -> None:
    tables = {"criterion", "contact", "queue", "neutral-reason", "promise-minutes", "escalation-minutes", "terms"}
    headings = {
        "[[criterion]]", "[contact.TEAM]", "[queue]", "[neutral-reason]", "[promise-minutes]",
        "[escalation-minutes.KIND]", "[terms]",
    }  # fmt: skip
    plain = packs._KEYS - tables
    inner = {field.name.replace("_", "-") for kind in (packs.Contact, packs.Criterion) for field in fields(kind)}
    table = EDITING.partition("## What each line means")[2].partition("\n## ")[0]
    explained = {key for row in re.findall(r"(?m)^\| (`.+?`) \|", table) for key in re.findall(r"`(.+?)`", row)}
    assert explained == plain | headings | inner
    values = {team.value for team in Team} | {kind.value for kind in RequestKind} | {each.code for each in Urgency}
    values |= {each.value for codes in (packs.Norm, packs.Reviewer, packs.Step) for each in codes} | packs.TERMS
    assert not [value for value in values if f"`{value}`" not in table]
