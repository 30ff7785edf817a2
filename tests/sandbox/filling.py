"""A form of the sandbox as a browser would show and send it."""

from __future__ import annotations

from dataclasses import dataclass

import httpx
from bs4 import BeautifulSoup

from tests.sandbox.asking import Asker


@dataclass(frozen=True)
class Form:
    """`fields` is what would be sent if the button were pressed now; `boxes` maps each box to whether it is ticked."""

    ask: Asker
    dbname: str
    status: int
    text: str
    heading: str
    fields: dict[str, str]
    boxes: dict[str, bool]

    async def save(self, **changes: str) -> httpx.Response:
        """Press the button; the viewer stays signed in. A change to "" takes the field away."""
        sent = {name: value for name, value in (self.fields | {"wpSubmit": "1"} | changes).items() if value}
        return await self.ask.page(self.dbname, "/w/index.php", **sent)


async def open_form(ask: Asker, dbname: str, address: str, viewer: str | None) -> Form:
    """The page behind a link, through the redirect to a local name. `None`: signed out."""
    ask.client.cookies.clear()
    answer = await ask.page(dbname, address, viewer)
    if answer.is_redirect:
        answer = await ask.page(dbname, answer.headers["Location"], viewer)
    page = BeautifulSoup(answer.text, "html5lib")
    inputs = page.select("form.wiki-form input")
    boxes = {str(each["name"]): each.has_attr("checked") for each in inputs if each.get("type") == "checkbox"}
    fields = {str(each["name"]): str(each["value"]) for each in inputs if boxes.get(str(each["name"]), True)}
    heading = page.h1.get_text() if page.h1 else ""
    return Form(ask, dbname, answer.status_code, answer.text, heading, fields, boxes)
