"""Reads the leak check's data: the table of rules and the words of each language. A slip in a file is one sentence.

Which ids there are, `leak_rules.toml` says; words for an id that is not there are an error, and so is a rule without
words to try it on (`flags`) or to spare (`passes`).
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from app.text.leak_finding import Severity, TextKind
from app.text.phrases import BadPhrase, Phrases
from app.text.places import Streets

HERE = Path(__file__).parent
RULES = HERE / "leak_rules.toml"
WORDS = HERE / "leak_words"
PARTS = ("closes", "empathy", "way-forward", "safety", "account", "basis", "outcome", "appeal")
"""What a reply that ends a case or an announcement is made of: each language has words for every one of them."""
MAY_LACK = (
    "phone",
    "softens",
    "closes-perhaps",
    "closes-not",
    "account-perhaps",
    "basis-perhaps",
    "outcome-perhaps",
    "appeal-public",
)
"""Parts that a language may leave out."""
FOUND_BY_CODE = frozenset(
    {
        *("name", "name-perhaps", "mail", "phone", "number", "street", "coordinates", "address"),
        *("address-beside-account", "link", "source", "diff", "closing-parts", "way-forward", "safety-line"),
        *("announcement-parts", "appeal", "gap"),
    }
)


class BadWords(ValueError):
    """A data file that cannot be used; the message names the file and what is wrong."""


@dataclass(frozen=True)
class Rule:
    """`rule` of the training module, another one in some kinds of text; how much it matters in each kind."""

    rule: str
    by_kind: Mapping[TextKind, str]
    severity: Mapping[TextKind, Severity]
    is_own: bool = False
    """Whether it is about what the writer says: in quoted words of others it is for a person to look at."""

    def number(self, kind: TextKind) -> str:
        return self.by_kind.get(kind, self.rule)


@dataclass(frozen=True)
class Rules:
    """Rules by id; hosts that links may lead to, hosts of role addresses, how a bare host ends, the countries whose
    telephone numbers are known, words by which a log reason names copyright and by which a request asks to block an
    address, and names of mail boxes that are nobody's own."""

    by_id: Mapping[str, Rule]
    wikis: Sequence[str]
    mail: Sequence[str]
    endings: Sequence[str]
    regions: Sequence[str]
    copyright: Sequence[str]
    address_wanted: Sequence[str]
    offices: Sequence[str]


@dataclass(frozen=True)
class Ruled:
    """The words of one rule in one language, with what tries them. `perhaps`: words that often are harmless, a warning
    at most."""

    words: Sequence[str]
    perhaps: Sequence[str]
    unless: Sequence[str]
    instead: str
    flags: Sequence[str]
    passes: Sequence[str]


@dataclass(frozen=True)
class Words:
    """All words of one language. `found`: phrases by `rule id`, `unless rule id` and `part name`. `nobody`: words in
    small letters that name no account, though they may have a capital letter."""

    language: str
    reviewed: date
    rules: Mapping[str, Ruled]
    found: Phrases
    nobody: frozenset[str]
    streets: Streets


@cache
def rules() -> Rules:
    """The table of Haven itself."""
    return read_rules(RULES)


@cache
def languages() -> tuple[str, ...]:
    """Codes of the languages that have words."""
    return tuple(sorted(path.stem for path in WORDS.glob("*.toml")))


@cache
def words_of(language: str) -> Words:
    """Haven's own words in one of `languages()`."""
    return read_words_file(WORDS / f"{language}.toml", rules())


def read_rules(path: Path) -> Rules:
    """Raises BadWords."""
    try:
        rows = tomllib.loads(path.read_text("utf-8"))
        hosts = rows.pop("hosts")
        keys = ("wikis", "mail", "endings", "regions", "copyright", "address-wanted", "offices")
        return Rules({key: _rule(row) for key, row in rows.items()}, *(hosts[key] for key in keys))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise BadWords(f"{path.name}: {_told(error)}") from error


