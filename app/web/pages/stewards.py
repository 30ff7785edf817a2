"""The way to the stewards: what is asked about the names, what can be asked for each account, and a public request."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.actions.escalating import Sorted
from app.domain.public_pages import PublicRequest
from app.domain.requests import RequestKind
from app.policy.stopping import LeftToAsk
from app.web.pages.frame import Page, Problem

Values = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class StewardsPage(Page):
    """`/drafts/ID/stewards`: which of these names harm, and whether everybody may read the reasons (fields `harms`,
    with the numbers of accounts or "none", and `evidence`)."""

    template = "stewards/names.html"
    title = "title-stewards"
    draft: str
    accounts: tuple[Sorted, ...]
    values: Values
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class AskTogether:
    """Accounts of which the same is asked on the same way: one request. `public`: what it is called on the pages of the
    central wiki, None where it goes in private."""

    kind: RequestKind
    accounts: tuple[Sorted, ...]
    public: PublicRequest | None
    too_many_edits: int = 0


@dataclass(frozen=True)
class StewardWaysPage(Page):
    """`/drafts/ID/stewards/ways`: each request with its accounts, those of which nothing is asked, and what else the
    stewards can be asked on public pages (`others`). `by_letter`: no queue of the stewards is open here."""

    template = "stewards/ways.html"
    title = "title-stewards-ways"
    draft: str
    together: tuple[AskTogether, ...]
    nothing: Mapping[LeftToAsk, tuple[Sorted, ...]]
    others: tuple[PublicRequest, ...]
    by_letter: bool
    rights_holders: tuple[Sorted, ...]
    problem: Problem | None = None
