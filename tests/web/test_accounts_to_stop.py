"""Which form each account is stopped with, and which name stands in it: every state an account can be in."""

from urllib.parse import urlsplit

import pytest

from app.domain.requests import OpenedTarget, RequestKind, TargetState
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import CouldNotCheck, Gone, LiveState, Parts, Place, There
from app.domain.wikis import Wiki
from app.web.on_wiki.accounts_to_stop import accounts_of, accounts_to_stop
from app.web.on_wiki.forms import FormWish
from app.web.pages import AccountsToStop

CENTRAL, LOCAL = Wiki("metawiki", "https://meta.example"), Wiki("enwiki", "https://en.example")
WIKIS = {"metawiki": CENTRAL, "enwiki": LOCAL}
ALONE = There(user=7, is_local_only=True)
FREE = There(user=7, central=70, edits=3, places=(Place("enwiki", 7, 3),))
TEMPORARY = There(user=7, central=70, is_temporary=True, is_globally_blocked=False)


def pointer_to(state: LiveState, number: int, marked: bool = False) -> Pointer:
    if isinstance(state, There) and not state.central:
        return Pointer("enwiki", TargetKind.ACCOUNT, state.user, is_marked=marked)
    return Pointer("metawiki", TargetKind.GLOBAL_ACCOUNT, 70 + number, is_marked=marked)


def table(kind: RequestKind, *states: LiveState, marked: bool = False, holds: bool = True) -> AccountsToStop:
    targets = [
        OpenedTarget(number, pointer_to(state, number, marked), TargetState.OPEN)
        for number, state in enumerate(states, start=1)
    ]
    seen = {target.pointer: state for target, state in zip(targets, states, strict=True)}
    names = {target.pointer: f"Mila {target.number}" for target in targets}
    wish = FormWish(Parts.NONE, False, sees_suppressed=True, is_steward=True, central=CENTRAL, stops=kind, wikis=WIKIS)
    return accounts_to_stop(accounts_of(targets, seen, names, wish), wish, holds, {})


def addresses(shown: AccountsToStop) -> list[str]:
    links = [form.link for form in (*shown.forms, *(row.form for row in shown.rows if row.form))]
    return [urlsplit(link.url).query for link in (*links, *(kept.link for kept in shown.kept))]


@pytest.mark.parametrize(
    ("kind", "state", "form"),
    [
        (RequestKind.LOCK, FREE, "title=Special:CentralAuth&target=Mila%201&wpStatusLocked=1"),
        (RequestKind.LOCK, TEMPORARY, "title=Special:GlobalBlock&wpAddress=Mila%201"),
        (RequestKind.GLOBAL_BLOCK, TEMPORARY, "title=Special:GlobalBlock&wpAddress=Mila%201"),
        (RequestKind.LOCK_AND_HIDE, FREE, "title=Special:MultiLock"),
        (RequestKind.LOCK, ALONE, "title=Special:Block&wpTarget=Mila%201"),
    ],
)
def test_one_account_has_one_form(kind: RequestKind, state: LiveState, form: str) -> None:
    assert addresses(table(kind, state)) == [form]


def test_where_the_name_is_to_be_hidden_the_block_on_its_wiki_hides_it_and_names_nobody() -> None:
    [form] = addresses(table(RequestKind.LOCK_AND_HIDE, ALONE))
    assert "wpHideUser=1" in form
    assert "Mila" not in form


@pytest.mark.parametrize(
    "state",
    [
        There(user=7, central=70, is_locked=True),
        There(user=7, central=70, is_temporary=True, is_globally_blocked=True),
        There(user=7, is_gone_centrally=True, is_locked=None),
        There(user=7, is_local_only=True, is_blocked=True),
        Gone(),
        CouldNotCheck(),
    ],
)
def test_what_is_done_or_cannot_be_told_has_none(state: LiveState) -> None:
    assert addresses(table(RequestKind.LOCK, state)) == []


@pytest.mark.parametrize("kind", list(RequestKind)[2:5])
def test_for_whoever_does_not_hold_it_there_is_no_form_and_no_name_to_copy(kind: RequestKind) -> None:
    shown = table(kind, FREE, TEMPORARY, ALONE, marked=True, holds=False)
    assert addresses(shown) == []
    assert shown.kept == ()
    assert {row.name for row in shown.rows} == {""}


@pytest.mark.parametrize("state", [Gone(), There(user=7, is_gone_centrally=True), There(user=7, central=0)])
def test_whom_the_public_cannot_see_is_not_named(state: LiveState) -> None:
    [row] = table(RequestKind.LOCK, state).rows
    assert row.name == ("Mila 1" if isinstance(state, There) and not state.is_gone_centrally else "")


def test_each_way_has_a_list_of_its_own() -> None:
    busy = There(user=7, central=70, edits=1_001)
    shown = table(RequestKind.LOCK_AND_HIDE, FREE, busy, FREE, busy, TEMPORARY, TEMPORARY, marked=True)
    assert shown.forms == ()
    lists = {kept.say: kept.names for kept in shown.kept}
    assert lists == {
        "stop-form-lock-hide-kept": ("Mila 1", "Mila 3"),
        "stop-form-lock-kept": ("Mila 2", "Mila 4"),
        "stop-form-block-kept": ("Mila 5", "Mila 6"),
    }
    sent = {kept.say: (urlsplit(kept.posted.action).query, dict(kept.posted.fields)) for kept in shown.kept}
    lock = {"wpMethod": "search", "wpActionLock": "lock"}
    assert sent == {
        "stop-form-lock-hide-kept": (
            "title=Special:MultiLock",
            lock | {"wpActionHide": "2", "wpTarget": "Mila 1\nMila 3"},
        ),
        "stop-form-lock-kept": ("title=Special:MultiLock", lock | {"wpTarget": "Mila 2\nMila 4"}),
        "stop-form-block-kept": (
            "title=Special:MassGlobalBlock",
            {"wpMethod": "search", "wpTargets": "Mila 5\nMila 6"},
        ),
    }
    assert not any("Mila" in each for each in addresses(shown))


def test_one_temporary_account_has_the_form_for_one() -> None:
    [kept] = table(RequestKind.GLOBAL_BLOCK, TEMPORARY, marked=True).kept
    assert (urlsplit(kept.posted.action).query, kept.posted.fields) == (
        "title=Special:GlobalBlock",
        (("wpAddress", "Mila 1"),),
    )
    assert kept.posted.origin == CENTRAL.server


def test_a_locked_account_that_cannot_be_hidden_is_in_no_list() -> None:
    shown = table(RequestKind.LOCK_AND_HIDE, There(user=7, central=70, edits=1_001, is_locked=True))
    assert addresses(shown) == []
    assert shown.too_many == 1


def test_unknown_is_never_no() -> None:
    shown = table(RequestKind.LOCK, There(user=7, central=70, is_locked=None), CouldNotCheck())
    assert [(row.locked, row.result) for row in shown.rows] == [("stop-not-known", None), (None, None)]
    assert [(row.edits, row.blocked_on, row.edited_on) for row in shown.rows] == [(None, None, None)] * 2
    assert shown.unknown == 2


def test_a_hundred_names_are_cut_into_links_of_their_length() -> None:
    shown = table(RequestKind.LOCK, *(There(user=7, central=70) for _ in range(500)))
    assert len(shown.forms) > 1
    assert sum(form.count for form in shown.forms) == 500
    assert all(len(form.link.url) <= 4_000 and len(form.link.through_sign_in) <= 6_000 for form in shown.forms)
