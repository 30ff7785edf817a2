"""`python -m tests.text.corpus`: how the leak check does on the corpus, per language, kind of text and set.

`--show open` and `--show seen` add what it gets wrong in that set. The others are counted and never shown: who has seen
their texts can no longer write rules that they measure.
"""

import argparse
from collections.abc import Iterator, Sequence

from app.text.leak_check import TextKind, blocks
from tests.text.corpus.reading import LANGUAGES, SETS, SHOWN, Count, Sample, check, count, read_bad, read_ordinary

HEAD = ("language", "kind", "set", "ordinary", "false blocks", "bad", "caught", "by its rule")
ROW = "{:<9} {:<16} {:<5} {:>9} {:>13} {:>5} {:>12} {:>12}"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.text.corpus", description="Measures the leak check.")
    parser.add_argument("--show", choices=SHOWN, help="also show what it gets wrong in that set")
    parser.add_argument("--language", choices=LANGUAGES, help="only this language")
    chosen = parser.parse_args(arguments)
    languages = [chosen.language] if chosen.language else LANGUAGES
    print(ROW.format(*HEAD))
    for language in languages:
        print("\n".join(_rows(language)))
    if chosen.show:
        for language in languages:
            print("\n".join(_misses(language, chosen.show)))


def _rows(language: str) -> Iterator[str]:
    ordinary, bad = read_ordinary(language), read_bad(language)
    for kind in [*TextKind, None]:
        for part in SETS:
            good = count(each for each in ordinary if each.set == part and kind in (each.kind, None))
            slips = count(each for each in bad if each.set == part and kind in (each.kind, None))
            yield _row(language, str(kind or "all"), part, good, slips)


def _row(language: str, kind: str, part: str, good: Count, slips: Count) -> str:
    caught, named = _share(slips.found, slips.texts), _share(slips.named, slips.texts)
    return ROW.format(language, kind, part, good.texts, good.blocked, slips.texts, caught, named)


def _share(part: int, whole: int) -> str:
    return f"{part} ({100 * part / whole:.0f} %)" if whole else "-"


def _misses(language: str, part: str) -> Iterator[str]:
    for each in read_ordinary(language):
        found = check(each) if each.set == part else ()
        if blocks(found):
            yield _told(each, "may go out, but is blocked: " + "; ".join(_pieces(each)))
    for each in read_bad(language):
        found = check(each) if each.set == part else ()
        if each.set == part and not any(one.rule == each.rule for one in found):
            yield _told(each, f"breaks {each.rule}, found: {'; '.join(_pieces(each)) or 'nothing'}")


def _pieces(sample: Sample) -> Iterator[str]:
    for one in check(sample):
        yield f"{one.rule} {one.severity} {sample.text[one.start : one.end]!r}"


def _told(sample: Sample, what: str) -> str:
    names = f" (marked: {', '.join(sample.names)})" if sample.names else ""
    return f"\n{sample.language} {sample.kind}{names} {what}\n    " + sample.text.replace("\n", "\n    ")


if __name__ == "__main__":
    main()
