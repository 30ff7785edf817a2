"""Names and titles that are themselves what harms, as they are called today: in memory only, to keep them out of links.

Two targets of different kinds or wikis may carry the same name: an account, its user page, the same account elsewhere.
Whoever asks the wikis what they are called is `app.actions.marks`.
"""

from dataclasses import dataclass
from functools import cached_property

from app.domain.targets import ACCOUNTS, TargetKind
from app.text.look_alikes import keys_of


@dataclass(frozen=True)
class Marks:
    """`names` of marked accounts and `titles` of marked pages, without their namespace.

    SECURITY: where one of them could not be learnt (`names_known`, `titles_known`), nothing can be compared with it,
    and everything that might be it is kept out.
    """

    names: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    names_known: bool = True
    titles_known: bool = True

    @property
    def on_accounts(self) -> bool:
        """Whether the name of any account is marked."""
        return bool(self.names) or not self.names_known

    def keep_out(self, kind: TargetKind, name: str) -> bool:
        """Whether a target of this kind that is called so is named in no link."""
        return self.keep_out_name(name) if kind in ACCOUNTS else self.keep_out_title(name)

    def keep_out_name(self, name: str) -> bool:
        """Whether this name of an account stands in no link."""
        return not self.names_known or self._holds(name)

    def keep_out_title(self, title: str) -> bool:
        """Whether this title stands in no link: it may be one that was marked, or the page of an account that was."""
        return not (self.names_known and self.titles_known) or self._holds(title)

    def _holds(self, text: str) -> bool:
        # One sign too many kept out costs somebody a word to type; one too few tells the name.
        return any(way == other and word in seen for other, seen in keys_of(text) for way, word in self._keys)

    @cached_property
    def _keys(self) -> frozenset[tuple[str, str]]:
        """However a wiki lets it be written, and whatever looks like it: without a letter to be seen, nothing does."""
        keys = frozenset[tuple[str, str]]().union(*map(keys_of, self.names | self.titles))
        return frozenset((way, word) for way, word in keys if word)


NO_MARKS = Marks()


def without_namespace(title: str) -> str:
    """`User talk:Name` -> `Name`: a page and its talk page, in any language, are about the same."""
    return title.partition(":")[2].strip() or title
