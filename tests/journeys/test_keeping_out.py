"""Whom a requester keeps out stays kept out over every page, until a box of their own lets them in."""

import httpx
import pytest
from bs4 import Tag

from app.actions.answers import from_codes
from app.actions.drafting import read_draft
from app.domain.queues import Step
from app.sandbox.wiki import Wiki
from app.store.tables import REQUESTS
from tests.journeys.cases import harbour
from tests.journeys.pastes import account_link, diff, paste
from tests.support.haven import REVISION_DELETION, SUPPRESSION, Client, Haven
from tests.support.page_checks import read, words

SPLIT = REVISION_DELETION | {"suppression_criterion": "os-private-information"}
KEPT_OUT = {"keep_out_1": "Keeva Strand"}


@pytest.fixture
def wiki(haven: Haven) -> Wiki:
    return haven.farm.wiki("enwiki")


@pytest.fixture
async def tamsin(haven: Haven) -> Client:
    return await haven.client("Tamsin Vale")


async def checked(wiki: Wiki, client: Client, **more: str) -> str:
    """A draft of revisions and an account as far as the page to check, with Keeva kept out."""
    account = account_link(wiki, wiki.farm.account("Marlow Quince").local["enwiki"].user_id)
    draft = await paste(client, account, *(diff(wiki, each) for each in harbour(wiki)))
    assert (await client.post(f"{draft}/file", SPLIT | KEPT_OUT | more)).headers["location"] == f"{draft}/check"
    return draft


def as_it_stands(page: httpx.Response) -> dict[str, list[str]]:
    """What a browser sends of the form of answers when nothing in it is touched."""
    form = read(page).select_one('form[action$="/file"]')
    assert form is not None
    fields: dict[str, list[str]] = {}
    for field in form.select("input[name]:not([name=token]), select"):
        if field.get("type") in {"radio", "checkbox"} and not field.has_attr("checked"):
            continue
        chosen = field.select_one("option[selected]") if field.name == "select" else field
        value = chosen.get("value", "") if isinstance(chosen, Tag) else ""
        fields.setdefault(str(field["name"]), []).append(str(value))
    return fields


async def sees_any(haven: Haven, name: str) -> bool:
    return "/requests/H-" in (await (await haven.client(name)).get("/queues")).text


async def kept_out(haven: Haven, draft: str) -> frozenset[int]:
    found = await read_draft(haven.desk, haven.central_id("Tamsin Vale"), draft.rpartition("/")[2])
    answers = from_codes(found.answers)
    return answers.kept_out if answers else frozenset()


async def test_the_form_shown_again_with_a_problem_and_sent_as_it_stands_keeps_them_out(
    haven: Haven, wiki: Wiki, tamsin: Client
) -> None:
    """The last revision turns up as done between the look and the press, and the account is taken out of the draft."""
    draft = await checked(wiki, tamsin)
    await tamsin.get(f"{draft}/check")
    await tamsin.post(f"{draft}/choose", {"take": ["1", "2"]})
    wiki.hide(harbour(wiki), text=True)
    refused = await tamsin.post(f"{draft}/check")
    assert refused.status_code == 422
    again = as_it_stands(refused) | {"kind": ["suppression"], "criterion": ["os-private-information"]}
    filed = await tamsin.post(f"{draft}/file", again)
    assert filed.headers["location"].startswith("/requests/H-"), words(filed)
    assert not await sees_any(haven, "Keeva Strand")
    assert await sees_any(haven, "Odile Farr")


@pytest.mark.parametrize("hidden", [False, True])
async def test_a_name_that_cannot_be_shown_stays_kept_out(
    haven: Haven, wiki: Wiki, tamsin: Client, hidden: bool
) -> None:
    """The central wiki is silent; or the account was hidden since."""
    draft = await checked(wiki, tamsin)
    before = await kept_out(haven, draft)
    haven.clock.move(minutes=10)
    if hidden:
        haven.farm.hide_account("Keeva Strand")
    else:
        haven.farm.faults.set("metawiki", "down")
    page = await tamsin.get(f"{draft}/file")
    haven.farm.faults.clear()
    assert page.status_code == 200
    assert "Let an account see it whose name cannot be shown now" in words(page)
    await tamsin.post(f"{draft}/file", as_it_stands(page))
    assert await kept_out(haven, draft) == before == {haven.central_id("Keeva Strand")}


async def test_they_are_let_in_by_their_own_box_and_by_nothing_else(haven: Haven, wiki: Wiki, tamsin: Client) -> None:
    draft = await checked(wiki, tamsin, keep_out_2="Piet Wander")
    keeva, piet = haven.central_id("Keeva Strand"), haven.central_id("Piet Wander")
    for let_in in ("", "0", "yes", str(haven.central_id("Odile Farr")), f"{keeva}x", "9" * 5000):
        await tamsin.post(f"{draft}/file", SPLIT | {"let_in": let_in, "keep_out_1": ""})
        assert await kept_out(haven, draft) == {keeva, piet}, let_in[:20]
    await tamsin.post(f"{draft}/file", SPLIT | {"let_in": str(keeva), "keep_out_3": "Oona Brack"})
    assert await kept_out(haven, draft) == {piet, haven.central_id("Oona Brack")}


