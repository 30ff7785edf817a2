"""The page that shows what a draft becomes, and whether what is about to be sent is what was shown on it.

Between the look and the press another tab may add targets, or somebody may hide a part of them.
"""

import json
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from app.actions.answers import Answers, to_codes
from app.actions.filing import Prepared
from app.domain.tails import held_back
from app.domain.targets import Pointer
from app.flows.packs import Packs
from app.policy.routing import RouteReason
from app.store.drafts import Draft
from app.web.copyright_way import has_public_way
from app.web.pages import CheckPage, PlannedRequest, Problem


def make_check_page(
    packs: Packs,
    draft: str,
    found: Draft,
    planned: Sequence[Prepared],
    answers: Answers,
    problem: Problem | None = None,
    already: tuple[str, ...] = (),
) -> CheckPage:
    """Each request with its wiki, kind and team; what is done already is told apart."""
    return CheckPage(
        draft=draft,
        planned=tuple(
            PlannedRequest(
                kind=each.new.wish.kind,
                wiki=each.new.wish.wiki,
                queue=each.new.queue,
                closed=each.closed,
                criterion=packs.criterion(each.new.wish.wiki, each.new.wish.criterion),
                targets=len(each.new.wish.pointers),
                digest=_digest(each, answers),
                why=why_past_the_team(each),
            )
            for each in planned
        ),
        urgency=answers.urgency,
        hints=answers.hints,
        keeps_out=len(answers.kept_out),
        public_way=has_public_way(packs, planned),
        problem=problem,
        already=already,
        done=done_already(found, planned, answers),
        held_back=len(_held_back(found, answers)),
        same=said_twice(planned),
    )


def why_past_the_team(prepared: Prepared) -> RouteReason | None:
    """Why it goes past the team that was to be expected, if whom it is kept from is the reason."""
    reason = prepared.route.reason
    return reason if reason.goes_up_for_kept_out else None


def done_already(found: Draft, planned: Sequence[Prepared], answers: Answers) -> tuple[tuple[str, int], ...]:
    """Of each wiki, how many of the chosen targets are in no request because they are as asked already; of accounts to
    be stopped on all wikis, how many links, under no wiki. What waits for a word about its long tail is left for
    another time: it is not done."""
    sent = {pointer.identity for each in planned for pointer in each.asked_by}
    held = _held_back(found, answers)
    left = [pointer for pointer in found.chosen if pointer not in held and pointer.identity not in sent]
    stops = answers.kind.stops_accounts
    return tuple(Counter("" if stops else pointer.wiki for pointer in left).items())


def said_twice(planned: Sequence[Prepared]) -> int:
    """How many links name an account that another link names, too."""
    return sum(len(each.asked_by) - len(each.new.wish.pointers) for each in planned)


def _held_back(found: Draft, answers: Answers) -> frozenset[Pointer]:
    """The long tail that waits for another time."""
    return frozenset() if answers.hints.tail else held_back(found.chosen)


def was_shown(planned: Sequence[Prepared], answers: Answers, shown: Sequence[str]) -> bool:
    """Whether these are the requests on the page that was sent. After a part of them went to its queue, the mails that
    are left were shown before, among the others."""
    now = {_digest(each, answers) for each in planned}
    only_mails = all(each.as_letter for each in planned)
    return now <= set(shown) if only_mails else now == set(shown)


def _digest(prepared: Prepared, answers: Answers) -> str:
    """What a request says and where it goes, the same in every process; the code of its group is of no account."""
    wish, queue = prepared.new.wish, prepared.new.queue.key
    targets = sorted(str((pointer.identity, int(pointer.parts))) for pointer in wish.pointers)
    said = [wish.wiki, wish.kind, wish.criterion, queue, prepared.as_letter, targets, to_codes(answers)]
    return sha256(json.dumps(said).encode()).hexdigest()
