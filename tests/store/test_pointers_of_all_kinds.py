"""Pointers of every kind, made up at random: they come back as they were, in few sizes, and are told apart."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from app.domain.targets import TOLD_BY_TIME, Pointer, TargetKind
from app.domain.visibility import Parts
from app.links.ips import holds_address
from app.links.reading import NotUnderstood
from app.links.titles import read_person, read_title
from app.store import pointers
from app.store.drafts import Draft, keep_draft, read_draft
from app.store.pointers import LONGEST_TITLE, POINTABLE, POINTER_SIZES, NotSealable, plain_pointer, read_plain_pointer
from app.store.sealing import Vault, token_length
from app.store.session import Database
from app.store.sign_ins import add_sign_in
from tests.store.making import KEYS, NOW

VAULT = Vault(KEYS[:1])
ON_A_PAGE = (TargetKind.REVISION, TargetKind.DELETED_REVISION, TargetKind.FILE_VERSION)

NUMBERS = st.integers(1, 2**63 - 1)
WIKIS = st.from_regex(r"[a-z0-9_-]{1,40}", fullmatch=True)
"""No farm has a longer name of a wiki than this; with 64 signs the numbers would not fit the smallest size."""
TIMES = st.from_regex(r"(?:[0-9]{14})?", fullmatch=True)
NEVER = "<>[]{}|#\x7f"
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=NEVER), min_size=1, max_size=80)
PARTS = st.integers(0, 7).map(Parts)


@st.composite
def pointers_of_all_kinds(draw: st.DrawFn) -> Pointer:
    """Any that may be kept: with a number, or with what stands in its place."""
    kind = draw(st.sampled_from(sorted(POINTABLE)))
    number = draw(NUMBERS | st.just(0)) if kind in (*ON_A_PAGE, TargetKind.PAGE, TargetKind.ACCOUNT) else draw(NUMBERS)
    may_have_title = kind in ON_A_PAGE or (kind is TargetKind.PAGE and not number)
    title = draw(TEXTS if not number else st.just("") | TEXTS) if may_have_title else ""
    name = draw(TEXTS) if kind is TargetKind.ACCOUNT and not number else ""
    return Pointer(draw(WIKIS), kind, number, draw(TIMES), title, name, draw(PARTS), draw(st.booleans()))


@given(pointers_of_all_kinds())
def test_a_pointer_comes_back_as_it_was(pointer: Pointer) -> None:
    token = pointers.seal_pointer(VAULT, pointer)
    assert pointers.open_pointer(VAULT, token) == pointer
    assert read_plain_pointer(plain_pointer(pointer)) == pointer


@given(pointers_of_all_kinds())
def test_its_length_tells_only_whether_words_are_in_it(pointer: Pointer) -> None:
    length = len(pointers.seal_pointer(VAULT, pointer))
    has_words = bool(pointer.title or pointer.name)
    assert length in {token_length(size) for size in (POINTER_SIZES[1:] if has_words else POINTER_SIZES[:1])}


@given(st.sampled_from(sorted(POINTABLE)), NUMBERS, NUMBERS, TIMES, PARTS, st.booleans())
def test_all_pointers_of_numbers_have_one_length(
    kind: TargetKind, one: int, other: int, at: str, parts: Parts, marked: bool
) -> None:
    plain = Pointer("x", kind, one)
    full = Pointer("x" * 40, kind, other, at, parts=parts, is_marked=marked)
    assert len(pointers.seal_pointer(VAULT, plain)) == len(pointers.seal_pointer(VAULT, full)) == token_length(128)


def test_a_short_title_and_a_long_one_have_one_length() -> None:
    short, long = (Pointer("enwiki", TargetKind.PAGE, title=title) for title in ("A", "é" * 127))
    assert len(pointers.seal_pointer(VAULT, short)) == len(pointers.seal_pointer(VAULT, long)) == token_length(512)


@given(pointers_of_all_kinds(), TEXTS)
def test_a_title_goes_in_only_where_it_is_needed(pointer: Pointer, title: str) -> None:
    assume(not pointer.name)
    titled = replace(pointer, title=title)
    allowed = pointer.kind in ON_A_PAGE or (pointer.kind is TargetKind.PAGE and not pointer.id)
    if allowed:
        assert pointers.open_pointer(VAULT, pointers.seal_pointer(VAULT, titled)) == titled
    else:
        with pytest.raises(NotSealable):
            pointers.seal_pointer(VAULT, titled)


@given(pointers_of_all_kinds(), TEXTS)
def test_a_name_goes_in_only_of_an_account_without_a_number(pointer: Pointer, name: str) -> None:
    named = replace(pointer, name=name)
    if pointer.kind is TargetKind.ACCOUNT and not pointer.id:
        assert pointers.open_pointer(VAULT, pointers.seal_pointer(VAULT, named)) == named
    else:
        with pytest.raises(NotSealable):
            pointers.seal_pointer(VAULT, named)


@given(st.text(max_size=400))
@example("\U0001d15e" * 80)
@example("e\u0301" * 100)
def test_every_title_and_name_that_the_parser_lets_through_may_be_kept(text: str) -> None:
    """Else what was pasted and understood could not be filed. Addresses are left out before (`actions/pasting.py`)."""
    assume(not holds_address(text))
    kept = []
    with suppress(NotUnderstood):
        kept.append(Pointer("enwiki", TargetKind.PAGE, title=read_title(text)))
        person = read_person("enwiki", text)
        if person.kind is TargetKind.ACCOUNT:
            kept.append(Pointer("enwiki", TargetKind.ACCOUNT, name=person.name or ""))
    for pointer in kept:
        assert pointers.open_pointer(VAULT, pointers.seal_pointer(VAULT, pointer)) == pointer


@pytest.mark.parametrize("length", [LONGEST_TITLE, LONGEST_TITLE + 1])
def test_the_longest_title(length: int) -> None:
    pointer = Pointer("enwiki", TargetKind.PAGE, title="x" * length)
    if length <= LONGEST_TITLE:
        assert pointers.open_pointer(VAULT, pointers.seal_pointer(VAULT, pointer)) == pointer
    else:
        with pytest.raises(NotSealable):
            pointers.seal_pointer(VAULT, pointer)


# Identity


@given(pointers_of_all_kinds(), TEXTS, PARTS, st.booleans(), TIMES)
def test_what_is_said_of_a_target_does_not_change_which_it_is(
    pointer: Pointer, title: str, parts: Parts, marked: bool, at: str
) -> None:
    said = replace(pointer, parts=parts, is_marked=marked)
    if pointer.id:
        said = replace(said, title=title)
    if pointer.kind not in TOLD_BY_TIME:
        said = replace(said, timestamp=at)
    assert said.identity == pointer.identity
    assert pointers.pointer_fingerprint(VAULT, said) == pointers.pointer_fingerprint(VAULT, pointer)


@given(pointers_of_all_kinds(), pointers_of_all_kinds())
def test_two_targets_are_one_only_when_all_that_tells_them_is_the_same(one: Pointer, other: Pointer) -> None:
    def told(pointer: Pointer) -> tuple[object, ...]:
        by = pointer.id or (pointer.title or pointer.name)
        return pointer.wiki, pointer.kind, by, pointer.timestamp if pointer.kind in TOLD_BY_TIME else ""

    are_one = told(one) == told(other)
    assert (one.identity == other.identity) is are_one
    fingerprints = [pointers.pointer_fingerprint(VAULT, each) for each in (one, other)]
    assert (fingerprints[0] == fingerprints[1]) is are_one


@given(pointers_of_all_kinds(), NUMBERS, WIKIS)
def test_another_wiki_kind_or_number_is_another_target(pointer: Pointer, number: int, wiki: str) -> None:
    assume(number != pointer.id and wiki != pointer.wiki)
    others = {replace(pointer, wiki=wiki), replace(pointer, id=number)}
    others |= {replace(pointer, kind=kind) for kind in POINTABLE if kind is not pointer.kind}
    assert pointer.identity not in {each.identity for each in others}


@pytest.mark.parametrize("kind", sorted(TOLD_BY_TIME))
def test_versions_of_one_page_are_told_by_their_time(kind: TargetKind) -> None:
    versions = {Pointer("enwiki", kind, 9, at).identity for at in ("", "20260101120000", "20260101120001")}
    titled = {Pointer("enwiki", kind, 0, at, "Invented").identity for at in ("20260101120000", "20260101120001")}
    assert (len(versions), len(titled)) == (3, 2)


# Drafts


SOME = [
    Pointer("enwiki", TargetKind.REVISION, 5, title="Invented deleted page"),
    Pointer("enwiki", TargetKind.DELETED_REVISION, 0, "20260101120000", "Invented deleted page"),
    Pointer("enwiki", TargetKind.DELETED_REVISION, 8),
    Pointer("enwiki", TargetKind.LOG, 6, "20260101120000", parts=Parts.SUMMARY),
    Pointer("enwiki", TargetKind.ABUSE_LOG, 7),
    Pointer("enwiki", TargetKind.PAGE, 8, is_marked=True),
    Pointer("enwiki", TargetKind.PAGE, title="Invented ‎page"),
    Pointer("commonswiki", TargetKind.FILE_VERSION, 9, "20260101120000", parts=Parts.TEXT | Parts.USER_NAME),
    Pointer("commonswiki", TargetKind.FILE_VERSION, 9),
    Pointer("enwiki", TargetKind.ACCOUNT, 10),
    Pointer("metawiki", TargetKind.ACCOUNT, name="Invented Name", is_marked=True),
    Pointer("metawiki", TargetKind.GLOBAL_ACCOUNT, 72_419_014),
]


async def test_a_draft_keeps_pointers_of_every_kind(database: Database) -> None:
    assert {pointer.kind for pointer in SOME} == POINTABLE
    draft = Draft(tuple(SOME), frozenset({1, 4}), {"criterion": "os-libel", "parts": 3})
    async with database.writing() as session:
        await add_sign_in(session, "cookie", 5, "Invented Name", True, NOW)
        await keep_draft(session, "draft", 5, "cookie", draft, NOW)
    async with database.reading() as session:
        found = await read_draft(session, "draft", 5, NOW)
    assert found == draft
    assert found.chosen == tuple(pointer for place, pointer in enumerate(SOME) if place not in (1, 4))


@given(st.lists(pointers_of_all_kinds(), max_size=12))
def test_what_a_draft_seals_of_its_pointers_comes_back(some: list[Pointer]) -> None:
    token = VAULT.seal([plain_pointer(pointer) for pointer in some], least=512)
    assert [read_plain_pointer(plain) for plain in VAULT.open(token)] == some


@pytest.mark.parametrize(
    "pointer",
    [
        Pointer("enwiki", TargetKind.IP, 1),
        Pointer("enwiki", TargetKind.IP, name="192.0.2.7"),
        Pointer("enwiki", TargetKind.RANGE, name="192.0.2.0/24"),
        Pointer("enwiki", TargetKind.COMMENT, name="c-Invented_Name-20260101120000"),
        Pointer("enwiki", TargetKind.UNKNOWN, title="Invented"),
        Pointer("enwiki", TargetKind.LOG, 5, title="Invented"),
        Pointer("enwiki", TargetKind.ACCOUNT, 5, name="Invented Name"),
    ],
)
async def test_no_draft_keeps_what_may_not_be_kept(database: Database, pointer: Pointer) -> None:
    async with database.writing() as session:
        await add_sign_in(session, "cookie", 5, "Invented Name", True, NOW)
    with pytest.raises(NotSealable):
        async with database.writing() as session:
            await keep_draft(session, "draft", 5, "cookie", Draft((pointer,)), NOW)
    async with database.reading() as session:
        assert await read_draft(session, "draft", 5, NOW) is None
