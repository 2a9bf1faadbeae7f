"""The pages: who sees them, what they say, what goes out as it was stored and on record."""

import hashlib
import io
import zipfile
from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Unmasking
from casework.services import files, jobs
from certificates.models import Batch, Certificate, Edition, ReservedNumber
from certificates.services import numbering
from config import clock
from tests.assessment.entering import id_number, portrait
from tests.certificates.issuing.world import DAY, NOW, at, beside, fresh, issued, reserve, reserved
from tests.certificates.world import a_certificate
from tests.results.publishing.steps import sit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with clock.travel(NOW):
        yield


def begun(client, day, **values):
    sit(client, day.arbiter)
    page = client.get(at("issue", day.plan))
    form = page.context["form"]
    given = {"token": form["token"].value(), "issued_on": DAY, "signed": "on", **values}
    return client.post(at("begin", day.plan), given)


def status_of(client, user, url: str) -> int:
    sit(client, user)
    return client.get(url).status_code


def body(client, user, url: str) -> str:
    sit(client, user)
    return client.get(url).content.decode()


@pytest.mark.clause("LC-18", "JS-14")
def test_from_the_page_of_the_plan_to_certified(agencies, client):
    day = reserved(agencies, "js", 3)
    shown = body(client, day.arbiter, reverse("casework:case", args=[day.plan.number]))
    assert "已预留编号、待核发 3 本" in shown
    assert at("issue", day.plan) in shown
    assert begun(client, day).status_code == 302
    shown = body(client, day.arbiter, at("issue", day.plan))
    assert ("0 / 3 本" in shown, "正在核发" in shown, str(day.arbiter) in shown) == (
        True,
        True,
        True,
    )
    part = client.get(at("issue", day.plan), HTTP_HX_REQUEST="true", HTTP_HX_TARGET="batch")
    assert (part.status_code, b"<html" in part.content) == (200, False)
    jobs.work_off(seconds=300)
    part = client.get(at("issue", day.plan), HTTP_HX_REQUEST="true", HTTP_HX_TARGET="batch")
    assert part.headers["HX-Refresh"] == "true"
    shown = body(client, day.arbiter, at("issue", day.plan))
    assert "3 / 3 本" in shown
    assert fresh(day.plan).state == "certified"


def test_one_form_sent_twice_begins_once(agencies, client):
    day = reserved(agencies)
    sit(client, day.arbiter)
    token = client.get(at("issue", day.plan)).context["form"]["token"].value()
    given = {"token": token, "issued_on": DAY, "signed": "on"}
    assert [client.post(at("begin", day.plan), given).status_code for _ in range(2)] == [302, 302]
    assert Batch.objects.count() == 1


def test_what_is_typed_wrong_comes_back_with_what_to_do(agencies, client):
    day = reserved(agencies)
    answer = begun(client, day, issued_on="2026-06-30")
    assert answer.status_code == 422
    assert "发证日期应在结果确认之日" in answer.content.decode()
    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("js", 200), ("ln", 404), ("office", 200), ("far", 404)],
)
def test_whose_page_it_is(agencies, client, who, status):
    day = reserved(agencies, "js")
    staff = agencies.world.staff
    people = {"office": staff["sz_centre"], "far": staff["lc"]} | agencies.clerk
    assert status_of(client, people[who], at("issue", day.plan)) == status


def test_only_the_agency_begins(agencies, client):
    day = reserved(agencies, "js")
    sit(client, agencies.world.staff["sz_centre"])
    assert client.post(at("begin", day.plan), {}).status_code == 403
    assert client.get(at("give-up", day.plan, day.entries[0].pk)).status_code == 403


def test_what_stands_in_the_way_is_said_before_it_starts(agencies, client):
    day = reserved(agencies, "js")
    day.plan.agency.periods.update(status="suspended")
    day.entries[0].photo = None
    day.entries[0].save(update_fields=["photo"])
    day.entries[1].name = "王\ue000"
    day.entries[1].save(update_fields=["name"])
    numbering.end(ReservedNumber.objects.filter(entry=day.entries[2]), "other")
    shown = body(client, day.arbiter, at("issue", day.plan))
    said = ["的状态是“暂停", "有 1 人还没有证书编号", "没有照片", "U+E000"]
    assert [text for text in said if text not in shown] == []
    answer = begun(client, day)
    assert answer.status_code == 422


def test_a_photograph_is_brought_in_late(agencies, client):
    day = reserved(agencies, "js", 1)
    day.entries[0].photo = None
    day.entries[0].save(update_fields=["photo"])
    sit(client, day.arbiter)
    url = at("photo", day.plan, day.entries[0].pk)
    bad, good = io.BytesIO(b"x"), io.BytesIO(portrait())
    bad.name, good.name = "a.png", "b.png"
    assert client.post(url, {"photo": bad}).status_code == 422
    assert client.post(url, {"photo": good}).status_code == 302
    begun(client, day)
    jobs.work_off()
    assert fresh(day.plan).state == "certified"


