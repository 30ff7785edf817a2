"""Handing over, asking back, answering, second opinions: who may, what each of them reads, and what attackers get."""

from asyncio import gather
from collections.abc import Mapping

import httpx
import pytest

from app.actions.limits import NAMES, admit_names
from app.mediawiki.outcomes import Unreachable
from app.sandbox.people import HIDDEN_NAME, LOCKED_NAME
from tests.journeys.cases import harbour
from tests.journeys.pastes import account_link, paste
from tests.support.haven import Client, Haven
from tests.support.page_checks import form_actions, read, words
from tests.web.test_live_pages import opened

NOBODY = "Nobody Of That Name"
HANDLERS = ("Odile Farr", "Keeva Strand", "Piet Wander")


async def held(haven: Haven, by: str = "Odile Farr", **answers: str) -> tuple[str, Client, Client]:
    """A request of Ilse's that an oversighter has taken: its reference, its holder, its sender."""
    ilse, holder = await haven.client("Ilse Norrby"), await haven.client(by)
    reference = await haven.file(ilse, "enwiki", harbour(haven.farm.wiki("enwiki")), answers)
    assert (await holder.post(f"/requests/{reference}/take")).status_code == 303
    return reference, holder, ilse


async def does(client: Client, reference: str, step: str, **fields: str) -> httpx.Response:
    return await client.post(f"/requests/{reference}/{step}", fields)


async def says(client: Client, reference: str) -> str:
    return words(await client.get(f"/requests/{reference}"))


def names_nobody(text: str) -> bool:
    return not any(name in text for name in HANDLERS)


async def test_all_that_others_can_do_is_one_section_and_one_thing_comes_first(haven: Haven) -> None:
    reference, odile, _ = await held(haven)
    keeva = await haven.client("Keeva Strand")
    page = read(await odile.get(f"/requests/{reference}"))
    section = page.find("section", {"aria-labelledby": "others-heading"})
    assert section is not None
    ways = [each.find(["a", "button"]).get_text() for each in section.find_all("li")]  # type: ignore[union-attr]
    assert ways == ["Ask the sender", "Ask a colleague", "Hand it over", "Send it on …", "Give it back"]
    await odile.follow(await does(odile, reference, "release"))
    await does(keeva, reference, "open", purpose="review")
    page = read(await keeva.get(f"/requests/{reference}"))
    assert page.find("section", {"aria-labelledby": "others-heading"}) is None
    primary = page.find_all(class_="cdx-button--weight-primary")
    assert [each.get_text() for each in primary] == ["Take it"]


# Handing over ---------------------------------------------------------------------------------------------------------


async def test_a_request_is_handed_over_by_name_and_falls_into_no_hole(haven: Haven) -> None:
    reference, odile, ilse = await held(haven)
    keeva = await haven.client("Keeva Strand")
    haven.clock.move(minutes=20)
    assert "Hand it over" in words(await odile.get(f"/requests/{reference}/hand-over"))
    after = await odile.follow(await does(odile, reference, "hand-over", colleague=" Keeva Strand "))
    assert "held by Keeva Strand" in words(after)
    assert "Handed over to a colleague · you · to Keeva Strand" in words(after)
    assert str(harbour(haven.farm.wiki("enwiki"))[0]) in after.text, "what the giver opened stays open for its hour"
    for step, fields in (
        ("close", {"closing": "mistake"}),
        ("ask", {"inquiry": "whose"}),
        ("hand-over", {"colleague": "Piet Wander"}),
    ):
        assert (await does(odile, reference, step, **fields)).status_code == 409, step
    own = await ilse.get(f"/requests/{reference}")
    assert "Handed over to a colleague" in words(own)
    assert "to somebody" not in words(own)
    assert names_nobody(own.text)
    haven.clock.move(minutes=29)
    assert (await does(odile, reference, "take")).status_code == 409
    assert (await does(keeva, reference, "take")).status_code == 303
    haven.clock.move(minutes=31)
    assert (await does(odile, reference, "take")).status_code == 303


async def test_whoever_does_not_come_blocks_nobody(haven: Haven) -> None:
    reference, odile, _ = await held(haven)
    await does(odile, reference, "hand-over", colleague="Keeva Strand")
    haven.clock.move(minutes=31)
    piet = await haven.client("Piet Wander")
    assert (await does(piet, reference, "take")).status_code == 303


