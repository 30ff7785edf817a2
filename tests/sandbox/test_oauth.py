"""The OAuth provider of the sandbox, driven by the real client library mwoauth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import mwoauth
import pytest
from oauthlib.oauth1 import Client

from app.sandbox import SANDBOX_KEY, SANDBOX_SECRET
from app.sandbox.oauth.tokens import Consumer
from app.sandbox.people import HIDDEN_NAME, LOCKED_NAME
from tests.support.sandbox import USER_AGENT, Sandbox, start_sandbox

CALLBACK = "http://127.0.0.1:8000/sign-in/back"


class MovableClock:
    """A clock that tests push forward."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture(scope="module")
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture(scope="module")
def running(clock: MovableClock) -> Iterator[Sandbox]:
    with start_sandbox(clock=clock) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: Sandbox, clock: MovableClock) -> Iterator[Sandbox]:
    running.farm.oauth.access.clear()
    yield running
    clock.ahead = timedelta()


def handshaker(sandbox: Sandbox, dbname: str = "metawiki", **changes: str) -> mwoauth.Handshaker:
    consumer = mwoauth.ConsumerToken(changes.get("key", SANDBOX_KEY), changes.get("secret", SANDBOX_SECRET))
    return mwoauth.Handshaker(sandbox.index_url(dbname), consumer, callback=CALLBACK, user_agent=USER_AGENT)


def press(client: httpx.Client, page: httpx.Response, button: str) -> httpx.Response:
    """Send the dialog's form with one of its buttons."""
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    action = re.search(r'<form action="([^"]+)"', page.text)
    assert action is not None
    return client.post(action[1].replace("&amp;", "&"), data=fields | {button: "1"})


def come_back(sandbox: Sandbox, address: str, name: str, dbname: str = "metawiki") -> str:
    """What the wiki adds to the callback once `name` has agreed."""
    with sandbox.client(dbname, name) as client:
        page = client.get(address)
        if page.status_code == 200:
            page = press(client, page, "accept")
    assert page.status_code == 302
    return urlsplit(page.headers["location"]).query


def sign_in(sandbox: Sandbox, name: str, dbname: str = "metawiki") -> dict[str, object]:
    shaker = handshaker(sandbox, dbname)
    address, request_token = shaker.initiate()
    access = shaker.complete(request_token, come_back(sandbox, address, name, dbname))
    claims: dict[str, object] = shaker.identify(access)
    return claims


def test_whole_handshake_gives_every_claim(sandbox: Sandbox) -> None:
    claims = sign_in(sandbox, "Ilse Norrby")
    account = sandbox.farm.account("Ilse Norrby")
    assert set(claims) == {
        "iss",
        "aud",
        "exp",
        "iat",
        "sub",
        "username",
        "editcount",
        "confirmed_email",
        "email_verified",
        "blocked",
        "registered",
        "groups",
        "rights",
        "grants",
        "nonce",
    }
    assert claims["sub"] == str(account.central_id)
    assert claims["username"] == "Ilse Norrby"
    assert claims["iss"] == sandbox.server("metawiki")
    assert claims["groups"] == ["*", "user", "autoconfirmed"]
    assert claims["grants"] == ["mwoauth-authonly"]
    assert int(str(claims["exp"])) - int(str(claims["iat"])) == 100
    assert re.fullmatch(r"\d{14}", str(claims["registered"]))


def test_other_wikis_answer_with_their_own_data(sandbox: Sandbox) -> None:
    claims = sign_in(sandbox, "Roderick Sloe", "enwiki")
    assert claims["iss"] == sandbox.server("enwiki")
    assert claims["blocked"] is True
    assert "sysop" in str(claims["groups"])


def test_second_time_goes_straight_back(sandbox: Sandbox) -> None:
    sign_in(sandbox, "Odile Farr")
    address, _token = handshaker(sandbox).initiate()
    with sandbox.client("metawiki", "Odile Farr") as client:
        answer = client.get(address)
    assert answer.status_code == 302
    assert answer.headers["location"].startswith(CALLBACK + "?oauth_verifier=")


