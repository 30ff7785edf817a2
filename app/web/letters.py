"""Finished mails for teams that have no open queue here: the same answers in words, with the links, nothing stored.

The words come from the messages; the mail holds links and agreed words only, so it can go to a role address as it is.
"""

import re
from collections.abc import Callable, Sequence
from functools import partial
from urllib.parse import quote

from app.actions.escalating import Sorted
from app.actions.filing import Prepared
from app.actions.marks import names_everywhere
from app.domain.accounts import Account
from app.domain.public_pages import PublicRequest
from app.domain.queues import Queue, Team
from app.domain.requests import Hints, RequestKind, Wish
from app.domain.targets import TOLD_BY_TIME, Pointer
from app.domain.visibility import LiveState, Parts
from app.domain.wikis import Farm, Wiki
from app.flows.other_addresses import OtherAddress, other_address
from app.flows.packs import Contact
from app.mediawiki.outcomes import Failed
from app.text.letters import Lines, mail_address, write_body
from app.web.contacts import STEWARDS_IN_PRIVATE, contact_of, mail_page_of
from app.web.house import House
from app.web.on_wiki.forms import FormWish, forms_everywhere
from app.web.on_wiki.rows import kept_apart, look_link, look_link_everywhere
from app.web.pages import Letter, PrivateMailPage
from app.web.planned import why_past_the_team
from app.web.target_groups import names_for_forms
from app.web.wording import word_key

Say = Callable[..., str]

_NUMBERS = re.compile(r"\d+")


async def letter_of(house: House, language: str, farm: Farm | Failed, prepared: Prepared) -> Letter:
    """The mail for one request that no queue takes."""
    say: Say = partial(house.messages.say, language)
    wish = prepared.new.wish
    queue = prepared.new.queue
    contact = contact_of(house, wish.kind, queue)
    wiki = None if isinstance(farm, Failed) else farm.wikis.get(wish.wiki)
    criterion = house.desk.packs.criterion(wish.wiki, wish.criterion)
    # A neutral subject: it stands in inboxes, previews and notices.
    subject = say("letter-subject-stewards") if wish.kind.stops_accounts else say("letter-subject", wish.wiki)
    body = write_body(
        Lines(
            opening=say("letter-opening-accounts" if wish.kind.stops_accounts else "letter-opening"),
            facts=[*_facts(say, wish, criterion.say if criterion else wish.criterion), *_local_rule(house, say, wish)],
            links_heading=say("letter-links-accounts" if wish.kind.stops_accounts else "letter-links"),
            links=[
                *await _accounts_by_name(house, say, farm, prepared),
                *_links(say, farm, prepared, await _accounts_wish(house, farm, wiki, prepared)),
            ],
            closing=say("letter-closing"),
        )
    )
    mailto = mail_address(contact.mail, subject) if contact and contact.mail else None
    return Letter(
        queue=queue,
        contact=contact,
        mail_page=mail_page_of(farm, queue, contact),
        subject=subject,
        body=body,
        mailto=mailto,
        other=await _other_address(house, wiki, prepared, contact),
        closed=prepared.closed,
        why=why_past_the_team(prepared),
        wiki=wish.wiki,
    )


def mail_to_stewards(
    house: House,
    language: str,
    farm: Farm,
    draft: str,
    asked: RequestKind | PublicRequest,
    accounts: Sequence[Sorted],
) -> PrivateMailPage:
    """A mail that asks the same of these accounts, with their names: for the clipboard, and nowhere else.

    What the person has to say in words stands in brackets: they write it in after copying, and no server sees it.
    """
    say: Say = partial(house.messages.say, language)
    named = house.desk.guidance.contacts.get(STEWARDS_IN_PRIVATE)
    contact = named.contact if named else None
    subject = say("letter-subject-stewards")
    word = word_key("kind" if isinstance(asked, RequestKind) else "public-request", asked)
    body = write_body(
        Lines(
            opening=say("private-mail-opening"),
            facts=[(say("letter-kind"), say(word)), (say("private-mail-why"), say("private-mail-write-why"))],
            links_heading=say("private-mail-accounts"),
            links=[_account_in_words(say, asked, each) for each in accounts],
            closing=f"{say('private-mail-links')}\n{say('private-mail-write-links')}\n\n{say('letter-closing')}",
        )
    )
    return PrivateMailPage(
        draft=draft,
        contact=contact,
        mail_page=mail_page_of(farm, Queue(Team.STEWARDS), contact),
        subject=subject,
        body=body,
        mailto=mail_address(contact.mail, subject) if contact and contact.mail else None,
    )


