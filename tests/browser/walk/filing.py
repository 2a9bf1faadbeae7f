"""The enterprise files; the city asks for more once, has experts look, and the province answers."""

import re
from datetime import date

from playwright.sync_api import expect

from filing.enums import FacilityKind, PersonRole
from filing.models import Filing
from filing.rows.people_sheet import COLUMNS
from filing.sections.conditions import conditions_of, how_name, meets_name
from filing.sections.plan import PlanForm
from printing import sheets
from tests.browser.walk.registering import MOBILE, NAME, hr
from tests.browser.walk.stage import Screen, Stage
from tests.casework.files.pdfs import plain
from tests.filing import panels
from tests.filing.rows import id_number

WEDNESDAY, FRIDAY = date(2026, 3, 4), date(2026, 3, 6)
LATER, AT_LAST = date(2026, 3, 17), date(2026, 3, 24)
ORGANISATION = {
    "单位地址": "鞍山市铁东区样例路 1 号",
    "注册登记机构": "铁东区行政审批服务局",
    "法定代表人": "赵立新",
    "联系人": NAME,
    "联系电话": MOBILE,
    "电子邮箱": "chenwq@example.com",
}
SCOPE = {
    "最低等级": "五级/初级工",
    "最高等级": "三级/高级工",
    "考核测评": True,
    "技能人员数": "60",
    "评价经历": "2019年起，五级至四级",
    "已评价人数": "45",
}
ONLINE = ("licence", "hr_system", "occupations", "venue", "body")


def filing() -> Filing:
    return Filing.objects.get()


def at(rest: str = "") -> str:
    return f"/filing/{filing().number}/{rest}"


def it_fills_in_a_filing(stage: Stage) -> None:
    clerk = stage.desk(hr())
    clerk.go("/check/").go("/desk/").go("/filing/start/").press("开始填报…")
    sections_are_written(clerk)
    occupation_is_chosen(clerk)
    people_come_by_spreadsheet(clerk)
    for kind in FacilityKind:
        clerk.go(at("venue/")).follow("添加场地设备")
        clerk.fill({kind.label: True, "名称": kind.label, "数量": "2"}).press("保存")


def it_hands_in_its_papers(stage: Stage) -> None:
    clerk = stage.desk(hr()).go("/desk/")
    clerk.go(at("papers/"))
    form_is_sealed(clerk, "papers/application/")
    for key in ONLINE:
        clerk.go(at(f"papers/{key}/")).says("可以不上传文件，以网络核验代替。")
        clerk.fill({"内容": "已核验，一致。"}).press("提交")
    clerk.go(at()).picture("draft")
    clerk.go(at("review/")).press("提交申请").refuses("请")
    clerk.fill({"已逐项核对…": True}).press("提交申请").says("已提交，由鞍山市人社局办理")


def sections_are_written(clerk: Screen) -> None:
    clerk.go(at("organisation/")).fill(ORGANISATION).press("保存")
    conditions = conditions_of(filing())
    clerk.go(at("conditions/"))
    for each in conditions:
        clerk.main.locator(f"[name={meets_name(each)}][value=yes]").check()
        clerk.main.locator(f"[name={how_name(each)}]").fill("见所附制度和名单。")
    clerk.press("保存").go(at("plan/"))
    for name in PlanForm.of(filing()).base_fields:
        clerk.main.locator(f"[name={name}]").fill("按章写明。")
    clerk.press("保存").go(at("promise/"))
    for box in clerk.main.get_by_role("checkbox").all():
        box.check()
    clerk.main.locator("[name=signatory]").fill("赵立新")
    clerk.press("保存")


def occupation_is_chosen(clerk: Screen) -> None:
    clerk.go(at("scope/")).follow("添加职业（工种）")
    clerk.page.get_by_role("searchbox").press_sequentially("diangong")
    clerk.follow("选择电工…").fill(SCOPE).press("保存").says("已保存职业（工种）。")


