"""The public way that some wikis have for copyright, and for nothing else (facts, domain.md S10).

Whoever can hide it there gets the wiki's own form with the source as the reason; whoever cannot gets the text of the
wiki's template. The address of the source is typed by the person, goes into these and is not kept.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from app.actions.filing import Prepared
from app.domain.people import Person
from app.domain.queues import Team
from app.domain.requests import Exposed
from app.domain.targets import Pointer
from app.domain.visibility import LiveState, Parts, Shown
from app.domain.wikis import Farm, Wiki
from app.flows.packs import Criterion, Packs
from app.links.forms_hiding import copyright_links
from app.links.forms_pages import edit_link
from app.mediawiki.outcomes import Failed
from app.policy.decide import may_act_here
from app.text.copyright import copyright_template
from app.web.house import House
from app.web.pages import CopyrightForm, FilledForm

LONGEST_SOURCE = 500


def has_public_way(packs: Packs, planned: Sequence[Prepared]) -> bool:
    """SECURITY: a public template may be used for copyright and for nothing else; anything else there takes it away."""
    return bool(planned) and all(
        each.new.wish.hints.exposed == {Exposed.COPYRIGHT} and _public_criterion(packs, each) for each in planned
    )


def _public_criterion(packs: Packs, prepared: Prepared) -> Criterion | None:
    criterion = packs.criterion(prepared.new.wish.wiki, prepared.new.wish.criterion)
    return criterion if criterion and criterion.public_template else None


def read_source(typed: str) -> str | None:
    """The address of the source as it was typed; None for what is no address of the web."""
    parts = urlsplit(typed.strip())
    fits = parts.scheme in {"http", "https"} and "." in parts.netloc and len(typed) <= LONGEST_SOURCE
    # What could end the template or begin another is no part of an address as browsers write it.
    return typed.strip() if fits and not set(typed.strip()) & set("{}|[]<>\"' \n\r\t") else None


async def copyright_forms(
    house: House, person: Person, farm: Farm, planned: Sequence[Prepared], source: str
) -> tuple[CopyrightForm, ...]:
    """One form or text for each page."""
    made: list[CopyrightForm] = []
    for each in planned:
        wiki, criterion = farm.wikis[each.new.wish.wiki], _public_criterion(house.desk.packs, each)
        if criterion is None:
            continue
        acts = may_act_here(person.standing, wiki.dbname, Team.ADMINISTRATORS)
        reason = await _reason(house, wiki, criterion) if acts else None
        for page, ids in _by_page(each.states).items():
            links = copyright_links(wiki, ids, Parts.TEXT, reason, source) if acts else []
            made.append(
                CopyrightForm(
                    wiki=wiki.dbname,
                    page=page,
                    template=None if acts else copyright_template(criterion.public_template or "", source, ids),
                    forms=tuple(FilledForm(link, "form-open-parts", None, Parts.TEXT, len(link.ids)) for link in links),
                    edit=edit_link(wiki, page),
                )
            )
    return tuple(made)


async def _reason(house: House, wiki: Wiki, criterion: Criterion) -> str | None:
    """The option of the wiki's own list for this criterion, where exactly one is."""
    if not criterion.reason_mark:
        return None
    found = await house.desk.wikis.reasons.containing(wiki, criterion.reason_mark)
    return None if isinstance(found, Failed) else found


def _by_page(states: Mapping[Pointer, LiveState]) -> dict[int, list[int]]:
    """The revisions of each page that the form can hide: not the newest one."""
    pages: dict[int, list[int]] = {}
    for pointer, state in states.items():
        if isinstance(state, Shown) and state.page:
            pages.setdefault(state.page, []).extend([] if state.is_current else [pointer.id])
    return pages
