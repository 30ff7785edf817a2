"""Finished mails for teams that have no open queue here: the same answers in words, with the links, nothing stored.

The words come from the messages; the mail holds links and agreed words only, so it can go to a role address as it is.
"""

from collections.abc import Callable
from functools import partial

from app.actions.filing import Prepared
from app.domain.queues import Team
from app.domain.requests import Hints, RequestKind, Wish
from app.domain.targets import TargetKind
from app.domain.wikis import Farm, Wiki
from app.flows.other_addresses import OtherAddress, other_address
from app.flows.packs import Contact
from app.mediawiki.outcomes import Failed
from app.text.letters import Lines, mail_address, write_body
from app.web.contacts import mail_page_of
from app.web.house import House
from app.web.on_wiki.forms import FormWish, forms_of
from app.web.on_wiki.rows import kept_apart, look_link
from app.web.pages import Letter
from app.web.wording import word_key

Say = Callable[..., str]


async def letter_of(house: House, language: str, farm: Farm | Failed, prepared: Prepared) -> Letter:
    """The mail for one request that no queue takes."""
    say: Say = partial(house.messages.say, language)
    wish = prepared.new.wish
    queue = prepared.new.queue
    contact = house.desk.packs.contact(queue.team, queue.wiki)
    wiki = None if isinstance(farm, Failed) else farm.wikis.get(wish.wiki)
    criterion = house.desk.packs.criterion(wish.wiki, wish.criterion)
    # A neutral subject: it stands in inboxes, previews and notices.
    subject = say("letter-subject", wish.wiki)
    body = write_body(
        Lines(
            opening=say("letter-opening"),
            facts=[*_facts(say, wish, criterion.say if criterion else wish.criterion), *_local_rule(house, say, wish)],
            links_heading=say("letter-links"),
            links=_links(say, wiki, prepared),
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
    exposed = say("list-comma").join(say(word_key("exposed", code)) for code in sorted(hints.exposed))
    parts = say("list-comma").join(say(word_key("part", part)) for part in hints.parts.each)
    return [
        (say("letter-wiki"), wish.wiki),
        (say("letter-kind"), say(word_key("kind", wish.kind))),
        (say("letter-criterion"), criterion),
        (say("letter-urgency"), say(word_key("urgency", wish.urgency))),
        (say("letter-exposed"), exposed),
        (say("letter-parts"), parts),
        *_place(say, hints),
        (say("letter-whose"), say(word_key("whose", hints.whose))),
        (say("letter-intent"), say(word_key("intent", hints.intent))),
        (say("letter-published-before"), say(word_key("published-before", hints.published_before))),
    ]


def _local_rule(house: House, say: Say, wish: Wish) -> list[tuple[str, str]]:
    """Whoever reads the mail may come from elsewhere and not know what this wiki wants done before."""
    if wish.kind is RequestKind.LIFT or not house.desk.packs.of(wish.wiki).edit_out_first:
        return []
    return [(say("letter-edit-out-first"), say("edit-out-first-here", wish.wiki))]


def _place(say: Say, hints: Hints) -> list[tuple[str, str]]:
    """Where in the diff, if they said so: a mail is the equal of a request and leaves nothing out."""
    said = [say(word_key("side", hints.side))] if hints.side else []
    said += [say("hint-line", hints.line)] if hints.line else []
    said += [say("hint-section", hints.section)] if hints.section else []
    return [(say("hint-place"), say("list-comma").join(said))] if said else []


def _links(say: Say, wiki: Wiki | None, prepared: Prepared) -> list[str]:
    """Each target, then the forms already filled in. Without the farm's description the bare numbers must do. Where
    neither a number nor a link tells what is meant, a line says what the sender has to write in."""
    wish = prepared.new.wish
    to_write = [
        say("letter-write-name" if each.kind is TargetKind.ACCOUNT else "letter-write-title")
        for each in wish.pointers
        if kept_apart(each)
    ]
    if wiki is None:
        numbered = [each for each in wish.pointers if each.id or each.timestamp]
        return [*(f"{each.kind.value} {each.id or each.timestamp}" for each in numbered), *to_write]
    suppress = prepared.team is Team.OVERSIGHTERS
    lifts = wish.kind is RequestKind.LIFT
    wanted = FormWish(wish.hints.parts, suppress and not lifts, sees_suppressed=suppress, lifts=lifts)
    groups = forms_of(wiki, prepared.states, wanted)
    forms = [filled.link.url for group in groups for filled in group.forms]
    edits = [group.edit.url for group in groups if group.current and group.edit]
    looks = [link for pointer in wish.pointers if (link := look_link(wiki, pointer))]
    return [*looks, *to_write, "", *edits, *forms]
