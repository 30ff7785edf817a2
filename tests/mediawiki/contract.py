"""The words of the contract suite: a wiki under test, what Haven relies on, and a comparison that names the wiki.

It knows only the public face of a wiki (its API and its forms), so that one test speaks to the sandbox and to a real
MediaWiki alike. It knows nothing of Haven's own code.
"""

from collections.abc import Mapping
from typing import Any, Final, Protocol
from urllib.parse import urljoin

import httpx
import pytest
from bs4 import BeautifulSoup, Tag


class WikiUnderTest(Protocol):
    """What the sandbox and the real wiki both offer to the suite."""

    @property
    def api_url(self) -> str: ...
    @property
    def index_url(self) -> str: ...
    @property
    def seed(self) -> Mapping[str, int]: ...
    @property
    def user_agent(self) -> str: ...
    def login(self, person: str, /) -> httpx.Client: ...


def relies_on(call: str, *answer: str) -> pytest.MarkDecorator:
    """Says which call and which parts of its answer Haven relies on; docs/wiki-calls.md is made from these."""
    return pytest.mark.relies_on(call, *answer)


class Absent:
    """Stands for a key that must not be there."""

    def __repr__(self) -> str:
        return "nothing"


ABSENT: Final = Absent()


class Asker:
    """One wiki, asked as Haven asks: by POST, without signing in, in the newer format."""

    def __init__(self, name: str, wiki: WikiUnderTest) -> None:
        self.name = name
        self.wiki = wiki
        self.seed = wiki.seed
        self._visitor = httpx.Client(headers={"User-Agent": wiki.user_agent}, timeout=30)

    def close(self) -> None:
        self._visitor.close()

    def call(self, **parameters: Any) -> httpx.Response:
        """The whole HTTP answer to one call; lists are joined as the API wants them."""
        joined = {
            key: "|".join(str(part) for part in value) if isinstance(value, list | tuple) else str(value)
            for key, value in parameters.items()
        }
        return self._visitor.post(self.wiki.api_url, data={"format": "json", "formatversion": "2", **joined})

    def query(self, **parameters: Any) -> dict[str, Any]:
        """The decoded answer to one `action=query`."""
        answer: dict[str, Any] = self.call(action="query", **parameters).json()
        return answer

    def query_as(self, person: str, **parameters: Any) -> dict[str, Any]:
        """The same, asked with a person's session."""
        asked = {"action": "query", "format": "json", "formatversion": "2", **parameters}
        with self.wiki.login(person) as client:
            answer: dict[str, Any] = client.post(self.wiki.api_url, data=asked).json()
        return answer

    def revision(self, name: str, rvprop: str) -> dict[str, Any]:
        """What the public is told of one seeded revision."""
        answer = self.query(prop="revisions", revids=self.seed[name], rvprop=rvprop)
        found: dict[str, Any] = answer["query"]["pages"][0]["revisions"][0]
        return found

    def visit(self, **parameters: Any) -> httpx.Response:
        """A page of the wiki as someone sees it who is not signed in."""
        return self._visitor.get(self.wiki.index_url, params=parameters, follow_redirects=True)

    def expect(self, found: Any, shape: Any, where: str = "answer") -> None:
        """Fails, naming the wiki and the place, unless the shape fits: values equal, types match, ABSENT keys absent.

        A dict may hold more than its shape names; a list of one shape fits a list of any length but none.
        """
        if isinstance(shape, dict):
            self._expect_that(isinstance(found, dict), where, found, shape)
            for key, wanted in shape.items():
                if wanted is ABSENT:
                    self._expect_that(key not in found, f"{where}.{key}", found.get(key), ABSENT)
                else:
                    self._expect_that(key in found, f"{where}.{key}", ABSENT, wanted)
                    self.expect(found[key], wanted, f"{where}.{key}")
        elif isinstance(shape, list) and len(shape) == 1:
            self._expect_that(isinstance(found, list) and found != [], where, found, shape)
            for number, part in enumerate(found):
                self.expect(part, shape[0], f"{where}[{number}]")
        elif isinstance(shape, type):
            self._expect_that(type(found) is shape, where, found, shape.__name__)
        else:
            self._expect_that(found == shape, where, found, shape)

    def _expect_that(self, fits: bool, where: str, found: Any, wanted: Any) -> None:
        if not fits:
            pytest.fail(f"{self.name}: {where} should be {wanted!r}, but is {found!r}", pytrace=False)


class Form:
    """A form of a wiki's page as a browser would send it: what is filled in, chosen and ticked."""

    def __init__(self, page: httpx.Response, marker: str) -> None:
        """The form that holds a control named `marker`; `found` is False where the page has none."""
        soup = BeautifulSoup(page.text, "html5lib")
        control = soup.find(attrs={"name": marker})
        self._form = control.find_parent("form") if isinstance(control, Tag) else None
        self._address = str(page.url)
        self._typed: dict[str, str] = {}
        self.found = self._form is not None

    def kinds(self, name: str) -> set[str]:
        """How a part is chosen: {"checkbox"}, {"radio"} or nothing."""
        return {str(control.get("type")) for control in self._controls() if control.get("name") == name}

    def chosen(self, name: str) -> str | None:
        """The value a typed field, a ticked box or the chosen one of several would send, or None."""
        return self._values().get(name)

    def ticked(self, name: str) -> list[str]:
        """The values of all ticked boxes of this name."""
        boxes = [control for control in self._controls() if control.get("name") == name and control.has_attr("checked")]
        return [str(box.get("value")) for box in boxes]

    def fill(self, **typed: str) -> "Form":
        """Types or ticks as a person would, whatever stood there."""
        missing = typed.keys() - {str(control.get("name")) for control in self._controls()}
        if missing:
            raise AssertionError(f"the form has no {missing}")
        self._typed |= typed
        return self

    def send(self, client: httpx.Client, button: str = "") -> httpx.Response:
        """Sends the form as it stands with this button, or with its first one; follows where the wiki leads."""
        if self._form is None:
            raise AssertionError("there is no such form on the page")
        address = urljoin(self._address, str(self._form.get("action") or self._address))
        pressed = button or self._first_button()
        sent = {**self._values(), **self._typed, **({pressed: "1"} if pressed else {})}
        return client.post(address, data=sent, follow_redirects=True)

    def _first_button(self) -> str:
        buttons = self._form.select("button[type=submit], button:not([type]), input[type=submit]") if self._form else []
        return str(buttons[0].get("name") or "") if buttons else ""

    def _controls(self) -> list[Tag]:
        return list(self._form.find_all(["input", "textarea", "select"])) if self._form else []

    def _values(self) -> dict[str, str]:
        values: dict[str, str] = {}
        for control in self._controls():
            kind = str(control.get("type") or "text")
            if control.name == "select":
                option = control.find("option", selected=True) or control.find("option")
                values[str(control.get("name"))] = str(option.get("value") or "") if isinstance(option, Tag) else ""
                continue
            if kind in {"submit", "image", "button"} or (
                kind in {"checkbox", "radio"} and not control.has_attr("checked")
            ):
                continue
            typed = control.get_text() if control.name == "textarea" else control.get("value")
            values[str(control.get("name"))] = str(typed or ("on" if kind == "checkbox" else ""))
        return values
