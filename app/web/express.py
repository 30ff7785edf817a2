"""Reads the express page's fields into codes, and writes codes back into fields.

Everything outside the closed lists is a problem, said by its field.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from app.actions.answers import Answers
from app.domain.requests import (
    Exposed,
    Hints,
    Intent,
    PublishedBefore,
    RequestKind,
    Side,
    Tail,
    Urgency,
    Whose,
)
from app.domain.visibility import Parts
from app.flows.packs import Criterion
from app.store.drafts import Draft
from app.web.body import Form
from app.web.pages import Problem

Code = TypeVar("Code")

NUMBER_AT_MOST = 1_000_000
PART_CODES = {part.code: part for part in (Parts.TEXT, Parts.SUMMARY, Parts.USER_NAME)}
SEVERAL = ("exposed", "parts", "let_in")


class _Reading:
    """The fields of one form, collecting problems while they are read."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.problems: list[Problem] = []

    def one(self, field: str, read: Callable[[str], Code], unsaid: Code | None = None) -> Code | None:
        """`unsaid` is what it means to leave the field open; None: it must not be."""
        if unsaid is not None and not self.form.one(field):
            return unsaid
        try:
            return read(self.form.one(field))
        except (KeyError, ValueError):
            self.problems.append(Problem(field, f"choose-{field.replace('_', '-')}"))
            return None

    def several(self, field: str, read: Callable[[str], Code], may_be_open: bool = False) -> list[Code]:
        may_be_open = may_be_open and not self.form.all(field)
        try:
            found = [read(value) for value in self.form.all(field)]
        except (KeyError, ValueError):
            found = []
        if not found and not may_be_open:
            self.problems.append(Problem(field, f"choose-{field.replace('_', '-')}"))
        return found

    def number(self, field: str) -> int | None:
        value = self.form.one(field).strip()
        if not value:
            return None
        if value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= NUMBER_AT_MOST and len(value) < 9:
            return int(value)
        self.problems.append(Problem(field, "not-a-number"))
        return None


KEEP_OUT = ("keep_out_1", "keep_out_2", "keep_out_3")
"""At most three people, never a whole team: product.md 3.3."""


def read_answers(form: Form) -> Answers | tuple[Problem, ...]:
    """The answers, or every problem at once in the order of the page. Whom to keep out is read apart: it is names.

    Where accounts are to be stopped, nothing need be said about what stands where and whose it is.
    """
    reading = _Reading(form)
    reading.one("danger", {"yes": True, "no": False}.__getitem__)
    kind = reading.one("kind", RequestKind)
    stops = kind is not None and kind.stops_accounts
    criterion = reading.one("criterion", _not_empty)
    exposed = reading.several("exposed", Exposed, may_be_open=stops)
    parts = reading.several("parts", PART_CODES.__getitem__, may_be_open=stops)
    side = reading.one("side", lambda value: Side(value) if value else None)
    line, section = reading.number("line"), reading.number("section")
    whose = reading.one("whose", Whose, Whose.UNKNOWN if stops else None)
    intent = reading.one("intent", Intent, Intent.UNKNOWN if stops else None)
    published = reading.one("published_before", PublishedBefore, PublishedBefore.UNKNOWN if stops else None)
    urgency = reading.one("urgency", Urgency.from_code)
    tail = _tail_of(form.one("tail"))
    if reading.problems or not (kind and criterion and whose and intent and published) or urgency is None:
        return tuple(reading.problems)
    wanted = Parts.NONE
    for part in parts:
        wanted |= part
    hints = Hints(frozenset(exposed), wanted, whose, intent, published, side, line, section, tail)
    # Somebody in danger does not wait for the routine, whatever was chosen below.
    danger = form.one("danger") == "yes"
    return Answers(
        kind=kind,
        criterion=criterion,
        urgency=Urgency.NOW if danger else urgency,
        hints=hints,
        suppression_criterion=form.one("suppression_criterion"),
    )


def names_to_keep_out(form: Form) -> tuple[str, ...]:
    """The names typed, in the order of their fields; empty ones too."""
    return tuple(form.one(field) for field in KEEP_OUT)


def still_kept_out(form: Form, before: frozenset[int]) -> frozenset[int]:
    """Central ids of those who were kept out and still are. Each is let in by a box, never by a field left empty."""
    let_in = form.all("let_in")
    return frozenset(who for who in before if str(who) not in let_in)


def typed(form: Form) -> dict[str, str | tuple[str, ...]]:
    """What was typed, for showing the page again; fields that take several are always tuples."""
    values: dict[str, str | tuple[str, ...]] = {name: form.one(name) for name, _ in form.without_token()}
    return values | {name: form.all(name) for name in SEVERAL}


def written(answers: Answers) -> dict[str, str | tuple[str, ...]]:
    """Answers as the page's fields hold them; who is kept out stands beside them."""
    hints = answers.hints
    return {
        "danger": "yes" if answers.urgency is Urgency.NOW else "no",
        "kind": answers.kind.value,
        "criterion": answers.criterion,
        "suppression_criterion": answers.suppression_criterion,
        "exposed": tuple(sorted(hints.exposed)),
        "parts": tuple(part.code for part in hints.parts.each),
        "side": hints.side.value if hints.side else "",
        "line": str(hints.line or ""),
        "section": str(hints.section or ""),
        "whose": hints.whose.value,
        "intent": hints.intent.value,
        "published_before": hints.published_before.value,
        "urgency": answers.urgency.code,
        "tail": hints.tail.value if hints.tail else "",
    }


LATER = "later"
"""Send the linked and the newest revisions now, and leave the long tail for another time."""


def about_tail(form: Form) -> tuple[Problem, ...]:
    """What is missing where a long tail waits for a word about it."""
    said = form.one("tail")
    return () if said == LATER or _tail_of(said) else (Problem("tail", "choose-tail"),)


def _tail_of(value: str) -> Tail | None:
    return Tail(value) if value in set(Tail) else None


def filled_in(draft: Draft, criteria: Sequence[Criterion]) -> dict[str, str | tuple[str, ...]]:
    """What guided questions, and a word about a long tail, fill in already; of `criteria` the one that they name for
    the kind of this request, by its own code or by that of the global criterion it stands for."""
    said = {field.replace("-", "_"): values for field, values in draft.filled.items()}
    filled: dict[str, str | tuple[str, ...]] = {field: tuple(said[field]) for field in SEVERAL if field in said}
    for field in ("danger", "kind", "whose", "intent", "published_before", "urgency"):
        if said.get(field):
            filled[field] = said[field][0]
    fit = [each for each in criteria if filled.get("kind") in {kind.value for kind in each.kinds}]
    if named := [each.code for code in said.get("criterion", ()) for each in fit if code in {each.code, each.like}]:
        filled["criterion"] = named[0]
    return filled | ({"tail": draft.tail.value} if draft.tail else {})


def _not_empty(value: str) -> str:
    if not value:
        raise ValueError
    return value
