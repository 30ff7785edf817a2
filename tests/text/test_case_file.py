"""The case file: what is written is read again, and a file from anybody is read safely or refused in words."""

import re
import string
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.cases import Case, Checked, Item, Letter, LetterKind, Party, PartyRole, each_once
from app.settings import ROOT
from app.text.case_file import LONGEST, BadCaseFile, Broken, read_bytes, read_case, write_case

HEAD = "haven-case-file = 1\nopened = 2026-11-28\n"
# What a form can send: no lone surrogates, and line ends as browsers send them once read.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=120)
CODE = st.text(string.ascii_lowercase + string.digits + "-", min_size=1, max_size=20)
DAY = st.dates(date(2001, 1, 15), date(2099, 12, 31))
CASES = st.builds(
    Case,
    opened=DAY,
    wiki=st.sampled_from(["", "enwiki", "zh_min_nanwiki"]),
    language=st.sampled_from(["", "de", "zh-hant"]),
    parties=st.lists(
        st.builds(Party, TEXT, st.lists(st.sampled_from(PartyRole), unique=True, min_size=1).map(tuple)), max_size=4
    ).map(each_once),
    marked=st.lists(TEXT, max_size=3).map(tuple),
    items=st.lists(st.builds(Item, TEXT, st.none() | st.sampled_from(Checked), TEXT), max_size=4).map(tuple),
    answers=st.dictionaries(CODE, st.lists(CODE, min_size=1, max_size=3).map(tuple), max_size=5),
    words=st.dictionaries(CODE, TEXT, max_size=4),
    letters=st.lists(
        st.builds(Letter, st.sampled_from(LetterKind), st.sampled_from(PartyRole), TEXT, st.none() | DAY), max_size=3
    ).map(tuple),
)


@given(CASES)
def test_what_is_written_is_read_again(case: Case) -> None:
    assert read_case(write_case(case)) == case
    assert write_case(read_case(write_case(case))) == write_case(case)


def test_who_stands_there_twice_is_one_person_in_both_roles() -> None:
    rows = "".join(f'[[party]]\nname = "Sam"\nroles = ["{role}"]\n' for role in ("target", "subject", "reporter"))
    case = read_case(HEAD + rows)
    assert case.parties == (Party("Sam", (PartyRole.REPORTER, PartyRole.TARGET, PartyRole.SUBJECT)),)
    assert not case.is_third_party_report


@given(CASES)
def test_a_browser_s_line_ends_change_nothing(case: Case) -> None:
    assert read_case(write_case(case).replace("\n", "\r\n")) == case


@given(st.text(max_size=300))
def test_whatever_stands_there_is_read_or_refused(text: str) -> None:
    for each in (text, HEAD + text, f"{HEAD}[words]\nevents = '''{text}'''\n"):
        try:
            read_case(each)
        except BadCaseFile:
            continue


@given(st.binary(max_size=300))
def test_whatever_file_is_chosen_is_read_or_refused(content: bytes) -> None:
    try:
        read_case(read_bytes(content))
    except BadCaseFile:
        return


def _many(row: str) -> str:
    return HEAD + "".join(row.replace("#", str(number)) for number in range(5_000))


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "x=" + "[" * 100_000,
        HEAD + "x=" + "{a=" * 30_000,
        HEAD + ".".join(["a"] * 90_000) + "=1\n",
        HEAD + "[" + ".".join(["a"] * 90_000) + "]\n",
        HEAD + "\n".join(f"a.{'.'.join('b' * 50)}.c{number}=1" for number in range(1_800)),
        HEAD + "x=" + "9" * 190_000,
        HEAD + "x=0." + "1" * 190_000,
        HEAD + "x='''" + "\\" * 190_000,
        HEAD + 'x="""' + "\\u0041" * 30_000 + '"""\n',
        HEAD + "[[party]]\n" * 19_000,
        _many("[a.b.c.d.e.f#]\n"),
        _many('"a#"="b"\n'),
    ],
)
def test_a_hostile_file_is_refused(text: str) -> None:
    """Each would keep a careless reader busy, or break it. That it takes no minute is the run's own time limit."""
    with pytest.raises(BadCaseFile):
        read_case(text[:LONGEST])


