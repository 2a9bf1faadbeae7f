"""An enterprise that would assess the public stays inside its own filing (SD-02)."""

from collections.abc import Iterator

from casework.issues import Issue
from catalogue.regulations.terms import ScopeRule
from filing.documents.dossier import Dossier
from filing.models import ScopeItem
from filing.selectors import in_force
from filing.wording import listed, named


def check(dossier: Dossier) -> Iterator[Issue]:
    rule = dossier.applicant
    if rule.scope != ScopeRule.OWN_FILING:
        return
    own = in_force.own(dossier.filing.owner)
    if own is None:
        yield Issue(
            "own-filing-none",
            "scope",
            f"本单位没有在有效期内的自主评价备案。{rule.needs}。",
            "请先完成自主评价备案，再申报本项。",
            rule,
        )
        return
    for item in dossier.scope:
        beyond = [level for level in item.levels if not _holds(own, item, level)]
        if beyond:
            yield Issue(
                "own-filing-beyond",
                "scope",
                f"{named(item)}的{listed(beyond)}不在本单位自主评价备案范围之内。",
                "请改在备案范围之内，或者先变更自主评价备案。",
                rule,
            )


def _holds(own: set[in_force.Cell], item: ScopeItem, level: int) -> bool:
    """A filing without a 工种 covers every 工种 of its occupation."""
    return bool(
        {(item.occupation_id, "", level), (item.occupation_id, item.work_type, level)} & own
    )
