"""The bureau's first answer: accepted, or not (LC-10). Late or not, it is given and recorded."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localdate

from accounts.models import User
from casework.enums import Progress
from casework.letters import ACCEPTANCE
from casework.services import deadlines, letters
from catalogue import workdays
from catalogue.regulations.terms import Actor
from config import clock
from filing.documents.letters import REFUSAL
from filing.models import Filing
from filing.selectors.acting import office_for


def accept(filing: Filing, *, actor: User, note: str = "", **_) -> dict:
    """Accept an application: the 受理通知书 goes out, with the officer's words if any."""
    return _answered(filing, actor, ACCEPTANCE, wording=note)


def refuse(filing: Filing, *, actor: User, reason: str = "", remedy: str = "", **_) -> dict:
    """Refuse an application: the 不予受理通知书 gives the reason and the remedy; both must be there
    (ValidationError). The case ends."""
    missing = {
        name: text
        for name, given, text in (
            ("reason", reason, "请填写不予受理的理由。"),
            ("remedy", remedy, "请填写补救办法。"),
        )
        if not given.strip()
    }
    if missing:
        raise ValidationError(missing)
    remedies = [line.strip() for line in remedy.splitlines() if line.strip()]
    return _answered(filing, actor, REFUSAL, wording=reason, remedies=remedies)


def submitted_on(filing: Filing) -> date:
    """The day on which the applicant first sent the application."""
    first = filing.submissions.order_by("number").values_list("submitted_at", flat=True).first()
    return localdate(first or filing.opened_at)


def late_by(filing: Filing) -> int:
    """By how many working days the office's running limit is overdrawn today. In an effect the
    filing has its new state already, and its clocks still run."""
    keys = [
        rule.key for rule in filing.regulation.deadlines if f"filing.{filing.state}" in rule.ends
    ]
    running = filing.deadlines.filter(progress=Progress.RUNNING, key__in=keys)
    today, calendar = clock.today(), workdays.current()
    return max((deadlines.late_by(each, today, calendar) for each in running), default=0)


def _answered(filing: Filing, actor: User, kind, **content) -> dict:
    letter = letters.issue(
        filing,
        kind,
        actor=actor,
        office=office_for(filing, Actor.RECEIVER, actor),
        opened_on=date_format(submitted_on(filing)),
        **content,
    )
    late = late_by(filing)
    return {"letter": letter.number} | ({"late_by": late} if late else {})
