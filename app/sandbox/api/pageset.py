"""Which pages and revisions a query means: from titles, pageids or revids, with what is missing or invalid."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.sandbox.api.call import ApiError, Call, Json
from app.sandbox.api.sites import interwiki_address
from app.sandbox.wiki import Page, Revision


@dataclass
class PageSet:
    """`rows` are the answer's `pages`, in order; `by_revision` tells whether revisions were asked by number."""

    rows: list[Json] = field(default_factory=list)
    pages: dict[int, Page] = field(default_factory=dict)
    revisions: list[Revision] = field(default_factory=list)
    deleted: list[Revision] = field(default_factory=list)
    by_revision: bool = False
    row_of: dict[int, Json] = field(default_factory=dict)

    def add(self, call: Call, page: Page) -> None:
        if page.page_id not in self.pages:
            self.pages[page.page_id] = page
            row: Json = {"pageid": page.page_id, "ns": page.title[0], "title": call.wiki.titles.prefixed(page.title)}
            self.row_of[page.page_id] = row
            self.rows.append(row)


def read_pageset(call: Call) -> PageSet:
    titles, page_ids, rev_ids = call.values("titles"), call.integers("pageids"), call.integers("revids")
    call.ignore("redirects", "converttitles", "indexpageids", "iwurl")
    sources = {"titles": titles, "pageids": page_ids, "revids": rev_ids}
    given = [name for name, values in sources.items() if values is not None]
    if len(given) > 1:
        raise ApiError("multisource", f'The "{given[1]}" parameter cannot be used with {given[0]}.', "query")
    chosen = PageSet(by_revision=rev_ids is not None)
    _add_titles(call, chosen, titles or [])
    for number in page_ids or []:
        if page := call.wiki.pages.get(number):
            chosen.add(call, page)
        else:
            chosen.rows.append({"pageid": number, "missing": True})
    _add_revisions(call, chosen, rev_ids or [])
    return chosen


def _add_titles(call: Call, chosen: PageSet, titles: list[str]) -> None:
    for raw in titles:
        elsewhere = interwiki_address(call.wiki, raw)
        if elsewhere is not None:
            row: Json = {"title": raw, "iw": raw.lstrip(": ").partition(":")[0].strip().lower()}
            if "iwurl" in call.given:
                row["url"] = elsewhere
            call.query.setdefault("interwiki", []).append(row)
            continue
        title = call.wiki.titles.parse(raw)
        if title is None:
            reason = "The requested page title contains invalid characters." if raw else "The requested title is empty."
            chosen.rows.append({"title": raw, "invalidreason": reason, "invalid": True})
            continue
        text = call.wiki.titles.prefixed(title)
        if text != raw:
            call.query.setdefault("normalized", []).append({"fromencoded": False, "from": raw, "to": text})
        if page := call.wiki.page_titled(title):
            chosen.add(call, page)
        else:
            chosen.rows.append({"ns": title[0], "title": text, "missing": True})


def _add_revisions(call: Call, chosen: PageSet, rev_ids: list[int]) -> None:
    bad: Json = {}
    for number in rev_ids:
        if revision := call.wiki.revisions.get(number):
            chosen.add(call, revision.page)
            chosen.revisions.append(revision)
        elif number in call.wiki.deleted_revisions and "deletedhistory" in call.rights:
            chosen.deleted.append(call.wiki.deleted_revisions[number])
        else:
            bad[str(number)] = {"revid": number, "missing": True}
    if bad:
        call.query["badrevids"] = bad