@pytest.mark.parametrize("step", ["hand-over", "second-opinion"])
async def test_whoever_cannot_be_asked_is_told_apart_by_nothing(haven: Haven, step: str) -> None:
    haven.farm.grant("Ilse Norrby", "suppress", "enwiki")
    wiki = haven.farm.wiki("enwiki")
    own = wiki.add_revision(wiki.page("Talk:Harbour lights"), "Hedda Moor", "by somebody of the right team")
    wiki.add_revision(wiki.page("Talk:Harbour lights"), "Wilma Tarn", "after it")
    haven.farm.grant("Hedda Moor", "suppress", "enwiki")
    ilse, odile = await haven.client("Ilse Norrby"), await haven.client("Odile Farr")
    reference = await haven.file(ilse, "enwiki", [own.rev_id], {"keep_out_1": "Piet Wander"})
    await does(odile, reference, "take")
    assert (await does(odile, reference, step, colleague="Odile Farr")).status_code == 422
    answers: dict[str, tuple[object, ...]] = {}
    for name in (NOBODY, "Piet Wander", "Hedda Moor", "Ilse Norrby", "Caro Lindqvist", "Sunniva Aldous",
                 "Marlow Quince", "Roderick Sloe", LOCKED_NAME, HIDDEN_NAME, "198.51.100.7", "x" * 300):  # fmt: skip
        haven.farm.access_log.clear()
        refused = await does(odile, reference, step, colleague=name)
        asked = [(entry.wiki, entry.modules) for entry in haven.farm.access_log.entries()]
        assert f'value="{name}"' in refused.text, "what was typed is kept"
        headers = sorted(
            (key, value) for key, value in refused.headers.items() if key not in {"date", "content-length"}
        )
        answers[name] = (refused.status_code, headers, refused.text.replace(name, "?"), asked)
    assert {name: answer for name, answer in answers.items() if answer != answers[NOBODY]} == {}
    assert answers[NOBODY][0] == 422
    assert len(answers[NOBODY][3]) > 3  # type: ignore[arg-type]
    assert "held by you" in await says(odile, reference)
    assert (await does(odile, reference, step, colleague="Keeva Strand")).status_code == 303


async def test_a_colleague_whose_right_went_meanwhile_gets_nothing(haven: Haven) -> None:
    reference, odile, _ = await held(haven)
    keeva = await haven.client("Keeva Strand")
    assert reference in (await keeva.get("/queues")).text
    assert (await odile.get(f"/requests/{reference}/hand-over")).status_code == 200
    haven.farm.revoke("Keeva Strand", "suppress", "enwiki")
    assert (await does(odile, reference, "hand-over", colleague="Keeva Strand")).status_code == 422


async def test_a_wiki_that_cannot_be_asked_hands_nothing_over(haven: Haven, monkeypatch: pytest.MonkeyPatch) -> None:
    reference, odile, _ = await held(haven)

    async def silent(_: str) -> Unreachable:
        return Unreachable()

    with monkeypatch.context() as patched:
        patched.setattr(haven.desk.wikis.accounts, "central_id_of", silent)
        for name in ("Keeva Strand", NOBODY):
            refused = await does(odile, reference, "hand-over", colleague=name)
            assert refused.status_code == 422
            assert "could not be checked" in words(refused)
            assert f'value="{name}"' in refused.text
    haven.farm.faults.set("enwiki", "down")
    assert (await does(odile, reference, "hand-over", colleague="Keeva Strand")).status_code == 503


async def test_naming_people_is_counted(haven: Haven) -> None:
    reference, odile, _ = await held(haven)
    await admit_names(haven.desk, haven.central_id("Odile Farr"), ["a name"] * NAMES.at_most)
    assert (await does(odile, reference, "hand-over", colleague="Keeva Strand")).status_code == 429


async def test_who_does_not_hold_it_asks_nothing_and_gives_nothing(haven: Haven) -> None:
    reference, odile, ilse = await held(haven)
    keeva = await haven.client("Keeva Strand")
    steps: tuple[tuple[str, Mapping[str, str]], ...] = (
        ("ask", {"inquiry": "whose"}), ("second-opinion", {"colleague": "Piet Wander"}),
        ("hand-over", {"colleague": "Piet Wander"}),
    )  # fmt: skip
    for step, fields in steps:
        assert (await keeva.get(f"/requests/{reference}/{step}")).status_code == 303
        assert (await does(keeva, reference, step, **fields)).status_code == 409
        assert (await ilse.get(f"/requests/{reference}/{step}")).status_code == 403
        assert (await does(ilse, reference, step, **fields)).status_code == 403
    haven.clock.move(minutes=31)
    for step, fields in steps:
        assert (await odile.get(f"/requests/{reference}/{step}")).status_code == 303
        assert (await does(odile, reference, step, **fields)).status_code == 409, "the claim lapsed between"
    for said in ("The sender was asked something", "Handed over"):
        assert said not in await says(ilse, reference)


