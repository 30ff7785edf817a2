"""Writes docs/wiki-calls.md: every call to a wiki and every part of an answer that Haven relies on, and who saw it.

Run it with `python -m tests.wiki_calls`. Most lines come from the marks of the contract suite, which asks a real
MediaWiki and the sandbox alike; the others stand here, each with the test that shows it. It asks no wiki itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import ModuleType

from tests.mediawiki import (
    test_contract,
    test_contract_accounts,
    test_contract_case,
    test_contract_editing,
    test_contract_forms,
    test_contract_places,
)

PROJECT = Path(__file__).resolve().parents[1]
PAGE = PROJECT / "docs" / "wiki-calls.md"
CONTRACT = (
    test_contract,
    test_contract_places,
    test_contract_forms,
    test_contract_accounts,
    test_contract_case,
    test_contract_editing,
)
"""The modules of the contract suite, whose marks are read."""


class SeenOn(StrEnum):
    """The best witness there is for a line."""

    REAL_WIKI = "real wiki"
    SANDBOX_ONLY = "sandbox only"


@dataclass(frozen=True)
class Reliance:
    """One line: a call (or a form), the parts of its answer that matter, and the test that shows them."""

    call: str
    answer: tuple[str, ...]
    seen_on: SeenOn
    shown_by: str

    @property
    def test_name(self) -> str:
        return self.shown_by.partition("::")[2]


def _real(call: str, *answer: str, by: str) -> Reliance:
    return Reliance(call, answer, SeenOn.REAL_WIKI, by)


def _sandbox(call: str, *answer: str, by: str) -> Reliance:
    return Reliance(call, answer, SeenOn.SANDBOX_ONLY, by)


_REAL_DOOR = "tests/mediawiki/test_against_real_wiki.py::"
_SANDBOX_DOOR = "tests/mediawiki/test_against_sandbox.py::"
_JOURNEY = "tests/real_wiki/test_journey.py::"
_PEOPLE = "tests/sandbox/test_api_people.py::"
_STEWARDS = "tests/sandbox/test_steward_forms.py::"
_LISTS = "tests/sandbox/test_account_lists.py::"
_NAME_CASE = "tests/sandbox/test_name_case.py::"
_SIGN_IN = "tests/mediawiki/test_sign_in.py::"

BESIDE_THE_CONTRACT = (
    _real(
        "prop=revisions|info&revids=&rvprop=ids",
        "parentid: the revision before; lastrevid: the page's newest",
        by=f"{_REAL_DOOR}test_relative_links",
    ),
    _real(
        "prop=revisions&pageids=&rvstartid=&rvdir=newer&rvlimit=2&rvprop=ids",
        "the following revision, by the number of the page",
        by=f"{_REAL_DOOR}test_relative_links",
    ),
    _real("prop=info&titles=", "missing: true where there is no such page", by=f"{_REAL_DOOR}test_relative_links"),
    _real(
        "list=allusers&aurights=&auprop=centralids&aulimit=",
        "name of each member; an empty list means none",
        by=f"{_REAL_DOOR}test_teams",
    ),
    _real(
        "list=allusers&aurights=checkuser&aulimit=1 (no CheckUser there)",
        "a warning that the right is unknown: could not be checked",
        by=f"{_REAL_DOOR}test_whether_there_are_checkusers_cannot_be_told_without_the_extension",
    ),
    _real(
        "action=parse&prop=tocdata (parts of other pages, HTML headings)",
        "index T-N or none, and no codepointOffset; they end no part",
        by="tests/real_wiki/test_editor.py::test_parts_of_other_pages_have_no_number",
    ),
    _real(
        "?title=&action=submit, in Chromium from another site",
        "SameSite=None cookies tell who it is; a preview; saved there by one press",
        by="tests/real_wiki/test_editor.py::test_the_form_opens_the_editor_and_saving_there_adds_the_request",
    ),
    _real(
        "meta=siteinfo&siprop=usergroups",
        "name and rights of each group",
        by=f"{_REAL_DOOR}test_the_wiki_describes_itself",
    ),
    _real(
        "Special:RevisionDelete?…&wpRevDeleteReasonList=",
        "an option of the wiki's own list is chosen",
        by=f"{_JOURNEY}test_an_administrator_hides_one_revision_through_the_sign_in",
    ),
    _real(
        "Special:UserLogin?returnto=&returntoquery=",
        "after signing in, the page asked for with all its parameters",
        by="tests/real_wiki/test_forms.py::test_the_way_through_sign_in_ends_on_the_ticked_form_and_saving_hides",
    ),
    _real(
        "Special:UserLogin?returnto=Special:BlankPage&returntoquery=curid=&action=",
        "the page of that number, whatever title is returned to; signed in already, straight on",
        by=f"{_JOURNEY}test_pages_named_by_their_number_are_reached_through_the_sign_in",
    ),
    _real(
        "index.php?curid=&action=edit",
        "the editor of the page of that number; saving makes another revision the newest",
        by=f"{_JOURNEY}test_the_newest_revision_is_edited_out_before_its_text_is_hidden",
    ),
    _real(
        "index.php?curid=&action=history, Special:Contributions?target=, User talk:NAME",
        "open for anybody",
        by=f"{_JOURNEY}test_links_to_look_at_open_for_anybody",
    ),
    _sandbox(
        "meta=globaluserinfo&guiid=&guiprop=merged",
        "name and merged wikis today, for the job that follows the stream",
        by="tests/journeys/test_stream.py::test_a_wiki_where_the_account_was_not_yet_is_asked_about",
    ),
    _sandbox(
        "meta=globaluserinfo&guiid=&guiprop=merged|editcount (an account to be stopped)",
        "name, locked, home, editcount; of each merged account wiki, id, editcount and blocked (absent when not)",
        by="tests/journeys/test_stopping_accounts.py::test_a_wiki_that_is_down_and_has_no_part_in_it_stops_nobody",
    ),
    _sandbox(
        "GET /v2/stream/recentchange,mediawiki.revision-visibility-change (EventStreams)",
        "id: a list of topic, partition, timestamp or offset; data: one event as JSON",
        "Last-Event-ID or nothing: from there, or from now",
        by="tests/journeys/test_stream.py::test_what_happened_while_nobody_followed_is_noted_afterwards",
    ),
    _sandbox(
        "mediawiki/recentchange (EventStreams)",
        "type, wiki, user, title, namespace, timestamp, revision.new; log_id, log_type, log_action",
        "log_params: ids and nfield of what was hidden, target of a move, olduser and newuser of a rename",
        by="tests/journeys/test_stream.py::test_a_block_a_lock_and_a_rename_are_noted_and_the_new_name_is_followed",
    ),
    _sandbox(
        "mediawiki/revision/visibility-change (EventStreams)",
        "database, rev_id, visibility and prior_state.visibility; no performer where suppressed",
        by="tests/journeys/test_stream.py::test_what_is_hidden_on_the_wiki_closes_its_request",
    ),
    _sandbox(
        "action=sitematrix&smlimit=max",
        "url, dbname, sitename of each site; dir and code of its language; specials",
        "closed, private, fishbowl only where true",
        by="tests/sandbox/test_api_sites.py::test_sitematrix_lists_every_wiki_with_its_flags",
    ),
    _sandbox(
        "meta=globaluserinfo&guiid=&guiprop=groups|merged",
        "id, name, groups (global); of each merged account wiki, id and groups (absent when none)",
        by=f"{_PEOPLE}test_one_request_tells_all_local_groups",
    ),
    _sandbox(
        "meta=globaluserinfo&guiuser=&guiprop=groups|merged|editcount",
        "home, registration, editcount, locked; of each merged account editcount, registration or timestamp, and "
        "blocked with its expiry; the reason beside it is never taken",
        by=f"{_LISTS}test_everything_that_the_table_of_accounts_is_made_of",
    ),
    _sandbox(
        "meta=globaluserinfo (locked)",
        "locked: true, with the groups still listed",
        by=f"{_PEOPLE}test_blocks_and_locks_show_and_groups_stay",
    ),
    _sandbox(
        "meta=globaluserinfo&guiprop=merged|editcount",
        "home, registration, editcount",
        "of each merged account editcount and blocked (absent when not); the reason is never read",
        by=f"{_PEOPLE}test_what_decides_whether_an_account_may_be_followed",
    ),
    _sandbox("meta=globaluserinfo&guiid= (nobody's)", "error invaliduserid", by=f"{_PEOPLE}test_by_central_number"),
    _sandbox(
        "meta=globaluserinfo&guiuser=",
        "id and name; missing: true for unknown and for hidden accounts alike",
        by=f"{_PEOPLE}test_unknown_and_hidden_are_the_same",
    ),
    _sandbox(
        "meta=globaluserinfo&guiuser= (an address)",
        "error baduser: addresses are no accounts",
        by=f"{_PEOPLE}test_addresses_are_no_accounts",
    ),
    _sandbox(
        "list=wikisets&wsprop=type|wikisincluded|wikisnotincluded&wslimit=max",
        "name, type (optin or optout), and the wikis really covered, as a list or with keys",
        by="tests/sandbox/test_api_sites.py::test_wiki_set_of_the_global_sysops",
    ),
    _sandbox(
        "list=globalallusers&agugroup=steward&aguprop=lockinfo&agulimit=",
        "id and name; a locked that is an empty string",
        by=f"{_PEOPLE}test_members_of_global_groups",
    ),
    _sandbox(
        "list=globalblocks&bgtargets=&bgprop=target&bglimit=max",
        "target of each block in force, beside what it keeps from; an unknown name is passed over",
        by=f"{_PEOPLE}test_global_blocks",
    ),
    _sandbox(
        "list=users&usprop=centralids (hidden from lists)",
        "centralids.CentralAuth 0, and still attachedlocal.CentralAuth",
        by=f"{_PEOPLE}test_hidden_from_lists_has_no_central_number_and_is_attached",
    ),
    _sandbox(
        "list=users&usprop=centralids, list=allusers&auprop=centralids",
        "centralids.CentralAuth, and attachedlocal.CentralAuth: without it the number is a namesake's",
        by=f"{_SANDBOX_DOOR}test_accounts",
    ),
    _sandbox(
        "list=users&usprop=blockinfo",
        "blockid and blockedby; blockpartial: true strips nothing",
        by=f"{_PEOPLE}test_blockinfo_and_mail",
    ),
    _sandbox("prop=info&titles=", "lastrevid; normalized: from and to", by=f"{_SANDBOX_DOOR}test_relative_links"),
    _sandbox(
        "pageids= (nothing else)",
        "ns and title, for whose user page it is; missing: true",
        by=f"{_SANDBOX_DOOR}test_accounts",
    ),
    _sandbox(
        "any, in trouble",
        "maxlag, ratelimited and readonly as codes; HTTP 429 and 503 with Retry-After",
        by=f"{_SANDBOX_DOOR}test_faults",
    ),
    _sandbox(
        "Special:OAuth/initiate, Special:OAuth/authenticate, Special:OAuth/token",
        "a request token; back with oauth_token and oauth_verifier; an access token; no dialog the second time",
        by=f"{_SIGN_IN}test_a_whole_sign_in",
    ),
    _sandbox(
        "Special:OAuth/identify",
        "signed claims: sub (the central id as a string) and username",
        by="tests/sandbox/test_oauth.py::test_whole_handshake_gives_every_claim",
    ),
    _sandbox(
        "Special:OAuth/identify (hidden account)", "no username", by=f"{_SIGN_IN}test_a_hidden_account_has_no_name"
    ),
    _sandbox(
        "Special:OAuth/token (used, expired, wrong verifier)",
        "a text with HTTP 200 and no token",
        by="tests/sandbox/test_oauth.py::test_refusals_are_text_with_status_200",
    ),
    _sandbox(
        "Special:CentralAuth?target=&wpStatusLocked=1&wpStatusHidden=1|2",
        "filled in, for stewards on the central wiki; others only read",
        by=f"{_STEWARDS}test_the_form_that_locks_and_hides_is_filled_in",
    ),
    _sandbox(
        "Special:GlobalBlock?wpAddress=",
        "filled in, for stewards; refuses others",
        by=f"{_STEWARDS}test_the_form_that_blocks_everywhere_is_filled_in",
    ),
    _sandbox(
        "Special:CentralAuth?target=, Special:GlobalContributions?target=, Special:GlobalUsers?username=",
        "open for anybody, the second for whoever is signed in there",
        by=f"{_LISTS}test_pages_to_look_at_open",
    ),
    _sandbox(
        "list=allusers&aurights=checkuser&aulimit=1",
        "one name, or an empty list: no local checkusers; stewards and ombuds are not listed",
        by=f"{_SANDBOX_DOOR}test_teams",
    ),
    _sandbox(
        "Special:CentralAuth?target=&wpStatusLocked=1&wpStatusHidden=2&wpReason=other&wpReason-other=",
        "more than 1,000 edits on all wikis: refused in whole, the account is not locked either",
        by=f"{_NAME_CASE}test_above_1000_edits_hiding_is_refused_and_the_lock_with_it",
    ),
    _sandbox(
        "Special:MultiLock?wpTarget=&wpActionLock=lock&wpActionHide=-1|0|1|2&wpReasonList=other&wpReasonList-other=",
        "all filled in (since REL1_46); what is refused for one account holds up no other",
        by=f"{_NAME_CASE}test_several_are_locked_and_hidden_and_a_refusal_holds_up_nobody",
    ),
    _sandbox(
        "Special:GlobalBlock?wpAddress=&wpExpiry=&wpExpiry-other=&wpReason=&wpReason-other=",
        "filled in; Special:MassGlobalBlock takes the same beside wpTargets",
        by=f"{_NAME_CASE}test_a_global_block_ends_when_the_form_says",
    ),
    _sandbox(
        "Special:MultiLock?wpTarget=",
        "names one a line, each with a box, for stewards; refuses others",
        by=f"{_LISTS}test_the_forms_that_take_several_names",
    ),
    _sandbox(
        "Special:MultiLock?wpActionLock=lock&wpActionHide= (since April 2026)",
        "chosen in the form, with and without wpTarget; an account with over 1,000 edits is locked and not hidden",
        by=f"{_LISTS}test_several_are_locked_and_hidden_from_a_pasted_list",
    ),
    _sandbox(
        "Special:MassGlobalBlock?wpTargets=",
        "names one a line, each with a box, for stewards; refuses others",
        by=f"{_LISTS}test_the_forms_that_take_several_names",
    ),
    _sandbox(
        "Special:AbuseReview",
        "opens for those who may see suppressed material",
        by=f"{_STEWARDS}test_the_review_of_personal_information_opens_for_oversighters",
    ),
    _sandbox(
        "list=logevents&leids=&lelimit= (newer than 1.43)",
        "the entries asked for, and no others",
        by="tests/sandbox/test_api_revisions.py::test_log_entries_by_number",
    ),
    _sandbox(
        "Special:EmailUser",
        "the wiki's own mail form for that person",
        by="tests/sandbox/test_pages.py::test_mail_is_a_form_and_is_never_sent",
    ),
)
"""What the contract suite does not ask: mostly because plain MediaWiki has no CentralAuth, no OAuth, no SiteMatrix."""

OPENING = """\
# What Haven relies on

