"""Letters of a case: complete, in every language, and with nothing in them that the leak check would stop."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from app.domain.acts import Done
from app.domain.cases import Case, Item, Letter, LetterKind, Party, PartyRole
from app.flows.companion.reading import read_companion
from app.text.leak_check import LANGUAGES, Outgoing, Severity, TextKind, check
from app.text.replies.composing import (
    END,
    ISOLATE,
    Filling,
    WrittenPart,
    compose,
    fill,
    has_safety_line,
    lacking,
    own_words,
    parts_in,
    parts_of,
    usual_choice,
)
from app.text.replies.parts import LetterForm, Use
from app.text.replies.reading import HERE, BadReplies, read_replies, replies

REPORTER, TARGET, SUBJECT = PartyRole.REPORTER, PartyRole.TARGET, PartyRole.SUBJECT
OUTCOMES = ("actionable", "could-not-verify", "verified-no-action", "mistaken", "malicious")
ACTS = ("block", "lock", "remove-rights", "hide", "restriction")
DAYS = {"check-in": date(2026, 12, 8), "appeal-from": date(2027, 5, 1), "appeal-check-in": date(2027, 1, 2)}
FILLING = Filling("Wikipedia", "Nilufar", "", DAYS, ("Find A Helpline: https://findahelpline.com",))
OWN_PEOPLE = (Party("Nilufar", (REPORTER, TARGET)), Party("Bertolt Beispiel", (SUBJECT,)))
THIRD_PEOPLE = (Party("Nilufar", (REPORTER,)), Party("Tarja Muster", (TARGET,)), Party("Bertolt Beispiel", (SUBJECT,)))
CODES = tuple(replies().languages)
COMPANION = read_companion()


@dataclass(frozen=True)
class One:
    """A letter of one kind to one person in one language."""

    form: LetterForm
    to: PartyRole
    code: str
    case: Case

    @property
    def written(self) -> list[WrittenPart]:
        return list(parts_of(self.form, self.case, self.to, replies().languages[self.code], FILLING))


def case_of(outcome: str, people: tuple[Party, ...] = OWN_PEOPLE, off_wiki: str = "yes") -> Case:
    answers = {"outcome": (outcome,), "acts": ACTS, "off-wiki": (off_wiki,)}
    return Case(date(2026, 11, 28), "enwiki", parties=people, answers=answers)


def letters(code: str) -> Iterator[One]:
    for outcome, people, form in product(OUTCOMES, (OWN_PEOPLE, THIRD_PEOPLE), replies().forms.values()):
        yield from (One(form, to, code, case_of(outcome, people)) for to in form.to)


def letter(kind: LetterKind, to: PartyRole, outcome: str, code: str = "en") -> One:
    return One(replies().forms[kind], to, code, case_of(outcome))


def compositions(one: One) -> Iterator[str]:
    """With everything, for each that is chosen of several; with what is usual; with as little as can be."""
    written = one.written
    groups = dict.fromkeys(each.part.one_of for each in written if each.part.one_of)
    several = {group: [each.part.id for each in written if each.part.one_of == group] for group in groups}
    alone = {each.part.id for each in written if not each.part.one_of}
    for number in range(max(map(len, several.values()), default=1)):
        yield compose(written, {*alone, *(ids[number % len(ids)] for ids in several.values())})
    yield compose(written, usual_choice(written))
    yield compose(written, {each.part.id for each in written if each.part.use is Use.GUARDED})


def usual(one: One) -> str:
    return compose(one.written, usual_choice(one.written))


def stopped(text: str, code: str) -> list[tuple[str, str]]:
    """What the leak check would not let out."""
    language = code if code in LANGUAGES else None
    names = ("Bertolt Beispiel", "Tarja Muster")
    outgoing = Outgoing(text, TextKind.REPLY, language, names, ("findahelpline.com",))
    return [(each.say, text[each.start : each.end]) for each in check(outgoing) if each.severity is Severity.BLOCK]


@pytest.mark.parametrize("code", CODES)
def test_nothing_of_ours_is_stopped_by_the_leak_check(code: str) -> None:
    """Each paragraph that any composition can have, in one text; and each letter that ends a case, whole."""
    paragraphs = {each for one in letters(code) for text in compositions(one) for each in text.split("\n\n")}
    assert len(paragraphs) > 80
    assert not stopped("\n\n".join(sorted(paragraphs)), code)
    closings = {usual(one) for one in letters(code) if one.form.closing}
    assert len(closings) > 10
    for text in closings:
        assert not stopped(text, code)


@pytest.mark.parametrize("code", CODES)
def test_every_gap_is_filled_and_no_mark_of_the_data_is_left(code: str) -> None:
    for text in {text for one in letters(code) for text in compositions(one)}:
        assert not set("{}[]$<>") & set(text)


def test_the_first_answer_has_the_six_parts() -> None:
    """R22."""
    always = {
        each.part.id for each in letter(LetterKind.ACKNOWLEDGEMENT, REPORTER, "").written if each.part.use is Use.ALWAYS
    }
    assert always >= {"ack-regret", "ack-look", "day-again", "ack-hide", "ack-authorities", "new-problems"}
    to_others = One(replies().forms[LetterKind.ACKNOWLEDGEMENT], REPORTER, "en", case_of("", THIRD_PEOPLE))
    assert "ack-regret-third" in {each.part.id for each in to_others.written}


@pytest.mark.parametrize("outcome", ["could-not-verify", "verified-no-action"])
def test_an_end_without_action_is_whole(outcome: str) -> None:
    """R117, R29, R163: done, one of the two reasons, the limits, regret, the way back, where to turn, help."""
    chosen = usual_choice(letter(LetterKind.OUTCOME, REPORTER, outcome).written)
    reason = {"could-not-verify": "outcome-not-verified", "verified-no-action": "outcome-valid"}[outcome]
    wanted = {"outcome-done", reason, "outcome-limits", "outcome-regret", "outcome-come-back", "safety", "help"}
    assert wanted <= chosen
    others = {"outcome-not-verified", "outcome-valid", "outcome-action", "outcome-mistaken", "outcome-no-action"} - {
        reason
    }
    assert not others & chosen


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_closing_says_where_to_turn(code: str, outcome: str) -> None:
    """R121."""
    for one in letters(code):
        if one.form.closing and one.case.answer("outcome") == outcome:
            assert has_safety_line(usual(one), replies())
            assert not has_safety_line(compose(one.written, ()), replies())


@pytest.mark.parametrize("kind", [LetterKind.SANCTIONED, LetterKind.APPEAL_OUTCOME])
def test_whoever_was_sanctioned_is_told_three_things(kind: LetterKind) -> None:
    """R170: none of the three may lack, and each act that can be decided has its words."""
    one = letter(kind, SUBJECT, "actionable")
    everything = {each.part.id for each in one.written}
    assert not lacking(one.written, everything)
    for piece in ("what", "why", "next"):
        without = {each.part.id for each in one.written if each.part.piece != piece}
        has_always = any(each.part.piece == piece and each.part.use is Use.ALWAYS for each in one.written)
        assert bool(lacking(one.written, without)) is not has_always


def test_each_act_has_its_words() -> None:
    acts = COMPANION.question("acts")
    said = {value for part in replies().forms[LetterKind.SANCTIONED].parts for value in part.when.get("acts", ())}
    assert acts and {each.value for each in acts.answers} == said


def test_each_question_that_a_part_asks_for_is_asked() -> None:
    companion = COMPANION
    for form in replies().forms.values():
        for part in form.parts:
            assert not part.day or companion.question(part.day)
            for question, values in part.when.items():
                answers = {"yes", "no"} if question == "third-party" else set[str]()
                answers |= set(Done) if question.startswith("act-") else set()
                asked = companion.question(question)
                answers |= {each.value for each in asked.answers} if asked else set()
                assert values <= answers | {"unsaid"}, part.id


def test_each_letter_of_a_case_has_its_parts() -> None:
    for step in COMPANION.letters:
        assert step.to in replies().forms[step.kind].to


@pytest.mark.parametrize("code", CODES)
def test_nothing_of_a_case_gets_into_a_letter_by_itself(code: str) -> None:
    """R52, R171: whoever is named in it, whatever was written to its questions."""
    canary = "Kanarienvogel"
    for one in letters(code):
        full = replace(
            one.case,
            language="en",
            parties=tuple(Party(f"{canary} {each.name}", each.roles) for each in one.case.parties),
            marked=(canary,),
            items=(Item(f"https://{canary}.example", None, canary),),
            words={each.id: canary for each in COMPANION.questions()},
            letters=(Letter(LetterKind.OUTCOME, REPORTER, canary),),
        )
        for text in compositions(replace(one, case=full)):
            assert canary not in text
            assert "Bertolt" not in text and "Tarja" not in text


def test_malice_is_not_told() -> None:
    """R102: nothing differs but what has to, and nothing judges."""
    for code, bad in (
        ("en", ("malic", "false", "faith", "lie")),
        ("de", ("bös", "falsch", "lüg")),
        ("es", ("mala", "fals")),
    ):
        text = usual(letter(LetterKind.OUTCOME, REPORTER, "malicious", code)).casefold()
        assert not [word for word in bad if word in text]


@pytest.mark.parametrize("code", CODES)
def test_what_a_person_wrote_is_told_from_what_is_ours(code: str) -> None:
    """R17: the nudge goes once a sentence of one's own is there, in whatever language the rest is."""
    for one in letters(code):
        text = usual(one)
        assert own_words(text, one.form, replies(), FILLING.help) == ""
        assert own_words(text.replace(" ", "  "), one.form, replies(), FILLING.help) == ""
        own = "You were right to write to us about the second one."
        assert own_words(f"{text}\n\n{own}", one.form, replies(), FILLING.help) in ("", own)
        with_own = compose(one.written, usual_choice(one.written), own)
        assert own_words(with_own, one.form, replies(), FILLING.help) == own


