"""A certificate is corrected by two people; an agency reports upward; a bureau reads its figures:
on a desk and on a phone."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from casework.services import jobs
from certificates.models import Certificate, CertificateChange
from certificates.services import monthly
from config import clock
from printing import sheets
from tests.assessment.conftest import agencies, world  # noqa: F401 - fixtures
from tests.assessment.entering import id_number
from tests.browser.looking import looked_at
from tests.certificates.life.steps import REASON, colleague, paper, with_document
from tests.certificates.upward.steps import several
from tests.certificates.upward.test_legacy import HEADS, row


@pytest.fixture(autouse=True)
def stored_files(settings, tmp_path):
    """Folders of its own for the files and keys of a test."""
    settings.MEDIA_ROOT = tmp_path
    settings.SIGNING_KEY_DIR = tmp_path / "keys"


def test_a_certificate_is_corrected_by_two(desktop: Page, sign_in, axe, fits, agencies):  # noqa: F811
    page, found = desktop, with_document(agencies)
    sign_in(page, agencies.clerk["lc"])
    page.goto(reverse("certificates:change", args=[found.number, "correction"]))
    looked_at(page, axe, fits)
    page.get_by_label("证件类型或号码变更、有误").check()
    page.get_by_label("证件号码更正为").fill(id_number(77))
    page.get_by_label("理由").fill(REASON)
    page.get_by_label("依据材料").set_input_files(
        {"name": "证明.pdf", "mimeType": "application/pdf", "buffer": paper().read()}
    )
    page.get_by_role("button", name="提出").click()
    expect(page.get_by_text("等待另一人同意").first).to_be_visible()
    looked_at(page, axe, fits)
    case = CertificateChange.objects.get()
    sign_in(page, colleague(agencies))
    page.goto(reverse("casework:case", args=[case.number]))
    page.get_by_role("link", name="同意", exact=True).click()
    looked_at(page, axe, fits)
    page.get_by_role("button", name="同意").first.click()
    page.get_by_role("dialog").get_by_role("button", name="同意").click()
    expect(page.get_by_text("已办理：同意。")).to_be_visible()
    jobs.work_off()
    page.goto(reverse("certificates:certificate", args=[found.number]))
    expect(page.get_by_text("更正：证件类型或号码变更、有误")).to_be_visible()
    looked_at(page, axe, fits)


def test_an_agency_reports_upward(desktop: Page, sign_in, axe, fits, agencies):  # noqa: F811
    page, agency = desktop, agencies.agency["ln"]
    several(agency, 3)
    Certificate.objects.filter(number__endswith="1").update(issued_on=date(2026, 1, 5))
    sign_in(page, agencies.clerk["ln"])
    page.goto(reverse("certificates:uploads"))
    expect(page.get_by_text("1 本证书补贴申领期满临近")).to_be_visible()
    looked_at(page, axe, fits)
    page.goto(reverse("certificates:pressing"))
    looked_at(page, axe, fits)
    page.goto(reverse("certificates:upload-new"))
    looked_at(page, axe, fits)
    page.get_by_role("button", name="制作").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="下载 xlsx").click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    looked_at(page, axe, fits)
    page.get_by_role("button", name="标记已上传").click()
    page.get_by_role("dialog").get_by_role("button", name="标记已上传").click()
    expect(page.get_by_text("已标记：3 本证书已上传。")).to_be_visible()
    monthly.make("liaoning-enterprise", date(2026, 6, 1))
    page.goto(reverse("certificates:months"))
    looked_at(page, axe, fits)
    page.get_by_role("link", name="2026年6月").click()
    looked_at(page, axe, fits)
    page.get_by_role("button", name="确认汇总表").click()
    page.get_by_role("dialog").get_by_role("button", name="确认").click()
    expect(page.get_by_text("已确认，内容不再变动。")).to_be_visible()


def test_old_certificates_come_in(desktop: Page, sign_in, axe, fits, agencies):  # noqa: F811
    page = desktop
    sign_in(page, agencies.clerk["lc"])
    page.goto(reverse("casework:import-new", args=["certificates"]))
    looked_at(page, axe, fits)
    for rows, said in (
        ([row(1, 等级="八级")], "没有导入任何内容"),
        ([row(1), row(2)], "核对完毕，没有发现错误"),
    ):
        page.goto(reverse("casework:import-new", args=["certificates"]))
        content = sheets.write(HEADS, rows)
        page.get_by_label("表格文件").set_input_files(
            {"name": "历史证书.xlsx", "mimeType": "application/octet-stream", "buffer": content}
        )
        page.get_by_role("button", name="上传并核对").click()
        expect(page.get_by_text("正在逐行核对")).to_be_visible()
        looked_at(page, axe, fits)
        jobs.work_off()
        expect(page.get_by_text(said)).to_be_visible()  # the page asks by itself
        looked_at(page, axe, fits)
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("正在写入")).to_be_visible()
    jobs.work_off()
    expect(page.get_by_text("已导入 2 本历史证书，可以查询核验。")).to_be_visible()


def test_a_bureau_reads_its_figures(desktop: Page, sign_in, axe, fits, agencies):  # noqa: F811
    page = desktop
    several(agencies.agency["ln"], 3)
    sign_in(page, agencies.world.staff["ln"])
    page.goto(reverse("certificates:talents"))
    expect(page.get_by_text("人持证")).to_be_visible()
    looked_at(page, axe, fits)
    page.get_by_role("link", name="人员和政策").click()
    looked_at(page, axe, fits)
    page.goto(reverse("certificates:token-new"))
    page.get_by_label("用途").fill("省查询系统")
    page.get_by_label("读取统计数据").check()
    page.get_by_label("有效期至").fill((clock.today() + timedelta(30)).isoformat())
    looked_at(page, axe, fits)
    page.get_by_role("button", name="创建").click()
    expect(page.get_by_text("只显示这一次")).to_be_visible()
    looked_at(page, axe, fits)
    page.get_by_role("link", name="已交给对方").click()
    looked_at(page, axe, fits)


def test_paper_is_kept_track_of(desktop: Page, sign_in, axe, fits, agencies):  # noqa: F811
    page, agency = desktop, agencies.agency["lc"]
    plan = agencies.plan("lc", "confirmed")
    several(agency, 2, plan=plan)
    sign_in(page, agencies.clerk["lc"])
    page.goto(reverse("certificates:receipts", args=[plan.number]))
    page.get_by_label(agency.prefix).first.check()
    looked_at(page, axe, fits)
    page.get_by_role("button", name="登记领取").click()
    expect(page.get_by_text("已登记 1 本。")).to_be_visible()
    page.goto(reverse("certificates:spoil", args=[agency.code]))
    page.get_by_label("数量").fill("2")
    page.get_by_label("打印错误").check()
    looked_at(page, axe, fits)
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("待监销")).to_be_visible()
    looked_at(page, axe, fits)