def test_a_proof_is_marked_and_on_record(agencies, client):
    day = reserved(agencies, "js", 2)
    sit(client, day.arbiter)
    answer = client.get(at("proof", day.plan), {"entry": day.entries[1].pk})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert [row.reason for row in Unmasking.objects.all()] == ["下载证书"]
    assert not Certificate.objects.exists()


def test_what_goes_out_is_what_was_stored_and_on_record(agencies, client):
    day = issued(agencies, "js", 3)
    first = Certificate.objects.order_by("number").first()
    sit(client, day.arbiter)
    answer = client.get(reverse("certificates:file", args=[first.number]))
    edition = first.editions.get()
    assert hashlib.sha256(answer.content).hexdigest() == edition.sha256
    pack = client.get(at("zip", day.plan, 1))
    whole = zipfile.ZipFile(io.BytesIO(b"".join(pack.streaming_content)))
    assert {name: hashlib.sha256(whole.read(name)).hexdigest() for name in whole.namelist()} == {
        f"职业技能等级证书{row.certificate.number}.pdf": row.sha256 for row in Edition.objects.all()
    }
    assert [row.user for row in Unmasking.objects.all()] == [day.arbiter] * 2
    assert client.get(at("zip", day.plan, 2)).status_code == 404


def test_a_damaged_file_is_not_given_out(agencies, client):
    day = issued(agencies, "js", 1)
    found = Certificate.objects.get()
    files.path_of(found.editions.get().file_id).write_bytes(b"other")
    sit(client, day.arbiter)
    assert client.get(reverse("certificates:file", args=[found.number])).status_code == 503


def test_one_certificate_masked_with_its_history(agencies, client):
    day = issued(agencies, "js", 1)
    found = Certificate.objects.get()
    url = reverse("certificates:certificate", args=[found.number])
    shown = body(client, day.arbiter, url)
    assert (id_number(1) in shown, found.number in shown, "第 1 版" in shown, "核发" in shown) == (
        False,
        True,
        True,
        True,
    )
    assert status_of(client, agencies.world.staff["sz_centre"], url) == 200
    assert status_of(client, agencies.world.staff["lc"], url) == 404
    assert status_of(client, agencies.clerk["ln"], url) == 404


def test_the_list_finds_exactly(agencies, client):
    agency = agencies.agency["js"]
    for n in (1, 2, 12):
        a_certificate(agency, n)
    a_certificate(agencies.agency["ln"], 1)
    officer = agencies.world.staff["sz_centre"]

    def numbers(**query) -> list[str]:
        sit(client, officer)
        page = client.get(reverse("certificates:list"), query)
        return [row.number[-3:] for row, _ in page.context["rows"]]

    assert sorted(numbers()) == ["001", "002", "012"]
    assert numbers(name="考生1") == ["001"]
    assert numbers(name="考生") == []
    assert numbers(number=f"{agency.prefix}263000012") == ["012"]
    assert numbers(level=4) == []
    assert sorted(numbers(occupation="电工", since="2026-06-30")) == ["001", "002", "012"]
    assert numbers(until="2026-06-29") == []


def test_gaps_are_listed_printed_and_exported(agencies, client):
    day = reserved(agencies, "js", 3)
    numbering.reserve(day.plan, day.arbiter, date(2027, 1, 4))
    kept = ReservedNumber.objects.filter(state="gap").values_list("number", flat=True)
    for user in (day.arbiter, agencies.world.staff["sz_centre"]):
        shown = body(client, user, reverse("certificates:gaps"))
        assert [number for number in kept if number not in shown] == []
        assert "跨年，按核发年份重新编号" in shown
    paper = client.get(reverse("certificates:gaps-print"))
    assert paper.content.startswith(b"%PDF")
    table = client.get(reverse("certificates:gaps-file"), {"year": "26"})
    assert table.content.startswith(b"PK")
    assert body(client, agencies.clerk["ln"], reverse("certificates:gaps")).count(kept[0]) == 0


@pytest.mark.parametrize("name", ["list", "gaps", "issue"])
def test_thirty_rows_ask_no_more_than_one(agencies, client, name, django_assert_max_num_queries):
    counts = []
    day = reserved(agencies, "js", 1)
    for people in (1, 30):
        plan, _ = beside(agencies, "js", people, f"202606{people:02}")
        reserve(plan, day.arbiter)
        if name == "list":
            for n in range(people):
                a_certificate(plan.agency, 500 + people * 10 + n)
        elif name == "gaps":
            numbering.end(ReservedNumber.objects.filter(plan=plan), "other")
        url = at("issue", plan) if name == "issue" else reverse(f"certificates:{name}")
        sit(client, day.arbiter)
        client.get(url)
        with django_assert_max_num_queries(200) as counted:
            assert client.get(url).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]
