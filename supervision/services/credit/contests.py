"""An agency contests an item of its rating; the office decides; what is struck changes the rating,
which is published anew (LN-14)."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.enums import SPEAKERS
from accounts.models import User
from accounts.selectors import holds
from casework import kinds
from casework.services import door
from casework.services.publications import personal_number
from config import clock
from supervision.enums import ContestState
from supervision.models import CreditContest, CreditItem
from supervision.models.credit_parties import is_tied, prepares
from supervision.selectors import credit as reads
from supervision.services.credit import reckoning, rounds

NOT_YOURS = "只有本机构的负责人、经办人可以对本机构的计分事项提出异议。"
CLOSED = "已经超过提出异议的期限。"
ONCE = "这个事项已经提出过异议，不能重复提出。"
UPHELD = "异议成立"


def contest(item: CreditItem, *, text: str, actor: User) -> CreditContest:
    """Say that an item is wrong, with reasons.

    Who may: manager or clerk of the agency; of one without an account here an officer of the office
    that rated takes it down. Raises ForbiddenError; NotNowError once the time is over;
    ValidationError without reasons, and for an item that was struck or contested before.
    """
    if not text.strip():
        raise ValidationError({"text": "请写明理由：哪里不对，有什么证据。"})
    if found := personal_number(text):
        raise ValidationError({"text": found})
    with transaction.atomic():
        # The lock of the round, as its publicity asks whether contests wait.
        rated = door.lock([item.round_id])[0]
        locked = CreditItem.objects.select_related("agency__organisation").get(pk=item.pk)
        owner = reads.owner_of(locked.agency)
        _demand(locked, rated, owner, actor)
        return door.open_case(
            kinds.by_code("credit_contest"),
            actor=actor,
            state=ContestState.FILED,
            owner=owner,
            title=f"{locked.agency}：对信用评分事项的异议"[:200],
            division=locked.agency.division,
            receiver=rated.office,
            office=rated.office,
            item=locked,
            slot=str(locked.pk),
            text=text.strip(),
            recorded=owner is None,
        )


def _demand(item: CreditItem, rated, owner, actor: User) -> None:
    by_agency = owner is not None and holds(actor, owner.pk, *SPEAKERS)
    by_office = owner is None and prepares(rated, actor) and not is_tied(item.agency, actor)
    if not (by_agency or by_office):
        raise door.ForbiddenError(NOT_YOURS)
    if not reads.may_be_contested(rated):
        raise door.NotNowError(CLOSED)
    if item.struck_at is not None:
        raise ValidationError("这个事项已经不计分。")
    if CreditContest.objects.filter(slot=str(item.pk)).exists():
        raise ValidationError(ONCE)


# --- Effects of acts: inside the door, on the locked case ---------------------------------------


def uphold(case: CreditContest, *, actor: User, note: str, **_) -> dict:
    """The item counts no more: the agency is reckoned anew and the list published anew."""
    rated = door.lock([case.item.round_id])[0]
    item = CreditItem.objects.select_for_update(of=("self",)).get(pk=case.item_id)
    if item.struck_at is None:
        item.struck_at, item.struck_for, item.struck_by = clock.now(), UPHELD, case
        item.save(update_fields=["struck_at", "struck_for", "struck_by"])
    reason = f"{item.agency}的异议成立（{case.number}）"[:200]
    made = reckoning.rate(rated, [item.agency], reason=reason)
    facts = {"item": item.pk, "round": rated.number}
    if not made:  # capped: the sum is the same without it
        return facts
    published = rounds.republish(rated, actor=actor, reason=reason)
    change = {"points": made[0].points, "grade": made[0].grade, "publication": published.pk}
    return facts | change


def reject(case: CreditContest, **_) -> dict:
    """The item stands."""
    return {"item": case.item_id}


def withdraw(case: CreditContest, **_) -> dict:
    """Nothing is said against it any more; it may be said again in time."""
    case.slot = None
    return {"item": case.item_id}
