"""What the public can see of the versions of a file now, newest and earlier ones. Numbers and times only.

Checksums and summaries are looked at for being there and dropped; no picture, thumbnail or address of one is asked for.
"""

from asyncio import gather
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import Gone, LiveState, Parts, Shown
from app.domain.wikis import Wiki
from app.mediawiki.client import Params, WikiClient
from app.mediawiki.hidden_flags import Flags, fourteen_digits, read_hidden, read_moment
from app.mediawiki.outcomes import Failed

MOST_VERSIONS = 500

_FLAGS: Flags = {
    Parts.TEXT: ("filehidden", "sha1"),
    Parts.SUMMARY: ("commenthidden", "comment"),
    Parts.USER_NAME: ("userhidden", "userid"),
}


class FileVersions:
    """One request for all versions of a file that are meant."""

    kinds = frozenset({TargetKind.FILE_VERSION})

    def __init__(self, client: WikiClient) -> None:
        self._client = client

    async def fill(
        self, states: dict[Pointer, LiveState], wiki: Wiki, pointers: Sequence[Pointer], with_summary: bool
    ) -> None:
        """Writes the state of every version that could be asked about into `states`."""

        async def ask(page: int) -> None:
            mine = [pointer for pointer in pointers if pointer.id == page and not pointer.title]
            found = await self._ask(wiki, page, with_summary)
            if not isinstance(found, Failed):
                versions, is_whole = found
                told = [pointer for pointer in mine if is_whole or pointer.timestamp in versions]
                states.update((pointer, versions.get(pointer.timestamp, Gone())) for pointer in told)

        # What names its file by the title is a deleted one: the public can see nothing of it.
        states.update((pointer, Gone()) for pointer in pointers if pointer.title)
        await gather(*map(ask, dict.fromkeys(pointer.id for pointer in pointers if not pointer.title)))

    async def versions(self, wiki: Wiki, page: int, with_summary: bool = False) -> dict[str, Shown] | Failed:
        """The earlier versions of the file on this page by the time in their archive name, 14 digits; the newest one,
        which has none, by ""."""
        found = await self._ask(wiki, page, with_summary)
        return found if isinstance(found, Failed) else found[0]

    async def is_shared(self, wiki: Wiki, file: Pointer) -> bool | Failed | None:
        """Whether the file lives in the shared repository; None for what is no file. The file is never touched."""
        which: Params = {"pageids": file.id} if file.id else {"titles": file.title}
        question: Params = {"action": "query", "prop": "imageinfo", "iiprop": "timestamp", **which}
        return await self._client.read(wiki, question, _read_repository)

    async def _ask(self, wiki: Wiki, page: int, with_summary: bool) -> tuple[dict[str, Shown], bool] | Failed:
        """The newest five hundred, and whether these are all: of a version beyond them nothing is known."""
        fields = "timestamp|archivename|userid|sha1" + ("|comment" if with_summary else "")
        question: Params = {
            "action": "query",
            "prop": "imageinfo|info",
            "pageids": page,
            "iiprop": fields,
            "iilimit": MOST_VERSIONS,
        }
        return await self._client.read(wiki, question, lambda data: (_read_versions(data), "continue" not in data))


def _read_versions(data: Mapping[str, Any]) -> dict[str, Shown]:
    """A version's archive name carries the time at which the next one took its place. Of a hidden version the name is
    not told; then the next one's own time stands for it."""
    page = data["query"]["pages"][0]
    versions: dict[str, Shown] = {}
    replaced_at = ""
    for row in page.get("imageinfo", ()):
        name = str(row.get("archivename", "")).partition("!")[0] or replaced_at
        versions[name] = _read_version(page, row, is_current=not replaced_at)
        replaced_at = fourteen_digits(versions[name].at)
    return versions


def _read_version(page: Mapping[str, Any], row: Mapping[str, Any], is_current: bool) -> Shown:
    hidden, asked = read_hidden(row, _FLAGS)
    return Shown(
        page=int(page["pageid"]),
        at=read_moment(row["timestamp"]),
        author=int(row["userid"]) if "userid" in row and Parts.USER_NAME not in hidden else None,
        is_current=is_current,
        hidden=hidden,
        suppressed=row.get("suppressed", False) is not False,
        asked=asked,
        namespace=int(page["ns"]),
    )


def _read_repository(data: Mapping[str, Any]) -> bool | None:
    repository = data["query"]["pages"][0].get("imagerepository", "")
    return None if not repository else repository != "local"
