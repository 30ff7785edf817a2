"""What the real MediaWiki of the tests holds: a revision, log entry, file version, filter hit, account and comment in
every state that Haven tells apart, made by the wiki's own API and forms. The keys are those of the sandbox's seed
(`tests.support.sandbox`), so that one test speaks of both wikis.
"""

import json
import struct
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx

from tests.support.real_wiki_asking import PEOPLE, ask, send_form, sign_in, token

SEEDED_PAGE = "Invented village"
DELETED_PAGE = "Invented lane"
PROTECTED_PAGE = "Invented square"
MOVED_PAGE = "Invented hamlet"
FILE = "Invented picture.png"
DELETED_FILE = "Invented sketch.png"
REPORT_SETTINGS = "MediaWiki:IncidentReportingConfig.json"
BAIT = "inventedbait"
THROWAWAY = ("page_to_delete", "page_to_suppress", "page_to_move", "page_to_protect")
"""Pages that a test may delete, move or protect."""
REASON = "seeded for the tests"
A_SECOND = 1.1
PATIENCE = 20
"""Tries, half a second each, for what the wiki writes after it has answered."""

Found = TypeVar("Found")


@dataclass(frozen=True)
class _Hand:
    """One of the people at work: signed in, with a token."""

    client: httpx.Client
    root: str
    csrf: str

    def do(self, **parameters: Any) -> dict[str, Any]:
        """One change by the API."""
        return ask(self.client, f"{self.root}/api.php", token=self.csrf, **parameters)

    def query(self, **parameters: Any) -> dict[str, Any]:
        """The `query` of one answer."""
        return dict(ask(self.client, f"{self.root}/api.php", action="query", **parameters)["query"])

    def hide(self, kind: str, id: int | str, hide: str, suppress: bool = False, **more: str) -> None:
        """RevisionDelete by the API; with `suppress` from administrators, too."""
        way = "yes" if suppress else "nochange"
        self.do(action="revisiondelete", type=kind, ids=id, hide=hide, suppress=way, reason=REASON, **more)

    def edit(self, title: str, text: str, summary: str = "An invented summary") -> int:
        """Appends to a page and gives the number of the revision that made."""
        answer = self.do(action="edit", title=title, appendtext=text, summary=summary)
        return int(answer["edit"]["newrevid"])

    def form(self, title: str, control: str, fields: dict[str, str]) -> str:
        return send_form(self.client, f"{self.root}/index.php", title, control, fields)

    def page(self, title: str) -> int:
        return int(self.query(prop="info", titles=title)["pages"][0]["pageid"])


def seed_places(root: str) -> dict[str, int]:
    """Everything, on a fresh wiki whose scripts lie at `root`; the number of each by its key."""
    api_url = f"{root}/api.php"
    names = ("author", "admin", "suppressor")
    clients = [sign_in(api_url, PEOPLE[name][0]) for name in names]
    try:
        author, admin, suppressor = (_Hand(client, root, token(client, api_url)) for client in clients)
        return (
            _seed_revisions(author, suppressor)
            | _seed_logs(author, admin, suppressor)
            | _seed_files(author, admin)
            | _seed_filter(author, admin, suppressor)
            | _seed_people(author, admin)
            | {key: _throwaway(author, key) for key in THROWAWAY}
        )
    finally:
        for client in clients:
            client.close()


def _seed_revisions(author: _Hand, suppressor: _Hand) -> dict[str, int]:
    """One page with a revision for every state, and one deleted page."""
    names = (
        *("rev_parent_of_plain", "rev_plain", "rev_text_hidden", "rev_summary_hidden"),
        *("rev_user_hidden", "rev_suppressed", "rev_current"),
    )
    seed = {name: _edit(author, SEEDED_PAGE, number) for number, name in enumerate(names)}
    seed["page"] = author.page(SEEDED_PAGE)
    seed["rev_deleted"] = _edit(author, DELETED_PAGE, 0)
    suppressor.hide("revision", seed["rev_text_hidden"], "content")
    suppressor.hide("revision", seed["rev_summary_hidden"], "comment")
    suppressor.hide("revision", seed["rev_user_hidden"], "user")
    suppressor.hide("revision", seed["rev_suppressed"], "content|comment|user", suppress=True)
    suppressor.do(action="delete", title=DELETED_PAGE, reason=REASON)
    return seed


def _edit(author: _Hand, title: str, number: int) -> int:
    return author.edit(title, f"An invented line, number {number}.\n\n", f"An invented summary, number {number}")


def _throwaway(author: _Hand, key: str) -> int:
    title = f"Invented {key.replace('_', ' ')}"
    for number in range(2):
        _edit(author, title, number)
    return author.page(title)


def _seed_logs(author: _Hand, admin: _Hand, suppressor: _Hand) -> dict[str, int]:
    """A creation, a move, a deletion, and four protections of which one is hidden in each way."""
    for number in range(2):
        _edit(author, MOVED_PAGE, number)
    moved = author.page(MOVED_PAGE)
    admin.do(action="move", to=f"{MOVED_PAGE} moved", noredirect=1, reason="better", **{"from": MOVED_PAGE})
    _edit(author, PROTECTED_PAGE, 0)
    for levels in ("edit=sysop", "edit=autoconfirmed", "edit=sysop|move=sysop", "move=sysop"):
        admin.do(action="protect", title=PROTECTED_PAGE, protections=levels, reason="why")
    protections = [row["logid"] for row in _log(admin, "protect", PROTECTED_PAGE)]
    names = ("log_action_hidden", "log_comment_hidden", "log_user_hidden", "log_suppressed")
    seed = dict(zip(names, protections, strict=True))
    suppressor.hide("logging", seed["log_action_hidden"], "content")
    suppressor.hide("logging", seed["log_comment_hidden"], "comment")
    suppressor.hide("logging", seed["log_user_hidden"], "user")
    suppressor.hide("logging", seed["log_suppressed"], "content|comment|user", suppress=True)
    return seed | {
        "log_create": _log(admin, "create", SEEDED_PAGE)[0]["logid"],
        "log_move": _log(admin, "move", MOVED_PAGE)[0]["logid"],
        "log_delete": _log(admin, "delete", DELETED_PAGE)[0]["logid"],
        "page_moved": moved,
    }


