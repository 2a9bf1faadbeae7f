"""What is personal in the registrations of a plan, erased when its time is over."""

from assessment.models import Entry, EntryLink, Plan, RosterFile, RosterRow, WorkPeriod
from config import clock

ERASED = "（已销毁）"


def erase(plan: Plan) -> int:
    """Make the registrations of a plan unreadable: ID numbers, phones, posts, the other fields of
    the 申报表, work history, what rosters brought. Names, items, tickets and results stay, as
    certificates and the ledger rest on them; so does the keyed hash of the ID number, which finds a
    person again and cannot be read. Answers how many registrations there are.

    The caller holds the lock of the plan and has asked who may (`supervision`, 销毁清册).
    """
    entries = Entry.objects.filter(plan=plan)
    entries.exclude(reason="").update(reason=ERASED)
    count = entries.update(id_number="", phone="", post="", details="{}", own_hash="")
    WorkPeriod.objects.filter(entry__plan=plan).delete()
    RosterRow.objects.filter(draft__plan=plan).delete()
    RosterFile.objects.filter(draft__plan=plan).delete()
    EntryLink.objects.filter(plan=plan, closed_at=None).update(closed_at=clock.now())
    return count
