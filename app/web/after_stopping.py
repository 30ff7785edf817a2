"""What is left to look through once accounts are stopped on all wikis: each wiki on which they edited of late, the
newest first, with the links by which one looks there.

SECURITY: a name that is kept out of links is in none of these either: such an account is told by its numbers, and the
wiki's pages open without it, for whoever holds the request to paste. Revisions are told by number everywhere.
"""

from asyncio import gather
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.actions.completion import Look
from app.actions.refusals import CouldNotCheckRights
from app.domain.lifecycle import State
from app.domain.people import Person
from app.domain.queues import Team
from app.domain.references import write_reference
from app.domain.requests import Request, RequestKind
from app.domain.targets import TargetKind
from app.domain.visibility import CouldNotCheck, Gone, Parts, There
from app.domain.wikis import Wiki
from app.links.forms_accounts import block_link, block_log_link, contributions_link, nuke_link, user_link
from app.links.forms_hiding import revision_delete_links
from app.links.forms_pages import history_link
from app.mediawiki.descriptions import WikiDescription
from app.mediawiki.fresh_edits import Edits, OnWiki
from app.mediawiki.outcomes import Failed
from app.policy.decide import may_act_here
from app.web.after_hiding import form_to, has_page, links_for_next_time
from app.web.house import House
from app.web.on_wiki.accounts_to_stop import Account, accounts_of
from app.web.on_wiki.forms import FormWish
from app.web.pages import AccountAfter, AfterLink, AfterStoppingPage, FilledForm, FormGroup, WikiAfter
from app.web.stopping_table import names_today

PLACES_AT_MOST = 200
"""Accounts on wikis: each costs its wiki a question."""
PAGES_AT_MOST = 10
"""Of one wiki: the pages whose revisions are offered to be suppressed, the newest first."""


@dataclass(frozen=True)
class Trace:
    """One account on one wiki, with its newest edits there."""

    account: Account
    user: int
    is_blocked: bool
    edits: Edits | CouldNotCheck

    @property
    def newest(self) -> int | None:
        return self.edits[0].at if isinstance(self.edits, tuple) and self.edits else None

    @property
    def is_shown(self) -> bool:
        """What could not be asked is shown, too: it may have edited a minute ago."""
        return isinstance(self.edits, CouldNotCheck) or bool(self.edits)


async def after_stopping(house: House, person: Person, request: Request, look: Look) -> AfterStoppingPage:
    """For whoever sees the pointers at this moment. Raises CouldNotCheckRights where the farm is not known."""
    farm = await house.desk.wikis.sites.farm()
    if isinstance(farm, Failed):
        raise CouldNotCheckRights("look-around-could-not")
    wish = FormWish(Parts.NONE, suppress=False, sees_suppressed=True, stops=request.kind, wikis=farm.wikis)
    accounts = accounts_of(look.targets, look.states, await names_today(house, farm, look), wish)
    places = sorted(_places(accounts), key=lambda each: -each[3])
    asked = [each for each in places if each[0][0] in farm.wikis][:PLACES_AT_MOST]
    async with house.desk.turns.of(person.central_id):
        edits = await house.desk.wikis.fresh_edits.of(farm, [on for on, *_ in asked])
    traces: dict[str, list[Trace]] = {}
    for on, account, is_blocked, _ in asked:
        traces.setdefault(on[0], []).append(Trace(account, on[1], is_blocked, edits[on]))
    shown = {dbname: [each for each in its if each.is_shown] for dbname, its in traces.items()}
    wikis = [(farm.wikis[dbname], its) for dbname, its in shown.items() if its]
    groups = await gather(*(_ask_wiki(house, person, wiki, its, request.kind) for wiki, its in wikis))
    holds = request.state is State.OPEN and request.held_by(house.desk.now()) == person.central_id
    kept = [each.name for each in accounts if each.is_kept and each.name] if holds else []
    return AfterStoppingPage(
        back_to=f"/requests/{write_reference(request.reference)}",
        wikis=tuple(sorted(groups, key=lambda group: (group.newest is not None, -(group.newest or 0), group.wiki))),
        quiet=sum(not each.is_shown for its in traces.values() for each in its),
        left_out=len(places) - len(asked),
        not_visible=sum(isinstance(each.state, Gone) for each in accounts),
        unknown=sum(isinstance(each.state, CouldNotCheck) for each in accounts),
        kept=tuple(kept),
        hides=request.kind is RequestKind.LOCK_AND_HIDE,
    )


