"""What an expert declares, or an officer enters, that makes him step back (LC-11)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from casework.services.deadlines import add_months
from config import clock
from filing.enums import ConflictCause
from filing.models import Conflict
from filing.selectors.recusal import MONTHS_AFTER
from onboarding.rules import credit_code

LASTING = (ConflictCause.EMPLOYER, ConflictCause.RELATION)
NEEDS_END = {
    ConflictCause.FORMER_EMPLOYER: "请填写离职日期。",
    ConflictCause.SERVICE: "请填写服务结束日期；仍在服务的，填写今天。",
}


def declare(
    user: User,
    *,
    code: str,
    name: str,
    cause: ConflictCause,
    actor: User,
    ended_on: date | None = None,
    note: str = "",
) -> Conflict:
    """Enter an organisation that `user` must not judge. One left on `ended_on`, or served until
    then, bars for three years more (three years for service: 本系统默认).

    Who may: the expert, or an officer of an office in whose pool he is; the views ask. Raises
    ValidationError by field.
    """
    code = checked_code(code)
    until = _bars_until(cause, ended_on)
    if not name.strip():
        raise ValidationError({"name": "请填写单位名称。"})
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        known = Conflict.objects.filter(user=user, code=code, cause=cause, bars_until=until)
        if known.exists():
            raise ValidationError({"code": "这个单位已经登记过同样的事由。"})
        row = Conflict(
            user=user,
            code=code,
            name=name.strip(),
            cause=cause,
            note=note.strip(),
            bars_until=until,
            declared_at=clock.now(),
            declared_by=actor,
        )
        row.full_clean()
        row.save(force_insert=True)
    return row


def end(conflict: Conflict, *, ended_on: date) -> Conflict:
    """An employer left: it bars for three years more. A relation that is over: it bars until that
    day. Who may: as `declare`. Raises ValidationError for a tie that ends by itself, for a day to
    come, or for one before it was declared: it stood then."""
    if ended_on > clock.today():
        raise ValidationError({"ended_on": "日期不能晚于今天。"})
    with transaction.atomic():
        row = Conflict.objects.select_for_update(of=("self",)).get(pk=conflict.pk)
        if row.cause not in LASTING or row.bars_until is not None:
            raise ValidationError("这一条已有回避期限，到期自动失效。")
        if ended_on < timezone.localdate(row.declared_at):
            raise ValidationError({"ended_on": "日期不能早于登记这一条的日期，请核对。"})
        if row.cause == ConflictCause.EMPLOYER:
            row.cause = ConflictCause.FORMER_EMPLOYER
            row.bars_until = add_months(ended_on, MONTHS_AFTER)
        else:
            row.bars_until = ended_on
        row.save(update_fields=["cause", "bars_until"])
    return row


def checked_code(typed: str) -> str:
    """The code in its one spelling. Raises ValidationError at `code`."""
    try:
        return credit_code(typed)
    except ValueError as error:
        raise ValidationError({"code": str(error)}) from error


def _bars_until(cause: ConflictCause, ended_on: date | None) -> date | None:
    if cause in LASTING:
        return None
    if ended_on is None:
        raise ValidationError({"ended_on": NEEDS_END[cause]})
    if ended_on > clock.today():
        raise ValidationError({"ended_on": "日期不能晚于今天。"})
    return add_months(ended_on, MONTHS_AFTER)
