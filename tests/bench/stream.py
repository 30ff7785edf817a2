"""The event stream: how many events a second are read, beside whoever only reads them; and from a hide to "done".

Each reader runs in a process of its own, the server in another; they take turns, and the ratios are those of a turn.
"""

import asyncio
import json
import subprocess
import sys
import time
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.made_stream import MadeStream, make_stream, served
from tests.bench.measuring import Times, milliseconds, print_table
from tests.bench.stream_readers import name_of, revisions
from tests.bench.stream_stock import NOW, StreamStock, count_sightings, fill_stock, rewind
from tests.support.following import Follower, following, haven_with_stream
from tests.support.haven import REVISION_DELETION, Client, Haven
from tests.support.made_events import WIKIS, Cast
from tests.support.page_checks import words

EVENTS = 200_000
FOLLOWED = 10_000
FEW = 10
SEED = 5
ROUNDS = 3
HIDES = 10
PEERS = ("pywikibot==11.9.0", "requests-sse==0.5.3")
PEER_READER = Path(__file__).with_name("pywikibot_reader.py")
NAMES = {
    "orjson": "the same connection, orjson, nothing done (a)",
    "pywikibot": "pywikibot's EventStreams, nothing done (b)",
    "matching": "Haven: decoded, checked, matched",
    "job": "Haven: the whole job, what was found written and looked at",
}


@dataclass(frozen=True)
class Run:
    """Seconds that went by, seconds that the reader's process computed, and its largest size (bytes)."""

    seconds: float
    work: float
    memory: int


async def measure_stream(folder: Path, peer: str | None) -> None:
    """Prints the tables. `peer` is a Python with pywikibot; without one it is installed into a folder of its own."""
    home, hides = folder / "stream", folder / "hides"
    home.mkdir()
    hides.mkdir()
    stock = StreamStock(home)
    await fill_stock(stock, FOLLOWED, FOLLOWED)
    accounts = [name_of(each) for each in range(1, FOLLOWED + 1)]
    stream = make_stream(home / "stream", EVENTS, SEED, Cast(accounts, targets=revisions(WIKIS, FOLLOWED)))
    peer = peer or await asyncio.to_thread(install_peer, home / "peer")
    await _measure_readers(stream, stock, peer)
    _measure_costs(stock)
    await _measure_hides(hides)


def install_peer(home: Path) -> str | None:
    """A Python with pywikibot in it; None where the packages cannot be had."""
    venv.create(home, with_pip=True)
    python = str(home / "bin" / "python")
    done = subprocess.run([python, "-m", "pip", "install", "--quiet", *PEERS], capture_output=True, check=False)
    return python if done.returncode == 0 else None


async def _measure_readers(stream: MadeStream, stock: StreamStock, peer: str | None) -> None:
    names = [name for name in NAMES if peer or name != "pywikibot"]
    turns: list[dict[str, Run]] = []
    with served(stream) as address:
        commands = _commands(address, stream, stock, peer)
        for _ in range(ROUNDS):
            await rewind(stock)
            turns.append({name: await asyncio.to_thread(_run, commands[name]) for name in names})
    rows = []
    for name in names:
        runs = [turn[name] for turn in turns]
        ratios = [_ratio(turns, name, other) for other in ("orjson", "pywikibot")]
        speed, work = EVENTS / median(run.seconds for run in runs), median(run.work for run in runs)
        memory = max(run.memory for run in runs)
        rows.append((NAMES[name], f"{speed:,.0f}", *ratios, f"{1e6 * work / EVENTS:.1f}", f"{memory / 1e6:.0f}"))
    head = ("who reads", "events a second", "to (a)", "to (b)", "work on each (µs)", "memory (MB)")
    title = f"{EVENTS:,} events, {FOLLOWED:,} accounts and {FOLLOWED:,} targets followed (median of {ROUNDS})"
    print_table(title, head, rows)
    noted = await count_sightings(stock)
    print(
        f"\n{stream.bytes / EVENTS:,.0f} bytes an event. Sightings in the stream: {stream.sightings}, noted: {noted}."
    )
    if peer is None:
        print("pywikibot could not be installed: its row is left out.")


def _commands(address: str, stream: MadeStream, stock: StreamStock, peer: str | None) -> Mapping[str, list[str]]:
    known = {"url": address, "key": stock.key, "wikis": WIKIS, "last_ms": stream.last_ms}
    given = {
        "orjson": {"url": address, "events": stream.events},
        "matching": {**known, "tracked": FOLLOWED, "targets": FOLLOWED},
        "job": {**known, "database_url": stock.url, "now": NOW},
    }
    ours = [sys.executable, "-m", "tests.bench.stream_readers"]
    return {
        "pywikibot": [str(peer), str(PEER_READER), address, str(stream.events)],
        **{name: [*ours, name, json.dumps(values)] for name, values in given.items()},
    }


def _run(command: list[str]) -> Run:
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2_000:])
    return Run(**json.loads(done.stdout))


def _ratio(turns: list[dict[str, Run]], name: str, other: str) -> str:
    if other not in turns[0] or name == other:
        return ""
    return f"{median(turn[other].seconds / turn[name].seconds for turn in turns):.2f}"


def _measure_costs(stock: StreamStock) -> None:
    command = [sys.executable, "-m", "tests.bench.stream_costs", stock.key, str(FEW), str(FOLLOWED)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    costs = {int(number): cost for number, cost in json.loads(done.stdout).items()}
    rows = [(f"{number:,}", f"{cost:.2f}", f"{cost / costs[FEW]:.2f}") for number, cost in costs.items()]
    print_table("What an event costs, without the connection", ("accounts followed", "µs", "to the first"), rows)


async def _measure_hides(home: Path) -> None:
    """From the moment the sandbox's wiki has hidden it to the first page that shows the request as done."""
    times = Times()
    async with haven_with_stream(home) as haven, following(haven) as job:
        client = await haven.client("Tamsin Vale")
        for _ in range(HIDES):
            times.add(await _hide(haven, job, client))
    row = (str(HIDES), milliseconds(times.best), milliseconds(times.median), milliseconds(times.worst))
    print_table("From a hide to the request shown done (milliseconds)", ("hides", "best", "median", "worst"), [row])


async def _hide(haven: Haven, job: Follower, client: Client) -> float:
    wiki = haven.farm.wiki("enwiki")
    page = wiki.add_page(f"Invented quay {len(wiki.pages)}")
    ids = [wiki.add_revision(page, "Marlow Quince").rev_id for _ in range(3)]
    wiki.add_revision(page, "Wilma Tarn")
    reference = await haven.file(client, "enwiki", ids, REVISION_DELETION)

    async def is_done() -> bool:
        return "Done: the wiki shows it" in words(await client.get(f"/requests/{reference}"))

    # As long after the filing as people need at least.
    await asyncio.sleep(2)
    wiki.hide(ids, text=True, by="Piet Wander")
    before = time.perf_counter()
    await job.until(is_done)
    return time.perf_counter() - before
