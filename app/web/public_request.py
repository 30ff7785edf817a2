"""A request on a public page: whom it may name, and what was typed, read into what its text is made from.

What is typed here is used for this one answer and forgotten. SECURITY: a name that goes in private is no choice here.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.actions.escalating import COULD_NOT_CHECK, Sorted, goes_in_private
from app.actions.marks import read_marks
from app.actions.pasting import Paste, read_paste
from app.actions.refusals import CouldNotCheckRights, NotThere, Unusable
from app.domain.accounts import Account, OnWiki, is_temporary
from app.domain.public_pages import PublicPage, PublicRequest
from app.domain.targets import TargetKind
from app.domain.visibility import CouldNotCheck
from app.domain.wikis import Farm, Wiki
from app.mediawiki.outcomes import Failed
from app.policy.stopping import LeftToAsk
from app.store.drafts import Draft
from app.text.public_requests import CHECKED_AT_MOST
from app.web.body import Form
from app.web.house import House
from app.web.on_wiki.rows import look_link
from app.web.pages import Problem
from app.web.stewards import holds_local_rights

LINKS_AT_MOST = 40
KEPT_OUT_AT_MOST = 50
LONGEST_NAME = 255
"""Signs; of an account's name, bytes."""
LINKED_BY_NUMBER = frozenset({TargetKind.REVISION, TargetKind.LOG, TargetKind.ABUSE_LOG, TargetKind.PAGE})


class Asks(StrEnum):
    """What is written: one request each. Accounts and addresses never stand in one (domain.md 3.5)."""

    LOCK = "lock"
    GLOBAL_BLOCK = "global-block"
    ADDRESSES = "addresses"
    ACCESS = "removal-of-access"
    CHECKUSER = "checkuser"
    GLOBAL_SYSOPS = "global-sysops"

    @property
    def page(self) -> PublicRequest:
        return PublicRequest.GLOBAL_BLOCK if self is Asks.ADDRESSES else PublicRequest(self.value)

    @property
    def names_its_wiki(self) -> bool:
        return self in {Asks.ACCESS, Asks.CHECKUSER, Asks.GLOBAL_SYSOPS}


_LEFT = {Asks.LOCK: LeftToAsk.LOCK, Asks.GLOBAL_BLOCK: LeftToAsk.GLOBAL_BLOCK}


@dataclass(frozen=True)
class Asked:
    """Everything that the text of a request is made from; `names` may stand in public. `reason` and `choice` are codes
    of the page's own words."""

    asks: Asks
    page: PublicPage
    names: tuple[str, ...] = ()
    reason: str = ""
    links: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    wiki: Wiki | None = None
    choice: str = ""


@dataclass(frozen=True)
class KeptOut:
    """Names that must not stand in the text. Not `all_known` where a marked one cannot be seen now: the text is held
    against the others alone, and that is said."""

    names: tuple[str, ...]
    all_known: bool = True


def accounts_for(asks: Asks, draft: Draft, accounts: Sequence[Sorted]) -> tuple[Sorted, ...]:
    """The accounts that this request may name. Raises NotThere where there are none, CouldNotCheckRights where nobody
    knows."""
    if asks is Asks.ADDRESSES:
        return ()
    public = [each for each in accounts if isinstance(each.looked, Account) and not goes_in_private(draft, each)]
    if asks in _LEFT:
        public = [each for each in public if each.left is _LEFT[asks]]
    if asks is Asks.ACCESS:
        public = [each for each in public if holds_local_rights(each)]
    if not public and any(isinstance(each.looked, CouldNotCheck) for each in accounts):
        raise CouldNotCheckRights(COULD_NOT_CHECK)
    if not public:
        raise NotThere
    return tuple(public)


async def names_kept_out(house: House, farm: Farm, draft: Draft, accounts: Sequence[Sorted]) -> KeptOut:
    """The names that may stand in nothing that is public; those that were marked anywhere in the draft, too."""
    private = [
        each.looked.name for each in accounts if isinstance(each.looked, Account) and goes_in_private(draft, each)
    ]
    marks = await read_marks(house.desk, farm, draft.pointers)
    # The software names temporary accounts: no such name attacks anybody, and stewards have to be told it.
    marked = [name for name in sorted(marks.names | marks.titles) if not is_temporary(name)]
    return KeptOut(tuple(dict.fromkeys([*private, *marked])), marks.names_known and marks.titles_known)


def wikis_of(asks: Asks, accounts: Sequence[Sorted]) -> tuple[str, ...]:
    """The wikis that may be chosen: those with edits of these accounts, or where they hold rights; with most edits
    first."""
    counted: Counter[str] = Counter()
    for each in accounts:
        for place in each.looked.on if isinstance(each.looked, Account) else ():
            if place.groups if asks is Asks.ACCESS else place.edits:
                counted[place.wiki] += place.edits
    return tuple(wiki for wiki, _ in counted.most_common())


