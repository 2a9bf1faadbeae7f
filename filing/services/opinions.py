"""What an expert says: saved as it is typed, then said for good; a dissent after that (LC-11)."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from casework.kinds import Message
from casework.services import door, notices
from catalogue.regulations.schema import Condition
from catalogue.regulations.terms import ApplicantKind, FilingStep
from config import clock
from filing.enums import Verdict
from filing.models import Filing, Opinion, PanelMember
from filing.selectors import experts, recusal

LIMITS = {"text": 1000, "evidence": 500}
OWN_LIMIT = 2000
CLOSED = "意见已经提交或已退出专家组，不能再修改。"


def conditions(filing: Filing) -> tuple[Condition, ...]:
    """What the panel judges one by one: the conditions asked of this kind of applicant."""
    return filing.regulation.conditions_for(ApplicantKind(filing.owner.kind))


def save(member: PanelMember, *, condition: str, field: str, value: str) -> None:
    """Keep what is typed of one field: `verdict`, `text` or `evidence` of a condition, or with no
    condition the member's own `verdict` or `text`. Complete or not.

    Who may: the member; the view asks. Raises ValidationError for a text that is too long, a
    verdict that is none, or once nothing may change any more.
    """
    with transaction.atomic():
        row = PanelMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
        if not is_silent(row):
            raise ValidationError(CLOSED)
        _check(row.panel.filing, condition, field, value)
        if not condition:
            setattr(row, field, value)
            row.save(update_fields=[field])
            return
        opinion, _ = Opinion.objects.get_or_create(member=row, condition=condition)
        setattr(opinion, field, value)
        opinion.save(update_fields=[field])


def speak(member: PanelMember, *, actor: User, token=None) -> None:
    """Say it for good: every condition judged with reason, and the whole.

    Who may: the member, while the filing is evaluated. Raises NotNowError when it is not,
    ValidationError for what is missing, or for a tie that was declared meanwhile.
    """
    door.record(
        member.panel.filing,
        "speak",
        actor=actor,
        may=lambda user, filing: _may_speak(user, filing, member),
        change=lambda filing: _speak(filing, member, actor),
        token=token,
    )


def dissent(member: PanelMember, *, text: str, actor: User, token=None) -> None:
    """A member whom the others outvoted puts his own view on record (保留意见), once, before there
    is a conclusion. Who may: that member. Raises NotNowError, ValidationError."""
    if not text.strip():
        raise ValidationError({"text": "请写明保留意见。"})
    if len(text.strip()) > OWN_LIMIT:
        raise ValidationError({"text": f"保留意见最多 {OWN_LIMIT} 字。"})
    door.record(
        member.panel.filing,
        "dissent",
        actor=actor,
        may=may_dissent,
        change=lambda filing: _dissent(member, text.strip()),
        token=token,
    )


def may_dissent(user: User, filing: Filing) -> bool:
    """Whether all have spoken, there is no conclusion, and `user` thinks otherwise than most."""
    panel = experts.open_panel(filing)
    if panel is None or filing.state != FilingStep.EVALUATION:
        return False
    stand = experts.tally(panel)
    own = [seat for seat in stand.seats if seat.user_id == user.pk and not seat.dissent]
    return bool(own) and stand.is_complete and own[0].verdict != stand.majority


def is_silent(member: PanelMember) -> bool:
    """Whether the member may still write: nobody waits for an opinion on what was withdrawn."""
    open_ = member.spoken_at is None and member.replaced_at is None
    panel = member.panel
    return open_ and not panel.verdict and panel.filing.state == FilingStep.EVALUATION


def missing(member: PanelMember) -> dict[str, str]:
    """What is not there yet, by field (`<condition>-<field>`, `verdict`, `text`)."""
    said = {row.condition: row for row in member.opinions.all()}
    wrong = {}
    for condition in conditions(member.panel.filing):
        row = said.get(condition.key)
        if row is None or row.verdict not in Verdict.values:
            wrong[f"{condition.key}-verdict"] = "请选择符合或不符合。"
        if row is None or not row.text.strip():
            wrong[f"{condition.key}-text"] = "请写明理由。"
        if row is None or not row.evidence.strip():
            wrong[f"{condition.key}-evidence"] = "请写明依据哪份材料，或看到了什么。"
    if member.verdict not in Verdict.values:
        wrong["verdict"] = "请选择总体意见。"
    if not member.text.strip():
        wrong["text"] = "请写明总体意见的理由。"
    return wrong


def _check(filing: Filing, condition: str, field: str, value: str) -> None:
    known = {each.key for each in conditions(filing)}
    allowed = {"verdict", *LIMITS} if condition else {"verdict", "text"}
    if (condition and condition not in known) or field not in allowed:
        raise ValidationError("没有这一项，请刷新页面。")
    if field == "verdict" and value not in ("", *Verdict.values):
        raise ValidationError("请选择符合或不符合。")
    if "\x00" in value:
        raise ValidationError("含有不能保存的字符，请删去后重新填写。")
    limit = LIMITS.get(field, 0) if condition else OWN_LIMIT
    if field != "verdict" and len(value) > limit:
        raise ValidationError(f"最多 {limit} 字，现有 {len(value)} 字。")


def _may_speak(user: User, filing: Filing, member: PanelMember) -> bool:
    row = PanelMember.objects.select_related("panel").get(pk=member.pk)
    return row.user_id == user.pk and filing.state == FilingStep.EVALUATION and is_silent(row)


def _speak(filing: Filing, member: PanelMember, actor: User) -> dict:
    row = PanelMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if reason := recusal.reason(actor, filing.owner, clock.today()):
        raise ValidationError(f"您与申请单位有须回避的关系（{reason}），请申请回避。")
    if wrong := missing(row):
        raise ValidationError(wrong)
    row.spoken_at = clock.now()
    row.save(update_fields=["spoken_at"])
    stand = experts.tally(row.panel)
    if stand.is_complete:
        notices.tell(_all_have_spoken(filing, stand), case=filing)
    return {"member": row.pk, "expert": row.expert_id}


def _dissent(member: PanelMember, text: str) -> dict:
    row = PanelMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    row.dissent = text
    row.save(update_fields=["dissent"])
    return {"member": row.pk}


def _all_have_spoken(filing: Filing, stand: experts.Tally) -> list[Message]:
    """To the office, and to those whom the others outvoted."""
    outvoted = [seat.user for seat in stand.seats if seat.verdict != stand.majority]
    found = [
        Message(
            experts.reviewers_of(filing),
            f"{filing.title}：专家意见已齐",
            f"{stand.in_words}。请形成评估结论。",
        )
    ]
    if outvoted:
        body = (
            "您的意见与专家组多数意见不同。结论形成前，可以在专家组页面写明保留意见，随结论存档。"
        )
        found.append(Message(outvoted, f"{filing.title}：可以记录保留意见", body))
    return found
