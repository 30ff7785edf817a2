"""Which process does a job that only one should do: a lease that ends by itself unless it is renewed.

Two at once would do no harm (what they write is unique); this makes it rare. It must not know any job.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select, update

from app.store.inserting import insert_if_absent
from app.store.sealing import digest_of
from app.store.session import StoreSession
from app.store.tables import JOB_HOLDERS

LEASE_SECONDS = 30
"""A holder that says nothing for this long has lost the job."""


@dataclass(frozen=True)
class Sign:
    """A job's last sign of life: seconds since 1970, how many seconds it was `behind`, and when it last had a gap."""

    at: int
    behind: int
    gap_at: int | None


async def hold(session: StoreSession, job: str, secret: str, behind: int, now: int) -> bool:
    """Takes or renews the lease for the process that knows `secret`; False while another one holds it."""
    values = {"holder": digest_of(secret), "behind": behind, "expires_at": now + LEASE_SECONDS}
    free = or_(JOB_HOLDERS.c.holder == values["holder"], JOB_HOLDERS.c.expires_at <= now)
    take = update(JOB_HOLDERS).where(and_(JOB_HOLDERS.c.job == job, free)).values(values)
    held: Any = await session.execute(take)
    if held.rowcount == 0:
        # The very first time there is no row; whoever comes second at that moment finds the lease taken.
        first = {"job": job, **values, "expires_at": 0}
        await session.execute(insert_if_absent(session.dialect, JOB_HOLDERS, first))
        held = await session.execute(take)
    return bool(held.rowcount == 1)


async def let_go(session: StoreSession, job: str, secret: str, now: int) -> None:
    """The next process need not wait for the lease to end."""
    mine = and_(JOB_HOLDERS.c.job == job, JOB_HOLDERS.c.holder == digest_of(secret))
    await session.execute(update(JOB_HOLDERS).where(mine).values(expires_at=now))


async def note_gap(session: StoreSession, job: str, now: int) -> None:
    """It had been away too long to go on where it was."""
    await session.execute(update(JOB_HOLDERS).where(JOB_HOLDERS.c.job == job).values(gap_at=now))


async def last_sign(session: StoreSession, job: str) -> Sign | None:
    """None when the job has never run."""
    row = (await session.execute(select(JOB_HOLDERS).where(JOB_HOLDERS.c.job == job))).first()
    return None if row is None else Sign(max(0, row.expires_at - LEASE_SECONDS), row.behind, row.gap_at)
