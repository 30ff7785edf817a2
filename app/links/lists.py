"""Several ids or names in one link: where one is mangled, the others still count.

Knows nothing of what they mean.
"""

import re
from collections.abc import Callable, Iterable

from app.domain.targets import Target, TargetKind, Why
from app.links.reading import NotUnderstood

_SEPARATORS = re.compile("[,|\x1f]")


def split_ids(text: str) -> list[str]:
    """Numbers or times separated by commas, bars or the API's own separator."""
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]


def split_names(text: str) -> list[str]:
    """Names or titles as api.php takes them: separated by bars, or by its own separator where one may hold a bar."""
    parts = text[1:].split("\x1f") if text.startswith("\x1f") else text.split("|")
    return [part for part in parts if part.strip()]


def split_lines(text: str) -> list[str]:
    """Names one a line, as forms for several accounts take them."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def read_each(read: Callable[[str], Target], parts: Iterable[str], none: Why = Why.BAD_NUMBER) -> list[Target]:
    """What each part says, each once; a mangled one as kind unknown. Raises NotUnderstood with `none` for no part."""
    targets = []
    for part in parts:
        try:
            targets.append(read(part))
        except NotUnderstood as reason:
            targets.append(Target(TargetKind.UNKNOWN, None, why=reason.why))
    if not targets:
        raise NotUnderstood(none)
    return list(dict.fromkeys(targets))
