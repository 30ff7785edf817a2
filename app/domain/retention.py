"""How long anything is kept. The purge and the privacy page read these same numbers (product.md, promise 5)."""

DAY = 24 * 60 * 60

POINTERS_AFTER_END = 7 * DAY
"""Pointers, hints, requester and fingerprints of a request go this long after it ended."""

STALE_AFTER = 90 * DAY
"""An open request that nobody ended goes stale, and its pointers go, after this long."""

POINTERS_AT_MOST = STALE_AFTER + POINTERS_AFTER_END
"""So long after it was filed the pointers of a request go at the latest, however often it was opened again."""

RECORD_AFTER_END = 90 * DAY
"""What is left of an ended request (codes, wiki, day) goes after this long."""

TRACKING = 90 * DAY
"""No tracking outlives this, counted from its start, renewed or not; most end sooner, as their owner chose."""

VIEW_LOG = 90 * DAY
VIEW_WINDOW = 60 * 60
"""A view lets its reader see pointers for this long; repeats within it are one line of the log."""

DRAFT = 2 * 60 * 60
SESSION_IDLE = 8 * 60 * 60
SESSION_AT_MOST = 24 * 60 * 60
POINTERS_NEED_POST_WITHIN = 60 * 60
BELL = 90 * DAY
"""A secret feed address rings no longer than this."""
PRESENCE = 7 * DAY
"""A queue is open only where somebody of its team was here within this time."""
REMINDER_AFTER = 7 * DAY
"""A check-in reminder goes this long after its day."""
TALLY = DAY
"""Counts that limit how much one person may do."""
