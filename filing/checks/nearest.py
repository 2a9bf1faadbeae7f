"""A post that the 大典 lacks is mapped to its nearest occupation only where that is allowed, and
with a justification (JS-04)."""

from collections.abc import Iterator

from casework.issues import Issue
from filing.documents.dossier import Dossier
from filing.wording import named


def check(dossier: Dossier) -> Iterator[Issue]:
    rule = dossier.regulation.standards
    for item in dossier.scope:
        if not item.post:
            continue
        if not rule.nearest_occupation:
            yield Issue(
                "nearest-not-here",
                "scope",
                f"岗位“{item.post}”归入{named(item)}：本项政策没有规定可以归入相近职业。",
                "请删去岗位名称，按大典中的职业申报。",
                rule,
            )
        elif not item.reason.strip():
            yield Issue(
                "nearest-reason",
                "scope",
                f"没有说明岗位“{item.post}”为什么归入{named(item)}。",
                "按相邻相近原则写明理由。",
                rule,
            )
