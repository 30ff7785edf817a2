"""Reads pytest's report and fails if a test was skipped, or if a suite that needs more than Python never ran.

It looks only at the report; which suites there are it takes from the tests' own list.
"""

import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.support.suites import SUITES  # the project is no installed package


def find_excuses(report: Path) -> list[str]:
    """One plain line for each thing that keeps this run from counting."""
    excuses = []
    ran: Counter[str] = Counter()
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314  # our own file
        skipped = case.find("skipped")
        if skipped is not None:
            excuses.append(f"skipped: {case.get('classname')}.{case.get('name')}: {skipped.get('message')}")
            continue
        for entry in case.iter("property"):
            if entry.get("name") == "suite":
                ran[str(entry.get("value"))] += 1
    excuses += [f"no test of the suite {suite.name} ran" for suite in SUITES if not ran[suite.name]]
    counts = ", ".join(f"{suite.name} {ran[suite.name]}" for suite in SUITES)
    sys.stdout.write(f".ci/run: tests that need more than Python: {counts}\n")
    return excuses


def main() -> int:
    excuses = find_excuses(Path(sys.argv[1]))
    sys.stderr.writelines(f".ci/run: {excuse}\n" for excuse in excuses)
    return 1 if excuses else 0


if __name__ == "__main__":
    sys.exit(main())