def test_access_token_stays_the_same(sandbox: Sandbox) -> None:
    shaker = handshaker(sandbox)
    found = set()
    for _time in range(2):
        address, request_token = shaker.initiate()
        found.add(shaker.complete(request_token, come_back(sandbox, address, "Keeva Strand")).key)
    assert len(found) == 1


def test_richer_consumers_ask_every_time(sandbox: Sandbox) -> None:
    rich = Consumer("b" * 32, "s" * 40, "Richer tool", "http://127.0.0.1", ("basic",))
    sandbox.farm.oauth.register(rich)
    shaker = handshaker(sandbox, key=rich.key, secret=rich.secret)
    for _time in range(2):
        address, _token = shaker.initiate()
        with sandbox.client("metawiki", "Odile Farr") as client:
            page = client.get(address)
            assert page.status_code == 200
            assert press(client, page, "accept").status_code == 302


def test_cancel_leads_nowhere(sandbox: Sandbox) -> None:
    address, _token = handshaker(sandbox).initiate()
    with sandbox.client("metawiki", "Marlow Quince") as client:
        answer = press(client, client.get(address), "cancel")
    assert answer.status_code == 200
    assert "did not allow" in answer.text
    assert CALLBACK not in answer.text


def test_allow_needs_the_form_of_this_session(sandbox: Sandbox) -> None:
    address, _token = handshaker(sandbox).initiate()
    with sandbox.client("metawiki", "Marlow Quince") as client:
        assert client.post(address, data={"accept": "1", "wpEditToken": "+\\"}).status_code == 200


def test_signed_out_people_sign_in_first_and_return_to_the_dialog(sandbox: Sandbox) -> None:
    address, _token = handshaker(sandbox).initiate()
    with sandbox.client("metawiki") as client:
        people = client.get(address, follow_redirects=True)
        assert "sign in as Marlow Quince" in people.text
        back = client.post(str(people.url), data={"wpName": "Marlow Quince"}, follow_redirects=True)
    assert "would like to know who you are" in back.text


def test_locked_people_cannot_log_in(sandbox: Sandbox) -> None:
    with sandbox.client("metawiki") as client:
        answer = client.post("/wiki/Special:UserLogin", data={"wpName": LOCKED_NAME})
    assert "locked" in answer.text
    assert not answer.cookies


def test_lock_after_sign_in_stops_identify(sandbox: Sandbox) -> None:
    shaker = handshaker(sandbox)
    address, request_token = shaker.initiate()
    access = shaker.complete(request_token, come_back(sandbox, address, "Wilma Tarn"))
    sandbox.farm.lock("Wilma Tarn")
    try:
        with pytest.raises(mwoauth.OAuthException, match="blocked"):
            shaker.identify(access)
    finally:
        sandbox.farm.unlock("Wilma Tarn")


def test_hidden_account_has_no_name(sandbox: Sandbox) -> None:
    claims = sign_in(sandbox, HIDDEN_NAME)
    assert set(claims) == {"iss", "aud", "exp", "iat", "sub", "blocked", "nonce"}


def test_withdrawn_grant(sandbox: Sandbox) -> None:
    shaker = handshaker(sandbox)
    address, request_token = shaker.initiate()
    access = shaker.complete(request_token, come_back(sandbox, address, "Corin Ashby"))
    sandbox.farm.oauth.withdraw(sandbox.farm.account("Corin Ashby"))
    with pytest.raises(mwoauth.OAuthException, match="No approved grant"):
        shaker.identify(access)


def test_request_token_counts_once(sandbox: Sandbox) -> None:
    shaker = handshaker(sandbox)
    address, request_token = shaker.initiate()
    answer = come_back(sandbox, address, "Marlow Quince")
    shaker.complete(request_token, answer)
    with pytest.raises(TypeError):
        shaker.complete(request_token, answer)
    with sandbox.client("metawiki", "Marlow Quince") as client:
        assert "already been completed" in client.get(address).text


