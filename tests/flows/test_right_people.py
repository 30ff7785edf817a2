"""That each way of the flows reaches people who can act there, asks what only a person knows, and speaks to the one
who reads it. From a review that walked the flows to break them."""

import re
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.requests import Urgency
from app.flows.flow import Act, Route
from app.flows.replay import replay
from app.flows.scenarios import names_of
from tests.flows.telling_flows import FLOWS, OUTCOMES, ends_of
from tests.flows.test_never import PUBLIC, answered, some_facts
from tests.journeys.cases import harbour
from tests.journeys.pastes import diff
from tests.journeys.test_triage import OUTING, begin, question_of, say, walk
from tests.support.haven import Haven
from tests.support.page_checks import heading, read, words

BEGUN = {"danger": ["no"], "child-protection": ["no"], "involved": ["no"]}
ELSEWHERE = {
    "names": ["attack"], "reach": ["no"], "own-name": ["hide"], "off-what": ["exposed"], "on-wiki-too": ["yes"],
}  # fmt: skip
PRIVATE = BEGUN | {
    "what": ["private-information"], "exposed": ["phone"], "whose": ["other-editor"], "published-before": ["no"],
    "intent": ["accident"], "parts": ["text"],
}  # fmt: skip


# Files of the shared repository ---------------------------------------------------------------------------------------


async def test_a_shared_file_linked_from_a_wiki_is_not_filed_to_that_wiki(haven: Haven) -> None:
    """Its page may be pasted from anywhere; only the oversighters of Commons can act, and a request goes by link."""
    tamsin = await haven.client("Tamsin Vale")
    english = haven.farm.wiki("enwiki")
    draft = await begin(tamsin, f"{english.server}/wiki/File:Quay_in_the_rain_(invented).png")
    picture = {"what": "image", "picture-or-use": "picture", "shows": "face-and-name", "home": "yes"}
    page, _ = await walk(tamsin, draft, OUTING | picture)
    assert heading(page) == "Ask the oversighters of Commons"
    assert "oversight-commons@lists.wikimedia.org" in words(page)
    acts = read(page).select("[name=act]")
    assert [act["value"] for act in acts] == []
    assert "oversighters of enwiki" not in words(page)


# Copied text ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("facts", [{}, {"newest-is-meant": "no"}])
def test_that_an_older_revision_is_linked_does_not_say_that_the_newest_is_clean(facts: dict[str, str]) -> None:
    trail = replay(FLOWS, "triage", BEGUN | {"what": ["copyright"]}, facts)
    assert trail.asks is not None and trail.asks[1].id == "copy-in-newest"


def test_that_the_newest_is_linked_says_that_it_carries_it() -> None:
    trail = replay(FLOWS, "triage", BEGUN | {"what": ["copyright"]}, {"newest-is-meant": "yes"})
    assert trail.values["copy-in-newest"] == ("yes",)
    assert trail.asks is not None and trail.asks[1].id == "copy-source"


# Who pastes their own revert ------------------------------------------------------------------------------------------


async def test_who_reverted_it_is_not_taken_for_part_of_it(haven: Haven) -> None:
    """Product.md 1.6: finding something is not being involved; also where the own account is in what was pasted."""
    tamsin, english = await haven.client("Tamsin Vale"), haven.farm.wiki("enwiki")
    page = english.add_page("Invented pier")
    english.add_revision(page, "Wilma Tarn", "a", "one", at=english.ago(hours=5))
    harmful = english.add_revision(page, "Marlow Quince", "b", "two", at=english.ago(hours=4))
    revert = english.add_revision(page, "Tamsin Vale", "c", "one", at=english.ago(hours=3))
    draft = await begin(tamsin, diff(english, harmful.rev_id), diff(english, revert.rev_id))
    asking, _ = await walk(tamsin, draft, {"danger": "no", "child-protection": "no"})
    assert question_of(asking) == "my-part"
    ended, _ = await walk(tamsin, draft, OUTING | {"my-part": "found"})
    assert heading(ended) == "Ask the oversighters of the wiki"


