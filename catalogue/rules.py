"""Pure rules of the catalogue: the grammar of codes, spelling, what a search means."""

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pypinyin import Style, lazy_pinyin

from catalogue.enums import Level, Relation, Tier

CODE_PATTERNS = {
    Tier.MAJOR: r"^[0-9]$",
    Tier.MIDDLE: r"^[0-9]-[0-9]{2}$",
    Tier.MINOR: r"^[0-9]-[0-9]{2}-[0-9]{2}$",
    Tier.OCCUPATION: r"^[0-9]-[0-9]{2}-[0-9]{2}-[0-9]{2}$",
}
OCCUPATION_CODE = r"^[0-9](-[0-9]{2}){0,3}$"
# 统一社会信用代码 by shape; its check digit is for those who register organisations.
OWNER_CODE = r"^[0-9A-HJ-NPQRTUWXY]{18}$"

SEARCH_LIMIT = 50
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u2500\u30fc]")
_DATES = [
    re.compile(shape)
    for shape in (
        r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})",
        r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})",
        r"([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})",
        r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日",
        r"([0-9]{4})([0-9]{2})([0-9]{2})",
    )
]
_AS_PRINTED = str.maketrans("()", "（）")


def tier_of(code: str) -> Tier | None:
    """The tier that a well-formed occupation code belongs to, else None."""
    return next((tier for tier, shape in CODE_PATTERNS.items() if re.fullmatch(shape, code)), None)


def parent_code(code: str) -> str:
    """`6-31-01-03` → `6-31-01`; a 大类 has none (empty text)."""
    return code.rpartition("-")[0]


def written_date(text: str) -> date | None:
    """The date that people write as 2026-11-21, 2026/11/21, 2026.11.21, 2026年11月21日 or 20261121,
    from 1900 to 2100; None for everything else, two-digit years above all."""
    for shape in _DATES:
        if match := shape.fullmatch(text):
            year, month, day = map(int, match.groups())
            with suppress(ValueError):
                return date(year, month, day) if 1900 <= year <= 2100 else None
    return None


def spell(name: str) -> tuple[str, str]:
    """Pinyin and initials of a name, as somebody types them: 电工 → `diangong`, `dg`; 绿 → `lv`."""
    syllables = ["".join(filter(str.isalnum, syllable)) for syllable in lazy_pinyin(name)]
    letters = lazy_pinyin(name, style=Style.FIRST_LETTER)
    initials = "".join(filter(str.isalnum, "".join(letters)))
    return "".join(syllables).lower(), initials.lower()


@dataclass(frozen=True)
class SearchTerm:
    """What somebody typed, forgiven: `text` to look for in names and spelling, `code` if it can be
    the beginning of an occupation code (else empty)."""

    text: str
    code: str

    def __bool__(self) -> bool:
        return bool(self.text)

    @classmethod
    def of(cls, raw: str) -> "SearchTerm":
        """Full-width characters, blanks, odd dashes, capitals and unprintable characters are
        forgiven; what is beyond 50 characters is ignored. Never raises."""
        folded = unicodedata.normalize("NFKC", raw[: SEARCH_LIMIT * 4])
        kept = (char for char in folded if unicodedata.category(char)[0] not in "CZ")
        text = "".join(kept).lower().translate(_AS_PRINTED)[:SEARCH_LIMIT]
        return cls(text=text, code=_as_code(_DASHES.sub("-", text)))


def _as_code(text: str) -> str:
    """`63101` and `6-31-01-` → `6-31-01`; what cannot be (the beginning of) a code → empty."""
    if re.fullmatch(r"[0-9]{3,7}", text):
        text = "-".join(part for part in (text[0], text[1:3], text[3:5], text[5:]) if part)
    code = text.rstrip("-")
    return code if re.fullmatch(r"[0-9](-[0-9]{2}){0,2}(-[0-9]{1,2})?", code) else ""


def mapping_problem(relation: str, level: int) -> str:
    """Why an own level may not be mapped so, or empty text (LC-05: each must be mapped)."""
    if relation == Relation.ABOVE and level != Level.ONE:
        return f"一级以上的等级必须对应{Level.ONE.printed}。"
    if relation == Relation.BELOW and level != Level.FIVE:
        return f"五级以下的等级必须对应{Level.FIVE.printed}。"
    return ""


def ladder_problems(rungs: list[tuple[str, str, int]]) -> list[str]:
    """What is wrong with a ladder, given (name, relation, national level) from the lowest up:
    nobody may climb a rung and fall in the national five."""
    problems = [
        f"“{name}”：{problem}"
        for name, relation, level in rungs
        if (problem := mapping_problem(relation, level))
    ]
    order = [Relation.BELOW, Relation.WITHIN, Relation.ABOVE]
    heights = [(order.index(Relation(relation)), -level) for _, relation, level in rungs]
    for lower, higher in pairwise(range(len(rungs))):
        if heights[higher] < heights[lower]:
            low, high = rungs[lower][0], rungs[higher][0]
            problems.append(f"“{high}”排在“{low}”之上，对应的国家等级却更低。")
    return problems
