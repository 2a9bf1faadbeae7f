"""Which protected data of registrations is shown in full, to whom."""

from operator import attrgetter

from accounts.services import unmask
from assessment.models import Entry, Examiner, PlanChange
from assessment.selectors import examiners
from assessment.selectors.changes import changes_visible_to, may_ring
from assessment.selectors.entries import entries_visible_to, may_see_in_full


def register() -> None:
    """Make them known to the unmasking page."""
    fields = {"id_number": "证件号码", "phone": "联系电话"}
    unmask.register(unmask.Guarded(Entry, fields, entries_visible_to, may_see_in_full))
    unmask.register(
        unmask.Guarded(Examiner, fields, examiners.examiners_visible_to, examiners.may_see_in_full)
    )
    unmask.register(
        unmask.Guarded(
            PlanChange,
            {"phones": "需通知人员的联系电话"},
            changes_visible_to,
            may_ring,
            attrgetter("plan.number"),
        )
    )
