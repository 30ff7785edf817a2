"""What a page that looks for changes says of itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Live:
    """`page` is the page's own address, `ask` the one that is asked for changes, `mark` stands for what is shown.

    `count` is how many things changed since the mark in the page's address, None where it carries none. `new` and
    `different` name things that do, as the page itself named them; what is gone has no name.
    """

    page: str
    ask: str
    mark: str
    count: int | None = None
    new: frozenset[str] = frozenset()
    different: frozenset[str] = frozenset()

    @property
    def again(self) -> str:
        """The address that shows the page again and what changed on it since."""
        return f"{self.page}{'&' if '?' in self.page else '?'}since={self.mark}"
