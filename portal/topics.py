"""The topics of the dashboards: what each counts, who sees it, by what it is narrowed.

One more topic is one more module with `keys(asked)` and `figures(asked)`, and one line in `TOPICS`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User
from portal.selectors.figures import (
    certificates,
    complaints,
    credit,
    deadlines,
    filings,
    holders,
    results,
)
from portal.selectors.figures.asked import Asked, Scope
from portal.selectors.figures.shapes import Figures, Key
from supervision.selectors.complaints import counts

PERIOD, TRADE = ("since", "until"), ("occupation", "level")


@dataclass(frozen=True)
class Topic:
    """`fields`: by what it may be narrowed, besides the place. `for_agencies`: an agency sees its
    own of it; what is about people or about who complains is for offices alone. `seen_by`: who of
    the people in an office sees it, where that is not all."""

    key: str
    label: str
    lead: str
    icon: str
    keys: Callable[[Asked], tuple[Key, ...]]
    figures: Callable[[Asked], Figures]
    fields: tuple[str, ...] = (*PERIOD, *TRADE)
    for_agencies: bool = False
    seen_by: Callable[[User], bool] | None = None

    def opens(self, user: User, scope: Scope) -> bool:
        """Whether somebody sees it of an office or agency."""
        if scope.office is None:
            return self.for_agencies
        return self.seen_by is None or self.seen_by(user)


TOPICS = (
    Topic(
        "certificates",
        "证书",
        "核发了多少证书，什么职业、等级，在哪里，什么时候。",
        "certificate",
        certificates.keys,
        certificates.figures,
        for_agencies=True,
    ),
    Topic(
        "results",
        "合格率",
        "多少人参加评价，多少人合格。",
        "scale",
        results.keys,
        results.figures,
        for_agencies=True,
    ),
    Topic(
        "holders",
        "持证人员",
        "技能人才数据库里有多少人，什么职业、等级，在哪里。",
        "users",
        holders.keys,
        holders.figures,
        fields=TRADE,
    ),
    Topic(
        "filings",
        "备案",
        "备案申请到了哪一步，每一步用了多久。",
        "clipboard-list",
        filings.keys,
        filings.figures,
        for_agencies=True,
    ),
    Topic(
        "deadlines",
        "时限",
        "各机关的时限，多少按期，多少逾期。",
        "clock",
        deadlines.keys,
        deadlines.figures,
        fields=PERIOD,
    ),
    Topic(
        "complaints",
        "投诉举报",
        "收到多少投诉举报，办得怎样。",
        "phone",
        complaints.keys,
        complaints.figures,
        fields=PERIOD,
        seen_by=counts,
    ),
    Topic(
        "credit",
        "信用等级",
        "评价机构最近公布的信用等级。",
        "award",
        credit.keys,
        credit.figures,
        fields=(),
    ),
)


def topics_for(user: User, scope: Scope) -> list[Topic]:
    """Those that somebody sees of an office or agency."""
    return [topic for topic in TOPICS if topic.opens(user, scope)]
