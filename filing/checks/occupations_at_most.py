"""No more occupations than the regulation allows one agency, those in force counted (SD-03)."""

from collections.abc import Iterator

from casework.issues import Issue
from filing.documents.dossier import Dossier
from filing.selectors import in_force


def check(dossier: Dossier) -> Iterator[Issue]:
    limit = dossier.regulation.limits.occupations
    if limit is None or not dossier.scope:
        return
    wanted = {(item.occupation_id, item.work_type) for item in dossier.scope}
    held = in_force.beside(dossier.filing) - wanted
    if len(wanted) + len(held) <= limit.value:
        return
    besides = f"（另有已经备案的 {len(held)} 个）" if held else ""
    yield Issue(
        "scope-count",
        "scope",
        f"申请了 {len(wanted)} 个职业（工种）{besides}，超过每个评价机构 {limit.value} 个的限额。",
        f"请移去一部分，总数不超过 {limit.value} 个。",
        limit,
    )
