"""What is known of the certificates of a plan: numbers, day, batch; answers to the ports."""

from datetime import date

from django.db.models import QuerySet

from assessment.models import Entry, Plan
from certificates.enums import GapReason, NumberState
from certificates.models import Batch, Certificate, IssueTerms, ReservedNumber
from results.selectors import publicity


def numbers_of(plan: Plan) -> dict[int, str]:
    """By registration the number that it has reserved or issued."""
    rows = ReservedNumber.objects.filter(plan=plan).exclude(state=NumberState.GAP)
    return dict(rows.order_by("number").values_list("entry", "number"))


def day_of(plan: Plan) -> date | None:
    """The date on the certificates; before there are any, the day on which they are meant to be
    issued; None while that is open."""
    if batch := latest_batch(plan):
        return batch.issued_on
    return IssueTerms.objects.filter(plan=plan).values_list("issue_on", flat=True).first()


def latest_batch(plan: Plan) -> Batch | None:
    """The batch of a plan."""
    return Batch.objects.filter(plan=plan).select_related("begun_by", "job").first()


def open_numbers(plan: Plan) -> QuerySet[ReservedNumber]:
    """What is still to be issued."""
    return ReservedNumber.objects.filter(plan=plan, state=NumberState.RESERVED)


def unprintable(plan: Plan) -> QuerySet[ReservedNumber]:
    """The numbers of those who get none of this batch, with the reason."""
    return ReservedNumber.objects.filter(
        plan=plan, state=NumberState.GAP, gap=GapReason.UNPRINTABLE
    ).select_related("entry")


def unaccounted(plan: Plan) -> list[Entry]:
    """Those who qualified and have neither a certificate nor a reason why there is none."""
    done = set(Certificate.objects.filter(plan=plan).values_list("entry", flat=True))
    done |= set(unprintable(plan).values_list("entry", flat=True))
    people = (result.entry for result in publicity.qualified(plan))
    return [entry for entry in people if entry.pk not in done]


def of_entry(entry: Entry) -> Certificate | None:
    """The certificate of a registration."""
    return Certificate.objects.filter(entry=entry).first()
