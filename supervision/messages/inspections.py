"""Who is told what of inspections."""

from collections.abc import Iterable

from django.utils.formats import date_format

from accounts.enums import Role
from accounts.models import Membership, User
from accounts.selectors import managers_of
from casework.kinds import Message
from casework.models import Case, Event
from config import clock
from supervision.models import Inspection
from supervision.models.inspection_parties import DECIDERS
from supervision.selectors import inspections as reads


def reported(case: Case, event: Event) -> Iterable[Message]:
    """To the agency, which may answer; with nothing found, to the office alone."""
    count = reads.findings_of(case).count()
    if count and case.owner_id:
        body = (
            f"检查发现 {count} 个问题。请在{date_format(case.statement_until)}前提出陈述意见；"
            "没有异议的，也请写明。"
        )
        yield Message(managers_of(case.owner), f"{case.title}：请陈述意见", body)
    yield Message(deciders(case), f"{case.title}：检查记录已提交", f"发现 {count} 个问题。")


def answered(case: Case, event: Event) -> Iterable[Message]:
    yield Message(deciders(case), f"{case.title}：机构已陈述意见", "请作出处理。")


def ordered(case: Case, event: Event) -> Iterable[Message]:
    body = f"请在 {case.rectify_days} 个工作日内整改，并上传整改报告和佐证材料。"
    yield from _to_agency(case, "请整改", body)


def rectified(case: Case, event: Event) -> Iterable[Message]:
    inspectors = [row.user for row in reads.team_of(case)]
    people = {user.pk: user for user in (*inspectors, *deciders(case))}
    yield Message(people.values(), f"{case.title}：整改报告已提交", "请复查。")


def sent_back(case: Case, event: Event) -> Iterable[Message]:
    yield from _to_agency(case, "整改未通过复查", "请按复查意见继续整改。")


def concluded(case: Case, event: Event) -> Iterable[Message]:
    yield from _to_agency(case, "检查已有结果", f"结果：{case.get_result_display()}。")


def published(case: Case, event: Event) -> Iterable[Message]:
    yield from _to_agency(case, "检查结果已公布", "结果公布在“双随机抽查”。")


def deciders(case: Inspection) -> list[User]:
    """Who of the office decides, those who inspected apart."""
    held = Membership.objects.on(clock.today()).filter(
        organisation=case.office_id, role__in=[Role(role) for role in DECIDERS]
    )
    ever = case.inspectors.model.objects.filter(inspection=case.pk)
    found = User.objects.filter(pk__in=held.values("user"))
    return list(found.exclude(pk__in=ever.values("user")).order_by("pk"))


def _to_agency(case: Case, subject: str, body: str) -> Iterable[Message]:
    if case.owner_id:
        yield Message(managers_of(case.owner), f"{case.title}：{subject}", body)
