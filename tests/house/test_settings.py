"""Production names what it lacks before it serves anyone; complete, it passes Django's check."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

COMPLETE = {
    "SECRET_KEY": "not-a-secret-only-for-this-test-0123456789-abcdefghijklmnop",
    "PERSONAL_DATA_KEYS": "not-a-key-only-for-this-test-0123456789",
    "LOOKUP_KEY": "not-a-key-either-only-for-this-test-0123",
    "SIGNING_KEY_DIR": "var/keys",
    "SIGNING_KEY_SECRET": "not-a-key-either-only-for-this-test-4567",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:5432/none",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "SITE_URL": "https://jiping.example",
    "EMAIL_URL": "smtp://mail.jiping.example:25",
    "MEDIA_ROOT": "var/media",
}


def start(environment: dict, *argv: str) -> subprocess.CompletedProcess:
    """A process of its own with these variables and nothing else of ours."""
    base = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return subprocess.run(  # noqa: S603
        [sys.executable, *argv],
        env={**base, "DJANGO_SETTINGS_MODULE": "config.settings.production", **environment},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def refusal(environment: dict) -> str:
    result = start(environment, "-c", "import config.settings.production")
    assert result.returncode == 1
    return result.stderr.strip().splitlines()[-1]


def test_everything_missing_is_named_at_once():
    assert "缺少环境变量：" + "、".join(COMPLETE) in refusal({})


@pytest.mark.parametrize("name", ["SECRET_KEY", "EMAIL_URL"])
def test_a_single_missing_or_empty_variable_is_named(name):
    assert f"缺少环境变量：{name}。" in refusal(COMPLETE | {name: ""})


@pytest.mark.parametrize("address", ["jiping.example", "http://jiping.example", "https://"])
def test_an_address_that_is_none_is_refused(address):
    assert "SITE_URL 应是完整的网址" in refusal(COMPLETE | {"SITE_URL": address})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("DATABASE_URL", "nonsense"),
        ("REDIS_URL", "nonsense"),
        ("SITE_URL", "https://a b/"),
    ],
)
def test_a_value_of_the_wrong_shape_is_named_with_an_example(name, value):
    assert f"ImproperlyConfigured: {name} 应是" in refusal(COMPLETE | {name: value})


def test_complete_it_passes_the_deployment_check():
    result = start(COMPLETE, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (result.returncode, result.stderr) == (0, "")


def test_the_address_decides_who_is_answered():
    program = (
        "import json; from config.settings import production as p;"
        "print(json.dumps([p.ALLOWED_HOSTS, p.CSRF_TRUSTED_ORIGINS, p.DEBUG]))"
    )
    result = start(COMPLETE, "-c", program)
    assert result.stdout.strip() == (
        '[["jiping.example", "localhost", "127.0.0.1"], ["https://jiping.example"], false]'
    )


def test_the_embedded_secret_is_made_once_and_kept_to_its_user(tmp_path):
    program = "from config.settings import embedded; print(embedded.SECRET_KEY)"
    first, second = (start({"VAR_DIR": str(tmp_path)}, "-c", program).stdout for _ in range(2))
    assert (first == second, len(first.strip()) >= 50) == (True, True)
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
