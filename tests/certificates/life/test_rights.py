"""Who may propose what of whose certificates; what the pages show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Unmasking
from certificates.models import Certificate, CertificateChange
from certificates.services import changes
from tests.assessment.entering import id_number
from tests.certificates.life.steps import (
    REASON,
    act,
    colleague,
    fresh,
    paper,
    proposed,
    with_document,
    work_off,
)
from tests.certificates.world import a_certificate

pytestmark = pytest.mark.django_db
ALL = ["correction", "reissue", "replacement", "revocation"]


@pytest.mark.parametrize(
    ("who", "purposes", "status"),
    [
        ("clerk", ALL, 200),
        ("colleague", ALL, 200),
        ("assessor", [], 404),
        ("lc", ["revocation"], 403),
        ("lc_centre", ["revocation"], 403),
        ("sd", ["revocation"], 403),
        ("dcf", [], 404),
        ("yg", [], 404),
        ("ln", [], 404),
        ("other agency", [], 404),
        ("hr", [], 404),
    ],
)
def test_who_may_propose_what(agencies, client, who, purposes, status):
    found, world = a_certificate(agencies.agency["lc"]), agencies.world
    people = {
        "clerk": lambda: agencies.clerk["lc"],
        "colleague": lambda: colleague(agencies),
        "assessor": lambda: world.member(found.agency.organisation, Role.ASSESSOR),
        "other agency": lambda: agencies.clerk["sd"],
        "hr": lambda: world.hr,
    }
    user = people.get(who, lambda: world.staff.get(who))()
    assert changes.purposes_for(user, found) == purposes
    client.force_login(user)
    address = reverse("certificates:change", args=[found.number, "correction"])
    assert client.get(address).status_code == status


def test_an_office_does_all_where_the_agency_has_no_account(agencies, client):
    found = a_certificate(agencies.agency["lc"], origin="legacy")
    Certificate.objects.update(agency=None, agency_name="老机构")
    found.refresh_from_db()
    assert changes.purposes_for(agencies.world.staff["lc"], found) == ALL
    assert changes.purposes_for(agencies.world.staff["ln"], found) == []
    officer, second = agencies.world.staff["lc"], agencies.world.second["lc"]
    case = proposed(found, officer, "correction", "content", wanted={"employer": "新单位"})
    assert (case.owner, case.side) == (None, agencies.world.offices["lc"])
    act(client, second, case, "agree")
    assert fresh(found).employer == "新单位"


def test_an_unknown_purpose_is_no_page(agencies, client):
    found = a_certificate(agencies.agency["lc"])
    client.force_login(agencies.clerk["lc"])
    address = reverse("certificates:change", args=[found.number, "destroy"])
    assert client.get(address).status_code == 404


def test_a_correction_by_its_form(agencies, client):
    found = with_document(agencies)
    clerk = agencies.clerk["lc"]
    client.force_login(clerk)
    address = reverse("certificates:change", args=[found.number, "correction"])
    form = {"cause": "identity", "id_number": id_number(77), "reason": REASON}
    wrong = client.post(address, form)
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["evidence"])
    assert id_number(77) in wrong.content.decode()
    answer = client.post(address, {**form, "evidence": paper()})
    case = CertificateChange.objects.get()
    page = reverse("casework:case", args=[case.number])
    assert answer.url == page
    html = client.get(page).content.decode()
    assert "等待另一人同意" in html
    assert (id_number(77) in html, found.id_number in html) == (False, False)
    link = reverse(
        "accounts:unmask", args=["certificates.certificatechange", case.pk, "wanted_id_number"]
    )
    assert link in html
    shown = client.post(link, {"reason": "核对更正内容"})
    assert id_number(77) in shown.content.decode()
    assert Unmasking.objects.count() == 1


def test_evidence_opens_for_the_side_and_its_offices_alone(agencies, client):
    found, world = with_document(agencies), agencies.world
    case = proposed(
        found,
        agencies.clerk["lc"],
        "correction",
        "name",
        wanted={"name": "考生壹"},
        evidence=paper(),
    )
    file = case.materials.get().file
    assessor = world.member(found.agency.organisation, Role.ASSESSOR)
    opened = {}
    for who, user in (
        ("clerk", agencies.clerk["lc"]),
        ("officer", world.staff["lc"]),
        ("assessor", assessor),
        ("foreign", world.staff["ln"]),
    ):
        client.force_login(user)
        opened[who] = client.get(reverse("casework:file", args=[file.pk])).status_code
    assert opened == {"clerk": 200, "officer": 200, "assessor": 403, "foreign": 404}


def test_a_change_waits_on_the_desk_of_the_second_person(agencies, client):
    found, second = with_document(agencies), colleague(agencies)
    case = proposed(found, agencies.clerk["lc"], "revocation", "other")
    client.force_login(second)
    assert case.title in client.get("/desk/").content.decode()
    act(client, second, case, "agree")
    assert case.title not in client.get("/desk/").content.decode()


def test_what_could_not_be_drawn_says_why_and_is_drawn_again(agencies, client, monkeypatch):
    from certificates.services import editions

    found, clerk = with_document(agencies), agencies.clerk["lc"]
    case = proposed(found, clerk, "reissue", "lost")
    draw = editions.draw
    refusal = editions.DrawingError("“镕”没有可用的字形，无法打印。")
    monkeypatch.setattr(editions, "draw", lambda *args, **kwargs: [refusal])
    act(client, colleague(agencies), case, "agree")
    work_off()
    assert fresh(case).state == "making"
    page = client.get(reverse("casework:case", args=[case.number])).content.decode()
    assert "“镕”没有可用的字形，无法打印。" in page
    monkeypatch.setattr(editions, "draw", draw)
    act(client, clerk, case, "draw_again")
    work_off()
    work_off()
    assert (fresh(case).state, found.editions.count()) == ("decided", 3)


def test_the_page_of_a_certificate_takes_the_same_queries_for_many_changes(agencies, client):
    found, clerk, second = with_document(agencies), agencies.clerk["lc"], colleague(agencies)
    client.force_login(clerk)
    address = reverse("certificates:certificate", args=[found.number])

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def again() -> None:
        case = proposed(found, clerk, "revocation", "other")
        act(client, second, case, "refuse", note="不成立")
        client.force_login(clerk)

    again()
    count()
    one = count()
    for _ in range(4):
        again()
    count()
    assert count() == one


def test_what_is_over_is_neither_handed_out_nor_claimed_for(agencies, client):
    found = with_document(agencies)
    client.force_login(agencies.clerk["lc"])
    address = reverse("certificates:certificate", args=[found.number])
    hand_out = reverse("certificates:hand-out", args=[found.number])
    offered = []
    for status in ("valid", "revoked"):
        Certificate.objects.update(status=status)
        html = client.get(address).content.decode()
        offered.append((hand_out in html, "申领期满" in html))
    assert offered == [(True, True), (False, False)]


def test_who_works_for_the_successor_of_an_agency_sees_numbers_in_full(agencies, client):
    found = with_document(agencies)
    organisation = agencies.agency["lc"].organisation
    organisation.merged_into, organisation.status = agencies.client, "merged"
    organisation.save()
    client.force_login(agencies.client_hr)
    html = client.get(reverse("certificates:certificate", args=[found.number])).content.decode()
    link = reverse("accounts:unmask", args=["certificates.certificate", found.pk, "id_number"])
    assert link in html