# Asking back ----------------------------------------------------------------------------------------------------------


async def test_its_sender_is_asked_answers_once_and_learns_no_name(haven: Haven) -> None:
    reference, odile, ilse = await held(haven)
    asked = await odile.follow(await does(odile, reference, "ask", inquiry="which-revision"))
    assert "waits for an answer" in words(asked)
    assert "The sender was asked something: Which of the links is meant? · you" in words(asked)
    haven.clock.move(minutes=2)
    own = await ilse.get(f"/requests/{reference}")
    assert words(own).index("Which of the links is meant?") < words(own).index("Check the wiki now")
    assert "from 1 to 5" in words(own)
    assert "nothing more" not in words(own), "while something is asked, there is something to do"
    assert names_nobody(own.text)
    answered = await ilse.follow(await does(ilse, reference, "answer", number="1", reply="this-one", place="2"))
    assert "waits for an answer" not in words(answered)
    assert names_nobody(answered.text)
    told = await says(odile, reference)
    assert "One of them, by its number Number 2" in told
    assert "The sender answered: One of them, by its number · Ilse Norrby" in told
    again = await does(ilse, reference, "answer", number="1", reply="all-of-them")
    assert again.status_code == 409
    assert "Number 2" in await says(odile, reference)


@pytest.mark.parametrize("place", ["", "0", "6", "99999", "-1", "1.5", "１", "two", "1e3", " ", "9" * 40])
async def test_a_number_that_names_nothing_is_asked_for_again(haven: Haven, place: str) -> None:
    reference, odile, ilse = await held(haven)
    await does(odile, reference, "ask", inquiry="which-revision")
    refused = await does(ilse, reference, "answer", number="1", reply="this-one", place=place)
    assert refused.status_code == 422
    assert "number from 1 to 5" in words(refused)
    assert f'value="{place}"' in refused.text, "what was typed is kept"
    assert "checked" in refused.text, "and so is what was chosen"
    assert (await does(ilse, reference, "answer", number="1", reply="this-one", place=" 5 ")).status_code == 303


async def test_an_answer_of_another_question_is_none(haven: Haven) -> None:
    reference, odile, ilse = await held(haven)
    await does(odile, reference, "ask", inquiry="published-before")
    for reply in ("minor", "agree", "somebody-else", "", "no-such-reply", "this-one"):
        assert (await does(ilse, reference, "answer", number="1", reply=reply, place="1")).status_code == 422, reply
    for number in ("", "0", "2", "11", "x", "１"):
        assert (await does(ilse, reference, "answer", number=number, reply="yes")).status_code == 409, number
    assert (await does(odile, reference, "answer", number="1", reply="yes")).status_code == 403
    assert (await does(ilse, reference, "answer", number="1", reply="yes", place="7")).status_code == 303
    assert "Number 7" not in await says(odile, reference), "a number is kept only where the answer names one"


async def test_one_question_at_a_time_whatever_tabs_are_open(haven: Haven) -> None:
    reference, odile, ilse = await held(haven)
    tabs = await gather(*(does(odile, reference, "ask", inquiry=which) for which in ("whose", "wrong-wiki")))
    assert sorted(tab.status_code for tab in tabs) == [303, 409]
    assert (await odile.get(f"/requests/{reference}/ask")).status_code == 303
    for inquiry in ("", "second-opinion", "no-such-inquiry"):
        assert (await does(odile, reference, "ask", inquiry=inquiry)).status_code in (409, 422), inquiry
    assert (await does(odile, reference, "take-back", number="1")).status_code == 303
    assert (await does(odile, reference, "take-back", number="1")).status_code == 409
    own = await says(ilse, reference)
    assert "Not asked any more" in own
    assert (await does(ilse, reference, "answer", number="1", reply="mine")).status_code == 409
    for inquiry in ("", "second-opinion", "no-such-inquiry"):
        assert (await does(odile, reference, "ask", inquiry=inquiry)).status_code == 422, inquiry


async def test_ten_questions_and_no_more(haven: Haven) -> None:
    reference, odile, _ = await held(haven)
    for number in range(1, 11):
        assert (await does(odile, reference, "ask", inquiry="whose")).status_code == 303
        assert (await does(odile, reference, "take-back", number=str(number))).status_code == 303
    refused = await does(odile, reference, "ask", inquiry="whose")
    assert refused.status_code == 422
    assert "10 times" in words(refused)