async def read_asked(
    house: House, farm: Farm, asks: Asks, accounts: Sequence[Sorted], form: Form
) -> Asked | tuple[Problem, ...]:
    """What was typed, or everything that is missing or does not fit, in the order of the page."""
    page = house.desk.guidance.public_pages[asks.page]
    problems: list[Problem] = []
    chosen = tuple(accounts)
    if asks is Asks.ACCESS and len(accounts) > 1:
        chosen = tuple(each for each in accounts if str(each.place) == form.one("account"))
        problems += [] if chosen else [Problem("account", "public-choose-account")]
    wiki = farm.wikis.get(form.one("wiki")) if form.one("wiki") in wikis_of(asks, chosen) else None
    if asks.names_its_wiki:
        problems += [] if wiki else [Problem("wiki", "public-choose-wiki")]
        problems += await _not_for_this_wiki(house, asks, wiki) if wiki else []
    if page.choices and form.one("choice") not in page.choices:
        problems.append(Problem("choice", "public-choose-what"))
    if page.reasons and form.one("reason") not in page.reasons:
        problems.append(Problem("reason", "public-choose-reason"))
    if asks is Asks.CHECKUSER:
        chosen, too_many = _on_this_wiki(chosen, wiki)
        problems += too_many
    addresses, wrong = await _read_addresses(house, form.one("addresses")) if asks is Asks.ADDRESSES else ((), [])
    links, wrong_links = await _read_links(house, farm, form.one("links"))
    problems += [*wrong, *wrong_links]
    if asks is Asks.GLOBAL_SYSOPS and not links and not wrong_links:
        problems.append(Problem("links", "public-needs-links"))
    problems += _too_much_kept_out(form)
    if problems:
        return tuple(problems)
    names = tuple(each.looked.name for each in chosen if isinstance(each.looked, Account))
    return Asked(asks, page, names, form.one("reason"), links, addresses, wiki, form.one("choice"))


def lines_of(text: str) -> tuple[str, ...]:
    """One name on each line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _too_much_kept_out(form: Form) -> list[Problem]:
    """The whole text is held against each of them."""
    lines = lines_of(form.one("kept_out"))
    if len(lines) <= KEPT_OUT_AT_MOST and all(len(each) <= LONGEST_NAME for each in lines):
        return []
    return [Problem("kept_out", "public-kept-out-too-much", (str(KEPT_OUT_AT_MOST), str(LONGEST_NAME)))]


def _on_this_wiki(accounts: Sequence[Sorted], wiki: Wiki | None) -> tuple[tuple[Sorted, ...], list[Problem]]:
    """Those that edited there: nobody is compared with an account of another wiki."""
    here = tuple(
        each
        for each in accounts
        if isinstance(each.looked, Account) and wiki and any(_edited(place, wiki) for place in each.looked.on)
    )
    if len(here) > CHECKED_AT_MOST:
        return here, [Problem("wiki", "public-too-many-to-check", (str(CHECKED_AT_MOST), str(len(here))))]
    return here, []


def _edited(place: OnWiki, wiki: Wiki) -> bool:
    return place.wiki == wiki.dbname and place.edits > 0


async def _not_for_this_wiki(house: House, asks: Asks, wiki: Wiki) -> list[Problem]:
    """Stewards check only where nobody local can; global sysops act only where their set of wikis says so."""
    if asks is Asks.CHECKUSER:
        has = await house.desk.wikis.teams.has_checkusers(wiki)
        if isinstance(has, Failed):
            return [Problem("wiki", "public-checkusers-unknown", (wiki.dbname,))]
        return [Problem("wiki", "public-checkusers-local", (wiki.dbname,))] if has else []
    if asks is Asks.GLOBAL_SYSOPS:
        served = await house.desk.wikis.rights.served_by_global_sysops()
        if isinstance(served, Failed):
            return [Problem("wiki", "public-wikiset-unknown", (wiki.dbname,))]
        return [] if wiki.dbname in served else [Problem("wiki", "public-not-in-wikiset", (wiki.dbname,))]
    return []


async def _read(house: House, field: str, text: str) -> Paste | Problem:
    try:
        return await read_paste(house.desk, text)
    except Unusable as error:
        return Problem(field, error.sentence, error.params)


async def _read_links(house: House, farm: Farm, text: str) -> tuple[tuple[str, ...], list[Problem]]:
    """Links by number alone, whatever was pasted: a title may name the person who is followed."""
    if not text.strip():
        return (), []
    paste = await _read(house, "links", text)
    if isinstance(paste, Problem):
        return (), [paste]
    usable = [each for each in paste.pointers if each.kind in LINKED_BY_NUMBER and each.wiki in farm.wikis]
    made = tuple(filter(None, (look_link(farm.wikis[each.wiki], each) for each in usable)))
    unused = len(paste.unused) + len(paste.addresses) + len(paste.pointers) - len(made)
    if unused:
        return (), [Problem("links", "public-links-unused", (str(unused),))]
    if not made:
        return (), [Problem("links", "public-no-links")]
    if len(made) > LINKS_AT_MOST:
        return (), [Problem("links", "public-links-too-many", (str(LINKS_AT_MOST), str(len(made))))]
    return made, []


async def _read_addresses(house: House, text: str) -> tuple[tuple[str, ...], list[Problem]]:
    """Network addresses for the text only: nothing keeps them."""
    if not text.strip():
        return (), [Problem("addresses", "public-give-addresses")]
    paste = await _read(house, "addresses", text)
    if isinstance(paste, Problem):
        return (), [paste]
    others = len(paste.unused) + len(paste.pointers)
    if others or not paste.addresses:
        return (), [Problem("addresses", "public-no-address", (str(others or 1),))]
    return tuple(each.name or each.input for each in paste.addresses), []
