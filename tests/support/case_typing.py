"""What somebody types into the pages of a case: into every field something, and answers that lead to the end."""

from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup, Tag

SAID: dict[str, str | list[str]] = {
    "q-danger": "no",
    "q-involved": "no",
    "q-off-wiki": "yes",
    "q-on-wiki-too": "yes",
    "q-account-control.reporter": "confirmed",
    "q-ties": ["said-on-wiki"],
    "q-attributed": "yes",
    "q-needs-second": ["outside"],
    "q-second-read": "yes",
    "q-outcome": "actionable",
    "q-acts": ["block"],
    "q-subject-knows": "yes",
    "q-kept-where": "private-wiki",
    "q-announcement": "yes",
    "record_kept": "yes",
}
"""What is answered where it matters; anything else by the first answer that closes the question."""
STAGES = ("begin", "acknowledge", "verify", "background", "context", "attribution", "second", "decide", "record", "act",
          "notify", "announce", "debrief", "afterwards")  # fmt: skip


@dataclass
class CaseTyping:
    """`text` and its plain part `core` go into every field; `link` is what the report is about."""

    text: str
    core: str
    reporter: str
    subject: str
    link: str
    typed_into: set[str] = field(default_factory=set)

    def filled(self, form: Tag) -> dict[str, Any]:
        """Everything that can be typed, typed; what can be chosen, chosen."""
        filled: dict[str, Any] = {}
        for control in form.find_all(["input", "textarea"]):
            name, kind = str(control.get("name", "")), str(control.get("type", "text"))
            if control.name == "textarea" or kind == "text":
                filled.update(self._typed(name, form))
            elif kind in ("radio", "checkbox") and name in SAID:
                filled[name] = SAID[name]
            elif kind == "radio" and name not in filled and not _is_chosen(form, name):
                filled[name] = _closing_answer(form, name)
            elif kind == "checkbox" and name.startswith("q-") and name not in filled and not _is_chosen(form, name):
                filled[name] = [str(control["value"])]
        return filled

    def _typed(self, name: str, form: Tag) -> dict[str, Any]:
        self.typed_into.add(name)
        match name:
            case "wiki":
                return {name: "enwiki"}
            case "name-0":
                return {name: self.reporter, "roles-0": ["reporter", "target"]}
            case "name-1":
                return {name: self.subject, "roles-1": ["subject"]}
            case "":
                return {}
            case "text" if form.find("textarea", {"name": "text"}):
                return {}
            case "added" if "Special:Diff" not in str(form):
                return {name: self.link}
            case "added":
                return {}
            case _ if name.startswith("name-"):
                return {}
            case _ if name in ("own", "sentence") or name.startswith("own"):
                return {name: self.core}
            case "prefix" | "noticeboard" | "title":
                return {name: self.core}
            case "team":
                return {}
            case _:
                return {name: f"{self.text} {self.core}"}


def letters_to_write(page: BeautifulSoup) -> list[str]:
    """Buttons that lead to a letter which may be written now, in order."""
    lines = [button.find_parent("li") for button in page.select('button[value^="letter:"]')]
    ready = [line for line in lines if line is not None and "later" not in line.get_text(" ")]
    return [str(line.find("button")["value"]) for line in ready]  # type: ignore[index, union-attr]


def _is_chosen(form: Tag, name: str) -> bool:
    return form.find("input", {"name": name, "checked": True}) is not None


def _closing_answer(form: Tag, name: str) -> str:
    values = [str(each["value"]) for each in form.find_all("input", {"name": name})]
    return next((each for each in ("no", "matches", "fine", "unknown") if each in values), values[0])
