"""Trackings and their sightings: who follows which account, and what was seen of it.

It must not decide who may follow whom (`app.policy.tracking`), nor ask any wiki. Past its time a tracking is not there
any more, whether the purge has come by or not.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, func, insert, select, true, update

from app.domain.people import Reader
from app.domain.trackings import (
    SIGHTINGS_AT_MOST,
    Consent,
    Ground,
    NewTracking,
    NotedSighting,
    RenewalReason,
    Sighting,
    SightingKind,
    Tracked,
    Tracking,
    TrackingReason,
)
from app.store import pointers
from app.store.inserting import insert_if_absent
from app.store.requests import ReferenceTaken
from app.store.sealing import SealBroken
from app.store.session import StoreSession
from app.store.tables import COLLEAGUES, SEEN, SIGHTINGS, TRACKINGS
from app.store.visible import tracking_visible_to

PAGE = 50


async def add_tracking(session: StoreSession, new: NewTracking, reference: str, now: int) -> None:
    """Stores it with the account under a seal. Raises ReferenceTaken."""
    if await _row_id(session, reference) is not None:
        raise ReferenceTaken
    vault = session.vault
    values = {
        "reference": reference,
        "account_fingerprint": pointers.person_fingerprint(vault, new.account),
        "sealed_account": pointers.seal_account(vault, new.account),
        "owner": new.owner,
        "reason": new.reason.value,
        "ground": new.ground.value,
        "name_harms": new.name_harms,
        "started_at": now,
        "until": new.until,
    }
    added: Any = await session.execute(insert(TRACKINGS).values(values))
    row_id = added.inserted_primary_key[0]
    for central_id in sorted(new.colleagues):
        await session.execute(insert(COLLEAGUES).values(tracking_id=row_id, central_id=central_id))


async def find_tracking(session: StoreSession, reader: Reader, reference: str, now: int) -> Tracking | None:
    """The tracking, or None: unknown, somebody else's, over, and one of the reader's own account look the same."""
    found = await _read(session, reader, now, TRACKINGS.c.reference == reference)
    return found[0] if found else None


async def trackings_of(
    session: StoreSession, reader: Reader, now: int, before: str | None = None, limit: int = PAGE
) -> list[Tracking]:
    """Every tracking the reader may know of, the newest first; `before` is the reference of the last one of the page
    before. One they may not know of is as good as none."""
    return await _read(session, reader, now, _behind(session, reader, now, before), limit=limit)


async def waiting_for(
    session: StoreSession, reader: Reader, now: int, before: str | None = None, limit: int = PAGE
) -> list[Tracking]:
    """Those that wait for a word which the reader, as not their owner, might give; `before` as in `trackings_of`."""
    waits = and_(TRACKINGS.c.ground == Ground.CONSENT.value, TRACKINGS.c.consent.is_(None))
    behind = _behind(session, reader, now, before)
    return await _read(session, reader, now, waits, TRACKINGS.c.owner != reader.central_id, behind, limit=limit)


async def following(session: StoreSession, reader: Reader, account: int, now: int) -> list[Tracking]:
    """The reader's own view of who follows an account already (central id), the newest first."""
    same = TRACKINGS.c.account_fingerprint.in_(pointers.person_fingerprints(session.vault, account))
    return await _read(session, reader, now, same)


async def own_tracking(session: StoreSession, owner: int, account: int, now: int) -> str | None:
    """The reference under which somebody follows an account (central id) already."""
    same = TRACKINGS.c.account_fingerprint.in_(pointers.person_fingerprints(session.vault, account))
    query = select(TRACKINGS.c.reference).where(TRACKINGS.c.owner == owner, _live(now), same)
    reference: str | None = (await session.execute(query.limit(1))).scalar()
    return reference


async def count_owned(session: StoreSession, owner: int, now: int) -> int:
    """How many live trackings somebody has, for the limit."""
    mine = and_(TRACKINGS.c.owner == owner, TRACKINGS.c.until > now)
    number: int = (await session.execute(select(func.count()).select_from(TRACKINGS).where(mine))).scalar_one()
    return number


