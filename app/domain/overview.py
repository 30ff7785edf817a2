"""What the desk and the hand-over view sort requests by, as closed lists."""

from enum import StrEnum


class WhyWaiting(StrEnum):
    """Why a request waits for one person and nobody else; each has a sentence in the messages (`desk-why-<value>`)."""

    ASKED_BACK = "asked-back"
    SECOND_OPINION = "second-opinion"
    HANDED_OVER = "handed-over"
    VISIBLE_AGAIN = "visible-again"


class QueueList(StrEnum):
    """The lists of a queue as it is handed over, in the order of the page (`queue-list-<value>`)."""

    OVERDUE = "overdue"
    FREE = "free"
    HELD = "held"
    AWAITING = "awaiting"
