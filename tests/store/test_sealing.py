"""The vault: sizes, time stamps, keys old and new."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.sealing import SIZES, SealBroken, TooLargeToSeal, Vault, digest_of, token_length
from tests.store.making import KEYS

VAULT = Vault(KEYS[:1])


def test_opens_what_it_sealed() -> None:
    value = {"ids": [1, 2, 3], "code": "phone", "nothing": None}
    assert VAULT.open(VAULT.seal(value)) == value


@given(st.lists(st.integers(min_value=0, max_value=2**63), max_size=400))
def test_a_token_has_one_of_few_lengths(numbers: list[int]) -> None:
    assert len(VAULT.seal(numbers)) in {token_length(size) for size in SIZES}


def test_short_and_long_values_of_one_size_look_the_same() -> None:
    assert len(VAULT.seal("A", least=512)) == len(VAULT.seal("B" * 500, least=512))


def test_token_length_is_that_of_real_tokens() -> None:
    assert [len(VAULT.seal(1, least=size)) for size in SIZES] == [token_length(size) for size in SIZES]


def test_a_token_does_not_tell_when_it_was_sealed() -> None:
    version, *stamp = base64.urlsafe_b64decode(VAULT.seal(1))[:9]
    assert version == 0x80
    assert stamp == [0] * 8


def test_more_than_the_largest_size_is_refused() -> None:
    with pytest.raises(TooLargeToSeal):
        VAULT.seal("x" * SIZES[-1])


def test_the_same_value_is_sealed_differently_each_time() -> None:
    assert VAULT.seal(1) != VAULT.seal(1)


def test_another_key_opens_nothing_and_the_error_tells_nothing() -> None:
    token = VAULT.seal("secret")
    for broken in (token, token[:-4] + "AAAA", "", "Not a token at all"):
        with pytest.raises(SealBroken) as refusal:
            Vault(KEYS[1:]).open(broken)
        assert str(refusal.value) == ""


def test_a_vault_needs_good_keys() -> None:
    for keys in ([], ["short"], [KEYS[0], "not a key"]):
        with pytest.raises(ValueError):
            Vault(keys)


def test_fingerprints_depend_on_key_purpose_and_every_part() -> None:
    prints = {
        VAULT.fingerprint("target", "enwiki", "revision", 1),
        VAULT.fingerprint("target", "enwiki", "revision", 2),
        VAULT.fingerprint("target", "enwiki", "log", 1),
        VAULT.fingerprint("target", "enwiki", "revision", "1"),
        VAULT.fingerprint("person", "enwiki", "revision", 1),
        Vault(KEYS[1:]).fingerprint("target", "enwiki", "revision", 1),
    }
    assert len(prints) == 6
    assert all(len(each) == 32 and each[0] == 0 for each in prints)


def test_fingerprints_are_looked_for_under_every_key_and_stored_under_the_newest() -> None:
    both = Vault([KEYS[1], KEYS[0]])
    assert both.fingerprints("person", 7) == (
        Vault(KEYS[1:]).fingerprint("person", 7),
        Vault(KEYS[:1]).fingerprint("person", 7),
    )
    assert both.fingerprint("person", 7) == both.fingerprints("person", 7)[0]


def test_resealing_moves_a_token_to_the_newest_key() -> None:
    both = Vault([KEYS[1], KEYS[0]])
    old = Vault(KEYS[:1]).seal("value", least=512)
    new = both.reseal(old)
    assert not both.is_newest(old)
    assert both.is_newest(new)
    assert Vault(KEYS[1:]).open(new) == "value"
    assert len(new) == len(old)


def test_a_digest_is_marked_and_tells_nothing() -> None:
    assert digest_of("a-random-session-id") == digest_of("a-random-session-id")
    assert digest_of("a") != digest_of("b")
    assert digest_of("a")[0] == 0
    assert len(digest_of("a")) == 32
