"""Each right of Haven with the key of its sentence and of the sentence that refuses it.

The sentences stand in `app/messages`; here are their keys only.
"""

from app.domain.rights import Right


def saying(right: Right) -> str:
    """Message key of what the right allows, e.g. `right-queue-read`."""
    return f"right-{_slug(right)}"


def denial(right: Right) -> str:
    """Message key of the one plain sentence that refuses it."""
    return f"denied-{_slug(right)}"


def _slug(right: Right) -> str:
    return right.value.replace(":", "-")
