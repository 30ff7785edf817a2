"""Times and tables: the median and the slow end of many runs, in milliseconds, printed as Markdown.

It must not know what is measured.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median, quantiles

Cells = Sequence[str]


@dataclass
class Times:
    """Seconds of many runs of one thing."""

    seconds: list[float] = field(default_factory=list)

    def add(self, seconds: float) -> None:
        self.seconds.append(seconds)

    @property
    def median(self) -> float:
        """In milliseconds."""
        return 1000 * median(self.seconds)

    @property
    def p95(self) -> float:
        """In milliseconds: one run in twenty took longer."""
        return 1000 * quantiles(self.seconds, n=20)[-1] if len(self.seconds) > 1 else self.median

    @property
    def best(self) -> float:
        """In milliseconds."""
        return 1000 * min(self.seconds)

    @property
    def worst(self) -> float:
        """In milliseconds."""
        return 1000 * max(self.seconds)


def milliseconds(value: float) -> str:
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"


def print_table(title: str, head: Cells, rows: Sequence[Cells]) -> None:
    """A Markdown table under a heading, numbers to the right."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    numbers = [all(row[column][:1].isdigit() for row in rows) for column in range(len(head))]

    def line(cells: Cells) -> str:
        fitted = zip(cells, widths, numbers, strict=True)
        return " | ".join(text.rjust(width) if number else text.ljust(width) for text, width, number in fitted)

    rule = ["-" * (width - 1) + (":" if number else "-") for width, number in zip(widths, numbers, strict=True)]
    print(f"\n## {title}\n")
    print("\n".join(f"| {text} |" for text in (line(head), line(rule), *map(line, rows))), flush=True)


@asynccontextmanager
async def longest_stop(stops: Times, every: float = 0.001) -> AsyncIterator[None]:
    """Adds to `stops` how long this process's loop did nothing else at most while the block ran."""
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            before = time.perf_counter()
            await asyncio.sleep(every)
            longest = max(longest, time.perf_counter() - before - every)

    watching = asyncio.create_task(watch())
    await asyncio.sleep(0)
    try:
        yield
        await asyncio.sleep(0)
    finally:
        watching.cancel()
        stops.add(longest)
