"""The city draws agencies by lot, inspects on a phone, and sanctions; the admin keeps the list."""

from datetime import date, timedelta

from django.urls import reverse
from playwright.sync_api import expect

from catalogue.models import Occupation
from config import clock
from filing.models import Agency
from supervision.models import Campaign, Inspection, Violation
from supervision.selectors import inspections as reads
from tests.assessment.entering import portrait
from tests.browser.walk.registering import hr
from tests.browser.walk.stage import Stage
from tests.casework.files.pdfs import plain

PREPARED, DRAWN, VISITED = date(2026, 6, 1), date(2026, 6, 3), date(2026, 6, 8)
VALUE = "03 08 15 22 27 31"
BASIS = "《技能人才评价违纪违规行为处理工作指引（试行）》"


def agencies_are_drawn(stage: Stage) -> None:
    stage.turn_to(PREPARED)
    office = stage.desk(stage.world.staff["as"]).go("/desk/inspections/").follow("准备抽查")
    office.send(
        {
            "title": "2026年第二季度双随机抽查",
            "subject": "agencies",
            "methods": ["on_site"],
            "amount": "1",
            "ratio": "",
            "team": "1",  # so that somebody is left who may decide on what was found
            "begins_on": f"{VISITED}",
            "ends_on": "2026-06-30",
            "public_value": "双色球第2026065期红球号码，从小到大，两位数字，空格分隔",
            "value_on": f"{DRAWN}",
        }
    )
    campaign = Campaign.objects.get()
    office.act(campaign, "fix")
    stage.turn_to(DRAWN)
    office = stage.desk(stage.world.staff["as"])
    office.act(campaign, "draw", {"value": VALUE, "source": "中国福利彩票官方网站"})
    everybody = stage.desk().go("/inspections/").follow("2026年第二季度双随机抽查")
    everybody.says("记录完整")


def one_is_inspected(stage: Stage) -> None:
    stage.turn_to(VISITED)
    case = Inspection.objects.get()
    inspector = stage.phone(reads.team_of(case).first().user).go("/desk/inspections/mine/")
    inspector.act(case, "begin").go(reverse("supervision:record", args=[case.number]))
    inspector.picture("inspection-360")
    points = inspector.page.locator(".inspect-point fieldset")
    for at in range(points.count()):
        points.nth(at).get_by_label("符合", exact=True).check()
        expect(inspector.page.locator(".inspect-saved")).to_have_count(at + 1)
    inspector.fill({"检查情况": "9:00 到场，查看场地、制度和档案，询问工作人员。"})
    expect(inspector.page.locator(".inspect-saved")).to_have_count(points.count() + 1)
    inspector.follow("记录问题")
    inspector.fill(
        {
            "检查要点": reads.points_of(case)[0].key,
            "较重": True,
            "问题": "考点没有公示收费标准。",
            "整改要求": "在考点和本平台公示收费标准。",
            "照片 1": ("现场.png", portrait()),
        }
    )
    inspector.press("保存").press("提交检查记录").says("检查记录已提交。")
    it_is_mended(stage, case)


def it_is_mended(stage: Stage, case: Inspection) -> None:
    """The agency answers, is ordered to mend what was found, does so, and everybody reads it."""
    officer = reads.deciders(case)[0]
    stage.desk(hr()).go("/desk/").act(case, "answer", {"note": "没有异议。"})
    stage.desk(officer).act(case, "order", {"note": "公示收费标准。"})
    report = {"note": "已公示。", "upload": ("整改报告.pdf", plain())}
    stage.desk(hr()).act(case, "rectify", report)
    office = stage.desk(officer).go(reverse("casework:act", args=[case.number, "conclude"]))
    office.main.get_by_role("radio").first.check()
    office.send({"note": "已整改到位。"})
    office.act(case, "publish", {"summary": "查看场地、制度和评价档案，收费标准没有公示，已整改。"})
    stage.desk().go("/inspections/results/").says("已整改")


def it_is_sanctioned(stage: Stage) -> None:
    """Opened by one, told to the agency, decided by another."""
    agency, staff = Agency.objects.get(), stage.world.staff
    officer = stage.desk(staff["as"]).go("/violations/new/")
    officer.fill({"kind": "agency", "名称或编号": agency.code}).press("查找").follow(f"{agency}…")
    officer.send({"facts": "2026年6月8日抽查发现，考点没有公示收费标准，逾期没有改正。"})
    case, today = Violation.objects.get(), clock.today()
    officer.act(
        case,
        "notify",
        {
            "sanction": "agency_suspend",
            "since": f"{today}",
            "until": f"{today + timedelta(30)}",
            "basis": BASIS,
            "grounds": "没有按要求公示收费标准",
        },
    )
    stage.desk(hr()).go("/desk/").act(case, "waive")
    stage.desk(stage.world.second["as"]).act(case, "decide")
    stage.desk().go("/sanctions/").says("没有按要求公示收费标准").picture("sanctions")
    stage.desk().go(f"/agencies/{agency.code}/").look("suspended")


def the_admin_adds_an_occupation(stage: Stage) -> None:
    admin = stage.desk(stage.admin()).go("/admin/").go("/admin/catalogue/occupation/")
    admin.go("/admin/catalogue/occupation/add/")
    parent = Occupation.objects.get(code="6-31-01")
    values = {
        "code": "6-31-01-77",
        "name": "设备运维师",
        "tier": 4,
        "announced": "2026",
        "edition": "测试版",
    }
    page = admin.page
    for name, value in {**values, "source": "测试"}.items():
        field = page.locator(f"[name={name}]")
        if field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(str(value))
        else:
            field.fill(str(value))
    page.locator(".select2-selection").first.click()
    page.keyboard.type(parent.name)
    page.locator(".select2-results__option").first.click()
    page.locator("[name=_save]").click()
    admin.look("saved")
    assert Occupation.objects.filter(code="6-31-01-77").exists()
    stage.desk().go("/occupations/?search=6-31-01-77").says("设备运维师")
