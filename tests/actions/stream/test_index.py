"""What of the stream concerns whom: look-ups in memory over events of true shape. No database, no network."""

from typing import Any

import msgspec
import pytest

from app.actions.stream.index import FollowedAccount, Index
from app.domain.happenings import FollowedTarget, Matches
from app.domain.targets import Pointer, TargetKind
from app.domain.trackings import SightingKind
from app.mediawiki.stream_events import StreamEvent

VANDAL = 501
AT = 1_772_536_525


def change(**fields: Any) -> StreamEvent:
    plain = {"meta": {}, "type": "edit", "wiki": "enwiki", "user": "Somebody", "timestamp": AT, **fields}
    return msgspec.json.decode(msgspec.json.encode(plain), type=StreamEvent)


def edit(user: str, number: int = 77, **fields: Any) -> StreamEvent:
    return change(user=user, revision={"new": number}, **fields)


def log(kind: str, action: str, title: str = "", params: Any = (), **fields: Any) -> StreamEvent:
    namespace = 2 if kind not in ("delete", "move") else 0
    entry = {"log_id": 9, "log_type": kind, "log_action": action, "log_params": params, "namespace": namespace}
    return change(type="log", title=title, **{**entry, **fields})


def visibility(number: int, *hidden: str, before: tuple[str, ...] = (), database: str = "enwiki") -> StreamEvent:
    def shown(parts: tuple[str, ...]) -> dict[str, bool]:
        return {part: part not in parts for part in ("text", "user", "comment")}

    return change(
        type="",
        user="",
        wiki="",
        database=database,
        rev_id=number,
        visibility=shown(hidden),
        prior_state={"visibility": shown(before)},
    )


def fingerprints(pointer: Pointer) -> tuple[bytes, ...]:
    return (repr(pointer.identity).encode(),)


def target(reference: str, pointer: Pointer, number: int = 1) -> FollowedTarget:
    return FollowedTarget(reference, number, fingerprints(pointer)[0], pointer)


REVISION = Pointer("enwiki", TargetKind.REVISION, 900)
ENTRY = Pointer("enwiki", TargetKind.LOG, 800)
PAGE = Pointer("enwiki", TargetKind.PAGE, 700)
ACCOUNT = Pointer("enwiki", TargetKind.ACCOUNT, 600)
SAME_NAME = Pointer("dewiki", TargetKind.ACCOUNT, 601)
TARGETS = [
    target("REVISION", REVISION),
    target("LATER", REVISION),
    target("ENTRY", ENTRY),
    target("PAGE", PAGE),
    target("ACCOUNT", ACCOUNT),
    target("ELSEWHERE", SAME_NAME),
]


@pytest.fixture
def index() -> Index:
    index = Index(fingerprints, central="metawiki")
    index.follow(FollowedAccount(VANDAL, "Grubby Finch", {"enwiki", "dewiki"}))
    index.names |= {PAGE: "Talk:Harbour", ACCOUNT: "Nora", SAME_NAME: "Nora"}
    index.follow_targets(TARGETS)
    return index


def seen(matches: Matches) -> list[tuple[SightingKind, str, TargetKind, int, bool]]:
    pointers = [each.sighting.pointer for each in matches.seen]
    return [
        (each.sighting.kind, pointer.wiki, pointer.kind, pointer.id, each.is_attached)
        for each, pointer in zip(matches.seen, pointers, strict=True)
    ]


def touched(matches: Matches) -> dict[str, bool]:
    return {each.reference: each.hides for each in matches.touches}


def test_an_edit_and_a_new_page_are_seen(index: Index) -> None:
    found = index.match([edit("Grubby Finch", 5), edit("Wilma", 6), edit("Grubby Finch", 7, type="new")])
    assert seen(found) == [
        (SightingKind.EDIT, "enwiki", TargetKind.REVISION, 5, True),
        (SightingKind.EDIT, "enwiki", TargetKind.REVISION, 7, True),
    ]
    assert found.seen[0].account == VANDAL
    assert found.seen[0].sighting.at == AT


