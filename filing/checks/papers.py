"""Each paper that the regulation asks for is there, or what may stand in for it (LN-03, SD-04)."""

from collections.abc import Iterator

from casework.issues import Issue
from catalogue.regulations.terms import Promise
from filing.documents.dossier import Dossier
from filing.sections.plan import PLAN


def check(dossier: Dossier) -> Iterator[Issue]:
    """The plan counts as handed in once it is written here."""
    for slot in dossier.papers:
        if not slot.is_missing:
            continue
        instead = "" if slot.rule.instead == Promise.NONE else f"，{slot.rule.instead.label}"
        where = "在“工作方案”部分写明各章，或者上传" if slot.key == PLAN else "请上传"
        yield Issue(
            code=f"paper.{slot.key}",
            section="papers",
            message=f"缺少{slot.name}。",
            remedy=f"{where}{instead}。",
            basis=slot.rule,
        )
