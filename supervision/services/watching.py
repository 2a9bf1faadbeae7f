"""What ends by itself: the time for an appeal, and a suspension. Run with every sweep; safe to run
twice. The register itself needs nothing: a suspension's last day was written when it was decided.
"""

from datetime import timedelta

from django.db.models import Q

from casework.kinds import Message
from casework.services import door, holders, notices
from config import clock
from filing.enums import AgencyStatus
from filing.models import Agency
from filing.selectors import register
from supervision.enums import ViolationState
from supervision.models import Violation


def watch() -> None:
    """Conclude what is over, and say that a suspension ended."""
    today = clock.today()
    over = Q(suspended_until=None) | Q(suspended_until__lt=today)
    rows = Violation.objects.filter(over).filter(
        Q(state=ViolationState.REVIEWED) | Q(state=ViolationState.DECIDED, appeal_until__lt=today)
    )
    for case in rows.order_by("pk"):
        _conclude(case)


def _conclude(case: Violation) -> None:
    try:
        door.perform(case, "conclude", actor=door.SYSTEM, version=case.version)
    except door.DoorError:  # somebody else was quicker; the next sweep looks again
        return
    if case.suspended_until:
        _tell_resumed(case.agency, case)


def _tell_resumed(agency: Agency, case: Violation) -> None:
    """Only where it is in force: its term may be over, or it may have been struck off."""
    day = case.suspended_until + timedelta(1)
    if agency.organisation_id and register.status_on(agency, day) == AgencyStatus.IN_FORCE:
        text = f"{day:%Y-%m-%d} 起可以开展评价。"
        told = holders.people([agency.organisation_id])
        notices.tell([Message(told, f"{agency}：暂停期满，已恢复评价", text)], case=case)
