"""Reading an application through as the officer will, sending it, and printing its form."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST

from casework import kinds
from casework.forms import refuse
from casework.services import door
from catalogue.regulations.terms import FilingAct, FilingStep
from filing.checks.all import problems
from filing.documents import dossier, snapshot
from filing.forms.submitting import ReviewForm
from filing.models import Filing
from filing.sections import BY_KEY
from filing.selectors.drafts import PAPERS
from filing.services import applying, printed
from filing.views import drafting

ACTS = {FilingStep.DRAFT: FilingAct.SUBMIT, FilingStep.SUPPLEMENT: FilingAct.RESUBMIT}


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Everything as the officer will see it, what still fails, and the button that sends it."""
    filing = drafting.draft_or_404(request.user, number)
    if request.method == "POST":
        return _send(request, filing)
    if filing.state not in ACTS:
        return redirect("casework:case", number)
    return _page(request, filing)


def _send(request: HttpRequest, filing: Filing) -> HttpResponse:
    form = ReviewForm(request.POST, case=filing, actor=request.user)
    if not form.is_valid() or form.cleaned_data["act"] not in ACTS.values():
        return _page(request, filing, form, status=422)
    given = form.cleaned_data
    act = kinds.kind_of(filing).by_name[given["act"]]
    try:
        door.perform(
            filing,
            act.transition,
            actor=request.user,
            version=given["version"],
            token=given["token"],
            seen=given["seen"],
        )
    except ValidationError as error:
        refuse(form, error)
        return _page(request, filing, form, status=422)
    except door.ForbiddenError as error:
        raise PermissionDenied(str(error)) from error
    except door.DoorError as error:
        context = {
            "case": filing,
            "kind": kinds.kind_of(filing),
            "label": act.label,
            "refused": error,
        }
        return render(request, "casework/act_conflict.html", context, status=409)
    messages.success(request, f"已提交，由{filing.receiver}办理。办理进展在本页查看。")
    return redirect("casework:case", filing.number)


def _page(
    request: HttpRequest, filing: Filing, form: ReviewForm | None = None, *, status: int = 200
) -> HttpResponse:
    found = dossier.load(filing)
    issues = problems(found)
    content = snapshot.of(found)
    fresh = {"act": ACTS.get(filing.state, ""), "seen": snapshot.digest_of(content)}
    if form is None:
        form = ReviewForm(case=filing, actor=request.user)
        form.initial |= fresh
    else:
        form.data = form.data.copy()
        for name, value in fresh.items():  # what is shown again is what is read now
            form.data[name] = value
    context = {
        "filing": filing,
        "form": form,
        "sections": _sections(filing, content, issues),
        "refusing": _listed(filing, [issue for issue in issues if issue.refuses]),
        "warnings": _listed(filing, [issue for issue in issues if not issue.refuses]),
        "promises": filing.regulation.promises,
        "closed_window": _closed_window(filing),
    }
    return render(request, "filing/draft/review.html", context, status=status)


def _sections(filing: Filing, content: dict, issues: list) -> list[dict]:
    failing = {issue.section for issue in issues if issue.refuses}
    return [
        {**each, **drafting.link(filing, BY_KEY[each["key"]]), "failing": each["key"] in failing}
        for each in snapshot.shown(content)["sections"]
    ]


def _listed(filing: Filing, issues: list) -> list[dict]:
    return [{"issue": issue, **drafting.link(filing, BY_KEY[issue.section])} for issue in issues]


def _closed_window(filing: Filing) -> str:
    """Why it cannot go into a window today; empty where it can, or needs none."""
    if filing.window_id:
        return ""
    try:
        applying.window_for(filing)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@require_POST
def application_form(request: HttpRequest, number: str) -> HttpResponse:
    """The application form as a PDF for seal and signature; that it was printed goes on record."""
    filing = drafting.draft_or_404(request.user, number)
    drafting.refuse_unless_open(filing, PAPERS)
    try:
        data = printed.print_form(filing, actor=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("filing:papers", number)
    headers = {
        "Content-Disposition": content_disposition_header(
            as_attachment=False, filename=f"申请表 {number}.pdf"
        ),
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(data, content_type="application/pdf", headers=headers)