def test_wrong_verifier(sandbox: Sandbox) -> None:
    shaker = handshaker(sandbox)
    address, request_token = shaker.initiate()
    token = parse_qs(come_back(sandbox, address, "Marlow Quince"))["oauth_token"][0]
    with pytest.raises(TypeError):
        shaker.complete(request_token, f"oauth_token={token}&oauth_verifier=wrong")


def test_request_token_expires_after_ten_minutes(sandbox: Sandbox, clock: MovableClock) -> None:
    address, _token = handshaker(sandbox).initiate()
    clock.ahead = timedelta(minutes=10, seconds=5)
    with sandbox.client("metawiki", "Marlow Quince") as client:
        assert "No request was found" in client.get(address).text


@pytest.mark.parametrize(("ahead", "fits"), [(200, True), (-200, True), (400, False), (-400, False)])
def test_clock_may_differ_by_five_minutes(sandbox: Sandbox, clock: MovableClock, ahead: int, fits: bool) -> None:
    clock.ahead = timedelta(seconds=ahead)
    if fits:
        handshaker(sandbox).initiate()
    else:
        with pytest.raises(mwoauth.OAuthException, match="Expired timestamp"):
            handshaker(sandbox).initiate()


def test_wrong_key_and_wrong_secret(sandbox: Sandbox) -> None:
    with pytest.raises(mwoauth.OAuthException, match="Invalid consumer"):
        handshaker(sandbox, key="0" * 32).initiate()
    with pytest.raises(mwoauth.OAuthException, match="Invalid signature"):
        handshaker(sandbox, secret="wrong").initiate()


@pytest.mark.parametrize("callback", ["https://example.org/back", "http://127.0.0.1.example.org/", "nonsense"])
def test_callback_outside_the_prefix(sandbox: Sandbox, callback: str) -> None:
    with pytest.raises(mwoauth.OAuthException, match="prefix"):
        handshaker(sandbox).initiate(callback=callback)


def send_signed(sandbox: Sandbox, step: str, times: int = 1, **given: str) -> httpx.Response:
    """One signed request to a step, sent so many times; the last answer."""
    signer = Client(SANDBOX_KEY, client_secret=SANDBOX_SECRET, callback_uri=CALLBACK, **given)
    address = f"{sandbox.central_index}?title=Special%3AOAuth%2F{step}"
    _uri, headers, _body = signer.sign(address, "POST", headers={"User-Agent": USER_AGENT})
    with httpx.Client(trust_env=False) as client:
        return [client.post(address, headers=headers) for _time in range(times)][-1]


def test_repeated_nonce_is_refused(sandbox: Sandbox) -> None:
    again = send_signed(sandbox, "initiate", times=2)
    assert again.status_code == 200
    assert again.text.startswith("Error: ")
    assert "already been used" in again.text


def test_refusals_are_text_with_status_200(sandbox: Sandbox) -> None:
    answer = send_signed(sandbox, "token", resource_owner_key="f" * 32, verifier="x")
    assert answer.status_code == 200
    assert answer.text == "Error: No request was found for that token."


def test_identity_is_signed_with_the_consumer_secret(sandbox: Sandbox) -> None:
    sign_in(sandbox, "Ines Torvald")
    access = next(iter(sandbox.farm.oauth.access.values()))
    body = send_signed(sandbox, "identify", resource_owner_key=access.key, resource_owner_secret=access.secret).text
    other_secret = "another secret that is long enough to be one"
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(body, other_secret, algorithms=["HS256"], audience=SANDBOX_KEY)


def test_unknown_token_at_the_dialog_is_a_page(sandbox: Sandbox) -> None:
    with sandbox.client("metawiki", "Marlow Quince") as client:
        page = client.get("/w/index.php?title=Special:OAuth/authenticate&oauth_token=none")
    assert page.status_code == 200
    assert "No request was found" in page.text


def test_a_client_without_a_name_is_refused(sandbox: Sandbox) -> None:
    answer = httpx.post(sandbox.central_index + "?title=Special:OAuth/initiate", trust_env=False)
    assert answer.status_code == 403
