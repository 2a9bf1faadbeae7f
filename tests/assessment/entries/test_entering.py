"""A clerk enters, corrects and sends registrations."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Unmasking
from assessment.entry_details import load
from assessment.enums import EntryStatus
from assessment.models import Entry, Evidence
from catalogue.regulations.terms import PlanStep
from config import clock
from tests.assessment import entering
from tests.assessment.entering import a_plan, an_entry, commissioned, filled


@pytest.fixture(autouse=True)
def _conditions(db):
    entering.conditions()


@pytest.fixture
def lc(agencies, client):
    """An open plan of Liaocheng with an item of 四级, its clerk signed in."""
    plan = a_plan(agencies, "lc", ["own_staff", "dispatched", "outsourced", "students"])
    client.force_login(agencies.clerk["lc"])
    return plan, agencies.item(plan)


def add(client, plan, fields: dict):
    return client.post(reverse("assessment:entry-add", args=[plan.number]), fields)


def errors(response) -> dict:
    return dict(response.context["form"].errors)


def test_a_registration_is_entered_and_sent(client, lc):
    plan, item = lc
    response = add(client, plan, filled(item, submit="1"))
    entry = Entry.objects.get()
    assert response.url == reverse("assessment:entry", args=[plan.number, entry.pk])
    assert (entry.number, entry.status) == (f"{plan.number}-00001", EntryStatus.APPLIED)
    assert (entry.sex, f"{entry.born_on}") == ("男", "1990-01-01")
    assert entry.condition.work_months == 60
    assert [f"{row.since}" for row in entry.work.all()] == ["2019-01-01"]
    assert load(entry.details)["department"] == "一车间"


def test_who_does_not_meet_a_condition_is_told_how_much_is_missing(client, lc):
    plan, item = lc
    lines = entering.work(("2025-01-01", "2025-08-31", "第一机械厂", "电工"))
    response = add(client, plan, filled(item, submit="1", **lines))
    page = client.get(response.url)
    entry = Entry.objects.get()
    assert (entry.status, entry.condition, entry.months) == (EntryStatus.DRAFT, None, 8)
    assert "累计工作还差 4 年 4 个月" in page.content.decode()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"id_number": "110105194912310021"}, {"id_number"}),
        ({"id_number": ""}, {"id_number"}),
        ({"name": "张\ue001"}, {"name"}),
        ({"phone": "12"}, {"phone"}),
        ({"audience": "public"}, {"audience"}),
        ({"audience": "commissioned"}, {"audience"}),
        ({"document": "passport", "id_number": "E12345678"}, {"sex", "born_on"}),
        ({"certificate_number": "Y1"}, {"certificate_level"}),
        ({"work-0-until": "2018-01-01"}, {"__all__"}),
        ({"work-1-employer": "第二机械厂"}, {"__all__"}),
        ({"ground": "direct"}, {"__all__"}),
    ],
)
def test_wrong_input_is_said_at_its_field_and_kept(client, lc, fields, expected):
    plan, item = lc
    response = add(client, plan, filled(item, **fields))
    assert (response.status_code, set(errors(response))) == (422, expected)
    assert "第一机械厂" in response.content.decode()
    assert Entry.objects.count() == 0


def test_a_rare_character_is_kept_and_pointed_out(client, lc):
    plan, item = lc
    rare = "\U00032400"
    response = add(client, plan, filled(item, name=f"张{rare}", submit="1"))
    page = client.get(response.url).content.decode()
    entry = Entry.objects.get()
    assert (entry.name, entry.status) == (f"张{rare}", EntryStatus.APPLIED)
    assert "U+32400" in page


def test_nobody_enters_whom_another_agency_has_approved(client, lc, agencies):
    plan, item = lc
    other = a_plan(agencies, "js", ["own_staff"])
    decided = {"decided_by": agencies.clerk["js"], "decided_at": clock.now()}
    an_entry(other, agencies.item(other), 1, status="approved", **decided)
    response = add(client, plan, filled(item, 1))
    assert errors(response)["id_number"] == [
        "此人在另一家评价机构的计划报名同一职业的同一等级，已经核准，不能重复报名。"
    ]
    Entry.objects.update(status="withdrawn")
    assert add(client, plan, filled(item, 1)).status_code == 302


@pytest.mark.clause("LN-17")
def test_liaoning_takes_its_own_people_and_nobody_else(client, agencies):
    plan = a_plan(agencies, "ln", ["own_staff", "dispatched", "outsourced", "students"])
    item = agencies.item(plan)
    client.force_login(agencies.clerk["ln"])
    form = client.get(reverse("assessment:entry-add", args=[plan.number])).context["form"]
    assert [value for value, _ in form.fields["audience"].choices] == ["own_staff", "dispatched"]
    an_entry(plan, item, 1, audience="outsourced")
    url = reverse("assessment:entry", args=[plan.number, Entry.objects.get().pk])
    page = client.get(url)
    assert next(issue.code for issue in page.context["found"].refusing) == "audience"


@pytest.mark.clause("LC-02", "JS-13")
@pytest.mark.parametrize("key", ["lc", "js"])
def test_people_of_every_employment_and_students_may_enter(client, agencies, key):
    kinds = ["own_staff", "dispatched", "outsourced", "students"]
    plan = a_plan(agencies, key, kinds)
    item = agencies.item(plan)
    client.force_login(agencies.clerk[key])
    for number, audience in enumerate(kinds, start=1):
        add(client, plan, filled(item, number, audience=audience, submit="1"))
    found = Entry.objects.order_by("pk").values_list("audience", "status")
    assert list(found) == [(kind, "applied") for kind in kinds]


def test_the_public_is_for_social_organisations(client, agencies):
    social = a_plan(agencies, "sd", ["public"])
    client.force_login(agencies.clerk["sd"])
    own = a_plan(agencies, "lc", ["own_staff", "public"])
    response = add(client, social, filled(agencies.item(social), audience="public", submit="1"))
    assert response.status_code == 302
    client.force_login(agencies.clerk["lc"])
    response = add(client, own, filled(agencies.item(own), 2, audience="public"))
    assert set(errors(response)) == {"audience"}


def test_what_is_beyond_the_scope_cannot_be_sent(client, lc, agencies):
    plan, _ = lc
    item = agencies.item(plan, "6-18-01-02", 4)
    response = add(client, plan, filled(item, submit="1"))
    entry = Entry.objects.get()
    assert entry.status == EntryStatus.DRAFT
    assert "铣工不在" in client.get(response.url).content.decode().replace("（6-18-01-02）", "")


def test_numbers_are_masked_and_shown_in_full_on_record(client, lc, agencies):
    plan, item = lc
    number = entering.id_number(1)
    add(client, plan, filled(item))
    entry = Entry.objects.get()
    page = client.get(reverse("assessment:entry", args=[plan.number, entry.pk])).content.decode()
    assert (number in page, f"{number[:4]}**********{number[-4:]}" in page) == (False, True)
    url = reverse("accounts:unmask", args=["assessment.entry", entry.pk, "id_number"])
    shown = client.post(url, {"reason": "核对报名信息"}).content.decode()
    assert (number in shown, Unmasking.objects.count()) == (True, 1)
    client.force_login(agencies.clerk["ln"])
    assert client.get(url).status_code == 404


def test_two_clerks_with_one_entry_open_one_wins_the_other_is_told(client, lc):
    plan, item = lc
    add(client, plan, filled(item))
    entry = Entry.objects.get()
    url = reverse("assessment:entry-edit", args=[plan.number, entry.pk])
    again = filled(item, version=str(entry.version), id_number="", phone="")
    client.post(url, again | {"post": "先来的"})
    late = client.post(url, again | {"post": "后来的"})
    entry.refresh_from_db()
    assert (late.status_code, entry.post) == (422, "先来的")
    assert late.context["form"]["post"].value() == "后来的"
    assert "在您打开页面之后已有改动" in late.content.decode()
    form = late.context["form"]
    client.post(url, again | {"post": "后来的", "version": form["version"].value()})
    entry.refresh_from_db()
    assert (entry.post, entry.id_number) == ("后来的", entering.id_number(1))


def test_an_edit_has_to_be_sent_again_and_an_approved_one_is_fixed(client, lc, agencies):
    plan, item = lc
    entry = an_entry(plan, item, status="applied")
    url = reverse("assessment:entry-edit", args=[plan.number, entry.pk])
    client.post(url, filled(item, version="0", id_number="", phone=entering.phone(2)))
    entry.refresh_from_db()
    assert (entry.status, entry.phone) == (EntryStatus.DRAFT, entering.phone(2))
    Entry.objects.update(
        status="approved", decided_by=agencies.clerk["lc"], decided_at=plan.opened_at
    )
    assert client.get(url).status_code == 403


def test_withdrawing_needs_a_reason_and_frees_the_person(client, lc):
    plan, item = lc
    entry = an_entry(plan, item)
    url = reverse("assessment:entry-withdraw", args=[plan.number, entry.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "调离"}).status_code == 302
    assert client.post(url, {"reason": "调离"}).status_code == 422
    entry.refresh_from_db()
    assert (entry.status, entry.remark) == (EntryStatus.WITHDRAWN, "调离")
    assert plan.events.order_by("-pk").first().act == "withdraw_entry"
    assert add(client, plan, filled(item, 1)).status_code == 302


@pytest.mark.parametrize(
    ("who", "state", "expected"),
    [
        ("lc", PlanStep.ENROLMENT, 200),
        ("lc", PlanStep.ROSTER_RETURNED, 200),
        ("lc", PlanStep.ROSTER_FILED, 403),
        ("ln", PlanStep.ENROLMENT, 404),
        ("officer", PlanStep.ENROLMENT, 403),
    ],
)
def test_who_may_enter_and_when(client, agencies, who, state, expected):
    plan = a_plan(agencies, "lc", ["own_staff"], state)
    agencies.item(plan)
    user = agencies.world.staff["lc_centre"] if who == "officer" else agencies.clerk[who]
    client.force_login(user)
    url = reverse("assessment:entry-add", args=[plan.number])
    assert client.get(url).status_code == expected


def test_the_client_enters_its_own_people(client, agencies):
    plan = commissioned(agencies)
    item = agencies.item(plan)
    client.force_login(agencies.client_hr)
    response = add(client, plan, filled(item, audience="commissioned"))
    assert response.status_code == 302
    viewer = agencies.world.member(agencies.client, Role.EXPERT)
    client.force_login(viewer)
    assert client.get(reverse("assessment:entry-add", args=[plan.number])).status_code == 403


# --- photograph and papers ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("手机.heic", "“手机.heic”是 heic 格式，请在手机相册或相机设置中存为 jpg 后再上传。"),
        ("名单.pdf", "“名单.pdf”不是照片，请上传 jpg 或 png。"),
        ("照片", "“照片”不是照片，请上传 jpg 或 png。"),
    ],
)
def test_only_pictures_are_photographs(client, lc, name, said):
    plan, item = lc
    entry = an_entry(plan, item)
    url = reverse("assessment:entry-photo", args=[plan.number, entry.pk])
    response = client.post(url, {"photo": SimpleUploadedFile(name, entering.portrait())})
    assert response.status_code == 422
    assert [*response.context["form"].errors.values()] == [[said]]


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ({}, ""),
        ({"kind": "JPEG"}, ""),
        ({"ground": (250, 250, 245)}, ""),
        ({"size": (200, 280)}, "太小"),
        ({"size": (448, 448)}, "宽高比例不对"),
        ({"ground": (60, 120, 200)}, "背景不是白色"),
        ({"skin": (120, 120, 120)}, ""),
    ],
)
def test_the_photograph_is_looked_at(client, lc, made, said):
    plan, item = lc
    entry = an_entry(plan, item)
    url = reverse("assessment:entry-photo", args=[plan.number, entry.pk])
    name = "照片.jpg" if made.get("kind") == "JPEG" else "照片.png"
    data = entering.portrait(**made)
    response = client.post(url, {"photo": SimpleUploadedFile(name, data)})
    entry.refresh_from_db()
    assert (response.status_code, entry.photo is None) == ((422, True) if said else (302, False))
    assert said in (response.content.decode() if said else "")


def test_a_text_is_no_photograph(client, lc):
    plan, item = lc
    entry = an_entry(plan, item)
    url = reverse("assessment:entry-photo", args=[plan.number, entry.pk])
    response = client.post(url, {"photo": SimpleUploadedFile("照片.png", b"hello, this is text")})
    assert response.status_code == 422


def test_papers_are_added_and_taken_out(client, lc):
    plan, item = lc
    entry = an_entry(plan, item)
    url = reverse("assessment:entry-evidence", args=[plan.number, entry.pk])
    file = SimpleUploadedFile("社保.png", entering.portrait())
    assert client.post(url, {"kind": "social_security", "file": file}).status_code == 302
    paper = Evidence.objects.get()
    page = client.get(reverse("assessment:entry", args=[plan.number, entry.pk]))
    assert "社保.png" in page.content.decode()
    remove = reverse("assessment:entry-evidence-remove", args=[plan.number, entry.pk, paper.pk])
    assert client.post(remove).status_code == 302
    assert Evidence.objects.count() == 0
