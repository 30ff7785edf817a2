"""A small farm with the addresses, names and prefixes of real wikis, as their saved answers would give it."""

from collections.abc import Mapping

from app.domain.wikis import Farm
from app.links.saved_answers import read_farm

_PREFIXES = {
    "w": "https://en.wikipedia.org/wiki/$1", "m": "https://meta.wikimedia.org/wiki/$1",
    "meta": "https://meta.wikimedia.org/wiki/$1", "c": "https://commons.wikimedia.org/wiki/$1",
    "commons": "//commons.wikimedia.org/wiki/$1", "d": "https://www.wikidata.org/wiki/$1",
    "b": "https://en.wikibooks.org/wiki/$1", "google": "https://search.example/?q=$1",
    "diffs": "https://en.wikipedia.org/w/index.php?diff=$1",
}  # fmt: skip
_LANGUAGES = {code: f"https://{code}.wikipedia.org/wiki/$1" for code in ("de", "en", "fr", "ar")}
_TO_WIKIPEDIA = _PREFIXES | _LANGUAGES | {"b": "https://de.wikibooks.org/wiki/$1"}

_ENGLISH: Mapping[str, list[str]] = {}
_GERMAN = {
    "Diff": ["Unterschied", "Diff"], "PermanentLink": ["Permanentlink"], "Contributions": ["Beiträge", "Contributions"],
    "Log": ["Logbuch"], "Undelete": ["Wiederherstellen"], "MobileDiff": ["Mobiler_Unterschied"],
    "AbuseLog": ["Missbrauchsfilter-Logbuch"], "Revisiondelete": ["Versionslöschung"],
    "FindComment": ["Kommentar_finden"], "MultiLock": ["Mehrfachsperre"],
}  # fmt: skip
_FRENCH = {"Diff": ["Diff", "Différence"], "Log": ["Journal"], "Contributions": ["Contributions"]}
_ARABIC = {"Diff": ["فرق"], "PermanentLink": ["وصلة_دائمة", "رابط_دائم"], "Contributions": ["مساهمات"]}

_NAMESPACES = {
    "en": {4: ["Wikipedia", "WP"]},
    "de": {-1: ["Spezial"], 2: ["Benutzer", "Benutzerin", "BD"], 3: ["Benutzer Diskussion"], 6: ["Datei"], 4: ["WP"]},
    "fr": {-1: ["Spécial"], 2: ["Utilisateur", "Utilisatrice"], 3: ["Discussion utilisateur"], 6: ["Fichier"]},
    "ar": {-1: ["خاص"], 2: ["مستخدم", "مستخدمة"], 3: ["نقاش المستخدم"], 6: ["ملف"]},
}

_WIKIS = [
    ("enwiki", "en", "https://en.wikipedia.org", _ENGLISH),
    ("dewiki", "de", "https://de.wikipedia.org", _GERMAN),
    ("dewikibooks", "de", "https://de.wikibooks.org", _GERMAN),
    ("frwiki", "fr", "https://fr.wikipedia.org", _FRENCH),
    ("arwiki", "ar", "https://ar.wikipedia.org", _ARABIC),
    ("commonswiki", "en", "https://commons.wikimedia.org", _ENGLISH),
    ("metawiki", "en", "https://meta.wikimedia.org", _ENGLISH),
    ("wikidatawiki", "en", "https://www.wikidata.org", _ENGLISH),
]


def sitematrix(version: int = 2) -> dict[str, object]:
    """The wikis as `action=sitematrix` lists them, plus a closed, a private and a zh wiki never described."""
    flag: object = True if version == 2 else ""
    groups: dict[str, dict[str, object]] = {}
    for dbname, code, url, _ in _WIKIS[:5]:
        group = groups.setdefault(code, {"code": code, "name": code, "dir": "rtl" if code == "ar" else "ltr"})
        sites = group.setdefault("site", [])
        assert isinstance(sites, list)
        sites.append({"url": url, "dbname": dbname, "code": "wiki", "sitename": dbname.title()})
    groups["zh"] = {"code": "zh", "site": [{"url": "https://zh.wikipedia.org", "dbname": "zhwiki", "code": "wiki"}]}
    groups["aa"] = {"code": "aa", "site": [{"url": "https://aa.wikipedia.org", "dbname": "aawiki", "closed": flag}]}
    specials: list[dict[str, object]] = [
        {"url": url, "dbname": dbname, "code": dbname, "lang": code} for dbname, code, url, _ in _WIKIS[5:]
    ]
    specials.append({"url": "https://secret.wikimedia.org", "dbname": "secretwiki", "lang": "en", "private": flag})
    numbered = {str(number): group for number, group in enumerate(groups.values())}
    return {"batchcomplete": flag, "sitematrix": {"count": 11, **numbered, "specials": specials}}


def siteinfo(dbname: str, version: int = 2) -> dict[str, object]:
    """What `meta=siteinfo` says of one of the described wikis."""
    _, code, url, pages = next(row for row in _WIKIS if row[0] == dbname)
    name, alias = ("name", "alias") if version == 2 else ("*", "*")
    flag: object = True if version == 2 else ""
    general: dict[str, object] = {
        "wikiid": dbname, "server": url.removeprefix("https:"), "scriptpath": "/w", "script": "/w/index.php",
        "articlepath": "/wiki/$1", "lang": code, "sitename": dbname.title(),
    }  # fmt: skip
    if code == "ar":
        general["rtl"] = flag
    local = _NAMESPACES.get(code, {})
    prefixes = _TO_WIKIPEDIA if url.endswith("wikipedia.org") or dbname == "metawiki" else _PREFIXES
    query = {
        "general": general,
        "namespaces": {str(number): {"id": number, name: names[0]} for number, names in local.items()},
        "namespacealiases": [{"id": number, alias: other} for number, names in local.items() for other in names[1:]],
        "specialpagealiases": [{"realname": real, "aliases": aliases} for real, aliases in pages.items()],
        "interwikimap": [{"prefix": prefix, "url": pattern} for prefix, pattern in prefixes.items()],
    }
    return {"batchcomplete": flag, "query": query}


def farm(described: bool = True, version: int = 2) -> Farm:
    names = {dbname: siteinfo(dbname, version) for dbname, *_ in _WIKIS} if described else {}
    return read_farm(sitematrix(version), names)
