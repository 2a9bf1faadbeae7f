"""The id of a request: in each of its log lines and in its answer."""

import re

import structlog
from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{8,64}")


class RequestIdMiddleware(RequestMiddleware):
    """Takes the id that the proxy gave, if well-formed, else makes one, and answers with it.

    Log lines name the path only: a query string may hold a name or an ID number.
    """

    def prepare(self, request: HttpRequest) -> None:
        if not WELL_FORMED.fullmatch(request.META.get("HTTP_X_REQUEST_ID", "")):
            request.META.pop("HTTP_X_REQUEST_ID", None)
        super().prepare(request)
        request.id = structlog.contextvars.get_contextvars()["request_id"]

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        response.headers[HEADER] = request.id
        super().handle_response(request, response)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {request.path}"

    @staticmethod
    def bind_user_id(request: HttpRequest) -> None:
        """Only of a user whom the view itself has loaded: a log line never asks the database."""
        user = getattr(request, "_cached_user", None)
        if user and user.pk:
            structlog.contextvars.bind_contextvars(user_id=user.pk)