Every call that Haven makes to a wiki, every form it links to, and the parts of the answers it builds on. This page is
written by `python -m tests.wiki_calls`; a test compares the two, and another one looks in it for everything that
`app/mediawiki` asks and `app/links` opens.

All calls are POSTs to `api.php` with `action=query` unless said otherwise, `format=json` and `formatversion=2`, without
a token and without a session. Forms are opened by the person's own browser, never by Haven. A parameter without a value
stands for any value.
"""

SECTIONS = {
    SeenOn.REAL_WIKI: """
## Seen on a real wiki

MediaWiki 1.43 as Debian packages it. The lines of the contract suite (`tests/mediawiki/test_contract*.py`) are asked of
the sandbox as well, so that the sandbox cannot drift from the truth.
""",
    SeenOn.SANDBOX_ONLY: """
## Seen on the sandbox only

What needs CentralAuth, OAuth, SiteMatrix or a wiki in trouble. The sandbox was written after these extensions; when one
of them changes, no test here will notice.
""",
}


def reliances() -> Iterator[Reliance]:
    """Every line: the contract suite's in the order of its tests, then the others."""
    for module in CONTRACT:
        yield from _marked_in(module)
    yield from BESIDE_THE_CONTRACT


def _marked_in(module: ModuleType) -> Iterator[Reliance]:
    file = Path(str(module.__file__)).name
    for name, test in vars(module).items():
        for mark in getattr(test, "pytestmark", ()):
            if mark.name == "relies_on":
                call, *answer = mark.args
                yield Reliance(call, tuple(answer), SeenOn.REAL_WIKI, f"tests/mediawiki/{file}::{name}")


def write_page(lines: Iterable[Reliance]) -> str:
    """The whole page."""
    known = tuple(lines)
    tables = (text + _table(line for line in known if line.seen_on is seen_on) for seen_on, text in SECTIONS.items())
    return OPENING + "".join(tables)


def _table(lines: Iterable[Reliance]) -> str:
    rows = [
        f"| `{_cell(line.call)}` | {_cell('; '.join(line.answer))} | {line.seen_on} | `{line.test_name}` |"
        for line in lines
    ]
    return "\n".join(["", "| call | relied on | seen on | shown by |", "| --- | --- | --- | --- |", *rows, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(write_page(reliances()), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(PROJECT)}")
