"""The reading view (阅卷): an application as it was submitted, and what an officer needs beside."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.selectors import holds
from casework import kinds, rules
from casework.views.cases import visible_or_404
from filing.documents import reading
from filing.documents.reading import Reading
from filing.forms.bureau import ItemForm
from filing.models import Filing
from filing.selectors import guarded, rounds


def readable_or_404(user: User, number: str) -> Filing:
    """The filing of that number for officers and the panel. 404 where it does not exist for them;
    403 for the applicant's own people, who have their own pages."""
    case = visible_or_404(user, number)
    if not isinstance(case, Filing):
        raise Http404
    if holds(user, case.owner_id):
        raise PermissionDenied(
            "阅卷页供办理机关和专家使用。本单位提交的内容请在事项页面打开“查看已提交的内容”。"
        )
    return case


@require_safe
def read(request: HttpRequest, number: str) -> HttpResponse:
    """The last submission, or the one that `?submission=` names."""
    filing = readable_or_404(request.user, number)
    asked = request.GET.get("submission", "")
    found = reading.of(filing, int(asked) if asked.isdecimal() and len(asked) < 5 else None)
    return page(request, found)


def page(
    request: HttpRequest, found: Reading, sent: ItemForm | None = None, *, status: int = 200
) -> HttpResponse:
    """The page; `sent` is the form of a section that could not be taken."""
    user, filing = request.user, found.filing
    inner = rules.sees_inner_side(user, filing)
    raises = found.is_latest and rounds.may_raise(user, filing)
    forms = _forms(found, sent) if raises else {}
    context = {
        "case": filing,
        "kind": kinds.kind_of(filing),
        "reading": found,
        "sections": [(each, forms.get(each.key)) for each in found.pages],
        "sent": sent,
        "inner": inner,
        "raises": raises,
        "removable": _removable(user, found) if raises else set(),
        "pending": sum(len(each.pending) for each in found.pages),
        "issues": sum(len(each.issues) for each in found.pages),
        "changes": [change for each in found.pages for change in each.changes],
        "unmasks": found.submission and guarded.may_see_numbers(user, found.submission),
        "earlier": _earlier(filing, user) if inner else [],
    }
    return render(request, "filing/bureau/reading.html", context, status=status)


def _earlier(filing: Filing, user: User) -> list[dict]:
    return [
        {"filing": each, "state": kinds.state_label(each), "tone": kinds.state_tone(each)}
        for each in reading.earlier(filing, user)
    ]


def _forms(found: Reading, sent: ItemForm | None) -> dict[str, ItemForm]:
    office = found.filing.office
    texts = ItemForm.kept(office)
    forms = {
        each.key: ItemForm(office=office, section=each.key, kept=texts) for each in found.pages
    }
    return forms | ({sent.section: sent} if sent else {})


def _removable(user: User, found: Reading) -> set[int]:
    items = [item for each in found.pages for item in each.pending]
    for item in items:
        item.filing = found.filing
    return {item.pk for item in items if rounds.may_remove(user, item)}
