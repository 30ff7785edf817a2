"""What must never happen, whatever is answered: the "never" lines of the acceptance scenarios that a flow could break.

The ways are walked with any answers that hypothesis thinks of, so that a change of the data cannot slip past.
"""

import re
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.requests import Exposed, Intent, PublishedBefore, Urgency, Whose
from app.flows.checking import ways_of
from app.flows.facts import FACTS
from app.flows.flow import Act, Node, Outcome, Place, Question, QuestionKind, Route
from app.flows.replay import replay
from app.flows.scenarios import names_of
from app.web.express import PART_CODES
from tests.flows.telling_flows import FLOWS, OUTCOMES, ends_of, scenario

PUBLIC = {Route.STEWARD_REQUEST, Route.COPYRIGHT, Route.NOTICEBOARD, Route.DISCUSSION}
QUESTIONS = {
    node.id: node for flow in FLOWS.by_id.values() for node in flow.nodes.values() if isinstance(node, Question)
}
THROUGH = {"danger": ["no"], "child-protection": ["no"], "involved": ["no"]}

some_facts = st.fixed_dictionaries({}, optional={name: st.sampled_from(sorted(FACTS[name])) for name in FACTS})


def some_values(question: Question) -> st.SearchStrategy[list[str]]:
    values = [answer.value for answer in question.answers]
    if question.kind is QuestionKind.SEVERAL:
        return st.lists(st.sampled_from(values), min_size=1, max_size=4, unique=True)
    return st.sampled_from(values).map(lambda value: [value])


def answered(**fixed: Sequence[str]) -> st.SearchStrategy[dict[str, Sequence[str]]]:
    """Some answer to every question there is; those not on the way are dropped."""
    free = st.fixed_dictionaries({name: some_values(question) for name, question in QUESTIONS.items()})
    return free.map(lambda values: values | {name.replace("_", "-"): list(value) for name, value in fixed.items()})


def reached(start: Place) -> set[Place]:
    left, seen = [start], set[Place]()
    while left:
        place = left.pop()
        if place not in seen:
            seen.add(place)
            left += [FLOWS.place(place.flow, way) for way in ways_of(FLOWS.find(place))]
    return seen


def words_of(node: Node) -> list[str]:
    match node:
        case Question():
            return [node.ask, node.why, node.hint, *(text for each in node.answers for text in (each.say, each.about))]
        case Outcome():
            return [node.say, node.because, node.warning, *node.next, *(each.say for each in node.resources)]
        case _:
            return []


WORDS = [
    (f"{flow.id}/{node.id}", text)
    for flow in FLOWS.by_id.values()
    for node in flow.nodes.values()
    for text in words_of(node)
    if text
]

# S1, S2: danger and children ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("flow", sorted(FLOWS.by_id))
@given(facts=some_facts, rest=answered(danger=["yes"]))
@settings(max_examples=20)
def test_danger_asks_one_question_and_leads_to_help_at_once(
    flow: str, facts: Mapping[str, str], rest: Mapping[str, Sequence[str]]
) -> None:
    trail = replay(FLOWS, flow, rest, facts)
    assert [step.question.id for step in trail.steps] == ["danger"]
    assert names_of(trail)[0] == "triage/emergency"
    assert trail.primary is not None and trail.primary.contacts == ("emergency",)
    routes = {outcome.route for outcome in trail.parallel}
    assert routes <= {Route.SELF, Route.LOCAL_QUEUE, Route.STEWARDS_QUEUE, Route.STEWARDS_MAIL}
    assert routes, "containment comes with it"
    assert all(outcome.urgency is Urgency.NOW for _, outcome in trail.outcomes)


def test_an_emergency_waits_for_no_second_person_no_board_and_no_proof() -> None:
    beyond = reached(Place("triage", "emergency"))
    assert not [place for place in beyond if isinstance(FLOWS.find(place), Question)]
    words = " ".join(text for place in beyond for text in words_of(FLOWS.find(place)))
    assert not re.search(r"second (person|reviewer|opinion)|noticeboard|credible|plausib|likely", words, re.IGNORECASE)
    assert "Whether it is meant seriously is theirs to find out" in words


@given(facts=some_facts, rest=answered(danger=["no"], child_protection=["yes"]))
def test_child_protection_asks_and_shows_nothing_more(
    facts: Mapping[str, str], rest: Mapping[str, Sequence[str]]
) -> None:
    for flow in ("triage", "image"):
        trail = replay(FLOWS, flow, rest, facts)
        assert [step.question.id for step in trail.steps] == ["danger", "child-protection"]
        assert names_of(trail) == ["triage/legal-reports"]
        assert trail.primary is not None and trail.primary.acts == (Act.CHILD_PROTECTION,)


