"""The two cookies of Haven: a signed random session id, and for ten minutes the sealed request secret of a sign-in.

Neither holds a name or a right. In production both carry the `__Host-` prefix and are sent over https only.
"""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from dataclasses import astuple, dataclass

from cryptography.fernet import Fernet, InvalidToken
from fastapi import Request, Response
from itsdangerous import BadSignature, Signer

SIGN_IN_SECONDS = 10 * 60
PENDING_AT_MOST = 3


@dataclass(frozen=True)
class PendingSignIn:
    """The request token of a sign-in under way, and the page of ours to return to."""

    key: str
    secret: str
    back_to: str
    begun_at: int


class Cookies:
    """Writes and reads both cookies. `secret` is HAVEN_SESSION_SECRET."""

    def __init__(self, secret: str, secure: bool) -> None:
        self._secure = secure
        self._signer = Signer(secret, salt="haven-session", digest_method=hashlib.sha256)
        self._csrf_key = hashlib.sha256(b"haven-csrf" + secret.encode()).digest()
        self._fernet = Fernet(urlsafe_b64encode(hashlib.sha256(b"haven-signin" + secret.encode()).digest()))
        prefix = "__Host-" if secure else ""
        self.session_name = f"{prefix}haven-session"
        self.sign_in_name = f"{prefix}haven-signin"

    def session_id(self, request: Request) -> str | None:
        """The session id that the browser holds, or None when there is none or somebody changed it."""
        value = request.cookies.get(self.session_name)
        if not value:
            return None
        try:
            return self._signer.unsign(value).decode()
        except BadSignature:
            return None

    def set_session(self, response: Response, session_id: str) -> None:
        self._set(response, self.session_name, self._signer.sign(session_id).decode(), None)

    def clear_session(self, response: Response) -> None:
        self._clear(response, self.session_name)

    def form_token(self, session_id: str | None) -> str:
        """The token that every form of this session carries. A visitor's is the same for all: their only form is
        sign-in, which the browser's own words on where it comes from protect (`app.web.csrf`)."""
        return hmac.new(self._csrf_key, (session_id or "visitor").encode(), "sha256").hexdigest()

    def add_pending(self, request: Request, response: Response, pending: PendingSignIn) -> None:
        """Remember a sign-in that begins, beside those begun in other tabs (the newest three)."""
        self._keep(response, [pending, *self._all_pending(request, pending.begun_at)][:PENDING_AT_MOST])

    def pending(self, request: Request, token_key: str, now: int) -> PendingSignIn | None:
        """The sign-in of this request token, if this browser began it within the last ten minutes."""
        return next((each for each in self._all_pending(request, now) if each.key == token_key), None)

    def drop_pending(self, request: Request, response: Response, token_key: str, now: int) -> None:
        """Forget one sign-in at its callback, however it ended."""
        self._keep(response, [each for each in self._all_pending(request, now) if each.key != token_key])

    def _keep(self, response: Response, all_pending: list[PendingSignIn]) -> None:
        if not all_pending:
            self._clear(response, self.sign_in_name)
            return
        plain = json.dumps([astuple(each) for each in all_pending]).encode()
        newest = max(each.begun_at for each in all_pending)
        self._set(response, self.sign_in_name, self._fernet.encrypt_at_time(plain, newest).decode(), SIGN_IN_SECONDS)

    def _all_pending(self, request: Request, now: int) -> list[PendingSignIn]:
        value = request.cookies.get(self.sign_in_name)
        if not value:
            return []
        try:
            plain = json.loads(self._fernet.decrypt_at_time(value.encode(), SIGN_IN_SECONDS, now))
        except (InvalidToken, ValueError):
            return []
        found = (PendingSignIn(*each) for each in plain)
        return [each for each in found if now - each.begun_at < SIGN_IN_SECONDS]

    def _set(self, response: Response, name: str, value: str, seconds: int | None) -> None:
        response.set_cookie(name, value, max_age=seconds, path="/", secure=self._secure, httponly=True, samesite="lax")

    def _clear(self, response: Response, name: str) -> None:
        response.delete_cookie(name, path="/", secure=self._secure, httponly=True, samesite="lax")
