"""The answers of the express page, in codes: what a draft keeps of them, and what filing reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.requests import Exposed, Hints, Intent, PublishedBefore, RequestKind, Side, Tail, Urgency, Whose
from app.domain.visibility import Parts


@dataclass(frozen=True)
class Answers:
    """`criterion` is checked against each wiki's pack; `suppression_criterion` is for the targets that only
    oversighters can hide where the rest is to be revision-deleted. `kept_out` are the central ids of those whom the
    requester keeps out.
    """

    kind: RequestKind
    criterion: str
    urgency: Urgency
    hints: Hints
    suppression_criterion: str = ""
    kept_out: frozenset[int] = frozenset()

    def criterion_for(self, kind: RequestKind) -> str:
        """The criterion of a request of this kind. A temporary account is blocked for what others are locked for."""
        besides = kind is RequestKind.SUPPRESSION and kind is not self.kind
        return self.suppression_criterion if besides else self.criterion


def to_codes(answers: Answers) -> dict[str, Any]:
    """Codes and numbers only: what may go under a draft's seal."""
    hints = answers.hints
    return {
        "kind": answers.kind.value,
        "criterion": answers.criterion,
        "suppression-criterion": answers.suppression_criterion,
        "urgency": int(answers.urgency),
        "exposed": sorted(exposed.value for exposed in hints.exposed),
        "parts": int(hints.parts),
        "whose": hints.whose.value,
        "intent": hints.intent.value,
        "published-before": hints.published_before.value,
        "side": hints.side.value if hints.side else None,
        "line": hints.line,
        "section": hints.section,
        "tail": hints.tail.value if hints.tail else None,
        "kept-out": sorted(answers.kept_out),
    }


def kept_out_in(codes: Mapping[str, Any]) -> frozenset[int]:
    """Central ids of those whom a draft keeps out, however much else it holds."""
    return frozenset(codes.get("kept-out", ()))


def from_codes(codes: Mapping[str, Any]) -> Answers | None:
    """The answers of a draft, None where there are none yet; whom it keeps out may stand there alone."""
    if "kind" not in codes:
        return None
    hints = Hints(
        exposed=frozenset(Exposed(code) for code in codes["exposed"]),
        parts=Parts(codes["parts"]),
        whose=Whose(codes["whose"]),
        intent=Intent(codes["intent"]),
        published_before=PublishedBefore(codes["published-before"]),
        side=Side(codes["side"]) if codes["side"] else None,
        line=codes["line"],
        section=codes["section"],
        tail=Tail(codes["tail"]) if codes.get("tail") else None,
    )
    return Answers(
        kind=RequestKind(codes["kind"]),
        criterion=codes["criterion"],
        urgency=Urgency(codes["urgency"]),
        hints=hints,
        suppression_criterion=codes["suppression-criterion"],
        kept_out=kept_out_in(codes),
    )