# S9: one's own case ---------------------------------------------------------------------------------------------------


@given(facts=some_facts, rest=answered(danger=["no"], child_protection=["no"]))
@settings(max_examples=100)
def test_who_has_a_part_in_it_is_offered_nothing_but_to_hand_over(
    facts: Mapping[str, str], rest: Mapping[str, Sequence[str]]
) -> None:
    trail = replay(FLOWS, "triage", rest, facts)
    part = trail.values.get("my-part", trail.values.get("involved"))
    if part in {("harmed",), ("no",), ("found",)}:
        return
    assert [outcome.route for _, outcome in trail.outcomes] == [Route.HAND_OVER]
    assert trail.primary is not None and not trail.primary.acts


def test_a_named_account_is_asked_for_its_part_and_having_found_it_is_none() -> None:
    """Product.md 1.6: finding something is not being involved. It has to be said in so many words."""
    trail = replay(FLOWS, "triage", THROUGH, {"i-am-named": "yes"})
    assert trail.asks is not None and trail.asks[1].id == "my-part"
    assert "no" not in {answer.value for answer in trail.asks[1].answers}
    found = replay(FLOWS, "triage", THROUGH | {"my-part": ["found"]}, {"i-am-named": "yes"})
    assert found.asks is not None and found.asks[1].id == "what"


def test_that_one_s_account_is_in_it_can_be_contradicted() -> None:
    said = {**THROUGH, "i-am-named": ["no"], "what": ["support"]}
    trail = replay(FLOWS, "triage", said, {"i-am-named": "yes"})
    assert names_of(trail) == ["triage/support-only"]
    assert [used for used in trail.used if used.fact == "i-am-named" and used.said]


SELF_ACTS = {name for name, outcome in OUTCOMES.items() if outcome.route is Route.SELF and Act.FORMS in outcome.acts}


@given(facts=some_facts, rest=answered(danger=["no"], child_protection=["no"], involved=["harmed"], my_part=["harmed"]))
@settings(max_examples=100)
def test_who_is_harmed_asks_others_and_judges_nobody(
    facts: Mapping[str, str], rest: Mapping[str, Sequence[str]]
) -> None:
    """Editing one's own information out is no judgement, and a stolen account is nobody's own case. A person in fear is
    contained by whoever is there."""
    fine = {"suppression/edit-out", "triage/compromised-self"}
    trail = replay(FLOWS, "triage", rest, facts)
    if names_of(trail)[:1] != ["triage/emergency"]:
        assert not (set(names_of(trail)) & SELF_ACTS) - fine


ABLE = {"i-can-suppress": "yes", "i-can-delete-revisions": "yes", "i-am-a-steward": "yes"}
HARMFUL: dict[str, Sequence[str]] = {
    "exposed": ["phone"], "whose": ["reporter"], "published-before": ["no"], "intent": ["deliberate"],
    "parts": ["text"], "how-bad": ["gross"], "names": ["attack"], "proof": ["given"], "same-person": ["no"],
    "sensitive": ["yes"],
}  # fmt: skip


@pytest.mark.parametrize("part", ["involved", "my-part"])
@pytest.mark.parametrize("what", ["private-information", "identity", "username", "disruption"])
@pytest.mark.parametrize("reach", ["yes", "no"])
@pytest.mark.parametrize("local", [{}, {"local-oversighters": "some"}, {"local-oversighters": "none"}])
def test_even_who_holds_every_right_asks_others_when_harmed(
    part: str, what: str, reach: str, local: dict[str, str]
) -> None:
    named = {"i-am-named": "yes"} if part == "my-part" else {}
    answers = HARMFUL | {"danger": ["no"], "child-protection": ["no"], part: ["harmed"]}
    found = ends_of("triage", answers | {"what": [what], "reach": [reach]}, ABLE | local | named)
    assert found and not set(found) & SELF_ACTS


# S3, S5, S6, S10: what is private stays private -----------------------------------------------------------------------


@given(facts=some_facts, rest=answered(danger=["no"], names=["attack"]))
@settings(max_examples=60)
def test_names_that_attack_or_expose_have_no_public_way(
    facts: Mapping[str, str], rest: dict[str, Sequence[str]]
) -> None:
    for names in (["attack"], ["private"], ["unknown"], ["attack", "private"]):
        trail = replay(FLOWS, "username", rest | {"names": names}, facts)
        assert trail.outcomes and not {outcome.route for _, outcome in trail.outcomes} & PUBLIC


