"""Error pages: what happened, and what to do."""

from django.http import HttpRequest, HttpResponse


def _page(request: HttpRequest, status: int) -> HttpResponse:
    return HttpResponse(str(status), status=status)


def bad_request(request, exception=None):
    return _page(request, 400)


def forbidden(request, exception=None):
    return _page(request, 403)


def not_found(request, exception=None):
    return _page(request, 404)


def server_error(request):
    return _page(request, 500)


def csrf_failure(request, reason=""):
    return _page(request, 403)