async def test_what_waits_for_its_sender_is_not_overdue_and_then_counts_from_the_answer(haven: Haven) -> None:
    reference, odile, ilse = await held(haven)
    await does(odile, reference, "ask", inquiry="still-needed")
    haven.clock.move(minutes=90)
    asked = words(await odile.get("/queues"))
    assert "overdue" not in asked.lower()
    assert "waits for an answer" in asked
    assert "waits for an answer" in words(await ilse.get("/requests"))
    assert (await does(ilse, reference, "answer", number="1", reply="yes")).status_code == 303
    haven.clock.move(minutes=59)
    assert "overdue" not in words(await odile.get("/queues")).lower()
    haven.clock.move(minutes=2)
    assert "overdue" in words(await odile.get("/queues")).lower()


@pytest.mark.parametrize(
    ("inquiry", "reply"), [("still-needed", "no"), ("wrong-wiki", "other-wiki"), ("which-part", "text")]
)
async def test_an_answer_leads_on_and_ends_nothing_by_itself(haven: Haven, inquiry: str, reply: str) -> None:
    reference, odile, ilse = await held(haven)
    await does(odile, reference, "ask", inquiry=inquiry)
    haven.clock.move(minutes=2)
    page = await ilse.follow(await does(ilse, reference, "answer", number="1", reply=reply))
    offers = form_actions(page).count(f"/requests/{reference}/withdraw")
    assert offers == (1 if reply == "text" else 2)
    assert "held by you" in await says(odile, reference)
    assert ("nothing more" in words(page)) == (reply == "text")
    if reply != "text":
        assert (await does(ilse, reference, "withdraw")).status_code == 303


async def test_an_ended_request_asks_and_answers_nothing(haven: Haven) -> None:
    reference, odile, ilse = await held(haven)
    await does(odile, reference, "ask", inquiry="whose")
    await does(odile, reference, "second-opinion", colleague="Keeva Strand")
    await does(ilse, reference, "withdraw")
    keeva = await haven.client("Keeva Strand")
    for client, step, fields in (
        (ilse, "answer", {"number": "1", "reply": "mine"}), (odile, "ask", {"inquiry": "whose"}),
        (odile, "take-back", {"number": "1"}), (odile, "hand-over", {"colleague": "Keeva Strand"}),
        (odile, "second-opinion", {"colleague": "Piet Wander"}),
        (keeva, "opinion", {"number": "11", "opinion": "agree"}),
    ):  # fmt: skip
        assert (await does(client, reference, step, **fields)).status_code == 409, step
    assert "No answer yet" not in await says(odile, reference)


async def test_whoever_asks_for_accounts_to_be_stopped_is_not_asked_for_lines(haven: Haven) -> None:
    ines, sunniva = await haven.client("Ines Torvald"), await haven.client("Sunniva Aldous")
    wanted = haven.farm.accounts["Marlow Quince"].local["enwiki"].user_id
    draft = await paste(ines, account_link(haven.farm.wiki("enwiki"), wanted))
    lock = {"danger": "no", "kind": "lock", "criterion": "xw-vandalism", "urgency": "today"}
    filed = await ines.post(f"{draft}/file", lock)
    reference = filed.headers["location"].rpartition("/")[2]
    assert (await does(sunniva, reference, "take")).status_code == 303
    page = words(await sunniva.get(f"/requests/{reference}/ask"))
    assert "Which of the links is meant?" in page
    assert "Where in it" not in page
    assert (await does(sunniva, reference, "ask", inquiry="where-in-it")).status_code == 422
    handed = await does(sunniva, reference, "hand-over", colleague="Odile Farr")
    assert handed.status_code == 422, "an oversighter is no steward"


# Second opinions ------------------------------------------------------------------------------------------------------


