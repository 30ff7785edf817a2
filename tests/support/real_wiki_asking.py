"""How a test speaks to the real MediaWiki: signing in, one API call, a token, and a special page's form.

It knows the invented people, and nothing of how the wiki is installed or what is seeded there.
"""

from collections.abc import Mapping
from typing import Any

import httpx
from bs4 import BeautifulSoup, Tag

USER_AGENT = "Haven-tests/1.0 (contract suite; loopback only)"
PASSWORD = "invented-for-tests-only"
PEOPLE = {
    "admin": ("Adele Admin", ["sysop"]),
    "suppressor": ("Odo Oversighter", ["sysop", "suppress"]),
    "editor": ("Edda Editor", []),
    "author": ("Victor Vandal", []),
    "rollbacker": ("Rolf Rollbacker", ["rollbacker"]),
    "blocked": ("Berta Blocked", []),
    "to_hide": ("Nora Nameless", []),
}


def sign_in(api_url: str, user_name: str) -> httpx.Client:
    """A client that carries the session of this account, made by the wiki's own `action=clientlogin`."""
    with httpx.Client(headers={"User-Agent": USER_AGENT}, timeout=30) as visitor:
        answer = ask(
            visitor,
            api_url,
            action="clientlogin",
            username=user_name,
            password=PASSWORD,
            loginreturnurl=api_url,
            logintoken=token(visitor, api_url, "login"),
        )
        if answer["clientlogin"]["status"] != "PASS":
            raise RuntimeError(f"the wiki refused to sign in {user_name}: {answer}")
        return httpx.Client(headers={"User-Agent": USER_AGENT}, timeout=30, cookies=visitor.cookies)


def ask(client: httpx.Client, api_url: str, **parameters: Any) -> dict[str, Any]:
    """One Action API call by POST; an `error` in the answer is raised with the whole answer in it."""
    answer = client.post(api_url, data={"format": "json", "formatversion": "2", **parameters}).json()
    if "error" in answer:
        raise RuntimeError(f"{parameters.get('action')} failed: {answer['error']}")
    return dict(answer)


def token(client: httpx.Client, api_url: str, kind: str = "csrf") -> str:
    """A token for changes ("csrf") or for signing in ("login"), bound to the client's session."""
    return str(ask(client, api_url, action="query", meta="tokens", type=kind)["query"]["tokens"][f"{kind}token"])


def send_form(client: httpx.Client, index_url: str, title: str, button: str, fields: Mapping[str, str]) -> str:
    """Opens a special page, sends its form as it stands with these fields changed, and gives the page that follows.

    For what no API of 1.43 does. `button` is the name of any control of the form that is meant.
    """
    shown = client.get(index_url, params={"title": title, **fields}, follow_redirects=True)
    control = BeautifulSoup(shown.text, "html5lib").find(attrs={"name": button})
    form = control.find_parent("form") if isinstance(control, Tag) else None
    if form is None:
        raise RuntimeError(f"{title} shows no form with {button} (HTTP {shown.status_code})")
    values = {**_values_of(form), **fields, "title": title}
    answer = client.post(index_url, data=values, follow_redirects=True)
    if answer.status_code != httpx.codes.OK:
        raise RuntimeError(f"{title} answered HTTP {answer.status_code}")
    return answer.text


def _values_of(form: Tag) -> dict[str, str]:
    """What a browser would send: hidden and typed fields, ticked boxes, chosen options."""
    values: dict[str, str] = {}
    for control in form.find_all(["input", "textarea", "select"]):
        name, kind = str(control.get("name") or ""), str(control.get("type") or "")
        if not name or kind in {"submit", "button"}:
            continue
        if control.name == "textarea":
            values[name] = control.get_text()
        elif control.name == "select":
            option = control.find("option", selected=True) or control.find("option")
            values[name] = str(option.get("value") or "") if isinstance(option, Tag) else ""
        elif kind not in {"checkbox", "radio"} or control.has_attr("checked"):
            values[name] = str(control.get("value") or "")
    return values
