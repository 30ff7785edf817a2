"""What a wiki says of itself and of its farm: siteinfo, sitematrix, wiki sets, messages."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from app.sandbox.api.call import Call, Json, iso
from app.sandbox.languages import CANONICAL_NAMESPACES, CANONICAL_SPECIALS, ENGLISH, special_aliases
from app.sandbox.rights import LOCAL_GROUPS, group_rights
from app.sandbox.wiki import Wiki


def siteinfo(call: Call) -> None:
    wanted = call.choices("siprop", ("general", *_SITEINFO_LISTS), ("general",), "siteinfo")
    call.ignore("sifilteriw", "sishowalldb", "sinumberingroup", "siinlanguagecode")
    if "general" in wanted:
        call.query["general"] = _general(call.wiki)
    for part, describe in _SITEINFO_LISTS.items():
        if part in wanted:
            call.query[part] = describe(call.wiki)


def _general(wiki: Wiki) -> Json:
    language = wiki.place.language
    main_page = language.main_page
    answer: Json = {
        "mainpage": main_page,
        "base": f"{wiki.server}/wiki/{main_page.replace(' ', '_')}",
        "sitename": wiki.place.site_name,
        "mainpageisdomainroot": False,
        "generator": "MediaWiki 1.43.0 (sandbox)",
        "case": "first-letter",
        "lang": language.code,
        "fallback": [],
        "rtl": language.direction == "rtl",
        "readonly": wiki.farm.faults.active(wiki.dbname, "readonly"),
        "writeapi": True,
        "maxarticlesize": 2_097_152,
        "timezone": "UTC",
        "timeoffset": 0,
        "articlepath": "/wiki/$1",
        "scriptpath": "/w",
        "script": "/w/index.php",
        "variantarticlepath": False,
        "server": wiki.server,
        "servername": wiki.place.address,
        "wikiid": wiki.dbname,
        "time": iso(wiki.farm.now()),
        "misermode": False,
        "uploadsenabled": wiki.dbname == "commonswiki",
    }
    if answer["readonly"]:
        answer["readonlyreason"] = "The sandbox was asked to be read-only."
    return answer


def _namespaces(wiki: Wiki) -> Json:
    answer: Json = {}
    for number, name in wiki.titles.local.items():
        entry: Json = {
            "id": number,
            "case": "first-letter",
            "name": name,
            "subpages": number > 0,
            "content": number == 0,
            "nonincludable": False,
        }
        if number:
            entry["canonical"] = CANONICAL_NAMESPACES[number]
        answer[str(number)] = entry
    return answer


def _namespace_aliases(wiki: Wiki) -> list[Json]:
    aliases = {"Image": 6, "Image talk": 7} | wiki.place.language.namespace_aliases
    return [{"id": number, "alias": alias} for alias, number in aliases.items()]


def _special_aliases(wiki: Wiki) -> list[Json]:
    language = wiki.place.language
    active = [name for name in CANONICAL_SPECIALS if name != "AbuseReview" or wiki.dbname == "enwiki"]
    return [{"realname": name, "aliases": special_aliases(language, name)} for name in active]


def _groups(wiki: Wiki) -> list[Json]:
    return [{"name": group, "rights": sorted(group_rights(wiki, group))} for group in LOCAL_GROUPS]


def interwiki_map(wiki: Wiki) -> list[Json]:
    """The prefixes this wiki understands. `w` leads to the encyclopedia from everywhere but the libraries."""
    farm = wiki.farm
    targets = dict.fromkeys(("m", "meta"), "metawiki") | dict.fromkeys(("c", "commons"), "commonswiki")
    targets["testwiki"] = "testwiki"
    languages: dict[str, str] = {}
    if wiki.place.code == "wikibooks":
        languages = {"de": "dewikibooks", "ar": "arwikibooks"}
    else:
        targets["w"] = "enwiki"
        languages = {"en": "enwiki"}
    rows: list[Json] = []
    for prefix, dbname in (targets | languages).items():
        row: Json = {"prefix": prefix, "local": True, "url": f"{farm.wiki(dbname).server}/wiki/$1", "protorel": False}
        if prefix in languages:
            row["language"] = farm.wiki(dbname).place.language.autonym
        rows.append(row)
    return rows


def interwiki_address(wiki: Wiki, title: str) -> str | None:
    """Where a title with an interwiki prefix leads, one step only; None for a title of this wiki."""
    prefix, colon, rest = title.lstrip(": ").partition(":")
    for row in interwiki_map(wiki) if colon else ():
        if row["prefix"] == prefix.strip().lower():
            return str(row["url"]).replace("$1", quote(rest.strip().replace(" ", "_"), safe=":/"))
    return None


_SITEINFO_LISTS: dict[str, Callable[[Wiki], Json | list[Json]]] = {
    "namespaces": _namespaces,
    "namespacealiases": _namespace_aliases,
    "specialpagealiases": _special_aliases,
    "usergroups": _groups,
    "interwikimap": interwiki_map,
}


def sitematrix(call: Call) -> Json:
    """The whole farm, languages under number keys, the rest under `specials`."""
    call.ignore("smtype", "smstate", "smlangprop", "smsiteprop", "smlimit", "smcontinue")
    wikis = list(call.farm.wikis.values())
    answer: Json = {"count": len(wikis)}
    codes = dict.fromkeys(wiki.place.group for wiki in wikis if wiki.place.group != "special")
    for number, code in enumerate(codes):
        members = [wiki for wiki in wikis if wiki.place.group == code]
        language = members[0].place.language
        answer[str(number)] = {
            "code": code,
            "name": language.autonym,
            "site": [_site(wiki) for wiki in members],
            "dir": language.direction,
            "localname": language.autonym,
        }
    answer["specials"] = [
        _site(wiki) | {"lang": wiki.place.language.code} for wiki in wikis if wiki.place.group == "special"
    ]
    return {"sitematrix": answer}


def _site(wiki: Wiki) -> Json:
    site: Json = {
        "url": wiki.server,
        "dbname": wiki.dbname,
        "code": wiki.place.code,
        "sitename": wiki.place.site_name,
    }
    if wiki.place.state:
        site[wiki.place.state] = True
    return site


def wikisets(call: Call) -> None:
    parts = call.choices("wsprop", ("type", "wikisincluded", "wikisnotincluded"), (), "wikisets")
    call.ignore("wsfrom", "wslimit", "wsorderbyname")
    answer: list[Json] = []
    for wiki_set in call.farm.wiki_sets:
        entry: Json = {"id": wiki_set.set_id, "name": wiki_set.name}
        if "type" in parts:
            entry["type"] = "optin"
        if "wikisincluded" in parts:
            entry["wikisincluded"] = list(wiki_set.wikis)
        if "wikisnotincluded" in parts:
            entry["wikisnotincluded"] = [name for name in call.farm.wikis if name not in wiki_set.wikis]
        answer.append(entry)
    call.query["wikisets"] = answer


def allmessages(call: Call) -> None:
    """The reason lists, and what a page of the wiki's own MediaWiki namespace says; any other name is `missing`."""
    names = call.values("ammessages") or []
    call.ignore("amlang", "amprop", "amenableparser", "amnocontent", "amincludelocal")
    texts = ENGLISH.messages | call.wiki.place.language.messages
    answer: list[Json] = []
    for name in names:
        entry: Json = {"name": name, "normalizedname": name.replace(" ", "_")}
        page = call.wiki.page_titled((8, name[:1].upper() + name[1:]))
        text = page.latest.text if page else texts.get(name)
        answer.append(entry | ({"missing": True} if text is None else {"content": text}))
    call.query["allmessages"] = answer
