"""What strangers may do: register an organisation, or ask to join one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.selectors import staffed_by
from accounts.services import people
from casework.forms import REFRESH, keep_quiet, refuse
from onboarding.forms import JoinForm, PlaceForm, RegisterForm
from onboarding.services import joining, registration
from ui.limits import Limit
from ui.responses import too_many

REGISTRATIONS = "10/hour"
JOIN_REQUESTS = "5/hour"
SENT = "加入申请已送出。该单位已在本平台登记的，其管理员会收到消息，同意后向您的邮箱发送邀请。"


@login_not_required
@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register an organisation. Public, ten registrations an hour from one address. Whoever has
    signed in registers another one for himself; officers' accounts are for their office."""
    user = request.user
    person = user if user.is_authenticated and not staffed_by(user) else None
    form = RegisterForm(request.POST if request.method == "POST" else None, person=person)
    if not form.is_bound or REFRESH in request.POST:
        keep_quiet(form)
        return render(request, "onboarding/register.html", {"form": form})
    if form.is_valid():
        limit = Limit("register", REGISTRATIONS)
        if wait := limit.seconds_to_wait(request):
            return too_many(request, wait)
        try:
            case = registration.register(form.details(), form.contact())
        except ValidationError as error:
            refuse(form, error)
        else:
            if person:
                return redirect("casework:case", case.number)
            people.ask_to_confirm_email(case.created_by, request)
            request.session["registered"] = case.number
            return redirect("onboarding:registered")
    taken = form.has_error("code", "taken")
    return render(request, "onboarding/register.html", {"form": form, "taken": taken}, status=422)


@login_not_required
@require_safe
def registered(request: HttpRequest) -> HttpResponse:
    """What happens next, for whoever just registered."""
    number = request.session.get("registered")
    if not number:
        return redirect("onboarding:register")
    return render(request, "onboarding/registered.html", {"number": number})


@login_not_required
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """The selects of a place, as far as it is chosen. Public."""
    return HttpResponse(PlaceForm(request.GET)["division"].as_widget())


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Ask an organisation's managers for an invitation. Public; the answer is the same whether the
    organisation is here or not, and names nobody."""
    form = JoinForm(request.POST or None, initial={"code": request.GET.get("code", "")[:18]})
    if not form.is_bound:
        return render(request, "onboarding/join.html", {"form": form})
    if not form.is_valid():
        return render(request, "onboarding/join.html", {"form": form}, status=422)
    if wait := Limit("join", JOIN_REQUESTS).seconds_to_wait(request):
        return too_many(request, wait)
    joining.ask_to_join(**form.cleaned_data)
    messages.success(request, SENT)
    return redirect("onboarding:join")
