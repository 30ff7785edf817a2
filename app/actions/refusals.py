"""The ways in which an action says no. They carry message keys and codes, never anything typed or any name."""

from app.policy.decide import Denied


class ActionRefused(Exception):
    """Nothing was done. `sentence` is a message key."""

    def __init__(self, sentence: str, *params: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.params = params


class NotThere(ActionRefused):
    """For this person it does not exist (404). Unknown, foreign and kept-out references all end here, alike."""

    def __init__(self) -> None:
        super().__init__("denied-request-read")


class DraftGone(NotThere):
    """A draft that is used up, over two hours old, or somebody else's: alike, and said so that Back explains itself."""

    def __init__(self) -> None:
        ActionRefused.__init__(self, "draft-used-up")


class NotAllowed(ActionRefused):
    """They may know of it, but not do this (403)."""


class CouldNotCheckRights(ActionRefused):
    """The wiki could not be asked: an unknown answer is a no (503)."""

    def __init__(self, sentence: str = "could-not-check-rights") -> None:
        super().__init__(sentence)


class Overtaken(ActionRefused):
    """Somebody else was faster, or the page was old (409)."""


class TooMuch(ActionRefused):
    """A limit of this person or of the whole desk is reached (429). `try_again` is in seconds."""

    def __init__(self, sentence: str, try_again: int) -> None:
        super().__init__(sentence)
        self.try_again = try_again


class Unusable(ActionRefused):
    """What was typed does not fit (422). `field` is the input it is about."""

    def __init__(self, field: str, sentence: str, *params: str) -> None:
        super().__init__(sentence, *params)
        self.field = field


def refuse(denied: Denied) -> ActionRefused:
    """The exception for a verdict of the policy."""
    return NotThere() if denied.hidden else NotAllowed(denied.sentence)
