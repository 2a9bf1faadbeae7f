"""特级技师 and 首席技师: the province's number, entered by one officer, registered by another."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from casework.services import door
from certificates.models import Certificate, SpecialCertificate
from config import clock
from tests.assessment.entering import id_number
from tests.certificates.issuing.world import NOW
from tests.results.publishing.steps import sit

pytestmark = pytest.mark.django_db
NUMBER = "AB01234567890123456789"


@pytest.fixture(autouse=True)
def now():
    with clock.travel(NOW):
        yield


def given(agencies, **values) -> dict:
    return {
        "agency": agencies.agency["js"].pk,
        "certificate_number": NUMBER,
        "certificate_level": 11,
        "name": "考生一",
        "document": "id_card",
        "id_number": id_number(1),
        "employer": "第一机械厂",
        "occupation_code": "6-31-01-03",
        "issued_on": "2026-06-01",
        "basis": "苏人社函〔2026〕1号",
        **values,
    }


@pytest.fixture
def officers(agencies):
    """Two of one office."""
    office = agencies.world.offices["sz"]
    return [agencies.world.member(office, Role.REVIEWER) for _ in range(2)]


def entered(client, officer, agencies, **values):
    sit(client, officer)
    return client.post(reverse("certificates:special-enter"), given(agencies, **values))


@pytest.mark.clause("LC-18")
def test_the_second_officer_registers_it(agencies, officers, client):
    first, second = officers
    answer = entered(client, first, agencies)
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    case = SpecialCertificate.objects.get()
    assert not Certificate.objects.exists()
    with pytest.raises(door.ForbiddenError):
        door.perform(case, "register", actor=first)
    shown = client.get(reverse("casework:case", args=[case.number])).content.decode()
    assert (NUMBER in shown, id_number(1) in shown) == (True, False)
    door.perform(case, "register", actor=second)
    made = Certificate.objects.get()
    assert (made.number, made.origin, made.level, made.name) == (NUMBER, "officer", 11, "考生一")
    assert (made.history.get().by, made.editions.get().change_id) == (second, case.pk)
    page = reverse("certificates:certificate", args=[NUMBER])
    assert "特级技师" in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("certificate_number", "Y000037000001263000001", "2 个大写字母加 20 位数字"),
        ("id_number", "123", "应为18位"),
        ("issued_on", "2026-07-01", "不能晚于今天"),
        ("occupation_code", "9-99", "没有这个编码"),
        ("certificate_level", "3", ""),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(agencies, officers, client, field, value, said):
    answer = entered(client, officers[0], agencies, **{field: value})
    assert answer.status_code == 422
    assert said in answer.context["form"].errors[field][0]
    assert not SpecialCertificate.objects.exists()


def test_a_number_that_is_used_is_refused(agencies, officers, client):
    first, second = officers
    entered(client, first, agencies)
    again = entered(client, second, agencies)
    assert "已由事项" in again.context["form"].errors["certificate_number"][0]
    door.perform(SpecialCertificate.objects.get(), "register", actor=second)
    again = entered(client, second, agencies)
    assert "已有证书" in again.context["form"].errors["certificate_number"][0]


def test_nobody_else_enters(agencies, client):
    for user in (agencies.clerk["js"], agencies.world.staff["lc"]):
        answer = entered(client, user, agencies)
        assert answer.status_code in (403, 422)
    assert not SpecialCertificate.objects.exists()