@pytest.mark.parametrize(
    "name",
    ["grubby Finch", "Grubby  Finch", "Grubby_Finch", "Grubby Fınch", "192.0.2.7", "2001:db8::1", "", None],
)
def test_another_name_is_somebody_else(index: Index, name: str | None) -> None:
    assert index.match([change(user=name, revision={"new": 5})]) == Matches()


def test_categories_and_external_changes_are_no_edits(index: Index) -> None:
    assert index.match([edit("Grubby Finch", type=kind) for kind in ("categorize", "external", "news")]) == Matches()


def test_where_the_account_is_not_known_to_be_it_is_not_taken_for_its_own(index: Index) -> None:
    assert seen(index.match([edit("Grubby Finch", 5, wiki="frwiki")])) == [
        (SightingKind.EDIT, "frwiki", TargetKind.REVISION, 5, False)
    ]


@pytest.mark.parametrize("number", [None, 0, -1, 2**63])
def test_what_cannot_be_pointed_at_is_left_out(index: Index, number: int | None) -> None:
    assert index.match([change(user="Grubby Finch", revision={"new": number})]) == Matches()
    assert index.match([log("upload", "upload", user="Grubby Finch", log_id=number)]) == Matches()


def test_what_it_does_in_logs_is_seen_with_the_time_by_which_old_wikis_find_it(index: Index) -> None:
    found = index.match([log("upload", "upload", "File:X.png", user="Grubby Finch")])
    assert seen(found) == [(SightingKind.LOG, "enwiki", TargetKind.LOG, 9, True)]
    assert found.seen[0].sighting.pointer.timestamp == "20260303111525"


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        (log("block", "block", "Benutzer:Grubby Finch", wiki="dewiki"), SightingKind.BLOCK),
        (log("block", "unblock", "User:Grubby Finch"), SightingKind.BLOCK),
        (log("rights", "rights", "User:Grubby Finch"), SightingKind.LOG),
        (log("globalauth", "setstatus", "User:Grubby Finch@global", wiki="metawiki"), SightingKind.LOCK),
        (log("gblblock", "gblock", "User:Grubby Finch", wiki="metawiki"), SightingKind.BLOCK),
    ],
    ids=["block", "unblock", "rights", "lock", "global-block"],
)
def test_what_is_done_to_it_is_seen(index: Index, entry: StreamEvent, kind: SightingKind) -> None:
    assert seen(index.match([entry])) == [(kind, entry.wiki, TargetKind.LOG, 9, True)]


def test_global_logs_count_on_the_central_wiki_only(index: Index) -> None:
    assert index.match([log("globalauth", "setstatus", "User:Grubby Finch@global", wiki="frwiki")]) == Matches()


@pytest.mark.parametrize(("wiki", "is_known"), [("metawiki", True), ("enwiki", True), ("x" * 9_000, False)])
def test_a_wiki_that_nobody_knows_is_not_believed(index: Index, wiki: str, is_known: bool) -> None:
    entry = log("globalauth", "setstatus", "User:Nora@global", user="Grubby Finch", wiki=wiki)
    assert [each.is_attached for each in index.match([entry]).seen] == [is_known]


def test_the_page_of_an_account_is_not_the_account(index: Index) -> None:
    entry = log("block", "block", "Grubby Finch", namespace=0)
    assert index.match([entry]) == Matches()


RENAMED = {"olduser": "Grubby Finch", "newuser": "Tidy Finch"}


@pytest.mark.parametrize(
    "entry",
    [
        log("gblrename", "rename", "User:Tidy Finch", RENAMED, wiki="metawiki"),
        log("renameuser", "renameuser", "User:Grubby Finch", RENAMED, wiki="dewiki"),
    ],
)
def test_a_rename_is_seen_and_followed_and_the_old_name_is_nobodys(index: Index, entry: StreamEvent) -> None:
    found = index.match([entry, edit("Grubby Finch", 5), edit("Tidy Finch", 6)])
    assert [(kind, number) for kind, _, _, number, _ in seen(found)] == [
        (SightingKind.RENAME, 9),
        (SightingKind.EDIT, 6),
    ]


