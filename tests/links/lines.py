"""Lines of the parse contract, as tests write them: every field but `input`, null where nothing is said."""

from typing import Any

FIELDS = ("kind", "wiki", "id", "title", "name", "timestamp", "relation", "from")
Line = dict[str, Any]


def line(kind: str, wiki: str | None = "enwiki", **said: object) -> Line:
    said = {key.removesuffix("_"): value for key, value in said.items()}
    return {**dict.fromkeys(FIELDS), "kind": kind, "wiki": wiki, **said}


def rev(id: int, wiki: str = "enwiki", **said: object) -> list[Line]:
    return [line("revision", wiki, id=id, **said)]


def revs(*ids: int) -> list[Line]:
    return [line("revision", id=id) for id in ids]


def newest(title: str) -> list[Line]:
    return [line("revision", title=title, relation="latest")]


def log(*ids: int) -> list[Line]:
    return [line("log", id=id) for id in ids]


def abuse(*ids: int, wiki: str = "enwiki") -> list[Line]:
    return [line("abuse-log", wiki, id=id) for id in ids]


def page(title: str, wiki: str = "enwiki") -> list[Line]:
    return [line("page", wiki, title=title)]


def page_id(id: int, wiki: str = "enwiki") -> list[Line]:
    return [line("page", wiki, id=id)]


def deleted(title: str, *times: str) -> list[Line]:
    return [line("deleted-revision", title=title, timestamp=time) for time in times]


def file(title: str, *times: str) -> list[Line]:
    return [line("file-version", title=title, timestamp=time) for time in times]


def archived(title: str, *ids: int) -> list[Line]:
    return [line("file-version", title=title, id=id) for id in ids]


def who(*names: str, wiki: str = "enwiki") -> list[Line]:
    return [line("account", wiki, name=name) for name in names]


def who_id(id: int) -> list[Line]:
    return [line("account", id=id)]


def ip(name: str, wiki: str | None = None, kind: str = "ip") -> list[Line]:
    return [line(kind, wiki, name=name)]


def said(id: str, wiki: str = "enwiki") -> list[Line]:
    return [line("comment", wiki, name=id)]


def unknown(why: str) -> list[Line]:
    return [{**line("unknown", None), "why": why}]