def test_harmless_names_beside_them_may_go_the_public_way_apart() -> None:
    assert names_of(scenario("s05-attack-names")) == ["username/names-stewards", "cross-wiki/lock-request"]


@given(facts=some_facts, rest=answered(danger=["no"]))
@settings(max_examples=100)
def test_private_information_has_no_public_way_and_no_template(
    facts: Mapping[str, str], rest: dict[str, Sequence[str]]
) -> None:
    for private in ("phone", "address", "ip-link", "private-message", "other"):
        for flow in ("suppression", "revision-deletion"):
            trail = replay(FLOWS, flow, rest | {"exposed": [private, "copyright"]}, facts)
            assert trail.outcomes and not {outcome.route for _, outcome in trail.outcomes} & PUBLIC
            assert not any(Act.COPYRIGHT in outcome.acts for _, outcome in trail.outcomes)


@given(facts=some_facts, rest=answered(danger=["no"], child_protection=["no"], involved=["no"]))
@settings(max_examples=100)
def test_the_public_template_is_for_copyright_alone_and_where_the_wiki_has_one(
    facts: Mapping[str, str], rest: Mapping[str, Sequence[str]]
) -> None:
    for flow in ("triage", "suppression", "revision-deletion"):
        for what in (rest.get("what", ()), ["copyright"]):
            trail = replay(FLOWS, flow, {**rest, "what": what}, facts)
            if any(Act.COPYRIGHT in outcome.acts for _, outcome in trail.outcomes):
                assert trail.values["exposed"] == ("copyright",)
                assert "yes" in (
                    facts.get("wiki-has-public-copyright-way"),
                    *rest.get("wiki-has-public-copyright-way", ()),
                )


@pytest.mark.parametrize("facts", [{}, {"wiki-has-public-copyright-way": "no"}, {"local-administrators": "some"}])
def test_a_wiki_without_a_public_way_gets_no_template(facts: dict[str, str]) -> None:
    copied = {"danger": ["no"], "exposed": ["copyright"], "copy-in-newest": ["taken-out"], "copy-source": ["given"]}
    assert ends_of("revision-deletion", copied | {"copy-authors": ["no"]}, facts) == ["revision-deletion/copy-local"]


def test_choosing_private_information_afterwards_takes_the_template_away() -> None:
    before, after = scenario("s10-copyright-template"), scenario("s10-and-private")
    assert names_of(before)[0] == "revision-deletion/copy-template"
    assert "revision-deletion/copy-template" not in names_of(after)
    assert {outcome.route for _, outcome in after.outcomes} == {Route.LOCAL_QUEUE}


def test_copyright_never_leads_to_suppression() -> None:
    for facts in ({}, {"i-can-suppress": "yes"}, {"local-oversighters": "some"}):
        found = ends_of(
            "triage",
            THROUGH
            | {"what": ["copyright"], "copy-in-newest": ["taken-out"], "copy-source": ["none"], "copy-authors": ["no"]},
            facts,
        )
        assert not any(name.startswith("suppression/") for name in found)


@given(facts=some_facts, rest=answered(danger=["no"]))
@settings(max_examples=60)
def test_temporary_accounts_are_never_locked_and_sensitive_evidence_is_never_public(
    facts: Mapping[str, str], rest: dict[str, Sequence[str]]
) -> None:
    trail = replay(FLOWS, "cross-wiki", rest | {"temporary": ["yes"]}, facts)
    assert "cross-wiki/lock-request" not in names_of(trail)
    for sensitive in ("yes", "unknown"):
        trail = replay(FLOWS, "cross-wiki", rest | {"sensitive": [sensitive]}, facts)
        assert not {outcome.route for _, outcome in trail.outcomes} & PUBLIC


def test_who_feels_followed_is_sent_to_no_board_unless_the_policy_asks_for_it() -> None:
    for wanted, board in (("yes", True), ("no", False), ("unknown", False)):
        found = ends_of(
            "cross-wiki",
            {
                "danger": ["no"], "proof": ["given"], "reach": ["no"], "same-person": ["no"], "sensitive": ["no"],
                "board-wanted": [wanted],
            },
        )  # fmt: skip
        assert ("cross-wiki/board" in found) is board


# S7, S13, R111 --------------------------------------------------------------------------------------------------------


