"""The wikis' own forms for what was decided in a case: act by act, for everybody whom it is about, already filled in.

A link says no reason. SECURITY: what was marked in the case stands in none of them; the form opens without it then.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from app.actions.case_looking import is_address
from app.domain.accounts import is_temporary
from app.domain.acts import Act
from app.domain.cases import Case, Party, PartyRole
from app.domain.people import Person, Role
from app.domain.public_pages import PublicRequest
from app.domain.requests import RequestKind
from app.domain.wikis import Farm, Wiki
from app.flows.packs import Packs
from app.links.build import OnWikiLink, page_link
from app.links.forms_accounts import block_link, block_log_link, central_auth_link, global_block_link
from app.links.forms_case import (
    log_link,
    partial_block_link,
    search_rules_link,
    talk_to_link,
    user_rights_link,
)
from app.links.forms_many_accounts import global_account_link
from app.text.public_requests import NotARequest, domain_of, write_removal_of_access
from app.web.case.looking import linkable_name
from app.web.contacts import STEWARDS_IN_PRIVATE
from app.web.house import House
from app.web.pages import AccountLink

_POLICY_OF = {
    Act.LOCK: (RequestKind.LOCK,),
    Act.HIDE: (RequestKind.REVISION_DELETION, RequestKind.SUPPRESSION),
}


@dataclass(frozen=True)
class Ground:
    """Where an act takes place: the farm, the case's wiki, and for whom the links are."""

    house: House
    person: Person
    farm: Farm
    wiki: Wiki

    @property
    def central(self) -> Wiki:
        return self.farm.wikis[self.farm.central]


def subjects(case: Case) -> tuple[Party, ...]:
    """Whom the acts are about."""
    return case.parties_of(PartyRole.SUBJECT)


def forms_for(ground: Ground, case: Case, act: Act, party: Party) -> tuple[AccountLink, ...]:
    """The forms about one of them, and where it is seen afterwards."""
    return tuple(_forms(ground, act, linkable_name(case, party), is_address(party)))


def _forms(ground: Ground, act: Act, name: str | None, no_account: bool) -> Iterator[AccountLink]:
    wiki, central = ground.wiki, ground.central
    match act:
        case Act.BLOCK:
            # R165: whoever is blocked and can still write on their talk page or by mail can go on there.
            yield _form("case-form-block", block_link(wiki, name, hide_name=False, keep_from_talk_and_mail=True))
            yield _form("case-form-block-plain", block_link(wiki, name, hide_name=False))
            yield AccountLink("account-block-log", block_log_link(wiki, name))
        case Act.LOCK if no_account or (name and is_temporary(name)):
            yield _form("account-global-block", global_block_link(central, name))
        case Act.LOCK:
            if ground.person.standing.holds(Role.STEWARD):
                yield _form("account-lock", central_auth_link(central, name, lock=True, hide=None))
            if name:
                yield AccountLink("account-everywhere", global_account_link(central, name))
        case Act.REMOVE_RIGHTS if not no_account:
            yield _form("case-form-rights", user_rights_link(wiki, name))
            yield AccountLink("case-link-rights-log", log_link(wiki, "rights", name))
        case Act.RESTRICTION:
            yield _form("case-form-partial", partial_block_link(wiki, name))
            if name:
                yield _form("case-form-talk", talk_to_link(wiki, name))


def links_for(ground: Ground, act: Act) -> tuple[AccountLink, ...]:
    """R167: where others are asked who can do it."""
    pages, central = ground.house.desk.guidance.public_pages, ground.central
    asked = {Act.LOCK: PublicRequest.LOCK, Act.REMOVE_RIGHTS: PublicRequest.ACCESS}.get(act)
    if asked is None:
        return ()
    contact = ground.house.desk.guidance.contacts.get(STEWARDS_IN_PRIVATE)
    mail = contact.contact.mail_page if contact else None
    private = (AccountLink("case-form-stewards-private", page_link(central, mail)),) if mail else ()
    return (*private, AccountLink("case-form-stewards-public", page_link(central, pages[asked].title)))


def policies_for(packs: Packs, wiki: Wiki, act: Act) -> tuple[tuple[str, str], ...]:
    """R59: the rules of the wiki for it, as far as its policy pack names them, each with the name of its page; for a
    block else where to look for them, without a name."""
    if act in (Act.BLOCK, Act.RESTRICTION):
        known = packs.of(wiki.dbname).blocking_policy
        return ((known, _page_of(known)),) if known else ((search_rules_link(wiki), ""),)
    kinds = _POLICY_OF.get(act, ())
    sources = dict.fromkeys(each.source for each in packs.criteria(wiki.dbname) if each.kind in kinds)
    return tuple((source, _page_of(source)) for source in sources)


def _page_of(address: str) -> str:
    return unquote(address.rpartition("/")[2]).replace("_", " ")


def hints_for(act: Act, people: tuple[Party, ...]) -> tuple[str, ...]:
    """What to think of before it, as message keys."""
    has_address = any(map(is_address, people))
    hints = {
        Act.BLOCK: ["case-act-hint-block"],
        Act.LOCK: ["case-act-hint-lock"],
        Act.REMOVE_RIGHTS: ["case-act-hint-rights", "case-act-hint-rights-private"],
        Act.HIDE: ["case-act-hint-hide"],
        Act.RESTRICTION: ["case-act-hint-restriction"],
    }[act]
    # R60: an address is many people's, a range the more.
    return (*hints, "case-act-hint-range") if act is Act.BLOCK and has_address else tuple(hints)


def request_text(ground: Ground, case: Case, people: Iterable[Party], is_blocked: bool) -> str:
    """R167: a request to the stewards for each of these whose name may stand in public; empty where there is none."""
    page = ground.house.desk.guidance.public_pages[PublicRequest.ACCESS]
    names = [name for each in people if not is_address(each) and (name := linkable_name(case, each))]
    reason = "blocked" if is_blocked else "decided"
    try:
        written = [
            write_removal_of_access(page, name, domain_of(ground.wiki), "all", reason, ()).wikitext for name in names
        ]
    except NotARequest:
        return ""
    return "\n\n".join(written)


def _form(say: str, link: OnWikiLink) -> AccountLink:
    return AccountLink(say, link.url, link.through_sign_in)
