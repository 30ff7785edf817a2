"""`python -m tests.bench`: prints what `docs/benchmarks.md` shows, asserts nothing, ends by itself within ten minutes.

Everything runs on this machine's loopback addresses and in a temporary folder that is gone afterwards. The part
`stream` installs pywikibot there, to be compared with: `--peer PYTHON` names a Python that has it.
"""

import argparse
import asyncio
import os
import platform
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.desk import measure_desk
from tests.bench.intake import measure_intake
from tests.bench.parsing import measure_parsing
from tests.bench.queue_page import measure_queue_pages
from tests.bench.signing_in import measure_silent_central_wiki
from tests.bench.stream import measure_stream
from tests.support.suites import find_program

PARTS = ("queues", "desk", "intake", "parsing", "sign-in", "stream")


async def run(parts: list[str], folder: Path, peer: str | None) -> None:
    """The chosen parts one after the other: they must not disturb each other."""
    if "parsing" in parts:
        await measure_parsing(folder)
    if "intake" in parts:
        await measure_intake(folder)
    if "sign-in" in parts:
        await measure_silent_central_wiki(folder)
    if "stream" in parts:
        await measure_stream(folder, peer)
    if "desk" in parts:
        await measure_desk(folder)
    if "queues" in parts:
        with_mariadb = find_program("mariadbd") is not None
        await measure_queue_pages(folder, with_mariadb)
        if not with_mariadb:
            print("MariaDB's programs are not here: its rows are left out.")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="which parts (without any: all)")
    parser.add_argument("--peer", metavar="PYTHON", help="one with pywikibot and requests-sse, instead of a new one")
    arguments = parser.parse_args()
    parts = arguments.parts or list(PARTS)
    before = time.monotonic()
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, load {load} at the start")
    with TemporaryDirectory(prefix="haven-bench-") as folder:
        asyncio.run(run(parts, Path(folder), arguments.peer))
    print(f"\n{time.monotonic() - before:.0f} seconds in all")


if __name__ == "__main__":
    main()
