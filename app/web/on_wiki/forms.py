"""The wikis' own forms, already filled in, for targets of every kind: grouped by what one form can take.

A link never carries what this person cannot see (one suppressed item would make the whole form refuse them), nor what
is as wished already, nor the text of a page's newest revision, which no form can hide before it is edited out; nor a
name or title that was marked as what harms.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from app.domain.requests import RequestKind, Tail, TargetState, result_of
from app.domain.tails import held_back
from app.domain.targets import Pointer, TargetKind, by_wiki
from app.domain.visibility import Gone, LiveState, Parts, Shown, There
from app.domain.wikis import Wiki
from app.links import forms_accounts, forms_hiding, forms_pages
from app.links.build import OnWikiLink
from app.links.forms_hiding import revision_delete_links
from app.links.forms_many_accounts import mass_global_block_links, multi_lock_links
from app.links.forms_pages import edit_link, history_link
from app.text.marks import NO_MARKS, Marks
from app.web.on_wiki.rows import look_link, look_link_everywhere
from app.web.pages import FilledForm, FormGroup

States = Mapping[Pointer, LiveState]


@dataclass(frozen=True)
class FormWish:
    """What the forms should tick, and for whom.

    `sees_suppressed`: the person may see and suppress there; `is_steward`: and lock and hide accounts on `central`.
    `either_way` offers both forms, with and without suppression, to somebody who may choose. `lifts`: the forms are
    opened to make visible again; nothing is ticked for that. `names` are today's names and titles, for forms that
    take nothing else; what `marks` keeps out is in none of them. `stops`: how accounts are asked to be stopped on all
    wikis; then there are no other forms about them. `wikis` are those of the farm, for links to global accounts.
    """

    parts: Parts
    suppress: bool
    sees_suppressed: bool
    reason: str | None = None
    either_way: bool = False
    lifts: bool = False
    is_steward: bool = False
    central: Wiki | None = None
    names: Mapping[Pointer, str] = field(default_factory=dict)
    marks: Marks = NO_MARKS
    tail: Tail | None = None
    stops: RequestKind | None = None
    wikis: Mapping[str, Wiki] = field(default_factory=dict)

    @property
    def ways(self) -> tuple[bool, ...]:
        """Whether each form to offer suppresses."""
        return (False, True) if self.either_way and not self.lifts else (self.suppress and not self.lifts,)

    def wanted(self, pointer: Pointer) -> Parts:
        return pointer.parts or self.parts


def forms_everywhere(wikis: Mapping[str, Wiki], states: States, wish: FormWish) -> tuple[FormGroup, ...]:
    """The same for targets that are not all of one wiki; several accounts to be stopped come first, in one form."""
    its = [(wikis[dbname], mine) for dbname, mine in by_wiki(states).items() if dbname in wikis]
    groups = tuple(group for wiki, mine in its for group in forms_of(wiki, mine, wish))
    return (*_all_at_once(states, wish), *groups)


def _all_at_once(states: States, wish: FormWish) -> Iterator[FormGroup]:
    """The stewards' forms for lists of accounts. They take names alone, and hide none."""
    if wish.central is None or wish.stops is None or wish.stops is RequestKind.LOCK_AND_HIDE:
        return
    left = {each: state for each, state in states.items() if each.id and not is_stopped(state, wish)}
    for temporary, make, say in (
        (False, multi_lock_links, "form-multi-lock"),
        (True, mass_global_block_links, "form-mass-global-block"),
    ):
        # SECURITY: no name that was marked, and none of one wiki alone: a global account of that name is a stranger's.
        names = [
            wish.names[each]
            for each, state in left.items()
            if isinstance(state, There) and state.central and state.is_temporary is temporary
            if each in wish.names and not each.is_marked
        ]
        if len(names) > 1:
            forms = tuple(FilledForm(link, say, count=len(link.ids)) for link in make(wish.central, names))
            yield FormGroup(TargetKind.GLOBAL_ACCOUNT, 0, forms)


