"""From live states to what a page shows of them: rows with chips, and the wiki's own forms already filled in.

A link never carries what this person cannot see (one suppressed revision would make the whole form refuse them), nor
what is hidden already, nor the text of a page's newest revision, which no form can hide before it is edited out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.visibility import CouldNotCheck, Gone, LiveState, Parts, Shown
from app.domain.wikis import Wiki
from app.links.build import diff_link, edit_link, history_link, revision_delete_links
from app.web.pages import FilledForm, PageForms, TargetRow


@dataclass(frozen=True)
class FormWish:
    """What the forms should tick. `sees_suppressed` says whether the person may see suppressed revisions there.

    `either_way` offers both forms, with and without suppression, to somebody who may choose.
    """

    parts: Parts
    suppress: bool
    sees_suppressed: bool
    reason: str | None = None
    either_way: bool = False


def chips_of(state: LiveState) -> tuple[str, ...]:
    """Message keys that say what the public sees. Never whether something was suppressed or revision-deleted."""
    match state:
        case Gone():
            return ("state-gone",)
        case CouldNotCheck():
            return ("state-could-not-check",)
        case Shown():
            hidden = tuple(f"state-{part.code}-hidden" for part in state.hidden.each)
            return (hidden or ("state-visible",)) + (("state-current",) if state.is_current else ())


def row_of(wiki: Wiki, id: int, state: LiveState) -> TargetRow:
    """One revision as a row."""
    shown = state if isinstance(state, Shown) else None
    return TargetRow(
        id=id,
        state=state,
        chips=chips_of(state),
        diff=diff_link(wiki, id),
        at=shown.at if shown else None,
        page=shown.page if shown else None,
    )


def forms_of(wiki: Wiki, states: Mapping[int, LiveState], wish: FormWish) -> tuple[PageForms, ...]:
    """One group of forms for each page with something left to hide, in the order of the ids given."""
    pages = dict.fromkeys(state.page for state in states.values() if isinstance(state, Shown))
    each = (_forms_of_page(wiki, page, states, wish) for page in pages)
    return tuple(forms for forms in each if forms.forms or forms.current or forms.left_out)


def _forms_of_page(wiki: Wiki, page: int, states: Mapping[int, LiveState], wish: FormWish) -> PageForms:
    here = {id: state for id, state in states.items() if isinstance(state, Shown) and state.page == page}
    left = {id: state for id, state in here.items() if not _is_hidden_as_wished(state, wish)}
    can_see = {id: state for id, state in left.items() if wish.sees_suppressed or not state.suppressed}
    current = next((id for id, state in can_see.items() if state.is_current and Parts.TEXT in wish.parts), None)
    forms = _filled(wiki, [id for id in can_see if id != current], wish.parts, wish)
    if current is not None and wish.parts & ~Parts.TEXT:
        forms += _filled(wiki, [current], wish.parts & ~Parts.TEXT, wish)
    return PageForms(
        page=page,
        forms=forms,
        history=history_link(wiki, page),
        edit=edit_link(wiki, page),
        current=current,
        left_out=len(left) - len(can_see),
    )


def _is_hidden_as_wished(state: Shown, wish: FormWish) -> bool:
    """A summary that was not asked about counts as not hidden yet: a form too many is better than one too few."""
    return wish.parts in state.hidden and (state.suppressed or not wish.suppress)


def _filled(wiki: Wiki, ids: Iterable[int], parts: Parts, wish: FormWish) -> tuple[FilledForm, ...]:
    chosen = list(ids)
    ways = (False, True) if wish.either_way else (wish.suppress,)
    return tuple(
        FilledForm(link, parts, suppress)
        for suppress in ways
        if chosen
        for link in revision_delete_links(wiki, chosen, parts, suppress, None if suppress else wish.reason)
    )
