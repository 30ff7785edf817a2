"""The wikis of the demo farm: which there are, in which language, at which loopback address."""

from __future__ import annotations

from app.sandbox.languages import ARABIC, ENGLISH, GERMAN, invented_language
from app.sandbox.wiki import Place

PLACES = (
    Place("metawiki", "Sandbox Meta", "meta", "127.0.0.2", ENGLISH, first_id=2_316_408),
    Place("enwiki", "Sandbox Encyclopedia", "wiki", "127.0.0.3", ENGLISH, group="en", first_id=116_704_219),
    Place("commonswiki", "Sandbox Commons", "commons", "127.0.0.4", ENGLISH, first_id=83_920_517),
    Place("dewikibooks", "Sandbox-Bücherei", "wikibooks", "127.0.0.5", GERMAN, group="de", first_id=1_094_326),
    Place("testwiki", "Sandbox Test Wiki", "test", "127.0.0.6", ENGLISH, first_id=3_480_751),
    Place("arwikibooks", "مكتبة التجربة", "wikibooks", "127.0.0.7", ARABIC, group="ar", first_id=1_507_933),
)

UNREACHABLE = (
    Place("enwikinews", "Sandbox Old News", "wikinews", "127.0.0.8", ENGLISH, group="en", state="closed"),
    Place("councilwiki", "Sandbox Council", "council", "127.0.0.9", ENGLISH, state="private"),
    Place("chapterwiki", "Sandbox Chapter", "chapter", "127.0.0.10", ENGLISH, state="fishbowl"),
)
"""Listed by sitematrix with their flags; nothing answers there."""


def extra_places(number: int) -> tuple[Place, ...]:
    """More small wikis, from 127.0.0.11 on, for tests that need many."""
    return tuple(
        Place(
            f"xx{n}wiki",
            f"Sandbox Extra {n}",
            "wiki",
            f"127.0.0.{10 + n}",
            invented_language(f"xx{n}"),
            group=f"xx{n}",
            first_id=5_000_000 + 731_077 * n,
        )
        for n in range(1, number + 1)
    )
