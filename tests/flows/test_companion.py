"""The way through a case: slips in its files, how far a case has come, what waits for what, and what S7, S8 and S13
must never lead to. Invented people only."""

import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.cases import Case, Checked, Item, Letter, LetterKind, Party, PartyRole
from app.flows.companion.attribution import NEVER_COUNTS, TIES, Attribution, attribution
from app.flows.companion.progress import (
    AskedQuestion,
    StageState,
    Standing,
    act_question,
    acts_that_wait,
    asked,
    holds,
    is_answered,
    letters,
    progress,
    skip_question,
)
from app.flows.companion.reading import HERE, read_companion
from app.flows.reading import BadFlow
from tests.support.filled_case import fill

COMPANION = read_companion()
TODAY = date(2026, 11, 28)
REPORTER, TARGET, SUBJECT = PartyRole.REPORTER, PartyRole.TARGET, PartyRole.SUBJECT
OWN_REPORT = (Party("Anouk Quill", (REPORTER, TARGET)), Party("Brackwater", (SUBJECT,)))
THIRD_PARTY = (Party("Dorin", (REPORTER,)), Party("Anouk Quill", (TARGET,)), Party("Brackwater", (SUBJECT,)))

Given = Mapping[str, str | Sequence[str]]


def case(given: Given | None = None, parties: tuple[Party, ...] = OWN_REPORT) -> Case:
    found = Case(opened=TODAY, wiki="dewiki", parties=parties)
    for question, values in (given or {}).items():
        found = found.with_answer(question, (values,) if isinstance(values, str) else values)
    return found


def filled(stages: Sequence[str], given: Given | None = None, parties: tuple[Party, ...] = OWN_REPORT) -> Case:
    """A case in which these stages are worked through: what is not given has its first answer."""
    return fill(COMPANION, case(given, parties), stages)


def standing(found: Case, stage: str) -> StageState:
    return next(each for each in progress(COMPANION, found) if each.stage.id == stage)


BEFORE_DECISION = ("begin", "acknowledge", "verify", "background", "context", "second")


def decided(outcome: str, given: Given | None = None, parties: tuple[Party, ...] = OWN_REPORT) -> Case:
    answers: Given = {"outcome": outcome, "off-wiki": "no", "needs-second": ("none",), **(given or {})}
    return filled((*BEFORE_DECISION, "decide", "record"), answers, parties)


def locked(found: Case) -> list[str]:
    return [each.step.id for each in letters(COMPANION, found, "notify") if each.is_locked]


