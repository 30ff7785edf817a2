"""Where a short link leads: one step, on the one host that the farm names for short links, and nowhere further.

The answer's own address is all that is taken; what stands there is never asked by this module, and the parser takes it
only if it is on a wiki of the farm.
"""

import httpx

from app.mediawiki.outcomes import Failed, Garbled, TooSlow, Unreachable

SECONDS = 5.0
LONGEST_ADDRESS = 16_000


class ShortLinks:
    """`scheme` is the central wiki's. The pool is the wikis' own: no cookies, no proxies of the environment."""

    def __init__(self, http: httpx.AsyncClient, scheme: str, user_agent: str) -> None:
        self._http = http
        self._scheme = scheme
        self._headers = {"User-Agent": user_agent}

    async def expand(self, host: str, code: str) -> str | Failed | None:
        """The address behind a code; None where there is no such short link.

        SECURITY: `host` comes from the farm, never from the text; `code` has been checked letter by letter.
        """
        try:
            response = await self._http.head(
                f"{self._scheme}://{host}/{code}", headers=self._headers, timeout=SECONDS, follow_redirects=False
            )
        except httpx.TimeoutException:
            return TooSlow()
        except (httpx.HTTPError, httpx.InvalidURL):
            return Unreachable()
        address = str(response.headers.get("Location", ""))
        if response.is_redirect and 0 < len(address) <= LONGEST_ADDRESS:
            return address
        return None if response.status_code == httpx.codes.NOT_FOUND else Garbled()
