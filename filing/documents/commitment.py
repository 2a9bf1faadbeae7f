"""The 承诺书 that an enterprise signs after its evaluation (LN-05): the regulation's points, for
this enterprise. What is signed is this text, known by its SHA-256."""

from dataclasses import dataclass

from casework.services.timeline import sha256
from catalogue.regulations.basis import Text
from filing.models import Filing
from filing.selectors import granted


@dataclass(frozen=True)
class Commitment:
    """`opening` says who and for what; `points` are what is promised, each with its basis."""

    title: str
    opening: str
    points: tuple[Text, ...]

    @property
    def text(self) -> str:
        """The whole as it is stored."""
        numbered = [f"{number}. {point.text}" for number, point in enumerate(self.points, 1)]
        return "\n".join([self.title, self.opening, *numbered])

    @property
    def digest(self) -> str:
        return sha256(self.text)


def of(filing: Filing) -> Commitment:
    """What the applicant of this filing is asked to sign."""
    owner, regulation = filing.owner, filing.regulation
    occupations = "、".join(
        f"{grant.occupation.name}（{'、'.join(level.printed for level in grant.levels)}）"
        for grant in granted.scope_of(filing)
    )
    opening = (
        f"{owner.name}（统一社会信用代码 {owner.code}）申请{regulation.name}备案"
        f"（事项编号 {filing.number}），已通过技术评估。"
        f"申请的职业（工种）、等级：{occupations or '见备案申请'}。现就开展评价工作承诺如下："
    )
    return Commitment("职业技能等级评价工作承诺书", opening, regulation.commitment)
