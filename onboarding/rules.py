"""Pure rules of onboarding: the 统一社会信用代码 as people type it, and who may open what."""

import re
import unicodedata

from stdnum.cn import uscc
from stdnum.exceptions import InvalidLength, ValidationError

BLANKS_AND_DASHES = re.compile(r"[\s\u200b\ufeff\-\u2010-\u2015\u2212]")


def credit_code(typed: str) -> str:
    """The code in its one spelling; full-width characters, blanks, dashes and small letters are
    forgiven. Raises ValueError, its text for the user (GB 32100)."""
    plain = BLANKS_AND_DASHES.sub("", unicodedata.normalize("NFKC", typed)).upper()
    if len(plain) != 18:
        raise ValueError(f"统一社会信用代码应为 18 位，现为 {len(plain)} 位，请对照营业执照核对。")
    try:
        return uscc.validate(plain)
    except InvalidLength:  # what stdnum's own clean-up shortened
        raise ValueError("统一社会信用代码应为 18 位，请对照营业执照核对。") from None
    except ValidationError:
        raise ValueError(
            "统一社会信用代码有误（校验码不符或含有不用的字母），请对照营业执照核对。"
        ) from None
