"""The text of a wiki's own template that asks for hiding a copyright violation in public. Copyright only."""

from collections.abc import Sequence

RANGES_AT_MOST = 4
"""What the template documents: `start`, `end` to `start4`, `end4` (facts, domain.md 3.3)."""

Range = tuple[int, int]
"""The first and the last of revisions that follow one another directly."""


def ranges_of(ids: Sequence[int], history: Sequence[int]) -> list[Range]:
    """The revisions `ids` of one page (oldest first) in as few ranges as hold no other revision.

    `history` are the page's revisions, oldest first. One that is not in it stands alone: what follows it is not known.
    """
    place = {revision: number for number, revision in enumerate(history)}
    ranges: list[Range] = []
    for revision in ids:
        former = place.get(ranges[-1][1]) if ranges else None
        if former is not None and place.get(revision) == former + 1:
            ranges[-1] = (ranges[-1][0], revision)
        else:
            ranges.append((revision, revision))
    return ranges


def copyright_template(name: str, source: str, ranges: Sequence[Range]) -> str | None:
    """`{{copyvio-revdel|url=...|start=...|end=...|start2=...}}`: to put on top of the page, whose newest revision is
    clean. With no range the numbers are left for the person; None for more ranges than the template holds."""
    if len(ranges) > RANGES_AT_MOST:
        return None
    fields = [name, f"url={source}"]
    for number, (start, end) in enumerate(ranges, start=1):
        place = "" if number == 1 else str(number)
        fields += [f"start{place}={start}", f"end{place}={end}"]
    return "{{" + "|".join(fields) + "}}"
