"""Ninety simulated days of twenty people and a thousand requests, then a look at every column: what is left is what
`docs/data.md` says, no more and no less.

The people decide by dice (of a stated seed). A ledger beside them remembers what they did, and says from the numbers of
`app.domain.retention` alone what must still be there. The purge runs once a day, as on Toolforge.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from app.actions import filing, handing_over, handling, inquiries, reminders, reopening, signing
from app.actions.answers import Answers
from app.actions.refusals import NotThere, Overtaken, Unusable
from app.actions.upkeep import purge
from app.domain import retention
from app.domain.inquiries import REPLIES, Inquiry
from app.domain.lifecycle import Event, Reopening, State
from app.domain.people import Person
from app.domain.requests import ClosingCode, RequestKind, Urgency
from app.domain.retention import DAY
from app.domain.targets import Pointer, TargetKind
from app.mediawiki.outcomes import Failed
from app.mediawiki.rights import Identity
from app.store import data_register as register
from app.store import drafts
from app.store.data_register import REGISTER
from app.store.sign_ins import add_sign_in
from app.store.tables import METADATA, REQUESTS
from tests.store.making import HINTS
from tests.support.haven import Haven

SEED = 20261127
DAYS = 90
REQUESTS_IN_ALL = 1_000
SENDERS, HANDLERS = 12, 8
STEPS_A_DAY = 8
HOUR = 60 * 60

PLAIN_INQUIRIES = (Inquiry.WHICH_PART, Inquiry.WHOSE, Inquiry.PUBLISHED_BEFORE, Inquiry.STILL_NEEDED)
ENDINGS = (ClosingCode.LOWER_LEVEL, ClosingCode.MISTAKE, ClosingCode.DECLINED_CRITERIA, ClosingCode.ALREADY_PUBLIC)


@dataclass
class Entry:
    """What the ledger knows of one request. Times in seconds since 1970 (UTC)."""

    requester: Person
    filed_at: int
    state: State = State.OPEN
    ended_at: int | None = None
    events: list[Event] = field(default_factory=list)
    viewed: list[tuple[int, int]] = field(default_factory=list)
    """Who opened it, and when: one line of the view log each."""
    excluded: int = 0
    asked: int = 0
    answered: int = 0
    waits: bool = False
    reminded: dict[int, int] = field(default_factory=dict)
    """Who wants to be reminded, and on which day."""

    def end(self, state: State, event: Event, now: int) -> None:
        self.state, self.ended_at, self.waits = state, now - now % DAY, False
        self.asked = self.answered  # what nobody answered by then is asked no more
        self.events.append(event)

    def goes_stale(self, now: int) -> bool:
        return self.state is State.OPEN and self.filed_at <= now - retention.STALE_AFTER

    def is_emptied(self, now: int) -> bool:
        if self.ended_at is None:
            return False
        return self.state is State.STALE or self.ended_at <= now - retention.POINTERS_AFTER_END

    def is_gone(self, now: int) -> bool:
        return self.ended_at is not None and self.ended_at <= now - retention.RECORD_AFTER_END


class Simulation:
    def __init__(self, haven: Haven, patch: pytest.MonkeyPatch) -> None:
        self.haven, self.patch, self.dice = haven, patch, Random(SEED)
        self.ledger: dict[str, Entry] = {}
        self.done: Counter[str] = Counter()

    @property
    def now(self) -> int:
        return self.haven.clock()

    async def gather_people(self) -> None:
        """Twelve who send and eight who handle, known to the farm and to Haven."""
        farm = self.haven.farm
        senders = [self._add(f"Sender {number} Invented", "rollbacker") for number in range(SENDERS)]
        handlers = [self._add(f"Handler {number} Invented", "suppress") for number in range(HANDLERS)]
        assert all(name in farm.accounts for name in senders + handlers)
        self.senders = [await self._person(name) for name in senders]
        self.handlers = [await self._person(name) for name in handlers]
        self._ask_rights_once()

    def _ask_rights_once(self) -> None:
        """Nobody's rights change here: to ask the wikis of them at each of thousands of steps proves nothing more."""
        rights, known = self.haven.desk.wikis.rights, dict[tuple[int, str], Identity | Failed]()
        ask = rights.fresh

        async def fresh(central_id: int, dbname: str) -> Identity | Failed:
            if (central_id, dbname) not in known:
                known[central_id, dbname] = await ask(central_id, dbname)
            return known[central_id, dbname]

        self.patch.setattr(rights, "fresh", fresh)

    def _add(self, name: str, group: str) -> str:
        self.haven.farm.add_account(name, home="enwiki", edits=1000)
        self.haven.farm.grant(name, group, "enwiki")
        return name

    async def _person(self, name: str) -> Person:
        central_id = self.haven.central_id(name)
        identity = await self.haven.desk.wikis.rights.standing_anew(central_id)
        assert not isinstance(identity, Failed)
        return Person(central_id, name, identity.standing)

    async def live(self) -> None:
        for day in range(DAYS):
            for handler in self.dice.sample(self.handlers, 2):
                await signing.sign_in(self.haven.desk, handler.central_id, handler.name, None)
            for _ in range(round(REQUESTS_IN_ALL * (day + 1) / DAYS) - len(self.ledger)):
                await self.file()
            open_ones = [reference for reference, entry in self.ledger.items() if entry.state is State.OPEN]
            for reference in self.dice.sample(open_ones, min(len(open_ones), STEPS_A_DAY)):
                await self.work_on(reference)
            await self.look_back()
            await self.end_the_day()
        await self.end_the_day()

    async def file(self) -> None:
        sender, desk = self.dice.choice(self.senders), self.haven.desk
        wiki = self.haven.farm.wiki("enwiki")
        revision = wiki.add_revision(wiki.page("Talk:Harbour lights"), "Marlow Quince", "an invented harm")
        pointer = Pointer("enwiki", TargetKind.REVISION, revision.rev_id)
        kept_out = {self.dice.choice(self.handlers).central_id} if self.dice.random() < 0.2 else set[int]()
        urgency = self.dice.choice([Urgency.TODAY, Urgency.ROUTINE])
        answers = Answers(RequestKind.SUPPRESSION, "os-private-information", urgency, HINTS, "", frozenset(kept_out))
        session_id, draft_id = f"session-{len(self.ledger)}", f"draft-{len(self.ledger)}"
        draft = drafts.Draft((pointer,))
        async with desk.database.writing() as session:
            await add_sign_in(session, session_id, sender.central_id, sender.name, True, self.now)
            await drafts.keep_draft(session, draft_id, sender.central_id, session_id, draft, self.now)
        prepared = await filing.plan_requests(desk, sender, draft, answers)
        filed = await filing.file_requests(desk, sender, session_id, draft_id, prepared, answers)
        assert isinstance(filed, filing.Filed)
        (reference,) = filed.references
        # The author, a stranger to all of this, is a party to every one of them; some keep one more out.
        self.ledger[reference] = Entry(sender, self.now, events=[Event.FILED], excluded=1 + len(kept_out))
        self.done["filed"] += 1

    async def work_on(self, reference: str) -> None:
        """Somebody takes it, and something becomes of it, or nothing."""
        self.haven.clock.move(seconds=self.dice.randrange(60, 900))
        entry = self.ledger[reference]
        handler, colleague = self.dice.sample(self.handlers, 2)
        if not await self._tried(self.take(handler, reference)):
            return
        step = self.dice.random()
        if step < 0.15:
            await self._tried(self.hand_over(handler, colleague, reference))
        elif step < 0.35:
            await self.ask_and_answer(handler, reference)
        elif step < 0.45:
            await self.opinion(handler, colleague, reference)
        elif step < 0.55:
            await handling.withdraw(self.haven.desk, entry.requester, reference)
            entry.end(State.WITHDRAWN, Event.WITHDRAWN, self.now)
            self.done["withdrawn"] += 1
        elif step < 0.9:
            await handling.close(self.haven.desk, handler, reference, self.dice.choice(ENDINGS))
            entry.end(State.CLOSED, Event.CLOSED, self.now)
            self.done["closed"] += 1
        else:
            await self.remind(handler, reference)

    async def _tried(self, step: Awaitable[None]) -> bool:
        """False for whoever is kept out of it, and where somebody else holds it: dice know nothing of either."""
        try:
            await step
        except (Overtaken, NotThere, Unusable):
            return False
        return True

    async def take(self, handler: Person, reference: str) -> None:
        entry = self.ledger[reference]
        held_before = await self._holder(reference) == handler.central_id
        await handling.take(self.haven.desk, handler, reference, not_my_own=True)
        if not held_before:
            entry.events.append(Event.TAKEN)
        if not any(who == handler.central_id and at > self.now - retention.VIEW_WINDOW for who, at in entry.viewed):
            entry.viewed.append((handler.central_id, self.now))
        self.done["taken"] += 1

    async def _holder(self, reference: str) -> int | None:
        async with self.haven.desk.database.reading() as session:
            query = select(REQUESTS.c.holder, REQUESTS.c.claim_until).where(REQUESTS.c.reference == reference)
            holder, until = (await session.execute(query)).one()
        return holder if until is not None and until > self.now else None

    async def hand_over(self, handler: Person, colleague: Person, reference: str) -> None:
        await handing_over.hand_over(self.haven.desk, handler, reference, colleague.name)
        self.ledger[reference].events.append(Event.HANDED_OVER)
        self.done["handed over"] += 1

    async def ask_and_answer(self, handler: Person, reference: str) -> None:
        entry, desk = self.ledger[reference], self.haven.desk
        if entry.waits:
            return
        inquiry = self.dice.choice(PLAIN_INQUIRIES)
        await inquiries.ask_back(desk, handler, reference, inquiry)
        entry.asked, entry.waits = entry.asked + 1, True
        entry.events.append(Event.ASKED_BACK)
        self.done["asked back"] += 1
        if self.dice.random() < 0.7:
            reply = self.dice.choice([each for each in REPLIES[inquiry] if not each.takes_number])
            await inquiries.answer(desk, entry.requester, reference, entry.events.count(Event.ASKED_BACK), reply, None)
            entry.answered, entry.waits = entry.answered + 1, False
            entry.events.append(Event.ANSWERED)
            self.done["answered"] += 1

    async def opinion(self, handler: Person, colleague: Person, reference: str) -> None:
        ask = inquiries.ask_colleague(self.haven.desk, handler, reference, colleague.name)
        if await self._tried(ask):
            self.ledger[reference].asked += 1
            self.ledger[reference].events.append(Event.OPINION_ASKED)
            self.done["second opinions"] += 1

    async def remind(self, person: Person, reference: str) -> None:
        day = self.now - self.now % DAY + self.dice.randrange(1, 20) * DAY
        if await self._tried(reminders.remind(self.haven.desk, person, reference, day)):
            self.ledger[reference].reminded[person.central_id] = day
            self.done["reminded"] += 1

    async def look_back(self) -> None:
        """Now and then something that was ended is opened again by whoever asked for it."""
        ended = [
            reference
            for reference, entry in self.ledger.items()
            if entry.state in {State.CLOSED, State.WITHDRAWN}
            and not entry.is_emptied(self.now)
            and entry.events.count(Event.REOPENED) < reopening.REOPENINGS_AT_MOST
        ]
        for reference in self.dice.sample(ended, min(len(ended), 1)):
            entry = self.ledger[reference]
            reason = self.dice.choice(list(Reopening))
            await reopening.reopen(self.haven.desk, entry.requester, reference, reason)
            entry.state, entry.ended_at = State.OPEN, None
            entry.filed_at -= entry.filed_at % DAY  # when exactly it was sent was forgotten when it ended
            entry.events.append(Event.REOPENED)
            self.done["reopened"] += 1

    async def end_the_day(self) -> None:
        """Until midnight and a bit; then the purge, which leaves nothing that it should have taken."""
        self.haven.clock.move(seconds=DAY - self.now % DAY + 600)
        for entry in self.ledger.values():
            if entry.goes_stale(self.now):
                entry.end(State.STALE, Event.WENT_STALE, self.now)
                self.done["gone stale"] += 1
        _, left = await purge(self.haven.desk.database, self.now)
        assert left.total == 0

    # What must be there, by the ledger ----------------------------------------------------------------------------

    def there(self) -> dict[str, Entry]:
        return {reference: entry for reference, entry in self.ledger.items() if not entry.is_gone(self.now)}

    def full(self) -> dict[str, Entry]:
        return {reference: entry for reference, entry in self.there().items() if not entry.is_emptied(self.now)}

    def open(self) -> dict[str, Entry]:
        return {reference: entry for reference, entry in self.full().items() if entry.state is State.OPEN}


