"""Whom a request comes from, its id in each of its log lines and in its answer, and whether its
address can be one of ours."""

import re
from ipaddress import ip_address

import structlog
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django_structlog.middlewares import RequestMiddleware

logger = structlog.get_logger(__name__)
HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{8,64}")
FORWARDED = "HTTP_X_FORWARDED_FOR"


class VisitorAddressMiddleware:
    """Makes REMOTE_ADDR the visitor's own address, which everything else goes by.

    Each proxy of ours adds the address that called it at the end of X-Forwarded-For; what stands
    before those is the visitor's own word, and is thrown away.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chain = request.META.pop(FORWARDED, "").split(",")
        proxies = settings.TRUSTED_PROXIES
        if 0 < proxies <= len(chain):
            try:
                request.META["REMOTE_ADDR"] = str(ip_address(chain[-proxies].strip()))
            except ValueError:
                logger.warning("visitor_address_unreadable")
        return self.get_response(request)


NUL = "%00"


class NulMiddleware:
    """404 for an address with a NUL in its path: nothing is called so, and PostgreSQL would refuse
    to look for it. What is asked in the query is asked without it, as nobody can have typed it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:
            raise Http404
        if NUL in request.META.get("QUERY_STRING", ""):
            self._without(request)
        return self.get_response(request)

    @staticmethod
    def _without(request: HttpRequest) -> None:
        query = request.META["QUERY_STRING"]
        while NUL in query:  # `%0%000` would leave another
            query = query.replace(NUL, "")
        request.META["QUERY_STRING"] = query
        request.GET = QueryDict(query, encoding=request.encoding)


def is_untraced(request: HttpRequest) -> bool:
    """Whether the log is to say nothing of who asked."""
    return request.path.startswith(tuple(settings.UNTRACED_PATHS))


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
    def bind_ip(request: HttpRequest) -> None:
        """As `VisitorAddressMiddleware` has it; no other header is believed. Of whoever complains,
        perhaps without a name, none is kept."""
        if is_untraced(request):
            return
        structlog.contextvars.bind_contextvars(ip=request.META.get("REMOTE_ADDR"))

    @staticmethod
    def bind_user_id(request: HttpRequest) -> None:
        """Only of a user whom the view itself has loaded: a log line never asks the database. Of
        whoever complains, none: one may be signed in and complain without a name."""
        if is_untraced(request):
            return
        user = getattr(request, "_cached_user", None)
        if user and user.pk:
            structlog.contextvars.bind_contextvars(user_id=user.pk)
