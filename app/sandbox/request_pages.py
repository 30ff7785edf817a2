"""The pages of the central wiki on which stewards and global sysops are asked in public.

Their parts are those of Meta-Wiki; every sentence, request and name on them is invented.
"""

from __future__ import annotations

from app.sandbox.people import VANDAL_NAME
from app.sandbox.sock_case import SOCK
from app.sandbox.wiki import Wiki

STEWARDS_GLOBAL = "Steward requests/Global"
STEWARDS_PERMISSIONS = "Steward requests/Permissions"
STEWARDS_CHECKUSER = "Steward requests/Checkuser"
GLOBAL_SYSOPS = "Global sysops/Requests"

_GLOBAL = f"""\
{{{{Steward requests/Global/Header}}}}
An invented page of the sandbox. Whatever is written here is public. A name that attacks or identifies somebody does \
not belong here: it goes to a steward in private.

== Requests for global (un)block ==
<!-- Invented note: newest requests at the bottom -->

=== Global block for [[Special:Contributions/192.0.2.77|192.0.2.77]] ===
{{{{status}}}}
* {{{{Luxotool|1=192.0.2.77}}}}
Invented spam on three wikis. [[User:Lasse Brook|Lasse Brook]] ([[User talk:Lasse Brook|talk]]) \
06:12, 2 March 2026 (UTC)

== Requests for global (un)lock and (un)hiding ==
<!-- Invented note: newest requests at the bottom -->

=== Global lock for [[Special:CentralAuth/{SOCK}|{SOCK}]] ===
{{{{status|done}}}}
* {{{{LockHide|1={SOCK}}}}}
Cross-wiki abuse. [[User:Bruno Halm|Bruno Halm]] ([[User talk:Bruno Halm|talk]]) 09:40, 3 March 2026 (UTC)
:Done. [[User:Sunniva Aldous|Sunniva Aldous]] ([[User talk:Sunniva Aldous|talk]]) 10:02, 3 March 2026 (UTC)

=== Global lock for [[Special:CentralAuth/{VANDAL_NAME}|{VANDAL_NAME}]] ===
{{{{status}}}}
* {{{{LockHide|1={VANDAL_NAME}}}}}
Vandalism only, after a block on the test wiki. [[User:Tessa Probe|Tessa Probe]] ([[User talk:Tessa Probe|talk]]) \
11:31, 3 March 2026 (UTC)

== See also ==
* [[Steward requests/Permissions]]
* [[Global sysops/Requests]]
"""

_PERMISSIONS = """\
{{Steward requests/Permissions/Header}}
An invented page of the sandbox: rights on wikis that have nobody to give or take them.

== Using this page ==
Put a request at the end of its part.

== Requests ==

=== Administrator access ===

=== Interface administrator access ===

=== Bureaucrat access ===

=== CheckUser access ===

=== Oversight access ===

=== Removal of access ===

==== Gael Timmer@ar.wikibooks ====
{{sr-request
 |status    = done
 |domain    = ar.wikibooks
 |user name = Gael Timmer
 |discussion= own request
}}
No longer needed. [[User:Gael Timmer|Gael Timmer]] ([[User talk:Gael Timmer|talk]]) 15:20, 1 March 2026 (UTC)

=== Miscellaneous requests ===

== See also ==
* [[Steward requests/Global]]
"""

_CHECKUSER = """\
{{Steward requests/Checkuser/Header}}
An invented page of the sandbox, for wikis without checkusers of their own.

== Requests ==

=== Wilma Tarn@de.wikibooks ===
{{CU request
 |status          = declined
 |language code   = de
 |project shortcut = b
 |user name1      = Wilma Tarn
 |user name2      = Corin Ashby
 |discussion      = none
 |reason          = Invented suspicion. [[User:Bruno Halm|Bruno Halm]] ([[User talk:Bruno Halm|talk]]) \
08:05, 1 March 2026 (UTC)
}}

== See also == <!-- DO NOT EDIT UNDER THIS LINE -->
* [[Steward requests/Global]]
"""

_GLOBAL_SYSOPS = """\
{{Global sysops/Requests/Header}}
An invented page of the sandbox: what needs an administrator on a small wiki that has none awake.

== Requests ==
* Please delete an invented page on ar.wikibooks. [[User:Lasse Brook|Lasse Brook]] ([[User talk:Lasse Brook|talk]]) \
07:45, 2 March 2026 (UTC)
*: Done. [[User:Gael Timmer|Gael Timmer]] ([[User talk:Gael Timmer|talk]]) 08:01, 2 March 2026 (UTC)
"""

_PAGES = {
    STEWARDS_GLOBAL: _GLOBAL,
    STEWARDS_PERMISSIONS: _PERMISSIONS,
    STEWARDS_CHECKUSER: _CHECKUSER,
    GLOBAL_SYSOPS: _GLOBAL_SYSOPS,
}


def add_request_pages(wiki: Wiki) -> None:
    """On the central wiki, last edited a while ago."""
    for title, text in _PAGES.items():
        wiki.add_revision(wiki.add_page(title), "Lasse Brook", "request", text.rstrip("\n"), at=wiki.ago(hours=7))