def forms_of(wiki: Wiki, states: States, wish: FormWish) -> tuple[FormGroup, ...]:
    """One group of forms for each page, log, account, ... with something left to do, in the order given."""
    states = {_with_mark(pointer, wish): state for pointer, state in states.items()}
    groups: dict[tuple[TargetKind, int | str], list[Pointer]] = {}
    for pointer, state in states.items():
        key = _group_of(pointer, state)
        if key is not None:
            groups.setdefault(key, []).append(pointer)
    made = (_MAKERS[kind](wiki, {each: states[each] for each in its}, wish) for (kind, _), its in groups.items())
    return tuple(group for group in made if group.says_something)


def _with_mark(pointer: Pointer, wish: FormWish) -> Pointer:
    """SECURITY: a name that was marked elsewhere may be this one's, too."""
    name = pointer.title or pointer.name or wish.names.get(pointer)
    return replace(pointer, is_marked=True) if name and wish.marks.keep_out(pointer.kind, name) else pointer


def _group_of(pointer: Pointer, state: LiveState) -> tuple[TargetKind, int | str] | None:
    """What goes into one form together; None for what no form can be made for."""
    match pointer.kind, state:
        case TargetKind.REVISION, Shown(page=page):
            return TargetKind.REVISION, page
        case TargetKind.REVISION, Gone():
            return TargetKind.DELETED_REVISION, pointer.title or pointer.id
        case TargetKind.DELETED_REVISION, Gone():
            return TargetKind.DELETED_REVISION, pointer.title
        case (TargetKind.LOG, Shown()) | (TargetKind.ABUSE_LOG, There()):
            return pointer.kind, 0
        case TargetKind.ABUSE_LOG, Gone():
            return pointer.kind, 0
        case (TargetKind.FILE_VERSION, Shown()) | (TargetKind.PAGE, There()):
            return pointer.kind, pointer.id
        case TargetKind.GLOBAL_ACCOUNT, There():
            return pointer.kind, pointer.id
        case TargetKind.ACCOUNT, There() | Gone():
            # A number that the public cannot see leads nowhere; a name is what the person can type.
            return (pointer.kind, pointer.id or pointer.name) if pointer.name or isinstance(state, There) else None
        case ((TargetKind.FILE_VERSION | TargetKind.PAGE), Gone()) if pointer.title:
            return pointer.kind, pointer.title
    return None


def _of_revisions(wiki: Wiki, states: States, wish: FormWish) -> FormGroup:
    """The revisions of one page. Of the newest one the text has to be edited out before."""
    left, can_see = left_and_seen(states, wish)
    page = next(iter(shown.page for shown in left.values()), _page_of(states))
    text_of_current = [
        pointer for pointer, state in can_see.items() if state.is_current and Parts.TEXT in wish.wanted(pointer)
    ]
    current = None if wish.lifts else next(iter(text_of_current), None)
    make = _hider(wiki, TargetKind.REVISION, wish, lambda ids, *rest: revision_delete_links(wiki, ids, *rest))
    held = frozenset[Pointer]() if wish.tail or wish.lifts else held_back(states) & can_see.keys()
    forms = make([pointer for pointer in can_see if pointer != current and pointer not in held])
    if current is not None and (rest := wish.wanted(current) & ~Parts.TEXT):
        forms += make([current], rest)
    return FormGroup(
        kind=TargetKind.REVISION,
        number=page,
        forms=forms,
        history=history_link(wiki, page),
        edit=edit_link(wiki, page),
        current=current.id if current else None,
        left_out=len(left) - len(can_see),
        held_back=len(held),
    )


def _of_log_entries(wiki: Wiki, states: States, wish: FormWish) -> FormGroup:
    left, can_see = left_and_seen(states, wish)
    make = _hider(wiki, TargetKind.LOG, wish, lambda ids, *rest: forms_hiding.log_entry_links(wiki, ids, *rest))
    return FormGroup(TargetKind.LOG, 0, make(can_see), left_out=len(left) - len(can_see))