# Slips in the files ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "check-in"', 'id = "check-in"\n  hnit = "x"', "nobody knows “hnit” here"),
        ('id = "off-wiki"', 'id = "involved"', "the question “involved” stands there twice"),
        ('after = ["decide"]', 'after = ["decied"]', "“record” names the stage “decied”"),
        ('when = ["off-wiki is yes"]', 'when = ["off-wiki is maybe"]', "“off-wiki” has no answer maybe"),
        ('when = ["may-sanction is yes"]', 'when = ["may-punish is yes"]', "asks “may-punish”, which nobody asks"),
        ('when = ["off-wiki is yes"]', 'when = ["off-wiki yes"]', "is no condition"),
        ('rules = ["R11", "R12", "R25"]', 'rules = ["R198"]', "R198 is no rule"),
        ("reviewed = 2026-11-28", 'reviewed = "soon"', "a day of review"),
        ('section = "items"', 'section = "itmes"', "itmes"),
        ('kind = "day"', 'kind = "dya"', "dya"),
        ('value = "no"', 'value = "yes"', "a choice has different answers"),
        ('address = "https://', 'address = "http://', "https"),
    ],
)
def test_a_slip_is_told_by_name(tmp_path: Path, old: str, new: str, said: str) -> None:
    for name in ("stages.toml", "letters.toml", "resources.toml"):
        if (HERE / name).exists():
            shutil.copy(HERE / name, tmp_path / name)
    text = (HERE / "stages.toml").read_text("utf-8")
    assert old in text
    (tmp_path / "stages.toml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadFlow, match=re.escape(said)):
        read_companion(tmp_path)


def test_every_answer_that_code_looks_for_is_there() -> None:
    question = COMPANION.question(TIES)
    assert question is not None and {choice.value for choice in question.answers} >= NEVER_COUNTS
    for name in ("involved", "check-in", "acts", "subject-knows", "kept-where", "announcement", "follow-up"):
        assert COMPANION.question(name), name
    for name in ("appeal-from", "appeal-check-in", "needs-second", "second-read", "outcome", "depends-on"):
        assert COMPANION.question(name), name


def words() -> list[str]:
    found = []
    for stage in COMPANION.stages.values():
        found += [stage.title, stage.why, *(each.say for each in stage.advice)]
        for question in stage.questions:
            found += [question.ask, question.why, question.hint]
            found += [text for each in question.answers for text in (each.say, each.about, each.tip)]
    return [text for text in found if text]


@pytest.mark.parametrize(
    "word", ["please", "guilty", "culprit", "perpetrator", "victim", "harasser", "liar", "invalid", "!", "no proof"]
)
def test_the_words_are_calm_and_judge_nobody(word: str) -> None:
    assert [text for text in words() if re.search(rf"{re.escape(word)}\b" if word != "!" else "!", text, re.I)] == []


def test_every_sentence_is_short_enough_for_two_in_the_morning() -> None:
    assert [text for text in words() if max(len(each.split()) for each in re.split(r"[.:;?]", text)) > 32] == []
    assert [text for text in words() if len(text) > 320] == []


def test_an_account_in_wrong_hands_has_a_private_way_at_once() -> None:
    """R76: not a tip alone; and nothing of it where nobody said so."""
    for answer, ways in (("yes", ["https://meta.wikimedia.org/wiki/Special:Contact/Stewards"]), ("no", [])):
        found, advice = case({"compromised": answer}), COMPANION.stages["verify"].advice
        assert [each.address for each in advice if each.when and holds(each.when, found)] == ways


# Order and locks ------------------------------------------------------------------------------------------------------


def test_nothing_is_decided_before_facts_background_and_context() -> None:
    """R5: to dismiss it needs the same stages as anything else."""
    for stage in ("verify", "background", "context", "second"):
        others = [each for each in BEFORE_DECISION if each != stage]
        found = filled(others, {"off-wiki": "no"})
        waits = [each.id for each in standing(found, "decide").waits_for]
        assert stage in waits and standing(found, "decide").standing is Standing.LOCKED
    found = filled(BEFORE_DECISION, {"off-wiki": "no", "needs-second": ("none",)})
    assert standing(found, "decide").standing is Standing.TO_DO


def test_a_link_that_nobody_opened_keeps_the_facts_open() -> None:
    found = filled(("begin", "verify"))
    assert standing(found, "verify").standing is Standing.DONE
    found = replace(found, items=(Item("https://wiki.example/1"),))
    assert standing(found, "verify").missing == 1
    found = replace(found, items=(Item("https://wiki.example/1", Checked.CANNOT_SEE),))
    assert standing(found, "verify").standing is Standing.DONE


def test_nothing_of_an_empty_case_is_done() -> None:
    """No people, so no letters that are missing: what comes after them waits all the same."""
    found = case(parties=())
    assert {each.stage.id for each in progress(COMPANION, found) if each.standing is Standing.DONE} == set()
    assert standing(found, "debrief").standing is standing(found, "afterwards").standing is Standing.LOCKED


def test_who_is_part_of_it_comes_no_further() -> None:
    found = filled(("begin", "acknowledge"), {"involved": "yes"})
    open_stages = {each.stage.id for each in progress(COMPANION, found) if each.standing is not Standing.LOCKED}
    assert open_stages & {"acknowledge", "verify", "decide", "notify", "record"} == set()


def test_a_second_reader_is_waited_for_where_it_is_not_clear_cut() -> None:
    given = {"off-wiki": "no", "needs-second": ("constructive",), "second-read": "waits"}
    found = filled(BEFORE_DECISION, given)
    assert [each.id for each in standing(found, "decide").waits_for] == ["second"]
    found = filled(BEFORE_DECISION, given | {"second-read": "yes"})
    assert standing(found, "decide").waits_for == ()


def test_questions_are_asked_for_each_who_is_there() -> None:
    own = [each.id for each in asked(COMPANION.stages["background"], case())]
    third = [each.id for each in asked(COMPANION.stages["background"], case(parties=THIRD_PARTY))]
    assert "relation.reporter" not in own and "relation.reporter" in third
    for role in ("target", "reporter", "subject"):
        mine = [each for each in third if each.endswith(f".{role}") and not each.startswith("earlier")]
        assert len(mine) == 3, "R80-R82: three questions about each"
    assert [each for each in own if each.startswith("reputation")] == ["reputation.target", "reputation.subject"]
    assert not [each for each in asked(COMPANION.stages["background"], case(parties=())) if each.role]


def test_the_block_comes_before_the_letter() -> None:
    found = decided("actionable", {"acts": ("block",)})
    assert locked(found) == ["sanctioned.subject", "outcome.reporter"]
    assert locked(found.with_answer(act_question("block"), ("waits",))) == ["sanctioned.subject", "outcome.reporter"]
    done = found.with_answer(act_question("block"), ("said",))
    assert locked(done) == ["outcome.reporter"], "R169: who was sanctioned hears it first"
    told = done.with_letter(Letter(LetterKind.SANCTIONED, SUBJECT, "…", sent=TODAY))
    assert locked(told) == []


@pytest.mark.parametrize(
    ("acts", "depends", "waiting"),
    [
        (("block", "remove-rights"), "no", []),
        (("block", "remove-rights"), "yes", ["remove-rights"]),
        (("lock",), "no", ["lock"]),
        (("remove-rights",), "no", ["remove-rights"]),
    ],
)
def test_what_others_decide_holds_up_only_what_depends_on_it(
    acts: tuple[str, ...], depends: str, waiting: list[str]
) -> None:
    found = decided("actionable", {"acts": acts, "depends-on": depends, "act-block": "said"})
    assert [each.value for each in acts_that_wait(COMPANION, found)] == waiting
    assert bool(waiting) == ("sanctioned.subject" in locked(found))


def test_nobody_hears_of_an_action_where_none_was_taken() -> None:
    """R165: everything has a reason why not: the letters wait for another outcome, and the page says so."""
    given: Given = {"acts": ("block", "hide"), "act-block": "not-possible", "act-hide": "not-agreed"}
    found = decided("actionable", given)
    assert "sanctioned.subject" in locked(found)
    assert any("nobody can be told" in each.say and holds(each.when, found) for each in COMPANION.stages["act"].advice)
    assert locked(found.with_answer("act-hide", ("seen",))) == ["outcome.reporter"]


def test_something_is_done_needs_something_to_do() -> None:
    found = case({"outcome": "actionable"})
    assert locked(found) == ["sanctioned.subject", "outcome.reporter"]


def test_who_it_was_done_to_comes_first_where_nothing_can_be_done() -> None:
    found = decided("could-not-verify", {"subject-knows": "yes", "acts": ("block",)}, THIRD_PARTY)
    steps = [each.step.id for each in letters(COMPANION, found, "notify")]
    assert steps == ["outcome.target", "outcome.reporter", "cleared.subject"]
    assert locked(found) == ["outcome.reporter", "cleared.subject"], "an act of another outcome holds nothing up"
    told = found.with_letter(Letter(LetterKind.OUTCOME, TARGET, "…", sent=TODAY))
    assert locked(told) == ["cleared.subject"]
    skipped = told.with_answer(skip_question(COMPANION.letters_of("notify")[2]), ("cannot-be-reached",))
    assert locked(skipped) == []


def test_who_it_was_done_to_is_told_also_where_nobody_reported_it() -> None:
    found = decided("verified-no-action", {"subject-knows": "no"}, (Party("Anouk Quill", (TARGET,)),))
    assert [each.step.id for each in letters(COMPANION, found, "notify")] == ["outcome.target"]
    own = decided("verified-no-action", {"subject-knows": "no"})
    assert [each.step.id for each in letters(COMPANION, own, "notify")] == ["outcome.reporter"]


@pytest.mark.parametrize("outcome", ["could-not-verify", "verified-no-action", "mistaken", "malicious"])
def test_who_was_reported_hears_of_it_only_if_they_know(outcome: str) -> None:
    for knows in ("yes", "no"):
        found = case({"outcome": outcome, "subject-knows": knows})
        assert ("cleared.subject" in {each.step.id for each in letters(COMPANION, found)}) is (knows == "yes")


def test_what_the_one_it_is_done_to_wishes_has_a_place_and_decides_nothing() -> None:
    """R26: written down, asked of nobody who was not asked, and in no condition."""
    assert "target-wishes" not in {each.id for each in asked(COMPANION.stages["acknowledge"], case({}))}
    found = case({"target-asked": "yes"}, THIRD_PARTY)
    assert ask(found, "target-wishes").question.optional
    assert "target-wishes" not in (HERE / "stages.toml").read_text("utf-8").replace('id = "target-wishes"', "")


# S7: outside the wikis ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ties", [("said-outside",), ("nothing",), ("said-outside", "nothing")])
def test_a_claim_outside_counts_for_nothing_whatever_was_answered_before(ties: tuple[str, ...]) -> None:
    found = case({"off-wiki": "yes", "on-wiki-too": "no", TIES: ties, "attributed": "yes"})
    assert attribution(found) is Attribution.NOT_ESTABLISHED
    assert "attributed" not in {each.id for each in asked(COMPANION.stages["attribution"], found)}
    assert offered(found, "outcome") == {"could-not-verify", "verified-no-action", "mistaken", "malicious"}
    assert not is_answered(ask(found.with_answer("outcome", ("actionable",)), "outcome"), found)


def offered(found: Case, question: str) -> set[str]:
    return {choice.value for choice in ask(found, question).question.answers}


def ask(found: Case, question: str) -> AskedQuestion:
    stages = COMPANION.stages.values()
    return next(each for stage in stages for each in asked(stage, found) if each.id == question)


@pytest.mark.parametrize("tie", ["said-on-wiki", "hint-on-wiki", "alike", "same-name", "confirmed-there"])
def test_what_counts_is_weighed_by_the_team(tie: str) -> None:
    found = case({"off-wiki": "yes", "on-wiki-too": "no", TIES: (tie, "said-outside")})
    assert attribution(found) is Attribution.OPEN and "actionable" not in offered(found, "outcome")
    assert attribution(found.with_answer("attributed", ("no",))) is Attribution.NOT_ESTABLISHED
    established = found.with_answer("attributed", ("yes",))
    assert attribution(established) is Attribution.ESTABLISHED and "actionable" in offered(established, "outcome")


def test_what_stands_on_the_wiki_is_judged_by_itself() -> None:
    found = case({"off-wiki": "yes", "on-wiki-too": "yes", TIES: ("nothing",)})
    assert "actionable" in offered(found, "outcome")
    assert attribution(case({"off-wiki": "no", TIES: ("said-on-wiki",)})) is Attribution.NOT_NEEDED
    assert attribution(case({"off-wiki": "yes"})) is Attribution.OPEN


def test_s7_ends_with_help_and_nothing_else() -> None:
    given = {"off-wiki": "yes", "on-wiki-too": "no", TIES: ("said-outside",), "subject-knows": "no"}
    answers = given | {"outcome": "could-not-verify", "needs-second": ("none",)}
    found = filled((*BEFORE_DECISION, "attribution", "decide", "record"), answers)
    stands = {each.stage.id: each.standing for each in progress(COMPANION, found)}
    assert stands["act"] is stands["announce"] is Standing.NOT_NEEDED
    assert [each.step.id for each in letters(COMPANION, found, "notify")] == ["outcome.reporter"]
    said = " ".join(each.say for each in COMPANION.stages["attribution"].advice if holds(each.when, found))
    assert "not established" in said and "privacy settings" in said and "second factor" in said


def test_what_rests_on_something_outside_is_never_clear_cut() -> None:
    """R141: where the account is held for tied to it, a second reader comes to it, whatever was answered before."""
    given: Given = {"off-wiki": "yes", "on-wiki-too": "no", TIES: ("alike",), "attributed": "yes"}
    alone = filled((*BEFORE_DECISION, "attribution"), given | {"needs-second": ("none",)})
    assert "none" not in offered(alone, "needs-second") and standing(alone, "decide").standing is Standing.LOCKED
    read = filled((*BEFORE_DECISION, "attribution"), given | {"needs-second": ("outside",), "second-read": "yes"})
    assert standing(read, "decide").standing is Standing.TO_DO
    assert "none" in offered(filled(BEFORE_DECISION, {"off-wiki": "no"}), "needs-second")


# S8: reported in bad faith --------------------------------------------------------------------------------------------


def test_bad_faith_needs_two_people_and_colleagues_who_know() -> None:
    given: Given = {"off-wiki": "no", "needs-second": ("bad-faith",), "second-read": "yes", "outcome": "malicious"}
    for second in ("waits", "no"):
        found = filled((*BEFORE_DECISION, "decide"), {**given, "bad-faith-second": second})
        assert standing(found, "record").standing is Standing.LOCKED
    found = filled((*BEFORE_DECISION, "decide", "record", "notify"), {**given, "colleagues-told": "waits"})
    assert standing(found, "notify").missing == 1
    said = " ".join(each.say for each in COMPANION.stages["notify"].advice if holds(each.when, found))
    assert "next report is read like any other" in said and "is somebody in danger?" in said


def test_no_answer_about_whoever_reports_turns_a_report_away() -> None:
    """R42, R104: status, earlier reports, how they are known: the same stages, and danger is asked first."""
    bad: Given = {
        "earlier-reports.reporter": ("bad-faith",), "met-before.reporter": "yes-not-reliable",
        "sanctions-told.reporter": "untold", "account-control.reporter": "no-account",
    }  # fmt: skip
    good, found = filled(BEFORE_DECISION), filled(BEFORE_DECISION, bad)
    assert [each.standing for each in progress(COMPANION, found)] == [
        each.standing for each in progress(COMPANION, good)
    ]
    assert COMPANION.stages["begin"].questions[0].id == "danger"
    assert not [condition for stage in COMPANION.stages.values() for condition in stage.when if condition.of in bad]


# S13: an appeal -------------------------------------------------------------------------------------------------------


def test_an_appeal_without_a_record_is_told_where_records_are_and_not_that_there_was_no_case() -> None:
    stage, found = COMPANION.stages["appeal"], case({"record-place": "not-found"})
    said = " ".join(each.say for each in stage.advice if holds(each.when, found))
    for place in ("private wiki", "mailing list", "mail system", "private notes", "committee", "Trust and Safety"):
        assert place in said
    not_found = next(each for each in ask(found, "record-place").question.answers if each.value == "not-found")
    assert "says nothing about whether there was a case" in not_found.tip
    assert standing(found, "appeal").standing is Standing.BEGUN, "it needs nothing of the case before it"


def test_nobody_reviews_their_own_decision() -> None:
    given = {"appeal-window": "yes", "part-of-first": "yes"}
    assert not is_answered(ask(case(given), "part-of-first"), case(given))
    passed = case(given | {"part-of-first": "uninvolved"})
    assert is_answered(ask(passed, "part-of-first"), passed)


@pytest.mark.parametrize(
    ("answers", "may_be_told"),
    [
        ({"part-of-first": "yes", "appeal-result": "stays"}, False),
        ({"part-of-first": "no", "appeal-result": "waits"}, False),
        ({"appeal-result": "lifted"}, False),
        ({"part-of-first": "no", "appeal-result": "stays"}, True),
        ({"part-of-first": "uninvolved", "appeal-result": "lifted"}, True),
    ],
)
def test_no_end_of_an_appeal_is_told_before_somebody_uninvolved_decided(answers: Given, may_be_told: bool) -> None:
    found = case({"appeal-window": "yes", **answers})
    assert ("appeal-outcome.subject" in {each.step.id for each in letters(COMPANION, found)}) is may_be_told


def test_too_early_is_answered_with_the_day_and_asks_nothing_more() -> None:
    ids = [each.id for each in asked(COMPANION.stages["appeal"], case({"appeal-window": "too-early"}))]
    assert ids == ["appeal-threat", "record-place", "appeal-window", "appeal-check-in"]
    assert ids[0] == "appeal-threat", "S13: a threat in it leads to the emergency team first"
