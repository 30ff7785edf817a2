"""Special:OAuth: the machine's steps answer in text, the person's steps in pages.

A refusal to a machine is text "Error: ..." with status 200 (JSON where `format=json` asks for it, and from
identify); pressing Cancel leads nowhere, as on the real wikis.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from app.sandbox.etiquette import acceptable_agent
from app.sandbox.oauth.provider import (
    Refused,
    allow,
    identity,
    issue_access_token,
    issue_request_token,
    open_request,
)
from app.sandbox.oauth.signature import SignedRequest, read_signed
from app.sandbox.pages.render import edit_token, notice, render, token_fits
from app.sandbox.visit import Visit


def answer_oauth(visit: Visit, step: str) -> Response:
    """`step` is what follows `Special:OAuth/`."""
    if step in _MACHINE_STEPS:
        return _answer_machine(visit, step)
    if step in ("authorize", "authenticate"):
        return _answer_person(visit, step)
    return notice(visit, "OAuth", "This is the OAuth page of the sandbox. There is nothing to do here by hand.")


def _initiate(visit: Visit, request: SignedRequest) -> Response:
    token = issue_request_token(visit.farm, request)
    fields = {"oauth_token": token.key, "oauth_token_secret": token.secret, "oauth_callback_confirmed": "true"}
    return PlainTextResponse(urlencode(fields))


def _token(visit: Visit, request: SignedRequest) -> Response:
    token = issue_access_token(visit.farm, request)
    return PlainTextResponse(urlencode({"oauth_token": token.key, "oauth_token_secret": token.secret}))


def _identify(visit: Visit, request: SignedRequest) -> Response:
    return Response(identity(visit.farm, visit.wiki, request), media_type="application/jwt")


_MACHINE_STEPS: dict[str, Callable[[Visit, SignedRequest], Response]] = {
    "initiate": _initiate,
    "token": _token,
    "identify": _identify,
}


def _answer_machine(visit: Visit, step: str) -> Response:
    if not acceptable_agent(visit.user_agent):
        return PlainTextResponse("Please set a user agent that names the tool and a contact.", 403)
    try:
        return _MACHINE_STEPS[step](visit, read_signed(visit))
    except Refused as refusal:
        if step == "identify" or visit.given.get("format") == "json":
            return JSONResponse({"error": refusal.code, "message": refusal.message})
        return PlainTextResponse(f"Error: {refusal.message}")
    except ValueError:
        return PlainTextResponse("Error: An error occurred in the OAuth protocol: malformed request")


def _answer_person(visit: Visit, step: str) -> Response:
    if visit.viewer is None:
        back = {"returnto": f"Special:OAuth/{step}", "returntoquery": urlencode(_request_fields(visit))}
        return RedirectResponse(visit.wiki.url("Special:UserLogin", urlencode(back)), 302)
    try:
        token = open_request(visit.farm, visit.given.get("oauth_token", ""))
    except Refused as refusal:
        return notice(visit, "Connection error", refusal.message)
    known = visit.farm.oauth.accepted(token.consumer, visit.viewer) is not None
    if known and step == "authenticate" and token.consumer.identity_only:
        return RedirectResponse(allow(visit.farm, token, visit.viewer), 302)
    if visit.posted and "cancel" in visit.form:
        return notice(
            visit,
            "Access not allowed",
            "You did not allow the application to use your account. You can close this page.",
        )
    if visit.posted and "accept" in visit.form and token_fits(visit):
        return RedirectResponse(allow(visit.farm, token, visit.viewer), 302)
    return render(
        visit,
        "oauth_dialog.html",
        "Authorization request",
        consumer=token.consumer,
        person=visit.viewer,
        step=step,
        fields=_request_fields(visit),
        edit_token=edit_token(visit),
    )


def _request_fields(visit: Visit) -> dict[str, str]:
    return {name: visit.given[name] for name in ("oauth_token", "oauth_consumer_key") if name in visit.given}
