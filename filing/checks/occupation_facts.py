"""Headcount and experience of each occupation, where a condition asks for it (LC-01, LN-01)."""

from collections.abc import Iterator

from casework.issues import Issue
from catalogue.regulations.terms import Shown
from filing.documents.dossier import Dossier
from filing.wording import named


def check(dossier: Dossier) -> Iterator[Issue]:
    for condition in dossier.regulation.conditions_for(dossier.kind):
        for item in dossier.scope:
            if Shown.HEADCOUNT in condition.shown_by and not item.headcount:
                yield Issue(
                    "headcount-none",
                    "scope",
                    f"没有填写{named(item)}的技能人员数。",
                    "填写本单位从事这个职业的人数。",
                    condition,
                )
            if Shown.EXPERIENCE in condition.shown_by and not item.experience.strip():
                yield Issue(
                    "experience-none",
                    "scope",
                    f"没有填写{named(item)}的评价经历。",
                    "写明何时开始评价、已评价的人数和等级。",
                    condition,
                )