async def test_four_are_too_many_and_nobody_is_dropped_for_that(haven: Haven, wiki: Wiki, tamsin: Client) -> None:
    draft = await checked(wiki, tamsin)
    before = await kept_out(haven, draft)
    three = {"keep_out_1": "Piet Wander", "keep_out_2": "Oona Brack", "keep_out_3": "Odile Farr"}
    refused = await tamsin.post(f"{draft}/file", SPLIT | three)
    assert refused.status_code == 422
    assert "More than 3 accounts cannot be kept out" in words(refused)
    assert as_it_stands(refused)["keep_out_3"] == ["Odile Farr"]
    assert await kept_out(haven, draft) == before
    again = await tamsin.post(f"{draft}/file", SPLIT | three | {"let_in": str(haven.central_id("Keeva Strand"))})
    assert again.status_code == 303
    assert len(await kept_out(haven, draft)) == 3


async def test_it_is_the_same_for_one_request_that_goes_out_at_once(haven: Haven, wiki: Wiki, tamsin: Client) -> None:
    draft = await checked(wiki, tamsin)
    await tamsin.post(f"{draft}/choose", {"take": ["1"]})
    page = await tamsin.get(f"{draft}/file")
    answers = as_it_stands(page) | {name: value for name, value in SUPPRESSION.items() if name in {"kind", "criterion"}}
    assert (await tamsin.post(f"{draft}/file", answers)).headers["location"].startswith("/requests/H-")
    assert not await sees_any(haven, "Keeva Strand")


# For whom it does not exist, whatever becomes of them and of it -------------------------------------------------------


EVERYWHERE = ("/queues", "/desk", "/queues/hand-over?queue=oversighters.enwiki", "/queues/hand-over?queue=stewards")


async def knows_of(haven: Haven, name: str, reference: str) -> list[str]:
    """The pages that tell this person anything of a request."""
    client = await haven.client(name)
    pages = {path: await client.get(path) for path in (*EVERYWHERE, f"/requests/{reference}")}
    return [path for path, page in pages.items() if page.status_code == 200 and reference in words(page)]


async def filed(haven: Haven, by: str = "Tamsin Vale", **answers: str) -> str:
    return await haven.file(await haven.client(by), "enwiki", harbour(haven.farm.wiki("enwiki")), answers)


async def test_who_joins_the_team_later_stays_kept_out(haven: Haven) -> None:
    reference = await filed(haven, keep_out_1="Wilma Tarn")
    haven.farm.grant("Wilma Tarn", "suppress", "enwiki")
    haven.clock.move(minutes=6)
    assert await knows_of(haven, "Wilma Tarn", reference) == []
    assert await knows_of(haven, "Odile Farr", reference) != []


async def test_a_new_name_changes_nothing(haven: Haven) -> None:
    reference = await filed(haven, keep_out_1="Keeva Strand")
    haven.farm.rename(haven.farm.accounts["Keeva Strand"], "Keeva of the Shore")
    haven.clock.move(minutes=6)
    assert await knows_of(haven, "Keeva of the Shore", reference) == []


async def test_a_steward_who_is_kept_out_does_not_learn_of_it_when_it_is_handed_up(haven: Haven) -> None:
    reference = await filed(haven, keep_out_1="Sunniva Aldous")
    async with haven.desk.database.writing() as session:
        await session.execute(REQUESTS.update().values(reached=Step.STEWARDS.value))
    assert await knows_of(haven, "Sunniva Aldous", reference) == []
    assert await knows_of(haven, "Ines Torvald", reference) != []
    sunniva = await haven.client("Sunniva Aldous")
    assert (await sunniva.post(f"/requests/{reference}/take")).status_code == 404


async def test_the_same_name_twice_is_one_person_and_ones_own_keeps_nobody_out(haven: Haven) -> None:
    reference = await filed(haven, keep_out_1="Keeva Strand", keep_out_2="Keeva Strand", keep_out_3="Tamsin Vale")
    assert await knows_of(haven, "Keeva Strand", reference) == []
    assert await knows_of(haven, "Tamsin Vale", reference) == ["/desk", f"/requests/{reference}"]


async def test_whoever_sends_it_is_no_team_when_all_others_of_it_are_kept_out(haven: Haven, wiki: Wiki) -> None:
    """Odile is an oversighter herself; nobody handles their own request, so without her nobody is left."""
    odile = await haven.client("Odile Farr")
    draft = await paste(odile, diff(wiki, harbour(wiki)[0]))
    others = {"keep_out_1": "Keeva Strand", "keep_out_2": "Piet Wander"}
    shown = await odile.follow(await odile.post(f"{draft}/file", SUPPRESSION | others))
    assert "Everybody of the team on enwiki is kept out, so it goes to the stewards." in words(shown)
    sent = await odile.post(f"{draft}/check")
    reference = sent.headers["location"].rpartition("/")[2]
    assert await knows_of(haven, "Sunniva Aldous", reference) != []


async def test_handlers_and_ombuds_are_told_that_somebody_is_kept_out_and_never_who(haven: Haven) -> None:
    reference = await filed(haven, keep_out_1="Keeva Strand")
    odile, oona = await haven.client("Odile Farr"), await haven.client("Oona Brack")
    await odile.post(f"/requests/{reference}/take")
    page, log = await odile.get(f"/requests/{reference}"), await oona.get("/view-log")
    assert "keeps somebody out" in words(page)
    assert "somebody is kept out" in words(log)
    for shown in (page, log, await odile.get("/queues"), await odile.get(EVERYWHERE[2])):
        assert "Keeva" not in shown.text
        assert str(haven.central_id("Keeva Strand")) not in shown.text
    assert not any(str(revid) in log.text for revid in harbour(haven.farm.wiki("enwiki")))
