"""The nouns of the leak check: what is looked through, and what is found in it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class TextKind(StrEnum):
    """Where a text goes: that decides which rules hold."""

    REPLY = "reply"
    ANNOUNCEMENT = "announcement"
    REASON = "reason"
    STEWARD_REQUEST = "steward-request"
    HANDOVER = "handover"


class Severity(StrEnum):
    """A text that blocks does not go out. A warning is for a person to look at."""

    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True)
class Finding:
    """`rule` of the training module (facts, domain.md 2), the place in characters, the key of the message that says
    what and why, and better words in the text's language where there are some."""

    rule: str
    severity: Severity
    start: int
    end: int
    say: str
    instead: str = ""


@dataclass(frozen=True)
class Outgoing:
    """A text before it goes out. `language`: a code that has words, or None for all of them. `names`: those that may
    not stand there. `allowed_hosts`: where links may lead beside the wikis of `leak_rules.toml`. `allowed_addresses`
    are those that a global block is asked for. `own_words` are pieces of ours, which stand there whoever it is about: a
    name within one (`Ross` in `Cross-wiki abuse`) is for a person to look at. `is_list`: beside these it is made of
    names of accounts, and no prose."""

    text: str
    kind: TextKind
    language: str | None = None
    names: Sequence[str] = ()
    allowed_hosts: Collection[str] = ()
    allowed_addresses: Collection[str] = ()
    own_words: Collection[str] = ()
    is_list: bool = False


@dataclass(frozen=True)
class Spot:
    """A place of a text that a rule, by its id in `leak_rules.toml`, has something to say about. What is not `sure` is
    for a person to look at."""

    rule_id: str
    start: int
    end: int
    instead: str = ""
    is_sure: bool = True
