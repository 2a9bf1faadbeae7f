"""Data of certificates goes upward and is answered; the subsidy date does not pass unseen."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.models import Notice
from casework.services import door
from certificates.models import (
    Certificate,
    Edition,
    Export,
    Upload,
    UploadRow,
    UploadTakenBack,
)
from certificates.selectors import upward
from certificates.services import standing, uploading, warnings
from certificates.services.acknowledging import COLUMNS
from tests.certificates.life.steps import TODAY, fresh
from tests.certificates.upward.steps import faults_of, several, table, taken, uploaded
from tests.certificates.world import ISSUED, a_certificate
from tests.filing.granting import on

pytestmark = pytest.mark.django_db
HEADS = [column.head for column in COLUMNS]
FIELDS = (
    *("姓名", "证件类型", "证件号码", "所在单位", "职业名称", "工种名称"),
    *("职业技能等级", "证书编号", "发证日期", "评价机构", "发证机构"),
)


@pytest.fixture
def agency(agencies):
    return agencies.agency["hb"]


@pytest.fixture
def clerk(agencies):
    return agencies.clerk["hb"]


def states(rows) -> list[tuple]:
    return [(fresh(row).upload, fresh(row).uploaded_on, fresh(row).national_on) for row in rows]


def answered(agency, clerk, rows):
    return taken("certificate-answers", HEADS, rows, by=clerk, side=agency.organisation)


@pytest.mark.clause("LN-10", "HB-07")
def test_a_file_has_the_columns_of_the_form_and_is_answered(agency, clerk, client):
    first, second, third = several(agency, 3)
    client.force_login(clerk)
    answer = client.post(reverse("certificates:upload-new"), {"agency": agency.pk})
    upload = Upload.objects.get()
    assert answer.url == reverse("certificates:upload", args=[upload.pk])
    answer = client.post(reverse("certificates:upload-file", args=[upload.pk]))
    rows = table(answer.content)
    assert rows[0] == FIELDS
    assert rows[1] == (
        *("考生1", "居民身份证", first.id_number, "第一机械厂", "电工", "--", "三级/高级工"),
        *(first.number, "2026-06-30", agency.name, agency.name),
    )
    assert len(rows) == 4
    record = Export.objects.get()
    assert (record.kind, record.count, record.user) == ("upload", 3, clerk)
    client.post(reverse("certificates:upload-sent", args=[upload.pk]), {"on": "2026-07-10"})
    assert states([first, second, third]) == [("uploaded", TODAY, None)] * 3
    national = date(2026, 7, 10)
    answered(
        agency,
        clerk,
        [
            [first.number, "全国可查", "2026-07-10", ""],
            [second.number, "已入库", "", ""],
            [third.number, "退回", "", "姓名与证件不符"],
        ],
    )
    assert states([first, second, third]) == [
        ("national", TODAY, national),
        ("uploaded", TODAY, None),
        ("none", None, None),
    ]
    assert UploadRow.objects.get(certificate=third).refused == "姓名与证件不符"
    assert list(upward.due(agency)) == [third]


def test_the_same_answers_twice_change_nothing(agency, clerk):
    (first,) = several(agency, 1, upload="uploaded", uploaded_on=TODAY)
    rows = [[first.number, "全国可查", "2026-07-10", ""]]
    assert answered(agency, clerk, rows).outcome == "已更新 1 本证书的上传状态。"
    again = uploaded("certificate-answers", HEADS, rows, by=clerk, side=agency.organisation)
    assert (again.status, faults_of(again)) == ("ready", [])
    assert '"moves": 0' in again.report


def test_every_odd_answer_is_named(agencies, agency, clerk):
    (first, none) = several(agency, 2)
    Certificate.objects.filter(pk=first.pk).update(upload="uploaded", uploaded_on=TODAY)
    foreign = a_certificate(agencies.agency["lc"], upload="uploaded", uploaded_on=TODAY)
    draft = uploaded(
        "certificate-answers",
        HEADS,
        [
            [first.number, "全国可查", "", ""],
            [first.number, "查到了", "", ""],
            [none.number, "已入库", "", ""],
            [foreign.number, "已入库", "", ""],
            [first.number[:-1], "退回", "2027-01-01", ""],
        ],
        by=clerk,
        side=agency.organisation,
    )
    assert (draft.status, faults_of(draft)) == (
        "faulty",
        [
            (2, "全国可查日期", "没有填写"),
            (3, "证书编号", "与第 2 行重复"),
            (3, "结果", "“查到了”不在可选范围内"),
            (4, "证书编号", "这本证书还没有标记上传"),
            (5, "证书编号", "本单位没有这本证书"),
            (6, "证书编号", "证书编号应为 22 位（1 个字母加 21 位数字），现为 21 位"),
            (6, "全国可查日期", "日期在今天之后"),
            (6, "退回原因", "没有填写"),
        ],
    )


def test_what_was_revoked_after_its_upload_is_told_upward_once(agency, clerk):
    first, *_ = several(agency, 2, upload="uploaded", uploaded_on=TODAY)
    standing.revoke(first, actor=door.SYSTEM, reason="违规")
    upload = uploading.make(agency, actor=clerk)
    content, count = uploading.sheet(upload)
    assert (count, table(content, "撤销和换发")) == (
        1,
        [
            ("证书编号", "状态", "自", "换发为"),
            (first.number, "已撤销", "2026-07-10", None),
        ],
    )
    assert len(table(content)) == 1
    uploading.mark_sent(upload, on=TODAY, actor=clerk)
    with pytest.raises(ValidationError, match="没有需要上传的证书"):
        uploading.make(agency, actor=clerk)


def test_what_was_corrected_meanwhile_stays_to_be_uploaded(agency, clerk):
    first, second = several(agency, 2)
    upload = uploading.make(agency, actor=clerk)
    Edition.objects.create(
        certificate=first, sequence=2, content="{}", content_sha256="0", made_at=upload.made_at
    )
    assert uploading.mark_sent(upload, on=TODAY, actor=clerk) == 1
    assert [fresh(row).upload for row in (first, second)] == ["none", "uploaded"]


def test_a_file_is_of_a_period_and_can_be_dropped_until_it_was_sent(agency, clerk):
    several(agency, 1, issued_on=date(2026, 5, 1))
    (late,) = several(agency, 1, first=2, issued_on=date(2026, 6, 20))
    upload = uploading.make(agency, actor=clerk, first_on=date(2026, 6, 1))
    assert [row.certificate for row in upload.rows.all()] == [late]
    uploading.drop(upload, actor=clerk)
    assert upward.due(agency).count() == 2
    again = uploading.make(agency, actor=clerk)
    uploading.mark_sent(again, on=TODAY, actor=clerk)
    for act in (
        lambda: uploading.drop(again, actor=clerk),
        lambda: uploading.mark_sent(again, on=TODAY, actor=clerk),
    ):
        with pytest.raises(door.NotNowError, match="已标记上传"):
            act()


@pytest.mark.parametrize("on_day", [TODAY + timedelta(days=1), TODAY - timedelta(days=1)])
def test_the_day_of_an_upload_can_be(agency, clerk, on_day):
    several(agency, 1)
    upload = uploading.make(agency, actor=clerk)
    with pytest.raises(ValidationError, match="上传日期"):
        uploading.mark_sent(upload, on=on_day, actor=clerk)


def test_an_agency_is_warned_once_as_the_date_draws_near(agency, clerk, client, settings):
    near, far, past, shown, revoked = several(agency, 5)
    several(agency, 1, first=6, origin="legacy", issued_on=date(2025, 9, 1))
    days = {
        near: date(2025, 9, 1),
        far: date(2026, 6, 1),
        past: date(2025, 7, 1),
        shown: date(2025, 9, 1),
        revoked: date(2025, 9, 1),
    }
    for row, day in days.items():
        Certificate.objects.filter(pk=row.pk).update(issued_on=day)
    Certificate.objects.filter(pk=shown.pk).update(
        upload="national", uploaded_on=TODAY, national_on=TODAY
    )
    standing.revoke(revoked, actor=door.SYSTEM, reason="违规")
    assert warnings.sweep() == 1
    notice = Notice.objects.get(recipient=clerk)
    assert notice.subject == "1 本证书还不能全国查询，请尽快上传"
    assert "2026年9月1日" in notice.body
    assert (warnings.sweep(), Notice.objects.count()) == (0, 1)
    client.force_login(clerk)
    page = client.get(reverse("certificates:pressing"))
    assert [row for row, *_ in page.context["rows"]] == [near]
    assert "1 本还不能全国查询" in client.get("/desk/").content.decode()
    with on(date(2026, 9, 2)):
        assert not upward.is_pressing(fresh(near))


@pytest.mark.parametrize(
    ("who", "listed", "made"),
    [
        ("clerk", 200, 302),
        ("colleague", 200, 302),
        ("sjz", 200, 302),
        ("sjz_centre", 200, 302),
        ("lc", 404, 404),
        ("other agency", 404, 404),
        ("stranger", 404, 404),
    ],
)
def test_who_sees_and_works_on_uploads(agencies, agency, clerk, client, who, listed, made):
    several(agency, 1)
    upload = uploading.make(agency, actor=clerk)
    world = agencies.world
    people = {
        "clerk": lambda: clerk,
        "colleague": lambda: world.member(agency.organisation, "clerk"),
        "other agency": lambda: agencies.clerk["sd"],
        "stranger": lambda: world.member(agency.organisation, "assessor"),
    }
    client.force_login(people.get(who, lambda: world.staff[who])())
    assert client.get(reverse("certificates:upload", args=[upload.pk])).status_code == listed
    sent = client.post(reverse("certificates:upload-sent", args=[upload.pk]), {"on": "2026-07-10"})
    assert sent.status_code == made


@pytest.mark.parametrize("name", ["uploads", "pressing"])
def test_the_lists_take_the_same_queries_for_one_row_and_for_thirty(agency, clerk, client, name):
    client.force_login(clerk)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"certificates:{name}")).status_code == 200
        return len(queries)

    several(agency, 1, issued_on=date(2025, 9, 1))
    uploading.make(agency, actor=clerk)
    count()
    one = count()
    for number in range(2, 32):
        several(agency, 1, first=number, issued_on=date(2025, 9, 1))
        uploading.make(agency, actor=clerk)
    assert count() == one


def test_the_day_until_which_one_may_claim_is_a_setting(agency, settings):
    (row,) = several(agency, 1)
    assert (row.issued_on, upward.claim_until(row)) == (ISSUED, date(2027, 6, 30))
    settings.SUBSIDY_MONTHS = 6
    assert upward.claim_until(row) == date(2026, 12, 30)


def test_a_mark_made_by_mistake_is_taken_back_with_its_reason(agency, clerk, client):
    first, second = several(agency, 2)
    client.force_login(clerk)
    with on(TODAY):
        upload = uploading.make(agency, actor=clerk)
        page = reverse("certificates:upload", args=[upload.pk])
        back = reverse("certificates:upload-take-back", args=[upload.pk])
        assert "标记为已上传？" in client.get(page).content.decode()
        uploading.mark_sent(upload, on=TODAY, actor=clerk)
        assert states([first, second]) == [("uploaded", TODAY, None)] * 2
        refused = client.post(back, {"reason": "错"})
        assert (refused.status_code, "请写明撤回的原因" in refused.content.decode()) == (422, True)
        assert client.post(back, {"reason": "标记错了表"}).url == page
        assert states([first, second]) == [("none", None, None)] * 2
        shown = client.get(page).content.decode()
        assert ("原因：标记错了表" in shown, "标记已上传" in shown) == (True, True)
        row = UploadTakenBack.objects.get()
        assert (row.by, row.count, row.sent_on, row.sent_by) == (clerk, 2, TODAY, clerk)
        uploading.drop(Upload.objects.get(), actor=clerk)
        assert UploadTakenBack.objects.count() == 1


def test_what_was_answered_is_not_taken_back(agency, clerk):
    (first,) = several(agency, 1)
    with on(TODAY):
        upload = uploading.make(agency, actor=clerk)
        with pytest.raises(door.NotNowError):
            uploading.take_back(upload, reason="标记错了表", actor=clerk)
        uploading.mark_sent(upload, on=TODAY, actor=clerk)
        answered(agency, clerk, [(first.number, "退回", "", "照片不清")])
        with pytest.raises(door.NotNowError, match="已经答复"):
            uploading.take_back(upload, reason="标记错了表", actor=clerk)
