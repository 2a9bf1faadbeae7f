"""What the pages of certificates have in common: whose they are, what a refusal becomes."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from accounts.models import User
from assessment.models import Entry, Plan
from assessment.selectors.entries import of_agency
from assessment.views.entries import plan_or_404
from casework.services.door import DoorError, ForbiddenError
from certificates.selectors import rights
from results.selectors import publicity

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF, ZIP = "application/pdf", "application/zip"
NOT_YOURS = "只有评价机构、委托企业的经办人和办理机关可以查看证书，而且须在评价结果公布以后。"
NOT_KEEPER = "只有评价机构的管理员、经办人和机关工作人员可以查看。"
NOT_AGENCY = "只有评价机构的管理员和经办人可以核发证书。"


def read_or_403(user: User, number: str) -> Plan:
    """The plan, for who reads its certificates; 404 for whom the plan does not exist."""
    plan = plan_or_404(user, number)
    if not rights.reads(user, plan):
        raise PermissionDenied(NOT_YOURS)
    return plan


def issued_or_403(user: User, number: str) -> Plan:
    """The plan, for its agency."""
    plan = read_or_403(user, number)
    if not of_agency(user, plan):
        raise PermissionDenied(NOT_AGENCY)
    return plan


def qualified_or_404(plan: Plan, pk: int) -> Entry:
    """Somebody who qualified."""
    return get_object_or_404(publicity.qualified(plan), entry=pk).entry


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


def download(content: bytes, name: str, content_type: str, *, inline: bool = False) -> HttpResponse:
    """A file to keep, or to look at."""
    return HttpResponse(content, content_type=content_type, headers=headers(name, inline=inline))


def headers(name: str, *, inline: bool = False) -> dict[str, str]:
    """Those of a file that is nobody else's."""
    return {
        "Content-Disposition": content_disposition_header(not inline, name),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
