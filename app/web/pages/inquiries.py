"""What people ask each other about a request: the part of its page, and the pages on which somebody is asked."""

from dataclasses import dataclass

from app.domain.inquiries import Inquiry, Reply
from app.web.pages.frame import Page, Problem


@dataclass(frozen=True)
class Question:
    """What the reader themselves is asked and has not answered. `by` is the colleague who asks, None for a requester:
    they learn no handler's name. `number_up_to` is the highest number that a reply can name, None where none takes one.
    `chosen` and `place` are what was filled in before."""

    number: int
    inquiry: Inquiry
    replies: tuple[Reply, ...]
    by: str | None
    number_up_to: int | None
    chosen: str = ""
    place: str = ""

    @property
    def asks_for_target(self) -> bool:
        return Reply.THIS_ONE in self.replies


@dataclass(frozen=True)
class AskedLine:
    """Something that was asked. `by` and `of` are names, "you" or "somebody"; None: the requester is asked, or whoever
    asked is not for this reader. `can_take_back`: by this reader, now."""

    number: int
    inquiry: Inquiry
    by: str | None
    of: str | None
    reply: Reply | None
    place: int | None
    can_take_back: bool


@dataclass(frozen=True)
class Between:
    """What goes on between people about a request. `may` holds what its holder can do now: ask, second-opinion,
    hand-over. `advice` is what the requester's last answer means for them: send-anew, not-needed."""

    question: Question | None = None
    asked: tuple[AskedLine, ...] = ()
    may: frozenset[str] = frozenset()
    advice: str | None = None


@dataclass(frozen=True)
class AskBackPage(Page):
    """`/requests/REF/ask`: one coded question to the requester. `chosen` is what was filled in before."""

    template = "requests/ask_back.html"
    title = "title-ask-back"
    reference: str
    inquiries: tuple[Inquiry, ...]
    chosen: str = ""
    problem: Problem | None = None


@dataclass(frozen=True)
class SecondOpinionPage(Page):
    """`/requests/REF/second-opinion`: which colleague is asked. `name` is what was typed before."""

    template = "requests/second_opinion.html"
    title = "title-second-opinion"
    reference: str
    name: str = ""
    problem: Problem | None = None


@dataclass(frozen=True)
class HandRequestOverPage(Page):
    """`/requests/REF/hand-over`: which colleague holds it from now on. `name` is what was typed before."""

    template = "requests/hand_over.html"
    title = "title-hand-request-over"
    reference: str
    name: str = ""
    problem: Problem | None = None