def _account_in_words(say: Say, asked: RequestKind | PublicRequest, account: Sorted) -> str:
    looked = account.looked
    if not isinstance(looked, Account):
        # Not even the wikis know it: what its sender wrote is all there is, if they wrote a name and no number.
        return next((each.name for each in account.links if each.name), say("letter-write-name"))
    about = [say("account-in-all", looked.edits, len(looked.on))]
    if asked is PublicRequest.ACCESS:
        about += [f"{place.wiki}: {say('list-comma').join(place.groups)}." for place in looked.on if place.groups]
        about += [say("account-global-group", group) + "." for group in looked.groups]
    if account.cannot_be_hidden:
        about.append(say("stewards-cannot-be-hidden") + ".")
    return f"{looked.name}: {' '.join(about)}"


async def _accounts_by_name(house: House, say: Say, farm: Farm | Failed, prepared: Prepared) -> list[str]:
    """Whom the stewards are to stop, as they are called: no link carries a name that harms, and a steward needs it.

    SECURITY: for the body of the mail alone, which goes by the clipboard; never for its subject or an address.
    """
    if isinstance(farm, Failed) or not prepared.new.wish.kind.stops_accounts:
        return []
    named = await names_everywhere(house.desk, farm, prepared.new.wish.pointers)
    return [*named.values(), ""] if named else []


async def _accounts_wish(house: House, farm: Farm | Failed, wiki: Wiki | None, prepared: Prepared) -> FormWish | None:
    """What the stewards' forms should hold, None where the mail is about anything else than stopping accounts."""
    kind = prepared.new.wish.kind
    if wiki is None or isinstance(farm, Failed) or not kind.stops_accounts:
        return None
    names = await names_for_forms(house, farm, prepared.states)
    return FormWish(
        Parts.NONE,
        False,
        sees_suppressed=True,
        is_steward=True,
        central=farm.wikis[farm.central],
        names=names,
        stops=kind,
        wikis=farm.wikis,
    )


async def _other_address(
    house: House, wiki: Wiki | None, prepared: Prepared, contact: Contact | None
) -> OtherAddress | None:
    """Reports of private information are what the wiki's own settings name an address for; a lift is no report."""
    if wiki is None or prepared.team is not Team.OVERSIGHTERS or prepared.new.wish.kind is RequestKind.LIFT:
        return None
    named = await house.desk.wikis.report_contacts.mail_of(wiki)
    return None if isinstance(named, Failed) else other_address(contact, named, house.desk.packs.mail_domains)


def _facts(say: Say, wish: Wish, criterion: str) -> list[tuple[str, str]]:
    hints = wish.hints
    # Whoever stops an account does so on no wiki more than on another.
    where = [] if wish.kind.stops_accounts else [(say("letter-wiki"), wish.wiki)]
    about = [
        *where,
        (say("letter-kind"), say(word_key("kind", wish.kind))),
        (say("letter-criterion"), criterion),
        (say("letter-urgency"), say(word_key("urgency", wish.urgency))),
    ]
    if wish.kind.stops_accounts:
        return about
    exposed = say("list-comma").join(say(word_key("exposed", code)) for code in sorted(hints.exposed))
    parts = say("list-comma").join(say(word_key("part", part)) for part in hints.parts.each)
    return [
        *about,
        (say("letter-exposed"), exposed),
        (say("letter-parts"), parts),
        *_place(say, hints),
        (say("letter-whose"), say(word_key("whose", hints.whose))),
        (say("letter-intent"), say(word_key("intent", hints.intent))),
        (say("letter-published-before"), say(word_key("published-before", hints.published_before))),
    ]


