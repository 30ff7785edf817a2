"""The bell: those one keeps, and the one moment in which a new one's secret can be read."""

from dataclasses import dataclass

from app.domain.bells import Bell
from app.web.pages.frame import Page, Problem


@dataclass(frozen=True)
class BellsPage(Page):
    """`/bells`: my live bells. `room` is how many more I may make."""

    template = "bells/list.html"
    title = "title-bells"
    bells: tuple[Bell, ...]
    room: int
    problem: Problem | None = None


@dataclass(frozen=True)
class NewBellPage(Page):
    """The answer to making one, and the only page that ever shows its secret: for a team's own bot beside the address,
    for its header; for a feed reader, which knows no headers, in the address."""

    template = "bells/made.html"
    title = "title-bell-made"
    atom: str
    json_without_secret: str
    secret: str
    until: int
