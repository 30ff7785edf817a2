"""A paste and what its pages offer, as tests of journeys use them: links into wikis, boxes, rows."""

import re
from collections.abc import Iterable
from pathlib import Path

import httpx
from bs4 import BeautifulSoup, Tag

from app.sandbox.wiki import Wiki
from tests.support.haven import Client
from tests.support.page_checks import form_actions, links, read, words

_REFERENCE = re.compile(r"H-[0-9A-Z]{4}-[0-9A-Z]{4}")


def diff(wiki: Wiki, revid: int) -> str:
    """The address of a revision, by its number alone."""
    return f"{wiki.server}/?diff={revid}"


def log_link(wiki: Wiki, log_id: int) -> str:
    return f"{wiki.server}/w/index.php?title=Special:Log&logid={log_id}"


def hit_link(wiki: Wiki, hit_id: int) -> str:
    return f"{wiki.server}/wiki/Special:AbuseLog/{hit_id}"


def page_link(wiki: Wiki, page_id: int) -> str:
    return f"{wiki.server}/?curid={page_id}"


def account_link(wiki: Wiki, user_id: int) -> str:
    return f"{wiki.server}/wiki/Special:Redirect/user/{user_id}"


async def paste(client: Client, *addresses: str) -> str:
    """Paste addresses, all of which must be understood; the path of the draft."""
    pasted = await client.post("/box", {"text": "\n".join(addresses)})
    assert pasted.status_code == 303, words(pasted)
    return str(pasted.headers["location"])


def outgoing(page: httpx.Response) -> list[str]:
    """Every address of a page that leaves Haven: links and forms' actions."""
    return [each for each in [*links(page), *form_actions(page)] if "//" in each or each.startswith("mailto:")]


def boxes(page: httpx.Response) -> dict[str, bool]:
    """The boxes named `take`, and whether each is ticked."""
    soup = read(page)
    return {str(box["value"]): box.has_attr("checked") for box in soup.find_all("input", attrs={"name": "take"})}


def ticked(page: httpx.Response) -> list[str]:
    return [value for value, is_ticked in boxes(page).items() if is_ticked]


def row_with(page: httpx.Response, text: str) -> str:
    """The words of the first row of a table in which `text` stands."""
    return " ".join(_row(page, text).get_text(" ", strip=True).split())


def box_in_row(page: httpx.Response, text: str) -> str:
    """What the box of that row sends; empty where the row has none."""
    box = _row(page, text).find("input", attrs={"name": "take"})
    return str(box["value"]) if isinstance(box, Tag) else ""


def rows(page: httpx.Response) -> list[str]:
    """The words of every row of every table that has cells, and of every line of ticks."""
    soup = read(page)
    return [" ".join(row.get_text(" ", strip=True).split()) for row in soup.select("tbody tr, .ticks li")]


def forms_to(page: httpx.Response, *having: str) -> list[str]:
    """The forms of the wikis among the links, not the ways through their sign-in; with all of these in them."""
    direct = [link for link in outgoing(page) if link.startswith("http://127.") and "Special:UserLogin" not in link]
    return [link for link in direct if all(part in link for part in having)]


async def mark(client: Client, draft: str, place: int, places: Iterable[int]) -> httpx.Response:
    """Say that the name of the target at `place` is the problem, with these boxes ticked."""
    answer = await client.post(f"{draft}/mark", {"mark": str(place), "take": [str(each) for each in places]})
    assert answer.status_code == 303, words(answer)
    return answer


def kept_names(page: httpx.Response) -> list[str]:
    """The names that stand in no link, out of the boxes behind controls of their own."""
    boxes = read(page).select("details.kept:not([open]) textarea")
    return [name for box in boxes for name in box.get_text().strip().split("\n")]


def outside_kept(page: httpx.Response) -> str:
    """The whole page but for what stands in these boxes, and what goes by POST into a form of the central wiki."""
    soup = BeautifulSoup(page.text, "html5lib")  # Its own: it is taken apart.
    for box in soup.select("details.kept:not([open]) textarea, form.kept-form input[type=hidden]"):
        box.decompose()
    return str(soup)


def kept_forms(page: httpx.Response) -> list[dict[str, str]]:
    """What the page sends into forms of the central wiki by POST: the fields of each, with its address as `action`."""
    forms = read(page).select("form.kept-form")
    return [
        {"action": str(form["action"])} | {str(each["name"]): str(each["value"]) for each in form.select("input")}
        for form in forms
    ]


def references(page: httpx.Response) -> set[str]:
    """The references of requests that the page names. A reference may itself hold an "H-"."""
    return set(_REFERENCE.findall(words(page)))


def raw_database(folder: Path) -> bytes:
    """Everything that the database of a test keeps in its files, the write-ahead log included."""
    return b"".join(each.read_bytes() for each in sorted(folder.glob("haven.db*")))


def _row(page: httpx.Response, text: str) -> Tag:
    for row in read(page).select("tbody tr, .ticks li"):
        if text in " ".join(row.get_text(" ", strip=True).split()):
            return row
    raise AssertionError(f"no row with {text!r}")
