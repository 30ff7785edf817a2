"""A public notice at the end of a case, made of fixed words: which account, on what basis, with what outcome (R179).

The words are data, one file a language. There is no field for evidence and none for what somebody did (R176, R183):
what is not in these words is not said.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from app.text.case_record import one_line
from app.text.hand_over import without_controls
from app.text.wikitext import NotAnAddress, in_text, link_out

HERE = Path(__file__).parent / "announcements"
FALLBACK = "en"
_PARTS = ("basis", "outcome", "text", "answers")
_SENTENCES = frozenset({"sentence", "appeal", "diffs", "team"})
ANSWERS = ("why-private", "not-public", "elsewhere", "colleague", "mail")
"""What can be answered to a question in public without saying anything of a case (R188, R185, R187, R189, R194)."""
_GAP = re.compile(r"\{([a-z]*)\}")
_GAPS = {"sentence": {"account", "outcome", "basis"}, "appeal": {"team"}, "diffs": {"diffs"}}
UNTIL = "block-until"
"""The outcome that has a day in it."""


class BadAnnouncementWords(ValueError):
    """A file that cannot be trusted; the message names it and what is wrong."""


@dataclass(frozen=True)
class AnnouncementWords:
    """Of one language. Codes to words, in the order of the file."""

    language: str
    reviewed: date
    basis: Mapping[str, str]
    outcome: Mapping[str, str]
    text: Mapping[str, str]
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Announcement:
    """What it is made from. `basis` and `outcomes` are codes; without a `team` nothing is said of appeals (R190);
    `diffs` are full addresses, each confirmed by the person (R180)."""

    account: str
    basis: str
    outcomes: Sequence[str]
    wiki: str
    team: str = ""
    until: date | None = None
    diffs: Sequence[str] = ()


def write_announcement(words: AnnouncementWords, announcement: Announcement) -> str:
    """Wikitext, without a line end after the last line. Raises KeyError for a code that has no words.

    SECURITY: the names are anybody's; each stands there as words alone.
    """
    # No link to the account: on a page that all read, nobody needs to be one click from it.
    account = _safe(announcement.account)
    day = announcement.until.isoformat() if announcement.until else ""
    outcomes = [
        _fill(words.outcome[each], {"wiki": _safe(announcement.wiki), "day": day}) for each in announcement.outcomes
    ]
    basis = words.basis[announcement.basis]
    said = _fill(words.text["sentence"], {"account": account, "outcome": "; ".join(outcomes), "basis": basis})
    if announcement.team.strip():
        said += " " + _fill(words.text["appeal"], {"team": _safe(announcement.team)})
    if links := [link for each in announcement.diffs if (link := _link(each))]:
        said += " " + _fill(words.text["diffs"], {"diffs": " ".join(links)})
    return said


def words_for(language: str) -> AnnouncementWords:
    """Of this language, or English where it has none."""
    return read_words(language if language in languages() else FALLBACK)


@cache
def languages() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in HERE.glob("*.toml")))


@cache
def read_words(language: str, folder: Path = HERE) -> AnnouncementWords:
    """One file, checked. Raises BadAnnouncementWords."""
    path = folder / f"{language}.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return _words(data, language)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadAnnouncementWords(f"{path.name}: {error}") from error


def _words(data: Mapping[str, Any], language: str) -> AnnouncementWords:
    if data["language"] != language or set(data) != {"language", "reviewed", *_PARTS}:
        raise ValueError("it has language (as its name), reviewed, basis, outcome, text and answers, and nothing else")
    if not isinstance(data["reviewed"], date):
        raise TypeError("reviewed is a day, as 2026-11-28")
    if set(data["text"]) != _SENTENCES:
        raise ValueError(f"text has {', '.join(sorted(_SENTENCES))}")
    if tuple(data["answers"]) != ANSWERS:
        raise ValueError(f"answers has {', '.join(ANSWERS)}")
    for part in _PARTS:
        for code, said in data[part].items():
            _check_gaps(part, code, said)
    answers = {code: said.strip() for code, said in data["answers"].items()}
    return AnnouncementWords(language, data["reviewed"], data["basis"], data["outcome"], data["text"], answers)


def _check_gaps(part: str, code: str, said: str) -> None:
    found = set(_GAP.findall(said))
    allowed = {"text": _GAPS.get(code, set()), "outcome": {"wiki"} | ({"day"} if code == UNTIL else set())}.get(
        part, set()
    )
    if found - allowed or (part == "text" and found != allowed) or (code == UNTIL and "day" not in found):
        raise ValueError(f"“{code}” has other gaps than it may have")


def _fill(pattern: str, values: Mapping[str, str]) -> str:
    """Every gap at once: a value that looks like a gap stays what it is."""
    return _GAP.sub(lambda gap: values[gap[1]], pattern)


def _safe(name: str) -> str:
    return in_text(one_line(without_controls(name)))


def _link(address: str) -> str:
    try:
        return link_out(address)
    except NotAnAddress:
        return ""
