"""Keeping a list of cases under a name, and forgetting it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from casework import filters
from casework.services import saved_views


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the list with the filters that the page showed; back to that list."""
    query = filters.canonical(request.POST.get("query", ""))
    try:
        view = saved_views.save(request.user, name=request.POST.get("name", ""), query=query)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, f"已存为常用视图“{view.name}”。")
    return redirect(_list(query))


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one's own view; the list stays as it is."""
    saved_views.remove(request.user, pk)
    messages.success(request, "已删除常用视图。")
    return redirect(_list(filters.canonical(request.POST.get("query", ""))))


def _list(query: str) -> str:
    address = reverse("casework:cases")
    return f"{address}?{query}" if query else address
