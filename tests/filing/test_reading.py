"""The reading view (阅卷): what was submitted, what changed, what an officer needs beside it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, Unmasking
from casework.models import StoredFile
from casework.services import door, materials
from filing.documents import reading
from filing.models import Filing, Person, Submission
from filing.services import printed, supplement
from tests.casework.files import pdfs
from tests.casework.test_views import count_queries
from tests.filing.answering import fresh
from tests.filing.filled import MOBILE, fill_in
from tests.filing.panels import convened, seats
from tests.pages import inline_parts

pytestmark = pytest.mark.django_db
IDENTITY = "11010119900307" + "7" * 4


def address(filing: Filing) -> str:
    return f"/filing/{filing.number}/read/"


@pytest.fixture
def submitted(world):
    """A whole application, sent; one of its people with a number."""
    filing = fill_in(world, world.filing())
    Person.objects.filter(filing=filing, role="assessor").update(name="赵六")
    person = Person.objects.get(filing=filing, role="assessor")
    person.id_number = IDENTITY
    person.save()
    again(filing, world, "submit")
    return fresh(filing)


def again(filing: Filing, world, act: str = "resubmit") -> None:
    """Print, seal and scan the form once more, and send the application."""
    printed.print_form(fresh(filing), actor=world.hr)
    stamped = next(rule for rule in filing.regulation.materials if rule.stamped)
    for slot in materials.overview(fresh(filing)):
        if slot.key == stamped.key:
            scan = SimpleUploadedFile("盖章.pdf", pdfs.plain())
            materials.add(
                fresh(filing),
                key=slot.key,
                upload=scan,
                actor=world.hr,
                replaces=slot.papers[0].current if slot.papers else None,
            )
    door.perform(fresh(filing), act, actor=world.hr)


def read(client, user, filing: Filing, **query):
    client.force_login(user)
    return client.get(address(filing), query)


def test_an_officer_reads_every_section_and_paper_in_place(client, world, submitted):
    page = read(client, world.staff["dcf"], submitted)
    assert page.status_code == 200
    titles = ["组织信息", "条件自查", "职业与等级", "机构与人员", "场地设备", "工作方案", "承诺"]
    shown = [*titles, "聊城市东昌府区样例路 1 号", "电工国家职业标准", "赵六", "第 1 次提交"]
    assert [part for part in shown if part not in page.text] == []
    sent = Submission.objects.get()
    assert sent.sha256 in page.text
    assert inline_parts(page.text) == []
    current = {
        slot.papers[0].current.file_id for slot in materials.overview(submitted) if slot.papers
    }
    framed = {str(f.pk) for f in StoredFile.objects.filter(pk__in=current, kind="pdf")}
    pictured = {str(f.pk) for f in StoredFile.objects.filter(pk__in=current, kind="png")}
    assert set(re.findall(r'<iframe [^>]*src="/files/([0-9a-f-]+)/"', page.text)) == framed
    assert set(re.findall(r'<img [^>]*src="/files/([0-9a-f-]+)/"', page.text)) == pictured
    assert (len(framed), len(pictured) > 3) == (1, True)
    file = reverse("casework:file", args=[framed.pop()])
    assert client.get(file)["X-Frame-Options"] == "SAMEORIGIN"


def test_what_was_submitted_is_read_not_what_is_being_changed(client, world, submitted):
    supplement.add(submitted, section="people", text="缺聘书。", actor=world.staff["dcf"])
    door.perform(submitted, "request_supplement", actor=world.staff["dcf"])
    Person.objects.filter(filing=submitted, name="赵六").update(name="钱七")
    page = read(client, world.staff["dcf"], submitted).text
    assert ("赵六" in page, "钱七" in page) == (True, False)


def test_after_a_supplement_the_differences_are_listed_and_the_first_text_stays_readable(
    client, world, submitted
):
    supplement.add(submitted, section="people", text="赵六已离职。", actor=world.staff["dcf"])
    door.perform(submitted, "request_supplement", actor=world.staff["dcf"])
    Person.objects.filter(filing=submitted, name="赵六").update(name="钱七")
    again(submitted, world)
    officer = world.staff["dcf"]
    page = read(client, officer, submitted).text
    differences = page.split('id="changes"')[1].split("</section>")[0]
    cells = [
        re.sub(r"\s+", " ", cell).strip() for cell in re.findall(r"<td[^>]*>([^<]*)<", differences)
    ]
    rows = [tuple(cells[at : at + 4]) for at in range(0, len(cells), 4)]
    people = {
        row[0]: (row[2] == "（没有）", row[3] == "（已删除）")
        for row in rows
        if row[1] == "机构与人员"
    }
    assert people == {
        "机构人员：考评员 钱七": (True, False),
        "机构人员：考评员 赵六": (False, True),
    }
    assert IDENTITY not in differences
    assert "第 2 次提交" in page
    assert "上次告知的补正事项" in page.split('id="people"')[1].split("</section>")[0]
    first = read(client, officer, submitted, submission="1").text
    assert ("赵六" in first, "钱七" in first, "这不是最近一次提交的内容" in first) == (
        True,
        False,
        True,
    )
    assert "列入补正清单" not in first
    odd = [read(client, officer, submitted, submission=n).status_code for n in ("9", "x", "²", "")]
    assert odd == [200, 200, 200, 200]


# --- Personal numbers --------------------------------------------------------------------------


def test_numbers_are_masked_and_shown_in_full_on_record_only(client, world, submitted):
    officer = world.staff["dcf"]
    page = read(client, officer, submitted).text
    assert (IDENTITY in page, MOBILE in page, "1101**********7777" in page) == (False, False, True)
    for field, number in (("people_numbers", IDENTITY), ("contact_numbers", MOBILE)):
        sent = Submission.objects.get()
        link = reverse("accounts:unmask", args=["filing.submission", sent.pk, field])
        assert link in page
        assert number not in client.get(link).text
        assert number in client.post(link, {"reason": "电话核对联系人"}).text
    fields = list(Unmasking.objects.values_list("user", "field").order_by("pk"))
    assert fields == [(officer.pk, "people_numbers"), (officer.pk, "contact_numbers")]


def test_only_the_offices_that_deal_with_it_see_numbers(client, world, submitted):
    link = reverse(
        "accounts:unmask", args=["filing.submission", Submission.objects.get().pk, "people_numbers"]
    )
    answers = {}
    for key in ("dcf", "lc", "yg"):
        client.force_login(world.staff[key])
        answers[key] = client.get(link).status_code
    assert answers == {"dcf": 200, "lc": 403, "yg": 404}
    assert link not in read(client, world.staff["lc"], submitted).text


# --- Who ---------------------------------------------------------------------------------------


def test_it_is_for_officers_of_the_territory_not_for_the_applicant_or_strangers(
    client, world, submitted
):
    people = {
        "receiver": world.staff["dcf"],
        "superior": world.staff["lc"],
        "county next door": world.staff["yg"],
        "other province": world.staff["as"],
        "applicant": world.hr,
    }
    answers = {name: read(client, user, submitted).status_code for name, user in people.items()}
    assert answers == {
        "receiver": 200,
        "superior": 200,
        "county next door": 404,
        "other province": 404,
        "applicant": 403,
    }
    assert "增加补正事项" in read(client, world.staff["dcf"], submitted).text
    assert "增加补正事项" not in read(client, world.staff["lc"], submitted).text


def test_a_draft_is_read_by_nobody(client, world):
    draft = world.filing()
    assert read(client, world.staff["dcf"], draft).status_code == 404


def test_an_officer_who_belongs_to_the_applicant_as_well_does_not_read_it(client, world, submitted):
    officer = world.staff["dcf"]
    Membership.objects.create(
        user=officer, organisation=world.firm, role=Role.ASSESSOR, since="2020-01-01"
    )
    assert read(client, officer, submitted).status_code == 403


# --- Beside it ---------------------------------------------------------------------------------


def test_earlier_filings_of_the_applicant_are_listed_and_nobody_elses(client, world, submitted):
    mine = [world.filing("refused"), world.filing("draft")]
    other = world.filing("accepted", owner=world.applicant("371502", "county")[0])
    page = read(client, world.staff["dcf"], submitted).text
    numbers = (mine[0].number, mine[1].number, other.number)
    assert [number in page for number in numbers] == [True, False, False]
    assert reading.earlier(submitted, world.staff["dcf"]) == [mine[0]]


def test_what_the_checks_say_stands_in_its_section(client, world):
    filing = world.filing("submitted")
    page = read(client, world.staff["dcf"], filing).text
    scope = page.split('id="scope"')[1].split("</section>")[0]
    assert "没有提交记录，以下是现有内容。" in page
    assert "系统检查提示" in scope


def test_the_case_page_leads_to_it(client, world, submitted):
    pages = {}
    for name, user in (("officer", world.staff["dcf"]), ("applicant", world.hr)):
        client.force_login(user)
        pages[name] = address(submitted) in client.get(f"/cases/{submitted.number}/").text
    assert pages == {"officer": True, "applicant": False}


def test_the_queries_do_not_grow_with_what_there_is_to_read(client, world):
    filing = world.filing("submitted")
    officer = world.staff["dcf"]

    def add(count: int) -> None:
        for number in range(count):
            Person.objects.create(filing=filing, role="expert", name=f"专家{number}")
            world.filing("refused")
            supplement.add(filing, section="people", text=f"第{number}项，共{count}", actor=officer)

    client.force_login(officer)
    add(1)
    client.get(address(filing))
    few = count_queries(client, address(filing))
    add(29)
    assert count_queries(client, address(filing)) == few


def test_an_expert_of_the_panel_reads_it_without_numbers_and_without_what_officers_say(
    client, world
):
    filing = convened(world)
    expert, outsider = seats(filing)[0].user, world.member(world.offices["dcf"], Role.EXPERT)
    page = read(client, expert, filing)
    assert (page.status_code, read(client, outsider, filing).status_code) == (200, 404)
    inner = ("写内部意见", "增加补正事项", "查看完整号码", "其他备案申请")
    assert [word for word in inner if word in page.text] == []


def test_the_list_that_the_bureau_collects_is_not_the_panels(client, world):
    """What was collected and not sent stays behind when an application is accepted."""
    filing = world.filing("submitted")
    supplement.add(filing, section="people", text="补充证书", actor=world.staff["dcf"])
    assert "待告知 1" in read(client, world.staff["dcf"], filing).text
    Filing.objects.filter(pk=filing.pk).update(state="accepted")
    seat = seats(convened(world, filing=fresh(filing)))[0]
    assert "待告知" not in read(client, seat.user, filing).text