@pytest.mark.parametrize("code", CODES)
def test_a_draft_tells_its_parts(code: str) -> None:
    for one in letters(code):
        chosen = usual_choice(one.written)
        seen = parts_in(compose(one.written, chosen), one.written, replies().languages[code])
        texts = {each.text for each in one.written if each.part.id in chosen and each.text}
        assert texts <= {each.text for each in one.written if each.part.id in seen}


def test_a_letter_without_its_day_lacks_it() -> None:
    one = letter(LetterKind.HOLDING, REPORTER, "")
    written = parts_of(one.form, one.case, REPORTER, replies().languages["en"], replace(FILLING, days={}))
    assert [each.part.id for each in written if each.lacks_day] == ["day-again"]
    assert "again by" not in compose(written, usual_choice(written))


def test_what_fills_a_gap_is_no_gap() -> None:
    english = replies().languages["en"]
    filled = fill("{account} and {wiki}", english, Filling("{account}", "{team}{day}"))
    assert filled == "{team}{day} and {account}"


def test_names_do_not_turn_a_text_from_right_to_left_around() -> None:
    text = usual(letter(LetterKind.ACKNOWLEDGEMENT, REPORTER, "", "ar"))
    assert f"{ISOLATE}Nilufar{END}" in text
    assert text.count(ISOLATE) == text.count(END)
    assert ISOLATE not in usual(letter(LetterKind.ACKNOWLEDGEMENT, REPORTER, "", "de"))


