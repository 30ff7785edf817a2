"""The text of a wiki's own template that asks for hiding a copyright violation in public. Copyright only."""

from collections.abc import Sequence


def copyright_template(name: str, source: str, ids: Sequence[int]) -> str:
    """`{{copyvio-revdel|url=...|start=...|end=...}}`: to put on top of the page, whose newest revision is clean.

    `ids` are revision numbers of one page, oldest first or not; they are given as the one range from the first to the
    last. With none, the dates are left for the person.
    """
    fields = [name, f"url={source}"]
    if ids:
        fields += [f"start={min(ids)}", f"end={max(ids)}"]
    return "{{" + "|".join(fields) + "}}"
