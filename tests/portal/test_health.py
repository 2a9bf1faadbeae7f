"""Liveness, readiness, and the id of a request in answer and log."""

import io
import json
import logging
import re

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject

from config.celery import app as celery_app
from config.middleware import RequestIdMiddleware
from printing import fonts

PARTS = {"database", "broker", "storage", "cache", "fonts"}


@pytest.fixture
def broker_settings():
    """`broker_settings(name=value)` changes Celery's settings until the test ends."""
    before = {}

    def change(**values):
        for name, value in values.items():
            before.setdefault(name, celery_app.conf.get(name))
            celery_app.conf[name] = value

    yield change
    celery_app.conf.update(before)


@pytest.fixture
def broken_broker(broker_settings):
    """Nothing listens on port 1."""
    broker_settings(broker_write_url="redis://127.0.0.1:1/0")


@pytest.fixture
def log_lines():
    """Reads what was logged so far: each line must be JSON."""
    root = logging.getLogger()
    handler = logging.StreamHandler(stream := io.StringIO())
    handler.setFormatter(next(h for h in root.handlers if h.name == "console").formatter)
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)


def test_liveness_needs_no_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_names_every_part(client):
    response = client.get("/readyz")
    assert response.json() == {"status": "ok", "parts": dict.fromkeys(PARTS, "ok")}
    assert response.status_code == 200


def test_a_database_that_cannot_be_reached_is_named(client):
    """Without the `db` fixture every query is refused."""
    response = client.get("/readyz")
    parts = dict.fromkeys(PARTS, "ok") | {"database": "failed"}
    assert (response.status_code, response.json()) == (503, {"status": "failed", "parts": parts})


@pytest.mark.django_db
def test_a_broker_that_cannot_be_reached_is_named_and_its_address_kept_back(client, broken_broker):
    response = client.get("/readyz")
    parts = dict.fromkeys(PARTS, "ok") | {"broker": "failed"}
    assert (response.status_code, response.json()) == (503, {"status": "failed", "parts": parts})
    assert "127.0.0.1" not in response.content.decode()


@pytest.mark.django_db
def test_a_queue_folder_that_is_gone_is_a_failing_broker(client, broker_settings, tmp_path):
    folder = str(tmp_path / "gone")
    broker_settings(
        broker_write_url="filesystem://",
        broker_transport_options={"data_folder_in": folder, "data_folder_out": folder},
    )
    assert client.get("/readyz").json()["parts"]["broker"] == "failed"


@pytest.mark.django_db
def test_a_font_that_is_cut_short_is_named(client, monkeypatch, tmp_path):
    for name in fonts.SHIPPED:
        (tmp_path / name).write_bytes((fonts.FOLDER / name).read_bytes()[:-1])
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["parts"]["fonts"]) == (503, "failed")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_health_is_only_read(client, method):
    assert getattr(client, method)("/healthz").status_code == 405


def test_a_request_id_of_the_proxy_is_kept(client):
    response = client.get("/healthz", headers={"X-Request-ID": "proxy-0123456789"})
    assert response["X-Request-ID"] == "proxy-0123456789"


@pytest.mark.parametrize(
    "bad", ["", "short", "a" * 65, "line\nbreak-000", "汉字汉字汉字汉字", "a b c d e f"]
)
def test_any_other_request_id_is_replaced(client, bad):
    response = client.get("/healthz", headers={"X-Request-ID": bad})
    assert re.fullmatch(r"[0-9a-f-]{36}", response["X-Request-ID"])


def test_each_request_has_its_own_id(client):
    ids = {client.get("/healthz")["X-Request-ID"] for _ in range(3)}
    assert len(ids) == 3


def test_log_lines_carry_the_id_and_no_query_string(client, log_lines):
    response = client.get("/healthz?name=王某&id_number=370000")
    finished = [line for line in log_lines() if line["event"] == "request_finished"]
    assert [(line["request_id"], line["request"], line["code"]) for line in finished] == [
        (response["X-Request-ID"], "GET /healthz", 200)
    ]


@pytest.mark.django_db
def test_the_log_tells_why_a_probe_failed(client, broken_broker, log_lines):
    response = client.get("/readyz")
    failed = [line for line in log_lines() if line["event"] == "probe_failed"]
    assert [(line["probe"], line["request_id"]) for line in failed] == [
        ("broker", response["X-Request-ID"])
    ]
    assert "refused" in failed[0]["exception"]


def test_log_lines_name_the_user_by_number_only(admin_client, client, log_lines):
    admin = get_user_model().objects.get()
    admin_client.get("/healthz")
    client.get("/healthz")
    finished = [line for line in log_lines() if line["event"] == "request_finished"]
    assert [line.get("user_id") for line in finished] == [admin.pk, None]
    assert admin.username not in json.dumps(finished)


@pytest.mark.django_db
def test_the_log_keeps_nothing_of_who_complains(admin_client, log_lines):
    addresses = ["/complaints/new/", "/complaints/track/", "/complaints/track/add/", "/healthz"]
    for address in addresses:
        admin_client.get(address, REMOTE_ADDR="203.0.113.9")
    admin = get_user_model().objects.get()
    lines = [line for line in log_lines() if line.get("request")]
    known = {(line["request"], line.get("ip"), line.get("user_id")) for line in lines}
    unknown = {(f"GET {address}", None, None) for address in addresses[:3]}
    assert {row for row in known if row[0] != "GET /healthz"} == unknown
    assert ("GET /healthz", "203.0.113.9", admin.pk) in known
    assert "203.0.113.9" not in json.dumps([line for line in lines if "complaints" in str(line)])


def test_a_log_line_about_an_unknown_address_asks_nothing_of_the_database(
    admin_client, django_assert_num_queries
):
    middleware = RequestIdMiddleware(lambda request: HttpResponse(status=404))
    request = RequestFactory().get("/nowhere")
    request.user = SimpleLazyObject(get_user_model().objects.get)
    with django_assert_num_queries(0):
        assert middleware(request).status_code == 404
