"""The number of a certificate, after 职业技能等级证书编码规则（试行） (人社鉴发〔2019〕2号). Pure.

22 characters without a check digit: a typing error shows only when the number is looked up.
"""

import re
from dataclasses import dataclass

from catalogue.enums import Level

# Who issues (part 1).
LETTERS = {"Y": "用人单位", "S": "社会培训评价组织"}
# GB/T 2260, the first two digits (part 3).
PROVINCES = {
    "11": "北京市",
    "12": "天津市",
    "13": "河北省",
    "14": "山西省",
    "15": "内蒙古自治区",
    "21": "辽宁省",
    "22": "吉林省",
    "23": "黑龙江省",
    "31": "上海市",
    "32": "江苏省",
    "33": "浙江省",
    "34": "安徽省",
    "35": "福建省",
    "36": "江西省",
    "37": "山东省",
    "41": "河南省",
    "42": "湖北省",
    "43": "湖南省",
    "44": "广东省",
    "45": "广西壮族自治区",
    "46": "海南省",
    "50": "重庆市",
    "51": "四川省",
    "52": "贵州省",
    "53": "云南省",
    "54": "西藏自治区",
    "61": "陕西省",
    "62": "甘肃省",
    "63": "青海省",
    "64": "宁夏回族自治区",
    "65": "新疆维吾尔自治区",
    "71": "台湾省",
    "81": "香港特别行政区",
    "82": "澳门特别行政区",
}
LENGTH, KEY_LENGTH, PREFIX_LENGTH = 22, 16, 13
LAST_SERIAL = 999_999


@dataclass(frozen=True, order=True)
class CertificateNumber:
    """The seven parts: 评价机构类别代码, 评价机构代码, 所在地省级代码, 评价机构（站点）序列码,
    证书核发年份代码, 职业技能等级代码, 证书序列码."""

    letter: str
    agency: str
    province: str
    site: str
    year: str
    level: Level
    serial: int

    def __str__(self) -> str:
        return f"{self.key}{self.serial:06}"

    @property
    def prefix(self) -> str:
        """Parts 1–4, which the HRSS gives to the agency."""
        return f"{self.letter}{self.agency}{self.province}{self.site}"

    @property
    def key(self) -> str:
        """Characters 1–16: within them the serial counts."""
        return f"{self.prefix}{self.year}{self.level.value}"

    @property
    def spaced(self) -> str:
        """In its parts, for reading aloud."""
        parts = (self.letter, self.agency, self.province, self.site, self.year)
        return " ".join((*parts, str(self.level.value), f"{self.serial:06}"))


def file_name(number: str, edition: int = 1) -> str:
    """What the PDF of a certificate is called, wherever it is kept or given out."""
    later = f" 第{edition}版" if edition > 1 else ""
    return f"职业技能等级证书{number}{later}.pdf"


def key_of(prefix: str, year: int, level: int) -> str:
    """Characters 1–16 of the numbers of an agency, a year of issue (four digits) and a level."""
    return f"{prefix}{year % 100:02}{Level(level).value}"


def nth(key: str, serial: int) -> CertificateNumber:
    """The number with that serial under characters 1–16. Raises ValueError beyond 999999."""
    if not 1 <= serial <= LAST_SERIAL:
        raise ValueError(f"{key} 的证书序列码已用到 {LAST_SERIAL}，不能再编号。")
    return parse(f"{key}{serial:06}")


def parse(text: str) -> CertificateNumber:
    """The number that `text` writes; blanks around it are forgiven. Raises ValueError, its text for
    the user, for anything else."""
    plain = text.strip()
    if len(plain) != LENGTH:
        raise ValueError(
            f"证书编号应为 {LENGTH} 位（1 个字母加 21 位数字），现为 {len(plain)} 位。"
        )
    if not re.fullmatch(r"[A-Z]\d{21}", plain, re.ASCII):
        raise ValueError("证书编号应以大写字母开头，其后为 21 位半角数字，中间没有空格，请核对。")
    letter, agency, province, site = plain[0], plain[1:5], plain[5:7], plain[7:13]
    year, level, serial = plain[13:15], plain[15], int(plain[16:])
    if letter not in LETTERS:
        raise ValueError(f"证书编号第 1 位应为 {'、'.join(LETTERS)}，不是“{letter}”。")
    if province not in PROVINCES:
        raise ValueError(f"证书编号第 6—7 位“{province}”不是省级行政区划代码。")
    if int(level) not in Level.values:
        raise ValueError(f"证书编号第 16 位是等级，应为 1 至 5，不是“{level}”。")
    if serial == 0:
        raise ValueError("证书编号末 6 位从 000001 开始，不能是 000000。")
    return CertificateNumber(letter, agency, province, site, year, Level(int(level)), serial)


SPECIAL = re.compile(r"[A-Z]{2}\d{20}", re.ASCII)  # 特级技师, 首席技师: the rest is not known
PRIOR = re.compile(r"\d{16}", re.ASCII)  # 国家职业资格证书


def parse_special(text: str) -> str:
    """A number of a 特级技师 or 首席技师 as the province gave it (FACTS 1.2). Raises ValueError."""
    plain = text.strip()
    if not SPECIAL.fullmatch(plain):
        raise ValueError("特级技师、首席技师的证书编号应为 2 个大写字母加 20 位数字。")
    return plain


def spelled(text: str) -> str:
    """Whatever stands on a certificate of any kind, in the one spelling in which it is stored:
    22 characters, two letters and 20 digits, or 16 digits. Raises ValueError for none of them."""
    plain = text.strip()
    if SPECIAL.fullmatch(plain) or PRIOR.fullmatch(plain):
        return plain
    return str(parse(plain))