async def agree(session: StoreSession, reference: str, by: int, consent: Consent, now: int) -> bool:
    """A second functionary agrees, once; False when somebody has, or it is over, or it is their own."""
    waits = and_(
        _live(now),
        TRACKINGS.c.reference == reference,
        TRACKINGS.c.ground == Ground.CONSENT.value,
        TRACKINGS.c.consent.is_(None),
        # SECURITY: nobody agrees with themselves.
        TRACKINGS.c.owner != by,
    )
    return await _changed_one(session, update(TRACKINGS).where(waits).values(consent=consent.value, consent_by=by))


async def renew(session: StoreSession, reference: str, owner: int, reason: RenewalReason, until: int, now: int) -> bool:
    """Makes it last until `until`, once; False when it was renewed before, is over, or somebody else's."""
    can = and_(
        _live(now),
        TRACKINGS.c.reference == reference,
        TRACKINGS.c.owner == owner,
        TRACKINGS.c.renewal.is_(None),
        TRACKINGS.c.until < until,
    )
    return await _changed_one(session, update(TRACKINGS).where(can).values(renewal=reason.value, until=until))


async def say_of_name(session: StoreSession, reference: str, owner: int, harms: bool, now: int) -> bool:
    """Writes down whether the name is itself what harms; False when it is over, or somebody else's."""
    mine = and_(_live(now), TRACKINGS.c.reference == reference, TRACKINGS.c.owner == owner)
    return await _changed_one(session, update(TRACKINGS).where(mine).values(name_harms=harms))


async def end_tracking(session: StoreSession, reference: str) -> bool:
    """It is gone with everything seen; False when it was gone. `find_tracking` it for the reader before."""
    return await _changed_one(session, delete(TRACKINGS).where(TRACKINGS.c.reference == reference))


async def live_trackings(session: StoreSession, now: int, known: Mapping[str, int] | None = None) -> list[Tracked]:
    """Every account that is followed now, for the stream job: not those that wait for a consent, nor one that no
    key opens any more. `known` gives the accounts (central ids) of trackings whose seal was opened before, by
    reference: opening ten thousand seals takes a while."""
    known = known or {}
    has_ground = (TRACKINGS.c.ground != Ground.CONSENT.value) | TRACKINGS.c.consent.is_not(None)
    query = select(TRACKINGS.c.reference, TRACKINGS.c.sealed_account).where(_live(now), has_ground)
    found = []
    for row in await session.execute(query):
        # One whose key is gone must not end the job for all others.
        with suppress(SealBroken):
            account = known.get(row.reference) or pointers.open_account(session.vault, row.sealed_account)
            found.append(Tracked(row.reference, account))
    return found


async def note_sightings(session: StoreSession, told: Iterable[tuple[str, Sighting]], now: int) -> int:
    """Writes them down, each for the tracking of that reference, whoever tells them how often: a handful of statements
    for all. How many are new; of a tracking that is over nothing is kept, and of each the newest only."""
    told = list(told)
    of_trackings = and_(TRACKINGS.c.reference.in_(sorted({reference for reference, _ in told})), _live(now))
    query = select(TRACKINGS.c.reference, TRACKINGS.c.id).where(of_trackings)
    row_ids = {row.reference: row.id for row in await session.execute(query)}
    new = await _new_rows(session, [(row_ids[of], sighting) for of, sighting in told if of in row_ids])
    if new:
        # Two jobs at once may both have found nothing: the unique fingerprint lets one row stand.
        await session.execute(insert_if_absent(session.dialect, SIGHTINGS, new))
        await _keep_newest(session, sorted({row["tracking_id"] for row in new}))
    return len(new)


async def _new_rows(session: StoreSession, told: Sequence[tuple[int, Sighting]]) -> list[dict[str, Any]]:
    """What is not there under any key yet, sealed; `told` with the trackings' row ids."""
    vault = session.vault
    prints = {each.pointer: pointers.pointer_fingerprints(vault, each.pointer) for _, each in told}
    known = and_(
        SIGHTINGS.c.tracking_id.in_(sorted({row_id for row_id, _ in told})),
        SIGHTINGS.c.fingerprint.in_({one for some in prints.values() for one in some}),
    )
    query = select(SIGHTINGS.c.tracking_id, SIGHTINGS.c.fingerprint).where(known)
    there = {(row.tracking_id, row.fingerprint) for row in await session.execute(query)} if told else set()
    new: dict[tuple[int, bytes], dict[str, Any]] = {}
    for row_id, sighting in told:
        key = row_id, pointers.pointer_fingerprint(vault, sighting.pointer)
        if key not in new and not any((row_id, one) in there for one in prints[sighting.pointer]):
            new[key] = {
                "tracking_id": row_id,
                "fingerprint": key[1],
                "kind": sighting.kind.value,
                "sealed": pointers.seal_pointer(vault, sighting.pointer),
                "at": sighting.at,
            }
    return list(new.values())


