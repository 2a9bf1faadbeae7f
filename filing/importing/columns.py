"""The columns of the list of agencies, as the template has them."""

from dataclasses import dataclass

NAME = "机构名称"
CREDIT_CODE = "统一社会信用代码"
KIND = "机构类别"
DIVISION = "备案地区划代码"
CODE = "机构代码"
PREFIX = "证书编号前段"
REGULATION = "适用办法"
ISSUER = "备案机关"
FILED = "备案日期"
VALID = "有效期至"
ADDRESS = "地址"
CONTACT = "公开联系方式"
OCCUPATION = "职业编码"
WORK_TYPE = "工种（职业方向）"
LOWEST = "最低等级"
HIGHEST = "最高等级"


@dataclass(frozen=True)
class Column:
    """`needed`: may not be empty. `longest`: how many characters fit. `sample`: in the template."""

    name: str
    sample: str
    needed: bool = True
    longest: int = 100


COLUMNS = (
    Column(NAME, "样例机械有限公司某某分公司"),
    Column(CREDIT_CODE, "按营业执照填写，18 位", longest=60),
    Column(KIND, "企业"),
    Column(DIVISION, "371502"),
    Column(CODE, "Y000137000001", longest=40),
    Column(PREFIX, "Y000137000001", needed=False, longest=13),
    Column(REGULATION, "聊城市企业技能人才自主评价"),
    Column(ISSUER, "人力资源和社会保障部职业技能鉴定中心"),
    Column(FILED, "2025-06-01"),
    Column(VALID, "", needed=False),
    Column(ADDRESS, "", needed=False, longest=200),
    Column(CONTACT, "", needed=False, longest=200),
    Column(OCCUPATION, "6-31-01-03"),
    Column(WORK_TYPE, "", needed=False),
    Column(LOWEST, "五级/初级工"),
    Column(HIGHEST, "三级/高级工"),
)
HEADERS = tuple(column.name for column in COLUMNS)
# Those of the agency itself: the same in all its rows, and needed in its first one only.
OF_AGENCY = HEADERS[: HEADERS.index(OCCUPATION)]
