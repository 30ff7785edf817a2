"""Checks the signature of one OAuth request with oauthlib, over the canonical address of the wiki.

Another host name for the same wiki therefore gives "Invalid signature", as on a real wiki.
"""

from __future__ import annotations

from dataclasses import dataclass

from oauthlib.oauth1.rfc5849 import signature

from app.sandbox.visit import Visit


@dataclass(frozen=True)
class SignedRequest:
    """What oauthlib signs over, and the oauth_ parameters by name."""

    uri: str
    http_method: str
    params: list[tuple[str, str]]
    signature: str
    oauth: dict[str, str]


def read_signed(visit: Visit) -> SignedRequest:
    """Collect the parameters from header, address and form. ValueError when they cannot be read."""
    collected: list[tuple[str, str]] = signature.collect_parameters(
        uri_query=visit.raw_query,
        body=visit.raw_form,
        headers={"Authorization": visit.authorization},
        exclude_oauth_signature=False,
    )
    oauth = {name: value for name, value in collected if name.startswith("oauth_")}
    signed = [(name, value) for name, value in collected if name != "oauth_signature"]
    return SignedRequest(visit.wiki.server + visit.path, visit.method, signed, oauth.get("oauth_signature", ""), oauth)


def is_signed_by(request: SignedRequest, consumer_secret: str, token_secret: str) -> bool:
    if request.oauth.get("oauth_signature_method") != "HMAC-SHA1":
        return False
    return bool(signature.verify_hmac_sha1(request, consumer_secret, token_secret))
