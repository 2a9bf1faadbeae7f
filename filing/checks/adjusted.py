"""Where a standard may be adjusted, it is not below the national one (JS-06)."""

from collections.abc import Iterator

from casework.issues import Issue
from filing.documents.dossier import Dossier
from filing.wording import OURS, named


def check(dossier: Dossier) -> Iterator[Issue]:
    rule = dossier.regulation.standards
    for item in dossier.scope:
        if not item.adjusted.strip():
            continue
        if not rule.adjustable:
            yield Issue(
                "adjusted-not-here",
                "standards",
                f"{named(item)}：本项政策没有规定可以调整国家职业标准。",
                "请删去调整内容，按国家职业标准评价。",
                rule,
            )
        elif not item.not_below:
            yield Issue(
                "adjusted-below",
                "standards",
                f"{named(item)}调整了标准，没有确认调整后不低于国家职业标准。",
                "核对后勾选确认；低于国家职业标准的，请修改调整内容。",
                rule if rule.not_below else OURS,
            )
