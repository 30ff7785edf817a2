"""Guided questions over a draft: beginning, answering one by one, changing an answer. Keeps codes and nothing else.

Where the answers lead is worked out anew each time from the flows' files (`app.flows.replay`); no position is kept.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.actions.answers import kept_out_in
from app.actions.desk import Desk
from app.actions.drafting import add_targets, change_draft, read_draft
from app.actions.facts import find_facts
from app.actions.limits import DRAFTS, admit
from app.actions.pasting import read_paste
from app.actions.refusals import NotThere, Unusable
from app.domain.people import Person
from app.domain.requests import Guided, RequestKind
from app.domain.targets import TargetKind
from app.flows.checking import START
from app.flows.facts import FACTS
from app.flows.flow import Act, QuestionKind
from app.flows.replay import DoesNotFit, Trail, check_fact, check_values, replay
from app.flows.words import find_question
from app.store import drafts
from app.store.drafts import Draft


async def begin(desk: Desk, person: Person, session_id: str, draft_id: str | None) -> str:
    """Ask the wikis what they tell of the draft's targets, and begin. Without a draft: an empty one. Its id.

    Answers given before stay, so that coming back does not begin from nothing. Raises DraftGone, TooMuch.
    """
    if draft_id is None:
        draft_id = secrets.token_urlsafe(16)
        async with desk.database.writing() as session:
            await admit(session, DRAFTS, person.central_id, 1, desk.now())
            await drafts.keep_draft(session, draft_id, person.central_id, session_id, Draft(()), desk.now())
        return draft_id
    await _ask_anew(desk, person, draft_id)
    return draft_id


async def _ask_anew(desk: Desk, person: Person, draft_id: str) -> None:
    asked = await read_draft(desk, person.central_id, draft_id)
    facts = await find_facts(desk, person, asked.chosen, kept_out_in(asked.answers))
    await change_draft(desk, person.central_id, draft_id, lambda draft: _with_facts(draft, asked, facts))


def _with_facts(draft: Draft, asked: Draft, facts: Mapping[str, str]) -> Draft:
    """Keep what was told of the targets that `asked` had: not where other ones were chosen meanwhile."""
    return replace(draft, facts=facts) if draft.means_the_same_as(asked) else draft


def follow(desk: Desk, draft: Draft) -> Trail:
    """How far the draft's answers lead with the facts that were kept.

    An answer that a changed file no longer knows is dropped, and asked again.
    """
    guided = dict(draft.guided)
    while True:
        try:
            return replay(desk.guidance.flows, START, guided, draft.facts)
        except DoesNotFit as unfit:
            del guided[unfit.question]


async def answer(desk: Desk, person: Person, draft_id: str, name: str, values: Sequence[str]) -> None:
    """Keep the answer to a question, or what somebody says against a fact, and drop the later answers that no longer
    apply. Raises DraftGone, NotThere, Unusable."""
    chosen = _check(desk, name, values)
    asked = await read_draft(desk, person.central_id, draft_id)
    facts = await _facts_that_ask(desk, person, asked, name)

    def say(draft: Draft) -> Draft:
        draft = _with_facts(draft, asked, facts)
        changed = replace(draft, guided={**draft.guided, name: chosen})
        for question in _given_after(follow(desk, draft), name):
            without = replace(changed, guided={each: said for each, said in changed.guided.items() if each != question})
            # What the new answer says already outweighs what was said before it.
            if any(step.implied for step in follow(desk, without).steps if step.question.id == question):
                changed = without
        return replace(changed, guided=follow(desk, changed).answers)

    await change_draft(desk, person.central_id, draft_id, say)


async def _facts_that_ask(desk: Desk, person: Person, draft: Draft, name: str) -> Mapping[str, str]:
    """The facts by which this question was asked: those that were kept, or what the wikis tell now.

    An answer that is followed by other facts than its question would be dropped, and asked for without an end.
    """
    kept = follow(desk, draft)
    is_asked = kept.asks is not None and name in {kept.asks[1].id, *(step.question.id for step in kept.steps)}
    return draft.facts if is_asked and draft.facts else await facts_now(desk, person, draft)


def _given_after(trail: Trail, name: str) -> list[str]:
    """The questions that somebody answered after this one."""
    names = [step.question.id for step in trail.steps]
    after = trail.steps[names.index(name) + 1 :] if name in names else ()
    return [step.question.id for step in after if not (step.found or step.implied)]


def _check(desk: Desk, name: str, values: Sequence[str]) -> tuple[str, ...]:
    question = find_question(desk.guidance.flows, name)
    try:
        if question is not None:
            return check_values(question, values)
        if name not in FACTS:
            raise NotThere
        check_fact(name, values)
    except DoesNotFit as unfit:
        several = question is not None and question.kind is QuestionKind.SEVERAL
        raise Unusable("answer", "choose-answers" if several else "choose-answer") from unfit
    return tuple(values)


async def fill_in(desk: Desk, person: Person, draft_id: str, act: Act, kind: RequestKind | None) -> None:
    """Carry over what was answered, found or follows to the page of answers, for a request of this kind; None for what
    becomes of its accounts one by one.

    Raises DraftGone, and Unusable where the answers do not lead to this act as things are now: an older tab must not
    send something private where something else was answered.
    """
    asked = await read_draft(desk, person.central_id, draft_id)
    facts = await facts_now(desk, person, asked)

    def fill(draft: Draft) -> Draft:
        draft = _with_facts(draft, asked, facts)
        trail = follow(desk, draft)
        if not any(act in outcome.acts for _, outcome in trail.outcomes):
            raise Unusable("act", "choose-answer")
        filled = {**trail.values, **({"kind": (kind.value,)} if kind else {})}
        filled["urgency"] = (min(outcome.urgency for _, outcome in trail.outcomes).code,)
        if trail.criteria:
            filled["criterion"] = trail.criteria
        if kind is None or kind.stops_accounts:
            draft = _accounts_alone(draft)
        # SECURITY: whoever is kept out stays so, whatever else is answered anew.
        return replace(draft, filled=filled, answers={"kept-out": sorted(kept_out_in(draft.answers))})

    await change_draft(desk, person.central_id, draft_id, fill)


def _accounts_alone(draft: Draft) -> Draft:
    """With the links that showed what an account did unticked: only accounts are stopped."""
    others = {place for place, each in enumerate(draft.pointers) if each.kind is not TargetKind.ACCOUNT}
    left_out = draft.left_out | others
    return replace(draft, left_out=left_out) if len(left_out) < len(draft.pointers) else draft


async def add_links(desk: Desk, person: Person, draft_id: str, text: str) -> None:
    """Put what a text points at into the draft. The text is forgotten. Raises DraftGone, TooMuch, Unusable."""
    found = await read_paste(desk, text)
    if not found.pointers:
        raise Unusable("text", "paste-nothing")
    await add_targets(desk, person.central_id, draft_id, found.pointers)
    await _ask_anew(desk, person, draft_id)


async def follow_now(desk: Desk, person: Person, draft: Draft) -> tuple[Draft, Trail]:
    """How far the answers lead; where to an end, by what the wikis tell now. The draft has the facts of this trail."""
    trail = follow(desk, draft)
    if trail.asks is not None and draft.facts:
        return draft, trail
    now = replace(draft, facts=await facts_now(desk, person, draft))
    return now, follow(desk, now)


async def facts_now(desk: Desk, person: Person, draft: Draft) -> Mapping[str, str]:
    """What was told of these targets before, and over it what the wikis tell now: teams change, and so do pages.

    Who is on a team is only what is told now: a wiki that does not answer is not taken at its old word. What the person
    may do is told anew each time, and whose edit it is stays so.
    """
    kept = {name: value for name, value in draft.facts.items() if not name.startswith("local-")}
    return {**kept, **await find_facts(desk, person, draft.chosen, kept_out_in(draft.answers))}


def guided_in(desk: Desk, draft: Draft) -> Guided | None:
    """What a request keeps of guided questions: the flow, its version and the answers that apply. None without any."""
    answers = follow(desk, draft).answers if draft.guided else {}
    if not answers:
        return None
    flow = desk.guidance.flows.by_id[START]
    return Guided(flow.id, flow.version, tuple(answers.items()))