def test_what_somebody_claims_outside_counts_for_nothing() -> None:
    answers = {"danger": ["no"], "off-what": ["exposed"], "on-wiki-too": ["no"], "who-is-blamed": ["yes"]}
    for tie in ("said-outside", "alike", "unknown"):
        assert ends_of("off-wiki", answers | {"what-ties": [tie]}) == ["off-wiki/not-established"]
    outcome = OUTCOMES["off-wiki/not-established"]
    assert outcome.route is Route.SUPPORT and not outcome.acts


@given(facts=some_facts, rest=answered())
@settings(max_examples=100)
def test_trust_and_safety_comes_only_after_three_questions(
    facts: Mapping[str, str], rest: dict[str, Sequence[str]]
) -> None:
    for flow in ("triage", "off-wiki"):
        trail = replay(FLOWS, flow, rest, facts)
        if any("ca" in outcome.contacts for _, outcome in trail.outcomes):
            assert trail.values["ca-serious"] == trail.values["ca-local-failed"] == ("yes",)
            assert trail.values["ca-ongoing"] in {("yes",), ("unknown",)}


def test_a_second_decision_is_not_made_by_who_made_the_first() -> None:
    for own in ("yes", "unknown"):
        found = ends_of("triage", THROUGH | {"what": ["appeal"], "appeal-own": [own]})
        assert found == ["triage/appeal-colleague"]


# R185-R189: questions in public ---------------------------------------------------------------------------------------

STEPS = ("touches-privacy", "breaks-confidence", "about-this-case", "helps-to-understand")


@given(facts=some_facts, rest=answered(danger=["no"]))
@settings(max_examples=40)
def test_what_touches_privacy_or_confidence_is_never_answered_in_public(
    facts: Mapping[str, str], rest: dict[str, Sequence[str]]
) -> None:
    for step in STEPS[:2]:
        for value in ("yes", "unknown"):
            trail = replay(FLOWS, "third-party-question", rest | {step: [value]}, facts)
            assert not {outcome.route for _, outcome in trail.outcomes} & {Route.ANSWER, *PUBLIC}


@pytest.mark.parametrize("step", STEPS)
def test_every_step_of_a_public_question_has_a_way_to_a_colleague(step: str) -> None:
    before = dict(zip(STEPS, (["no"], ["no"], ["yes"], ["yes"]), strict=True))
    answers = {"danger": ["no"], **before, step: ["unknown"]}
    assert ends_of("third-party-question", answers) == ["third-party-question/ask-colleague"]


# Who is asked ---------------------------------------------------------------------------------------------------------


SUPPRESSION = {
    "danger": ["no"], "exposed": ["phone"], "whose": ["unknown"], "published-before": ["unknown"],
    "intent": ["unknown"], "parts": ["text"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "stewards-not-asked"),
        ({"local-oversighters": "named"}, "local-not-asked"),
        ({"local-oversighters": "some"}, "local"),
        ({"local-oversighters": "none"}, "stewards"),
        ({"local-oversighters": "some", "several-wikis": "yes"}, "several"),
        ({"local-oversighters": "some", "wiki-is-closed": "yes"}, "closed"),
        ({"local-oversighters": "some", "several-wikis": "yes", "wiki-is-closed": "yes"}, "closed"),
        ({"local-oversighters": "some", "i-am-a-steward": "yes"}, "local"),
        ({"local-oversighters": "none", "i-am-a-steward": "yes"}, "self"),
        ({"i-am-a-steward": "yes"}, "stewards-not-asked"),
        ({"i-can-suppress": "yes", "wiki-is-closed": "yes"}, "closed"),
    ],
)
def test_who_suppresses_follows_from_what_the_wiki_says(facts: dict[str, str], expected: str) -> None:
    assert ends_of("suppression", SUPPRESSION, facts)[0] == f"suppression/{expected}"


REVISION_DELETION = {"danger": ["no"], "exposed": ["insult"], "how-bad": ["unknown"], "parts": ["text"]}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "stewards-not-asked"),
        ({"i-can-delete-revisions": "yes", "local-administrators": "some"}, "self"),
        ({"local-administrators": "some", "global-sysops-serve": "yes"}, "local"),
        ({"local-administrators": "named", "global-sysops-serve": "yes"}, "local-not-asked"),
        ({"local-administrators": "none", "global-sysops-serve": "yes"}, "global-sysops"),
        ({"local-administrators": "none", "global-sysops-serve": "no"}, "stewards"),
        ({"local-administrators": "none"}, "stewards"),
        ({"i-can-delete-revisions": "yes", "wiki-is-closed": "yes"}, "closed"),
    ],
)
def test_who_deletes_revisions_follows_from_what_the_wiki_says(facts: dict[str, str], expected: str) -> None:
    assert ends_of("revision-deletion", REVISION_DELETION, facts)[0] == f"revision-deletion/{expected}"


