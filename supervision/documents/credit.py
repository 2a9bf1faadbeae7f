"""What is made public of a round of credit assessment: counts, formula, digest; the list itself has
a page of its own."""

from collections.abc import Iterable
from dataclasses import dataclass

from supervision.models import CreditRound

LONGEST = 120  # of a title


@dataclass(frozen=True)
class Tally:
    """How many agencies came to each class, and the digest of the whole list."""

    grades: tuple[tuple[str, int], ...]
    digest: str

    @property
    def agencies(self) -> int:
        return sum(count for _, count in self.grades)


@dataclass(frozen=True)
class Text:
    title: str
    body: str


def text(case: CreditRound, tally: Tally, *, final: bool, corrected: str = "") -> Text:
    """The notice: generated, so that it says what the ratings say."""
    what = "信用评估结果" if final else "信用评估结果公示"
    title = f"{case.office}{case.label}评价机构{what}"
    if corrected:
        title = f"{title[: LONGEST - 4]}（更正）"
    return Text(title[:LONGEST], "\n".join(_lines(case, tally, final=final, corrected=corrected)))


def _lines(case: CreditRound, tally: Tally, *, final: bool, corrected: str) -> Iterable[str]:
    rules = case.rules
    names = {each.grade: each.name for each in rules.classes}
    counts = "，".join(f"{grade} 级（{names[grade]}）{n} 家" for grade, n in tally.grades)
    yield f"对 {tally.agencies} 家评价机构{case.label}的信用情况进行了评估：{counts}。"
    yield (
        f"评估按照第 {rules.version} 版信用评估办法，"
        "根据处理决定、检查结果、办理时限和投诉举报结论等记录计分。"
    )
    if corrected:
        yield f"更正原因：{corrected}"
    if not final:
        yield f"公示期：{rules.publicity_days} 个工作日。"
        yield (
            "评价机构对本机构的计分事项有异议的，登录后在“信用评估”中逐项提出；"
            "其他人可以在本页提出。"
        )
    yield f"各机构的得分和等级见名单。名单摘要（SHA-256）：{tally.digest}"
