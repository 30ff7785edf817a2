"""The text of a request on a public page, and the form that takes it into the wiki's own editor.

SECURITY: no name that was marked goes in, whatever was typed; what is found to leak stops the text from going anywhere.
"""

import re
from asyncio import to_thread
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from app.domain.public_pages import PageText
from app.domain.wikis import Farm
from app.links.build import page_link
from app.links.forms_editing import prefilled_editor
from app.mediawiki.outcomes import Failed, NoSuchPage
from app.text.asked_already import AlreadyThere, already_there
from app.text.leak_check import NAMED_IN_PUBLIC, Finding, Severity, find_leaks
from app.text.public_requests import (
    Written,
    add_to_part,
    domain_of,
    write_checkuser,
    write_global_block,
    write_global_sysops,
    write_lock,
    write_removal_of_access,
)
from app.web.house import House
from app.web.pages import Leak, Named, PublicText
from app.web.public_request import Asked, Asks, KeptOut


def write(asked: Asked) -> Written:
    """The text of the request."""
    page, names = asked.page, asked.names
    if asked.asks is Asks.LOCK:
        return write_lock(page, names, asked.reason, asked.links)
    if asked.asks in (Asks.GLOBAL_BLOCK, Asks.ADDRESSES) or asked.wiki is None:
        return write_global_block(page, names, asked.addresses, asked.reason, asked.links)
    if asked.asks is Asks.ACCESS:
        domain = domain_of(asked.wiki)
        return write_removal_of_access(page, names[0], domain, asked.choice, asked.reason, asked.links)
    if asked.asks is Asks.CHECKUSER:
        return write_checkuser(page, names, asked.wiki, None, asked.reason, asked.links)
    return write_global_sysops(page, domain_of(asked.wiki), asked.choice, asked.links)


def own_words(asked: Asked) -> tuple[str, ...]:
    """What stands in the request whatever its accounts are called, in pieces: there no name was written by anybody."""
    stand_ins = tuple(f"\ue000{number}\ue001" for number in range(len(asked.names)))
    pieces = re.split("\ue000[0-9]+\ue001|\n|(?<=\\.) ", _all_of(write(replace(asked, names=stand_ins))))
    return tuple(each for each in dict.fromkeys(pieces) if any(map(str.isalnum, each)))


async def make_text(house: House, farm: Farm, asked: Asked, kept_out: KeptOut, may_repeat: bool) -> PublicText:
    """The finished text, beside what stands on the page already. Empty where nothing is left to ask."""
    on_page, named, left = await _look_at_page(house, farm, asked, kept_out, may_repeat)
    if asked.asks is not Asks.GLOBAL_SYSOPS and not left.names and not left.addresses:
        return PublicText("", page_link(farm.wikis[farm.central], asked.page.title), named=named)
    return await finish(farm, left, on_page, write(left), kept_out, named)


async def check_text(
    house: House, farm: Farm, asked: Asked, text: str, kept_out: KeptOut, may_repeat: bool
) -> PublicText:
    """The text as somebody changed it by hand, looked through once more. The summary is always ours."""
    on_page, named, left = await _look_at_page(house, farm, asked, kept_out, may_repeat)
    whole = left if left.names or left.addresses else asked
    written = replace(write(whole), wikitext=text.strip())
    return await finish(farm, replace(whole, addresses=asked.addresses), on_page, written, kept_out, named)


async def _look_at_page(
    house: House, farm: Farm, asked: Asked, kept_out: KeptOut, may_repeat: bool
) -> tuple[PageText | NoSuchPage | Failed, tuple[Named, ...], Asked]:
    """The page, who stands there already, and the request without those."""
    central = farm.wikis[farm.central]
    on_page = await house.desk.wikis.public_pages.read(central, asked.page.title)
    there: Mapping[str, AlreadyThere] = {}
    if isinstance(on_page, PageText):
        there = await to_thread(already_there, asked.page, on_page, [*asked.names, *asked.addresses])
    link = page_link(central, asked.page.title)
    named = await to_thread(_named, there, link, kept_out)
    # Whoever was asked about before may have to be asked about again: only an open request is waited for.
    skipped = frozenset(name for name, each in there.items() if each.is_open and not may_repeat)
    names = tuple(name for name in asked.names if name not in skipped)
    addresses = tuple(each for each in asked.addresses if each not in skipped)
    return on_page, named, replace(asked, names=names, addresses=addresses)


def _named(there: Mapping[str, AlreadyThere], page: str, kept_out: KeptOut) -> tuple[Named, ...]:
    """SECURITY: a heading of somebody else's may hold a marked name: then neither our page nor a link repeats it."""
    named = []
    for name, each in there.items():
        leaks = find_leaks(f"{each.heading}\n{each.anchor}", kept_out.names)
        is_told = not any(leak.rule == NAMED_IN_PUBLIC for leak in leaks)
        link = f"{page}#{quote(each.anchor)}" if is_told else page
        named.append(Named(name, each.heading if is_told else "", link, each.is_open))
    return tuple(named)


async def finish(
    farm: Farm,
    asked: Asked,
    on_page: PageText | NoSuchPage | Failed,
    written: Written,
    kept_out: KeptOut,
    named: tuple[Named, ...],
) -> PublicText:
    """The text with what would leak, or with the form that takes it into the wiki's editor."""
    central, page = farm.wikis[farm.central], asked.page
    text, ours = _all_of(written), own_words(asked)
    # In a thread: many names and 20,000 signs take a second, and other people's pages go on meanwhile.
    found = await to_thread(find_leaks, text, kept_out.names, asked.addresses, ours)
    leaks = tuple(_leak_of(written, each) for each in found)
    part = on_page.part(page.anchor) if isinstance(on_page, PageText) else None
    editor = None
    if isinstance(on_page, PageText) and part and not any(each.blocks for each in leaks):
        editor = prefilled_editor(central, on_page, part, add_to_part(part, written), written.summary)
    return PublicText(
        text=written.wikitext,
        page=page_link(central, page.title),
        named=named,
        leaks=leaks,
        editor=editor,
        no_part=not isinstance(on_page, Failed) and part is None,
        not_read=isinstance(on_page, Failed),
        names_unknown=not kept_out.all_known,
    )


def _all_of(written: Written) -> str:
    return f"{written.wikitext}\n{written.summary}"


def _leak_of(written: Written, found: Finding) -> Leak:
    """SECURITY: where it stands is shown, never the name that it was held against."""
    text = _all_of(written)
    return Leak(found.say, text[found.start : found.end], found.severity is Severity.BLOCK)
