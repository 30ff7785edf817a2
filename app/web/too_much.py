"""When a limit was reached: what a page says of it. The answer's Retry-After comes from the same `Wait`."""

from app.actions.refusals import TooMuch
from app.web.pages import Problem, Wait


def too_much(field: str, error: TooMuch) -> Problem:
    """Beside the input that is to be sent again later; everything typed stays in the page."""
    return Problem(field, error.sentence, wait_params(error))


def wait_params(error: TooMuch) -> tuple[str | Wait, ...]:
    """For messages that say when to try again: `$1` in minutes, `$2` in words."""
    return (str(error.try_again // 60 + 1), Wait(error.try_again))
