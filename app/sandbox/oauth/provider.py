"""The rules of the OAuth provider: which signed request gets which token, and what identify tells.

Every refusal is a `Refused` with the words of the OAuth extension. No pages here: see `endpoints`.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from urllib.parse import urlencode

import jwt

from app.sandbox.accounts import Account
from app.sandbox.farm import Farm
from app.sandbox.oauth.signature import SignedRequest, is_signed_by
from app.sandbox.oauth.tokens import AccessToken, Consumer, RequestToken
from app.sandbox.rights import groups_on, rights_on
from app.sandbox.wiki import Wiki

REQUEST_TOKEN_LIFE = timedelta(minutes=10)
CLOCK_TOLERANCE = 300
IDENTITY_LIFE = 100
_PROTOCOL = "An error occurred in the OAuth protocol: "


class Refused(Exception):
    """Why the provider does not answer as wished; `code` is the message key of the extension."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def _protocol_error(message: str) -> Refused:
    return Refused("mwoauth-oauth-exception", _PROTOCOL + message)


def issue_request_token(farm: Farm, request: SignedRequest) -> RequestToken:
    """Step `initiate`."""
    consumer = _consumer(farm, request)
    _check(farm, request, consumer, token_key="", token_secret="")
    callback = request.oauth.get("oauth_callback", "")
    if not _fits(consumer, callback):
        raise Refused(
            "mwoauth-callback-not-oob-or-prefix",
            'oauth_callback must be set, and must be set to "oob" (case-sensitive), or the configured callback must be '
            "a prefix of the supplied callback.",
        )
    target = consumer.callback_prefix if callback == "oob" else callback
    return farm.oauth.new_request(consumer, target, farm.now())


def _fits(consumer: Consumer, callback: str) -> bool:
    """`oob` means the registered address; else it must start with it, and go on as another part of an address."""
    rest = callback.removeprefix(consumer.callback_prefix)
    return callback == "oob" or (rest != callback and rest[:1] in ("", ":", "/", "?"))


def open_request(farm: Farm, key: str) -> RequestToken:
    """The request token of a sign-in under way, for the dialog."""
    token = _live_request(farm, key)
    if token.used or token.verifier:
        raise Refused("mwoauthdatastore-request-token-already-used", "This request has already been completed.")
    return token


def allow(farm: Farm, token: RequestToken, account: Account) -> str:
    """The person agreed: the address to send them back to."""
    token.account, token.verifier = account, secrets.token_hex(16)
    farm.oauth.grant(token.consumer, account)
    sign = "&" if "?" in token.callback else "?"
    return token.callback + sign + urlencode({"oauth_verifier": token.verifier, "oauth_token": token.key})


def issue_access_token(farm: Farm, request: SignedRequest) -> AccessToken:
    """Step `token`: a request token counts once."""
    consumer = _consumer(farm, request)
    token = _live_request(farm, request.oauth.get("oauth_token", ""))
    _check(farm, request, consumer, token.key, token.secret)
    if token.used:
        raise Refused("mwoauthdatastore-request-token-already-used", "This request has already been completed.")
    given = request.oauth.get("oauth_verifier", "")
    if token.account is None or not secrets.compare_digest(given.encode(), token.verifier.encode()):
        raise Refused("mwoauthdatastore-bad-verifier", "The verification code provided was not valid.")
    token.used = True
    return farm.oauth.grant(consumer, token.account)


def identity(farm: Farm, wiki: Wiki, request: SignedRequest) -> str:
    """Step `identify`: the signed claims about the person, as that wiki sees them."""
    consumer = _consumer(farm, request)
    token = farm.oauth.access.get(request.oauth.get("oauth_token", ""))
    if token is None:
        raise Refused(
            "mwoauthdatastore-access-token-not-found", "No approved grant was found for that authorization token."
        )
    _check(farm, request, consumer, token.key, token.secret)
    if token.account.locked:
        raise Refused(
            "mwoauth-invalid-authorization-blocked-user",
            "The authorization headers in your request are for a user who is blocked.",
        )
    claims = _claims(farm, wiki, token, request.oauth["oauth_nonce"])
    return jwt.encode(claims, consumer.secret, algorithm="HS256")


def _claims(farm: Farm, wiki: Wiki, token: AccessToken, nonce: str) -> dict[str, object]:
    account = token.account
    here = account.local.get(wiki.dbname)
    issued = int(farm.clock().timestamp())
    globally_blocked = any(block.target == account.name for block in farm.global_blocks)
    claims: dict[str, object] = {
        "iss": wiki.server,
        "aud": token.consumer.key,
        "exp": issued + IDENTITY_LIFE,
        "iat": issued,
        "sub": str(account.central_id),
        "blocked": bool((here and here.block) or globally_blocked),
        "nonce": nonce,
    }
    if account.hidden_on(wiki.dbname):
        return claims
    return claims | {
        "username": account.name,
        "editcount": here.edit_count if here else 0,
        "confirmed_email": account.has_mail,
        "email_verified": account.has_mail,
        "registered": account.registered.strftime("%Y%m%d%H%M%S"),
        "groups": groups_on(account, wiki),
        "rights": sorted(rights_on(account, wiki)),
        "grants": list(token.consumer.grants),
    }


def _consumer(farm: Farm, request: SignedRequest) -> Consumer:
    consumer = farm.oauth.consumers.get(request.oauth.get("oauth_consumer_key", ""))
    if consumer is None:
        raise _protocol_error("Invalid consumer")
    return consumer


def _live_request(farm: Farm, key: str) -> RequestToken:
    token = farm.oauth.requests.get(key)
    if token is None or farm.now() - token.made > REQUEST_TOKEN_LIFE:
        raise Refused("mwoauthdatastore-request-token-not-found", "No request was found for that token.")
    return token


def _check(farm: Farm, request: SignedRequest, consumer: Consumer, token_key: str, token_secret: str) -> None:
    """Time, nonce and signature, in the order in which the extension looks at them."""
    stamp, nonce = request.oauth.get("oauth_timestamp", ""), request.oauth.get("oauth_nonce", "")
    if not stamp.isdigit() or not nonce:
        raise _protocol_error("Missing timestamp or nonce parameter. The parameter is required")
    ours = int(farm.clock().timestamp())
    if abs(ours - int(stamp)) > CLOCK_TOLERANCE:
        raise _protocol_error(f"Expired timestamp, yours {stamp}, ours {ours}")
    if not farm.oauth.first_use(consumer.key, token_key, nonce, int(stamp)):
        raise _protocol_error(f"The nonce value {nonce} has already been used")
    if not is_signed_by(request, consumer.secret, token_secret):
        raise _protocol_error("Invalid signature")
