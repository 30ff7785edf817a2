"""Reads the page of a hand-over pack, and says of each part what is missing.

SECURITY: what is typed here lives in this request alone. It goes into the answer's body, and nowhere else.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.actions.link_check import CheckedLists, Seen
from app.domain.hand_overs import FilledPart, HandOver, NoneBecause, Part, Question, Recipient, Said, Step
from app.domain.targets import Target
from app.domain.wikis import Farm
from app.links.ips import holds_address
from app.links.pasted_lines import LineKind, PastedLine, lets_others_in, names_host
from app.web.body import Form
from app.web.pages import CheckedLine, Problem
from app.web.wording import word_key

LONGEST = 20_000
"""Characters of one field: a long mail. What is longer is told better by links."""
LONGEST_WHO = 100
"""Characters of an account with an address, where nothing is described: no room for more."""
OUTSIDE, ADDRESSES = "keep_outside", "keep_addresses"
TICKS = frozenset({OUTSIDE, ADDRESSES})
"""What is meant to stay is said for one recipient: whoever chooses another one is asked anew."""
WORDS = (*Part, *(f"{part}_words" for part in Part))
"""The fields that take words."""
FIELDS = (*WORDS, *(f"{part}_none" for part in Part), *(f"ask_{each.value}" for each in Question), OUTSIDE, ADDRESSES)

CASE = "case"
"""The case that a pack was begun from, as its file: carried along, never looked at here."""

_RIGHT_KINDS = {
    Part.PAGES: frozenset({LineKind.PAGE}),
    Part.DIFFS: frozenset({LineKind.DIFF, LineKind.LOG}),
    Part.NOTICED: frozenset({LineKind.PAGE, LineKind.DIFF, LineKind.LOG}),
}
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters, as Unicode has it, that nobody sees."""
_HOST = re.compile(r"//([^/?#\s]+)")
_WHO = frozenset({Part.CONTACT, Part.PARTY})
_MAY_BE_OUTSIDE = frozenset({Part.PAGES, Part.NOTICED})

Lines = Mapping[Part, tuple[CheckedLine, ...]]


@dataclass(frozen=True)
class ReadForm:
    """One form: the pack where nothing is missing, else every problem in the order of the page."""

    pack: HandOver
    lines: Lines
    problems: tuple[Problem, ...]
    has_outside: bool
    has_addresses: bool


def kept_fields(form: Form, but: frozenset[str] = frozenset()) -> tuple[tuple[str, str], ...]:
    """All that was typed on the page of the six parts, to be carried along by the next one."""
    pairs = [(name, form.one(name)) for name in FIELDS if name not in but and form.one(name)]
    return (*pairs, *(("steps", code) for code in form.all("steps")), *_case_of(form))


def _case_of(form: Form) -> tuple[tuple[str, str], ...]:
    return ((CASE, form.one(CASE)),) if form.one(CASE) else ()


def typed(form: Form) -> dict[str, str | tuple[str, ...]]:
    """The same, for showing the page again."""
    return {name: form.one(name) for name in FIELDS} | {"steps": form.all("steps")}


def links_to_check(form: Form, to: Recipient) -> dict[str, str]:
    """The lists of links by part, without those that are too long to be looked at."""
    return {part: form.one(part) for part in to.parts if part.is_links and len(form.one(part)) <= LONGEST}


def carried(form: Form, to: Recipient) -> tuple[tuple[str, str], ...]:
    """What was typed for another recipient and is not on this one's page: it comes back with the choice."""
    is_child = to is Recipient.CHILD_PROTECTION
    shown = {*to.parts} - ({Part.DONE} if is_child else set())
    unseen = {f"ask_{each.value}" for each in Question} if to is not Recipient.TRUST_AND_SAFETY else set[str]()
    unseen |= {part.value for part in Part if part not in shown}
    unseen |= {f"{part}_none" for part in Part if part not in to.parts}
    unseen |= {f"{part}_words" for part in Part if part not in to.parts or is_child}
    steps = () if is_child else tuple(("steps", code) for code in form.all("steps"))
    return (*((name, form.one(name)) for name in FIELDS if name in unseen and form.one(name)), *steps, *_case_of(form))


def too_long(form: Form) -> tuple[Problem, ...]:
    """Fields that are not even looked at."""
    return tuple(
        Problem(name, "hand-over-too-long", (str(LONGEST),)) for name in WORDS if len(form.one(name)) > LONGEST
    )


