"""The address of a visitor is what our own proxies say, and no word of his own."""

import pytest
from django.http import HttpResponse
from django.urls import reverse

from config.middleware import VisitorAddressMiddleware
from ui.limits import Limit

PROXY, VISITOR, OUTER, FORGED = "10.0.0.2", "192.0.2.7", "10.0.0.1", "203.0.113.9"


def seen(rf, header: str | None) -> str:
    requests = []
    given = {} if header is None else {"HTTP_X_FORWARDED_FOR": header}

    def view(request):
        requests.append(request)
        return HttpResponse()

    VisitorAddressMiddleware(view)(rf.get("/", REMOTE_ADDR=PROXY, **given))
    assert "X-Forwarded-For" not in requests[0].headers
    return requests[0].META["REMOTE_ADDR"]


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, None, PROXY),
        (0, FORGED, PROXY),
        (1, None, PROXY),
        (1, VISITOR, VISITOR),
        (1, f"{FORGED}, {VISITOR}", VISITOR),
        (2, f"{FORGED},{VISITOR},{OUTER}", VISITOR),
        (2, OUTER, PROXY),
        (1, "no address", PROXY),
        (1, "", PROXY),
        (1, "2001:DB8::1", "2001:db8::1"),
    ],
)
def test_who_is_asking(rf, settings, proxies, header, address):
    settings.TRUSTED_PROXIES = proxies
    assert seen(rf, header) == address


@pytest.mark.django_db
@pytest.mark.parametrize("proxies", [0, 1])
def test_a_forged_address_escapes_no_limit(client, settings, monkeypatch, proxies):
    settings.TRUSTED_PROXIES = proxies
    monkeypatch.setattr("casework.views.public.QUESTIONS", Limit(f"visitor-{proxies}", "1/hour"))
    answers = [
        client.post(
            reverse("casework:public-objection"),
            HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, {VISITOR}",
        ).status_code
        for number in (1, 2)
    ]
    assert answers == [422, 429]
