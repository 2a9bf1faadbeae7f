"""The columns of a table of certificates of an earlier system."""

from accounts.identity import DocumentKind
from assessment.person import clean_name
from casework.lines import Column, said, words
from catalogue.resources.cells import CellError, Day
from certificates import numbers
from certificates.enums import CertificateLevel

NAME, DOCUMENT, ID_NUMBER = "姓名", "证件类型", "证件号码"
EMPLOYER, OCCUPATION, CODE, WORK_TYPE = "所在单位", "职业名称", "职业编码", "工种/职业方向"
LEVEL, NUMBER, ISSUED, AGENCY, PLACE = "等级", "证书编号", "发证日期", "评价机构", "所在地区划代码"
ENDED, WHY = "撤销日期", "撤销原因"
NO_WORK_TYPE = ("--", "-", "—", "无")
COMPARED = (
    "name",
    "document",
    "id_number",
    "employer",
    "occupation",
    "work_type",
    "level",
    "issued_on",
    "agency_name",
)
HEAD_OF = {
    "name": NAME,
    "document": DOCUMENT,
    "id_number": ID_NUMBER,
    "employer": EMPLOYER,
    "occupation": OCCUPATION,
    "work_type": WORK_TYPE,
    "level": LEVEL,
    "issued_on": ISSUED,
    "agency_name": AGENCY,
}
LEVELS = {str(level.label): level for level in CertificateLevel}
DOCUMENTS = {str(kind.label): kind.value for kind in DocumentKind}


def _level(text: str) -> int:
    """By its printed name, either half of it, or the number of the five."""
    plain = text.replace(" ", "")
    for label, level in LEVELS.items():
        if plain in (label, *label.split("/")):
            return level.value
    raise CellError(f"“{text[:20]}”不是等级", f"填写{'、'.join(LEVELS)}之一")


def _document(text: str) -> str:
    if text not in DOCUMENTS:
        raise CellError(f"“{text[:20]}”不在可选范围内", f"填写{'、'.join(DOCUMENTS)}之一")
    return DOCUMENTS[text]


def _work_type(text: str) -> str:
    return "" if text in NO_WORK_TYPE else words(100)(text)


COLUMNS = (
    Column(NAME, "name", said(clean_name), "与证书一致。", "张样例", needed=True),
    Column(
        DOCUMENT,
        "document",
        _document,
        "不填即为居民身份证。",
        "居民身份证",
        choices=tuple(DOCUMENTS),
    ),
    Column(
        ID_NUMBER,
        "id_number",
        words(40),
        "这一列须为文本格式，否则 Excel 会改掉末几位。",
        "按证件填写",
        needed=True,
    ),
    Column(EMPLOYER, "employer", words(100), "没有的不填。"),
    Column(OCCUPATION, "occupation", words(100), "与证书一致。", "电工", needed=True),
    Column(CODE, "occupation_code", words(20), "知道的填写，如 6-31-01-03。", "6-31-01-03"),
    Column(WORK_TYPE, "work_type", _work_type, "没有的不填或填 --。", "--"),
    Column(
        LEVEL, "level", _level, "与证书一致。", "三级/高级工", needed=True, choices=tuple(LEVELS)
    ),
    Column(
        NUMBER,
        "number",
        said(numbers.spelled),
        "22 位证书编号，或 16 位职业资格证书编号。",
        "按证书填写",
        needed=True,
    ),
    Column(ISSUED, "issued_on", Day().clean, "写全年月日。", "2019-06-30", needed=True),
    Column(AGENCY, "agency_name", words(100), "证书上的机构名称；不填即为本机构。", "第一机械厂"),
    Column(PLACE, "place", words(6), "6 位区划代码；不填即为导入单位所在地。", "371500"),
    Column(ENDED, "ended_on", Day().clean, "已撤销、注销的填写。"),
    Column(WHY, "why", words(300), "填了撤销日期的必填。"),
)