def _places(accounts: Sequence[Account]) -> Iterator[tuple[OnWiki, Account, bool, int]]:
    """Each account on each wiki where it has edits, with whether it is blocked there, and how many edits it has."""
    for each in accounts:
        pointer, state = each.target.pointer, each.state
        if isinstance(state, There) and pointer.kind is TargetKind.GLOBAL_ACCOUNT:
            for place in state.places:
                if place.edits:
                    yield (place.wiki, place.user), each, place.is_blocked, place.edits
        elif isinstance(state, There) and state.user:
            yield (pointer.wiki, state.user), each, bool(state.is_blocked), 0


async def _ask_wiki(house: House, person: Person, wiki: Wiki, traces: list[Trace], kind: RequestKind) -> WikiAfter:
    """Asks what the wiki has besides: Nuke, and, where names are to be hidden, oversighters of its own."""
    hides, wikis = kind is RequestKind.LOCK_AND_HIDE, house.desk.wikis
    # A wiki that told nothing of any account is not waited for once more.
    answers = any(isinstance(each.edits, tuple) for each in traces)
    found, team = await gather(
        wikis.sites.description(wiki) if answers else _not_asked(),
        wikis.teams.members(wiki, Team.OVERSIGHTERS) if hides and answers else _not_asked(),
    )
    description = found if isinstance(found, WikiDescription) else None
    has_nuke = description is not None and has_page(description.names, "nuke")
    alone = hides and team == frozenset()
    forms, pages_left = _suppress_forms(wiki, traces) if alone else ((), 0)
    suppresses = may_act_here(person.standing, wiki.dbname, Team.OVERSIGHTERS)
    traces = sorted(traces, key=lambda each: (each.newest is not None, -(each.newest or 0)))
    kept = [each for each in traces if each.account.is_kept or not each.account.name]
    return WikiAfter(
        wiki=wiki.dbname,
        newest=None if any(each.newest is None for each in traces) else max(each.newest or 0 for each in traces),
        accounts=tuple(_account(wiki, each, has_nuke) for each in traces),
        links=tuple(_looks(wiki, None, has_nuke, is_blocked=False)) if kept else (),
        suppression=_suppression(team) if hides else None,
        forms=forms,
        pages_left=pages_left,
        others=tuple(links_for_next_time(wiki, {}, suppresses, description)),
        could_not_check=description is None or any(isinstance(each.edits, CouldNotCheck) for each in traces),
    )


async def _not_asked() -> None:
    """In place of a question that need not be asked."""


def _suppression(team: frozenset[str] | Failed | None) -> str:
    """Who suppresses there, as a message key."""
    if isinstance(team, Failed) or team is None:
        return "after-suppress-unknown"
    return "after-suppress-ask" if team else "after-suppress-here"


def _account(wiki: Wiki, trace: Trace, has_nuke: bool) -> AccountAfter:
    account = trace.account
    name = "" if account.is_kept else account.name
    links = tuple(_looks(wiki, name, has_nuke, trace.is_blocked)) if name else ()
    return AccountAfter(
        place=account.target.number,
        pointer=account.target.pointer,
        name=name,
        look=user_link(wiki, trace.user),
        edits=len(trace.edits) if isinstance(trace.edits, tuple) else None,
        newest=trace.newest,
        is_blocked=trace.is_blocked,
        links=links,
    )


def _looks(wiki: Wiki, name: str | None, has_nuke: bool, is_blocked: bool) -> Iterator[AfterLink]:
    """Without a name: the same pages, in which it has to be typed."""
    yield AfterLink("after-contributions", contributions_link(wiki, name))
    yield AfterLink("after-block-log", block_log_link(wiki, name))
    if has_nuke:
        yield form_to("after-nuke", nuke_link(wiki, name))
    if not is_blocked:
        yield form_to("after-block", block_link(wiki, name, hide_name=False, keep_from_talk_and_mail=True))


def _suppress_forms(wiki: Wiki, traces: Sequence[Trace]) -> tuple[tuple[FormGroup, ...], int]:
    """Their newest revisions, page by page: the user name ticked, by numbers alone. And how many pages are left out."""
    edits = [edit for each in traces if isinstance(each.edits, tuple) for edit in each.edits]
    pages: dict[int, list[int]] = {}
    for edit in sorted(edits, key=lambda edit: -edit.at):
        pages.setdefault(edit.page, []).append(edit.revision)
    groups = [_suppress_on(wiki, page, ids) for page, ids in list(pages.items())[:PAGES_AT_MOST]]
    return tuple(groups), max(0, len(pages) - PAGES_AT_MOST)


def _suppress_on(wiki: Wiki, page: int, ids: Sequence[int]) -> FormGroup:
    kind, part = TargetKind.REVISION, Parts.USER_NAME
    forms = (
        FilledForm(link, "form-suppress-parts", kind, part, len(link.ids))
        for link in revision_delete_links(wiki, ids, part, suppress=True)
    )
    return FormGroup(kind, page, tuple(forms), history=history_link(wiki, page))
