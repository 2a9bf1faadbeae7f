"""The container files, as far as they can be judged without an engine: names, commands, rights."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

ROOT = Path(settings.BASE_DIR)
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
SERVICES = COMPOSE["services"]
OURS = {"web", "worker", "beat", "migrate"}
CONDITIONS = {"service_started", "service_healthy", "service_completed_successfully"}


def last(instruction: str) -> str:
    return re.findall(rf"^{instruction} +(.*)$", DOCKERFILE, re.M)[-1]


def test_the_services_are_these():
    assert set(SERVICES) == OURS | {"database", "redis"}


@pytest.mark.parametrize("name", sorted(OURS | {"redis"}))
def test_a_service_of_ours_has_few_rights(name):
    service = SERVICES[name]
    assert (service["user"] not in ("0", "root"), service["read_only"]) == (True, True)
    assert (service["cap_drop"], service["security_opt"]) == (["ALL"], ["no-new-privileges:true"])


def test_the_image_runs_as_nobody_special():
    assert last("USER") == SERVICES["web"]["user"] == "10001"


def test_the_build_gives_production_settings_all_they_want():
    step = next(line for line in DOCKERFILE.splitlines() if "collectstatic" in line)
    given = dict(re.findall(r"\b([A-Z_]+)=(\S+)", step))
    result = subprocess.run(
        [sys.executable, "-c", "from config.settings import production"],
        env={"PATH": os.environ["PATH"], **given},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stderr == ""


def test_every_lasting_service_says_whether_it_is_well():
    """The web server's check is the image's own."""
    assert "/healthz" in last("HEALTHCHECK")
    checked = {
        name for name, service in SERVICES.items() if "test" in service.get("healthcheck", {})
    }
    assert checked == set(SERVICES) - {"web", "migrate"}


def test_nothing_starts_before_what_it_needs():
    needs = {
        name: {other: how["condition"] for other, how in service.get("depends_on", {}).items()}
        for name, service in SERVICES.items()
    }
    stores = {"database": "service_healthy", "redis": "service_healthy"}
    after = stores | {"migrate": "service_completed_successfully"}
    assert needs == {
        **dict.fromkeys(("web", "worker", "beat"), after),
        "migrate": stores,
        "database": {},
        "redis": {},
    }


def test_data_lies_in_declared_volumes():
    used = {
        mount.partition(":")[0] for service in SERVICES.values() for mount in service["volumes"]
    }
    assert used == set(COMPOSE["volumes"])


def test_images_have_a_version():
    images = [service["image"] for service in SERVICES.values() if "build" not in service]
    images += re.findall(r"^FROM (\S+)", DOCKERFILE, re.M)
    assert [image for image in images if not re.search(r":\d", image)] == []


def test_only_the_web_server_is_reached_and_only_from_this_machine():
    assert {n: s["ports"] for n, s in SERVICES.items() if "ports" in s} == {
        "web": ["127.0.0.1:${PORT:-8000}:8000"]
    }


def test_the_example_names_every_variable():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    wanted = set(re.findall(r"\$\{(\w+)", text)) - {"JIPING_VERSION"}
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = dict(re.findall(r"^(\w+)=(.*)$", example, re.M))
    given = set(SERVICES["web"]["environment"]) | {"MEDIA_ROOT", "SIGNING_KEY_DIR"}
    keys = {"SECRET_KEY", "PERSONAL_DATA_KEYS", "LOOKUP_KEY", "SIGNING_KEY_SECRET"}
    required = keys | {"DATABASE_URL", "REDIS_URL", "SITE_URL", "EMAIL_URL", "MEDIA_ROOT"}
    assert wanted | (required - given) | {"LOG_LEVEL"} == set(named)
    assert [
        name for name in sorted(keys | {"POSTGRES_PASSWORD", "REDIS_PASSWORD"}) if named[name]
    ] == []


def options_of(*command: str) -> set[str]:
    text = subprocess.run(  # noqa: S603
        [sys.executable, "-m", *command, "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout
    return set(re.findall(r"--[a-z][a-z-]*", text))


def options_in(text: str) -> set[str]:
    return set(re.findall(r"--[a-z][a-z-]*", text))


def test_the_commands_know_their_options():
    assert options_in(last("CMD")) - options_of("granian") == set()
    celery = options_of("celery")
    for name in ("worker", "beat"):
        given = options_in(" ".join(SERVICES[name]["command"]))
        assert given - celery - options_of("celery", "--app", "config", name) == set()
    run = re.findall(r"manage\.py (\w+)", SERVICES["migrate"]["command"][-1])
    assert set(run) <= set(get_commands())