async def test_a_colleague_looks_and_says_what_they_think_and_its_sender_never_knows(haven: Haven) -> None:
    reference, odile, ilse = await held(haven)
    before = await ilse.get(f"/requests/{reference}")
    keeva, piet = await haven.client("Keeva Strand"), await haven.client("Piet Wander")
    assert (await does(odile, reference, "second-opinion", colleague="Keeva Strand")).status_code == 303
    assert words(await ilse.get(f"/requests/{reference}")) == words(before)
    assert "Odile Farr asks for your second opinion" in await says(keeva, reference)
    assert "your second opinion" not in await says(piet, reference)
    early = await does(keeva, reference, "opinion", number="11", opinion="agree")
    assert early.status_code == 422
    assert "Open it first" in words(early)
    for client in (piet, odile):
        assert (await does(client, reference, "opinion", number="11", opinion="agree")).status_code == 409
    assert (await does(ilse, reference, "opinion", number="11", opinion="agree")).status_code == 403
    await does(keeva, reference, "open", purpose="second-look")
    # That somebody opened it its sender reads anyway, without a name.
    before, watching = await ilse.get(f"/requests/{reference}"), await opened(ilse, f"/requests/{reference}")
    for opinion in ("", "yes", "minor", "no-such"):
        assert (await does(keeva, reference, "opinion", number="11", opinion=opinion)).status_code == 422, opinion
    assert (await does(keeva, reference, "opinion", number="11", opinion="lower")).status_code == 303
    assert (await does(keeva, reference, "opinion", number="11", opinion="agree")).status_code == 409
    for client in (odile, piet):
        told = await says(client, reference)
        assert "A lower level suffices" in told
        assert "Keeva Strand" in told
    after = await ilse.get(f"/requests/{reference}")
    assert await watching.changes() == 0, "not even that something happened"
    assert words(after) == words(before)
    assert len(after.text) == len(before.text)


async def test_nobody_need_say_why_somebody_else_should_be_asked(haven: Haven) -> None:
    reference, odile, _ = await held(haven)
    keeva = await haven.client("Keeva Strand")
    await does(odile, reference, "second-opinion", colleague="Keeva Strand")
    assert (await does(odile, reference, "second-opinion", colleague="Keeva Strand")).status_code == 409
    assert (await does(keeva, reference, "opinion", number="11", opinion="somebody-else")).status_code == 303
    assert "Somebody else should be asked" in await says(odile, reference)
    assert (await does(odile, reference, "second-opinion", colleague="Piet Wander")).status_code == 303


async def test_a_view_that_ended_is_no_look(haven: Haven) -> None:
    reference, odile, _ = await held(haven)
    keeva = await haven.client("Keeva Strand")
    await does(keeva, reference, "open", purpose="second-look")
    await does(odile, reference, "second-opinion", colleague="Keeva Strand")
    haven.clock.move(minutes=59)
    await keeva.post(f"/requests/{reference}/check")
    haven.clock.move(minutes=2)
    assert (await does(keeva, reference, "opinion", number="11", opinion="agree")).status_code == 422


async def test_taking_an_opinion_back_is_told_to_its_sender_by_nothing(haven: Haven) -> None:
    reference, odile, ilse = await held(haven)
    watching = await opened(ilse, f"/requests/{reference}")
    before = words(await ilse.get(f"/requests/{reference}"))
    await does(odile, reference, "second-opinion", colleague="Keeva Strand")
    piet, keeva = await haven.client("Piet Wander"), await haven.client("Keeva Strand")
    for client in (piet, keeva):
        assert (await does(client, reference, "take-back", number="11")).status_code == 409
    assert (await does(odile, reference, "take-back", number="11")).status_code == 303
    assert "your second opinion" not in await says(keeva, reference)
    assert await watching.changes() == 0
    assert words(await ilse.get(f"/requests/{reference}")) == before


async def test_an_opinion_of_somebody_who_lost_the_right_is_none(haven: Haven) -> None:
    reference, odile, _ = await held(haven)
    keeva = await haven.client("Keeva Strand")
    await does(odile, reference, "second-opinion", colleague="Keeva Strand")
    await does(keeva, reference, "open", purpose="second-look")
    haven.farm.revoke("Keeva Strand", "suppress", "enwiki")
    assert (await does(keeva, reference, "opinion", number="11", opinion="agree")).status_code in (403, 404)


# Who asks -------------------------------------------------------------------------------------------------------------


async def test_who_asks_is_looked_up_now_and_could_not_check_is_said(haven: Haven) -> None:
    reference, odile, _ = await held(haven)
    assert "Asked by Ilse Norrby" in await says(odile, reference)
    haven.clock.move(minutes=6)
    await odile.get("/account")
    told = haven.desk.wikis.accounts.global_account

    async def silent_on_names(who: Mapping[str, object]) -> object:
        return Unreachable() if "guiid" in who else await told(who)  # type: ignore[arg-type]

    haven.desk.wikis.accounts.global_account = silent_on_names  # type: ignore[method-assign,assignment]
    page = await odile.get(f"/requests/{reference}")
    assert "Asked by Could not check what they are called now" in words(page)
    assert "Special:EmailUser" not in page.text