def read_pack(form: Form, to: Recipient, wiki: str, checked: CheckedLists, own_host: str) -> ReadForm:
    """What was typed, with what each line of links is."""
    is_child = to is Recipient.CHILD_PROTECTION
    parts = {part: _read_part(form, to, part) for part in to.parts}
    steps = tuple(step for step in Step if step.value in form.all("steps")) if is_child else ()
    said = {} if to is not Recipient.TRUST_AND_SAFETY else _read_said(form)
    keeps_outside = bool(form.one(OUTSIDE))
    lines = {
        part: tuple(_check_line(part, line, keeps_outside, is_child) for line in checked.lists[part])
        for part in to.parts
        if part in checked.lists
    }
    has_outside = any(each.line.kind is LineKind.OUTSIDE for part in _MAY_BE_OUTSIDE for each in lines.get(part, ()))
    texts = [text for each in parts.values() for text in (each.words, each.in_words)]
    has_addresses = any(holds_address(_without_wikis(text, checked.farm)) for text in texts)
    asked = tuple(Question) if to is Recipient.TRUST_AND_SAFETY else ()
    problems = [Problem(f"ask_{each}", f"hand-over-choose-{each}") for each in asked if each not in said]
    for part in to.parts:
        field = "steps" if is_child and part is Part.DONE else part.value
        problems += _problems_of(form, to, part, field, parts[part], bool(steps), lines.get(part, ()), own_host)
    if has_addresses and not form.one(ADDRESSES):
        problems.append(Problem(ADDRESSES, "hand-over-has-addresses"))
    pack = HandOver(to, wiki, parts, steps, said)
    return ReadForm(pack, lines, tuple(problems), has_outside, has_addresses)


def _read_part(form: Form, to: Recipient, part: Part) -> FilledPart:
    chosen = form.one(f"{part}_none")
    because = NoneBecause(chosen) if chosen in set(to.reasons(part)) else None
    words, in_words = _said(form.one(part)), _said(form.one(f"{part}_words"))
    if to is Recipient.CHILD_PROTECTION:
        # SECURITY: what was done is ticked there, and reasons are codes; words would soon describe something.
        return FilledPart("" if part is Part.DONE else words, because)
    return FilledPart(words, because, in_words)


def _said(text: str) -> str:
    """What was typed, without blanks around it; nothing where no letter or digit stands: a dash says nothing."""
    return text.strip() if any(each.isalnum() and each not in _FILLERS for each in text) else ""


def _without_wikis(text: str, farm: Farm | None) -> str:
    """Without the hosts of wikis: on a farm whose hosts are numbers these are nobody's address."""
    return _HOST.sub(lambda found: "//" if farm and farm.by_host(found[1]) else found[0], text)


def _read_said(form: Form) -> dict[Question, Said]:
    return {each: Said(form.one(f"ask_{each}")) for each in Question if form.one(f"ask_{each}") in set(Said)}


def _problems_of(
    form: Form,
    to: Recipient,
    part: Part,
    field: str,
    filled: FilledPart,
    is_ticked: bool,
    lines: tuple[CheckedLine, ...],
    own_host: str,
) -> list[Problem]:
    """What is wrong with one part; `field` is where it is filled in, `is_ticked` whether steps stand for its words."""
    problems: list[Problem] = []
    has_it = bool(filled.words) or (part is Part.DONE and is_ticked)
    if form.one(f"{part}_none") and filled.because is None:
        problems.append(Problem(f"{part}_none", "hand-over-no-such-reason"))
    elif has_it and filled.because:
        problems.append(Problem(field, "hand-over-both"))
    elif not has_it and not filled.because:
        problems.append(Problem(field, f"hand-over-needs-{part}"))
    elif filled.because is NoneBecause.OTHER and not filled.in_words:
        problems.append(Problem(f"{part}_words", "hand-over-which-reason"))
    if wrong := [each for each in lines if each.problem]:
        several = ("hand-over-lines", (str(len(wrong)),)) if len(wrong) > 1 else (str(wrong[0].problem), ())
        problems.append(Problem(field, *several))
    if to is Recipient.CHILD_PROTECTION and part in _WHO and not _is_short(filled.words):
        problems.append(Problem(field, "hand-over-only-who", (str(LONGEST_WHO),)))
    # Lines of links were looked at one by one.
    for name, text in ((field, "" if part.is_links else filled.words), (f"{part}_words", filled.in_words)):
        if names_host(text, own_host):
            problems.append(Problem(name, "hand-over-line-ours"))
        elif lets_others_in(text):
            problems.append(Problem(name, "hand-over-line-lets-in"))
    return problems


def _is_short(text: str) -> bool:
    """Whether it is at most who somebody is."""
    return len(text) <= LONGEST_WHO and len(text.splitlines()) <= 1


def _check_line(part: Part, line: PastedLine, keeps_outside: bool, is_child: bool) -> CheckedLine:
    """A line with what is wrong with it, a message key."""
    return CheckedLine(line, _wrong_with(part, line, keeps_outside, is_child))


def _wrong_with(part: Part, line: PastedLine, keeps_outside: bool, is_child: bool) -> str | None:
    if is_child and line.has_words:
        return "hand-over-line-words"
    if line.kind is LineKind.OUTSIDE and part in _MAY_BE_OUTSIDE:
        return None if keeps_outside else "hand-over-outside-untold"
    if line.kind in _RIGHT_KINDS[part] or line.kind is LineKind.COULD_NOT_CHECK:
        return None
    if line.kind in {LineKind.PAGE, LineKind.DIFF, LineKind.LOG}:
        return "hand-over-wanted-page" if part is Part.PAGES else "hand-over-wanted-diff"
    return word_key("hand-over-line", line.kind)


def with_seen(lines: Lines, seen: Mapping[Target, Seen]) -> Lines:
    """The lines with what the wikis say of their revisions."""
    return {
        part: tuple(
            CheckedLine(each.line, each.problem, seen.get(each.line.target) if each.line.target else None)
            for each in its
        )
        for part, its in lines.items()
    }
