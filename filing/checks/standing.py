"""Associations and schools stay with what they do and teach (SD-02)."""

from collections.abc import Iterator

from casework.issues import Issue
from catalogue.enums import Level
from catalogue.regulations.terms import ScopeRule
from filing.documents.dossier import Dossier
from filing.models import ScopeItem, Standing
from filing.wording import named

# Of each rule: what holds an applicant to an occupation.
WORDS = {
    ScopeRule.MAIN_BUSINESS: "主体业务",
    ScopeRule.MAIN_PROGRAMMES: "主体专业（工种）",
    ScopeRule.MAIN_COURSES: "主要培训职业（工种）",
}


def check(dossier: Dossier) -> Iterator[Issue]:
    rule = dossier.applicant
    word = WORDS.get(rule.scope)
    if word is None:
        return
    for item in dossier.scope:
        rows = [row for row in dossier.standings if row.occupation_id == item.occupation_id]
        if not rows:
            yield Issue(
                "standing-none",
                "scope",
                f"没有说明{named(item)}属于本单位的{word}。",
                f"在“{word}”中为这个职业添加一行，或者移去这个职业。",
                rule,
            )
        elif rule.scope == ScopeRule.MAIN_PROGRAMMES:
            yield from _above_what_it_trains(rule, item, rows)
        elif rule.scope == ScopeRule.MAIN_BUSINESS:
            yield from _without_member(rule, item, rows)


def _above_what_it_trains(rule, item: ScopeItem, rows: list[Standing]) -> Iterator[Issue]:
    tops = [Level(row.top_level) for row in rows if row.top_level]
    if not tops:
        yield Issue(
            "standing-level-none",
            "scope",
            f"没有写明{named(item)}培养的最高等级。",
            "在主体专业（工种）中补上培养层次。",
            rule,
        )
        return
    top = min(tops)  # 1 is the highest
    if Level(item.highest).is_higher_than(top):
        yield Issue(
            "standing-level-above",
            "scope",
            f"{named(item)}申请到{Level(item.highest).short}，超过学校的培养层次（{top.short}）。",
            f"把最高等级改为{top.short}。",
            rule,
        )


def _without_member(rule, item: ScopeItem, rows: list[Standing]) -> Iterator[Issue]:
    if not any(row.unit and row.unit_code for row in rows):
        yield Issue(
            "standing-member-none",
            "scope",
            f"没有写明能够承担{named(item)}评价工作的单位会员。",
            "在主体业务中补上单位会员的名称和统一社会信用代码。",
            rule,
        )
