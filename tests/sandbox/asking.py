"""A short way to ask the API and the pages of a farm in process."""

from __future__ import annotations

from typing import Any

import httpx

from app.sandbox import Farm


class Asker:
    """Asks wikis of a farm in process."""

    def __init__(self, farm: Farm, client: httpx.AsyncClient) -> None:
        self.farm, self.client = farm, client

    async def raw(self, dbname: str, viewer: str | None = None, **given: object) -> httpx.Response:
        """The whole answer; `viewer` signs that person in first."""
        cookies = {f"{dbname}Session": self.farm.sign_in(viewer, dbname)} if viewer else {}
        self.client.cookies = httpx.Cookies(cookies)
        fields = {"action": "query", "format": "json", "formatversion": "2"} | {k: str(v) for k, v in given.items()}
        return await self.client.post(self.farm.wiki(dbname).server + "/w/api.php", data=fields)

    async def api(self, dbname: str, viewer: str | None = None, **given: object) -> dict[str, Any]:
        answer: dict[str, Any] = (await self.raw(dbname, viewer, **given)).json()
        return answer

    async def page(self, dbname: str, address: str, viewer: str | None = None, **form: str) -> httpx.Response:
        """GET a page, or POST it when form fields are given. No redirects are followed."""
        if viewer is not None:
            self.client.cookies = httpx.Cookies({f"{dbname}Session": self.farm.sign_in(viewer, dbname)})
        url = self.farm.wiki(dbname).server + address
        return await (self.client.post(url, data=form) if form else self.client.get(url))
