"""Signing in and out."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.store.admin import people, session_epochs
from app.web.security import sessions
from tests.web.conftest import Web


@pytest.fixture
def code(app: FastAPI) -> str:
    with app.state.library.writing() as s:
        return people.create_signin(s, 15)


def test_opening_the_link_signs_nobody_in(client: TestClient, code: str) -> None:
    for _ in range(2):
        answer = client.get(f"/signin/{code}")
        assert answer.status_code == 200
        assert f'action="/signin/{code}"' in answer.text
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "private, no-store"
        assert "set-cookie" not in answer.headers
    assert client.head(f"/signin/{code}").status_code == 200


def test_the_button_signs_in_once(client: TestClient, code: str) -> None:
    answer = client.post(f"/signin/{code}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/edit")
    assert client.get("/edit").status_code == 200
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    assert client.post("/api/articles", json={"text": "Signed in."}).status_code == 201
    client.cookies.clear()
    assert client.post(f"/signin/{code}").status_code == 410
    assert client.get(f"/signin/{code}").status_code == 410


def test_the_cookie_is_secure_where_the_library_is(web: Web) -> None:
    app = web.app(base_url="https://testserver")
    with app.state.library.writing() as s:
        code = people.create_signin(s, 15)
    answer = TestClient(app, base_url="https://testserver", follow_redirects=False).post(
        f"/signin/{code}"
    )
    assert "secure" in answer.headers["set-cookie"].lower()
    app.state.library.close()


def test_signing_out_ends_the_session(client: TestClient, code: str) -> None:
    client.post(f"/signin/{code}")
    assert client.post("/signout").status_code == 303
    assert client.post("/api/articles", json={"text": "Signed out."}).status_code == 401


def test_a_cookie_kept_by_somebody_ends_with_the_session(
    app: FastAPI, client: TestClient, code: str
) -> None:
    client.post(f"/signin/{code}")
    kept = TestClient(app, cookies={"gloss_session": client.cookies["gloss_session"]})
    assert kept.get("/edit").status_code == 200
    client.post("/signout")
    assert kept.get("/edit").status_code == 401


def test_another_process_learns_of_a_sign_out(
    web: Web, app: FastAPI, client: TestClient, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "CACHED_SECONDS", 0.0)
    client.post(f"/signin/{code}")
    elsewhere = web.app()
    there = TestClient(elsewhere, cookies={"gloss_session": client.cookies["gloss_session"]})
    assert there.get("/edit").status_code == 200
    client.post("/signout")
    assert there.get("/edit").status_code == 401
    elsewhere.state.library.close()


@pytest.mark.parametrize("cookie", [None, "x", "WzEsIngiXQ.x.y"])
def test_whoever_is_not_signed_in_signs_nobody_out(
    app: FastAPI, client: TestClient, code: str, cookie: str | None
) -> None:
    client.post(f"/signin/{code}")
    stranger = TestClient(
        app, cookies={"gloss_session": cookie} if cookie else None, follow_redirects=False
    )
    assert stranger.post("/signout").status_code == 303
    assert client.get("/edit").status_code == 200


def test_a_session_of_nobody_in_the_library_is_nobody(app: FastAPI) -> None:
    with app.state.library.writing() as s:
        epoch = session_epochs.current(s)
    forged = TestClient(app, cookies={"gloss_session": app.state.sessions.cookie(77, epoch)})
    assert forged.get("/edit").status_code == 401


def test_one_may_sign_in_again_after_signing_out(
    app: FastAPI, client: TestClient, code: str
) -> None:
    client.post(f"/signin/{code}")
    client.post("/signout")
    with app.state.library.writing() as s:
        again = people.create_signin(s, 15)
    client.post(f"/signin/{again}")
    assert client.get("/edit").status_code == 200


def test_a_form_sent_without_a_referrer_on_plain_http_still_signs_in(
    client: TestClient, code: str
) -> None:
    assert client.post(f"/signin/{code}", headers={"Origin": "null"}).status_code == 303


def test_another_site_cannot_press_the_button(client: TestClient, code: str) -> None:
    assert (
        client.post(
            f"/signin/{code}", headers={"Sec-Fetch-Site": "cross-site", "Origin": "null"}
        ).status_code
        == 403
    )
    assert client.get(f"/signin/{code}").status_code == 200


def test_a_link_that_is_too_old_is_gone(app: FastAPI, client: TestClient) -> None:
    with app.state.library.writing() as s:
        old = people.create_signin(s, -1)
    assert client.get(f"/signin/{old}").status_code == 410
    assert client.post(f"/signin/{old}").status_code == 410


@pytest.mark.parametrize("value", ["x", "MQ.x.y", "", '"', "é"])
def test_a_forged_cookie_is_nobody(client: TestClient, value: str) -> None:
    headers = {b"Cookie": b"gloss_session=" + value.encode()}
    assert (
        client.get("/api/articles", headers=headers).headers["cache-control"] == "public, no-cache"
    )
    assert client.post("/api/articles", json={"text": "x"}, headers=headers).status_code == 401


def test_a_session_of_another_library_is_nobody_here(
    client: TestClient, code: str, web: Web, tmp_path_factory: pytest.TempPathFactory
) -> None:
    client.post(f"/signin/{code}")
    cookie = client.cookies["gloss_session"]
    other = Web(tmp_path_factory.mktemp("other"))
    (other.folder / "gloss.db").write_bytes((web.folder / "gloss.db").read_bytes())
    app = other.app()
    with app.state.library.writing() as s:
        from app.store import instance

        instance.put(s, "signing_secret", "another")
    answer = TestClient(app, cookies={"gloss_session": cookie}).post(
        "/api/articles", json={"text": "x"}
    )
    assert answer.status_code == 401
    app.state.library.close()


def test_the_page_says_how_to_get_a_link(client: TestClient) -> None:
    assert "gloss signin" in client.get("/signin").text


def test_another_process_knows_a_new_session_at_once(app: FastAPI) -> None:
    here, there = app.state.sessions, sessions.Sessions(app.state.library, app.state.settings)
    for _ in range(2):
        with app.state.library.writing() as s:
            person, again = people.editor(s).id, people.create_signin(s, 15)
        assert there.person_of(here.sign_in(again)) == person
        here.end()
