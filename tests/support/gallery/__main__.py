"""Writes every page of the gallery as HTML, left to right and right to left, with `static` linked beside them."""

import asyncio
import sys
from pathlib import Path

from tests.support.gallery import examples, in_rtl, our_templates
from tests.support.gallery.people import ROOT


def write_gallery(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "static").exists():
        (folder / "static").symlink_to(ROOT / "static")
    templates = our_templates()
    for direction in ("ltr", "rtl"):
        for name, page, chrome in examples():
            html = asyncio.run(templates.render(page, chrome if direction == "ltr" else in_rtl(chrome)))
            (folder / f"{name}.{direction}.html").write_text(html, encoding="utf-8")


if __name__ == "__main__":
    write_gallery(Path(sys.argv[1]))
