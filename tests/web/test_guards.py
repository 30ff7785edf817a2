"""The guards that every request meets: where it comes from, its token, its host, its size."""

from collections.abc import AsyncIterator

import pytest

from app.web.body import BODY_AT_MOST
from tests.support.haven import SAME_ORIGIN, Haven
from tests.support.page_checks import heading, words

TYPED = "what I typed at two in the morning"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8999"},
        {},
    ],
)
async def test_a_form_from_elsewhere_does_nothing_and_is_not_echoed(haven: Haven, headers: dict[str, str]) -> None:
    ilse = await haven.client("Ilse Norrby")
    answer = await ilse.post("/box", {"text": TYPED}, headers)
    assert answer.status_code == 403
    assert TYPED not in answer.text
    signed_out = await ilse.post("/sign-out", {}, headers)
    assert signed_out.status_code == 403
    assert (await ilse.get("/account")).status_code == 200


async def test_our_own_origin_stands_in_where_the_browser_says_nothing_of_the_site(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    answer = await ilse.post("/box", {"text": ""}, {"Origin": haven.settings.public_url})
    assert answer.status_code == 422


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
async def test_a_stale_token_gives_the_typed_text_back_with_a_fresh_one(haven: Haven, token: str) -> None:
    ilse = await haven.client("Ilse Norrby")
    answer = await ilse.post("/box", {"text": TYPED, "token": token})
    assert answer.status_code == 403
    assert TYPED in answer.text
    assert ilse.token in answer.text


async def test_anothers_token_does_not_fit(haven: Haven) -> None:
    ilse, odile = await haven.client("Ilse Norrby"), await haven.client("Odile Farr")
    assert (await ilse.post("/box", {"text": TYPED, "token": odile.token})).status_code == 403


async def test_a_session_that_ended_in_mid_form_gives_the_typed_text_back(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    haven.clock.move(hours=9)
    answer = await ilse.post("/box", {"text": TYPED})
    assert answer.status_code == 401
    assert TYPED in answer.text


async def test_sessions_end_after_eight_idle_hours_and_after_a_day(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    for _ in range(3):
        haven.clock.move(hours=7)
        assert (await ilse.get("/account")).status_code == 200
    haven.clock.move(hours=4)
    assert (await ilse.get("/account")).status_code == 401


async def test_another_host_name_is_refused(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    answer = await ilse.http.get("/account", headers={"Host": "evil.example"})
    assert answer.status_code == 421
    assert "Ilse" not in answer.text
    assert (await ilse.http.get("/healthz", headers={"Host": "10.0.0.1:8000"})).status_code == 200


async def test_a_body_above_the_cap_is_refused_without_echo(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    answer = await ilse.post("/box", {"text": TYPED + "x" * BODY_AT_MOST})
    assert answer.status_code == 413
    assert TYPED not in answer.text


async def test_a_body_of_unknown_length_is_cut_off_at_the_cap(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 20 * BODY_AT_MOST:
            sent += 65536
            yield b"text=" + b"x" * 65531

    headers = SAME_ORIGIN | {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await ilse.http.post("/box", content=endless(), headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/json", "text/plain", ""])
async def test_other_kinds_of_body_are_refused(haven: Haven, kind: str) -> None:
    ilse = await haven.client("Ilse Norrby")
    answer = await ilse.http.post("/box", content=b'{"text": "x"}', headers=SAME_ORIGIN | {"Content-Type": kind})
    assert answer.status_code == 415


async def test_gets_change_nothing_even_when_a_form_is_sent_as_one(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    for path in ("/sign-out", "/box", "/requests/H-2222-2222/take"):
        assert (await ilse.get(path)).status_code == 405
    assert (await ilse.get("/account")).status_code == 200


async def test_signing_out_ends_the_session_and_empties_the_browser(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    kept = dict(ilse.http.cookies)
    answer = await ilse.post("/sign-out")
    assert answer.status_code == 303
    assert '"cache"' in answer.headers["clear-site-data"]
    ilse.http.cookies.update(kept)
    assert (await ilse.get("/account")).status_code == 401


async def test_signing_out_everywhere_ends_the_other_device_too(haven: Haven) -> None:
    phone, desk = await haven.client("Ilse Norrby"), await haven.client("Ilse Norrby")
    assert (await phone.post("/sign-out-everywhere")).status_code == 303
    assert (await desk.get("/account")).status_code == 401


async def test_a_cookie_that_somebody_changed_is_nobodys(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    name = haven.cookies.session_name
    value = ilse.http.cookies[name]
    other = value[:-9] + ("a" if value[-9] != "a" else "b") + value[-8:]
    for changed in (other, "x" + value, "made-up.signature", "made-up"):
        stranger = await haven.client()
        stranger.http.cookies.set(name, changed)
        assert (await stranger.get("/account")).status_code == 401


async def test_a_404_names_the_signed_in_account(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    for path in ("/no-such-page", "/requests/H-2222-2222", "/requests/nonsense"):
        answer = await ilse.get(path)
        assert answer.status_code == 404
        assert "Ilse Norrby" in answer.text


async def test_a_mistake_of_ours_shows_a_reference_and_no_trace(
    haven: Haven, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("a secret that an exception quotes")

    monkeypatch.setattr("app.web.routes.queues.stored.queue_page", broken)
    odile = await haven.client("Odile Farr")
    answer = await odile.get("/queues")
    assert answer.status_code == 500
    assert "RuntimeError" not in answer.text
    assert "a secret" not in answer.text + capsys.readouterr().out
    assert heading(answer)


async def test_public_pages_and_the_emergency_work_with_the_database_down(
    haven: Haven, monkeypatch: pytest.MonkeyPatch
) -> None:
    ilse = await haven.client("Ilse Norrby")
    await haven.desk.database.close()
    monkeypatch.setattr(haven.desk.database, "_wait", 0.01)
    await haven.desk.database._room.acquire()
    for _ in range(3):
        await haven.desk.database._room.acquire()
    for path in ("/emergency", "/child-protection", "/privacy", "/about", "/guide", "/", "/healthz", "/status"):
        assert (await ilse.get(path)).status_code == 200, path
    busy = await ilse.get("/account")
    assert busy.status_code == 503
    assert "again" in words(busy)
    for _ in range(4):
        haven.desk.database._room.release()
