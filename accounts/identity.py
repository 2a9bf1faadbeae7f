"""Identity documents: which there are, and whether a number can be one of them. Pure.

Of a 居民身份证 shape, birth date and check digit are checked and nothing else: every table of place
codes refuses real people whose county was renamed.
"""

import re
from datetime import date

from django.db.models import TextChoices
from stdnum.cn import ric

from accounts.protection import normalise


class DocumentKind(TextChoices):
    """证件类型, as certificates and national tables name them."""

    ID_CARD = "id_card", "居民身份证"
    OFFICER = "officer", "军官证"
    HONG_KONG_MACAO = "hong_kong_macao", "港澳居民来往内地通行证"
    TAIWAN = "taiwan", "台湾居民来往大陆通行证"
    FOREIGN_RESIDENT = "foreign_resident", "外国人永久居留身份证"
    PASSPORT = "passport", "护照"


ID_LENGTH = 18

# Shapes only, and wide ones: a wrong refusal keeps a person from the exam.
SHAPES = {
    DocumentKind.OFFICER: (r"[\u4e00-\u9fff]{0,4}字?第?[A-Z0-9]{4,18}号?", "部别和编号"),
    DocumentKind.HONG_KONG_MACAO: (r"[HM][0-9]{8}(?:[0-9]{2})?", "H或M加8位数字"),
    DocumentKind.TAIWAN: (r"[0-9]{8}(?:[0-9]{2})?(?:[A-Z])?", "8位数字"),
    DocumentKind.FOREIGN_RESIDENT: (
        r"[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]",
        "3位字母加12位数字，或18位",
    ),
    DocumentKind.PASSPORT: (r"[A-Z0-9]{5,20}", "5至20位字母和数字"),
}


def clean(kind: str, number: str) -> str:
    """The number in its one spelling. Raises ValueError, its text for the user."""
    plain = normalise(number)
    if not plain:
        raise ValueError("请填写证件号码。")
    if kind == DocumentKind.ID_CARD:
        birth_date(plain)
        return plain
    shape, said = SHAPES[DocumentKind(kind)]
    if not re.fullmatch(shape, plain):
        raise ValueError(f"{DocumentKind(kind).label}号码应为{said}，请核对。")
    return plain


def birth_date(number: str) -> date:
    """The birth date in an ID number of 18 characters. Raises ValueError, its text for the user."""
    plain = normalise(number)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", plain):
        raise ValueError(
            "居民身份证号码应为18位，请核对。"
            if len(plain) != ID_LENGTH
            else "居民身份证号码应为17位数字，加最后一位数字或X，请核对。"
        )
    try:
        born = date(int(plain[6:10]), int(plain[10:12]), int(plain[12:14]))
    except ValueError:
        raise ValueError("居民身份证号码中的出生日期有误，请核对。") from None
    if plain[-1] != ric.calc_check_digit(plain):
        raise ValueError("居民身份证号码有误（校验码不符），请核对。")
    return born


def sex(number: str) -> str:
    """男 or 女, by the 17th digit of an ID number."""
    return "男" if int(normalise(number)[16]) % 2 else "女"