def _of_file_versions(wiki: Wiki, states: States, wish: FormWish) -> FormGroup:
    """Earlier versions of one file. The newest one cannot be hidden: another has to be uploaded over it, or it goes
    as a whole."""
    first = next(iter(states))
    if first.title:
        return _of_deleted_file_versions(wiki, states, wish)
    page, title = first.id, "" if first.is_marked else wish.names.get(first, "")
    left, can_see = left_and_seen(states, wish)
    # The form takes the file's title and nothing else: without it (not known, or itself what harms) there is none.
    earlier = [pointer for pointer, state in can_see.items() if title and not state.is_current]
    make = _hider(
        wiki,
        TargetKind.FILE_VERSION,
        wish,
        lambda chosen, *rest: forms_hiding.file_version_links(wiki, title, chosen, *rest),
        lambda pointer: pointer.timestamp,
    )
    newest = any(state.is_current for state in can_see.values())
    advice = ("advice-newest-file-version",) * newest + ("advice-marked-title",) * first.is_marked
    look = forms_pages.page_by_id_link(wiki, page)
    left_out = len(left) - len(can_see)
    return FormGroup(TargetKind.FILE_VERSION, page, make(earlier), history=look, left_out=left_out, advice=advice)


def _of_deleted_file_versions(wiki: Wiki, states: States, wish: FormWish) -> FormGroup:
    """Versions of a file that is deleted as a whole: by their numbers in the archive, where a link named them."""
    first = next(iter(states))
    kind, title = TargetKind.FILE_VERSION, None if first.is_marked else first.title
    view = FilledForm(forms_pages.undelete_link(wiki, title, None), "form-undelete")
    if title is None:
        return FormGroup(kind, 0, (view,), advice=("advice-marked-title",))
    make = _hider(wiki, kind, wish, lambda ids, *rest: forms_hiding.deleted_file_version_links(wiki, title, ids, *rest))
    return FormGroup(kind, 0, (*make([pointer for pointer in states if pointer.id]), view))


def _of_deleted_revisions(wiki: Wiki, states: States, wish: FormWish) -> FormGroup:
    """What stood on one deleted page: by number where a link named it, by time where it came from Special:Undelete."""
    first = next(iter(states))
    if not first.title:
        return FormGroup(TargetKind.DELETED_REVISION, first.id, (), advice=("advice-find-deleted",))
    if first.is_marked:
        view = FilledForm(forms_pages.undelete_link(wiki, None, None), "form-undelete")
        return FormGroup(TargetKind.DELETED_REVISION, first.id, (view,), advice=("advice-marked-title",))
    title = first.title
    by_number = [pointer for pointer in states if pointer.id]
    by_time = [pointer for pointer in states if not pointer.id]
    kind = TargetKind.DELETED_REVISION
    number = _hider(wiki, kind, wish, lambda ids, *rest: forms_hiding.deleted_revision_links(wiki, title, ids, *rest))
    time = _hider(
        wiki,
        kind,
        wish,
        lambda times, *rest: forms_hiding.deleted_by_time_links(wiki, title, times, *rest),
        lambda pointer: pointer.timestamp,
    )
    view = FilledForm(
        forms_pages.undelete_link(wiki, title, by_time[0].timestamp if by_time else None), "form-undelete"
    )
    advice = ("advice-same-second",) if by_time else ()
    return FormGroup(kind, 0, (*number(by_number), *time(by_time), view), advice=advice)