@pytest.mark.timeout(900)
async def test_what_is_left_after_ninety_days_is_what_the_data_page_says(
    haven: Haven, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulation = Simulation(haven, monkeypatch)
    await simulation.gather_people()
    await simulation.live()
    print(dict(simulation.done))
    enough = {"filed": REQUESTS_IN_ALL, "taken": 500, "handed over": 40, "asked back": 60, "answered": 40}
    enough |= {"closed": 200, "withdrawn": 50, "reopened": 60, "second opinions": 20, "reminded": 20, "gone stale": 1}
    assert all(simulation.done[step] >= number for step, number in enough.items()), simulation.done
    await check_against_the_register(simulation)
    await everything_goes(simulation)


async def check_against_the_register(simulation: Simulation) -> None:
    """Every column of every table, by what the register says of how long it is kept."""
    rows = await read_everything(simulation.haven)
    owner = {row["id"]: row["reference"] for row in rows["requests"]}
    assert set(owner.values()) == simulation.there().keys()
    of_request = {"requests": "id", **dict.fromkeys(OF_A_REQUEST, "request_id")}
    for table, chapter in REGISTER.items():
        if table in of_request:
            told = [(owner[row[of_request[table]]], row) for row in rows[table]]
            assert Counter(reference for reference, _ in told) == EXPECTED_ROWS[table](simulation), table
            for column, entry in chapter.columns.items():
                KEPT[entry.kept](simulation, table, column, told)
        else:
            assert len(rows[table]) == OTHER_TABLES[table](simulation, rows[table]), table


async def read_everything(haven: Haven) -> dict[str, list[dict[str, Any]]]:
    async with haven.desk.database.reading() as session:
        return {
            table.name: [dict(row) for row in (await session.execute(select(table))).mappings()]
            for table in METADATA.sorted_tables
        }


OF_A_REQUEST = ("request_targets", "excluded_people", "events", "inquiries", "reminders", "view_log")
Told = list[tuple[str, dict[str, Any]]]


def _once(references: Iterable[str]) -> Counter[str]:
    # Of a mapping a Counter would take its values for counts.
    return Counter(list(references))


def _events(simulation: Simulation) -> Counter[str]:
    return Counter({reference: len(entry.events) for reference, entry in simulation.there().items()})


def _views(simulation: Simulation) -> Counter[str]:
    since = simulation.now - retention.VIEW_LOG
    viewed = {each: sum(at > since for _, at in entry.viewed) for each, entry in simulation.there().items()}
    return +Counter(viewed)


def _inquiries(simulation: Simulation) -> Counter[str]:
    return +Counter({reference: entry.asked for reference, entry in simulation.full().items()})


def _reminders(simulation: Simulation) -> Counter[str]:
    since = simulation.now - retention.REMINDER_AFTER
    kept = {each: sum(day > since for day in entry.reminded.values()) for each, entry in simulation.full().items()}
    return +Counter(kept)


EXPECTED_ROWS: dict[str, Callable[[Simulation], Counter[str]]] = {
    "requests": lambda simulation: _once(simulation.there()),
    "request_targets": lambda simulation: _once(simulation.full()),
    "excluded_people": lambda simulation: Counter({each: entry.excluded for each, entry in simulation.full().items()}),
    "events": _events,
    "inquiries": _inquiries,
    "reminders": _reminders,
    "view_log": _views,
}


def _gone_when_emptied(simulation: Simulation, table: str, column: str, told: Told) -> None:
    """It is there until a request is emptied, and nowhere afterwards."""
    full = simulation.full()
    for reference, row in told:
        if reference not in full:
            assert row[column] is None, f"{table}.{column} of an emptied request"
        elif (table, column) in ALWAYS_THERE:
            assert row[column] is not None, f"{table}.{column} went too early"
    _whole_days(simulation, table, column, told)


ALWAYS_THERE = {("requests", "requester"), ("requests", "sealed_hints"), ("requests", "sealed_parties")}


def _whole_days(simulation: Simulation, table: str, column: str, told: Told) -> None:
    """Of what has ended only the day of anything is known."""
    if column not in {"filed_at", "ended_at", "checked_at", "at", "asked_at", "replied_at", "due_at", "seen_hidden_at"}:
        return
    is_open = simulation.open()
    for reference, row in told:
        if reference not in is_open and row[column] is not None:
            assert row[column] % DAY == 0, f"{table}.{column} tells more than the day"


def _only_while_open(simulation: Simulation, table: str, column: str, told: Told) -> None:
    is_open = simulation.open()
    for reference, row in told:
        if reference not in is_open:
            assert not row[column], f"{table}.{column} of what has ended"
        elif column == "awaits_answer":
            assert row[column] == is_open[reference].waits


def _nothing_waits(_: Simulation, table: str, column: str, told: Told) -> None:
    assert all(row[column] is None for _, row in told), f"{table}.{column}"


def _as_its_row(*_: object) -> None:
    """How long it is kept is how long its row is: that was counted."""


KEPT: dict[str, Callable[[Simulation, str, str, Told], None]] = {
    register.POINTER: _gone_when_emptied,
    register.RECORD: _whole_days,
    register.CLAIM: _only_while_open,
    "until it ends": _only_while_open,
    "seconds, until the wiki was asked": _nothing_waits,
    register.INQUIRY: _whole_days,
    register.REMINDER: _whole_days,
    register.VIEW: _as_its_row,
}
"""By the words of the register. A new way of keeping something needs its check here."""


def _none(_: Simulation, __: list[dict[str, Any]]) -> int:
    return 0


def _those_since(column: str, kept: int) -> Callable[[Simulation, list[dict[str, Any]]], int]:
    return lambda simulation, rows: sum(row[column] > simulation.now - kept for row in rows)


OTHER_TABLES: dict[str, Callable[[Simulation, list[dict[str, Any]]], int]] = {
    **dict.fromkeys(("sign_ins", "drafts", "trackings", "tracking_colleagues", "sightings", "tracking_seen"), _none),
    **dict.fromkeys(("bells", "stream_positions", "job_holders"), _none),
    "tallies": _those_since("window_start", retention.TALLY),
    "team_presence": _those_since("last_day", retention.PRESENCE),
}
"""How many rows of it there may be; nobody kept a bell, followed anybody or stayed signed in."""


async def everything_goes(simulation: Simulation) -> None:
    """Half a year later nothing is left of any of it but when the purge last ran."""
    simulation.haven.clock.move(days=retention.STALE_AFTER // DAY + 1)
    await purge(simulation.haven.desk.database, simulation.now)
    simulation.haven.clock.move(days=retention.RECORD_AFTER_END // DAY + 1)
    await purge(simulation.haven.desk.database, simulation.now)
    rows = await read_everything(simulation.haven)
    left = {table: its for table, its in rows.items() if its}
    assert left.keys() <= {"tallies"}, {table: len(its) for table, its in left.items()}
    assert [row["what"] for row in left.get("tallies", ())] == ["purge-ran"]