async def test_that_one_s_account_is_in_it_can_be_said_to_be_wrong_from_the_end(haven: Haven) -> None:
    tamsin, english = await haven.client("Tamsin Vale"), haven.farm.wiki("enwiki")
    page = english.add_page("Invented pier")
    english.add_revision(page, "Wilma Tarn", "a", "one", at=english.ago(hours=5))
    revert = english.add_revision(page, "Tamsin Vale", "c", "two", at=english.ago(hours=3))
    draft = await begin(tamsin, diff(english, revert.rev_id))
    ended, _ = await walk(tamsin, draft, OUTING | {"my-part": "party", "team-involved": "no"})
    assert heading(ended) == "Pass it on to a colleague"
    wrong = read(ended).select_one("a[href*='/found/']")
    assert wrong is not None
    offered = read(await tamsin.get(str(wrong["href"]))).select("input[name=answer]")
    assert [str(box["value"]) for box in offered] == ["no", "yes"]
    asking = await tamsin.follow(await say(tamsin, draft, "i-am-named", "no"))
    assert question_of(asking) == "involved"


# What comes first -----------------------------------------------------------------------------------------------------

CLOSED = {"wiki-is-closed": "yes"}
BESIDE = {
    "beyond-us": {"ca-serious": ["no"]},
    "legal-threat": {"sued": ["no"]},
    "rights": {"would-warn": ["no"]},
    "systemic": {},
}


@pytest.mark.parametrize("beside", sorted(BESIDE))
@pytest.mark.parametrize(
    ("what", "answers", "first"),
    [
        ("private-information", {"exposed": ["phone"]}, "suppression/closed"),
        ("identity", {"exposed": ["insult"], "how-bad": ["gross"]}, "revision-deletion/closed"),
    ],
)
def test_on_a_closed_wiki_too_hiding_comes_before_talking(
    beside: str, what: str, answers: dict[str, list[str]], first: str
) -> None:
    said = PRIVATE | answers | BESIDE[beside] | {"what": [what, beside]}
    assert ends_of("triage", said, CLOSED)[0] == first


@given(facts=some_facts, rest=answered(danger=["no"], child_protection=["no"], involved=["no"]))
@settings(max_examples=100)
def test_what_must_be_done_now_stands_above_what_can_wait(
    facts: Mapping[str, str], rest: Mapping[str, Sequence[str]]
) -> None:
    for what in (rest["what"], ["private-information", "username", "compromised"]):
        trail = replay(FLOWS, "triage", {**rest, "what": what}, facts)
        if any(outcome.urgency is Urgency.NOW for _, outcome in trail.outcomes):
            assert trail.primary is not None and trail.primary.urgency is Urgency.NOW


# Who can block --------------------------------------------------------------------------------------------------------


def test_nobody_is_told_that_they_can_block_because_they_can_hide() -> None:
    """Oversighters and eliminators may hold no right to block, and Haven does not ask for it: both ways are said."""
    blocking = {
        name: outcome
        for name, outcome in OUTCOMES.items()
        if outcome.route is Route.SELF and Act.FORMS in outcome.acts and re.search("block", " ".join(outcome.next))
    }
    steward = {"username/names-lock", "triage/compromised-self"}
    assert len(blocking) > 4
    for name in set(blocking) - steward:
        assert any("If you hold the right to block" in line for line in blocking[name].next), name
        assert re.search(r"If not, ask (one administrator|an oversighter)", " ".join(blocking[name].next)), name
        assert set(blocking[name].contacts) & {"administrators", "oversighters"}, name


