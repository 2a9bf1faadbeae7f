"""The code of an agency and what its certificate numbers begin with (人社鉴发〔2019〕2号)."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q

from casework.models import Counter
from casework.services import numbering
from catalogue.regulations import Regulation
from filing.models import Agency, Filing
from filing.models.register import PREFIX

PROVINCE_FILED = "0000"  # part 2 of a number: first filed with a province, not with the ministry
SERIALS = 999_999  # part 4 has six digits
CODE = re.compile(r"(?=.*\d)[\w-]{4,40}")  # a digit, so that it is no word of an address
USED_UP = "本省的机构序列码已经用完，请填写省里另行赋予的代码。"


@dataclass(frozen=True)
class Codes:
    """`code` is what the register and the receipt call the agency, `prefix` the 13 characters."""

    code: str
    prefix: str


def suggested(filing: Filing) -> Codes:
    """What `given` would take now; another receipt may take it first."""
    counter = Counter.objects.filter(key=_key(filing)).first()
    after = counter.last if counter else 0
    prefix = next(_free(filing, iter(range(after + 1, SERIALS + 1))), "")
    return Codes(prefix, prefix)


def given(filing: Filing, *, code: str = "", prefix: str = "") -> Codes:
    """The codes of a new agency: those that the province gave, else the next of its series.

    Only in the transaction of the receipt. Raises ValidationError by field for one that is badly
    formed, of another province or kind, or taken.
    """
    code, prefix = spelled(code), spelled(prefix)
    if prefix:
        _refuse_malformed(filing, prefix)
        _refuse_taken("prefix", prefix)
    if code:
        if not CODE.fullmatch(code):
            raise ValidationError(
                {"code": "代码用字母、数字和连字符，4 至 40 个字符，至少有一位数字。"}
            )
        _refuse_taken("code", code)
    prefix = prefix or _next(filing)
    return Codes(code or prefix, prefix)


def spelled(typed: str) -> str:
    """A code in its one spelling: half-width, capitals, no blanks around it."""
    return unicodedata.normalize("NFKC", typed).strip().upper()


def _next(filing: Filing) -> str:
    """The next number of the series; those that came into the register another way are passed."""
    free = next(_free(filing, iter(lambda: numbering.take(_key(filing)), SERIALS + 1)), None)
    if free is None:
        raise ValidationError({"prefix": USED_UP})
    return free


def _free(filing: Filing, serials: Iterator[int]) -> Iterator[str]:
    for serial in serials:
        prefix = f"{_series(filing)}{serial:06d}"
        if not _is_taken(prefix):
            yield prefix


def _series(filing: Filing) -> str:
    letter = _letters(filing.regulation)[0]
    return f"{letter}{PROVINCE_FILED}{filing.division.code[:2]}"


def _key(filing: Filing) -> str:
    return f"agency/{_series(filing)}"


def _letters(regulation: Regulation) -> tuple[str, ...]:
    return regulation.certificate.letters


def _refuse_malformed(filing: Filing, prefix: str) -> None:
    try:
        PREFIX(prefix)
    except ValidationError as error:
        raise ValidationError({"prefix": error.messages}) from error
    if prefix[0] not in (letters := _letters(filing.regulation)):
        raise ValidationError(
            {"prefix": f"按{filing.regulation.name}，证书编号以 {'、'.join(letters)} 开头。"}
        )
    if prefix[5:7] != (province := filing.division.code[:2]):
        raise ValidationError(
            {"prefix": f"第 6、7 位是省级代码，本省是 {province}，填写的是 {prefix[5:7]}。"}
        )


def _refuse_taken(field: str, value: str) -> None:
    if _is_taken(value):
        raise ValidationError({field: f"{value} 已由目录中的其他机构使用，请核对。"})


def _is_taken(value: str) -> bool:
    return Agency.objects.filter(Q(code=value) | Q(prefix=value)).exists()
