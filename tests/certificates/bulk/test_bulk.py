"""Many certificates checked at once: what comes back, within which quota, and what stays."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pypdf import PdfReader

from accounts.enums import Role
from accounts.models import Membership, User
from casework.models import Job
from casework.services import jobs
from casework.services.door import ForbiddenError
from certificates.documents import bulk_proof, bulk_sheet
from certificates.enums import CertificateStatus
from certificates.models import BulkCheck, BulkFile, BulkPart
from certificates.services import bulk_checks
from config import clock
from printing import pdf, sheets
from tests.assessment.entering import id_number
from tests.certificates.world import a_certificate

pytestmark = pytest.mark.django_db
PAGE = "/desk/certificates/check/"


@pytest.fixture
def agency(agencies):
    return agencies.agency["lc"]


@pytest.fixture
def clerk(agencies):
    return agencies.clerk["lc"]


def member(organisation, role: Role) -> User:
    """Somebody who holds that role there."""
    user = User.objects.create_user(f"m-{role}", f"m-{role}@example.com", name="成员")
    Membership.objects.create(
        user=user, organisation=organisation, role=role, since=date(2020, 1, 1)
    )
    return user


def table(rows, heads=bulk_sheet.HEADS) -> bytes:
    return sheets.write(heads, rows)


def checked(agency, clerk, rows, heads=bulk_sheet.HEADS) -> BulkCheck:
    """A table of these rows, checked to its end."""
    check = bulk_checks.upload(agency.organisation, table(rows, heads), "名单.xlsx", actor=clerk)
    jobs.work_off()
    return BulkCheck.objects.get(pk=check.pk)


def bytes_of(clerk, check: BulkCheck, kind: str) -> bytes:
    client = Client()
    client.force_login(clerk)
    answer = client.get(f"{PAGE}{check.pk}/result.{kind}")
    assert answer.status_code == 200
    return answer.content


def answers(clerk, check: BulkCheck) -> list[list]:
    book = openpyxl.load_workbook(io.BytesIO(bytes_of(clerk, check, "xlsx")))
    rows = book.worksheets[0].iter_rows(min_row=2, values_only=True)
    return [["" if cell is None else cell for cell in row] for row in rows]


@pytest.mark.clause("JS-11")
def test_each_row_is_answered(agency, clerk):
    first, second = a_certificate(agency, 1), a_certificate(agency, 2)
    second.status = CertificateStatus.REVOKED
    second.save()
    third = a_certificate(agency, 3, name=first.name, id_number=first.id_number, work_type="维修")
    rows = [
        (first.name, first.number, ""),
        (second.name, second.number, id_number(2)),
        (first.name, "", id_number(1)),
        (first.name, second.number, ""),
        (second.name, second.number, id_number(1)),
        ("无此人", "", id_number(9)),
        ("", first.number, ""),
        (first.name, "", ""),
        (first.name, first.number[:-1], ""),
    ]
    check = checked(agency, clerk, rows)
    said = [(row[0], row[4], row[6], row[12]) for row in answers(clerk, check)]
    assert said == [
        ("2", "查到", first.number, "有效"),
        ("3", "查到", second.number, "已撤销"),
        ("4", "查到", third.number, "有效"),
        ("4", "查到", first.number, "有效"),
        ("5", "没有查到", "", ""),
        ("6", "没有查到", "", ""),
        ("7", "没有查到", "", ""),
        ("8", "填写有误", "", ""),
        ("9", "填写有误", "", ""),
        ("10", "填写有误", "", ""),
    ]
    tally = (check.status, check.total, check.found, check.absent, check.faulty)
    assert tally == ("done", 9, 3, 3, 3)
    assert answers(clerk, check)[2][7:12] == [
        *("电工", "维修", "三级/高级工"),
        *(agency.name, "2026-06-30"),
    ]
    assert answers(clerk, check)[7][5] == "没有填姓名。"


def test_the_proof_says_who_checked_what(agency, clerk):
    first = a_certificate(agency, 1)
    rows = [(first.name, first.number, ""), ("无此人", "", id_number(9)), ("", "1", "")]
    check = checked(agency, clerk, rows)
    text = "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(bytes_of(clerk, check, "pdf"))).pages
    )
    plain = "".join(text.split())
    assert "共3行：查到1行，没有查到1行，填写有误1行。" in plain
    assert (agency.organisation.name in plain, clerk.name in plain) == (True, True)
    assert (first.number in plain, id_number(9) in plain) == (True, False)


def test_a_long_proof_is_drawn_in_pieces_and_numbered_through(agency, clerk, monkeypatch):
    drawn, render = [], pdf.render

    def counted(template, context, **options):
        drawn.append(len(context["rows"]))
        return render(template, context, **options)

    monkeypatch.setattr(bulk_proof, "PIECE", 30)
    monkeypatch.setattr(pdf, "render", counted)
    rows = [(f"考生𧒽{at}", "", id_number(at)) for at in range(1, 76)]
    check = checked(agency, clerk, rows)
    assert drawn == [30, 30, 15]
    pages = PdfReader(io.BytesIO(bytes_of(clerk, check, "pdf"))).pages
    texts = ["".join(page.extract_text().split()) for page in pages]
    assert [f"第{at}页/共{len(pages)}页" in text for at, text in enumerate(texts, 1)] == [
        True
    ] * len(pages)
    whole = "".join(texts)
    assert [at for at in range(1, 76) if f"考生𧒽{at}" not in whole] == []
    assert whole.count("核验名单") == 1


def test_what_no_font_has_is_spelled_out_and_costs_nobody_the_proof(agency, clerk):
    first = a_certificate(agency, 1)
    rows = [(first.name, first.number, ""), ("李\U000323b0\U0001f600", "", id_number(9))]
    check = bulk_checks.upload(agency.organisation, table(rows), "名单\U0001f600.xlsx", actor=clerk)
    jobs.work_off()
    check.refresh_from_db()
    assert (check.status, bulk_checks.failure(check)) == ("done", "")
    pages = PdfReader(io.BytesIO(bytes_of(clerk, check, "pdf"))).pages
    plain = "".join("".join(page.extract_text() for page in pages).split())
    assert ("李〔U+323B0〕〔U+1F600〕" in plain, "名单〔U+1F600〕.xlsx" in plain) == (True, True)
    assert answers(clerk, check)[1][1] == rows[1][0]


def test_nothing_that_was_typed_runs_as_a_formula(agency, clerk):
    check = checked(agency, clerk, [("=1+1", "", id_number(9)), ("@SUM(A1)", "", id_number(8))])
    book = openpyxl.load_workbook(io.BytesIO(bytes_of(clerk, check, "xlsx")))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert [cell.value for cell in cells if cell.quotePrefix] == ["=1+1", "@SUM(A1)"]


def test_other_heads_of_the_same_are_understood(agency, clerk):
    first = a_certificate(agency)
    rows = [("x", first.name, id_number(1))]
    check = checked(agency, clerk, rows, ("序号", "姓 名", "身份证号码"))
    assert check.found == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (table([("x",)], ("姓名",)), "表头要有“姓名”，以及“证书编号”或“证件号码”"),
        (b"", "文件是空的"),
        (table([]), "没有数据"),
    ],
)
def test_what_is_no_such_table_is_refused_and_leaves_nothing(agency, clerk, data, said):
    with pytest.raises(ValidationError, match=said):
        bulk_checks.upload(agency.organisation, data, "名单.xlsx", actor=clerk)
    assert (BulkCheck.objects.count(), Job.objects.count()) == (0, 0)


def test_beyond_the_daily_quota_nothing_is_checked(agency, clerk, settings):
    settings.BULK_CHECK_DAILY = 3
    checked(agency, clerk, [("甲", "", id_number(1)), ("乙", "", id_number(2))])
    assert bulk_checks.left_today(agency.organisation) == 1
    two = table([("甲", "", id_number(1)), ("乙", "", id_number(2))])
    with pytest.raises(ValidationError, match="今天还能核验 1 行，文件有 2 行"):
        bulk_checks.upload(agency.organisation, two, "名单.xlsx", actor=clerk)
    assert BulkCheck.objects.count() == 1


def test_who_checked_what_stays_when_the_content_goes(agency, clerk, monkeypatch):
    check = checked(agency, clerk, [("甲", "", id_number(1))])
    bulk_checks.expire()
    assert BulkFile.objects.count() == 2
    later = clock.now() + timedelta(days=bulk_checks.KEPT_DAYS, hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    bulk_checks.expire()
    assert (BulkFile.objects.count(), BulkPart.objects.count()) == (0, 0)
    left = BulkCheck.objects.get()
    assert (left.status, left.checked_by, left.total) == ("expired", clerk, 1)
    assert (left.sha256, left.organisation) == (check.sha256, agency.organisation)


def test_names_and_numbers_lie_encrypted(agency, clerk):
    from django.db import connection

    checked(agency, clerk, [("甲某某", "", id_number(1))])
    with connection.cursor() as cursor:
        cursor.execute("SELECT lines, answers FROM certificates_bulkpart")
        stored = "".join(cursor.fetchone())
    assert ("甲某某" in stored, id_number(1) in stored) == (False, False)


def test_many_rows_are_checked_in_parts_and_two_workers_end_it_once(agency, clerk, monkeypatch):
    monkeypatch.setattr(bulk_checks, "PART", 2)
    people = [a_certificate(agency, number) for number in range(1, 6)]
    check = checked(agency, clerk, [(each.name, each.number, "") for each in people])
    assert (check.parts.count(), check.found, check.status) == (3, 5, "done")
    assert check.job.items.count() == 4
    assert [row[6] for row in answers(clerk, check)] == [each.number for each in people]


def test_queries_do_not_grow_with_the_rows(agency, django_assert_num_queries):
    from certificates.services import bulk_jobs

    people = [a_certificate(agency, number) for number in range(1, 31)]
    lines = [bulk_sheet.Line(at, p.name, p.number, "", "") for at, p in enumerate(people, 2)]
    for some in (lines[:1], lines):
        with django_assert_num_queries(1):
            assert len(bulk_jobs.answers(some)) == len(some)


def test_only_members_who_may_and_only_their_own(agencies, agency, clerk):
    check = checked(agency, clerk, [("甲", "", id_number(1))])
    other, assessor = agencies.clerk["ln"], member(agency.organisation, Role.ASSESSOR)
    for user, page, foreign in ((other, 200, 404), (assessor, 403, 404)):
        client = Client()
        client.force_login(user)
        assert client.get(PAGE).status_code == page
        for path in ("", "result.xlsx", "result.pdf"):
            assert client.get(f"{PAGE}{check.pk}/{path}").status_code == foreign
    assert "accounts/login" in Client().get(PAGE).headers["Location"]
    with pytest.raises(ForbiddenError):
        bulk_checks.upload(agency.organisation, table([("甲", "1", "")]), "x.xlsx", actor=other)


def test_an_officer_of_a_bureau_checks_too(agencies, agency):
    officer = member(agencies.receiver["lc"], Role.REVIEWER)
    client = Client()
    client.force_login(officer)
    data = io.BytesIO(table([("甲", "", id_number(1))]))
    data.name = "名单.xlsx"
    answer = client.post(PAGE, {"organisation": agencies.receiver["lc"].pk, "file": data})
    check = BulkCheck.objects.get()
    assert answer.headers["Location"] == f"{PAGE}{check.pk}/"
    assert "正在核验" in client.get(f"{PAGE}{check.pk}/").content.decode()
    jobs.work_off()
    page = client.get(f"{PAGE}{check.pk}/", headers={"HX-Request": "true"})
    assert page.headers["HX-Refresh"] == "true"
    assert "下载核验证明" in client.get(f"{PAGE}{check.pk}/").content.decode()
    assert client.get(f"{PAGE}template.xlsx").status_code == 200
    assert client.get(f"{PAGE}{check.pk}/result.exe").status_code == 404


def test_a_cancelled_check_says_so(agency, clerk):
    rows = table([("甲", "", id_number(1))])
    check = bulk_checks.upload(agency.organisation, rows, "名单.xlsx", actor=clerk)
    jobs.cancel(check.job)
    client = Client()
    client.force_login(clerk)
    assert "任务已被取消" in client.get(f"{PAGE}{check.pk}/").content.decode()
