"""One API call: its parameters, what was wrong with them, and the answer growing.

Every module reads all parameters it knows through this object; what nobody read is "unrecognized", as in MediaWiki.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from app.sandbox.accounts import Account
from app.sandbox.farm import Farm
from app.sandbox.rights import rights_on
from app.sandbox.wiki import Wiki

Json = dict[str, Any]
LOW_LIMIT, HIGH_LIMIT = 50, 500
LIST_LOW_LIMIT, LIST_HIGH_LIMIT = 500, 5000


class ApiError(Exception):
    """An answer with `error`; `data` stands beside code and info."""

    def __init__(self, code: str, info: str, module: str = "main", **data: Any) -> None:
        super().__init__(code)
        self.code, self.info, self.module, self.data = code, info, module, data


@dataclass
class Call:
    """`given` holds every parameter once, the body before the query string."""

    farm: Farm
    wiki: Wiki
    viewer: Account | None
    given: Mapping[str, str]
    known: set[str] = field(default_factory=set)
    warnings: dict[str, list[str]] = field(default_factory=dict)
    query: Json = field(default_factory=dict)
    continuation: dict[str, str] = field(default_factory=dict)

    @property
    def rights(self) -> frozenset[str]:
        return rights_on(self.viewer, self.wiki)

    @property
    def high_limits(self) -> bool:
        return "apihighlimits" in self.rights

    def warn(self, module: str, text: str) -> None:
        self.warnings.setdefault(module, []).append(text)

    def ignore(self, *names: str) -> None:
        """Parameters that exist in MediaWiki and change nothing here."""
        self.known.update(names)

    def text(self, name: str) -> str | None:
        self.known.add(name)
        return self.given.get(name)

    def flag(self, name: str) -> bool:
        """MediaWiki's booleans: present is true, whatever the value."""
        return self.text(name) is not None

    def values(self, name: str) -> list[str] | None:
        """A multi-value parameter; one value too many is an error, never a cut."""
        raw = self.text(name)
        if raw is None:
            return None
        parts = raw[1:].split("\x1f") if raw.startswith("\x1f") else raw.split("|")
        parts = [part.strip() for part in parts] if parts != [""] else []
        limit = HIGH_LIMIT if self.high_limits else LOW_LIMIT
        unique = list(dict.fromkeys(parts))
        if len(unique) > limit:
            raise ApiError(
                "toomanyvalues",
                f'Too many values supplied for parameter "{name}". The limit is {limit}.',
                parameter=name,
                limit=limit,
                lowlimit=LOW_LIMIT,
                highlimit=HIGH_LIMIT,
            )
        return unique

    def choices(self, name: str, allowed: Collection[str], default: Collection[str], module: str) -> set[str]:
        """A multi-value parameter with known values; an unknown value is only a warning."""
        given = self.values(name)
        if given is None:
            return set(default)
        if given == ["*"]:
            return set(allowed)
        unknown = [value for value in given if value not in allowed]
        if unknown:
            word = "value" if len(unknown) == 1 else "values"
            self.warn(module, f'Unrecognized {word} for parameter "{name}": {", ".join(unknown)}')
        return set(given) - set(unknown)

    def choice(self, name: str, allowed: Collection[str], default: str) -> str:
        """A parameter with one known value; an unknown one is an error."""
        given = self.text(name)
        if given is None:
            return default
        if given not in allowed:
            raise ApiError("badvalue", f'Unrecognized value for parameter "{name}": {given}.', parameter=name)
        return given

    def integers(self, name: str) -> list[int] | None:
        given = self.values(name)
        return None if given is None else [self._integer(name, value) for value in given]

    def integer(self, name: str) -> int | None:
        given = self.text(name)
        return None if given is None else self._integer(name, given)

    @staticmethod
    def _integer(name: str, value: str) -> int:
        digits = value.removeprefix("-")
        if not (digits.isascii() and digits.isdigit()):
            raise ApiError("badinteger", f'Invalid value "{value}" for integer parameter "{name}".', parameter=name)
        return int(value)

    def limit(self, name: str, module: str, default: int = 10) -> int:
        """A list limit; `max` is understood, more than the limit is clipped with a warning."""
        most = LIST_HIGH_LIMIT if self.high_limits else LIST_LOW_LIMIT
        given = self.text(name)
        if given is None:
            return default
        if given == "max":
            return most
        wanted = self._integer(name, given)
        if not 1 <= wanted <= most:
            self.warn(module, f'The value "{wanted}" for parameter "{name}" must be between 1 and {most}.')
        return min(max(wanted, 1), most)

    def place(self, name: str) -> tuple[str, int] | None:
        """A continuation value `time|number`, as this API hands it out."""
        given = self.text(name)
        if not given:
            return None
        stamp, _, number = given.partition("|")
        if not number.isdigit():
            raise ApiError("badcontinue", "Invalid continue param. You should pass the original value returned.")
        return stamp, int(number)

    def time(self, name: str) -> datetime | None:
        """ISO 8601 or 14 digits, as MediaWiki writes times itself."""
        given = self.text(name)
        if given is None:
            return None
        if given == "now":
            return self.farm.now()
        for shape in ("%Y-%m-%dT%H:%M:%SZ", "%Y%m%d%H%M%S"):
            try:
                return datetime.strptime(given, shape).replace(tzinfo=UTC)
            except ValueError:
                continue
        raise ApiError("badtimestamp", f'Invalid value "{given}" for timestamp parameter "{name}".', parameter=name)


def iso(moment: datetime) -> str:
    """A time as the API writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def digits(moment: datetime) -> str:
    """A time in 14 digits."""
    return moment.strftime("%Y%m%d%H%M%S")
