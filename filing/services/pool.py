"""The pool of experts of an office: appointed for a term, dismissed, appointed again (LC-11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from casework.kinds import Message
from casework.services import notices
from catalogue.models import Occupation
from config import clock
from filing.enums import ConflictCause
from filing.models import Conflict, Expert, Expertise
from filing.services import ties

MOST_FIELDS = 50


@dataclass(frozen=True)
class Appointment:
    """What an office enters of an expert. `codes`: fields by the 职业分类大典, of any depth."""

    title: str
    since: date
    until: date
    codes: tuple[str, ...]


def appoint(office: Organisation, user: User, given: Appointment, *, actor: User) -> Expert:
    """Put a person into the pool of an office, or change what is entered of him; also anew after a
    dismissal.

    Who may: managers and reviewers of the office; the views ask. Raises ValidationError by field:
    for someone without the role of an expert there, a term that ends before it begins, an unknown
    code, no field at all.
    """
    codes = _checked_fields(given.codes)
    with transaction.atomic():
        Organisation.objects.select_for_update(of=("self",)).get(pk=office.pk)
        if not is_expert_of(office, user):
            raise ValidationError("此人在本机关没有专家角色，请先由管理员邀请或增加角色。")
        row = Expert.objects.filter(office=office, user=user).first()
        is_new = row is None or row.left_on is not None
        row = row or Expert(office=office, user=user)
        row.title, row.since, row.until = given.title.strip(), given.since, given.until
        row.left_on = None
        if row.until < row.since:
            raise ValidationError({"until": "聘期结束日期不能早于开始日期。"})
        row.full_clean()
        row.save()
        row.expertise.exclude(code__in=codes).delete()
        known = set(row.expertise.values_list("code", flat=True))
        Expertise.objects.bulk_create(
            Expertise(expert=row, code=code) for code in codes if code not in known
        )
        if is_new:
            notices.tell([_welcome(row)], link="/experts/me/")
    return row


def dismiss(expert: Expert, *, on: date) -> Expert:
    """End an appointment: from `on` the person is drawn no more. Seats taken before stay; they
    are given to others one by one (`services.seats`). Who may: as `appoint`. Raises
    ValidationError."""
    with transaction.atomic():
        row = Expert.objects.select_for_update(of=("self",)).get(pk=expert.pk)
        if row.left_on is not None:
            raise ValidationError("此人已经解聘。")
        if not row.since <= on <= clock.today():
            raise ValidationError({"on": "解聘日期应在聘期开始之日至今天之间。"})
        row.left_on = on
        row.save(update_fields=["left_on"])
    return row


def employ(user: User, *, code: str, name: str, actor: User) -> None:
    """Enter where an expert works now. Who may: as `ties.declare`. Raises ValidationError at
    `employer_code`."""
    try:
        code = ties.checked_code(code)
    except ValidationError as error:
        raise ValidationError({"employer_code": error.messages}) from error
    standing = Conflict.objects.filter(
        user=user, code=code, cause=ConflictCause.EMPLOYER, bars_until=None
    )
    if not standing.exists():
        ties.declare(user, code=code, name=name, cause=ConflictCause.EMPLOYER, actor=actor)


def is_expert_of(office: Organisation, user: User) -> bool:
    """Whether `user` holds the role of an expert there today."""
    held = Membership.objects.on(clock.today())
    return held.filter(user=user, organisation=office, role=Role.EXPERT).exists()


def _checked_fields(codes: Iterable[str]) -> list[str]:
    codes = list(dict.fromkeys(code.strip() for code in codes if code.strip()))
    if not codes:
        raise ValidationError({"codes": "请至少选择一个专业领域。"})
    if len(codes) > MOST_FIELDS:
        raise ValidationError({"codes": f"专业领域最多 {MOST_FIELDS} 个，可以选上一级类别。"})
    known = set(Occupation.objects.filter(code__in=codes).values_list("code", flat=True))
    if unknown := [code for code in codes if code not in known]:
        raise ValidationError({"codes": f"职业分类大典中没有这些编码：{'、'.join(unknown)}。"})
    return codes


def _welcome(expert: Expert) -> Message:
    body = "请登记现在和最近三年的任职单位，以及与哪些单位有利害关系，以便抽取专家时回避。"
    return Message([expert.user], f"您已受聘为{expert.office}的评估专家", body)
