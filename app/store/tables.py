"""Every table of Haven. What each column means, how long it is kept and who may read it stands in `data_register`.

It must not know any query. Times are whole seconds since 1970 (UTC); people are central user ids; what points at a wiki
is sealed. No column can hold a sentence (`shapes`), and a new column does not start before the register names it.
"""

from typing import Any, cast

from sqlalchemy import ForeignKey, Index, MetaData, Table, UniqueConstraint
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from app.domain.inquiries import Inquiry, Reply
from app.domain.lifecycle import Event, State
from app.domain.queues import Step
from app.domain.requests import Basis, ClosingCode, Purpose, RequestKind, TargetState, Urgency
from app.domain.trackings import Consent, Ground, RenewalReason, SightingKind, TrackingReason
from app.store import shapes
from app.store.pointers import HINTS_SIZE, POINTER_SIZES
from app.store.sealing import SIZES
from app.store.shapes import column

METADATA = MetaData(
    naming_convention={
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

MARIADB_TABLE = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


class Row(SQLModel, registry=registry(metadata=METADATA)):
    """A row of one of our tables."""


class SignInRow(Row, table=True):
    """Somebody's session. The cookie holds the random id, the row only its digest."""

    __tablename__ = "sign_ins"
    __table_args__ = MARIADB_TABLE

    id_hash: bytes = Field(sa_column=column(shapes.FINGERPRINT, primary_key=True))
    central_id: int = Field(sa_column=column(shapes.PERSON, index=True))
    name_sealed: str = Field(sa_column=column(shapes.sealed(512)))
    is_sender: bool = Field(sa_column=column(shapes.YES_OR_NO))
    created_at: int = Field(sa_column=column(shapes.TIME, index=True))
    seen_at: int = Field(sa_column=column(shapes.TIME, index=True))
    posted_at: int = Field(sa_column=column(shapes.TIME))


class DraftRow(Row, table=True):
    """Work over several pages: pointers and answer codes under one seal, for two hours."""

    __tablename__ = "drafts"
    __table_args__ = MARIADB_TABLE

    id_hash: bytes = Field(sa_column=column(shapes.FINGERPRINT, primary_key=True))
    central_id: int = Field(sa_column=column(shapes.PERSON, index=True))
    sign_in_hash: bytes = Field(
        sa_column=column(shapes.FINGERPRINT, ForeignKey("sign_ins.id_hash", ondelete="CASCADE"), index=True)
    )
    sealed: str = Field(sa_column=column(shapes.sealed(*SIZES)))
    created_at: int = Field(sa_column=column(shapes.TIME))
    expires_at: int = Field(sa_column=column(shapes.TIME, index=True))


class RequestRow(Row, table=True):
    """What somebody asked another group to do."""

    __tablename__ = "requests"
    __table_args__ = (
        # The queue page reads fifty entries of it in order, whatever the table's size; `requester` is in it so that
        # the rows themselves need not be looked at to leave out the reader's own.
        Index("ix_requests_queue_page", "queue", "state", "urgency", "filed_at", "id", "requester"),
        Index("ix_requests_own_page", "requester", "filed_at", "id"),
        Index("ix_requests_own_open", "requester", "state", "filed_at", "id"),
        Index("ix_requests_stale", "state", "filed_at"),
        # What stewards see: what goes to them at once, and what was handed up to them.
        Index("ix_requests_reached_page", "reached", "state", "urgency", "filed_at", "id", "requester"),
        # For people of very many queues (global sysops): everything open in the order of the page, read from the index.
        Index("ix_requests_open_page", "state", "urgency", "filed_at", "id", "queue", "requester"),
        # At any moment a handful of all: what is held, what waits for an answer, what can be seen again.
        Index("ix_requests_held", "claim_until", "holder"),
        Index("ix_requests_awaiting", "awaits_answer", "filed_at"),
        Index("ix_requests_seen_again", "visible_again", "state", "filed_at"),
        MARIADB_TABLE,
    )

    id: int | None = Field(default=None, sa_column=column(shapes.ROW_ID, primary_key=True))
    reference: str = Field(sa_column=column(shapes.REFERENCE, unique=True))
    kind: str = Field(sa_column=column(shapes.listed(RequestKind)))
    wiki: str = Field(sa_column=column(shapes.DBNAME))
    queue: str = Field(sa_column=column(shapes.QUEUE))
    criterion: str = Field(sa_column=column(shapes.CODE))
    urgency: int = Field(sa_column=column(shapes.numbered(Urgency)))
    state: str = Field(sa_column=column(shapes.listed(State)))
    requester: int | None = Field(default=None, sa_column=column(shapes.PERSON, nullable=True))
    filed_at: int = Field(sa_column=column(shapes.TIME))
    ended_at: int | None = Field(default=None, sa_column=column(shapes.TIME, nullable=True, index=True))
    checked_at: int | None = Field(default=None, sa_column=column(shapes.TIME, nullable=True))
    holder: int | None = Field(default=None, sa_column=column(shapes.PERSON, nullable=True))
    claim_until: int | None = Field(default=None, sa_column=column(shapes.TIME, nullable=True))
    target_count: int = Field(sa_column=column(shapes.SMALL_NUMBER))
    done_count: int = Field(default=0, sa_column=column(shapes.SMALL_NUMBER))
    closing: str | None = Field(default=None, sa_column=column(shapes.listed(ClosingCode), nullable=True))
    basis: str | None = Field(default=None, sa_column=column(shapes.listed(Basis), nullable=True))
    group_code: str | None = Field(default=None, sa_column=column(shapes.REFERENCE, nullable=True, index=True))
    visible_again: bool = Field(default=False, sa_column=column(shapes.YES_OR_NO))
    look_due_at: int | None = Field(default=None, sa_column=column(shapes.TIME, nullable=True, index=True))
    reached: str = Field(sa_column=column(shapes.listed(Step)))
    climbs_at: int | None = Field(default=None, sa_column=column(shapes.TIME, nullable=True, index=True))
    awaits_answer: bool = Field(default=False, sa_column=column(shapes.YES_OR_NO))
    author_known: bool = Field(sa_column=column(shapes.YES_OR_NO))
    keeps_someone_out: bool = Field(sa_column=column(shapes.YES_OR_NO))
    sealed_parties: str | None = Field(default=None, sa_column=column(shapes.sealed(512, 2_048, 8_192), nullable=True))
    sealed_hints: str | None = Field(default=None, sa_column=column(shapes.sealed(HINTS_SIZE), nullable=True))


class RequestTargetRow(Row, table=True):
    """One thing a request means: its pointer under a seal, and a keyed fingerprint to find the same thing again."""

    __tablename__ = "request_targets"
    __table_args__ = MARIADB_TABLE

    request_id: int = Field(
        sa_column=column(shapes.ROW_ID, ForeignKey("requests.id", ondelete="CASCADE"), primary_key=True)
    )
    number: int = Field(sa_column=column(shapes.SMALL_NUMBER, primary_key=True, autoincrement=False))
    fingerprint: bytes = Field(sa_column=column(shapes.FINGERPRINT, index=True))
    sealed: str = Field(sa_column=column(shapes.sealed(*POINTER_SIZES)))
    state: str = Field(sa_column=column(shapes.listed(TargetState)))
    seen_hidden_at: int | None = Field(default=None, sa_column=column(shapes.TIME, nullable=True))


class ExcludedPersonRow(Row, table=True):
    """Somebody for whom a request does not exist, as a keyed fingerprint of the central id."""

    __tablename__ = "excluded_people"
    __table_args__ = MARIADB_TABLE

    request_id: int = Field(
        sa_column=column(shapes.ROW_ID, ForeignKey("requests.id", ondelete="CASCADE"), primary_key=True)
    )
    fingerprint: bytes = Field(sa_column=column(shapes.FINGERPRINT, primary_key=True, index=True))


class EventRow(Row, table=True):
    """A line of a request's timeline."""

    __tablename__ = "events"
    __table_args__ = MARIADB_TABLE

    id: int | None = Field(default=None, sa_column=column(shapes.ROW_ID, primary_key=True))
    request_id: int = Field(sa_column=column(shapes.ROW_ID, ForeignKey("requests.id", ondelete="CASCADE"), index=True))
    event: str = Field(sa_column=column(shapes.listed(Event)))
    by_central_id: int | None = Field(default=None, sa_column=column(shapes.PERSON, nullable=True))
    toward: int | None = Field(default=None, sa_column=column(shapes.PERSON, nullable=True))
    detail: str | None = Field(default=None, sa_column=column(shapes.CODE, nullable=True))
    at: int = Field(sa_column=column(shapes.TIME))


class InquiryRow(Row, table=True):
    """What somebody was asked about a request, and what they answered, both in codes."""

    __tablename__ = "inquiries"
    __table_args__ = (Index("ix_inquiries_waiting", "asked_of", "reply"), MARIADB_TABLE)

    request_id: int = Field(
        sa_column=column(shapes.ROW_ID, ForeignKey("requests.id", ondelete="CASCADE"), primary_key=True)
    )
    number: int = Field(sa_column=column(shapes.SMALL_NUMBER, primary_key=True, autoincrement=False))
    inquiry: str = Field(sa_column=column(shapes.listed(Inquiry)))
    asked_by: int = Field(sa_column=column(shapes.PERSON))
    asked_of: int = Field(sa_column=column(shapes.PERSON))
    asked_at: int = Field(sa_column=column(shapes.TIME))
    reply: str | None = Field(default=None, sa_column=column(shapes.listed(Reply), nullable=True))
    place: int | None = Field(default=None, sa_column=column(shapes.SMALL_NUMBER, nullable=True))
    replied_at: int | None = Field(default=None, sa_column=column(shapes.TIME, nullable=True))


class ReminderRow(Row, table=True):
    """Somebody wants to look at a request again on a day."""

    __tablename__ = "reminders"
    __table_args__ = MARIADB_TABLE

    request_id: int = Field(
        sa_column=column(shapes.ROW_ID, ForeignKey("requests.id", ondelete="CASCADE"), primary_key=True)
    )
    owner: int = Field(sa_column=column(shapes.PERSON, primary_key=True, autoincrement=False, index=True))
    due_at: int = Field(sa_column=column(shapes.TIME, index=True))


class PresenceRow(Row, table=True):
    """The last day on which anybody of a team was here; no person."""

    __tablename__ = "team_presence"
    __table_args__ = MARIADB_TABLE

    queue: str = Field(sa_column=column(shapes.QUEUE, primary_key=True))
    last_day: int = Field(sa_column=column(shapes.TIME, index=True))


class BellRow(Row, table=True):
    """A secret feed address that tells its owner whether anything waits."""

    __tablename__ = "bells"
    __table_args__ = MARIADB_TABLE

    id: int | None = Field(default=None, sa_column=column(shapes.ROW_ID, primary_key=True))
    secret_hash: bytes = Field(sa_column=column(shapes.FINGERPRINT, unique=True))
    owner: int = Field(sa_column=column(shapes.PERSON, index=True))
    made_at: int = Field(sa_column=column(shapes.TIME))
    until: int = Field(sa_column=column(shapes.TIME, index=True))


class ViewRow(Row, table=True):
    """Who opened a request's pointers, when and why. `until` ends the view."""

    __tablename__ = "view_log"
    __table_args__ = (Index("ix_view_log_live", "request_id", "central_id", "until"), MARIADB_TABLE)

    id: int | None = Field(default=None, sa_column=column(shapes.ROW_ID, primary_key=True))
    request_id: int = Field(sa_column=column(shapes.ROW_ID, ForeignKey("requests.id", ondelete="CASCADE")))
    central_id: int = Field(sa_column=column(shapes.PERSON))
    purpose: str = Field(sa_column=column(shapes.listed(Purpose)))
    first_at: int = Field(sa_column=column(shapes.TIME))
    last_at: int = Field(sa_column=column(shapes.TIME, index=True))
    until: int = Field(sa_column=column(shapes.TIME))


class TallyRow(Row, table=True):
    """How much somebody (0: everybody together) did of something in a stretch of time."""

    __tablename__ = "tallies"
    __table_args__ = MARIADB_TABLE

    what: str = Field(sa_column=column(shapes.CODE, primary_key=True))
    who: int = Field(sa_column=column(shapes.PERSON_OR_ALL, primary_key=True, autoincrement=False))
    window_start: int = Field(sa_column=column(shapes.TIME, primary_key=True, autoincrement=False, index=True))
    count: int = Field(sa_column=column(shapes.COUNT))


class TrackingRow(Row, table=True):
    """An account that somebody follows: its central id under a seal, and the fingerprint its owner is kept out by."""

    __tablename__ = "trackings"
    __table_args__ = MARIADB_TABLE

    id: int | None = Field(default=None, sa_column=column(shapes.ROW_ID, primary_key=True))
    reference: str = Field(sa_column=column(shapes.REFERENCE, unique=True))
    account_fingerprint: bytes = Field(sa_column=column(shapes.FINGERPRINT, index=True))
    sealed_account: str = Field(sa_column=column(shapes.sealed(128)))
    owner: int = Field(sa_column=column(shapes.PERSON, index=True))
    reason: str = Field(sa_column=column(shapes.listed(TrackingReason)))
    ground: str = Field(sa_column=column(shapes.listed(Ground)))
    name_harms: bool = Field(sa_column=column(shapes.YES_OR_NO))
    started_at: int = Field(sa_column=column(shapes.TIME))
    until: int = Field(sa_column=column(shapes.TIME, index=True))
    renewal: str | None = Field(default=None, sa_column=column(shapes.listed(RenewalReason), nullable=True))
    consent: str | None = Field(default=None, sa_column=column(shapes.listed(Consent), nullable=True))
    consent_by: int | None = Field(default=None, sa_column=column(shapes.PERSON, nullable=True))


class TrackingColleagueRow(Row, table=True):
    """A colleague whom the owner of a tracking named."""

    __tablename__ = "tracking_colleagues"
    __table_args__ = MARIADB_TABLE

    tracking_id: int = Field(
        sa_column=column(shapes.ROW_ID, ForeignKey("trackings.id", ondelete="CASCADE"), primary_key=True)
    )
    central_id: int = Field(sa_column=column(shapes.PERSON, primary_key=True, autoincrement=False, index=True))


class SightingRow(Row, table=True):
    """Something a followed account did, once: the fingerprint keeps a second telling of the same thing out."""

    __tablename__ = "sightings"
    __table_args__ = (UniqueConstraint("tracking_id", "fingerprint"), MARIADB_TABLE)

    id: int | None = Field(default=None, sa_column=column(shapes.ROW_ID, primary_key=True))
    tracking_id: int = Field(sa_column=column(shapes.ROW_ID, ForeignKey("trackings.id", ondelete="CASCADE")))
    fingerprint: bytes = Field(sa_column=column(shapes.FINGERPRINT))
    kind: str = Field(sa_column=column(shapes.listed(SightingKind)))
    sealed: str = Field(sa_column=column(shapes.sealed(*POINTER_SIZES)))
    at: int = Field(sa_column=column(shapes.TIME))


class SeenRow(Row, table=True):
    """Up to which sighting somebody has looked at a tracking."""

    __tablename__ = "tracking_seen"
    __table_args__ = MARIADB_TABLE

    tracking_id: int = Field(
        sa_column=column(shapes.ROW_ID, ForeignKey("trackings.id", ondelete="CASCADE"), primary_key=True)
    )
    central_id: int = Field(sa_column=column(shapes.PERSON, primary_key=True, autoincrement=False))
    up_to: int = Field(sa_column=column(shapes.COUNT))


class StreamPositionRow(Row, table=True):
    """Up to where one topic of the event stream was read, as the stream itself counts."""

    __tablename__ = "stream_positions"
    __table_args__ = MARIADB_TABLE

    topic: str = Field(sa_column=column(shapes.TOPIC, primary_key=True))
    part: int = Field(sa_column=column(shapes.SMALL_NUMBER, primary_key=True, autoincrement=False))
    counted: int | None = Field(default=None, sa_column=column(shapes.PLACE, nullable=True))
    milliseconds: int | None = Field(default=None, sa_column=column(shapes.PLACE, nullable=True))


class JobHolderRow(Row, table=True):
    """Which process does a job that only one should do, and how it gets on."""

    __tablename__ = "job_holders"
    __table_args__ = MARIADB_TABLE

    job: str = Field(sa_column=column(shapes.CODE, primary_key=True))
    holder: bytes = Field(sa_column=column(shapes.FINGERPRINT))
    expires_at: int = Field(sa_column=column(shapes.TIME))
    behind: int = Field(sa_column=column(shapes.COUNT))
    gap_at: int | None = Field(default=None, sa_column=column(shapes.TIME, nullable=True))


def _table(row: type[Row]) -> Table:
    table = cast(Table, cast(Any, row).__table__)
    shapes.guard(table)
    return table


SIGN_INS = _table(SignInRow)
DRAFTS = _table(DraftRow)
REQUESTS = _table(RequestRow)
TARGETS = _table(RequestTargetRow)
EXCLUDED = _table(ExcludedPersonRow)
EVENTS = _table(EventRow)
INQUIRIES = _table(InquiryRow)
REMINDERS = _table(ReminderRow)
PRESENCE = _table(PresenceRow)
BELLS = _table(BellRow)
VIEWS = _table(ViewRow)
TALLIES = _table(TallyRow)
TRACKINGS = _table(TrackingRow)
COLLEAGUES = _table(TrackingColleagueRow)
SIGHTINGS = _table(SightingRow)
SEEN = _table(SeenRow)
STREAM_POSITIONS = _table(StreamPositionRow)
JOB_HOLDERS = _table(JobHolderRow)
