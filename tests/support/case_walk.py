"""Somebody who works on a case: reads each page as a browser does, types, presses a button."""

from dataclasses import dataclass, field
from typing import Any

import httpx
from bs4 import BeautifulSoup, Tag

from tests.support.haven import Client
from tests.support.page_checks import read, words

Typed = dict[str, str | list[str]]


def form_of(page: httpx.Response, action: str = "/case") -> Tag:
    """The last form of the page that leads there: that with the case."""
    forms = [each for each in read(page).find_all("form") if each.get("action") == action]
    assert forms, words(page)[:600]
    return next((each for each in forms if each.find("input", {"name": "case"})), forms[-1])


def fields_of(form: Tag | BeautifulSoup) -> Typed:
    """What a browser would send with the form but for its buttons."""
    found: Typed = {}

    def put(name: str, value: str) -> None:
        if name in found:
            before = found[name]
            found[name] = [*(before if isinstance(before, list) else [before]), value]
        else:
            found[name] = value

    for control in form.find_all(["input", "textarea", "select"]):
        name, kind = control.get("name"), control.get("type", "text")
        if (
            not name
            or kind in ("submit", "file")
            or (kind in ("radio", "checkbox") and not control.has_attr("checked"))
        ):
            continue
        if control.name == "textarea":
            put(name, control.text.removeprefix("\n"))
        elif control.name == "select":
            chosen = control.find("option", selected=True)
            put(name, str(chosen["value"]) if chosen else "")
        else:
            put(name, control.get("value", "on"))
    return found


@dataclass
class CaseWalk:
    """One person with one page open."""

    client: Client
    page: httpx.Response
    seen: list[str] = field(default_factory=list)

    @classmethod
    async def begin(cls, client: Client) -> "CaseWalk":
        await client.get("/case")
        return cls(client, await client.post("/case", {"go": "new"}))

    async def press(self, go: str, typed: dict[str, Any] | None = None, status: int = 200) -> httpx.Response:
        """Types into the page and presses the button with this value."""
        fields = {**fields_of(form_of(self.page)), **(typed or {}), "go": go}
        page = await self.client.post("/case", fields)
        assert page.status_code == status, (page.status_code, words(page)[:800])
        if page.headers["content-type"].startswith("text/html"):
            self.page = page
            self.seen.append(page.text)
        return page

    @property
    def at(self) -> str:
        return str(fields_of(form_of(self.page))["at"])

    @property
    def text(self) -> str:
        """The case file as the page carries it."""
        return str(fields_of(form_of(self.page))["case"])

    async def download(self) -> str:
        page = await self.press("download")
        assert page.headers["content-disposition"] == 'attachment; filename="notes.txt"'
        return page.text

    async def open(self, content: bytes, status: int = 200) -> httpx.Response:
        """Leaves the page and chooses a file on the first one."""
        await self.client.get("/case")
        files = {"file": ("whatever.txt", content, "text/plain")}
        page = await self.client.post_file("/case", {"go": "open"}, files)
        assert page.status_code == status, (page.status_code, words(page)[:800])
        self.page = page
        return page
