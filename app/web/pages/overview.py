"""One person's desk, and one queue as it is handed from who goes to who comes."""

from dataclasses import dataclass

from app.domain.overview import QueueList, WhyWaiting
from app.domain.queues import Queue
from app.web.pages.frame import Page
from app.web.pages.live import Live
from app.web.pages.requests import RequestLine


@dataclass(frozen=True)
class WaitingLine:
    """A request that waits for this very person, and why.

    `by` is the colleague who asks or handed it over, a name or "somebody"; None where the reader may not learn it.
    `until` is when a claim that was handed over ends. `name` is what its mark calls the line.
    """

    name: str
    line: RequestLine
    why: WhyWaiting
    by: str | None = None
    until: int | None = None


@dataclass(frozen=True)
class ReminderLine:
    """A request to look at again on the day that begins at `due_at`: in so many `days`; 0 today, less once past."""

    line: RequestLine
    due_at: int
    days: int


@dataclass(frozen=True)
class DeskPage(Page):
    """`/desk`: what waits for me, what I hold, what I am reminded of, what I asked for.

    `handles`: whether the reader has any queue. `unasked` are wikis that could not be asked whether I handle their
    queues; `could_not_check`: not even that is known, and only what I asked for is shown.
    """

    template = "overview/desk.html"
    title = "title-desk"
    waiting: tuple[WaitingLine, ...]
    claims: tuple[RequestLine, ...]
    own: tuple[RequestLine, ...]
    more_own: bool
    reminders: tuple[ReminderLine, ...]
    handles: bool
    unasked: tuple[str, ...] = ()
    could_not_check: bool = False
    live: Live | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.waiting or self.claims or self.own or self.reminders)

    @property
    def is_one_due(self) -> bool:
        """Whether a reminder is for today or before: they come first then."""
        return any(each.days <= 0 for each in self.reminders)


@dataclass(frozen=True)
class AwaitingLine:
    """A request whose sender was asked something, `since` when (seconds since 1970; None: not known any more)."""

    line: RequestLine
    since: int | None


@dataclass(frozen=True)
class QueueHandOverPage(Page):
    """`/queues/hand-over`: one queue for who goes and who comes; without `chosen`, which of mine.

    No pointers and no total counts: at most fifty of each list, and `more` names the lists of which that is not all.
    `shown_at` is when it was read.
    """

    template = "overview/hand_over.html"
    title = "title-queue-hand-over"
    queues: tuple[Queue, ...]
    chosen: Queue | None
    overdue: tuple[RequestLine, ...]
    free: tuple[RequestLine, ...]
    held: tuple[RequestLine, ...]
    awaiting: tuple[AwaitingLine, ...]
    more: frozenset[QueueList]
    shown_at: int
    unasked: tuple[str, ...] = ()
    live: Live | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.overdue or self.free or self.held or self.awaiting)

    @property
    def keeps_someone_out(self) -> bool:
        """Whether somebody of the team may be kept out of one of these: then the list is not for everybody's eyes."""
        listed = (*self.overdue, *self.free, *self.held, *(each.line for each in self.awaiting))
        return any(each.request.keeps_someone_out for each in listed)
