"""Anybody checks a certificate, on a desk and on a phone."""

import io

import pytest
from django.core import signing
from django.core.cache import cache
from playwright.sync_api import Page, expect

from casework.services import files, jobs
from certificates import tags
from certificates.documents import bulk_sheet
from certificates.enums import CertificateStatus
from certificates.models import StatusChange
from config import clock
from printing import sheets
from tests.assessment.conftest import *  # noqa: F403 - the agencies and their people
from tests.assessment.entering import id_number
from tests.browser.looking import looked_at, snap
from tests.certificates.lookup.files import content_of, drawn, issue, original
from tests.certificates.world import a_certificate
from ui import captcha


@pytest.fixture
def certificate(agencies, settings, tmp_path):
    """A certificate with its file, of an agency in the register."""
    settings.MEDIA_ROOT, settings.SIGNING_KEY_DIR = tmp_path, tmp_path / "keys"
    cache.clear()
    agency = agencies.agency["lc"]
    agency.contact = "0635-8200000"
    agency.save()
    made = a_certificate(agency, 1, name="阿依古丽·买买提")
    issue(agencies.plan("lc"), made, original(made))
    return made


def original_of(certificate) -> bytes:
    """The file as it lies here."""
    return files.read(certificate.editions.exclude(file=None).get().file)


def fill_in(page: Page, name: str, number: str) -> None:
    page.get_by_label("姓名").fill(name)
    page.get_by_label("证书编号或证件号码").fill(number)
    page.get_by_role("button", name="查询", exact=True).click()


def solve(page: Page) -> None:
    token = page.locator("[name=captcha_token]").get_attribute("value")
    _, nonce = signing.loads(token, salt=captcha.SALT)
    page.locator("#captcha-answer").fill(str(captcha._sum(nonce)[1]))


@pytest.mark.usefixtures("live_server")
def test_a_stranger_looks_a_certificate_up(any_screen, axe, fits, certificate, page_problems):
    page = any_screen
    page.goto("/lookup/")
    looked_at(page, axe, fits, "lookup")
    fill_in(page, "无此人", certificate.number)
    expect(page.get_by_role("heading", name="没有查到")).to_be_visible()
    looked_at(page, axe, fits, "lookup-nothing")
    for _ in range(4):
        fill_in(page, "无此人", certificate.number)
    fill_in(page, certificate.name, certificate.number)
    expect(page.locator("img.captcha-picture")).to_be_visible()
    page_problems.clear()  # 422 asks for the captcha
    looked_at(page, axe, fits, "lookup-captcha")
    page.get_by_role("button", name="改答文字题").click()
    expect(page.get_by_label("姓名")).to_have_value(certificate.name)
    solve(page)
    page.locator("#captcha-answer").press("Enter")
    expect(page.get_by_role("heading", name="有效")).to_be_visible()
    looked_at(page, axe, fits, "lookup-found")
    page.get_by_text("我是持证人，下载电子证书").click()
    page.get_by_label("持证人证件号码").fill(id_number(1))
    with page.expect_download() as file:
        page.get_by_role("button", name="核对并下载").click()
    assert file.value.suggested_filename == f"职业技能等级证书{certificate.number} 第2版.pdf"


@pytest.mark.usefixtures("live_server")
def test_the_code_on_the_paper_is_scanned(any_screen, axe, fits, certificate):
    page = any_screen
    page.goto(f"/verify/{certificate.number}/?t={tags.tag_of(certificate.number)}")
    expect(page.get_by_text("阿依古丽·买买提").first).to_be_visible()
    expect(page.get_by_role("button", name="打印核验证明")).to_be_visible()
    looked_at(page, axe, fits, "verify")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="职业技能等级证书核验证明")).to_be_visible()
    expect(page.get_by_role("button", name="打印核验证明")).to_be_hidden()
    snap(page, "verify-print")
    page.emulate_media(media="screen")
    page.goto(f"/verify/{certificate.number}/")
    expect(page.get_by_text("阿依古丽·买买提")).to_have_count(0)
    looked_at(page, axe, fits, "verify-status")
    page.get_by_label("姓名").fill(certificate.name)
    page.get_by_role("button", name="核对姓名").click()
    expect(page.get_by_text("三级/高级工")).to_be_visible()


@pytest.mark.usefixtures("live_server")
def test_a_file_is_checked(any_screen, axe, fits, certificate, page_problems):
    page = any_screen
    page.goto("/verify/file/")
    looked_at(page, axe, fits, "file")
    forged = drawn(content_of(certificate, level="一级/高级技师"))
    for data, said, name in (
        (original_of(certificate), "与签发文件一致", "file-original"),
        (forged, "伪造或被改动", "file-forged"),
        (b"no pdf", "这不是 PDF 文件", "file-refused"),
    ):
        page.goto("/verify/file/")
        sent = {"name": "证书.pdf", "mimeType": "application/pdf", "buffer": data}
        page.get_by_label("证书文件").set_input_files(sent)
        page.get_by_role("button", name="核验", exact=True).click()
        expect(page.get_by_text(said).first).to_be_visible(timeout=30_000)
        looked_at(page, axe, fits, name)
    page_problems.clear()  # 422


@pytest.mark.usefixtures("live_server")
def test_a_revoked_one_says_so_first(any_screen, axe, fits, certificate):
    certificate.status = CertificateStatus.REVOKED
    certificate.save()
    StatusChange.objects.create(
        certificate=certificate,
        status=CertificateStatus.REVOKED,
        since=clock.today(),
        at=clock.now(),
        reason="申报材料不实",
    )
    page = any_screen
    page.goto("/lookup/")
    fill_in(page, certificate.name, id_number(1))
    expect(page.get_by_role("heading", name="已撤销")).to_be_visible()
    looked_at(page, axe, fits, "lookup-revoked")


@pytest.mark.usefixtures("live_server")
def test_a_clerk_checks_many(any_screen, sign_in, axe, fits, agencies, certificate):
    page = any_screen
    sign_in(page, agencies.clerk["lc"])
    page.goto("/desk/")
    if page.viewport_size["width"] < 800:
        page.get_by_role("button", name="打开菜单").click()
    page.get_by_role("link", name="批量核验证书").click()
    looked_at(page, axe, fits, "bulk")
    rows = [(certificate.name, certificate.number, ""), ("无此人", "", id_number(9)), ("", "1", "")]
    data = io.BytesIO(sheets.write(bulk_sheet.HEADS, rows)).getvalue()
    sent = {"name": "名单.xlsx", "mimeType": "application/zip", "buffer": data}
    page.get_by_label("名单文件").set_input_files(sent)
    page.get_by_role("button", name="上传并核验").click()
    expect(page.get_by_text("可以离开这个页面")).to_be_visible()
    axe(page)
    jobs.work_off()
    expect(page.get_by_role("link", name="下载核验证明（PDF）")).to_be_visible()
    looked_at(page, axe, fits, "bulk-done")
    with page.expect_download() as file:
        page.get_by_role("link", name="下载结果表（Excel）").click()
    assert file.value.suggested_filename.endswith(".xlsx")
    page.goto("/desk/certificates/check/")
    looked_at(page, axe, fits, "bulk-list")