@given(facts=some_facts, rest=answered())
@settings(max_examples=100)
def test_nobody_is_told_to_act_who_is_not_known_to_hold_the_right(
    facts: Mapping[str, str], rest: dict[str, Sequence[str]]
) -> None:
    """Editing out needs no right; the others need one that the wiki, or the person against it, said yes to."""
    trail = replay(FLOWS, "triage", rest, facts)
    for name in set(names_of(trail)) & (SELF_ACTS - {"suppression/edit-out"}):
        used = {each.fact for each in trail.used if each.value == "yes"}
        assert used & {"i-can-suppress", "i-can-delete-revisions", "i-am-a-steward"}, name


# Codes and words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("exposed", {each.value for each in Exposed}),
        ("parts", set(PART_CODES)),
        ("whose", {each.value for each in Whose}),
        ("intent", {each.value for each in Intent}),
        ("published-before", {each.value for each in PublishedBefore}),
        ("danger", {"yes", "no"}),
    ],
)
def test_answer_codes_are_those_of_express_filing(question: str, codes: set[str]) -> None:
    assert {answer.value for answer in QUESTIONS[question].answers} == codes
    several = QUESTIONS[question].kind is QuestionKind.SEVERAL
    assert several == (question in {"exposed", "parts"})


@pytest.mark.parametrize(
    "name", ["exposed", "parts", "whose", "intent", "published-before", "danger", "child-protection"]
)
def test_the_same_question_says_the_same_wherever_it_is_asked(name: str) -> None:
    asked = [flow.nodes[name] for flow in FLOWS.by_id.values() if name in flow.nodes]
    assert len({tuple(words_of(node)) for node in asked}) == 1


def test_a_sealed_request_can_be_filled_from_the_answers() -> None:
    trail = scenario("s03a-phone-with-oversighters")
    assert trail.criteria == ("os-private-information",)
    assert trail.values["exposed"] == ("phone",) and trail.values["parts"] == ("text",)
    logged_out = scenario("triage-logged-out")
    assert logged_out.values["exposed"] == ("ip-link",) and logged_out.values["parts"] == ("user-name",)
    assert scenario("username-one-wiki").values["parts"] == ("user-name",)


@pytest.mark.parametrize(
    "word",
    [
        r"please", r"sorry", r"valid", r"invalid", r"forbidden", r"!", r"guilty", r"perpetrator", r"culprit", r"victim",
        r"promise", r"guarantee", r"no need to worry", r"nothing we can do", r"no proof", r"liar", r"RD4", r"OS ?\d",
    ],
)  # fmt: skip
def test_the_words_are_calm_judge_nobody_and_promise_nothing(word: str) -> None:
    whole = rf"(?<![A-Za-z]){word}(?![A-Za-z])" if word[0].isalpha() else re.escape(word)
    assert [at for at, text in WORDS if re.search(whole, text, re.IGNORECASE)] == []


def test_every_sentence_is_short_enough_for_two_in_the_morning() -> None:
    assert [at for at, text in WORDS if max(len(each.split()) for each in re.split(r"[.:;]", text)) > 32] == []
    assert [at for at, text in WORDS if len(text) > 200] == []


def test_every_choice_allows_not_to_know_where_that_can_be() -> None:
    """`danger` and children say "or it may be"; the rest of these are one's own wish or part."""
    certain = {"danger", "child-protection", "my-part", "proof", "copy-source"}
    for name, question in QUESTIONS.items():
        values = {answer.value for answer in question.answers}
        assert name in certain or values & {"unknown", "other"} or question.kind is QuestionKind.SEVERAL, name


def test_every_way_of_help_says_whom_to_reach() -> None:
    reaching = {
        Route.EMERGENCY, Route.LEGAL_REPORTS, Route.STEWARDS_MAIL, Route.STEWARDS_QUEUE, Route.CA, Route.LEGAL,
        Route.U4C, Route.LOCAL_QUEUE, Route.GLOBAL_SYSOPS,
    }  # fmt: skip
    assert [name for name, each in OUTCOMES.items() if each.route in reaching and not each.contacts] == []


def test_containment_comes_before_what_is_said_to_people() -> None:
    trail = scenario("s03a-phone-with-oversighters")
    assert names_of(trail) == ["suppression/local", "suppression/hide-first", "suppression/explain"]
