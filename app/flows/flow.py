"""The nouns of a guided flow: questions, turns and outcomes, as a functionary writes them in a TOML file.

Data only. How answers lead through it is in `replay.py`; how files are read, in `reading.py`; what must hold, in
`checking.py`; the file format is explained to its editors in EDITING.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.requests import Urgency
from app.domain.rights import Right


class QuestionKind(StrEnum):
    """`links`: a short list of links, read as in the one box; of it only "given" or "none" is an answer."""

    CHOICE = "choice"
    SEVERAL = "several"
    LINKS = "links"


class Route(StrEnum):
    """Where an outcome leads (product.md 3.2); each has a name in the messages (`flow-route-<value>`)."""

    EMERGENCY = "emergency"
    LEGAL_REPORTS = "legal-reports"
    HAND_OVER = "hand-over"
    SELF = "self"
    LOCAL_QUEUE = "local-queue"
    GLOBAL_SYSOPS = "global-sysops"
    STEWARDS_QUEUE = "stewards-queue"
    STEWARDS_MAIL = "stewards-mail"
    STEWARD_REQUEST = "steward-request"
    CHECKUSER = "checkuser"
    CA = "ca"
    LEGAL = "legal"
    U4C = "u4c"
    RENAME = "rename"
    COPYRIGHT = "copyright"
    NOTICEBOARD = "noticeboard"
    DISCUSSION = "discussion"
    ANSWER = "answer"
    NO_ANSWER = "no-answer"
    SUPPORT = "support"
    NOTHING = "nothing"


class Act(StrEnum):
    """What a person can do right here from an outcome; each has a button in the messages (`flow-act-<value>`)."""

    EMERGENCY = "emergency"
    CHILD_PROTECTION = "child-protection"
    FORMS = "forms"
    SUPPRESSION = "suppression"
    REVISION_DELETION = "revision-deletion"
    COPYRIGHT = "copyright"
    LOCK = "lock"
    LOCK_AND_HIDE = "lock-and-hide"
    GLOBAL_BLOCK = "global-block"
    STEWARDS = "stewards"


NEEDS: Mapping[Act, Right | None] = {
    Act.EMERGENCY: None,
    Act.CHILD_PROTECTION: None,
    Act.FORMS: Right.BOX_USE,
    Act.SUPPRESSION: Right.REQUEST_FILE,
    Act.REVISION_DELETION: Right.REQUEST_FILE,
    Act.COPYRIGHT: Right.REQUEST_FILE,
    Act.LOCK: Right.REQUEST_FILE,
    Act.LOCK_AND_HIDE: Right.REQUEST_FILE,
    Act.GLOBAL_BLOCK: Right.REQUEST_FILE,
    Act.STEWARDS: Right.REQUEST_FILE,
}
"""The right of Haven behind each; an act without a line here stops the start."""


@dataclass(frozen=True)
class Condition:
    """`of` is a question or a fact: it holds where its answer is, or has among it, `value`."""

    of: str
    value: str


@dataclass(frozen=True)
class Answer:
    """One answer to a question. `go`: where it leads (else the question's own); `adds`: outcomes besides.

    `implies` are answers to later questions that need no asking then; `criterion` is the code of a criterion of the
    global policy pack. `rules`, here and below: which rules of the training module it embodies (docs/rules.md).
    """

    value: str
    say: str
    about: str = ""
    go: str | None = None
    adds: tuple[str, ...] = ()
    implies: tuple[Condition, ...] = ()
    criterion: str = ""
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """`fact`: what the wikis may tell instead; then it is shown as found on the wiki, and can be said to be wrong."""

    id: str
    ask: str
    answers: tuple[Answer, ...]
    kind: QuestionKind = QuestionKind.CHOICE
    why: str = ""
    hint: str = ""
    go: str | None = None
    fact: str | None = None
    rules: tuple[str, ...] = ()

    def answer(self, value: str) -> Answer | None:
        return next((each for each in self.answers if each.value == value), None)


@dataclass(frozen=True)
class Rule:
    """All conditions must hold; none at all always holds."""

    when: tuple[Condition, ...]
    go: str
    adds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Turn:
    """Where one answer is not enough to tell the way: the first rule that holds."""

    id: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Resource:
    """A page outside the wiki where somebody finds help. `address` is https."""

    say: str
    address: str


@dataclass(frozen=True)
class Outcome:
    """An end. `precedence` orders several of them (the order of who is asked first; the smallest is the primary one).

    `next` are the next three things to do; `contacts` are names of contacts.toml or teams of the wiki's pack; `adds`
    are outcomes that always come with it; `warning` is what to know before going somewhere public. `at_once`: it is
    shown as soon as it is reached, nothing more is asked, and nothing from other ways stands beside it.
    """

    id: str
    say: str
    because: str
    route: Route
    urgency: Urgency
    precedence: int
    next: tuple[str, ...]
    acts: tuple[Act, ...] = ()
    contacts: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    warning: str = ""
    resources: tuple[Resource, ...] = ()
    at_once: bool = False
    rules: tuple[str, ...] = ()


Node = Question | Turn | Outcome


@dataclass(frozen=True)
class Flow:
    """One file. The first node of the file is where it begins. `start`: people enter it from a page of its own, not by
    way of another flow."""

    id: str
    title: str
    version: int
    reviewed: date
    source: str
    nodes: Mapping[str, Node]
    start: bool = False

    @property
    def first(self) -> str:
        return next(iter(self.nodes))


@dataclass(frozen=True)
class Place:
    """A node of a flow. Written in a file as its id, as `flow:NAME` (where that flow begins) or as `NAME/ID`."""

    flow: str
    node: str


@dataclass(frozen=True)
class Flows:
    """All flows. The same question id in two flows is the same question: it is asked once."""

    by_id: Mapping[str, Flow]

    def find(self, place: Place) -> Node:
        return self.by_id[place.flow].nodes[place.node]

    def place(self, here: str, go: str) -> Place:
        """Where `go` leads from the flow `here`. Raises KeyError for a place that there is none."""
        if go.startswith("flow:"):
            flow = self.by_id[go.removeprefix("flow:")]
            return Place(flow.id, flow.first)
        name, _, node = go.rpartition("/")
        place = Place(name or here, node)
        self.find(place)
        return place

    def start(self, flow: str) -> Place:
        return Place(flow, self.by_id[flow].first)
