"""What pages of a case show of what the wikis said a moment ago: its people, its links, its acts. None of it is
kept."""

from dataclasses import dataclass

from app.domain.accounts import Account, OnWiki
from app.domain.acts import Act, Done, Shows
from app.domain.cases import Item, Party
from app.domain.party_states import AccountHere, PartyLook
from app.domain.visibility import CouldNotCheck
from app.links.pasted_lines import LineKind
from app.text.look_alikes import NOT_ALIKE, LookAlikes
from app.web.pages.accounts import AccountLink
from app.web.pages.frame import Problem


@dataclass(frozen=True)
class PartyShown:
    """One of the case's people. `state` is a message key: what is to be said of the account as a whole, or that it is
    an address or no name at all; `look` is None for these. `written`: how the wikis write the name, where that differs.
    `on` are the wikis besides the case's on which it is blocked; None where that could not be asked."""

    party: Party
    state: str
    look: PartyLook | None = None
    written: str = ""
    on: tuple[OnWiki, ...] | None = None
    alike: LookAlikes = NOT_ALIKE
    links: tuple[AccountLink, ...] = ()

    @property
    def here(self) -> AccountHere | None:
        return self.look.here if self.look and isinstance(self.look.here, AccountHere) else None

    @property
    def account(self) -> Account | None:
        return self.look.everywhere if self.look and isinstance(self.look.everywhere, Account) else None

    @property
    def blocks_unknown(self) -> bool:
        """Whether the case's wiki could not be asked about blocks."""
        here = self.look.here if self.look else None
        return isinstance(here.blocks if isinstance(here, AccountHere) else here, CouldNotCheck)

    @property
    def everywhere_unknown(self) -> bool:
        return self.look is not None and isinstance(self.look.everywhere, CouldNotCheck)


@dataclass(frozen=True)
class PartiesShown:
    """`wiki` is the case's, empty where it names none that is known. `problem`: why nothing was asked."""

    rows: tuple[PartyShown, ...] = ()
    wiki: str = ""
    problem: Problem | None = None


@dataclass(frozen=True)
class ItemShown:
    """A link: `kind` says what it is (None: it is more than one line), `chips` what its wiki shows of it as message
    keys, none where there is nothing to ask about. `wiki` is where it leads. `url` opens it: built by Haven, never what
    was pasted, so that no page outside is opened by it. `made_by`: None where it is not known."""

    item: Item
    kind: LineKind | None
    chips: tuple[str, ...] = ()
    url: str | None = None
    made_by: tuple[Party, ...] | None = None
    wiki: str = ""


@dataclass(frozen=True)
class ItemsShown:
    """In the order of the case; with its people, who were looked up for it."""

    rows: tuple[ItemShown, ...] = ()
    parties: PartiesShown = PartiesShown()
    problem: Problem | None = None

    @property
    def could_not_check(self) -> int:
        return sum("state-could-not-check" in each.chips for each in self.rows)


@dataclass(frozen=True)
class PartyBackground:
    """One of the case's people: where to read about them. `kept`: the name is among what must not go out, so the pages
    open without it."""

    party: Party
    links: tuple[AccountLink, ...]
    boards: tuple[AccountLink, ...]
    kept: bool


@dataclass(frozen=True)
class BackgroundSection:
    """`prefix` is the title that a search begins at, as it was typed. `analyser` and `blame` are tools outside of the
    wikis: they open empty, and `names` and `wiki` are there to be copied into them."""

    people: tuple[PartyBackground, ...]
    wiki: str
    host: str
    names: tuple[str, ...]
    prefix: str
    boards: tuple[str, ...]
    analyser: str
    blame: str
    could_not_check: bool


@dataclass(frozen=True)
class ActOn:
    """One account or link that an act is about: its forms, and what the wiki shows of it (None: not asked). `since` and
    `until` are the times of the block that there `is_blocked`."""

    name: str
    links: tuple[AccountLink, ...]
    shows: Shows | None = None
    since: int | None = None
    until: int | None = None
    is_blocked: bool = False


@dataclass(frozen=True)
class ActShown:
    """One act that was decided. `act` is None for one that Haven has no form for. `chosen` is how far it is, `counts`
    what somebody let count; `hints` are message keys; `policies` addresses of the rules for it, each with the name of
    its page, or none for where to look for them. `text` is a request to be taken to the stewards' page."""

    value: str
    say: str
    act: Act | None
    field: str
    chosen: str
    options: tuple[Done, ...]
    counts: frozenset[str]
    on: tuple[ActOn, ...]
    links: tuple[AccountLink, ...]
    policies: tuple[tuple[str, str], ...]
    hints: tuple[str, ...]
    text: str = ""
    was_undone: bool = False
    could_not_check: bool = False

    @property
    def asks_what_counts(self) -> bool:
        """Whether the wiki shows a block that counts only where somebody says so."""
        shown = {each.shows for each in self.on}
        return self.act is Act.BLOCK and bool(self.counts or shown & {Shows.OLDER, Shows.PARTIAL})


@dataclass(frozen=True)
class ActsSection:
    """`box_text`: the links of the case, for the box that builds the forms which hide; `asked`: whether the wikis were
    asked a moment ago."""

    acts: tuple[ActShown, ...]
    box_text: str
    asked: bool
    could_not_link: bool
    problem: Problem | None = None
