"""The levels applied for are those that the regulation opens (SD-03, LC-05)."""

from collections.abc import Iterator

from casework.issues import Issue
from filing.documents.dossier import Dossier
from filing.wording import listed, named, spanned


def check(dossier: Dossier) -> Iterator[Issue]:
    limit = dossier.regulation.limits.levels
    for item in dossier.scope:
        beyond = [level for level in item.levels if level not in limit.allowed]
        if beyond:
            yield Issue(
                "scope-levels",
                "scope",
                f"{named(item)}申请的{listed(beyond)}不在可评价的等级之内。",
                f"把等级范围改在{spanned(limit.allowed)}之内。",
                limit,
            )
