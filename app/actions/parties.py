"""Whose case it is: the authors and page owners of what is meant, as central ids. Nobody judges their own case.

Finding something is not being involved; the requester is not a party by asking.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.actions.desk import Desk
from app.actions.refusals import Unusable
from app.domain.people import Standing
from app.domain.visibility import CouldNotCheck, LiveState, Shown
from app.domain.wikis import Wiki
from app.mediawiki.outcomes import Failed, NotFound

USER_NAMESPACES = frozenset({2, 3})


@dataclass(frozen=True)
class Parties:
    """Central ids of the known parties; `all_known` is False where an author is hidden or a revision gone.

    `asked` is False where a wiki could not be asked: then nothing follows from what is known.
    """

    central_ids: frozenset[int]
    all_known: bool
    asked: bool


async def find_parties(desk: Desk, wiki: Wiki, states: Mapping[int, LiveState]) -> Parties:
    """The authors of these revisions and the owners of the user pages they stand on."""
    shown = [state for state in states.values() if isinstance(state, Shown)]
    all_known = len(shown) == len(states) and all(state.author is not None for state in shown)
    authors = sorted({state.author for state in shown if state.author})
    owned = sorted({state.page for state in shown if state.namespace in USER_NAMESPACES})
    accounts = desk.wikis.accounts
    of_authors = await accounts.central_ids_of_local(wiki, authors) if authors else {}
    of_owners = await accounts.page_owners(wiki, owned) if owned else {}
    asked = not any(isinstance(state, CouldNotCheck) for state in states.values())
    found: set[int] = set()
    for answer in (of_authors, of_owners):
        if isinstance(answer, Failed):
            asked = False
        else:
            found |= set(answer.values())
    all_known = all_known and asked and not isinstance(of_authors, Failed) and set(of_authors) >= set(authors)
    return Parties(frozenset(found), all_known, asked)


def is_author(standing: Standing, wiki: str, states: Mapping[int, LiveState]) -> bool:
    """Whether the person wrote any of these revisions, by the wiki's own user ids."""
    own_id = standing.local_ids.get(wiki)
    return own_id is not None and any(isinstance(state, Shown) and state.author == own_id for state in states.values())


async def read_kept_out(desk: Desk, names: Sequence[str]) -> frozenset[int]:
    """Central ids of the people whom the requester names. Raises Unusable for a name that no wiki knows, and where
    the wikis cannot be asked: silently keeping nobody out would betray the requester."""
    kept: set[int] = set()
    for number, name in enumerate(names, start=1):
        if not name.strip():
            continue
        answer = await desk.wikis.accounts.central_id_of(name.strip())
        if isinstance(answer, NotFound):
            raise Unusable(f"keep_out_{number}", "keep-out-not-found")
        if isinstance(answer, Failed):
            raise Unusable(f"keep_out_{number}", "keep-out-could-not-check")
        kept.add(answer)
    return frozenset(kept)
