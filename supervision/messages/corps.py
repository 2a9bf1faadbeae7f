"""Who is told what of appointments and visits of supervisors."""

from collections.abc import Iterable

from django.utils.formats import date_format

from accounts.selectors import managers_of
from casework.kinds import Message
from casework.models import Case, Event
from supervision.selectors import visits as reads
from supervision.services.corps.telling import deciders, taken_back


def renewed(case: Case, event: Event) -> Iterable[Message]:
    body = f"聘期至{date_format(case.until)}。可以重新下载督导证。"
    yield Message([case.person], f"{case.title}：已续聘", body)


def ended(case: Case, event: Event) -> Iterable[Message]:
    body = f"原因：{case.get_end_cause_display()}。督导证自今天起失效，尚未开考的督导由他人接替。"
    yield Message([case.person], f"{case.title}：已解聘", body)


def declined(case: Case, event: Event) -> Iterable[Message]:
    body = "有人接替的，已由抽签次序中的下一位接替。"
    yield Message(deciders(case), f"督导员辞派：{case.title}", body)


def withdrawn(case: Case, event: Event) -> Iterable[Message]:
    yield taken_back(case)


def reported(case: Case, event: Event) -> Iterable[Message]:
    """To the office, and to the agency, which may comment."""
    count = reads.findings_of(case).count()
    late = "" if case.in_time else "（逾期提交）"
    yield Message(deciders(case), f"督导记录已提交{late}：{case.title}", f"发现 {count} 个问题。")
    if case.agency.organisation_id:
        body = f"发现 {count} 个问题。有意见的，请在{date_format(case.comment_until)}前反馈。"
        people = managers_of(case.agency.organisation)
        yield Message(people, f"外部质量督导记录：{case.title}", body)


def corrected(case: Case, event: Event) -> Iterable[Message]:
    yield Message(deciders(case), f"督导记录有更正：{case.title}", "更正说明附在记录之后。")
    if case.agency.organisation_id:
        people = managers_of(case.agency.organisation)
        yield Message(people, f"督导记录有更正：{case.title}", "更正说明附在记录之后。")


def answered(case: Case, event: Event) -> Iterable[Message]:
    yield Message(deciders(case), f"机构已反馈：{case.title}", "请评价督导记录。")


def rated(case: Case, event: Event) -> Iterable[Message]:
    yield Message([case.person], f"督导记录已评价：{case.title}", "可以在督导任务中查看。")
