"""When a block made through a form ends: the words that MediaWiki takes, as far as the sandbox needs them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

_SPAN = re.compile(r"(?P<number>[0-9]{1,4}) (?P<unit>hour|day|week|month|year)s?")
_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365}


def expiry_of(form: Mapping[str, str], name: str, now: datetime) -> datetime | None:
    """The option, or what is written beside `other`; None: it does not end, whatever else was written."""
    given = form.get(name, "")
    found = _SPAN.fullmatch(form.get(f"{name}-other", "") if given == "other" else given)
    return now + timedelta(days=int(found["number"]) * _DAYS[found["unit"]]) if found else None
