"""The basis sets the levels that are applied for (LC-07)."""

from collections.abc import Iterator
from dataclasses import replace

from casework.issues import Issue
from filing.documents.dossier import Dossier
from filing.selectors import bases
from filing.wording import OURS, listed, named


def check(dossier: Dossier) -> Iterator[Issue]:
    """Levels of a standard that nobody has compared with its published text only warn."""
    levels = bases.levels_set(dossier.scope)
    for item in dossier.scope:
        set_by = levels.get(item.standard_id)
        beyond = [level for level in item.levels if set_by and level not in set_by]
        if not beyond:
            continue
        issue = Issue(
            "basis-levels",
            "standards",
            f"{named(item)}申请了{listed(beyond)}，“{item.standard}”没有设。",
            "缩小等级范围，或者另选设有这些等级的依据。",
            dossier.regulation.standards,
        )
        yield issue if item.standard.checked else replace(issue, basis=OURS)
