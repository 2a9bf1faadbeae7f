"""A newcomer finds the way in, and is confirmed by the county."""

import re

from django.core import mail
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.walk.stage import Stage
from tests.filing.world import credit_code

FIRM, NAME, USERNAME = "千山机械制造有限公司", "陈文清", "chenwq"
PASSWORD, MOBILE = "Qian-shan-2026", "1" + "3" * 10
LINK = re.compile(r"https?://[^/\s]+(/\S+)")


def hr() -> User:
    """The newcomer, once registered: manager and clerk of the enterprise."""
    return User.objects.get(username=USERNAME)


def an_enterprise_opens_its_account(stage: Stage) -> None:
    newcomer = stage.desk()
    newcomer.go("/").follow("办事指南").go("/guide/liaoning-enterprise/")
    newcomer.go("/register/").press("提交登记").refuses("请填写单位名称")
    newcomer.fill(
        {
            "单位名称": FIRM,
            "统一社会信用代码": credit_code(900, "210302"),
            "单位类别": "企业",
            "省（自治区、直辖市）": "辽宁省",
            "市（州、盟），直辖市选区县": "鞍山市",
            "县（市、区）": "铁东区",
            "县（市、区）属单位": True,
            "联系人姓名": NAME,
            "联系人手机": MOBILE,
            "邮箱": "chenwq@example.com",
            "用户名": USERNAME,
            "密码": PASSWORD,
            "再次输入密码": PASSWORD,
            "以上内容真实、准确…": True,
        }
    )
    newcomer.press("提交登记").says("登记已提交")
    newcomer.go("/accounts/login/").fill({"用户名或邮箱": USERNAME, "密码": PASSWORD}).press("登录")
    newcomer.go(LINK.search(mail.outbox[-1].body)[1]).press("确认")
    is_confirmed_by_the_county(stage)
    newcomer = stage.desk(hr()).go("/desk/")
    expect(newcomer.page.get_by_text(f"{FIRM}单位登记：已确认")).to_be_visible()


def is_confirmed_by_the_county(stage: Stage) -> None:
    officer = stage.desk(stage.world.staff["td"]).go("/desk/")
    officer.follow(f"{FIRM}单位登记").says("第 0 天 / 共 5 个工作日")
    officer.press("由我接办").follow("确认").fill({"说明": "已核对营业执照"}).press("确认")
    officer.says("已办理：确认。")
