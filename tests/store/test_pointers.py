"""The allow-list of what may be sealed: ids and codes, nothing a person could read as a name or a sentence."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.requests import Hints
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import Parts
from app.store import pointers
from app.store.pointers import POINTABLE, NotSealable
from app.store.sealing import Vault, token_length
from tests.store.making import HINTS, KEYS, reference, revision

VAULT = Vault(KEYS[:1])
SENTENCE = "She lives at 12 Invented Street"


@pytest.mark.parametrize("kind", sorted(POINTABLE))
def test_a_pointer_comes_back_as_it_was_in_the_smallest_size(kind: TargetKind) -> None:
    pointer = Pointer("x" * 64, kind, 2**63 - 1)
    token = pointers.seal_pointer(VAULT, pointer)
    assert pointers.open_pointer(VAULT, token) == pointer
    assert len(token) == token_length(128)


@pytest.mark.parametrize(
    "pointer",
    [
        Pointer(SENTENCE, TargetKind.REVISION, 1),
        Pointer("enwiki", SENTENCE, 1),  # type: ignore[arg-type]
        Pointer("enwiki", TargetKind.REVISION, SENTENCE),  # type: ignore[arg-type]
        Pointer("enwiki", TargetKind.REVISION, 0),
        Pointer("enwiki", TargetKind.REVISION, True),
        Pointer("enwiki", TargetKind.REVISION, 2**63),
        Pointer("", TargetKind.REVISION, 1),
        Pointer("enwiki\n", TargetKind.REVISION, 1),
        Pointer("enwiki", TargetKind.IP, 1),
        Pointer("enwiki", TargetKind.RANGE, 1),
        Pointer("enwiki", TargetKind.UNKNOWN, 1),
    ],
)
def test_nothing_but_ids_goes_into_a_pointer(pointer: Pointer) -> None:
    with pytest.raises(NotSealable) as refusal:
        pointers.seal_pointer(VAULT, pointer)
    assert str(refusal.value) == ""


TITLE = "Talk:Ünïcode, \"quoted\" & 'so on'; "
LONG = "é" * 127 + "x"
AT = "20260101120000"


@pytest.mark.parametrize(
    "pointer",
    [
        Pointer("enwiki", TargetKind.REVISION, 5, title=TITLE),
        Pointer("enwiki", TargetKind.DELETED_REVISION, 0, AT, TITLE),
        Pointer("enwiki", TargetKind.PAGE, title=LONG),
        Pointer("commonswiki", TargetKind.FILE_VERSION, 7, AT, parts=Parts.TEXT | Parts.SUMMARY),
        Pointer("commonswiki", TargetKind.FILE_VERSION, 7, title="File:Gone.png"),
        Pointer("enwiki", TargetKind.ACCOUNT, name=LONG, is_marked=True),
        Pointer("enwiki", TargetKind.LOG, 9, AT, parts=Parts.SUMMARY),
        Pointer("enwiki", TargetKind.PAGE, title='"' * 255, is_marked=True),
    ],
)
def test_a_pointer_comes_back_with_all_that_was_said_of_it(pointer: Pointer) -> None:
    token = pointers.seal_pointer(VAULT, pointer)
    assert pointers.open_pointer(VAULT, token) == pointer
    assert len(token) in {token_length(size) for size in pointers.POINTER_SIZES}
    assert (len(token) > token_length(128)) == bool(pointer.title or pointer.name), "the length tells no more than that"


@pytest.mark.parametrize(
    "pointer",
    [
        Pointer("enwiki", TargetKind.PAGE, 5, title="It has a number"),
        Pointer("enwiki", TargetKind.LOG, 5, title="No page of its own"),
        Pointer("enwiki", TargetKind.ABUSE_LOG, 5, title="No page of its own"),
        Pointer("enwiki", TargetKind.ACCOUNT, 5, name="It has a number"),
        Pointer("enwiki", TargetKind.ACCOUNT, title="A title"),
        Pointer("enwiki", TargetKind.PAGE, name="A name"),
        Pointer("enwiki", TargetKind.PAGE),
        Pointer("enwiki", TargetKind.PAGE, title="x" * 356),
        Pointer("enwiki", TargetKind.PAGE, title="é" * 200),
        Pointer("enwiki", TargetKind.PAGE, title="two\nlines"),
        Pointer("enwiki", TargetKind.PAGE, title="a|b"),
        Pointer("enwiki", TargetKind.FILE_VERSION, 5, "yesterday"),
        Pointer("enwiki", TargetKind.FILE_VERSION, 5, AT + "0"),
        Pointer("enwiki", TargetKind.REVISION, 5, parts=Parts(8)),
        Pointer("enwiki", TargetKind.COMMENT, 5),
        Pointer("enwiki", TargetKind.REVISION, -1),
    ],
)
def test_a_title_or_a_name_goes_in_only_where_there_is_no_number(pointer: Pointer) -> None:
    with pytest.raises(NotSealable):
        pointers.seal_pointer(VAULT, pointer)


def test_what_was_said_of_a_target_does_not_make_it_another() -> None:
    plain = Pointer("enwiki", TargetKind.LOG, 9)
    said = Pointer("enwiki", TargetKind.LOG, 9, AT, parts=Parts.SUMMARY, is_marked=True)
    assert pointers.pointer_fingerprint(VAULT, plain) == pointers.pointer_fingerprint(VAULT, said)
    versions = [Pointer("enwiki", TargetKind.FILE_VERSION, 9, at) for at in (AT, "20260101120001")]
    hidden = [Pointer("enwiki", TargetKind.ACCOUNT, name=name) for name in ("One", "Two")]
    assert len({pointers.pointer_fingerprint(VAULT, each) for each in (*versions, *hidden)}) == 4


def test_hints_come_back_as_they_were() -> None:
    assert pointers.open_hints(VAULT, pointers.seal_hints(VAULT, HINTS)) == HINTS
    bare = replace(HINTS, exposed=frozenset(), parts=Parts.NONE, side=None, line=None, section=None)
    assert pointers.open_hints(VAULT, pointers.seal_hints(VAULT, bare)) == bare


def test_all_hints_have_one_length() -> None:
    bare = replace(HINTS, exposed=frozenset(), side=None, line=None)
    assert len(pointers.seal_hints(VAULT, bare)) == len(pointers.seal_hints(VAULT, HINTS)) == token_length(2_048)


@pytest.mark.parametrize("name", [field.name for field in fields(Hints)])
def test_no_field_of_the_hints_takes_a_sentence(name: str) -> None:
    value: Any = frozenset({SENTENCE}) if name == "exposed" else SENTENCE
    with pytest.raises(NotSealable):
        pointers.seal_hints(VAULT, replace(HINTS, **{name: value}))


def test_parties_come_back_and_take_only_ids() -> None:
    assert pointers.open_parties(VAULT, pointers.seal_parties(VAULT, [3, 1, 2])) == {1, 2, 3}
    with pytest.raises(NotSealable):
        pointers.seal_parties(VAULT, ["Invented Name"])  # type: ignore[list-item]


def test_a_pointers_fingerprint_is_among_those_it_is_looked_for_by() -> None:
    both = Vault([KEYS[1], KEYS[0]])
    assert pointers.pointer_fingerprint(VAULT, revision(5)) in pointers.pointer_fingerprints(both, revision(5))
    assert pointers.person_fingerprint(VAULT, 5) in pointers.person_fingerprints(both, 5)


@pytest.mark.parametrize(
    "written", ["192.0.2.7", "192.000.002.007", "Vandal_192.0.2.7", "192.0.2.xxx", "2001:db8::1", "Fe80::1%eth0"]
)
def test_no_name_and_no_title_with_a_network_address_in_it_is_sealed(written: str) -> None:
    at = "20260101000000"
    for pointer in (
        Pointer("enwiki", TargetKind.ACCOUNT, name=written),
        Pointer("enwiki", TargetKind.PAGE, title=f"User talk:{written}"),
        Pointer("enwiki", TargetKind.DELETED_REVISION, 0, at, f"User talk:{written}/Archive"),
    ):
        with pytest.raises(NotSealable):
            pointers.seal_pointer(VAULT, pointer)


def test_ids_and_codes_pass() -> None:
    pointers.require_ids_and_codes(
        {
            "wiki": "be_x_oldwiki",
            "queue": "oversighters.enwiki",
            "group": reference(99),
            "targets": [["revision", 5], ["deleted-revision", 7]],
            "keep_out": (1, 2),
            "danger": False,
            "side": None,
            "criterion": "",
        }
    )


@pytest.mark.parametrize(
    "value",
    [
        SENTENCE,
        "Invented Name",
        "Invented",
        "192.0.2.7",
        "2001:db8::1",
        "a.b.c",
        "Talk:Ünï",
        "x" * 81,
        2**63,
        1.5,
        b"bytes",
        {1, 2},
        "line\n",
        "enwiki\n",
        "a/b",
    ],
)
def test_anything_else_does_not(value: object) -> None:
    for wrapped in (value, [value], {"key": value}, {"key": [{"deep": (value,)}]}):
        with pytest.raises(NotSealable):
            pointers.require_ids_and_codes(wrapped)


@given(st.text(min_size=1).filter(lambda text: not text.isascii() or " " in text))
def test_no_text_with_blanks_or_other_scripts_passes(text: str) -> None:
    with pytest.raises(NotSealable):
        pointers.require_ids_and_codes({text: 1})
