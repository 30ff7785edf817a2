"""The demo's fault page on the central wiki: make a wiki slow, silent, down and so on, by pressing a button."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from app.sandbox.faults import FAULTS
from app.sandbox.pages.render import render
from app.sandbox.visit import Visit


def switch_faults(visit: Visit) -> Response:
    farm, form = visit.farm, visit.form
    if visit.posted and form.get("wiki") in farm.wikis:
        seconds = form.get("seconds", "")
        if form.get("fault") in FAULTS:
            farm.faults.set(form["wiki"], form["fault"], float(seconds) if seconds.isdigit() else 3.0)
        else:
            farm.faults.clear(form["wiki"])
        return RedirectResponse("/sandbox/faults", 303)
    wikis = [wiki for wiki in farm.wikis.values() if wiki.is_open]
    return render(visit, "faults.html", "Faults on request", wikis=wikis, faults=FAULTS, active=farm.faults)