async def test_an_oversighter_in_an_emergency_is_shown_administrators_who_can_block(haven: Haven) -> None:
    odile, english = await haven.client("Odile Farr"), haven.farm.wiki("enwiki")
    draft = await begin(odile, diff(english, harbour(english)[0]))
    page = await odile.follow(await say(odile, draft, "danger", "yes"))
    assert "You hold both rights" not in words(page)
    assert "administrators of enwiki" in words(page).lower()


# What is private has no public way beside it --------------------------------------------------------------------------

FOLLOWED: dict[str, list[str]] = {
    "proof": ["given"], "reach": ["yes"], "same-person": ["no"], "sensitive": ["no"], "temporary": ["no"],
    "board-wanted": ["yes"],
}  # fmt: skip
COPIED: dict[str, list[str]] = {"copy-in-newest": ["unknown"], "copy-source": ["none"], "copy-authors": ["no"]}
PICTURE = {"picture-or-use": ["picture"], "shows": ["papers"], "home": ["yes"]}
OPEN = {"wiki-has-public-copyright-way": "yes", "local-oversighters": "some", "local-administrators": "some"}
TOLD = ["private-information", "private-messages", "logged-out-edit", "image", "own-name", "off-wiki", "unknown"]


@pytest.mark.parametrize("reach", ["yes", "no"])
@pytest.mark.parametrize("also", ["stalking", "disruption"])
@pytest.mark.parametrize("told", [*TOLD, "username"])
def test_following_beside_something_private_has_no_public_way(told: str, also: str, reach: str) -> None:
    said = PRIVATE | FOLLOWED | PICTURE | ELSEWHERE | {"what": [told, also], "reach": [reach]}
    trail = replay(FLOWS, "triage", said, OPEN)
    assert trail.outcomes and not {outcome.route for _, outcome in trail.outcomes} & PUBLIC
    assert "sensitive" not in trail.values, "what was said is not asked again"


@pytest.mark.parametrize("exposed", ["phone", "address", "other", "libel"])
@pytest.mark.parametrize("what", [["identity", "stalking"], ["copyright", "disruption"]])
def test_so_it_is_where_only_the_next_question_shows_it(what: list[str], exposed: str) -> None:
    said = PRIVATE | FOLLOWED | COPIED | {"what": what, "exposed": [exposed], "libel": ["clear"]}
    trail = replay(FLOWS, "triage", said, OPEN)
    assert trail.outcomes and not {outcome.route for _, outcome in trail.outcomes} & PUBLIC


@pytest.mark.parametrize("authors", ["yes", "no"])
@pytest.mark.parametrize("told", [*TOLD, "username"])
def test_copied_text_beside_something_private_has_no_public_way(told: str, authors: str) -> None:
    said = PRIVATE | PICTURE | COPIED | ELSEWHERE | {"what": [told, "copyright"], "exposed": ["copyright"]}
    trail = replay(FLOWS, "triage", said | {"copy-authors": [authors]}, OPEN)
    assert "revision-deletion/copy-private" in names_of(trail)
    assert not {outcome.route for _, outcome in trail.outcomes} & PUBLIC
    assert not any(Act.COPYRIGHT in outcome.acts for _, outcome in trail.outcomes)


def test_by_themselves_the_public_ways_stay() -> None:
    assert ends_of("triage", BEGUN | FOLLOWED | {"what": ["stalking"]}) == ["cross-wiki/lock-request"]
    assert ends_of("triage", BEGUN | COPIED | {"what": ["copyright"]}, OPEN) == ["revision-deletion/copy-template"]


# Who is harmed is spoken to as that -----------------------------------------------------------------------------------

TO_HELPERS = {
    "cross-wiki/collect": "cross-wiki/collect-own", "revision-deletion/revert": "revision-deletion/revert-own",
    "suppression/explain": "suppression/explain-own", "triage/support-only": "triage/support-own",
    "off-wiki/help-outside": "off-wiki/help-own",
}  # fmt: skip


