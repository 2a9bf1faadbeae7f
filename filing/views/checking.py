"""能不能申报, for anybody: nothing is kept, the address holds the question."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from casework.forms import REFRESH, keep_quiet
from filing import self_check
from filing.forms.self_check import CheckForm

ASKED = ("kind", "affiliation", "division_0")


@login_not_required
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Which regimes are open to an organisation, which office takes it, and what is missing."""
    asked = any(name in request.GET for name in ASKED)
    form = CheckForm(request.GET if asked else None)
    context = {"form": form}
    if asked and REFRESH in request.GET:
        keep_quiet(form)
    elif asked and form.is_valid():
        question = form.question()
        context |= {
            "question": question,
            "answers": self_check.answers(question),
            "regulations": self_check.regulations_of(question.division),
        }
    wrong = form.is_bound and bool(form.errors)
    return render(request, "filing/register/check.html", context, status=422 if wrong else 200)