@pytest.mark.parametrize(("log_type", "wiki"), [("gblrename", "metawiki"), ("renameuser", "enwiki")])
def test_a_rename_from_before_the_name_was_asked_is_somebody_else_s(index: Index, log_type: str, wiki: str) -> None:
    """Whoever bore the name then has another one now; our account took the name over since."""
    index.follow(FollowedAccount(VANDAL, "Grubby Finch", {"enwiki"}, named_at=AT + 1))
    renamed = log(log_type, "rename", "User:Tidy Finch", RENAMED, wiki=wiki)
    found = index.match([renamed, edit("Tidy Finch", 5), edit("Grubby Finch", 6)])
    assert [number for _, _, _, number, _ in seen(found)] == [6]
    assert index.doubted == {VANDAL}
    renamed.timestamp = AT + 1
    found = index.match([renamed, edit("Tidy Finch", 7)])
    assert [number for _, _, _, number, _ in seen(found)] == [9, 7]


def test_a_move_from_before_the_title_was_asked_is_another_page_s(index: Index) -> None:
    index.name(PAGE, "Talk:Harbour", asked_at=AT + 1)
    index.name(ACCOUNT, "Nora", asked_at=AT + 1)
    index.match([log("move", "move", "Talk:Harbour", {"target": "Talk:Quay", "noredir": "0"})])
    params = {"olduser": "Nora", "newuser": "Ronna"}
    index.match([log("gblrename", "rename", "User:Ronna", params, wiki="metawiki")])
    assert index.doubted == {PAGE, ACCOUNT}
    assert touched(index.match([log("delete", "delete", "Talk:Harbour")])) == {"PAGE": True}
    assert index.match([log("delete", "delete", "Talk:Quay")]) == Matches()
    assert touched(index.match([log("block", "block", "User:Nora")])) == {"ACCOUNT": False}


def test_a_stranger_s_rename_on_a_wiki_where_the_account_is_not_changes_nothing(index: Index) -> None:
    found = index.match(
        [log("renameuser", "renameuser", "User:Grubby Finch", RENAMED, wiki="frwiki"), edit("Grubby Finch", 6)]
    )
    assert [(number, is_attached) for _, _, _, number, is_attached in seen(found)] == [(9, False), (6, True)]


def test_whom_nobody_follows_any_more_is_not_seen(index: Index) -> None:
    index.forget(VANDAL)
    assert index.match([edit("Grubby Finch")]) == Matches()


def test_two_accounts_may_change_names(index: Index) -> None:
    index.follow(FollowedAccount(502, "Second", {"enwiki"}))
    index.follow(FollowedAccount(VANDAL, "Third", {"enwiki"}))
    index.follow(FollowedAccount(502, "Grubby Finch", {"enwiki"}))
    assert [each.account for each in index.match([edit("Grubby Finch"), edit("Third"), edit("Second")]).seen] == [
        502,
        VANDAL,
    ]


@pytest.mark.parametrize(
    ("event", "hides"),
    [
        (visibility(900, "text"), True),
        (visibility(900, "user", before=("text",)), True),
        (visibility(900, "text", before=("text",)), True),
        (visibility(900, before=("text",)), False),
        (visibility(900, "text", before=("text", "user")), False),
        (log("delete", "revision", "X", {"type": "revision", "ids": ["900"], "ofield": 0, "nfield": 1}), True),
        (log("delete", "revision", "X", {"type": "revision", "ids": [900], "ofield": 1, "nfield": 0}), False),
        (log("delete", "revision", "X", {"type": "revision", "ids": [900], "ofield": 5, "nfield": 1}), False),
        (log("delete", "revision", "X", {"type": "revision", "ids": [900], "ofield": 1, "nfield": 6}), True),
    ],
)
def test_a_change_of_visibility_touches_every_request_on_that_revision(
    index: Index, event: StreamEvent, hides: bool
) -> None:
    """Suppressing what is hidden already changes none of the parts, and still hides."""
    assert touched(index.match([event])) == {"REVISION": hides, "LATER": hides}


def test_the_same_number_on_another_wiki_or_of_another_kind_is_something_else(index: Index) -> None:
    assert index.match([visibility(900, "text", database="dewiki"), visibility(800, "text")]) == Matches()
    entry = log("delete", "event", "Special:Log", {"type": "logging", "ids": ["900"], "nfield": 1})
    assert index.match([entry]) == Matches()


