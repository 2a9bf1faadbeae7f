"""Anybody complains, with or without a name."""

import re
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from casework.models import Event, Material, Notice, StoredFile
from supervision.models import Complaint
from supervision.selectors.complaints import by_code, hashed
from tests.casework.files.pictures import jpg
from tests.certificates.world import a_certificate
from tests.results.world import a_day
from tests.supervision.complaints.world import (
    CONTACT,
    LIAOCHENG,
    NAME,
    TEXT,
    announced,
    form,
)

pytestmark = pytest.mark.django_db
NEW = "/complaints/new/"
CODE = re.compile(r"(?:[2-9A-HJKMNP-Z]{4}-){3}[2-9A-HJKMNP-Z]{4}")


def errors(response) -> dict:
    assert response.status_code == 422
    return {name: list(texts) for name, texts in response.context["form"].errors.items()}


@pytest.mark.clause("LC-22", "LN-14")
def test_a_stranger_complains_and_gets_a_code_that_is_kept_nowhere(client, world, lc):
    assert client.get(NEW).status_code == 200
    response = client.post(NEW, form(who=lc.name))
    assert response.status_code == 200
    [code] = CODE.findall(response.text)
    case = Complaint.objects.get()
    assert case == by_code(code.lower()) == by_code(f" {code.replace('-', '')} ")
    assert case.code_hash == hashed(code)
    assert (case.agency, case.accused, case.office) == (lc, lc.organisation, world.offices["lc"])
    assert (case.owner, case.created_by, case.entered_by) == (None, None, None)
    assert (case.name, case.contact, case.text, case.named) == (NAME, CONTACT, TEXT, True)
    assert case.title == f"考试舞弊、泄题 · {lc}"
    assert list(Event.objects.filter(case=case).values_list("act", "actor")) == [("open", None)]
    assert case.deadlines.get().key == "accept"


def test_those_who_handle_it_are_told_and_nobody_else(client, world, lc):
    client.post(NEW, form(who=lc.name))
    told = set(Notice.objects.values_list("recipient__username", flat=True))
    assert told == {world.staff["lc"].username, world.second["lc"].username}
    assert not Notice.objects.filter(body__contains=NAME).exists()


def test_what_identifies_lies_encrypted(client, lc):
    client.post(NEW, form(who=lc.name))
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, contact, text, said FROM supervision_complaint")
        row = cursor.fetchone()
    assert not any(part in "".join(row) for part in (NAME, CONTACT, TEXT, lc.name))


def test_an_anonymous_one_keeps_no_name_even_if_typed(client, lc):
    client.post(NEW, form(who=lc.name, identity="anonymous", contact=""))
    case = Complaint.objects.get()
    assert (case.named, case.name, case.contact) == (False, "", "")


def test_the_same_form_twice_is_one_complaint_and_its_code_is_not_shown_again(client, lc):
    sent = form(who=lc.name)
    assert CODE.search(client.post(NEW, sent).text)
    second = client.post(NEW, sent)
    assert not CODE.search(second.text)
    assert "此前已经提交" in second.text
    assert Complaint.objects.count() == 1


def test_a_part_of_a_name_offers_those_that_are_meant(client, agencies, lc):
    agency = agencies.agency["sd"]
    for each, name in ((lc, "东风机械厂"), (agency, "东风培训学校")):
        each.name = name
        each.save(update_fields=["name"])
    sent = form(who="东风")
    response = client.post(NEW, sent)
    assert list(errors(response)) == ["who"]
    choices = [value for value, _ in response.context["form"]["picked"].field.choices]
    assert set(choices) == {f"agency-{lc.pk}", f"agency-{agency.pk}"}
    assert TEXT in response.text
    assert client.post(NEW, sent | {"picked": f"agency-{agency.pk}"}).status_code == 200
    assert Complaint.objects.get().agency == agency


def test_what_is_missing_is_asked_for_and_nothing_is_written(client, world):
    found = errors(client.post(NEW, {"token": form()["token"]}))
    assert set(found) == {"target", "category", "text", "identity"}
    found = errors(client.post(NEW, form(name="", contact="", text="短")))
    assert set(found) == {"who", "name", "contact", "text"}
    assert errors(client.post(NEW, form(who="没有这家"))) == {
        "who": ["目录里没有这个机构，请核对名称；确实没有的，投诉对象请选“目录里没有的单位”。"]
    }
    assert errors(client.post(NEW, form(target="other", who="某某公司"))) == {
        "place": ["请选择发生地。"]
    }
    assert Complaint.objects.count() == 0


