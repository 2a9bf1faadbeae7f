"""Who hears what of credit: the agencies that are rated, and the office."""

from collections.abc import Iterable

from casework.kinds import Message
from casework.models import Case, Event
from casework.services import holders
from supervision.models import CreditRound
from supervision.selectors import credit as reads

WHERE = "请在“信用评估”中查看得分和每一项的来源。"


def _rated(case: CreditRound):
    rows = reads.rated_in(case).filter(organisation__isnull=False)
    return holders.people(rows.values_list("organisation", flat=True))


def publicised(case: Case, event: Event) -> Iterable[Message]:
    text = f"{WHERE}对计分事项有异议的，请在公示期内逐项提出。"
    yield Message(_rated(case), f"{case.title}：结果正在公示", text)


def cleared(case: Case, event: Event) -> Iterable[Message]:
    yield Message(_rated(case), f"{case.title}：结果已公布", WHERE)


def corrected(case: Case, event: Event) -> Iterable[Message]:
    yield Message(_rated(case), f"{case.title}：结果已更正", WHERE)


def decided(case: Case, event: Event) -> Iterable[Message]:
    """To the agency."""
    if case.owner_id:
        said = "异议成立，得分已重新计算并公布。" if case.state == "upheld" else "异议不成立。"
        yield Message(holders.people([case.owner_id]), f"{case.title}：{said}", "理由见本件页面。")
