"""What waits for a person: the cases on which he or she is the next to act."""

from django.db.models import F, Q

from accounts.models import User
from accounts.selectors import organisations_of, staffed_by
from casework import kinds, selectors
from casework.models import Case
from casework.services import door

MOST = 200  # a desk beyond that is worked off from the list of cases


def waiting_for(user: User) -> list[Case]:
    """Open cases of the person's own side on which an act waits for him or her, or that he or she
    has, or that a kind of case has him or her do from outside; overdue first, then by deadline. An
    act that nobody waits for (withdrawing) is none."""
    sent_for = _sent_for(user)
    nearby = (
        Q(owner__in=organisations_of(user))
        | Q(owner=None, created_by=user)
        | Q(office__in=[office.pk for office in staffed_by(user)])
        | Q(assignee=user)
        | Q(pk__in=sent_for)
    )
    visible = selectors.cases_visible_to(user).filter(nearby, closed_at=None)
    ordered = visible.order_by(F("due_on").asc(nulls_last=True), "pk")
    rows = list(selectors.for_list(ordered)[:MOST])
    as_kinds = selectors.as_kinds(rows)
    return [
        row
        for row, case in zip(rows, as_kinds, strict=True)
        if row.pk in sent_for or _waits(row, case, user)
    ]


def _sent_for(user: User) -> set[int]:
    """The open cases that wait for a person from outside, such as a member of a panel."""
    found: set[int] = set()
    for kind in kinds.all_kinds():
        if kind.awaits:
            waiting = Case.objects.filter(kind.awaits(user), closed_at=None)
            found |= set(waiting.values_list("pk", flat=True)[:MOST])
    return found


def _waits(row: Case, case: Case, user: User) -> bool:
    if row.assignee_id == user.pk:
        return True
    offices = [office.pk for office in staffed_by(user)]
    if row.assignee_id and row.office_id in offices:
        return False  # a colleague has it
    return any(not act.optional for act in door.available(case, user))
