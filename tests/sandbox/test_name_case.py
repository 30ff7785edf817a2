"""What a steward does to the accounts of the case against one editor, through the forms as links fill them in."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from app.sandbox.name_case import HARMLESS, INSULTS, LOCKED_ALREADY, NAME_CASE_TEMPORARY, PROLIFIC
from tests.sandbox.asking import Asker
from tests.sandbox.filling import Form, open_form

STEWARD = "Sunniva Aldous"
HIDEABLE = [name for name in INSULTS if name not in (PROLIFIC, LOCKED_ALREADY)]


async def _open(ask: Asker, title: str, **query: str) -> Form:
    return await open_form(
        ask, "metawiki", f"/w/index.php?{urlencode({'title': f'Special:{title}', **query})}", STEWARD
    )


async def _multi_lock(ask: Asker, *names: str, lock: str = "lock", hide: str = "2") -> Form:
    reason = {"wpReasonList": "other", "wpReasonList-other": "invented words"}
    return await _open(ask, "MultiLock", wpTarget="\n".join(names), wpActionLock=lock, wpActionHide=hide, **reason)


def test_the_case_has_one_of_every_kind(ask: Asker) -> None:
    accounts = {name: ask.farm.account(name) for name in (*INSULTS, *HARMLESS, NAME_CASE_TEMPORARY)}
    assert [name for name, each in accounts.items() if each.edit_count > 1000] == [PROLIFIC]
    assert [name for name, each in accounts.items() if each.locked] == [LOCKED_ALREADY]
    assert [name for name, each in accounts.items() if each.temporary] == [NAME_CASE_TEMPORARY]
    edited = {revision.author.name for wiki in ask.farm.wikis.values() for revision in wiki.revisions.values()}
    assert accounts.keys() <= edited


async def test_a_link_fills_in_the_list_and_what_is_done(ask: Asker) -> None:
    form = await _multi_lock(ask, *HARMLESS, hide="-1")
    assert {"wpActionLock": "lock", "wpActionHide": "-1", "wpReasonList": "other"}.items() <= form.fields.items()
    assert form.fields["wpReasonList-other"] == "invented words"
    assert list(form.boxes.values()) == [True, True]
    await form.save()
    assert all(ask.farm.account(name).locked and not ask.farm.account(name).hidden for name in HARMLESS)
    assert [entry.comment for entry in ask.farm.central.log[-2:]] == ["invented words"] * 2


async def test_several_are_locked_and_hidden_and_a_refusal_holds_up_nobody(ask: Asker) -> None:
    form = await _multi_lock(ask, *HIDEABLE, PROLIFIC, LOCKED_ALREADY, NAME_CASE_TEMPORARY)
    answer = await form.save()
    for name in (*HIDEABLE, LOCKED_ALREADY):
        assert (ask.farm.account(name).locked, ask.farm.account(name).hidden) == (True, "suppressed")
    for name in (PROLIFIC, NAME_CASE_TEMPORARY):
        assert (ask.farm.account(name).locked, ask.farm.account(name).hidden) == (False, "")
    assert f"{PROLIFIC} has too many edits to be hidden" in answer.text
    assert "Temporary accounts cannot be locked or hidden." in answer.text


async def test_without_a_choice_nothing_is_done(ask: Asker) -> None:
    await (await _open(ask, "MultiLock", wpTarget="\n".join(HARMLESS))).save()
    assert not any(ask.farm.account(name).locked for name in HARMLESS)


@pytest.mark.parametrize(("hide", "locked"), [("0", True), ("1", False), ("2", False)])
async def test_above_1000_edits_hiding_is_refused_and_the_lock_with_it(ask: Asker, hide: str, locked: bool) -> None:
    reason = {"wpReason": "other", "wpReason-other": "invented words"}
    form = await _open(ask, "CentralAuth", target=PROLIFIC, wpStatusLocked="1", wpStatusHidden=hide, **reason)
    answer = await form.save()
    assert (ask.farm.account(PROLIFIC).locked, ask.farm.account(PROLIFIC).hidden) == (locked, "")
    assert answer.status_code == (200 if locked else 400)
    if locked:
        assert ask.farm.central.log[-1].comment == "invented words"


async def test_exactly_1000_edits_can_be_hidden(ask: Asker) -> None:
    account = ask.farm.account(HIDEABLE[0])
    ask.farm.set_edit_count(account, "enwiki", 1000 - account.edit_count + account.local["enwiki"].edit_count)
    await (await _open(ask, "CentralAuth", target=account.name, wpStatusHidden="2")).save()
    assert account.hidden == "suppressed"


@pytest.mark.parametrize(
    ("expiry", "days"),
    [
        ({"wpExpiry": "infinite"}, None),
        ({"wpExpiry": "2 weeks"}, 14),
        ({"wpExpiry": "other", "wpExpiry-other": "3 days"}, 3),
    ],
)
@pytest.mark.parametrize("form", ["GlobalBlock", "MassGlobalBlock"])
async def test_a_global_block_ends_when_the_form_says(
    ask: Asker, form: str, expiry: dict[str, str], days: int | None
) -> None:
    field = "wpAddress" if form == "GlobalBlock" else "wpTargets"
    reason = {"wpReason": "Cross-wiki abuse", "wpReason-other": "invented words"}
    await (await _open(ask, form, **{field: NAME_CASE_TEMPORARY}, **expiry, **reason)).save()
    block = ask.farm.global_blocks[-1]
    assert (block.target, block.reason) == (NAME_CASE_TEMPORARY, "Cross-wiki abuse: invented words")
    assert (block.expiry is None) if days is None else (block.expiry == block.at + timedelta(days=days))
