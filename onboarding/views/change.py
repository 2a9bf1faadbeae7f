"""A manager proposes what is to change about the organisation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from casework.forms import refuse
from casework.services import door
from onboarding import selectors
from onboarding.forms import ChangeForm
from onboarding.services import change


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Rename, merge or close one's organisation. Managers of confirmed organisations only."""
    owners = selectors.managed_by(request.user)
    if not owners.exists():
        raise PermissionDenied
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ChangeForm(*sent, owners=owners)
    if not form.is_bound:
        return render(request, "onboarding/change_new.html", {"form": form})
    if form.is_valid():
        given = form.cleaned_data
        try:
            case = change.propose(
                given["owner"],
                form.wish(),
                evidence=given["evidence"],
                actor=request.user,
                note=given["note"],
            )
        except ValidationError as error:
            refuse(form, error)
        except door.ForbiddenError as error:
            raise PermissionDenied(str(error)) from error
        else:
            messages.success(request, f"已提交，事项编号 {case.number}。")
            return redirect("casework:case", case.number)
    return render(request, "onboarding/change_new.html", {"form": form}, status=422)
