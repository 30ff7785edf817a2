"""Names that differ from wiki to wiki: namespaces, special pages, and the reasons offered in forms.

Every wiki understands the English canonical names; its own language adds names that work there only. The
lists are shortened to what Haven links to or parses; nothing here knows pages or accounts.
"""

from __future__ import annotations

from dataclasses import dataclass

CANONICAL_NAMESPACES: dict[int, str] = {
    -2: "Media",
    -1: "Special",
    0: "",
    1: "Talk",
    2: "User",
    3: "User talk",
    4: "Project",
    5: "Project talk",
    6: "File",
    7: "File talk",
    8: "MediaWiki",
    9: "MediaWiki talk",
    10: "Template",
    11: "Template talk",
    12: "Help",
    13: "Help talk",
    14: "Category",
    15: "Category talk",
}

CANONICAL_SPECIALS: dict[str, list[str]] = {
    "AbuseFilter": ["AbuseFilter"],
    "AbuseLog": ["AbuseLog"],
    "AbuseReview": ["AbuseReview"],
    "Block": ["Block", "BlockIP", "BlockUser"],
    "CentralAuth": ["CentralAuth", "GlobalAccount"],
    "CheckUser": ["CheckUser"],
    "ComparePages": ["ComparePages"],
    "Contact": ["Contact"],
    "Contributions": ["Contributions", "Contribs"],
    "DeletedContributions": ["DeletedContributions"],
    "Diff": ["Diff"],
    "EditPage": ["EditPage", "Edit"],
    "Emailuser": ["EmailUser", "Email"],
    "GlobalBlock": ["GlobalBlock"],
    "GlobalContributions": ["GlobalContributions"],
    "GlobalGroupMembership": ["GlobalUserRights", "GlobalGroupMembership"],
    "GlobalUsers": ["GlobalUsers"],
    "GoToComment": ["GoToComment"],
    "Listusers": ["ListUsers", "UserList", "Users"],
    "Log": ["Log", "Logs"],
    "MassGlobalBlock": ["MassGlobalBlock"],
    "MobileDiff": ["MobileDiff"],
    "Movepage": ["MovePage"],
    "MultiLock": ["MultiLock"],
    "Nuke": ["Nuke"],
    "OAuth": ["OAuth"],
    "OAuthManageMyGrants": ["OAuthManageMyGrants"],
    "PageHistory": ["PageHistory", "History"],
    "PageInfo": ["PageInfo", "Info"],
    "PermanentLink": ["PermanentLink", "PermaLink"],
    "Prefixindex": ["PrefixIndex"],
    "Purge": ["Purge"],
    "Recentchanges": ["RecentChanges"],
    "Redirect": ["Redirect"],
    "RemoveGlobalBlock": ["RemoveGlobalBlock", "GlobalUnblock"],
    "Revisiondelete": ["RevisionDelete"],
    "Search": ["Search"],
    "Unblock": ["Unblock"],
    "Undelete": ["Undelete"],
    "Userlogin": ["UserLogin", "Login"],
    "Userlogout": ["UserLogout", "Logout"],
    "Userrights": ["UserRights", "MakeSysop", "MakeBot"],
}
"""Key: the name `siteinfo` calls `realname`. The first alias is the one a wiki redirects to."""


@dataclass(frozen=True)
class Language:
    """One content language: local names on top of the canonical ones."""

    code: str
    autonym: str
    direction: str
    namespaces: dict[int, str]
    namespace_aliases: dict[str, int]
    specials: dict[str, list[str]]
    messages: dict[str, str]
    main_page: str


_ENGLISH_MESSAGES = {
    "revdelete-reason-dropdown": (
        "* Common delete reasons\n** Copyright violation\n** Inappropriate comment or personal information\n"
        "** Inappropriate username\n** Potentially libelous information\n** Non-contentious housekeeping"
    ),
    "revdelete-reason-dropdown-suppress": (
        "* Common suppression reasons\n** Libel\n** Inappropriate comment or personal information\n"
        "** Inappropriate username\n** Inappropriate personal information"
    ),
    "ipbreason-dropdown": (
        "* Common block reasons\n** Inserting false information\n** Removing content from pages\n"
        "** Spamming links to external sites\n** Intimidating behavior/harassment\n** Unacceptable username"
    ),
    "centralauth-admin-status-reasons": "* Common reasons\n** Cross-wiki abuse\n** Spam-only account",
    "globalblocking-block-reason-dropdown": "* Common block reasons\n** Cross-wiki abuse\n** Long-term abuse",
}

ENGLISH = Language("en", "English", "ltr", {}, {}, {}, _ENGLISH_MESSAGES, "Main Page")

