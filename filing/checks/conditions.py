"""Each condition of the regulation is met, by the applicant's own word (LC-01, LN-01, SD-01)."""

from collections.abc import Iterator

from casework.issues import Issue
from filing.documents.dossier import Dossier
from filing.sections.conditions import FAILS, conditions_of, meets_name


def check(dossier: Dossier) -> Iterator[Issue]:
    for condition in conditions_of(dossier.filing):
        if dossier.answer("conditions", meets_name(condition)) == FAILS:
            yield Issue(
                code=f"condition.{condition.key}",
                section="conditions",
                message=f"不符合申报条件：{condition.text}。",
                remedy="达到条件后再申报；填写有误的，请改正。",
                basis=condition,
            )