def test_hostile_files_are_refused_and_good_ones_kept(client, lc):
    bad = SimpleUploadedFile("证据.pdf", b"MZ\x90\x00" + b"x" * 100)
    assert list(errors(client.post(NEW, form(who=lc.name, files=[bad])))) == ["files"]
    many = [SimpleUploadedFile(f"{n}.jpg", jpg()) for n in range(6)]
    assert list(errors(client.post(NEW, form(who=lc.name, files=many)))) == ["files"]
    assert (Complaint.objects.count(), StoredFile.objects.count()) == (0, 0)
    good = [SimpleUploadedFile(f"照片{n}.jpg", jpg()) for n in (1, 2)]
    assert client.post(NEW, form(who=lc.name, files=good)).status_code == 200
    rows = Material.objects.filter(case=Complaint.objects.get())
    assert list(rows.values_list("file__name", "added_by")) == [
        ("照片1.jpg", None),
        ("照片2.jpg", None),
    ]


def test_five_an_hour_from_one_address(client, lc):
    answers = [client.post(NEW, form(who=lc.name)).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert client.post(NEW, form(who=lc.name), REMOTE_ADDR="192.0.2.7").status_code == 200


@pytest.mark.clause("HB-06")
def test_an_announcement_leads_to_a_complaint_about_its_plan(client, agencies):
    day = a_day(agencies, "hb")
    notice = announced(day.plan, day.arbiter)
    page = client.get(f"/notices/{notice.pk}/")
    assert f'href="/complaints/new/?notice={notice.pk}"' in page.text
    opened = client.get(f"{NEW}?notice={notice.pk}")
    assert day.plan.complaints in opened.text
    start = opened.context["form"].initial
    assert (start["target"], start["number"]) == ("plan", day.plan.number)
    assert client.post(NEW, form(target="plan", number=day.plan.number)).status_code == 200
    case = Complaint.objects.get()
    assert (case.about_plan, case.accused) == (day.plan, day.plan.owner)
    assert case.office.name == "石家庄市人社局"
    assert case.division == day.plan.division


@pytest.mark.clause("HB-06")
def test_an_agency_page_leads_to_a_complaint_about_it(client, lc):
    assert f'href="/complaints/new/?agency={lc.code}"' in client.get(f"/agencies/{lc.code}/").text
    assert client.get(f"{NEW}?agency={lc.code}").context["form"].initial["who"] == lc.code


def test_a_plan_that_nobody_announced_is_not_known(client, agencies):
    plan = a_day(agencies, "lc").plan
    assert list(errors(client.post(NEW, form(target="plan", number=plan.number)))) == ["number"]


def test_the_answer_tells_nobody_whether_a_certificate_is_known(client, lc):
    known = a_certificate(lc)
    sent = [form(target="certificate", number=number) for number in (known.number, "X" * 22)]
    assert errors(client.post(NEW, sent[0])) == errors(client.post(NEW, sent[1]))
    pages = [client.post(NEW, each | LIAOCHENG) for each in sent]
    assert [page.status_code for page in pages] == [200, 200]
    first, second = Complaint.objects.order_by("pk")
    assert (first.certificate, first.accused) == (known, lc.organisation)
    assert (second.certificate, second.accused) == (None, None)
    assert second.division.code == "371502"


@pytest.mark.parametrize(
    ("accused", "handles"), [("dcf", "lc"), ("lc", "sd"), ("lc_centre", "lc"), ("sd_centre", "sd")]
)
def test_an_office_is_complained_of_to_the_one_above(client, world, accused, handles):
    name = world.offices[accused].name
    assert client.post(NEW, form(target="office", who=name, category="office")).status_code == 200
    case = Complaint.objects.get()
    assert (case.accused, case.office) == (world.offices[accused], world.offices[handles])


def test_with_nobody_above_it_says_where_to_turn(client, world):
    found = errors(client.post(NEW, form(target="office", who=world.offices["sd"].name)))
    assert list(found) == ["__all__"]
    assert "纪检监察" in found["__all__"][0]
    assert Complaint.objects.count() == 0


def test_who_is_not_listed_is_complained_of_at_the_place(client, world):
    client.post(NEW, form(target="other", who="山寨评价中心", **LIAOCHENG))
    case = Complaint.objects.get()
    assert (case.office, case.said, case.title) == (
        world.offices["dcf"],
        "山寨评价中心",
        "考试舞弊、泄题 · 目录外的单位",
    )


def test_hostile_words_do_no_harm(client, lc):
    for words in ("\x00", "%", "' OR 1=1 --", "甲" * 5000):
        assert client.post(NEW, form(who=words), REMOTE_ADDR="192.0.2.9").status_code == 422
    odd = {"token": "x", "target": "?", "picked": "agency-1", "category": "?", "place_0": "９"}
    assert client.post(NEW, form(who=lc.name) | odd).status_code == 422
    assert [client.get(NEW, {"notice": x}).status_code for x in ("-1", "９", "9" * 40)] == [200] * 3


def test_the_token_names_the_form(lc, client):
    sent = form(who=lc.name)
    client.post(NEW, sent)
    assert Complaint.objects.get().token == UUID(sent["token"])