def _rule(row: Mapping[str, Any]) -> Rule:
    rest = dict(row)
    number = str(rest.pop("rule"))
    by_kind = {TextKind(kind): str(other) for kind, other in rest.pop("by-kind", {}).items()}
    is_own = bool(rest.pop("own", False))
    return Rule(number, by_kind, {TextKind(kind): Severity(severity) for kind, severity in rest.items()}, is_own)


def read_words_file(path: Path, known: Rules) -> Words:
    """Raises BadWords."""
    try:
        return _words(tomllib.loads(path.read_text("utf-8")), known)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise BadWords(f"{path.name}: {_told(error)}") from error


def _words(rows: dict[str, Any], known: Rules) -> Words:
    language, reviewed = str(rows.pop("language")), rows.pop("reviewed")
    lists = {str(name): _phrases(each) for name, each in rows.pop("lists", {}).items()}
    parts = {str(name): _phrases(each) for name, each in rows.pop("parts").items()}
    streets = _streets(rows.pop("streets", {}))
    spelling = _spelling(rows.pop("spelling", {}))
    ruled = {rule_id: _ruled(rule_id, row) for rule_id, row in rows.items()}
    _complete(ruled, parts, known)
    by_name: dict[str, Sequence[str]] = {f"part {name}": each for name, each in parts.items()}
    for rule_id, each in ruled.items():
        by_name |= {f"rule {rule_id}": each.words, f"perhaps {rule_id}": each.perhaps, f"unless {rule_id}": each.unless}
    nobody = frozenset(map(str.casefold, lists.get("no-name", ())))
    return Words(language, reviewed, ruled, Phrases(by_name, lists, spelling), nobody, streets)


def _streets(row: Mapping[str, Any]) -> Streets:
    if unknown := row.keys() - {"before", "after", "number-first"}:
        raise BadWords(f"streets: nothing is called {', '.join(sorted(unknown))}")
    return Streets(_phrases(row.get("before", ())), _phrases(row.get("after", ())), row.get("number-first") is True)


def _spelling(row: Mapping[str, Any]) -> Mapping[str, str]:
    """As people write a word, too -> as the phrases have it; both with a star where it is a beginning."""
    for wrong, right in row.items():
        if not isinstance(right, str) or wrong.endswith("*") is not right.endswith("*"):
            raise BadWords(f"spelling: “{wrong}” and what it stands for are two words, or two beginnings with a star")
    return {wrong.casefold(): right.casefold() for wrong, right in row.items()}


def _complete(ruled: Mapping[str, Ruled], parts: Mapping[str, Sequence[str]], known: Rules) -> None:
    needed = known.by_id.keys() - FOUND_BY_CODE
    if unknown := ruled.keys() - needed:
        raise BadWords(f"leak_rules.toml has no rule for words called {', '.join(sorted(unknown))}")
    if lacking := needed - ruled.keys():
        raise BadWords(f"no words for {', '.join(sorted(lacking))}")
    if wrong := set(PARTS) - parts.keys() | parts.keys() - {*PARTS, *MAY_LACK}:
        raise BadWords(f"parts that are missing or unknown: {', '.join(sorted(wrong))}")


def _ruled(rule_id: str, row: Mapping[str, Any]) -> Ruled:
    if unknown := row.keys() - {"words", "perhaps", "unless", "instead", "flags", "passes"}:
        raise BadWords(f"{rule_id}: nothing is called {', '.join(sorted(unknown))}")
    words, perhaps, unless = _phrases(row["words"]), _phrases(row.get("perhaps", ())), _phrases(row.get("unless", ()))
    found = Ruled(words, perhaps, unless, str(row.get("instead", "")), _phrases(row["flags"]), _phrases(row["passes"]))
    if not (found.words and found.flags and found.passes):
        raise BadWords(f"{rule_id}: it needs words, flags and passes")
    return found


def _phrases(rows: Sequence[str]) -> tuple[str, ...]:
    if isinstance(rows, str) or not all(isinstance(each, str) and each.strip() for each in rows):
        raise BadWords("words stand in a list of texts")
    return tuple(rows)


def _told(error: Exception) -> str:
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)


__all__ = ["BadPhrase", "BadWords", "Rule", "Ruled", "Rules", "Words", "languages", "rules", "words_of"]
