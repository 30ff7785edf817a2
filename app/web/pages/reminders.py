"""Being reminded of a request, on its page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReminderPart:
    """`due_at`: on which day already (seconds since 1970), None: on none. `first` and `last` are the days that can be
    chosen, as a date field writes them; `typed` what stands in the field."""

    due_at: int | None
    first: str
    last: str
    typed: str = ""
