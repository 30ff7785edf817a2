"""What every page of Haven must be, checked on each one a test client fetches.

It parses; one h1; the title agrees with it and is neutral; ids are unique; every control has a label; nothing inline;
language and direction are stated; the security headers are there; nothing sensitive stands in an address.
"""

import re
import warnings
from functools import lru_cache

import httpx
from bs4 import BeautifulSoup, Tag

HEADERS = {
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
}
_FIELD = r"[a-z]+=[A-Za-z0-9._-]*"
OWN_ADDRESS = re.compile(rf"(/|/[a-z-]+(/[A-Za-z0-9_-]+)*)(\?{_FIELD}(&{_FIELD})*)?(#[a-z0-9_-]+)?")


def check_page(response: httpx.Response) -> None:
    """Fails with what is wrong with the page."""
    if not response.headers.get("content-type", "").startswith("text/html"):
        return
    for name, value in HEADERS.items():
        assert response.headers.get(name) == value, f"{name} of {response.url.path}"
    assert response.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    page = read(response)
    _check_frame(page)
    _check_ids(page)
    _check_controls(page)
    _check_nothing_inline(page)
    _check_addresses(page)


def read(page: httpx.Response) -> BeautifulSoup:
    """The page as a browser would read it. To look at only: whoever asks for the same page gets the same tree."""
    return _read_text(page.text)


@lru_cache(maxsize=32)
def _read_text(text: str) -> BeautifulSoup:
    """Reading is the dearest thing that most tests do, and a page is checked and then asked several questions."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return BeautifulSoup(text, "html5lib")


def heading(response: httpx.Response) -> str:
    """The text of the page's h1."""
    h1 = read(response).find("h1")
    return h1.get_text(" ", strip=True) if h1 else ""


def words(response: httpx.Response) -> str:
    """Everything that the main part of the page says, as plain text with single spaces."""
    main = read(response).find("main")
    return re.sub(r"\s+", " ", main.get_text(" ", strip=True)) if main else ""


def links(response: httpx.Response) -> list[str]:
    """Every address that the page links to, in order."""
    return [str(each["href"]) for each in read(response).find_all("a", href=True)]


def form_actions(response: httpx.Response) -> list[str]:
    """Where the forms of the page go."""
    return [str(each["action"]) for each in read(response).find_all("form", action=True)]


def _check_frame(page: BeautifulSoup) -> None:
    html = page.find("html")
    assert isinstance(html, Tag)
    assert html.get("lang"), "no language"
    assert html.get("dir") in ("ltr", "rtl"), "no direction"
    headings = page.find_all("h1")
    assert len(headings) == 1, f"{len(headings)} h1"
    assert page.title is not None
    title = page.title.get_text()
    assert title.endswith("Haven"), title
    assert not re.search(r"H-[0-9A-Z]{4}|\d{5,}", title), "a reference or a number in the title"


def _check_ids(page: BeautifulSoup) -> None:
    ids = [each["id"] for each in page.find_all(id=True)]
    assert len(ids) == len(set(ids)), f"ids twice: {sorted({str(id) for id in ids if ids.count(id) > 1})}"


def _check_controls(page: BeautifulSoup) -> None:
    labelled = {each["for"] for each in page.find_all("label", attrs={"for": True})}
    for control in page.find_all(["input", "textarea", "select"]):
        if control.get("type") == "hidden":
            continue
        named = control.get("id") in labelled or control.get("aria-label") or control.get("aria-labelledby")
        assert named, f"no label: {control}"
        assert control.get("autocomplete") == "off" or control.get("type") in ("radio", "checkbox"), f"{control}"
    for form in page.find_all("form"):
        assert form.get("method") == "post", f"a form that does not post: {form.get('action')}"
        is_ours = str(form.get("action")).startswith("/")
        has_token = form.find("input", attrs={"name": "token"}) is not None
        assert has_token == is_ours, f"our token goes to us and to nobody else: {form.get('action')}"


def _check_nothing_inline(page: BeautifulSoup) -> None:
    assert not page.find_all("style")
    assert not page.find_all(style=True)
    assert all(each.get("src") for each in page.find_all("script")), "inline script"
    handlers = [name for each in page.find_all(True) for name in each.attrs if name.startswith("on")]
    assert not handlers, handlers


def _check_addresses(page: BeautifulSoup) -> None:
    """Addresses of our own hold random references and closed codes only."""
    for each in page.find_all(["a", "form"]):
        address = str(each.get("href") or each.get("action") or "")
        if address.startswith("/"):
            assert OWN_ADDRESS.fullmatch(address), f"an address with more than codes in it: {address}"
    for link in page.find_all("a", target="_blank"):
        assert "noopener" in (link.get("rel") or []), f"opener given away: {link.get('href')}"
