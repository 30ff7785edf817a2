"""The register of everything Haven stores: each column, what it means, how long it is kept, who may read it.

`docs/data.md` is written from it, and Haven does not start while a column is missing here. It must not know any query.
"""

from dataclasses import dataclass

from app.domain import retention
from app.domain.trackings import SIGHTINGS_AT_MOST
from app.store.tables import METADATA


class RegisterIncomplete(Exception):
    """A column of the database that the register does not name, or the other way round."""


@dataclass(frozen=True)
class Entry:
    """What a column means, how long a value stays, and who may read it through Haven."""

    meaning: str
    kept: str
    readers: str


@dataclass(frozen=True)
class Chapter:
    """A table: what a row is, and its columns."""

    about: str
    columns: dict[str, Entry]


def say_span(seconds: int) -> str:
    """`604800` -> `7 days`; whole days from two days on, else whole hours, or minutes below one."""
    if seconds >= 2 * retention.DAY:
        number, unit = seconds // retention.DAY, "day"
    else:
        number, unit = (seconds // 3600, "hour") if seconds >= 3600 else (seconds // 60, "minute")
    return f"{number} {unit}{'' if number == 1 else 's'}"


SESSION = f"at most {say_span(retention.SESSION_AT_MOST)}, {say_span(retention.SESSION_IDLE)} unused, or sign-out"
DRAFT = f"{say_span(retention.DRAFT)}, until filing or sign-out"
POINTER = (
    f"{say_span(retention.POINTERS_AFTER_END)} after the request ended; "
    f"{say_span(retention.STALE_AFTER)} after filing when nobody ended it; "
    f"{say_span(retention.POINTERS_AT_MOST)} after filing at the latest"
)
RECORD = f"{say_span(retention.RECORD_AFTER_END)} after the request ended"
CLAIM = "until the request ends or the claim is given back"
INQUIRY = f"{POINTER}; the day alone once the request has ended"
REMINDER = f"{say_span(retention.REMINDER_AFTER)} after its day, until taken back, or with what it is about"
PRESENCE = f"{say_span(retention.PRESENCE)} after the day"
BELL = f"{say_span(retention.BELL)}, or until taken back"
VIEW = f"{say_span(retention.VIEW_LOG)}, or with the request's record"
TRACKING = f"as its owner chose, at most {say_span(retention.TRACKING)}, or until they end it"
ROLLING = "overwritten every few seconds"
TALLY = f"the next purge after {say_span(retention.TALLY)}"

NOBODY = "nobody (only Haven compares it)"
THEMSELVES = "the person"
SEES_REQUEST = "its requester and the handlers of its queue, except those kept out"
HANDLERS = "the handlers of its queue, except those kept out"
OPENED = "a handler who opened the request within the last hour and is no party; not those kept out"
FOLLOWERS = "its owner, the colleagues they named, and stewards; never the account itself"
CONCERNED = "the handlers of its queue, except those kept out; its requester, of what they were asked themselves"
LOGGED = "the handlers of the queue, except those kept out; the ombuds"

REGISTER: dict[str, Chapter] = {
    "sign_ins": Chapter(
        "A session of somebody who signed in.",
        {
            "id_hash": Entry("digest of the random id in the cookie", SESSION, NOBODY),
            "central_id": Entry("central user id", SESSION, THEMSELVES),
            "name_sealed": Entry("account name as the wiki gave it at sign-in, sealed", SESSION, THEMSELVES),
            "is_sender": Entry("whether they might send requests when they signed in", SESSION, THEMSELVES),
            "created_at": Entry("when they signed in", SESSION, NOBODY),
            "seen_at": Entry("when the session was last seen, to five minutes", SESSION, NOBODY),
            "posted_at": Entry("when they last sent a form", SESSION, NOBODY),
        },
    ),
    "drafts": Chapter(
        "Work over several pages.",
        {
            "id_hash": Entry("digest of the draft's random id", DRAFT, NOBODY),
            "central_id": Entry("central user id of whoever works on it", DRAFT, THEMSELVES),
            "sign_in_hash": Entry("the session it belongs to and goes with", DRAFT, NOBODY),
            "sealed": Entry(
                "pointers, answer codes so far and short keyed fingerprints of names that were looked at, sealed",
                DRAFT,
                THEMSELVES,
            ),
            "created_at": Entry("when it was begun", DRAFT, NOBODY),
            "expires_at": Entry("when it ends", DRAFT, NOBODY),
        },
    ),
    "requests": Chapter(
        "What somebody asked another group to do. When a request ends, its times are rounded to the day; once its "
        "pointers are purged, no page of Haven shows it to anybody any more.",
        {
            "id": Entry("number of the row, never shown", RECORD, NOBODY),
            "reference": Entry("random reference", RECORD, SEES_REQUEST + "; the ombuds"),
            "kind": Entry("what is asked for, a code", RECORD, SEES_REQUEST),
            "wiki": Entry("the wiki's database name", RECORD, SEES_REQUEST),
            "queue": Entry("which group handles it", RECORD, SEES_REQUEST),
            "criterion": Entry("the policy's criterion, a code", RECORD, SEES_REQUEST),
            "urgency": Entry("0 (now) to 3 (routine)", RECORD, SEES_REQUEST),
            "state": Entry("open or how it ended, a code", RECORD, SEES_REQUEST),
            "requester": Entry("central user id of whoever sent it", POINTER, SEES_REQUEST),
            "filed_at": Entry("when it was sent", RECORD, SEES_REQUEST),
            "ended_at": Entry("on which day it ended", RECORD, SEES_REQUEST),
            "checked_at": Entry("when the wiki was last asked", RECORD, SEES_REQUEST),
            "holder": Entry("central user id of whoever handles it now", CLAIM, HANDLERS),
            "claim_until": Entry("when that claim ends by itself", CLAIM, HANDLERS),
            "target_count": Entry("how many things it is about", RECORD, SEES_REQUEST),
            "done_count": Entry("how many of them the wiki showed as done", RECORD, SEES_REQUEST),
            "closing": Entry("why a handler closed it, a code", RECORD, SEES_REQUEST),
            "basis": Entry("whether the wiki or the handler said that it is done", RECORD, SEES_REQUEST),
            "group_code": Entry("random code of requests sent together", POINTER, SEES_REQUEST),
            "visible_again": Entry(
                "whether it was done, and the wiki showed later that it can be seen again", RECORD, SEES_REQUEST
            ),
            "look_due_at": Entry(
                "since when the stream has told of something about it that nobody has looked at yet",
                "seconds, until the wiki was asked",
                NOBODY,
            ),
            "reached": Entry("the last group that was asked because nobody took it, a code", RECORD, SEES_REQUEST),
            "climbs_at": Entry("from when on the next group is asked", "until it ends", SEES_REQUEST),
            "awaits_answer": Entry("whether its requester was asked something", "until it ends", SEES_REQUEST),
            "author_known": Entry("whether the wiki told whose edits these are", RECORD, HANDLERS),
            "keeps_someone_out": Entry("whether the requester keeps somebody out", RECORD, HANDLERS + "; the ombuds"),
            "sealed_parties": Entry(
                "central user ids of those for whom it does not exist, sealed; read only when keys change",
                POINTER,
                NOBODY,
            ),
            "sealed_hints": Entry("what is exposed, where and whose, as codes, sealed", POINTER, OPENED),
        },
    ),
    "request_targets": Chapter(
        "One thing that a request is about.",
        {
            "request_id": Entry("the request's row", POINTER, NOBODY),
            "number": Entry("its place in the request", POINTER, OPENED),
            "fingerprint": Entry("keyed fingerprint of wiki, kind and id, to find it again", POINTER, NOBODY),
            "sealed": Entry(
                "wiki, kind and number, sealed; a title or name in its place where the wiki has no public number",
                POINTER,
                OPENED,
            ),
            "state": Entry("what the wiki said of it at the last check, a code", POINTER, OPENED),
            "seen_hidden_at": Entry(
                "when the public could first see that it is hidden or deleted; only the day once the request has ended",
                POINTER,
                OPENED,
            ),
        },
    ),
    "excluded_people": Chapter(
        "Somebody for whom a request does not exist: known authors, page owners, and whom the requester keeps out.",
        {
            "request_id": Entry("the request's row", POINTER, NOBODY),
            "fingerprint": Entry("keyed fingerprint of a central user id", POINTER, NOBODY),
        },
    ),
    "events": Chapter(
        "A line of a request's timeline.",
        {
            "id": Entry("number of the row, never shown", RECORD, NOBODY),
            "request_id": Entry("the request's row", RECORD, NOBODY),
            "event": Entry("what happened, a code", RECORD, SEES_REQUEST),
            "by_central_id": Entry("central user id of whoever did it", POINTER, HANDLERS),
            "toward": Entry("central user id of the colleague it was handed to or who was asked", POINTER, HANDLERS),
            "detail": Entry("which inquiry, reply, group or reason, a code", RECORD, SEES_REQUEST),
            "at": Entry("when; only the day once the request has ended", RECORD, SEES_REQUEST),
        },
    ),
    "inquiries": Chapter(
        "What a requester or a colleague was asked about a request, and what they answered: codes of closed lists.",
        {
            "request_id": Entry("the request's row", INQUIRY, NOBODY),
            "number": Entry("its place among those about the request", INQUIRY, CONCERNED),
            "inquiry": Entry("what was asked, a code", INQUIRY, CONCERNED),
            "asked_by": Entry("central user id of whoever asked", INQUIRY, HANDLERS),
            "asked_of": Entry("central user id of whoever was asked", INQUIRY, HANDLERS),
            "asked_at": Entry("when", INQUIRY, CONCERNED),
            "reply": Entry("what they answered, a code", INQUIRY, CONCERNED),
            "place": Entry("the number of a target, a line or a section that the reply names", INQUIRY, CONCERNED),
            "replied_at": Entry("when", INQUIRY, CONCERNED),
        },
    ),
    "reminders": Chapter(
        "A day on which somebody wants to look at a request again.",
        {
            "request_id": Entry("the request's row", REMINDER, NOBODY),
            "owner": Entry("central user id of whoever wants to be reminded", REMINDER, THEMSELVES),
            "due_at": Entry("on which day", REMINDER, THEMSELVES),
        },
    ),
    "team_presence": Chapter(
        "On which day anybody of a team was last here, so that a queue is open only where somebody looks. It names no "
        "person; the day of a team of one tells of this one.",
        {
            "queue": Entry("which team of which wiki", PRESENCE, NOBODY),
            "last_day": Entry("the day", PRESENCE, NOBODY),
        },
    ),
    "bells": Chapter(
        "A secret address that tells its owner, or a bot of their team, whether anything waits in their queues.",
        {
            "id": Entry("number of the row", BELL, THEMSELVES),
            "secret_hash": Entry("digest of the secret in the address", BELL, NOBODY),
            "owner": Entry("central user id of whoever made it", BELL, THEMSELVES),
            "made_at": Entry("when", BELL, THEMSELVES),
            "until": Entry("when it ends by itself", BELL, THEMSELVES),
        },
    ),
    "view_log": Chapter(
        "Who opened a request, when and why; repeats within an hour are one line.",
        {
            "id": Entry("number of the row", VIEW, NOBODY),
            "request_id": Entry("the request's row", VIEW, NOBODY),
            "central_id": Entry("central user id of whoever opened it", VIEW, LOGGED),
            "purpose": Entry("why, a code", VIEW, LOGGED),
            "first_at": Entry("when they opened it", VIEW, LOGGED),
            "last_at": Entry("when they opened it again within the hour", VIEW, LOGGED),
            "until": Entry("when the view ends by itself", VIEW, NOBODY),
        },
    ),
    "trackings": Chapter(
        "An account that somebody follows over all wikis for a stated time.",
        {
            "id": Entry("number of the row, never shown", TRACKING, NOBODY),
            "reference": Entry("random reference", TRACKING, FOLLOWERS),
            "account_fingerprint": Entry("keyed fingerprint of the account, to hide it from itself", TRACKING, NOBODY),
            "sealed_account": Entry("central user id of the account, sealed", TRACKING, FOLLOWERS),
            "owner": Entry("central user id of whoever began it", TRACKING, FOLLOWERS),
            "reason": Entry("why, a code", TRACKING, FOLLOWERS),
            "ground": Entry("what allows it, a code", TRACKING, FOLLOWERS),
            "name_harms": Entry("whether the name itself is what harms", TRACKING, FOLLOWERS),
            "started_at": Entry("when it was begun", TRACKING, FOLLOWERS),
            "until": Entry("when it ends by itself", TRACKING, FOLLOWERS),
            "renewal": Entry("why it was renewed, a code", TRACKING, FOLLOWERS),
            "consent": Entry("what a second functionary said, a code", TRACKING, FOLLOWERS),
            "consent_by": Entry("central user id of that functionary", TRACKING, FOLLOWERS),
        },
    ),
    "tracking_colleagues": Chapter(
        "A colleague whom the owner of a tracking named.",
        {
            "tracking_id": Entry("the tracking's row", TRACKING, NOBODY),
            "central_id": Entry("central user id of the colleague", TRACKING, FOLLOWERS),
        },
    ),
    "sightings": Chapter(
        f"Something a followed account did, or that was done to it; the newest {SIGHTINGS_AT_MOST} of each tracking.",
        {
            "id": Entry("number of the row, in order of arrival", TRACKING, FOLLOWERS),
            "tracking_id": Entry("the tracking's row", TRACKING, NOBODY),
            "fingerprint": Entry("keyed fingerprint, so that nothing is noted twice", TRACKING, NOBODY),
            "kind": Entry("what kind of thing, a code", TRACKING, FOLLOWERS),
            "sealed": Entry("wiki and number of the revision or log entry, sealed", TRACKING, FOLLOWERS),
            "at": Entry("when it happened", TRACKING, FOLLOWERS),
        },
    ),
    "tracking_seen": Chapter(
        "Up to which sighting somebody has looked at a tracking.",
        {
            "tracking_id": Entry("the tracking's row", TRACKING, NOBODY),
            "central_id": Entry("central user id of whoever looked", TRACKING, THEMSELVES),
            "up_to": Entry("number of the last sighting they marked as seen", TRACKING, THEMSELVES),
        },
    ),
    "tallies": Chapter(
        "How much somebody did of something, for the limits.",
        {
            "what": Entry("what is counted, a code", TALLY, NOBODY),
            "who": Entry("central user id, or 0 for everybody together", TALLY, NOBODY),
            "window_start": Entry("from when it is counted", TALLY, NOBODY),
            "count": Entry("how much", TALLY, NOBODY),
        },
    ),
    "stream_positions": Chapter(
        "Up to where the public event stream was read. Nothing of any event, and of no person.",
        {
            "topic": Entry("the stream's name for one of its topics", ROLLING, NOBODY),
            "part": Entry("number of the topic's part", ROLLING, NOBODY),
            "counted": Entry("the stream's own count of events", ROLLING, NOBODY),
            "milliseconds": Entry("time of the last event that was read", ROLLING, NOBODY),
        },
    ),
    "job_holders": Chapter(
        "Which process does a job that only one should do, and how it gets on.",
        {
            "job": Entry("which job, a code", ROLLING, NOBODY),
            "holder": Entry("digest of the process's random id", ROLLING, NOBODY),
            "expires_at": Entry("until when it is its job unless it renews it", ROLLING, "everybody, as an age"),
            "behind": Entry("how many seconds it was behind: the stream, or its own last turn", ROLLING, "everybody"),
            "gap_at": Entry("when it had last been away too long to resume", ROLLING, "everybody, as an age"),
        },
    ),
}

_PREFACE = """\
# What Haven stores

This page is written by the code (`app/store/data_register.py`); a test compares the two, and Haven does not start while
a column of its database is missing here. The numbers are those that the purge uses.

No column can hold a sentence: the database itself refuses whatever is not a code from a closed list, a wiki's name, a
number, a time, a random reference, a fingerprint or a seal of a known length. What is to be hidden (text, summary,
picture, name) is not stored anywhere, nor are IP addresses or texts that somebody pasted.

*Sealed* means encrypted and signed under a key that is not in the database. A *keyed fingerprint* can be compared but
not turned back without that key. *Who may read it* speaks of Haven's pages. Whoever runs the server and holds the keys
can read everything; the privacy page names them.
"""

_HONESTLY = """\
## What a stolen copy of the database still tells

Without the keys: who (central user ids, which are public) asked which group for how many things of which kind, on which
wiki, by which criterion, how urgently and when; who handled it and who opened it; who was signed in. The same for
requests that ended, until they are purged. Who follows how many accounts, since when, why and with whom, and when
something was seen of each; never which accounts, nor on which wikis. Two requests on the same thing, or from which the
same person is kept out, can be seen to be so, but not what the thing is or who the person. It does not tell what any of
it is about. That the seal of a thing is a long one tells that the wiki has no public number for it (a deleted page, a
hidden account).

With the keys: also which revisions, log entries, pages or accounts are meant (their numbers, and a title or a name
where there is no public number), the hints, who is kept out, and the names of those signed in. Never the content: that
is on the wiki, behind the wiki's own rights.

## What deleting does, and does not

SQLite overwrites what it deletes, and every purge ends by emptying the write-ahead log into the file. On Toolforge the
database server keeps binary logs for about 14 days and has replicas, so **deleted rows live on there for about that
long**, as they do in any backup. The real shredding is to change the seal keys (`python -m app rotate-key`) and then to
drop the old ones: from that moment no copy of an old row can be opened or compared by anybody.
"""


def check_register() -> None:
    """Raises RegisterIncomplete when the register and the tables do not name the same columns."""
    stored = {(table.name, column.name) for table in METADATA.sorted_tables for column in table.columns}
    named = {(table, column) for table, chapter in REGISTER.items() for column in chapter.columns}
    if stored != named:
        apart = ", ".join(f"{table}.{column}" for table, column in sorted(stored ^ named))
        raise RegisterIncomplete(f"not both in the tables and in app/store/data_register.py: {apart}")


def write_data_page() -> str:
    """The text of `docs/data.md`."""
    chapters = "\n".join(_write_chapter(name, chapter) for name, chapter in REGISTER.items())
    return f"{_PREFACE}\n{chapters}\n{_HONESTLY}"


def _write_chapter(name: str, chapter: Chapter) -> str:
    head = (
        f"## `{name}`\n\n{chapter.about}\n\n| column | meaning | kept | who may read it |\n| --- | --- | --- | --- |\n"
    )
    return head + "".join(
        f"| `{column}` | {entry.meaning} | {entry.kept} | {entry.readers} |\n"
        for column, entry in chapter.columns.items()
    )