@given(
    facts=some_facts,
    rest=answered(danger=["no"], child_protection=["no"]),
    part=st.sampled_from(["involved", "my-part"]),
    what=st.sampled_from(["stalking", "identity", "private-information", "support", "off-wiki", "logged-out-edit"]),
)
@settings(max_examples=150)
def test_no_words_to_a_helper_reach_who_is_harmed(
    facts: Mapping[str, str], rest: Mapping[str, Sequence[str]], part: str, what: str
) -> None:
    told = {**facts, "i-am-named": "yes" if part == "my-part" else "no"}
    harmed = replay(FLOWS, "triage", {**rest, part: ["harmed"], "what": [what]}, told)
    helping = replay(FLOWS, "triage", {**rest, part: ["found" if part == "my-part" else "no"], "what": [what]}, told)
    assert not set(names_of(harmed)) & set(TO_HELPERS)
    assert not set(names_of(helping)) & set(TO_HELPERS.values())


@pytest.mark.parametrize("part", ["involved", "my-part"])
@pytest.mark.parametrize(
    ("what", "answers", "expected"),
    [
        (["stalking"], {"proof": ["none"]}, "cross-wiki/collect-own"),
        (["identity"], {"exposed": ["insult"], "how-bad": ["ordinary"]}, "revision-deletion/revert-own"),
        (["support"], {}, "triage/support-own"),
        (["private-information"], {}, "suppression/explain-own"),
        (["off-wiki"], {"on-wiki-too": ["no"], "who-is-blamed": ["no"]}, "off-wiki/help-own"),
    ],
)
def test_who_is_harmed_has_an_end_of_their_own(
    part: str, what: list[str], answers: dict[str, list[str]], expected: str
) -> None:
    said = {**PRIVATE, **ELSEWHERE, **answers, "what": what, part: ["harmed"]}
    assert expected in ends_of("triage", said, {"i-am-named": "yes"} if part == "my-part" else {})


def test_that_nobody_could_look_is_said_only_where_nobody_could() -> None:
    for part, named in (("involved", {}), ("my-part", {"i-am-named": "yes"})):
        known = ends_of("triage", PRIVATE | {part: ["harmed"]}, {"local-oversighters": "none"} | named)
        assert known[0] == "suppression/stewards"
        assert ends_of("triage", PRIVATE | {part: ["harmed"]}, named)[0] == "suppression/stewards-not-asked"


# Smaller ones ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("told", [[], ["private-information"]])
def test_copied_text_goes_to_administrators_only_where_some_may_be(told: list[str]) -> None:
    said = BEGUN | COPIED | {"what": ["copyright", *told], "exposed": ["copyright"]}
    for some in ({}, {"local-administrators": "some"}, {"local-administrators": "named"}):
        found = ends_of("triage", said, some)
        assert found == ["revision-deletion/copy-private" if told else "revision-deletion/copy-local"]
    assert ends_of("triage", said, {"local-administrators": "none"}) == ["revision-deletion/copy-elsewhere"]
    assert "administrators" not in OUTCOMES["revision-deletion/copy-elsewhere"].contacts


@pytest.mark.parametrize("part", ["involved", "my-part"])
def test_who_is_harmed_by_copied_text_does_not_hide_it_themselves(part: str) -> None:
    able = {"i-can-delete-revisions": "yes"} | ({"i-am-named": "yes"} if part == "my-part" else {})
    found = ends_of("triage", BEGUN | COPIED | {"what": ["copyright"], part: ["harmed"]}, able)
    assert found == ["revision-deletion/copy-local"]


def test_what_was_published_once_and_is_spread_on_purpose_is_stopped() -> None:
    said = PRIVATE | {"exposed": ["phone", "address"], "published-before": ["yes"], "intent": ["deliberate"]}
    trail = replay(FLOWS, "triage", said, {})
    assert names_of(trail) == ["suppression/published-themselves", "suppression/stop-ask"]
    assert trail.primary is not None and trail.primary.urgency is Urgency.TODAY
