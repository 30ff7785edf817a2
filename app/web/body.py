"""The bodies that forms send: capped, kept in memory, never written to disk, never echoed when too large."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# SECURITY: it logs bytes of what it cannot read.
logging.getLogger("python_multipart").disabled = True
logging.getLogger("python_multipart.multipart").disabled = True

BODY_AT_MOST = 4 * 1024 * 1024
"""Bytes. 200,000 signs of any script, percent-encoded, fit; the framework's own 1 MiB would refuse them."""

FIELDS_AT_MOST = 1_000
"""The targets page ticks up to 500 targets; of a case's 300 links each has an answer, a note and a tick."""


class BodyTooLarge(Exception):
    """More than BODY_AT_MOST arrived."""


class NotAForm(Exception):
    """The body is not the kind of form that Haven's pages send."""


@dataclass(frozen=True)
class Form:
    """What a form sent, in order. A field that is missing reads as an empty text."""

    pairs: tuple[tuple[str, str], ...] = ()

    def one(self, name: str) -> str:
        return next((value for key, value in self.pairs if key == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.pairs if key == name)

    def without_token(self) -> tuple[tuple[str, str], ...]:
        return tuple((key, value) for key, value in self.pairs if key != "token")

    def values(self) -> Mapping[str, str | tuple[str, ...]]:
        """For showing the form again: a single value as a text, several as a tuple."""
        names = dict.fromkeys(key for key, _ in self.pairs)
        return {name: several if len(several := self.all(name)) > 1 else several[0] for name in names}


async def read_form(request: Request) -> Form:
    """The form of this request, read once. Raises NotAForm."""
    cached: Form | None = getattr(request.state, "form", None)
    if cached is None:
        cached = request.state.form = _parse(request.headers.get("content-type", ""), await request.body())
    return cached


def _parse(content_type: str, body: bytes) -> Form:
    if not body:
        return Form()
    if content_type.partition(";")[0].strip().lower() == "multipart/form-data":
        return _parse_parts(content_type, body)
    if content_type.partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise NotAForm
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS_AT_MOST, errors="replace")
    except (UnicodeDecodeError, ValueError) as error:
        raise NotAForm from error
    return Form(tuple((name, value.replace("\r\n", "\n")) for name, value in pairs))


NOT_TEXT = "\x00"
"""What a chosen file that is no text reads as."""


def _parse_parts(content_type: str, body: bytes) -> Form:
    """A form with a chosen file, which reads like a field. SECURITY: in memory; the framework's own reading of such
    forms would write larger files to disk. The file's name is not looked at."""
    boundary = parse_options_header(content_type)[1].get(b"boundary", b"")
    parts: list[tuple[bytearray, bytearray]] = []

    def begin() -> None:
        if len(parts) >= FIELDS_AT_MOST:
            raise NotAForm
        parts.append((bytearray(), bytearray()))

    callbacks = {
        "on_part_begin": begin,
        "on_header_value": lambda data, start, end: parts[-1][0].extend(data[start:end] + b";"),
        "on_part_data": lambda data, start, end: parts[-1][1].extend(data[start:end]),
    }
    try:
        parser = MultipartParser(boundary, callbacks)  # type: ignore[arg-type]
        parser.write(body)
        parser.finalize()
    except (FormParserError, ValueError) as error:
        raise NotAForm from error
    return Form(tuple((_name_of(bytes(head)), _text_of(bytes(content))) for head, content in parts))


def _name_of(disposition: bytes) -> str:
    return parse_options_header(disposition)[1].get(b"name", b"").decode("utf-8", errors="replace")


def _text_of(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return NOT_TEXT


class BodyCap:
    """ASGI middleware: stops reading a body as soon as it is too large, whatever its stated length."""

    def __init__(self, app: ASGIApp, at_most: int = BODY_AT_MOST) -> None:
        self._app = app
        self._at_most = at_most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        stated = dict(scope["headers"]).get(b"content-length", b"0")
        arrived = 0

        async def counted() -> Message:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > self._at_most or (stated.isdigit() and int(stated) > self._at_most):
                raise BodyTooLarge
            return message

        await self._app(scope, counted, send)
