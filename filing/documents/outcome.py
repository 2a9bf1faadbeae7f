"""What came of a selection on merit, and the publicity of it."""

from dataclasses import dataclass

from casework.models import Publication
from filing.models import Filing
from filing.selectors import granted
from filing.wording import named, spanned

DEADLINE = "outcome_publicity"  # the key of its length in a regulation


@dataclass(frozen=True)
class Publicity:
    title: str
    body: str


def granted_lines(filing: Filing) -> list[str]:
    """`电工（维修电工）五级至三级`, one a row that was granted."""
    return [f"{named(row)}{spanned(row.levels)}" for row in granted.rows_of(filing)]


def left_out(filing: Filing) -> list[str]:
    """One a row that was not granted, with the reason."""
    rows = filing.scope.exclude(not_granted="").select_related("occupation")
    return [f"{named(row)}：{row.not_granted}" for row in rows]


def publicity(filing: Filing) -> Publicity:
    """What is made public: whom, for what, by which rule; nothing about persons."""
    lines = [
        f"经技术评估和择优遴选，拟确定下列单位为评价机构（{filing.regulation.name}），现予公示。",
        f"单位名称：{filing.owner}",
        f"统一社会信用代码：{filing.owner.code}",
        f"单位类别：{filing.owner.get_kind_display()}",
        f"拟评价的职业（工种）和等级：{'；'.join(granted_lines(filing))}",
    ]
    if filing.window:
        lines.insert(1, f"征集批次：{filing.window}")
    lines.append("对公示内容有异议的，请在公示期内提出，写明事实和理由。")
    return Publicity(f"{filing.owner}评估遴选结果公示", "\n".join(lines))


def latest(filing: Filing) -> Publication | None:
    """The newest publicity of the outcome."""
    return filing.publications.filter(act="clear").order_by("-pk").first()