def _of_abuse_log(wiki: Wiki, states: States, wish: FormWish) -> FormGroup:
    """Only oversighters hide these, and show them again. What is hidden has disappeared for the public."""
    if not wish.sees_suppressed:
        return FormGroup(TargetKind.ABUSE_LOG, 0, (), advice=("advice-only-oversighters",))
    open_state = Gone if wish.lifts else There
    ids = [pointer.id for pointer, state in states.items() if isinstance(state, open_state)]
    links = forms_hiding.hide_abuse_log_links(wiki, ids, show=wish.lifts) if ids else []
    say = "form-show-abuse-log" if wish.lifts else "form-hide-abuse-log"
    return FormGroup(TargetKind.ABUSE_LOG, 0, tuple(FilledForm(link, say, count=len(link.ids)) for link in links))


def _of_page(wiki: Wiki, states: States, wish: FormWish) -> FormGroup:
    """A page as a whole: deleted, moved away from its title, protected. Its number stands for its title."""
    pointer = next(iter(states))
    if not pointer.id:
        title = None if pointer.is_marked else pointer.title
        view = FilledForm(forms_pages.undelete_link(wiki, title, None), "form-undelete")
        return FormGroup(TargetKind.PAGE, 0, (view,), advice=("advice-marked-title",) * pointer.is_marked)
    if wish.lifts:
        return FormGroup(TargetKind.PAGE, pointer.id, ())
    forms = [
        FilledForm(
            forms_pages.delete_page_link(wiki, pointer.id, suppress),
            "form-delete-suppress" if suppress else "form-delete",
        )
        for suppress in wish.ways
    ]
    # SECURITY: a title that was marked as what harms stands in no link; the page is reached by its number.
    if not pointer.is_marked and (title := wish.names.get(pointer)):
        forms.append(FilledForm(forms_pages.move_page_link(wiki, title), "form-move"))
    forms.append(FilledForm(forms_pages.protect_page_link(wiki, pointer.id), "form-protect"))
    look = forms_pages.page_by_id_link(wiki, pointer.id)
    advice = ("advice-move-page",) if pointer.is_marked else ()
    return FormGroup(TargetKind.PAGE, pointer.id, tuple(forms), history=look, advice=advice)


def _of_account(wiki: Wiki, states: States, wish: FormWish) -> FormGroup:
    """An account: blocked, with its name hidden where the person can; locked and hidden everywhere by stewards."""
    pointer, state = next(iter(states.items()))
    if wish.lifts:
        return FormGroup(pointer.kind, pointer.id, ())
    # SECURITY: a name that was marked as what harms stands in no link; the form then opens without it.
    name = None if pointer.is_marked else wish.names.get(pointer)
    forms = [] if wish.stops else _block(wiki, name, wish)
    local_only = isinstance(state, There) and state.is_local_only
    # SECURITY: the stewards' forms take names; a global account of that name is a stranger's.
    if wish.is_steward and wish.central and not local_only and not is_stopped(state, wish):
        forms.append(stop_form(wish.central, state, name, wish))
    look = look_link_everywhere(wish.wikis, state) or look_link(wiki, pointer)
    if not forms:
        return FormGroup(pointer.kind, pointer.id, (), history=look, advice=("advice-local-only",) * local_only)
    if pointer.kind is TargetKind.ACCOUNT and not pointer.id:
        return FormGroup(TargetKind.ACCOUNT, 0, tuple(forms), advice=("advice-type-a-kept-name",))
    advice = ("advice-type-the-name",) if name is None else ()
    return FormGroup(pointer.kind, pointer.id, tuple(forms), history=look, advice=advice)


def _block(wiki: Wiki, name: str | None, wish: FormWish) -> list[FilledForm]:
    """Blocked on this wiki, with and without the name hidden as the person can and wishes."""
    hides = (False, True) if wish.sees_suppressed else (False,)
    return [
        FilledForm(
            forms_accounts.block_link(wiki, name, hide_name=hide), "form-block-hide-name" if hide else "form-block"
        )
        for hide in hides
        if not (wish.suppress and not hide)
    ]


def is_stopped(state: LiveState, wish: FormWish) -> bool:
    """Whether what was asked of the stewards is done as far as the public can tell."""
    return wish.stops is not None and result_of(state, wish.parts, wish.stops) is TargetState.DONE


