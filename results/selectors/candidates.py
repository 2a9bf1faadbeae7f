"""Who comes in as a candidate, and what of a plan is his or hers to see."""

import secrets
import unicodedata

from django.db.models import Prefetch, Q

from accounts.protection import fingerprint
from assessment.enums import EntryStatus
from assessment.frames.prints import FINAL
from assessment.models import Entry, Plan, Seat
from assessment.person import comparable
from catalogue.regulations.terms import PlanStep
from results.models import Recheck, Result

HANDED_IN = tuple(each for each in EntryStatus if each != EntryStatus.DRAFT)
SEATED = (*FINAL, PlanStep.CERTIFIED, PlanStep.ARCHIVED)
DASHES = ("Pd", "Sm")  # a minus is typed for a dash


def find(*, name: str, id_number: str, number: str) -> int | None:
    """The registration that was handed in under this name, ID number and registration or ticket
    number; None whatever was wrong. The same query and the same comparisons in each case."""
    typed = spelled(number)
    rows = Entry.objects.filter(Q(number=typed) | Q(ticket=typed), status__in=HANDED_IN)
    wanted = (comparable(name), fingerprint("id_number", id_number))
    known = list(rows.exclude(number="").order_by("pk").values_list("pk", "name", "id_hash")[:2])
    found = None
    # Two are compared always: one may have for its number what another has for its ticket.
    for pk, own_name, own_hash in [*known, (None, "", ""), (None, "", "")][:2]:
        same_name = secrets.compare_digest(comparable(own_name).encode(), wanted[0].encode())
        same_person = secrets.compare_digest(own_hash, wanted[1])
        if same_name & same_person & bool(typed and wanted[0] and wanted[1]):
            found = pk
    return found


def spelled(number: str) -> str:
    """A registration or ticket number in its one spelling. Pure."""
    plain = unicodedata.normalize("NFKC", number)
    signs = ("-" if unicodedata.category(c) in DASHES else c for c in plain)
    return "".join(c for c in signs if c.isprintable() and not c.isspace()).upper()


def entry_of(pk: int) -> Entry | None:
    """A candidate's registration as it is now; None where it is no more."""
    rows = Entry.objects.filter(pk=pk, status__in=HANDED_IN)
    found = rows.defer("details", "phone").select_related("item__occupation").first()
    if found:
        found.plan = Plan.objects.get(pk=found.plan_id)
    return found


def seats_of(entry: Entry) -> list[Seat]:
    """Where and when he or she sits, in order; nothing before the arrangement is final."""
    if entry.status != EntryStatus.APPROVED or entry.plan.state not in SEATED:
        return []
    rows = Seat.objects.filter(entry=entry, session__cancelled_at=None)
    return list(rows.select_related("session", "room__site").order_by("session__starts_at", "pk"))


def has_ticket(entry: Entry) -> bool:
    """Whether the admission ticket can be had now, besides that there is a seat."""
    approved = entry.status == EntryStatus.APPROVED and entry.ticket
    return bool(approved) and entry.plan.state in FINAL


def result_of(entry: Entry) -> Result | None:
    """The result in force, with its subjects."""
    rows = Result.objects.filter(entry=entry, superseded_at=None)
    return rows.prefetch_related("subjects").first()


def rechecks_of(entry: Entry) -> list[Recheck]:
    """What he or she asked to be looked at again, newest first, with what came of it."""
    rows = Recheck.objects.filter(entry=entry).defer("text").order_by("-submitted_at", "-pk")
    return list(rows.prefetch_related(Prefetch("corrections")))
