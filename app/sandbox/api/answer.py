"""From the parameters of one API call to its JSON: dispatch, warnings, continuation and errors.

Speaks format=json with formatversion=2 only, which is all Haven uses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.sandbox.accounts import Account
from app.sandbox.api.abuse_log import abuselog
from app.sandbox.api.call import ApiError, Call, Json, iso
from app.sandbox.api.comments import find_comment
from app.sandbox.api.contributions import usercontribs
from app.sandbox.api.files import imageinfo
from app.sandbox.api.global_accounts import globalallusers, globalblocks, globalgroups, globaluserinfo
from app.sandbox.api.logs import logevents
from app.sandbox.api.pageset import PageSet, read_pageset
from app.sandbox.api.parsing import parse
from app.sandbox.api.revisions import deletedrevisions, info, revisions
from app.sandbox.api.sites import allmessages, siteinfo, sitematrix, wikisets
from app.sandbox.api.users import allusers, blocks, userinfo, users
from app.sandbox.farm import Farm
from app.sandbox.wiki import Wiki

META: dict[str, Callable[[Call], None]] = {
    "siteinfo": siteinfo,
    "globaluserinfo": globaluserinfo,
    "allmessages": allmessages,
    "userinfo": userinfo,
}
LIST: dict[str, Callable[[Call], None]] = {
    "users": users,
    "allusers": allusers,
    "globalallusers": globalallusers,
    "globalgroups": globalgroups,
    "wikisets": wikisets,
    "usercontribs": usercontribs,
    "logevents": logevents,
    "abuselog": abuselog,
    "blocks": blocks,
    "globalblocks": globalblocks,
}
PROP: dict[str, Callable[[Call, PageSet], None]] = {
    "info": info,
    "imageinfo": imageinfo,
    "revisions": revisions,
    "deletedrevisions": deletedrevisions,
}
ACTIONS = ("query", "parse", "sitematrix", "discussiontoolsfindcomment")
_DOCS = "See the documentation of this wiki's API for usage."


def modules_of(given: Mapping[str, str]) -> tuple[str, ...]:
    """The modules a call names, for the access log."""
    if given.get("action") != "query":
        return (given.get("action", ""),)
    return tuple(name for kind in ("meta", "list", "prop") for name in given.get(kind, "").split("|") if name)


def answer(
    farm: Farm, wiki: Wiki, viewer: Account | None, given: Mapping[str, str], *, with_token: bool = False
) -> tuple[Json, dict[str, str]]:
    """The JSON body and extra headers. `with_token`: the call carried an OAuth header."""
    call = Call(farm, wiki, viewer, given)
    plain = given.get("errorformat", "bc") == "bc"
    try:
        _refuse_if_asked_to(call, with_token)
        body = _run(call)
    except ApiError as error:
        return _error(call, error, plain), {"MediaWiki-API-Error": error.code} | _lag_headers(error)
    unread = [name for name in given if name not in call.known]
    if unread:
        word = "parameter" if len(unread) == 1 else "parameters"
        call.warn("main", f"Unrecognized {word}: {', '.join(unread)}.")
    return _with_warnings(call, body, plain), {}


def _refuse_if_asked_to(call: Call, with_token: bool) -> None:
    faults, dbname = call.farm.faults, call.wiki.dbname
    if with_token:
        raise ApiError("readapidenied", "You need read permission to use this module.")
    lag = call.integer("maxlag")
    if lag is not None and faults.active(dbname, "maxlag"):
        raise ApiError(
            "maxlag", f"Waiting for 127.0.0.1: {lag + 3} seconds lagged.", host="127.0.0.1", lag=lag + 3, type="db"
        )
    if faults.active(dbname, "ratelimited"):
        raise ApiError("ratelimited", "You've exceeded your rate limit. Please wait some time and try again.")


def _lag_headers(error: ApiError) -> dict[str, str]:
    return {"Retry-After": "5", "X-Database-Lag": str(error.data["lag"])} if error.code == "maxlag" else {}


def _run(call: Call) -> Json:
    call.ignore("format", "formatversion", "utf8", "ascii", "errorlang", "errorsuselocal", "uselang", "smaxage")
    call.ignore("maxage")
    call.choice("errorformat", ("bc", "plaintext", "html", "wikitext", "raw", "none"), "bc")
    if call.given.get("format") != "json" or call.given.get("formatversion") != "2":
        raise ApiError("badvalue", "The sandbox speaks format=json with formatversion=2 only.")
    _check_assertions(call)
    body: Json = {}
    action = call.choice("action", ACTIONS, "help")
    if action == "sitematrix":
        body = sitematrix(call)
    elif action == "discussiontoolsfindcomment":
        body = find_comment(call)
    elif action == "parse":
        body = parse(call)
    elif action == "query":
        body = _query(call)
    else:
        raise ApiError("missingparam", 'The "action" parameter must be set.')
    if call.flag("curtimestamp"):
        body["curtimestamp"] = iso(call.farm.now())
    request_id = call.text("requestid")
    if request_id is not None:
        body["requestid"] = request_id
    return body


def _check_assertions(call: Call) -> None:
    asserted, name = call.text("assert"), call.text("assertuser")
    if asserted == "user" and call.viewer is None:
        raise ApiError("assertuserfailed", "You are no longer logged in, so the action could not be completed.")
    if asserted == "bot":
        raise ApiError("assertbotfailed", 'You do not have the "bot" right, so the action could not be completed.')
    if name is not None and (call.viewer is None or call.viewer.name != name):
        raise ApiError("assertnameduserfailed", f'You are no longer logged in as "{name}".')


def _query(call: Call) -> Json:
    metas = call.choices("meta", META, (), "query")
    lists = call.choices("list", LIST, (), "query")
    props = call.choices("prop", PROP, (), "query")
    call.ignore("continue", "rawcontinue")
    chosen = read_pageset(call)
    if chosen.rows or chosen.deleted:
        for name in sorted(props):
            PROP[name](call, chosen)
        call.query["pages"] = chosen.rows
    else:  # no page was found, so no prop module ran that would have read its parameters
        call.ignore(*(name for name in call.given if props and name.startswith(("rv", "in", "drv", "ii"))))
    prop_continues = bool(call.continuation)
    for name in sorted(metas):
        META[name](call)
    for name in sorted(lists):
        LIST[name](call)
    body: Json = {}
    if not prop_continues:
        body["batchcomplete"] = True
    if call.continuation:
        body["continue"] = call.continuation | {"continue": "||" if prop_continues else "-||"}
    if call.query:
        body["query"] = call.query
    return body


def _with_warnings(call: Call, body: Json, plain: bool) -> Json:
    if not call.warnings:
        return body
    if plain:
        shown: object = {module: {"warnings": "\n".join(texts)} for module, texts in call.warnings.items()}
    else:
        shown = [
            {"code": _warning_code(text), "text": text, "module": module if module == "main" else f"query+{module}"}
            for module, texts in call.warnings.items()
            for text in texts
        ]
    head = {key: body.pop(key) for key in ("batchcomplete", "continue") if key in body}
    return head | {"warnings": shown} | body


def _warning_code(text: str) -> str:
    if text.startswith("Unrecognized parameter"):
        return "unrecognizedparams"
    return "unrecognizedvalues" if text.startswith("Unrecognized value") else "outofrange"


def _error(call: Call, error: ApiError, plain: bool) -> Json:
    if plain:
        return {"error": {"code": error.code, "info": error.info} | error.data | {"docref": _DOCS}}
    module = error.module if error.module in ("main", "query") else f"query+{error.module}"
    entry: Json = {"code": error.code, "text": error.info, "module": module}
    if error.data:
        entry["data"] = error.data
    return {"errors": [entry], "docref": _DOCS}