@pytest.mark.parametrize(
    ("file", "old", "new", "slip"),
    [
        ("parts.toml", 'id = "ack-look"', 'id = "ack-loook"', "“ack-loook” has no words"),
        ("parts.toml", 'use = "guarded"', 'use = "sometimes"', "sometimes"),
        ("parts.toml", '"R22"', '"22"', "22 is no rule"),
        ("parts.toml", 'kind = "cleared"', 'kind = "unclear"', "unclear"),
        ("parts.toml", "one-of =", "oneof =", "nobody knows “oneof” here"),
        ("de.toml", "bye =", "bye-bye =", "de: “bye” has no words"),
        ("de.toml", "Hallo {account}", "Hallo {reporter}", "de: “hello” has the gap {reporter}, which nobody fills"),
        ("es.toml", "Hola, {account}", "Hola", "es: “hello” has other gaps than in “en”"),
        ("ar.toml", 'direction = "rtl"', 'direction = "up"', "a direction"),
        ("ar.toml", 'language = "ar"', 'language = "fa"', "ar: the file calls itself “fa”"),
        ("es.toml", 'team = "', 'teem = "', "nobody knows “teem” here"),
    ],
)
def test_a_slip_in_the_data_is_named(tmp_path: Path, file: str, old: str, new: str, slip: str) -> None:
    for path in HERE.glob("*.toml"):
        shutil.copy(path, tmp_path / path.name)
    changed = (tmp_path / file).read_text("utf-8")
    assert old in changed
    (tmp_path / file).write_text(changed.replace(old, new), "utf-8")
    with pytest.raises(BadReplies, match=slip.replace("{", r"\{").replace("}", r"\}")):
        read_replies(tmp_path)
