"""Turns a page class into HTML, whole or piece by piece as its parts arrive.

One Jinja environment per language, so that every macro can speak it. It must not know a route, a row or a wiki: what a
template may use is `page`, `chrome` and the words.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from datetime import UTC, datetime
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app.domain import retention
from app.domain.references import LENGTH, write_reference
from app.web.messages import Messages, fill
from app.web.pages import Chrome, Page, Problem, Wait
from app.web.wording import FAMILIES, code_of, codes_of, word_key

FLUSH = Markup("\f")
"""A piece of template output that only says: send what there is (form feed, white space in HTML)."""

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60


class Templates:
    """The templates of `folder`, speaking `messages`."""

    def __init__(self, folder: Path, messages: Messages) -> None:
        self._loader = FileSystemLoader(folder)
        self._messages = messages
        self._environments: dict[str, Environment] = {}

    async def render(self, page: Page, chrome: Chrome) -> str:
        """The whole page."""
        return "".join([piece async for piece in self.stream(page, chrome)])

    async def stream(self, page: Page, chrome: Chrome) -> AsyncIterator[str]:
        """The page in pieces: each `flush` of the template sends what came before it."""
        template = self.environment(chrome.language).get_template(page.template)
        waiting: list[str] = []
        async for piece in template.generate_async(_context(page, chrome)):
            if piece == FLUSH:
                yield "".join(waiting)
                waiting.clear()
            else:
                waiting.append(piece)
        yield "".join(waiting)

    def environment(self, language: str) -> Environment:
        """The environment that speaks `language`, made at its first use."""
        if language not in self._environments:
            self._environments[language] = _make_environment(self._loader, self._messages, language)
        return self._environments[language]


def _make_environment(loader: FileSystemLoader, messages: Messages, language: str) -> Environment:
    # SECURITY: autoescape for every template, whatever its name, and no silent blanks for what a page does not carry.
    environment = Environment(
        loader=loader,
        autoescape=True,
        enable_async=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    say = partial(_say, messages, language)
    environment.globals.update(
        t=say,
        code_word=lambda family, code, *params: say(word_key(family, code), *params),
        choices=partial(_choices, say),
        flush=FLUSH,
        retention=retention,
    )
    environment.filters.update(_filters(say))
    return environment


Say = Callable[..., Markup]


def _filters(say: Say) -> Mapping[str, Callable[..., Any]]:
    return {
        "age": partial(_age, say),
        "bdi": _isolate,
        "clock": partial(_time, say, "time-clock", "%H:%M"),
        "code": code_of,
        "digits": partial(_digits, say),
        "day": partial(_time, say, "time-day", "%Y-%m-%d"),
        "moment": partial(_time, say, "time-moment", "%Y-%m-%d %H:%M"),
        "reference": _reference,
    }


def _say(messages: Messages, language: str, key: str, *params: object) -> Markup:
    # SECURITY: the message and every parameter are escaped before they meet; only Markup parameters pass as they are.
    pattern = str(escape(messages.pattern(language, key)))
    said = [_say_wait(messages, language, each) if isinstance(each, Wait) else each for each in params]
    return Markup(fill(pattern, language, [str(escape(param)) for param in said]))  # noqa: S704


def _say_wait(messages: Messages, language: str, wait: Wait) -> Markup:
    """Up to two hours in minutes, then in hours; never less than it is."""
    if wait.seconds < 2 * HOUR:
        return _say(messages, language, "wait-minutes", -(-wait.seconds // MINUTE))
    return _say(messages, language, "wait-hours", -(-wait.seconds // HOUR))


def _choices(say: Say, family: str, codes: Iterable[Enum] = ()) -> list[tuple[str, Markup, Markup | None]]:
    """What a question offers: code, word, and its explanation where the family has a `-hint` one.

    All of the family unless `codes` are given.
    """
    hints = f"{family}-hint"
    return [
        (code_of(code), say(word_key(family, code)), say(word_key(hints, code)) if hints in FAMILIES else None)
        for code in tuple(codes) or codes_of(family)
    ]


def _isolate(name: object) -> Markup:
    """A name or title in its own direction, so that it cannot turn the sentence around it."""
    return Markup("<bdi>{}</bdi>").format(name)


def _reference(signs: str) -> str:
    """`7K3Q2M9D` -> `H-7K3Q-2M9D`; what is written already stays."""
    return write_reference(signs) if len(signs) == LENGTH else signs


def _time(say: Say, key: str, shape: str, at: int) -> Markup:
    """Seconds since 1970 as a `time` element; people see the same form everywhere, in UTC."""
    moment = datetime.fromtimestamp(at, UTC)
    return Markup('<time datetime="{}">{}</time>').format(
        moment.strftime("%Y-%m-%dT%H:%M:%SZ"), say(key, moment.strftime(shape))
    )


def _digits(say: Say, fourteen: str) -> Markup:
    """Fourteen digits, as links to old versions carry them, as a time; as they are where they are none."""
    try:
        moment = datetime.strptime(fourteen, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return escape(fourteen)
    return _time(say, "time-second", "%Y-%m-%d %H:%M:%S", int(moment.timestamp()))


def _age(say: Say, seconds: int) -> Markup:
    """`40 s` is "under a minute"; then minutes, hours up to two days, days."""
    if seconds < MINUTE:
        return say("age-under-a-minute")
    if seconds < 2 * HOUR:
        return say("age-minutes", seconds // MINUTE)
    if seconds < 2 * DAY:
        return say("age-hours", seconds // HOUR)
    return say("age-days", seconds // DAY)


def _context(page: Page, chrome: Chrome) -> dict[str, Any]:
    problems = problems_of(page)
    by_field = {problem.field: problem for problem in problems}
    return {"page": page, "chrome": chrome, "problems": problems, "problem_at": by_field.get}


def problems_of(page: Page) -> tuple[Problem, ...]:
    """What the error summary lists, however the page carries it."""
    single = getattr(page, "problem", None)
    several: tuple[Problem, ...] = getattr(page, "problems", ())
    return several or ((single,) if isinstance(single, Problem) else ())
