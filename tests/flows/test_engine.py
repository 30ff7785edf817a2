"""The engine: files are read or refused with their name, slips across files are found, answers are replayed."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.flows.checking import Known, check_flows, check_messages
from app.flows.contacts import read_contacts
from app.flows.facts import FACTS, MEANINGS, as_facts, facts_of_pack
from app.flows.flow import NEEDS, Act, Flows, Outcome, Question, Turn
from app.flows.guidance import read_guidance
from app.flows.packs import BadPack
from app.flows.reading import BadFlow, read_flows
from app.flows.replay import DoesNotFit, replay
from app.flows.scenarios import names_of
from app.flows.telling import check_names, read_answers
from app.settings import ROOT
from tests.flows.telling_flows import (
    FLOWS,
    GUIDANCE,
    PACKS,
    SCENARIOS,
    SMALL,
    check_small,
    ends_of,
    small,
    write_small,
)

KEYS = json.loads((ROOT / "app" / "messages" / "en.json").read_text("utf-8"))

# Reading --------------------------------------------------------------------------------------------------------------


def test_a_flow_is_read_as_it_is_written(tmp_path: Path) -> None:
    flow = small(tmp_path).by_id["small"]
    assert (flow.title, flow.version, flow.reviewed, flow.first) == ("A small flow", 1, date(2026, 11, 22), "danger")
    kinds, turn, beside = flow.nodes["kinds"], flow.nodes["turn"], flow.nodes["beside"]
    assert isinstance(kinds, Question) and [answer.value for answer in kinds.answers] == ["plain", "odd"]
    assert kinds.answers[1].adds == ("beside",) and kinds.answers[0].implies[0].of == "colour"
    assert isinstance(turn, Turn) and turn.rules[0].when[0].value == "yes" and not turn.rules[1].when
    assert isinstance(beside, Outcome) and beside.resources[0].address.startswith("https://")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "small"', 'id = "other"', "not named after its flow"),
        ('title = "A small flow"', 'titel = "A small flow"', "unknown keys titel"),
        ("version = 1", 'version = "one"', "version has to be a number"),
        ("version = 1", "version = true", "version has to be a number"),
        ("reviewed = 2026-11-22", 'reviewed = "last week"', "day of review"),
        ("reviewed = 2026-11-22", "", "reviewed is missing"),
        ('source = "https:', 'source = "ftp:', "address of a source"),
        ('id = "turn"', 'id = "kinds"', "“kinds” stands there twice"),
        ('id = "turn"', 'id = "A turn"', "is no code"),
        ('id = "turn"', "id = 5", "is no code"),
        ('why = "People first."\n', "", "“danger”: why is missing"),
        ('why = "People first."', 'why = ""', "why has to be words"),
        ('ask = "What is it?"', "ask = 5", "ask has to be words"),
        ('kind = "several"', 'kind = "free-text"', "free-text"),
        ('value = "plain"', 'value = "odd"', "at least two different answers"),
        ('value = "plain"', 'value = "Plain one"', "is no code"),
        ('say = "Plain"', 'say = "Plain"\n  sya = "Plain"', "unknown keys sya"),
        ('say = "Plain"\n', "", "say is missing"),
        ('go = "turn"', "go = 5", "go has to be words"),
        ('adds = ["beside"]', 'adds = "beside"', "adds has to be a list"),
        ('adds = ["beside"]', "adds = [5]", "adds has to be a list"),
        ('implies = ["colour is red"]', 'implies = ["colour = red"]', "is no condition"),
        ('when = ["several-wikis is yes"]', 'when = ["several-wikis"]', "“question is value”"),
        ("[[node.rule]]\n  when", "[node.rule]\n  when", "small.toml"),
        ('route = "emergency"', 'route = "by-pigeon"', "by-pigeon"),
        ('urgency = "now"', 'urgency = "soon"', "no such urgency"),
        ("precedence = 1", "precedence = 0", "precedence has to be a number"),
        ('because = "People first."\n', "", "because is missing"),
        ("at-once = true", 'at-once = "yes"', "either true or false"),
        ('\nacts = ["emergency"]', '\nacts = ["delete-everything"]', "delete-everything"),
        ('next = ["One", "Two", "Three"]', 'next = ["One", "Two"]', "the next three things"),
        ('next = ["One", "Two", "Three"]', 'next = "One"', "next has to be a list"),
        ('address = "https:', 'address = "http:', "begins with https://"),
        ("resources = [{", "resources = [5, {", "resources has to be written as"),
        ('title = "A small flow"', "title = ", "small.toml"),
    ],
)
def test_a_slip_of_the_pen_is_a_sentence_with_the_name_of_the_file(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    with pytest.raises(BadFlow, match=r"^small\.toml: ") as refused:
        small(tmp_path, (old, new))
    assert says in str(refused.value)


def test_the_slips_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text("", "utf-8")
    (tmp_path / "two.toml").write_bytes(b"\xff")
    (tmp_path / "three.toml").write_text(
        SMALL.split("[[node]]")[0].replace('"small"', '"three"') + "node = []", "utf-8"
    )
    with pytest.raises(BadFlow) as refused:
        read_flows(write_small(tmp_path))
    assert [line.partition(":")[0] for line in str(refused.value).splitlines()] == [
        "one.toml",
        "three.toml",
        "two.toml",
    ]


def test_an_empty_folder_is_no_guidance(tmp_path: Path) -> None:
    with pytest.raises(BadFlow, match="there is no flow"):
        read_flows(tmp_path)


def test_contacts_are_read_with_who_reads_there_and_slips_have_the_name_of_the_file(tmp_path: Path) -> None:
    assert GUIDANCE.contacts["emergency"].contact.mail == "emergency@wikimedia.org"
    path = tmp_path / "contacts.toml"
    for text in (
        '[x]\nmail = "a@example.org"',
        '[x]\nsay = "A"\nmail = "a@example.org"',
        '[x]\nsay = "A"',
        '[x]\nsay = "A"\nmail = "a@example.org"\nverified = 2026-11-22\nteam = "checkusers"\nsource = "https://a.example"',
        '[x]\nsay = "A"\nmail = "a@example.org"\nverified = 2026-11-22\nteam = "checkusers"\nwiki = "awiki"',
        "x = 5",
        "x =",
    ):
        path.write_text(text, "utf-8")
        with pytest.raises(BadPack, match=r"contacts\.toml"):
            read_contacts(path)
    with pytest.raises(BadPack, match=r"contacts\.toml"):
        read_contacts(tmp_path / "none" / "contacts.toml")


# Checking -------------------------------------------------------------------------------------------------------------


def test_the_shipped_flows_and_the_small_one_are_well(tmp_path: Path) -> None:
    check_small(tmp_path)
    read_guidance(PACKS)
    check_messages(KEYS)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('go = "turn"', 'go = "trun"', "“kinds”: “trun” leads nowhere"),
        ('go = "turn"', 'go = "flow:other"', "“flow:other” leads nowhere"),
        ('go = "turn"', 'go = "other/turn"', "“other/turn” leads nowhere"),
        ('adds = ["beside"]', 'adds = ["besides"]', "“besides” leads nowhere"),
        ('go = "turn"\n', "", "“kinds”: an answer leads nowhere"),
        ('go = "turn"', 'go = "local"', "“turn”: nothing leads there"),
        ('go = "local"', 'go = "turn"', "the way comes back to it"),
        ('fact = "newest-is-meant"', 'fact = "weather"', "there is no fact “weather”"),
        ('fact = "newest-is-meant"', 'fact = "already-hidden"', "no answer is one of the fact “already-hidden”"),
        ('id = "danger"', 'id = "peril"', "the first question has to be “danger”"),
        ('contacts = ["emergency"]', 'contacts = ["emergncy"]', "there is no contact “emergncy”"),
        ('say = "Plain"', 'say = "Plain"\n  criterion = "os-lible"', "no criterion “os-lible”"),
        ('when = ["several-wikis is yes"]', 'when = ["several-wikis is maybe"]', "can never hold"),
        ('when = ["several-wikis is yes"]', 'when = ["colours is red"]', "can never hold"),
        ('implies = ["colour is red"]', 'implies = ["colour is blue"]', "“colour is blue” can never hold"),
        ('implies = ["colour is red"]', 'implies = ["several-wikis is yes"]', "can never hold"),
        ('when = ["several-wikis is yes"]\n', "", "a rule that holds always can only be the last"),
        (
            '  [[node.rule]]\n  go = "colour"',
            '  [[node.rule]]\n  when = ["kinds is odd"]\n  go = "colour"',
            "“turn”: the last rule has to hold always",
        ),
        ('route = "stewards-queue"', 'route = "noticeboard"', "a noticeboard needs a warning"),
        ('route = "stewards-queue"', 'route = "stewards-queue"\nwarning = "Careful."', "nothing else has one"),
        ('route = "stewards-queue"', 'route = "support"', "support needs resources"),
        ('adds = ["beside"]', 'adds = ["beside", "turn"]', "“turn” comes besides and must not ask “colour”"),
        ('kind = "several"', 'kind = "links"', "the answers “given” and “none”"),
        ('id = "colour"', 'id = "local-oversighters"', "cannot have the name of a fact"),
    ],
)
def test_what_does_not_hold_is_found(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(BadFlow) as found:
        check_small(tmp_path, (old, new))
    lines = str(found.value).splitlines()
    assert all(line.startswith("small.toml") for line in lines)
    assert any(says in line for line in lines), lines


def test_every_finding_is_a_line(tmp_path: Path) -> None:
    with pytest.raises(BadFlow) as found:
        check_small(tmp_path, ('go = "turn"', 'go = "trun"'), ('contacts = ["emergency"]', 'contacts = ["x"]'))
    assert len(str(found.value).splitlines()) == 2


def test_the_same_question_in_two_flows_has_the_same_answers(tmp_path: Path) -> None:
    write_small(tmp_path)
    other = SMALL.replace('"small"', '"other"').replace('value = "red"', 'value = "blue"').replace("is red", "is blue")
    (tmp_path / "other.toml").write_text(other, "utf-8")
    with pytest.raises(BadFlow, match=r"has other answers than the question of the same id"):
        check_flows(read_flows(tmp_path), Known({"emergency"}, set()), starts=["small", "other"])


def test_there_has_to_be_a_beginning(tmp_path: Path) -> None:
    with pytest.raises(BadFlow, match=r"triage\.toml is missing"):
        check_flows(small(tmp_path), Known({"emergency"}, set()))


def test_every_act_says_which_right_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(NEEDS) == set(Act)
    monkeypatch.setattr("app.flows.checking.NEEDS", {})
    with pytest.raises(BadFlow, match="nobody said which right “emergency” needs"):
        check_small(tmp_path)


@pytest.mark.parametrize(
    "key",
    ["flow-route-self", "flow-act-forms", "fact-already-hidden-all", "fact-unknown-several-wikis", "urgency-now"],
)
def test_a_missing_message_is_found(key: str) -> None:
    with pytest.raises(BadFlow, match=f"there is no message “{key}”"):
        check_messages(set(KEYS) - {key})


def test_every_fact_says_what_it_means() -> None:
    assert all(len(fact.meaning) > 20 and fact.values for fact in MEANINGS.values())


# Facts ----------------------------------------------------------------------------------------------------------------


def test_facts_can_be_written_as_counts_and_as_true_and_false() -> None:
    plain = {"local-oversighters": 3, "local-checkusers": 0, "several-wikis": True, "already-hidden": "some"}
    assert as_facts(plain) == {
        "local-oversighters": "some", "local-checkusers": "none", "several-wikis": "yes", "already-hidden": "some",
    }  # fmt: skip


@pytest.mark.parametrize(
    "plain", [{"weather": "fine"}, {"several-wikis": "maybe"}, {"i-am-named": "some"}, {"i-am-named": 3}]
)
def test_a_fact_outside_the_list_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"no fact|cannot be"):
        as_facts(plain)


def test_a_silent_wiki_s_pack_names_its_contacts() -> None:
    assert facts_of_pack(PACKS, "enwiki") == {
        "local-oversighters": "named", "local-administrators": "named", "wiki-has-public-copyright-way": "yes",
    }  # fmt: skip
    assert facts_of_pack(PACKS, "someunknownwiki") == {"wiki-has-public-copyright-way": "no"}


# Replaying ------------------------------------------------------------------------------------------------------------


def test_it_asks_what_is_open_and_nothing_else(tmp_path: Path) -> None:
    flows = small(tmp_path)
    assert asked(flows, {}) == "danger"
    assert asked(flows, {"danger": ["no"]}) == "kinds"
    assert asked(flows, {"danger": ["no"], "kinds": ["odd"]}) == "colour"
    trail = replay(flows, "small", {"danger": ["no"], "kinds": ["odd"], "colour": ["red"]}, {})
    assert trail.asks is None and names_of(trail) == ["small/beside", "small/local"]


def asked(flows: Flows, answers: Mapping[str, Sequence[str]], facts: Mapping[str, str] | None = None) -> str | None:
    trail = replay(flows, "small", answers, facts or {})
    return trail.asks[1].id if trail.asks else None


def test_no_outcome_is_shown_while_a_question_is_open(tmp_path: Path) -> None:
    """A parallel outcome might turn out to be the first."""
    answers = {"danger": ["no"], "kinds": ["odd", "plain"]}
    trail = replay(small(tmp_path), "small", answers, {"several-wikis": "yes"})
    assert trail.used and trail.asks is not None, "the stewards were reached already"
    assert trail.outcomes == () and trail.primary is None


def test_what_is_reached_at_once_ends_the_asking() -> None:
    facts = {"local-administrators": "some"}
    answers = {"danger": ["no"], "threat-kind": ["legal", "vague"], "sued": ["no"], "meaning": ["afraid"]}
    assert ends_of("threat", answers, facts) == [
        "triage/emergency",
        "triage/contain-stewards",
        "triage/contain-local",
    ]


def test_every_chosen_way_is_walked_and_the_first_in_order_is_the_primary_one(tmp_path: Path) -> None:
    answers = {"danger": ["no"], "kinds": ["odd", "plain"], "colour": ["red"]}
    trail = replay(small(tmp_path), "small", answers, {"several-wikis": "yes"})
    assert names_of(trail) == ["small/beside", "small/stewards", "small/local"]


def test_a_found_fact_is_not_asked_and_can_be_contradicted(tmp_path: Path) -> None:
    flows = small(tmp_path)
    answers = {"danger": ["no"], "kinds": ["odd"]}
    found = replay(flows, "small", answers, {"newest-is-meant": "yes"})
    assert (
        found.steps[-1].found
        and found.steps[-1].values == ("yes",)
        and found.answers == {name: tuple(value) for name, value in answers.items()}
    )
    said = replay(flows, "small", answers | {"colour": ["red"]}, {"newest-is-meant": "yes"})
    assert not said.steps[-1].found and said.values["colour"] == ("red",)
    assert asked(flows, answers, {"newest-is-meant": "no"}) == "colour", "the fact is none of the answers"


def test_a_fact_at_a_turn_is_told_and_can_be_contradicted(tmp_path: Path) -> None:
    flows = small(tmp_path)
    answers: dict[str, Sequence[str]] = {"danger": ["no"], "kinds": ["plain"], "colour": ["red"]}
    found = replay(flows, "small", answers, {"several-wikis": "yes"})
    assert names_of(found) == ["small/stewards"]
    assert [(used.fact, used.value, used.said) for used in found.used] == [("several-wikis", "yes", False)]
    said = replay(flows, "small", answers | {"several-wikis": ["no"]}, {"several-wikis": "yes"})
    assert names_of(said) == ["small/local"]
    assert [(used.value, used.said) for used in said.used] == [("no", True)]
    assert said.answers["several-wikis"] == ("no",)
    silent = replay(flows, "small", answers, {})
    assert [(used.value, used.said) for used in silent.used] == [(None, False)], "could not check is said"
    for wrong in (["maybe"], ["yes", "no"], []):
        with pytest.raises(DoesNotFit):
            replay(flows, "small", answers | {"several-wikis": wrong}, {})


def test_what_every_chosen_answer_implies_is_not_asked(tmp_path: Path) -> None:
    flows = small(tmp_path)
    implied = replay(flows, "small", {"danger": ["no"], "kinds": ["plain"]}, {})
    assert implied.asks is None and implied.steps[-1].implied and implied.values["colour"] == ("red",)
    assert "colour" not in implied.answers
    assert asked(flows, {"danger": ["no"], "kinds": ["plain", "odd"]}) == "colour", (
        "the other answer says nothing of it"
    )
    said = replay(flows, "small", {"danger": ["no"], "kinds": ["plain"], "colour": ["yes"]}, {})
    assert said.values["colour"] == ("yes",)


def test_what_another_way_implies_does_not_answer_for_this_one() -> None:
    answers = {"danger": ["no"], "child-protection": ["no"], "involved": ["no"], "what": ["attack", "unknown"]}
    threat = {"threat-kind": ["exposing"], "meaning": ["hurt"], "parts": ["text"]}
    trail = replay(FLOWS, "triage", answers | threat, {})
    assert trail.asks is not None and trail.asks[1].id == "exposed"


def test_changing_an_early_answer_drops_the_later_ones() -> None:
    before = next(each for each in SCENARIOS if each.name == "s03a-phone-with-oversighters")
    kept = before.replay(FLOWS).answers
    assert set(kept) == set(before.answers)
    assert set(replay(FLOWS, "triage", {**kept, "danger": ["yes"]}, before.facts).answers) == {"danger"}
    changed = replay(FLOWS, "triage", {**kept, "what": ["content"]}, before.facts)
    assert set(changed.answers) == {"danger", "child-protection", "involved", "what"}


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"danger": ["perhaps"]}, "“perhaps” is no answer to “danger”: yes, no"),
        ({"danger": ["yes", "no"]}, "“danger” takes one answer"),
        ({"danger": []}, "“danger” takes one answer"),
        ({"danger": ["no"], "kinds": []}, "“kinds” takes at least one answer"),
        ({"danger": ["no"], "kinds": ["plain", "green"]}, "“green” is no answer to “kinds”: plain, odd"),
    ],
)
def test_an_answer_that_does_not_fit_is_told_by_its_question(
    tmp_path: Path, answers: dict[str, list[str]], says: str
) -> None:
    with pytest.raises(DoesNotFit) as refused:
        replay(small(tmp_path), "small", answers, {})
    assert str(refused.value) == says and refused.value.question in answers


def test_an_answer_to_nothing_is_a_slip_in_a_file_but_dropped_in_a_draft(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nothing asks for “wat”"):
        check_names(FLOWS, {"wat": ["x"]})
    check_names(FLOWS, {"danger": ["no"], "several-wikis": ["no"]})
    assert replay(small(tmp_path), "small", {"danger": ["yes"], "wat": ["x"]}, {}).answers == {"danger": ("yes",)}


@pytest.mark.parametrize("text", ["{", "[1]", '{"danger": 5}', '{"danger": ["yes", 5]}', '{"danger": {"a": 1}}'])
def test_a_file_of_answers_that_cannot_be_read_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "answers.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"answers\.json|has to be a code"):
        read_answers(path)


words = st.text(max_size=12)
anything = st.dictionaries(
    st.one_of(st.sampled_from(["danger", "what", "exposed", "several-wikis", "local-oversighters"]), words),
    st.lists(st.one_of(st.sampled_from(["yes", "no", "phone", "copyright", "none"]), words), max_size=3),
)
fitting = {
    node.id: [answer.value for answer in node.answers]
    for flow in FLOWS.by_id.values()
    for node in flow.nodes.values()
    if isinstance(node, Question)
}
answered = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values).map(lambda value: [value]) for name, values in fitting.items()}
)
some_facts = st.fixed_dictionaries({}, optional={name: st.sampled_from(sorted(FACTS[name])) for name in FACTS})


@given(flow=st.sampled_from(sorted(FLOWS.by_id)), answers=anything, facts=some_facts)
def test_any_answers_are_replayed_or_do_not_fit(
    flow: str, answers: dict[str, list[str]], facts: dict[str, str]
) -> None:
    try:
        trail = replay(FLOWS, flow, answers, facts)
    except DoesNotFit as refused:
        assert refused.question in answers
    else:
        assert (trail.asks is None) == bool(trail.outcomes)


@given(flow=st.sampled_from(sorted(FLOWS.by_id)), answers=answered, facts=some_facts)
def test_only_answers_on_the_way_are_kept_and_they_lead_the_same_way_again(
    flow: str, answers: dict[str, list[str]], facts: dict[str, str]
) -> None:
    trail = replay(FLOWS, flow, answers, facts)
    assert set(trail.answers) <= set(answers)
    assert replay(FLOWS, flow, trail.answers, facts) == trail
    asked_for = [step.question.id for step in trail.steps]
    assert len(asked_for) == len(set(asked_for)), "nothing is asked twice"
    assert [outcome.precedence for _, outcome in trail.outcomes] == sorted(
        each.precedence for _, each in trail.outcomes
    )


@given(answers=answered, facts=some_facts)
def test_answering_what_is_asked_always_ends(answers: dict[str, list[str]], facts: dict[str, str]) -> None:
    given_so_far: dict[str, Sequence[str]] = {}
    for _ in range(60):
        trail = replay(FLOWS, "triage", given_so_far, facts)
        if trail.asks is None:
            break
        question = trail.asks[1]
        assert question.id not in given_so_far
        given_so_far[question.id] = answers.get(question.id, [question.answers[-1].value])
    assert trail.primary is not None
