"""An agency is suspended between two days, let go on earlier, struck off, taken back.

A suspension is written down whole when it is decided: its days and the status after them. So every
day reads right from its first minute, whether or not anything has run at midnight.
"""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from casework.models import Case
from casework.services.door import SystemActor
from config import clock
from filing import validity
from filing.enums import AgencyStatus
from filing.models import Agency, AgencyPeriod
from filing.services import register

OVER = "暂停期满，恢复评价"
Actor = User | SystemActor | None


def suspend(
    agency: Agency, *, since: date, until: date, reason: str, case: Case, actor: Actor
) -> AgencyPeriod:
    """Suspend an agency from `since` to `until`, both included; it is in force again the day after.

    In the transaction of the case that decides it, which also asks who may. Raises ValidationError
    for days that are past or in the wrong order, and for an agency that is not in force on the
    first day: one that is suspended already, from the day after that on only.
    """
    if not clock.today() <= since <= until:
        raise ValidationError("暂停的首日不能早于今天，末日不能早于首日。")
    with transaction.atomic():
        locked = _locked(agency)
        if validity.has_lapsed(locked.valid_until, since):
            raise ValidationError(f"{locked}在暂停首日之前备案已到期，不能暂停。")
        last = AgencyPeriod.objects.get(agency=locked, until=None)
        if last.status != AgencyStatus.IN_FORCE:
            raise ValidationError(f"{locked}的状态是“{last.get_status_display()}”，不能暂停。")
        if last.since > since:
            raise ValidationError(
                f"{locked}已有暂停，{last.since:%Y-%m-%d} 才恢复；新的暂停请从那一天开始。"
            )
        last.until = since
        last.save(update_fields=["until"])
        values = {"agency": locked, "case_id": case.pk, "set_by": _person(actor)}
        made = AgencyPeriod.objects.create(
            status=AgencyStatus.SUSPENDED,
            since=since,
            until=until + timedelta(1),
            reason=reason[:200],
            **values,
        )
        AgencyPeriod.objects.create(
            status=AgencyStatus.IN_FORCE, since=until + timedelta(1), reason=OVER, **values
        )
        return made


def suspension_of(agency: Agency, case: Case) -> AgencyPeriod | None:
    """What of a suspension by that case is still to come or runs today."""
    rows = AgencyPeriod.objects.filter(
        agency=agency, case=case.pk, status=AgencyStatus.SUSPENDED, until__gt=clock.today()
    )
    return rows.order_by("since").first()


def resume(agency: Agency, *, reason: str, case: Case, actor: Actor) -> bool:
    """End the suspension by that case today; one to come does not come. Who may is for the caller.
    Answers whether there was anything to end."""
    with transaction.atomic():
        locked, today = _locked(agency), clock.today()
        period = suspension_of(locked, case)
        if period is None:
            return False
        after = AgencyPeriod.objects.get(agency=locked, since=period.until, case=case.pk)
        if period.since > today:
            period.delete()
            before = AgencyPeriod.objects.filter(agency=locked, until=period.since)
            before = before.exclude(pk=after.pk).order_by("-since", "-pk").first()
            values = {"until": after.until}
            after.delete()
            AgencyPeriod.objects.filter(pk=before.pk).update(**values)
            return True
        period.until = today
        period.save(update_fields=["until"])
        after.since, after.reason, after.set_by = today, reason[:200], _person(actor)
        after.save(update_fields=["since", "reason", "set_by"])
        return True


def strike_off(agency: Agency, *, reason: str, case: Case, actor: Actor) -> AgencyPeriod:
    """Strike an agency off the register from today. Who may is for the caller. Raises
    ValidationError for one that was struck off before."""
    with transaction.atomic():
        locked = _locked(agency)
        if register.present(locked).status == AgencyStatus.STRUCK_OFF:
            raise ValidationError(f"{locked}已移出目录。")
        return register.set_status(
            locked,
            AgencyStatus.STRUCK_OFF,
            reason=reason[:200],
            case=case,
            day=clock.today(),
            actor=_person(actor),
        )


def reinstate(agency: Agency, *, reason: str, case: Case, actor: Actor) -> bool:
    """Take back an agency that this case struck off, from today. What other places recognised of
    it stays ended. Answers whether that could be done: not where its status is another's matter
    meanwhile."""
    with transaction.atomic():
        locked = _locked(agency)
        now = register.present(locked)
        if now.status != AgencyStatus.STRUCK_OFF or now.case_id != case.pk:
            return False
        register.set_status(
            locked,
            AgencyStatus.IN_FORCE,
            reason=reason[:200],
            case=case,
            day=clock.today(),
            actor=_person(actor),
        )
        register.expire(locked)
        return True


def _locked(agency: Agency) -> Agency:
    return Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)


def _person(actor: Actor) -> User | None:
    return actor if isinstance(actor, User) else None