GERMAN = Language(
    code="de",
    autonym="Deutsch",
    direction="ltr",
    namespaces={
        -2: "Medium",
        -1: "Spezial",
        1: "Diskussion",
        2: "Benutzer",
        3: "Benutzer Diskussion",
        4: "Wikibooks",
        5: "Wikibooks Diskussion",
        6: "Datei",
        7: "Datei Diskussion",
        9: "MediaWiki Diskussion",
        10: "Vorlage",
        11: "Vorlage Diskussion",
        12: "Hilfe",
        13: "Hilfe Diskussion",
        14: "Kategorie",
        15: "Kategorie Diskussion",
    },
    namespace_aliases={"Bild": 6, "Bild Diskussion": 7, "Benutzerin": 2, "Benutzerin Diskussion": 3, "BD": 3},
    specials={
        "Block": ["Sperren", "Benutzer_sperren"],
        "Contributions": ["Beiträge"],
        "DeletedContributions": ["Gelöschte_Beiträge"],
        "Diff": ["Unterschied"],
        "Emailuser": ["E-Mail_senden", "E-Mail"],
        "Listusers": ["Benutzer"],
        "Log": ["Logbuch"],
        "MobileDiff": ["Mobiler_Unterschied"],
        "Movepage": ["Verschieben"],
        "PermanentLink": ["Permanenter_Link", "Permalink"],
        "Recentchanges": ["Letzte_Änderungen"],
        "Redirect": ["Weiterleitung"],
        "Revisiondelete": ["Versionslöschung"],
        "Unblock": ["Freigeben"],
        "Undelete": ["Wiederherstellen"],
        "Userlogin": ["Anmelden"],
        "Userlogout": ["Abmelden"],
        "Userrights": ["Benutzerrechte"],
    },
    messages={
        "revdelete-reason-dropdown": (
            "* Allgemeine Löschgründe\n** Urheberrechtsverletzung\n** Unangebrachte Zusammenfassung oder persönliche "
            "Information\n** Unangebrachter Benutzername\n** Potenziell verleumderische Information"
        ),
        "revdelete-reason-dropdown-suppress": (
            "* Allgemeine Unterdrückungsgründe\n** Verleumdung\n** Unangebrachte persönliche Information\n"
            "** Unangebrachter Benutzername"
        ),
        "ipbreason-dropdown": "* Allgemeine Sperrgründe\n** Einfügen falscher Informationen\n** Belästigung",
    },
    main_page="Hauptseite",
)

ARABIC = Language(
    code="ar",
    autonym="العربية",
    direction="rtl",
    namespaces={
        -2: "ميديا",
        -1: "خاص",
        1: "نقاش",
        2: "مستخدم",
        3: "نقاش المستخدم",
        4: "ويكي الكتب",
        5: "نقاش ويكي الكتب",
        6: "ملف",
        7: "نقاش الملف",
        8: "ميدياويكي",
        9: "نقاش ميدياويكي",
        10: "قالب",
        11: "نقاش القالب",
        12: "مساعدة",
        13: "نقاش المساعدة",
        14: "تصنيف",
        15: "نقاش التصنيف",
    },
    namespace_aliases={"صورة": 6, "نقاش الصورة": 7, "مستخدمة": 2, "نقاش المستخدمة": 3},
    specials={
        "Block": ["منع", "منع_أيبي"],
        "Contributions": ["مساهمات"],
        "Diff": ["فرق"],
        "Emailuser": ["مراسلة_المستخدم"],
        "Log": ["سجل", "سجلات"],
        "MobileDiff": ["فرق_موبايل"],
        "PermanentLink": ["وصلة_دائمة"],
        "Recentchanges": ["أحدث_التغييرات"],
        "Redirect": ["تحويل"],
        "Revisiondelete": ["حذف_مراجعة", "حذف_نسخة"],
        "Userlogin": ["دخول_المستخدم"],
        "Userlogout": ["خروج_المستخدم"],
    },
    messages={
        "revdelete-reason-dropdown": "* أسباب الحذف الشائعة\n** خرق لحقوق النشر\n** تعليق أو معلومات شخصية غير مناسبة",
        "revdelete-reason-dropdown-suppress": "* أسباب الإخفاء الشائعة\n** تشهير\n** معلومات شخصية غير مناسبة",
        "ipbreason-dropdown": "* أسباب المنع الشائعة\n** إدراج معلومات خاطئة\n** مضايقة",
    },
    main_page="الصفحة الرئيسية",
)


def invented_language(code: str) -> Language:
    """A language for the extra wikis of large tests: English names under another code."""
    return Language(code, f"Language {code}", "ltr", {}, {}, {}, _ENGLISH_MESSAGES, "Main Page")


def special_aliases(language: Language, real_name: str) -> list[str]:
    """Names of one special page on a wiki, the one it redirects to first."""
    local = language.specials.get(real_name, [])
    return [*local, *[name for name in CANONICAL_SPECIALS[real_name] if name not in local]]
