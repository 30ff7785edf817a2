"""A text and what would leak from it; and the page that looks through any text. Nothing of it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.text.leak_finding import TextKind
from app.web.pages.frame import Page, Problem


@dataclass(frozen=True)
class FoundLeak:
    """One finding. `rule` of the training module; `say` is a message key; `piece` is empty where the whole text is
    meant; `instead` are better words in the text's language."""

    number: int
    rule: str
    say: str
    piece: str
    instead: str
    blocks: bool


@dataclass(frozen=True)
class MarkedPiece:
    """A piece of the text. `numbers` are those of the findings that end with it; it may lie within others."""

    text: str
    is_marked: bool = False
    blocks: bool = False
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class LookedThrough:
    """The findings, and the text in pieces."""

    found: tuple[FoundLeak, ...] = ()
    pieces: tuple[MarkedPiece, ...] = ()

    @property
    def may_go(self) -> bool:
        return not any(each.blocks for each in self.found)


@dataclass(frozen=True)
class LeakCheckPage(Page):
    """`/leak-check`: a text, where it is to go, and names that must not stand in it. `looked` once it was sent."""

    template = "leak_check/page.html"
    title = "title-leak-check"
    values: Mapping[str, str] = field(default_factory=dict)
    looked: LookedThrough | None = None
    problems: tuple[Problem, ...] = ()
    kinds: tuple[TextKind, ...] = tuple(TextKind)
    languages: tuple[str, ...] = ()
