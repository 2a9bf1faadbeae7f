"""What an officer found behind a risk signal, on record."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.enums import OFFICE_STAFF
from accounts.models import Organisation, User
from accounts.selectors import holds
from casework import kinds
from casework.services import door
from casework.services.publications import personal_number
from supervision.enums import ReviewState
from supervision.models import RiskReview, RiskSignal
from supervision.selectors import risk as reads

NOT_YOURS = "只有辖区人社部门、鉴定中心的工作人员可以登记核实情况，本人所在单位的除外。"


def note(
    signal: RiskSignal, *, office: Organisation, outcome: str, text: str, actor: User, token: UUID
) -> RiskReview:
    """Note what is behind a signal; it stays. The same form (`token`) sent twice is one note.

    Who may: staff of an office of the agency's territory, or that filed it; nobody on his own
    organisation. Raises ForbiddenError; ValidationError (by field) without a text.
    """
    _refuse_odd(text)
    with transaction.atomic():
        locked = RiskSignal.objects.select_for_update(of=("self",)).get(pk=signal.pk)
        if done := RiskReview.objects.filter(form_token=token, created_by=actor).first():
            return done
        if not (reads.may_see(actor, locked.agency) and holds(actor, office.pk, *OFFICE_STAFF)):
            raise door.ForbiddenError(NOT_YOURS)
        case = door.open_case(
            kinds.by_code("risk_review"),
            actor=actor,
            state=ReviewState.OPEN,
            title=f"{locked.agency}：{locked.get_kind_display()}"[:200],
            division=locked.agency.division,
            receiver=office,
            office=office,
            signal=locked,
            sentence=locked.sentence,
            form_token=token,
        )
        door.perform(case, "note", actor=actor, note=text.strip(), outcome=outcome)
        return RiskReview.objects.get(pk=case.pk)


def write_down(case: RiskReview, *, actor: User, outcome: str, note: str, **_) -> dict:
    """The effect of `note`: the outcome with its words."""
    case.outcome, case.text = outcome, note
    return {"signal": case.signal_id, "outcome": outcome, "sentence": case.sentence}


def _refuse_odd(text: str) -> None:
    if not text.strip():
        raise ValidationError({"text": "请写明核实的经过和依据。"})
    if found := personal_number(text):
        raise ValidationError({"text": found})
