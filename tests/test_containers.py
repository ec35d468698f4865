"""docker-compose.yml starts commands that exist, each with what it needs."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from app.cli import app
from app.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def test_without_a_profile_there_is_one_process() -> None:
    assert [name for name, service in SERVICES.items() if not service.get("profiles")] == ["gloss"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_starts_a_command_with_options_that_exist(name: str) -> None:
    program, *arguments = SERVICES[name].get("command", ["-"])
    if program != "gloss":
        return
    commands: dict[str, Any] = vars(get_command(app))["commands"]
    command = commands[arguments[0]]
    command.make_context(arguments[0], arguments[1:], resilient_parsing=False)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_waits_for_services_and_sets_settings_that_exist(name: str) -> None:
    service = SERVICES[name]
    profiles = set(service.get("profiles", ()))
    for other, how in service.get("depends_on", {}).items():
        assert set(SERVICES[other].get("profiles", ())) <= profiles
        if how["condition"] == "service_healthy" and other not in ("web-1", "web-2"):
            assert SERVICES[other]["healthcheck"]["test"]
    known = {PREFIX + field.upper() for field in Settings.model_fields}
    given = {key for key in service.get("environment", {}) if key.startswith(PREFIX)}
    assert given <= known


def test_the_proxy_has_the_address_that_the_web_servers_trust() -> None:
    address = SERVICES["proxy"]["networks"]["cluster"]["ipv4_address"]
    for name in ("web-1", "web-2"):
        assert SERVICES[name]["environment"]["GLOSS_TRUSTED_PROXIES"] == address
        assert f"server {name}:8000" in COMPOSE["configs"]["proxy"]["content"]