async def _keep_newest(session: StoreSession, row_ids: Sequence[int]) -> None:
    """Of each of these trackings as many as are kept, by the wiki's own time; the count reads an index only."""
    counted = (
        select(SIGHTINGS.c.tracking_id)
        .where(SIGHTINGS.c.tracking_id.in_(row_ids))
        .group_by(SIGHTINGS.c.tracking_id)
        .having(func.count() > SIGHTINGS_AT_MOST)
    )
    for row_id in (await session.execute(counted)).scalars().all():
        its = select(SIGHTINGS.c.id).where(SIGHTINGS.c.tracking_id == row_id)
        beyond = its.order_by(SIGHTINGS.c.at.desc(), SIGHTINGS.c.id.desc()).offset(SIGHTINGS_AT_MOST)
        oldest = (await session.execute(beyond)).scalars().all()
        await session.execute(delete(SIGHTINGS).where(SIGHTINGS.c.id.in_(oldest)))


async def are_sightings_full(session: StoreSession, reader: Reader, reference: str, now: int) -> bool:
    """Whether as many are kept as ever are, so that older ones may be gone; for a reader who may know of it."""
    visible = and_(TRACKINGS.c.reference == reference, _live(now), tracking_visible_to(session.vault, reader))
    its = SIGHTINGS.c.tracking_id.in_(select(TRACKINGS.c.id).where(visible))
    number: int = (await session.execute(select(func.count()).select_from(SIGHTINGS).where(its))).scalar_one()
    return number >= SIGHTINGS_AT_MOST


async def sightings_of(
    session: StoreSession, reader: Reader, reference: str, now: int, before: int | None = None, limit: int = PAGE
) -> list[NotedSighting]:
    """The newest first, by the wiki's own time; `before` is the number of the last one of the page before."""
    tracking = select(TRACKINGS.c.id).where(
        TRACKINGS.c.reference == reference, _live(now), tracking_visible_to(session.vault, reader)
    )
    row_id = (await session.execute(tracking)).scalar()
    if row_id is None:
        return []
    up_to = await _seen_up_to(session, row_id, reader.central_id)
    query = select(SIGHTINGS).where(SIGHTINGS.c.tracking_id == row_id)
    if before is not None:
        last = (await session.execute(query.where(SIGHTINGS.c.id == before))).first()
        if last is not None:
            earlier = (SIGHTINGS.c.at < last.at) | ((SIGHTINGS.c.at == last.at) & (SIGHTINGS.c.id < last.id))
            query = query.where(earlier)
    query = query.order_by(SIGHTINGS.c.at.desc(), SIGHTINGS.c.id.desc()).limit(limit)
    return [_noted(session, row, up_to) for row in await session.execute(query)]


async def sightings_numbered(
    session: StoreSession, reader: Reader, reference: str, numbers: Iterable[int], now: int
) -> list[NotedSighting]:
    """Those of these that belong to this tracking, for a reader who may know of it, in order of arrival."""
    visible = and_(TRACKINGS.c.reference == reference, _live(now), tracking_visible_to(session.vault, reader))
    its = SIGHTINGS.c.tracking_id.in_(select(TRACKINGS.c.id).where(visible))
    query = select(SIGHTINGS).where(its, SIGHTINGS.c.id.in_(sorted(numbers))).order_by(SIGHTINGS.c.id)
    return [_noted(session, row, 0) for row in await session.execute(query)]