def stop_form(central: Wiki, state: LiveState, name: str | None, wish: FormWish) -> FilledForm:
    """The one form with which stewards stop such an account everywhere: nobody can lock a temporary one."""
    if isinstance(state, There) and state.is_temporary:
        link = forms_accounts.global_block_link(central, name, stewards_reason(wish))
        return FilledForm(link, "form-global-block")
    hides = (wish.suppress or wish.stops is RequestKind.LOCK_AND_HIDE) and is_hideable(state)
    level = "suppressed" if hides else None
    link = forms_accounts.central_auth_link(central, name, lock=True, hide=level, reason=stewards_reason(wish))
    return FilledForm(link, "form-lock-hide" if hides else "form-lock")


def is_hideable(state: LiveState) -> bool:
    """Whether the stewards' form hides it: it refuses accounts with more edits than the software hides."""
    return not isinstance(state, There) or state.can_be_hidden


def stewards_reason(wish: FormWish) -> str | None:
    """The neutral option for stopping accounts: that for hiding is of another form's list."""
    return wish.reason if wish.stops else None


_MAKERS: Mapping[TargetKind, Callable[[Wiki, States, FormWish], FormGroup]] = {
    TargetKind.REVISION: _of_revisions,
    TargetKind.DELETED_REVISION: _of_deleted_revisions,
    TargetKind.LOG: _of_log_entries,
    TargetKind.FILE_VERSION: _of_file_versions,
    TargetKind.ABUSE_LOG: _of_abuse_log,
    TargetKind.PAGE: _of_page,
    TargetKind.ACCOUNT: _of_account,
    TargetKind.GLOBAL_ACCOUNT: _of_account,
}


def left_and_seen(states: States, wish: FormWish) -> tuple[dict[Pointer, Shown], dict[Pointer, Shown]]:
    """What is not yet as wished, and what of that this person can see."""
    shown = {pointer: state for pointer, state in states.items() if isinstance(state, Shown)}
    left = {pointer: state for pointer, state in shown.items() if not _is_as_wished(pointer, state, wish)}
    seen = {pointer: state for pointer, state in left.items() if wish.sees_suppressed or not state.suppressed}
    return left, seen


def _is_as_wished(pointer: Pointer, state: Shown, wish: FormWish) -> bool:
    """A summary that was not asked about counts as not hidden yet: a form too many is better than one too few."""
    if wish.lifts:
        return state.is_visible_again(wish.wanted(pointer))
    return wish.wanted(pointer) in state.hidden and (state.suppressed or not wish.suppress)


def _page_of(states: States) -> int:
    return next((state.page for state in states.values() if isinstance(state, Shown)), 0)


Build = Callable[..., list[OnWikiLink]]


def _hider(
    wiki: Wiki,
    kind: TargetKind,
    wish: FormWish,
    build: Build,
    names: Callable[[Pointer], int | str] = lambda pointer: pointer.id,
) -> Callable[..., tuple[FilledForm, ...]]:
    """Makes forms that hide: those whose same parts are meant in one link, each way the person may choose."""

    def make(pointers: Iterable[Pointer], parts: Parts | None = None) -> tuple[FilledForm, ...]:
        by_parts: dict[Parts, list[int | str]] = {}
        for pointer in pointers:
            by_parts.setdefault(parts or wish.wanted(pointer), []).append(names(pointer))
        return tuple(
            FilledForm(link, _say(suppress, wish), kind, chosen, len(link.ids))
            for suppress in wish.ways
            for chosen, meant in by_parts.items()
            for link in build(meant, Parts.NONE if wish.lifts else chosen, suppress, _reason(suppress, wish))
        )

    return make


def _say(suppress: bool, wish: FormWish) -> str:
    return "form-lift-parts" if wish.lifts else "form-suppress-parts" if suppress else "form-open-parts"


def _reason(suppress: bool, wish: FormWish) -> str | None:
    return None if suppress or wish.lifts else wish.reason
