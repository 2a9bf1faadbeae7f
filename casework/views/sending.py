"""What a sent form comes to."""

from collections.abc import Callable
from uuid import UUID, uuid4, uuid5

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from casework.forms import refuse
from casework.services.door import DoorError, ForbiddenError

PAGE = "casework/form.html"
ONCE = "once"


def taken(form: forms.Form, do: Callable[[], object]) -> bool:
    """Whether the form was sent, is in order, and `do()` took it. What the service refuses becomes
    an error of the form; a missing right becomes 403."""
    return form.is_bound and form.is_valid() and attempted(form, do)


def attempted(form: forms.Form, do: Callable[[], object]) -> bool:
    """The same of a form that is looked at already, or in order only in part."""
    try:
        do()
    except ValidationError as refused:
        refuse(form, refused)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except DoorError as refused:
        form.add_error(None, str(refused))
    return form.is_valid()


def sent(request: HttpRequest) -> tuple:
    """The data of a form that was sent; nothing of one that is only opened."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def once(request: HttpRequest) -> UUID | None:
    """What names a form that was sent from `form_page`, with all that was filled in, for
    `door.opened_with`: sent twice, it opens one case; gone back to and changed, another. None
    where nothing names it."""
    try:
        page = UUID(request.POST.get(ONCE, ""))
    except ValueError:
        return None
    said = [each for each in request.POST.lists() if each[0] != "csrfmiddlewaretoken"]
    said += [(name, [f"{file}" for file in files]) for name, files in request.FILES.lists()]
    return uuid5(page, repr(sorted(said)))


def form_page(
    request: HttpRequest, form: forms.Form, *, template: str = PAGE, **context
) -> HttpResponse:
    """The page of a form: 422 with what is wrong, everything typed still there."""
    wrong = form.is_bound and not form.is_valid()
    page = {"form": form, ONCE: request.POST.get(ONCE) or uuid4(), **context}
    return render(request, template, page, status=422 if wrong else 200)
