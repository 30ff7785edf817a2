"""Requests to stewards and global sysops as they stand on a public page: heading, status, accounts, reason, signature.

All words come from `app/flows/public_pages.toml`, none from a person. What may not stand there in any form (names that
attack or tell who somebody is) never comes here: the caller keeps it out, and `app.text.leak_check` looks once more.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.domain.public_pages import Part, PublicPage
from app.domain.wikis import Wiki
from app.text.wikitext import in_heading, in_template, link_out, link_to, template

CHECKED_AT_MOST = 10
"""Accounts of one request for a check: the template has room for ten."""
LISTED_AT_MOST = 10
"""Accounts in an open list; a longer one is folded."""

GLOBAL_ACCOUNT, CONTRIBUTIONS = "Special:CentralAuth", "Special:Contributions"
SIGNATURE = "--~~~~"


class NotARequest(ValueError):
    """What cannot stand in one public request. The message names nobody."""


@dataclass(frozen=True)
class Written:
    """A request: the `heading` by itself, as wikitext without its `=`; the whole section as `wikitext`; and the
    `summary` of the edit, which is neutral and names nobody."""

    heading: str
    wikitext: str
    summary: str


def write_lock(page: PublicPage, names: Sequence[str], reason: str, links: Sequence[str]) -> Written:
    """Asks for a global lock of these accounts. `reason` is a code of `page.reasons`, `links` full addresses. Raises
    NotARequest, NotAnAddress."""
    names = _once(names)
    heading = _heading(page, names, GLOBAL_ACCOUNT, page.heading_many)
    remark = _remark(page, [_word(page.reasons, reason)], links)
    return _section(page, heading, len(names), [*_list_accounts(page, names), remark])


def write_global_block(
    page: PublicPage, names: Sequence[str], addresses: Sequence[str], reason: str, links: Sequence[str]
) -> Written:
    """Asks for a global block of temporary accounts, or of network addresses and ranges.

    SECURITY: never of both. Who stands beside an address is known to use it, and a clerk's bot closes no such request.
    """
    if names and addresses:
        raise NotARequest("accounts and addresses are two requests")
    named = _once([*names, *addresses])
    if names:
        heading, lines = _heading(page, named, GLOBAL_ACCOUNT, page.heading_many), _list_accounts(page, named)
    else:
        heading = _heading(page, named, CONTRIBUTIONS, page.heading_addresses)
        lines = _fold(page, [f"* {template(page.templates['address'], each)}" for each in named], len(named))
    remark = _remark(page, [_word(page.reasons, reason)], links)
    return _section(page, heading, len(named), [*lines, remark])


def write_removal_of_access(
    page: PublicPage,
    name: str,
    wiki_domain: str,
    access: str,
    reason: str,
    links: Sequence[str],
    discussion: str | None = None,
) -> Written:
    """Asks for the removal of somebody's access on a wiki (`domain_of`). `access` is a code of `page.choices`;
    `discussion` is the address of a local decision, where there is one."""
    (name,) = _once([name])
    fields = [
        ("status", ""),
        ("domain", in_template(wiki_domain)),
        ("user name", in_template(name)),
        ("discussion", link_out(discussion) if discussion else ""),
    ]
    remark = _remark(page, [_word(page.choices, access), _word(page.reasons, reason)], links)
    return _section(page, _at_wiki(page, name, wiki_domain), 1, [_request(page, fields), remark])


def write_checkuser(
    page: PublicPage, names: Sequence[str], wiki: Wiki, discussion: str | None, reason: str, links: Sequence[str]
) -> Written:
    """Asks for a check of at most ten accounts of one wiki; the first is the one that the others belong to."""
    names = _once(names)
    if len(names) > CHECKED_AT_MOST:
        raise NotARequest(f"a request for a check has at most {CHECKED_AT_MOST} accounts")
    domain = domain_of(wiki)
    language, project = _language_and_project(page, wiki)
    fields = [
        ("status", ""),
        ("language code", in_template(language)),
        ("project shortcut", in_template(project)),
        *((f"user name{number}", in_template(name)) for number, name in enumerate(names, start=1)),
        ("discussion", link_out(discussion) if discussion else ""),
        ("reason", _remark(page, [_word(page.reasons, reason)], links)),
    ]
    return _section(page, _at_wiki(page, names[0], domain), len(names), [_request(page, fields)])


def write_global_sysops(page: PublicPage, wiki_domain: str, what: str, links: Sequence[str]) -> Written:
    """Asks the global sysops for help on a wiki (`domain_of`). `what` is a code of `page.choices`; accounts and pages
    stand in the links alone."""
    words = _word(page.choices, what)
    if not links:
        raise NotARequest("a request to the global sysops needs a link")
    heading = _fill(page.heading, in_heading(words), in_heading(wiki_domain))
    return _section(page, heading, 1, [_remark(page, [words], links)])


def add_to_part(part: Part, written: Written) -> str:
    """The whole text of the part with the request as its last section. Of the text that stands there nothing is
    changed but blanks at its end."""
    return f"{part.text.rstrip()}\n\n{written.wikitext}\n"


def domain_of(wiki: Wiki) -> str:
    """How these pages name a wiki: `en.wikipedia`, `meta.wikimedia`, `wikidata`; any other host as it is."""
    host = urlsplit(wiki.server).netloc.lower()
    bare = host.removeprefix("www.").removesuffix(".org")
    return bare if host.endswith(".org") and bare else host


def _language_and_project(page: PublicPage, wiki: Wiki) -> tuple[str, str]:
    """`en`, `w`; a wiki that is named as a whole (`wikidata`) has its short name in place of a language."""
    domain = domain_of(wiki)
    if domain in page.projects:
        return page.projects[domain], ""
    language, _, project = domain.partition(".")
    return (language, page.projects[project]) if project in page.projects else (domain, "")


def _section(page: PublicPage, heading: str, many: int, lines: Sequence[str]) -> Written:
    marks = "=" * page.level
    status = [template(page.templates["status"])] if "status" in page.templates else []
    text = "\n".join([f"{marks} {heading} {marks}", *status, *lines])
    return Written(heading, text, _fill(page.summary if many == 1 else page.summary_many, str(many)))


def _heading(page: PublicPage, names: Sequence[str], at: str, many: str) -> str:
    """The one name, linked; of several only how many there are."""
    return _fill(page.heading, link_to(at, names[0])) if len(names) == 1 else _fill(many, str(len(names)))


def _at_wiki(page: PublicPage, name: str, domain: str) -> str:
    return _fill(page.heading, in_heading(name), in_heading(domain))


def _list_accounts(page: PublicPage, names: Sequence[str]) -> list[str]:
    kind = page.templates["one" if len(names) == 1 else "many"]
    return _fold(page, [f"* {template(kind, *names)}"], len(names))


def _fold(page: PublicPage, lines: list[str], many: int) -> list[str]:
    if many <= LISTED_AT_MOST:
        return lines
    return [template(page.templates["fold-top"]), *lines, template(page.templates["fold-bottom"])]


def _request(page: PublicPage, fields: Sequence[tuple[str, str]]) -> str:
    lines = [f" |{key} = {value}".rstrip() for key, value in fields]
    return "\n".join(["{{" + page.templates["request"], *lines, "}}"])


def _remark(page: PublicPage, words: Sequence[str], links: Sequence[str]) -> str:
    said = [f"{each}." for each in words]
    seen = [f"{page.links} {' '.join(map(link_out, links))}."] if links else []
    return " ".join([*said, *seen, SIGNATURE])


def _word(words: Mapping[str, str], code: str) -> str:
    # SECURITY: nobody's own sentence gets onto the page by this way.
    if code not in words:
        raise NotARequest("there is no such reason or choice")
    return words[code]


def _fill(form: str, first: str, second: str = "") -> str:
    # In one pass: a name may hold `$2`.
    return re.sub(r"\$[12]", lambda place: first if place[0] == "$1" else second, form)


def _once(names: Sequence[str]) -> list[str]:
    """Without doubles and blank ones, in the order given. Raises NotARequest where none is left."""
    once: dict[str, str] = {}
    for name in names:
        once.setdefault(same_name(name), name)
    once.pop("", None)
    if not once:
        raise NotARequest("a request names at least one account or address")
    return list(once.values())


def same_name(name: str) -> str:
    """As a wiki compares names of accounts: underscores are blanks, and the first letter is a capital."""
    bare = " ".join(name.replace("_", " ").split())
    return bare[:1].upper() + bare[1:]
