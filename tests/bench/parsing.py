"""Pasted texts of the greatest length: how long they are read for, and how long everybody else waits meanwhile."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from app.actions.pasting import TEXT_AT_MOST, read_paste
from app.actions.refusals import Unusable
from app.domain.wikis import Farm as Sites
from app.links.parser import parse
from app.mediawiki.outcomes import Failed
from app.sandbox import Farm
from tests.bench.measuring import Times, longest_stop, milliseconds, print_table
from tests.support.haven import open_haven

RUNS = 5
LINKS = 5_000
SIZES = (1_000, 10_000, 100_000)


async def measure_parsing(folder: Path) -> None:
    """Prints both tables."""
    rows = []
    async with open_haven(folder) as haven:
        sites = await haven.desk.wikis.sites.with_names(["enwiki", "dewikibooks", "arwikibooks"])
        if isinstance(sites, Failed):
            raise RuntimeError("the sandbox does not answer")
        for name, text in texts(haven.farm).items():
            reading, whole, stops = Times(), Times(), Times()
            for _ in range(RUNS):
                before = time.perf_counter()
                found = parse(text, sites)
                reading.add(time.perf_counter() - before)
                before = time.perf_counter()
                # Over 500 targets: said after reading.
                async with longest_stop(stops):
                    with suppress(Unusable):
                        await read_paste(haven.desk, text)
                whole.add(time.perf_counter() - before)
            counted = (f"{len(text):,}", f"{len(found):,}")
            rows.append((name, *counted, *map(milliseconds, (reading.median, whole.median, stops.median, stops.worst))))
        head = ("text", "characters", "targets", "parse", "the whole paste", "others wait at most", "worst")
        print_table(f"Reading a paste (milliseconds, median of {RUNS})", head, rows)
        measure_proportion(haven.farm, sites)


def measure_proportion(farm: Farm, sites: Sites) -> None:
    """The parser alone, far beyond what a paste may hold: the time grows as the text does."""
    rows = []
    for name, make in lengthening(farm).items():
        for size in SIZES:
            text, times = make(size), Times()
            for _ in range(RUNS if size < SIZES[-1] else 1):
                before = time.perf_counter()
                found = parse(text, sites)
                times.add(time.perf_counter() - before)
            measured = (milliseconds(times.median), f"{1_000 * times.median / len(text):.2f}")
            rows.append((name, f"{size:,}", f"{len(text):,}", f"{len(found):,}", *measured))
    head = ("text", "pieces", "characters", "targets", "parse", "per 1,000 characters")
    print_table("Time in proportion to length (the parser alone, milliseconds)", head, rows)


def lengthening(farm: Farm) -> Mapping[str, Callable[[int], str]]:
    """Texts of any length: links of every form, and unbroken runs of the worst kind."""
    server = farm.wiki("enwiki").server
    forms = (
        "\n* see {s}/w/index.php?title=Page_{n}&diff={n}&oldid={m}.",
        " [[Special:Diff/{n}|that edit]],",
        " {s}/wiki/Special:Log?logid={n} ",
        "({s}/w/api.php?action=query&revids={n}|{m})",
        "\u200f\u0627\u0646\u0638\u0631 {s}/wiki/Special:PermaLink/{n}\u060c ",
        "\n* User:Invented_{n}\n",
        " 192.0.2.1, [{s}/wiki/User:Invented_{n} Invented] ",
        " {s}/w/index.php?title=Special:Undelete&target=Page_{n}&timestamp=20260101000000 ",
    )
    return {
        "links of mixed forms": lambda size: "".join(
            forms[n % len(forms)].format(s=server, n=n + 1, m=n) for n in range(size)
        ),
        "the same wiki, unbroken": lambda size: f"{server}/?diff=5" * size,
        "prefixes that lead in a circle": lambda size: "[[w:de:w:de:w:de:x]]" * size,
        "brackets that nothing closes": lambda size: "[[a|(" * size,
        "percent signs without end": lambda size: f"{server}/wiki/" + "%E6%9F" * size,
        "bars in a program's address": lambda size: f"{server}/api.php?titles=" + "a|" * size,
        "names, one a line": lambda size: "User:Invented\n" * size,
    }


def texts(farm: Farm) -> Mapping[str, str]:
    """Each as long as a paste may be."""
    server = farm.wiki("enwiki").server
    arabic = "ضوء الميناء كل مساء. "
    mixed = "".join(f"Invented words about {n}. {server}/w/index.php?diff={n}&oldid={n - 1} " for n in range(1, 3_000))
    return {
        "5,000 short diff links": _cut("\n".join(f"{server}/?diff={800_000 + n}" for n in range(LINKS))),
        "5,000 wikitext links": _cut(" ".join(f"[[Special:Diff/{90_000_000 + n}|that edit]]" for n in range(LINKS))),
        "links with words between": _cut(mixed),
        "Arabic words, no link": _cut(arabic * (TEXT_AT_MOST // len(arabic) + 1)),
        "one address without end": _cut(f"{server}/wiki/" + "a%" * TEXT_AT_MOST),
        "brackets only": _cut("[[" * TEXT_AT_MOST),
        "digits and dots": _cut("1.2.3.4.5." * TEXT_AT_MOST),
    }


def _cut(text: str) -> str:
    return text[:TEXT_AT_MOST]
