"""The table of accounts: which rows there are, their order, and that what is unknown is never taken for inactive."""

from app.domain.account_rows import AccountRow, Order, active_rows, rows_of, sort_rows
from app.domain.accounts import Account, Blocked, LastEdits, OnWiki, is_temporary
from app.domain.activity import DAY, Activity
from app.domain.visibility import CouldNotCheck

NOW = 1_795_400_000


def account(name: str, *on: OnWiki, number: int = 1) -> Account:
    return Account(number, name, False, (), sum(place.edits for place in on), None, on)


def edits(*days: int, is_whole: bool = True) -> Activity:
    return Activity(tuple(NOW - each * DAY for each in days), is_whole)


def row(name: str, wiki: str, count: int, known: LastEdits | None) -> AccountRow:
    place = OnWiki(wiki, 7, count, None)
    return AccountRow(account(name, place), place, known)


ROWS = [
    row("beta", "bwiki", 5, edits(3)),
    row("Alpha", "cwiki", 9, edits(40)),
    row("Alpha", "awiki", 2, CouldNotCheck()),
    row("gamma", "awiki", 7, None),
]


def shown(rows: list[AccountRow]) -> list[tuple[str, str]]:
    return [(each.account.name, each.place.wiki) for each in rows]


def test_a_row_stands_where_there_is_something_to_say() -> None:
    places = [
        OnWiki("edited", 1, 3, None),
        OnWiki("attached", 1, 0, None),
        OnWiki("blocked", 1, 0, None, blocked=Blocked(None)),
        OnWiki("grouped", 1, 0, None, groups=("sysop",)),
        OnWiki("home", 1, 0, None, is_home=True),
    ]
    found = rows_of([account("Alpha", *places)], {(1, "edited"): edits(1)})
    assert [each.place.wiki for each in found] == ["edited", "blocked", "grouped", "home"]
    assert [each.edits is not None for each in found] == [True, False, False, False]


def test_every_order() -> None:
    assert shown(sort_rows(ROWS, Order.ACCOUNT)) == [
        ("Alpha", "cwiki"), ("Alpha", "awiki"), ("beta", "bwiki"), ("gamma", "awiki"),
    ]  # fmt: skip
    assert shown(sort_rows(ROWS, Order.WIKI)) == [
        ("Alpha", "awiki"), ("gamma", "awiki"), ("beta", "bwiki"), ("Alpha", "cwiki"),
    ]  # fmt: skip
    assert [each.place.edits for each in sort_rows(ROWS, Order.EDITS)] == [9, 7, 5, 2]
    assert shown(sort_rows([row("Absent", "awiki", 0, None), *ROWS], Order.LAST)) == [
        ("beta", "bwiki"), ("Alpha", "cwiki"), ("Alpha", "awiki"), ("gamma", "awiki"), ("Absent", "awiki"),
    ], "what is not known stands before what is known not to be active"  # fmt: skip


def test_the_filter_keeps_what_could_not_be_checked_or_was_not_asked() -> None:
    kept = [("Alpha", "awiki"), ("gamma", "awiki")]
    assert sorted(shown(active_rows(ROWS, 7, NOW))) == sorted([("beta", "bwiki"), *kept])
    assert len(active_rows(ROWS, 90, NOW)) == len(active_rows(ROWS, None, NOW)) == 4
    without_edits = row("delta", "awiki", 0, None)
    assert active_rows([without_edits], 90, NOW) == []


def test_a_first_edit_is_exact_only_when_every_edit_is_public() -> None:
    assert row("Alpha", "awiki", 2, edits(1, 9)).first_is_exact
    assert not row("Alpha", "awiki", 3, edits(1, 9)).first_is_exact
    assert row("Alpha", "awiki", 3, edits(1, 9)).first is not None
    assert row("Alpha", "awiki", 900, edits(1, 9, is_whole=False)).first is None


def test_temporary_accounts_are_told_by_their_names() -> None:
    assert is_temporary("~2026-10482-07")
    assert not is_temporary("~2026")
    assert not is_temporary("Tilde ~2026-1")
