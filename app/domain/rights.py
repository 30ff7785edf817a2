"""The names of what a person may do in Haven. Who holds them: `app.policy`."""

from enum import StrEnum


class Right(StrEnum):
    """Named `noun:verb`, alphabetical. A right that nobody granted does not exist."""

    ACCOUNTS_READ = "accounts:read"
    BELL_KEEP = "bell:keep"
    BOX_USE = "box:use"
    CASE_KEEP = "case:keep"
    REMINDER_KEEP = "reminder:keep"
    REQUEST_ANSWER = "request:answer"
    REQUEST_ASK = "request:ask"
    REQUEST_CLOSE = "request:close"
    REQUEST_FILE = "request:file"
    REQUEST_FORWARD = "request:forward"
    REQUEST_HAND_OVER = "request:hand-over"
    REQUEST_LIST_OWN = "request:list-own"
    REQUEST_OPEN = "request:open"
    REQUEST_READ = "request:read"
    REQUEST_REOPEN = "request:reopen"
    REQUEST_TAKE = "request:take"
    REQUEST_WITHDRAW = "request:withdraw"
    QUEUE_READ = "queue:read"
    SESSION_USE = "session:use"
    TRACKING_CONSENT = "tracking:consent"
    TRACKING_END = "tracking:end"
    TRACKING_READ = "tracking:read"
    TRACKING_START = "tracking:start"
    VIEW_LOG_READ = "view-log:read"
    VIEW_LOG_READ_ALL = "view-log:read-all"
