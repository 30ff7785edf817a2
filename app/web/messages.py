"""The words shown to people: `app/messages/*.json` in translatewiki's shape, `$1`..`$9` and `{{PLURAL:$1|one|other}}`.

English is the language every other one falls back to. It must not know what a page looks like: no HTML in here.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FALLBACK = "en"
PSEUDO_RTL = "en-x-rtl"
"""English words laid out from right to left: for looking at the mirrored pages, in the demo only."""

_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "azb", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi", PSEUDO_RTL}
)
_ONE_FORM = frozenset({"id", "ja", "ko", "th", "vi", "zh"})
_PLURAL = re.compile(r"\{\{PLURAL:\$([1-9])\|([^{}]*)\}\}")
_QUALITY = re.compile(r";\s*q=([01](?:\.[0-9]{1,3})?)")
_PARAMETER = re.compile(r"\$([1-9])")


class UnknownMessage(KeyError):
    """A key that no language has: a slip in our own code."""


@dataclass(frozen=True)
class Messages:
    """All messages of all languages. `strict` raises at an unknown key instead of showing the key in angle brackets."""

    by_language: Mapping[str, Mapping[str, str]]
    strict: bool = True

    @classmethod
    def load(cls, folder: Path, strict: bool = True) -> "Messages":
        """Reads every `<language>.json` of the folder; `qqq` (the notes for translators) is no language."""
        paths = (path for path in sorted(folder.glob("*.json")) if path.stem != "qqq")
        return cls({path.stem: _read(path) for path in paths}, strict)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.by_language)

    def best_language(self, accepted: str) -> str:
        """The best of our languages for an `Accept-Language` header; never the pseudo language."""
        for wish in _by_preference(accepted):
            for candidate in (wish, wish.split("-")[0]):
                if candidate in self.by_language:
                    return candidate
        return FALLBACK

    def direction(self, language: str) -> str:
        """`rtl` or `ltr`."""
        return "rtl" if language in _RIGHT_TO_LEFT or language.split("-")[0] in _RIGHT_TO_LEFT else "ltr"

    def say(self, language: str, key: str, *params: object) -> str:
        """The message with its parameters put in. Plain text: whoever puts it into a page escapes it."""
        return fill(self.pattern(language, key), language, [str(param) for param in params])

    def pattern(self, language: str, key: str) -> str:
        """The message as it stands in its file."""
        for candidate in (language, language.split("-")[0], FALLBACK):
            found = self.by_language.get(candidate, {}).get(key)
            if found is not None:
                return found
        if self.strict:
            raise UnknownMessage(key)
        return f"⧼{key}⧽"


def fill(pattern: str, language: str, params: Sequence[str]) -> str:
    """Puts `params` into `pattern`. A parameter's own `$1` or braces stay what they are."""

    def parameter(match: re.Match[str]) -> str:
        position = int(match[1]) - 1
        return params[position] if position < len(params) else match[0]

    def plural(match: re.Match[str]) -> str:
        position = int(match[1]) - 1
        number = params[position] if position < len(params) else ""
        return _choose(match[2].split("|"), number, language)

    return _PARAMETER.sub(parameter, _PLURAL.sub(plural, pattern))


def _by_preference(accepted: str) -> list[str]:
    """The language tags of an `Accept-Language` header, best first; whatever is odd in it comes last."""

    def weight(entry: str) -> float:
        match = _QUALITY.search(entry)
        return -float(match[1]) if match else -1.0

    entries = accepted[:500].lower().split(",")
    return [entry.split(";")[0].strip() for entry in sorted(entries, key=weight)]


def _choose(forms: Sequence[str], number: str, language: str) -> str:
    """The first form for one, the last for all else. A language with more forms brings its rule here."""
    if number == "1" and language.split("-")[0] not in _ONE_FORM:
        return forms[0]
    return forms[-1]


def _read(path: Path) -> Mapping[str, str]:
    data = json.loads(path.read_text(encoding="utf-8"))
    return {key: text for key, text in data.items() if not key.startswith("@")}
