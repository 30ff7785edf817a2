"""Drafts: work over several pages, as pointers and answer codes under one seal. They go after two hours, whatever
happens.

It must not know what the answers mean. The page's address holds the random draft id, the row only its digest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, select, update

from app.domain.requests import Tail
from app.domain.retention import DRAFT
from app.domain.targets import Pointer
from app.store.pointers import plain_pointer, read_plain_pointer, require_ids_and_codes
from app.store.sealing import digest_of
from app.store.session import StoreSession
from app.store.tables import DRAFTS, DraftRow

Answers = Mapping[str, Any]
"""JSON of numbers, yes and no, short codes, and lists and mappings of them; anything else raises NotSealable."""

SMALLEST = 512


@dataclass(frozen=True)
class Draft:
    """What somebody is about to do: the targets found, the places (from 0) of those left out, and answers so far.

    `guided` are the answers to guided questions (question to chosen codes), `facts` what the wikis told of the
    chosen targets (fact to code). `filled` is what the page of answers begins with (field to codes), `tail`
    what was said about a long tail of revisions.
    """

    pointers: tuple[Pointer, ...]
    left_out: frozenset[int] = frozenset()
    answers: Answers = field(default_factory=dict)
    guided: Mapping[str, Sequence[str]] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    filled: Mapping[str, Sequence[str]] = field(default_factory=dict)
    tail: Tail | None = None
    stewards: Mapping[str, str] = field(default_factory=dict)

    @property
    def chosen(self) -> tuple[Pointer, ...]:
        """What goes on. What of the marks of the others holds for it, too, is for `app.actions.marks` to say."""
        return tuple(pointer for place, pointer in enumerate(self.pointers) if place not in self.left_out)

    def means_the_same_as(self, other: "Draft") -> bool:
        """Whether the same targets go on; whatever was said of them."""
        return [each.identity for each in self.chosen] == [each.identity for each in other.chosen]


async def keep_draft(
    session: StoreSession, draft_id: str, central_id: int, session_id: str, draft: Draft, now: int
) -> None:
    """Starts a draft of somebody's session. Raises NotSealable and TooLargeToSeal."""
    session.add(
        DraftRow(
            id_hash=digest_of(draft_id),
            central_id=central_id,
            sign_in_hash=digest_of(session_id),
            sealed=_seal(session, draft),
            created_at=now,
            expires_at=now + DRAFT,
        )
    )
    await session.flush()


async def read_draft(
    session: StoreSession, draft_id: str, central_id: int, now: int, to_change: bool = False
) -> Draft | None:
    """The draft, or None: unknown, somebody else's and expired look the same. Raises SealBroken.

    `to_change`: whoever else wants to change it waits for this transaction, and reads what it leaves.
    """
    query = select(DRAFTS.c.sealed).where(_live(draft_id, central_id, now))
    if to_change:
        query = query.with_for_update()
    token = (await session.execute(query)).scalar()
    return None if token is None else _read(session.vault.open(token))


async def change_draft(session: StoreSession, draft_id: str, central_id: int, draft: Draft, now: int) -> bool:
    """Replaces it; it does not live longer for that. False when there is none."""
    sealed = _seal(session, draft)
    changed: Any = await session.execute(update(DRAFTS).where(_live(draft_id, central_id, now)).values(sealed=sealed))
    return bool(changed.rowcount == 1)


async def drop_draft(session: StoreSession, draft_id: str, central_id: int, now: int) -> bool:
    """Deletes a draft. True for exactly one caller: a form sent twice files once."""
    dropped: Any = await session.execute(delete(DRAFTS).where(_live(draft_id, central_id, now)))
    return bool(dropped.rowcount == 1)


def _live(draft_id: str, central_id: int, now: int) -> ColumnElement[bool]:
    return and_(DRAFTS.c.id_hash == digest_of(draft_id), DRAFTS.c.central_id == central_id, DRAFTS.c.expires_at > now)


def _seal(session: StoreSession, draft: Draft) -> str:
    """SECURITY: every pointer and every answer is looked at, so that no page can park a sentence in a draft."""
    said = {
        "answers": dict(draft.answers),
        "guided": {question: list(values) for question, values in draft.guided.items()},
        "filled": {field: list(values) for field, values in draft.filled.items()},
        "facts": dict(draft.facts),
        "tail": draft.tail.value if draft.tail else "",
        "stewards": dict(draft.stewards),
    }
    require_ids_and_codes(said)
    pointers = [plain_pointer(pointer) for pointer in draft.pointers]
    plain = {"pointers": pointers, "left-out": sorted(draft.left_out), **said}
    return session.vault.seal(plain, least=SMALLEST)


def _read(plain: Mapping[str, Any]) -> Draft:
    pointers = tuple(read_plain_pointer(each) for each in plain["pointers"])
    guided, filled = (
        {name: tuple(values) for name, values in plain.get(kept, {}).items()} for kept in ("guided", "filled")
    )
    tail = Tail(plain["tail"]) if plain.get("tail") else None
    return Draft(
        pointers,
        frozenset(plain["left-out"]),
        plain["answers"],
        guided,
        plain.get("facts", {}),
        filled,
        tail,
        plain.get("stewards", {}),
    )