async def mark_seen(session: StoreSession, reader: Reader, reference: str, up_to: int, now: int) -> None:
    """Everything that had arrived up to this number has been looked at by this reader; marks only go forward."""
    visible = and_(TRACKINGS.c.reference == reference, _live(now), tracking_visible_to(session.vault, reader))
    row_id = (await session.execute(select(TRACKINGS.c.id).where(visible))).scalar()
    if row_id is None:
        return
    newest = select(func.max(SIGHTINGS.c.id)).where(SIGHTINGS.c.tracking_id == row_id, SIGHTINGS.c.id <= up_to)
    reached = (await session.execute(newest)).scalar()
    if reached is None:
        return
    key = {"tracking_id": row_id, "central_id": reader.central_id}
    await session.execute(insert_if_absent(session.dialect, SEEN, {**key, "up_to": 0}))
    mine = and_(SEEN.c.tracking_id == row_id, SEEN.c.central_id == reader.central_id, SEEN.c.up_to < reached)
    await session.execute(update(SEEN).where(mine).values(up_to=reached))


def _live(now: int) -> ColumnElement[bool]:
    return TRACKINGS.c.until > now


def _behind(session: StoreSession, reader: Reader, now: int, before: str | None) -> ColumnElement[bool]:
    """Older than the one with this reference; without one, or where the reader may not know of it, all."""
    if before is None:
        return true()
    known = and_(TRACKINGS.c.reference == before, _live(now), tracking_visible_to(session.vault, reader))
    last = select(TRACKINGS.c.id).where(known).scalar_subquery()
    return func.coalesce(TRACKINGS.c.id < last, true())


async def _row_id(session: StoreSession, reference: str) -> int | None:
    row_id: int | None = (
        await session.execute(select(TRACKINGS.c.id).where(TRACKINGS.c.reference == reference))
    ).scalar()
    return row_id


async def _changed_one(session: StoreSession, statement: Any) -> bool:
    done: Any = await session.execute(statement)
    return bool(done.rowcount == 1)


async def _read(
    session: StoreSession, reader: Reader, now: int, *conditions: ColumnElement[bool], limit: int = PAGE
) -> list[Tracking]:
    query = select(TRACKINGS).where(_live(now), tracking_visible_to(session.vault, reader), *conditions)
    rows = (await session.execute(query.order_by(TRACKINGS.c.id.desc()).limit(limit))).all()
    ids = [row.id for row in rows]
    colleagues = await _colleagues(session, ids)
    unseen = await _unseen(session, reader, ids)
    return [_tracking(session, row, frozenset(colleagues.get(row.id, ())), unseen.get(row.id, 0)) for row in rows]


async def _colleagues(session: StoreSession, ids: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row in await session.execute(select(COLLEAGUES).where(COLLEAGUES.c.tracking_id.in_(ids))):
        found.setdefault(row.tracking_id, []).append(row.central_id)
    return found


async def _unseen(session: StoreSession, reader: Reader, ids: Iterable[int]) -> dict[int, int]:
    mine = and_(SEEN.c.tracking_id == SIGHTINGS.c.tracking_id, SEEN.c.central_id == reader.central_id)
    query: Select[Any] = (
        select(SIGHTINGS.c.tracking_id, func.count())
        .outerjoin(SEEN, mine)
        .where(SIGHTINGS.c.tracking_id.in_(ids), SIGHTINGS.c.id > func.coalesce(SEEN.c.up_to, 0))
        .group_by(SIGHTINGS.c.tracking_id)
    )
    return {row[0]: row[1] for row in await session.execute(query)}


async def _seen_up_to(session: StoreSession, row_id: int, central_id: int) -> int:
    query = select(SEEN.c.up_to).where(SEEN.c.tracking_id == row_id, SEEN.c.central_id == central_id)
    return (await session.execute(query)).scalar() or 0


def _tracking(session: StoreSession, row: Row[Any], colleagues: frozenset[int], unseen: int) -> Tracking:
    return Tracking(
        reference=row.reference,
        account=pointers.open_account(session.vault, row.sealed_account),
        owner=row.owner,
        colleagues=colleagues,
        reason=TrackingReason(row.reason),
        ground=Ground(row.ground),
        started_at=row.started_at,
        until=row.until,
        renewal=None if row.renewal is None else RenewalReason(row.renewal),
        consent=None if row.consent is None else Consent(row.consent),
        consent_by=row.consent_by,
        unseen=unseen,
        name_harms=bool(row.name_harms),
    )


def _noted(session: StoreSession, row: Row[Any], up_to: int) -> NotedSighting:
    sighting = Sighting(SightingKind(row.kind), pointers.open_pointer(session.vault, row.sealed), row.at)
    return NotedSighting(row.id, sighting, row.id <= up_to)
