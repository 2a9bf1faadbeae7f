"""The methods of assessment are those of the regulation (LC-08, LN-02, JS-07)."""

from collections.abc import Iterator

from casework.issues import Issue
from catalogue.regulations.terms import Method
from filing.documents.dossier import Dossier
from filing.wording import named


def check(dossier: Dossier) -> Iterator[Issue]:
    rules = dossier.regulation.methods
    offered = {rule.method for rule in rules}
    for item in dossier.scope:
        others = [Method(each).label for each in item.methods if each not in offered]
        if others:
            yield Issue(
                "methods-not-offered",
                "scope",
                f"{named(item)}选择了本项政策没有规定的评价方式：{'、'.join(others)}。",
                f"请在{'、'.join(rule.name for rule in rules)}中选择。",
                rules[0],
            )
        elif not item.methods:
            yield Issue(
                "methods-none",
                "scope",
                f"{named(item)}没有选择评价方式。",
                "至少选择一种。",
            )
