"""Only skilled occupations that no 准入类 qualification keeps closed (LC-04, SD-02)."""

from collections.abc import Iterator

from casework.issues import Issue
from catalogue.enums import Block
from catalogue.models import Occupation
from catalogue.regulations.basis import Rule
from catalogue.regulations.schema import Limits
from catalogue.selectors import Assessability, assessability
from filing.documents.dossier import Dossier
from filing.wording import OURS, named


def check(dossier: Dossier) -> Iterator[Issue]:
    limits = dossier.regulation.limits
    for item in dossier.scope:
        found = assessability(item.occupation)
        reasons = why_not(item.occupation, found, limits)
        if reasons:
            yield Issue(
                "scope-blocked",
                "scope",
                f"{named(item)}不能申报：{''.join(reasons)}",
                "请移去这一行，改选可以评价的职业。",
                rule_of(found, limits),
            )
        elif found.warned:
            yield Issue(
                "scope-partly-blocked",
                "scope",
                f"{named(item)}：{''.join(found.reasons)}",
                "属准入类的部分不得评价，请在工作方案中写明不含这一部分。",
                OURS,
            )


def why_not(occupation: Occupation, found: Assessability, limits: Limits) -> list[str]:
    """Why an occupation cannot be applied for at all, in whole sentences; empty where it can."""
    if found.refused:
        return list(found.reasons)
    if occupation.code[:1] not in limits.major_groups.codes:
        return ["不属本项政策规定的技能类职业。"]
    return []


def rule_of(found: Assessability, limits: Limits) -> Rule:
    """The rule that refuses such an occupation."""
    regulated = any(entry.block == Block.FULL for entry in found.entries)
    return limits.regulated_refused if regulated else limits.major_groups