@pytest.mark.parametrize(
    ("kind", "left_out"), [("archive", 0), ("oldimage", 0), ("filearchive", 0), ("new", 1), ("", 1)]
)
def test_numbers_of_files_and_of_deleted_revisions_are_not_those_of_revisions(
    index: Index, kind: str, left_out: int
) -> None:
    entry = log("delete", "revision", "File:X.png", {"type": kind, "ids": ["900"], "ofield": 0, "nfield": 1})
    assert index.match([entry]) == Matches(left_out=left_out)


def test_of_a_page_nothing_is_hidden_when_something_in_its_history_is(index: Index) -> None:
    for kind in ("revision", "oldimage"):
        entry = log("delete", "revision", "Talk:Harbour", {"type": kind, "ids": ["5"], "ofield": 0, "nfield": 1})
        assert touched(index.match([entry])) == {"PAGE": False}


def test_an_entry_of_a_log_that_is_hidden_touches_its_request(index: Index) -> None:
    hidden = log("delete", "event", "Special:Log", {"type": "logging", "ids": ["800"], "ofield": 0, "nfield": 1})
    assert touched(index.match([hidden])) == {"ENTRY": True}


@pytest.mark.parametrize("ids", [["x"], [""], ["٨٠٠"], [-5], ["9" * 30], [None]])
def test_numbers_that_are_none_touch_nothing(index: Index, ids: list[Any]) -> None:
    entry = log("delete", "event", "", {"type": "logging", "ids": ids, "nfield": 1})
    assert index.match([entry]).touches == []


def test_a_page_is_followed_through_its_names(index: Index) -> None:
    deleted = log("delete", "delete", "Talk:Harbour")
    assert touched(index.match([deleted])) == {"PAGE": True}
    assert touched(index.match([log("delete", "restore", "Talk:Harbour")])) == {"PAGE": False}
    moved = log("move", "move", "Talk:Harbour", {"target": "Talk:Quay", "noredir": "0"})
    assert touched(index.match([moved])) == {"PAGE": False}
    assert index.match([deleted]) == Matches()
    assert touched(index.match([log("delete", "delete", "Talk:Quay")])) == {"PAGE": True}
    assert index.names[PAGE] == "Talk:Quay"


def test_a_lock_touches_the_account_on_every_wiki_and_a_block_on_its_own(index: Index) -> None:
    locked = log("globalauth", "setstatus", "User:Nora@global", wiki="metawiki")
    assert touched(index.match([locked])) == {"ACCOUNT": False, "ELSEWHERE": False}
    assert touched(index.match([log("block", "block", "User:Nora")])) == {"ACCOUNT": False}
    assert index.match([log("block", "block", "User:Nora", wiki="frwiki")]) == Matches()


def test_an_account_that_is_a_target_is_followed_through_its_names(index: Index) -> None:
    params = {"olduser": "Nora", "newuser": "Ronna"}
    index.match([log("gblrename", "rename", "User:Ronna", params, wiki="metawiki")])
    assert index.match([log("block", "block", "User:Nora")]) == Matches()
    assert touched(index.match([log("block", "block", "User:Ronna")])) == {"ACCOUNT": False}


def test_what_was_hidden_just_before_its_request_was_known_is_not_missed(index: Index) -> None:
    fresh = target("FRESH", Pointer("enwiki", TargetKind.REVISION, 901))
    assert index.match([visibility(901, "text")]) == Matches()
    missed = index.follow_targets([*TARGETS, fresh])
    assert [(each.reference, each.hides, each.at) for each in missed] == [("FRESH", True, AT)]
    assert index.follow_targets([*TARGETS, fresh]) == []


def test_a_request_that_is_gone_is_not_touched(index: Index) -> None:
    index.follow_targets([])
    assert index.match([visibility(900, "text"), log("delete", "delete", "Talk:Harbour")]) == Matches()


def test_the_memory_of_what_happened_lately_is_bounded(index: Index) -> None:
    index.match([visibility(number, "text") for number in range(1, 7_000)])
    assert len(index._lately) == 5_000
