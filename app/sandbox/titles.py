"""Page titles of one wiki: from what a link says to (namespace number, name), and back to text.

Knows names only, not pages. Unlike MediaWiki it lets `<` and `>` pass, so that tests can have hostile titles.
"""

from __future__ import annotations

import re

from app.sandbox.languages import CANONICAL_NAMESPACES, CANONICAL_SPECIALS, Language, special_aliases

MOST_TITLE_BYTES = 255
_FORBIDDEN = re.compile(r"[\[\]{}|#\x00-\x1f\x7f]")

Title = tuple[int, str]


def _fold(name: str) -> str:
    return name.replace(" ", "_").casefold()


class TitleNames:
    """Reads and writes titles for one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.local = {number: language.namespaces.get(number, name) for number, name in CANONICAL_NAMESPACES.items()}
        self._namespaces = {_fold(name): number for number, name in CANONICAL_NAMESPACES.items()}
        self._namespaces |= {_fold(name): number for name, number in language.namespace_aliases.items()}
        self._namespaces |= {_fold(name): number for number, name in self.local.items()}
        self._namespaces |= {"image": 6, "image_talk": 7}
        self._specials = {
            _fold(alias): real_name
            for real_name in CANONICAL_SPECIALS
            for alias in special_aliases(language, real_name)
        }

    def parse(self, raw: str) -> Title | None:
        """(namespace, name) or None when the wiki would call the title invalid."""
        text = re.sub(r"[ _]+", " ", raw).strip().removeprefix(":").strip()
        number, name = 0, text
        before, colon, after = text.partition(":")
        if colon and _fold(before.strip()) in self._namespaces and before.strip():
            number, name = self._namespaces[_fold(before.strip())], after.strip()
        if not name or _FORBIDDEN.search(name) or len(name.encode()) > MOST_TITLE_BYTES:
            return None
        return number, name[0].upper() + name[1:]

    def prefixed(self, title: Title) -> str:
        number, name = title
        return f"{self.local[number]}:{name}" if number else name

    def special(self, name: str) -> tuple[str, str] | None:
        """For the name part of a special title: (real name, sub page), or None when this wiki has no such page."""
        first, _, rest = name.partition("/")
        real_name = self._specials.get(_fold(first.strip()))
        return (real_name, rest) if real_name else None

    def special_title(self, real_name: str, rest: str = "") -> str:
        """The address title this wiki redirects to, such as `Spezial:Logbuch/block`."""
        name = special_aliases(self.language, real_name)[0]
        return f"{self.local[-1]}:{name}" + (f"/{rest}" if rest else "")
