"""The ways into the portal for each kind of visitor; a way is shown once its page exists."""

from dataclasses import dataclass, replace

from ui import navigation


@dataclass(frozen=True)
class Way:
    label: str
    url: str


@dataclass(frozen=True)
class Audience:
    name: str
    icon: str
    purpose: str
    ways: tuple[Way, ...]


AUDIENCES = (
    Audience(
        "企业",
        "building",
        "评价本单位职工的技能，或委托评价机构评价。",
        (
            Way("本单位能不能申报", "/check/"),
            Way("自主评价要什么条件和材料", "/guide/"),
            Way("我们的岗位对应哪个职业", "/occupations/"),
            Way("谁能评我们的工种", "/agencies/find/"),
            Way("单位登记开户", "/register/"),
            Way("登录办理备案与评价", "/desk/"),
        ),
    ),
    Audience(
        "社会公众",
        "users",
        "查证书、查机构、查可以评价的职业。",
        (
            Way("查询职业技能等级证书", "/lookup/"),
            Way("查询职业和工种", "/occupations/"),
            Way("查询已备案的评价机构", "/agencies/"),
            Way("了解评价怎样进行", "/guide/"),
            Way("投诉举报", "/complaints/new/"),
        ),
    ),
    Audience(
        "评价机构",
        "certificate",
        "面向社会或受企业委托开展评价。",
        (
            Way("申报社会评价组织（山东）", "/guide/shandong-social/"),
            Way("正在征集评价机构的地方", "/windows/"),
            Way("承接企业委托评价（河北）", "/guide/hebei-commissioned/"),
            Way("登录报送计划与结果", "/desk/"),
        ),
    ),
    Audience(
        "人社部门",
        "building-bank",
        "受理备案，审核结果，监督评价质量。",
        (
            Way("各地办理时限与依据", "/guide/"),
            Way("抽查结果公开", "/inspections/"),
            Way("登录工作台", "/desk/"),
        ),
    ),
)


def with_open_ways() -> list[Audience]:
    """Each audience with the ways that lead somewhere today; none without a way."""
    opened = (
        replace(audience, ways=tuple(way for way in audience.ways if navigation.exists(way.url)))
        for audience in AUDIENCES
    )
    return [audience for audience in opened if audience.ways]
