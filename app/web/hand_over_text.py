"""The finished text of a hand-over pack, and what may be told to whoever reported: the same from the same fields."""

from collections.abc import Callable
from functools import partial

from app.domain.hand_overs import HandOver, NoneBecause, Part, Question, Recipient
from app.text.hand_over import Pack, Section, write_pack
from app.web.house import House
from app.web.pages import NamedWay
from app.web.wording import word_key

Say = Callable[..., str]


def write_text(house: House, language: str, pack: HandOver, way: NamedWay) -> str:
    """The finished text: the same from the same fields, so that the file is what the page showed."""
    say: Say = partial(house.messages.say, language)
    to = way.say or say(word_key("team", pack.to.value), pack.wiki)
    facts = [say("hand-over-fact", say("hand-over-to-whom"), to)]
    facts += [say("hand-over-fact", say("letter-wiki"), pack.wiki)] if pack.wiki else []
    # The questions end in a mark of their own.
    answered = [(each, pack.said[each]) for each in Question if each in pack.said]
    facts += [
        f"{say(word_key('hand-over-ask', each))} {say(word_key('hand-over-said', said))}" for each, said in answered
    ]
    is_child = pack.to is Recipient.CHILD_PROTECTION
    sections = [Section(say(_heading_key(pack.to, part)), _text_of(say, pack, part)) for part in pack.to.parts]
    opening = say("hand-over-opening-child" if is_child else "hand-over-opening")
    return write_pack(Pack(opening, facts, sections, say("hand-over-closing")))


def _heading_key(to: Recipient, part: Part) -> str:
    """Of the abuse of a child nobody is asked whom it is about."""
    alone = to is Recipient.CHILD_PROTECTION and part is Part.PARTY
    return "hand-over-part-party-child" if alone else word_key("hand-over-part", part)


def _text_of(say: Say, pack: HandOver, part: Part) -> str:
    filled = pack.parts[part]
    if filled.because:
        reason = say(word_key("hand-over-none", filled.because))
        said = f"{reason} {filled.in_words}" if filled.because is not NoneBecause.OTHER else filled.in_words
        return say("hand-over-none-because", said.strip())
    if part is Part.DONE and pack.steps:
        ticked = "\n".join(say(word_key("hand-over-step", step)) for step in pack.steps)
        return f"{ticked}\n{filled.words}".strip()
    if part.is_links:
        return "\n".join(line.strip() for line in filled.words.splitlines() if line.strip())
    return filled.words


def what_to_tell(house: House, language: str, to: Recipient) -> str:
    """A text for whoever reported: where it is now, and what they may not expect. No details, and nothing promised."""
    say: Say = partial(house.messages.say, language)
    emergency = house.desk.guidance.contacts["emergency"].contact
    where = say("hand-over-tell-foundation" if to.is_of_the_foundation else "hand-over-tell-team")
    is_child = to is Recipient.CHILD_PROTECTION
    expect = say("hand-over-tell-expect-child" if is_child else "hand-over-tell-expect")
    lines = [say("hand-over-tell-thanks"), where, expect]
    if to is Recipient.LEGAL:
        lines.append(say("hand-over-tell-legal"))
    return "\n\n".join([*lines, say("hand-over-tell-danger", emergency.mail or "")]) + "\n"
