"""Faults on request: how a wiki misbehaves when a test or the demo's fault page asks for it.

Only the wish is kept here; `server` (slow, silent, http429, down) and the API (maxlag, ratelimited,
readonly, garbage) act on it.
"""

from __future__ import annotations

from dataclasses import dataclass

FAULTS = {
    "slow": "answers late",
    "silent": "accepts and never answers",
    "http429": "answers 429 Too Many Requests",
    "down": "answers 503 Service Unavailable",
    "maxlag": "the API refuses with maxlag (calls that set maxlag)",
    "ratelimited": "the API refuses with ratelimited",
    "readonly": "the wiki is read-only; reads go on",
    "garbage": "the API answers something that is not JSON",
}


@dataclass(frozen=True)
class Fault:
    kind: str
    seconds: float = 0.0


class Faults:
    """At most one fault a wiki."""

    def __init__(self) -> None:
        self._by_wiki: dict[str, Fault] = {}

    def set(self, dbname: str, kind: str, seconds: float = 0.0) -> None:
        """`kind` is a key of FAULTS; `seconds` matters for `slow` only."""
        if kind not in FAULTS:
            raise ValueError(f"unknown fault {kind}")
        self._by_wiki[dbname] = Fault(kind, seconds)

    def clear(self, dbname: str | None = None) -> None:
        """Forget the fault of one wiki, or all of them."""
        if dbname is None:
            self._by_wiki.clear()
        else:
            self._by_wiki.pop(dbname, None)

    def of(self, dbname: str) -> Fault | None:
        return self._by_wiki.get(dbname)

    def active(self, dbname: str, kind: str) -> bool:
        fault = self._by_wiki.get(dbname)
        return fault is not None and fault.kind == kind
