"""Every occupation has its basis: the national standard, else the industry's, else a 评价规范 of
one's own, filed where the regulation wants that (LC-07, JS-02, SD-14)."""

from collections.abc import Iterator

from casework.issues import Issue
from catalogue.enums import StandardKind
from catalogue.regulations.schema import Standards
from config import clock
from filing.documents.dossier import Dossier
from filing.models import ScopeItem
from filing.selectors import bases
from filing.wording import OURS, named

SECTION = "standards"


def check(dossier: Dossier) -> Iterator[Issue]:
    rule = dossier.regulation.standards
    known = bases.known(dossier.scope)
    for item in dossier.scope:
        if not item.basis:
            yield Issue(
                "basis-none",
                SECTION,
                f"{named(item)}还没有评价依据。",
                f"选择国家职业标准；没有的，{_otherwise(rule)}。",
                rule,
            )
        elif item.kind_of_basis == StandardKind.ENTERPRISE:
            yield from _own(dossier, rule, item, known)
        elif item.named:
            yield Issue(
                "basis-not-in-catalogue",
                SECTION,
                f"{named(item)}的依据“{item.named}”不在本平台的标准目录中，由受理机关核对。",
                "请核对名称和编号，与公布的标准一致。",
                OURS,
            )
        elif not bases.holds(item.standard, item, dossier.filing.owner, clock.today()):
            yield _past(rule, item)


def _otherwise(rule: Standards) -> str:
    if not rule.enterprise:
        return "选择行业评价规范"
    return (
        "编制评价规范，经备案后再作依据"
        if rule.enterprise_must_be_filed
        else "写明本单位的评价规范"
    )


def _own(dossier: Dossier, rule: Standards, item: ScopeItem, known: bases.Known) -> Iterator[Issue]:
    """An enterprise's own 评价规范: allowed at all, where there is no other, and filed."""
    if not rule.enterprise or item.occupation_id in known.national:
        yield Issue(
            "basis-national-first",
            SECTION,
            f"{named(item)}有国家职业标准，不能以本单位的评价规范代替。",
            "改选国家职业标准；需要结合实际调整的，写明调整内容。",
            rule,
        )
    elif item.standard and not bases.holds(
        item.standard, item, dossier.filing.owner, clock.today()
    ):
        yield _past(rule, item)
    elif rule.enterprise_must_be_filed and item.standard_id not in known.filed:
        yield Issue(
            "basis-not-filed",
            SECTION,
            f"{named(item)}的评价规范尚未经人力资源社会保障部门备案，不能作为依据。",
            "先申报企业评价规范，审定备案后再选作依据。",
            rule,
        )


def _past(rule: Standards, item: ScopeItem) -> Issue:
    return Issue(
        "basis-not-in-force",
        SECTION,
        f"{named(item)}选择的“{item.standard}”不能用于这个职业，或者已经停用。",
        "请重新选择评价依据。",
        rule,
    )
