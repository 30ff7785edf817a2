"""Consumers and tokens of the OAuth provider, in memory.

Knows nothing of HTTP or of signatures; who may turn which token into what is decided in `provider`.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from app.sandbox.accounts import Account

SANDBOX_KEY = "5a4db07f3e9c41c8a2b6d7e1f0938c52"
SANDBOX_SECRET = "c0ffee5a4db0c5e1d2f3a4b5c6d7e8f901234567"


@dataclass(frozen=True)
class Consumer:
    """A registered tool. `callback_prefix` is matched against the start of the callback address."""

    key: str
    secret: str
    name: str
    callback_prefix: str
    grants: tuple[str, ...] = ("mwoauth-authonly",)

    @property
    def identity_only(self) -> bool:
        return all(grant.startswith("mwoauth-authonly") for grant in self.grants)


@dataclass
class RequestToken:
    """A temporary token; `account` and `verifier` are set once somebody pressed Allow."""

    key: str
    secret: str
    consumer: Consumer
    callback: str
    made: datetime
    account: Account | None = None
    verifier: str = ""
    used: bool = False


@dataclass(frozen=True)
class AccessToken:
    key: str
    secret: str
    consumer: Consumer
    account: Account


@dataclass
class OAuthTokens:
    """Everything the provider remembers."""

    consumers: dict[str, Consumer] = field(default_factory=dict)
    requests: dict[str, RequestToken] = field(default_factory=dict)
    access: dict[str, AccessToken] = field(default_factory=dict)
    nonces: set[tuple[str, str, str, int]] = field(default_factory=set)

    def register(self, consumer: Consumer) -> None:
        self.consumers[consumer.key] = consumer

    def first_use(self, consumer_key: str, token_key: str, nonce: str, stamp: int) -> bool:
        """True once for each nonce: a request that comes again is a replay."""
        seen = (consumer_key, token_key, nonce, stamp)
        if seen in self.nonces:
            return False
        self.nonces.add(seen)
        return True

    def new_request(self, consumer: Consumer, callback: str, now: datetime) -> RequestToken:
        token = RequestToken(secrets.token_hex(16), secrets.token_hex(20), consumer, callback, now)
        self.requests[token.key] = token
        return token

    def accepted(self, consumer: Consumer, account: Account) -> AccessToken | None:
        """The access token of an earlier Allow, if there is one."""
        return next(
            (token for token in self.access.values() if token.consumer is consumer and token.account is account), None
        )

    def grant(self, consumer: Consumer, account: Account) -> AccessToken:
        """The same access token for every sign-in of one account with one consumer."""
        token = self.accepted(consumer, account)
        if token is None:
            token = AccessToken(secrets.token_hex(16), secrets.token_hex(20), consumer, account)
            self.access[token.key] = token
        return token

    def withdraw(self, account: Account) -> None:
        """The account takes back every Allow it gave."""
        self.access = {key: token for key, token in self.access.items() if token.account is not account}
