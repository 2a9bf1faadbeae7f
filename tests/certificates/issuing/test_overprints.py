"""Entries alone, for paper that is printed already (FACTS 1.3)."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import Unmasking
from certificates.models import Certificate
from certificates.services import standing
from tests.certificates.issuing.world import at, issued
from tests.certificates.world import a_certificate
from tests.results.publishing.steps import sit

pytestmark = pytest.mark.django_db


def pages(response) -> list[str]:
    reader = PdfReader(io.BytesIO(response.content))
    width, height = reader.pages[0].mediabox[2:]
    assert (round(float(width) / 72 * 25.4), round(float(height) / 72 * 25.4)) == (297, 210)
    return [page.extract_text() for page in reader.pages]


@pytest.mark.clause("SD-10")
def test_those_of_a_plan_and_one_of_them(agencies, client):
    day = issued(agencies, "js", 3)
    sit(client, day.arbiter)
    url = reverse("certificates:overprints", args=[day.plan.number, 1])
    assert url in client.get(at("issue", day.plan)).content.decode()
    found = pages(client.get(url))
    numbers = list(Certificate.objects.order_by("number").values_list("number", flat=True))
    assert [[n for n in numbers if n in page] for page in found] == [[n] for n in numbers]
    assert "职业技能等级证书" not in found[0]  # the paper says so

    url = reverse("certificates:overprint", args=[numbers[1]])
    assert numbers[1] in pages(client.get(url))[0]
    assert list(Unmasking.objects.order_by("pk").values_list("reason", "label")) == [
        ("打印套打文件", f"评价计划 {day.plan.number} 的套打文件，第 1—3 份"),
        ("打印套打文件", f"证书 {numbers[1]} 的套打文件"),
    ]


def test_what_is_not_valid_is_not_printed_again(agencies, client):
    day = issued(agencies, "js", 2)
    first, second = Certificate.objects.order_by("number")
    standing.revoke(first, actor=day.arbiter, reason="持证人冒用他人身份")
    sit(client, day.arbiter)
    found = pages(client.get(reverse("certificates:overprints", args=[day.plan.number, 1])))
    assert [(first.number in page, second.number in page) for page in found] == [(False, True)]
    url = reverse("certificates:overprint", args=[first.number])
    assert client.get(url).status_code == 404
    shown = client.get(reverse("certificates:certificate", args=[first.number]))
    assert url not in shown.content.decode()


def test_the_office_reads_and_does_not_print(agencies, client):
    day = issued(agencies, "js", 1)
    number = Certificate.objects.get().number
    sit(client, agencies.world.staff["sz_centre"])
    url = reverse("certificates:overprint", args=[number])
    shown = client.get(reverse("certificates:certificate", args=[number]))
    assert (shown.status_code, url in shown.content.decode()) == (200, False)
    assert client.get(url).status_code == 403
    whole = reverse("certificates:overprints", args=[day.plan.number, 1])
    assert client.get(whole).status_code == 403


def test_nobody_else_and_nothing_without_a_file(agencies, client):
    day = issued(agencies, "js", 1)
    number = Certificate.objects.get().number
    whole = reverse("certificates:overprints", args=[day.plan.number, 1])
    one = reverse("certificates:overprint", args=[number])
    sit(client, agencies.clerk["lc"])
    assert [client.get(url).status_code for url in (whole, one)] == [404, 404]
    sit(client, day.arbiter)
    past = reverse("certificates:overprints", args=[day.plan.number, 2])
    bare = a_certificate(day.plan.agency, 9, plan=day.plan)
    assert client.get(past).status_code == 404
    alone = reverse("certificates:overprint", args=[bare.number])
    assert client.get(alone).status_code == 404
    assert Unmasking.objects.count() == 0
