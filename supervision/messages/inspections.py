"""Who is told what of inspections."""

from collections.abc import Iterable

from django.utils.formats import date_format

from accounts.selectors import managers_of
from casework.kinds import Message
from casework.models import Case, Event
from supervision.enums import InspectionCause
from supervision.selectors import inspections as reads


def settled(case: Case, event: Event) -> Iterable[Message]:
    """To who proposed an inspection: that it was approved or not."""
    said = "未获批准" if event.act == "refuse" else "已批准"
    note = getattr(event, "note", None)
    yield Message([case.proposed_by], f"{case.title}：{said}", note.text if note else "")


def revised(case: Case, event: Event) -> Iterable[Message]:
    """To whoever may approve it: what they have read is no more what is proposed."""
    told = [user for user in reads.deciders(case) if user.pk != case.proposed_by_id]
    yield Message(told, f"{case.title}：提出人已修改", "请按修改后的内容审批。")


def begun(case: Case, event: Event) -> Iterable[Message]:
    """To the agency of one for a cause, which was not warned."""
    if case.cause != InspectionCause.DRAWN:
        body = "检查人员已到，请核对证件并配合检查。检查发现问题的，可以陈述意见。"
        yield from _to_agency(case, "已开始检查", body)


def reported(case: Case, event: Event) -> Iterable[Message]:
    """To the agency, which may answer; with nothing found, to the office alone."""
    count = reads.findings_of(case).count()
    if count and case.owner_id:
        body = (
            f"检查发现 {count} 个问题。请在{date_format(case.statement_until)}前提出陈述意见；"
            "没有异议的，也请写明。"
        )
        yield Message(managers_of(case.owner), f"{case.title}：请陈述意见", body)
    yield Message(reads.deciders(case), f"{case.title}：检查记录已提交", f"发现 {count} 个问题。")


def answered(case: Case, event: Event) -> Iterable[Message]:
    yield Message(reads.deciders(case), f"{case.title}：机构已陈述意见", "请作出处理。")


def ordered(case: Case, event: Event) -> Iterable[Message]:
    body = f"请在{date_format(case.rectify_until)}前（含当日）整改，并上传整改报告和佐证材料。"
    yield from _to_agency(case, "请整改", body)


def asked_for_time(case: Case, event: Event) -> Iterable[Message]:
    yield Message(reads.deciders(case), f"{case.title}：机构申请延长整改期限", "请审查后办理。")


def extended(case: Case, event: Event) -> Iterable[Message]:
    body = f"整改截止日期延至{date_format(case.rectify_until)}（含当日）。"
    yield from _to_agency(case, "整改期限已延长", body)


def rectified(case: Case, event: Event) -> Iterable[Message]:
    inspectors = [row.user for row in reads.team_of(case)]
    people = {user.pk: user for user in (*inspectors, *reads.deciders(case))}
    yield Message(people.values(), f"{case.title}：整改报告已提交", "请复查。")


def sent_back(case: Case, event: Event) -> Iterable[Message]:
    yield from _to_agency(case, "整改未通过复查", "请按复查意见继续整改。")


def concluded(case: Case, event: Event) -> Iterable[Message]:
    yield from _to_agency(case, "检查已有结果", f"结果：{case.get_result_display()}。")


def published(case: Case, event: Event) -> Iterable[Message]:
    yield from _to_agency(case, "检查结果已公布", "结果公布在“检查结果”。")


def _to_agency(case: Case, subject: str, body: str) -> Iterable[Message]:
    if case.owner_id:
        yield Message(managers_of(case.owner), f"{case.title}：{subject}", body)
