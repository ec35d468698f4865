"""Security headers, hosts, cross-site writes, tokens, and closed libraries."""

import pytest
from starlette.testclient import TestClient

from app.store.admin import people
from app.web.security.checks import host_name
from tests.web.conftest import TEXT, TOKEN, Web

ADDRESSES = (
    "/healthz",
    "/readyz",
    "/metrics",
    "/signin",
    "/nothing/here",
    "/api/articles",
    "/api/nothing",
    "/static/nothing.css",
    "/articles/0",
    "/p/short",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_is_closed_to_scripts_frames_and_sniffing(
    client: TestClient, address: str
) -> None:
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"]
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "",
        "testserver.evil.example",
        "testserver@evil.example",
        "127.0.0.1.nip.io",
        "127.0.0.1:8259.evil.test",
        "[::1].evil.test",
        "[::1]:80.evil.test",
        "testserver:80:80",
        "[::2]:80",
    ],
)
def test_an_unknown_host_is_refused_in_words(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 400
    answer = client.get("/api/articles", headers={"Host": host})
    assert answer.json()["error"]["status"] == 400
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "host", ["testserver", "TESTSERVER:80", "localhost:8000", "127.0.0.1", "[::1]:8000"]
)
def test_its_own_names_and_loopback_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000"])
def test_probes_answer_the_machine_itself_whatever_hosts_are_allowed(web: Web, host: str) -> None:
    client = web.client(allowed_hosts=("gloss.example",))
    for address, status in (("/healthz", 200), ("/readyz", 200), ("/metrics", 400), ("/", 400)):
        assert client.get(address, headers={"Host": host}).status_code == status, address
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 400


def test_a_host_header_is_read_without_its_port() -> None:
    assert [host_name(h) for h in ("A.b:80", "[::1]:80", "[::1]", "a", "")] == [
        "a.b",
        "[::1]",
        "[::1]",
        "a",
        "",
    ]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 201),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, 201),
        ({"Sec-Fetch-Site": "none"}, 201),
        ({"Origin": "http://testserver"}, 201),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "https://testserver"}, 403),
        ({"Origin": "http://testserver:81"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_a_write_from_another_site_is_refused(
    client: TestClient, article: int, headers: dict[str, str], status: int
) -> None:
    answer = client.post(
        "/api/passages", json={"article": article, "start": 0, "end": 20}, headers=headers
    )
    assert answer.status_code == status


def test_a_read_from_another_site_is_answered(client: TestClient) -> None:
    assert (
        client.get(
            "/api/articles",
            headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"},
        ).status_code
        == 200
    )


@pytest.mark.parametrize("token", ["wrong", "", TOKEN + "x", TOKEN[:-1], "é" * 10, "a b"])
def test_a_wrong_token_is_refused_even_for_what_anybody_may_read(
    client: TestClient, token: str
) -> None:
    answer = client.get("/api/articles", headers={b"Authorization": b"Bearer " + token.encode()})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_stored_token_writes_as_its_person(web: Web) -> None:
    app = web.app()
    with app.state.library.writing() as s:
        token = people.create_token(s, "a program")
    program = TestClient(app, headers={"Authorization": f"bearer {token}"})
    assert program.post("/api/articles", json={"text": "A text."}).status_code == 201
    app.state.library.close()


def test_without_an_administrators_token_an_empty_one_opens_nothing(web: Web) -> None:
    client = web.client(admin_token=None)
    for token in ("", "None", "null"):
        assert (
            client.post(
                "/api/articles", json={"text": "x"}, headers={"Authorization": f"Bearer {token}"}
            ).status_code
            == 401
        )


def test_another_scheme_of_authorization_is_not_ours(client: TestClient) -> None:
    assert client.get("/api/articles", headers={"Authorization": "Basic eDp5"}).status_code == 200


def test_a_closed_library_answers_nobody_but_for_probes_and_signing_in(web: Web) -> None:
    made = web.client(editor=True).post("/api/articles", json={"text": TEXT}).json()["id"]
    closed, editor = web.client(public_reading=False), web.client(editor=True, public_reading=False)
    for address in (
        "/api/articles",
        f"/api/articles/{made}",
        f"/api/articles/{made}/annotations",
        "/api/search?q=x",
        "/api/export",
        "/metrics",
        "/",
    ):
        assert closed.get(address).status_code == 401, address
        assert editor.get(address).status_code == 200, address
    assert closed.get("/api/articles").json()["error"]["status"] == 401
    for address in ("/healthz", "/readyz", "/signin"):
        assert closed.get(address).status_code == 200, address
    for address in (
        "/",
        f"/articles/{made}",
        "/entities",
        "/quotes",
        "/claims",
        "/search?q=x",
        "/import",
        "/api",
        "/api/articles",
    ):
        assert editor.get(address).headers["cache-control"] == "private, no-store", address
    assert (
        closed.post("/api/passages", json={"article": made, "start": 0, "end": 5}).status_code
        == 401
    )


def test_a_closed_library_shows_an_opened_passage_and_no_other(web: Web) -> None:
    editor, closed = web.client(editor=True, public_reading=False), web.client(public_reading=False)
    made = editor.post("/api/articles", json={"text": TEXT}).json()["id"]
    opened = editor.post(
        "/api/passages", json={"article": made, "exact": "a new chair", "opened": True}
    ).json()["code"]
    shut = editor.post("/api/passages", json={"article": made, "exact": "A costly plan"}).json()[
        "code"
    ]
    answer = closed.get(f"/api/passages/{opened}")
    assert (answer.status_code, answer.json()["text"]) == (200, "a new chair")
    assert closed.get(f"/api/passages/{shut}").status_code == 404


def test_head_answers_as_get_without_a_body(client: TestClient, article: int) -> None:
    got, head = client.get(f"/api/articles/{article}"), client.head(f"/api/articles/{article}")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == got.headers["etag"]


def test_a_large_answer_is_compressed(client: TestClient, article: int) -> None:
    assert (
        client.get(f"/api/articles/{article}", headers={"Accept-Encoding": "gzip"}).headers[
            "content-encoding"
        ]
        == "gzip"
    )
