"""What a person was told."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from casework import selectors
from casework.services import notices, reading

PAGE_SIZE = 20


@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """One's own notices, newest first."""
    page = Paginator(selectors.notices_of(request.user), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    unread = notices.unread(request.user)
    return render(request, "casework/notices.html", {"page_obj": page, "unread": unread})


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and lead to its case, or back to the list."""
    notice = get_object_or_404(selectors.notices_of(request.user), pk=pk)
    reading.mark_read(request.user, [notice.pk])
    if notice.case and "go" in request.POST:
        return redirect("casework:case", notice.case.number)
    return redirect("casework:notices")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    count = reading.mark_read(request.user)
    messages.success(request, f"已将 {count} 条消息标为已读。")
    return redirect("casework:notices")
