"""The vault: seals small JSON values, and makes keyed fingerprints that can be compared without opening a seal.

It must not know what is sealed, where it is stored or where its keys come from.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SIZES = (128, 512, 2_048, 8_192, 32_768, 131_072, 524_288)
"""What is sealed is padded to the next of these (bytes): a token's length says little of what is in it."""

FINGERPRINT_LENGTH = 32
FINGERPRINT_MARK = b"\x00"
"""Every stored digest starts with a byte that no text starts with, so that its column can refuse text."""


class SealBroken(Exception):
    """No key of this vault opens the token. Carries nothing of it."""


class TooLargeToSeal(ValueError):
    """More than the largest size."""


def token_length(size: int) -> int:
    """How long a Fernet token is that holds `size` bytes: head 25, AES blocks, HMAC 32, all in base64."""
    return 4 * -(-(25 + (size // 16 + 1) * 16 + 32) // 3)


def digest_of(secret: str) -> bytes:
    """What the database keeps of a random id that is itself a secret: a digest, useless to whoever steals it."""
    return FINGERPRINT_MARK + hashlib.sha256(secret.encode()).digest()[1:]


class Vault:
    """Fernet keys, the newest first: it seals under the newest and opens under any of them."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Raises ValueError when there is no key or one is none."""
        if not keys:
            raise ValueError("a vault needs at least one key")
        fernets = [Fernet(key) for key in keys]
        self._newest = fernets[0]
        self._all = MultiFernet(fernets)
        self._fingerprint_keys = tuple(_derive_fingerprint_key(key) for key in keys)

    def seal(self, value: Any, least: int = SIZES[0]) -> str:
        """A token holding `value` (JSON), padded to at least `least` bytes. Raises TooLargeToSeal."""
        plain = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
        size = next((size for size in SIZES if size >= max(len(plain), least)), None)
        if size is None:
            raise TooLargeToSeal
        # SECURITY: the token's open time stamp is always zero, so it does not tell when something was filed.
        return self._newest.encrypt_at_time(plain.ljust(size), 0).decode()

    def open(self, token: str) -> Any:
        """What `seal` was given. Raises SealBroken."""
        try:
            return json.loads(self._all.decrypt(token.encode()))
        except InvalidToken:
            raise SealBroken from None

    def is_newest(self, token: str) -> bool:
        """Whether the newest key sealed it, so that a rotation may pass it by."""
        try:
            self._newest.decrypt(token.encode())
        except InvalidToken:
            return False
        return True

    def reseal(self, token: str) -> str:
        """The same under the newest key. Raises SealBroken."""
        try:
            return self._newest.encrypt_at_time(self._all.decrypt(token.encode()), 0).decode()
        except InvalidToken:
            raise SealBroken from None

    def fingerprint(self, purpose: str, *parts: str | int) -> bytes:
        """The keyed fingerprint that is stored, under the newest key."""
        return _fingerprint(self._fingerprint_keys[0], purpose, parts)

    def fingerprints(self, purpose: str, *parts: str | int) -> tuple[bytes, ...]:
        """The same under every key: what to look for while a rotation is under way."""
        return tuple(_fingerprint(key, purpose, parts) for key in self._fingerprint_keys)


def _derive_fingerprint_key(key: str) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"haven fingerprints")
    return derive.derive(base64.urlsafe_b64decode(key))


def _fingerprint(key: bytes, purpose: str, parts: tuple[str | int, ...]) -> bytes:
    message = json.dumps([purpose, *parts], separators=(",", ":")).encode()
    return FINGERPRINT_MARK + hmac.digest(key, message, "sha256")[1:]
