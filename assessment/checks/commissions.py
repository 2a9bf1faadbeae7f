"""What stands in the way of a commission, at each of its steps (HB-01, HB-03, LC-03)."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format

from accounts.enums import OrganisationStatus
from assessment.models import Commission, CommissionItem
from casework.issues import Issue
from casework.models import Material
from casework.services import materials
from catalogue.regulations.basis import Rule
from catalogue.regulations.terms import Audience, CommissionStep
from config import clock
from filing.enums import AgencyStatus
from filing.selectors import in_force
from filing.selectors.register import scope_on, status_on

AGREEMENT = "agreement"  # the key of the paper
NOT_NEEDED = Rule(default=True)
EARLIER = (CommissionStep.DRAFT, CommissionStep.REQUESTED)


def asking(case: Commission) -> list[Issue]:
    """Before the agency is asked."""
    return [*_parties(case), *_texts(case), *_day(case), *_items(case), *_own_scope(case)]


def agreeing(case: Commission) -> list[Issue]:
    """Before the agency agrees."""
    return [*_parties(case), *_items(case)]


def submitting(case: Commission) -> list[Issue]:
    """Before the commission goes to the centre, and before the centre grants it."""
    return [*_parties(case), *_texts(case), *_items(case), *_papers(case)]


def of_step(case: Commission) -> list[Issue]:
    """What stands in the way of the next step of a commission as it is."""
    if case.state == CommissionStep.DRAFT:
        return asking(case)
    if case.state == CommissionStep.REQUESTED:
        return agreeing(case)
    if case.state in (CommissionStep.AGREED, CommissionStep.SUBMITTED, CommissionStep.RETURNED):
        return submitting(case)
    return []


def _parties(case: Commission) -> Iterator[Issue]:
    agency = case.agency
    if agency.organisation_id == case.owner_id:
        yield Issue("own-agency", "need", "本单位不能委托自己的评价机构。", "请直接制定评价计划。")
    organisation = agency.organisation
    if organisation is None or organisation.status != OrganisationStatus.ACTIVE:
        said = f"{agency}在本平台没有可以办理的账户。"
        yield Issue("agency-absent", "need", said, "请撤回后另选评价机构。")
    for day in sorted({clock.today(), _on(case)}):
        status = status_on(agency, day)
        if status != AgencyStatus.IN_FORCE:
            said = f"的状态是“{status.label}”" if status else "尚未备案"
            message = f"{agency}在{date_format(day)}{said}，不能接受委托。"
            yield Issue("agency-not-in-force", "need", message, "请另选评价机构或者日期。")
            return


def _texts(case: Commission) -> Iterator[Issue]:
    if not case.need.strip():
        message, remedy = "还没有写明评价需求。", "请在“需求和承诺”中填写。"
        yield Issue("need-none", "need", message, remedy)
    if not case.pay.strip():
        message, remedy = "还没有写明待遇兑现承诺。", "请写明评价合格后兑现哪些待遇。"
        yield Issue("pay-none", "need", message, remedy, materials.rules_of(case).get("pay"))
    if case.is_among_own_kind and not case.same_kind.strip():
        message = "还没有说明与受托企业怎样同类。"
        remedy = "请写明行业、主要产品和工种等情况，由鉴定中心核定。"
        yield Issue("same-kind-none", "need", message, remedy, _rule_of_audience(case))


def _day(case: Commission) -> Iterator[Issue]:
    if case.proposed_on is None:
        message, remedy = "还没有填写希望评价时间。", "请在“需求和承诺”中填写。"
        yield Issue("day-none", "need", message, remedy)
    elif case.proposed_on <= clock.today():
        yield Issue("day-past", "need", "希望评价时间已经过去。", "请填写今天以后的日期。")


def _items(case: Commission) -> Iterator[Issue]:
    rows = list(case.items.select_related("occupation"))
    if not rows:
        message, remedy = "还没有选择职业和等级。", "请至少添加一个职业等级和人数。"
        yield Issue("items-none", "items", message, remedy)
    day = _on(case)
    lines = scope_on(case.agency, day)
    for row in rows:
        if not _holds(lines, row):
            message = f"{row}不在{case.agency}{date_format(day)}的评价范围内。"
            remedy = (
                "请移去这一项，或者另选评价机构。"
                if case.state in EARLIER
                else "请撤回后重新提出委托。"
            )
            yield Issue("item-out-of-scope", "items", message, remedy)


def _holds(lines, row: CommissionItem) -> bool:
    return any(
        line.occupation.pk == row.occupation_id
        and line.work_type in ("", row.work_type)
        and row.level in line.levels
        for line in lines
    )


def _own_scope(case: Commission) -> Iterator[Issue]:
    """Commissions are for enterprises that cannot assess themselves yet."""
    own = in_force.own(case.owner) or set()
    if not own:
        return
    for row in case.items.select_related("occupation"):
        if any(
            (row.occupation_id, work_type, row.level) in own for work_type in ("", row.work_type)
        ):
            message = f"本单位备案的评价范围已包含{row}。"
            yield Issue("own-scope", "items", message, "可以自主评价的不必委托。", NOT_NEEDED)


def _papers(case: Commission) -> Iterator[Issue]:
    for rule in materials.missing(case):
        yield Issue(f"paper.{rule.key}", "papers", f"缺少{rule.name}。", "请上传。", rule)
    if case.signed_on is None:
        message, remedy = "委托评价协议没有签订日期。", "请由评价机构上传双方签字盖章的协议。"
        yield Issue("agreement-unsigned", "papers", message, remedy)
    elif is_agreement_replaced(case):
        message = "委托评价协议已更换，签订日期还是原来那份的。"
        yield Issue("agreement-replaced", "papers", message, "报送时请填写新协议的签订日期。")


def agreement_of(case: Commission) -> Material | None:
    """The agreement as it stands among the papers."""
    rows = Material.objects.current().filter(case=case, key=AGREEMENT)
    return rows.select_related("file").order_by("-pk").first()


def is_agreement_replaced(case: Commission) -> bool:
    """Whether the date of signing belongs to an agreement that was replaced since."""
    if case.agreement_id is None:
        return False
    paper = agreement_of(case)
    return paper is not None and paper.file_id != case.agreement_id


def _rule_of_audience(case: Commission) -> Rule | None:
    rules = case.regulation.candidates
    return next((rule for rule in rules if rule.audience == Audience.COMMISSIONED), None)


def _on(case: Commission) -> date:
    """The day on which the agency is to assess; today, once that is past."""
    return max(case.proposed_on or clock.today(), clock.today())
