"""Which protected data of registrations is shown in full, to whom."""

from accounts.services import unmask
from assessment.entry_rights import entries_visible_to, may_see_in_full
from assessment.models import Entry


def register() -> None:
    """Make them known to the unmasking page."""
    fields = {"id_number": "证件号码", "phone": "联系电话"}
    unmask.register(unmask.Guarded(Entry, fields, entries_visible_to, may_see_in_full))