def _local_rule(house: House, say: Say, wish: Wish) -> list[tuple[str, str]]:
    """Whoever reads the mail may come from elsewhere and not know what this wiki wants done before."""
    if wish.kind is RequestKind.LIFT or wish.kind.stops_accounts or not house.desk.packs.of(wish.wiki).edit_out_first:
        return []
    return [(say("letter-edit-out-first"), say("edit-out-first-here", wish.wiki))]


def _place(say: Say, hints: Hints) -> list[tuple[str, str]]:
    """Where in the diff, if they said so: a mail is the equal of a request and leaves nothing out."""
    said = [say(word_key("side", hints.side))] if hints.side else []
    said += [say("hint-line", hints.line)] if hints.line else []
    said += [say("hint-section", hints.section)] if hints.section else []
    return [(say("hint-place"), say("list-comma").join(said))] if said else []


def _links(say: Say, farm: Farm | Failed, prepared: Prepared, stopping: FormWish | None) -> list[str]:
    """Each target, then the forms already filled in. What no link tells stands in words: its sender adds nothing."""
    wish = prepared.new.wish
    if isinstance(farm, Failed) or wish.wiki not in farm.wikis:
        return [_in_words(say, each) for each in wish.pointers]
    suppress = prepared.team is Team.OVERSIGHTERS
    lifts = wish.kind is RequestKind.LIFT
    wanted = stopping or FormWish(wish.hints.parts, suppress and not lifts, sees_suppressed=suppress, lifts=lifts)
    groups = forms_everywhere(farm.wikis, prepared.states, wanted)
    forms = [filled.link.url for group in groups for filled in group.forms]
    edits = [group.edit.url for group in groups if group.current and group.edit]
    looks = {each: _look_link(farm, each, state) for each, state in prepared.states.items()}
    # Whoever is to be stopped stands above by name, if it can be known.
    named = wish.kind.stops_accounts
    untold = [each for each, look in looks.items() if not (named and each.name) and not _is_told(each, look, forms)]
    return [*filter(None, looks.values()), *(_in_words(say, each) for each in untold), "", *edits, *forms]


def _is_told(pointer: Pointer, look: str | None, forms: Sequence[str]) -> bool:
    """Whether a reader of these links knows which one is meant: a page has many versions, and a form that opens empty
    tells nothing."""
    if kept_apart(pointer):
        return False
    by_time = pointer.timestamp if pointer.kind in TOLD_BY_TIME else ""
    if look and not by_time:
        return True
    told = by_time or str(pointer.id or "") or quote((pointer.title or pointer.name).replace(" ", "_"), safe=":/")
    links = [look or "", *forms]
    return any(told in (_NUMBERS.findall(link) if told.isdigit() else link) for link in links)


def _in_words(say: Say, pointer: Pointer) -> str:
    """All that tells it from others, as its sender pasted it: a mail without it would be about nothing.

    SECURITY: for the body of the mail alone, which goes by the clipboard; never for its subject or an address.
    """
    told = (pointer.title or pointer.name, pointer.id, pointer.timestamp)
    return say(
        "letter-in-words", say(word_key("target", pointer.kind)), say("list-comma").join(map(str, filter(None, told)))
    )


def _look_link(farm: Farm, pointer: Pointer, state: LiveState) -> str | None:
    wiki = farm.wikis.get(pointer.wiki)
    return (look_link(wiki, pointer) if wiki else None) or look_link_everywhere(farm.wikis, state)
