"""Two edits of one text put together line by line, as the wiki does it when both were made at the same time."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

Change = tuple[int, int, list[str]]
"""The lines from .. to (without the last) of the old text, and what stands there now."""


def merge(base: str, mine: str, theirs: str) -> str | None:
    """Both changes in one text; None where they touch the same lines."""
    old = base.split("\n")
    ours, others = _changes(old, mine.split("\n")), _changes(old, theirs.split("\n"))
    merged = list(ours)
    for change in others:
        if change in ours:
            continue
        if any(_touch(change, other) for other in ours):
            return None
        merged.append(change)
    lines = list(old)
    for start, end, new in sorted(merged, reverse=True, key=lambda each: each[:2]):
        lines[start:end] = new
    return "\n".join(lines)


def _changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(start, end, list(new[first:last])) for tag, start, end, first, last in codes if tag != "equal"]


def _touch(one: Change, other: Change) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
