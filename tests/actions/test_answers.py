"""The express page's answers as a draft keeps them: codes and numbers that come back as the same answers."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.actions.answers import Answers, from_codes, to_codes
from app.domain.requests import Exposed, Hints, Intent, PublishedBefore, RequestKind, Side, Urgency, Whose
from app.domain.visibility import Parts
from app.store.pointers import NotSealable, require_ids_and_codes

HINTS = st.builds(
    Hints,
    exposed=st.frozensets(st.sampled_from(Exposed)),
    parts=st.integers(0, 7).map(Parts),
    whose=st.sampled_from(Whose),
    intent=st.sampled_from(Intent),
    published_before=st.sampled_from(PublishedBefore),
    side=st.none() | st.sampled_from(Side),
    line=st.none() | st.integers(1, 10**6),
    section=st.none() | st.integers(1, 10**6),
)
CRITERIA = st.from_regex(r"[a-z]{2,4}[0-9]?-[a-z-]{1,60}", fullmatch=True)
ANSWERS = st.builds(
    Answers,
    kind=st.sampled_from(RequestKind),
    criterion=CRITERIA,
    urgency=st.sampled_from(Urgency),
    hints=HINTS,
    suppression_criterion=st.just("") | CRITERIA,
    kept_out=st.frozensets(st.integers(1, 2**63 - 1), max_size=3),
)


@given(ANSWERS)
def test_answers_come_back_as_they_were(answers: Answers) -> None:
    assert from_codes(to_codes(answers)) == answers


@given(ANSWERS)
def test_they_come_back_through_a_draft_too(answers: Answers) -> None:
    """A draft is JSON under a seal, and lets nothing through but ids and codes."""
    codes = to_codes(answers)
    require_ids_and_codes(codes)
    assert from_codes(json.loads(json.dumps(codes))) == answers


@given(ANSWERS)
def test_the_same_answers_are_the_same_codes(answers: Answers) -> None:
    """Sets are written in order: how often somebody changed their mind is not in it."""
    shuffled = replace(
        answers,
        kept_out=frozenset(sorted(answers.kept_out, reverse=True)),
        hints=replace(answers.hints, exposed=frozenset(sorted(answers.hints.exposed, reverse=True))),
    )
    assert json.dumps(to_codes(shuffled)) == json.dumps(to_codes(answers))


@given(ANSWERS, st.sampled_from(RequestKind))
def test_each_kind_of_request_has_its_own_criterion(answers: Answers, kind: RequestKind) -> None:
    besides = kind is RequestKind.SUPPRESSION and kind is not answers.kind
    expected = answers.suppression_criterion if besides else answers.criterion
    assert answers.criterion_for(kind) == expected


def test_no_answers_yet() -> None:
    assert from_codes({}) is None


SOME = Answers(
    RequestKind.SUPPRESSION,
    "os-private-information",
    Urgency.NOW,
    Hints(frozenset({Exposed.PHONE}), Parts.TEXT, Whose.MINOR, Intent.DELIBERATE, PublishedBefore.NO),
)


@pytest.mark.parametrize(
    "changes",
    [
        {"criterion": "She lives at 12 Invented Street"},
        {"criterion": "Invented Name"},
        {"suppression_criterion": "192.0.2.7"},
        {"hints": replace(SOME.hints, line="Invented words")},
    ],
)
def test_words_do_not_get_through(changes: dict[str, Any]) -> None:
    with pytest.raises(NotSealable):
        require_ids_and_codes(to_codes(replace(SOME, **changes)))


@pytest.mark.parametrize(
    ("name", "value"),
    [("kind", "Invented"), ("whose", ""), ("exposed", ["Invented"]), ("urgency", 9), ("parts", "text"), ("side", "x")],
)
def test_a_code_outside_its_list_is_no_answer(name: str, value: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        from_codes(to_codes(SOME) | {name: value})
