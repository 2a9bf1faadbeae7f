"""What the pages of scores have in common: whose they are, what a refusal becomes."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from accounts.models import User
from assessment.models import Plan, PlanSubject
from assessment.views.entries import plan_or_404
from casework.services.door import DoorError, ForbiddenError
from catalogue.regulations.terms import PlanStep
from results.models import ScoreRound, ScoreSheet
from results.selectors import scores as rights
from results.selectors.results import COMPUTED
from results.services.score_sheets import NOT_YOURS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = (PlanStep.READY, PlanStep.HELD, *COMPUTED)


def scored_or_403(user: User, number: str) -> Plan:
    """The plan, for the agency's scoring staff; 403 for others who see it, 404 before the exam."""
    plan = plan_or_404(user, number)
    if not rights.of_scores(user, plan):
        raise PermissionDenied(NOT_YOURS)
    if plan.state not in SHOWN:
        raise Http404
    return plan


def subject_or_404(plan: Plan, item: int, subject: str) -> PlanSubject:
    """A subject that an item of the plan tests."""
    rows = PlanSubject.objects.select_related("item__occupation")
    return get_object_or_404(rows, item__plan=plan, item=item, kind=subject, waived=False)


def sheet_or_404(plan: Plan, item: int, subject: str) -> ScoreSheet:
    """The sheet of a subject, once there is one."""
    rows = ScoreSheet.objects.select_related("item__occupation")
    row = get_object_or_404(rows, plan=plan, item=item, subject=subject)
    row.plan = plan
    return row


def own_round_or_404(user: User, plan: Plan, item: int, subject: str) -> ScoreRound:
    """The round that somebody has of a sheet; nobody sees another's."""
    rows = ScoreRound.objects.select_related("sheet__item__occupation", "clerk")
    row = get_object_or_404(
        rows, sheet__plan=plan, sheet__item=item, sheet__subject=subject, clerk=user
    )
    row.sheet.plan = plan
    return row


def done(request: HttpRequest, do: Callable[[], object]) -> bool:
    """Whether `do()` went through; what it refuses is said on the next page, a missing right is
    403."""
    try:
        do()
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except (ValidationError, DoorError) as refused:
        said = refused.messages if isinstance(refused, ValidationError) else [str(refused)]
        for text in said:
            messages.error(request, text)
        return False
    return True


def workbook(content: bytes, name: str) -> HttpResponse:
    """A spreadsheet to keep."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=XLSX, headers=headers)
