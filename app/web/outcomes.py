"""Puts together where guided questions lead: each outcome with whom to reach and what this person can do from here."""

from collections.abc import Mapping
from dataclasses import replace

from app.domain.hand_overs import Recipient
from app.domain.people import Person
from app.domain.queues import Team
from app.domain.requests import RequestKind
from app.domain.rights import Right
from app.domain.targets import ACCOUNTS
from app.domain.wikis import Farm
from app.flows.checking import TEAMS
from app.flows.flow import NEEDS, Act, Outcome
from app.flows.replay import Trail
from app.links.build import page_link
from app.mediawiki.outcomes import Failed
from app.policy.decide import rights_of
from app.store.drafts import Draft
from app.web.house import House
from app.web.pages import NamedWay, OutcomePage, OutcomePart, Problem

SENDS: Mapping[Act, RequestKind] = {
    Act.SUPPRESSION: RequestKind.SUPPRESSION,
    Act.REVISION_DELETION: RequestKind.REVISION_DELETION,
    Act.COPYRIGHT: RequestKind.REVISION_DELETION,
    Act.LOCK: RequestKind.LOCK,
    Act.LOCK_AND_HIDE: RequestKind.LOCK_AND_HIDE,
    Act.GLOBAL_BLOCK: RequestKind.GLOBAL_BLOCK,
}
"""Acts that go on to the page of answers, and the kind of request that is filled in there."""

HAND_OVERS = frozenset({Recipient.TRUST_AND_SAFETY, Recipient.CHILD_PROTECTION, Recipient.LEGAL, Recipient.U4C})
"""Contacts that take a whole case over: a pack for them can be put together right here."""

TEAM_FACTS = ("local-oversighters", "local-administrators")


async def make_outcome_page(
    house: House,
    person: Person,
    draft_id: str,
    draft: Draft,
    trail: Trail,
    text: str,
    problem: Problem | None,
) -> OutcomePage:
    """The page of a trail that has come to its end, by the facts that the draft has."""
    farm = await house.desk.wikis.sites.farm()
    wikis = tuple(dict.fromkeys(pointer.wiki for pointer in draft.chosen))
    wiki = wikis[0] if len(wikis) == 1 else ""
    primary, *parallel = (_part(house, person, farm, wiki, outcome) for _, outcome in trail.outcomes)
    acts = {act for part in (primary, *parallel) for act in part.acts}
    accounts = sum(each.kind in ACCOUNTS for each in draft.chosen)
    return OutcomePage(
        draft=draft_id,
        primary=primary,
        parallel=tuple(parallel),
        steps=trail.steps,
        used=trail.used,
        wiki=wiki,
        targets=len(draft.chosen),
        accounts=accounts,
        needs_links=(not draft.chosen and bool(acts & {*SENDS, Act.FORMS})) or (not accounts and Act.STEWARDS in acts),
        unasked=bool(wiki) and any(draft.facts.get(name, "named") == "named" for name in TEAM_FACTS),
        text=text,
        problem=problem,
    )


def _part(house: House, person: Person, farm: Farm | Failed, wiki: str, outcome: Outcome) -> OutcomePart:
    held = rights_of(person.standing)
    acts = tuple(act for act in outcome.acts if (needed := NEEDS[act]) is None or needed in held)
    hands_over = Right.REQUEST_FILE in held
    ways = tuple(
        replace(_way(house, farm, wiki, name), hand_over=hands_over and name in HAND_OVERS) for name in outcome.contacts
    )
    return OutcomePart(outcome, acts, ways)


def _way(house: House, farm: Farm | Failed, wiki: str, name: str) -> NamedWay:
    """A contact of contacts.toml, or a team of the wiki by its reviewed pack."""
    if name not in TEAMS:
        named = house.desk.guidance.contacts[name]
        return NamedWay(named.say, name, named.contact)
    team = Team(name)
    contact = house.desk.packs.contact(team, wiki)
    home = None
    if not isinstance(farm, Failed):
        home = farm.wikis.get(wiki) if team.is_local else farm.wikis[farm.central]
    mail_page = page_link(home, contact.mail_page) if home and contact and contact.mail_page else None
    return NamedWay(None, name, contact, mail_page)
