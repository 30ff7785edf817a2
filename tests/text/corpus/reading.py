"""The texts that the leak check is held against, and what it says to them. Says numbers; shows no held text."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from app.text import leak_check
from app.text.leak_check import Finding, Outgoing, TextKind, blocks

HERE = Path(__file__).parent
LANGUAGES = ("de", "en", "es")
# These may be shown to who writes the rules; the others never. Of the last two there are ordinary texts only.
SHOWN = ("open", "seen")
SETS = ("open", "held", "fresh", "seen", "last")
# Where the links of the corpus may lead. forum., blog. and other names of example.org are nobody's wiki.
WIKIS = frozenset(
    f"{each}.org"
    for each in (
        "commons.wikimedia",
        "de.wikipedia",
        "en.wikipedia",
        "es.wikipedia",
        "meta.wikimedia",
        "simple.wikipedia",
    )
)


@dataclass(frozen=True)
class Sample:
    """One text of the corpus. `rule` is the one that a bad text breaks, and empty for an ordinary one. Text and names
    are kept out of what a failing test prints: most of them are held back from who writes the rules."""

    language: str
    set: str
    kind: TextKind
    rule: str
    scene: str
    text: str = field(repr=False)
    names: tuple[str, ...] = field(repr=False)
    addresses: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Count:
    """How many texts there are, how many of them have a blocking finding, any finding, one of the rule they break."""

    texts: int
    blocked: int
    found: int
    named: int


def read_ordinary(language: str) -> tuple[Sample, ...]:
    return _read(language, "ordinary") + _read(language, "fresh") + _read(language, "everyday")


def read_bad(language: str) -> tuple[Sample, ...]:
    return _read(language, "bad") + _read(language, "fresh_bad")


def check(sample: Sample, every_language: bool = False) -> tuple[Finding, ...]:
    """What the leak check finds; `every_language` as the command does when it is not told one."""
    return leak_check.check(
        Outgoing(
            text=sample.text,
            kind=sample.kind,
            language=None if every_language else sample.language,
            names=sample.names,
            allowed_hosts=WIKIS,
            allowed_addresses=sample.addresses,
            own_words=(),
        )
    )


def count(samples: Iterable[Sample], every_language: bool = False) -> Count:
    checked = [(each, check(each, every_language)) for each in samples]
    return Count(
        texts=len(checked),
        blocked=sum(blocks(findings) for _, findings in checked),
        found=sum(bool(findings) for _, findings in checked),
        named=sum(any(one.rule == each.rule for one in findings) for each, findings in checked),
    )


def _read(language: str, name: str) -> tuple[Sample, ...]:
    rows = tomllib.loads((HERE / language / f"{name}.toml").read_text("utf-8"))["text"]
    return tuple(
        Sample(
            language=language,
            set=row["set"],
            kind=TextKind(row["kind"]),
            rule=row.get("rule", ""),
            scene=row.get("scene", ""),
            text=row["text"],
            names=tuple(row.get("names", ())),
            addresses=tuple(row.get("addresses", ())),
        )
        for row in rows
    )