def people_come_by_spreadsheet(clerk: Screen) -> None:
    rows = [
        {"类别": role.label, "姓名": f"某{role.label}", "证件号码": id_number(at), "专职": "是"}
        | {"资质证书编号": f"ZS-{at}"}
        for at, role in enumerate(PersonRole, 1)
    ]
    table = sheets.write(list(COLUMNS), [[row.get(head, "") for head in COLUMNS] for row in rows])
    clerk.go(at("people/")).go(at("people/sheet/"))
    clerk.fill({"人员名单": ("人员.xlsx", table)}).press("核对表格")
    clerk.press(f"写入 {len(rows)} 人").says(f"已写入 {len(rows)} 人。")


def form_is_sealed(clerk: Screen, rest: str) -> None:
    """Printed, stamped on paper, and handed in as a scan."""
    clerk.opens("打印《企业职业技能等级认定备案申请表》…")
    clerk.go(at(rest)).fill({"文件": ("申请表（盖章）.pdf", plain(2))}).press("上传")


def more_is_asked_for_once(stage: Stage) -> None:
    stage.turn_to(WEDNESDAY)
    officer = stage.desk(stage.world.staff["as"]).go("/desk/").go(f"/cases/{filing().number}/")
    officer.press("由我接办").go(f"{at('read/')}#venue").picture("reading")
    part = officer.page.locator("#venue")
    part.get_by_text("增加补正事项").click()
    officer.fill({"需补正的内容": "写明理论考场的面积。"}, within=part)
    officer.press("列入补正清单", within=part).act(filing(), "request_supplement")
    stage.turn_to(FRIDAY)
    clerk = stage.desk(hr()).go("/desk/").go(f"/cases/{filing().number}/").go(at())
    clerk.go(at("venue/")).follow("理论考场")
    clerk.fill({"名称": "理论考场，200 平方米"}).press("保存")
    clerk.go(at("papers/"))
    again = clerk.main.locator("a[href*='/papers/application/?replaces=']")
    form_is_sealed(clerk, again.get_attribute("href").split(f"{filing().number}/")[1])
    clerk.go(at("review/")).fill({"已逐项核对…": True}).press("提交申请").says("已提交，由")
    assert filing().submissions.count() == 2


def experts_look_at_it(stage: Stage) -> None:
    officer = stage.desk(stage.world.staff["as"]).go(at("read/"))
    officer.act(filing(), "accept").act(filing(), "evaluate", {"文件审核": True, "现场考察": True})
    officer.follow("专家组…")
    stage.turn_to(LATER)
    for seat in panels.seats(filing()):
        expert_speaks(stage.phone(seat.user))
    officer = stage.desk(stage.world.staff["as"]).go(at("panel/"))
    officer.act(filing(), "pass_evaluation")


def expert_speaks(expert: Screen) -> None:
    """On a phone, on site."""
    expert.go("/desk/").go(at("opinion/")).says("已在线填写，见申请内容")
    expert.picture("opinion-360")
    for group in expert.main.get_by_role("group").all():
        group.get_by_label("符合", exact=True).check()
    for words in ("理由", "依据的材料和所见证据"):
        for place in expert.main.get_by_label(words, exact=True).all():
            place.fill("查阅制度、抽查现场，与材料一致。")
    expert.fill({"总体意见的理由": "符合条件。"}).press("提交意见")
    expect(expert.page).to_have_url(re.compile(at("panel/")))


def it_gets_the_receipt(stage: Stage) -> None:
    clerk = stage.desk(hr()).go(f"/cases/{filing().number}/").follow("签署承诺书")
    for box in clerk.main.get_by_role("checkbox").all():
        box.check()
    clerk.fill({"签署人姓名": "别人"}).press("签署承诺书").refuses("请填写您本人的姓名")
    clerk.fill({"签署人姓名": NAME}).press("签署承诺书")
    expect(clerk.page.get_by_role("link", name="承诺书", exact=True)).to_be_visible()
    staff = stage.world.staff
    stage.desk(staff["as"]).act(filing(), "report", {"报送说明": "材料齐全。"})
    stage.turn_to(AT_LAST)
    stage.desk(staff["ln_centre"]).act(filing(), "recheck")
    stage.desk(staff["ln"]).act(filing(), "issue_receipt").says("Y000021000001")
    stage.desk(staff["as"]).act(filing(), "publish")
    stage.desk(hr()).go(f"/cases/{filing().number}/").go("/desk/agencies/").says("正常")
    stage.desk().go("/agencies/").go("/agencies/Y000021000001/").says("电工").picture("agency")
