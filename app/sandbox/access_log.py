"""What clients asked of the sandbox: tests count these lines.

Only names of parameters and how many values each had are kept, never a value.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass

MOST_ENTRIES = 100_000


@dataclass(frozen=True)
class AccessEntry:
    """One request. `modules` are API modules (`users`, `sitematrix`) or the special page asked for
    (`Special:Revisiondelete`, `Special:OAuth/token`); `params` are (name, number of values). `status` 0 is
    a request that was never answered."""

    wiki: str
    method: str
    path: str
    modules: tuple[str, ...]
    params: tuple[tuple[str, int], ...]
    status: int

    def values_of(self, name: str) -> int:
        return dict(self.params).get(name, 0)


class AccessLog:
    """The lines in order, and the greatest number of API calls seen side by side on each wiki."""

    def __init__(self) -> None:
        self._entries: deque[AccessEntry] = deque(maxlen=MOST_ENTRIES)
        self.most_parallel: Counter[str] = Counter()

    def add(self, entry: AccessEntry) -> None:
        self._entries.append(entry)

    def clear(self) -> None:
        self._entries.clear()
        self.most_parallel.clear()

    def entries(
        self, wiki: str | None = None, module: str | None = None, path: str | None = None
    ) -> tuple[AccessEntry, ...]:
        """The lines that match every condition given; `path` is the exact path, such as `/w/api.php`."""
        return tuple(
            entry
            for entry in list(self._entries)
            if (wiki is None or entry.wiki == wiki)
            and (module is None or module in entry.modules)
            and (path is None or entry.path == path)
        )

    def count(self, wiki: str | None = None, module: str | None = None, path: str | None = None) -> int:
        return len(self.entries(wiki, module, path))
