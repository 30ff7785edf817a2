"""What people ask each other about a request, in codes that are said in everybody's own language.

The requester is asked what the team needs to know; a colleague is asked what they think of it. What can only be said in
words goes by the wiki's own mail.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Inquiry(StrEnum):
    """One closed list for everybody who can be asked; each has a sentence in the messages (`inquiry-<value>`)."""

    WHICH_REVISION = "which-revision"
    WHICH_PART = "which-part"
    WHERE_IN_IT = "where-in-it"
    WRONG_WIKI = "wrong-wiki"
    WHOSE = "whose"
    PUBLISHED_BEFORE = "published-before"
    CANNOT_FIND = "cannot-find"
    STILL_NEEDED = "still-needed"
    SECOND_OPINION = "second-opinion"

    @property
    def is_for_colleagues(self) -> bool:
        return self is Inquiry.SECOND_OPINION


class Reply(StrEnum):
    """Each has a sentence in the messages (`reply-<value>`)."""

    ALL_OF_THEM = "all-of-them"
    THIS_ONE = "this-one"
    """With the number of the target in the request."""
    THE_NEWEST = "the-newest"
    SENT_ANEW = "sent-anew"
    """The requester sends another request with the right links."""

    TEXT = "text"
    SUMMARY = "summary"
    USER_NAME = "user-name"
    TEXT_AND_SUMMARY = "text-and-summary"
    EVERYTHING = "everything"

    IN_LINE = "in-line"
    """With the number of the line in the diff."""
    IN_SECTION = "in-section"
    """With the number of the section."""

    RIGHT_WIKI = "right-wiki"
    OTHER_WIKI = "other-wiki"

    MINE = "mine"
    OTHER_EDITOR = "other-editor"
    PUBLIC_PERSON = "public-person"
    MINOR = "minor"

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    AGREE = "agree"
    LOWER = "lower"
    DECLINE = "decline"
    TRUST_AND_SAFETY = "trust-and-safety"
    SOMEBODY_ELSE = "somebody-else"
    """They would rather not; nobody need say why (seed R99)."""

    @property
    def takes_number(self) -> bool:
        return self in {Reply.THIS_ONE, Reply.IN_LINE, Reply.IN_SECTION}

    @property
    def asks_anew(self) -> bool:
        """Whether the requester has to send another request, with other links."""
        return self in {Reply.SENT_ANEW, Reply.OTHER_WIKI}


REPLIES: Mapping[Inquiry, tuple[Reply, ...]] = {
    Inquiry.WHICH_REVISION: (Reply.ALL_OF_THEM, Reply.THIS_ONE, Reply.THE_NEWEST, Reply.SENT_ANEW),
    Inquiry.WHICH_PART: (
        Reply.TEXT, Reply.SUMMARY, Reply.USER_NAME, Reply.TEXT_AND_SUMMARY, Reply.EVERYTHING, Reply.UNKNOWN,
    ),
    Inquiry.WHERE_IN_IT: (Reply.IN_LINE, Reply.IN_SECTION, Reply.EVERYTHING, Reply.UNKNOWN),
    Inquiry.WRONG_WIKI: (Reply.RIGHT_WIKI, Reply.OTHER_WIKI, Reply.SENT_ANEW),
    Inquiry.WHOSE: (Reply.MINE, Reply.OTHER_EDITOR, Reply.PUBLIC_PERSON, Reply.MINOR, Reply.UNKNOWN),
    Inquiry.PUBLISHED_BEFORE: (Reply.YES, Reply.NO, Reply.UNKNOWN),
    Inquiry.CANNOT_FIND: (Reply.SENT_ANEW, Reply.IN_LINE, Reply.IN_SECTION, Reply.UNKNOWN),
    Inquiry.STILL_NEEDED: (Reply.YES, Reply.NO),
    Inquiry.SECOND_OPINION: (Reply.AGREE, Reply.LOWER, Reply.DECLINE, Reply.TRUST_AND_SAFETY, Reply.SOMEBODY_ELSE),
}  # fmt: skip
"""What can be said to each inquiry, in the order of the page."""

AT_MOST = 10
"""How often the requester of a request is asked back; and how often its handlers ask a colleague."""
PLACE_AT_MOST = 10_000
"""The highest number of a line or a section that a reply can name."""


@dataclass(frozen=True)
class Asked:
    """An inquiry about a request. `number` is never given twice within it: what its requester is asked counts from 1,
    what colleagues are asked from 11, so that neither number tells how often the others were asked. `asked_by` and
    `asked_of` are central ids; times in seconds since 1970 (UTC), whole days once the request has ended. `reply` None:
    not answered yet. `place` is the number that some replies name: of a target, a line or a section."""

    number: int
    inquiry: Inquiry
    asked_by: int
    asked_of: int
    asked_at: int
    reply: Reply | None = None
    place: int | None = None
    replied_at: int | None = None
