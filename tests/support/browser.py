"""Chromium for tests, watched: every page is a phone's unless asked otherwise, and nothing wrong on it goes unnoticed.

A violation of the content security policy, an error in the console or a request to anywhere but this machine fails the
test that caused it. It knows nothing of Haven's pages; it drives the browser that Debian ships, back/forward cache on.
"""

import ipaddress
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import (
    Browser,
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Page,
    Request,
    WebError,
    async_playwright,
    expect,
)

from tests.support.suites import AXE, find_program

PHONE = (360, 740)
SMALLEST = (320, 640)
DESK = (1280, 900)
PATIENCE = 30_000
"""Milliseconds: when a test gives up waiting for a page. It says nothing of how long anything should take: the machine
may be busy with other tests."""
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # SECURITY: no name is looked up, whatever a page asks for; addresses of this machine are no names.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.*",
]


@dataclass
class Recorder:
    """What went wrong on the pages of one test, in plain lines; empty when all is well."""

    findings: list[str] = field(default_factory=list)
    _exempt: set[str] = field(default_factory=set)
    _documents: set[str] = field(default_factory=set)
    _asked: set[str] = field(default_factory=set)

    def exempt(self, address: str) -> None:
        """Console errors of this origin are not ours to answer for (a real wiki's own pages, say)."""
        self._exempt.add(_origin(address))

    def watch(self, context: BrowserContext) -> None:
        """Listens to everything that pages of this context say and ask for, also in tabs they open."""
        context.on("console", self._on_console)
        context.on("request", self._on_request)
        context.on("weberror", self._on_script_error)

    def _on_console(self, message: ConsoleMessage) -> None:
        address = str(message.location.get("url", "")) or (message.page.url if message.page else "")
        # A page that is meant to answer 403 or 404 is reported here as well; its status is the test's own business.
        answered = message.text.startswith("Failed to load resource: the server responded with a status of")
        # So is what an open page asks for by itself, but for a status that is nobody's meaning.
        refused = address in self._asked and not re.search(r"status of (400|405|5(?!03)\d\d)", message.text)
        if message.type == "error" and not (answered and (address in self._documents or refused)):
            self._note(address, f"console: {message.text}")

    def _on_request(self, request: Request) -> None:
        if request.resource_type == "document":
            self._documents.add(request.url)
        if request.resource_type == "fetch":
            self._asked.add(request.url)
        if not _is_here(request.url):
            self.findings.append(f"request to another machine: {request.url}")

    def _on_script_error(self, error: WebError) -> None:
        self._note(error.page.url if error.page else "", f"script error: {error.error}")

    def _note(self, address: str, finding: str) -> None:
        if _origin(address) not in self._exempt:
            self.findings.append(f"{finding} (on {address})")


@dataclass
class Pages:
    """Opens pages in contexts of their own (own cookies, own settings) and keeps one record of what went wrong."""

    browser: Browser
    recorder: Recorder = field(default_factory=Recorder)
    _contexts: list[BrowserContext] = field(default_factory=list)

    async def open(
        self,
        *,
        size: tuple[int, int] = PHONE,
        script: bool = True,
        dark: bool = False,
        language: str = "en",
        base_url: str | None = None,
    ) -> Page:
        """A fresh page: a phone's unless a size is given; a right-to-left one is had with `language="he"`."""
        context = await self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale=language,
            base_url=base_url,
            service_workers="block",
        )
        context.set_default_timeout(PATIENCE)
        self.recorder.watch(context)
        self._contexts.append(context)
        return await context.new_page()

    async def close(self) -> None:
        """Closes what was opened; raises with every finding if there was one."""
        for context in self._contexts:
            await context.close()
        if self.recorder.findings:
            raise AssertionError("the browser noticed:\n  " + "\n  ".join(self.recorder.findings))


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium, without a window; ended when the block ends."""
    program = find_program("chromium")
    if program is None:
        raise RuntimeError("there is no Chromium here")
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=program,
            args=ARGUMENTS,
            # Real people go back; Playwright would otherwise switch off the cache that keeps pages alive for that.
            ignore_default_args=["--disable-back-forward-cache"],
        )
        try:
            yield browser
        finally:
            await browser.close()


async def check_accessibility(page: Page, *, without: tuple[str, ...] = ()) -> None:
    """Runs axe on the page as it stands and fails with readable lines; `without` names rules to leave out."""
    session = await page.context.new_cdp_session(page)
    try:
        # Evaluated by the debugger, not by the page: the page's content security policy stays as it is.
        await _evaluate(session, AXE.read_text(encoding="utf-8") + ";0")
        found = await _evaluate(session, _axe_call(without))
    finally:
        await session.detach()
    if found:
        lines = "\n".join(_describe(violation) for violation in found)
        raise AssertionError(f"accessibility of {page.url}:\n{lines}")


def _axe_call(without: tuple[str, ...]) -> str:
    rules = ", ".join(f"'{name}': {{enabled: false}}" for name in without)
    return (
        f"axe.run(document, {{runOnly: {AXE_RULES!r}, rules: {{{rules}}}, resultTypes: ['violations']}})"
        ".then(result => result.violations)"
    )


async def _evaluate(session: CDPSession, expression: str) -> Any:
    """Runs a script in the page by the debugger's hand and gives what it comes to."""
    answer = await session.send(
        "Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True}
    )
    if "exceptionDetails" in answer:
        raise RuntimeError(f"axe could not run: {answer['exceptionDetails']}")
    return answer["result"].get("value")


def _describe(violation: dict[str, Any]) -> str:
    lines = [f"  {violation['id']} ({violation['impact']}): {violation['help']}"]
    for node in violation["nodes"]:
        where = " ".join(str(part) for part in node["target"])
        why = re.sub(r"\s+", " ", node["failureSummary"])
        lines.append(f"    {where}\n      {node['html'][:200]}\n      {why}")
    return "\n".join(lines)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _is_here(address: str) -> bool:
    """Whether an address stays on this machine: a loopback number, or nothing that is fetched at all."""
    parts = urlsplit(address)
    if parts.scheme in {"data", "blob", "about", "chrome-error"}:
        return True
    try:
        return ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
