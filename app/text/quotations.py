"""Words of others in a text: lines of the mail that is answered, and what stands between quotation marks."""

import re
from collections.abc import Sequence

_MOST = "{1,400}"
"""Signs between two quotation marks; more are two marks that do not belong together."""
_QUOTED = re.compile(
    rf"""^[ \t]*>.*$|(?<!\w)"(?=\S)[^"\n]{_MOST}"|“(?=\S)[^“”\n]{_MOST}”|„(?=\S)[^„“”\n]{_MOST}[“”]"""
    rf"""|«[^«»\n]{_MOST}»|»(?=\w)[^«»\n]{_MOST}«""",
    re.MULTILINE,
)


def find_quotations(text: str) -> Sequence[tuple[int, int]]:
    """Where each begins and ends, from left to right, apart."""
    return [match.span() for match in _QUOTED.finditer(text)]
