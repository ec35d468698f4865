"""Settings come from the environment or from files; one that is invalid is named."""

import os
from pathlib import Path

import pytest

from app.errors import BadRequest
from app.settings import Settings


def test_a_setting_is_read_from_the_environment_or_from_the_file_that_it_names(
    tmp_path: Path,
) -> None:
    (tmp_path / "token").write_text("secret\n", encoding="utf-8")
    environ = {
        "GLOSS_ADMIN_TOKEN_FILE": str(tmp_path / "token"),
        "GLOSS_ALLOWED_HOSTS": "a.example, b.example",
        "GLOSS_PAGE_SIZE": "",
    }
    read = Settings.from_environment(environ)
    assert (read.admin_token, read.allowed_hosts, read.page_size) == (
        "secret",
        ("a.example", "b.example"),
        30,
    )
    assert (
        Settings.from_environment(environ | {"GLOSS_ADMIN_TOKEN": "other"}).admin_token == "other"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PAGE_SIZE", "many"),
        ("PAGE_SIZE", "0"),
        ("FETCH_TIMEOUT_SECONDS", "-1"),
        ("DEMO", "perhaps"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_an_invalid_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(BadRequest, match=f"GLOSS_{name}"):
        Settings.from_environment({f"GLOSS_{name}": value})


def test_wikipedia_is_asked_only_with_a_contact_address() -> None:
    asking = {"GLOSS_ENCYCLOPEDIA_ENABLED": "yes"}
    with pytest.raises(BadRequest, match=r"GLOSS_ENCYCLOPEDIA_CONTACT.*contact address"):
        Settings.from_environment(asking)
    for contact in ("desk@ostra.example\r\nX-More: 1", "d\u00e9sk", "x" * 201):
        with pytest.raises(BadRequest, match="GLOSS_ENCYCLOPEDIA_CONTACT"):
            Settings.from_environment(asking | {"GLOSS_ENCYCLOPEDIA_CONTACT": contact})
    assert Settings.from_environment(
        asking | {"GLOSS_ENCYCLOPEDIA_CONTACT": "desk@ostra.example"}
    ).encyclopedia_enabled
    with pytest.raises(BadRequest, match="GLOSS_ENCYCLOPEDIA_LANGUAGE"):
        Settings.from_environment({"GLOSS_ENCYCLOPEDIA_LANGUAGE": "evil.example/"})


def test_a_missing_file_of_a_setting_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="GLOSS_ADMIN_TOKEN_FILE"):
        Settings.from_environment({"GLOSS_ADMIN_TOKEN_FILE": str(tmp_path / "none")})


def test_the_base_address_has_no_final_slash() -> None:
    assert Settings(base_url="https://gloss.example/").base_url == "https://gloss.example"


def test_the_log_level_is_read_without_case() -> None:
    assert Settings.from_environment({"GLOSS_LOG_LEVEL": "DEBUG"}).log_level == "debug"


def test_a_web_address_without_a_host_is_refused_with_its_reason() -> None:
    with pytest.raises(BadRequest) as caught:
        Settings.from_environment({"GLOSS_BASE_URL": "https://"})
    expected = "Invalid setting GLOSS_BASE_URL: not an http or https address."
    assert caught.value.message == expected


@pytest.mark.parametrize(
    ("cores", "is_alone", "threads"),
    [(1, True, 1), (2, True, 1), (3, True, 2), (16, True, 2), (16, False, 1)],
)
def test_one_text_is_read_on_two_threads_where_a_core_is_left_over(
    monkeypatch: pytest.MonkeyPatch, cores: int, is_alone: bool, threads: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)), raising=False)
    assert Settings().threads_of_model(is_alone=is_alone) == threads
    assert Settings(model_threads=5).threads_of_model(is_alone=is_alone) == 5