def _log(reader: _Hand, kind: str, title: str) -> Sequence[dict[str, Any]]:
    found: list[dict[str, Any]] = reader.query(list="logevents", letype=kind, letitle=title)["logevents"]
    return found


def _seed_files(author: _Hand, admin: _Hand) -> dict[str, int]:
    """A file with three earlier versions, the first of them hidden, and a deleted file."""
    for number in range(4):
        # An archive name tells the second: versions of the same second would share it.
        time.sleep(A_SECOND)
        _upload(author, FILE, number)
    page = author.page(f"File:{FILE}")
    told = author.query(prop="imageinfo", pageids=page, iiprop="timestamp|archivename", iilimit=5)
    current, to_hide, old, oldest = told["pages"][0]["imageinfo"]
    hidden = oldest["archivename"].partition("!")[0]
    admin.hide("oldimage", hidden, "content", target=f"File:{FILE}")
    _upload(author, DELETED_FILE, 5)
    admin.do(action="delete", title=f"File:{DELETED_FILE}", reason=REASON)
    return {
        "page_file": page,
        "file_current": int("".join(filter(str.isdigit, current["timestamp"]))),
        "file_to_hide": int(to_hide["archivename"].partition("!")[0]),
        "file_old": int(old["archivename"].partition("!")[0]),
        "file_old_hidden": int(hidden),
        "file_deleted": int(admin.query(list="filearchive", faname=DELETED_FILE)["filearchive"][0]["id"]),
    }


def _upload(author: _Hand, name: str, number: int) -> None:
    answer = author.client.post(
        f"{author.root}/api.php",
        data={
            "action": "upload",
            "format": "json",
            "formatversion": "2",
            "filename": name,
            "ignorewarnings": "1",
            "comment": f"An invented upload, number {number}",
            "token": author.csrf,
        },
        files={"file": (name, _picture(number), "image/png")},
    ).json()
    if answer.get("upload", {}).get("result") != "Success":
        raise RuntimeError(f"the wiki refused {name}: {answer}")


def _picture(number: int) -> bytes:
    """A PNG of one pixel, of another grey for each number."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixel = chunk(b"IDAT", zlib.compress(bytes([0, 40 * number])))
    return b"\x89PNG\r\n\x1a\n" + header + pixel + chunk(b"IEND", b"")


def _seed_filter(author: _Hand, admin: _Hand, suppressor: _Hand) -> dict[str, int]:
    """A filter that notes a word, three hits of it, the second one hidden."""
    admin.form(
        "Special:AbuseFilter/new",
        "wpFilterRules",
        {"wpFilterDescription": "Invented filter", "wpFilterRules": f'added_lines contains "{BAIT}"'}
        | {"wpFilterEnabled": "1"},
    )
    for number in range(3):
        author.edit(f"Invented noticeboard {number}", BAIT)
    hits = _wait_for(lambda: _hits(admin), lambda found: len(found) == 3)
    suppressor.form(
        "Special:AbuseLog/hide",
        "wpreason",
        {f"hideids[{hits[1]}]": "1", "wpshoworhide": "hide", "wpdropdownreason": "other", "wpreason": REASON},
    )
    if _hits(admin) != [hits[0], hits[2]]:
        raise RuntimeError("the filter's second entry was not hidden")
    return dict(zip(("abuse_hit", "abuse_hidden", "abuse_to_hide"), hits, strict=True))


def _hits(reader: _Hand) -> list[int]:
    return sorted(row["id"] for row in reader.query(list="abuselog", aflprop="ids")["abuselog"])


def _wait_for(ask_again: Callable[[], Found], is_there: Callable[[Found], bool]) -> Found:
    for _ in range(PATIENCE):
        if is_there(found := ask_again()):
            return found
        time.sleep(0.5)
    raise RuntimeError(f"the wiki did not write what was waited for, but {found}")


def _seed_people(author: _Hand, admin: _Hand) -> dict[str, int]:
    """A blocked account, the author, a signed comment of the author's, and where reports go."""
    admin.do(action="block", user=PEOPLE["blocked"][0], expiry="infinite", reason=REASON)
    names = {key: PEOPLE[person][0] for key, person in _ACCOUNTS.items()}
    users = admin.query(list="users", ususers="|".join(names.values()))["users"]
    numbers = {row["name"]: int(row["userid"]) for row in users}
    report = {"ReportIncident_NonEmergency_Doxing_HelpMethod": {"Email": "reports@realwiki.invalid"}}
    admin.do(action="edit", title=REPORT_SETTINGS, text=json.dumps(report), summary="settings")
    comment = author.edit(f"Talk:{SEEDED_PAGE}", "== Invented matter ==\n\nAn invented remark. ~~~~\n")
    return {key: numbers[name] for key, name in names.items()} | {"rev_comment": comment}


_ACCOUNTS = {"user_author": "author", "user_blocked": "blocked", "user_to_hide": "to_hide"}