@pytest.mark.parametrize(
    ("text", "why", "detail"),
    [
        ("", Broken.EMPTY, ""),
        (" \n\t", Broken.EMPTY, ""),
        ("x" * (LONGEST + 1), Broken.TOO_LONG, str(LONGEST)),
        ("haven-case-file = 1\x00", Broken.NOT_TEXT, ""),
        ("title = 'a letter'", Broken.NOT_A_CASE_FILE, ""),
        ("haven-case-file = 7\n", Broken.OTHER_VERSION, "7"),
        ("haven-case-file = '1'\n", Broken.OTHER_VERSION, "1"),
        (HEAD + 'wiki = "enwiki\n', Broken.NOT_WRITTEN_SO, "3"),
        (HEAD + "opened = 2026-11-29\n", Broken.NOT_WRITTEN_SO, "3"),
        ("haven-case-file = 1\n", Broken.WRONG_VALUE, "opened"),
        ("haven-case-file = 1\nopened = 2026-11-28T00:00:00\n", Broken.WRONG_VALUE, "opened"),
        (HEAD + 'wiki = "../etc"\n', Broken.WRONG_VALUE, "wiki"),
        (HEAD + "mood = 1\n", Broken.WRONG_VALUE, "mood"),
        (HEAD + "'<script>' = 1\n", Broken.WRONG_VALUE, "?script?"),
        (HEAD + "party = 1\n", Broken.WRONG_VALUE, "party"),
        (HEAD + "party = [1]\n", Broken.WRONG_VALUE, "party"),
        (HEAD + "[[party]]\nname = 'A'\nroles = ['king']\n", Broken.WRONG_VALUE, "roles"),
        (HEAD + "[[party]]\nname = 'A'\nroles = ['target']\nphone = '1'\n", Broken.WRONG_VALUE, "phone"),
        (HEAD + "[[item]]\nchecked = 'matches'\n", Broken.WRONG_VALUE, "link"),
        (HEAD + "[[letter]]\nkind = 'delay'\nto = 'reporter'\nsent = 'today'\n", Broken.WRONG_VALUE, "sent"),
        (HEAD + "[answer]\n'A B' = 'yes'\n", Broken.WRONG_VALUE, "answer"),
        (HEAD + "[words]\nevents = 1\n", Broken.WRONG_VALUE, "events"),
    ],
)
def test_what_is_wrong_is_said_and_where(text: str, why: Broken, detail: str) -> None:
    with pytest.raises(BadCaseFile) as found:
        read_case(text)
    assert (found.value.why, found.value.detail) == (why, detail)


def test_a_value_is_never_in_what_is_said() -> None:
    """SECURITY: what is said goes onto a page and could go into a log."""
    secret = "Rosa Beispiel"
    for line in (f"wiki = '{secret}'", f"'{secret}' = 1", f"opened = '{secret}'", f"[words]\n'{secret}' = 'x'"):
        with pytest.raises(BadCaseFile) as found:
            read_case(f"haven-case-file = 1\n{line}\n")
        assert "Rosa" not in str(found.value) and "Beispiel" not in found.value.detail


def test_answers_that_nobody_asks_for_stay_in_the_file() -> None:
    """A newer Haven may have asked them."""
    case = read_case(HEAD + "[answer]\nmoon-phase = 'full'\n[words]\n'tide.target' = 'high'\n")
    assert read_case(write_case(case)) == case
    assert case.answers == {"moon-phase": ("full",)} and case.words == {"tide.target": "high"}


def test_what_would_not_be_read_again_is_not_written() -> None:
    case = Case(date(2026, 11, 28))
    long = replace(case, words={f"w{number}": "x" * 19_000 for number in range(11)})
    with pytest.raises(BadCaseFile, match="TOO_LONG"):
        write_case(long)
    with pytest.raises(BadCaseFile) as found:
        write_case(replace(case, words={"events": "." * 501}))
    assert found.value.why is Broken.TOO_MANY_DOTS


def test_a_file_says_in_its_first_lines_what_it_is() -> None:
    text = write_case(Case(date(2026, 11, 28)))
    assert text.startswith("# ") and "names people" in text
    assert re.search(r"(?m)^haven-case-file = 1$", text)


def test_the_example_of_the_documentation_can_be_opened() -> None:
    text = (ROOT / "docs" / "case-file.md").read_text(encoding="utf-8")
    case = read_case(text.partition("```toml\n")[2].partition("```")[0])
    assert case.parties[0].name == "Robin of the Reeds"
    assert case.answers["acts"] == ("block", "hide") and case.day("record-kept")
    assert read_case(write_case(case)) == case
