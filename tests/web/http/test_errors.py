"""Errors as answers: in the form of their address, and without a traceback."""

from starlette.testclient import TestClient

from tests.web.conftest import Web


def test_an_unknown_method_is_405_in_the_shape_of_its_address(client: TestClient) -> None:
    answer = client.put("/api/search")
    assert answer.json()["error"]["status"] == 405
    assert "GET" in answer.headers["allow"]
    assert client.post("/healthz").headers["content-type"].startswith("text/html")


def test_an_unexpected_error_says_nothing_of_itself(web: Web) -> None:
    app = web.app()

    @app.get("/api/boom")
    def boom() -> None:
        raise RuntimeError("a secret")

    answer = TestClient(app, raise_server_exceptions=False).get("/api/boom")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.json()["error"]["status"] == 500
    assert answer.headers["content-security-policy"]
