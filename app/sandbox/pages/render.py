"""Fills a template with what every wiki page of the sandbox shows, and makes edit tokens."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from app.sandbox.visit import Visit
from app.sandbox.wiki import Wiki

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parents[3] / "templates" / "sandbox"),
    autoescape=True,
    undefined=StrictUndefined,
)
_HEADERS = {"X-Frame-Options": "DENY", "Cache-Control": "private, must-revalidate, max-age=0"}


def render(visit: Visit, template: str, heading: str, status: int = 200, **context: Any) -> Response:
    """A whole page. Templates get `wiki`, `viewer`, `heading` and `link(title, ...)` besides the context."""
    wiki = visit.wiki
    text = _TEMPLATES.get_template(template).render(
        wiki=wiki,
        viewer=visit.viewer,
        heading=heading,
        language=wiki.place.language,
        link=lambda title, **query: page_link(wiki, title, **query),
        special=lambda name, rest="", **query: page_link(wiki, wiki.titles.special_title(name, rest), **query),
        main_page=wiki.place.language.main_page,
        **context,
    )
    return HTMLResponse(text, status, _HEADERS)


def notice(visit: Visit, heading: str, text: str, status: int = 200) -> Response:
    """A page with one sentence."""
    return render(visit, "notice.html", heading, status, text=text)


def page_link(wiki: Wiki, title: str, **query: Any) -> str:
    """The address of a page: the short form, or index.php when there are parameters."""
    if not query:
        return "/wiki/" + quote(title.replace(" ", "_"), safe=":/")
    return wiki.url(title, urlencode({name: str(value) for name, value in query.items()}))


def edit_token(visit: Visit) -> str:
    """Bound to the session; the bare suffix for people who are not signed in."""
    if visit.session is None or visit.viewer is None:
        return "+\\"
    return hashlib.sha256(f"edit {visit.session}".encode()).hexdigest()[:40] + "+\\"


def token_fits(visit: Visit) -> bool:
    return visit.form.get("wpEditToken") == edit_token(visit)
